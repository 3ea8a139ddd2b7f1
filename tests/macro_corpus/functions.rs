//! Functions as their authors would write them, marked.

// Not as clippy would.
#![allow(clippy::all)]

use gradus::grad;

/// Lecture item 1: two gates.
#[grad]
pub fn chain(x: f64, y: f64, z: f64) -> f64 {
    let q = x + y;
    q * z
}

/// Lecture item 2: a neuron, gate by gate.
#[grad]
pub fn neuron(w0: f64, w1: f64, w2: f64, x0: f64, x1: f64) -> f64 {
    let dot = w0 * x0 + w1 * x1 + w2;
    let negated = -1.0 * dot;
    let power = negated.exp();
    let sum = 1.0 + power;
    1.0 / sum
}

/// Lecture item 7: the larger of two lines.
#[grad]
pub fn maxout(w11: f64, w12: f64, b1: f64, w21: f64, w22: f64, b2: f64, x1: f64, x2: f64) -> f64 {
    f64::max(w11 * x1 + w12 * x2 + b1, w21 * x1 + w22 * x2 + b2)
}

/// Lecture item 7: ELU.
#[grad]
pub fn elu(x: f64, a: f64) -> f64 {
    if x >= 0.0 { x } else { a * x.exp_m1() }
}

/// Lecture item 7: leaky ReLU.
#[grad]
pub fn leaky_relu(x: f64) -> f64 {
    (0.1 * x).max(x)
}

/// Lecture item 14: one neuron as code.
#[grad]
pub fn cell_body(i1: f64, i2: f64, i3: f64, w1: f64, w2: f64, w3: f64, bias: f64) -> f64 {
    let mut cell_body_sum = 0.0;
    cell_body_sum += i1 * w1;
    cell_body_sum += i2 * w2;
    cell_body_sum += i3 * w3;
    cell_body_sum += bias;
    let firing_rate = 1.0 / (1.0 + (-cell_body_sum).exp());
    return firing_rate;
}

/// Lecture item 16: one link of the chain.
#[grad]
pub fn link(w: f64, previous: f64, b: f64, y: f64) -> f64 {
    let z = w * previous + b;
    let a = 1.0 / (1.0 + f64::exp(-z));
    (a - y).powi(2)
}

/// A European call.
#[grad]
pub fn black_scholes(s: f64, k: f64, r: f64, v: f64, t: f64) -> f64 {
    let root = v * t.sqrt();
    let d1 = ((s / k).ln() + (r + v * v / 2.0) * t) / root;
    let d2 = d1 - root;
    // the distribution function by a formula of Abramowitz and Stegun, 26.2.18
    let cdf1 = {
        let x = d1.abs();
        let p = 1.0 + x * (0.196854 + x * (0.115194 + x * (0.000344 + x * 0.019527)));
        let tail = 0.5 / p.powi(4);
        if d1 > 0.0 { 1.0 - tail } else { tail }
    };
    let cdf2 = {
        let x = d2.abs();
        let p = 1.0 + x * (0.196854 + x * (0.115194 + x * (0.000344 + x * 0.019527)));
        let tail = 0.5 / p.powi(4);
        if d2 > 0.0 { 1.0 - tail } else { tail }
    };
    s * cdf1 - k * (-r * t).exp() * cdf2
}

/// Himmelblau's function.
#[grad]
pub fn himmelblau(x: f64, y: f64) -> f64 {
    (x * x + y - 11.0).powi(2) + (x + y * y - 7.0).powi(2)
}

/// Rosenbrock's valley.
#[grad]
pub fn rosenbrock(x: f64, y: f64) -> f64 {
    let a = 1.0 - x;
    let b = y - x * x;
    a * a + 1e2 * b * b
}

/// Beale's function.
#[grad]
pub fn beale(x: f64, y: f64) -> f64 {
    let mut sum = (1.5 - x + x * y).powi(2);
    sum += (2.25 - x + x * y.powi(2)).powi(2);
    sum += (2.625_f64 - x + x * y.powi(3)).powi(2);
    sum
}

