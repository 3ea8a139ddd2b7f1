#include <math.h>

/*
 * double conditions(double x, double y);
 *
 * Returns the value.
 */
double conditions(double x, double y) {
    return (x < y && y < 1.0) || !(x < 0.0) ? x * y : x + y;
}
