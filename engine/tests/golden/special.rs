/// Returns the value.
#[allow(clippy::manual_clamp)]
pub fn special(x: f64, a: f64) -> f64 {
    /// Logistic function.
    fn sigmoid(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    /// -1, 0 or 1.
    fn sign(x: f64) -> f64 {
        if x > 0.0 {
            1.0
        } else if x < 0.0 {
            -1.0
        } else {
            x
        }
    }

    /// `x` within the bounds.
    fn clamp(x: f64, lo: f64, hi: f64) -> f64 {
        if x < lo {
            lo
        } else if x > hi {
            hi
        } else {
            x
        }
    }

    /// `max(x, 0)`.
    fn relu(x: f64) -> f64 {
        if x > 0.0 { x } else { 0.0 }
    }

    (sigmoid(x) * sign(x)).max(a).min(1.0) + clamp(relu(x), a, 2.0)
}
