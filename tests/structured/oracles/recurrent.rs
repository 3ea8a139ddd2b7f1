//! Recurrences, for any number.

use super::*;

fn sigma<T: Real>(z: T) -> T {
    T::of(1.0) / ((-z).exp() + 1.0)
}

pub fn tanh_recurrence<T: Real>(x: &[T], a: T, start: T) -> T {
    x.iter().fold(start, |s, &x| (a * s + x).tanh())
}

pub fn lstm<T: Real>(inputs: &[T], w: &[T; 4], u: &[T; 4], b: &[T; 4]) -> T {
    let (mut h, mut c) = (T::of(0.0), T::of(0.0));
    for &x in inputs {
        let z: [T; 4] = std::array::from_fn(|k| w[k] * x + u[k] * h + b[k]);
        c = sigma(z[1]) * c + sigma(z[0]) * z[2].tanh();
        h = sigma(z[3]) * c.tanh();
    }
    h
}

pub fn lstm_layer<T: Real>(inputs: &[T], w: &[T], u: &[T], b: &[T], units: usize, features: usize) -> T {
    let mut h = vec![T::of(0.0); units];
    let mut c = h.clone();
    for x in inputs.chunks(features) {
        let gate = |g: usize, h: &[T]| {
            let z = (0..features).fold(b[g], |z, k| z + w[g * features + k] * x[k]);
            (0..units).fold(z, |z, k| z + u[g * units + k] * h[k])
        };
        let before = h.clone();
        for j in 0..units {
            let [i, f, g, o] = std::array::from_fn(|k| gate(k * units + j, &before));
            c[j] = sigma(f) * c[j] + sigma(i) * g.tanh();
            h[j] = sigma(o) * c[j].tanh();
        }
    }
    sum(units, |j| h[j])
}

pub fn gru<T: Real>(inputs: &[T], w: &[[T; 2]; 3], u: &[[[T; 2]; 2]; 3]) -> T {
    let mut h = [T::of(0.0); 2];
    for &x in inputs {
        let gate = |k: usize, i: usize| sigma(w[k][i] * x + u[k][i][0] * h[0] + u[k][i][1] * h[1]);
        h = std::array::from_fn(|i| {
            let (r0, r1) = (gate(1, 0), gate(1, 1));
            let candidate = (w[2][i] * x + u[2][i][0] * r0 * h[0] + u[2][i][1] * r1 * h[1]).tanh();
            (-gate(0, i) + 1.0) * h[i] + gate(0, i) * candidate
        });
    }
    h[0] + h[1]
}

pub fn moving_average<T: Real>(x: &[T], alpha: T) -> T {
    let mean = |n: usize| x[1..n].iter().fold(x[0], |mean, &x| alpha * x + (-alpha + 1.0) * mean);
    sum(x.len() - 1, |i| (x[i + 1] - mean(i + 1)).powi(2))
}

pub fn holt<T: Real>(x: &[T], alpha: T, beta: T) -> T {
    let start = (x[0], x[1] - x[0], T::of(0.0));
    let (.., error) = x[2..].iter().fold(start, |(level, trend, error), &x| {
        let forecast = level + trend;
        let next = alpha * x + (-alpha + 1.0) * forecast;
        (next, beta * (next - level) + (-beta + 1.0) * trend, error + (x - forecast).powi(2))
    });
    error
}

pub fn garch<T: Real>(returns: &[T], omega: T, alpha: T, beta: T) -> T {
    let start = omega / (-alpha + 1.0 - beta);
    let variance = |n: usize| returns[..n].iter().fold(start, |v, &r| omega + alpha * r * r + beta * v);
    (0..returns.len()).fold(T::of(0.0), |log, t| log - (variance(t).ln() + returns[t] * returns[t] / variance(t)) * 0.5)
}

pub fn logistic_map<T: Real>(x: T, r: T, n: u32) -> T {
    (0..n).fold(x, |x, _| r * x * (-x + 1.0))
}

pub fn twice<T: Real>(x: T) -> T {
    (0..6).fold(x, |a, _| a * a + a * 0.1)
}

pub fn biquad<T: Real>(signal: &[T], target: &[T], b: [T; 3], a: [T; 2]) -> T {
    let [mut s0, mut s1, mut error] = [T::of(0.0); 3];
    for (&x, &t) in signal.iter().zip(target) {
        let y = b[0] * x + s0;
        (s0, s1) = (b[1] * x - a[0] * y + s1, b[2] * x - a[1] * y);
        error = error + (y - t) * (y - t);
    }
    error
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(recurrent::tanh_recurrence(&x: Slice(8), a: Number, start: Number) in -1.5..1.5).stores(),
        case!(recurrent::tanh_recurrence(&x: Slice(0), a: Number, start: Number) in -1.5..1.5),
        case!(recurrent::lstm(&inputs: Slice(6), &w: Array::<4>, &u: Array::<4>, &b: Array::<4>) in -1.5..1.5).stores(),
        case!(recurrent::lstm_layer(
            &inputs: Slice(6), &w: Slice(24), &u: Slice(36), &b: Slice(12), units = 3, features = 2
        ) in -1.0..1.0)
        .allocates()
        .stores(),
        case!(recurrent::gru(&inputs: Slice(5), &w: Matrix::<3, 2>, &u: Cube::<3, 2, 2>) in -1.5..1.5).stores(),
        case!(recurrent::moving_average(&x: Slice(6), alpha: Number.within(0.1, 0.9)) in -2.0..2.0).stores(),
        case!(recurrent::holt(&x: Slice(7), alpha: Number.within(0.1, 0.9), beta: Number.within(0.1, 0.9))
            in -2.0..2.0)
        .stores(),
        case!(recurrent::garch(
            &returns: Slice(6), omega: Number.within(0.1, 0.5), alpha: Number.within(0.05, 0.3),
            beta: Number.within(0.3, 0.6)
        ) in -2.0..2.0)
        .stores(),
        case!(recurrent::logistic_map(x: Number.within(0.1, 0.9), r: Number, n = 7) in 2.5..3.9).stores(),
        case!(recurrent::twice(x: Number) in -1.2..1.2),
        case!(recurrent::biquad(&signal: Slice(6), &target: Slice(6), b: Array::<3>, a: Array::<2>) in -1.0..1.0)
            .stores(),
    ]
}
