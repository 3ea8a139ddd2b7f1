#[grad]
fn shadowing(r#type: f64, d_x: f64, seed: f64, x: f64) -> f64 {
    let x = x * r#type + d_x;
    let x = x.sin() + seed;
    let t1 = x * x;
    t1.sqrt() * 0.1 + 0.2
}

// ----

#[allow(dead_code)]
fn shadowing(r#type: f64, d_x: f64, seed: f64, x: f64) -> f64 {
    let x = x * r#type + d_x;
    let x = x.sin() + seed;
    let t1 = x * x;
    t1.sqrt() * 0.1 + 0.2
}
/// The value of `shadowing` and its partials by `r#type`, `d_x`, `seed`, `x`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn shadowing_grad(
    r#type: f64,
    d_x: f64,
    seed: f64,
    x: f64,
) -> (f64, (f64, f64, f64, f64)) {
    let x_2 = d_x + r#type * x;
    let x_3 = seed + x_2.sin();
    let t1 = x_3 * x_3;
    let t1_2 = t1.sqrt();
    let d_seed = 0.1 * x_3 / t1_2;
    let d_d_x = d_seed * x_2.cos();
    (0.2 + 0.1 * t1_2, (x * d_d_x, d_d_x, d_seed, r#type * d_d_x))
}
/// The value of `shadowing`; overwrites the last arguments with its partials by `r#type`, `d_x`, `seed`, `x`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn shadowing_grad_into(
    r#type: f64,
    d_x: f64,
    seed: f64,
    x: f64,
    d_type: &mut f64,
    d_d_x: &mut f64,
    d_seed: &mut f64,
    d_x: &mut f64,
) -> f64 {
    let x_2 = d_x + r#type * x;
    let x_3 = seed + x_2.sin();
    let t1 = x_3 * x_3;
    let t1_2 = t1.sqrt();
    let d_seed_2 = 0.1 * x_3 / t1_2;
    let d_d_x_2 = d_seed_2 * x_2.cos();
    *d_type = x * d_d_x_2;
    *d_d_x = d_d_x_2;
    *d_seed = d_seed_2;
    *d_x = r#type * d_d_x_2;
    0.2 + 0.1 * t1_2
}
/// The value of `shadowing`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn shadowing_vjp(
    r#type: f64,
    d_x: f64,
    seed: f64,
    x: f64,
    seed: f64,
    d_type: ::core::option::Option<&mut f64>,
    d_d_x: ::core::option::Option<&mut f64>,
    d_seed: ::core::option::Option<&mut f64>,
    d_x: ::core::option::Option<&mut f64>,
) -> f64 {
    let x_2 = d_x + r#type * x;
    let x_3 = seed + x_2.sin();
    let t1 = x_3 * x_3;
    let t1_2 = t1.sqrt();
    let d_seed_2 = 0.1 * x_3 * seed / t1_2;
    let d_d_x_2 = d_seed_2 * x_2.cos();
    if let ::core::option::Option::Some(d_type) = d_type {
        *d_type += x * d_d_x_2;
    }
    if let ::core::option::Option::Some(d_d_x) = d_d_x {
        *d_d_x += d_d_x_2;
    }
    if let ::core::option::Option::Some(d_seed) = d_seed {
        *d_seed += d_seed_2;
    }
    if let ::core::option::Option::Some(d_x) = d_x {
        *d_x += r#type * d_d_x_2;
    }
    0.2 + 0.1 * t1_2
}
