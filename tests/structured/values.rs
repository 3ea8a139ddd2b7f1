//! The value beside a gradient is the user's own, bit for bit; and the oracles are true copies.

use crate::case::Case;
use crate::oracles::{cases, for_all};
use crate::points;
use std::panic::catch_unwind;

/// NaN is one class; everything else has to agree in every bit.
fn same(got: &[f64], want: &[f64]) -> bool {
    let one = |(got, want): (&f64, &f64)| got.to_bits() == want.to_bits() || got.is_nan() && want.is_nan();
    got.len() == want.len() && got.iter().zip(want).all(one)
}

fn close(got: &[f64], want: &[f64]) -> bool {
    got.iter().zip(want).all(|(got, want)| (got - want).abs() <= 1e-13 * want.abs().max(1e-3))
}

#[test]
fn oracles_are_copies() {
    for_all(|case| {
        for at in points::ordinary(case, 30) {
            let (got, want) = ((case.copy)(&at), (case.value)(&at));
            let copied = if case.traits.another_way { close(&got, &want) } else { same(&got, &want) };
            assert!(copied, "{} at {at:?}: {got:?}, the function {want:?}", case.name);
        }
    });
}

/// All forms give the value; where the user's function panics they do too.
#[track_caller]
fn check(case: &Case, at: &[f64]) {
    let Some(generated) = &case.generated else { return };
    let want = catch_unwind(|| (case.value)(at)).ok();
    let judge = |what: &str, got: Option<Vec<f64>>| {
        let agree = match (&got, &want) {
            (Some(got), Some(want)) => same(got, want),
            (got, want) => got.is_none() && want.is_none(),
        };
        assert!(agree, "{} at {at:?}: {what} gives {got:?}, the function {want:?}", case.name);
    };
    let ones = vec![1.0; want.as_ref().map_or(1, Vec::len)];
    let given = vec![true; case.parameters.len()];
    judge("vjp", catch_unwind(|| (generated.vjp)(at, &ones, &vec![1.0; at.len()], &given).0).ok());
    if let Some(scalar) = generated.scalar {
        judge("grad", catch_unwind(|| vec![(scalar.grad)(at).0]).ok());
        judge("grad_into", catch_unwind(|| vec![(scalar.grad_into)(at).value]).ok());
    }
}

/// The value at points of every kind.
pub fn bit_for_bit(case: &Case) {
    points::ordinary(case, 100).iter().for_each(|at| check(case, at));
    if !case.traits.ordinary {
        points::special(case).iter().for_each(|at| check(case, at));
    }
}

#[test]
fn values_are_the_users() {
    for_all(bit_for_bit);
}

/// A walk over special numbers that a function never leaves would be no test.
#[test]
fn functions_return_at_special_numbers() {
    for case in cases().iter().filter(|case| !case.traits.ordinary) {
        let points = points::special(case);
        let panics = points.iter().filter(|at| catch_unwind(|| (case.value)(at)).is_err()).count();
        assert!(panics < points.len(), "{}", case.name);
    }
}
