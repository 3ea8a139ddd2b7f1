/* Sum over k >= 0 of ((x + low + k) / scale)^-(n+1), x > 0, by the Euler-Maclaurin formula (DLMF 25.11.5). */
static double gradus_scaled_zeta(int n, double x, double low, double scale) {
    /* B_2j / (2j)!, DLMF 24.2 */
    static const double bernoulli[] = {
        1.0 / 12.0, -1.0 / 720.0, 1.0 / 30240.0, -1.0 / 1209600.0, 1.0 / 47900160.0,
        -691.0 / 1307674368000.0, 1.0 / 74724249600.0, -3617.0 / 10670622842880000.0,
        43867.0 / 5109094217170944000.0, -174611.0 / 802857662698291200000.0};
    /* sum + rest, without rounding error */
    double power = n + 1.0, sum = 0.0, rest = 0.0, next, k;
    for (k = 0.0;; k += 1.0) {
        /* base + error = x + low + k */
        double base = x + k;
        double error = (x > k ? (x - base) + k : (k - base) + x) + low;
        double term = pow(base / scale, -power) * (1.0 - power * error / base);
        if (base >= 10.0 + power) {
            double tail = 0.0, rising = power / base, top = power;
            int j;
            for (j = 0; j < 10; j++) {
                tail += bernoulli[j] * rising;
                rising *= (top + 1.0) / base * ((top + 2.0) / base);
                top += 2.0;
            }
            return sum + (term * (base / n + (0.5 + tail)) + rest);
        }
        if (term * (1.0 + base) < 1e-18 * sum) {
            return sum + rest;
        }
        next = sum + term;
        rest += term - (next - sum);
        sum = next;
    }
}

/* n-th derivative of digamma, for 0 <= n <= 170 and every real x; NaN for other n and at x = -inf. At x = 0 and the
   negative integers inf for odd n; for even n NaN, except -inf at +0 and inf at -0. Between the negative integers the
   error is relative to the largest term of the series. */
static double gradus_polygamma(int n, double x) {
    double sign = n % 2 == 0 ? -1.0 : 1.0;
    double pole, near, scale, sum, f = 1.0, rest = 0.0;
    int e, i;
    if (n < 0 || n > 170 || isnan(x) || (isinf(x) && x < 0.0)) {
        return NAN;
    }
    if (n == 0) {
        return gradus_digamma(x);
    }
    if (n == 1) {
        return gradus_trigamma(x);
    }
    /* DLMF 5.15.1: psi_n(x) = (-1)^(n+1) n! sum over k >= 0 of (x + k)^-(n+1) */
    pole = x - round(x);
    if (x <= 0.0 && pole == 0.0) {
        return sign > 0.0 ? INFINITY : x == 0.0 ? -1.0 / x : NAN;
    }
    near = x > 0.0 ? x : pole;
    if (fabs(near) < 1e-150) {
        return near > 0.0 ? sign * INFINITY : INFINITY;
    }
    if (near > 1e200) {
        return sign * 0.0;
    }
    /* every base below is divided by 2^(e-1), the power of two at the nearest pole */
    frexp(near, &e);
    scale = ldexp(1.0, e - 1);
    if (x > 0.0) {
        sum = gradus_scaled_zeta(n, x, 0.0, scale);
    } else {
        /* the sum over all integers k, less those with x + k <= x - 1 */
        double left = 1.0 - fabs(near), above = 1.0 - x;
        double far = gradus_scaled_zeta(n, left, (1.0 - left) - fabs(near), scale);
        double close = gradus_scaled_zeta(n, fabs(near), 0.0, scale);
        double below = gradus_scaled_zeta(n, above, x > -1.0 ? (1.0 - above) - x : (-x - above) + 1.0, scale);
        sum = near > 0.0 ? close + sign * (far - below) : sign * (close - below) + far;
    }
    /* n! = f + rest, divided by powers of two */
    e = -(e - 1) * (n + 1);
    for (i = 2; i <= n; i++) {
        double product = f * i;
        rest = rest * i + fma(f, i, -product);
        f = product;
        if (f >= 18446744073709551616.0) {
            f = ldexp(f, -64);
            rest = ldexp(rest, -64);
            e += 64;
        }
    }
    return ldexp(sign * (f + rest) * sum, e);
}
