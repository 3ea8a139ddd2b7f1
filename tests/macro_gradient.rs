//! Gradients of marked functions against dual numbers and central differences, and the written convention at kinks.

mod macro_corpus;
mod support;

use gradus::grad;
use macro_corpus::{Case, cases, functions};
use support::close::{Tolerance, assert_close, assert_close_at};
use support::{dual, numeric, random};

fn points(case: &Case, seed: u64) -> Vec<Vec<f64>> {
    let mut rng = random::rng(seed);
    (0..100).map(|_| random::point(&mut rng, case.arity, case.low, case.high)).collect()
}

/// Relative to the largest partial: cancellation in one is measured against the others.
fn tolerance(gradient: &[f64]) -> Tolerance {
    let size = gradient.iter().fold(1.0_f64, |size, g| size.max(g.abs()));
    Tolerance { relative: 1e-12, absolute: 1e-12 * size }
}

#[test]
fn gradients_are_those_of_dual_numbers() {
    for case in cases() {
        for at in points(&case, 11) {
            let (_, want) = dual::gradient(case.oracle, &at);
            let (_, got) = (case.grad)(&at);
            for (i, (got, want)) in got.iter().zip(&want).enumerate() {
                assert_close_at(
                    *got,
                    *want,
                    tolerance(&[got.abs(), want.abs()]),
                    format_args!("{} at {at:?}, {i}", case.name),
                );
            }
        }
    }
}

#[test]
fn gradients_are_those_of_central_differences() {
    for case in cases() {
        let mut admitted = 0;
        for at in points(&case, 12) {
            let (_, got) = (case.grad)(&at);
            let estimates = numeric::gradient(|at| (case.value)(at), &at);
            admitted += usize::from(got.iter().zip(&estimates).all(|(got, estimate)| {
                (estimate.value - got).abs() <= 10.0 * estimate.error + 1e-7 * (1.0 + got.abs())
            }));
        }
        // points beside a kink are not admitted
        assert!(admitted >= 80, "{}: {admitted} of 100 points agree", case.name);
    }
}

#[test]
fn all_forms_agree() {
    for case in cases() {
        for at in points(&case, 13) {
            let (value, gradient) = (case.grad)(&at);
            assert_eq!((case.grad_into)(&at), (value, gradient.clone()), "{} at {at:?}", case.name);
            let (_, adjoints) = (case.vjp)(&at, -2.5);
            for (got, want) in adjoints.iter().zip(&gradient) {
                let size = tolerance(&gradient).absolute.max(1e-15);
                let tolerance = Tolerance { relative: 1e-12, absolute: 4.0 * size };
                assert_close_at(*got, -2.5 * want, tolerance, format_args!("{} at {at:?}", case.name));
            }
        }
    }
}

#[test]
fn the_lectures_numbers() {
    assert_eq!(functions::chain_grad(-2.0, 5.0, -4.0), (-12.0, (-4.0, -4.0, 3.0)));
    let (value, (w0, w1, w2, x0, x1)) = functions::neuron_grad(2.0, -3.0, -3.0, -1.0, -2.0);
    let want = [0.73105858, -0.19661193, -0.39322387, 0.19661193, 0.39322387, -0.58983580];
    for (got, want) in [value, w0, w1, w2, x0, x1].into_iter().zip(want) {
        assert_close(got, want, Tolerance::absolute(5e-9));
    }
}

#[grad]
fn relu(x: f64) -> f64 {
    x.max(0.0)
}

#[grad]
fn relu_by_path(x: f64) -> f64 {
    f64::max(0.0, x)
}

#[grad]
fn relu_by_branch(x: f64) -> f64 {
    if x > 0.0 { x } else { 0.0 }
}

#[grad]
fn absolute(x: f64) -> f64 {
    x.abs()
}

#[grad]
fn length(x: f64, y: f64) -> f64 {
    x.hypot(y)
}

#[grad]
fn bounded(x: f64) -> f64 {
    x.clamp(-1.0, 1.0)
}

#[grad]
fn root(x: f64) -> f64 {
    x.sqrt()
}

#[grad]
fn larger(x: f64, y: f64) -> f64 {
    x.max(y)
}

#[grad]
fn guarded_root(x: f64) -> f64 {
    let r = x.sqrt();
    if x > 0.0 { r * r } else { -x }
}

#[grad]
fn above(x: f64, n: i32) -> f64 {
    const FLOOR: f64 = 0.0;
    x.max(FLOOR) + x.min(n as f64)
}

#[grad]
fn cube(x: f64) -> f64 {
    x.powi(1) + x.powi(3) + x.powi(0)
}

#[test]
fn kinks() {
    for x in [0.0, -0.0, -1.0] {
        assert_eq!((relu_grad(x).1, relu_by_path_grad(x).1, relu_by_branch_grad(x).1), (0.0, 0.0, 0.0));
    }
    assert_eq!(absolute_grad(0.0).1, 0.0);
    assert_eq!(absolute_grad(-2.0).1, -1.0);
    assert_eq!(length_grad(0.0, 0.0), (0.0, (0.0, 0.0)));
    assert_eq!((bounded_grad(1.0).1, bounded_grad(0.5).1, bounded_grad(-1.0).1), (0.0, 1.0, 0.0));
    assert_eq!(root_grad(0.0).1, f64::INFINITY);
    assert_eq!(larger_grad(2.0, 2.0).1, (1.0, 0.0));
    assert_eq!(larger_grad(f64::NAN, 2.0), (2.0, (0.0, 1.0)));
    assert_eq!(guarded_root_grad(0.0), (-0.0, -1.0));
    assert_eq!(guarded_root_grad(-4.0), (4.0, -1.0));
    assert_eq!((above_grad(0.0, 0).1, above_grad(0.0, 1).1), (0.0, 1.0));
    assert_eq!(cube_grad(0.0), (1.0, 1.0));
}

#[test]
fn constants_decide_but_have_no_partial() {
    for (n, scale, smooth) in [(3, 2, true), (4, 2, true), (4, 1, false), (1, 0, false), (-3, 7, true)] {
        let (value, partial) = functions::constants_grad(0.25, n, scale, smooth);
        assert_eq!(value, functions::constants(0.25, n, scale, smooth));
        let difference = numeric::derivative(|x| functions::constants(x, n, scale, smooth), 0.25);
        assert_close(partial, difference.value, Tolerance::both(1e-9));
    }
}
