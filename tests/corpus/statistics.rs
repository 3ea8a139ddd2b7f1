//! Oracles of `statistics.txt`: arguments in the order of its `at:` lines.

use super::sum;
use crate::support::dual::Real;
use std::f64::consts::{PI, SQRT_2, TAU};

pub fn normal_density<T: Real>(v: [T; 3]) -> T {
    normal_log_density(v).exp()
}

pub fn normal_log_density<T: Real>([x, m, s]: [T; 3]) -> T {
    let z = (x - m) / s;
    -(z * z) / 2.0 - (s * TAU.sqrt()).ln()
}

pub fn gamma_log_density<T: Real>([x, k, r]: [T; 3]) -> T {
    (x * r).ln() * k - x.ln() - r * x - k.ln_gamma()
}

pub fn beta_log_density<T: Real>([x, a, b]: [T; 3]) -> T {
    let log_beta = a.ln_gamma() + b.ln_gamma() - (a + b).ln_gamma();
    (a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - log_beta
}

pub fn logistic_density<T: Real>([x, m, s]: [T; 3]) -> T {
    let z = (x - m) / s;
    z.sigmoid() * (-z).sigmoid() / s
}

pub fn student_t_log_density<T: Real>([t, n]: [T; 2]) -> T {
    let half = (n + 1.0) / 2.0;
    half.ln_gamma() - (n / 2.0).ln_gamma() - (n * PI).sqrt().ln() - half * (t * t / n).ln_1p()
}

pub fn von_mises_kernel<T: Real>([x, m, k]: [T; 3]) -> T {
    (k * (x.cos() * m.cos() + x.sin() * m.sin())).exp()
}

pub fn cauchy_log_density<T: Real>([x, m, g]: [T; 3]) -> T {
    let d = x - m;
    (g / ((d * d + g * g) * PI)).ln()
}

pub fn laplace_log_density<T: Real>([x, m, b]: [T; 3]) -> T {
    let distance = if x > m { x - m } else { m - x };
    -(distance / b) - (b * 2.0).ln()
}

pub fn weibull_density<T: Real>([x, k, l]: [T; 3]) -> T {
    let power = (k * (x / l).ln()).exp();
    k / x * power * (-power).exp()
}

pub fn poisson_log_likelihood<T: Real>([m, n]: [T; 2]) -> T {
    n * m.ln() - m - (n + 1.0).ln_gamma()
}

pub fn bernoulli_cross_entropy<T: Real>([p, y]: [T; 2]) -> T {
    let part = |weight: T, p: T| if weight == 0.0 { T::of(0.0) } else { weight * p.ln() };
    -part(y, p) - part(-y + 1.0, -p + 1.0)
}

fn mixture<T: Real>(x: T, w: T, parts: [[T; 2]; 2]) -> T {
    let [a, b] = parts.map(|[m, s]| normal_density([x, m, s]));
    (b + w * (a - b)).ln()
}

pub fn mixture_of_two_normals<T: Real>([x, w, m1, s1, m2, s2]: [T; 6]) -> T {
    mixture(x, w, [[m1, s1], [m2, s2]])
}

pub fn mixture_log_likelihood_of_two_samples<T: Real>([x1, x2, w, m1, s1, m2, s2]: [T; 7]) -> T {
    sum([x1, x2].map(|x| mixture(x, w, [[m1, s1], [m2, s2]]))) + TAU.ln()
}

pub fn log_sum_exp<T: Real>(v: [T; 3]) -> T {
    let largest = v.iter().fold(f64::NEG_INFINITY, |m, x| m.max(x.value()));
    sum(v.map(|x| (x - largest).exp())).ln() + largest
}

pub fn log_sum_exp_shifted<T: Real>(v: [T; 3]) -> T {
    log_sum_exp(v)
}

pub fn log_sum_exp_by_pairs<T: Real>(v: [T; 3]) -> T {
    log_sum_exp(v)
}

pub fn divergence_of_two_normals<T: Real>([m1, s1, m2, s2]: [T; 4]) -> T {
    let (ratio, shift) = (s1 / s2, (m1 - m2) / s2);
    (ratio * ratio + shift * shift - 1.0) / 2.0 - ratio.ln()
}

pub fn probit_likelihood<T: Real>([a, b, x]: [T; 3]) -> T {
    -((-(a + b * x) / SQRT_2).erfc() / 2.0).ln()
}

pub fn correlated_normal_exponent<T: Real>([x, y, r]: [T; 3]) -> T {
    let d = y - r * x;
    -(x * x) / 2.0 - d * d / (-(r * r) + 1.0) / 2.0
}

pub fn black_scholes_call<T: Real>([s, k, r, v, t]: [T; 5]) -> T {
    let spread = v * t.sqrt();
    let discounted = k * (-(r * t)).exp();
    let middle = (s / discounted).ln() / spread;
    let cdf = |d: T| ((d / SQRT_2).erf() + 1.0) / 2.0;
    s * cdf(middle + spread / 2.0) - discounted * cdf(middle - spread / 2.0)
}

pub fn black_scholes_call_by_erf<T: Real>(v: [T; 5]) -> T {
    black_scholes_call(v)
}
