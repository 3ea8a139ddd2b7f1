//! Functions on which optimisers are tried, for any number.

use super::*;
use std::f64::consts::{E, PI};

pub fn rosenbrock<T: Real>(x: &[T]) -> T {
    sum(x.len() - 1, |i| {
        let (a, b) = (-x[i] + 1.0, x[i + 1] - x[i] * x[i]);
        a * a + b * 100.0 * b
    })
}

pub fn rosenbrock_windows<T: Real>(x: &[T]) -> T {
    sum(x.len() - 1, |i| (x[i + 1] - x[i].powi(2)).powi(2) * 100.0 + (-x[i] + 1.0).powi(2))
}

pub fn rastrigin<T: Real>(x: &[T]) -> T {
    sum(x.len(), |i| x[i] * x[i] - (x[i] * (2.0 * PI)).cos() * 10.0) + 10.0 * x.len() as f64
}

pub fn ackley<T: Real>(x: &[T]) -> T {
    let n = x.len() as f64;
    let squares = inner(x, x);
    let waves = sum(x.len(), |i| (x[i] * (2.0 * PI)).cos());
    ((squares / n).sqrt() * -0.2).exp() * -20.0 - (waves / n).exp() + 20.0 + E
}

pub fn himmelblau<T: Real>([x, y]: [T; 2]) -> T {
    (x * x + y - 11.0).powi(2) + (x + y * y - 7.0).powi(2)
}

pub fn beale<T: Real>(x: T, y: T) -> T {
    let term = |c: f64, power: T| (-x + c + x * power).powi(2);
    term(1.5, y) + term(2.25, y * y) + term(2.625, y * y * y)
}

pub fn styblinski_tang<T: Real>(x: &[T]) -> T {
    sum(x.len(), |i| x[i].powi(4) - x[i].powi(2) * 16.0 + x[i] * 5.0) / 2.0
}

pub fn powell<T: Real>(x: &[T]) -> T {
    x.chunks(4).fold(T::of(0.0), |sum, q| {
        let (a, b) = ((q[0] + q[1] * 10.0).powi(2), (q[2] - q[3]).powi(2) * 5.0);
        sum + a + b + (q[1] - q[2] * 2.0).powi(4) + (q[0] - q[3]).powi(4) * 10.0
    })
}

pub fn levy<T: Real>(x: &[T]) -> T {
    let w = |x: T| (x - 1.0) / 4.0 + 1.0;
    let n = x.len();
    let last = w(x[n - 1]);
    let first = (w(x[0]) * PI).sin().powi(2);
    let most = x[..n - 1]
        .iter()
        .fold(first, |sum, &x| sum + (w(x) - 1.0).powi(2) * ((w(x) * PI + 1.0).sin().powi(2) * 10.0 + 1.0));
    most + (last - 1.0).powi(2) * ((last * (2.0 * PI)).sin().powi(2) + 1.0)
}

pub fn griewank<T: Real>(x: &[T]) -> T {
    let squares = sum(x.len(), |i| x[i] * x[i] / 4000.0);
    let cosine = |i: usize| (x[i] / ((i + 1) as f64).sqrt()).cos();
    squares + 1.0 - (0..x.len()).fold(T::of(1.0), |product, i| product * cosine(i))
}

pub fn branin<T: Real>(x1: T, x2: T) -> T {
    let inner = x2 - x1 * (5.1 / (4.0 * PI * PI)) * x1 + x1 * (5.0 / PI) - 6.0;
    inner.powi(2) + x1.cos() * (10.0 * (1.0 - 1.0 / (8.0 * PI))) + 10.0
}

pub fn schwefel<T: Real>(x: &[T]) -> T {
    x.iter().fold(T::of(418.9829 * x.len() as f64), |sum, &x| sum - x * x.abs().sqrt().sin())
}

pub fn michalewicz<T: Real>(x: &[T], m: i32) -> T {
    -sum(x.len(), |i| x[i].sin() * (x[i] * (i + 1) as f64 * x[i] / PI).sin().powi(2 * m))
}

pub fn zakharov<T: Real>(x: &[T]) -> T {
    let weighted = sum(x.len(), |i| x[i] * (0.5 * (i as f64 + 1.0)));
    sum(x.len(), |i| x[i].powi(2)) + weighted.powi(2) + weighted.powi(4)
}

pub fn dixon_price<T: Real>(x: &[T]) -> T {
    let rest = |i: usize| (x[i] * 2.0 * x[i] - x[i - 1]).powi(2) * (i + 1) as f64;
    (1..x.len()).fold((x[0] - 1.0).powi(2), |sum, i| sum + rest(i))
}

pub fn goldstein_price<T: Real>(x: T, y: T) -> T {
    let a = T::of(19.0) - x * 14.0 + x * 3.0 * x - y * 14.0 + x * 6.0 * y + y * 3.0 * y;
    let b = T::of(18.0) - x * 32.0 + x * 12.0 * x + y * 48.0 - x * 36.0 * y + y * 27.0 * y;
    ((x + y + 1.0).powi(2) * a + 1.0) * ((x * 2.0 - y * 3.0).powi(2) * b + 30.0)
}

pub fn easom<T: Real>(x: T, y: T) -> T {
    -x.cos() * y.cos() * (-((x - PI).powi(2) + (y - PI).powi(2))).exp()
}

pub fn box_penalty<T: Real>(x: &[T], low: &[T], high: &[T], weight: T) -> T {
    weight * sum(x.len(), |i| (relu(low[i] - x[i]) + relu(x[i] - high[i])).powi(2))
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(optimisation::rosenbrock(&x: Slice(6)) in -2.0..2.0),
        case!(optimisation::rosenbrock(&x: Slice(2)) in -2.0..2.0).known(&[-1.2, 1.0], 24.2, &[-215.6, -88.0]),
        case!(optimisation::rosenbrock(&x: Slice(1)) in -2.0..2.0),
        case!(optimisation::rosenbrock_windows(&x: Slice(5)) in -2.0..2.0),
        case!(optimisation::rastrigin(&x: Slice(4)) in -5.0..5.0),
        case!(optimisation::ackley(&x: Slice(3)) in -4.0..4.0),
        case!(optimisation::himmelblau(p: Array::<2>) in -5.0..5.0).known(&[3.0, 2.0], 0.0, &[0.0, 0.0]),
        case!(optimisation::beale(x: Number, y: Number) in -2.0..2.0).stores(),
        case!(optimisation::styblinski_tang(&x: Slice(4)) in -4.0..4.0),
        case!(optimisation::powell(&x: Slice(8)) in -3.0..3.0),
        case!(optimisation::levy(&x: Slice(4)) in -5.0..5.0),
        case!(optimisation::griewank(&x: Slice(5)) in -9.0..9.0).stores(),
        case!(optimisation::branin(x1: Number, x2: Number) in -5.0..10.0),
        case!(optimisation::schwefel(&x: Slice(3)) in 3.0..400.0),
        case!(optimisation::michalewicz(&x: Slice(3), m = 10) in 0.1..3.0),
        case!(optimisation::zakharov(&x: Slice(4)) in -2.0..2.0),
        case!(optimisation::dixon_price(&x: Slice(4)) in -3.0..3.0),
        case!(optimisation::goldstein_price(x: Number, y: Number) in -2.0..2.0),
        case!(optimisation::easom(x: Number, y: Number) in 1.0..5.0),
        case!(optimisation::box_penalty(
            &x: Slice(5), &low: Slice(5).within(-1.0, -0.5), &high: Slice(5).within(0.5, 1.0), weight: Number
        ) in -2.0..2.0)
        .kinked(),
    ]
}
