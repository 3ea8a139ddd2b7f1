#[grad]
fn wave(x: f64, t: f64) -> f64 {
    libm::sin(2.0 * x) * libm::exp(-t).abs() + libm::pow(x, 2.5) + libm::erf(t)
}

// ----

#[allow(dead_code)]
fn wave(x: f64, t: f64) -> f64 {
    libm::sin(2.0 * x) * libm::exp(-t).abs() + libm::pow(x, 2.5) + libm::erf(t)
}
/// The value of `wave` and its partials by `x`, `t`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn wave_grad(x: f64, t: f64) -> (f64, (f64, f64)) {
    /// -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are.
    fn sign(x: f64) -> f64 {
        if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x }
    }
    let t1 = 2.0 * x;
    let t2 = libm::sin(t1);
    let t3 = libm::exp(-t);
    let t4 = t3.abs();
    let t5 = 2.0 * libm::exp(-t * t) / libm::sqrt(::core::f64::consts::PI);
    (
        t2 * t4 + libm::pow(x, 2.5) + libm::erf(t),
        (2.5 * x * libm::sqrt(x) + 2.0 * t4 * libm::cos(t1), t5 - t2 * t3 * sign(t3)),
    )
}
/// The value of `wave`; overwrites the last arguments with its partials by `x`, `t`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn wave_grad_into(x: f64, t: f64, d_x: &mut f64, d_t: &mut f64) -> f64 {
    /// -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are.
    fn sign(x: f64) -> f64 {
        if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x }
    }
    let t1 = 2.0 * x;
    let t2 = libm::sin(t1);
    let t3 = libm::exp(-t);
    let t4 = t3.abs();
    let t5 = 2.0 * libm::exp(-t * t) / libm::sqrt(::core::f64::consts::PI);
    *d_x = 2.5 * x * libm::sqrt(x) + 2.0 * t4 * libm::cos(t1);
    *d_t = t5 - t2 * t3 * sign(t3);
    t2 * t4 + libm::pow(x, 2.5) + libm::erf(t)
}
/// The value of `wave`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn wave_vjp(
    x: f64,
    t: f64,
    seed: f64,
    d_x: ::core::option::Option<&mut f64>,
    d_t: ::core::option::Option<&mut f64>,
) -> f64 {
    /// -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are.
    fn sign(x: f64) -> f64 {
        if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x }
    }
    let t1 = 2.0 * x;
    let t2 = libm::sin(t1);
    let t3 = libm::exp(-t);
    let t4 = t3.abs();
    let t5 = 2.0 * libm::exp(-t * t) / libm::sqrt(::core::f64::consts::PI);
    if let ::core::option::Option::Some(d_x) = d_x {
        *d_x += seed * (2.5 * x * libm::sqrt(x) + 2.0 * t4 * libm::cos(t1));
    }
    if let ::core::option::Option::Some(d_t) = d_t {
        *d_t += seed * (t5 - t2 * t3 * sign(t3));
    }
    t2 * t4 + libm::pow(x, 2.5) + libm::erf(t)
}
