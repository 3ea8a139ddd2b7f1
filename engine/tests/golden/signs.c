#include <math.h>

/*
 * double signs(double x, double y);
 *
 * Returns the value.
 */
double signs(double x, double y) {
    return -2.0 * exp(-x) + 3.0 * y / x + sin(-x * y) - pow(-y, -1.5);
}
