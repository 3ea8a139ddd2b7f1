//! Unevaluated sums of two numbers. Without a fused multiply-add on every target, products are split by masks.
//!
//! Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971); Knuth, The Art
//! of Computer Programming 2, section 4.2.2; Muller et al., Handbook of Floating-Point Arithmetic, chapters 4 and 5.

/// `hi + lo`, with `lo` around the rounding error of `hi`.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub hi: f64,
    pub lo: f64,
}

/// `a + b` exactly, for `|a| >= |b|` or `a == 0`.
#[inline(always)]
pub(super) fn fast_sum(a: f64, b: f64) -> Pair {
    let hi = a + b;
    Pair { hi, lo: (a - hi) + b }
}

/// `a + b` exactly.
#[inline(always)]
pub(super) fn sum(a: f64, b: f64) -> Pair {
    let hi = a + b;
    let from_b = hi - a;
    Pair { hi, lo: (a - (hi - from_b)) + (b - from_b) }
}

/// The leading 26 bits of `x` and the 27 bits after them, so that a product of two leading parts is exact.
#[inline(always)]
pub(super) fn split(x: f64) -> Pair {
    let hi = f64::from_bits(x.to_bits() & !((1 << 27) - 1));
    Pair { hi, lo: x - hi }
}

/// `a * b`, to the last bit or two of the low part.
#[inline(always)]
pub(super) fn product(a: f64, b: f64) -> Pair {
    let hi = a * b;
    let (a, b) = (split(a), split(b));
    Pair { hi, lo: (((a.hi * b.hi - hi) + a.hi * b.lo) + a.lo * b.hi) + a.lo * b.lo }
}

/// `n - q d` for a `q` near `n / d`, where all leading bits cancel.
#[inline(always)]
pub(super) fn residual(n: f64, q: f64, d: f64) -> f64 {
    let (q, d) = (split(q), split(d));
    (((n - q.hi * d.hi) - q.hi * d.lo) - q.lo * d.hi) - q.lo * d.lo
}

/// `n / d`: one division, one Newton correction.
#[inline(always)]
pub(super) fn quotient(n: Pair, d: Pair) -> Pair {
    let inverse = 1.0 / d.hi;
    let q = n.hi * inverse;
    let rest = residual(n.hi, q, d.hi) + (n.lo - q * d.lo);
    fast_sum(q, rest * inverse)
}

impl Pair {
    #[inline(always)]
    pub(super) fn from(x: f64) -> Pair {
        Pair { hi: x, lo: 0.0 }
    }

    /// The same sum with 26 bits in the high part.
    #[inline(always)]
    pub(super) fn split(self) -> Pair {
        let head = split(self.hi);
        Pair { hi: head.hi, lo: head.lo + self.lo }
    }

    /// `self * other` with a relative error around `2^-78`, for high parts of 26 bits each.
    #[inline(always)]
    pub(super) fn times_split(self, other: Pair) -> Pair {
        Pair { hi: self.hi * other.hi, lo: self.hi * other.lo + self.lo * (other.hi + other.lo) }
    }

    #[inline(always)]
    pub(super) fn round(self) -> f64 {
        self.hi + self.lo
    }
}
