/// The quotient of two polynomials, inlined to make their degrees known.
#[inline(always)]
fn rational(x: f64, p: &[f64], q: &[f64]) -> f64 {
    polynomial(x, p) / polynomial(x, q)
}

/// `c[0] + c[1] x + c[2] x^2 + ...`
#[inline(always)]
fn polynomial(x: f64, c: &[f64]) -> f64 {
    c.iter()
        .rev()
        .copied()
        .reduce(|sum, c| sum * x + c)
        .unwrap_or(0.0)
}
