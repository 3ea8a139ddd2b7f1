//! Random expressions: derivatives against dual numbers, and the form that is read against the form that is run.

#![cfg(feature = "runtime")]

mod support;

use gradus::{derive, parse};
use support::close::{Tolerance, is_close};
use support::dual::{self, Dual};
use support::random::{Shape, expression, other_hand, point, rng};
use support::{numeric, text};

const NAMES: [&str; 3] = ["x", "y", "z"];

/// How many expressions of each kind.
const COUNT: u64 = 150;

fn kinds() -> [Shape<'static>; 3] {
    let kinked = Shape::of(&NAMES);
    let smooth = Shape { smooth: true, branches: false, ..kinked };
    [kinked, smooth, Shape { special: false, size: 15, depth: 4, ..smooth }]
}

#[test]
fn gradients_agree_with_dual_numbers() {
    for (kind, shape) in kinds().iter().enumerate() {
        for seed in 0..COUNT {
            let mut rng = rng(1000 * kind as u64 + seed);
            let tree = expression(&mut rng, shape);
            let source = other_hand(&mut rng, &tree.to_string());
            let f = parse(&source).unwrap_or_else(|error| panic!("{source}\n{error}"));
            let gradient = f.gradient(&NAMES).unwrap();
            for _ in 0..4 {
                let values = point(&mut rng, 3, -2.0, 2.0);
                let at: Vec<_> = NAMES.into_iter().zip(values.iter().copied()).collect();
                let scope = |v: &[Dual]| NAMES.into_iter().zip(v.iter().copied()).collect::<Vec<_>>();
                let (value, want) = dual::gradient(|v: &[Dual]| tree.eval(&scope(v)), &values);
                let (got, partials) = gradient.eval(&at).unwrap();
                let close = |got, want: f64| is_close(got, want, Tolerance { relative: 1e-8, absolute: 1e-9 });
                assert!(!value.is_finite() || close(got, value), "{source} at {at:?}: {got} {value}");
                // Large intermediate values lose digits of their own; those points say nothing.
                if !value.is_finite() || value.abs() > 1e6 || want.iter().any(|x| !x.is_finite() || x.abs() > 1e6) {
                    continue;
                }
                for (k, name) in NAMES.iter().enumerate() {
                    let message =
                        || format!("seed {kind}/{seed} d/d{name} {source} at {at:?}: {} {}", partials[k], want[k]);
                    assert!(close(partials[k], want[k]), "{}", message());
                }
            }
        }
    }
}

#[test]
fn what_is_read_and_what_is_run_agree() {
    let [_, smooth, plain] = kinds();
    for (kind, shape) in [smooth, plain].iter().enumerate() {
        for seed in 0..COUNT {
            let mut rng = rng(5000 + 1000 * kind as u64 + seed);
            let source = expression(&mut rng, shape).to_string();
            let f = parse(&source).unwrap();
            let df = derive(&f, "x").unwrap();
            let printed = df.to_string();
            let reading = parse(&printed).unwrap_or_else(|error| panic!("{printed}\n{error}"));
            assert_eq!(reading, df, "{source}");
            // The second opinion on what the text means.
            let tree = text::parse(&printed).unwrap_or_else(|error| panic!("{printed}: {error}"));
            for _ in 0..4 {
                let values = point(&mut rng, 3, -2.0, 2.0);
                let at: Vec<_> = NAMES.into_iter().zip(values).collect();
                let (code, read, second) = (df.eval(&at).unwrap(), reading.eval(&at).unwrap(), tree.eval(&at));
                if !read.is_finite() || read.abs() > 1e6 {
                    continue;
                }
                let tolerance = Tolerance { relative: 1e-7, absolute: 1e-8 };
                assert!(
                    is_close(code, read, tolerance),
                    "seed {kind}/{seed} {source}\n{printed}\nat {at:?}: {code} {read}"
                );
                assert!(is_close(second, read, tolerance), "{printed}\nat {at:?}: {second} {read}");
            }
        }
    }
}

#[test]
fn second_derivatives_agree_with_differences_of_the_first() {
    let [_, _, plain] = kinds();
    for seed in 0..COUNT {
        let mut rng = rng(9000 + seed);
        let source = expression(&mut rng, &plain).to_string();
        let f = parse(&source).unwrap();
        let first = derive(&f, "x").unwrap().compile(&NAMES).unwrap();
        let second = f.partial(&["x", "x"]).unwrap();
        let values = point(&mut rng, 3, -2.0, 2.0);
        let at: Vec<_> = NAMES.into_iter().zip(values.iter().copied()).collect();
        let estimate = numeric::derivative(|x| first.eval_scalar(&[x, values[1], values[2]]).unwrap(), values[0]);
        let exact = second.eval(&at).unwrap();
        if exact.abs() < 1e5 && estimate.error < 1e-6 {
            let close = is_close(exact, estimate.value, Tolerance::both(1e-5));
            assert!(close, "seed {seed} d²/dx² {source} at {at:?}: {exact} {estimate:?}");
        }
    }
}
