/* x ln(y), 0 where x = 0 unless y is NaN. */
static double gradus_xlogy(double x, double y) {
    return x == 0.0 && !isnan(y) ? 0.0 : x * log(y);
}
