//! Arrays that are handed to other marked functions: by reference, by value, a copy behind a reference.

use gradus::grad;

use crate::{check, check_lengths};

#[grad]
fn weighted(a: f64, x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += a * v * v;
    }
    sum
}

#[grad]
fn product(a: f64, pair: [f64; 2]) -> f64 {
    a * pair[0] * pair[1]
}

#[grad]
fn total(a: f64, x: Vec<f64>) -> f64 {
    let mut s = a;
    for v in &x {
        s *= v + 0.5;
    }
    s
}

#[test]
fn a_reference_to_an_array_is_a_slice() {
    #[grad]
    fn f(a: f64, w: &[f64; 3]) -> f64 {
        weighted(a * a, w) * w[0]
    }
    check(
        &[0.7, 0.3, -0.4, 0.6],
        |p| f(p[0], &[p[1], p[2], p[3]]),
        |p| {
            let (value, (d_a, d_w)) = f_grad(p[0], &[p[1], p[2], p[3]]);
            (value, vec![d_a, d_w[0], d_w[1], d_w[2]])
        },
    );

    #[grad]
    mod inside {
        pub fn squared(a: f64, x: &[f64]) -> f64 {
            x.iter().map(|v| a * v * v).sum()
        }
        pub fn f(a: f64, w: &[f64; 2]) -> f64 {
            squared(a * a, w) * w[0]
        }
    }
    check(
        &[0.7, 0.3, -0.4],
        |p| inside::f(p[0], &[p[1], p[2]]),
        |p| {
            let (value, (d_a, d_w)) = inside::f_grad(p[0], &[p[1], p[2]]);
            (value, vec![d_a, d_w[0], d_w[1]])
        },
    );
}

#[test]
fn by_value_where_the_call_is_not_executed_last() {
    #[grad]
    fn after_a_return(a: f64, x: &[f64]) -> f64 {
        if x.len() < 2 {
            return a;
        }
        let v = product(a, [x[0], a * x[1]]);
        v * a
    }
    #[grad]
    fn in_a_loop(a: f64, x: &[f64]) -> f64 {
        let kept = vec![a, a * a];
        let mut s = 0.5;
        for i in 0..x.len() {
            if s > 100.0 {
                break;
            }
            s += product(s, [s, a]) * total(a, vec![s, x[i]]) + total(s, kept.clone());
            let pair = [s * a, x[i]];
            s += product(a, pair).tanh();
        }
        s
    }
    check_lengths(0.7, &[0.3, -0.4, 0.6], after_a_return, after_a_return_grad);
    check_lengths(0.7, &[0.3, -0.4, 0.6], in_a_loop, in_a_loop_grad);
}

#[test]
fn what_is_behind_a_reference() {
    #[grad]
    fn f(a: f64, b: &[f64; 2], rows: &[[f64; 2]]) -> f64 {
        let mut held = [a, 1.0];
        let mut s = product(a, *b);
        for row in rows {
            s += product(a, *row) + product(a, held);
            held = [s.sin(), held[0]];
            s *= product(a, held);
        }
        s
    }
    check(
        &[0.7, 0.3, -0.4, 0.6, 0.2, -0.5, 0.8],
        |p| f(p[0], &[p[1], p[2]], &[[p[3], p[4]], [p[5], p[6]]]),
        |p| {
            let (value, (d_a, d_b, d_rows)) = f_grad(p[0], &[p[1], p[2]], &[[p[3], p[4]], [p[5], p[6]]]);
            (value, [vec![d_a], d_b.to_vec(), d_rows.concat()].concat())
        },
    );
}
