/// A sigmoid neuron.
#[grad]
#[inline]
pub(crate) fn neuron(w0: f64, x0: f64, w1: f64, x1: f64, w2: f64) -> f64 {
    let mut z = w2;
    z += w0 * x0;
    z += w1 * x1;
    1.0 / (1.0 + (-z).exp())
}

// ----

#[allow(dead_code)]
/// A sigmoid neuron.
#[inline]
pub(crate) fn neuron(w0: f64, x0: f64, w1: f64, x1: f64, w2: f64) -> f64 {
    let mut z = w2;
    z += w0 * x0;
    z += w1 * x1;
    1.0 / (1.0 + (-z).exp())
}
/// The value of `neuron` and its partials by `w0`, `x0`, `w1`, `x1`, `w2`.
#[inline]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub(crate) fn neuron_grad(
    w0: f64,
    x0: f64,
    w1: f64,
    x1: f64,
    w2: f64,
) -> (f64, (f64, f64, f64, f64, f64)) {
    let z = w2 + w0 * x0;
    let z_2 = z + w1 * x1;
    let t1 = (-z_2).exp();
    let t2 = 1.0 + t1;
    let d_w2 = t1 / (t2 * t2);
    (1.0 / t2, (x0 * d_w2, w0 * d_w2, x1 * d_w2, w1 * d_w2, d_w2))
}
/// The value of `neuron`; overwrites the last arguments with its partials by `w0`, `x0`, `w1`, `x1`, `w2`.
#[inline]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub(crate) fn neuron_grad_into(
    w0: f64,
    x0: f64,
    w1: f64,
    x1: f64,
    w2: f64,
    d_w0: &mut f64,
    d_x0: &mut f64,
    d_w1: &mut f64,
    d_x1: &mut f64,
    d_w2: &mut f64,
) -> f64 {
    let z = w2 + w0 * x0;
    let z_2 = z + w1 * x1;
    let t1 = (-z_2).exp();
    let t2 = 1.0 + t1;
    let d_w2_2 = t1 / (t2 * t2);
    *d_w0 = x0 * d_w2_2;
    *d_x0 = w0 * d_w2_2;
    *d_w1 = x1 * d_w2_2;
    *d_x1 = w1 * d_w2_2;
    *d_w2 = d_w2_2;
    1.0 / t2
}
/// The value of `neuron`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
#[inline]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub(crate) fn neuron_vjp(
    w0: f64,
    x0: f64,
    w1: f64,
    x1: f64,
    w2: f64,
    seed: f64,
    d_w0: ::core::option::Option<&mut f64>,
    d_x0: ::core::option::Option<&mut f64>,
    d_w1: ::core::option::Option<&mut f64>,
    d_x1: ::core::option::Option<&mut f64>,
    d_w2: ::core::option::Option<&mut f64>,
) -> f64 {
    let z = w2 + w0 * x0;
    let z_2 = z + w1 * x1;
    let t1 = (-z_2).exp();
    let t2 = 1.0 + t1;
    let d_w2_2 = t1 * seed / (t2 * t2);
    if let ::core::option::Option::Some(d_w0) = d_w0 {
        *d_w0 += x0 * d_w2_2;
    }
    if let ::core::option::Option::Some(d_x0) = d_x0 {
        *d_x0 += w0 * d_w2_2;
    }
    if let ::core::option::Option::Some(d_w1) = d_w1 {
        *d_w1 += x1 * d_w2_2;
    }
    if let ::core::option::Option::Some(d_x1) = d_x1 {
        *d_x1 += w1 * d_w2_2;
    }
    if let ::core::option::Option::Some(d_w2) = d_w2 {
        *d_w2 += d_w2_2;
    }
    1.0 / t2
}
