/* ln(exp(a) + exp(b)) without overflow; equal infinities give themselves, a NaN gives NaN. */
static double gradus_logaddexp(double a, double b) {
    double d = a - b;
    if (a == b) {
        return a + 0.6931471805599453;
    }
    return d > 0.0 ? a + log1p(exp(-d)) : b + log1p(exp(d));
}
