//! Calls of marked functions that return an `Option` or a `Result`, matched on and asked: values, gradients, errors.

// Functions stand as their authors write them, not as clippy would.
#![allow(clippy::all)]

mod support;

use gradus::grad;
use support::written::{check, check_two};

#[grad]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 {
        return None;
    }
    Some(x.sqrt())
}

#[grad]
fn quotient(x: f64, y: f64) -> Result<f64, String> {
    if y == 0.0 { Err(format!("{x} by zero")) } else { Ok(x / y) }
}

#[grad]
fn ends(x: &[f64]) -> Option<(f64, f64)> {
    if x.len() < 2 { None } else { Some((x[0], x[x.len() - 1] * x[0])) }
}

#[grad]
fn squares(x: &[f64], count: usize) -> Option<Vec<f64>> {
    if count <= x.len() { Some(x[..count].iter().map(|v| v * v).collect()) } else { None }
}

#[test]
fn matched() {
    #[grad]
    fn f(x: f64, y: f64) -> f64 {
        let first = match root(x) {
            Some(r) if r > 1.5 => r * y,
            Some(r) => r + x * y,
            None => y * y,
        };
        let second = if let Ok(q) = quotient(x, y) { q.sin() } else { x };
        let Some(third) = root(x * y) else { return first * second };
        let kept = root(x + y);
        let fourth = if let Some(r) = kept { r } else { x - y };
        let declared: Result<f64, String> = quotient(y, x - 4.0);
        let fifth = match declared {
            Ok(q) => q * q,
            Err(_) => 1.0,
        };
        first * second + third * fourth + fifth
    }
    for point in [[4.0, 1.5], [1.0, 0.5], [-1.0, 2.0], [-1.0, 0.5], [4.0, -0.25]] {
        check_two(point, f, f_grad);
    }
    assert_eq!(f_grad(4.0, 0.0).0, f(4.0, 0.0));
}

#[test]
fn asked() {
    #[grad]
    fn f(x: f64, y: f64) -> f64 {
        let a = root(x).unwrap_or(y);
        let b = root(y).unwrap_or_else(|| x * y) + quotient(x, y).unwrap_or_else(|_| x);
        let c = root(x).map_or(1.0, |r| r * y) + root(y).map_or_else(|| x, |r| r * x);
        let d = root(x).and_then(|r| root(r - y)).unwrap_or_default();
        let e = quotient(x, y).ok().map(|q| q * q).unwrap_or(0.5);
        let f = root(x).or_else(|| root(y)).or(root(x * y)).unwrap_or(x);
        let g = if root(x).is_none() && quotient(x, y).is_ok() { x } else { y };
        a * b + c * d + e * f * g + root(x).filter(|r| *r > 1.0).unwrap_or(x)
    }
    for point in [[4.0, 1.5], [1.25, 0.5], [-1.0, 2.0], [-1.0, -0.5], [4.0, -0.25]] {
        check_two(point, f, f_grad);
    }
}

#[test]
fn arrays_and_loops() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let mut sum = ends(&x[..1]).map_or(x[1], |(a, b)| a * b);
        for count in 0..x.len() + 2 {
            let part: Option<Vec<f64>> = squares(x, count);
            if let Some(part) = part {
                sum += part.iter().sum::<f64>() * part.len() as f64;
            }
            if let Some((a, b)) = ends(&x[count.min(x.len())..]) {
                sum = sum.sin() + a * b;
            }
        }
        sum + x.iter().filter_map(|v| root(*v)).map(|r| r * r * r).sum::<f64>()
    }
    check(&[1.25, 0.5, -0.75, 2.0], f, f_grad);

    #[grad]
    fn descent(x: f64) -> f64 {
        let mut left = x;
        let mut product = 1.0;
        while let Some(r) = root(left) {
            product *= r + x;
            left -= 1.0;
        }
        product
    }
    check(&[2.5], |x| descent(x[0]), |x| (descent_grad(x[0]).0, vec![descent_grad(x[0]).1]));
}

#[test]
fn errors_of_another_type() {
    #[grad]
    fn f(x: f64) -> Result<f64, usize> {
        let mut product = x;
        for k in (0..3_usize).rev() {
            product *= quotient(product, k as f64 + x).map_err(|message| message.len() + k)?;
        }
        Ok(product + root(x + 9.0).ok_or(7_usize)?)
    }
    check(&[1.5], |x| f(x[0]).unwrap(), |x| f_grad(x[0]).map(|(value, slope)| (value, vec![slope])).unwrap());
    assert_eq!(f(-2.0), Err(12));
    assert_eq!(f_grad(-2.0), Err(12));
    let mut slope = 1.0;
    assert_eq!((f_vjp(-2.0, 1.0, Some(&mut slope)), slope), (Err(12), 1.0));
}

