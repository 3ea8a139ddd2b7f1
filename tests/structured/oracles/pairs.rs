//! Tuples in arrays, for any number.

use super::*;

pub fn line_fit<T: Real>(samples: &[(T, T)], a: T, b: T) -> T {
    sum(samples.len(), |i| {
        let r = samples[i].1 - (a * samples[i].0 + b);
        r * r
    }) / samples.len() as f64
}

pub fn slope<T: Real>(samples: &[(T, T)]) -> T {
    let n = samples.len();
    let sx = sum(n, |i| samples[i].0);
    let sy = sum(n, |i| samples[i].1);
    let sxx = sum(n, |i| samples[i].0 * samples[i].0);
    let sxy = sum(n, |i| samples[i].0 * samples[i].1);
    (sxy * n as f64 - sx * sy) / (sxx * n as f64 - sx * sx)
}

pub fn shoelace<T: Real>(polygon: &[(T, T)]) -> T {
    let n = polygon.len();
    sum(n, |i| polygon[i].0 * polygon[(i + 1) % n].1 - polygon[(i + 1) % n].0 * polygon[i].1) * 0.5
}

pub fn path_length<T: Real>(points: &[(T, T)]) -> T {
    sum(points.len() - 1, |i| {
        let (a, b) = (points[i], points[i + 1]);
        ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt()
    })
}

pub fn changed_points<T: Real>(points: Vec<(T, T)>, k: T) -> T {
    let mut points: Vec<(T, T)> =
        points.into_iter().map(|(a, b)| (a * b, b)).map(|(a, b)| (a + k * b, b * 2.0)).collect();
    for _ in 0..3 {
        for i in 1..points.len() {
            let (a, b) = points[i - 1];
            points[i] = (points[i].0 + k * b, points[i].1 * a.cos());
        }
        points.swap(0, 1);
    }
    points[0] = (points[1].1, points[1].0 * points[0].0);
    sum(points.len(), |i| points[i].0 + points[i].1) * points[points.len() - 1].1
}

pub fn oscillators<T: Real>(x: T) -> T {
    let (mut p, mut v) = (T::of(0.0), T::of(1.0));
    for _ in 0..5 {
        (p, v) = (p + v * 0.1 * x, v - p * 0.1 * x);
    }
    sum(3, |_| p * v + v.sqrt())
}

pub fn quadrature<T: Real>(x: T, p: [T; 2]) -> T {
    let nodes = [(0.1, 0.3), (0.5, 0.4), (0.9, 0.3)];
    let curve = nodes.iter().fold(T::of(0.4).sqrt() * 0.0 + 0.3_f64.sqrt(), |s, &(t, w)| s + (x * t).sin() * w);
    curve + (p[0] + p[1]) / 2.0 + (p[1] + p[0] * p[1]) / 2.0 + 1.0
}

pub fn table_of_values<T: Real>(values: &[T], t: T) -> T {
    for i in 1..values.len() {
        if t >= (i - 1) as f64 && t < i as f64 {
            let (low, high) = (values[i - 1], values[i]);
            return low + (high - low) * (t - (i - 1) as f64) / 1.0;
        }
    }
    values[values.len() - 1]
}

pub fn between<T: Real>(a: &(T, T), b: (T, T)) -> T {
    let d = (a.0 - b.0, a.1 - b.1);
    (d.0 * d.0 + d.1 * d.1).sqrt() * a.0 * a.1
}

pub fn into_pairs<T: Real>(points: &[(T, T)], out: &mut [(T, T)]) {
    for (o, p) in out.iter_mut().zip(points) {
        *o = (p.0 * p.1, o.1 + p.0.sin());
    }
}

pub fn scaled_pairs<T: Real>(points: &[(T, T)], k: T) -> Vec<(T, T)> {
    points.iter().map(|&(x, y)| (x * k, y / k)).collect()
}

pub fn sorted_pairs<T: Real>(x: &[T], mut rows: [[T; 2]; 3]) -> T {
    let mut points: Vec<(T, T)> = x.iter().map(|v| ((*v * 7.0).sin(), *v * *v)).collect();
    points.sort_by(|a, b| a.0.value().total_cmp(&b.0.value()));
    let area = sum(points.len() - 1, |i| (points[i + 1].0 - points[i].0) * (points[i].1 + points[i + 1].1) / 2.0);
    rows.sort_by(|a, b| b[1].value().total_cmp(&a[1].value()));
    area + rows[0][0] * rows[1][1] + rows[2][0]
}

pub fn filled_pairs<T: Real>(x: &[T]) -> T {
    x[0] * x[2] - x[1] * x[3] * x[3]
}

pub fn cases() -> Vec<Case> {
    vec![
        case!(pairs::line_fit(&samples: Pairs(4), a: Number, b: Number) in -1.0..1.0),
        case!(pairs::slope(&samples: Pairs(4)) in 0.2..2.0),
        case!(pairs::shoelace(&polygon: Pairs(5)) in -1.0..1.0),
        case!(pairs::path_length(&points: Pairs(4)) in -1.0..1.0),
        case!(pairs::changed_points(points: Pairs(3), k: Number) in 0.3..1.2).allocates().stores(),
        case!(pairs::oscillators(x: Number) in 0.2..0.9).stores(),
        case!(pairs::quadrature(x: Number, p: Array::<2>) in 0.2..0.9).another_way(),
        case!(pairs::table_of_values(&values: Slice(4), t: Number.within(0.1, 2.9)) in -1.0..1.0).kinked().allocates(),
        case!(pairs::sorted_pairs(&x: Slice(5), rows: Matrix::<3, 2>) in -1.0..1.0)
            .kinked()
            .ordinary()
            .allocates()
            .stores(),
        case!(pairs::filled_pairs(&x: Slice(4)) in -1.0..1.0),
        case!(pairs::between(&a: (Number, Number), b: (Number, Number)) in 0.2..0.9),
        case!(pairs::into_pairs(&points: Pairs(3), &mut out: Pairs(3)) -> () in -1.0..1.0),
        case!(pairs::scaled_pairs(&points: Pairs(3), k: Number) -> &Pairs(3), in 0.5..1.5).allocates(),
    ]
}
