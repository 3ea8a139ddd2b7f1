#include <math.h>

/*
 * double pieces(double x);
 *
 * Returns the value.
 */
double pieces(double x) {
    return x < 0.0 ? exp(x) - 1.0 : x < 1.0 ? x : 1.0 + log(x);
}
