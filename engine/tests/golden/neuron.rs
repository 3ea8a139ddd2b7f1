/// Returns the value and its partials by `w0`, `w1`, `b`.
pub fn neuron(w0: f64, w1: f64, b: f64, x0: f64, x1: f64) -> (f64, [f64; 3]) {
    let value = (1.0 + (-(b + w0 * x0 + w1 * x1)).exp()).recip();
    let d_b = value * (1.0 - value);
    (value, [d_b * x0, d_b * x1, d_b])
}
