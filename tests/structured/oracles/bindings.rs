//! Bindings, patterns, data and arithmetic, for any number.

use super::*;
use std::f64::consts::{E, FRAC_1_SQRT_2, LN_2, PI};

pub fn lets<T: Real>(x: T, y: T) -> T {
    let c = (x * y + 1.0).sin();
    c + c * if x > y { x } else { y }
}

pub fn shadowing<T: Real>(x: T, y: &[T]) -> T {
    let square = x * x;
    let z = square + (square + y[0]) * y[1];
    z * z
}

pub fn destructuring<T: Real>((a, b): (T, T), [c, _, d, e]: [T; 4]) -> T {
    (a * c) * (b + d) + e * (a * b)
}

pub fn exchanged<T: Real>(x: T, y: T) -> T {
    let (sum, difference) = (x + y, x - y);
    let (a, b) = (sum, difference * sum * sum);
    a / (b * b + 1.0)
}

pub fn compound<T: Real>(x: T, y: T) -> T {
    let z = x + y - x * 0.5;
    rem(z * z / (y * y + 1.0), T::of(5.0)) * x
}

fn rem<T: Real>(x: T, y: T) -> T {
    crate::support::dual::call("rem", &[x, y]).expect("a remainder")
}

pub fn compound_elements<T: Real>(x: &[T], k: usize) -> T {
    let mut a = [1.0, 2.0, 3.0].map(T::of);
    a[0] = a[0] + x[0];
    a[k] = a[k] - x[1] * a[0];
    a[2] = a[2] * x[k];
    a[k] = a[k] / (a[0] * a[0] + 2.0);
    a[0] * (a[2] * a[k]) + a[2]
}

pub fn tuples<T: Real>(x: T, y: T) -> T {
    let z = x + y * 2.0;
    let (a, b) = if x > 0.0 { (z.sin(), z.cos()) } else { (z.cos(), z.sin()) };
    a * (x * y) + b * 3.0
}

pub fn arrays<T: Real>(x: [T; 3], k: usize) -> T {
    let b = [x[0], x[1] * 2.0, x[2] + 1.0, T::of(0.5)];
    let mut a = b;
    a[(k + 1) % 4] = b[k % 4] * x[1];
    a[0] * b[0] + a[1] * b[1] + a[2] * x[2 - k % 3] + a[3] * 4.0
}

pub fn arrays_of_arrays<T: Real>(m: [[T; 3]; 2]) -> T {
    let t = |j: usize, i: usize| m[i][j] * m[i][j];
    t(0, 0) * (t(0, 1) + t(1, 0)) - t(2, 0) * t(2, 1) + t(1, 1)
}

pub fn filled_vec<T: Real>(x: &[T]) -> T {
    inner(x, x) * (x[0] * x[0])
}

pub fn pushed_vec<T: Real>(x: &[T], scale: T) -> T {
    let w = [scale, T::of(2.0), x[0]];
    sum(x.len() + 1, |i| (if i < x.len() { x[i] * scale } else { scale }) * w[i % 3])
}

pub fn structs<T: Real>(mass: T, x: T, v: T) -> T {
    let velocity = v - 9.81 * 0.1;
    mass * 0.5 * velocity * velocity + mass * 9.81 * (x + velocity * 0.1)
}

pub fn blocks<T: Real>(x: T, y: T) -> T {
    let a = x * y * (x * y) + 1.0;
    a * (a + x).sqrt() + y
}

pub fn constants<T: Real>(x: T) -> T {
    let powers = [(0.5, 0), (-1.25, 1), (2.0, 2)];
    let start = x * 2.5 + x * 0.375 * x + 1.5;
    let sum = powers.iter().fold(start, |sum, &(w, i)| sum + x.powi(i) * w);
    let sum = sum + ((x * PI).sin() * 4.0 + (x * E).cos() + LN_2 * FRAC_1_SQRT_2);
    sum * -0.25 + x * 3.0 + f64::EPSILON
}

pub fn call_forms<T: Real>(x: T, y: T) -> T {
    let (larger, smaller) = if x >= y { (x, y) } else { (y, x) };
    let a = x.sin() + y.sin() + larger + smaller;
    let b = x.hypot(y) * x.powi(3) + y.abs().sqrt();
    let c = T::of(2.0).powf(x) + y.atan2(x) + (x * y).tanh().exp();
    a * b - c + x.sin() * x.cos() + (x * x + 1.0).ln().recip() + (x * y + 0.5).cbrt()
}

