//! `Vec`s that are assigned anew, with another length under the same name.

use gradus::grad;

use crate::check;

const POINT: [f64; 4] = [1.2, 0.5, 0.7, 0.3];

#[test]
fn a_length_that_is_assigned() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let mut n = x.len();
        let mut h: Vec<f64> = (0..n).map(|i| x[i]).collect();
        while n > 1 {
            n /= 2;
            h = (0..n).map(|i| h[2 * i] * h[2 * i + 1]).collect();
        }
        h[0] * h.len() as f64
    }
    check(&POINT, f, f_grad);
}

#[test]
fn a_length_that_a_loop_gives() {
    #[grad]
    fn f(x: &[f64], n: usize) -> f64 {
        let mut h: Vec<f64> = (0..n).map(|i| x[i]).collect();
        for n in 1..4 {
            h = (0..n).map(|i| x[i] * h[0]).collect();
        }
        let mut rows: Vec<f64> = vec![0.5; 2];
        for row in x.chunks(3) {
            rows = row.iter().map(|v| v * rows[0]).collect();
        }
        h.iter().sum::<f64>() * h.len() as f64 + rows[0] * rows.len() as f64
    }
    for n in [1, 2, 4] {
        check(&POINT, |x| f(x, n), |x| f_grad(x, n));
    }
}

#[test]
fn a_parameter_that_is_shadowed() {
    #[grad]
    fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut h = x.to_vec();
        let x = y.to_vec();
        for k in 0..2 {
            h = x.iter().map(|v| v * h[k]).collect();
        }
        h[0] * h.len() as f64
    }
    check(
        &POINT,
        |p| f(&p[..2], &p[1..]),
        |p| {
            let (value, (d_x, d_y)) = f_grad(&p[..2], &p[1..]);
            let mut d = vec![d_x[0], d_x[1] + d_y[0]];
            d.extend(&d_y[1..]);
            (value, d)
        },
    );
}

#[test]
fn parts_of_other_lengths() {
    #[grad]
    fn f(x: &[f64], n: usize) -> f64 {
        let cut = |m: usize| x[..m].to_vec();
        let mut h = cut(1);
        let mut g: Vec<f64> = Vec::new();
        let mut p = x.to_vec();
        for k in 0..n {
            h = cut(k + 2);
            g = h.iter().map(|v| v * h[0]).collect();
            p = p.get(1..).unwrap().to_vec();
        }
        h.iter().chain(&g).chain(&p).map(|v| v * v).sum()
    }
    for n in [0, 1, 2] {
        check(&POINT, |x| f(x, n), |x| f_grad(x, n));
    }
}

#[test]
fn a_parameter() {
    #[grad]
    fn f(mut h: Vec<f64>, k: usize) -> f64 {
        for _ in 0..k {
            h = h[1..].to_vec();
        }
        h.iter().product::<f64>() * h.len() as f64
    }
    for k in 0..3 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x.to_vec(), k), |x| f_grad(x.to_vec(), k));
    }
}

#[test]
fn a_parameter_of_a_function_read_where_it_is_called() {
    #[grad]
    mod m {
        fn shorter(mut h: Vec<f64>, k: usize) -> Vec<f64> {
            for _ in 0..k {
                h = h[1..].to_vec();
            }
            h
        }
        pub fn f(x: &[f64], k: usize) -> f64 {
            let h = shorter(x.to_vec(), k);
            h.iter().product::<f64>() * h.len() as f64
        }
    }
    for k in 0..3 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| m::f(x, k), |x| m::f_grad(x, k));
    }
}

#[test]
fn a_parameter_of_a_closure() {
    #[grad]
    fn f(x: &[f64], k: usize) -> f64 {
        let cut = |mut h: Vec<f64>| {
            for _ in 0..k {
                h = h[1..].to_vec();
            }
            h
        };
        let h = cut(x.to_vec());
        h.iter().product::<f64>() * h.len() as f64
    }
    for k in 0..3 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, k), |x| f_grad(x, k));
    }
}

#[test]
fn what_a_pattern_binds() {
    #[grad]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 1.0;
        if let Some(mut h) = Some(x.to_vec()) {
            for _ in 0..k {
                h = h[1..].to_vec();
            }
            s *= h.iter().product::<f64>() * h.len() as f64;
        }
        s
    }
    for k in 0..3 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, k), |x| f_grad(x, k));
    }
}

#[test]
fn behind_a_break_out_of_a_block() {
    #[grad]
    fn f(x: &[f64], c: bool) -> f64 {
        let mut h = x.to_vec();
        'a: {
            if c {
                break 'a;
            }
            h = h[1..].to_vec();
        }
        h.iter().product::<f64>() * h.len() as f64
    }
    for k in [true, false] {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, k), |x| f_grad(x, k));
    }
}

#[test]
fn behind_an_early_return() {
    #[grad]
    fn f(x: &[f64], c: usize) -> f64 {
        let mut h = x.to_vec();
        if c == 0 {
            return x[0];
        }
        h = h[1..].to_vec();
        if c == 1 {
            return h[0] * x[0];
        }
        h = h[1..].to_vec();
        h.iter().product::<f64>() * h.len() as f64
    }
    for k in 0..3 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, k), |x| f_grad(x, k));
    }
}

#[test]
fn behind_a_continue() {
    #[grad]
    fn f(x: &[f64], c: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            let mut h = x.to_vec();
            if c == i {
                continue;
            }
            h = h[i..].to_vec();
            if c == i + 1 {
                s += h[0];
                break;
            }
            h = h[1..].to_vec();
            s += h.iter().product::<f64>() * h.len() as f64
        }
        s
    }
    for k in 0..4 {
        check(&[1.2, 0.5, 0.7, 0.3, 0.9, 1.1], |x| f(x, k), |x| f_grad(x, k));
    }
}

#[test]
fn assigned_with_others() {
    #[grad]
    fn f(x: &[f64], k: usize) -> f64 {
        let (mut h, mut s) = (x.to_vec(), 1.0);
        for _ in 0..k {
            (h, s) = (h[1..].to_vec(), s * h[0]);
        }
        s * h.iter().product::<f64>() * h.len() as f64
    }
    for k in 0..3 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, k), |x| f_grad(x, k));
    }
}

#[test]
fn a_length_assigned_with_others() {
    #[grad]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut n = k;
        let mut i = 0;
        let mut h: Vec<f64> = (0..n).map(|i| x[i]).collect();
        for _ in 0..2 {
            (n, i) = (n - 1, i + 1);
            h = (0..n).map(|q| x[q] * h[q]).collect();
        }
        i as f64 * h.iter().sum::<f64>() * h.len() as f64
    }
    for k in 2..5 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, k), |x| f_grad(x, k));
    }
}
