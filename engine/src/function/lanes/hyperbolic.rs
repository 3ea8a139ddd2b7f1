//! Hyperbolic functions and their inverses, all through `e^x - 1` and `ln(1 + x)` carried as pairs, so that nothing
//! cancels near zero (Muller, Elementary Functions, section 11.5).

use super::bits::choose;
use super::exp::exp_m1_pair;
use super::ln::ln_1p_pair;
use super::pair::{Pair, fast_sum, quotient, sum};

/// `sinh` and `cosh` short of the overflow.
#[inline(always)]
pub(super) fn covers(x: f64) -> bool {
    x.abs() < 709.0
}

/// `sinh a = (E + E / (E + 1)) / 2` with `E = e^a - 1`.
#[inline(always)]
pub(super) fn sinh(x: f64) -> f64 {
    let e = exp_m1_pair(x.abs());
    let d = sum(1.0, e.hi);
    let q = quotient(e, Pair { hi: d.hi, lo: d.lo + e.lo });
    let s = fast_sum(e.hi, q.hi);
    (0.5 * (s.hi + (s.lo + (e.lo + q.lo)))).copysign(x)
}

/// `cosh a = (E + 1 + 1 / (E + 1)) / 2`.
#[inline(always)]
pub(super) fn cosh(x: f64) -> f64 {
    let e = exp_m1_pair(x.abs());
    let d = sum(1.0, e.hi);
    0.5 * (d.hi + ((d.lo + e.lo) + 1.0 / d.hi))
}

/// `tanh a = E / (E + 2)` with `E = e^(2 a) - 1`.
#[inline(always)]
pub(super) fn tanh(x: f64) -> f64 {
    let a = x.abs();
    let a = choose(a > 20.0, 20.0, a);
    let e = exp_m1_pair(2.0 * a);
    let d = sum(2.0, e.hi);
    quotient(e, Pair { hi: d.hi, lo: d.lo + e.lo }).round().copysign(x)
}

#[inline(always)]
pub(super) fn asinh_covers(x: f64) -> bool {
    x.abs() < 1e150
}

/// `asinh a = ln(1 + a + a^2 / (1 + sqrt(1 + a^2)))`.
#[inline(always)]
pub(super) fn asinh(x: f64) -> f64 {
    let a = x.abs();
    let square = a * a;
    let y = fast_sum(a, square / (1.0 + (1.0 + square).sqrt()));
    ln_1p_pair(y).copysign(x)
}

#[inline(always)]
pub(super) fn acosh_covers(x: f64) -> bool {
    (1.0..1e150).contains(&x)
}

/// `acosh x = ln(1 + t + sqrt(t (2 + t)))` with `t = x - 1`.
#[inline(always)]
pub(super) fn acosh(x: f64) -> f64 {
    let t = x - 1.0;
    let y = sum(t, (t * (x + 1.0)).sqrt());
    ln_1p_pair(y)
}

#[inline(always)]
pub(super) fn atanh_covers(x: f64) -> bool {
    x.abs() < 1.0
}

/// `atanh a = ln(1 + 2 a / (1 - a)) / 2`.
#[inline(always)]
pub(super) fn atanh(x: f64) -> f64 {
    let a = x.abs();
    let y = quotient(Pair::from(2.0 * a), sum(1.0, -a));
    (0.5 * ln_1p_pair(y)).copysign(x)
}
