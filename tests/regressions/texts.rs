//! The two texts of one reverse, `f_grad` and `f_vjp`, do not have all the same variables.

use gradus::grad;

use crate::check;

#[test]
fn values_that_only_one_text_names() {
    #[grad]
    fn f(a: f64, b: f64) -> f64 {
        let mut v = 4.0;
        for i in 0..3 {
            v /= b + v * a;
            if v > v * a {
                continue;
            }
            v = (0.7 * v + a.hypot(i as f64)).tanh();
        }
        a + a.tanh() * v
    }
    for point in [[0.7, 0.4], [1.3, 0.4], [1.3, -0.9]] {
        let gradient = |p: &[f64]| {
            let (value, (d_a, d_b)) = f_grad(p[0], p[1]);
            (value, vec![d_a, d_b])
        };
        let pullback = |p: &[f64]| {
            let (mut d_a, mut d_b) = (0.0, 0.0);
            let value = f_vjp(p[0], p[1], 1.0, Some(&mut d_a), Some(&mut d_b));
            (value, vec![d_a, d_b])
        };
        check(&point, |p| f(p[0], p[1]), gradient);
        check(&point, |p| f(p[0], p[1]), pullback);
    }
}
