//! The texts of terms in Rust and C, whose expressions differ in the cells of the table and in little else.

use std::collections::BTreeSet;

use super::schedule::{Language, Level, Term, level};
use super::template::{Grammar, Piece, Slot, Template};
use crate::function::{Function, Kind};
use crate::number::Number;

/// The widest operator expression; with a name before it and the indentation it fills a line of 100.
const WIDTH: usize = 66;

/// The widest call or method chain: rustfmt breaks wider ones.
const CALL_WIDTH: usize = 60;

/// The longest chain of `else if`.
const CHOICE_WIDTH: usize = 400;

/// Integers up to here are exact in an `f64`, so that one division rounds `p/q` correctly.
const EXACT: u64 = 1 << 53;

/// Rust or C, with the cells of the functions in use.
pub(crate) struct Code {
    templates: Vec<Option<Template>>,
    rust: bool,
    /// `f64`, `f32` or the name of another type.
    float: &'static str,
}

/// Whether a type of numbers is one of Rust's own, with literals, constants and all operators.
pub(crate) fn is_primitive(float: &str) -> bool {
    matches!(float, "f64" | "f32")
}

/// The cell of a function for numbers of a type that has the methods of `num_traits::Float`; bare literals stand for numbers of it.
fn generic_cell(function: Function, float: &str) -> String {
    match function {
        Function::Pi => format!("{:?}", core::f64::consts::PI),
        Function::E => format!("{:?}", core::f64::consts::E),
        Function::Inf => format!("{float}::infinity()"),
        Function::Nan => format!("{float}::nan()"),
        function => function.row().rust.to_owned(),
    }
}

/// The language with the spelling of the variables.
pub(crate) struct Writer<'a> {
    pub(crate) code: &'a Code,
    pub(crate) variable: &'a dyn Fn(&str) -> String,
}

/// The operators of Rust that the table uses.
pub(crate) fn rust_infix(token: &str) -> Option<Level> {
    Some(match token {
        "<" | "<=" | ">" | ">=" | "==" | "!=" => 50,
        "|" => 52,
        "&" => 54,
        "+" | "-" => level::SUM,
        "*" | "/" | "%" => level::PRODUCT,
        _ => return None,
    })
}

/// The operators of C that the table uses.
pub(crate) fn c_infix(token: &str) -> Option<Level> {
    Some(match token {
        "||" => 20,
        "&&" => 30,
        "==" | "!=" => 40,
        "<" | "<=" | ">" | ">=" => 50,
        "+" | "-" => level::SUM,
        "*" | "/" => level::PRODUCT,
        _ => return None,
    })
}

impl Code {
    pub(crate) fn rust(float: &'static str, used: &BTreeSet<Function>) -> Self {
        let grammar = Grammar { infix: rust_infix, or: 52, and: 54 };
        let cell = |function: Function| match float {
            "f64" => function.row().rust.to_owned(),
            float if is_primitive(float) => function.row().rust.replace("f64", float),
            float => generic_cell(function, float),
        };
        Code { templates: compile(used, cell, &grammar), rust: true, float }
    }

    pub(crate) fn c(used: &BTreeSet<Function>) -> Self {
        let grammar = Grammar { infix: c_infix, or: 20, and: 30 };
        // `M_PI` and `M_E` are not in C99
        let cell = |function: Function| function.row().c.replace("M_PI", "gradus_pi").replace("M_E", "gradus_e");
        Code { templates: compile(used, cell, &grammar), rust: false, float: "double" }
    }

    fn template(&self, function: Function) -> &Template {
        self.templates[function as usize].as_ref().expect("every function in use is compiled")
    }

    /// The plain functions that a call of `function` is written with.
    pub(crate) fn calls(&self, function: Function) -> &[String] {
        &self.template(function).calls
    }

