//! Bindings, patterns, data and arithmetic, one construct after the other.

use gradus::grad;
use std::f64::consts::{self, FRAC_1_SQRT_2, PI};

const GAIN: f64 = 0.375;
const WEIGHTS: [f64; 3] = [0.5, -1.25, 2.0];
static OFFSET: f64 = 1.5;

mod settings {
    pub const RATE: f64 = -0.25;
    pub static COUNT: usize = 3;
}

/// `let`, with and without types and values.
#[grad]
pub fn lets(x: f64, y: f64) -> f64 {
    let a = x * y;
    let b: f64 = a + 1.0;
    let c;
    let d: f64;
    c = b.sin();
    if x > y {
        d = c * x;
    } else {
        d = c * y;
    }
    let _ = a * 7.0;
    let _unused = b / 3.0;
    c + d
}

/// A name that means one thing after another, inside and outside of blocks.
#[grad]
pub fn shadowing(x: f64, y: &[f64]) -> f64 {
    let x = x * x;
    let y = {
        let x = x + y[0];
        x * y[1]
    };
    for x in 0..2 {
        let _ = x;
    }
    let x = x + y;
    x * x
}

/// Tuples and arrays taken apart, with wildcards and rests.
#[grad]
pub fn destructuring(p: (f64, f64), q: [f64; 4]) -> f64 {
    let (a, b) = p;
    let [c, _, d, e] = q;
    let ((f, g), [h, ..]) = ((a * c, b + d), [e, a, b]);
    let (first, .., last) = (f, g, h, a * b);
    first * g + h * last
}

/// Assignments to destructured places.
#[grad]
pub fn exchanged(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    (a, b) = (a + b, a - b);
    (a, b) = (b * a, a);
    [a, b] = [b, a * b];
    a / (1.0 + b * b)
}

/// `let mut` and every compound assignment.
#[grad]
pub fn compound(x: f64, y: f64) -> f64 {
    let mut z = x;
    z += y;
    z -= 0.5 * x;
    z *= z;
    z /= 1.0 + y * y;
    z %= 5.0;
    z = z * x;
    z
}

/// Compound assignments to elements of arrays.
#[grad]
pub fn compound_elements(x: &[f64], k: usize) -> f64 {
    let mut a = [1.0, 2.0, 3.0];
    a[0] += x[0];
    a[k] -= x[1] * a[0];
    a[2] *= x[k];
    a[k] /= 2.0 + a[0] * a[0];
    a[1] = a[2] * a[k];
    a[0] * a[1] + a[2]
}

/// Tuples: nested, changed by field, returned by a block.
#[grad]
pub fn tuples(x: f64, y: f64) -> f64 {
    let mut pair = (x, y * 2.0);
    pair.0 += pair.1;
    let nested = (pair, (x * y, 3));
    let (s, c) = nested.0.0.sin_cos();
    let result = if x > 0.0 { (s, c) } else { (c, s) };
    result.0 * nested.1.0 + result.1 * nested.1.1 as f64
}

/// Arrays: listed, repeated, copied, changed, indexed by expressions.
#[grad]
pub fn arrays(x: [f64; 3], k: usize) -> f64 {
    let mut a = [x[0], x[1] * 2.0, x[2] + 1.0, 0.5];
    let b = a;
    let c = [x[1]; 4];
    a[(k + 1) % 4] = b[k % 4] * c[3];
    let copied = x;
    a[0] * b[0] + a[1] * b[1] + a[2] * copied[2 - k % 3] + a[3] * a.len() as f64
}

/// Arrays of arrays.
#[grad]
pub fn arrays_of_arrays(m: [[f64; 3]; 2]) -> f64 {
    let mut t = [[0.0; 2]; 3];
    for i in 0..2 {
        for j in 0..3 {
            t[j][i] = m[i][j] * m[i][j];
        }
    }
    let row = t[1];
    t[0][1] += row[0];
    let [first, _, last] = t;
    first[0] * first[1] - last[0] * last[1] + row[1]
}

/// A local `Vec` by `vec![0.0; n]`.
#[grad]
pub fn filled_vec(x: &[f64]) -> f64 {
    let n = x.len();
    let mut v = vec![0.0; n + 1];
    for i in 0..n {
        v[i + 1] = v[i] + x[i] * x[i];
    }
    v[n] * v[1]
}

/// A local `Vec` by `with_capacity` and `push`, another by a list.
#[cfg_attr(any(), grad)]
pub fn pushed_vec(x: &[f64], scale: f64) -> f64 {
    let mut v = Vec::with_capacity(x.len());
    for a in x {
        v.push(a * scale);
    }
    v.push(scale);
    let w = vec![scale, 2.0, x[0]];
    let mut total = 0.0;
    for i in 0..v.len() {
        total += v[i] * w[i % w.len()];
    }
    total
}

