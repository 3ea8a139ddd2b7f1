//! The lecture's networks and their costs.

use gradus::grad;

/// Item 12: f = W2 max(0, W1 x), one output.
#[grad]
pub fn two_layer(w1: &[f64], w2: &[f64], x: &[f64]) -> f64 {
    let hidden = w2.len();
    let d = x.len();
    let mut f = 0.0;
    for h in 0..hidden {
        let mut z = 0.0;
        for k in 0..d {
            z += w1[h * d + k] * x[k];
        }
        f += w2[h] * z.max(0.0);
    }
    f
}

/// Item 12: f = W3 max(0, W2 max(0, W1 x)), squared against a target.
#[grad]
pub fn three_layer(w1: &[[f64; 3]; 4], w2: &[[f64; 4]; 4], w3: &[[f64; 4]; 2], x: &[f64; 3], target: &[f64; 2]) -> f64 {
    let mut h1 = [0.0; 4];
    for i in 0..4 {
        for j in 0..3 {
            h1[i] += w1[i][j] * x[j];
        }
        h1[i] = f64::max(0.0, h1[i]);
    }
    let mut h2 = [0.0; 4];
    for i in 0..4 {
        for j in 0..4 {
            h2[i] += w2[i][j] * h1[j];
        }
        h2[i] = f64::max(0.0, h2[i]);
    }
    let mut loss = 0.0;
    for i in 0..2 {
        let mut out = 0.0;
        for j in 0..4 {
            out += w3[i][j] * h2[j];
        }
        loss += (out - target[i]).powi(2);
    }
    loss
}

/// Item 13: the loss of the lecture's training program.
#[grad]
pub fn training_loss(
    x: &[f64],
    y: &[f64],
    w1: &[f64],
    w2: &[f64],
    n: usize,
    d_in: usize,
    h: usize,
    d_out: usize,
) -> f64 {
    let mut loss = 0.0;
    let mut hidden = vec![0.0; h];
    for i in 0..n {
        for j in 0..h {
            let mut z = 0.0;
            for k in 0..d_in {
                z += x[i * d_in + k] * w1[k * h + j];
            }
            hidden[j] = 1.0 / (1.0 + (-z).exp());
        }
        for o in 0..d_out {
            let mut y_pred = 0.0;
            for j in 0..h {
                y_pred += hidden[j] * w2[j * d_out + o];
            }
            loss += (y_pred - y[i * d_out + o]).powi(2);
        }
    }
    loss
}

/// Item 15: the quadratic cost of the 16-8-4 classifier on one sample.
#[grad]
pub fn classifier_cost(
    w1: &[[f64; 16]; 8],
    b1: &[f64; 8],
    w2: &[[f64; 8]; 4],
    b2: &[f64; 4],
    x: &[f64; 16],
    y: &[f64; 4],
) -> f64 {
    let mut a1 = [0.0; 8];
    for j in 0..8 {
        let mut z = b1[j];
        for k in 0..16 {
            z += w1[j][k] * x[k];
        }
        a1[j] = 1.0 / (1.0 + (-z).exp());
    }
    let mut cost = 0.0;
    for j in 0..4 {
        let mut z = b2[j];
        for k in 0..8 {
            z += w2[j][k] * a1[k];
        }
        let a2 = 1.0 / (1.0 + (-z).exp());
        cost += (a2 - y[j]) * (a2 - y[j]);
    }
    cost
}

/// Item 15: a small one of its kind, averaged over samples.
#[grad]
pub fn average_cost(w1: &[f64], b1: &[f64], w2: &[f64], b2: &[f64], samples: &[[f64; 3]], labels: &[usize]) -> f64 {
    let hidden = b1.len();
    let mut cost = 0.0;
    for (sample, &label) in samples.iter().zip(labels.iter()) {
        for j in 0..b2.len() {
            let mut z = b2[j];
            for k in 0..hidden {
                let mut inner = b1[k];
                for (i, x) in sample.iter().enumerate() {
                    inner += w1[k * 3 + i] * x;
                }
                z += w2[j * hidden + k] / (1.0 + (-inner).exp());
            }
            let a = 1.0 / (1.0 + (-z).exp());
            let y = if j == label { 1.0 } else { 0.0 };
            cost += (a - y).powi(2);
        }
    }
    cost / samples.len() as f64
}

