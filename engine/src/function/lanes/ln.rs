//! Logarithms: `x = 2^k (1 + f)` with `1 + f` in `[1/sqrt(2), sqrt(2))`, and `ln(1 + f) = 2 artanh(s)`, `s = f / (2 + f)`.
//!
//! Tang, "Table-driven implementation of the logarithm function", ACM TOMS 16 (1990), for the series in `s` and the order
//! `f - (f^2/2 - s (f^2/2 + R))`, which keeps the exact `f` in front; Muller, Elementary Functions, chapter 11.

use super::bits::{choose, normalize, poly, pow2};
use super::exp::{LN_2_HI, LN_2_LO, exp};
use super::pair::{Pair, fast_sum, split, sum};

/// `(2 artanh(s) / s - 2) / s^2` in `z = s^2`; error `2^-66.7` of the logarithm.
const SERIES: [f64; 8] = [
    0.6666666666666666,
    0.4000000000000622,
    0.285714285690924,
    0.22222222646027778,
    0.1818177571527697,
    0.1538708895846084,
    0.13250152203712168,
    0.13251065927037978,
];

/// `ln(1 + f) = f - square + rest`, with `square = f^2/2`.
struct Parts {
    square: f64,
    rest: f64,
}

#[inline(always)]
fn parts(f: f64) -> Parts {
    let s = f / (2.0 + f);
    let z = s * s;
    let square = 0.5 * f * f;
    Parts { square, rest: s * (square + z * poly(z, SERIES)) }
}

/// Normal positive numbers.
#[inline(always)]
pub(super) fn covers(x: f64) -> bool {
    (f64::MIN_POSITIVE..=f64::MAX).contains(&x)
}

#[inline(always)]
pub(super) fn ln(x: f64) -> f64 {
    let (m, k, _) = normalize(x);
    let f = m - 1.0;
    let p = parts(f);
    k * LN_2_HI - ((p.square - (p.rest + k * LN_2_LO)) - f)
}

#[inline(always)]
pub(super) fn log2(x: f64) -> f64 {
    const INVERSE_HI: f64 = f64::from_bits(0x3ff7_1547_6800_0000);
    const INVERSE_LO: f64 = f64::from_bits(0xbe46_a3e8_0f44_4178);
    let (m, k, _) = normalize(x);
    let l = head_and_tail(m - 1.0);
    let s = fast_sum(k, l.hi * INVERSE_HI);
    s.hi + (s.lo + (l.lo * INVERSE_HI + (l.lo + l.hi) * INVERSE_LO))
}

#[inline(always)]
pub(super) fn log10(x: f64) -> f64 {
    const INVERSE_HI: f64 = f64::from_bits(0x3fdb_cb7b_1800_0000);
    const INVERSE_LO: f64 = f64::from_bits(0xbe26_c8d7_8e6a_caa4);
    const LOG10_2_HI: f64 = f64::from_bits(0x3fd3_4413_509f_8000);
    const LOG10_2_LO: f64 = f64::from_bits(0xbd38_0433_b83b_532a);
    let (m, k, _) = normalize(x);
    let l = head_and_tail(m - 1.0);
    let s = fast_sum(k * LOG10_2_HI, l.hi * INVERSE_HI);
    s.hi + (s.lo + (k * LOG10_2_LO + (l.lo * INVERSE_HI + (l.lo + l.hi) * INVERSE_LO)))
}

/// `ln(1 + f)` as 26 leading bits and the rest, for an exact product with 26 bits of another number.
#[inline(always)]
fn head_and_tail(f: f64) -> Pair {
    let p = parts(f);
    let hi = split(f - p.square).hi;
    Pair { hi, lo: ((f - hi) - p.square) + p.rest }
}

#[inline(always)]
pub(super) fn ln_1p_covers(x: f64) -> bool {
    (x > -1.0) & (x < 1e300)
}

#[inline(always)]
pub(super) fn ln_1p(x: f64) -> f64 {
    let y = ln_1p_pair(Pair::from(x));
    choose(x == 0.0, x, y)
}

/// `ln(1 + hi + lo)`.
#[inline(always)]
pub(super) fn ln_1p_pair(x: Pair) -> f64 {
    let u = sum(1.0, x.hi);
    let (m, k, n) = normalize(u.hi);
    let f = fast_sum(m - 1.0, (u.lo + x.lo) * pow2(0u64.wrapping_sub(n)));
    let p = parts(f.hi);
    let lo = f.lo - f.lo * f.hi;
    k * LN_2_HI - ((p.square - (p.rest + (k * LN_2_LO + lo))) - f.hi)
}

/// `ln(1 + e^x)`.
#[inline(always)]
pub(super) fn softplus(x: f64) -> f64 {
    let positive = choose(x > 0.0, x, 0.0);
    positive + ln_1p(exp(-x.abs()))
}

/// `y ln x` with a relative error around `2^-65`, for powers. Every pair on the way has 26 bits in its high part, so that
/// products of high parts are exact.
#[inline(always)]
pub(super) fn ln_times(x: f64, y: f64) -> Pair {
    /// `(2 artanh(s) / s - 2 - 2/3 s^2) / s^4` in `z = s^2`; error `2^-73.5` of the logarithm.
    const SERIES: [f64; 8] = [
        0.3999999999999998,
        0.28571428571444635,
        0.22222222217632032,
        0.18181818860380836,
        0.15384557457896764,
        0.1333629753360519,
        0.11675178745095892,
        0.11986306939322802,
    ];
    const TWO_THIRDS_LO: f64 = f64::from_bits(0x3c85_5555_5555_5555);
    let (m, k, _) = normalize(x);
    let f = m - 1.0;
    let d = fast_sum(2.0, f);
    let inverse = 1.0 / d.hi;
    let d = d.split();
    let s_hi = split(f * inverse).hi;
    let s = Pair { hi: s_hi, lo: ((f - s_hi * d.hi) - s_hi * d.lo) * inverse };
    let z = s.times_split(s).split();
    let square = z.round();
    let c = Pair { hi: 2.0 / 3.0, lo: TWO_THIRDS_LO + square * poly(square, SERIES) }.split();
    let cubic = s.times_split(z).split().times_split(c);
    let whole = fast_sum(k * LN_2_HI, 2.0 * s.hi);
    let head = fast_sum(whole.hi, cubic.hi);
    let lo = (whole.lo + head.lo) + (2.0 * s.lo + cubic.lo + k * LN_2_LO);
    split(y).times_split(Pair { hi: head.hi, lo }.split())
}
