#[grad]
fn single(x: f32) -> f32 {
    if x.abs() < 1e-3 { 1.0 - x * x / 6.0 } else { x.sin() / x }
}

// ----

/// The value of `single` and its derivative by `x`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn single_grad(x: f32) -> (f32, f32) {
    let t1 = x.abs() < 0.001;
    let t2 = x.sin() / x;
    let t3 = !t1 | t1;
    let t4 = -1.0 / 6.0 * x;
    let t5 = if t1 { t4 } else { (x.cos() - t2) / x };
    let t6 = if t1 { t4 } else { 0.0 };
    let t7 = if t3 { t5 } else { 0.0 };
    (if t1 { 1.0 - x * x / 6.0 } else { t2 }, if t3 | t1 { t6 + t7 } else { 0.0 })
}
