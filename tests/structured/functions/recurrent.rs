//! Recurrences: cells in a loop, and integrators of differential equations.

use gradus::grad;

/// A recurrence through tanh.
#[grad]
pub fn tanh_recurrence(x: &[f64], a: f64, start: f64) -> f64 {
    let mut s = start;
    for i in 0..x.len() {
        s = (a * s + x[i]).tanh();
    }
    s
}

/// An LSTM cell of one unit in a loop; gates in the order input, forget, cell, output.
#[grad]
pub fn lstm(inputs: &[f64], w: &[f64; 4], u: &[f64; 4], b: &[f64; 4]) -> f64 {
    let sigma = |z: f64| 1.0 / (1.0 + (-z).exp());
    let mut h = 0.0;
    let mut c = 0.0;
    for x in inputs {
        let i = sigma(w[0] * x + u[0] * h + b[0]);
        let f = sigma(w[1] * x + u[1] * h + b[1]);
        let g = (w[2] * x + u[2] * h + b[2]).tanh();
        let o = sigma(w[3] * x + u[3] * h + b[3]);
        c = f * c + i * g;
        h = o * c.tanh();
    }
    h
}

/// LSTM cells of many units over rows of inputs, matrices as flat slices.
#[grad]
pub fn lstm_layer(inputs: &[f64], w: &[f64], u: &[f64], b: &[f64], units: usize, features: usize) -> f64 {
    let mut h = vec![0.0; units];
    let mut c = vec![0.0; units];
    for x in inputs.chunks_exact(features) {
        let mut gates = vec![0.0; 4 * units];
        for g in 0..4 * units {
            let mut z = b[g];
            for k in 0..features {
                z += w[g * features + k] * x[k];
            }
            for k in 0..units {
                z += u[g * units + k] * h[k];
            }
            gates[g] = z;
        }
        for j in 0..units {
            let input = 1.0 / (1.0 + (-gates[j]).exp());
            let forget = 1.0 / (1.0 + (-gates[units + j]).exp());
            let cell = gates[2 * units + j].tanh();
            let output = 1.0 / (1.0 + (-gates[3 * units + j]).exp());
            c[j] = forget * c[j] + input * cell;
            h[j] = output * c[j].tanh();
        }
    }
    h.iter().sum()
}

/// A gated recurrent unit with a hidden state of two.
#[grad]
pub fn gru(inputs: &[f64], w: &[[f64; 2]; 3], u: &[[[f64; 2]; 2]; 3]) -> f64 {
    let mut h = [0.0, 0.0];
    for &x in inputs {
        let mut z = [0.0; 2];
        let mut r = [0.0; 2];
        for i in 0..2 {
            z[i] = 1.0 / (1.0 + (-(w[0][i] * x + u[0][i][0] * h[0] + u[0][i][1] * h[1])).exp());
            r[i] = 1.0 / (1.0 + (-(w[1][i] * x + u[1][i][0] * h[0] + u[1][i][1] * h[1])).exp());
        }
        let mut next = [0.0; 2];
        for i in 0..2 {
            let candidate = (w[2][i] * x + u[2][i][0] * r[0] * h[0] + u[2][i][1] * r[1] * h[1]).tanh();
            next[i] = (1.0 - z[i]) * h[i] + z[i] * candidate;
        }
        h = next;
    }
    h[0] + h[1]
}

/// An exponential moving average, its squared deviations summed.
#[grad]
pub fn moving_average(x: &[f64], alpha: f64) -> f64 {
    let mut mean = x[0];
    let mut deviations = 0.0;
    for x in x.iter().skip(1) {
        deviations += (x - mean).powi(2);
        mean = alpha * x + (1.0 - alpha) * mean;
    }
    deviations
}

/// Holt's smoothing: a level and a trend.
#[grad]
pub fn holt(x: &[f64], alpha: f64, beta: f64) -> f64 {
    let (mut level, mut trend) = (x[0], x[1] - x[0]);
    let mut error = 0.0;
    for t in 2..x.len() {
        let forecast = level + trend;
        error += (x[t] - forecast).powi(2);
        let last = level;
        level = alpha * x[t] + (1.0 - alpha) * forecast;
        trend = beta * (level - last) + (1.0 - beta) * trend;
    }
    error
}

/// Conditional variances in the manner of GARCH: the log likelihood.
#[grad]
pub fn garch(returns: &[f64], omega: f64, alpha: f64, beta: f64) -> f64 {
    let mut variance = omega / (1.0 - alpha - beta);
    let mut log = 0.0;
    for r in returns.iter() {
        log -= 0.5 * (variance.ln() + r * r / variance);
        variance = omega + alpha * r * r + beta * variance;
    }
    log
}

/// The logistic map.
#[grad]
pub fn logistic_map(x: f64, r: f64, n: u32) -> f64 {
    let mut x = x;
    for _ in 0..n {
        x = r * x * (1.0 - x);
    }
    x
}

/// A chain in which every step uses the last one twice.
#[grad]
pub fn twice(x: f64) -> f64 {
    let a = x * x + 0.1 * x;
    let a = a * a + 0.1 * a;
    let a = a * a + 0.1 * a;
    let a = a * a + 0.1 * a;
    let a = a * a + 0.1 * a;
    let a = a * a + 0.1 * a;
    a
}

/// A filter of second order with its state in an array, its output against a target.
#[grad]
pub fn biquad(signal: &[f64], target: &[f64], b: [f64; 3], a: [f64; 2]) -> f64 {
    let mut state = [0.0; 2];
    let mut error = 0.0;
    for (x, t) in signal.iter().zip(target.iter()) {
        let y = b[0] * x + state[0];
        state[0] = b[1] * x - a[0] * y + state[1];
        state[1] = b[2] * x - a[1] * y;
        error += (y - t) * (y - t);
    }
    error
}
