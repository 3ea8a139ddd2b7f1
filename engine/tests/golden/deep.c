#include <math.h>

/*
 * double deep(double x);
 *
 * Returns the value.
 */
double deep(double x) {
    const double t1 = 1.0 + 4.0 * sin(1.0 + 3.0 * sin(1.0 + 2.0 * sin(1.0 + x)));
    const double t2 = 8.0 * sin(1.0 + 7.0 * sin(1.0 + 6.0 * sin(1.0 + 5.0 * sin(t1))));
    const double t3 = 1.0 + 11.0 * sin(1.0 + 10.0 * sin(1.0 + 9.0 * sin(1.0 + t2)));
    const double t4 = 1.0 + 14.0 * sin(1.0 + 13.0 * sin(1.0 + 12.0 * sin(t3)));
    const double t5 = 1.0 + 17.0 * sin(1.0 + 16.0 * sin(1.0 + 15.0 * sin(t4)));
    const double t6 = 1.0 + 20.0 * sin(1.0 + 19.0 * sin(1.0 + 18.0 * sin(t5)));
    const double t7 = 1.0 + 23.0 * sin(1.0 + 22.0 * sin(1.0 + 21.0 * sin(t6)));
    const double t8 = 1.0 + 26.0 * sin(1.0 + 25.0 * sin(1.0 + 24.0 * sin(t7)));
    const double t9 = 1.0 + 29.0 * sin(1.0 + 28.0 * sin(1.0 + 27.0 * sin(t8)));
    return sin(1.0 + 30.0 * sin(t9));
}
