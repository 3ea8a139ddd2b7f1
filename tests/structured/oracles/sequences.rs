//! Sums, products, extrema and windows, for any number.

use super::*;

pub fn cumulative_sums<T: Real>(x: &[T]) -> T {
    let sums: Vec<T> = (1..=x.len()).map(|n| x[1..n].iter().fold(x[0], |sum, &x| sum + x)).collect();
    inner(&sums, &sums)
}

pub fn cumulate<T: Real>(x: &mut [T]) {
    let start = x.to_vec();
    for i in 1..x.len() {
        x[i] = start[1..=i].iter().fold(start[0], |sum, &x| x + sum);
    }
}

pub fn cumulative_products<T: Real>(x: &[T]) -> T {
    sum(x.len(), |i| x[..=i].iter().fold(T::of(1.0), |p, &x| p * x) / (i + 1) as f64)
}

pub fn largest_by_fold<T: Real>(x: &[T]) -> T {
    largest(x) * largest(x)
}

pub fn largest_by_if<T: Real>(x: &[T]) -> T {
    largest(x).exp()
}

pub fn spread<T: Real>(x: &[T]) -> T {
    let negated: Vec<T> = x.iter().map(|&x| -x).collect();
    (largest(x) + largest(&negated)).powi(2)
}

pub fn log_sum_exp<T: Real>(x: &[T]) -> T {
    let highest = largest(x);
    highest + sum(x.len(), |i| (x[i] - highest).exp()).ln()
}

pub fn softmax<T: Real>(x: &[T], out: &mut [T]) {
    let highest = largest(x);
    let total = sum(x.len(), |i| (x[i] - highest).exp());
    for i in 0..x.len() {
        out[i] = (x[i] - highest).exp() / total;
    }
}

pub fn cross_entropy<T: Real>(scores: &[T], label: usize) -> T {
    -(scores[label].exp() / sum(scores.len(), |i| scores[i].exp())).ln()
}

fn mean<T: Real>(x: &[T]) -> T {
    sum(x.len(), |i| x[i]) / x.len() as f64
}

pub fn variance<T: Real>(x: &[T]) -> T {
    sum(x.len(), |i| (x[i] - mean(x)).powi(2)) / (x.len() as f64 - 1.0)
}

pub fn correlation<T: Real>(x: &[T], y: &[T]) -> T {
    let centred = |x: &[T]| -> Vec<T> { x.iter().map(|&v| v - mean(x)).collect() };
    let (dx, dy) = (centred(x), centred(y));
    inner(&dx, &dy) / (inner(&dx, &dx) * inner(&dy, &dy)).sqrt()
}

pub fn geometric_mean<T: Real>(x: &[T]) -> T {
    x.iter().fold(T::of(1.0), |p, &x| p * x).powf(T::of(1.0 / x.len() as f64))
}

pub fn convolution<T: Real>(signal: &[T], kernel: &[T]) -> T {
    let k = kernel.len();
    sum(signal.len() + 1 - k, |at| sum(k, |i| signal[at + i] * kernel[k - 1 - i]).powi(2))
}

pub fn normalised_rows<T: Real>(x: &[T], width: usize, weights: &[T]) -> T {
    x.chunks(width).fold(T::of(0.0), |sum, row| sum + inner(row, weights) / inner(row, row).sqrt())
}

pub fn autocorrelation<T: Real>(x: &[T], lags: usize) -> T {
    sum(lags, |lag| inner(&x[..x.len() - lag - 1], &x[lag + 1..]).powi(2))
}

pub fn spline<T: Real>(knots: &[T], t: T) -> T {
    let i = (t.value() as usize).min(knots.len() - 4);
    let u = t - i as f64;
    let [p0, p1, p2, p3] = [knots[i], knots[i + 1], knots[i + 2], knots[i + 3]];
    let square = p0 * 2.0 - p1 * 5.0 + p2 * 4.0 - p3;
    let cube = p1 * 3.0 - p0 - p2 * 3.0 + p3;
    (p1 * 2.0 + (p2 - p0) * u + square * u * u + cube * u.powi(3)) * 0.5
}

pub fn piecewise_linear<T: Real>(xs: &[T], ys: &[T], x: T) -> T {
    let n = xs.len();
    match (x <= xs[0], (1..n).find(|&i| x < xs[i])) {
        (true, _) => ys[0],
        (_, Some(i)) => ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]),
        _ => ys[n - 1],
    }
}

fn sorted<T: Real>(x: &[T]) -> Vec<T> {
    let mut x = x.to_vec();
    x.sort_by(|a, b| a.partial_cmp(b).unwrap());
    x
}

pub fn ranked<T: Real>(x: [T; 3], weights: [T; 3]) -> T {
    inner(&weights, &sorted(&x))
}

pub fn median<T: Real>(x: &[T]) -> T {
    let (n, v) = (x.len(), sorted(x));
    if n % 2 == 1 { v[n / 2] } else { (v[n / 2 - 1] + v[n / 2]) * 0.5 }
}

pub fn spectral_power<T: Real>(x: &[T], frequency: usize) -> T {
    let n = x.len();
    let angle = |t: usize| -2.0 * std::f64::consts::PI * (frequency * t % n) as f64 / n as f64;
    let (re, im) = (sum(n, |t| x[t] * angle(t).cos()), sum(n, |t| x[t] * angle(t).sin()));
    re * re + im * im
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(sequences::cumulative_sums(&x: Slice(6)) in -2.0..2.0).allocates(),
        case!(sequences::cumulate(&mut x: Slice(6)) -> () in -2.0..2.0),
        case!(sequences::cumulative_products(&x: Slice(6)) in -2.0..2.0).allocates(),
        case!(sequences::largest_by_fold(&x: Slice(6)) in -2.0..2.0).kinked(),
        case!(sequences::largest_by_if(&x: Slice(6)) in -2.0..2.0).kinked(),
        case!(sequences::spread(&x: Slice(6)) in -2.0..2.0).kinked(),
        case!(sequences::log_sum_exp(&x: Slice(6)) in -2.0..2.0),
        case!(sequences::softmax(&x: Slice(5), &mut out: Slice(5)) -> () in -2.0..2.0),
        case!(sequences::cross_entropy(&scores: Slice(5), label = 2) in -2.0..2.0).allocates(),
        case!(sequences::variance(&x: Slice(6)) in -2.0..2.0),
        case!(sequences::correlation(&x: Slice(6), &y: Slice(6)) in -2.0..2.0),
        case!(sequences::geometric_mean(&x: Slice(5)) in 0.3..4.0).stores(),
        case!(sequences::convolution(&signal: Slice(8), &kernel: Slice(3)) in -1.0..1.0),
        case!(sequences::normalised_rows(&x: Slice(12), width = 4, &weights: Slice(4)) in -2.0..2.0),
        case!(sequences::autocorrelation(&x: Slice(7), lags = 3) in -1.0..1.0),
        case!(sequences::spline(&knots: Slice(7), t: Number.within(0.2, 3.8)) in -2.0..2.0),
        case!(sequences::piecewise_linear(&xs: Ascending(5), &ys: Slice(5), x: Number) in 0.0..6.0).kinked(),
        case!(sequences::ranked(x: Array::<3>, weights: Array::<3>) in -2.0..2.0).kinked(),
        case!(sequences::median(&x: Slice(5)) in -2.0..2.0).kinked().allocates().stores(),
        case!(sequences::median(&x: Slice(4)) in -2.0..2.0).kinked().allocates().stores(),
        case!(sequences::spectral_power(&x: Slice(8), frequency = 3) in -2.0..2.0),
    ]
}
