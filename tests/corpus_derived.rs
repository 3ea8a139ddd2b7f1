//! The engine on the corpus: values, gradients and Hessians against dual numbers and differences, texts there and back.
//!
//! The values of the two forms of a derivative are compared here too: what is printed and what is evaluated are one function.

#![cfg(feature = "runtime")]

mod corpus;
mod support;

use corpus::{Case, Point, cases};
use gradus::{Expr, parse};
use support::close::{Tolerance, is_close};
use support::dual::{self, Dual, HyperDual};
use support::numeric;

/// Collects what differs, so that one run tells all.
#[derive(Default)]
struct Report(Vec<String>);

impl Report {
    fn compare(&mut self, got: f64, want: f64, tolerance: Tolerance, what: impl FnOnce() -> String) {
        if !is_close(got, want, tolerance) {
            self.0.push(format!("{}: got {got:?}, want {want:?}", what()));
        }
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.0.is_empty(), "{} differ\n{}", self.0.len(), self.0.join("\n"));
        }
    }
}

fn read(case: &Case) -> Expr {
    parse(&case.text).unwrap_or_else(|error| panic!("{}: {error}", case.name))
}

/// The expression, and each sample point as `eval` takes it.
fn for_each(mut check: impl FnMut(&Case, &Expr, &Point, &[(&str, f64)])) {
    for case in cases() {
        let f = read(&case);
        for point in &case.points {
            check(&case, &f, point, &case.scope(&point.values));
        }
    }
}

#[test]
fn gradients_agree_with_dual_numbers() {
    let mut report = Report::default();
    for_each(|case, f, point, at| {
        let (value, want) = dual::gradient(|v: &[Dual]| case.oracle(v), &point.values);
        let gradient = f.gradient(&case.wrt).unwrap();
        let (got, partials) = gradient.eval(at).unwrap();
        let size = value.abs().max(1.0);
        report.compare(got, value, Tolerance { relative: 1e-12, absolute: 1e-13 }, || case.name.to_owned());
        let run = gradient.compile(&case.names).unwrap().eval(&point.values).unwrap();
        assert_eq!(run[0].to_bits(), got.to_bits(), "{}", case.name);
        for (k, i) in case.active().into_iter().enumerate() {
            let tolerance = Tolerance { relative: 1e-10, absolute: 1e-12 * size };
            let what = || format!("{} in {} at {:?}", case.name, case.names[i], point.values);
            report.compare(partials[k], want[i], tolerance, what);
            assert!(run[k + 1].to_bits() == partials[k].to_bits() || run[k + 1].is_nan(), "{}", what());
        }
    });
}

#[test]
fn single_derivatives_agree_with_the_gradient_in_both_forms() {
    let mut report = Report::default();
    for case in cases() {
        let f = read(&case);
        let gradient = f.gradient(&case.wrt).unwrap();
        let single = case.wrt.iter().map(|name| {
            let df = gradus::derive(&f, name).unwrap();
            let reading = parse(&df.to_string()).unwrap_or_else(|error| panic!("{}: {df}\n{error}", case.name));
            assert_eq!(reading, df, "{} by {name}", case.name);
            [df, reading]
        });
        let single: Vec<[Expr; 2]> = single.collect();
        for point in &case.points {
            let at = case.scope(&point.values);
            let (value, partials) = gradient.eval(&at).unwrap();
            for (forms, want) in single.iter().zip(partials) {
                let size = value.abs().max(1.0);
                for (form, name) in forms.iter().zip(["code", "reading"]) {
                    let got = form.eval(&at).unwrap();
                    // A reading may leave out what only matters where it has a pole.
                    if name == "reading" && got.is_nan() {
                        continue;
                    }
                    let tolerance = Tolerance { relative: 1e-9, absolute: 1e-11 * size };
                    report.compare(got, want, tolerance, || format!("{}, {name} {form} at {at:?}", case.name));
                }
            }
        }
    }
}

#[test]
fn hessians_agree_with_dual_numbers() {
    let mut report = Report::default();
    for case in cases() {
        let hessian = read(&case).hessian(&case.wrt).unwrap();
        for point in &case.points {
            let at = case.scope(&point.values);
            let want = dual::hessian(|v: &[HyperDual]| case.oracle(v), &point.values);
            let size = case.oracle::<f64>(&point.values).abs().max(1.0);
            let got = hessian.dense(&at).unwrap();
            let active = case.active();
            for (row, &i) in active.iter().enumerate() {
                for (column, &j) in active.iter().enumerate() {
                    let tolerance = Tolerance { relative: 1e-8, absolute: 1e-10 * size };
                    let what = || format!("{} in {}, {} at {at:?}", case.name, case.names[i], case.names[j]);
                    report.compare(got[row][column], want[i][j], tolerance, what);
                }
            }
        }
    }
}

/// Points that sit on a kink, where a difference quotient has nothing to say.
const ON_A_KINK: [(&str, &[f64]); 3] =
    [("max_routes", &[5.0, 5.0]), ("activation_relu", &[0.0]), ("activation_elu", &[0.0, 0.5])];

#[test]
fn gradients_agree_with_differences() {
    let mut report = Report::default();
    for_each(|case, f, point, at| {
        if ON_A_KINK.contains(&(case.name, &point.values)) {
            return;
        }
        let run = f.compile(&case.names).unwrap();
        let value = |v: &[f64]| run.eval_scalar(v).unwrap();
        let (_, partials) = f.gradient(&case.wrt).unwrap().eval(at).unwrap();
        let estimates = numeric::gradient(value, &point.values);
        let size = value(&point.values).abs().max(1.0);
        for (k, i) in case.active().into_iter().enumerate() {
            let tolerance = Tolerance::absolute(1e-7 * partials[k].abs().max(size));
            report
                .compare(partials[k], estimates[i].value, tolerance, || format!("{} in {}", case.name, case.names[i]));
        }
    });
}

#[test]
fn texts_come_back() {
    for case in cases() {
        let f = read(&case);
        let text = f.to_string();
        let again = parse(&text).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert_eq!(again, f, "{}: {text}", case.name);
        assert_eq!(again.to_string(), text, "{}", case.name);
    }
}

#[test]
fn simplified_values_agree() {
    let mut report = Report::default();
    for_each(|case, f, point, at| {
        let want = case.oracle::<f64>(&point.values);
        let simple = f.simplify();
        let tolerance = Tolerance { relative: 1e-11, absolute: 1e-12 };
        report.compare(simple.eval(at).unwrap(), want, tolerance, || format!("{}: {simple}", case.name));
    });
}
