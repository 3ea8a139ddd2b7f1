#include <math.h>

/*
 * double polynomial(double x);
 *
 * Returns the value.
 */
double polynomial(double x) {
    return 2.0 * pow(x, 3) - 5.0 * (x * x) + x - 7.0;
}
