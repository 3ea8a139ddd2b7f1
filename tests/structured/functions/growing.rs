//! `Vec`s of rows and of tuples that grow, and iterators that are counted, joined and taken apart.

use gradus::grad;

/// Rows of a declared type.
#[grad]
pub fn pushed_rows(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for i in 0..x.len() {
        rows.push(vec![x[i], 2.0 * x[i]]);
    }
    let mut s = 0.0;
    for row in &rows {
        s += row[0] * row[1];
    }
    s
}

/// Rows that are made element by element, each longer than the one before.
#[grad]
pub fn triangle(x: &[f64]) -> f64 {
    let mut rows = vec![];
    for i in 0..3 {
        let mut row = Vec::new();
        for j in 0..=i {
            row.push(x[j] * (i + 1) as f64);
        }
        rows.push(row);
    }
    rows.iter().map(|row| row.iter().product::<f64>()).sum()
}

/// The states of a trajectory, kept in arrays.
#[grad]
pub fn trajectory(forces: &[f64], start: f64) -> f64 {
    let mut states = Vec::new();
    let mut s = [start, 1.0];
    states.push(s);
    for f in forces {
        s = [s[0] + 0.1 * s[1], s[1] - f * s[0].sin()];
        states.push(s);
    }
    let n = states.len();
    states[n - 1][0] * states[n / 2][1] + states.iter().map(|s| s[0] * s[1]).sum::<f64>()
}

/// Each layer from the last.
#[grad]
pub fn kept_layers(x: &[f64]) -> f64 {
    let mut layers = Vec::with_capacity(4);
    layers.push(x.to_vec());
    for k in 0..3 {
        let before = layers.last().unwrap();
        let next: Vec<f64> = before.iter().map(|v| (v * 0.5 + k as f64 * 0.1).tanh()).collect();
        layers.push(next);
    }
    layers[3].iter().sum::<f64>() * layers[1][0]
}

/// Pairs of what is computed on the way.
#[grad]
pub fn history(x: &[f64]) -> f64 {
    let mut history = vec![];
    let mut s = 0.1;
    for v in x {
        s = 0.5 * s + v;
        if s > 0.2 {
            history.push((s, v * s));
        }
    }
    let mut out = 0.0;
    for &(a, b) in history.iter().rev() {
        out = out * 0.9 + a * b;
    }
    out
}

/// Rows collected by rows, and from pieces.
#[grad]
pub fn collected_rows(x: &[f64]) -> f64 {
    let n = x.len();
    let m: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| x[i] * x[j] + (i + j) as f64).collect()).collect();
    let halves: Vec<Vec<f64>> = x.chunks(2).map(|c| c.to_vec()).collect();
    let both: Vec<Vec<f64>> = vec![x.to_vec(), x.iter().map(|v| v * 2.0).collect()];
    let mut s = both[0].iter().zip(&both[1]).map(|(a, b)| a * b).sum();
    for i in 0..n {
        for j in 0..n {
            s += (m[i][j] + 1.0).sqrt() * halves[j / 2][j % 2];
        }
    }
    s
}

/// Two lists out of one, and one of several.
#[grad]
pub fn apart_and_together(x: &[f64]) -> f64 {
    let (squares, sines): (Vec<f64>, Vec<f64>) = x.iter().map(|v| (v * v, v.sin())).unzip();
    let (small, large): (Vec<f64>, Vec<f64>) = x.iter().partition(|v| **v < 0.5);
    let padded = [&[0.5], x, &[1.0, 2.0]].concat();
    let rows = vec![vec![x[0], x[1]], vec![x[1], x[2]]];
    let inner: f64 = squares.iter().zip(&sines).map(|(a, b)| a * b).sum();
    let split = small.iter().sum::<f64>() * (1.0 + large.iter().sum::<f64>());
    inner + split + padded.windows(2).map(|w| w[0] * w[1]).sum::<f64>() + rows.concat().iter().sum::<f64>()
}

/// What passes a filter, counted, and beside another list.
#[grad]
pub fn counted(x: &[f64], w: &[f64], rows: &[Vec<f64>]) -> f64 {
    let ranked: f64 = x.iter().filter(|v| **v > 0.3).enumerate().map(|(i, v)| (i + 1) as f64 * v * v).sum();
    let weighted: Vec<f64> = x.iter().filter(|v| **v > 0.3).zip(w).map(|(a, b)| a * b).collect();
    let flat: f64 = rows.iter().flatten().zip(x).map(|(a, b)| a * b).sum();
    ranked + weighted.iter().sum::<f64>() * flat
}

/// What ends an iterator over rows ends all of it.
#[grad]
pub fn until_too_large(rows: &[Vec<f64>]) -> f64 {
    let mut s = 0.0;
    for v in rows.iter().flatten().take_while(|v| **v < 0.8) {
        s += v * v;
    }
    let pairs = rows.iter().flat_map(|row| [row[0], row[0] * row[1]]);
    s + pairs.map_while(|v| if v < 0.8 { Some(v.sin()) } else { None }).sum::<f64>()
}

/// Ranges without an end, which `break` and `return` leave.
#[grad]
pub fn without_end(x: f64) -> f64 {
    let mut s = 0.0;
    let mut t = 1.0;
    for k in 0.. {
        s += t;
        t *= x / (k + 1) as f64;
        if t.abs() < 1e-12 {
            break;
        }
    }
    let mut y = x;
    for i in 1usize.. {
        if i == 3 {
            continue;
        }
        if i > 6 {
            return y * s;
        }
        y = y.sin() + i as f64;
    }
    s
}
