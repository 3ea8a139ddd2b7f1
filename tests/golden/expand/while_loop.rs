/// The square root by Newton's method.
#[grad]
fn root(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-12 {
        x = 0.5 * (x + a / x);
    }
    x
}

// ----

/// The value of `root` and its derivative by `a`.
///
/// `root`: The square root by Newton's method.
///
/// The sweep keeps 8 bytes for each iteration of the `while` loop in a `Vec`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn root_grad(a: f64) -> (f64, f64) {
    let mut stack = Vec::<f64>::new();
    let mut x = a;
    let mut trips = 0_usize;
    while (x * x - a).abs() > 1e-12 {
        trips += 1;
        stack.push(x);
        x = 0.5 * (x + a / x);
    }
    let mut d_x: f64 = 1.0;
    let mut d_a: f64 = 0.0;
    for _ in 0..trips {
        let x = stack.pop().unwrap_or_default();
        let t1 = 0.5 * d_x;
        let t2 = t1 / x;
        d_a += t2;
        d_x = t1 - a / x * t2;
    }
    (x, d_x + d_a)
}
