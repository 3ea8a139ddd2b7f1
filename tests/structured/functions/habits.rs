//! Ways of writing that are common beyond the plain constructs.

use gradus::grad;

/// Two buffers, exchanged after each step.
#[grad]
pub fn swapped_buffers(initial: &[f64], k: f64, steps: usize) -> f64 {
    let n = initial.len();
    let mut u = initial.to_vec();
    let mut next = u.clone();
    for _ in 0..steps {
        for i in 1..n - 1 {
            next[i] = u[i] + k * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
        }
        std::mem::swap(&mut u, &mut next);
    }
    u.iter().map(|v| v * v).sum()
}

/// One buffer copied into another.
#[grad]
pub fn copied_buffers(initial: &[f64], k: f64, steps: usize) -> f64 {
    let mut u = vec![0.0; initial.len()];
    u.copy_from_slice(initial);
    let mut old = vec![0.0; initial.len()];
    for _ in 0..steps {
        old.copy_from_slice(&u);
        for i in 1..u.len() {
            u[i] += k * old[i - 1] * old[i];
        }
    }
    let mut sum = 0.0;
    for v in u.iter() {
        sum += v;
    }
    sum
}

/// A fold over a pair.
#[grad]
pub fn moments(x: &[f64]) -> f64 {
    let (sum, squares) = x.iter().fold((0.0, 0.0), |(s, q), v| (s + v, q + v * v));
    let n = x.len() as f64;
    squares / n - (sum / n) * (sum / n)
}

/// Tests of numbers before they are used.
#[grad]
pub fn guarded(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for &v in x {
        if v.is_nan() || !v.is_finite() || v.is_sign_negative() {
            continue;
        }
        sum += v.sqrt();
    }
    if sum == 0.0 { 1.0 } else { 1.0 / sum }
}

/// The first and the last.
#[grad]
pub fn ends(x: &[f64]) -> f64 {
    if x.is_empty() {
        return 0.0;
    }
    let first = x.first().unwrap();
    let last = x[x.len() - 1];
    first * last + x.last().unwrap().powi(2)
}

/// Halves of a slice.
#[grad]
pub fn halves(x: &[f64]) -> f64 {
    let (left, right) = x.split_at(x.len() / 2);
    let mut sum = 0.0;
    for (a, b) in left.iter().zip(right.iter().rev()) {
        sum += a * b;
    }
    sum
}

/// A function inside of the function.
#[grad]
pub fn with_inner_function(x: f64, y: f64) -> f64 {
    #[grad]
    fn kernel(d: f64) -> f64 {
        (-d * d).exp()
    }
    kernel(x - y) + kernel(x + y) * x
}

/// A flag and a counter beside numbers.
#[grad]
pub fn flagged(x: &[f64], limit: f64) -> f64 {
    let mut found = false;
    let mut count = 0;
    let mut sum = 0.0;
    for v in x {
        if *v > limit && !found {
            found = true;
            sum += v * v;
        } else if found {
            sum += v;
            count += 1;
        }
    }
    if found { sum / (count + 1) as f64 } else { limit }
}

/// The position of the largest, kept as an index.
#[grad]
pub fn softmax_at_largest(x: &[f64]) -> f64 {
    let mut best = 0;
    for i in 0..x.len() {
        if x[i] > x[best] {
            best = i;
        }
    }
    let mut total = 0.0;
    for v in x {
        total += (v - x[best]).exp();
    }
    x[best] * x[best] / total
}

/// The numbers themselves in a tuple that goes around a loop.
#[grad]
pub fn fibonacci_like(a: f64, b: f64, n: usize) -> f64 {
    let mut pair = (a, b);
    for _ in 0..n {
        pair = (pair.1, 0.5 * pair.0 * pair.1 + pair.0);
    }
    pair.1
}

/// A row taken out of a matrix, changed, and put back.
#[grad]
pub fn row_by_row(m: &[[f64; 3]; 3], factor: f64) -> f64 {
    let mut a = *m;
    for i in 0..3 {
        let mut row = a[i];
        for v in row.iter_mut() {
            *v *= factor;
        }
        row[i] += 1.0;
        a[(i + 1) % 3] = row;
    }
    a[0][0] * a[1][1] * a[2][2]
}

/// Rows of a flat matrix as slices that are written to.
#[grad]
pub fn rows_written(x: &[f64], width: usize) -> f64 {
    let mut a = x.to_vec();
    for row in a.chunks_exact_mut(width) {
        let mut norm = 0.0;
        for v in row.iter() {
            norm += v * v;
        }
        for v in row.iter_mut() {
            *v /= norm.sqrt();
        }
    }
    let mut sum = 0.0;
    for i in 0..a.len() {
        sum += a[i] * (i + 1) as f64;
    }
    sum
}
