//! Oracles of `learning.txt`: arguments in the order of its `at:` lines.

use super::{dot, square, sum};
use crate::support::dual::Real;
use std::f64::consts::{PI, SQRT_2};

/// One hidden layer of tanh: `weights` row by row, then hidden biases, output weights, output bias and the inputs.
fn perceptron<T: Real>(v: &[T], inputs: usize, hidden: usize) -> T {
    let (weights, rest) = v.split_at(inputs * hidden);
    let (biases, rest) = rest.split_at(hidden);
    let (output, rest) = rest.split_at(hidden);
    let (bias, x) = (rest[0], &rest[1..]);
    let unit = |j: usize| sum((0..inputs).map(|k| weights[j * inputs + k] * x[k])) + biases[j];
    sum((0..hidden).map(|j| output[j] * unit(j).tanh())) + bias
}

pub fn mlp_2_2_1<T: Real>(v: [T; 12]) -> T {
    square(perceptron(&v[..11], 2, 2).sigmoid() - v[11])
}

pub fn mlp_3_4_1<T: Real>(v: [T; 25]) -> T {
    square(perceptron(&v[..24], 3, 4) - v[24])
}

pub fn huber<T: Real>([x, y, d]: [T; 3]) -> T {
    let r = if x > y { x - y } else { y - x };
    if r > d { r * d - d * d / 2.0 } else { r * r / 2.0 }
}

pub fn pseudo_huber<T: Real>([r, d]: [T; 2]) -> T {
    d * (d.hypot(r) - d)
}

fn margin<T: Real>([w1, w2, b, x1, x2, y]: [T; 6]) -> T {
    y * (w1 * x1 + w2 * x2 + b)
}

pub fn hinge<T: Real>(v: [T; 6]) -> T {
    let m = margin(v);
    if m < 1.0 { -m + 1.0 } else { T::of(0.0) }
}

pub fn logistic_loss<T: Real>(v: [T; 6]) -> T {
    -margin(v).sigmoid().ln()
}

pub fn logistic_loss_by_softplus<T: Real>(v: [T; 6]) -> T {
    let m = margin(v);
    if m < -40.0 { -m } else { (-m).exp().ln_1p() }
}

pub fn binary_cross_entropy_of_a_logit<T: Real>([z, y]: [T; 2]) -> T {
    z.softplus() - z * y
}

pub fn gelu<T: Real>([x]: [T; 1]) -> T {
    x * (-x / SQRT_2).erfc() / 2.0
}

pub fn gelu_by_tanh<T: Real>([x]: [T; 1]) -> T {
    x * ((x + x * x * x * 0.044715) * (8.0 / PI).sqrt()).sigmoid()
}

pub fn swish<T: Real>([x, b]: [T; 2]) -> T {
    x * (-(-(b * x)).softplus()).exp()
}

pub fn mish<T: Real>([x]: [T; 1]) -> T {
    let e = x.exp();
    let n = e * (e + 2.0);
    x * n / (n + 2.0)
}

pub fn softsign<T: Real>([x]: [T; 1]) -> T {
    if x < 0.0 { x / (-x + 1.0) } else { x / (x + 1.0) }
}

pub fn hard_sigmoid<T: Real>([x]: [T; 1]) -> T {
    let line = x / 5.0 + 0.5;
    if line < 0.0 {
        T::of(0.0)
    } else if line > 1.0 {
        T::of(1.0)
    } else {
        line
    }
}

pub fn softmax_first<T: Real>([x, y, z]: [T; 3]) -> T {
    ((y - x).exp() + (z - x).exp() + 1.0).recip()
}

pub fn softmax_of_huge_scores<T: Real>(v: [T; 3]) -> T {
    softmax_first(v)
}

pub fn attention_of_two_keys<T: Real>([q1, q2, k11, k12, k21, k22, v1, v2]: [T; 8]) -> T {
    let query = [q1, q2];
    let first = ((dot(query, [k11, k12]) - dot(query, [k21, k22])) / SQRT_2).sigmoid();
    v2 + first * (v1 - v2)
}

pub fn normalised_of_three<T: Real>([x, y, z, g, b]: [T; 5]) -> T {
    let mean = (x + y + z) / 3.0;
    let off = [x, y, z].map(|t| t - mean);
    g * off[0] / (dot(off, off) / 3.0 + 1e-5).sqrt() + b
}

pub fn focal_loss<T: Real>([p, g]: [T; 2]) -> T {
    -((-p).ln_1p() * g).exp() * p.ln()
}

pub fn cosine_similarity<T: Real>([a1, a2, a3, b1, b2, b3]: [T; 6]) -> T {
    let (a, b) = ([a1, a2, a3], [b1, b2, b3]);
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

pub fn gated_cell<T: Real>([x, h, c, wf, uf, bf, wi, ui, bi, wo, uo, bo, wg, ug, bg]: [T; 15]) -> T {
    let gate = |w: T, u: T, b: T| w * x + u * h + b;
    let state = gate(wf, uf, bf).sigmoid() * c + gate(wi, ui, bi).sigmoid() * gate(wg, ug, bg).tanh();
    gate(wo, uo, bo).sigmoid() * state.tanh()
}

pub fn recurrence_of_four_steps<T: Real>([a, s0, x1, x2, x3, x4]: [T; 6]) -> T {
    square([x1, x2, x3, x4].into_iter().fold(s0, |s, x| (a * s + x).tanh()))
}

pub fn radial_basis<T: Real>([x1, x2, c1, c2, g]: [T; 5]) -> T {
    let off = [x1 - c1, x2 - c2];
    (-(g * dot(off, off))).exp()
}

pub fn elastic_net<T: Real>([w1, w2, x1, x2, y, l, r]: [T; 7]) -> T {
    let penalty = |w: T| r * w.abs() + (-r + 1.0) * w * w / 2.0;
    square(w1 * x1 + w2 * x2 - y) + l * (penalty(w1) + penalty(w2))
}

pub fn piecewise_with_logic<T: Real>([x, y, z]: [T; 3]) -> T {
    if x > 0.0 && (y > 0.0 || z >= 1.0) {
        x * y * z
    } else if x == y {
        x * x
    } else {
        x - y + z
    }
}
