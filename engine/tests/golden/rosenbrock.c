#include <math.h>

/*
 * double rosenbrock(double x, double y, double gradient[2]);
 *
 * Returns the value and stores its partials by `x`, `y` in `gradient`.
 */
double rosenbrock(double x, double y, double gradient[2]) {
    const double t1 = y - x * x;
    const double t2 = 1.0 - x;
    gradient[0] = -400.0 * (t1 * x) - 2.0 * t2;
    gradient[1] = 200.0 * t1;
    return 100.0 * (t1 * t1) + t2 * t2;
}
