//! Iterator chains, for any number.

use super::*;

pub fn mapped_sum<T: Real>(x: &[T], a: T) -> T {
    sum(x.len(), |i| (a * x[i]).sin())
}

pub fn into_iterators<T: Real>(x: [T; 3], y: &[T]) -> T {
    sum(3, |i| x[i] * x[i] * x[i]) + inner(y, y)
}

pub fn zipped<T: Real>(a: &[T], b: &[T], c: &[T]) -> T {
    let n = a.len().min(b.len()).min(c.len());
    inner(a, b) * sum(n, |i| a[i] * b[i] * c[i]) + sum(c.len(), |i| c[i] / (i + 1) as f64)
}

pub fn enumerated<T: Real>(x: &[T]) -> T {
    let n = x.len();
    let mut total = sum(n, |i| x[i].powi(i as i32));
    total = (0..n).fold(total, |total, i| total + x[n - 1 - i] * i as f64);
    (1..n).fold(total, |total, i| total - x[i - 1] * x[i])
}

pub fn selected<T: Real>(x: &[T], n: usize) -> T {
    let head = inner(&x[..n], &x[..n]);
    let tail = sum(x.len() - n, |i| x[n + i].cos());
    let every = (0..x.len()).filter(|i| i % 2 == 1).fold(T::of(0.0), |e, i| e * 0.5 + x[i]);
    head * tail + every * x[0] * x[3]
}

pub fn windowed<T: Real>(x: &[T], w: &[T]) -> T {
    let n = x.len();
    let rough = sum(n - 2, |i| (x[i] - x[i + 1] * 2.0 + x[i + 2]).powi(2));
    let total = (0..n / 2).fold(rough, |total, i| total + w[i] * x[2 * i] * x[2 * i + 1]);
    (0..n - 1).fold(total, |total, i| total + (x[i + 1] - x[i]) * i as f64)
}

pub fn filtered<T: Real>(x: &[T], limit: T) -> T {
    let positive = sum(x.len(), |i| relu(x[i] - limit));
    positive * sum(x.len(), |i| if i % 2 == 0 { x[i] * x[i] } else { T::of(0.0) })
}

pub fn owned_items<T: Real>(x: &[T]) -> T {
    let b = x.iter().fold(T::of(0.0), |b, &v| b * 0.5 + v);
    sum(x.len(), |i| x[i].exp()) + b * sum(x.len(), |i| x[i].tanh())
}

pub fn products<T: Real>(x: &[T], shift: T) -> T {
    let product = |shift: T| x.iter().fold(T::of(1.0), |p, &v| p * (v - shift));
    product(T::of(0.0)) + product(shift)
}

pub fn folded<T: Real>(x: &[T], a: T) -> T {
    let negated: Vec<T> = x.iter().map(|&v| -v).collect();
    let decayed = x.iter().fold(a, |s, &v| s * 0.5 * v + a);
    decayed * (largest(x) + largest(&negated)) + inner(x, x)
}

pub fn each<T: Real>(x: &[T], scale: T) -> T {
    let total = sum(x.len(), |i| scale * x[i] * x[i]);
    x[0] * total + x[1] * total * (x[2] * total)
}

pub fn over_ranges<T: Real>(x: &[T], n: usize) -> T {
    let a = sum(x.len(), |i| x[i] * x[x.len() - 1 - i]);
    let b = (1..=n).rev().fold(T::of(0.0), |s, k| s * x[0] + 1.0 / k as f64);
    let c = (0..n).filter(|k| k % 3 != 1).fold(T::of(0.0), |s, k| s + (x[1] * k as f64).sin());
    a + b * c
}

pub fn nested_chains<T: Real>(m: &[[T; 3]], x: &[T; 3]) -> T {
    sum(m.len(), |i| inner(&m[i], x).powi(2))
}

pub fn pairs<T: Real>(x: &[T]) -> T {
    let mut energy = T::of(0.0);
    for i in 0..x.len() {
        for j in i + 1..x.len() {
            energy = energy + T::of(1.0) / ((x[i] - x[j]) * (x[i] - x[j]) + 1.0);
        }
    }
    energy
}

pub fn collected<T: Real>(x: &[T]) -> T {
    let mean = inner(x, x) / x.len() as f64;
    sum(x.len(), |i| (x[i] * x[i] - mean).powi(2)) / x.len() as f64
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(iterators::mapped_sum(&x: Slice(5), a: Number) in -2.0..2.0),
        // a sum of nothing is -0.0
        case!(iterators::mapped_sum(&x: Slice(0), a: Number) in -2.0..2.0).another_way(),
        case!(iterators::into_iterators(x: Array::<3>, &y: Slice(3)) in -2.0..2.0),
        case!(iterators::zipped(&a: Slice(4), &b: Slice(5), &c: Slice(3)) in -2.0..2.0),
        case!(iterators::enumerated(&x: Slice(5)) in -2.0..2.0),
        case!(iterators::selected(&x: Slice(7), n = 3) in -2.0..2.0).stores(),
        case!(iterators::windowed(&x: Slice(7), &w: Slice(3)) in -2.0..2.0),
        case!(iterators::filtered(&x: Slice(6), limit: Number) in -2.0..2.0).kinked().another_way(),
        case!(iterators::owned_items(&x: Slice(5)) in -2.0..2.0),
        case!(iterators::products(&x: Slice(5), shift: Number) in -2.0..2.0).stores().known(
            &[0.0, 1.5, 0.0, 2.0, -1.0, 0.5],
            -0.5625,
            &[1.125, -0.5625, 1.125, -0.375, 0.375, -1.6875],
        ),
        case!(iterators::folded(&x: Slice(5), a: Number) in -2.0..2.0).kinked().stores(),
        case!(iterators::each(&x: Slice(3), scale: Number) in -2.0..2.0),
        case!(iterators::over_ranges(&x: Slice(4), n = 6) in -1.0..1.0).stores(),
        case!(iterators::nested_chains(&m: Rows::<3>(4), &x: Array::<3>) in -2.0..2.0),
        case!(iterators::pairs(&x: Slice(5)) in -2.0..2.0),
        case!(iterators::collected(&x: Slice(5)) in -2.0..2.0).allocates(),
    ]
}