    /// Whether the cell of `function` contains the word.
    pub(crate) fn mentions(&self, function: Function, word: &str) -> bool {
        self.template(function).pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(word)))
    }

    /// The helpers that calls of `functions` are written with.
    pub(crate) fn helpers(&self, functions: &BTreeSet<Function>) -> Vec<&'static str> {
        let helper = |function: &Function| {
            let name = function.row().helper?;
            let called = self.calls(*function).iter().any(|call| call.strip_prefix("gradus_").unwrap_or(call) == name);
            called.then_some(name)
        };
        functions.iter().filter_map(helper).collect()
    }

    fn infinity(&self) -> String {
        match self.rust {
            true if is_primitive(self.float) => format!("{}::INFINITY", self.float),
            true => format!("{}::infinity()", self.float),
            false => "INFINITY".to_owned(),
        }
    }

    /// The shortest literal of a finite value of the float type, and infinity beyond it.
    fn literal(&self, value: f64) -> String {
        let text = if self.float == "f32" { format!("{:?}", value as f32) } else { format!("{value:?}") };
        match text.as_str() {
            "inf" => self.infinity(),
            "-inf" => format!("-{}", self.infinity()),
            _ => text,
        }
    }

    /// The argument as it stands in its place.
    fn place(&self, slot: &Slot, term: &Term) -> String {
        let text = if slot.receiver && term.untyped { self.typed(&term.text) } else { term.text.clone() };
        if term.level < slot.need || slot.clash == Some(term.level) { format!("({text})") } else { text }
    }

    /// The first literal gets a suffix: `(-2.0_f64).ln()`.
    pub(crate) fn typed(&self, text: &str) -> String {
        if !is_primitive(self.float) {
            return text.to_owned();
        }
        let digit = |c: char| c.is_ascii_digit();
        let start = text.find(digit).unwrap_or(text.len());
        let mut end = start;
        for (at, c) in text.char_indices().skip(start) {
            let exponent_sign = c == '-' && text[..at].ends_with('e');
            if !(digit(c) || c == '.' || c == 'e' || exponent_sign) {
                break;
            }
            end = at + 1;
        }
        format!("{}_{}{}", &text[..end], self.float, &text[end..])
    }

    /// Sums and signs: `a + -b` is `a - b`, `-(a*b)` is `-a * b`, `a + (b + c)` is `b + c + a`; none of these changes a bit.
    fn signed(&self, function: Function, args: &[Term]) -> Option<Term> {
        match (function, args) {
            (Function::Add, [a, b]) => match (a.negated(), b.negated()) {
                (_, Some(b)) => Some(self.sum(a, '-', b)),
                (Some(a), None) if b.level >= level::SUM => Some(self.sum(b, '-', a)),
                _ if b.level == level::SUM && a.level > level::SUM => Some(self.sum(b, '+', &a.text)),
                _ => None,
            },
            // a literal reads better in front: `2.0 * (x * y)`
            (Function::Mul, [a, b]) if b.level == level::PRODUCT && a.level > level::PRODUCT && !a.untyped => {
                let number = a.text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
                (!number).then(|| Term::new(format!("{} * {}", b.text, a.text), level::PRODUCT))
            }
            (Function::Sub, [a, b]) => b.negated().map(|b| self.sum(a, '+', b)),
            (Function::Neg, [x]) if x.level == level::PRODUCT && !x.text.starts_with('-') => {
                Some(Term::new(format!("-{}", x.text), level::PRODUCT))
            }
            (Function::Neg, [x]) if x.text.starts_with('-') => Some(Term::new(format!("-({})", x.text), level::UNARY)),
            // the product that `powi` computes
            (Function::Powi, [x, n]) if n.text == "2" && x.level == level::ATOM && !x.untyped => {
                Some(Term::new(format!("{0} * {0}", x.text), level::PRODUCT))
            }
            _ => None,
        }
    }

    fn sum(&self, a: &Term, operator: char, b: &str) -> Term {
        let a = if a.level < level::SUM { format!("({})", a.text) } else { a.text.clone() };
        Term::new(format!("{a} {operator} {b}"), level::SUM)
    }

    fn fill(&self, template: &Template, args: &[Term]) -> Term {
        let mut text = String::with_capacity(args.iter().map(|arg| arg.text.len() + 8).sum());
        for piece in &template.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Slot(slot) if slot.last_arm && args[slot.index].level == level::CHOICE => {
                    // `else { if .. }` is `else if ..`, and the closing brace is the inner one
                    text.truncate(text.trim_end_matches([' ', '{']).len());
                    text.push(' ');
                    text.push_str(&args[slot.index].text);
                    return Term::new(text, template.level);
                }
                Piece::Slot(slot) => text.push_str(&self.place(slot, &args[slot.index])),
            }
        }
        Term::new(text, template.level)
    }
}

