/* sin(x)/x, its limits 1 at 0 and 0 at +-inf. */
static double gradus_sinc(double x) {
    return x == 0.0 ? 1.0 : isinf(x) ? 0.0 : sin(x) / x;
}
