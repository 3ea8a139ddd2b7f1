/// Returns the value.
///
/// - `twou20words` is `two words`
pub fn names(alpha: f64, w0: f64, x_max: f64, r#type: f64, twou20words: f64, _unused: f64) -> f64 {
    alpha * w0 + x_max / r#type - twou20words
}
