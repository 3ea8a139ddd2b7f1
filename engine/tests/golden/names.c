#include <math.h>

/*
 * double names(double alpha, double w0, double x_max, double type, double twou20words, double unused);
 *
 * Returns the value.
 * - `twou20words` is `two words`
 */
double names(double alpha, double w0, double x_max, double type, double twou20words, double unused) {
    (void)unused;
    return alpha * w0 + x_max / type - twou20words;
}
