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

/// Sums of what may be none, and loops that end where there is none.
mod sums {
    use gradus::grad;

    #[grad]
    pub fn root(x: f64) -> Option<f64> {
        if x < 0.3 {
            return None;
        }
        Some(x.sqrt())
    }
    #[grad]
    pub fn tried(x: f64) -> Result<f64, String> {
        if x < 0.3 {
            return Err(format!("{x}"));
        }
        Ok(x.sqrt())
    }
    #[grad]
    pub fn tail(x: &[f64]) -> Option<f64> {
        x.iter().map(|v| root(*v)).sum()
    }
    #[grad]
    pub fn tail_path(x: &[f64]) -> Result<f64, String> {
        x.iter().copied().map(tried).product()
    }
    #[grad]
    pub fn bound(x: &[f64]) -> Option<f64> {
        let s: Option<f64> = x.iter().map(|v| root(*v)).sum();
        Some(s? * x[0])
    }
    #[grad]
    pub fn question(x: &[f64]) -> Result<f64, String> {
        let s = x.iter().map(|v| tried(v * x[0])).sum::<Result<f64, String>>()?;
        Ok(s * x[1])
    }
    #[grad]
    pub fn mapped(x: &[f64]) -> Result<f64, usize> {
        let s = x.iter().map(|v| tried(v * x[0])).sum::<Result<f64, String>>().map_err(|e| e.len())?;
        Ok(s * x[1])
    }
    #[grad]
    pub fn asked(x: &[f64]) -> f64 {
        let s = x.iter().map(|v| if *v > 0.3 { Some(v * v) } else { None }).sum::<Option<f64>>();
        let p = x.iter().map(|v| root(*v)).product::<Option<f64>>().unwrap_or(x[1]);
        let q: Result<f64, String> = x.iter().map(|v| tried(*v)).sum();
        let r = match q {
            Ok(q) => q * x[0],
            Err(_) => x[1] * 3.0,
        };
        let t = if let Some(t) = x.iter().map(|v| (*v > 0.2).then(|| v * x[0])).sum::<Option<f64>>() { t } else { 1.0 };
        s.unwrap_or(1.0) * x[0] + p + r + t
    }
    #[grad]
    pub fn unwrapped(x: &[f64]) -> f64 {
        x.iter().map(|v| root(*v + 1.0)).sum::<Option<f64>>().unwrap()
            * x.iter().map(|v| if *v > -10.0 { Some(v * v) } else { None }).sum::<Option<f64>>().expect("all")
            * x.iter().map(|v| if *v > 0.0 { Some(1.0) } else { Some(2.0) }).sum::<Option<f64>>().unwrap()
    }
    #[grad]
    pub fn each(x: &[f64]) -> Option<f64> {
        let mut s = 0.0;
        x.iter().try_for_each(|v| {
            if *v < 0.3 {
                return None;
            }
            s += v.sqrt();
            Some(())
        })?;
        Some(s * x[0])
    }
    #[grad]
    pub fn each_asked(x: &[f64]) -> f64 {
        let mut s = 1.0;
        let all = x.iter().try_for_each(|v| {
            s *= v + 1.0;
            if s > 2.0 { None } else { Some(()) }
        });
        let more = x
            .iter()
            .rev()
            .try_for_each(|v| -> Option<()> {
                let r = root(*v)?;
                s += r;
                (s < 4.0).then_some(())
            })
            .is_some();
        if all.is_some() {
            s * 2.0
        } else if more {
            s * x[0]
        } else {
            s
        }
    }
    #[grad]
    pub fn each_result(x: &[f64]) -> Result<f64, String> {
        let mut s = 0.0;
        x.iter().enumerate().try_for_each(|(i, v)| -> Result<(), String> {
            if *v < 0.3 {
                if *v > 0.0 {
                    return Ok(());
                }
                return Err(format!("{i}"));
            }
            for k in 0..2 {
                if k + i > 3 {
                    return Ok(());
                }
                s += tried(*v * x[k])?;
            }
            if s > 100.0 { Err("much".to_owned()) } else { Ok(()) }
        })?;
        Ok(s * x[0])
    }
    #[grad]
    pub fn each_written(x: &[f64], y: &mut [f64]) -> Result<(), String> {
        x.iter().zip(y.iter_mut()).try_for_each(|(v, w)| {
            *w *= tried(*v)?;
            Ok(())
        })
    }
    #[grad]
    pub fn of_written(x: &[f64]) -> Result<f64, String> {
        let mut y = x.to_vec();
        each_written(&x[1..], &mut y[1..])?;
        Ok(y.iter().sum::<f64>())
    }
}

