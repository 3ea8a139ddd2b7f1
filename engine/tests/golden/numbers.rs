/// Returns the value.
pub fn numbers(x: f64) -> f64 {
    let t1 = 0.1 * x + 1.0 / 3.0 * x.sqrt() + x.powf(1.0 / 3.0);
    t1 + 1e-300 * x.exp() - 1e22
}
