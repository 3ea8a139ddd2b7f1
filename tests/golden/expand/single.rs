#[grad]
fn single(x: f32) -> f32 {
    if x.abs() < 1e-3 { 1.0 - x * x / 6.0 } else { x.sin() / x }
}

// ----

/// The value of `single` and its derivative by `x`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn single_grad(x: f32) -> (f32, f32) {
    let t1 = x.abs() < 0.001;
    let t2 = if t1 { 1.0 - x * x / 6.0 } else { x.sin() / x };
    let d_x = if t1 { -1.0 / 3.0 * x } else { (x * x.cos() - x.sin()) / (x * x) };
    (t2, d_x)
}
