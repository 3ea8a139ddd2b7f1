//! Value, first and second derivatives of each function at a point: closed forms written for these tests alone.
//!
//! Conventions at kinks are those of `tests/tables/functions.txt`.

use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10, PI, SQRT_2};

/// `f, f', f''`.
pub type Jet1 = [f64; 3];

/// `f, f_a, f_b, f_aa, f_ab, f_bb`.
pub type Jet2 = [f64; 6];

/// A product in which a zero on the left wins over anything: what is structurally absent contributes nothing.
pub fn times(a: f64, b: f64) -> f64 {
    if a == 0.0 { 0.0 } else { a * b }
}

// Arithmetic

pub fn add(a: f64, b: f64) -> Jet2 {
    [a + b, 1.0, 1.0, 0.0, 0.0, 0.0]
}

pub fn sub(a: f64, b: f64) -> Jet2 {
    [a - b, 1.0, -1.0, 0.0, 0.0, 0.0]
}

pub fn mul(a: f64, b: f64) -> Jet2 {
    [a * b, b, a, 0.0, 1.0, 0.0]
}

pub fn div(a: f64, b: f64) -> Jet2 {
    [a / b, 1.0 / b, -a / b / b, 0.0, -1.0 / b / b, 2.0 * a / b / b / b]
}

pub fn neg(x: f64) -> Jet1 {
    [-x, -1.0, 0.0]
}

pub fn recip(x: f64) -> Jet1 {
    [1.0 / x, -1.0 / (x * x), 2.0 / (x * x * x)]
}

pub fn powi(x: f64, n: i32) -> Jet1 {
    let c = f64::from(n);
    [x.powi(n), times(c, x.powi(n.wrapping_sub(1))), times(c * (c - 1.0), x.powi(n.wrapping_sub(2)))]
}

pub fn powf(x: f64, y: f64) -> Jet2 {
    let f = x.powf(y);
    let log = x.ln();
    let once = x.powf(y - 1.0);
    let twice = times(y * (y - 1.0), x.powf(y - 2.0));
    [f, times(y, once), times(f, log), twice, times(once, 1.0 + times(y, log)), times(f, log * log)]
}

pub fn sqrt(x: f64) -> Jet1 {
    let f = x.sqrt();
    [f, 0.5 / f, -0.25 / (x * f)]
}

pub fn cbrt(x: f64) -> Jet1 {
    let f = x.cbrt();
    [f, 1.0 / (3.0 * f * f), -2.0 / (9.0 * f.powi(5))]
}

// Exponentials and logarithms

pub fn exp(x: f64) -> Jet1 {
    [x.exp(); 3]
}

pub fn exp2(x: f64) -> Jet1 {
    let f = x.exp2();
    [f, LN_2 * f, LN_2 * LN_2 * f]
}

pub fn exp_m1(x: f64) -> Jet1 {
    [x.exp_m1(), x.exp(), x.exp()]
}

pub fn ln(x: f64) -> Jet1 {
    [x.ln(), 1.0 / x, -1.0 / (x * x)]
}

pub fn log2(x: f64) -> Jet1 {
    [x.log2(), 1.0 / (LN_2 * x), -1.0 / (LN_2 * x * x)]
}

pub fn log10(x: f64) -> Jet1 {
    [x.log10(), 1.0 / (LN_10 * x), -1.0 / (LN_10 * x * x)]
}

pub fn log(x: f64, base: f64) -> Jet2 {
    let (l, m) = (x.ln(), base.ln());
    let f_b = -l / (base * m * m);
    let f_bb = l * (m + 2.0) / (base * base * m * m * m);
    [l / m, 1.0 / (x * m), f_b, -1.0 / (x * x * m), -1.0 / (x * base * m * m), f_bb]
}

pub fn ln_1p(x: f64) -> Jet1 {
    let u = 1.0 + x;
    [x.ln_1p(), 1.0 / u, -1.0 / (u * u)]
}

