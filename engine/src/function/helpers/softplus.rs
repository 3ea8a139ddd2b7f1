/// `ln(1 + exp(x))`, relatively accurate everywhere; 0 at -inf, inf at inf.
fn softplus(x: f64) -> f64 {
    if x > 0.0 {
        x + (-x).exp().ln_1p()
    } else {
        x.exp().ln_1p()
    }
}
