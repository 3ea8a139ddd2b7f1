/* c[0] + c[1] x + ... + c[n-1] x^(n-1) */
static double gradus_polynomial(double x, const double *c, int n) {
    double sum = c[--n];
    while (n > 0) {
        sum = sum * x + c[--n];
    }
    return sum;
}

/* The quotient of two polynomials. */
static double gradus_rational(double x, const double *p, int p_len, const double *q, int q_len) {
    return gradus_polynomial(x, p, p_len) / gradus_polynomial(x, q, q_len);
}
