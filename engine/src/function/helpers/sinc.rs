/// `sin(x)/x`, its limits 1 at 0 and 0 at +-inf.
fn sinc(x: f64) -> f64 {
    if x == 0.0 {
        1.0
    } else if x.is_infinite() {
        0.0
    } else {
        x.sin() / x
    }
}
