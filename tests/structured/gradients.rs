//! Gradients against dual numbers and against central differences, which have to agree with one another too.

use crate::case::Case;
use crate::oracles::{cases, for_all};
use crate::points;
use crate::pullbacks::place_seeds;
use crate::support::close::{Tolerance, assert_close_at};
use crate::support::{dual, numeric};

/// Relative to the largest partial: cancellation in one is measured against the others.
pub fn tolerance(gradient: &[f64]) -> Tolerance {
    let size = gradient.iter().fold(0.0_f64, |size, g| size.max(g.abs()));
    Tolerance { relative: 1e-12, absolute: 1e-12 * size }
}

/// The gradient of the outputs times the seeds, by dual numbers.
pub fn by_dual_numbers(case: &Case, at: &[f64], seeds: &[f64]) -> Vec<f64> {
    let contracted = |x: &[dual::Dual]| {
        let outputs = (case.oracle)(x);
        assert_eq!(outputs.len(), seeds.len(), "{}", case.name);
        outputs.into_iter().zip(seeds).map(|(y, &s)| y * s).reduce(|a, b| a + b).expect("an output")
    };
    dual::gradient(contracted, at).1
}

/// Compares with dual numbers.
pub fn against_dual_numbers(case: &Case) {
    let Some(scalar) = case.generated.as_ref().and_then(|g| g.scalar) else { return };
    for at in points::ordinary(case, 20) {
        let want = by_dual_numbers(case, &at, &[1.0]);
        let (_, got) = (scalar.grad)(&at);
        assert_eq!(got.len(), want.len(), "{}", case.name);
        for (i, (got, want_i)) in got.iter().zip(&want).enumerate() {
            let what = format_args!("{} at {at:?}, partial {i}", case.name);
            assert_close_at(*got, *want_i, tolerance(&want), what);
        }
    }
}

#[test]
fn gradients_are_those_of_dual_numbers() {
    for_all(against_dual_numbers);
}

/// Whether central differences admit the gradient of a seeded sum of the outputs.
fn admitted(case: &Case, at: &[f64], seeds: &[f64], gradient: &[f64]) -> Result<(), String> {
    let contracted = |x: &[f64]| (case.value)(x).iter().zip(seeds).map(|(y, s)| y * s).sum::<f64>();
    let size = gradient.iter().fold(0.0_f64, |size, g| size.max(g.abs()));
    for (i, (estimate, got)) in numeric::gradient(contracted, at).iter().zip(gradient).enumerate() {
        // rounding inside the function is invisible to the estimate
        if (estimate.value - got).abs() > 10.0 * estimate.error + 1e-8 * size + 1e-10 {
            return Err(format!("{} at {at:?}, partial {i}: {got:?}, but {estimate:?}", case.name));
        }
    }
    Ok(())
}

/// Compares what gives gradients with central differences.
fn against_differences(case: &Case, gradient: impl Fn(&[f64], &[f64]) -> Vec<f64>) {
    let mut failures = Vec::new();
    let all = points::ordinary(case, 10);
    for at in &all {
        let seeds = points::seeds((case.value)(at).len(), 17);
        failures.extend(admitted(case, at, &seeds, &gradient(at, &seeds)).err());
    }
    let allowed = if case.traits.kinked { all.len() / 3 } else { 0 };
    assert!(failures.len() <= allowed, "{} of {}\n{}", failures.len(), all.len(), failures.join("\n"));
}

#[test]
fn oracles_are_right() {
    for_all(|case| against_differences(case, |at, seeds| by_dual_numbers(case, at, seeds)));
}

/// Compares with central differences.
pub fn against_central_differences(case: &Case) {
    let Some(generated) = &case.generated else { return };
    against_differences(case, |at, seeds| {
        let mut slots = vec![0.0; at.len()];
        place_seeds(case, seeds, &mut slots);
        (generated.vjp)(at, seeds, &slots, &vec![true; case.parameters.len()]).1
    });
}

#[test]
fn gradients_are_those_of_central_differences() {
    for_all(against_central_differences);
}

#[test]
fn known_gradients() {
    for case in cases() {
        for (at, value, gradient) in &case.known {
            let exact = Tolerance::both(1e-8);
            assert_close_at((case.value)(at)[0], *value, exact, case.name);
            let by_dual = by_dual_numbers(&case, at, &[1.0]);
            let got = case.generated.as_ref().and_then(|g| g.scalar).map_or(by_dual, |scalar| (scalar.grad)(at).1);
            assert_eq!(got.len(), gradient.len());
            for (got, want) in got.iter().zip(gradient) {
                assert_close_at(*got, *want, exact, format_args!("{} at {at:?}", case.name));
            }
        }
    }
}
