//! Gradients whose textbook form saturates: finite wherever the true derivative is, and right there.

use gradus_engine::simplify::{Goal, simplify};

use super::judge::{gradient, text, values};

/// The logistic function, right on both sides.
fn s(x: f64) -> f64 {
    if x < 0.0 { x.exp() / (1.0 + x.exp()) } else { 1.0 / (1.0 + (-x).exp()) }
}

/// Its derivative.
fn ds(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    e / ((1.0 + e) * (1.0 + e))
}

/// The derivative of tanh.
fn dtanh(x: f64) -> f64 {
    4.0 * ds(2.0 * x)
}

type Truth = fn(f64) -> f64;

/// A function of x (and y = 0.5) and its true derivative by x.
const CASES: &[(&str, Truth)] = &[
    ("1/(1 + exp(-x))", ds),
    ("exp(x)/(1 + exp(x))", ds),
    ("exp(x)/(exp(x) + 1)", ds),
    ("1 - 1/(1 + exp(x))", ds),
    ("1/(1 + exp(-(2*x + 1)))", |x| 2.0 * ds(2.0 * x + 1.0)),
    ("sigmoid(x)", ds),
    ("tanh(x)", dtanh),
    ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", dtanh),
    ("(exp(2*x) - 1)/(exp(2*x) + 1)", dtanh),
    ("(1 - exp(-2*x))/(1 + exp(-2*x))", dtanh),
    ("2/(1 + exp(-2*x)) - 1", dtanh),
    ("sinh(x)/cosh(x)", dtanh),
    ("ln(1 + exp(x))", s),
    ("ln(exp(x) + 1)", s),
    ("ln(1 + exp(-x))", |x| -s(-x)),
    ("ln_1p(exp(x))", s),
    ("softplus(x)", s),
    ("-ln(1/(1 + exp(-x)))", |x| -s(-x)),
    ("ln(exp(x) + exp(y))", |x| s(x - 0.5)),
    ("exp(x)/(exp(x) + exp(y))", |x| ds(x - 0.5)),
    ("exp(y)/(exp(x) + exp(y))", |x| -ds(x - 0.5)),
    ("x/(1 + exp(-x))", |x| s(x) + x * ds(x)),
    ("exp(-x^2/2)", |x| -x * (-x * x / 2.0).exp()),
    ("x*exp(-x^2)", |x| (1.0 - 2.0 * x * x) * (-x * x).exp()),
    ("exp(-x^2/2)/sqrt(2*pi)", |x| -x * (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()),
    ("1/cosh(x)", |x| -x.tanh() / x.cosh()),
    ("ln(cosh(x))", f64::tanh),
    ("exp(-exp(x))", |x| if x > 100.0 { 0.0 } else { -(x - x.exp()).exp() }),
    ("1/(1 + exp(-x))^2", |x| 2.0 * s(x) * ds(x)),
    ("(1/(1 + exp(-x)) - y)^2", |x| 2.0 * (s(x) - 0.5) * ds(x)),
    ("sqrt(1 + x^2)", |x| x / (1.0 + x * x).sqrt()),
    ("erf(x)", |x| 2.0 / std::f64::consts::PI.sqrt() * (-x * x).exp()),
];

/// The same for which no sound form is found yet.
const LIMITS: &[(&str, Truth)] = &[
    ("ln(exp(x) + exp(y) + exp(-x))", |x| {
        let m = x.abs();
        let (a, b, c) = ((x - m).exp(), (0.5 - m).exp(), (-x - m).exp());
        (a - c) / (a + b + c)
    }),
    ("1/(exp(x) + exp(-x))", |x| -x.tanh() / (2.0 * x.cosh())),
];

#[test]
fn gradients_are_finite_where_the_derivative_is() {
    let failures: Vec<String> = CASES.iter().flat_map(|(form, truth)| failures(form, *truth)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_is_not_reached_is_known() {
    for (form, truth) in LIMITS {
        assert!(!failures(form, *truth).is_empty(), "{form} is sound now: move it up");
    }
}

/// Where the gradient of a form is not finite, or further off than it has to be.
fn failures(form: &str, truth: Truth) -> Vec<String> {
    let mut failures = Vec::new();
    let region = gradient(form);
    let after = simplify(&region, Goal::Code);
    let names = region.graph.variables(&region.pinned);
    let by_x = names.iter().position(|name| *name == "x").expect("depends on x");
    for x in [0.0, 0.3, -0.7, 1.0, -2.0, 5.0, -5.0, 20.0, -20.0, 40.0, -40.0, 300.0, -300.0]
        .into_iter()
        .chain([1e3, -1e3, 1e5, -1e5])
    {
        let at = [("x", x), ("y", 0.5)];
        let got = values(&after.graph, &after.roots, &at)[by_x];
        let naive = values(&region.graph, &region.roots, &at)[by_x];
        let want = truth(x);
        let off = |got: f64| (got - want).abs() > 1e-12 * want.abs() + 1e-300;
        // Accurate where the naive form is, finite everywhere, and never further than rounding of size 1.
        let bad = !got.is_finite() || off(got) && !off(naive) || (got - want).abs() > 1e-12 * want.abs().max(1.0);
        if bad {
            let now = text(&after.graph, after.roots[by_x]);
            failures.push(format!("{form} at {x}: {got:e}, want {want:e}, naive {naive:e}: {now}"));
        }
    }
    failures
}
