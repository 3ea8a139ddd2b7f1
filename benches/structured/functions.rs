//! The functions, as a user writes them.

use gradus::grad;

#[grad]
pub fn neuron(w: &[f64], x: &[f64], b: f64) -> f64 {
    let mut z = b;
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    1.0 / (1.0 + (-z).exp())
}

#[grad]
pub fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

/// Pairs of atoms at `p[3*i..3*i + 3]`.
#[grad]
pub fn lennard_jones(p: &[f64]) -> f64 {
    let atoms = p.len() / 3;
    let mut energy = 0.0;
    for i in 0..atoms {
        for j in 0..i {
            let dx = p[3 * i] - p[3 * j];
            let dy = p[3 * i + 1] - p[3 * j + 1];
            let dz = p[3 * i + 2] - p[3 * j + 2];
            let r2 = dx * dx + dy * dy + dz * dz;
            let s6 = 1.0 / (r2 * r2 * r2);
            energy += 4.0 * (s6 * s6 - s6);
        }
    }
    energy
}

/// `w` by rows of a class, `x` by rows of a sample.
#[grad(wrt(w))]
pub fn svm_loss(w: &[f64], x: &[f64], labels: &[usize], classes: usize) -> f64 {
    let samples = labels.len();
    let inputs = w.len() / classes;
    let mut loss = 0.0;
    for n in 0..samples {
        let row = &x[n * inputs..(n + 1) * inputs];
        let y = labels[n];
        let mut correct = 0.0;
        for k in 0..inputs {
            correct += w[y * inputs + k] * row[k];
        }
        for j in 0..classes {
            if j == y {
                continue;
            }
            let mut score = 0.0;
            for k in 0..inputs {
                score += w[j * inputs + k] * row[k];
            }
            loss += (score - correct + 1.0).max(0.0);
        }
    }
    let mut penalty = 0.0;
    for v in w {
        penalty += v * v;
    }
    loss / samples as f64 + 0.001 * penalty
}

/// The log-likelihood of samples `x`, up to a constant: unnormalised log-weights, means, and logarithms of inverse widths.
#[grad(wrt(weights, means, scales))]
pub fn mixture(weights: &[f64], means: &[f64], scales: &[f64], x: &[f64], dimension: usize) -> f64 {
    let components = weights.len();
    let mut total = 0.0;
    for sample in x.chunks_exact(dimension) {
        let mut terms = vec![0.0; components];
        for k in 0..components {
            let mut term = weights[k];
            for d in 0..dimension {
                let scaled = (sample[d] - means[k * dimension + d]) * scales[k * dimension + d].exp();
                term += scales[k * dimension + d] - 0.5 * scaled * scaled;
            }
            terms[k] = term;
        }
        let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for term in &terms {
            sum += (term - top).exp();
        }
        total += top + sum.ln();
    }
    let mut norm = 0.0;
    for weight in weights {
        norm += weight.exp();
    }
    total - x.len() as f64 / dimension as f64 * norm.ln()
}

/// The squared error of a sigmoid layer and a linear one.
#[grad(wrt(w1, w2))]
pub fn two_layer(w1: &[f64], w2: &[f64], x: &[f64], y: &[f64], hidden: usize, outputs: usize) -> f64 {
    let inputs = w1.len() / hidden;
    let samples = y.len() / outputs;
    let mut loss = 0.0;
    let mut h = vec![0.0; hidden];
    for n in 0..samples {
        for j in 0..hidden {
            let mut z = 0.0;
            for i in 0..inputs {
                z += x[n * inputs + i] * w1[j * inputs + i];
            }
            h[j] = 1.0 / (1.0 + (-z).exp());
        }
        for k in 0..outputs {
            let mut prediction = 0.0;
            for j in 0..hidden {
                prediction += h[j] * w2[k * hidden + j];
            }
            let error = prediction - y[n * outputs + k];
            loss += error * error;
        }
    }
    loss
}

#[grad]
pub fn recurrence(a: f64, x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x {
        s = (a * s + v).tanh();
    }
    s
}
