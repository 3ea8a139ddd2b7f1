/* Distribution function of the standard normal, erfc(-x/sqrt(2))/2 (A&S 26.2.29). Relatively accurate until it
   underflows at x = -38.5; 0 at -inf, 1 at inf. */
static double gradus_norm_cdf(double x) {
    double z = -x * 0.7071067811865476;
    double half = 0.5 * erfc(z), low;
    if (z < 0.0 || half == 0.0) {
        return half;
    }
    /* erfc(z + low) = erfc(z) (1 - low (z + sqrt(z^2 + 2))), DLMF 7.8.2, where z + low = -x/sqrt(2) */
    low = fma(-x, 0.7071067811865476, -z) + x * 4.833646656726457e-17;
    return half - half * (low * (z + sqrt(z * z + 2.0)));
}
