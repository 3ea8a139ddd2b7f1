//! The gradients are right.

use user_no_std::float::{wave, wave_grad};
use user_no_std::{damped, damped_grad, mixed, mixed_grad};

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + b.abs())
}

fn slope(f: impl Fn(f64) -> f64) -> f64 {
    (f(1e-6) - f(-1e-6)) / 2e-6
}

#[test]
fn functions_of_libm() {
    let (t, r, w) = (0.7, 0.3, 2.0);
    let (value, (d_t, d_r, d_w)) = damped_grad(t, r, w);
    assert_eq!(value.to_bits(), damped(t, r, w).to_bits());
    assert!(close(d_t, slope(|h| damped(t + h, r, w))));
    assert!(close(d_r, slope(|h| damped(t, r + h, w))));
    assert!(close(d_w, slope(|h| damped(t, r, w + h))));
}

#[test]
fn functions_of_libm_and_core() {
    let (x, y) = (1.25, 0.75);
    let (value, (d_x, d_y)) = mixed_grad(x, y);
    assert_eq!(value.to_bits(), mixed(x, y).to_bits());
    assert!(close(d_x, slope(|h| mixed(x + h, y))), "{d_x} {}", slope(|h| mixed(x + h, y)));
    assert!(close(d_y, slope(|h| mixed(x, y + h))));
}

#[test]
fn methods_of_a_trait() {
    let (value, (d_x, d_k)) = wave_grad(0.5, 3.0);
    assert_eq!(value.to_bits(), wave(0.5, 3.0).to_bits());
    assert!(close(d_x, 3.0 * 1.5_f64.cos()) && close(d_k, 0.5 * 1.5_f64.cos()));
}

#[test]
fn slices() {
    let (x, mut d_x, mut d_rate) = ([1.0, 2.0], [9.0; 2], 9.0);
    let value = user_no_std::slices_grad_into(&x, 0.5, &mut d_x, &mut d_rate);
    let (e1, e2) = ((-0.5_f64).exp(), (-1.0_f64).exp());
    assert!((value - e1 - e2).abs() < 1e-15);
    assert!((d_x[0] + 0.5 * e1).abs() < 1e-15 && (d_rate + e1 + 2.0 * e2).abs() < 1e-15);
}

#[test]
fn recurrence() {
    let (value, d_x) = user_no_std::allocating::recurrence_grad(&[1.5, -0.5]);
    let first = 0.75_f64.tanh();
    assert!((value - (-0.5 * first).tanh()).abs() < 1e-15);
    let by_second = (1.0 - value * value) * first;
    assert!((d_x[1] - by_second).abs() < 1e-15);
    assert!((d_x[0] - (1.0 - value * value) * -0.5 * (1.0 - first * first) * 0.5).abs() < 1e-15);
}
