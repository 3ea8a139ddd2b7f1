/* x for x > 0, else a x. */
static double gradus_leaky_relu(double x, double a) {
    return x > 0.0 ? x : a * x;
}
