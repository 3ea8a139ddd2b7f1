//! Linear algebra, written out.

use gradus::grad;

/// A determinant by Gaussian elimination in place, with row exchanges.
#[grad]
pub fn determinant(matrix: &[f64], n: usize) -> f64 {
    let mut a = matrix.to_vec();
    let mut det = 1.0;
    for k in 0..n {
        let mut pivot = k;
        for i in k + 1..n {
            if a[i * n + k].abs() > a[pivot * n + k].abs() {
                pivot = i;
            }
        }
        if pivot != k {
            for j in 0..n {
                let held = a[k * n + j];
                a[k * n + j] = a[pivot * n + j];
                a[pivot * n + j] = held;
            }
            det = -det;
        }
        let p = a[k * n + k];
        if p == 0.0 {
            return 0.0;
        }
        det *= p;
        for i in k + 1..n {
            let factor = a[i * n + k] / p;
            for j in k + 1..n {
                a[i * n + j] -= factor * a[k * n + j];
            }
        }
    }
    det
}

/// The same on an array, without exchanges.
#[grad]
pub fn determinant4(matrix: [[f64; 4]; 4]) -> f64 {
    let mut a = matrix;
    let mut det = 1.0;
    for k in 0..4 {
        det *= a[k][k];
        for i in k + 1..4 {
            let factor = a[i][k] / a[k][k];
            for j in k..4 {
                a[i][j] -= factor * a[k][j];
            }
        }
    }
    det
}

/// A lower triangular system, and the square of the solution.
#[grad]
pub fn triangular(l: &[f64], b: &[f64]) -> f64 {
    let n = b.len();
    let mut x = vec![0.0; n];
    for i in 0..n {
        let mut r = b[i];
        for j in 0..i {
            r -= l[i * n + j] * x[j];
        }
        x[i] = r / l[i * n + i];
    }
    x.iter().map(|x| x * x).sum()
}

/// Back substitution in place, with a hidden output: `b` becomes the solution.
#[grad]
pub fn back_substitution(u: &[f64], b: &mut [f64]) {
    let n = b.len();
    for i in (0..n).rev() {
        for j in i + 1..n {
            b[i] -= u[i * n + j] * b[j];
        }
        b[i] /= u[i * n + i];
    }
}

/// A tridiagonal system by Thomas' algorithm, one component of the solution.
#[grad]
pub fn thomas(lower: &[f64], diagonal: &[f64], upper: &[f64], right: &[f64]) -> f64 {
    let n = diagonal.len();
    let mut c = vec![0.0; n];
    let mut d = vec![0.0; n];
    c[0] = upper[0] / diagonal[0];
    d[0] = right[0] / diagonal[0];
    for i in 1..n {
        let m = 1.0 / (diagonal[i] - lower[i] * c[i - 1]);
        c[i] = upper[i] * m;
        d[i] = (right[i] - lower[i] * d[i - 1]) * m;
    }
    let mut x = d[n - 1];
    let mut sum = x;
    for i in (0..n - 1).rev() {
        x = d[i] - c[i] * x;
        sum += x * x;
    }
    sum
}

/// A scalar product.
#[grad]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A quadratic form by calls of the marked scalar product.
#[grad]
pub fn quadratic_form(a: &[f64], x: &[f64]) -> f64 {
    let n = x.len();
    let mut form = 0.0;
    for i in 0..n {
        form += x[i] * dot(&a[i * n..(i + 1) * n], x);
    }
    form
}

/// The squared length by a call with the same slice twice.
#[grad]
pub fn squared_length(w: &[f64]) -> f64 {
    dot(w, w)
}

/// Rayleigh's quotient after some steps of the power method.
#[grad]
pub fn power_method(a: &[[f64; 3]; 3], start: [f64; 3], steps: usize) -> f64 {
    let mut v = start;
    let mut quotient = 0.0;
    for _ in 0..steps {
        let mut w = [0.0; 3];
        for i in 0..3 {
            for j in 0..3 {
                w[i] += a[i][j] * v[j];
            }
        }
        quotient = v[0] * w[0] + v[1] * w[1] + v[2] * w[2];
        let norm = (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]).sqrt();
        for i in 0..3 {
            v[i] = w[i] / norm;
        }
    }
    quotient
}

/// The volume spanned by the rows, by orthogonalisation in place.
#[grad]
pub fn gram_schmidt(rows: &[[f64; 3]; 3]) -> f64 {
    let mut q = *rows;
    let mut volume = 1.0;
    for i in 0..3 {
        for j in 0..i {
            let mut overlap = 0.0;
            for k in 0..3 {
                overlap += q[i][k] * q[j][k];
            }
            for k in 0..3 {
                q[i][k] -= overlap * q[j][k];
            }
        }
        let mut norm = 0.0;
        for x in q[i].iter() {
            norm += x * x;
        }
        let norm = norm.sqrt();
        volume *= norm;
        for k in 0..3 {
            q[i][k] /= norm;
        }
    }
    volume
}

/// The trace of a power of a matrix.
#[grad]
pub fn trace_of_power<const N: usize>(a: &[[f64; N]; N], power: usize) -> f64 {
    let mut p = *a;
    for _ in 1..power {
        let mut next = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..N {
                for k in 0..N {
                    next[i][j] += p[i][k] * a[k][j];
                }
            }
        }
        p = next;
    }
    let mut trace = 0.0;
    for i in 0..N {
        trace += p[i][i];
    }
    trace
}

/// A least-squares line through points, its residual sum: the closed formula.
#[grad]
pub fn line_fit(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y.iter()) {
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    let slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    let intercept = (sy - slope * sx) / n;
    let mut residual = 0.0;
    for i in 0..x.len() {
        residual += (y[i] - intercept - slope * x[i]).powi(2);
    }
    residual
}
