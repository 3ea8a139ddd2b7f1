/// Gamma function. Exact at 1, 2, ..., 23, inf above 171.62, +-inf at +-0, NaN at the negative integers and -inf.
fn gamma(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0 / x;
    }
    if x == x.floor() && x <= 23.0 {
        if x < 0.0 {
            return f64::NAN;
        }
        return (2..x as i32).fold(1.0, |p, i| p * f64::from(i));
    }
    if x > 172.0 {
        return f64::INFINITY;
    }
    if x < -185.0 {
        return 0.0 / sin_pi(x);
    }
    if x >= 4.0 {
        let [a, b] = gamma_far(x);
        return a * b;
    }
    if x <= -3.0 {
        // DLMF 5.5.3: gamma(x) gamma(-x) = -pi / (x sin(pi x))
        let p = -core::f64::consts::PI / (x * sin_pi(x));
        if x > -4.0 {
            return p / gamma(-x);
        }
        let [a, b] = gamma_far(-x);
        return p / a / b;
    }
    let mut y = x;
    let (mut above, mut below) = (1.0, 1.0);
    while y >= 2.0 {
        y -= 1.0;
        above *= y;
    }
    while y < 1.0 {
        below *= y;
        y += 1.0;
    }
    // gamma(1 + y) = 1 + y (y - 1) r(y)
    y -= 1.0;
    let r = rational(
        y,
        &[
            0.5772156649015328,
            0.3258109612039841,
            0.034510243842767324,
            0.001775283717174525,
            0.002346045951254838,
            0.00017453968340885983,
            2.3672497644687753e-05,
        ],
        &[
            1.0,
            1.2779474579163135,
            0.11292451936024918,
            -0.1715628747754317,
            0.0017509547206927807,
            0.0074879906217542,
            -0.0008013372697171462,
        ],
    );
    (1.0 + y * (y - 1.0) * r) * above / below
}

/// Two factors of `gamma(x)`, neither of which overflows, for 4 <= x <= 185 (Stirling, DLMF 5.11.3).
fn gamma_far(x: f64) -> [f64; 2] {
    let t = 1.0 / x;
    let r = rational(
        t,
        &[
            0.20888568955258352,
            0.10871802057657766,
            0.3726777835581375,
            -0.05489776815389307,
            0.007225410426629247,
            -0.0369392257719572,
        ],
        &[
            1.0,
            0.4787999139285536,
            1.7963490273433966,
            -0.3195008638898383,
            0.09761176611669206,
            -0.19157780876424524,
        ],
    );
    // sqrt(2 pi) in two parts
    let scaled = 2.5066282746310007 + (t * r - 1.8328579980459167e-16);
    let exp = (-x).exp();
    let (power, other) = if x < 140.0 {
        (x.powf(x - 0.5), 1.0)
    } else {
        let half = x.powf(0.5 * x - 0.25);
        (half, half)
    };
    // scaled * exp * power with one rounding
    let a = scaled * exp;
    let b = a * power;
    [
        b + (scaled.mul_add(exp, -a) * power + a.mul_add(power, -b)),
        other,
    ]
}
