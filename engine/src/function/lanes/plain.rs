//! Arithmetic and what goes with it: one or a few instructions each.
//!
//! Rounding instructions are missing in baseline SSE2, where `f64::floor` is a call per element; the addition of `2^52`
//! stands in on every target.

const TWO_52: f64 = 4_503_599_627_370_496.0;

/// `|x|` rounded to the nearest integer, ties to even. Needs `|x| <= 2^52`.
#[inline(always)]
fn nearest_magnitude(x: f64) -> f64 {
    (x.abs() + TWO_52) - TWO_52
}

/// `y` with the sign of `x`; large, infinite and NaN `x` as they are.
#[inline(always)]
fn unless_integer(x: f64, y: f64) -> f64 {
    if x.abs() < TWO_52 { y.copysign(x) } else { x }
}

#[inline(always)]
pub(super) fn floor(x: f64) -> f64 {
    let r = nearest_magnitude(x).copysign(x);
    unless_integer(x, if r > x { r - 1.0 } else { r })
}

#[inline(always)]
pub(super) fn ceil(x: f64) -> f64 {
    let r = nearest_magnitude(x).copysign(x);
    unless_integer(x, if r < x { r + 1.0 } else { r })
}

#[inline(always)]
pub(super) fn trunc(x: f64) -> f64 {
    let r = nearest_magnitude(x);
    unless_integer(x, if r > x.abs() { r - 1.0 } else { r })
}

/// Ties away from zero.
#[inline(always)]
pub(super) fn round(x: f64) -> f64 {
    let r = nearest_magnitude(x);
    let rest = x.abs() - r;
    unless_integer(x, if rest >= 0.5 { r + 1.0 } else { r })
}

/// `f64::signum`: one for both zeros by their sign, NaN for NaN.
#[inline(always)]
pub(super) fn signum(x: f64) -> f64 {
    if x.is_nan() { x } else { 1.0f64.copysign(x) }
}

/// The smaller one; the other one if one is NaN. The second of two zeros.
#[inline(always)]
pub(super) fn min(x: f64, y: f64) -> f64 {
    let least = if x < y { x } else { y };
    if y.is_nan() { x } else { least }
}

/// The larger one; the other one if one is NaN. The second of two zeros.
#[inline(always)]
pub(super) fn max(x: f64, y: f64) -> f64 {
    let most = if x > y { x } else { y };
    if y.is_nan() { x } else { most }
}

/// Truth as a number.
#[inline(always)]
pub(super) fn truth(b: bool) -> f64 {
    if b { 1.0 } else { 0.0 }
}

#[inline(always)]
pub(super) fn select(condition: f64, yes: f64, no: f64) -> f64 {
    if condition != 0.0 { yes } else { no }
}
