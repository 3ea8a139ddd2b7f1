/// Spherical Bessel function of the first kind `j_n(x)` (DLMF 10.47.3) for n >= 0 and every real x; 0 at +-inf. NaN for
/// n < 0 and, unless `|x| < n/3` where it underflows to 0, for n > 1000. For `|x| > n` the error is relative to `1/x`.
fn spherical_j(n: i32, x: f64) -> f64 {
    if n < 0 || x.is_nan() {
        return f64::NAN;
    }
    if n == 0 {
        return sinc(x);
    }
    let order = f64::from(n);
    // j_n(-x) = (-1)^n j_n(x)
    let sign = if x.is_sign_negative() && n % 2 == 1 {
        -1.0
    } else {
        1.0
    };
    let x = x.abs();
    if x == f64::INFINITY || n > 1000 {
        return if x == f64::INFINITY || x < order / 3.0 {
            sign * 0.0
        } else {
            f64::NAN
        };
    }
    if x * x <= 2.0 * order + 3.0 {
        return sign * spherical_j_series(n, x);
    }
    // j_(-1) = cos(x)/x, j_0 = sin(x)/x, each in two parts; upwards where j_n still oscillates
    let (mut low, mut high) = (divided(x.cos(), x), divided(x.sin(), x));
    if order < x {
        for k in 0..n {
            (low, high) = (high, spherical_j_next(2 * k + 1, x, high, low));
        }
        return sign * high[0];
    }
    // downwards elsewhere from j_start = 0, up to a factor (Miller)
    let (j0, j1) = (high[0], spherical_j_next(1, x, high, low)[0]);
    let start = n + 15 + (8.0 * order.cbrt()) as i32;
    let mut result = 0.0;
    (low, high) = ([1e-300, 0.0], [0.0, 0.0]);
    for k in (1..start).rev() {
        if k == n {
            result = low[0];
        }
        (low, high) = (spherical_j_next(2 * k + 1, x, low, high), low);
        if low[0].abs() > 1e250 {
            result *= 1e-250;
            (low, high) = (low.map(|v| v * 1e-250), high.map(|v| v * 1e-250));
        }
    }
    sign * if low[0].abs() > high[0].abs() {
        j0 * (result / low[0])
    } else {
        j1 * (result / high[0])
    }
}

/// DLMF 10.51.1: `odd/x a - b` with `a`, `b` and the result in two parts.
fn spherical_j_next(odd: i32, x: f64, a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let q = divided(f64::from(odd), x);
    let product = q[0] * a[0];
    let product_rest = q[0].mul_add(a[0], -product) + (q[0] * a[1] + q[1] * a[0]);
    let sum = product - b[0];
    let v = sum - product;
    let rest = (product - (sum - v)) - (b[0] + v) + (product_rest - b[1]);
    let head = sum + rest;
    [head, rest - (head - sum)]
}

/// `a/b` in two parts.
fn divided(a: f64, b: f64) -> [f64; 2] {
    let q = a / b;
    [q, (-q).mul_add(b, a) / b]
}

/// `j_n(x)` by its power series (DLMF 10.53.1) for `x^2 <= 2n + 3`.
fn spherical_j_series(n: i32, x: f64) -> f64 {
    // first + rest = 2^300 x^n / (2n + 1)!!
    let (mut first, mut rest) = (2f64.powi(300), 0.0f64);
    for k in 1..=n {
        let odd = f64::from(2 * k + 1);
        let product = first * x;
        let error = first.mul_add(x, -product) + rest * x;
        let quotient = product / odd;
        rest = ((-quotient).mul_add(odd, product) + error) / odd;
        first = quotient;
    }
    let (mut sum, mut term) = (0.0f64, 1.0f64);
    for k in 1..30 {
        term *= -0.5 * x * x / (f64::from(k) * (2.0 * f64::from(n + k) + 1.0));
        sum += term;
    }
    (first + (first * sum + rest * (1.0 + sum))) * 2f64.powi(-300)
}
