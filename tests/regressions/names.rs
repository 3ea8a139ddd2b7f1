//! Names that stand for two things, by where they are.

use gradus::grad;

use crate::{check, check_two};

#[test]
fn behind_else_and_behind_let() {
    #[grad]
    fn f(x: f64, k: usize, o: Option<usize>) -> f64 {
        let k = k + 1;
        let chosen = if let Some(k) = o { k } else { k * 2 };
        let larger = if let Some(k) = o
            && k > 2
        {
            k
        } else {
            100
        };
        x * x * chosen as f64 + x * (larger + k) as f64
    }
    for o in [None, Some(1), Some(3)] {
        check(
            &[1.2],
            |p| f(p[0], 2, o),
            |p| {
                let (value, d_x) = f_grad(p[0], 2, o);
                (value, vec![d_x])
            },
        );
    }
}

#[test]
fn items_of_a_function_that_is_called_twice() {
    #[grad]
    fn f(x: f64, y: f64) -> f64 {
        fn scaled(v: f64) -> f64 {
            use std::f64::consts::PI;
            const TWICE: f64 = 2.0;
            v * v * TWICE * PI
        }
        scaled(x) * scaled(y) + scaled(x * y)
    }
    check_two([1.2, 0.5], f, f_grad);
}

#[test]
fn a_variable_that_is_called_as_a_loop_calls_its_own() {
    #[grad]
    fn f(x: &[f64], a: f64) -> f64 {
        let mut i = 0;
        let mut u = a;
        for (j, y) in x.iter().enumerate() {
            i = j;
            for (k, z) in x.iter().enumerate() {
                i = k;
                u = u * 0.5 + y * z;
            }
        }
        for j in 0..i {
            if u > 0.3 {
                i = j;
            }
            u *= 1.5;
        }
        u * (i + 1) as f64
    }
    check(
        &[0.3, 0.7, 0.5],
        |p| f(&p[..2], p[2]),
        |p| {
            let (value, (d_x, d_a)) = f_grad(&p[..2], p[2]);
            (value, [d_x, vec![d_a]].concat())
        },
    );
}

#[test]
fn names_that_begin_alike() {
    #[grad]
    fn f(x: &[f64], p: Option<(usize, usize)>) -> f64 {
        let mut s = 0.0;
        if let Some((mut ab, b)) = p {
            ab += b;
            s += x[ab];
        }
        if let Some((mut ab, a)) = p {
            while ab < 3 {
                s *= x[a];
                ab += 1;
            }
        }
        s
    }
    check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, Some((1, 2))), |x| f_grad(x, Some((1, 2))));
}
