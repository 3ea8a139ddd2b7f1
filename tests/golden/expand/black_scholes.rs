#[grad]
fn put(s: f64, k: f64, r: f64, v: f64, t: f64) -> f64 {
    use std::f64::consts::SQRT_2;
    let root = v * t.sqrt();
    let d1 = ((s / k).ln() + (r + v * v / 2.0) * t) / root;
    let d2 = d1 - root;
    let discount = (-r * t).exp();
    k * discount / (1.0 + (d2 * SQRT_2).exp()) - s / (1.0 + (d1 * SQRT_2).exp())
}

// ----

#[allow(dead_code)]
fn put(s: f64, k: f64, r: f64, v: f64, t: f64) -> f64 {
    use std::f64::consts::SQRT_2;
    let root = v * t.sqrt();
    let d1 = ((s / k).ln() + (r + v * v / 2.0) * t) / root;
    let d2 = d1 - root;
    let discount = (-r * t).exp();
    k * discount / (1.0 + (d2 * SQRT_2).exp()) - s / (1.0 + (d1 * SQRT_2).exp())
}
/// The value of `put` and its partials by `s`, `k`, `r`, `v`, `t`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn put_grad(s: f64, k: f64, r: f64, v: f64, t: f64) -> (f64, (f64, f64, f64, f64, f64)) {
    use std::f64::consts::SQRT_2;
    let t1 = t.sqrt();
    let root = v * t1;
    let t2 = s / k;
    let t3 = r + v * v / 2.0;
    let d1 = (t2.ln() + t * t3) / root;
    let d2 = d1 - root;
    let discount = (t * -r).exp();
    let t4 = (d2 * SQRT_2).exp();
    let t5 = 1.0 + t4;
    let t6 = k * discount / t5;
    let t7 = (d1 * SQRT_2).exp();
    let t8 = 1.0 + t7;
    let t9 = s / t8;
    let t10 = SQRT_2 * t4 * t6 / t5;
    let t11 = (SQRT_2 * t7 * t9 / t8 - t10) / root;
    let t12 = t10 - d1 * t11;
    let t13 = t * t11;
    let t14 = t11 / s;
    (
        t6 - t9,
        (
            t14 - 1.0 / t8,
            discount / t5 - t2 * t14,
            t13 - t * t6,
            v * t13 + t1 * t12,
            t3 * t11 - r * t6 + 0.5 * v * t12 / t1,
        ),
    )
}
/// The value of `put`; overwrites the last arguments with its partials by `s`, `k`, `r`, `v`, `t`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn put_grad_into(
    s: f64,
    k: f64,
    r: f64,
    v: f64,
    t: f64,
    d_s: &mut f64,
    d_k: &mut f64,
    d_r: &mut f64,
    d_v: &mut f64,
    d_t: &mut f64,
) -> f64 {
    use std::f64::consts::SQRT_2;
    let t1 = t.sqrt();
    let root = v * t1;
    let t2 = s / k;
    let t3 = r + v * v / 2.0;
    let d1 = (t2.ln() + t * t3) / root;
    let d2 = d1 - root;
    let discount = (t * -r).exp();
    let t4 = (d2 * SQRT_2).exp();
    let t5 = 1.0 + t4;
    let t6 = k * discount / t5;
    let t7 = (d1 * SQRT_2).exp();
    let t8 = 1.0 + t7;
    let t9 = s / t8;
    let t10 = SQRT_2 * t4 * t6 / t5;
    let t11 = (SQRT_2 * t7 * t9 / t8 - t10) / root;
    let t12 = t10 - d1 * t11;
    let t13 = t * t11;
    let t14 = t11 / s;
    *d_s = t14 - 1.0 / t8;
    *d_k = discount / t5 - t2 * t14;
    *d_r = t13 - t * t6;
    *d_v = v * t13 + t1 * t12;
    *d_t = t3 * t11 - r * t6 + 0.5 * v * t12 / t1;
    t6 - t9
}
/// The value of `put`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn put_vjp(
    s: f64,
    k: f64,
    r: f64,
    v: f64,
    t: f64,
    seed: f64,
    d_s: ::core::option::Option<&mut f64>,
    d_k: ::core::option::Option<&mut f64>,
    d_r: ::core::option::Option<&mut f64>,
    d_v: ::core::option::Option<&mut f64>,
    d_t: ::core::option::Option<&mut f64>,
) -> f64 {
    use std::f64::consts::SQRT_2;
    let t1 = t.sqrt();
    let root = v * t1;
    let t2 = s / k;
    let t3 = r + v * v / 2.0;
    let d1 = (t2.ln() + t * t3) / root;
    let d2 = d1 - root;
    let discount = (t * -r).exp();
    let t4 = k * discount;
    let t5 = (d2 * SQRT_2).exp();
    let t6 = 1.0 + t5;
    let t7 = t4 / t6;
    let t8 = (d1 * SQRT_2).exp();
    let t9 = 1.0 + t8;
    let t10 = s / t9;
    let t11 = seed / t9;
    let t12 = seed / t6;
    let t13 = SQRT_2 * t5 * t7 * t12;
    let t14 = t4 * t12;
    let t15 = (SQRT_2 * t8 * t10 * t11 - t13) / root;
    let t16 = t13 - d1 * t15;
    let t17 = t * t15;
    let t18 = t15 / s;
    if let ::core::option::Option::Some(d_s) = d_s {
        *d_s += t18 - t11;
    }
    if let ::core::option::Option::Some(d_k) = d_k {
        *d_k += discount * t12 - t2 * t18;
    }
    if let ::core::option::Option::Some(d_r) = d_r {
        *d_r += t17 - t * t14;
    }
    if let ::core::option::Option::Some(d_v) = d_v {
        *d_v += v * t17 + t1 * t16;
    }
    if let ::core::option::Option::Some(d_t) = d_t {
        *d_t += t3 * t15 - r * t14 + 0.5 * v * t16 / t1;
    }
    t7 - t10
}
