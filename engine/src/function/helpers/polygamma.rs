/// n-th derivative of `digamma`, for 0 <= n <= 170 and every real x; NaN for other n and at x = -inf. At x = 0 and the
/// negative integers inf for odd n; for even n NaN, except -inf at +0 and inf at -0. Between the negative integers the
/// error is relative to the largest term of the series.
fn polygamma(n: i32, x: f64) -> f64 {
    if !(0..=170).contains(&n) || x.is_nan() || x == f64::NEG_INFINITY {
        return f64::NAN;
    }
    if n == 0 {
        return digamma(x);
    }
    if n == 1 {
        return trigamma(x);
    }
    // DLMF 5.15.1: psi_n(x) = (-1)^(n+1) n! sum over k >= 0 of (x + k)^-(n+1)
    let sign = if n % 2 == 0 { -1.0 } else { 1.0 };
    let pole = x - x.round();
    if x <= 0.0 && pole == 0.0 {
        return if sign > 0.0 {
            f64::INFINITY
        } else if x == 0.0 {
            -1.0 / x
        } else {
            f64::NAN
        };
    }
    let near = if x > 0.0 { x } else { pole };
    if near.abs() < 1e-150 {
        return if near > 0.0 {
            sign * f64::INFINITY
        } else {
            f64::INFINITY
        };
    }
    if near > 1e200 {
        return sign * 0.0;
    }
    // every base below is divided by 2^e, the power of two at the nearest pole
    let scale = f64::from_bits(near.abs().to_bits() & (0x7ff << 52));
    let e = (scale.to_bits() >> 52) as i32 - 1023;
    let sum = if x > 0.0 {
        scaled_zeta(n, x, 0.0, scale)
    } else {
        // the sum over all integers k, less those with x + k <= x - 1
        let left = 1.0 - near.abs();
        let far = scaled_zeta(n, left, (1.0 - left) - near.abs(), scale);
        let close = scaled_zeta(n, near.abs(), 0.0, scale);
        let above = 1.0 - x;
        let below = scaled_zeta(
            n,
            above,
            if x > -1.0 {
                (1.0 - above) - x
            } else {
                (-x - above) + 1.0
            },
            scale,
        );
        if near > 0.0 {
            close + sign * (far - below)
        } else {
            sign * (close - below) + far
        }
    };
    // n! = (f + rest) 2^shift
    let (mut f, mut rest, mut shift) = (1.0f64, 0.0, -e * (n + 1));
    for i in 2..=n {
        let i = f64::from(i);
        let product = f * i;
        rest = rest * i + f.mul_add(i, -product);
        f = product;
        if f >= 2f64.powi(64) {
            f *= 2f64.powi(-64);
            rest *= 2f64.powi(-64);
            shift += 64;
        }
    }
    let mut value = sign * (f + rest) * sum;
    let mut shift = shift.clamp(-4000, 4000);
    while shift != 0 {
        let step = shift.clamp(-500, 500);
        value *= 2f64.powi(step);
        shift -= step;
    }
    value
}

/// Sum over k >= 0 of `((x + low + k) / scale)^-(n+1)`, x > 0, by the Euler-Maclaurin formula (DLMF 25.11.5).
fn scaled_zeta(n: i32, x: f64, low: f64, scale: f64) -> f64 {
    let power = f64::from(n) + 1.0;
    // sum + rest, without rounding error
    let (mut sum, mut rest, mut k) = (0.0, 0.0, 0.0);
    loop {
        // base + error = x + low + k
        let base = x + k;
        let error = if x > k {
            (x - base) + k
        } else {
            (k - base) + x
        } + low;
        let term = (base / scale).powf(-power) * (1.0 - power * error / base);
        if base >= 10.0 + power {
            // B_2j / (2j)!, DLMF 24.2
            let bernoulli = [
                1.0 / 12.0,
                -1.0 / 720.0,
                1.0 / 30240.0,
                -1.0 / 1209600.0,
                1.0 / 47900160.0,
                -691.0 / 1307674368000.0,
                1.0 / 74724249600.0,
                -3617.0 / 10670622842880000.0,
                43867.0 / 5109094217170944000.0,
                -174611.0 / 802857662698291200000.0,
            ];
            let (mut tail, mut rising, mut top) = (0.0, power / base, power);
            for b in bernoulli {
                tail += b * rising;
                rising *= (top + 1.0) / base * ((top + 2.0) / base);
                top += 2.0;
            }
            return sum + (term * (base / f64::from(n) + (0.5 + tail)) + rest);
        }
        if term * (1.0 + base) < 1e-18 * sum {
            return sum + rest;
        }
        let next = sum + term;
        rest += term - (next - sum);
        sum = next;
        k += 1.0;
    }
}
