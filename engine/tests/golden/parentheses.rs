/// Returns the value.
pub fn parentheses(a: f64, b: f64, x: f64) -> f64 {
    (a - (b - x)) * (a / (b / x)) / (a + b) - a * b * (a / x)
}
