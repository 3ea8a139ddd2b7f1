//! Where a value overflows or saturates on the way, the derivative is still finite and right.

#![cfg(feature = "runtime")]

use gradus::{derive, parse};

/// The derivative by x at a point, and what it is there.
const FAR_OUT: &[(&str, f64, f64)] = &[
    ("1/(1 + exp(-x))", -1000.0, 0.0),
    ("1/(1 + exp(-x))", 1000.0, 0.0),
    ("1/(1 + exp(-x))", -40.0, 4.248354255291589e-18),
    ("1/(1 + exp(-x))", 40.0, 4.248354255291589e-18),
    ("exp(x)/(1 + exp(x))", -1000.0, 0.0),
    ("sigmoid(x)", -1000.0, 0.0),
    ("sigmoid(x)", 1000.0, 0.0),
    ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", 300.0, 1.0601586212017243e-260),
    ("tanh(x)", 1000.0, 0.0),
    ("tanh(x)", -1000.0, 0.0),
    ("softplus(x)", -1000.0, 0.0),
    ("softplus(x)", 1000.0, 1.0),
    ("x*sigmoid(x)", -1000.0, 0.0),
    ("x*sigmoid(x)", 1000.0, 1.0),
    ("exp(-x^2)", 100.0, 0.0),
    ("exp(-x^2/2)*x", -100.0, 0.0),
    ("1/cosh(x)", 1000.0, 0.0),
    ("gamma(x)", 1.0, -0.5772156649015329),
    ("norm_cdf(x)", 100.0, 0.0),
    ("logaddexp(x, 0)", 1000.0, 1.0),
    ("ln(1 + exp(x))", -1000.0, 0.0),
    ("hypot(x, 0)", 0.0, 0.0),
    ("max(x, 0)*ln(x)", 1.0, 1.0),
    ("if x > 0 then sqrt(x) else 0", 0.0, 0.0),
    ("where(x > 0, ln(x), x)", -1.0, 1.0),
    ("xlogy(x, 2)", 0.0, std::f64::consts::LN_2),
    ("x^2", 0.0, 0.0),
    ("x^1", 0.0, 1.0),
    ("x^0", 0.0, 0.0),
    ("abs(x)", 0.0, 0.0),
    ("sqrt(x)", 0.0, f64::INFINITY),
    ("x*abs(x)", 0.0, 0.0),
];

#[test]
#[cfg_attr(not(feature = "egraph"), ignore = "equality saturation finds these forms")]
fn derivatives_far_out_are_finite_and_right() {
    let mut wrong = Vec::new();
    for &(text, x, want) in FAR_OUT {
        let f = parse(text).unwrap();
        let at = [("x", x)];
        let alone = derive(&f, "x").unwrap().eval(&at).unwrap();
        let (_, partials) = f.gradient(&["x"]).unwrap().eval(&at).unwrap();
        for (got, how) in [(alone, "derive"), (partials[0], "gradient")] {
            if got != want && (got - want).abs().partial_cmp(&(1e-14 * want.abs())) != Some(std::cmp::Ordering::Less) {
                wrong.push(format!("{how} {text} at {x}: {got:?}, want {want:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_conventions_at_kinks_hold_in_every_spelling() {
    let derivative = |text: &str, x: f64| derive(&parse(text).unwrap(), "x").unwrap().eval(&[("x", x)]).unwrap();
    for text in ["max(0, x)", "max(x, 0)", "relu(x)", "if x > 0 then x else 0", "where(x > 0, x, 0)"] {
        assert_eq!([-1.0, 0.0, 1.0].map(|x| derivative(text, x)), [0.0, 0.0, 1.0], "{text}");
    }
    let f = parse("max(x, y) + 2*min(x, y)").unwrap();
    let at = [("x", 1.0), ("y", 1.0)];
    assert_eq!(f.gradient(&["x", "y"]).unwrap().eval(&at).unwrap(), (3.0, vec![3.0, 0.0]));
    for text in ["floor(x)", "round(x)", "ceil(x)", "trunc(x)", "sign(x)", "signum(x)"] {
        assert_eq!(derivative(text, 1.0), 0.0, "{text}");
    }
    assert_eq!([0.0, 0.5, 1.0].map(|x| derivative("clamp(x, 0, 1)", x)), [0.0, 1.0, 0.0]);
}
