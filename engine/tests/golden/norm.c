#include <math.h>

/*
 * double norm(
 *     double x0, double x1, double x2, double x3, double x4, double x5, double x6, double x7,
 *     double x8, double x9, double x10, double x11, double gradient[12]);
 *
 * Returns the value and stores its partials by all parameters, in their order in `gradient`.
 */
double norm(
    double x0, double x1, double x2, double x3, double x4, double x5, double x6, double x7,
    double x8, double x9, double x10, double x11, double gradient[12]) {
    const double t1 = x0 * x0 + x1 * x1 + x2 * x2 + x3 * x3 + x4 * x4 + x5 * x5;
    const double t2 = t1 + x6 * x6 + x7 * x7 + x8 * x8 + x9 * x9 + x10 * x10 + x11 * x11;
    const double value = sqrt(t2);
    gradient[0] = x0 / value;
    gradient[1] = x1 / value;
    gradient[2] = x2 / value;
    gradient[3] = x3 / value;
    gradient[4] = x4 / value;
    gradient[5] = x5 / value;
    gradient[6] = x6 / value;
    gradient[7] = x7 / value;
    gradient[8] = x8 / value;
    gradient[9] = x9 / value;
    gradient[10] = x10 / value;
    gradient[11] = x11 / value;
    return value;
}
