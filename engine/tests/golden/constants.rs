/// Returns the value.
pub fn constants(r: f64) -> f64 {
    let t1 = r * r * core::f64::consts::PI + core::f64::consts::PI.sin();
    t1 + 2.0_f64.ln()
}
