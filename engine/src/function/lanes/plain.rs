//! Arithmetic and what goes with it: one or a few instructions each.
//!
//! Rounding instructions are missing in baseline SSE2, where `f64::floor` is a call per element; the addition of `2^52`
//! stands in on every target.

use super::bits::choose;

const TWO_52: f64 = 4_503_599_627_370_496.0;

/// `|x|` rounded to the nearest integer, ties to even. Needs `|x| <= 2^52`.
#[inline(always)]
fn nearest_magnitude(x: f64) -> f64 {
    (x.abs() + TWO_52) - TWO_52
}

/// `y` with the sign of `x`; large, infinite and NaN `x` as they are.
#[inline(always)]
fn unless_integer(x: f64, y: f64) -> f64 {
    choose(x.abs() < TWO_52, y.copysign(x), x)
}

#[inline(always)]
pub(super) fn floor(x: f64) -> f64 {
    let r = nearest_magnitude(x).copysign(x);
    unless_integer(x, choose(r > x, r - 1.0, r))
}

#[inline(always)]
pub(super) fn ceil(x: f64) -> f64 {
    let r = nearest_magnitude(x).copysign(x);
    unless_integer(x, choose(r < x, r + 1.0, r))
}

#[inline(always)]
pub(super) fn trunc(x: f64) -> f64 {
    let r = nearest_magnitude(x);
    unless_integer(x, choose(r > x.abs(), r - 1.0, r))
}

/// Ties away from zero.
#[inline(always)]
pub(super) fn round(x: f64) -> f64 {
    let r = nearest_magnitude(x);
    let rest = x.abs() - r;
    unless_integer(x, choose(rest >= 0.5, r + 1.0, r))
}

/// `f64::signum`: one for both zeros by their sign, NaN for NaN.
#[inline(always)]
pub(super) fn signum(x: f64) -> f64 {
    choose(x.is_nan(), x, 1.0f64.copysign(x))
}

/// The smaller one; the other one if one is NaN. The second of two zeros.
#[inline(always)]
pub(super) fn min(x: f64, y: f64) -> f64 {
    let least = choose(x < y, x, y);
    choose(y.is_nan(), x, least)
}

/// The larger one; the other one if one is NaN. The second of two zeros.
#[inline(always)]
pub(super) fn max(x: f64, y: f64) -> f64 {
    let most = choose(x > y, x, y);
    choose(y.is_nan(), x, most)
}

/// Truth as a number.
#[inline(always)]
fn truth(b: bool) -> f64 {
    choose(b, 1.0, 0.0)
}

#[inline(always)]
pub(super) fn lt(x: f64, y: f64) -> f64 {
    truth(x < y)
}

#[inline(always)]
pub(super) fn le(x: f64, y: f64) -> f64 {
    truth(x <= y)
}

#[inline(always)]
pub(super) fn eq(x: f64, y: f64) -> f64 {
    truth(x == y)
}

#[inline(always)]
pub(super) fn ne(x: f64, y: f64) -> f64 {
    truth(x != y)
}

#[inline(always)]
pub(super) fn select(condition: f64, yes: f64, no: f64) -> f64 {
    choose(condition != 0.0, yes, no)
}
