//! Elementary functions over columns of rows, for batch evaluation.
//!
//! A kernel takes columns (or constants) and fills a column: `exp(&x, &mut out)`, `powf(&x[..], 2.5, &mut out)`. Each body
//! is written for one number, without branches and without tables, and the compiler turns the loop around it into vectors:
//! 2 rows at a time on baseline x86-64 and aarch64, 4 with AVX2, 8 with AVX-512 (of Ice Lake and Zen 4 or later, where it
//! does not lower the clock), chosen at each call in a few nanoseconds.
//!
//! * The result does not depend on the instruction set: no fused multiply-add, no reassociation.
//! * It is within 1 ulp of the correctly rounded value, `acosh`, `sigmoid`, `softplus` and `erf` within 2, `erfc` within 4.
//!   Zeros and infinities have the sign that the scalar function gives, NaN is NaN.
//! * Where the body does not hold (a logarithm of zero, the sine of `1e9`), the row is computed again by the scalar
//!   function; as long as no row needs it, this costs a comparison.
//!
//! The formulas and their sources stand in the modules, the list of all kernels at the end of this one.

mod arc;
mod bits;
mod circular;
mod columns;
mod erf;
mod exp;
mod hyperbolic;
mod ln;
mod pair;
mod plain;
mod power;
#[cfg(test)]
mod tests;

pub use columns::Operand;
use columns::{Function, Kernel, Map, Powi, Select, SinCos, Zip, always, always_both, dispatch};

/// A kernel of one column, with the scalar function it stands for.
pub struct Unary {
    /// The name of the scalar function.
    pub name: &'static str,
    /// On the best instruction set.
    pub lanes: fn(&[f64], &mut [f64]),
    /// On the instruction set the crate is compiled for.
    pub baseline: fn(&[f64], &mut [f64]),
    /// One number.
    pub scalar: fn(f64) -> f64,
}

/// A kernel of two columns, with the scalar function it stands for.
pub struct Binary {
    /// The name of the scalar function.
    pub name: &'static str,
    /// On the best instruction set.
    pub lanes: fn(&[f64], &[f64], &mut [f64]),
    /// On the instruction set the crate is compiled for.
    pub baseline: fn(&[f64], &[f64], &mut [f64]),
    /// One pair of numbers.
    pub scalar: fn(f64, f64) -> f64,
}

/// The loop of a row of the list of functions of one number.
macro_rules! map {
    ($x:ident, $out:ident, $body:path, $covers:path, $scalar:expr) => {{
        struct Row;
        impl Function<1> for Row {
            const SCALAR: fn([f64; 1]) -> f64 = |[x]| ($scalar as fn(f64) -> f64)(x);
            #[inline(always)]
            fn body(&self, [x]: [f64; 1]) -> f64 {
                $body(x)
            }
            #[inline(always)]
            fn covers(&self, [x]: [f64; 1]) -> bool {
                $covers(x)
            }
        }
        Map { x: $x, out: $out, function: Row }
    }};
}

/// The loop of a row of the list of functions of two numbers.
macro_rules! zip {
    ($x:ident, $y:ident, $out:ident, $body:path, $covers:path, $scalar:expr) => {{
        struct Row;
        impl Function<2> for Row {
            const SCALAR: fn([f64; 2]) -> f64 = |[x, y]| ($scalar as fn(f64, f64) -> f64)(x, y);
            #[inline(always)]
            fn body(&self, [x, y]: [f64; 2]) -> f64 {
                $body(x, y)
            }
            #[inline(always)]
            fn covers(&self, [x, y]: [f64; 2]) -> bool {
                $covers(x, y)
            }
        }
        Zip { x: $x, y: $y, out: $out, function: Row }
    }};
}

/// Rows `name = body, where it holds, scalar function`: a public kernel each, and the list of them.
macro_rules! unary {
    ($($(#[$doc:meta])* $name:ident = $body:path, $covers:path, $scalar:expr;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(x: &[f64], out: &mut [f64]) {
                dispatch(map!(x, out, $body, $covers, $scalar));
            }
        )*

        /// Every kernel of one column.
        pub const UNARY: &[Unary] = &[$(Unary {
            name: stringify!($name),
            lanes: $name,
            baseline: |x, out| map!(x, out, $body, $covers, $scalar).run(),
            scalar: $scalar,
        }),*];
    };
}

/// The same with two arguments, each a column or a constant.
macro_rules! binary {
    ($($(#[$doc:meta])* $name:ident = $body:path, $covers:path, $scalar:expr;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(x: impl Operand, y: impl Operand, out: &mut [f64]) {
                dispatch(zip!(x, y, out, $body, $covers, $scalar));
            }
        )*

        /// Every kernel of two columns.
        pub const BINARY: &[Binary] = &[$(Binary {
            name: stringify!($name),
            lanes: |x, y, out| $name(x, y, out),
            baseline: |x, y, out| zip!(x, y, out, $body, $covers, $scalar).run(),
            scalar: $scalar,
        }),*];
    };
}

/// `out = x^n`, by the multiplications of [`f64::powi`] in their order.
pub fn powi(x: &[f64], n: i32, out: &mut [f64]) {
    dispatch(Powi { x, n, out });
}

