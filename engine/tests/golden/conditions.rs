/// Returns the value.
#[allow(clippy::neg_cmp_op_on_partial_ord)]
#[allow(clippy::nonminimal_bool)]
pub fn conditions(x: f64, y: f64) -> f64 {
    if ((x < y) & (y < 1.0)) | !(x < 0.0) {
        x * y
    } else {
        x + y
    }
}