// Trigonometry

pub fn sin(x: f64) -> Jet1 {
    [x.sin(), x.cos(), -x.sin()]
}

pub fn cos(x: f64) -> Jet1 {
    [x.cos(), -x.sin(), -x.cos()]
}

pub fn tan(x: f64) -> Jet1 {
    let secant2 = x.cos().powi(-2);
    [x.tan(), secant2, 2.0 * x.tan() * secant2]
}

pub fn asin(x: f64) -> Jet1 {
    let q = (1.0 - x) * (1.0 + x);
    [x.asin(), 1.0 / q.sqrt(), x / (q * q.sqrt())]
}

pub fn acos(x: f64) -> Jet1 {
    let [_, first, second] = asin(x);
    [x.acos(), -first, -second]
}

pub fn atan(x: f64) -> Jet1 {
    let q = 1.0 + x * x;
    [x.atan(), 1.0 / q, -2.0 * x / (q * q)]
}

pub fn atan2(y: f64, x: f64) -> Jet2 {
    let r = y.hypot(x);
    let (s, c) = (y / r, x / r);
    let twice = 2.0 * s * c / r / r;
    [y.atan2(x), c / r, -s / r, -twice, (s - c) * (s + c) / r / r, twice]
}

pub fn sinh(x: f64) -> Jet1 {
    [x.sinh(), x.cosh(), x.sinh()]
}

pub fn cosh(x: f64) -> Jet1 {
    [x.cosh(), x.sinh(), x.cosh()]
}

pub fn tanh(x: f64) -> Jet1 {
    let f = x.tanh();
    let first = x.cosh().powi(-2);
    [f, first, -2.0 * f * first]
}

pub fn asinh(x: f64) -> Jet1 {
    let q = 1.0 + x * x;
    [libm::asinh(x), 1.0 / q.sqrt(), -x / (q * q.sqrt())]
}

pub fn acosh(x: f64) -> Jet1 {
    let q = (x - 1.0) * (x + 1.0);
    [libm::acosh(x), 1.0 / q.sqrt(), -x / (q * q.sqrt())]
}

pub fn atanh(x: f64) -> Jet1 {
    let q = (1.0 - x) * (1.0 + x);
    [libm::atanh(x), 1.0 / q, 2.0 * x / (q * q)]
}

pub fn hypot(a: f64, b: f64) -> Jet2 {
    let h = a.hypot(b);
    if h == 0.0 {
        return [0.0; 6];
    }
    let (c, s) = (a / h, b / h);
    [h, c, s, s * s / h, -c * s / h, c * c / h]
}

// Signs, steps and remainders

pub fn abs(x: f64) -> Jet1 {
    [x.abs(), sign(x)[0], 0.0]
}

pub fn sign(x: f64) -> Jet1 {
    [if x == 0.0 { 0.0 } else { x.signum() }, 0.0, 0.0]
}

pub fn signum(x: f64) -> Jet1 {
    [x.signum(), 0.0, 0.0]
}

pub fn copysign(x: f64, y: f64) -> Jet2 {
    [x.copysign(y), sign(x)[0] * y.signum(), 0.0, 0.0, 0.0, 0.0]
}

pub fn floor(x: f64) -> Jet1 {
    [x.floor(), 0.0, 0.0]
}

pub fn ceil(x: f64) -> Jet1 {
    [x.ceil(), 0.0, 0.0]
}

pub fn round(x: f64) -> Jet1 {
    [x.round(), 0.0, 0.0]
}

pub fn round_ties_even(x: f64) -> Jet1 {
    [x.round_ties_even(), 0.0, 0.0]
}

pub fn trunc(x: f64) -> Jet1 {
    [x.trunc(), 0.0, 0.0]
}

pub fn fract(x: f64) -> Jet1 {
    [x.fract(), 1.0, 0.0]
}

