//! The corpus, tested: its texts, its Rust oracles, dual numbers and central differences must agree with one another.

mod corpus;
mod support;

use corpus::{Case, ORACLES, cases};
use support::close::{Tolerance, assert_close_at};
use support::dual::{self, Dual, HyperDual};
use support::{numeric, text};

/// Runs over every sample point of every case.
fn for_each(check: impl Fn(&Case, &corpus::Point)) {
    for case in cases() {
        for point in &case.points {
            check(&case, point);
        }
    }
}

fn read(case: &Case) -> text::Text {
    text::parse(&case.text).unwrap_or_else(|m| panic!("{}: {m}", case.name))
}

#[test]
fn every_case_has_one_oracle_and_every_oracle_a_case() {
    let mut names: Vec<_> = cases().iter().map(|c| c.name).collect();
    assert_eq!(names, ORACLES, "the list in corpus/mod.rs follows the text files");
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "a name occurs twice");
    assert!(count >= 60, "{count}");
}

#[test]
fn texts_and_oracles_agree_to_the_second_derivative() {
    for_each(|case, point| {
        let text = read(case);
        let (value, gradient) = dual::gradient(|v: &[Dual]| text.eval(&case.scope(v)), &point.values);
        let (oracle, want) = dual::gradient(|v: &[Dual]| case.oracle(v), &point.values);
        let size = oracle.abs().max(1.0);
        assert_close_at(value, oracle, Tolerance { relative: 1e-12, absolute: 1e-13 }, case.name);
        let hessian = dual::hessian(|v: &[HyperDual]| text.eval(&case.scope(v)), &point.values);
        let second = dual::hessian(|v: &[HyperDual]| case.oracle(v), &point.values);
        for &i in &case.active() {
            let tolerance = Tolerance { relative: 1e-11, absolute: 1e-13 * size };
            assert_close_at(gradient[i], want[i], tolerance, format!("{} in {}", case.name, case.names[i]));
            for &j in &case.active() {
                let tolerance = Tolerance { relative: 1e-9, absolute: 1e-11 * size };
                let what = format!("{} in {} and {}", case.name, case.names[i], case.names[j]);
                assert_close_at(hessian[i][j], second[i][j], tolerance, what);
            }
        }
    });
}

#[test]
fn oracles_give_the_known_numbers() {
    for_each(|case, point| {
        let Some(facts) = &point.facts else { return };
        let (value, gradient) = dual::gradient(|v: &[Dual]| case.oracle(v), &point.values);
        assert_close_at(value, facts.value, Tolerance::absolute(1e-8), case.name);
        for (name, want) in &facts.partials {
            let i = case.names.iter().position(|n| n == name).unwrap();
            assert_close_at(gradient[i], *want, Tolerance::absolute(1e-8), format!("{} in {name}", case.name));
        }
    });
    let known = cases().iter().flat_map(|c| &c.points).filter(|p| p.facts.is_some()).count();
    assert!(known > 30, "{known}");
}

/// Points that sit on a kink, where a difference quotient has nothing to say.
const ON_A_KINK: [(&str, &[f64]); 3] =
    [("max_routes", &[5.0, 5.0]), ("activation_relu", &[0.0]), ("activation_elu", &[0.0, 0.5])];

#[test]
fn dual_numbers_agree_with_central_differences() {
    for_each(|case, point| {
        if ON_A_KINK.contains(&(case.name, &point.values)) {
            return;
        }
        let (value, gradient) = dual::gradient(|v: &[Dual]| case.oracle(v), &point.values);
        let hessian = dual::hessian(|v: &[HyperDual]| case.oracle(v), &point.values);
        let estimates = numeric::gradient(|v: &[f64]| case.oracle(v), &point.values);
        let second = numeric::hessian(|v: &[f64]| case.oracle(v), &point.values);
        let size = value.abs().max(1.0);
        for &i in &case.active() {
            let what = format!("{} in {} at {:?}", case.name, case.names[i], point.values);
            let scale = gradient[i].abs().max(size);
            assert!(estimates[i].error < 1e-7 * scale, "{what}: the difference quotient fails: {:?}", estimates[i]);
            assert_close_at(estimates[i].value, gradient[i], Tolerance::absolute(1e-8 * scale), &what);
            for &j in &case.active() {
                let scale = hessian[i][j].abs().max(size);
                let what = format!("{what} and {}", case.names[j]);
                // A second difference divides rounding errors by the square of its step, so fewer digits are left.
                assert!(second[i][j].error < 1e-4 * scale, "{what}: the difference quotient fails: {:?}", second[i][j]);
                assert_close_at(second[i][j].value, hessian[i][j], Tolerance::absolute(1e-5 * scale), what);
            }
        }
    });
}

#[test]
fn broken_files_are_refused() {
    for wrong in [
        "text: x",
        "name: a\ntext: x\nwrt: x",
        "name: a\ntext: x\nwrt: y\nat: x=1",
        "name: a\ntext: x\nwrt: x\nat: x=1\nat: y=1",
        "name: a\ntext: x*y\nwrt: x\nat: x=1 y=2\nat: x=1",
        "name: a\ntext: x\nwrt: x\nat: x",
        "name: a\ntext: x\nwrt: x\nat: x=1\nis: 1 y=2",
        "name: a\ntext: x\nwrt: x\nto: x=1",
    ] {
        assert!(corpus::read(wrong).is_err(), "{wrong:?} was read");
    }
}
