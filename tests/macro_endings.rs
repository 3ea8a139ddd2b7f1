//! Functions that return an `Option` or a `Result`: values, gradients, errors, and slots that stay as they are where there is none.

mod support;

use gradus::grad;
use support::written::check;

#[grad]
fn logarithm(x: f64) -> Option<f64> {
    if x <= 0.0 {
        return None;
    }
    Some(x.ln())
}

#[grad]
fn root(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.sqrt()) } else { None }
}

#[grad]
fn quotient(x: f64, y: f64) -> Result<f64, String> {
    if y == 0.0 {
        return Err("by zero".to_string());
    }
    Ok(x / y)
}

#[derive(Debug, PartialEq)]
enum Wrong {
    Negative(f64),
    Few { n: usize },
}

#[grad]
fn roots(x: &[f64]) -> Result<f64, Wrong> {
    if x.len() < 2 {
        return Err(Wrong::Few { n: x.len() });
    }
    let mut sum = 0.0;
    for &v in x {
        if v < 0.0 {
            return Err(Wrong::Negative(v));
        }
        sum += v.sqrt();
    }
    if sum > 1e6 { Err(Wrong::Negative(sum)) } else { Ok(sum) }
}

/// By Newton's method, which may fail in two ways.
#[grad]
fn newton(a: f64) -> Option<f64> {
    let mut x = a;
    for _ in 0..50 {
        let f = x * x - a;
        if f.abs() < 1e-14 {
            return Some(x);
        }
        let slope = 2.0 * x;
        if slope == 0.0 {
            return None;
        }
        x -= f / slope;
    }
    None
}

#[test]
fn a_value_or_none() {
    check(&[0.7], |x| logarithm(x[0]).unwrap(), |x| logarithm_grad(x[0]).map(|(v, d)| (v, vec![d])).unwrap());
    check(&[0.7], |x| root(x[0]).unwrap(), |x| root_grad(x[0]).map(|(v, d)| (v, vec![d])).unwrap());
    check(&[0.7], |x| newton(x[0]).unwrap(), |x| newton_grad(x[0]).map(|(v, d)| (v, vec![d])).unwrap());
    assert_eq!((logarithm_grad(-1.0), root_grad(0.0), newton_grad(-1.0)), (None, None, None));
    let mut d_x = 0.5;
    assert_eq!(logarithm_vjp(-1.0, 1.0, Some(&mut d_x)), None);
    assert_eq!(d_x, 0.5);
    assert_eq!(logarithm_vjp(2.0, 3.0, Some(&mut d_x)), logarithm(2.0));
    assert_eq!(d_x, 2.0);
    assert_eq!(logarithm_grad_into(2.0, &mut d_x), logarithm(2.0));
    assert_eq!(d_x, 0.5);
}

#[test]
fn a_value_or_an_error() {
    let by_both = |x: &[f64]| quotient_grad(x[0], x[1]).map(|(v, (a, b))| (v, vec![a, b])).unwrap();
    check(&[0.7, 0.4], |x| quotient(x[0], x[1]).unwrap(), by_both);
    check(&[0.7, 0.2, 0.4], |x| roots(x).unwrap(), |x| roots_grad(x).unwrap());
    assert_eq!(quotient_grad(1.0, 0.0), Err("by zero".to_string()));
    assert_eq!(roots_grad(&[1.0]), Err(Wrong::Few { n: 1 }));
    assert_eq!(roots_grad(&[1.0, -2.0]), Err(Wrong::Negative(-2.0)));
    assert_eq!(roots_grad(&[1e13, 1.0]), roots(&[1e13, 1.0]).map(|value| (value, vec![])));
}

#[grad]
fn passed_on(x: f64) -> Result<f64, String> {
    let y = quotient(x, 2.0)?;
    let z: f64 = quotient(y, x)?;
    if y > 100.0 {
        return Err(format!("too large {y}: {}", x));
    }
    Ok(y * z * x)
}

#[grad]
fn both(x: f64) -> Option<f64> {
    let y = logarithm(x)?;
    Some(root(y.abs() + 1.0)? * y)
}

#[grad]
fn insisted(x: f64) -> f64 {
    logarithm(x).unwrap() * quotient(x, 3.0).expect("a quotient")
}

#[grad]
fn handed_on(x: f64) -> Option<f64> {
    if x > 5.0 {
        return logarithm(x + 1.0);
    }
    logarithm(x * 2.0)
}

