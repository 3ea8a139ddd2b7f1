//! Iterations that solve, sums that approximate, for any number.

use super::*;

pub fn newton_root<T: Real>(a: T) -> T {
    let mut x = (a + 1.0) * 0.5;
    loop {
        let next = (x + a / x) * 0.5;
        let still = !((next - x).abs() > 1e-14);
        x = next;
        if still {
            return x;
        }
    }
}

pub fn newton_cube_root<T: Real>(a: T, n: usize) -> T {
    (0..n).fold(a, |x, _| x - (x * x * x - a) / (x * 3.0 * x))
}

pub fn fixed_point<T: Real>(a: T, b: T) -> T {
    let mut x = T::of(0.0);
    for _ in 0..200 {
        let next = a * (b * x).cos();
        let found = (next - x).abs() < 1e-13;
        x = next;
        if found {
            break;
        }
    }
    x * x
}

pub fn arithmetic_geometric<T: Real>(x: T, y: T) -> T {
    (0..5).fold((x, y), |(a, g), _| ((a + g) * 0.5, (a * g).sqrt())).0
}

pub fn horner<T: Real>(coefficients: &[T], x: T) -> T {
    coefficients.iter().rev().fold(T::of(0.0), |value, &c| value * x + c)
}

pub fn horner_fold<T: Real>(coefficients: &[T], x: T) -> T {
    horner(coefficients, x)
}

pub fn continued_fraction<T: Real>(a: &[T], b: &[T]) -> T {
    if b.len() == 1 { b[0] } else { b[0] + a[0] / continued_fraction(&a[1..], &b[1..]) }
}

pub fn simpson<T: Real>(a: T, b: T, p: T, q: T, n: usize) -> T {
    let f = |x: T| (p * x).sin() * (-q * x * x).exp();
    let h = (b - a) / n as f64;
    let ends = f(a) + f(b);
    let all = (1..n).fold(ends, |sum, i| sum + f(a + h * i as f64) * if i % 2 == 1 { 4.0 } else { 2.0 });
    all * h / 3.0
}

pub fn trapezoid<T: Real>(x: &[T], y: &[T]) -> T {
    sum(x.len() - 1, |i| (x[i + 1] - x[i]) * ((y[i] + y[i + 1]) / 2.0))
}

pub fn arc_length<T: Real>(points: &[[T; 2]]) -> T {
    points.windows(2).fold(T::of(0.0), |sum, w| sum + (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1]))
}

pub fn power_series<T: Real>(x: T) -> T {
    let (mut term, mut total) = (T::of(1.0), T::of(0.0));
    for k in 1..60 {
        term = term * (-x / f64::from(k));
        total = total - term / f64::from(k);
        if term.abs() < 1e-17 {
            break;
        }
    }
    total
}

pub fn descent<T: Real>(start: [T; 2], rate: T, momentum: T, steps: usize) -> T {
    let rest = [T::of(0.0); 2];
    let (x, _) = (0..steps).fold((start, rest), |(x, v), _| {
        let g = [x[0] * 2.0 + x[1], x[0] + x[1].powi(3) * 6.0];
        let v: [T; 2] = std::array::from_fn(|i| momentum * v[i] - rate * g[i]);
        ([x[0] + v[0], x[1] + v[1]], v)
    });
    x[0] * x[0] + x[0] * x[1] + x[1].powi(4) * 1.5
}

pub fn secant<T: Real>(a: T, b: T, level: T) -> T {
    let f = |x: T| x * x * x + x - level;
    let (mut x0, mut x1) = (a, b);
    for _ in 0..40 {
        if f(x1).abs() < 1e-13 || f(x1) == f(x0) {
            break;
        }
        (x0, x1) = (x1, x1 - f(x1) * (x1 - x0) / (f(x1) - f(x0)));
    }
    x1
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(solvers::newton_root(a: Number) in 0.3..4.0).stores().ordinary(),
        case!(solvers::newton_cube_root(a: Number, n = 9) in 0.3..4.0).stores(),
        case!(solvers::fixed_point(a: Number, b: Number) in 0.4..0.9).stores(),
        case!(solvers::arithmetic_geometric(x: Number, y: Number) in 0.2..5.0).stores(),
        case!(solvers::horner(&coefficients: Slice(6), x: Number) in -1.5..1.5).stores(),
        case!(solvers::horner_fold(&coefficients: Slice(6), x: Number) in -1.5..1.5).stores(),
        case!(solvers::continued_fraction(&a: Slice(5), &b: Slice(5)) in 0.5..3.0).stores(),
        case!(solvers::simpson(a: Number, b: Number, p: Number, q: Number.within(0.1, 0.5), n = 8) in -2.0..2.0),
        case!(solvers::trapezoid(&x: Slice(6), &y: Slice(6)) in -2.0..2.0),
        case!(solvers::arc_length(&points: Rows::<2>(5)) in -2.0..2.0),
        case!(solvers::power_series(x: Number) in -4.0..4.0).stores(),
        case!(solvers::descent(
            start: Array::<2>, rate: Number.within(0.01, 0.1), momentum: Number.within(0.2, 0.9), steps = 6
        ) in -1.0..1.0)
        .stores(),
        case!(solvers::secant(a: Number.within(0.2, 0.5), b: Number.within(0.6, 1.4), level: Number) in 1.0..4.0)
            .stores(),
    ]
}
