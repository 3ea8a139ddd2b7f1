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
///
/// `neuron`: A sigmoid neuron.
///
/// The sweep allocates nothing.
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
    let t1 = (-(w2 + w0 * x0 + w1 * x1)).exp();
    let t2 = 1.0 / (1.0 + t1);
    let t3 = t2 / (1.0 + 1.0 / t1);
    (t2, (t3 * x0, t3 * w0, t3 * x1, t3 * w1, t3))
}