/// Item 16: one link of the 1-1-1-1 chain.
#[grad]
pub fn link(w: f64, previous: f64, b: f64, y: f64) -> f64 {
    let z = w * previous + b;
    let a = 1.0 / (1.0 + f64::exp(-z));
    (a - y).powi(2)
}

/// Item 16: the chain 1-1-1-1, tuples of weight and bias.
#[grad]
pub fn four_neurons(a0: f64, l1: (f64, f64), l2: (f64, f64), l3: (f64, f64), y: f64) -> f64 {
    let sigma = |z: f64| 1.0 / (1.0 + (-z).exp());
    let a1 = sigma(l1.0 * a0 + l1.1);
    let a2 = sigma(l2.0 * a1 + l2.1);
    let (w3, b3) = l3;
    let a3 = sigma(w3 * a2 + b3);
    (a3 - y) * (a3 - y)
}

/// Item 16: a chain of any depth.
#[grad]
pub fn deep_chain(w: &[f64], b: &[f64], a0: f64, y: f64) -> f64 {
    let mut a = a0;
    for l in 0..w.len() {
        let z = w[l] * a + b[l];
        a = 1.0 / (1.0 + (-z).exp());
    }
    (a - y).powi(2)
}

/// Item 17: nets of one layer, of any size: 3-1, 8-1, 3-2.
#[grad]
pub fn small_net<const IN: usize, const OUT: usize>(
    w: &[[f64; IN]; OUT],
    b: &[f64; OUT],
    x: [f64; IN],
    y: [f64; OUT],
) -> f64 {
    let mut cost = 0.0;
    for j in 0..OUT {
        let mut z = b[j];
        for k in 0..IN {
            z += w[j][k] * x[k];
        }
        let a = 1.0 / (1.0 + (-z).exp());
        cost += (a - y[j]).powi(2);
    }
    cost
}

/// Item 18: the mean squared error of a linear regression.
#[grad]
pub fn mean_squared_error(theta: &[f64], x: &[f64], y: &[f64]) -> f64 {
    let m = y.len();
    let mut sum = 0.0;
    for (row, y) in x.chunks_exact(theta.len()).zip(y) {
        let prediction: f64 = theta.iter().zip(row).map(|(t, x)| t * x).sum();
        sum += (prediction - y).powi(2);
    }
    sum / m as f64
}

/// Batch normalisation, then a weighted sum.
#[grad]
pub fn batch_norm(x: &[f64], gamma: f64, beta: f64, upstream: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let mut variance = 0.0;
    for v in x.iter() {
        variance += (v - mean) * (v - mean);
    }
    variance /= n;
    let scale = gamma / (variance + 1e-5).sqrt();
    let mut out = 0.0;
    for i in 0..x.len() {
        out += upstream[i] * (scale * (x[i] - mean) + beta);
    }
    out
}

/// Attention of one query over keys and values.
#[grad]
pub fn attention(query: &[f64], keys: &[f64], values: &[f64]) -> f64 {
    let d = query.len();
    let n = values.len();
    let mut scores = vec![0.0; n];
    for i in 0..n {
        let mut s = 0.0;
        for k in 0..d {
            s += query[k] * keys[i * d + k];
        }
        scores[i] = s / (d as f64).sqrt();
    }
    let mut highest = scores[0];
    for i in 1..n {
        if scores[i] > highest {
            highest = scores[i];
        }
    }
    let mut total = 0.0;
    let mut out = 0.0;
    for i in 0..n {
        let weight = (scores[i] - highest).exp();
        total += weight;
        out += weight * values[i];
    }
    out / total
}
