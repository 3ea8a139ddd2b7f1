//! Probability densities and likelihoods.

use gradus::grad;
use std::f64::consts::PI;

/// The density of a normal distribution.
#[grad]
pub fn normal_density(x: f64, mean: f64, deviation: f64) -> f64 {
    let z = (x - mean) / deviation;
    (-0.5 * z * z).exp() / (deviation * (2.0 * PI).sqrt())
}

/// The log likelihood of normal data.
#[grad]
pub fn normal_log_likelihood(data: &[f64], mean: f64, log_deviation: f64) -> f64 {
    let deviation = log_deviation.exp();
    let mut sum = 0.0;
    for x in data {
        let z = (x - mean) / deviation;
        sum -= 0.5 * z * z;
    }
    sum - data.len() as f64 * (log_deviation + 0.5 * (2.0 * PI).ln())
}

/// The log density of a multivariate normal distribution, by a Cholesky decomposition in place.
#[grad]
pub fn multivariate_normal(x: &[f64], mean: &[f64], covariance: &[f64]) -> f64 {
    let n = x.len();
    let mut a = covariance.to_vec();
    for j in 0..n {
        for k in 0..j {
            let l = a[j * n + k];
            a[j * n + j] -= l * l;
        }
        a[j * n + j] = a[j * n + j].sqrt();
        for i in j + 1..n {
            for k in 0..j {
                a[i * n + j] -= a[i * n + k] * a[j * n + k];
            }
            a[i * n + j] /= a[j * n + j];
        }
    }
    let mut z = vec![0.0; n];
    let mut log = -0.5 * n as f64 * (2.0 * PI).ln();
    for i in 0..n {
        let mut r = x[i] - mean[i];
        for k in 0..i {
            r -= a[i * n + k] * z[k];
        }
        z[i] = r / a[i * n + i];
        log -= a[i * n + i].ln() + 0.5 * z[i] * z[i];
    }
    log
}

/// The logarithm of the gamma function for positive arguments, by Stirling's series after a shift.
#[grad]
pub fn stirling(x: f64) -> f64 {
    let mut z = x;
    let mut shift = 0.0;
    for _ in 0..8 {
        shift += z.ln();
        z += 1.0;
    }
    let r = 1.0 / (z * z);
    let series = (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r / 1680.0))) / z;
    (z - 0.5) * z.ln() - z + 0.5 * (2.0 * PI).ln() + series - shift
}

/// The log density of the gamma distribution.
#[grad]
pub fn gamma_log_density(x: f64, shape: f64, rate: f64) -> f64 {
    shape * rate.ln() - stirling(shape) + (shape - 1.0) * x.ln() - rate * x
}

/// The log density of Student's t distribution.
#[grad]
pub fn student_t(x: f64, nu: f64, mean: f64, scale: f64) -> f64 {
    let z = (x - mean) / scale;
    let norm = stirling(0.5 * (nu + 1.0)) - stirling(0.5 * nu) - 0.5 * (nu * PI).ln() - scale.ln();
    norm - 0.5 * (nu + 1.0) * (1.0 + z * z / nu).ln()
}

/// The log likelihood of a beta-binomial count, with rising factorials as sums.
#[grad]
pub fn beta_binomial(alpha: f64, beta: f64, successes: usize, trials: usize) -> f64 {
    let mut log = 0.0;
    for i in 0..successes {
        log += (alpha + i as f64).ln();
    }
    for i in 0..trials - successes {
        log += (beta + i as f64).ln();
    }
    for i in 0..trials {
        log -= (alpha + beta + i as f64).ln();
    }
    log
}

/// The log likelihood of a logistic regression.
#[grad]
pub fn logistic_regression(w: &[f64], x: &[f64], y: &[bool]) -> f64 {
    let d = w.len();
    let mut log = 0.0;
    for (i, &label) in y.iter().enumerate() {
        let mut z = 0.0;
        for k in 0..d {
            z += w[k] * x[i * d + k];
        }
        let signed = if label { z } else { -z };
        // ln(1 / (1 + e^-s)), whatever the sign
        log -= if signed > 0.0 { (-signed).exp().ln_1p() } else { signed.exp().ln_1p() - signed };
    }
    log
}

