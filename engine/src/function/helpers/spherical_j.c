/* A number in two parts. */
struct gradus_two {
    double head, rest;
};

/* a/b in two parts. */
static struct gradus_two gradus_divided(double a, double b) {
    struct gradus_two q;
    q.head = a / b;
    q.rest = fma(-q.head, b, a) / b;
    return q;
}

/* DLMF 10.51.1: odd/x a - b with a, b and the result in two parts. */
static struct gradus_two gradus_spherical_j_next(int odd, double x, struct gradus_two a, struct gradus_two b) {
    struct gradus_two q = gradus_divided(odd, x), next;
    double product = q.head * a.head;
    double product_rest = fma(q.head, a.head, -product) + (q.head * a.rest + q.rest * a.head);
    double sum = product - b.head;
    double v = sum - product;
    double rest = (product - (sum - v)) - (b.head + v) + (product_rest - b.rest);
    next.head = sum + rest;
    next.rest = rest - (next.head - sum);
    return next;
}

/* j_n(x) by its power series (DLMF 10.53.1) for x^2 <= 2n + 3. */
static double gradus_spherical_j_series(int n, double x) {
    /* first + rest = 2^300 x^n / (2n + 1)!! */
    double first = ldexp(1.0, 300), rest = 0.0, sum = 0.0, term = 1.0;
    int k;
    for (k = 1; k <= n; k++) {
        double odd = 2 * k + 1;
        double product = first * x;
        double error = fma(first, x, -product) + rest * x;
        double quotient = product / odd;
        rest = (fma(-quotient, odd, product) + error) / odd;
        first = quotient;
    }
    for (k = 1; k < 30; k++) {
        term *= -0.5 * x * x / (k * (2.0 * (n + k) + 1.0));
        sum += term;
    }
    return ldexp(first + (first * sum + rest * (1.0 + sum)), -300);
}

/* Spherical Bessel function of the first kind j_n(x) (DLMF 10.47.3) for n >= 0 and every real x; 0 at +-inf. NaN for
   n < 0 and, unless |x| < n/3 where it underflows to 0, for n > 1000. For |x| > n the error is relative to 1/x. */
static double gradus_spherical_j(int n, double x) {
    double sign = signbit(x) && n % 2 == 1 ? -1.0 : 1.0;
    struct gradus_two low, high, next;
    double j0, j1, result = 0.0;
    int k;
    if (n < 0 || isnan(x)) {
        return NAN;
    }
    if (n == 0) {
        return gradus_sinc(x);
    }
    /* j_n(-x) = (-1)^n j_n(x) */
    x = fabs(x);
    if (isinf(x) || n > 1000) {
        return isinf(x) || x < n / 3.0 ? sign * 0.0 : NAN;
    }
    if (x * x <= 2.0 * n + 3.0) {
        return sign * gradus_spherical_j_series(n, x);
    }
    /* j_(-1) = cos(x)/x, j_0 = sin(x)/x, each in two parts; upwards where j_n still oscillates */
    low = gradus_divided(cos(x), x);
    high = gradus_divided(sin(x), x);
    if (n < x) {
        for (k = 0; k < n; k++) {
            next = gradus_spherical_j_next(2 * k + 1, x, high, low);
            low = high;
            high = next;
        }
        return sign * high.head;
    }
    /* downwards elsewhere from j_start = 0, up to a factor (Miller) */
    j0 = high.head;
    j1 = gradus_spherical_j_next(1, x, high, low).head;
    low.head = 1e-300;
    low.rest = high.head = high.rest = 0.0;
    for (k = n + 14 + (int)(8.0 * cbrt(n)); k >= 1; k--) {
        if (k == n) {
            result = low.head;
        }
        next = gradus_spherical_j_next(2 * k + 1, x, low, high);
        high = low;
        low = next;
        if (fabs(low.head) > 1e250) {
            result *= 1e-250;
            low.head *= 1e-250;
            low.rest *= 1e-250;
            high.head *= 1e-250;
            high.rest *= 1e-250;
        }
    }
    return sign * (fabs(low.head) > fabs(high.head) ? j0 * (result / low.head) : j1 * (result / high.head));
}
