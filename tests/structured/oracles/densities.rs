//! Probability densities and likelihoods, for any number.

use super::*;
use std::f64::consts::PI;

pub fn normal_density<T: Real>(x: T, mean: T, deviation: T) -> T {
    let z = (x - mean) / deviation;
    (z * -0.5 * z).exp() / (deviation * (2.0 * PI).sqrt())
}

pub fn normal_log_likelihood<T: Real>(data: &[T], mean: T, log_deviation: T) -> T {
    let deviation = log_deviation.exp();
    let squares = data.iter().fold(T::of(0.0), |sum, &x| {
        let z = (x - mean) / deviation;
        sum - z * 0.5 * z
    });
    squares - (log_deviation + 0.5 * (2.0 * PI).ln()) * data.len() as f64
}

pub fn multivariate_normal<T: Real>(x: &[T], mean: &[T], covariance: &[T]) -> T {
    let n = x.len();
    let mut l = vec![vec![T::of(0.0); n]; n];
    for j in 0..n {
        l[j][j] = (0..j).fold(covariance[j * n + j], |a, k| a - l[j][k] * l[j][k]).sqrt();
        for i in j + 1..n {
            l[i][j] = (0..j).fold(covariance[i * n + j], |a, k| a - l[i][k] * l[j][k]) / l[j][j];
        }
    }
    let mut z: Vec<T> = Vec::new();
    let mut log = T::of(-0.5 * n as f64 * (2.0 * PI).ln());
    for i in 0..n {
        z.push((0..i).fold(x[i] - mean[i], |r, k| r - l[i][k] * z[k]) / l[i][i]);
        log = log - (l[i][i].ln() + z[i] * 0.5 * z[i]);
    }
    log
}

pub fn stirling<T: Real>(x: T) -> T {
    let z = (0..8).fold(x, |z, _| z + 1.0);
    let mut shift = T::of(0.0);
    let mut step = x;
    for _ in 0..8 {
        shift = shift + step.ln();
        step = step + 1.0;
    }
    let r = T::of(1.0) / (z * z);
    let series = (T::of(1.0 / 12.0) - r * (T::of(1.0 / 360.0) - r * (T::of(1.0 / 1260.0) - r / 1680.0))) / z;
    (z - 0.5) * z.ln() - z + 0.5 * (2.0 * PI).ln() + series - shift
}

pub fn gamma_log_density<T: Real>(x: T, shape: T, rate: T) -> T {
    shape * rate.ln() - stirling(shape) + (shape - 1.0) * x.ln() - rate * x
}

pub fn student_t<T: Real>(x: T, nu: T, mean: T, scale: T) -> T {
    let z = (x - mean) / scale;
    let norm = stirling((nu + 1.0) * 0.5) - stirling(nu * 0.5) - (nu * PI).ln() * 0.5 - scale.ln();
    norm - (nu + 1.0) * 0.5 * (z * z / nu + 1.0).ln()
}

pub fn beta_binomial<T: Real>(alpha: T, beta: T, successes: usize, trials: usize) -> T {
    let mut log = sum(successes, |i| (alpha + i as f64).ln());
    log = (0..trials - successes).fold(log, |log, i| log + (beta + i as f64).ln());
    (0..trials).fold(log, |log, i| log - (alpha + beta + i as f64).ln())
}

pub fn logistic_regression<T: Real>(w: &[T], x: &[T], y: &[bool]) -> T {
    x.chunks(w.len()).zip(y).fold(T::of(0.0), |log, (row, &label)| {
        let z = inner(w, row);
        let signed = if label { z } else { -z };
        log - if signed > 0.0 { (-signed).exp().ln_1p() } else { signed.exp().ln_1p() - signed }
    })
}

pub fn poisson_regression<T: Real>(w: &[T], b: T, rows: &[[T; 2]], counts: &[u32]) -> T {
    sum(rows.len(), |i| {
        let eta = b + w[0] * rows[i][0] + w[1] * rows[i][1];
        eta * counts[i] as f64 - eta.exp()
    })
}

fn log_sum_exp<T: Real>(x: &[T]) -> T {
    let highest = largest(x);
    highest + sum(x.len(), |i| (x[i] - highest).exp()).ln()
}

