//! Sums, products, extrema and windows over slices.

use gradus::grad;

/// Cumulative sums in a new vector, then the sum of their squares.
#[grad]
pub fn cumulative_sums(x: &[f64]) -> f64 {
    let n = x.len();
    let mut sums = vec![0.0; n];
    sums[0] = x[0];
    for i in 1..n {
        sums[i] = sums[i - 1] + x[i];
    }
    let mut total = 0.0;
    for s in &sums {
        total += s * s;
    }
    total
}

/// Cumulative sums in place, in an argument.
#[grad]
pub fn cumulate(x: &mut [f64]) {
    for i in 1..x.len() {
        x[i] += x[i - 1];
    }
}

/// Cumulative products, pushed one by one.
#[cfg_attr(any(), grad)]
pub fn cumulative_products(x: &[f64]) -> f64 {
    let mut products = Vec::with_capacity(x.len());
    let mut product = 1.0;
    for v in x {
        product *= v;
        products.push(product);
    }
    let mut total = 0.0;
    for i in 0..products.len() {
        total += products[i] / (i + 1) as f64;
    }
    total
}

/// The largest, by a fold.
#[grad]
pub fn largest_by_fold(x: &[f64]) -> f64 {
    let m = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    m * m
}

/// The largest, by comparing.
#[grad]
pub fn largest_by_if(x: &[f64]) -> f64 {
    let mut m = x[0];
    for &v in &x[1..] {
        if v > m {
            m = v;
        }
    }
    m.exp()
}

/// The range, by both extrema in one loop.
#[grad]
pub fn spread(x: &[f64]) -> f64 {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for i in 0..x.len() {
        low = low.min(x[i]);
        high = high.max(x[i]);
    }
    (high - low).powi(2)
}

/// The logarithm of a sum of exponentials.
#[grad]
pub fn log_sum_exp(x: &[f64]) -> f64 {
    let highest = x.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = x.iter().map(|x| (x - highest).exp()).sum();
    highest + sum.ln()
}

/// Softmax into an argument.
#[grad]
pub fn softmax(x: &[f64], out: &mut [f64]) {
    let mut highest = f64::NEG_INFINITY;
    for &v in x {
        highest = highest.max(v);
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        out[i] = (x[i] - highest).exp();
        sum += out[i];
    }
    for o in out.iter_mut() {
        *o /= sum;
    }
}

/// The cross-entropy of a softmax whose exponentials are collected.
#[grad]
pub fn cross_entropy(scores: &[f64], label: usize) -> f64 {
    let exponentials: Vec<f64> = scores.iter().map(|s| s.exp()).collect();
    let total: f64 = exponentials.iter().sum();
    -(exponentials[label] / total).ln()
}

/// The variance, in two passes.
#[grad]
pub fn variance(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)
}

/// The correlation of two series.
#[grad]
pub fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let mut sxy = 0.0;
    let mut sxx = 0.0;
    let mut syy = 0.0;
    for (a, b) in x.iter().zip(y) {
        let (dx, dy) = (a - mx, b - my);
        sxy += dx * dy;
        sxx += dx * dx;
        syy += dy * dy;
    }
    sxy / (sxx * syy).sqrt()
}

/// The geometric mean, by a product.
#[grad]
pub fn geometric_mean(x: &[f64]) -> f64 {
    x.iter().product::<f64>().powf(1.0 / x.len() as f64)
}

/// A convolution by windows.
#[grad]
pub fn convolution(signal: &[f64], kernel: &[f64]) -> f64 {
    let mut energy = 0.0;
    for window in signal.windows(kernel.len()) {
        let mut y = 0.0;
        for (s, k) in window.iter().zip(kernel.iter().rev()) {
            y += s * k;
        }
        energy += y * y;
    }
    energy
}

/// Rows by `chunks_exact`, each normalised.
#[grad]
pub fn normalised_rows(x: &[f64], width: usize, weights: &[f64]) -> f64 {
    let mut total = 0.0;
    for row in x.chunks_exact(width) {
        let norm = row.iter().map(|v| v * v).sum::<f64>().sqrt();
        total += row.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / norm;
    }
    total
}

/// Autocorrelation at some lags.
#[grad]
pub fn autocorrelation(x: &[f64], lags: usize) -> f64 {
    let mut total = 0.0;
    for lag in 1..=lags {
        let mut r = 0.0;
        for i in 0..x.len() - lag {
            r += x[i] * x[i + lag];
        }
        total += r * r;
    }
    total
}

/// A cubic spline of Catmull and Rom, at a position.
#[grad]
pub fn spline(knots: &[f64], t: f64) -> f64 {
    let last = knots.len() - 3;
    let mut i = t as usize;
    if i >= last {
        i = last - 1;
    }
    let u = t - i as f64;
    let (p0, p1, p2, p3) = (knots[i], knots[i + 1], knots[i + 2], knots[i + 3]);
    0.5 * (2.0 * p1
        + (p2 - p0) * u
        + (2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3) * u * u
        + (3.0 * p1 - p0 - 3.0 * p2 + p3) * u.powi(3))
}

/// A spline with its knots searched.
#[grad]
pub fn piecewise_linear(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    if x <= xs[0] {
        return ys[0];
    }
    for i in 1..xs.len() {
        if x < xs[i] {
            let t = (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
            return ys[i - 1] + t * (ys[i] - ys[i - 1]);
        }
    }
    ys[ys.len() - 1]
}

/// Three numbers sorted by exchanges, then weighted by rank.
#[grad]
pub fn ranked(x: [f64; 3], weights: [f64; 3]) -> f64 {
    let [mut a, mut b, mut c] = x;
    if a > b {
        (a, b) = (b, a);
    }
    if b > c {
        (b, c) = (c, b);
    }
    if a > b {
        (a, b) = (b, a);
    }
    weights[0] * a + weights[1] * b + weights[2] * c
}

/// A bubble sort in place, with `swap`.
#[grad]
pub fn median(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    for i in 0..n {
        for j in 0..n - 1 - i {
            if v[j] > v[j + 1] {
                v.swap(j, j + 1);
            }
        }
    }
    if n % 2 == 1 { v[n / 2] } else { 0.5 * (v[n / 2 - 1] + v[n / 2]) }
}

/// A discrete Fourier transform: the power at one frequency.
#[grad]
pub fn spectral_power(x: &[f64], frequency: usize) -> f64 {
    let n = x.len();
    let (mut re, mut im) = (0.0, 0.0);
    for (t, v) in x.iter().enumerate() {
        let angle = -2.0 * std::f64::consts::PI * (frequency * t % n) as f64 / n as f64;
        re += v * angle.cos();
        im += v * angle.sin();
    }
    re * re + im * im
}
