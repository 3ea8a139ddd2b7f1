//! The functions of another crate, by their path and re-exported.

use user_caller as caller;

#[test]
fn by_path() {
    let (value, (d_r, d_m1, d_m2)) = user_library::attraction_grad(2.0, 3.0, 4.0);
    assert_eq!(value, user_library::attraction(2.0, 3.0, 4.0));
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12 * b.abs();
    assert!(near(d_r, -value) && near(d_m1, value / 3.0) && near(d_m2, value / 4.0));
}

#[test]
fn re_exported() {
    assert_eq!(caller::pull(2.0, 3.0, 4.0), user_library::attraction_grad(2.0, 3.0, 4.0));
    let (mut d_r, mut d_h) = (0.0, 0.0);
    let value = caller::cone_grad_into(1.0, 3.0, &mut d_r, &mut d_h);
    assert_eq!(value, caller::cone(1.0, 3.0));
    assert!((d_r - 2.0 * value).abs() < 1e-15 && (d_h - value / 3.0).abs() < 1e-15);
    assert_eq!(caller::cone_vjp(1.0, 3.0, 1.0, None, Some(&mut d_h)), value);
    assert!((d_h - 2.0 * value / 3.0).abs() < 1e-15);
}

/// The difference quotient.
fn quotient(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-6;
    (f(h) - f(-h)) / (2.0 * h)
}

#[test]
fn composed() {
    let (x, bell, r) = ([1.2, -0.7], user_library::Bell { width: 1.5 }, 0.8);
    let (value, (d_x, d_r)) = caller::composed_grad(&x, &bell, r);
    assert_eq!(value, caller::composed(&x, &bell, r));
    let by_x0 = quotient(|h| caller::composed(&[x[0] + h, x[1]], &bell, r));
    let by_x1 = quotient(|h| caller::composed(&[x[0], x[1] + h], &bell, r));
    let by_r = quotient(|h| caller::composed(&x, &bell, r + h));
    assert!((d_x[0] - by_x0).abs() < 1e-8 && (d_x[1] - by_x1).abs() < 1e-8 && (d_r - by_r).abs() < 1e-8);
}

#[test]
fn recursion() {
    assert_eq!(caller::power_grad(2.0, 5), (32.0, 80.0));
}

#[test]
fn rules() {
    let x = 0.6;
    let (value, d_x) = caller::with_rule_grad(x);
    assert_eq!(value, caller::with_rule(x));
    assert!((d_x - quotient(|h| caller::with_rule(x + h))).abs() < 1e-8);
    let (value, (d_x, d_k)) = caller::scaled_norm_grad(&[3.0, 4.0], 2.0);
    assert_eq!(value, 18.0);
    assert!((d_x[0] - 1.2).abs() < 1e-14 && (d_x[1] - 1.6).abs() < 1e-14 && (d_k - 17.0).abs() < 1e-14);
    assert_eq!(caller::norm_grad(&[3.0, 4.0], 1.0), (6.0, (vec![0.6, 0.8], 1.0)));
}