#[grad]
fn solved(a: [[f64; 2]; 2]) -> Option<[f64; 2]> {
    let det = a[0][0] * a[1][1] - a[0][1] * a[1][0];
    if det.abs() < 1e-12 {
        return None;
    }
    Some([a[0][0] / det, a[1][1] / det])
}

#[grad]
fn of_arrays(a: f64) -> Option<f64> {
    let [p, q] = solved([[a, 1.0], [2.0, a * a]])?;
    let r: [f64; 2] = solved([[a, 0.0], [2.0, 1.0]])?;
    Some(p * q + r[0] * r[1])
}

#[test]
fn calls_of_such_functions() {
    check(&[0.7], |x| passed_on(x[0]).unwrap(), |x| passed_on_grad(x[0]).map(|(v, d)| (v, vec![d])).unwrap());
    assert_eq!(passed_on_grad(1000.0), Err("too large 500: 1000".into()));
    assert_eq!(passed_on_grad(0.0), Err("by zero".into()));
    check(&[0.7], |x| both(x[0]).unwrap(), |x| both_grad(x[0]).map(|(v, d)| (v, vec![d])).unwrap());
    check(&[0.7], |x| insisted(x[0]), |x| (insisted_grad(x[0]).0, vec![insisted_grad(x[0]).1]));
    for at in [0.7, 6.0] {
        check(&[at], |x| handed_on(x[0]).unwrap(), |x| handed_on_grad(x[0]).map(|(v, d)| (v, vec![d])).unwrap());
    }
    check(&[1.7], |x| of_arrays(x[0]).unwrap(), |x| of_arrays_grad(x[0]).map(|(v, d)| (v, vec![d])).unwrap());
    assert_eq!((both_grad(-1.0), handed_on_grad(-1.0), of_arrays_grad(0.0)), (None, None, None));
}

#[grad]
fn elements(x: &[f64], i: usize) -> Result<f64, Box<dyn std::error::Error>> {
    let v = x.get(i).ok_or("no such element")?;
    let w = x.iter().copied().reduce(f64::min).ok_or_else(|| format!("none of {}", x.len()))?;
    Ok(v * w)
}

#[grad]
fn first_and_largest(x: &[f64]) -> Option<f64> {
    let first = x.first()?;
    let largest = x.iter().copied().reduce(f64::max)?;
    let at = x.iter().position(|&v| v > 0.3)?;
    Some(first * largest + x[at])
}

#[grad]
fn read(x: f64, exponent: &str) -> Result<f64, std::num::ParseIntError> {
    let n: i32 = exponent.parse()?;
    Ok(x.powi(n) + exponent.trim().parse::<i32>()? as f64)
}

#[test]
fn what_may_be_missing() {
    check(&[0.7, 0.2, 0.4], |x| elements(x, 1).unwrap(), |x| elements_grad(x, 1).unwrap());
    assert_eq!(elements_grad(&[1.0], 1).unwrap_err().to_string(), "no such element");
    check(&[0.7, 0.2, 0.4], |x| first_and_largest(x).unwrap(), |x| first_and_largest_grad(x).unwrap());
    assert_eq!((first_and_largest_grad(&[]), first_and_largest_grad(&[0.1])), (None, None));
    check(&[0.7], |x| read(x[0], "3").unwrap(), |x| read_grad(x[0], "3").map(|(v, d)| (v, vec![d])).unwrap());
    assert_eq!(read_grad(0.7, "three"), Err("three".parse::<i32>().unwrap_err()));
}

struct Limit {
    above: f64,
}

#[grad]
impl Limit {
    fn scaled(&self, x: f64) -> Option<f64> {
        if x > self.above {
            return None;
        }
        Some(x * self.above)
    }

    fn squared(&self, x: f64) -> Option<f64> {
        let y = self.scaled(x)?;
        Some(y * y + Self::sine(y)?)
    }

    fn sine(y: f64) -> Option<f64> {
        (y > -10.0).then(|| y.sin())
    }
}

#[test]
fn methods() {
    let limit = Limit { above: 2.0 };
    check(&[0.7], |x| limit.squared(x[0]).unwrap(), |x| limit.squared_grad(x[0]).map(|(v, d)| (v, vec![d])).unwrap());
    assert_eq!((limit.squared_grad(3.0), limit.squared_grad(-20.0)), (None, None));
}

