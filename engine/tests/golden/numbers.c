#include <math.h>

/*
 * double numbers(double x);
 *
 * Returns the value.
 */
double numbers(double x) {
    const double t1 = 0.1 * x + 1.0 / 3.0 * sqrt(x) + pow(x, 1.0 / 3.0);
    return t1 + 1e-300 * exp(x) - 1e22;
}
