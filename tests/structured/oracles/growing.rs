//! `Vec`s that grow, for any number.

use super::*;

pub fn pushed_rows<T: Real>(x: &[T]) -> T {
    sum(x.len(), |i| x[i] * (x[i] * 2.0))
}

pub fn triangle<T: Real>(x: &[T]) -> T {
    sum(3, |i| (0..=i).fold(T::of(1.0), |p, j| p * (x[j] * (i + 1) as f64)))
}

pub fn trajectory<T: Real>(forces: &[T], start: T) -> T {
    let mut states = vec![[start, T::of(1.0)]];
    for f in forces {
        let [p, v] = states[states.len() - 1];
        states.push([p + v * 0.1, v - *f * p.sin()]);
    }
    let n = states.len();
    states[n - 1][0] * states[n / 2][1] + sum(n, |i| states[i][0] * states[i][1])
}

pub fn kept_layers<T: Real>(x: &[T]) -> T {
    let layer = |k: usize, x: &[T]| -> Vec<T> { x.iter().map(|v| (*v * 0.5 + k as f64 * 0.1).tanh()).collect() };
    let first = layer(0, x);
    let last = layer(2, &layer(1, &first));
    sum(last.len(), |i| last[i]) * first[0]
}

pub fn history<T: Real>(x: &[T]) -> T {
    let mut history = Vec::new();
    let mut s = T::of(0.1);
    for v in x {
        s = s * 0.5 + *v;
        if s > 0.2 {
            history.push((s, *v * s));
        }
    }
    history.iter().rev().fold(T::of(0.0), |out, (a, b)| out * 0.9 + *a * *b)
}

pub fn collected_rows<T: Real>(x: &[T]) -> T {
    let n = x.len();
    let mut s = sum(n, |i| x[i] * (x[i] * 2.0));
    for i in 0..n {
        for j in 0..n {
            s = s + (x[i] * x[j] + (i + j) as f64 + 1.0).sqrt() * x[j];
        }
    }
    s
}

pub fn apart_and_together<T: Real>(x: &[T]) -> T {
    let inner = sum(x.len(), |i| x[i] * x[i] * x[i].sin());
    let part = |low: bool| x.iter().filter(|v| (**v < 0.5) == low).fold(T::of(0.0), |s, v| s + *v);
    let split = part(true) * (part(false) + 1.0);
    let mut padded = vec![T::of(0.5)];
    padded.extend_from_slice(x);
    padded.extend([T::of(1.0), T::of(2.0)]);
    inner + split + sum(padded.len() - 1, |i| padded[i] * padded[i + 1]) + (x[0] + x[1] + x[1] + x[2])
}

pub fn counted<T: Real>(x: &[T], w: &[T], rows: &[Vec<T>]) -> T {
    let large: Vec<T> = x.iter().copied().filter(|v| *v > 0.3).collect();
    let ranked = sum(large.len(), |i| T::of((i + 1) as f64) * large[i] * large[i]);
    let flat: Vec<T> = rows.concat();
    ranked + inner(&large, w) * inner(&flat, x)
}

pub fn until_too_large<T: Real>(rows: &[Vec<T>]) -> T {
    let mut s = T::of(0.0);
    for v in rows.concat() {
        if v >= 0.8 {
            break;
        }
        s = s + v * v;
    }
    let mut t = T::of(0.0);
    for row in rows {
        let (a, b) = (row[0], row[0] * row[1]);
        if a >= 0.8 {
            break;
        }
        t = t + a.sin();
        if b >= 0.8 {
            break;
        }
        t = t + b.sin();
    }
    s + t
}

pub fn without_end<T: Real>(x: T) -> T {
    let (mut s, mut t) = (T::of(0.0), T::of(1.0));
    let mut k = 0.0;
    while t.value().abs() >= 1e-12 {
        s = s + t;
        k += 1.0;
        t = t * (x / k);
    }
    let y = [1.0, 2.0, 4.0, 5.0, 6.0].iter().fold(x, |y, &i| y.sin() + i);
    y * s
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(growing::pushed_rows(&x: Slice(4)) in -1.0..1.0).allocates(),
        case!(growing::triangle(&x: Slice(3)) in 0.3..1.2).allocates().stores(),
        case!(growing::trajectory(&forces: Slice(4), start: Number) in 0.2..1.0).allocates().stores(),
        case!(growing::kept_layers(&x: Slice(3)) in -1.0..1.0).allocates().stores(),
        case!(growing::history(&x: Slice(5)) in -0.5..1.0).kinked().allocates().stores(),
        case!(growing::collected_rows(&x: Slice(4)) in 0.2..1.0).allocates().stores(),
        case!(growing::apart_and_together(&x: Slice(5)) in -1.0..1.0).kinked().allocates().stores(),
        case!(growing::counted(&x: Slice(5), &w: Slice(4), &rows: Ragged([3, 2])) in -0.5..1.0)
            .kinked()
            .allocates()
            .stores(),
        case!(growing::until_too_large(&rows: Ragged([3, 2])) in -0.5..1.0).kinked(),
        case!(growing::without_end(x: Number) in 0.2..0.9).kinked().stores().ordinary(),
    ]
}
