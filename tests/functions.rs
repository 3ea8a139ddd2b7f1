//! Every function of the table through the engine: value, first and second partials against the reference table, and columns
//! against points.
//!
//! The reference, `tests/tables/functions.txt`, comes from high-precision arithmetic and knows nothing of the rows' partials.

#![cfg(feature = "runtime")]

mod support;

use gradus::Expr;
use gradus_engine::expr::merge;
use gradus_engine::function::{Function, Kind};
use support::table::{Exact, Record, functions, ulp_distance};

const NAMES: [&str; 3] = ["a", "b", "c"];

/// The records of each row, and the call with its variables: whole arguments are constants, a condition compares with 0.
fn rows() -> Vec<(Function, Vec<Record>)> {
    let records = functions();
    let own = |name: &str| records.iter().filter(|record| record.name == name).cloned().collect();
    Function::ALL.iter().filter(|f| f.arity() > 0).map(|f| (*f, own(table_name(*f)))).collect()
}

/// The table knows operators by the names of their methods.
fn table_name(function: Function) -> &'static str {
    match function.row().name {
        "+" => "add",
        "-" => "sub",
        "*" => "mul",
        "/" => "div",
        name => name,
    }
}

/// Conditions have no derivative and no records.
fn is_condition(function: Function) -> bool {
    function.row().result == Kind::Bool
}

/// The call at the whole arguments of a record, and the values of its real ones.
fn call(function: Function, record: &Record) -> (Expr, Vec<(&'static str, f64)>) {
    let mut at = Vec::new();
    let mut args = Vec::new();
    for ((kind, x), name) in function.row().kinds.iter().zip(&record.args).zip(NAMES) {
        args.push(match kind {
            Kind::Integer => Expr::from(*x as i64),
            Kind::Real | Kind::Bool => {
                at.push((name, *x));
                Expr::var(name)
            }
        });
    }
    let (mut graph, ids) = merge(&args);
    let mut ids = ids;
    for (kind, id) in function.row().kinds.iter().zip(&mut ids) {
        if *kind == Kind::Bool {
            let zero = graph.integer(0);
            *id = graph.call(Function::NotEqual, &[*id, zero]);
        }
    }
    let root = graph.call(function, &ids);
    (Expr::from_graph(graph.into(), root), at)
}

/// Within so many units in the last place, or this close for the size of the value, up to 1, and of the partials beside it.
///
/// The slack is for cancellation: far out `1 - tanh(x)^2` is 0, where the derivative of `tanh` is 1e-20.
fn close(got: f64, want: Exact, ulps: f64, size: f64) -> bool {
    want.ulp_error(got) <= ulps || (got - want.hi).abs() <= 1e-15 * size
}

/// The largest of some partials and of the value, up to 1.
fn size(value: Option<Exact>, partials: &[Option<Exact>]) -> f64 {
    let least = value.map_or(0.0, |x| x.hi.abs().min(1.0));
    partials.iter().flatten().map(|x| x.hi.abs()).filter(|x| x.is_finite()).fold(least, f64::max)
}

/// `acosh` near 1 and `atanh` near -1 are those of `std`, which loses digits there. The batch kernels do not.
fn std_is_off(function: Function, args: &[f64]) -> bool {
    match function {
        Function::Acosh => args[0] < 1.01,
        Function::Atanh => args[0] < -0.99,
        _ => false,
    }
}

/// Products of three lengths of 1e-200 or 1e200 leave the range of a double.
fn leaves_the_range(function: Function, args: &[f64]) -> bool {
    function == Function::Hypot && args.iter().all(|x| !(1e-150..1e150).contains(&x.abs()))
}

/// How far a value may be off: what `std` promises nothing about, and what the helpers are tested for apart.
const VALUE: f64 = 16.0;

/// How far a partial may be off, in units in the last place.
const PARTIAL: f64 = 512.0;

#[test]
fn every_row_has_records() {
    for (function, records) in rows() {
        assert!(!records.is_empty() || is_condition(function), "{function:?}");
    }
}

#[test]
fn values_and_partials_agree_with_the_reference() {
    let mut wrong = Vec::new();
    for (function, records) in rows() {
        for record in &records {
            let (f, at) = call(function, record);
            let mut compare = |order: &[&str], want: Option<Exact>, ulps: f64, size: f64| {
                let Some(want) = want else { return };
                let got = f.partial(order).unwrap().eval(&at).unwrap();
                if !close(got, want, ulps, size) {
                    wrong.push(format!("{function:?} {order:?} at {:?}: {got:?}, want {:?}", record.args, want.hi));
                }
            };
            if !std_is_off(function, &record.args) {
                compare(&[], record.value, VALUE, 0.0);
            }
            for (i, by) in NAMES.iter().enumerate().take(record.args.len()) {
                compare(&[by], record.first[i], PARTIAL, size(record.value, &record.first));
                if leaves_the_range(function, &record.args) {
                    continue;
                }
                for (j, then) in NAMES.iter().enumerate().take(record.args.len()).skip(i) {
                    compare(&[by, then], record.second(i, j), PARTIAL, size(record.value, &record.second));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn columns_agree_with_points() {
    let mut wrong = Vec::new();
    for (function, records) in rows() {
        // Whole arguments are constants, so that each of them is a call of its own.
        let mut groups: Vec<(Expr, Vec<Vec<f64>>)> = Vec::new();
        for record in &records {
            let (f, at) = call(function, record);
            let values = at.iter().map(|(_, x)| *x).collect();
            match groups.iter_mut().find(|(other, _)| *other == f) {
                Some((_, points)) => points.push(values),
                None => groups.push((f, vec![values])),
            }
        }
        for (f, points) in groups {
            let names = f.variables();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let run = f.compile(&names).unwrap();
            let columns: Vec<Vec<f64>> =
                (0..names.len()).map(|i| points.iter().map(|point| point[i]).collect()).collect();
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let mut out = vec![0.0; if columns.is_empty() { 0 } else { points.len() }];
            run.eval_batch(&columns, &mut [&mut out]).unwrap();
            for (got, point) in out.iter().zip(&points) {
                let want = run.eval_scalar(point).unwrap();
                if ulp_distance(*got, want) > 2 && !std_is_off(function, point) {
                    wrong.push(format!("{function:?} at {point:?}: {got:?} in a column, {want:?} at a point"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}
