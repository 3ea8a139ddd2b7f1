/* Logistic function; 0 and 1 at -inf and inf. Left of -709.78, where exp(-x) overflows, it is 0. */
static double gradus_sigmoid(double x) {
    return 1.0 / (1.0 + exp(-x));
}
