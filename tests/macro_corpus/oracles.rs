//! The same functions for dual numbers, written another way where there is one.

use crate::support::dual::Real;

fn logistic<T: Real>(x: T) -> T {
    ((-x).exp() + 1.0).recip()
}

pub fn chain<T: Real>([x, y, z]: [T; 3]) -> T {
    (x + y) * z
}

pub fn neuron<T: Real>([w0, w1, w2, x0, x1]: [T; 5]) -> T {
    logistic(w0 * x0 + w1 * x1 + w2)
}

pub fn maxout<T: Real>([w11, w12, b1, w21, w22, b2, x1, x2]: [T; 8]) -> T {
    let (a, b) = (w11 * x1 + w12 * x2 + b1, w21 * x1 + w22 * x2 + b2);
    if a >= b { a } else { b }
}

pub fn elu<T: Real>([x, a]: [T; 2]) -> T {
    if x >= 0.0 { x } else { a * (x.exp() - 1.0) }
}

pub fn leaky_relu<T: Real>([x]: [T; 1]) -> T {
    if x > 0.0 { x } else { x * 0.1 }
}

pub fn cell_body<T: Real>([i1, i2, i3, w1, w2, w3, bias]: [T; 7]) -> T {
    logistic(i1 * w1 + i2 * w2 + i3 * w3 + bias)
}

pub fn link<T: Real>([w, p, b, y]: [T; 4]) -> T {
    let e = logistic(w * p + b) - y;
    e * e
}

pub fn black_scholes<T: Real>([s, k, r, v, t]: [T; 5]) -> T {
    let cdf = |d: T| {
        let x = d.abs();
        let p = (((x * 0.019527 + 0.000344) * x + 0.115194) * x + 0.196854) * x + 1.0;
        let tail = T::of(0.5) / (p * p * p * p);
        if d > 0.0 { -tail + 1.0 } else { tail }
    };
    let root = v * t.sqrt();
    let d1 = ((s / k).ln() + (r + v * v / 2.0) * t) / root;
    s * cdf(d1) - k * (-(r * t)).exp() * cdf(d1 - root)
}

pub fn himmelblau<T: Real>([x, y]: [T; 2]) -> T {
    let (a, b) = (x * x + y - 11.0, x + y * y - 7.0);
    a * a + b * b
}

pub fn rosenbrock<T: Real>([x, y]: [T; 2]) -> T {
    let (a, b) = (x - 1.0, y - x * x);
    a * a + b * b * 100.0
}

pub fn beale<T: Real>([x, y]: [T; 2]) -> T {
    let (a, b, c) = (x * (y - 1.0) + 1.5, x * (y * y - 1.0) + 2.25, x * (y * y * y - 1.0) + 2.625);
    a * a + b * b + c * c
}

pub fn ackley<T: Real>([x, y]: [T; 2]) -> T {
    let tau = std::f64::consts::TAU;
    let waves = ((x * tau).cos() + (y * tau).cos()) * 0.5;
    (((x * x + y * y) * 0.5).sqrt() * -0.2).exp() * -20.0 - waves.exp() + std::f64::consts::E + 20.0
}

pub fn normal_density<T: Real>([x, m, s]: [T; 3]) -> T {
    let z = (x - m) / s;
    (z * z * -0.5).exp() / (s * (2.0 * std::f64::consts::PI).sqrt())
}

pub fn haversine<T: Real>([a1, a2, difference, r]: [T; 4]) -> T {
    let degree = std::f64::consts::PI / 180.0;
    let (p, q, d) = (a1 * degree, a2 * degree, difference * degree);
    let hav = |x: T| (-x.cos() + 1.0) * 0.5;
    (hav(q - p) + p.cos() * q.cos() * hav(d)).sqrt().asin() * r * 2.0
}

pub fn kepler<T: Real>([u, e, m]: [T; 3]) -> T {
    u - e * u.sin() - m
}

pub fn arm<T: Real>([t1, t2, l1, l2, x, y]: [T; 6]) -> T {
    let (dx, dy) = (l1 * t1.cos() + l2 * (t1 + t2).cos() - x, l1 * t1.sin() + l2 * (t1 + t2).sin() - y);
    dx * dx + dy * dy
}

pub fn lennard_jones<T: Real>([r, epsilon, sigma]: [T; 3]) -> T {
    let s = sigma / r;
    let s3 = s * s * s;
    epsilon * (s3 * s3 * s3 * s3 - s3 * s3) * 4.0
}

pub fn huber<T: Real>([x, y, delta]: [T; 3]) -> T {
    let e = if x > y { x - y } else { y - x };
    if e <= delta { e * e * 0.5 } else { delta * (e - delta * 0.5) }
}

pub fn methods<T: Real>([x, y]: [T; 2]) -> T {
    let a = (x * x + y * y).sqrt() + x.atan2(y) + (x * y).tanh();
    let b = x.abs().cbrt() + y.exp2() + (x * x + 1.0).ln() + x * y + 2.0;
    let c = x.sinh() * y.cosh() - x.asinh()
        + x.atan()
        + y.recip()
        + x.powf(T::of(2.5))
        + y.log2()
        + y.ln() / (x + 3.0).ln();
    let remainder = c - (c / 7.0).trunc() * 7.0;
    a * b - remainder + x.copysign(y) + x.min(y).max(T::of(-1.0)).clamp(T::of(-0.5), T::of(0.75))
}

pub fn overlap<T: Real>([a, b, c, d]: [T; 4]) -> T {
    if a > b || c > d {
        return a.sin() * d;
    }
    if b < c || d < a {
        return T::of(0.0);
    }
    let length = b.min(d) - a.max(c);
    length * length
}
