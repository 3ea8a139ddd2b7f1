/// Returns the value and its partials by all parameters, in their order.
#[allow(clippy::too_many_arguments)]
pub fn norm(
    x0: f64,
    x1: f64,
    x2: f64,
    x3: f64,
    x4: f64,
    x5: f64,
    x6: f64,
    x7: f64,
    x8: f64,
    x9: f64,
    x10: f64,
    x11: f64,
) -> (f64, [f64; 12]) {
    let t1 = x0 * x0 + x1 * x1 + x2 * x2 + x3 * x3 + x4 * x4 + x5 * x5;
    let t2 = t1 + x6 * x6 + x7 * x7 + x8 * x8 + x9 * x9 + x10 * x10 + x11 * x11;
    let value = t2.sqrt();
    let d_x0 = x0 / value;
    let d_x1 = x1 / value;
    let d_x2 = x2 / value;
    let d_x3 = x3 / value;
    let d_x4 = x4 / value;
    let d_x5 = x5 / value;
    let d_x6 = x6 / value;
    let d_x7 = x7 / value;
    let d_x8 = x8 / value;
    let d_x9 = x9 / value;
    let d_x10 = x10 / value;
    let d_x11 = x11 / value;
    (
        value,
        [
            d_x0, d_x1, d_x2, d_x3, d_x4, d_x5, d_x6, d_x7, d_x8, d_x9, d_x10, d_x11,
        ],
    )
}
