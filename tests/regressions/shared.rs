//! Arrays that two parts of a value hold.

use gradus::grad;

use crate::check_two;

struct Pair {
    a: [f64; 2],
    b: [f64; 2],
}

#[test]
fn one_array_twice() {
    #[grad]
    fn f(x: f64, y: f64) -> f64 {
        let mut t = {
            let q = [x, y];
            (q, q)
        };
        t.0[0] = 5.0 * y;
        let mut s = {
            let q = [x * y, y];
            Pair { a: q, b: q }
        };
        s.a[1] *= x;
        let twice = |q: [f64; 2]| (q, (q, x));
        let mut u = twice([y, x]);
        u.1.0[1] += u.0[0];
        t.0[0] * t.1[0] + s.a[1] * s.b[1] + u.0[1] * u.1.0[1]
    }
    check_two([1.2, 0.5], f, f_grad);
}

#[test]
fn an_array_before_it_changes() {
    #[grad]
    fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        let t = (a, {
            a[0] = y * y;
            a[1]
        });
        let advance = |s: &mut [f64; 2]| {
            s[1] *= s[0];
            s[1]
        };
        let s = (a, advance(&mut a));
        let first = |q: [f64; 2], v: f64| q[0] * v;
        let u = first(a, {
            a[0] += x;
            a[0]
        });
        t.0[0] * t.1 + a[0] + s.0[1] * s.1 + u
    }
    check_two([1.2, 0.5], f, f_grad);
}
