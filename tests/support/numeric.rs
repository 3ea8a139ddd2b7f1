//! Derivatives by central differences, with a step that adapts and Richardson extrapolation (Ridders' method).
//!
//! Each estimate carries its error: the change against its neighbours in the extrapolation table plus the rounding of
//! the function's own values, some `2^-52 |f| / h`. On smooth functions the true error is rarely more than a few times it;
//! on a kink or a jump the estimate mostly says by its size that it knows nothing (but a staircase with small steps looks like
//! a slope). Cancellation inside the function is invisible from outside, so allow some absolute slack where intermediate
//! values are much larger than the result.

/// A derivative and how far it may be off.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    pub value: f64,
    pub error: f64,
}

impl Estimate {
    /// Whether `exact` may be the true derivative: within ten times the error, or 1e-14 relative.
    pub fn admits(self, exact: f64) -> bool {
        (self.value - exact).abs() <= 10.0 * self.error + 1e-14 * exact.abs()
    }
}

pub fn derivative(f: impl Fn(f64) -> f64, x: f64) -> Estimate {
    extrapolate(x, 1, |h| {
        let (up, down) = (f(x + h), f(x - h));
        ((up - down) / ((x + h) - (x - h)), up.abs().max(down.abs()))
    })
}

pub fn second_derivative(f: impl Fn(f64) -> f64, x: f64) -> Estimate {
    let here = f(x);
    extrapolate(x, 2, |h| {
        let (up, down) = (f(x + h), f(x - h));
        (((up - here) + (down - here)) / (h * h), here.abs().max(up.abs()).max(down.abs()))
    })
}

pub fn gradient(f: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<Estimate> {
    (0..at.len()).map(|i| derivative(|x| f(&moved(at, &[(i, x)])), at[i])).collect()
}

/// `jacobian[i][j]`: the derivative of output i in variable j. Evaluates the function anew for each entry.
pub fn jacobian(f: impl Fn(&[f64]) -> Vec<f64>, at: &[f64]) -> Vec<Vec<Estimate>> {
    let rows = f(at).len();
    (0..rows).map(|row| gradient(|x| f(x)[row], at)).collect()
}

/// Symmetric: the upper half is computed and mirrored.
pub fn hessian(f: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<Vec<Estimate>> {
    let entry = |i: usize, j: usize| {
        if i == j {
            return second_derivative(|x| f(&moved(at, &[(i, x)])), at[i]);
        }
        let (scale_i, scale_j) = (scale(at[i]), scale(at[j]));
        extrapolate(0.0, 2, |h| {
            let (p, q) = (h * scale_i, h * scale_j);
            let corner = |s: f64, t: f64| f(&moved(at, &[(i, at[i] + s * p), (j, at[j] + t * q)]));
            let corners = [corner(1.0, 1.0), corner(1.0, -1.0), corner(-1.0, 1.0), corner(-1.0, -1.0)];
            let quotient = ((corners[0] - corners[1]) - (corners[2] - corners[3])) / (4.0 * p * q);
            (quotient, corners.iter().fold(0.0, |m, c| c.abs().max(m)) / (scale_i * scale_j))
        })
    };
    let upper: Vec<Vec<Estimate>> = (0..at.len()).map(|i| (i..at.len()).map(|j| entry(i, j)).collect()).collect();
    (0..at.len()).map(|i| (0..at.len()).map(|j| upper[i.min(j)][i.abs_diff(j)]).collect()).collect()
}

fn moved(at: &[f64], to: &[(usize, f64)]) -> Vec<f64> {
    let mut point = at.to_vec();
    for &(i, x) in to {
        point[i] = x;
    }
    point
}

/// The size on which a variable is expected to act.
fn scale(x: f64) -> f64 {
    x.abs().max(0.1)
}

/// Extrapolates `quotient(h)`, which must be even in h, to h = 0. The quotient also tells the size of the function's values,
/// for the rounding error `size * 2^-52 / h^order`. A first step that leaves the domain (a quotient that is not finite) is shortened.
fn extrapolate(x: f64, order: i32, quotient: impl Fn(f64) -> (f64, f64)) -> Estimate {
    const SHRINK: f64 = 1.6;
    const ROWS: usize = 14;
    // a power of two, so that x + h is often exact
    let mut h = (0.2 * scale(x)).log2().floor().exp2();
    let mut best = Estimate { value: f64::NAN, error: f64::INFINITY };
    for _ in 0..12 {
        let mut above: Vec<f64> = Vec::new();
        let mut step = h;
        for row in 0..ROWS {
            let (q, size) = quotient(step);
            if !q.is_finite() {
                break;
            }
            let rounding = size * f64::EPSILON / step.powi(order);
            let mut here = vec![q];
            let mut factor = SHRINK * SHRINK;
            for column in 0..row {
                let next = here[column] + (here[column] - above[column]) / (factor - 1.0);
                let change = (next - here[column]).abs().max((next - above[column]).abs());
                if column >= 1 && change + rounding < best.error {
                    best = Estimate { value: next, error: change + rounding };
                }
                here.push(next);
                factor *= SHRINK * SHRINK;
            }
            above = here;
            step /= SHRINK;
        }
        if best.error <= 1e-7 * best.value.abs().max(1e-3) {
            break;
        }
        // out of the domain, or too coarse for the function here
        h /= 16.0;
    }
    best
}
