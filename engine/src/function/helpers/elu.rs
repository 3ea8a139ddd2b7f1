/// Exponential linear unit: x for x >= 0, else `a (exp(x) - 1)`.
fn elu(x: f64, a: f64) -> f64 {
    if x >= 0.0 { x } else { a * x.exp_m1() }
}
