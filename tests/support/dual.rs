//! Forward mode for tests: dual numbers (one first derivative) and hyper-dual numbers (two first, one mixed second).
//!
//! Write a function once, generic over [`Real`], and get its value, gradient and Hessian without step sizes:
//!
//! ```ignore
//! fn f<T: Real>(v: &[T]) -> T { (v[0] * v[1]).sin() * 2.0 }
//! let g = gradient(f, &[1.0, 2.0]);
//! ```
//!
//! Comparisons look at values only, so a branch belongs to the side the comparison picks.

use super::jet::{self, Jet1, Jet2, times};
use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// `value + first * ε`, with ε² = 0.
#[derive(Clone, Copy, Debug)]
pub struct Dual {
    pub value: f64,
    pub first: f64,
}

/// `value + a * ε + b * δ + ab * εδ`, with ε² = δ² = 0.
#[derive(Clone, Copy, Debug)]
pub struct HyperDual {
    pub value: f64,
    pub a: f64,
    pub b: f64,
    pub ab: f64,
}

/// The operators of a number type, with itself and with plain constants on the right.
pub trait Operators:
    Copy
    + Debug
    + PartialOrd<Self>
    + PartialOrd<f64>
    + Add<Self, Output = Self>
    + Sub<Self, Output = Self>
    + Mul<Self, Output = Self>
    + Div<Self, Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
    + Neg<Output = Self>
{
}

impl Operators for f64 {}
impl Operators for Dual {}
impl Operators for HyperDual {}

/// One list of functions: a method of [`Real`] each, and the lookup by name.
macro_rules! functions {
    (unary: $($f:ident)*; binary: $($g:ident)*; indexed: $($h:ident)*;) => {
        /// `f64`, [`Dual`] or [`HyperDual`].
        pub trait Real: Operators {
            /// A constant: its derivatives are zero.
            fn of(value: f64) -> Self;

            fn value(self) -> f64;

            /// A function of this number, given its value and derivatives here.
            fn lift(self, jet: Jet1) -> Self;

            /// A function of two numbers, given its value and partials here.
            fn lift2(self, other: Self, jet: Jet2) -> Self;

            $(fn $f(self) -> Self {
                self.lift(jet::$f(self.value()))
            })*

            $(fn $g(self, other: Self) -> Self {
                self.lift2(other, jet::$g(self.value(), other.value()))
            })*

            fn powi(self, n: i32) -> Self {
                self.lift(jet::powi(self.value(), n))
            }

            /// `x.polygamma(n)`, `x.spherical_j(n)`.
            $(fn $h(self, n: i32) -> Self {
                self.lift(jet::$h(n, self.value()))
            })*

            fn mul_add(self, a: Self, b: Self) -> Self {
                self * a + b
            }

            /// At a bound, that bound.
            fn clamp(self, lo: Self, hi: Self) -> Self {
                if self <= lo {
                    lo
                } else if self >= hi {
                    hi
                } else {
                    self
                }
            }
        }

        /// The function of that name in text and in `functions.txt`; `None` for an unknown name or a wrong number of arguments.
        /// The n of `powi`, `polygamma` and `spherical_j` must be an integer; the condition of `where` is 0 for false.
        pub fn call<T: Real>(name: &str, args: &[T]) -> Option<T> {
            let n = |x: T| {
                assert_eq!(x.value().fract(), 0.0, "{name}: an integer expected");
                x.value() as i32
            };
            Some(match (name, args) {
                $((stringify!($f), &[x]) => x.$f(),)*
                $((stringify!($g), &[x, y]) => x.$g(y),)*
                $((stringify!($h), &[k, x]) => x.$h(n(k)),)*
                ("powi", &[x, k]) => x.powi(n(k)),
                ("mul_add", &[x, a, b]) => x.mul_add(a, b),
                ("clamp", &[x, lo, hi]) => x.clamp(lo, hi),
                ("where", &[c, a, b]) => if c != 0.0 { a } else { b },
                // operators, which as methods of `Real` would hide those of `std::ops`
                ("add", &[a, b]) => a + b,
                ("sub", &[a, b]) => a - b,
                ("mul", &[a, b]) => a * b,
                ("div", &[a, b]) => a / b,
                ("neg", &[x]) => -x,
                ("rem", &[x, y]) => x.lift2(y, jet::rem(x.value(), y.value())),
                _ => return None,
            })
        }
    };
}