pub fn rem(x: f64, y: f64) -> Jet2 {
    let f = x % y;
    [f, 1.0, -((x - f) / y).round(), 0.0, 0.0, 0.0]
}

pub fn rem_euclid(x: f64, y: f64) -> Jet2 {
    [x.rem_euclid(y), 1.0, -x.div_euclid(y), 0.0, 0.0, 0.0]
}

pub fn div_euclid(x: f64, y: f64) -> Jet2 {
    [x.div_euclid(y), 0.0, 0.0, 0.0, 0.0, 0.0]
}

// Small helpers of f64

pub fn to_degrees(x: f64) -> Jet1 {
    [x.to_degrees(), 180.0 / PI, 0.0]
}

pub fn to_radians(x: f64) -> Jet1 {
    [x.to_radians(), PI / 180.0, 0.0]
}

pub fn max(a: f64, b: f64) -> Jet2 {
    route(a, b, a >= b || b.is_nan())
}

pub fn min(a: f64, b: f64) -> Jet2 {
    route(a, b, a <= b || b.is_nan())
}

fn route(a: f64, b: f64, first: bool) -> Jet2 {
    if first { [a, 1.0, 0.0, 0.0, 0.0, 0.0] } else { [b, 0.0, 1.0, 0.0, 0.0, 0.0] }
}

pub fn midpoint(a: f64, b: f64) -> Jet2 {
    [a.midpoint(b), 0.5, 0.5, 0.0, 0.0, 0.0]
}

// Special functions

pub fn erf(x: f64) -> Jet1 {
    let bell = FRAC_2_SQRT_PI * (-x * x).exp();
    [libm::erf(x), bell, times(bell, -2.0 * x)]
}

pub fn erfc(x: f64) -> Jet1 {
    let [_, first, second] = erf(x);
    [libm::erfc(x), -first, -second]
}

pub fn gamma(x: f64) -> Jet1 {
    let (f, psi) = (libm::tgamma(x), psi(0, x));
    [f, f * psi, f * (psi * psi + self::psi(1, x))]
}

pub fn ln_gamma(x: f64) -> Jet1 {
    [libm::lgamma(x), psi(0, x), psi(1, x)]
}

pub fn digamma(x: f64) -> Jet1 {
    polygamma(0, x)
}

pub fn trigamma(x: f64) -> Jet1 {
    polygamma(1, x)
}

pub fn polygamma(n: i32, x: f64) -> Jet1 {
    [psi(n, x), psi(n + 1, x), psi(n + 2, x)]
}

/// The n-th derivative of the digamma function: `psi_n(x) = psi_n(x + 1) - (-1)^n n! / x^(n+1)` until `x >= 20`, then the
/// asymptotic series in the Bernoulli numbers (Abramowitz and Stegun 6.3.18, 6.4.11).
fn psi(n: i32, x: f64) -> f64 {
    /// B_2, B_4, ...
    const BERNOULLI: [f64; 9] = [
        1.0 / 6.0,
        -1.0 / 30.0,
        1.0 / 42.0,
        -1.0 / 30.0,
        5.0 / 66.0,
        -691.0 / 2730.0,
        7.0 / 6.0,
        -3617.0 / 510.0,
        43867.0 / 798.0,
    ];
    let factorial: f64 = (1..=n).map(f64::from).product();
    let mut head = 0.0;
    let mut z = x;
    while z < 20.0 {
        head += z.powi(-n - 1);
        z += 1.0;
    }
    // tail: sum over k of (z + k)^-(n+1), without its divergent part for n = 0
    let mut tail = if n == 0 { -z.ln() } else { z.powi(-n) / f64::from(n) };
    tail += 0.5 * z.powi(-n - 1);
    // (n+1)(n+2)...(n+2j-1) / (2j)!
    let mut ratio = f64::from(n + 1) / 2.0;
    for (j, b) in (1..).zip(BERNOULLI) {
        tail += b * ratio * z.powi(-n - 2 * j);
        ratio *= f64::from((n + 2 * j) * (n + 2 * j + 1)) / f64::from((2 * j + 1) * (2 * j + 2));
    }
    let sign = if n % 2 == 0 { -1.0 } else { 1.0 };
    sign * factorial * (head + tail)
}

