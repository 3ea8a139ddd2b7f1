/// Digamma function `d/dx ln gamma(x)`. -inf at +0, inf at -0, NaN at the negative integers and -inf. Relatively
/// accurate at the positive root 1.4616, absolutely at the negative ones.
fn digamma(x: f64) -> f64 {
    if x == 0.0 {
        return -1.0 / x;
    }
    if x < 0.0 {
        if x == x.floor() {
            return f64::NAN;
        }
        // DLMF 5.5.4: psi(x) = psi(1 - x) - pi cot(pi x), cot(pi r) = tan(pi (1/2 - r))
        let r = x - x.round();
        let cot = if r.abs() < 0.25 {
            1.0 / (core::f64::consts::PI * r).tan()
        } else {
            (core::f64::consts::PI * (0.5 - r.abs())).tan().copysign(r)
        };
        return digamma_above_1(-x) - core::f64::consts::PI * cot;
    }
    if x < 1.0 {
        digamma_above_1(x) - 1.0 / x
    } else {
        digamma_above_1(x - 1.0)
    }
}

/// `digamma(1 + y)` for y >= 0.
fn digamma_above_1(y: f64) -> f64 {
    if y < 1.5 {
        // the root less 1, in two parts
        let from_root = (y - 0.46163214496836236) + 1.5522348162858677e-17;
        return from_root
            * (0.9
                + rational(
                    y,
                    &[
                        0.35038013750340535,
                        -0.07814639216025608,
                        -0.5306404722958018,
                        -0.3175919588147685,
                        -0.0716824977429027,
                        -0.006462821995247564,
                        -0.00017934405003373238,
                        -2.031565189391289e-08,
                    ],
                    &[
                        1.0,
                        2.2162984864802273,
                        1.7442394459784154,
                        0.6280160035785272,
                        0.10807050967690192,
                        0.008198053929176977,
                        0.00020259012849620526,
                    ],
                ));
    }
    // DLMF 5.11.2
    let r = 1.0 / (1.0 + y);
    let t = r * r;
    (1.0 + y).ln()
        - (0.5 * r
            + t * rational(
                t,
                &[
                    0.08333333333333322,
                    1.2058851654221718,
                    5.1240776442168485,
                    7.384922927851338,
                    3.0739039183612484,
                    0.17268734277561437,
                ],
                &[
                    1.0,
                    14.570621985063891,
                    62.89837488207489,
                    94.26507341463193,
                    43.95581973622357,
                    4.052284359303544,
                ],
            ))
}
