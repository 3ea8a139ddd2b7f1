/// `ln(exp(a) + exp(b))` without overflow; equal infinities give themselves, a NaN gives NaN.
fn logaddexp(a: f64, b: f64) -> f64 {
    if a == b {
        return a + core::f64::consts::LN_2;
    }
    let d = a - b;
    if d > 0.0 {
        a + (-d).exp().ln_1p()
    } else {
        b + d.exp().ln_1p()
    }
}
