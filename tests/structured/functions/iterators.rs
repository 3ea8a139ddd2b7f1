//! Iterator chains.

use gradus::grad;

/// `iter`, `map`, `sum`.
#[grad]
pub fn mapped_sum(x: &[f64], a: f64) -> f64 {
    x.iter().map(|v| (a * v).sin()).sum()
}

/// `into_iter` on an array and on a reference.
#[grad]
pub fn into_iterators(x: [f64; 3], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x.into_iter() {
        sum += v * v * v;
    }
    sum + y.into_iter().map(|v| v * v).sum::<f64>()
}

/// `zip` of two, of three, of a range.
#[grad]
pub fn zipped(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
    let two: f64 = a.iter().zip(b.iter()).map(|(a, b)| a * b).sum();
    let three: f64 = a.iter().zip(b).zip(c).map(|((a, b), c)| a * b * c).sum();
    let mut indexed = 0.0;
    for (i, c) in (1..).zip(c) {
        indexed += c / i as f64;
    }
    two * three + indexed
}

/// `enumerate`, before and after another adaptor.
#[grad]
pub fn enumerated(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (i, v) in x.iter().enumerate() {
        sum += v.powi(i as i32);
    }
    for (i, v) in x.iter().rev().enumerate() {
        sum += i as f64 * v;
    }
    for (i, v) in x.iter().enumerate().skip(1) {
        sum -= x[i - 1] * v;
    }
    sum
}

/// `skip`, `take`, `step_by`.
#[grad]
pub fn selected(x: &[f64], n: usize) -> f64 {
    let head: f64 = x.iter().take(n).map(|v| v * v).sum();
    let tail: f64 = x.iter().skip(n).map(|v| v.cos()).sum();
    let mut every = 0.0;
    for v in x.iter().skip(1).step_by(2) {
        every = every * 0.5 + v;
    }
    for v in x.iter().step_by(3).take(2) {
        every *= v;
    }
    head * tail + every
}

/// `windows` and `chunks_exact`, zipped with what belongs to them.
#[grad]
pub fn windowed(x: &[f64], w: &[f64]) -> f64 {
    let rough: f64 = x.windows(3).map(|v| (v[0] - 2.0 * v[1] + v[2]).powi(2)).sum();
    let mut total = rough;
    for (row, w) in x.chunks_exact(2).zip(w) {
        total += w * row[0] * row[1];
    }
    for (i, pair) in x.windows(2).enumerate() {
        total += i as f64 * (pair[1] - pair[0]);
    }
    total
}

/// `filter`, by value and by index.
#[grad]
pub fn filtered(x: &[f64], limit: f64) -> f64 {
    let positive: f64 = x.iter().filter(|v| **v > limit).map(|v| v - limit).sum();
    let even: f64 = x.iter().enumerate().filter(|(i, _)| i % 2 == 0).map(|(_, v)| v * v).sum();
    positive * even
}

/// `copied` and `cloned`.
#[grad]
pub fn owned_items(x: &[f64]) -> f64 {
    let a: f64 = x.iter().copied().map(f64::exp).sum();
    let b = x.iter().cloned().fold(0.0, |acc, v| acc * 0.5 + v);
    let mut c = 0.0;
    for v in x.iter().copied() {
        c += v.tanh();
    }
    a + b * c
}

/// `product`, of factors that may be zero.
#[grad]
pub fn products(x: &[f64], shift: f64) -> f64 {
    let plain: f64 = x.iter().product();
    plain + x.iter().map(|v| v - shift).product::<f64>()
}

/// `fold`, with a number, with a block, with extrema.
#[grad]
pub fn folded(x: &[f64], a: f64) -> f64 {
    let decayed = x.iter().fold(a, |s, v| {
        let t = s * 0.5;
        t * v + a
    });
    let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let low = x.iter().fold(f64::INFINITY, |m, v| m.min(*v));
    let squares = x.iter().fold(0.0, |s, v| s + v * v);
    decayed * (high - low) + squares
}

/// `for_each`, on numbers and on places.
#[grad]
pub fn each(x: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    x.iter().for_each(|v| sum += scale * v * v);
    let mut y = [0.0; 3];
    y.iter_mut().zip(x).for_each(|(y, x)| *y = x * sum);
    y[0] + y[1] * y[2]
}

/// Ranges as iterators.
#[grad]
pub fn over_ranges(x: &[f64], n: usize) -> f64 {
    let a: f64 = (0..x.len()).map(|i| x[i] * x[x.len() - 1 - i]).sum();
    let b = (1..=n).rev().fold(0.0, |s, k| s * x[0] + 1.0 / k as f64);
    let c: f64 = (0..n).filter(|k| k % 3 != 1).map(|k| (k as f64 * x[1]).sin()).sum();
    a + b * c
}

/// Chains inside of chains.
#[grad]
pub fn nested_chains(m: &[[f64; 3]], x: &[f64; 3]) -> f64 {
    m.iter().map(|row| row.iter().zip(x).map(|(m, x)| m * x).sum::<f64>().powi(2)).sum()
}

/// All pairs, by `enumerate` and `skip`.
#[grad]
pub fn pairs(x: &[f64]) -> f64 {
    let mut energy = 0.0;
    for (i, a) in x.iter().enumerate() {
        for b in x.iter().skip(i + 1) {
            energy += 1.0 / (1.0 + (a - b) * (a - b));
        }
    }
    energy
}

/// A `collect` into a `Vec`, and back.
#[grad]
pub fn collected(x: &[f64]) -> f64 {
    let squares: Vec<f64> = x.iter().map(|v| v * v).collect();
    let n = squares.len() as f64;
    let mean = squares.iter().sum::<f64>() / n;
    squares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / n
}