/// Structs that stand in sight: literals, fields, shorthand, update of a field.
#[grad]
pub fn structs(mass: f64, x: f64, v: f64) -> f64 {
    struct Body {
        mass: f64,
        position: f64,
        velocity: f64,
    }
    let mut body = Body { mass, position: x, velocity: v };
    body.velocity -= 9.81 * 0.1;
    body.position += body.velocity * 0.1;
    let Body { position, velocity, .. } = body;
    0.5 * body.mass * velocity * velocity + body.mass * 9.81 * position
}

/// Blocks where expressions stand.
#[grad]
pub fn blocks(x: f64, y: f64) -> f64 {
    let a = {
        let t = x * y;
        t * t + 1.0
    };
    a * {
        let s = a + x;
        s.sqrt()
    } + { y }
}

/// Constants and statics of the module, of others, of the function; those of std.
#[grad]
pub fn constants(x: f64) -> f64 {
    const LOCAL: f64 = 2.5;
    static TABLE: [f64; 2] = [0.25, 4.0];
    let mut sum = LOCAL * x + GAIN * x * x + OFFSET;
    for i in 0..3 {
        sum += WEIGHTS[i] * x.powi(i as i32);
    }
    sum += TABLE[1] * (PI * x).sin() + (consts::E * x).cos() + std::f64::consts::LN_2 * FRAC_1_SQRT_2;
    sum * settings::RATE + settings::COUNT as f64 * x + f64::EPSILON
}

/// Methods, paths, and functions on literals.
#[grad]
pub fn call_forms(x: f64, y: f64) -> f64 {
    let a = x.sin() + f64::sin(y) + f64::max(x, y) + x.min(y);
    let b = f64::hypot(x, y) * f64::powi(x, 3) + f64::abs(y).sqrt();
    let c = 2.0_f64.powf(x) + f64::atan2(y, x) + (x * y).tanh().exp();
    let (s, k) = f64::sin_cos(x);
    a * b - c + s * k + (1.0 + x * x).ln().recip() + x.mul_add(y, 0.5).cbrt()
}

/// Casts of integers, and integers in arithmetic.
#[grad]
pub fn casts(x: f64, n: usize, k: i32, small: u8, flag: bool) -> f64 {
    let a = n as f64 * x;
    let b = (k - 3) as f64 + f64::from(small) * x * x;
    let c = (n as i32 - 2 * k) as f64;
    let d = flag as u8 as f64;
    a + b * c + d * x.floor() * x + (x * 10.0) as i64 as f64
}

/// Integer arithmetic by Rust's own rules.
#[grad]
pub fn integers(x: &[f64], n: i32) -> f64 {
    let half = n / 2;
    let rest = n % 2;
    let mut k: usize = 7 / 2;
    k += 1 << 1;
    k -= 2;
    let sign = if (n & 1) == 0 { 1.0 } else { -1.0 };
    let mut count = 0;
    for i in 0..x.len() {
        if i % 2 == 0 || i as i32 > half {
            count += 1;
        }
    }
    sign * x[k % x.len()] * half as f64 + x[rest.abs() as usize] * count as f64 + x[(-n).pow(2) as usize % x.len()]
}

/// Assertions that stay.
#[grad]
pub fn assertions(x: &[f64], n: usize) -> f64 {
    assert!(n > 0, "at least one");
    assert_eq!(x.len() % n, 0);
    debug_assert!(n <= x.len());
    let mut sum = 0.0;
    for row in x.chunks_exact(n) {
        let first = row[0];
        assert!(first > -1e300 || first.is_nan() || first < 0.0, "not {first}");
        sum += first * first;
    }
    debug_assert_ne!(n, 0);
    sum
}

/// Literals in every notation.
#[grad]
pub fn literals(x: f64) -> f64 {
    1_000.5 * x + 2. * x * x + 1e-3 + 5E2_f64 * x.sin() + 3f64 - 1e308 * 0.0 + -0.0 * x + 0.1 + 0.2
}

/// Precedence, unary minus, parentheses and references.
#[grad]
pub fn operators(x: f64, y: f64) -> f64 {
    let r = &x;
    let s = &y;
    let t = *r * *s - -x / (2.0 - y) % 3.0;
    -x.powi(2) + (-x).powi(3) - (t - (1.0 - x) - y) * r + s / 7.0
}

/// Many methods at once.
#[grad]
pub fn methods(x: f64, y: f64) -> f64 {
    let a = x.hypot(y) + x.atan2(y) + (x * y).tanh();
    let b = x.abs().cbrt() + y.exp2() + f64::ln_1p(x * x) + x.mul_add(y, 2.0);
    let c = x.sinh() * y.cosh() - x.asinh() + x.atan() + y.recip() + x.powf(2.5) + y.log2() + y.log(x + 3.0);
    let d = x.to_degrees().sin() + y.exp_m1() * x.log10() + (0.3 * x).acos() * (0.2 * y).asin() + (0.4 * y).atanh();
    let e = x.fract() * y.floor() + x.rem_euclid(0.3) + y.trunc() * x + x.signum() * y + (1.0 + x).acosh();
    a * b - c % 7.0 + d * e + x.copysign(y) + x.min(y).max(-1.0).clamp(-0.5, 0.75)
}
