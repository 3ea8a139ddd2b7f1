//! The user's own functions and types, called as those of `std` are.

use std::array::from_fn;
use std::mem::{replace, swap, take};

use gradus::grad;

use crate::{check, check_two};

#[test]
fn functions_and_types_of_a_module() {
    #[grad]
    mod v {
        struct Vec {
            a: f64,
            b: f64,
        }
        impl Vec {
            fn new(a: f64, b: f64) -> Vec {
                Vec { a, b }
            }
            fn from(a: f64) -> Vec {
                Vec { a, b: 3.0 * a }
            }
            fn with_capacity(a: f64) -> Vec {
                Vec { a, b: a }
            }
        }
        pub fn f(x: f64) -> f64 {
            let v = Vec::new(x, 2.0);
            let w = Vec::from(x);
            let mut u = Vec::with_capacity(x);
            u.a = 2.0 * x;
            v.a * v.b * w.a * w.b * u.a * u.b
        }
        fn swap(a: f64, b: f64) -> f64 {
            a - b * b
        }
        fn take(x: f64, k: f64) -> f64 {
            x * k
        }
        fn drop(x: f64) -> f64 {
            x * x
        }
        pub fn g(x: f64) -> f64 {
            swap(x, 2.0 * x) * take(x, 2.0) + drop(x)
        }
    }
    check(
        &[1.2],
        |x| v::f(x[0]),
        |x| {
            let (v, d) = v::f_grad(x[0]);
            (v, vec![d])
        },
    );
    check(
        &[1.2],
        |x| v::g(x[0]),
        |x| {
            let (v, d) = v::g_grad(x[0]);
            (v, vec![d])
        },
    );
}

#[test]
fn functions_of_std_by_import_and_by_path() {
    #[grad]
    fn f(x: f64, y: f64) -> f64 {
        use std::mem::{self, swap};
        let (mut a, mut b) = (x, y);
        swap(&mut a, &mut b);
        let c = mem::replace(&mut a, 2.0 * x);
        a * b * b * c * core::mem::take(&mut a)
    }
    check_two([1.2, 0.7], f, f_grad);
}

/// Imported at the top of the file, which a function under `#[grad]` does not show.
#[grad]
fn imported(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    swap(&mut a, &mut b);
    let mut c: [f64; 3] = from_fn(|k| a * (k + 1) as f64);
    let before = replace(&mut c[1], b);
    let sum = take(&mut a) + c.iter().sum::<f64>();
    (sum + a) * before * b * b
}

#[test]
fn functions_of_std_by_their_bare_names() {
    check_two([1.2, 0.7], imported, imported_grad);
}
