#include <math.h>

/*
 * double neuron(double w0, double w1, double b, double x0, double x1, double gradient[3]);
 *
 * Returns the value and stores its partials by `w0`, `w1`, `b` in `gradient`.
 */
double neuron(double w0, double w1, double b, double x0, double x1, double gradient[3]) {
    const double value = 1.0 / (1.0 + exp(-(b + w0 * x0 + w1 * x1)));
    const double d_b = value * (1.0 - value);
    gradient[0] = d_b * x0;
    gradient[1] = d_b * x1;
    gradient[2] = d_b;
    return value;
}
