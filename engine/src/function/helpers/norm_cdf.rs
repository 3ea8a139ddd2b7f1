/// Distribution function of the standard normal, `erfc(-x/sqrt(2))/2` (A&S 26.2.29). Relatively accurate until it
/// underflows at x = -38.5; 0 at -inf, 1 at inf.
fn norm_cdf(x: f64) -> f64 {
    let z = -x * core::f64::consts::FRAC_1_SQRT_2;
    let half = 0.5 * erfc(z);
    if z < 0.0 || half == 0.0 {
        return half;
    }
    // erfc(z + low) = erfc(z) (1 - low (z + sqrt(z^2 + 2))), DLMF 7.8.2, where z + low = -x/sqrt(2)
    let low = (-x).mul_add(core::f64::consts::FRAC_1_SQRT_2, -z) + x * 4.833646656726457e-17;
    half - half * (low * (z + (z * z + 2.0).sqrt()))
}