#[grad]
fn weighted(x: &[f64], w: &[f64]) -> Option<f64> {
    let mut sum = 0.0;
    for (a, b) in x.iter().zip(w) {
        if *a < 0.0 {
            return None;
        }
        sum += a * a * b;
    }
    Some(sum)
}

#[grad]
fn bounded(x: &[f64], w: &[[f64; 2]]) -> Option<f64> {
    let mut sum = 0.0;
    for (a, b) in x.iter().zip(w) {
        sum += a * a * b[1];
    }
    if sum > 3.0 {
        return None;
    }
    Some(sum)
}

#[test]
fn slots_stay_as_they_are_where_there_is_no_value() {
    let (mut d_x, mut d_w) = (vec![1.0; 3], vec![2.0; 3]);
    assert_eq!(weighted_vjp(&[1.0, 2.0, -1.0], &[1.0, 2.0, 3.0], 1.0, Some(&mut d_x), Some(&mut d_w)), None);
    assert_eq!((&d_x, &d_w), (&vec![1.0; 3], &vec![2.0; 3]));
    assert_eq!(weighted_vjp(&[1.0, 2.0, 1.0], &[1.0, 2.0, 3.0], 2.0, Some(&mut d_x), Some(&mut d_w)), Some(12.0));
    assert_eq!((d_x, d_w), (vec![5.0, 17.0, 13.0], vec![4.0, 10.0, 4.0]));
    let (mut d_x, mut d_w) = (vec![1.0; 3], vec![[2.0; 2]; 3]);
    assert_eq!(bounded_vjp(&[1.0, 2.0, -1.0], &[[1.0, 2.0]; 3], 1.0, Some(&mut d_x), Some(&mut d_w)), None);
    assert_eq!((d_x, d_w), (vec![1.0; 3], vec![[2.0; 2]; 3]));
}

#[grad]
#[allow(clippy::question_mark)]
fn by_patterns(x: &[f64], i: usize) -> Option<f64> {
    let Some(v) = x.get(i) else { return None };
    let w = match x.last() {
        Some(w) => *w,
        None => return None,
    };
    Some(v * w)
}

#[grad]
fn apart(x: &[f64]) -> Result<f64, Wrong> {
    let mut sum = 0.0;
    for i in 0..x.len() {
        for j in 0..i {
            let d = x[i] - x[j];
            if d.abs() < 1e-9 {
                return Err(Wrong::Few { n: i });
            } else if d > 5.0 {
                return Err(Wrong::Negative(d));
            }
            sum += 1.0 / d;
        }
    }
    match x.len() {
        0 => Err(Wrong::Few { n: 0 }),
        1 => Err(Wrong::Negative(x[0]))?,
        _ => Ok(sum),
    }
}

/// A `Vec`, which is made after the function might have ended.
#[grad]
fn unit(x: &[f64]) -> Option<Vec<f64>> {
    let norm = x.iter().map(|v| v * v).sum::<f64>().sqrt();
    if norm < 1e-12 {
        return None;
    }
    Some(x.iter().map(|v| v / norm).collect())
}

#[grad]
fn product(x: &[f64]) -> Option<f64> {
    let u: Vec<f64> = unit(x)?;
    Some(u[0] * u[1])
}

#[test]
fn endings_in_patterns_and_loops() {
    check(&[0.3, 0.5, 0.9], |x| by_patterns(x, 1).unwrap(), |x| by_patterns_grad(x, 1).unwrap());
    assert_eq!((by_patterns_grad(&[1.0], 3), by_patterns_grad(&[], 0)), (None, None));
    check(&[0.3, 0.5, 0.9], |x| apart(x).unwrap(), |x| apart_grad(x).unwrap());
    assert_eq!(apart_grad(&[1.0, 1.0]), Err(Wrong::Few { n: 1 }));
    assert_eq!(apart_grad(&[1.0, 8.0]), Err(Wrong::Negative(7.0)));
    assert_eq!(apart_grad(&[]), Err(Wrong::Few { n: 0 }));
    assert_eq!(apart_grad(&[2.0]), Err(Wrong::Negative(2.0)));
    check(&[0.4, 0.7], |x| product(x).unwrap(), |x| product_grad(x).unwrap());
    assert_eq!(product_grad(&[0.0, 0.0]), None);
}
