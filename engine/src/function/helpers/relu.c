/* x for x > 0, else 0; NaN stays NaN. */
static double gradus_relu(double x) {
    return x > 0.0 || isnan(x) ? x : 0.0;
}