fn compile(used: &BTreeSet<Function>, cell: impl Fn(Function) -> String, grammar: &Grammar) -> Vec<Option<Template>> {
    let compile = |function: Function| Template::compile(&cell(function), function.row().parameters, grammar);
    Function::ALL.iter().map(|function| used.contains(function).then(|| compile(*function))).collect()
}

impl Language for Writer<'_> {
    /// A decimal where the value is one, else a quotient that the compiler rounds correctly, else the nearest decimal.
    fn number(&self, number: &Number) -> Term {
        let quotient = number
            .to_ratio()
            .filter(|(p, q)| !divides_a_power_of_ten(*q) && p.unsigned_abs() < EXACT && q.unsigned_abs() < EXACT);
        let value = number.to_f64();
        let (text, level) = match quotient {
            Some((p, q)) => (format!("{:?} / {:?}", p as f64, q as f64), level::PRODUCT),
            None if value.is_sign_negative() => (self.code.literal(value), level::UNARY),
            None => (self.code.literal(value), level::ATOM),
        };
        Term { untyped: self.code.rust && value.is_finite(), ..Term::new(text, level) }
    }

    fn integer(&self, number: &Number) -> Term {
        let level = if number.is_negative() { level::UNARY } else { level::ATOM };
        Term::new(number.to_i32().map_or_else(|| number.to_string(), |n| n.to_string()), level)
    }

    fn variable(&self, name: &str) -> Term {
        Term::new((self.variable)(name), level::ATOM)
    }

    fn call(&self, function: Function, args: &[Term]) -> Result<Term, usize> {
        let row = function.row();
        let template = self.code.template(function);
        let untyped = self.code.rust
            && template.bare
            && !args.is_empty()
            && row.result == Kind::Real
            && args.iter().zip(row.kinds).all(|(arg, kind)| *kind != Kind::Real || arg.untyped);
        for (index, arg) in args.iter().enumerate() {
            let mut slots = template.slots().filter(|slot| slot.index == index);
            let Some(first) = slots.next() else { continue };
            let misplaced = self.code.rust && arg.level == level::CHOICE && !first.last_arm;
            // rustc warns of comparisons with NaN that it can see
            let compared = self.code.rust && row.result == Kind::Bool && arg.text.ends_with("::NAN");
            if misplaced || compared || slots.next().is_some() && arg.level < level::ATOM {
                return Err(index);
            }
        }
        let term = self.code.signed(function, args).unwrap_or_else(|| self.code.fill(template, args));
        Ok(Term { untyped, size: 1 + args.iter().map(|arg| arg.size).sum::<u32>(), ..term })
    }

    fn fits(&self, term: &Term) -> bool {
        let limit = match term.level {
            level::CHOICE if self.code.rust => CHOICE_WIDTH,
            level::POSTFIX.. => CALL_WIDTH,
            _ => WIDTH,
        };
        width(&term.text) <= limit
    }

    fn repeats(&self, term: &Term, _uses: u32) -> bool {
        term.level == level::ATOM || term.size == 1 || term.size == 2 && term.negated().is_some()
    }
}

/// Whether `1/q` has a finite decimal expansion.
fn divides_a_power_of_ten(q: i64) -> bool {
    let mut rest = q >> q.trailing_zeros();
    while rest % 5 == 0 {
        rest /= 5;
    }
    rest == 1
}

/// Columns on a screen, for names of Latin, Greek and Cyrillic letters.
pub(crate) fn width(text: &str) -> usize {
    text.chars().count()
}
