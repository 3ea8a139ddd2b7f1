/// `x` held within `[lo, hi]`; NaN stays NaN, and `hi` wins where the bounds are crossed.
fn clamp(x: f64, lo: f64, hi: f64) -> f64 {
    let above = if x < lo { lo } else { x };
    if above > hi { hi } else { above }
}
