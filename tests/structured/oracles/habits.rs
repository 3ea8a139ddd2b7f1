//! Common ways of writing, for any number.

use super::*;

pub fn swapped_buffers<T: Real>(initial: &[T], k: T, steps: usize) -> T {
    let last = initial.len() - 1;
    let u = (0..steps).fold(initial.to_vec(), |u, _| {
        let inside = |i: usize| u[i] + k * (u[i - 1] - u[i] * 2.0 + u[i + 1]);
        (0..=last).map(|i| if i == 0 || i == last { u[i] } else { inside(i) }).collect()
    });
    inner(&u, &u)
}

pub fn copied_buffers<T: Real>(initial: &[T], k: T, steps: usize) -> T {
    let u: Vec<T> = (0..steps).fold(initial.to_vec(), |u, _| {
        (0..u.len()).map(|i| if i == 0 { u[0] } else { u[i] + k * u[i - 1] * u[i] }).collect()
    });
    sum(u.len(), |i| u[i])
}

pub fn moments<T: Real>(x: &[T]) -> T {
    let n = x.len() as f64;
    let mean = sum(x.len(), |i| x[i]) / n;
    inner(x, x) / n - mean * mean
}

pub fn guarded<T: Real>(x: &[T]) -> T {
    let total = x.iter().filter(|v| **v >= 0.0).fold(T::of(0.0), |total, v| total + v.sqrt());
    if total == 0.0 { T::of(1.0) } else { T::of(1.0) / total }
}

pub fn ends<T: Real>(x: &[T]) -> T {
    match x {
        [] => T::of(0.0),
        [one] => *one * *one + one.powi(2),
        [first, .., last] => *first * *last + last.powi(2),
    }
}

pub fn halves<T: Real>(x: &[T]) -> T {
    sum(x.len() / 2, |i| x[i] * x[x.len() - 1 - i])
}

pub fn with_inner_function<T: Real>(x: T, y: T) -> T {
    let kernel = |d: T| (-d * d).exp();
    kernel(x - y) + kernel(x + y) * x
}

pub fn flagged<T: Real>(x: &[T], limit: T) -> T {
    let Some(at) = x.iter().position(|v| *v > limit) else { return limit };
    x[at + 1..].iter().fold(x[at] * x[at], |total, &v| total + v) / (x.len() - at) as f64
}

pub fn softmax_at_largest<T: Real>(x: &[T]) -> T {
    let best = largest(x);
    best * best / sum(x.len(), |i| (x[i] - best).exp())
}

pub fn fibonacci_like<T: Real>(a: T, b: T, n: usize) -> T {
    (0..n).fold((a, b), |(a, b), _| (b, a * 0.5 * b + a)).1
}

pub fn row_by_row<T: Real>(m: &[[T; 3]; 3], factor: T) -> T {
    let scaled =
        |row: [T; 3], i: usize| -> [T; 3] { std::array::from_fn(|k| row[k] * factor + if k == i { 1.0 } else { 0.0 }) };
    let first = scaled(m[0], 0);
    let second = scaled(first, 1);
    let third = scaled(second, 2);
    third[0] * first[1] * second[2]
}

pub fn rows_written<T: Real>(x: &[T], width: usize) -> T {
    let norm = |row: &[T]| inner(row, row).sqrt();
    sum(x.len(), |i| x[i] / norm(&x[i / width * width..][..width]) * (i + 1) as f64)
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(habits::swapped_buffers(&initial: Slice(6), k: Number.within(0.1, 0.3), steps = 5) in -1.0..1.0)
            .allocates(),
        case!(habits::copied_buffers(&initial: Slice(5), k: Number, steps = 3) in -1.0..1.0).allocates().stores(),
        case!(habits::moments(&x: Slice(6)) in -2.0..2.0),
        case!(habits::guarded(&x: Slice(6)) in -0.5..2.0).kinked(),
        case!(habits::ends(&x: Slice(4)) in -2.0..2.0),
        case!(habits::ends(&x: Slice(1)) in -2.0..2.0),
        case!(habits::halves(&x: Slice(7)) in -2.0..2.0),
        case!(habits::with_inner_function(x: Number, y: Number) in -2.0..2.0),
        case!(habits::flagged(&x: Slice(6), limit: Number) in -2.0..2.0).stores().kinked(),
        case!(habits::softmax_at_largest(&x: Slice(5)) in -2.0..2.0).kinked(),
        case!(habits::fibonacci_like(a: Number, b: Number, n = 7) in -1.0..1.0).stores(),
        case!(habits::row_by_row(&m: Matrix::<3, 3>, factor: Number) in -2.0..2.0).stores(),
        case!(habits::rows_written(&x: Slice(6), width = 3) in -2.0..2.0).allocates(),
    ]
}
