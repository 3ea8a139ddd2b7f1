//! What the engine knows about functions: one row each, in `table`.
//!
//! A node of a graph is a number, a variable or a call of one of these; `+`, `<` and `where` are calls too. The macro below
//! turns the rows into the enum [`Function`], its static [`Row`]s and the evaluation `match`es, so no second list exists.

pub(crate) mod helpers;
pub mod lanes;
pub(crate) mod table;

use helpers::call::*;

/// What kind of value an argument or a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A real number.
    Real,
    /// A condition: a comparison, or conditions joined by `and`, `or`, `not`.
    Bool,
    /// A whole number known when the expression is built, such as the `n` of `powi(x, n)`.
    Integer,
}

/// All that is known about one function.
#[derive(Debug)]
pub struct Row {
    /// The name or operator in our own text syntax.
    pub name: &'static str,
    /// The names the cells use for the arguments.
    pub parameters: &'static [&'static str],
    /// The kind of each argument.
    pub kinds: &'static [Kind],
    /// The kind of the result.
    pub result: Kind,
    /// The call in Rust; the same tokens are compiled for evaluation.
    pub rust: &'static str,
    /// The call in C99.
    pub c: &'static str,
    /// The call in LaTeX: `(x)` is parenthesised unless it is an atom, `{x}` is a group.
    pub latex: &'static str,
    /// A condition on the arguments under which the value is real.
    pub domain: &'static str,
    /// The partial by each argument, where `f` is the result. `constant(b)` tells whether `b` is a constant. A text with the incoming
    /// adjoint `d` in it is the product of `d` and the partial.
    pub partials: &'static [&'static str],
    /// Relative latency; an addition is 1.
    pub cost: u32,
    /// Arguments (all the same) and results that are exact: `exp` has `(0, 1)`.
    pub exact: &'static [(i64, i64)],
    /// Bounds of the value, where it has any.
    pub range: Option<(f64, f64)>,
    /// The helper that `rust` (and, where C99 lacks it, `c`) calls.
    pub helper: Option<&'static str>,
}

/// Turns the rows of `table.rs` into code.
macro_rules! functions {
    ($(
        $(#[$doc:meta])*
        $Name:ident = $name:ident $($text:literal)? ($($arg:ident $(: $kind:ident)?),*) $(-> $result:ident)? {
            rust: $rust:expr, c: $c:literal, latex: $latex:literal, domain: $domain:literal,
            partials: [$($partial:literal),*], cost: $cost:literal
            $(, exact: [$($at:literal => $value:literal),*])? $(, range: [$low:expr, $high:expr])? $(, helper: $helper:literal)? $(, lanes: $lanes:path)? $(,)?
        }
    )*) => {
        /// A function of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Function {
            $($(#[$doc])* #[doc = concat!("\n\n`", text!($name $($text)?), "`, in Rust `", stringify!($rust), "`; domain: `", $domain, "`.")] $Name,)*
        }

        static ROWS: &[Row] = &[$(Row {
            name: text!($name $($text)?),
            parameters: &[$(stringify!($arg)),*],
            kinds: &[$(kind!($($kind)?)),*],
            result: kind!($($result)?),
            rust: stringify!($rust),
            c: $c,
            latex: $latex,
            domain: $domain,
            partials: &[$($partial),*],
            cost: $cost,
            exact: &[$($(($at, $value)),*)?],
            range: first!($(($low, $high))?),
            helper: first!($($helper)?),
        }),*];

        impl Function {
            /// Every function, in the order of the table.
            pub const ALL: &'static [Function] = &[$(Function::$Name),*];

            /// The row of this function.
            pub fn row(self) -> &'static Row {
                &ROWS[self as usize]
            }

            /// The value at a point. Conditions are 1 and 0; surplus arguments are ignored.
            #[inline(always)]
            pub fn apply(self, arguments: [f64; 3]) -> f64 {
                self.apply_to(|position| arguments[position])
            }

            /// The value at the arguments that `argument` gives; it is asked for those of the function, and once for each.
            #[inline(always)]
            #[allow(unused)] // The last increment; the counter of constants.
            pub(crate) fn apply_to(self, argument: impl Fn(usize) -> f64) -> f64 {
                match self {
                    $(Function::$Name => {
                        let mut position = 0;
                        $(
                            let $arg = argument(position);
                            let $arg = decode!($arg $($kind)?);
                            position += 1;
                        )*
                        encode!($rust, $($result)?)
                    })*
                }
            }
        }
    };
}

/// The name in the text syntax: the identifier, unless a symbol is given.
macro_rules! text {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $text:literal) => {
        $text
    };
}

macro_rules! kind {
    () => {
        Kind::Real
    };
    (bool) => {
        Kind::Bool
    };
    (i32) => {
        Kind::Integer
    };
}

macro_rules! first {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

/// An argument as the `rust` cell expects it.
macro_rules! decode {
    ($x:ident) => {
        $x
    };
    ($x:ident bool) => {
        $x != 0.0
    };
    ($x:ident i32) => {
        $x as i32
    };
}

/// The result of the `rust` cell as a register holds it.
macro_rules! encode {
    ($value:expr,) => {
        $value
    };
    ($value:expr, bool) => {
        if $value { 1.0 } else { 0.0 }
    };
}

table::table!(functions);

// Below the macros, which it uses too.
mod block;

impl Function {
    /// The number of arguments.
    pub fn arity(self) -> usize {
        self.row().parameters.len()
    }

    /// The function that our text syntax calls `name`, operators included.
    pub fn from_name(name: &str) -> Option<Function> {
        Function::ALL.iter().copied().find(|function| function.row().name == name)
    }

    /// Whether `f(a, b) = f(b, a)` bit for bit.
    pub fn commutes(self) -> bool {
        matches!(self, Function::Add | Function::Mul)
    }
}
