/// Returns the value.
pub fn mixed(x: f64, y: f64) -> f64 {
    let t1 = 2.0 * (x.sin() * y.cos() * x) + x.abs().sqrt() * (x + y).ln();
    t1 + x.hypot(y).floor()
}
