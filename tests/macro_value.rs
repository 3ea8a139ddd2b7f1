//! The value beside a gradient is the user's own, bit for bit.

mod macro_corpus;
mod support;

use macro_corpus::{Case, cases};
use support::random;

/// NaN is one class; everything else has to agree in every bit.
#[track_caller]
fn assert_same(case: &Case, at: &[f64]) {
    let want = (case.value)(at);
    let same = |got: f64| got.to_bits() == want.to_bits() || got.is_nan() && want.is_nan();
    for (what, got) in
        [("grad", (case.grad)(at).0), ("grad_into", (case.grad_into)(at).0), ("vjp", (case.vjp)(at, 1.5).0)]
    {
        assert!(same(got), "{} at {at:?}: {what} gives {got:?}, the function {want:?}", case.name);
    }
}

#[test]
fn at_ordinary_points() {
    let mut rng = random::rng(1);
    for case in cases() {
        for _ in 0..500 {
            assert_same(&case, &random::point(&mut rng, case.arity, case.low, case.high));
        }
    }
}

#[test]
fn at_any_numbers() {
    let mut rng = random::rng(2);
    for case in cases() {
        for _ in 0..500 {
            let at: Vec<f64> = (0..case.arity).map(|_| random::any_bits(&mut rng)).collect();
            assert_same(&case, &at);
        }
    }
}

#[test]
fn at_special_numbers() {
    const SPECIAL: [f64; 12] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::MIN_POSITIVE,
        5e-324,
        f64::MAX,
        0.5,
        710.0,
    ];
    let mut rng = random::rng(3);
    for case in cases() {
        for _ in 0..2000 {
            let at: Vec<f64> = (0..case.arity).map(|_| SPECIAL[rng.usize(0..SPECIAL.len())]).collect();
            assert_same(&case, &at);
        }
    }
}
