/* sin(pi x), exactly 0 at the integers; NaN at +-inf. */
static double gradus_sin_pi(double x) {
    const double pi = 3.141592653589793;
    double n = round(x);
    double r = x - n;
    /* sin(pi r) = cos(pi (1/2 - r)) */
    double u = fabs(r) < 0.25 ? r : 0.5 - fabs(r);
    /* pi u = angle + rest */
    double angle = pi * u, rest = fma(pi, u, -angle) + 1.2246467991473532e-16 * u;
    double s = fabs(r) < 0.25 ? sin(angle) + rest * cos(angle) : copysign(cos(angle) - rest * sin(angle), r);
    return fmod(n, 2.0) == 0.0 ? s : -s;
}
