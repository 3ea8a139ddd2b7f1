#[grad]
fn wave(x: f64, t: f64) -> f64 {
    libm::sin(2.0 * x) * libm::exp(-t).abs() + libm::pow(x, 2.5) + libm::erf(t)
}

// ----

/// The value of `wave` and its partials by `x`, `t`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn wave_grad(x: f64, t: f64) -> (f64, (f64, f64)) {
    let t1 = 2.0 * x;
    let t2 = libm::sin(t1);
    let t3 = libm::exp(-t);
    let t4 = 2.0 / (libm::exp(t * t) * libm::sqrt(::core::f64::consts::PI));
    (
        t2 * t3.abs() + libm::pow(x, 2.5) + libm::erf(t),
        (2.5 * x * libm::sqrt(x) + 2.0 * t3 * libm::cos(t1), t4 - t3 * t2),
    )
}
