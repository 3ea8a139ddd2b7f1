/// Returns the value.
pub fn polynomial(x: f64) -> f64 {
    2.0 * x.powi(3) - 5.0 * (x * x) + x - 7.0
}
