/* trigamma(1 + y) for y >= 0. */
static double gradus_trigamma_above_1(double y) {
    static const double near_p[] = {
        0.5449340668482263, -0.26738246120045844, -2.776704186074784, -3.601105059831941,
        -2.0759662962470258, -0.5810398179345739, -0.06493885457673214};
    static const double near_q[] = {
        1.0, 3.9210823384140636, 6.244891823280446, 5.190354642236259,
        2.3893964769824354, 0.5818863941452593, 0.059035327750483826};
    static const double far_p[] = {
        0.16666666666666557, 3.372590849819525, 22.07367974896432, 57.10830750568194,
        56.89413028159521, 17.503679334607543, 0.7270621992204753};
    static const double far_q[] = {
        1.0, 20.435545098908147, 136.38633037296026, 367.20774728225916,
        398.95514800395205, 151.86131193142475, 13.242506395088606};
    double r, t;
    if (y < 1.0) {
        return 1.1 + gradus_rational(y, near_p, 7, near_q, 7);
    }
    /* DLMF 5.15.8 */
    r = 1.0 / (1.0 + y);
    t = r * r;
    return r + t * (0.5 + r * gradus_rational(t, far_p, 7, far_q, 7));
}

/* The derivative of digamma. inf at 0 and at the negative integers, 0 at inf, NaN at -inf. */
static double gradus_trigamma(double x) {
    double sum = 0.0;
    if (isinf(x) && x < 0.0) {
        return NAN;
    }
    if (x < -4.0) {
        /* DLMF 5.15.6: psi'(x) + psi'(1 - x) = (pi / sin(pi x))^2 */
        double s = gradus_sin_pi(x);
        return 9.869604401089358 / (s * s) - gradus_trigamma_above_1(-x);
    }
    /* DLMF 5.15.5: psi'(x) = 1/x^2 + psi'(x + 1) */
    while (x < 1.0) {
        sum += 1.0 / x / x;
        x += 1.0;
    }
    return sum + gradus_trigamma_above_1(x - 1.0);
}
