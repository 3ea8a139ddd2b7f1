/// Error function `2/sqrt(pi)` times the integral of `exp(-t^2)` from 0 to x (DLMF 7.2.1). Odd; +-1 at +-inf.
fn erf(x: f64) -> f64 {
    if x.abs() < 1.0 {
        erf_small(x)
    } else if x > 0.0 {
        1.0 - erfc(x)
    } else {
        erfc(-x) - 1.0
    }
}