#[test]
fn nothing_but_what_is_written() {
    #[grad]
    fn normalise(x: &mut [f64], least: f64) -> Result<(), String> {
        for v in x.iter_mut() {
            if *v < -5.0 {
                return Err(format!("{v} is below"));
            }
            *v *= *v * least;
        }
        let sum: f64 = x.iter().sum();
        if sum < 1e-3 {
            return Err("too little".into());
        }
        x.iter_mut().for_each(|v| *v /= sum);
        Ok(())
    }
    #[grad]
    fn twice(x: &mut [f64], least: f64) -> Result<(), String> {
        x[0] *= x[1];
        normalise(x, least)?;
        normalise(x, least)
    }
    #[grad]
    fn first(x: &mut [f64]) -> Option<()> {
        *x.first_mut()? *= 3.0;
        Some(())
    }
    #[grad]
    fn f(x: &[f64], least: f64) -> Result<f64, String> {
        let mut y = x.to_vec();
        twice(&mut y, least)?;
        first(&mut y).unwrap();
        Ok(y[0] * y[1] + y[2])
    }
    check(
        &[1.0, 2.0, 3.0, 0.125],
        |p| f(&p[..3], p[3]).unwrap(),
        |p| {
            let (value, (d_x, d_least)) = f_grad(&p[..3], p[3]).unwrap();
            (value, [d_x, vec![d_least]].concat())
        },
    );
    assert_eq!(f_grad(&[1.0, 2.0, -6.0], 0.125), Err("-6 is below".to_owned()));
    let (mut x, mut d_x, mut d_least) = ([2.0, -6.0], [1.0, 1.5], 0.5);
    assert!(normalise_vjp(&mut x, 1.0, Some(&mut d_x), Some(&mut d_least)).is_err());
    assert_eq!((x, d_x, d_least), ([4.0, -6.0], [1.0, 1.5], 0.5), "the slots are left as they are");
}

#[test]
fn options_of_tuples() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let mut largest = None;
        for (i, v) in x.iter().enumerate() {
            let square = v * v;
            match largest {
                Some((other, _)) if other >= square => {}
                _ => largest = Some((square, i)),
            }
        }
        let mut best: Option<(usize, f64)> = None;
        for i in 0..x.len() {
            if best.is_none() || x[i] > best.unwrap().1 {
                best = Some((i, x[i]));
            }
        }
        let (square, i) = largest.unwrap();
        let found = if let Some((i, v)) = best { v * x[i] * (i + 1) as f64 } else { 0.0 };
        square * x[i] + found
    }
    for point in [[1.5, 0.5, -0.75, 2.0, 0.25, 1.25], [0.3, -0.5, 1.75, 0.7, -1.25, 0.9]] {
        check(&point, f, f_grad);
    }
}

#[test]
fn constants_beside_numbers_that_vary() {
    #[grad]
    fn f(x: &[f64]) -> f64 {
        let first = if x[0] > 1.0 { Some(0.5) } else { Some(x[1] * x[0]) };
        let mut last = None;
        for v in x {
            last = match last {
                None if *v < 0.0 => Some(2.0),
                Some(other) if other > *v => Some(0.25),
                _ => Some(v * v),
            };
        }
        first.unwrap() * x[2] + last.map_or(x[0], |last| last * x[1])
    }
    for point in [[1.5, 0.5, 0.75], [0.6, 0.3, 2.0], [-2.5, 1.0, -4.0]] {
        check(&point, f, f_grad);
    }
}

/// A name that takes all of what is matched on is as one bound by `let`.
#[test]
fn matched_with_names() {
    #[grad]
    fn one(x: &[f64]) -> f64 {
        match root(x[0] * x[0]) {
            v => v.unwrap() * x[1],
        }
    }
    #[grad]
    fn guarded(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for a in x {
            s += match root(*a) {
                v if v.is_some() => v.unwrap() * x[1],
                v => v.unwrap_or(2.0) * a,
            };
            s += match quotient(*a, x[0]) {
                v if v.is_err() => 3.0 * a,
                v => v.unwrap_or(2.0) * a,
            };
            s *= match quotient(*a, 2.0) {
                _ => 2.0,
            };
        }
        s
    }
    #[grad]
    fn numbers(x: &[f64]) -> f64 {
        let y = match x[0] * x[1] {
            mut v => {
                v *= v;
                v + x[0]
            }
        };
        let z = match y {
            v if v > 1.0 => v * 2.0,
            w if w > 0.5 => w * w,
            v => v.sin(),
        };
        let n = match x.len() {
            n if n > 3 => n - 1,
            n => n,
        };
        let a: f64 = match x.to_vec() {
            mut v => {
                v[0] *= 2.0;
                v.iter().sum()
            }
        };
        let b = match (x[0], x[1]) {
            p => p.0 * p.1,
        };
        let c = match x.get(1) {
            v => v.copied().unwrap_or(0.0),
        };
        y * z * n as f64 + a * b + c
    }
    #[grad]
    fn returns(x: &[f64]) -> f64 {
        for a in x {
            let v = match root(*a) {
                v => {
                    if v.is_none() {
                        return *a * 5.0;
                    }
                    v.unwrap()
                }
            };
            if v > 1.0 {
                return v * x[0];
            }
        }
        match x[0] {
            v => return v * 3.0,
        }
    }
    #[grad]
    fn end(x: &[f64]) -> Option<f64> {
        match root(x[0] * x[0]) {
            v => v.map(|a| a * x[1]),
        }
    }
    #[grad]
    fn bound(x: &[f64]) -> f64 {
        let v = root(x[0] * x[0]);
        let w = root(x[1]);
        let u = quotient(x[0], x[1]);
        v.expect("there") * x[1] + v.unwrap() + w.map(|w| w * x[0]).unwrap_or(x[1]) + u.unwrap()
    }
    for point in [[0.5, 0.25, 0.75, 1.25], [-0.6, 0.9, -0.2, 2.25], [0.3, -0.5, 0.1, 0.2]] {
        check(&point, one, one_grad);
        check(&point, guarded, guarded_grad);
        check(&point, numbers, numbers_grad);
        check(&point, returns, returns_grad);
        check(&point, |x| end(x).unwrap(), |x| end_grad(x).unwrap());
        check(&point, bound, bound_grad);
    }
}
