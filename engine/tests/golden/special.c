#include <math.h>

/* Logistic function; 0 and 1 at -inf and inf. Left of -709.78, where exp(-x) overflows, it is 0. */
static double gradus_sigmoid(double x) {
    return 1.0 / (1.0 + exp(-x));
}

/* x for x > 0, else 0; NaN stays NaN. */
static double gradus_relu(double x) {
    return x > 0.0 || isnan(x) ? x : 0.0;
}

/* -1, 0 or 1 with the sign of x; +-0 and NaN stay as they are. */
static double gradus_sign(double x) {
    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x;
}

/* x held within [lo, hi]; NaN stays NaN, and hi wins where the bounds are crossed. */
static double gradus_clamp(double x, double lo, double hi) {
    double above = x < lo ? lo : x;
    return above > hi ? hi : above;
}

/*
 * double special(double x, double a);
 *
 * Returns the value.
 */
double special(double x, double a) {
    const double t1 = fmin(fmax(gradus_sigmoid(x) * gradus_sign(x), a), 1.0);
    return t1 + gradus_clamp(gradus_relu(x), a, 2.0);
}