functions! {
    unary: recip sqrt cbrt exp exp2 exp_m1 ln log2 log10 ln_1p
        sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh
        abs sign signum floor ceil round round_ties_even trunc fract to_degrees to_radians
        erf erfc gamma ln_gamma digamma trigamma sinc sigmoid softplus relu norm_cdf;
    binary: powf log atan2 hypot copysign rem_euclid div_euclid max min midpoint leaky_relu elu logaddexp xlogy;
    indexed: polygamma spherical_j;
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn value(self) -> f64 {
        self
    }
    fn lift(self, jet: Jet1) -> Self {
        jet[0]
    }
    fn lift2(self, _: Self, jet: Jet2) -> Self {
        jet[0]
    }
}

impl Real for Dual {
    fn of(value: f64) -> Self {
        Self { value, first: 0.0 }
    }
    fn value(self) -> f64 {
        self.value
    }
    fn lift(self, [value, f, _]: Jet1) -> Self {
        Self { value, first: times(self.first, f) }
    }
    fn lift2(self, y: Self, [value, f_x, f_y, ..]: Jet2) -> Self {
        Self { value, first: times(self.first, f_x) + times(y.first, f_y) }
    }
}

impl Real for HyperDual {
    fn of(value: f64) -> Self {
        Self { value, a: 0.0, b: 0.0, ab: 0.0 }
    }
    fn value(self) -> f64 {
        self.value
    }
    fn lift(self, [value, f, ff]: Jet1) -> Self {
        let ab = times(self.ab, f) + times(self.a * self.b, ff);
        Self { value, a: times(self.a, f), b: times(self.b, f), ab }
    }
    fn lift2(self, y: Self, [value, f_x, f_y, f_xx, f_xy, f_yy]: Jet2) -> Self {
        let first = |dx, dy| times(dx, f_x) + times(dy, f_y);
        let second = times(self.a * self.b, f_xx) + times(self.a * y.b + self.b * y.a, f_xy) + times(y.a * y.b, f_yy);
        Self { value, a: first(self.a, y.a), b: first(self.b, y.b), ab: first(self.ab, y.ab) + second }
    }
}

macro_rules! operators {
    ($type:ty: $($trait:ident $method:ident)*) => {
        $(impl $trait for $type {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                self.lift2(other, jet::$method(self.value(), other.value()))
            }
        }
        impl $trait<f64> for $type {
            type Output = Self;
            fn $method(self, other: f64) -> Self {
                self.$method(Self::of(other))
            }
        })*
        impl Neg for $type {
            type Output = Self;
            fn neg(self) -> Self {
                self.lift(jet::neg(self.value()))
            }
        }
        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.value == other.value
            }
        }
        impl PartialEq<f64> for $type {
            fn eq(&self, other: &f64) -> bool {
                self.value == *other
            }
        }
        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                self.value.partial_cmp(&other.value)
            }
        }
        impl PartialOrd<f64> for $type {
            fn partial_cmp(&self, other: &f64) -> Option<std::cmp::Ordering> {
                self.value.partial_cmp(other)
            }
        }
    };
}

operators!(Dual: Add add Sub sub Mul mul Div div);
operators!(HyperDual: Add add Sub sub Mul mul Div div);

/// Value and gradient, one pass per variable.
pub fn gradient(f: impl Fn(&[Dual]) -> Dual, at: &[f64]) -> (f64, Vec<f64>) {
    let run = |i| f(&seeded(at, |k, value| Dual { value, first: unit(i, k) }));
    let value = f(&seeded(at, |_, value| Dual::of(value))).value;
    (value, (0..at.len()).map(|i| run(i).first).collect())
}

/// `jacobian[i][j]`: the derivative of output i in variable j.
pub fn jacobian(f: impl Fn(&[Dual]) -> Vec<Dual>, at: &[f64]) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<Dual>> =
        (0..at.len()).map(|j| f(&seeded(at, |k, value| Dual { value, first: unit(j, k) }))).collect();
    let rows = columns.first().map_or(0, Vec::len);
    (0..rows).map(|i| columns.iter().map(|column| column[i].first).collect()).collect()
}

/// The full Hessian, one pass per ordered pair of variables: neither half is copied from the other.
pub fn hessian(f: impl Fn(&[HyperDual]) -> HyperDual, at: &[f64]) -> Vec<Vec<f64>> {
    let run = |i, j| f(&seeded(at, |k, value| HyperDual { value, a: unit(i, k), b: unit(j, k), ab: 0.0 })).ab;
    (0..at.len()).map(|i| (0..at.len()).map(|j| run(i, j)).collect()).collect()
}

fn seeded<T>(at: &[f64], seed: impl Fn(usize, f64) -> T) -> Vec<T> {
    at.iter().enumerate().map(|(k, &value)| seed(k, value)).collect()
}

fn unit(i: usize, k: usize) -> f64 {
    if i == k { 1.0 } else { 0.0 }
}
