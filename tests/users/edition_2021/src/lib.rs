//! The edition of 2021.
#![deny(warnings, missing_docs, rust_2018_idioms)]

use gradus::grad;

/// Distance from a point on a parabola.
#[grad]
pub fn distance(x: f64, y: f64) -> f64 {
    let bend = y - x * x;
    let sign = if bend < 0.0 { -1.0 } else { 1.0 };
    sign * bend.hypot(x) + bend.abs()
}

#[test]
fn gradient() {
    let (value, (d_x, d_y)) = distance_grad(1.0, 1.0 + 0.75);
    assert_eq!(value, distance(1.0, 1.75));
    // bend = 0.75, hypot = 1.25: d/dbend = 0.6 + 1, d/dx = 0.8 - 2 * d/dbend
    assert!((d_y - 1.6).abs() < 1e-15 && (d_x - (0.8 - 3.2)).abs() < 1e-15);
}

/// A mean of products, over slices.
#[grad]
pub fn mean(x: &[f64], w: &[f64; 2]) -> f64 {
    let mut sum = 0.0;
    for (x, w) in x.iter().zip(w.iter()) {
        if *x > 0.0 {
            sum += x * w;
        }
    }
    sum / x.len() as f64
}

#[test]
fn slices() {
    let (value, (d_x, d_w)) = mean_grad(&[3.0, -1.0], &[2.0, 5.0]);
    assert_eq!((value, d_x, d_w), (3.0, vec![1.0, 0.0], [1.5, 0.0]));
}
