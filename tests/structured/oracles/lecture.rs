//! The lecture's gates, activations and losses, for any number.

use super::*;

pub fn chain<T: Real>(x: T, y: T, z: T) -> T {
    (x + y) * z
}

pub fn gated_neuron<T: Real>(w: &[T], x: &[T]) -> T {
    let dot = inner(w, x) + w[x.len()];
    T::of(1.0) / ((dot * -1.0).exp() + 1.0)
}

pub fn neuron<T: Real>(w: &[T], x: &[T], b: T) -> T {
    let z = (0..w.len()).fold(b, |z, i| z + w[i] * x[i]);
    T::of(1.0) / ((-z).exp() + 1.0)
}

pub fn sigmoid_gate<T: Real>(w: [T; 3], x: [T; 2]) -> T {
    logistic(w[0] * x[0] + w[1] * x[1] + w[2])
}

pub fn logistic<T: Real>(x: T) -> T {
    let e = (if x >= 0.0 { -x } else { x }).exp();
    (if x >= 0.0 { T::of(1.0) } else { e }) / (e + 1.0)
}

pub fn gates<T: Real>(x: T, y: T, z: T, w: T) -> T {
    (x * y + if z >= w { z } else { w }) * 2.0
}

pub fn fan_out<T: Real>(x: T, a: &[T]) -> T {
    let copy = x * x;
    sum(a.len(), |i| a[i] * copy) + copy
}

pub fn multiply_gate<T: Real>(x: T, y: T) -> T {
    x * y
}

pub fn relu_layer<T: Real>(x: &[T], a: &[T]) -> T {
    sum(x.len(), |i| a[i] * relu(x[i]))
}

pub fn leaky_layer<T: Real>(x: &[T]) -> T {
    let leaky = |x: T, slope: f64| if x > 0.0 { x } else { x * slope };
    sum(x.len(), |i| leaky(x[i], 0.1) * leaky(x[i], 0.01))
}

pub fn maxout<T: Real>(w1: &[T], b1: T, w2: &[T], b2: T, x: &[T]) -> T {
    let line = |w: &[T], b: T| (0..x.len()).fold(b, |z, i| z + w[i] * x[i]);
    let (first, second) = (line(w1, b1), line(w2, b2));
    if first >= second { first } else { second }
}

pub fn elu_layer<T: Real>(x: &[T], alpha: T) -> T {
    sum(x.len(), |i| if x[i] >= 0.0 { x[i] } else { alpha * (x[i].exp() - 1.0) })
}

pub fn saturating_layer<T: Real>(x: &[T]) -> T {
    sum(x.len(), |i| if i % 2 == 0 { x[i].tanh() } else { T::of(1.0) / ((-x[i]).exp() + 1.0) })
}

pub fn hinge_of_scores<T: Real>(scores: &[T], label: usize) -> T {
    sum(scores.len(), |j| if j == label { T::of(0.0) } else { relu(scores[j] - scores[label] + 1.0) })
}

pub fn svm_loss<T: Real>(w: &[T], x: &[T], labels: &[usize], classes: usize, lambda: T) -> T {
    let d = w.len() / classes;
    let score = |i: usize, j: usize| inner(&w[j * d..(j + 1) * d], &x[i * d..(i + 1) * d]);
    let mut loss = T::of(0.0);
    for (i, &label) in labels.iter().enumerate() {
        for j in (0..classes).filter(|&j| j != label) {
            loss = loss + relu(score(i, j) - score(i, label) + 1.0);
        }
    }
    loss / labels.len() as f64 + lambda * inner(w, w)
}

pub fn softmax_loss<T: Real>(w: &[T], x: &[T], labels: &[usize], classes: usize, lambda: T) -> T {
    let d = w.len() / classes;
    let mut loss = T::of(0.0);
    for (i, &label) in labels.iter().enumerate() {
        let scores: Vec<T> = (0..classes).map(|j| inner(&w[j * d..][..d], &x[i * d..][..d])).collect();
        let highest = largest(&scores);
        loss = loss + (highest + sum(classes, |j| (scores[j] - highest).exp()).ln() - scores[label]);
    }
    loss / labels.len() as f64 + lambda * inner(w, w)
}

pub fn squared_norm<T: Real>(w: [[T; 2]; 2], x: [T; 2]) -> T {
    let (p, q) = (inner(&w[0], &x), inner(&w[1], &x));
    p * p + q * q
}

pub fn squared_norm_flat<T: Real>(w: &[T], x: &[T]) -> T {
    let q: Vec<T> = w.chunks(x.len()).map(|row| inner(row, x)).collect();
    inner(&q, &q)
}

