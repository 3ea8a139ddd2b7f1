//! Iterators beyond the plain ones, for any number.

use super::*;

pub fn scanned<T: Real>(x: &[T], k: T) -> T {
    let mut total = T::of(0.0);
    let mut s = T::of(0.0);
    for i in 0..x.len() {
        s = k * x[i] + (-k + 1.0) * s;
        total = total + s * (i + 1) as f64 * s;
    }
    let mut s = T::of(0.0);
    for &v in x {
        s = s + v;
        if s >= 1.0 {
            break;
        }
        total = total + v * s;
    }
    total
}

pub fn around_a_limit<T: Real>(x: &[T], limit: T) -> T {
    let after = x.iter().position(|v| *v >= 0.5).unwrap_or(x.len());
    let before = x.iter().position(|v| *v <= 0.1).unwrap_or(x.len());
    let total = x[after..].iter().fold(T::of(0.0), |total, &v| total + v * limit);
    x[..before].iter().fold(total, |total, v| total + v.sqrt() * limit)
}

pub fn letters<T: Real>(x: &[T], program: &str) -> T {
    let program = program.as_bytes();
    let n = x.len().min(program.len());
    let s = (0..n).fold(T::of(1.0), |s, i| match program[i] {
        b'+' => s + x[i],
        b'*' => s * x[i],
        _ => s - x[i],
    });
    (0..program.len()).filter(|i| program[*i] == b'*').fold(s, |s, i| s + x[i] * x[i])
}

pub fn extremes<T: Real>(x: &[T], points: &[[T; 2]]) -> T {
    let smallest = (0..x.len()).fold(0, |best, i| if x[i] < x[best] { i } else { best });
    let size = |p: &[T; 2]| p[0].hypot(p[1]);
    let far = points.iter().fold(points[0], |far, p| if size(p) >= size(&far) { *p } else { far });
    let gap = |p: &[T; 2]| (p[0] - x[0]).abs();
    let near = points.iter().fold(gap(&points[0]), |near, p| if gap(p) < near { gap(p) } else { near });
    let k = (0..x.len()).fold(0, |best, i| if x[i].abs() >= x[best].abs() { i } else { best });
    x[smallest] * (smallest + 1) as f64 + far[0] * far[1] + near + x[k] * x[k]
}

pub fn pivoted<T: Real>(a: [[T; 3]; 3], b: [T; 3]) -> T {
    let minor = |m: [[T; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let solved = |k: usize| {
        let mut m = a;
        (0..3).for_each(|row| m[row][k] = b[row]);
        minor(m) / minor(a)
    };
    solved(0) + solved(1) * solved(2)
}

pub fn exponents<T: Real>(x: T, c: &[T], n: i32) -> T {
    let mut total = x.powi(3) * (-x).exp();
    for k in 0..n {
        total = total + x.powi(k) * c[k as usize];
    }
    for k in 0..n {
        total = total + c[k as usize] * f64::from(k + 1);
    }
    for k in 0..n {
        total = total + x * f64::from(k - 1) * c[k as usize];
    }
    total
}

pub fn parts_of_arrays<T: Real>(x: &[T; 4], y: [T; 4]) -> T {
    let pairs = sum(3, |i| x[i] * x[i + 1]);
    pairs + y[0] * y[2] + y[3] * y[3] + y[1] * x[2] + y[3] * x[3] + x[3] / x[2] + x[1] / x[0]
}

pub fn shoelace<T: Real>(points: &[[T; 2]]) -> T {
    let next = |i: usize| points[(i + 1) % points.len()];
    sum(points.len(), |i| points[i][0] * next(i)[1] - next(i)[0] * points[i][1]).abs() * 0.5
}

pub fn extended<T: Real>(a: &[T], k: T, middle: std::ops::Range<usize>) -> T {
    let mut all = a.to_vec();
    all.extend(a.iter().map(|&x| x * x * k));
    all.extend([k, k]);
    let middle = &all[middle];
    (sum(middle.len() - 1, |i| middle[i] * middle[i + 1]) + all[0] + all[1]) * k
}

pub fn mapped_rows<T: Real>(m: [[T; 3]; 2], k: T) -> T {
    sum(3, |i| (m[0][i] * k).sin() * (m[1][i] * k).sin())
}

pub fn crossings<T: Real>(x: &[T], dt: T) -> T {
    (1..x.len()).filter(|i| x[i - 1].value() * x[*i].value() < 0.0).fold(T::of(0.0), |total, i| {
        let before = x[i - 1];
        total + (before / (before - x[i]) + (i - 1) as f64) * dt
    })
}

pub fn smoothed<T: Real>(x: &[T], alpha: T) -> T {
    x[2..].iter().fold(x[0] * x[1], |smooth, &v| alpha * v + (-alpha + 1.0) * smooth)
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(adaptors::scanned(&x: Slice(6), k: Number) in -0.5..1.0).allocates().stores().kinked(),
        case!(adaptors::around_a_limit(&x: Slice(6), limit: Number) in -0.2..1.5).kinked(),
        case!(adaptors::letters(&x: Slice(5), program = "+*-*+") in -2.0..2.0).allocates().stores(),
        case!(adaptors::extremes(&x: Slice(4), &points: Rows::<2>(3)) in -2.0..2.0).stores().kinked(),
        case!(adaptors::pivoted(a: Matrix::<3, 3>, b: Array::<3>) in -2.0..2.0).stores().another_way(),
        case!(adaptors::exponents(x: Number, &c: Slice(4), n = 4) in 0.2..2.0).allocates(),
        case!(adaptors::parts_of_arrays(&x: Array::<4>, y: Array::<4>) in 0.5..2.0),
        case!(adaptors::shoelace(&points: Rows::<2>(5)) in -2.0..2.0).kinked(),
        case!(adaptors::extended(&a: Slice(3), k: Number, middle = 1..6) in -2.0..2.0).allocates().stores(),
        case!(adaptors::crossings(&x: Slice(7), dt: Number) in -1.0..1.0).stores().kinked(),
        case!(adaptors::smoothed(&x: Slice(6), alpha: Number) in -1.0..1.0).stores(),
        case!(adaptors::mapped_rows(m: Matrix::<2, 3>, k: Number) in -2.0..2.0),
    ]
}
