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