/// Ackley's function.
#[grad]
pub fn ackley(x: f64, y: f64) -> f64 {
    use std::f64::consts::{E, TAU};
    let radius = (0.5 * (x * x + y * y)).sqrt();
    let waves = 0.5 * ((TAU * x).cos() + (TAU * y).cos());
    -20.0 * (-0.2 * radius).exp() - waves.exp() + E + 20.0
}

/// The density of a normal distribution.
#[grad]
pub fn normal_density(x: f64, mean: f64, deviation: f64) -> f64 {
    const HALF: f64 = 0.5;
    let z = (x - mean) / deviation;
    (-HALF * z * z).exp() / (deviation * (2.0 * std::f64::consts::PI).sqrt())
}

/// Great-circle distance on a sphere of radius `r`, by haversines, angles in degrees.
#[grad]
pub fn haversine(a1: f64, a2: f64, difference: f64, r: f64) -> f64 {
    let (p, q) = (a1.to_radians(), a2.to_radians());
    let (s1, s2) = ((0.5 * (q - p)).sin(), (0.5 * difference.to_radians()).sin());
    2.0 * r * (s1 * s1 + p.cos() * q.cos() * s2 * s2).sqrt().asin()
}

/// Kepler's equation, its residual.
#[grad]
pub fn kepler(anomaly: f64, eccentricity: f64, mean: f64) -> f64 {
    let (s, _) = anomaly.sin_cos();
    anomaly - eccentricity * s - mean
}

/// A robot arm of two links: squared distance of its hand from a target.
#[grad]
pub fn arm(t1: f64, t2: f64, l1: f64, l2: f64, x: f64, y: f64) -> f64 {
    let (s1, c1) = t1.sin_cos();
    let ((s12, c12), both) = ((t1 + t2).sin_cos(), (l1, l2));
    let dx = both.0 * c1 + both.1 * c12 - x;
    let dy = both.0 * s1 + both.1 * s12 - y;
    dx * dx + dy * dy
}

/// The potential of Lennard-Jones.
#[grad]
pub fn lennard_jones(r: f64, epsilon: f64, sigma: f64) -> f64 {
    let s = sigma / r;
    let s6 = s.powi(6);
    4.0 * epsilon * (s6 * s6 - s6)
}

/// Huber's loss, with assignments in branches.
#[grad]
pub fn huber(x: f64, y: f64, delta: f64) -> f64 {
    let e = x - y;
    let mut loss = e.abs();
    if loss <= delta {
        loss *= 0.5 * loss;
    } else {
        loss = delta * (loss - 0.5 * delta);
    }
    loss
}

/// Many methods at once.
#[grad]
pub fn methods(x: f64, y: f64) -> f64 {
    let a = x.hypot(y) + x.atan2(y) + (x * y).tanh();
    let b = x.abs().cbrt() + y.exp2() + f64::ln_1p(x * x) + x.mul_add(y, 2.0);
    let c = x.sinh() * y.cosh() - x.asinh() + x.atan() + y.recip() + x.powf(2.5) + y.log2() + y.log(x + 3.0);
    a * b - c % 7.0 + x.copysign(y) + x.min(y).max(-1.0).clamp(-0.5, 0.75)
}

/// Logic: the length of an overlap of intervals where there is one.
#[grad]
pub fn overlap(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let apart = b < c || d < a;
    let ordered = a <= b && c <= d;
    if !apart && ordered {
        let low = if a > c { a } else { c };
        let high = if b < d { b } else { d };
        (high - low) * (high - low)
    } else if ordered {
        0.0
    } else {
        f64::sin(a) * d
    }
}

/// Constants that are no numbers.
#[grad]
pub fn constants(x: f64, n: i32, scale: u8, smooth: bool) -> f64 {
    let k = n * 3 / 2;
    let mut y = x * k as f64 + f64::from(scale);
    if smooth && n % 2 == 1 {
        y = y.tanh();
    } else if k > 4 || !smooth {
        y /= 2 as f64;
    }
    y * (7 / 2) as f64
}
