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

#[test]
fn constants_beside_elements() {
    #[grad]
    fn f(x: &[f64], c: bool) -> f64 {
        let o = if c { Some(0.5) } else { x.get(0).copied() };
        o.map_or(1.0, |v| v * v * x[1])
    }
    for n in [true, false] {
        check(&[1.2, 0.5, 0.7, 0.3], |x| f(x, n), |x| f_grad(x, n));
    }
    #[grad]
    fn g(x: &[f64], c: bool) -> f64 {
        let mut o = Some(0.5);
        if c {
            o = x.get(0).copied();
        }
        match o {
            Some(v) => v * x[1],
            None => 0.0,
        }
    }
    for n in [true, false] {
        check(&[1.2, 0.5, 0.7, 0.3], |x| g(x, n), |x| g_grad(x, n));
    }
    #[grad]
    fn h(x: &[f64], c: u8) -> f64 {
        const D: f64 = 2.0;
        let o = if c > 2 {
            Some(D)
        } else if c > 1 {
            None
        } else {
            x.get(0).copied()
        };
        o.unwrap_or(3.0) * x[1]
    }
    for n in 0..4 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| h(x, n), |x| h_grad(x, n));
    }
    #[grad]
    fn i(x: &[f64], c: bool) -> f64 {
        let o = match c {
            true => Some(1.0),
            false => x.iter().copied().reduce(f64::max),
        };
        o.unwrap() * x[1]
    }
    for n in [true, false] {
        check(&[1.2, 0.5, 0.7, 0.3], |x| i(x, n), |x| i_grad(x, n));
    }
    #[grad]
    fn j(x: &[f64], k: usize) -> f64 {
        let mut best = Some(0);
        for (i, v) in x.iter().enumerate() {
            if *v > 0.6 && i < k {
                best = Some(i);
            }
        }
        match best {
            Some(i) => x[i] * x[1],
            None => x[0],
        }
    }
    for n in 0..4 {
        check(&[1.2, 0.5, 0.7, 0.3], |x| j(x, n), |x| j_grad(x, n));
    }
}

/// Where the type is declared, a literal in `Some` is a number that may vary.
#[grad]
fn declared(a: f64, x: &[f64]) -> f64 {
    let first: Option<f64> = Some(-1.0);
    let second = Some(2.5);
    let mut o: Option<f64> = Some(0.5);
    let mut sum = a * first.unwrap_or(a.sin()) + a * second.unwrap_or(a.cos());
    for e in x {
        o = o.filter(|h| *h < 1.5);
        o = Some(o.map_or(a, |h| h * e));
        if o.map_or(true, |h| *e > h) {
            o = Some(*e * a);
        }
        sum += o.unwrap_or(a);
    }
    sum
}

#[test]
fn literals_of_a_declared_type() {
    for n in 0..4 {
        let x = [0.7, 1.3, 0.9, 2.1];
        check(
            &[&[1.2], &x[..n]].concat(),
            |x| declared(x[0], &x[1..]),
            |x| {
                let (v, (d_a, d_x)) = declared_grad(x[0], &x[1..]);
                (v, [vec![d_a], d_x].concat())
            },
        );
    }
}