#[test]
fn sums_of_what_may_be_none() {
    use sums::*;
    for x in [[0.9, 1.6, 0.75, 1.25], [1.6, 0.9, 0.05, 2.25], [0.8, -0.1, 1.7, 0.9], [2.0, 0.9, 0.75, 1.25]] {
        assert_eq!(tail(&x).is_some(), tail_grad(&x).is_some());
        if tail(&x).is_some() {
            check(&x, |x| tail(x).unwrap(), |x| tail_grad(x).unwrap());
            check(&x, |x| tail_path(x).unwrap(), |x| tail_path_grad(x).unwrap());
            check(&x, |x| bound(x).unwrap(), |x| bound_grad(x).unwrap());
            check(&x, |x| each(x).unwrap(), |x| each_grad(x).unwrap());
        }
        assert_eq!(bound(&x).is_some(), bound_grad(&x).is_some());
        assert_eq!(each(&x).is_some(), each_grad(&x).is_some());
        assert_eq!(tail_path(&x).err(), tail_path_grad(&x).err());
        assert_eq!(question(&x).err(), question_grad(&x).err());
        assert_eq!(mapped(&x).err(), mapped_grad(&x).err());
        assert_eq!(each_result(&x).err(), each_result_grad(&x).err());
        assert_eq!(of_written(&x).err(), of_written_grad(&x).err());
        if question(&x).is_ok() {
            check(&x, |x| question(x).unwrap(), |x| question_grad(x).unwrap());
            check(&x, |x| mapped(x).unwrap(), |x| mapped_grad(x).unwrap());
        }
        if each_result(&x).is_ok() {
            check(&x, |x| each_result(x).unwrap(), |x| each_result_grad(x).unwrap());
        }
        if of_written(&x).is_ok() {
            check(&x, |x| of_written(x).unwrap(), |x| of_written_grad(x).unwrap());
        }
        check(&x, asked, asked_grad);
        check(&x, unwrapped, unwrapped_grad);
        check(&x, each_asked, each_asked_grad);
    }
    assert!(question(&[2.0, 0.9, 0.75, 1.25]).is_ok() && each_result(&[2.0, 0.9, 0.75, 1.25]).is_ok());
}

/// What a closure gives that is a constant, or none.
#[test]
fn constants_or_nothing() {
    #[grad]
    fn given(x: &[f64]) -> f64 {
        let a = x.iter().filter_map(|v| if *v > 0.3 { Some(1.0) } else { None }).sum::<f64>();
        let b = x
            .iter()
            .filter_map(|v| match *v {
                v if v > 1.0 => Some(2.0),
                v if v > 0.5 => None,
                _ => Some(-1.0),
            })
            .map(|w| w * x[0])
            .product::<f64>();
        let c: f64 = (0..4).filter_map(|i| if i > 1 { Some(3 - i) } else { None }).map(|i| x[i]).sum();
        let d = x.iter().filter_map(|v| if *v > 0.3 { Some((1.0, *v)) } else { None }).map(|(a, b)| a * b).sum::<f64>();
        let e = x
            .iter()
            .filter_map(|v| {
                if *v > 0.7 {
                    Some(1.0)
                } else if *v < 0.3 {
                    Some(*v)
                } else {
                    None
                }
            })
            .sum::<f64>();
        let f = x.iter().map_while(|v| if *v > 0.1 { Some(0.5) } else { None }).count() as f64;
        a * x[1] + b + c * d + e * f
    }
    check(&[0.5, 0.25, 0.75, 1.25], given, given_grad);
}
