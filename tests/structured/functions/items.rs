//! Where marked functions stand, what they take, and how they call one another.

use gradus::grad;

/// A helper that others call.
#[grad]
pub fn sum_of_squares(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    sum
}

/// A helper on numbers.
#[grad]
pub fn softplus(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

/// A helper that writes.
#[grad]
pub fn scale_into(x: &[f64], factor: f64, out: &mut [f64]) {
    for i in 0..x.len() {
        out[i] = factor * x[i] + out[i] * out[i];
    }
}

/// A helper that returns an array.
#[grad]
pub fn rotated(p: [f64; 2], angle: f64) -> [f64; 2] {
    let (s, c) = angle.sin_cos();
    [c * p[0] - s * p[1], s * p[0] + c * p[1]]
}

/// A helper that returns a tuple.
#[grad]
pub fn polar(x: f64, y: f64) -> (f64, f64) {
    (x.hypot(y), y.atan2(x))
}

/// A helper that returns a `Vec`.
#[grad]
pub fn differences(x: &[f64]) -> Vec<f64> {
    let mut d = vec![0.0; x.len() - 1];
    for i in 0..x.len() - 1 {
        d[i] = x[i + 1] - x[i];
    }
    d
}

/// Calls of marked functions: in expressions, in loops, with parts of slices.
#[grad]
pub fn calls(x: &[f64], a: f64) -> f64 {
    let n = x.len();
    let head = sum_of_squares(&x[..n / 2]);
    let mut total = softplus(a * head);
    for i in 0..n {
        total += softplus(x[i]) * softplus(total * 0.1);
    }
    total * self::sum_of_squares(x)
}

/// Calls of what returns more than a number.
#[grad]
pub fn calls_of_shapes(x: f64, y: f64, angle: f64) -> f64 {
    let p: [f64; 2] = rotated([x, y], angle);
    let q: [f64; 2] = rotated(p, 0.5);
    let (r, phi): (f64, f64) = polar(p[0] + 2.0, q[1]);
    p[0] * q[1] + r * phi
}

/// Calls of what returns a `Vec`, and of what writes.
#[grad]
pub fn calls_of_buffers(x: &[f64], factor: f64) -> f64 {
    let d: Vec<f64> = differences(x);
    let mut out = vec![0.5; d.len()];
    scale_into(&d, factor, &mut out);
    scale_into(&x[1..], factor * factor, &mut out);
    sum_of_squares(&out)
}

/// Calls by path, into another module and out of it.
#[grad]
pub fn calls_by_path(x: &[f64], y: &[f64]) -> f64 {
    super::linear::dot(x, y) * crate::functions::lecture::logistic(x[0]) + inner::cubed(y[1])
}

mod inner {
    use super::*;
    use gradus::grad;

    /// Calls by import.
    #[grad]
    pub fn cubed(x: f64) -> f64 {
        softplus(x) * x * x
    }
}

/// A function that calls itself: a power by squaring.
#[grad]
pub fn power(x: f64, n: u32) -> f64 {
    if n == 0 {
        1.0
    } else if n % 2 == 1 {
        x * power(x, n - 1)
    } else {
        let half = power(x, n / 2);
        half * half
    }
}

/// One that calls itself on parts of a slice: a pairwise sum.
#[grad]
pub fn pairwise(x: &[f64]) -> f64 {
    if x.len() <= 2 {
        let mut sum = 0.0;
        for v in x {
            sum += v.exp();
        }
        return sum;
    }
    let middle = x.len() / 2;
    pairwise(&x[..middle]) * 0.5 + pairwise(&x[middle..])
}

/// One that calls itself last.
#[grad]
pub fn nested_root(x: f64, depth: u32) -> f64 {
    if depth == 0 { x } else { nested_root((1.0 + x).sqrt(), depth - 1) }
}

/// Functions marked all at once.
#[grad]
pub mod springs {
    const STIFFNESS: f64 = 2.5;

    /// The energy of a chain.
    pub fn chain(x: &[f64], rest: f64) -> f64 {
        let mut total = 0.0;
        for i in 1..x.len() {
            total += energy(stretch(x[i - 1], x[i], rest));
        }
        total
    }

    fn stretch(a: f64, b: f64, rest: f64) -> f64 {
        (b - a).abs() - rest
    }

    fn energy(d: f64) -> f64 {
        0.5 * STIFFNESS * d * d + index(3) as f64 * d
    }

    fn index(n: usize) -> usize {
        n / 2
    }
}

/// A model with parameters of its own.
#[derive(Clone, Debug)]
pub struct Model {
    pub gain: f64,
    pub weights: Vec<f64>,
    pub order: u32,
}

impl Model {
    /// The model that the tests ask.
    pub fn usual() -> Self {
        Self { gain: 1.25, weights: vec![0.5, -1.0, 2.0, 0.75], order: 2 }
    }

    /// A method: `self` is a constant.
    #[grad]
    pub fn response(&self, x: &[f64], bias: f64) -> f64 {
        let mut z = bias;
        for (w, x) in self.weights.iter().zip(x) {
            z += w * x;
        }
        self.squash(z) * self.gain + z.powi(self.order as i32)
    }

    /// A method that is called by another.
    #[grad]
    pub fn squash(&self, z: f64) -> f64 {
        (self.gain * z).tanh()
    }

    /// An associated function.
    #[grad]
    pub fn norm(x: &[f64; 2]) -> f64 {
        x[0].hypot(x[1])
    }

    /// A call of an associated function.
    #[grad]
    pub fn energy(&self, x: [f64; 2]) -> f64 {
        self.gain * Self::norm(&x).powi(3) / (1.0 + self.squash(x[0]))
    }
}

/// Parameters of every shape.
#[grad]
pub fn shapes(a: f64, b: [f64; 2], c: [[f64; 2]; 2], d: (f64, f64), e: &[f64], f: &[[f64; 2]], g: Vec<f64>) -> f64 {
    let mut sum = a * b[0] + c[0][1] * c[1][0] + d.0 * d.1;
    for i in 0..e.len() {
        sum += e[i] * f[i][0] * g[i] + f[i][1] * b[1];
    }
    sum * a
}

/// Parameters that are changed.
#[grad]
pub fn changed(mut a: f64, mut b: [f64; 2], mut v: Vec<f64>) -> f64 {
    a *= b[0];
    b[1] += a * a;
    v[0] = v[1] * b[1];
    v.push(a);
    v[0] * v[2] + b[0]
}

/// A tuple of parameters, a nested one, and one taken apart.
#[grad]
pub fn tuple_parameters(p: (f64, f64), (a, b): (f64, [f64; 2])) -> f64 {
    let (x, y) = p;
    a * x.sin() + b[0] * y * y + b[1] * p.0
}

/// References to numbers and to vectors.
#[grad]
pub fn references(a: &f64, v: &Vec<f64>, w: &[f64; 2]) -> f64 {
    *a * v[0] + a * v[1] * w[0] + (*a).sin() * w[1]
}

/// Const generics as lengths and as numbers.
#[grad]
pub fn generic_mean<const N: usize>(x: [f64; N], weight: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * x[i] * weight;
    }
    sum / N as f64
}

/// A call of a function with const generics, its argument spelled out.
#[grad]
pub fn calls_generic(x: [f64; 3], y: f64) -> f64 {
    generic_mean::<3>(x, y) + generic_mean([y, x[0]], 2.0)
}

/// Constants of every kind.
#[grad]
pub fn constant_parameters(x: f64, n: i64, label: &str, flag: bool, sizes: &[usize], letter: char) -> f64 {
    let mut y = x * n as f64;
    if label == "square" || letter == 'q' {
        y *= x;
    }
    for &size in sizes {
        y += if flag { x.powi(size as i32) } else { x / size as f64 };
    }
    y * label.len() as f64
}
