/// Returns the value and its partials by `x`, `y`.
pub fn rosenbrock(x: f64, y: f64) -> (f64, [f64; 2]) {
    let t1 = y - x * x;
    let t2 = 1.0 - x;
    let value = 100.0 * (t1 * t1) + t2 * t2;
    let d_x = -400.0 * (t1 * x) - 2.0 * t2;
    let d_y = 200.0 * t1;
    (value, [d_x, d_y])
}
