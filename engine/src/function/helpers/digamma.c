/* digamma(1 + y) for y >= 0. */
static double gradus_digamma_above_1(double y) {
    static const double near_p[] = {
        0.35038013750340535, -0.07814639216025608, -0.5306404722958018, -0.3175919588147685,
        -0.0716824977429027, -0.006462821995247564, -0.00017934405003373238, -2.031565189391289e-08};
    static const double near_q[] = {
        1.0, 2.2162984864802273, 1.7442394459784154, 0.6280160035785272,
        0.10807050967690192, 0.008198053929176977, 0.00020259012849620526};
    static const double far_p[] = {
        0.08333333333333322, 1.2058851654221718, 5.1240776442168485, 7.384922927851338,
        3.0739039183612484, 0.17268734277561437};
    static const double far_q[] = {
        1.0, 14.570621985063891, 62.89837488207489, 94.26507341463193,
        43.95581973622357, 4.052284359303544};
    double r, t;
    if (y < 1.5) {
        /* the root less 1, in two parts */
        double from_root = (y - 0.46163214496836236) + 1.5522348162858677e-17;
        return from_root * (0.9 + gradus_rational(y, near_p, 8, near_q, 7));
    }
    /* DLMF 5.11.2 */
    r = 1.0 / (1.0 + y);
    t = r * r;
    return log(1.0 + y) - (0.5 * r + t * gradus_rational(t, far_p, 6, far_q, 6));
}

/* d/dx ln gamma(x). -inf at +0, inf at -0, NaN at the negative integers and -inf. Relatively accurate at the positive
   root 1.4616, absolutely at the negative ones. */
static double gradus_digamma(double x) {
    const double pi = 3.141592653589793;
    if (x == 0.0) {
        return -1.0 / x;
    }
    if (x < 0.0) {
        double r = x - round(x), cot;
        if (x == floor(x)) {
            return NAN;
        }
        /* DLMF 5.5.4: psi(x) = psi(1 - x) - pi cot(pi x), cot(pi r) = tan(pi (1/2 - r)) */
        cot = fabs(r) < 0.25 ? 1.0 / tan(pi * r) : copysign(tan(pi * (0.5 - fabs(r))), r);
        return gradus_digamma_above_1(-x) - pi * cot;
    }
    return x < 1.0 ? gradus_digamma_above_1(x) - 1.0 / x : gradus_digamma_above_1(x - 1.0);
}
