//! Names that stand for two things, by where they are.

use gradus::grad;

use crate::check;

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
    check(
        &[1.2, 0.5],
        |p| f(p[0], p[1]),
        |p| {
            let (value, (d_x, d_y)) = f_grad(p[0], p[1]);
            (value, vec![d_x, d_y])
        },
    );
}
