//! Exponents and integers handled as floating-point bits, with operations that every vector unit has: conversion
//! instructions between `f64` and 64-bit integers are missing below AVX-512, so the addition of `1.5 * 2^52` stands in.

const MAGIC: f64 = 6_755_399_441_055_744.0;
const MANTISSA: u64 = (1 << 52) - 1;

/// Both values are computed and one is taken: a branch would keep the loop from becoming vectors.
#[inline(always)]
pub(super) fn choose(condition: bool, yes: f64, no: f64) -> f64 {
    std::hint::select_unpredictable(condition, yes, no)
}

/// The integer nearest to `x` (ties to even), as a number and in two's complement. Needs `|x| < 2^51`.
#[inline(always)]
pub(super) fn nearest(x: f64) -> (f64, u64) {
    let shifted = x + MAGIC;
    (shifted - MAGIC, shifted.to_bits().wrapping_sub(MAGIC.to_bits()))
}

/// `2^n` for `-1022 <= n <= 1023`.
#[inline(always)]
pub(super) fn pow2(n: u64) -> f64 {
    f64::from_bits(n.wrapping_add(1023) << 52)
}

/// `p * 2^n` for `|n| < 2044`, rounded once where the result is subnormal.
#[inline(always)]
pub(super) fn scale(p: f64, n: u64) -> f64 {
    let half = (n.wrapping_add(2048) >> 1).wrapping_sub(1024);
    p * pow2(half) * pow2(n.wrapping_sub(half))
}

/// `x = m * 2^k` with `m` in `[1/sqrt(2), sqrt(2))`, for a normal positive `x`: `(m, k, k in two's complement)`.
#[inline(always)]
pub(super) fn normalize(x: f64) -> (f64, f64, u64) {
    const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    let shifted = x.to_bits().wrapping_add((1023 << 52) - ROOT_HALF);
    let exponent = shifted >> 52;
    let m = f64::from_bits((shifted & MANTISSA) + ROOT_HALF);
    (m, unbias(exponent), exponent.wrapping_sub(1023))
}

/// `x = m * 2^k` with `m` in `[1, 2)`, for a normal positive `x`: `(m, k)`.
#[inline(always)]
pub(super) fn mantissa(x: f64) -> (f64, f64) {
    let m = f64::from_bits((x.to_bits() & MANTISSA) | 1.0f64.to_bits());
    (m, unbias(x.to_bits() >> 52))
}

#[inline(always)]
fn unbias(exponent: u64) -> f64 {
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    f64::from_bits(exponent | TWO_52.to_bits()) - (TWO_52 + 1023.0)
}

/// `c[0] + c[1] x + c[2] x^2 + ...`, four terms at a time: the chain of dependent operations is a third of Horner's, and it
/// bounds the speed of a vector loop more than the number of operations does.
#[inline(always)]
pub(super) fn poly<const N: usize>(x: f64, c: [f64; N]) -> f64 {
    let square = x * x;
    let pair = |i: usize| c[i] + c[i + 1] * x;
    let four = |i: usize| pair(i) + pair(i + 2) * square;
    let top = (N - 1) / 4 * 4;
    let mut p = match N - top {
        1 => c[top],
        2 => pair(top),
        3 => pair(top) + c[top + 2] * square,
        _ => four(top),
    };
    let fourth = square * square;
    for i in (0..top / 4).rev() {
        p = p * fourth + four(4 * i);
    }
    p
}
