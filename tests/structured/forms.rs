//! From the name and the parameters of a function to its [`Case`](crate::case::Case).

/// What the forms do, of a function `module::f` with an oracle `f<T: Real>` in scope.
///
/// ```text
/// case!(module::f(x: Number, &w: Slice(3), &mut y: Slice(3), n = 3) -> Array::<2> in -1.0..1.0)
///                 by value   by reference  in and out        constant  the result   the box of the samples
/// ```
///
/// A result `-> &Slice(3)` has a seed that goes by reference; none written is one number, and `-> ()` no result.
macro_rules! case {
    (pending $($rest:tt)*) => { $crate::forms::case!(@enter pending $($rest)*) };
    (@enter $mode:ident $module:ident::$f:ident($($parameters:tt)*) in $range:expr) => {
        $crate::forms::case!(@read [$mode $module $f [number Number] ($range)] [] [] $($parameters)*,)
    };
    (@enter $mode:ident $module:ident::$f:ident($($parameters:tt)*) -> () in $range:expr) => {
        $crate::forms::case!(@read [$mode $module $f [none ()] ($range)] [] [] $($parameters)*,)
    };
    (@enter $mode:ident $module:ident::$f:ident($($parameters:tt)*) -> & $result:expr, in $range:expr) => {
        $crate::forms::case!(@read [$mode $module $f [borrowed $result] ($range)] [] [] $($parameters)*,)
    };
    (@enter $mode:ident $module:ident::$f:ident($($parameters:tt)*) -> $result:expr, in $range:expr) => {
        $crate::forms::case!(@read [$mode $module $f [owned $result] ($range)] [] [] $($parameters)*,)
    };

    // Each parameter into the list of all, and into that of the active ones.
    (@read $head:tt [$($all:tt)*] [$($active:tt)*] &mut $x:ident: $shape:expr, $($rest:tt)*) => {
        $crate::forms::case!(@read $head [$($all)* (mutable $x $shape)] [$($active)* (mutable $x $shape)] $($rest)*)
    };
    (@read $head:tt [$($all:tt)*] [$($active:tt)*] &$x:ident: $shape:expr, $($rest:tt)*) => {
        $crate::forms::case!(@read $head [$($all)* (shared $x $shape)] [$($active)* (shared $x $shape)] $($rest)*)
    };
    (@read $head:tt [$($all:tt)*] [$($active:tt)*] $x:ident: $shape:expr, $($rest:tt)*) => {
        $crate::forms::case!(@read $head [$($all)* (value $x $shape)] [$($active)* (value $x $shape)] $($rest)*)
    };
    (@read $head:tt [$($all:tt)*] $active:tt $x:ident = $constant:expr, $($rest:tt)*) => {
        $crate::forms::case!(@read $head [$($all)* (constant $x $constant)] $active $($rest)*)
    };
    (@read $head:tt $all:tt $active:tt $(,)?) => { $crate::forms::case!(@write $head $all $active) };

    (@write [$mode:ident $module:ident $f:ident [$how:ident $result:expr] ($range:expr)]
        [$(($kind:ident $x:ident $e:expr))*] [$(($akind:ident $a:ident $ae:expr))*]) => {
        pastey::paste! {
            $crate::case::Case {
                name: concat!(stringify!($module), "::", stringify!($f)),
                bounds: [$($ae.bounds(&$range)),*].concat(),
                parameters: vec![$($ae.size()),*],
                mutable: [$(vec![stringify!($akind) == "mutable"; $ae.size()]),*].concat(),
                value: {
                    #[inline(never)]
                    fn value(at: &[f64]) -> Vec<f64> {
                        $crate::forms::call!([] [crate::functions::$module::$f] at [$how $result] [$(($kind $x $e))*] [])
                    }
                    value
                },
                oracle: |at| $crate::forms::call!([] [$f] at [$how $result] [$(($kind $x $e))*] []),
                copy: |at| $crate::forms::call!([] [$f] at [$how $result] [$(($kind $x $e))*] []),
                generated: $crate::forms::generated!($mode {
                    $crate::case::Generated {
                        scalar: $crate::forms::scalar!($how [$($akind)*] {
                            $crate::case::Scalar {
                                grad: {
                                    #[inline(never)]
                                    #[allow(unused_parens)]
                                    fn grad(at: &[f64]) -> (f64, Vec<f64>) {
                                        let mut at = std::hint::black_box(at);
                                        $(let $x = $crate::forms::take!($kind $e, at);)*
                                        let (value, ($($a),*)) = crate::functions::$module::[<$f _grad>]($($crate::forms::pass!($kind $x)),*);
                                        let mut gradient = Vec::new();
                                        $(write(&$ae, &$a, &mut gradient);)*
                                        (value, gradient)
                                    }
                                    grad
                                },
                                grad_into: {
                                    #[inline(never)]
                                    fn grad_into(at: &[f64]) -> $crate::case::Into {
                                        use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
                                        let slots = vec![f64::NAN; at.len()];
                                        let (mut at, mut slots) = (std::hint::black_box(at), &slots[..]);
                                        $(let $x = $crate::forms::take!($kind $e, at);)*
                                        $(let mut [<d_ $a>] = $ae.read(&mut slots);)*
                                        let mut value = Ok(f64::NAN);
                                        // a panic may not leave the counting behind
                                        let allocations = allocation_counter::measure(|| {
                                            value = catch_unwind(AssertUnwindSafe(|| {
                                                crate::functions::$module::[<$f _grad_into>](
                                                    $($crate::forms::pass!($kind $x),)* $(slot(&$ae, &mut [<d_ $a>])),*
                                                )
                                            }));
                                        });
                                        let value = value.unwrap_or_else(|panic| resume_unwind(panic));
                                        let mut gradient = Vec::new();
                                        $(write(&$ae, &[<d_ $a>], &mut gradient);)*
                                        $crate::case::Into { value, gradient, allocations }
                                    }
                                    grad_into
                                },
                            }
                        }),
                        vjp: {
                            #[inline(never)]
                            #[allow(unused_mut, unused_variables)]
                            fn vjp(at: &[f64], seeds: &[f64], slots: &[f64], given: &[bool]) -> (Vec<f64>, Vec<f64>) {
                                let (mut slots, mut given) = (slots, given.iter());
                                $(let mut [<d_ $a>] = $ae.read(&mut slots);)*
                                $(let [<given_ $a>] = *given.next().unwrap();)*
                                let outputs = {
                                    $(let [<slot_ $a>] = [<given_ $a>].then(|| slot(&$ae, &mut [<d_ $a>]));)*
                                    $crate::forms::call!([] [crate::functions::$module::[<$f _vjp>]] at [$how $result] [$(($kind $x $e))*]
                                        [seeds $(($kind [<slot_ $x>]))*])
                                };
                                let mut adjoints = Vec::new();
                                $(write(&$ae, &[<d_ $a>], &mut adjoints);)*
                                (outputs, adjoints)
                            }
                            vjp
                        },
                    }
                }),
                known: Vec::new(),
                traits: $crate::case::Traits {
                    kinked: false,
                    ordinary: false,
                    allocates: false,
                    stores: false,
                    another_way: false,
                },
            }
        }
    };
    ($($rest:tt)*) => { $crate::forms::case!(@enter marked $($rest)*) };
}

