//! The error function: its series for `|x| < 3/4`, and beyond `erfc(a) = e^(-a^2) w P(t)` with `w = 1 / (a + 3)` and
//! `t = (a - 3) w`.
//!
//! Shepherd & Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x", Math. Comp. 36 (1981), for the variable `t`.

use super::bits::{choose, poly, scale};
use super::exp::exp_pair;
use super::pair::{Pair, fast_sum, product, residual, sum};

/// Below, the series.
const SMALL: f64 = 0.75;

/// `erf(x) / x - 1` in `x^2`; error `2^-60`.
const SERIES: [f64; 11] = [
    0.1283791670955126,
    -0.37612638903183715,
    0.11283791670952628,
    -0.02686617064443583,
    0.005223977615504435,
    -0.0008548326194264617,
    0.00012055289787432122,
    -1.4924201741622234e-05,
    1.6430765387717393e-06,
    -1.5940738462761394e-07,
    1.1474860158502705e-08,
];

/// `e^(a^2) erfc(a) (a + 3)` in `t`, for `a` in `[3/4, 27.5]`; relative error `2^-58.5`.
const TAIL: [f64; 21] = [
    1.0740069070883398,
    -0.8833944531698837,
    0.5902283571041016,
    -0.3104672619005489,
    0.11952776128730264,
    -0.026827234625304973,
    -0.0012124166272466032,
    0.00303406201782642,
    -0.0005483096980511821,
    -0.0002767780268945788,
    0.00010756161821175919,
    3.039930463337016e-05,
    -1.747176672743996e-05,
    -4.7534783411491265e-06,
    2.7713381390338678e-06,
    1.007654274814972e-06,
    -4.246132636830244e-07,
    -2.408601545442511e-07,
    7.09978604496075e-08,
    4.6894499436600525e-08,
    -1.6988848627918473e-08,
];

/// `erf(x) - x`, for small `x`.
#[inline(always)]
fn excess(x: f64) -> f64 {
    x * poly(x * x, SERIES)
}

/// `erfc(a)` for `a >= 3/4`. `t = 1 - 6 w` is a pair, as `P` varies about as fast as `t`.
#[inline(always)]
fn tail(a: f64) -> f64 {
    let a = choose(a > 28.0, 28.0, a);
    let square = product(a, a);
    let (p, n) = exp_pair(Pair { hi: -square.hi, lo: -square.lo });
    let d = sum(a, 3.0);
    let w = 1.0 / d.hi;
    let w = Pair { hi: w, lo: w * (residual(1.0, w, d.hi) - w * d.lo) };
    let six = fast_sum(4.0 * w.hi, 2.0 * w.hi);
    let t = sum(1.0, -six.hi);
    let t = Pair { hi: t.hi, lo: t.lo - six.lo - 6.0 * w.lo };
    let [first, rest @ ..] = TAIL;
    let slope = rest[0] + t.hi * (2.0 * rest[1] + t.hi * (3.0 * rest[2]));
    let value = fast_sum(first, t.hi * poly(t.hi, rest));
    let lo = value.lo + t.lo * slope;
    scale(p * (w.hi * value.hi + (w.hi * lo + w.lo * value.hi)), n)
}

#[inline(always)]
pub(super) fn erf(x: f64) -> f64 {
    let a = x.abs();
    let large = (1.0 - tail(a)).copysign(x);
    choose(a < SMALL, x + excess(x), large)
}

#[inline(always)]
pub(super) fn erfc(x: f64) -> f64 {
    let a = x.abs();
    let head = fast_sum(1.0, -x);
    let small = head.hi + (head.lo - excess(x));
    let right = tail(a);
    let large = choose(x < 0.0, 2.0 - right, right);
    choose(a < SMALL, small, large)
}
