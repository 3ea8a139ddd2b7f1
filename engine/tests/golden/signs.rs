/// Returns the value.
pub fn signs(x: f64, y: f64) -> f64 {
    -2.0 * (-x).exp() + 3.0 * y / x + (-x * y).sin() - (-y).powf(-1.5)
}
