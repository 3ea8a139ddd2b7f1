#[grad]
fn shadowing(r#type: f64, d_x: f64, seed: f64, x: f64) -> f64 {
    let x = x * r#type + d_x;
    let x = x.sin() + seed;
    let t1 = x * x;
    t1.sqrt() * 0.1 + 0.2
}

// ----

/// The value of `shadowing` and its partials by `r#type`, `d_x`, `seed`, `x`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn shadowing_grad(
    r#type: f64,
    d_x: f64,
    seed: f64,
    x: f64,
) -> (f64, (f64, f64, f64, f64)) {
    let x_2 = x * r#type + d_x;
    let x_3 = x_2.sin() + seed;
    let t2 = (x_3 * x_3).sqrt();
    let t3 = 0.1 * x_3 / t2;
    let t4 = t3 * x_2.cos();
    (0.2 + 0.1 * t2, (x * t4, t4, t3, r#type * t4))
}