pub fn relu_then_dot<T: Real>(x: &[T], upstream: &[T]) -> T {
    sum(x.len(), |i| upstream[i] * relu(x[i]))
}

pub fn contracted_product<T: Real>(x: &[T], w: &[T], upstream: &[T], n: usize, d: usize, m: usize) -> T {
    sum(n * m, |at| {
        let (i, j) = (at / m, at % m);
        sum(d, |k| x[i * d + k] * w[k * m + j]) * upstream[at]
    })
}

pub fn cell_body<T: Real>(inputs: &[T], weights: &[T], bias: T) -> T {
    T::of(1.0) / ((-(inner(inputs, weights) + bias)).exp() + 1.0)
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(lecture::chain(x: Number, y: Number, z: Number) in -5.0..5.0).known(
            &[-2.0, 5.0, -4.0],
            -12.0,
            &[-4.0, -4.0, 3.0],
        ),
        case!(lecture::gated_neuron(&w: Slice(3), &x: Slice(2)) in -3.0..3.0).known(
            &[2.0, -3.0, -3.0, -1.0, -2.0],
            0.7310585786,
            &[-0.1966119332, -0.3932238665, 0.1966119332, 0.3932238665, -0.5898357997],
        ),
        case!(lecture::neuron(&w: Slice(2), &x: Slice(2), b: Number) in -3.0..3.0).known(
            &[2.0, -3.0, -1.0, -2.0, -3.0],
            0.7310585786,
            &[-0.1966119332, -0.3932238665, 0.3932238665, -0.5898357997, 0.1966119332],
        ),
        case!(lecture::sigmoid_gate(w: Array::<3>, x: Array::<2>) in -3.0..3.0).known(
            &[2.0, -3.0, -3.0, -1.0, -2.0],
            0.7310585786,
            &[-0.1966119332, -0.3932238665, 0.1966119332, 0.3932238665, -0.5898357997],
        ),
        case!(lecture::logistic(x: Number) in -20.0..20.0),
        case!(lecture::gates(x: Number, y: Number, z: Number, w: Number) in -4.0..4.0).kinked(),
        case!(lecture::fan_out(x: Number, &a: Slice(4)) in -2.0..2.0),
        case!(lecture::multiply_gate(x: Number, y: Number) in -4.0..4.0),
        case!(lecture::relu_layer(&x: Slice(6), &a: Slice(6)) in -2.0..2.0).kinked(),
        case!(lecture::leaky_layer(&x: Slice(6)) in -2.0..2.0).kinked(),
        case!(lecture::maxout(&w1: Slice(3), b1: Number, &w2: Slice(3), b2: Number, &x: Slice(3)) in -2.0..2.0)
            .kinked(),
        case!(lecture::elu_layer(&x: Slice(5), alpha: Number) in -2.0..2.0).kinked(),
        case!(lecture::saturating_layer(&x: Slice(5)) in -3.0..3.0),
        case!(lecture::hinge_of_scores(&scores: Slice(4), label = 2) in -2.0..2.0).kinked(),
        case!(lecture::svm_loss(&w: Slice(12), &x: Slice(20), labels = &[0, 2, 1, 0, 1], classes = 3, lambda: Number)
            in -1.0..1.0)
        .kinked(),
        case!(lecture::softmax_loss(
            &w: Slice(12), &x: Slice(20), labels = &[0, 2, 1, 0, 1], classes = 3, lambda: Number
        ) in -1.0..1.0)
        .allocates(),
        case!(lecture::squared_norm(w: Matrix::<2, 2>, x: Array::<2>) in -2.0..2.0).known(
            &[0.1, 0.5, -0.3, 0.8, 0.2, 0.4],
            0.116,
            &[0.088, 0.176, 0.104, 0.208, -0.112, 0.636],
        ),
        case!(lecture::squared_norm_flat(&w: Slice(6), &x: Slice(3)) in -2.0..2.0),
        case!(lecture::squared_norm_flat(&w: Slice(4), &x: Slice(2)) in -2.0..2.0).known(
            &[0.1, 0.5, -0.3, 0.8, 0.2, 0.4],
            0.116,
            &[0.088, 0.176, 0.104, 0.208, -0.112, 0.636],
        ),
        case!(lecture::relu_then_dot(&x: Slice(7), &upstream: Slice(7)) in -2.0..2.0).kinked().allocates(),
        case!(lecture::contracted_product(&x: Slice(6), &w: Slice(12), &upstream: Slice(8), n = 2, d = 3, m = 4)
            in -2.0..2.0),
        case!(lecture::cell_body(&inputs: Slice(3), &weights: Slice(3), bias: Number) in -2.0..2.0),
    ]
}
