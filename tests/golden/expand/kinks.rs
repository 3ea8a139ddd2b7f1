#[grad]
fn kinks(x: f64, n: usize, flag: bool) -> f64 {
    let k = n as f64;
    let (s, c) = x.sin_cos();
    let mut y = x.max(0.0) * s;
    if flag && x > 1.0 {
        y = y * k;
    } else if n > 2 {
        y -= c;
    }
    y.abs()
}

// ----

#[allow(dead_code)]
fn kinks(x: f64, n: usize, flag: bool) -> f64 {
    let k = n as f64;
    let (s, c) = x.sin_cos();
    let mut y = x.max(0.0) * s;
    if flag && x > 1.0 {
        y = y * k;
    } else if n > 2 {
        y -= c;
    }
    y.abs()
}
/// The value of `kinks` and its derivative by `x`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn kinks_grad(x: f64, n: usize, flag: bool) -> (f64, f64) {
    /// -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are.
    fn sign(x: f64) -> f64 {
        if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x }
    }
    let n_f64 = n as f64;
    let when: bool = n > 2;
    let s = x.sin();
    let c = x.cos();
    let t1 = x.max(0.0);
    let y = s * t1;
    let t2 = flag & (x > 1.0);
    let y_2 = n_f64 * y;
    let y_3 = y - c;
    let y_4 = if when { y_3 } else { y };
    let y_5 = if t2 { y_2 } else { y_4 };
    let t4 = sign(y_5);
    let t5 = !t2;
    let t6 = t5 & when;
    let t7 = t5 & !when;
    let t8 = t7 | t6;
    let t9 = if t7 { t4 } else { 0.0 };
    let t10 = if t6 { t4 } else { 0.0 };
    let t11 = t8 | t2;
    let t12 = if t8 { t9 + t10 } else { 0.0 };
    let t13 = if t2 { n_f64 * t4 } else { 0.0 };
    let t14 = t12 + t13;
    let t15 = t11 & (x > 0.0);
    let t16 = t15 | t6;
    let t17 = if t15 { s * t14 } else { 0.0 };
    let t18 = if t6 { s * t4 } else { 0.0 };
    let t19 = if t16 { t17 + t18 } else { 0.0 };
    let t20 = if t11 { c * t1 * t14 } else { 0.0 };
    (y_5.abs(), if t16 | t11 { t19 + t20 } else { 0.0 })
}
/// The value of `kinks`; overwrites the last arguments with its derivative by `x`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn kinks_grad_into(x: f64, n: usize, flag: bool, d_x: &mut f64) -> f64 {
    /// -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are.
    fn sign(x: f64) -> f64 {
        if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x }
    }
    let n_f64 = n as f64;
    let when: bool = n > 2;
    let s = x.sin();
    let c = x.cos();
    let t1 = x.max(0.0);
    let y = s * t1;
    let t2 = flag & (x > 1.0);
    let y_2 = n_f64 * y;
    let y_3 = y - c;
    let y_4 = if when { y_3 } else { y };
    let y_5 = if t2 { y_2 } else { y_4 };
    let t4 = sign(y_5);
    let t5 = !t2;
    let t6 = t5 & when;
    let t7 = t5 & !when;
    let t8 = t7 | t6;
    let t9 = if t7 { t4 } else { 0.0 };
    let t10 = if t6 { t4 } else { 0.0 };
    let t11 = t8 | t2;
    let t12 = if t8 { t9 + t10 } else { 0.0 };
    let t13 = if t2 { n_f64 * t4 } else { 0.0 };
    let t14 = t12 + t13;
    let t15 = t11 & (x > 0.0);
    let t16 = t15 | t6;
    let t17 = if t15 { s * t14 } else { 0.0 };
    let t18 = if t6 { s * t4 } else { 0.0 };
    let t19 = if t16 { t17 + t18 } else { 0.0 };
    let t20 = if t11 { c * t1 * t14 } else { 0.0 };
    *d_x = if t16 | t11 { t19 + t20 } else { 0.0 };
    y_5.abs()
}
/// The value of `kinks`; adds `seed` times each partial to its slot, where one is given.
///
/// There is one slot for each parameter; those of constants take `None`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn kinks_vjp(
    x: f64,
    n: usize,
    flag: bool,
    seed: f64,
    d_x: ::core::option::Option<&mut f64>,
    d_n: ::core::option::Option<::core::convert::Infallible>,
    d_flag: ::core::option::Option<::core::convert::Infallible>,
) -> f64 {
    /// -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are.
    fn sign(x: f64) -> f64 {
        if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x }
    }
    let n_f64 = n as f64;
    let when: bool = n > 2;
    let s = x.sin();
    let c = x.cos();
    let t1 = x.max(0.0);
    let y = s * t1;
    let t2 = flag & (x > 1.0);
    let y_2 = n_f64 * y;
    let y_3 = y - c;
    let y_4 = if when { y_3 } else { y };
    let y_5 = if t2 { y_2 } else { y_4 };
    let t4 = seed * sign(y_5);
    let t5 = !t2;
    let t6 = t5 & when;
    let t7 = t5 & !when;
    let t8 = t7 | t6;
    let t9 = if t7 { t4 } else { 0.0 };
    let t10 = if t6 { t4 } else { 0.0 };
    let t11 = t8 | t2;
    let t12 = if t8 { t9 + t10 } else { 0.0 };
    let t13 = if t2 { n_f64 * t4 } else { 0.0 };
    let t14 = t12 + t13;
    let t15 = t11 & (x > 0.0);
    let t16 = t15 | t6;
    let t17 = if t15 { s * t14 } else { 0.0 };
    let t18 = if t6 { s * t4 } else { 0.0 };
    let t19 = if t16 { t17 + t18 } else { 0.0 };
    let t20 = if t11 { c * t1 * t14 } else { 0.0 };
    if let ::core::option::Option::Some(d_x) = d_x {
        *d_x += if t16 | t11 { t19 + t20 } else { 0.0 };
    }
    y_5.abs()
}
