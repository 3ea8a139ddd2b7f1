#include <math.h>

/*
 * void polar(double x, double y, double out[4]);
 *
 * Stores a 2 by 2 matrix by rows in `out`.
 */
void polar(double x, double y, double out[4]) {
    const double m_0_0 = cos(y);
    const double m_1_0 = sin(y);
    out[0] = m_0_0;
    out[1] = -x * m_1_0;
    out[2] = m_1_0;
    out[3] = x * m_0_0;
}
