/// Returns the value.
#[allow(clippy::manual_clamp)]
pub fn special(x: f64, a: f64) -> f64 {
    /// Logistic function; 0 and 1 at -inf and inf. Left of -709.78, where `exp(-x)` overflows, it is 0.
    fn sigmoid(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    /// x for x > 0, else 0; NaN stays NaN.
    fn relu(x: f64) -> f64 {
        if x > 0.0 || x.is_nan() { x } else { 0.0 }
    }

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

    /// `x` held within `[lo, hi]`; NaN stays NaN, and `hi` wins where the bounds are crossed.
    fn clamp(x: f64, lo: f64, hi: f64) -> f64 {
        let above = if x < lo { lo } else { x };
        if above > hi { hi } else { above }
    }

    (sigmoid(x) * sign(x)).max(a).min(1.0) + clamp(relu(x), a, 2.0)
}