/// The log likelihood of a Poisson regression, without its constant.
#[grad]
pub fn poisson_regression(w: &[f64], b: f64, rows: &[[f64; 2]], counts: &[u32]) -> f64 {
    let mut log = 0.0;
    for (row, &count) in rows.iter().zip(counts) {
        let mut eta = b;
        for k in 0..2 {
            eta += w[k] * row[k];
        }
        log += count as f64 * eta - eta.exp();
    }
    log
}

/// The log likelihood of a mixture of Gaussians with diagonal covariances; `logits` are unnormalised log weights.
#[grad]
pub fn gaussian_mixture(logits: &[f64], means: &[f64], log_deviations: &[f64], data: &[f64], d: usize) -> f64 {
    let k = logits.len();
    let n = data.len() / d;
    let highest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut total = 0.0;
    for l in logits.iter() {
        total += (l - highest).exp();
    }
    let normaliser = highest + total.ln();
    let mut log_likelihood = 0.0;
    let mut terms = vec![0.0; k];
    for i in 0..n {
        for j in 0..k {
            let mut term = logits[j] - normaliser;
            for c in 0..d {
                let s = log_deviations[j * d + c];
                let z = (data[i * d + c] - means[j * d + c]) * (-s).exp();
                term -= 0.5 * z * z + s;
            }
            terms[j] = term;
        }
        let mut largest = terms[0];
        for j in 1..k {
            largest = largest.max(terms[j]);
        }
        let sum: f64 = terms.iter().map(|t| (t - largest).exp()).sum();
        log_likelihood += largest + sum.ln();
    }
    log_likelihood - 0.5 * (n * d) as f64 * (2.0 * PI).ln()
}

/// The log likelihood of a hidden Markov model, by the forward algorithm with scaling.
#[grad]
pub fn hmm_forward(start: &[f64], transition: &[f64], emission: &[f64], observed: &[usize]) -> f64 {
    let states = start.len();
    let symbols = emission.len() / states;
    let mut alpha = vec![0.0; states];
    for s in 0..states {
        alpha[s] = start[s] * emission[s * symbols + observed[0]];
    }
    let mut log = 0.0;
    for t in 1..=observed.len() {
        let mut scale = 0.0;
        for s in 0..states {
            scale += alpha[s];
        }
        log += scale.ln();
        if t == observed.len() {
            break;
        }
        let mut next = vec![0.0; states];
        for s in 0..states {
            for r in 0..states {
                next[s] += alpha[r] / scale * transition[r * states + s];
            }
            next[s] *= emission[s * symbols + observed[t]];
        }
        for s in 0..states {
            alpha[s] = next[s];
        }
    }
    log
}

/// The log density of a Dirichlet distribution.
#[grad]
pub fn dirichlet(x: &[f64], alpha: &[f64]) -> f64 {
    let mut total = 0.0;
    let mut log = 0.0;
    for (x, &a) in x.iter().zip(alpha.iter()) {
        log += (a - 1.0) * x.ln() - stirling(a);
        total += a;
    }
    log + stirling(total)
}

/// The log likelihood of Cauchy data.
#[grad]
pub fn cauchy(data: &[f64], location: f64, scale: f64) -> f64 {
    data.iter().map(|x| -(PI * scale * (1.0 + ((x - location) / scale).powi(2))).ln()).sum()
}

/// The log likelihood of survival times that are censored where the flag is set.
#[grad]
pub fn weibull(times: &[f64], censored: &[bool], shape: f64, scale: f64) -> f64 {
    let mut log = 0.0;
    for i in 0..times.len() {
        let ratio = times[i] / scale;
        log -= ratio.powf(shape);
        if censored[i] {
            continue;
        }
        log += (shape / scale).ln() + (shape - 1.0) * ratio.ln();
    }
    log
}

/// The divergence of two discrete distributions, skipping what has no weight.
#[grad]
pub fn kullback_leibler(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).filter(|(p, _)| **p > 0.0).map(|(p, q)| p * (p / q).ln()).sum()
}
