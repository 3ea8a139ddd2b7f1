//! Oracles of `optimisation.txt`: arguments in the order of its `at:` lines.

use super::{dot, sum};
use crate::support::dual::Real;
use std::f64::consts::{E, PI, TAU};

pub fn sphere<T: Real>(v: [T; 3]) -> T {
    dot(v, v)
}

pub fn rosenbrock<T: Real>(v: [T; 2]) -> T {
    valley(&v)
}

pub fn rosenbrock_of_four<T: Real>(v: [T; 4]) -> T {
    valley(&v)
}

fn valley<T: Real>(v: &[T]) -> T {
    sum(v.windows(2).map(|w| {
        let (slope, bend) = (w[0] - 1.0, w[1] - w[0] * w[0]);
        slope * slope + bend * bend * 100.0
    }))
}

pub fn himmelblau<T: Real>([x, y]: [T; 2]) -> T {
    let v = [x * x + y - 11.0, x + y * y - 7.0];
    dot(v, v)
}

pub fn beale<T: Real>([x, y]: [T; 2]) -> T {
    let v = [x * (y - 1.0) + 1.5, x * (y * y - 1.0) + 2.25, x * (y * y * y - 1.0) + 2.625];
    dot(v, v)
}

pub fn booth<T: Real>([x, y]: [T; 2]) -> T {
    let v = [x + y * 2.0 - 7.0, x * 2.0 + y - 5.0];
    dot(v, v)
}

pub fn matyas<T: Real>([x, y]: [T; 2]) -> T {
    (x * x + y * y) * 0.26 - x * y * 0.48
}

pub fn ackley<T: Real>(v: [T; 2]) -> T {
    let radius = (dot(v, v) / 2.0).sqrt();
    let waves = sum(v.map(|x| (x * TAU).cos())) / 2.0;
    (radius * -0.2).exp() * -20.0 - waves.exp() + E + 20.0
}

pub fn rastrigin<T: Real>(v: [T; 2]) -> T {
    sum(v.map(|x| x * x - (x * TAU).cos() * 10.0 + 10.0))
}

pub fn goldstein_price<T: Real>([x, y]: [T; 2]) -> T {
    let (s, d) = (x + y + 1.0, x * 2.0 - y * 3.0);
    let first = x * -14.0 + x * x * 3.0 - y * 14.0 + x * y * 6.0 + y * y * 3.0 + 19.0;
    let second = x * -32.0 + x * x * 12.0 + y * 48.0 - x * y * 36.0 + y * y * 27.0 + 18.0;
    (s * s * first + 1.0) * (d * d * second + 30.0)
}

pub fn three_hump_camel<T: Real>([x, y]: [T; 2]) -> T {
    let q = x * x;
    q * 2.0 - q * q * 1.05 + q * q * q / 6.0 + x * y + y * y
}

pub fn easom<T: Real>([x, y]: [T; 2]) -> T {
    let off = [x - PI, y - PI];
    -(x.cos() * y.cos()) / dot(off, off).exp()
}

pub fn levy<T: Real>(v: [T; 2]) -> T {
    let [u, w] = v.map(|x| (x + 3.0) / 4.0);
    let square = |x: T| x * x;
    square((u * PI).sin())
        + square(u - 1.0) * (square((u * PI + 1.0).sin()) * 10.0 + 1.0)
        + square(w - 1.0) * (square((w * TAU).sin()) + 1.0)
}

pub fn styblinski_tang<T: Real>(v: [T; 2]) -> T {
    sum(v.map(|x| x * (x * (x * x - 16.0) + 5.0))) / 2.0
}

pub fn mccormick<T: Real>([x, y]: [T; 2]) -> T {
    (x + y).sin() + (x - y) * (x - y) - x * 1.5 + y * 2.5 + 1.0
}

pub fn eggholder<T: Real>([x, y]: [T; 2]) -> T {
    let z = y + 47.0;
    let root = |t: T| if t < 0.0 { (-t).sqrt() } else { t.sqrt() };
    -z * root(x / 2.0 + z).sin() - x * root(x - z).sin()
}

pub fn griewank<T: Real>(v: [T; 3]) -> T {
    let product = (1..).zip(v).fold(T::of(1.0), |p, (i, x)| p * (x / f64::from(i).sqrt()).cos());
    dot(v, v) / 4000.0 - product + 1.0
}

pub fn bukin<T: Real>([x, y]: [T; 2]) -> T {
    (y - x * x * 0.01).abs().sqrt() * 100.0 + (x + 10.0).abs() * 0.01
}
