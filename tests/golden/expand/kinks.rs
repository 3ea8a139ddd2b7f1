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
///
/// The sweep allocates nothing.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn kinks_grad(x: f64, n: usize, flag: bool) -> (f64, f64) {
    /// -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are.
    fn sign(x: f64) -> f64 {
        if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else { x }
    }
    let s = x.sin();
    let c = x.cos();
    let t1 = x.max(0.0);
    let mut y = t1 * s;
    let t2 = flag & (x > 1.0);
    if t2 {
        y *= n as f64;
    } else {
        if n > 2 {
            y -= c;
        }
    }
    let mut d_y = sign(y);
    let d_c = if t2 {
        d_y *= n as f64;
        0.0
    } else {
        if n > 2 { -d_y } else { 0.0 }
    };
    let t3 = x > 0.0;
    let t4 = if t3 { s * d_y } else { 0.0 };
    let t5 = if t2 { 0.0 } else { -s * d_c };
    let t6 = if t3 | !t2 { t4 + t5 } else { 0.0 };
    (y.abs(), c * t1 * d_y + t6)
}
