/// A neuron with a sigmoid: inputs `x`, weights `w`, bias `b`.
#[grad]
pub fn neuron(w: &[f64], x: &[f64], b: f64) -> f64 {
    let mut z = b;
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    1.0 / (1.0 + (-z).exp())
}

// ----

/// The value of `neuron` and its partials by `w`, `x`, `b`.
///
/// `neuron`: A neuron with a sigmoid: inputs `x`, weights `w`, bias `b`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn neuron_grad(w: &[f64], x: &[f64], b: f64) -> (f64, (Vec<f64>, Vec<f64>, f64)) {
    let mut own_d_w: Vec<f64> = vec![0.0; w.len()];
    let d_w: &mut [f64] = &mut own_d_w;
    let mut own_d_x: Vec<f64> = vec![0.0; x.len()];
    let d_x: &mut [f64] = &mut own_d_x;
    let mut z = b;
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    let t1 = (-z).exp();
    let t2 = 1.0 / (1.0 + t1);
    let d_z = t2 / (1.0 + 1.0 / t1);
    let t3 = w.len();
    let x_row = &x[..t3];
    let d_x_row = &mut d_x[..t3];
    for i in 0..t3 {
        d_x_row[i] += w[i] * d_z;
        d_w[i] += x_row[i] * d_z;
    }
    (t2, (own_d_w, own_d_x, d_z))
}
/// The value of `neuron`; overwrites the last arguments with its partials by `w`, `x`, `b`.
///
/// `neuron`: A neuron with a sigmoid: inputs `x`, weights `w`, bias `b`.
///
/// The sweep allocates nothing.
#[track_caller]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn neuron_grad_into(
    w: &[f64],
    x: &[f64],
    b: f64,
    d_w: &mut [f64],
    d_x: &mut [f64],
    d_b: &mut f64,
) -> f64 {
    ::core::assert_eq!(d_w.len(), w.len(), "the lengths of `d_w` and `w` differ");
    d_w.fill(0.0);
    let d_w = &mut d_w[..w.len()];
    ::core::assert_eq!(d_x.len(), x.len(), "the lengths of `d_x` and `x` differ");
    d_x.fill(0.0);
    let d_x = &mut d_x[..x.len()];
    let mut z = b;
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    let t1 = (-z).exp();
    let t2 = 1.0 / (1.0 + t1);
    let d_z = t2 / (1.0 + 1.0 / t1);
    let t3 = w.len();
    let x_row = &x[..t3];
    let d_x_row = &mut d_x[..t3];
    for i in 0..t3 {
        d_x_row[i] += w[i] * d_z;
        d_w[i] += x_row[i] * d_z;
    }
    *d_b = d_z;
    t2
}
/// The value of `neuron`; adds `seed` times each partial to its slot, where one is given.
///
/// `neuron`: A neuron with a sigmoid: inputs `x`, weights `w`, bias `b`.
///
/// There is one slot for each parameter; those of constants take `None`.
///
/// The sweep allocates nothing.
#[track_caller]
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn neuron_vjp(
    w: &[f64],
    x: &[f64],
    b: f64,
    seed: f64,
    d_w: ::core::option::Option<&mut [f64]>,
    d_x: ::core::option::Option<&mut [f64]>,
    d_b: ::core::option::Option<&mut f64>,
) -> f64 {
    if let ::core::option::Option::Some(d_w) = &d_w {
        ::core::assert_eq!(d_w.len(), w.len(), "the lengths of `d_w` and `w` differ");
    }
    let mut d_w = d_w.map(|d_w| &mut d_w[..w.len()]);
    if let ::core::option::Option::Some(d_x) = &d_x {
        ::core::assert_eq!(d_x.len(), x.len(), "the lengths of `d_x` and `x` differ");
    }
    let mut d_x = d_x.map(|d_x| &mut d_x[..x.len()]);
    let mut z = b;
    for i in 0..w.len() {
        z += w[i] * x[i];
    }
    let t1 = (-z).exp();
    let t2 = 1.0 / (1.0 + t1);
    let d_z = t2 / (1.0 + 1.0 / t1) * seed;
    for i in 0..w.len() {
        if let ::core::option::Option::Some(d_x) = d_x.as_deref_mut() {
            d_x[i] += w[i] * d_z;
        }
        if let ::core::option::Option::Some(d_w) = d_w.as_deref_mut() {
            d_w[i] += x[i] * d_z;
        }
    }
    if let ::core::option::Option::Some(d_b) = d_b {
        *d_b += d_z;
    }
    t2
}
