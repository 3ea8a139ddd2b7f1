//! Sine, cosine and tangent: `x = n pi/2 + r` with `|r| <= pi/4`, `r` as a pair.
//!
//! Cody & Waite, Software Manual for the Elementary Functions (1980), chapters 8 and 9: `pi/2` in pieces of 33 bits, whose
//! products with `n < 2^20` are exact; Muller, Elementary Functions, section 11.2. Beyond `2^20` the scalar functions with
//! their reduction of any length (Payne & Hanek) take over.

use super::bits::{choose, nearest, poly};
use super::pair::{Pair, fast_sum, quotient, sum};
use std::f64::consts::FRAC_2_PI;

#[inline(always)]
pub(super) fn covers(x: f64) -> bool {
    x.abs() < 1_048_576.0
}

/// `x - n pi/2` and `n` in two's complement.
#[inline(always)]
fn reduce(x: f64) -> (Pair, u64) {
    const PIECE_1: f64 = f64::from_bits(0x3ff9_21fb_5440_0000);
    const PIECE_2: f64 = f64::from_bits(0x3dd0_b461_1a60_0000);
    const PIECE_3: f64 = f64::from_bits(0x3ba3_198a_2e00_0000);
    const PIECE_4: f64 = f64::from_bits(0x397b_839a_2520_49c1);
    let (whole, n) = nearest(x * FRAC_2_PI);
    // Each difference is exact as a pair; when leading bits cancel, the low part of the first is zero.
    let a = sum(x - whole * PIECE_1, -(whole * PIECE_2));
    let b = sum(a.hi, a.lo - whole * PIECE_3);
    (fast_sum(b.hi, b.lo - whole * PIECE_4), n)
}

/// `sin(r) = r + r z S(z)`, `z = r^2`; error `2^-58` of the sine.
#[inline(always)]
fn sine(r: Pair) -> Pair {
    const S: [f64; 6] = [
        -0.16666666666666632,
        0.008333333333322443,
        -0.0001984126982982624,
        2.7557313697331438e-06,
        -2.5050758856400797e-08,
        1.5896834065366368e-10,
    ];
    let z = r.hi * r.hi;
    Pair { hi: r.hi, lo: r.hi * z * poly(z, S) + r.lo * (1.0 - 0.5 * z) }
}

/// `cos(r) = 1 - z/2 + z^2 C(z)`; error `2^-64` of the cosine.
#[inline(always)]
fn cosine(r: Pair) -> Pair {
    const C: [f64; 6] = [
        0.0416666666666666,
        -0.0013888888888874274,
        2.480158728956306e-05,
        -2.7557314373079127e-07,
        2.0875725821772634e-09,
        -1.1359768649203881e-11,
    ];
    let z = r.hi * r.hi;
    let head = fast_sum(1.0, -0.5 * z);
    Pair { hi: head.hi, lo: head.lo + (z * z * poly(z, C) - r.hi * r.lo) }
}

/// `|x|` so small that `sin x` and `tan x` round to `x`; zeros keep their sign here.
#[inline(always)]
fn tiny(x: f64) -> bool {
    x.abs() < 1e-9
}

/// `y`, negated where bit 1 of `n` is set.
#[inline(always)]
fn flip(y: f64, n: u64) -> f64 {
    f64::from_bits(y.to_bits() ^ ((n & 2) << 62))
}

#[inline(always)]
pub(super) fn sin(x: f64) -> f64 {
    sin_cos(x).0
}

#[inline(always)]
pub(super) fn cos(x: f64) -> f64 {
    sin_cos(x).1
}

#[inline(always)]
pub(super) fn sin_cos(x: f64) -> (f64, f64) {
    let (r, n) = reduce(x);
    let (s, c) = (sine(r).round(), cosine(r).round());
    let even = n & 1 == 0;
    let sin = flip(choose(even, s, c), n);
    let cos = flip(choose(even, c, s), n.wrapping_add(n & 1));
    (choose(tiny(x), x, sin), cos)
}

#[inline(always)]
pub(super) fn tan(x: f64) -> f64 {
    let (r, n) = reduce(x);
    let (s, c) = (sine(r), cosine(r));
    let (s, c) = (fast_sum(s.hi, s.lo), fast_sum(c.hi, c.lo));
    let even = n & 1 == 0;
    let top = Pair { hi: choose(even, s.hi, -c.hi), lo: choose(even, s.lo, -c.lo) };
    let bottom = Pair { hi: choose(even, c.hi, s.hi), lo: choose(even, c.lo, s.lo) };
    let y = quotient(top, bottom).round();
    choose(tiny(x), x, y)
}
