//! Functions as their authors write them: the value bit for bit, the gradient against central differences.
//!
//! A slope may differ from its estimate by ten times the estimate's own error, and by what rounding in the function itself makes of `1e-9`.

use std::hint::black_box;

use super::numeric;

/// A function of some numbers.
#[track_caller]
pub fn check(point: &[f64], f: impl Fn(&[f64]) -> f64, gradient: impl Fn(&[f64]) -> (f64, Vec<f64>)) {
    let (value, slopes) = gradient(black_box(point));
    assert_eq!(value.to_bits(), f(black_box(point)).to_bits());
    assert_eq!(slopes.len(), point.len());
    for (i, (slope, estimate)) in slopes.into_iter().zip(numeric::gradient(&f, point)).enumerate() {
        let allowed = 10.0 * estimate.error + 1e-9 * (1.0 + slope.abs());
        assert!((estimate.value - slope).abs() <= allowed, "by number {i}: {slope:?}, not {estimate:?}");
    }
}

/// A function of two numbers.
#[track_caller]
pub fn check_two(point: [f64; 2], f: impl Fn(f64, f64) -> f64, gradient: impl Fn(f64, f64) -> (f64, (f64, f64))) {
    let slopes = |p: &[f64]| {
        let (value, (first, second)) = gradient(p[0], p[1]);
        (value, vec![first, second])
    };
    check(&point, |p| f(p[0], p[1]), slopes);
}

/// A function of one number, which a message calls `name`.
#[track_caller]
pub fn check_number(name: &str, x: f64, f: fn(f64) -> f64, (value, slope): (f64, f64)) {
    let want = black_box(f)(black_box(x));
    assert_eq!(value.to_bits(), want.to_bits(), "{name}({x}): {value:?}, not {want:?}");
    let estimate = numeric::derivative(f, x);
    let allowed = 10.0 * estimate.error + 1e-9 * (1.0 + slope.abs());
    assert!((estimate.value - slope).abs() <= allowed, "{name}'({x}): {slope:?}, not {estimate:?}");
}
