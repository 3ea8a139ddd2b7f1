//! Single precision.

use gradus::grad;

/// A neuron.
#[grad]
pub fn neuron(w: &[f32], x: &[f32], b: f32) -> f32 {
    let mut z = b;
    for (w, x) in w.iter().zip(x) {
        z += w * x;
    }
    1.0 / (1.0 + (-z).exp())
}

/// A polynomial by Horner's rule.
#[grad]
pub fn horner(coefficients: [f32; 4], x: f32) -> f32 {
    let mut value: f32 = 0.0;
    for c in coefficients.iter().rev() {
        value = value * x + c;
    }
    value
}

/// A recurrence with storage, constants and casts.
#[grad]
pub fn recurrence(x: &[f32], a: f32, n: usize) -> f32 {
    const RATE: f32 = 0.1;
    let mut s = a;
    for i in 0..n {
        s = (s * RATE + x[i % x.len()]).tanh() * (n as f32).sqrt() + std::f32::consts::FRAC_1_PI;
    }
    s.max(0.0)
}
