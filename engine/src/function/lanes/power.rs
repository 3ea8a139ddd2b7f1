//! Powers and roots.

use super::bits::{choose, mantissa, nearest, normalize, poly, pow2};
use super::exp::exp_pair;
use super::ln::{covers, ln_times};
use super::pair::{fast_sum, product, residual, split};

/// Positive normal bases, and `|y log2 x| < 1000` judged by the exponent of `x`.
#[inline(always)]
pub(super) fn powf_covers(x: f64, y: f64) -> bool {
    let (_, k, _) = normalize(x);
    covers(x) & (y.abs() * (k.abs() + 1.0) < 1000.0)
}

/// `e^(y ln x)` with the exponent as a pair: its relative error is multiplied by up to 700.
#[inline(always)]
pub(super) fn powf(x: f64, y: f64) -> f64 {
    let (p, n) = exp_pair(ln_times(x, y));
    p * pow2(n)
}

/// `cbrt(x) = 2^q cbrt(m)` with `m` in `[1/2, 4)`: a polynomial, then one step of Halley's iteration from a value of 26
/// bits, whose square is exact.
#[inline(always)]
pub(super) fn cbrt(x: f64) -> f64 {
    /// `cbrt(m)` on `[1, 2)`, error `2^-22.5`.
    const START: [f64; 7] = [
        0.4471416895900639,
        0.9500978769183918,
        -0.6661755555818973,
        0.38536192096570904,
        -0.1444701495448455,
        0.030904007741324634,
        -0.0028596189000083343,
    ];
    const CBRT_2: f64 = 1.2599210498948732;
    let (m, k) = mantissa(x.abs());
    let (third, q) = nearest(k * (1.0 / 3.0));
    let rest = k - 3.0 * third;
    let (up, down) = (rest > 0.5, rest < -0.5);
    let unit = choose(up, CBRT_2, 1.0);
    let unit = choose(down, 1.0 / CBRT_2, unit);
    let power = choose(up, 2.0, 1.0);
    let power = choose(down, 0.5, power);
    let m = m * power;
    let y = split(poly(mantissa(x.abs()).0, START) * unit).hi;
    let t = m / (y * y);
    ((y + y * ((t - y) / (2.0 * y + t))) * pow2(q)).copysign(x)
}

#[inline(always)]
pub(super) fn cbrt_covers(x: f64) -> bool {
    covers(x.abs())
}

/// `sqrt(x^2 + y^2)` with squares as pairs and one Newton correction of the root (Borges, "An improved algorithm for
/// hypot(a, b)", 2019).
#[inline(always)]
pub(super) fn hypot(x: f64, y: f64) -> f64 {
    let (x, y) = (x.abs(), y.abs());
    let (long, short) = (choose(x > y, x, y), choose(x > y, y, x));
    let (a, b) = (product(long, long), product(short, short));
    let s = fast_sum(a.hi, b.hi);
    let root = s.hi.sqrt();
    root + (residual(s.hi, root, root) + (s.lo + (a.lo + b.lo))) * (0.5 / root)
}

#[inline(always)]
pub(super) fn hypot_covers(x: f64, y: f64) -> bool {
    let (x, y) = (x.abs(), y.abs());
    (x < 1e150) & (y < 1e150) & ((x > 1e-130) | (y > 1e-130))
}

/// `x^n` for all of `x` by squaring, in the order of `f64::powi`: bits of `|n|` from the lowest, a reciprocal at the end.
#[inline(always)]
pub(super) fn powi<const N: usize>(mut square: [f64; N], n: i32) -> [f64; N] {
    let mut result = [1.0; N];
    let mut bits = n.unsigned_abs();
    loop {
        if bits & 1 == 1 {
            for (r, s) in result.iter_mut().zip(&square) {
                *r *= s;
            }
        }
        bits >>= 1;
        if bits == 0 {
            break;
        }
        for s in &mut square {
            *s *= *s;
        }
    }
    if n < 0 {
        for r in &mut result {
            *r = 1.0 / *r;
        }
    }
    result
}
