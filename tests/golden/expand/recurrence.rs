/// A recurrence, whose sweep back needs what the loop has changed.
#[grad]
fn recurrence(x: &[f64], a: f64) -> f64 {
    let mut s = 0.0;
    for v in x {
        s = (a * s + v).tanh();
    }
    s
}

// ----

/// The value of `recurrence` and its partials by `x`, `a`.
///
/// `recurrence`: A recurrence, whose sweep back needs what the loop has changed.
///
/// The sweep keeps 8 bytes for each iteration of the loop over `i` in a `Vec`.
#[allow(unused, unused_qualifications, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn recurrence_grad(x: &[f64], a: f64) -> (f64, (Vec<f64>, f64)) {
    let mut own_d_x: Vec<f64> = vec![0.0; x.len()];
    let d_x: &mut [f64] = &mut own_d_x;
    let mut stack = Vec::<f64>::new();
    let mut s: f64 = 0.0;
    for i in 0..x.len() {
        stack.push(s);
        s = (a * s + x[i]).tanh();
    }
    let mut d_s: f64 = 1.0;
    let mut t1 = s;
    let mut d_a: f64 = 0.0;
    for i in (0..x.len()).rev() {
        let s = stack.pop().unwrap_or_default();
        let t2 = d_s * (1.0 - t1 * t1);
        d_x[i] += t2;
        d_a += s * t2;
        d_s = a * t2;
        t1 = s;
    }
    (s, (own_d_x, d_a))
}
