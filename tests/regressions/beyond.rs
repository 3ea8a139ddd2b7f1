//! What is asked for beyond an end, and what is called beyond it.

use std::panic::catch_unwind;

use gradus::grad;

use crate::check;

#[test]
fn turning_by_more_than_the_length() {
    #[grad]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut y = x.to_vec();
        y.rotate_left(k);
        y[0] * x[0]
    }
    #[grad]
    fn g(x: &[f64], k: usize) -> f64 {
        let mut y = x.to_vec();
        y.rotate_right(k);
        y[0] * x[0]
    }
    #[grad]
    fn h(x: &[f64]) -> f64 {
        let mut y = [x[0], x[1]];
        y.rotate_left(3);
        y[0] * x[0]
    }
    for k in 0..5 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, k), |x| f_grad(x, k));
        check(&[1.2, 0.5, 0.7, 0.3], |x| g(x, k), |x| g_grad(x, k));
    }
    assert!(catch_unwind(|| f_grad(&[1.0, 2.0, 3.0], 4)).is_err());
    assert!(catch_unwind(|| g_grad(&[1.0, 2.0, 3.0], 4)).is_err());
    assert!(catch_unwind(|| h_grad(&[1.0, 2.0, 3.0])).is_err());
}

#[test]
fn elements_behind_the_last() {
    const X: [f64; 5] = [1.2, 0.5, 0.7, 0.3, 0.9];
    #[grad]
    fn a(x: &[f64], k: usize) -> f64 {
        *x.iter().take(2).nth(k).unwrap() * x[0]
    }
    #[grad]
    fn b(x: &[f64], k: usize) -> f64 {
        x.iter().zip(&x[2..]).nth(k).unwrap().0 * x[0]
    }
    #[grad]
    fn c(x: &[f64], k: usize) -> f64 {
        x.chunks(2).nth(k).unwrap().iter().sum::<f64>() * x[0]
    }
    #[grad]
    fn d(x: &[f64], k: usize) -> f64 {
        x.chunks_exact(2).nth(k).unwrap().iter().sum::<f64>() * x[0]
    }
    #[grad]
    fn e(x: &[f64], k: usize) -> f64 {
        x.windows(2).nth(k).unwrap().iter().sum::<f64>() * x[0]
    }
    #[grad]
    fn g(x: &[f64], k: usize) -> f64 {
        x.iter().skip(2).rev().nth(k).unwrap() * x[0]
    }
    #[grad]
    fn h(x: &[f64], k: usize) -> f64 {
        x.iter().rev().nth(k).unwrap() * x[0]
    }
    #[grad]
    fn i(x: &[f64], k: usize) -> f64 {
        x.iter().step_by(2).nth(k).unwrap() * x[0]
    }
    #[grad]
    fn j(x: &[f64], k: usize) -> f64 {
        x.iter().skip(k).last().unwrap() * x[0]
    }
    #[grad]
    fn l(x: &[f64], k: usize) -> f64 {
        x.iter().enumerate().nth(k).unwrap().0 as f64 * x[0]
    }
    #[grad]
    fn m(x: &[f64], k: usize) -> f64 {
        x.iter().map(|v| v * v).take(3).nth(k).unwrap() * x[0]
    }
    #[grad]
    fn n(x: &[f64], k: usize) -> f64 {
        x.iter().take(2).nth(k).copied().unwrap_or(2.0) * x[0]
    }
    #[grad]
    fn o(x: &[f64], k: usize) -> f64 {
        if let Some(v) = x.iter().take(2).nth(k) { v * x[0] } else { x[1] }
    }
    #[grad]
    fn p(x: &[f64], k: usize) -> f64 {
        x.iter().take(k).last().unwrap() * x[0]
    }
    #[grad]
    fn r(x: &[f64], k: usize) -> f64 {
        *x[..2].iter().nth(k).unwrap() * x[0]
    }
    #[grad]
    fn s(x: &[f64], k: usize) -> f64 {
        *x.iter().take(k).next().unwrap() * x[0]
    }
    #[grad]
    fn t(x: &[f64], k: usize) -> f64 {
        (k..4).nth(k).unwrap() as f64 * x[0]
    }
    macro_rules! all { ($($f:ident $g:ident)*) => { $( for k in 0..7 { match catch_unwind(|| $f(&X, k)) { Ok(_) => check(&X, |x| $f(x, k), |x| $g(x, k)), Err(_) => assert!(catch_unwind(|| $g(&X, k)).is_err(), "{} {k}", stringify!($f)) } } )* } }
    all!(a a_grad b b_grad c c_grad d d_grad e e_grad g g_grad h h_grad i i_grad j j_grad l l_grad m m_grad n n_grad o o_grad p p_grad r r_grad s s_grad t t_grad);
}

#[test]
fn closures_beside_the_longer_side() {
    #[grad]
    fn h3(x: &[f64], y: &[f64]) -> f64 {
        let mut n = 0.0;
        let s: f64 = x
            .iter()
            .zip(y.iter().map(|w| {
                n += w;
                w + 1.0
            }))
            .map(|(a, b)| a * b)
            .sum();
        s * n
    }
    #[grad]
    fn h4(x: &[f64]) -> f64 {
        let mut n = 0.0;
        let s: f64 = x
            .iter()
            .map(|w| {
                n += w;
                w + 1.0
            })
            .zip(x)
            .map(|(a, b)| a * b)
            .sum();
        s * n
    }
    #[grad]
    fn h5(x: &[f64]) -> f64 {
        let mut n = 0.0;
        let mut s = 0.0;
        for (i, v) in x
            .iter()
            .map(|w| {
                n += w;
                w + 1.0
            })
            .zip(0..)
            .map(|(v, i)| (i, v))
        {
            s += v * i as f64;
        }
        s * n
    }
    #[grad]
    fn h6(x: &[f64], y: &[f64]) -> f64 {
        let mut n = 0.0;
        let mut s = 0.0;
        for (a, b) in x
            .iter()
            .filter(|w| {
                n += *w;
                **w > 0.4
            })
            .zip(y)
        {
            s += a * b;
        }
        s * n
    }
    for k in 0..4 {
        check(
            &[1.2, 0.5, 0.7, 0.3],
            |x| h3(&x[..k], x) + h3(x, &x[..k]),
            |x| {
                let (v, (a, b)) = h3_grad(&x[..k], x);
                let (w, (c, d)) = h3_grad(x, &x[..k]);
                let mut t: Vec<f64> = b;
                for (i, a) in a.iter().enumerate() {
                    t[i] += a;
                }
                for (i, a) in c.iter().enumerate() {
                    t[i] += a;
                }
                for (i, a) in d.iter().enumerate() {
                    t[i] += a;
                }
                (v + w, t)
            },
        );
        check(
            &[1.2, 0.5, 0.7, 0.3],
            |x| h6(x, &x[..k]),
            |x| {
                let (v, (a, b)) = h6_grad(x, &x[..k]);
                let mut t = a;
                for (i, b) in b.iter().enumerate() {
                    t[i] += b;
                }
                (v, t)
            },
        );
    }
    check(&[1.2, 0.5, 0.7, 0.3], |x| h4(x), |x| h4_grad(x));
    check(&[1.2, 0.5, 0.7, 0.3], |x| h5(x), |x| h5_grad(x));
}
