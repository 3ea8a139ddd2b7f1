/// x for x > 0, else 0; NaN stays NaN.
fn relu(x: f64) -> f64 {
    if x > 0.0 || x.is_nan() { x } else { 0.0 }
}
