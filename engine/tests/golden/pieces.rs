/// Returns the value.
#[allow(clippy::ifs_same_cond)]
pub fn pieces(x: f64) -> f64 {
    if x < 0.0 {
        x.exp() - 1.0
    } else if x < 1.0 {
        x
    } else {
        1.0 + x.ln()
    }
}
