//! Tuples in arrays: points of a plane, samples, nodes with weights.

use gradus::grad;

/// Squares of what a line misses.
#[grad]
pub fn line_fit(samples: &[(f64, f64)], a: f64, b: f64) -> f64 {
    let mut loss = 0.0;
    for &(x, y) in samples {
        let r = y - (a * x + b);
        loss += r * r;
    }
    loss / samples.len() as f64
}

/// The slope of a regression.
#[grad]
pub fn slope(samples: &[(f64, f64)]) -> f64 {
    let n = samples.len() as f64;
    let sx: f64 = samples.iter().map(|s| s.0).sum();
    let sy: f64 = samples.iter().map(|s| s.1).sum();
    let sxx: f64 = samples.iter().map(|&(x, _)| x * x).sum();
    let sxy: f64 = samples.iter().map(|(x, y)| x * y).sum();
    (n * sxy - sx * sy) / (n * sxx - sx * sx)
}

/// The area of a polygon, signed.
#[grad]
pub fn shoelace(polygon: &[(f64, f64)]) -> f64 {
    let n = polygon.len();
    let mut sum = 0.0;
    for i in 0..n {
        let (x0, y0) = polygon[i];
        let (x1, y1) = polygon[(i + 1) % n];
        sum += x0 * y1 - x1 * y0;
    }
    0.5 * sum
}

/// The length of a path, by a closure of two points.
#[grad]
pub fn path_length(points: &[(f64, f64)]) -> f64 {
    let distance = |a: (f64, f64), b: (f64, f64)| ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
    points.windows(2).map(|w| distance(w[0], w[1])).sum()
}

/// Points that change, by parts and as a whole.
#[grad]
pub fn changed_points(points: Vec<(f64, f64)>, k: f64) -> f64 {
    let mut points = points;
    for p in points.iter_mut() {
        p.0 *= p.1;
    }
    for (a, b) in points.iter_mut() {
        *a += k * *b;
        *b *= 2.0;
    }
    for _ in 0..3 {
        for i in 1..points.len() {
            let before = points[i - 1];
            points[i].0 += k * before.1;
            points[i].1 *= before.0.cos();
        }
        points.swap(0, 1);
    }
    points[0] = (points[1].1, points[1].0 * points[0].0);
    let last = points.last().unwrap();
    points.iter().map(|p| p.0 + p.1).sum::<f64>() * last.1
}

/// Positions with velocities, of a declared type.
#[grad]
pub fn oscillators(x: f64) -> f64 {
    let mut state: [(f64, f64); 3] = [(0.0, 1.0); 3];
    for _ in 0..5 {
        for i in 0..3 {
            let (p, v) = state[i];
            state[i] = (p + 0.1 * v * x, v - 0.1 * p * x);
        }
    }
    state.iter().map(|s| s.0 * s.1 + s.1.sqrt()).sum()
}

/// A quadrature whose nodes and weights are constants under a declared type, and one of numbers.
#[grad]
pub fn quadrature(x: f64, p: [f64; 2]) -> f64 {
    let nodes: [(f64, f64); 3] = [(0.1, 0.3), (0.5, 0.4), (0.9, 0.3)];
    let mut sum = nodes[0].1.sqrt();
    for (t, w) in nodes.iter() {
        sum += w * (x * t).sin();
    }
    let points = [(0.0, p[0]), (1.0, p[1]), (2.0, p[0] * p[1])];
    for w in points.windows(2) {
        sum += (w[1].0 - w[0].0) * (w[0].1 + w[1].1) / 2.0;
    }
    sum + points[1].0.sqrt()
}

/// A table made on the way, between the rows of which a line is drawn.
#[grad]
pub fn table_of_values(values: &[f64], t: f64) -> f64 {
    let table: Vec<(f64, f64)> = values.iter().enumerate().map(|(i, &v)| (i as f64, v)).collect();
    for w in table.windows(2) {
        let (x0, y0) = w[0];
        let (x1, y1) = w[1];
        if t >= x0 && t < x1 {
            return y0 + (y1 - y0) * (t - x0) / (x1 - x0);
        }
    }
    table[table.len() - 1].1
}

/// By reference, and beside one by value.
#[grad]
pub fn between(a: &(f64, f64), b: (f64, f64)) -> f64 {
    let d = (a.0 - b.0, a.1 - b.1);
    let &(x, y) = a;
    (d.0 * d.0 + d.1 * d.1).sqrt() * x * y
}

/// Written to, with what was there before.
#[grad]
pub fn into_pairs(points: &[(f64, f64)], out: &mut [(f64, f64)]) {
    for (o, p) in out.iter_mut().zip(points) {
        o.0 = p.0 * p.1;
        o.1 += p.0.sin();
    }
}

/// Returned.
#[grad]
pub fn scaled_pairs(points: &[(f64, f64)], k: f64) -> Vec<(f64, f64)> {
    points.iter().map(|&(x, y)| (x * k, y / k)).collect()
}

/// Samples in the order of their abscissas, and rows by a column, under the curve.
#[grad]
pub fn sorted_pairs(x: &[f64], rows: [[f64; 2]; 3]) -> f64 {
    let mut points: Vec<(f64, f64)> = x.iter().map(|v| ((v * 7.0).sin(), v * v)).collect();
    points.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
    let mut area = 0.0;
    for w in points.windows(2) {
        area += (w[1].0 - w[0].0) * (w[0].1 + w[1].1) / 2.0;
    }
    let mut rows = rows;
    rows.sort_by(|a, b| b[1].total_cmp(&a[1]));
    area + rows[0][0] * rows[1][1] + rows[2][0]
}

/// Pairs without a declared type, filled in a loop.
#[grad]
pub fn filled_pairs(x: &[f64]) -> f64 {
    let mut p = [(0.0, 0.0); 2];
    for (i, q) in p.iter_mut().enumerate() {
        *q = (x[i], x[i + 2]);
    }
    let [(a, b), (c, d)] = p;
    a * b - c * d * p[1].1
}
