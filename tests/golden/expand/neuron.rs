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
    let value = 1.0 / (1.0 + t1);
    let d_w2 = value / (1.0 + 1.0 / t1);
    (value, (d_w2 * x0, d_w2 * w0, d_w2 * x1, d_w2 * w1, d_w2))
}