/// `sin(x) / x`, 1 at 0.
pub fn sinc(x: f64) -> Jet1 {
    spherical_j(0, x)
}

/// Derivatives by `(2n+1) j_n' = n j_(n-1) - (n+1) j_(n+1)`, which divides by no power of x.
pub fn spherical_j(n: i32, x: f64) -> Jet1 {
    fn first(n: i32, x: f64) -> f64 {
        slope(n, x, bessel)
    }
    fn slope(n: i32, x: f64, of: fn(i32, f64) -> f64) -> f64 {
        let below = if n == 0 { 0.0 } else { f64::from(n) * of(n - 1, x) };
        (below - f64::from(n + 1) * of(n + 1, x)) / f64::from(2 * n + 1)
    }
    [bessel(n, x), first(n, x), slope(n, x, first)]
}

/// The spherical Bessel function j_n: power series up to `|x| = n + 1`, upward recurrence beyond.
fn bessel(n: i32, x: f64) -> f64 {
    if x.abs() <= f64::from(n + 1) {
        let mut term: f64 = (1..=n).map(|k| x / f64::from(2 * k + 1)).product();
        let mut sum = term;
        for k in 1..60 {
            term *= -x * x / f64::from(2 * k * (2 * n + 2 * k + 1));
            sum += term;
        }
        return sum;
    }
    let mut lower = x.sin() / x;
    if n == 0 {
        return lower;
    }
    let mut here = (lower - x.cos()) / x;
    for k in 1..n {
        (lower, here) = (here, f64::from(2 * k + 1) / x * here - lower);
    }
    here
}

// Functions of machine learning and statistics

pub fn sigmoid(x: f64) -> Jet1 {
    let e = (-x.abs()).exp();
    let f = if x >= 0.0 { 1.0 / (1.0 + e) } else { e / (1.0 + e) };
    let first = e / (1.0 + e).powi(2);
    [f, first, -first * (x / 2.0).tanh()]
}

pub fn softplus(x: f64) -> Jet1 {
    let [f, first, _] = sigmoid(x);
    [x.max(0.0) + (-x.abs()).exp().ln_1p(), f, first]
}

pub fn relu(x: f64) -> Jet1 {
    if x > 0.0 { [x, 1.0, 0.0] } else { [0.0; 3] }
}

pub fn leaky_relu(x: f64, a: f64) -> Jet2 {
    if x > 0.0 { [x, 1.0, 0.0, 0.0, 0.0, 0.0] } else { [a * x, a, x, 0.0, 1.0, 0.0] }
}

pub fn elu(x: f64, a: f64) -> Jet2 {
    if x >= 0.0 {
        return [x, 1.0, 0.0, 0.0, 0.0, 0.0];
    }
    let e = x.exp();
    [a * x.exp_m1(), a * e, x.exp_m1(), a * e, e, 0.0]
}

pub fn logaddexp(a: f64, b: f64) -> Jet2 {
    let d = if a == b { 0.0 } else { a - b };
    let [f, first, _] = sigmoid(d);
    [a.max(b) + (-d.abs()).exp().ln_1p(), f, sigmoid(-d)[0], first, -first, first]
}

pub fn xlogy(x: f64, y: f64) -> Jet2 {
    [times(x, y.ln()), y.ln(), x / y, 0.0, 1.0 / y, -x / (y * y)]
}

pub fn norm_cdf(x: f64) -> Jet1 {
    let density = (-x * x / 2.0).exp() / (2.0 * PI).sqrt();
    [0.5 * libm::erfc(-x / SQRT_2), density, times(density, -x)]
}
