//! What is changed by reference, for any number.

use super::*;

pub fn kicks_and_drifts<T: Real>(position: T, velocity: T, stiffness: T, steps: usize) -> T {
    let (x, v) = (0..steps).fold((position, velocity), |(x, v), _| {
        let v = v - stiffness * x * 0.05;
        let x = x + v * 0.1;
        (x, v - stiffness * x * 0.05)
    });
    x * x + v
}

pub fn states<T: Real>(x0: T, v0: T) -> T {
    let (x, v) = (0..3).fold((x0, v0), |(x, v), _| {
        let x = x + v * 0.1;
        (x, v - x * 0.1)
    });
    let first = x0 * 2.0;
    let second = v0 * v0 + first;
    let x = x * 1.5;
    let v = (v + x) * 2.0;
    let x = x + first;
    x * v + second + x * 3.0 + v * 7.0
}

pub fn exchanged<T: Real>(a: T, b: T, exchange: bool) -> T {
    let at_least = |q: T| if q > 0.1 { q } else { T::of(0.1) };
    let (p, q) = (at_least(a) * 2.0, at_least(b) * a);
    let sum = p + q;
    let (p, q) = if exchange { (q, p) } else { (p, q) };
    let p = a * 0.5 + p * p;
    sum + p * q * q
}

pub fn running<T: Real>(x: &[T]) -> T {
    let part = |part: &[T]| part[1..].iter().fold(part[0] * part[0], |last, &v| (last * 0.5 + v) * v);
    let parts: Vec<T> = x.chunks(3).map(part).collect();
    let whole = x.len() / 3;
    let total = sum(whole, |i| parts[i] * parts[i]);
    if whole < parts.len() { total + parts[whole] } else { total + 1.0 }
}

pub fn through_references<T: Real>(x: &[T]) -> T {
    let a = x.iter().fold(x[0], |a, &v| a + v * v);
    let b = x.iter().fold(T::of(1.0), |b, &v| b + v);
    let c = x.iter().fold(T::of(2.0), |c, &v| c * v);
    let last = x.iter().fold(T::of(0.5), |last, &v| last + v * last);
    a * b + c * last
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(borrowed::kicks_and_drifts(position: Number, velocity: Number, stiffness: Number, steps = 5) in -1.0..1.0)
            .stores(),
        case!(borrowed::states(x0: Number, v0: Number) in -1.0..1.0),
        case!(borrowed::through_references(&x: Slice(4)) in -2.0..2.0).stores(),
        case!(borrowed::running(&x: Slice(8)) in -2.0..2.0).stores(),
        case!(borrowed::running(&x: Slice(3)) in -2.0..2.0).stores(),
        case!(borrowed::exchanged(a: Number, b: Number, exchange = true) in -1.0..1.0).kinked(),
        case!(borrowed::exchanged(a: Number, b: Number, exchange = false) in -1.0..1.0).kinked(),
    ]
}
