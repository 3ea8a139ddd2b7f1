/* x held within [lo, hi]; NaN stays NaN, and hi wins where the bounds are crossed. */
static double gradus_clamp(double x, double lo, double hi) {
    double above = x < lo ? lo : x;
    return above > hi ? hi : above;
}