/// The sine and the cosine of the same column, for little more than the price of one.
pub fn sin_cos(x: &[f64], sin: &mut [f64], cos: &mut [f64]) {
    dispatch(SinCos { x, sin, cos });
}

/// `out = yes` where the condition is not zero, `no` elsewhere.
pub fn select(condition: impl Operand, yes: impl Operand, no: impl Operand, out: &mut [f64]) {
    dispatch(Select { condition, yes, no, out });
}

unary! {
    /// `-x`.
    neg = std::ops::Neg::neg, always, |x| -x;
    /// `|x|`.
    abs = f64::abs, always, f64::abs;
    /// `1/x`.
    recip = f64::recip, always, f64::recip;
    /// The square root.
    sqrt = f64::sqrt, always, f64::sqrt;
    /// The sign, one for zero; NaN for NaN.
    signum = plain::signum, always, f64::signum;
    /// The largest integer not above `x`.
    floor = plain::floor, always, f64::floor;
    /// The smallest integer not below `x`.
    ceil = plain::ceil, always, f64::ceil;
    /// The integer part.
    trunc = plain::trunc, always, f64::trunc;
    /// The nearest integer, ties away from zero.
    round = plain::round, always, f64::round;
    /// `e^x`.
    exp = exp::exp, always, f64::exp;
    /// `2^x`.
    exp2 = exp::exp2, always, f64::exp2;
    /// `e^x - 1`.
    exp_m1 = exp::exp_m1, exp::exp_m1_covers, f64::exp_m1;
    /// The natural logarithm.
    ln = ln::ln, ln::covers, f64::ln;
    /// The logarithm to base 2.
    log2 = ln::log2, ln::covers, f64::log2;
    /// The logarithm to base 10.
    log10 = ln::log10, ln::covers, f64::log10;
    /// `ln(1 + x)`.
    ln_1p = ln::ln_1p, ln::ln_1p_covers, f64::ln_1p;
    /// The sine.
    sin = circular::sin, circular::covers, f64::sin;
    /// The cosine.
    cos = circular::cos, circular::covers, f64::cos;
    /// The tangent.
    tan = circular::tan, circular::covers, f64::tan;
    /// The arc sine.
    asin = arc::asin, always, f64::asin;
    /// The arc cosine.
    acos = arc::acos, always, f64::acos;
    /// The arc tangent.
    atan = arc::atan, arc::atan_covers, f64::atan;
    /// The hyperbolic sine.
    sinh = hyperbolic::sinh, hyperbolic::covers, f64::sinh;
    /// The hyperbolic cosine.
    cosh = hyperbolic::cosh, hyperbolic::covers, f64::cosh;
    /// The hyperbolic tangent.
    tanh = hyperbolic::tanh, always, f64::tanh;
    /// The inverse hyperbolic sine.
    asinh = hyperbolic::asinh, hyperbolic::asinh_covers, f64::asinh;
    /// The inverse hyperbolic cosine.
    acosh = hyperbolic::acosh, hyperbolic::acosh_covers, f64::acosh;
    /// The inverse hyperbolic tangent.
    atanh = hyperbolic::atanh, hyperbolic::atanh_covers, f64::atanh;
    /// The cube root.
    cbrt = power::cbrt, power::cbrt_covers, f64::cbrt;
    /// The error function; its own scalar function, as std has none.
    erf = erf::erf, always, erf::erf;
    /// `1 - erf(x)`, accurate for large `x`.
    erfc = erf::erfc, always, erf::erfc;
    /// `1 / (1 + e^-x)`.
    sigmoid = exp::sigmoid, always, |x| 1.0 / (1.0 + (-x).exp());
    /// `ln(1 + e^x)`.
    softplus = ln::softplus, always, |x| x.max(0.0) + (-x.abs()).exp().ln_1p();
}

binary! {
    /// `x + y`.
    add = std::ops::Add::add, always_both, std::ops::Add::add;
    /// `x - y`.
    sub = std::ops::Sub::sub, always_both, std::ops::Sub::sub;
    /// `x y`.
    mul = std::ops::Mul::mul, always_both, std::ops::Mul::mul;
    /// `x / y`.
    div = std::ops::Div::div, always_both, std::ops::Div::div;
    /// The smaller one; a NaN loses.
    min = plain::min, always_both, f64::min;
    /// The larger one; a NaN loses.
    max = plain::max, always_both, f64::max;
    /// `|x|` with the sign of `y`.
    copysign = f64::copysign, always_both, f64::copysign;
    /// 1 if `x < y`, else 0.
    lt = plain::lt, always_both, |x, y| f64::from(x < y);
    /// 1 if `x <= y`, else 0.
    le = plain::le, always_both, |x, y| f64::from(x <= y);
    /// 1 if `x == y`, else 0.
    eq = plain::eq, always_both, |x, y| f64::from(x == y);
    /// 1 if `x != y`, else 0.
    ne = plain::ne, always_both, |x, y| f64::from(x != y);
    /// `x^y`.
    powf = power::powf, power::powf_covers, f64::powf;
    /// The angle of the point `(y, x)`: `x` is the first coordinate of the point, second here, as in [`f64::atan2`].
    atan2 = arc::atan2, arc::atan2_covers, f64::atan2;
    /// `sqrt(x^2 + y^2)`.
    hypot = power::hypot, power::hypot_covers, f64::hypot;
}
