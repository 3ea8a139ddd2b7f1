//! Gradients as an experienced programmer writes them: the value and the slots overwritten.
#![allow(clippy::needless_range_loop)]

pub fn neuron(w: &[f64], x: &[f64], b: f64, dw: &mut [f64], dx: &mut [f64], db: &mut f64) -> f64 {
    let n = w.len();
    let (x, dw, dx) = (&x[..n], &mut dw[..n], &mut dx[..n]);
    let mut z = b;
    for i in 0..n {
        z += w[i] * x[i];
    }
    let f = 1.0 / (1.0 + (-z).exp());
    let d = f * (1.0 - f);
    for i in 0..n {
        dw[i] = d * x[i];
        dx[i] = d * w[i];
    }
    *db = d;
    f
}

pub fn rosenbrock(x: &[f64], dx: &mut [f64]) -> f64 {
    let n = x.len();
    let dx = &mut dx[..n];
    let mut sum = 0.0;
    let mut carried = 0.0;
    for i in 0..n - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
        dx[i] = carried - 2.0 * a - 400.0 * b * x[i];
        carried = 200.0 * b;
    }
    dx[n - 1] = carried;
    sum
}

pub fn lennard_jones(p: &[f64], dp: &mut [f64]) -> f64 {
    let atoms = p.len() / 3;
    dp.fill(0.0);
    let mut energy = 0.0;
    for i in 0..atoms {
        for j in 0..i {
            let dx = p[3 * i] - p[3 * j];
            let dy = p[3 * i + 1] - p[3 * j + 1];
            let dz = p[3 * i + 2] - p[3 * j + 2];
            let r2 = dx * dx + dy * dy + dz * dz;
            let inverse = 1.0 / r2;
            let s6 = inverse * inverse * inverse;
            energy += 4.0 * (s6 * s6 - s6);
            let d = -24.0 * inverse * (2.0 * s6 * s6 - s6);
            for (axis, delta) in [dx, dy, dz].into_iter().enumerate() {
                dp[3 * i + axis] += d * delta;
                dp[3 * j + axis] -= d * delta;
            }
        }
    }
    energy
}

pub fn svm_loss(w: &[f64], x: &[f64], labels: &[usize], classes: usize, dw: &mut [f64]) -> f64 {
    let samples = labels.len();
    let inputs = w.len() / classes;
    let scale = 1.0 / samples as f64;
    dw.fill(0.0);
    let mut loss = 0.0;
    for (row, &y) in x.chunks_exact(inputs).zip(labels) {
        let correct: f64 = w[y * inputs..][..inputs].iter().zip(row).map(|(w, x)| w * x).sum();
        let mut violations = 0.0;
        for j in (0..classes).filter(|j| *j != y) {
            let score: f64 = w[j * inputs..][..inputs].iter().zip(row).map(|(w, x)| w * x).sum();
            let margin = score - correct + 1.0;
            if margin > 0.0 {
                loss += margin;
                violations += 1.0;
                for (d, x) in dw[j * inputs..][..inputs].iter_mut().zip(row) {
                    *d += scale * x;
                }
            }
        }
        for (d, x) in dw[y * inputs..][..inputs].iter_mut().zip(row) {
            *d -= violations * scale * x;
        }
    }
    let mut penalty = 0.0;
    for (d, w) in dw.iter_mut().zip(w) {
        penalty += w * w;
        *d += 0.002 * w;
    }
    loss / samples as f64 + 0.001 * penalty
}

#[allow(clippy::too_many_arguments)]
pub fn mixture(
    weights: &[f64],
    means: &[f64],
    scales: &[f64],
    x: &[f64],
    dimension: usize,
    dw: &mut [f64],
    dm: &mut [f64],
    ds: &mut [f64],
) -> f64 {
    let components = weights.len();
    dw.fill(0.0);
    dm.fill(0.0);
    ds.fill(0.0);
    let widths: Vec<f64> = scales.iter().map(|s| s.exp()).collect();
    let mut terms = vec![0.0; components];
    let mut total = 0.0;
    for sample in x.chunks_exact(dimension) {
        for k in 0..components {
            let mut term = weights[k];
            for d in 0..dimension {
                let scaled = (sample[d] - means[k * dimension + d]) * widths[k * dimension + d];
                term += scales[k * dimension + d] - 0.5 * scaled * scaled;
            }
            terms[k] = term;
        }
        let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for term in &mut terms {
            *term = (*term - top).exp();
            sum += *term;
        }
        total += top + sum.ln();
        for k in 0..components {
            let share = terms[k] / sum;
            dw[k] += share;
            for d in 0..dimension {
                let at = k * dimension + d;
                let scaled = (sample[d] - means[at]) * widths[at];
                dm[at] += share * scaled * widths[at];
                ds[at] += share * (1.0 - scaled * scaled);
            }
        }
    }
    let count = x.len() as f64 / dimension as f64;
    let norm: f64 = weights.iter().map(|w| w.exp()).sum();
    for (d, w) in dw.iter_mut().zip(weights) {
        *d -= count * w.exp() / norm;
    }
    total - count * norm.ln()
}

#[allow(clippy::too_many_arguments)]
pub fn two_layer(
    w1: &[f64],
    w2: &[f64],
    x: &[f64],
    y: &[f64],
    hidden: usize,
    outputs: usize,
    d1: &mut [f64],
    d2: &mut [f64],
) -> f64 {
    let inputs = w1.len() / hidden;
    d1.fill(0.0);
    d2.fill(0.0);
    let mut loss = 0.0;
    let mut h = vec![0.0; hidden];
    let mut dh = vec![0.0; hidden];
    for (x, y) in x.chunks_exact(inputs).zip(y.chunks_exact(outputs)) {
        for (h, w) in h.iter_mut().zip(w1.chunks_exact(inputs)) {
            let z: f64 = x.iter().zip(w).map(|(x, w)| x * w).sum();
            *h = 1.0 / (1.0 + (-z).exp());
        }
        dh.fill(0.0);
        for ((w, d), y) in w2.chunks_exact(hidden).zip(d2.chunks_exact_mut(hidden)).zip(y) {
            let prediction: f64 = h.iter().zip(w).map(|(h, w)| h * w).sum();
            let error = prediction - y;
            loss += error * error;
            for j in 0..hidden {
                d[j] += 2.0 * error * h[j];
                dh[j] += 2.0 * error * w[j];
            }
        }
        for ((d, h), dh) in d1.chunks_exact_mut(inputs).zip(&h).zip(&dh) {
            let dz = dh * h * (1.0 - h);
            for (d, x) in d.iter_mut().zip(x) {
                *d += dz * x;
            }
        }
    }
    loss
}

pub fn recurrence(a: f64, x: &[f64], da: &mut f64, dx: &mut [f64]) -> f64 {
    let n = x.len();
    let dx = &mut dx[..n];
    let mut states = Vec::with_capacity(n);
    let mut s = 0.0;
    for v in x {
        states.push(s);
        s = (a * s + v).tanh();
    }
    let value = s;
    let (mut d, mut slope) = (1.0, 0.0);
    for (before, dx) in states.iter().zip(dx).rev() {
        let dz = d * (1.0 - s * s);
        *dx = dz;
        slope += dz * before;
        d = dz * a;
        s = *before;
    }
    *da = slope;
    value
}
