/// `sin(pi x)`, exactly 0 at the integers; NaN at +-inf.
fn sin_pi(x: f64) -> f64 {
    let n = x.round();
    let r = x - n;
    // sin(pi r) = cos(pi (1/2 - r))
    let u = if r.abs() < 0.25 { r } else { 0.5 - r.abs() };
    // pi u = angle + rest
    let angle = core::f64::consts::PI * u;
    let rest = core::f64::consts::PI.mul_add(u, -angle) + 1.2246467991473532e-16 * u;
    let (sin, cos) = angle.sin_cos();
    let s = if r.abs() < 0.25 {
        sin + rest * cos
    } else {
        (cos - rest * sin).copysign(r)
    };
    if n % 2.0 == 0.0 { s } else { -s }
}
