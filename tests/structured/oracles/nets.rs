//! The lecture's networks and their costs, for any number.

use super::*;

fn sigma<T: Real>(z: T) -> T {
    T::of(1.0) / ((-z).exp() + 1.0)
}

fn square<T: Real>(x: T) -> T {
    x.powi(2)
}

/// `b + w0*x0 + w1*x1 + ...`
fn affine<T: Real>(w: &[T], x: &[T], b: T) -> T {
    w.iter().zip(x).fold(b, |z, (&w, &x)| z + w * x)
}

pub fn two_layer<T: Real>(w1: &[T], w2: &[T], x: &[T]) -> T {
    let rows: Vec<&[T]> = w1.chunks(x.len()).collect();
    sum(w2.len(), |h| w2[h] * relu(inner(rows[h], x)))
}

pub fn three_layer<T: Real>(w1: &[[T; 3]; 4], w2: &[[T; 4]; 4], w3: &[[T; 4]; 2], x: &[T; 3], target: &[T; 2]) -> T {
    let h1: Vec<T> = w1.iter().map(|row| relu(inner(row, x))).collect();
    let h2: Vec<T> = w2.iter().map(|row| relu(inner(row, &h1))).collect();
    sum(2, |i| square(inner(&w3[i], &h2) - target[i]))
}

pub fn training_loss<T: Real>(
    x: &[T],
    y: &[T],
    w1: &[T],
    w2: &[T],
    n: usize,
    d_in: usize,
    h: usize,
    d_out: usize,
) -> T {
    let hidden = |i: usize, j: usize| sigma(sum(d_in, |k| x[i * d_in + k] * w1[k * h + j]));
    sum(n * d_out, |at| {
        let (i, o) = (at / d_out, at % d_out);
        square(sum(h, |j| hidden(i, j) * w2[j * d_out + o]) - y[at])
    })
}

pub fn classifier_cost<T: Real>(
    w1: &[[T; 16]; 8],
    b1: &[T; 8],
    w2: &[[T; 8]; 4],
    b2: &[T; 4],
    x: &[T; 16],
    y: &[T; 4],
) -> T {
    let a1: Vec<T> = (0..8).map(|j| sigma(affine(&w1[j], x, b1[j]))).collect();
    sum(4, |j| {
        let e = sigma(affine(&w2[j], &a1, b2[j])) - y[j];
        e * e
    })
}

pub fn average_cost<T: Real>(w1: &[T], b1: &[T], w2: &[T], b2: &[T], samples: &[[T; 3]], labels: &[usize]) -> T {
    let (hidden, out) = (b1.len(), b2.len());
    let total = sum(samples.len() * out, |at| {
        let (sample, j) = (&samples[at / out], at % out);
        let z = (0..hidden).fold(b2[j], |z, k| {
            let inner = affine(&w1[k * 3..][..3], sample, b1[k]);
            z + w2[j * hidden + k] / ((-inner).exp() + 1.0)
        });
        square(sigma(z) - f64::from(labels[at / out] == j))
    });
    total / samples.len() as f64
}

pub fn link<T: Real>(w: T, previous: T, b: T, y: T) -> T {
    square(sigma(w * previous + b) - y)
}

pub fn four_neurons<T: Real>(a0: T, l1: (T, T), l2: (T, T), l3: (T, T), y: T) -> T {
    let e = [l1, l2, l3].into_iter().fold(a0, |a, (w, b)| sigma(w * a + b)) - y;
    e * e
}

pub fn deep_chain<T: Real>(w: &[T], b: &[T], a0: T, y: T) -> T {
    square(w.iter().zip(b).fold(a0, |a, (&w, &b)| sigma(w * a + b)) - y)
}

pub fn small_net<T: Real, const IN: usize, const OUT: usize>(
    w: &[[T; IN]; OUT],
    b: &[T; OUT],
    x: [T; IN],
    y: [T; OUT],
) -> T {
    sum(OUT, |j| square(sigma(affine(&w[j], &x, b[j])) - y[j]))
}

