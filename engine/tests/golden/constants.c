#include <math.h>

static const double gradus_pi = 3.141592653589793;

/*
 * double constants(double r);
 *
 * Returns the value.
 */
double constants(double r) {
    return r * r * gradus_pi + sin(gradus_pi) + log(2.0);
}
