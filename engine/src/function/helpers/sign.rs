/// -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are.
fn sign(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        x
    }
}