pub fn mean_squared_error<T: Real>(theta: &[T], x: &[T], y: &[T]) -> T {
    let d = theta.len();
    sum(y.len(), |i| square(inner(theta, &x[i * d..(i + 1) * d]) - y[i])) / y.len() as f64
}

pub fn batch_norm<T: Real>(x: &[T], gamma: T, beta: T, upstream: &[T]) -> T {
    let n = x.len() as f64;
    let mean = sum(x.len(), |i| x[i]) / n;
    let variance = sum(x.len(), |i| (x[i] - mean) * (x[i] - mean)) / n;
    let scale = gamma / (variance + 1e-5).sqrt();
    sum(x.len(), |i| upstream[i] * (scale * (x[i] - mean) + beta))
}

pub fn attention<T: Real>(query: &[T], keys: &[T], values: &[T]) -> T {
    let d = query.len();
    let scores: Vec<T> = keys.chunks(d).map(|key| inner(query, key) / (d as f64).sqrt()).collect();
    let highest = largest(&scores);
    let weights: Vec<T> = scores.iter().map(|&s| (s - highest).exp()).collect();
    inner(&weights, values) / sum(weights.len(), |i| weights[i])
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(nets::two_layer(&w1: Slice(12), &w2: Slice(4), &x: Slice(3)) in -2.0..2.0).kinked(),
        case!(nets::three_layer(
            &w1: Matrix::<4, 3>, &w2: Matrix::<4, 4>, &w3: Matrix::<2, 4>, &x: Array::<3>, &target: Array::<2>
        ) in -1.5..1.5)
        .stores()
        .kinked(),
        case!(nets::training_loss(
            &x: Slice(15), &y: Slice(6), &w1: Slice(20), &w2: Slice(8), n = 3, d_in = 5, h = 4, d_out = 2
        ) in -1.0..1.0)
        .allocates(),
        case!(nets::classifier_cost(
            &w1: Matrix::<8, 16>, &b1: Array::<8>, &w2: Matrix::<4, 8>, &b2: Array::<4>, &x: Array::<16>,
            &y: Array::<4>
        ) in -1.0..1.0),
        case!(nets::average_cost(
            &w1: Slice(6), &b1: Slice(2), &w2: Slice(6), &b2: Slice(3), &samples: Rows::<3>(4), labels = &[0, 2, 1, 1]
        ) in -1.5..1.5),
        case!(nets::link(w: Number, previous: Number, b: Number, y: Number) in -2.0..2.0),
        case!(nets::four_neurons(
            a0: Number, l1: (Number, Number), l2: (Number, Number), l3: (Number, Number), y: Number
        ) in -2.0..2.0),
        case!(nets::deep_chain(&w: Slice(10), &b: Slice(10), a0: Number, y: Number) in -2.0..2.0).stores(),
        case!(nets::deep_chain(&w: Slice(0), &b: Slice(0), a0: Number, y: Number) in -2.0..2.0),
        case!(nets::small_net(&w: Matrix::<1, 3>, &b: Array::<1>, x: Array::<3>, y: Array::<1>) in -2.0..2.0),
        case!(nets::small_net(&w: Matrix::<1, 8>, &b: Array::<1>, x: Array::<8>, y: Array::<1>) in -2.0..2.0),
        case!(nets::small_net(&w: Matrix::<2, 3>, &b: Array::<2>, x: Array::<3>, y: Array::<2>) in -2.0..2.0),
        case!(nets::mean_squared_error(&theta: Slice(3), &x: Slice(15), &y: Slice(5)) in -2.0..2.0),
        case!(nets::batch_norm(&x: Slice(6), gamma: Number, beta: Number, &upstream: Slice(6)) in -2.0..2.0),
        case!(nets::attention(&query: Slice(3), &keys: Slice(12), &values: Slice(4)) in -2.0..2.0).allocates(),
    ]
}
