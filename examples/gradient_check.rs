//! The numerical gradient, slow and approximate, beside the analytic one, exact and fast; and the check of one by the other.
//!
//! ```text
//! cargo run --release --example gradient_check
//! ```

mod support;

use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gradus::check::GradientCheck;
use gradus::{check_gradient, grad, parse};
use support::{Facts, brief, say};

const USAGE: &str = "\
Usage: gradient_check

Difference quotients beside the gradient: their accuracy for every step, their cost, and the check that a user calls
in tests, on right and on wrong gradients.

Options:
  -h, --help   this text";

fn main() -> ExitCode {
    support::run(USAGE, |facts| {
        one_step_after_another(facts);
        cost(facts)?;
        the_check(facts);
        what_it_finds(facts);
        Ok(())
    })
}

#[grad]
fn neuron(w0: f64, x0: f64, w1: f64, x1: f64, w2: f64) -> f64 {
    1.0 / (1.0 + (-(w0 * x0 + w1 * x1 + w2)).exp())
}

const AT: (f64, f64, f64, f64, f64) = (2.0, -1.0, -3.0, -2.0, -3.0);

/// (f(x + h) - f(x))/h for smaller and smaller h: at first the curve spoils it, then the rounding of f.
fn one_step_after_another(facts: &mut Facts) {
    facts.section(
        "The step",
        "(f(x+h) - f(x))/h and (f(x+h) - f(x-h))/2h for the neuron's ∂f/∂x0, and how far they are off",
    );
    let f = |x0: f64| neuron(AT.0, x0, AT.2, AT.3, AT.4);
    let exact = neuron_grad(AT.0, AT.1, AT.2, AT.3, AT.4).1.1;
    let mut best = [f64::INFINITY; 2];
    say!("    h        one-sided   central");
    for exponent in 1..=15 {
        let (h, x) = (0.1_f64.powi(exponent), AT.1);
        let quotients = [(f(x + h) - f(x)) / h, (f(x + h) - f(x - h)) / (2.0 * h)];
        let errors = quotients.map(|quotient| (quotient - exact).abs());
        best = [best[0].min(errors[0]), best[1].min(errors[1])];
        say!("    1e-{exponent:<2}    {:>9.1e} {:>9.1e}", errors[0], errors[1]);
    }
    say!("");
    facts.number("∂f/∂x0", exact, 0.39322387);
    facts.holds("no step gives the one-sided quotient more than 10 digits", best[0] > 1e-11);
    facts.holds("the central one is better, but not exact either", best[1] < best[0] && best[1] > 1e-14);
}

/// Differences call the function once for every variable; the gradient costs a few times the function, for all of them.
fn cost(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    const VARIABLES: usize = 200;
    facts.section(
        "The cost",
        &format!("the sum of tanh(x·y) over {VARIABLES} neighbours: all its derivatives, and all its differences"),
    );
    let names: Vec<String> = (0..VARIABLES).map(|i| format!("x{i}")).collect();
    let terms: Vec<String> = names.windows(2).map(|pair| format!("tanh({}*{})", pair[0], pair[1])).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let f = parse(&terms.join(" + "))?;
    let mut value = f.compile(&names)?.point();
    let mut gradient = f.gradient(&names)?.compile(&names)?.point();
    let mut x: Vec<f64> = (0..VARIABLES).map(|i| (i as f64).sin()).collect();

    let mut numeric = vec![0.0; VARIABLES];
    let by_differences = time(|| {
        for i in 0..VARIABLES {
            let (h, here) = (1e-6, x[i]);
            x[i] = here + h;
            let up = value.eval_scalar(&x).unwrap_or(f64::NAN);
            x[i] = here - h;
            numeric[i] = (up - value.eval_scalar(&x).unwrap_or(f64::NAN)) / (2.0 * h);
            x[i] = here;
        }
    });
    let mut analytic = vec![0.0; VARIABLES + 1];
    let exact = time(|| {
        let _ = gradient.eval_into(black_box(&x), &mut analytic);
    });
    let apart = analytic[1..].iter().zip(&numeric).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    say!("    differences {by_differences:>10.1?}");
    say!("    gradient    {exact:>10.1?}, {:.0} times as fast\n", by_differences.as_secs_f64() / exact.as_secs_f64());
    facts.holds("they agree to 1e-8", apart < 1e-8);
    facts.holds("the gradient is faster by a factor of ten and more", exact * 10 < by_differences);
    Ok(())
}

/// The shortest of some runs.
fn time(mut work: impl FnMut()) -> Duration {
    let runs = (0..50).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    runs.min().unwrap_or_default()
}

/// What stands in a user's own tests.
fn the_check(facts: &mut Facts) {
    facts.section("The check", "check_gradient(function, point, gradient), as a test calls it");
    let (_, gradient) = neuron_grad(AT.0, AT.1, AT.2, AT.3, AT.4);
    let f = |&(w0, x0, w1, x1, w2): &_| neuron(w0, x0, w1, x1, w2);
    let report = GradientCheck::new().names(&["w0", "x0", "w1", "x1", "w2"]).run(f, AT, gradient);
    facts.show(&report);
    facts.holds("it passes", report.passed());
    facts.holds("to ten digits and more", report.components().iter().all(|c| c.relative_difference() < 1e-10));
}

/// Wrong gradients, and places where there is none.
fn what_it_finds(facts: &mut Facts) {
    facts.section(
        "What it finds",
        "a sign, a factor, the wrong place, the seventh digit; and that a kink is no mistake",
    );
    let f = |[x, y]: &[f64; 2]| x * x * y;
    let (point, right) = ([3.0, -4.0], [-24.0, 9.0]);
    for (what, gradient) in [
        ("a sign", [24.0, 9.0]),
        ("a factor", [-12.0, 9.0]),
        ("exchanged components", [9.0, -24.0]),
        ("off by a millionth", [-24.0 * (1.0 + 1e-6), 9.0]),
        ("not a number", [f64::NAN, 9.0]),
    ] {
        let report = check_gradient(f, point, gradient);
        facts.holds(
            &format!("{what}: wrong in {:?}", report.wrong().map(|c| c.name()).collect::<Vec<_>>()),
            report.failed(),
        );
    }
    facts.holds("the right one passes", check_gradient(f, point, right).passed());
    let kink = check_gradient(|x: &f64| x.max(0.0), 0.0, 0.0);
    say!("");
    facts.show(&kink);
    facts.holds("relu at 0 is neither right nor wrong", !kink.passed() && !kink.failed());
    let beside = check_gradient(|x: &f64| x.max(0.0), 1e-6, 1.0);
    facts.holds(&format!("at {} it is right", brief(1e-6)), beside.passed());
}
