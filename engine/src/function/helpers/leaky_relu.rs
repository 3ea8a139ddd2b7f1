/// x for x > 0, else `a x`.
fn leaky_relu(x: f64, a: f64) -> f64 {
    if x > 0.0 { x } else { a * x }
}
