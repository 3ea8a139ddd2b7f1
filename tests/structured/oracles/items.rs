//! Functions that call one another, for any number.

use super::*;
use crate::functions::Model;

pub fn sum_of_squares<T: Real>(x: &[T]) -> T {
    inner(x, x)
}

pub fn softplus<T: Real>(x: T) -> T {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

pub fn scale_into<T: Real>(x: &[T], factor: T, out: &mut [T]) {
    for (out, &x) in out.iter_mut().zip(x) {
        *out = factor * x + *out * *out;
    }
}

pub fn rotated<T: Real>(p: [T; 2], angle: T) -> [T; 2] {
    let (s, c) = (angle.sin(), angle.cos());
    [c * p[0] - s * p[1], s * p[0] + c * p[1]]
}

pub fn polar<T: Real>(x: T, y: T) -> (T, T) {
    (x.hypot(y), y.atan2(x))
}

pub fn differences<T: Real>(x: &[T]) -> Vec<T> {
    x.windows(2).map(|w| w[1] - w[0]).collect()
}

pub fn calls<T: Real>(x: &[T], a: T) -> T {
    let head = inner(&x[..x.len() / 2], x);
    let total = x.iter().fold(softplus(a * head), |total, &x| total + softplus(x) * softplus(total * 0.1));
    total * inner(x, x)
}

pub fn calls_of_shapes<T: Real>(x: T, y: T, angle: T) -> T {
    let p = rotated([x, y], angle);
    let q = rotated(p, T::of(0.5));
    let (r, phi) = polar(p[0] + 2.0, q[1]);
    p[0] * q[1] + r * phi
}

pub fn calls_of_buffers<T: Real>(x: &[T], factor: T) -> T {
    sum(x.len() - 1, |i| {
        let first = factor * (x[i + 1] - x[i]) + 0.25;
        let second = factor * factor * x[i + 1] + first * first;
        second * second
    })
}

pub fn calls_by_path<T: Real>(x: &[T], y: &[T]) -> T {
    inner(x, y) * super::lecture::logistic(x[0]) + softplus(y[1]) * y[1] * y[1]
}

pub fn power<T: Real>(x: T, n: u32) -> T {
    if n == 0 {
        return T::of(1.0);
    }
    let (half, odd) = (power(x, n / 2), n % 2 == 1);
    if odd { x * if n == 1 { T::of(1.0) } else { half * half } } else { half * half }
}

pub fn pairwise<T: Real>(x: &[T]) -> T {
    match x {
        [] | [_] | [_, _] => sum(x.len(), |i| x[i].exp()),
        _ => pairwise(&x[..x.len() / 2]) * 0.5 + pairwise(&x[x.len() / 2..]),
    }
}

pub fn nested_root<T: Real>(x: T, depth: u32) -> T {
    (0..depth).fold(x, |x, _| (x + 1.0).sqrt())
}

pub fn chain<T: Real>(x: &[T], rest: T) -> T {
    sum(x.len() - 1, |i| {
        let d = (x[i + 1] - x[i]).abs() - rest;
        d * (0.5 * 2.5) * d + d
    })
}

pub fn response<T: Real>(model: &Model, x: &[T], bias: T) -> T {
    let z = model.weights.iter().zip(x).fold(bias, |z, (&w, &x)| z + x * w);
    squash(model, z) * model.gain + z.powi(model.order as i32)
}

pub fn squash<T: Real>(model: &Model, z: T) -> T {
    (z * model.gain).tanh()
}

pub fn norm<T: Real>(x: &[T; 2]) -> T {
    x[0].hypot(x[1])
}

pub fn energy<T: Real>(model: &Model, x: [T; 2]) -> T {
    norm(&x).powi(3) * model.gain / (squash(model, x[0]) + 1.0)
}

pub fn shapes<T: Real>(a: T, b: [T; 2], c: [[T; 2]; 2], d: (T, T), e: &[T], f: &[[T; 2]], g: Vec<T>) -> T {
    let start = a * b[0] + c[0][1] * c[1][0] + d.0 * d.1;
    (0..e.len()).fold(start, |sum, i| sum + (e[i] * f[i][0] * g[i] + f[i][1] * b[1])) * a
}

pub fn changed<T: Real>(a: T, b: [T; 2], v: Vec<T>) -> T {
    let a = a * b[0];
    let second = if v.len() > 2 { v[2] } else { a };
    v[1] * (b[1] + a * a) * second + b[0]
}

pub fn tuple_parameters<T: Real>((x, y): (T, T), (a, b): (T, [T; 2])) -> T {
    a * x.sin() + b[0] * y * y + b[1] * x
}

pub fn references<T: Real>(a: &T, v: &Vec<T>, w: &[T; 2]) -> T {
    let a = *a;
    a * v[0] + a * v[1] * w[0] + a.sin() * w[1]
}

pub fn generic_mean<T: Real, const N: usize>(x: [T; N], weight: T) -> T {
    sum(N, |i| x[i] * x[i] * weight) / N as f64
}

pub fn calls_generic<T: Real>(x: [T; 3], y: T) -> T {
    generic_mean(x, y) + generic_mean([y, x[0]], T::of(2.0))
}

pub fn constant_parameters<T: Real>(x: T, n: i64, label: &str, flag: bool, sizes: &[usize], letter: char) -> T {
    let start = if label == "square" || letter == 'q' { x * n as f64 * x } else { x * n as f64 };
    let all = sizes.iter().fold(start, |y, &size| y + if flag { x.powi(size as i32) } else { x / size as f64 });
    all * label.len() as f64
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(items::sum_of_squares(&x: Slice(4)) in -2.0..2.0),
        case!(items::softplus(x: Number) in -20.0..20.0),
        case!(items::scale_into(&x: Slice(4), factor: Number, &mut out: Slice(4)) -> () in -2.0..2.0),
        case!(items::rotated(p: Array::<2>, angle: Number) -> &Array::<2>, in -2.0..2.0),
        case!(items::polar(x: Number, y: Number) -> (Number, Number), in 0.3..2.0),
        case!(items::differences(&x: Slice(5)) -> &Slice(4), in -2.0..2.0),
        case!(items::calls(&x: Slice(5), a: Number) in -1.0..1.0).kinked().stores(),
        case!(items::calls_of_shapes(x: Number, y: Number, angle: Number) in -1.0..1.0),
        case!(items::calls_of_buffers(&x: Slice(4), factor: Number) in -1.0..1.0).allocates(),
        case!(items::calls_by_path(&x: Slice(3), &y: Slice(3)) in -2.0..2.0).kinked(),
        case!(items::power(x: Number, n = 0) in -2.0..2.0),
        case!(items::power(x: Number, n = 13) in -1.5..1.5),
        case!(items::pairwise(&x: Slice(9)) in -2.0..2.0),
        case!(items::nested_root(x: Number, depth = 8) in 0.1..5.0),
        case!(springs::chain(&x: Slice(5), rest: Number) in -2.0..2.0).kinked(),
        case!(Model::response(model = &Model::usual(), &x: Slice(4), bias: Number) in -1.0..1.0),
        case!(Model::squash(model = &Model::usual(), z: Number) in -2.0..2.0),
        case!(Model::norm(&x: Array::<2>) in -2.0..2.0),
        case!(Model::energy(model = &Model::usual(), x: Array::<2>) in 0.1..2.0),
        case!(items::shapes(
            a: Number, b: Array::<2>, c: Matrix::<2, 2>, d: (Number, Number), &e: Slice(2), &f: Rows::<2>(2), g: Slice(2)
        ) in -2.0..2.0),
        case!(items::changed(a: Number, b: Array::<2>, v: Slice(2)) in -2.0..2.0).allocates(),
        case!(items::changed(a: Number, b: Array::<2>, v: Slice(4)) in -2.0..2.0).allocates(),
        case!(items::tuple_parameters(p: (Number, Number), q: (Number, Array::<2>)) in -2.0..2.0),
        case!(items::references(&a: Number, &v: Slice(2), &w: Array::<2>) in -2.0..2.0),
        case!(items::generic_mean(x: Array::<4>, weight: Number) in -2.0..2.0),
        case!(items::calls_generic(x: Array::<3>, y: Number) in -2.0..2.0),
        case!(items::constant_parameters(
            x: Number, n = 3, label = "square", flag = true, sizes = &[1, 3], letter = 'a'
        ) in -2.0..2.0),
        case!(items::constant_parameters(
            x: Number, n = 3, label = "plain", flag = false, sizes = &[1, 3], letter = 'a'
        ) in -2.0..2.0),
    ]
}
