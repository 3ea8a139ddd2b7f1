#[grad]
fn single(x: f32) -> f32 {
    if x.abs() < 1e-3 { 1.0 - x * x / 6.0 } else { x.sin() / x }
}

// ----

#[allow(dead_code)]
fn single(x: f32) -> f32 {
    if x.abs() < 1e-3 { 1.0 - x * x / 6.0 } else { x.sin() / x }
}
/// The value of `single` and its derivative by `x`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn single_grad(x: f32) -> (f32, f32) {
    let t1 = x.abs() < 0.001;
    let t2 = x.sin() / x;
    let t3 = -1.0 / 6.0 * x;
    let t4 = !t1 | t1;
    let t5 = if t1 { t3 } else { (x.cos() - t2) / x };
    let t6 = if t1 { t3 } else { 0.0 };
    let t7 = if t4 { t5 } else { 0.0 };
    (if t1 { 1.0 - x * x / 6.0 } else { t2 }, if t4 | t1 { t6 + t7 } else { 0.0 })
}
/// The value of `single`; overwrites the last arguments with its derivative by `x`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn single_grad_into(x: f32, d_x: &mut f32) -> f32 {
    let t1 = x.abs() < 0.001;
    let t2 = x.sin() / x;
    let t3 = -1.0 / 6.0 * x;
    let t4 = !t1 | t1;
    let t5 = if t1 { t3 } else { (x.cos() - t2) / x };
    let t6 = if t1 { t3 } else { 0.0 };
    let t7 = if t4 { t5 } else { 0.0 };
    *d_x = if t4 | t1 { t6 + t7 } else { 0.0 };
    if t1 { 1.0 - x * x / 6.0 } else { t2 }
}
/// The value of `single`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn single_vjp(x: f32, seed: f32, d_x: ::core::option::Option<&mut f32>) -> f32 {
    let t1 = x.abs() < 0.001;
    let t2 = x.sin() / x;
    let t3 = -1.0 / 6.0 * x * seed;
    let t4 = !t1 | t1;
    let t5 = if t1 { t3 } else { seed / x * (x.cos() - t2) };
    let t6 = if t1 { t3 } else { 0.0 };
    let t7 = if t4 { t5 } else { 0.0 };
    if let ::core::option::Option::Some(d_x) = d_x {
        *d_x += if t4 | t1 { t6 + t7 } else { 0.0 };
    }
    if t1 { 1.0 - x * x / 6.0 } else { t2 }
}
