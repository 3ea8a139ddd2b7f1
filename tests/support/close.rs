//! One comparison of floating-point numbers for all tests.

use std::fmt;

/// How far `got` may be from `want`: `|got - want| <= max(absolute, relative * |want|)`.
///
/// Both sides count: too small fails as well as too large. NaN is close to NaN only (as a class), an infinity to the
/// infinity of its own sign only, and zeros of both signs are equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    pub relative: f64,
    pub absolute: f64,
}

impl Tolerance {
    pub const EXACT: Self = Self { relative: 0.0, absolute: 0.0 };

    pub const fn relative(relative: f64) -> Self {
        Self { relative, absolute: 0.0 }
    }

    pub const fn absolute(absolute: f64) -> Self {
        Self { relative: 0.0, absolute }
    }

    /// Relative for numbers of size 1 and above, absolute below.
    pub const fn both(tolerance: f64) -> Self {
        Self { relative: tolerance, absolute: tolerance }
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "relative {:e}, absolute {:e}", self.relative, self.absolute)
    }
}

pub fn is_close(got: f64, want: f64, tolerance: Tolerance) -> bool {
    if got.is_nan() || want.is_nan() {
        return got.is_nan() && want.is_nan();
    }
    if got.is_infinite() || want.is_infinite() {
        return got == want;
    }
    (got - want).abs() <= tolerance.absolute.max(tolerance.relative * want.abs())
}

/// Panics at the caller's line unless `got` is close to `want`.
#[track_caller]
pub fn assert_close(got: f64, want: f64, tolerance: Tolerance) {
    assert_close_at(got, want, tolerance, "value");
}

/// The same, naming what was compared.
#[track_caller]
pub fn assert_close_at(got: f64, want: f64, tolerance: Tolerance, what: impl fmt::Display) {
    if !is_close(got, want, tolerance) {
        panic!("{what}: got {got:?}, want {want:?}, difference {:e} (allowed: {tolerance})", got - want);
    }
}

/// The same for each element, and the lengths must agree.
#[track_caller]
pub fn assert_all_close(got: &[f64], want: &[f64], tolerance: Tolerance) {
    assert_eq!(got.len(), want.len(), "lengths differ: got {got:?}, want {want:?}");
    for (i, (&got, &want)) in got.iter().zip(want).enumerate() {
        assert_close_at(got, want, tolerance, format_args!("element {i}"));
    }
}
