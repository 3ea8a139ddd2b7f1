//! Functions on which optimisers are tried.

use gradus::grad;
use std::f64::consts::{E, PI};

/// Rosenbrock's valley in any number of dimensions.
#[grad]
pub fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

/// The same over windows.
#[grad]
pub fn rosenbrock_windows(x: &[f64]) -> f64 {
    x.windows(2).map(|w| 100.0 * (w[1] - w[0].powi(2)).powi(2) + (1.0 - w[0]).powi(2)).sum()
}

/// Rastrigin's function.
#[grad]
pub fn rastrigin(x: &[f64]) -> f64 {
    10.0 * x.len() as f64 + x.iter().map(|x| x * x - 10.0 * (2.0 * PI * x).cos()).sum::<f64>()
}

/// Ackley's function.
#[grad]
pub fn ackley(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let squares: f64 = x.iter().map(|v| v * v).sum();
    let waves: f64 = x.iter().map(|v| (2.0 * PI * v).cos()).sum();
    -20.0 * (-0.2 * (squares / n).sqrt()).exp() - (waves / n).exp() + 20.0 + E
}

/// Himmelblau's function.
#[grad]
pub fn himmelblau(p: [f64; 2]) -> f64 {
    let [x, y] = p;
    (x * x + y - 11.0).powi(2) + (x + y * y - 7.0).powi(2)
}

/// Beale's function.
#[grad]
pub fn beale(x: f64, y: f64) -> f64 {
    const CONSTANTS: [f64; 3] = [1.5, 2.25, 2.625];
    let mut sum = 0.0;
    let mut power = 1.0;
    for c in CONSTANTS {
        power *= y;
        sum += (c - x + x * power).powi(2);
    }
    sum
}

/// The function of Styblinski and Tang.
#[grad]
pub fn styblinski_tang(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for &x in x {
        sum += x.powi(4) - 16.0 * x.powi(2) + 5.0 * x;
    }
    sum / 2.0
}

/// Powell's singular function, four variables at a time.
#[grad]
pub fn powell(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for q in x.chunks_exact(4) {
        sum += (q[0] + 10.0 * q[1]).powi(2);
        sum += 5.0 * (q[2] - q[3]).powi(2);
        sum += (q[1] - 2.0 * q[2]).powi(4);
        sum += 10.0 * (q[0] - q[3]).powi(4);
    }
    sum
}

/// Levy's function.
#[grad]
pub fn levy(x: &[f64]) -> f64 {
    let w = |x: f64| 1.0 + (x - 1.0) / 4.0;
    let n = x.len();
    let last = w(x[n - 1]);
    let mut sum = (PI * w(x[0])).sin().powi(2);
    for i in 0..n - 1 {
        let wi = w(x[i]);
        sum += (wi - 1.0).powi(2) * (1.0 + 10.0 * (PI * wi + 1.0).sin().powi(2));
    }
    sum + (last - 1.0).powi(2) * (1.0 + (2.0 * PI * last).sin().powi(2))
}

/// Griewank's function, with its product.
#[grad]
pub fn griewank(x: &[f64]) -> f64 {
    let sum = x.iter().map(|x| x * x / 4000.0).sum::<f64>();
    let product: f64 = x.iter().enumerate().map(|(i, x)| (x / ((i + 1) as f64).sqrt()).cos()).product();
    1.0 + sum - product
}

/// Branin's function, with its usual constants.
#[grad]
pub fn branin(x1: f64, x2: f64) -> f64 {
    let (a, b, c) = (1.0, 5.1 / (4.0 * PI * PI), 5.0 / PI);
    let (r, s, t) = (6.0, 10.0, 1.0 / (8.0 * PI));
    a * (x2 - b * x1 * x1 + c * x1 - r).powi(2) + s * (1.0 - t) * x1.cos() + s
}

/// Schwefel's function, with the root of an absolute value.
#[grad]
pub fn schwefel(x: &[f64]) -> f64 {
    let mut sum = 418.9829 * x.len() as f64;
    for xi in x.iter() {
        sum -= xi * xi.abs().sqrt().sin();
    }
    sum
}

/// Michalewicz's function, with a high power.
#[grad]
pub fn michalewicz(x: &[f64], m: i32) -> f64 {
    let mut sum = 0.0;
    for (i, &x) in x.iter().enumerate() {
        let wave = ((i + 1) as f64 * x * x / PI).sin();
        sum += x.sin() * wave.powi(2 * m);
    }
    -sum
}

/// Zakharov's function.
#[grad]
pub fn zakharov(x: &[f64]) -> f64 {
    let (mut squares, mut weighted) = (0.0, 0.0);
    for i in 0..x.len() {
        squares += x[i].powi(2);
        weighted += 0.5 * (i as f64 + 1.0) * x[i];
    }
    squares + weighted.powi(2) + weighted.powi(4)
}

/// The function of Dixon and Price: each variable with the one before.
#[grad]
pub fn dixon_price(x: &[f64]) -> f64 {
    let mut sum = (x[0] - 1.0).powi(2);
    for i in 1..x.len() {
        sum += (i + 1) as f64 * (2.0 * x[i] * x[i] - x[i - 1]).powi(2);
    }
    sum
}

/// Goldstein and Price's function.
#[grad]
pub fn goldstein_price(x: f64, y: f64) -> f64 {
    let a = 19.0 - 14.0 * x + 3.0 * x * x - 14.0 * y + 6.0 * x * y + 3.0 * y * y;
    let b = 18.0 - 32.0 * x + 12.0 * x * x + 48.0 * y - 36.0 * x * y + 27.0 * y * y;
    (1.0 + (x + y + 1.0).powi(2) * a) * (30.0 + (2.0 * x - 3.0 * y).powi(2) * b)
}

/// Easom's function.
#[grad]
pub fn easom(x: f64, y: f64) -> f64 {
    -x.cos() * y.cos() * (-((x - PI).powi(2) + (y - PI).powi(2))).exp()
}

/// A penalty for leaving a box, in dimensions that differ.
#[grad]
pub fn box_penalty(x: &[f64], low: &[f64], high: &[f64], weight: f64) -> f64 {
    let mut penalty = 0.0;
    for ((&x, &low), &high) in x.iter().zip(low).zip(high) {
        if x < low {
            penalty += (low - x).powi(2);
        } else if x > high {
            penalty += (x - high).powi(2);
        }
    }
    weight * penalty
}
