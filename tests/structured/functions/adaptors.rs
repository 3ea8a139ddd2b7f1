//! Iterators beyond the plain ones.

use gradus::grad;

/// A state that goes from element to element.
#[grad]
pub fn scanned(x: &[f64], k: f64) -> f64 {
    let smooth: Vec<f64> = (x.iter())
        .scan(0.0, |s, &v| {
            *s = k * v + (1.0 - k) * *s;
            Some(*s)
        })
        .collect();
    let mut total = 0.0;
    for (i, s) in smooth.iter().enumerate() {
        total += (i + 1) as f64 * s * s;
    }
    let until = x.iter().scan(0.0, |s, &v| {
        *s += v;
        if *s < 1.0 { Some(v * *s) } else { None }
    });
    for v in until {
        total += v;
    }
    total
}

/// What comes after the first that does not fit, and what comes before.
#[grad]
pub fn around_a_limit(x: &[f64], limit: f64) -> f64 {
    let mut total = 0.0;
    for v in x.iter().skip_while(|v| **v < 0.5) {
        total += v * limit;
    }
    for root in x.iter().map_while(|&v| if v > 0.1 { Some(v.sqrt()) } else { None }) {
        total += root * limit;
    }
    total
}

/// A program of letters beside numbers.
#[grad]
pub fn letters(x: &[f64], program: &str) -> f64 {
    let mut s = 1.0;
    for (c, v) in program.chars().zip(x) {
        match c {
            '+' => s += v,
            '*' => s *= v,
            _ => s -= v,
        }
    }
    for (i, c) in program.chars().enumerate() {
        if c == '*' {
            s += x[i] * x[i];
        }
    }
    s
}

/// The largest and the smallest by comparisons.
#[grad]
pub fn extremes(x: &[f64], points: &[[f64; 2]]) -> f64 {
    let (i, smallest) = x.iter().enumerate().min_by(|a, b| a.1.partial_cmp(b.1).unwrap()).unwrap();
    let far = points.iter().max_by(|p, q| p[0].hypot(p[1]).total_cmp(&q[0].hypot(q[1]))).unwrap();
    let near = points.iter().map(|p| (p[0] - x[0]).abs()).min_by(f64::total_cmp).unwrap();
    let k = (0..x.len()).max_by(|&i, &j| x[i].abs().total_cmp(&x[j].abs())).unwrap_or(0);
    smallest * (i + 1) as f64 + far[0] * far[1] + near + x[k] * x[k]
}

/// A linear system by elimination with pivots that a comparison finds, the exchanges kept in a list.
#[grad]
pub fn pivoted(a: [[f64; 3]; 3], b: [f64; 3]) -> f64 {
    let mut a = a;
    let mut order = [0usize; 3];
    for (i, place) in order.iter_mut().enumerate() {
        *place = i;
    }
    for column in 0..3 {
        let size = |row: usize| a[row][column].abs();
        let pivot = (column..3).max_by(|&i, &j| size(i).partial_cmp(&size(j)).unwrap()).unwrap();
        a.swap(pivot, column);
        order.swap(pivot, column);
        for row in column + 1..3 {
            let factor = a[row][column] / a[column][column];
            for k in column..3 {
                a[row][k] -= factor * a[column][k];
            }
            a[row][column] = factor;
        }
    }
    let mut x = [0.0; 3];
    for (i, &from) in order.iter().enumerate() {
        x[i] = b[from];
        for j in 0..i {
            x[i] -= a[i][j] * x[j];
        }
    }
    for i in (0..3).rev() {
        for j in i + 1..3 {
            x[i] -= a[i][j] * x[j];
        }
        x[i] /= a[i][i];
    }
    x[0] + x[1] * x[2]
}

/// Ranges of integers of every type, as exponents and beside numbers.
#[grad]
pub fn exponents(x: f64, c: &[f64], n: i32) -> f64 {
    let powers: Vec<f64> = (0..n).map(|k| x.powi(k)).collect();
    let few: Vec<f64> = (1..4).map(|k| x.powi(k)).collect();
    let kernel: Vec<f64> = (-1i32..=1).map(|k| (-(k * k) as f64 * x).exp()).collect();
    let mut total = few[2] * kernel[0];
    for (power, c) in powers.iter().zip(c) {
        total += power * c;
    }
    for (k, c) in (1..=n).zip(c) {
        total += c * k as f64;
    }
    for (i, k) in (-1..n - 1).enumerate() {
        total += k as f64 * x * c[i];
    }
    total
}

/// Windows and chunks of arrays whose length is a literal.
#[grad]
pub fn parts_of_arrays(x: &[f64; 4], y: [f64; 4]) -> f64 {
    let mut total = 0.0;
    for w in x.windows(2) {
        total += w[0] * w[1];
    }
    for c in y.chunks(3) {
        total += c[0] * c[c.len() - 1];
    }
    for (a, b) in y.iter().skip(1).step_by(2).zip(x.iter().skip(2)) {
        total += a * b;
    }
    for c in x.chunks_exact(2).rev() {
        total += c[1] / c[0];
    }
    total
}

/// The area of a polygon, each corner beside the next, the last beside the first.
#[grad]
pub fn shoelace(points: &[[f64; 2]]) -> f64 {
    let mut twice = 0.0;
    for (a, b) in points.iter().zip(points.iter().cycle().skip(1)) {
        twice += a[0] * b[1] - b[0] * a[1];
    }
    0.5 * twice.abs()
}

/// A list that grows by other lists, and ranges that have names.
#[grad]
pub fn extended(a: &[f64], k: f64, middle: std::ops::Range<usize>) -> f64 {
    let mut all = Vec::with_capacity(2 * a.len());
    all.extend_from_slice(a);
    all.extend(std::iter::zip(a, a).map(|(x, y)| x * y * k));
    all.extend(vec![k; 2]);
    let head = 0..2;
    let mut total = 0.0;
    for w in all[middle].windows(2) {
        total += w[0] * w[1];
    }
    for v in &all[head] {
        total += v;
    }
    total * all[all.len() - 1]
}

/// Rows mapped to rows.
#[grad]
pub fn mapped_rows(m: [[f64; 3]; 2], k: f64) -> f64 {
    let scaled = m.map(|row| row.map(|v| v * k));
    let turned: [[f64; 2]; 3] = std::array::from_fn(|i| std::array::from_fn(|j| scaled[j][i].sin()));
    let mut total = 0.0;
    for row in &turned {
        total += row[0] * row[1];
    }
    total
}

/// An iterator that is asked for its elements one by one: where a signal crosses zero.
#[grad]
pub fn crossings(x: &[f64], dt: f64) -> f64 {
    let mut samples = x.iter();
    let mut before = match samples.next() {
        Some(first) => *first,
        None => return 0.0,
    };
    let mut total = 0.0;
    let mut i = 0;
    while let Some(&v) = samples.next() {
        if before * v < 0.0 {
            total += (i as f64 + before / (before - v)) * dt;
        }
        before = v;
        i += 1;
    }
    total
}

/// The first of an iterator, and a fold over the rest.
#[grad]
pub fn smoothed(x: &[f64], alpha: f64) -> f64 {
    let mut rest = x.iter().copied();
    let (first, second) = (rest.next().unwrap_or(0.0), rest.next().unwrap_or(0.0));
    rest.fold(first * second, |smooth, v| alpha * v + (1.0 - alpha) * smooth)
}
