//! What no result comes from contributes nothing, not even zero times infinity.

use gradus::grad;

use crate::{check, check_lengths, check_two};

#[test]
fn arrays_that_no_result_reads() {
    #[grad]
    fn f(a: f64, x: &[f64]) -> f64 {
        let s = (a - 2.0).sqrt();
        let mut z = x.to_vec();
        for v in z.iter_mut() {
            *v += s;
        }
        let mut w = [s.ln(), a];
        w[1] = w[0].asin() * z.len() as f64;
        let compared = if w[1] > 0.0 { 1.0 } else { 2.0 };
        x.iter().map(|v| v * a).sum::<f64>().sinh() - a * compared
    }
    check_lengths(0.7, &[0.3, -0.4], f, f_grad);
}

#[test]
fn calls_that_a_choice_leaves_out() {
    #[grad]
    fn reciprocal(a: f64) -> f64 {
        a.recip()
    }
    #[grad]
    fn both(a: f64, x: &[f64]) -> (f64, f64) {
        (a.ln(), a.recip() * x[0])
    }
    #[grad]
    fn routed(a: f64, b: f64) -> f64 {
        reciprocal(a).min(b) * b
    }
    #[grad]
    fn chosen(a: f64, x: &[f64], b: f64) -> f64 {
        let (p, q): (f64, f64) = both(a, x);
        if a > 0.5 { p * b + q } else { b * b }
    }
    assert_eq!(routed_grad(0.0, 3.0), (9.0, (0.0, 6.0)));
    assert_eq!(chosen_grad(0.0, &[1.0], 3.0), (9.0, (0.0, vec![0.0], 6.0)));
    for a in [0.25, 0.75] {
        check_two([a, 3.0], routed, routed_grad);
        check(
            &[a, 0.5, 3.0],
            |p| chosen(p[0], &p[1..2], p[2]),
            |p| {
                let (value, (d_a, d_x, d_b)) = chosen_grad(p[0], &p[1..2], p[2]);
                (value, vec![d_a, d_x[0], d_b])
            },
        );
    }
}

#[test]
fn loops_that_a_choice_leaves_out() {
    #[grad]
    fn least(a: f64, x: &[f64], b: f64) -> f64 {
        let mut sum = 0.0;
        for v in x {
            sum += v / a;
        }
        sum.min(b)
    }
    #[grad]
    fn returned(a: f64, x: &[f64], b: f64) -> f64 {
        let mut s = b;
        for v in x {
            s = 0.5 * s + v.ln() * a;
        }
        if b > 0.0 {
            return b * b;
        }
        s * s
    }
    assert_eq!(least_grad(0.0, &[1.0, 2.0], 3.0), (3.0, (0.0, vec![0.0; 2], 1.0)));
    assert_eq!(returned_grad(1.0, &[0.0, -1.0], 3.0), (9.0, (0.0, vec![0.0; 2], 6.0)));
    for b in [-0.75, 0.75] {
        check(
            &[0.5, 0.25, 0.75, b],
            |p| least(p[0], &p[1..3], p[3]) + returned(p[0], &p[1..3], p[3]),
            |p| {
                let (v, (d_a, d_x, d_b)) = least_grad(p[0], &p[1..3], p[3]);
                let (w, (e_a, e_x, e_b)) = returned_grad(p[0], &p[1..3], p[3]);
                (v + w, vec![d_a + e_a, d_x[0] + e_x[0], d_x[1] + e_x[1], d_b + e_b])
            },
        );
    }
}
