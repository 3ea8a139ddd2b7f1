/// Returns the value.
pub fn pieces(x: f64) -> f64 {
    if x < 0.0 {
        x.exp() - 1.0
    } else if x < 1.0 {
        x
    } else {
        1.0 + x.ln()
    }
}
