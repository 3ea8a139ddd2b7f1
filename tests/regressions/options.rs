//! `Option`s of numbers that are assigned constants.

use gradus::grad;

use crate::check;

#[test]
fn constants_in_place_of_numbers() {
    #[grad]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut o = Some(x[0]);
        let mut s = 0.5;
        for v in x {
            if *v > 0.6 {
                o = Some(1.3);
            } else if k > 1 {
                o = None;
            }
            s = s * 0.7 + o.unwrap_or(*v);
            o = o.map(|w| w * v);
        }
        let last = match o {
            Some(w) if w > 0.4 => w * s,
            Some(w) => w,
            None => s * s,
        };
        o = None;
        if let Some(w) = o {
            s += w;
        }
        s += match o {
            Some(w) if w > 0.4 => w * s,
            Some(w) => w,
            None => x[0] * s,
        };
        for v in x {
            if (match o {
                Some(w) => w * s,
                None => 1.3 * v,
            }) > 0.8
            {
                return s * v;
            }
        }
        s + last * o.unwrap_or(x[1])
    }
    for k in [0, 2] {
        check(&[0.3, 0.7, 0.5], |x| f(x, k), |x| f_grad(x, k));
        check(&[0.3, 0.2, 0.5], |x| f(x, k), |x| f_grad(x, k));
    }
}

#[test]
fn nothing_in_a_loop_that_may_not_run() {
    #[grad]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut o = Some(x[0]);
        for _ in 0..k {
            o = None;
        }
        o.unwrap_or(0.9).sin() * x[1]
    }
    for k in [0, 1] {
        check(&[0.3, 0.7], |x| f(x, k), |x| f_grad(x, k));
    }
}