pub fn casts<T: Real>(x: T, n: usize, k: i32, small: u8, flag: bool) -> T {
    let b = x * f64::from(small) * x + f64::from(k - 3);
    let c = f64::from(n as i32 - 2 * k);
    x * n as f64 + b * c + x.floor() * f64::from(u8::from(flag)) * x + (x.value() * 10.0).trunc()
}

pub fn integers<T: Real>(x: &[T], n: i32) -> T {
    let count = (0..x.len()).filter(|&i| i % 2 == 0 || i as i32 > n / 2).count();
    let sign = if n % 2 == 0 { 1.0 } else { -1.0 };
    x[3 % x.len()] * sign * f64::from(n / 2)
        + x[(n % 2).unsigned_abs() as usize] * count as f64
        + x[(n * n) as usize % x.len()]
}

pub fn assertions<T: Real>(x: &[T], n: usize) -> T {
    sum(x.len() / n, |i| x[i * n] * x[i * n])
}

pub fn literals<T: Real>(x: T) -> T {
    x * 1000.5 + x * 2.0 * x + 0.001 + x.sin() * 500.0 + 3.0 - 0.0 + x * -0.0 + 0.1 + 0.2
}

pub fn operators<T: Real>(x: T, y: T) -> T {
    let t = x * y - rem(-x / (-y + 2.0), T::of(3.0));
    -x.powi(2) + (-x).powi(3) - (t - (-x + 1.0) - y) * x + y / 7.0
}

pub fn methods<T: Real>(x: T, y: T) -> T {
    let a = (x * x + y * y).sqrt() + x.atan2(y) + (x * y).tanh();
    let b = x.abs().cbrt() + y.exp2() + (x * x + 1.0).ln() + x * y + 2.0;
    let c = x.sinh() * y.cosh() - x.asinh() + x.atan() + y.recip() + x.powf(T::of(2.5)) + y.log2();
    let c = c + y.ln() / (x + 3.0).ln();
    let d = (x * (180.0 / PI)).sin() + (y.exp() - 1.0) * x.log10() + (x * 0.3).acos() * (y * 0.2).asin();
    let d = d + (y * 0.4).atanh();
    let e = x.fract() * y.floor() + rem(x, T::of(0.3)) + y.trunc() * x + y + (x + 1.0).acosh();
    let bounded = x.min(y).max(T::of(-1.0)).clamp(T::of(-0.5), T::of(0.75));
    a * b - rem(c, T::of(7.0)) + d * e + x.copysign(y) + bounded
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(bindings::lets(x: Number, y: Number) in -2.0..2.0).kinked(),
        case!(bindings::shadowing(x: Number, &y: Slice(2)) in -2.0..2.0),
        case!(bindings::destructuring(p: (Number, Number), q: Array::<4>) in -2.0..2.0),
        case!(bindings::exchanged(x: Number, y: Number) in -2.0..2.0),
        case!(bindings::compound(x: Number, y: Number) in -4.0..4.0).kinked(),
        case!(bindings::compound_elements(&x: Slice(3), k = 1) in -2.0..2.0),
        case!(bindings::compound_elements(&x: Slice(3), k = 0) in -2.0..2.0),
        case!(bindings::tuples(x: Number, y: Number) in -2.0..2.0).kinked(),
        case!(bindings::arrays(x: Array::<3>, k = 1) in -2.0..2.0),
        case!(bindings::arrays(x: Array::<3>, k = 3) in -2.0..2.0),
        case!(bindings::arrays_of_arrays(m: Matrix::<2, 3>) in -2.0..2.0),
        case!(bindings::filled_vec(&x: Slice(4)) in -2.0..2.0).allocates(),
        case!(bindings::pushed_vec(&x: Slice(4), scale: Number) in -2.0..2.0).allocates(),
        case!(bindings::structs(mass: Number, x: Number, v: Number) in -2.0..2.0),
        case!(bindings::blocks(x: Number, y: Number) in 0.2..2.0),
        case!(bindings::constants(x: Number) in -2.0..2.0),
        case!(bindings::call_forms(x: Number, y: Number) in 0.3..2.0).kinked().another_way(),
        case!(bindings::casts(x: Number, n = 3, k = 2, small = 7, flag = true) in -4.0..4.0).kinked(),
        case!(bindings::integers(&x: Slice(5), n = 7) in -2.0..2.0),
        case!(bindings::integers(&x: Slice(4), n = -2) in -2.0..2.0),
        case!(bindings::assertions(&x: Slice(6), n = 2) in -2.0..2.0),
        case!(bindings::literals(x: Number) in -2.0..2.0),
        case!(bindings::methods(x: Number, y: Number) in 0.1..2.0).kinked().another_way(),
        case!(bindings::operators(x: Number, y: Number) in -1.8..1.8),
    ]
}
