//! Iterations that solve, sums that approximate.

use gradus::grad;

/// A square root by Newton's method, until it no longer moves.
#[grad]
pub fn newton_root(a: f64) -> f64 {
    let mut x = 0.5 * (1.0 + a);
    let mut change = 1.0;
    while change > 1e-14 {
        let next = 0.5 * (x + a / x);
        change = (next - x).abs();
        x = next;
    }
    x
}

/// A cube root by Newton's method, so many times.
#[grad]
pub fn newton_cube_root(a: f64, n: usize) -> f64 {
    let mut x = a;
    let mut i = 0;
    while i < n {
        x -= (x * x * x - a) / (3.0 * x * x);
        i += 1;
    }
    x
}

/// The fixed point of a cosine, a loop that breaks with its value.
#[grad]
pub fn fixed_point(a: f64, b: f64) -> f64 {
    let mut x = 0.0;
    let mut trips = 0;
    let found = loop {
        let next = a * (b * x).cos();
        trips += 1;
        if (next - x).abs() < 1e-13 || trips == 200 {
            break next;
        }
        x = next;
    };
    found * found
}

/// The arithmetic-geometric mean.
#[grad]
pub fn arithmetic_geometric(x: f64, y: f64) -> f64 {
    let (mut a, mut g) = (x, y);
    for _ in 0..5 {
        (a, g) = (0.5 * (a + g), (a * g).sqrt());
    }
    a
}

/// A polynomial by Horner's rule, highest coefficient last.
#[grad]
pub fn horner(coefficients: &[f64], x: f64) -> f64 {
    let mut value = 0.0;
    for c in coefficients.iter().rev() {
        value = value * x + c;
    }
    value
}

/// The same as a fold.
#[grad]
pub fn horner_fold(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |value, c| value * x + c)
}

/// A continued fraction, from the inside out.
#[grad]
pub fn continued_fraction(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len();
    let mut value = b[n - 1];
    for i in (0..n - 1).rev() {
        value = b[i] + a[i] / value;
    }
    value
}

/// Simpson's rule over an integrand with two parameters.
#[grad]
pub fn simpson(a: f64, b: f64, p: f64, q: f64, n: usize) -> f64 {
    let f = |x: f64| (p * x).sin() * (-q * x * x).exp();
    let h = (b - a) / n as f64;
    let mut sum = f(a) + f(b);
    for i in 1..n {
        let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
        sum += weight * f(a + i as f64 * h);
    }
    sum * h / 3.0
}

/// The trapezoidal rule over samples.
#[grad]
pub fn trapezoid(x: &[f64], y: &[f64]) -> f64 {
    let dx = x.iter().zip(x.iter().skip(1)).map(|(a, b)| b - a);
    let mean = y.windows(2).map(|w| (w[0] + w[1]) / 2.0);
    dx.zip(mean).map(|(dx, mean)| dx * mean).sum()
}

/// The arc length of a curve given by points.
#[grad]
pub fn arc_length(points: &[[f64; 2]]) -> f64 {
    let mut length = 0.0;
    for i in 1..points.len() {
        let [x0, y0] = points[i - 1];
        let [x1, y1] = points[i];
        length += (x1 - x0).hypot(y1 - y0);
    }
    length
}

/// A power series that stops when its terms are small: the exponential integral's entire part.
#[grad]
pub fn power_series(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 0.0;
    for k in 1..60 {
        term *= -x / k as f64;
        sum -= term / k as f64;
        if term.abs() < 1e-17 {
            break;
        }
    }
    sum
}

/// Gradient descent with momentum on a quadratic, unrolled: what training of training differentiates.
#[grad]
pub fn descent(start: [f64; 2], rate: f64, momentum: f64, steps: usize) -> f64 {
    let mut x = start;
    let mut v = [0.0; 2];
    for _ in 0..steps {
        let g = [2.0 * x[0] + x[1], x[0] + 6.0 * x[1].powi(3)];
        for i in 0..2 {
            v[i] = momentum * v[i] - rate * g[i];
            x[i] += v[i];
        }
    }
    x[0] * x[0] + x[0] * x[1] + 1.5 * x[1].powi(4)
}

/// A root by the secant method, with an early way out.
#[grad]
pub fn secant(a: f64, b: f64, level: f64) -> f64 {
    let f = |x: f64| x * x * x + x - level;
    let (mut x0, mut x1) = (a, b);
    for _ in 0..40 {
        let (f0, f1) = (f(x0), f(x1));
        if f1.abs() < 1e-13 || f1 == f0 {
            return x1;
        }
        let next = x1 - f1 * (x1 - x0) / (f1 - f0);
        x0 = x1;
        x1 = next;
    }
    x1
}
