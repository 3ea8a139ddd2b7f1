/* Exponential linear unit: x for x >= 0, else a (exp(x) - 1). */
static double gradus_elu(double x, double a) {
    return x >= 0.0 ? x : a * expm1(x);
}