/// Takes the parameters from `at`, calls, and collects the result and what was written to.
macro_rules! call {
    ([] [$($f:tt)*] $at:ident [$how:ident $result:expr] [$(($kind:ident $x:ident $e:expr))*] [$($more:tt)*]) => {{
        let mut at = std::hint::black_box($at);
        $(#[allow(unused_mut)]
        let mut $x = $crate::forms::take!($kind $e, at);)*
        let mut outputs = Vec::new();
        $crate::forms::invoke!([$($f)*] [$how $result] outputs [$($crate::forms::pass!($kind $x)),*] [$($more)*]);
        $($crate::forms::after!($kind $x $e, outputs);)*
        outputs
    }};
}

/// The call itself, with seed and slots where they are given.
macro_rules! invoke {
    ([$($f:tt)*] [none $result:expr] $outputs:ident [$($x:expr),*] []) => { $($f)*($($x),*) };
    ([$($f:tt)*] [none $result:expr] $outputs:ident [$($x:expr),*] [$seeds:ident $(($kind:ident $slot:ident))*]) => {
        $($f)*($($x,)* $($crate::forms::hand!($kind $slot)),*)
    };
    ([$($f:tt)*] [$how:ident $result:expr] $outputs:ident [$($x:expr),*] []) => {
        write(&$result, &$($f)*($($x),*), &mut $outputs)
    };
    ([$($f:tt)*] [borrowed $result:expr] $outputs:ident [$($x:expr),*] [$seeds:ident $(($kind:ident $slot:ident))*]) => {
        let mut seeds = std::hint::black_box($seeds);
        let seed = $result.read(&mut seeds);
        write(&$result, &$($f)*($($x,)* &seed, $($crate::forms::hand!($kind $slot)),*), &mut $outputs)
    };
    ([$($f:tt)*] [$how:ident $result:expr] $outputs:ident [$($x:expr),*] [$seeds:ident $(($kind:ident $slot:ident))*]) => {
        let mut seeds = std::hint::black_box($seeds);
        write(&$result, &$($f)*($($x,)* $result.read(&mut seeds), $($crate::forms::hand!($kind $slot)),*), &mut $outputs)
    };
}

macro_rules! take {
    (constant $e:expr, $at:ident) => {
        $e
    };
    ($kind:ident $e:expr, $at:ident) => {
        $e.read(&mut $at)
    };
}

macro_rules! pass {
    (constant $x:ident) => {
        std::hint::black_box($x)
    };
    (shared $x:ident) => {
        &$x
    };
    (mutable $x:ident) => {
        &mut $x
    };
    ($kind:ident $x:ident) => {
        $x
    };
}

macro_rules! hand {
    (constant $slot:ident) => {
        None
    };
    ($kind:ident $slot:ident) => {
        $slot
    };
}

macro_rules! after {
    (mutable $x:ident $e:expr, $outputs:ident) => {
        write(&$e, &$x, &mut $outputs)
    };
    ($kind:ident $x:ident $e:expr, $outputs:ident) => {};
}

/// Only where the result is a number and nothing is written to.
macro_rules! scalar {
    (number [$(value)? $(shared)?] $forms:tt) => {
        Some($forms)
    };
    (number [value $($kind:ident)*] $forms:tt) => {
        $crate::forms::scalar!(number [$($kind)*] $forms)
    };
    (number [shared $($kind:ident)*] $forms:tt) => {
        $crate::forms::scalar!(number [$($kind)*] $forms)
    };
    ($how:ident $kinds:tt $forms:tt) => {
        None
    };
}

/// Only where the function is marked.
macro_rules! generated {
    (pending $forms:tt) => {
        None
    };
    ($mode:ident $forms:tt) => {
        Some($forms)
    };
}

pub(crate) use {after, call, case, generated, hand, invoke, pass, scalar, take};
