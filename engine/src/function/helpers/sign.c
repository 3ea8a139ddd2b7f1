/* -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are. */
static double gradus_sign(double x) {
    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x;
}
