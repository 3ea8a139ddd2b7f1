#include <math.h>

/*
 * void hessian(double x, double y, double z, double out[9]);
 *
 * Stores a 3 by 3 matrix by rows in `out`.
 */
void hessian(double x, double y, double z, double out[9]) {
    const double t1 = pow(sqrt(x * x + y * y + z * z), 3);
    const double m_0_1 = x * y / t1;
    const double m_0_2 = x * z / t1;
    const double m_1_2 = y * z / t1;
    out[0] = x * x / t1;
    out[1] = m_0_1;
    out[2] = m_0_2;
    out[3] = m_0_1;
    out[4] = 0.0;
    out[5] = m_1_2;
    out[6] = m_0_2;
    out[7] = m_1_2;
    out[8] = 0.0;
}
