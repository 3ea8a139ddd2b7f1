//! Numbers put into another order.

use gradus::grad;

/// The mean without the extremes, and a product by rank.
#[grad]
pub fn trimmed(x: &[f64], k: usize) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let inside = &v[k..v.len() - k];
    let mut first = [x[0], 2.0 * x[1], x[2]];
    first.sort_unstable_by(|a, b| b.total_cmp(a));
    first.reverse();
    inside.iter().sum::<f64>() / inside.len() as f64 + first[0] * first[1] / (1.0 + first[2] * first[2])
}

/// The medians of rows.
#[grad]
pub fn medians(rows: &[[f64; 3]]) -> f64 {
    let mut total = 0.0;
    for row in rows {
        let mut row = *row;
        row.sort_by(f64::total_cmp);
        total += row[1] * row[1] + row[2];
    }
    total
}

/// Sorted again after each change.
#[grad]
pub fn sorted_again(x: &[f64], steps: usize) -> f64 {
    let mut v = x.to_vec();
    for i in 0..steps {
        v.sort_by(|a, b| a.total_cmp(b));
        v[0] = v[0] * 1.5 + v[1] * v[2];
        v[i..].reverse();
    }
    let mut total = 0.0;
    for (i, v) in v.iter().enumerate() {
        total += v * v * (i + 1) as f64;
    }
    total
}

/// By size, in an argument.
#[grad]
pub fn by_size(x: &mut [f64]) {
    x.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    x[0] *= 2.0;
}
