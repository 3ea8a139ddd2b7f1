#include <math.h>

/* Logistic function. */
static double gradus_sigmoid(double x) {
    return 1.0 / (1.0 + exp(-x));
}

static double gradus_sign(double x) {
    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x;
}

static double gradus_clamp(double x, double lo, double hi) {
    return x < lo ? lo : x > hi ? hi : x;
}

static double gradus_relu(double x) {
    return x > 0.0 ? x : 0.0;
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
