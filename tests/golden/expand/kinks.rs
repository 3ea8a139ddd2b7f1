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
    let y = t1 * s;
    let t2 = flag & (x > 1.0);
    let y_2 = y * n_f64;
    let y_3 = y - c;
    let y_4 = if when { y_3 } else { y };
    let y_5 = if t2 { y_2 } else { y_4 };
    let t4 = !t2;
    let t5 = t4 & !when;
    let t6 = t4 & when;
    let t7 = t5 | t6;
    let t8 = t7 | t2;
    let t9 = t8 & (x > 0.0);
    let t10 = t9 | t6;
    let t11 = sign(y_5);
    let t12 = if t5 { t11 } else { 0.0 };
    let t13 = if t6 { t11 } else { 0.0 };
    let t14 = if t7 { t12 + t13 } else { 0.0 };
    let t15 = if t2 { n_f64 * t11 } else { 0.0 };
    let t16 = t14 + t15;
    let t17 = if t9 { s * t16 } else { 0.0 };
    let t18 = if t6 { s * t11 } else { 0.0 };
    let t19 = if t10 { t17 + t18 } else { 0.0 };
    let t20 = if t8 { c * t1 * t16 } else { 0.0 };
    (y_5.abs(), if t10 | t8 { t19 + t20 } else { 0.0 })
}
