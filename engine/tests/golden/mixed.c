#include <math.h>

/*
 * double mixed(double x, double y);
 *
 * Returns the value.
 */
double mixed(double x, double y) {
    const double t1 = 2.0 * (sin(x) * cos(y) * x) + sqrt(fabs(x)) * log(x + y);
    return t1 + floor(hypot(x, y));
}
