/* ln(1 + exp(x)), relatively accurate everywhere; 0 at -inf, inf at inf. */
static double gradus_softplus(double x) {
    return x > 0.0 ? x + log1p(exp(-x)) : log1p(exp(x));
}
