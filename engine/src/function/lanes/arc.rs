//! Inverse circular functions (Muller, Elementary Functions, section 11.6): reduction by tangents of `pi/8` multiples for
//! the arc tangent, by half angles for arc sine and arc cosine.

use super::bits::{choose, poly};
use super::pair::{Pair, fast_sum, quotient, residual, sum};
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

/// `pi/2 - FRAC_PI_2`.
const FRAC_PI_2_LO: f64 = f64::from_bits(0x3c91_a626_3314_5c07);

/// `(atan(z) / z - 1) / z^2` in `z^2`, `|z| <= tan(pi/8)`; error `2^-59` of the arc tangent.
const ATAN: [f64; 11] = [
    -0.333333333333332,
    0.19999999999954457,
    -0.14285714280277362,
    0.11111110787280921,
    -0.09090897863077246,
    0.07692062025623937,
    -0.06663124027594176,
    0.05848030809281874,
    -0.05039926659856046,
    0.03808000214864781,
    -0.017923758339928455,
];

/// `(asin(s) / s - 1) / s^2` in `s^2 <= 1/4`; error `2^-59.8` of the arc sine.
const ASIN: [f64; 13] = [
    0.1666666666666676,
    0.0749999999997068,
    0.04464285717479826,
    0.030381942696716,
    0.022372215338691933,
    0.01735160522832697,
    0.013980905894048323,
    0.01139819075592072,
    0.010784388993001425,
    0.003690536881972087,
    0.02174649088945767,
    -0.021054731765154974,
    0.03266361020544972,
];

/// `atan(a / b)` in the first quadrant: `pi/4` or `pi/2` plus the arc tangent of a smaller quotient.
#[inline(always)]
fn angle(a: f64, b: f64) -> Pair {
    const TAN_PI_8: f64 = 0.41421356237309503;
    let steep = b < a * TAN_PI_8;
    let middle = (a > b * TAN_PI_8) & !steep;
    let (minus, plus) = (sum(a, -b), sum(a, b));
    let top_hi = choose(steep, -b, a);
    let bottom_hi = choose(steep, a, b);
    let top = Pair { hi: choose(middle, minus.hi, top_hi), lo: choose(middle, minus.lo, 0.0) };
    let bottom = Pair { hi: choose(middle, plus.hi, bottom_hi), lo: choose(middle, plus.lo, 0.0) };
    let z = quotient(top, bottom);
    let square = z.hi * z.hi;
    let tail = z.hi * square * poly(square, ATAN) + z.lo * (1.0 - square);
    let base = choose(middle, 1.0, 0.0);
    let base = choose(steep, 2.0, base);
    let head = fast_sum(base * FRAC_PI_4, z.hi);
    fast_sum(head.hi, head.lo + (tail + base * (0.5 * FRAC_PI_2_LO)))
}

#[inline(always)]
pub(super) fn atan_covers(x: f64) -> bool {
    x.abs() < 1e300
}

#[inline(always)]
pub(super) fn atan(x: f64) -> f64 {
    angle(x.abs(), 1.0).round().copysign(x)
}

/// Neither overflow nor underflow in the quotient.
#[inline(always)]
pub(super) fn atan2_covers(y: f64, x: f64) -> bool {
    let range = 1e-150..1e150;
    range.contains(&x.abs()) & range.contains(&y.abs())
}

#[inline(always)]
pub(super) fn atan2(y: f64, x: f64) -> f64 {
    let right = angle(y.abs(), x.abs());
    let left = fast_sum(PI, -right.hi);
    let left = left.hi + (left.lo + (2.0 * FRAC_PI_2_LO - right.lo));
    (choose(x < 0.0, left, right.round())).copysign(y)
}

/// `asin(s) = s + tail` for `|s| <= 1/2`. Above, `asin(a) = pi/2 - 2 asin(sqrt((1 - a) / 2))`, and the second asin is this pair.
#[inline(always)]
fn half(a: f64, large: bool) -> Pair {
    let square = choose(large, 0.5 * (1.0 - a), a * a);
    let root = square.sqrt();
    let correction = residual(square, root, root) * (0.5 / choose(root > 1e-200, root, 1e-200));
    let s = choose(large, root, a);
    let tail = s * square * poly(square, ASIN);
    Pair { hi: s, lo: choose(large, tail + correction, tail) }
}

#[inline(always)]
pub(super) fn asin(x: f64) -> f64 {
    let a = x.abs();
    let large = a > 0.5;
    let h = half(a, large);
    let head = fast_sum(FRAC_PI_2, -2.0 * h.hi);
    let far = head.hi + (head.lo + (FRAC_PI_2_LO - 2.0 * h.lo));
    (choose(large, far, h.round())).copysign(x)
}

#[inline(always)]
pub(super) fn acos(x: f64) -> f64 {
    let a = x.abs();
    let large = a > 0.5;
    let h = half(a, large);
    // pi/2 - asin x, 2 asin(root), pi - 2 asin(root)
    let quarters = choose(x < 0.0, 2.0, 0.0);
    let quarters = choose(large, quarters, 1.0);
    let twice = choose(large, -2.0, 1.0);
    let factor = choose(x < 0.0, twice, -twice);
    let head = fast_sum(quarters * FRAC_PI_2, factor * h.hi);
    head.hi + (head.lo + (quarters * FRAC_PI_2_LO + factor * h.lo))
}
