//! The lecture's gates, activations and losses.

use gradus::grad;

/// Item 1: two gates.
#[grad]
pub fn chain(x: f64, y: f64, z: f64) -> f64 {
    let q = x + y;
    q * z
}

/// Item 2: a sigmoid neuron, gate by gate; the last weight is the bias.
#[grad]
pub fn gated_neuron(w: &[f64], x: &[f64]) -> f64 {
    let mut dot = 0.0;
    for i in 0..x.len() {
        dot += w[i] * x[i];
    }
    dot += w[x.len()];
    let negated = -1.0 * dot;
    let power = negated.exp();
    let sum = 1.0 + power;
    1.0 / sum
}

/// A neuron with a sigmoid: inputs `x`, weights `w`, bias `b`.
#[grad]
pub fn neuron(w: &[f64], x: &[f64], b: f64) -> f64 {
    let mut z = b;
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    1.0 / (1.0 + (-z).exp())
}

/// Item 3: the sigmoid as one gate.
#[grad]
pub fn sigmoid_gate(w: [f64; 3], x: [f64; 2]) -> f64 {
    logistic(w[0] * x[0] + w[1] * x[1] + w[2])
}

/// The logistic function.
#[grad]
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

/// Item 4: multiplication switches, max routes, addition distributes.
#[grad]
pub fn gates(x: f64, y: f64, z: f64, w: f64) -> f64 {
    2.0 * (x * y + z.max(w))
}

/// Item 4: what is copied adds.
#[grad]
pub fn fan_out(x: f64, a: &[f64]) -> f64 {
    let copy = x * x;
    a.iter().map(|a| a * copy).sum::<f64>() + copy
}

/// Item 5: the multiply gate.
#[grad]
pub fn multiply_gate(x: f64, y: f64) -> f64 {
    x * y
}

/// Item 7: ReLU over a vector, weighted.
#[grad]
pub fn relu_layer(x: &[f64], a: &[f64]) -> f64 {
    x.iter().zip(a).map(|(x, a)| a * x.max(0.0)).sum()
}

/// Item 7: leaky ReLU with both of the lecture's slopes.
#[grad]
pub fn leaky_layer(x: &[f64]) -> f64 {
    let leaky = |x: f64, slope: f64| f64::max(slope * x, x);
    let mut total = 0.0;
    for &v in x {
        total += leaky(v, 0.1) * leaky(v, 0.01);
    }
    total
}

/// Item 7: maxout.
#[grad]
pub fn maxout(w1: &[f64], b1: f64, w2: &[f64], b2: f64, x: &[f64]) -> f64 {
    let mut first = b1;
    let mut second = b2;
    for i in 0..x.len() {
        first += w1[i] * x[i];
        second += w2[i] * x[i];
    }
    first.max(second)
}

/// Item 7: ELU over a vector.
#[grad]
pub fn elu_layer(x: &[f64], alpha: f64) -> f64 {
    let mut total = 0.0;
    for &x in x {
        total += if x >= 0.0 { x } else { alpha * (x.exp() - 1.0) };
    }
    total
}

/// Item 7: the saturating ones.
#[grad]
pub fn saturating_layer(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for (i, x) in x.iter().enumerate() {
        total += if i % 2 == 0 { x.tanh() } else { 1.0 / (1.0 + (-x).exp()) };
    }
    total
}

/// Item 8: the multiclass SVM loss of one example, given its scores.
#[grad]
pub fn hinge_of_scores(scores: &[f64], label: usize) -> f64 {
    let mut loss = 0.0;
    for (j, &score) in scores.iter().enumerate() {
        if j == label {
            continue;
        }
        loss += f64::max(0.0, score - scores[label] + 1.0);
    }
    loss
}

/// Item 8: the multiclass SVM loss with regularisation; a row of `x` is an example, a row of `w` a class.
#[grad]
pub fn svm_loss(w: &[f64], x: &[f64], labels: &[usize], classes: usize, lambda: f64) -> f64 {
    let d = w.len() / classes;
    let n = labels.len();
    let mut loss = 0.0;
    for i in 0..n {
        let row = &x[i * d..(i + 1) * d];
        let mut correct = 0.0;
        for k in 0..d {
            correct += w[labels[i] * d + k] * row[k];
        }
        for j in 0..classes {
            if j != labels[i] {
                let mut score = 0.0;
                for k in 0..d {
                    score += w[j * d + k] * row[k];
                }
                let margin = score - correct + 1.0;
                if margin > 0.0 {
                    loss += margin;
                }
            }
        }
    }
    loss /= n as f64;
    let mut squares = 0.0;
    for v in w {
        squares += v * v;
    }
    loss + lambda * squares
}

/// Item 8: the same with the loss swapped for softmax cross-entropy.
#[grad]
pub fn softmax_loss(w: &[f64], x: &[f64], labels: &[usize], classes: usize, lambda: f64) -> f64 {
    let d = w.len() / classes;
    let n = labels.len();
    let mut loss = 0.0;
    for i in 0..n {
        let row = &x[i * d..(i + 1) * d];
        let mut scores = vec![0.0; classes];
        for j in 0..classes {
            for k in 0..d {
                scores[j] += w[j * d + k] * row[k];
            }
        }
        let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for s in &scores {
            sum += (s - highest).exp();
        }
        loss += highest + sum.ln() - scores[labels[i]];
    }
    loss / n as f64 + lambda * w.iter().map(|v| v * v).sum::<f64>()
}

/// Item 9: |W x|^2 on arrays.
#[grad]
pub fn squared_norm(w: [[f64; 2]; 2], x: [f64; 2]) -> f64 {
    let mut q = [0.0; 2];
    for i in 0..2 {
        for j in 0..2 {
            q[i] += w[i][j] * x[j];
        }
    }
    q[0] * q[0] + q[1] * q[1]
}

/// Item 9: |W x|^2 on flat slices.
#[grad]
pub fn squared_norm_flat(w: &[f64], x: &[f64]) -> f64 {
    w.chunks_exact(x.len())
        .map(|row| {
            let q: f64 = row.iter().zip(x).map(|(w, x)| w * x).sum();
            q * q
        })
        .sum()
}

/// Item 10: the sum over max(0, x), a vector at a time.
#[grad]
pub fn relu_then_dot(x: &[f64], upstream: &[f64]) -> f64 {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i].max(0.0);
    }
    let mut sum = 0.0;
    for i in 0..y.len() {
        sum += upstream[i] * y[i];
    }
    sum
}

/// Item 11: a matrix product, contracted with what comes from upstream.
#[grad]
pub fn contracted_product(x: &[f64], w: &[f64], upstream: &[f64], n: usize, d: usize, m: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..n {
        for j in 0..m {
            let mut y = 0.0;
            for k in 0..d {
                y += x[i * d + k] * w[k * m + j];
            }
            total += y * upstream[i * m + j];
        }
    }
    total
}

/// Item 14: one neuron as code.
#[grad]
pub fn cell_body(inputs: &[f64], weights: &[f64], bias: f64) -> f64 {
    let cell_body_sum = inputs.iter().zip(weights.iter()).map(|(i, w)| i * w).sum::<f64>() + bias;
    let firing_rate = 1.0 / (1.0 + f64::exp(-cell_body_sum));
    return firing_rate;
}
