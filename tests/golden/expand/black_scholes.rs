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

/// The value of `put` and its partials by `s`, `k`, `r`, `v`, `t`.
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn put_grad(s: f64, k: f64, r: f64, v: f64, t: f64) -> (f64, (f64, f64, f64, f64, f64)) {
    use std::f64::consts::SQRT_2;
    let t1 = t.sqrt();
    let root = v * t1;
    let t2 = s / k;
    let t3 = r + v * v / 2.0;
    let d1 = (t2.ln() + t3 * t) / root;
    let discount = (-r * t).exp();
    let t4 = ((d1 - root) * SQRT_2).exp();
    let t5 = 1.0 + t4;
    let t6 = k * discount / t5;
    let t7 = (d1 * SQRT_2).exp();
    let t8 = 1.0 + t7;
    let t9 = s / t8;
    let t10 = 1.0 / t8;
    let t11 = 1.0 / t5;
    let t12 = t4 * t6 * t11 * SQRT_2;
    let t13 = (t7 * t9 * t10 * SQRT_2 - t12) / root;
    let t14 = t13 / s;
    let t15 = discount * t11;
    let t16 = t * t13;
    let t17 = t15 * k;
    let t18 = t12 - d1 * t13;
    (
        t6 - t9,
        (
            t14 - t10,
            t15 - t2 * t14,
            t16 - t17 * t,
            v * t16 + t1 * t18,
            t3 * t13 - t17 * r + 0.5 * v * t18 / t1,
        ),
    )
}