pub fn gaussian_mixture<T: Real>(logits: &[T], means: &[T], log_deviations: &[T], data: &[T], d: usize) -> T {
    let n = data.len() / d;
    let normaliser = log_sum_exp(logits);
    let log_density = |x: &[T], j: usize| {
        (0..d).fold(logits[j] - normaliser, |term, c| {
            let s = log_deviations[j * d + c];
            let z = (x[c] - means[j * d + c]) * (-s).exp();
            term - (z * 0.5 * z + s)
        })
    };
    let total = data.chunks(d).fold(T::of(0.0), |sum, x| {
        sum + log_sum_exp(&(0..logits.len()).map(|j| log_density(x, j)).collect::<Vec<T>>())
    });
    total - 0.5 * (n * d) as f64 * (2.0 * PI).ln()
}

pub fn hmm_forward<T: Real>(start: &[T], transition: &[T], emission: &[T], observed: &[usize]) -> T {
    let states = start.len();
    let symbols = emission.len() / states;
    let mut alpha: Vec<T> = (0..states).map(|s| start[s] * emission[s * symbols + observed[0]]).collect();
    let mut log = T::of(0.0);
    for t in 1..=observed.len() {
        let scale = sum(states, |s| alpha[s]);
        log = log + scale.ln();
        if t < observed.len() {
            let reach = |s: usize| sum(states, |r| alpha[r] / scale * transition[r * states + s]);
            alpha = (0..states).map(|s| reach(s) * emission[s * symbols + observed[t]]).collect();
        }
    }
    log
}

pub fn dirichlet<T: Real>(x: &[T], alpha: &[T]) -> T {
    let log = sum(x.len(), |i| (alpha[i] - 1.0) * x[i].ln() - stirling(alpha[i]));
    log + stirling(sum(x.len(), |i| alpha[i]))
}

pub fn cauchy<T: Real>(data: &[T], location: T, scale: T) -> T {
    sum(data.len(), |i| -(scale * PI * (((data[i] - location) / scale).powi(2) + 1.0)).ln())
}

pub fn weibull<T: Real>(times: &[T], censored: &[bool], shape: T, scale: T) -> T {
    let mut log = T::of(0.0);
    for (&time, &censored) in times.iter().zip(censored) {
        let ratio = time / scale;
        log = log - ratio.powf(shape);
        if !censored {
            log = log + ((shape / scale).ln() + (shape - 1.0) * ratio.ln());
        }
    }
    log
}

pub fn kullback_leibler<T: Real>(p: &[T], q: &[T]) -> T {
    sum(p.len(), |i| if p[i] > 0.0 { p[i] * (p[i] / q[i]).ln() } else { T::of(0.0) })
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(densities::normal_density(x: Number, mean: Number, deviation: Number.within(0.5, 2.0))
            in -2.0..2.0),
        case!(densities::normal_log_likelihood(&data: Slice(6), mean: Number, log_deviation: Number)
            in -1.5..1.5),
        case!(densities::multivariate_normal(&x: Slice(3), &mean: Slice(3), &covariance: Diagonal(3)) in -1.0..1.0)
            .allocates(),
        case!(densities::stirling(x: Number) in 0.3..20.0).stores(),
        case!(densities::gamma_log_density(x: Number, shape: Number, rate: Number) in 0.5..4.0).stores(),
        case!(densities::student_t(x: Number, nu: Number.within(1.0, 9.0), mean: Number, scale: Number)
            in 0.5..2.0)
        .stores(),
        case!(densities::beta_binomial(alpha: Number, beta: Number, successes = 3, trials = 7) in 0.5..4.0),
        case!(densities::logistic_regression(&w: Slice(3), &x: Slice(12), y = &[true, false, false, true])
            in -2.0..2.0),
        case!(densities::poisson_regression(&w: Slice(2), b: Number, &rows: Rows::<2>(4), counts = &[3, 0, 1, 7])
            in -1.0..1.0),
        case!(densities::gaussian_mixture(
            &logits: Slice(3), &means: Slice(6), &log_deviations: Slice(6), &data: Slice(10), d = 2
        ) in -1.5..1.5)
        .allocates(),
        case!(densities::hmm_forward(
            &start: Slice(3), &transition: Slice(9), &emission: Slice(6), observed = &[0, 1, 1, 0, 1]
        ) in 0.1..0.9)
        .allocates(),
        case!(densities::dirichlet(&x: Slice(3).within(0.1, 0.8), &alpha: Slice(3)) in 0.5..4.0).stores(),
        case!(densities::cauchy(&data: Slice(5), location: Number, scale: Number.within(0.5, 2.0)) in -3.0..3.0),
        case!(densities::weibull(&times: Slice(4), censored = &[false, true, false, false], shape: Number, scale: Number)
            in 0.5..3.0),
        case!(densities::kullback_leibler(&p: Slice(4), &q: Slice(4)) in 0.1..0.9),
    ]
}
