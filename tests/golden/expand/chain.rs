#[grad]
pub fn chain(x: f64, y: f64, z: f64) -> f64 {
    let q = x + y;
    q * z
}

// ----

/// The value of `chain` and its partials by `x`, `y`, `z`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn chain_grad(x: f64, y: f64, z: f64) -> (f64, (f64, f64, f64)) {
    let q = x + y;
    (q * z, (z, z, q))
}
/// The value of `chain`; overwrites the last arguments with its partials by `x`, `y`, `z`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn chain_grad_into(
    x: f64,
    y: f64,
    z: f64,
    d_x: &mut f64,
    d_y: &mut f64,
    d_z: &mut f64,
) -> f64 {
    let q = x + y;
    *d_x = z;
    *d_y = z;
    *d_z = q;
    q * z
}
/// The value of `chain`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
pub fn chain_vjp(
    x: f64,
    y: f64,
    z: f64,
    seed: f64,
    d_x: ::core::option::Option<&mut f64>,
    d_y: ::core::option::Option<&mut f64>,
    d_z: ::core::option::Option<&mut f64>,
) -> f64 {
    let q = x + y;
    let t1 = z * seed;
    if let ::core::option::Option::Some(d_x) = d_x {
        *d_x += t1;
    }
    if let ::core::option::Option::Some(d_y) = d_y {
        *d_y += t1;
    }
    if let ::core::option::Option::Some(d_z) = d_z {
        *d_z += q * seed;
    }
    q * z
}
