//! Exponentials: `x = n ln 2 + r` with `|r| <= ln(2)/2`, a polynomial in `r`, and a scaling by `2^n`.
//!
//! Cody & Waite, Software Manual for the Elementary Functions (1980), chapter 6, for the reduction in two parts;
//! Muller, Elementary Functions (3rd ed.), chapters 3 and 11. The coefficients are minimax for the relative error of the
//! whole function.

use super::bits::{choose, nearest, poly, pow2, scale};
use super::pair::{Pair, fast_sum};
use std::f64::consts::{LN_2, LOG2_E};

/// `ln 2` in 40 bits, so that its product with an exponent is exact, and the rest.
pub(super) const LN_2_HI: f64 = f64::from_bits(0x3fe6_2e42_fefa_4000);
pub(super) const LN_2_LO: f64 = f64::from_bits(0xbd48_432a_1b0e_2634);

/// `(e^r - 1 - r) / r^2` for `|r| <= ln(2)/2`; error `2^-64` of `e^r`.
const TAIL: [f64; 11] = [
    0.5,
    0.16666666666666685,
    0.04166666666666673,
    0.008333333333316754,
    0.0013888888888858538,
    0.00019841269897026944,
    2.480158737358279e-05,
    2.7557234264273427e-06,
    2.7557233483789025e-07,
    2.511223142233452e-08,
    2.0926906410958275e-09,
];

/// `(2^r - 1 - r ln 2) / r^2` for `|r| <= 1/2`; error `2^-64` of `2^r`.
const TAIL_2: [f64; 11] = [
    0.24022650695910072,
    0.05550410866482164,
    0.00961812910762849,
    0.0013333558146401932,
    0.00015403530393347971,
    1.5252733846901853e-05,
    1.3215486828488574e-06,
    1.0178054640063464e-07,
    7.0548896775987104e-09,
    4.4562054959998955e-10,
    2.574010996419174e-11,
];

/// Overflow and underflow included, NaN kept.
#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    let (r, n) = reduce(clamp(x, -746.0, 710.0));
    scale(exp_near_zero(r), n)
}

/// `e^(hi + lo) = p 2^n` as `(p, n)`, for `|hi + lo| < 1400`.
#[inline(always)]
pub(super) fn exp_pair(x: Pair) -> (f64, u64) {
    let (whole, n) = nearest((x.hi + x.lo) * LOG2_E);
    let r = fast_sum(x.hi - whole * LN_2_HI, x.lo - whole * LN_2_LO);
    (exp_near_zero(r), n)
}

#[inline(always)]
fn exp_near_zero(r: Pair) -> f64 {
    let head = fast_sum(1.0, r.hi);
    head.hi + (head.lo + (r.lo + r.hi * r.hi * poly(r.hi, TAIL)))
}

#[inline(always)]
pub(super) fn exp2(x: f64) -> f64 {
    const LN_2_REST: f64 = f64::from_bits(0x3c7a_bc9e_3b39_803f);
    let x = clamp(x, -1076.0, 1025.0);
    let (whole, n) = nearest(x);
    let r = x - whole;
    let head = fast_sum(1.0, r * LN_2);
    scale(head.hi + (head.lo + (r * LN_2_REST + r * r * poly(r, TAIL_2))), n)
}

/// `e^x - 1` for `x < 709`.
#[inline(always)]
pub(super) fn exp_m1(x: f64) -> f64 {
    let y = exp_m1_pair(x).round();
    choose(x == 0.0, x, y)
}

#[inline(always)]
pub(super) fn exp_m1_covers(x: f64) -> bool {
    x < 709.0
}

/// `e^x - 1 = (2^n - 1) + 2^n r + 2^n (e^r - 1 - r)`, the sum of the first two terms being exact. Needs `x < 709`.
#[inline(always)]
pub(super) fn exp_m1_pair(x: f64) -> Pair {
    let x = choose(x < -45.0, -45.0, x);
    let (r, n) = reduce(x);
    let power = pow2(n);
    let head = fast_sum(power - 1.0, r.hi * power);
    let tail = r.lo + r.hi * r.hi * poly(r.hi, TAIL);
    fast_sum(head.hi, head.lo + tail * power)
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
pub(super) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// `x - n ln 2`, and `n` in two's complement.
#[inline(always)]
fn reduce(x: f64) -> (Pair, u64) {
    let (whole, n) = nearest(x * LOG2_E);
    let hi = x - whole * LN_2_HI;
    let lo = whole * LN_2_LO;
    (fast_sum(hi, -lo), n)
}

/// `x` moved into `[low, high]`; NaN stays NaN.
#[inline(always)]
fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = choose(x < low, low, x);
    choose(x > high, high, x)
}
