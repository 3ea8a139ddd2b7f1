#include <math.h>

/*
 * double parentheses(double a, double b, double x);
 *
 * Returns the value.
 */
double parentheses(double a, double b, double x) {
    return (a - (b - x)) * (a / (b / x)) / (a + b) - a * b * (a / x);
}
