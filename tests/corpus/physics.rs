//! Oracles of `physics.txt`: arguments in the order of its `at:` lines.

use super::{dot, square};
use crate::support::dual::Real;

pub fn lennard_jones<T: Real>([r, d, s]: [T; 3]) -> T {
    let q = (s / r).powi(6);
    d * (q * q - q) * 4.0
}

pub fn lennard_jones_by_products<T: Real>(v: [T; 3]) -> T {
    lennard_jones(v)
}

pub fn lennard_jones_of_two_points<T: Real>([x1, y1, z1, x2, y2, z2]: [T; 6]) -> T {
    let between = [x1 - x2, y1 - y2, z1 - z2];
    lennard_jones([dot(between, between).sqrt(), T::of(1.0), T::of(1.0)])
}

pub fn morse<T: Real>([r, d, a, r0]: [T; 4]) -> T {
    d * square((a * (r0 - r)).exp_m1())
}

pub fn kepler_residual<T: Real>([u, k, m]: [T; 3]) -> T {
    u - k * u.sin() - m
}

pub fn michaelis_menten<T: Real>([s, v, k]: [T; 3]) -> T {
    v / (k / s + 1.0)
}

pub fn hill<T: Real>([s, v, k, n]: [T; 4]) -> T {
    v * (n * (s / k).ln()).sigmoid()
}

pub fn van_der_waals<T: Real>([n, t, v, a, b, r]: [T; 6]) -> T {
    let density = n / v;
    density * r * t / (-(density * b) + 1.0) - a * density * density
}

pub fn planck<T: Real>([f, t, h, c, k]: [T; 5]) -> T {
    h * f * f * f * 2.0 / (c * c) / (h * f / (k * t)).exp_m1()
}

pub fn relativistic_energy<T: Real>([p, m, c]: [T; 3]) -> T {
    c * p.hypot(m * c)
}

pub fn relativistic_kinetic_energy<T: Real>([m, v, c]: [T; 3]) -> T {
    m * c * c * ((-square(v / c) + 1.0).powf(T::of(-0.5)) - 1.0)
}

pub fn relativistic_doppler<T: Real>([f, v, c]: [T; 3]) -> T {
    f * (v / c).atanh().exp()
}

pub fn pendulum_energy<T: Real>([a, w, m, l, g]: [T; 5]) -> T {
    m * l * (l * w * w / 2.0 + g * square((a / 2.0).sin()) * 2.0)
}

pub fn double_pendulum_lagrangian<T: Real>([a, b, u, v, m1, m2, l1, l2, g]: [T; 9]) -> T {
    let first = [a.sin() * l1, -a.cos() * l1];
    let second = [first[0] + b.sin() * l2, first[1] - b.cos() * l2];
    let velocity1 = [a.cos() * l1 * u, a.sin() * l1 * u];
    let velocity2 = [velocity1[0] + b.cos() * l2 * v, velocity1[1] + b.sin() * l2 * v];
    let kinetic = m1 * dot(velocity1, velocity1) / 2.0 + m2 * dot(velocity2, velocity2) / 2.0;
    kinetic - g * (m1 * first[1] + m2 * second[1])
}

pub fn coulomb<T: Real>([x1, y1, z1, x2, y2, z2, q1, q2, k]: [T; 9]) -> T {
    k * q1 * q2 / (x1 - x2).hypot(y1 - y2).hypot(z1 - z2)
}

pub fn arrhenius<T: Real>([a, w, t, r]: [T; 4]) -> T {
    a / (w / r / t).exp()
}

pub fn diode<T: Real>([v, n, vt, i0]: [T; 4]) -> T {
    i0 * ((v / n / vt).exp() - 1.0)
}

pub fn projectile_range<T: Real>([v, a, g]: [T; 3]) -> T {
    v * v * a.sin() * a.cos() * 2.0 / g
}

pub fn damped_oscillation<T: Real>([t, a, c, w, p]: [T; 5]) -> T {
    a / (c * t).exp() * (w * t + p).cos()
}

pub fn thin_lens<T: Real>([f, d]: [T; 2]) -> T {
    f * d / (d - f)
}

pub fn stefan_law_difference<T: Real>([t, u, s]: [T; 3]) -> T {
    s * (t - u) * (t + u) * (t * t + u * u)
}

pub fn logistic_growth<T: Real>([k, n0, r, t]: [T; 4]) -> T {
    let grown = (r * t).exp();
    k * n0 * grown / (k + n0 * (grown - 1.0))
}

/// Closed forms away from the centre, the first terms of the series at it.
pub fn spherical_wave<T: Real>([a, b, k, r]: [T; 4]) -> T {
    let x = k * r;
    if x == 0.0 {
        return a * (-(x * x) / 6.0 + 1.0) + b * x / 3.0;
    }
    a * x.sin() / x + b * (x.sin() / x - x.cos()) / x
}

pub fn fresnel_reflection<T: Real>([a, n1, n2]: [T; 3]) -> T {
    let inside = (square(n2) - square(n1 * a.sin())).sqrt();
    let outside = n1 * a.cos();
    square((outside - inside) / (outside + inside))
}

pub fn catenary<T: Real>([a, b, x]: [T; 3]) -> T {
    let z = (x - b) / a;
    a * (z.exp() + (-z).exp()) / 2.0
}

pub fn rapidity<T: Real>([v, c]: [T; 2]) -> T {
    ((c + v) / (c - v)).ln() / 2.0
}

pub fn sawtooth_wave<T: Real>([t, p]: [T; 2]) -> T {
    let turns = t / p;
    turns - turns.floor()
}
