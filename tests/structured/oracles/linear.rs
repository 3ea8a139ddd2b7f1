//! Linear algebra, for any number.

use super::*;

pub fn determinant<T: Real>(matrix: &[T], n: usize) -> T {
    let mut a: Vec<Vec<T>> = matrix.chunks(n).map(<[T]>::to_vec).collect();
    let mut det = T::of(1.0);
    for k in 0..n {
        let pivot = (k + 1..n).fold(k, |p, i| if a[i][k].abs() > a[p][k].abs() { i } else { p });
        if pivot != k {
            a.swap(k, pivot);
            det = -det;
        }
        if a[k][k] == 0.0 {
            return T::of(0.0);
        }
        det = det * a[k][k];
        for i in k + 1..n {
            let factor = a[i][k] / a[k][k];
            for j in k..n {
                a[i][j] = a[i][j] - factor * a[k][j];
            }
        }
    }
    det
}

pub fn determinant4<T: Real>(matrix: [[T; 4]; 4]) -> T {
    let mut a = matrix;
    let mut det = T::of(1.0);
    for k in 0..4 {
        det = det * a[k][k];
        for i in k + 1..4 {
            let factor = a[i][k] / a[k][k];
            a[i] = std::array::from_fn(|j| if j < k { a[i][j] } else { a[i][j] - factor * a[k][j] });
        }
    }
    det
}

pub fn triangular<T: Real>(l: &[T], b: &[T]) -> T {
    let n = b.len();
    let mut x: Vec<T> = Vec::new();
    for i in 0..n {
        x.push((0..i).fold(b[i], |r, j| r - l[i * n + j] * x[j]) / l[i * n + i]);
    }
    inner(&x, &x)
}

pub fn back_substitution<T: Real>(u: &[T], b: &mut [T]) {
    let n = b.len();
    for i in (0..n).rev() {
        b[i] = (i + 1..n).fold(b[i], |r, j| r - u[i * n + j] * b[j]) / u[i * n + i];
    }
}

pub fn thomas<T: Real>(lower: &[T], diagonal: &[T], upper: &[T], right: &[T]) -> T {
    let n = diagonal.len();
    let (mut c, mut d) = (vec![upper[0] / diagonal[0]], vec![right[0] / diagonal[0]]);
    for i in 1..n {
        let m = T::of(1.0) / (diagonal[i] - lower[i] * c[i - 1]);
        c.push(upper[i] * m);
        d.push((right[i] - lower[i] * d[i - 1]) * m);
    }
    let last = d[n - 1];
    let (_, total) = (0..n - 1).rev().fold((last, last), |(x, total), i| {
        let x = d[i] - c[i] * x;
        (x, total + x * x)
    });
    total
}

pub fn dot<T: Real>(a: &[T], b: &[T]) -> T {
    inner(a, b)
}

pub fn quadratic_form<T: Real>(a: &[T], x: &[T]) -> T {
    sum(x.len(), |i| x[i] * inner(&a[i * x.len()..], x))
}

pub fn squared_length<T: Real>(w: &[T]) -> T {
    inner(w, w)
}

pub fn power_method<T: Real>(a: &[[T; 3]; 3], start: [T; 3], steps: usize) -> T {
    let (_, quotient) = (0..steps).fold((start, T::of(0.0)), |(v, _), _| {
        let w = a.map(|row| inner(&row, &v));
        let norm = inner(&w, &w).sqrt();
        (w.map(|x| x / norm), inner(&v, &w))
    });
    quotient
}

pub fn gram_schmidt<T: Real>(rows: &[[T; 3]; 3]) -> T {
    let mut done: Vec<[T; 3]> = Vec::new();
    let mut volume = T::of(1.0);
    for row in rows {
        let rest = done.iter().fold(*row, |rest, q| {
            let overlap = inner(&rest, q);
            std::array::from_fn(|k| rest[k] - overlap * q[k])
        });
        let norm = inner(&rest, &rest).sqrt();
        volume = volume * norm;
        done.push(rest.map(|x| x / norm));
    }
    volume
}

pub fn trace_of_power<T: Real, const N: usize>(a: &[[T; N]; N], power: usize) -> T {
    let p: [[T; N]; N] =
        (1..power).fold(*a, |p, _| std::array::from_fn(|i| std::array::from_fn(|j| sum(N, |k| p[i][k] * a[k][j]))));
    sum(N, |i| p[i][i])
}

pub fn line_fit<T: Real>(x: &[T], y: &[T]) -> T {
    let n = x.len() as f64;
    let (sx, sy) = (sum(x.len(), |i| x[i]), sum(x.len(), |i| y[i]));
    let slope = (inner(x, y) * n - sx * sy) / (inner(x, x) * n - sx * sx);
    let intercept = (sy - slope * sx) / n;
    sum(x.len(), |i| (y[i] - intercept - slope * x[i]).powi(2))
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(linear::determinant(&matrix: Slice(16), n = 4) in -2.0..2.0).allocates().stores(),
        case!(linear::determinant(&matrix: Slice(1), n = 1) in -2.0..2.0).allocates().stores(),
        case!(linear::determinant4(matrix: Matrix::<4, 4>) in -2.0..2.0).stores(),
        case!(linear::triangular(&l: Diagonal(4), &b: Slice(4)) in -1.0..1.0).allocates(),
        case!(linear::back_substitution(&u: Diagonal(4), &mut b: Slice(4)) -> () in -1.0..1.0),
        case!(linear::thomas(
            &lower: Slice(5), &diagonal: Slice(5).within(2.5, 4.0), &upper: Slice(5), &right: Slice(5)
        ) in -1.0..1.0)
        .allocates(),
        case!(linear::dot(&a: Slice(5), &b: Slice(5)) in -2.0..2.0),
        case!(linear::quadratic_form(&a: Slice(9), &x: Slice(3)) in -2.0..2.0),
        case!(linear::squared_length(&w: Slice(4)) in -2.0..2.0),
        case!(linear::power_method(&a: Matrix::<3, 3>, start: Array::<3>, steps = 5) in 0.5..2.0).stores(),
        case!(linear::gram_schmidt(&rows: Matrix::<3, 3>) in -2.0..2.0).stores(),
        case!(linear::trace_of_power(&a: Matrix::<3, 3>, power = 4) in -1.0..1.0).stores(),
        case!(linear::line_fit(&x: Slice(6), &y: Slice(6)) in -2.0..2.0),
    ]
}
