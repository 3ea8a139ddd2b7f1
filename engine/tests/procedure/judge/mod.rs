//! Reverse sweeps against the forward procedure, dual numbers and central differences.

mod runs;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use fastrand::Rng;
use gradus_engine::adjoint::reverse;
use gradus_engine::program::display::Dump;
use gradus_engine::program::procedure::Procedure;

use crate::build::{Parameter, Program};
use crate::machine::{Array, Datum, Value};
use crate::support::dual::Dual;
use crate::support::numeric;
use runs::{Left, Seeds, Sweep, Swept, forward};

/// One argument for each parameter.
pub type Point = Vec<Datum<f64>>;

pub fn real(x: f64) -> Datum<f64> {
    Datum::Value(Value::Real(x))
}

pub fn whole(n: i64) -> Datum<f64> {
    Datum::Value(Value::Integer(n))
}

pub fn list(numbers: &[f64]) -> Datum<f64> {
    Datum::Array(Array::of(numbers))
}

pub fn table(columns: usize, numbers: &[f64]) -> Datum<f64> {
    Datum::Array(Array::rows(columns, numbers))
}

/// Numbers within [-1, 1], the same on every run.
pub fn some(length: usize, seed: u64) -> Vec<f64> {
    let mut rng = Rng::with_seed(seed);
    (0..length).map(|_| 2.0 * rng.f64() - 1.0).collect()
}

/// A procedure as text.
pub fn shown(program: &Program, procedure: &Procedure) -> String {
    Dump { procedure, text: &|key| program.table.show(key) }.to_string()
}

/// The only result of a function at a point.
pub fn value(program: &Rc<Program>, point: &Point) -> f64 {
    match &forward(program, point).results[..] {
        [Datum::Value(Value::Real(x))] => *x,
        other => panic!("one number expected, not {other:?}"),
    }
}

fn seeds(left: &Left<f64>, mut result: impl FnMut() -> f64, mut array: impl FnMut() -> f64) -> Seeds {
    let results = left.results.iter().map(|datum| match datum {
        Datum::Value(Value::Real(_)) => Datum::Value(Value::Real(result())),
        Datum::Value(value) => Datum::Value(*value),
        Datum::Array(content) => Datum::Array(content.map(&mut |_| result())),
    });
    let results = results.collect();
    let arrays = left.arrays.iter().map(|content| content.map(&mut |_| array())).collect();
    Left { results, arrays, once: left.once.clone() }
}

/// What a function leaves at a point, and the seed 1 for its results.
fn unit(program: &Rc<Program>, point: &Point) -> (Left<f64>, Seeds) {
    let left = forward(program, point);
    let seeds = seeds(&left, || 1.0, || 0.0);
    (left, seeds)
}

fn same_bits(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

fn same(a: &Datum<f64>, b: &Datum<f64>) -> bool {
    match (a, b) {
        (Datum::Value(Value::Real(a)), Datum::Value(Value::Real(b))) => same_bits(*a, *b),
        (Datum::Value(a), Datum::Value(b)) => a == b,
        (Datum::Array(a), Datum::Array(b)) => {
            let (a, b) = (a.numbers(), b.numbers());
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_bits(*a, b))
        }
        _ => false,
    }
}

fn assert_same(want: &Left<f64>, got: &Left<f64>) {
    for (position, (want, got)) in want.results.iter().zip(&got.results).enumerate() {
        assert!(same(want, got), "result {position} after the reverse sweep: {got:?} instead of {want:?}");
    }
    assert_eq!(want.once, got.once, "what must not be executed again");
    for (position, (want, got)) in want.arrays.iter().zip(&got.arrays).enumerate() {
        let (want, got) = (Datum::Array(want.clone()), Datum::Array(got.clone()));
        assert!(same(&want, &got), "array parameter {position} after the reverse sweep: {got:?} instead of {want:?}");
    }
}

/// A product in which a seed of 0 wins over anything.
fn weighted(weight: f64, x: f64) -> f64 {
    if weight == 0.0 { 0.0 } else { weight * x }
}

/// For each coordinate the derivative of what is left, weighted by the seeds, and the size of its terms.
fn tangents(sweep: &Sweep, point: &Point, seeds: &Seeds) -> Vec<(f64, f64)> {
    let (at, weights) = (sweep.coordinates(point), seeds.numbers());
    let along = |direction: usize| {
        let coordinate = |(k, value): (usize, &f64)| Dual { value: *value, first: f64::from(u8::from(k == direction)) };
        let coordinates: Vec<Dual> = at.iter().enumerate().map(coordinate).collect();
        let left = forward(sweep.program, &sweep.moved(point, &coordinates)).numbers();
        let terms = left.iter().zip(&weights).map(|(dual, weight)| weighted(*weight, dual.first));
        terms.fold((0.0, 0.0), |(sum, size), term| (sum + term, size + term.abs()))
    };
    (0..at.len()).map(along).collect()
}

/// Judges a reverse sweep at a point with these seeds; panics where it is wrong.
fn judge(sweep: &Sweep, point: &Point, seeds: &Seeds, tolerance: f64) -> Swept {
    let seeds = sweep.asked(seeds.clone());
    let swept = sweep.run(point, &seeds);
    assert_same(&forward(sweep.program, point), &swept.left);
    let want = tangents(sweep, point, &seeds);
    assert_eq!(swept.gradient.len(), want.len(), "coordinates");
    let right = |((want, size), got): (&(f64, f64), &f64)| {
        (want - got).abs() <= tolerance * (1.0 + size) || same_bits(*want, *got)
    };
    if !want.iter().zip(&swept.gradient).all(right) {
        let want: Vec<f64> = want.iter().map(|(want, _)| *want).collect();
        panic!(
            "the gradient is\n    {:?}\ninstead of\n    {want:?}\nby {:?} at {point:?}\nwith seeds {:?}",
            swept.gradient,
            sweep.wanted,
            seeds.numbers()
        );
    }
    swept
}

/// Panics unless the reverse sweep of a program is right at some points, and those by `parts` at the first of them.
///
/// Says how many values went to stacks at each point.
pub fn judged(program: &Rc<Program>, points: &[Point], parts: &[Vec<bool>], tolerance: f64) -> Vec<usize> {
    program.procedure.check_forward().unwrap_or_else(|error| panic!("the forward procedure: {error}"));
    let full = Sweep::full(program);
    full.check();
    let mut rng = Rng::with_seed(7);
    let mut stored = Vec::new();
    for point in points {
        let (left, ones) = unit(program, point);
        stored.push(judge(&full, point, &ones, tolerance).stored);
        let random = seeds(&left, || rng.f64() - 0.5, || 0.0);
        let random = Left { arrays: seeds(&left, || 0.0, || rng.f64() - 0.5).arrays, ..random };
        judge(&full, point, &random, tolerance);
        unit_seed(&full, point, &ones);
        for wanted in parts.iter().filter(|_| stored.len() == 1) {
            let part = Sweep::by(program, wanted.clone());
            part.check();
            judge(&part, point, &random, tolerance);
        }
    }
    stored
}

/// Each parameter alone, and all but it; the whole and what differentiates by nothing are left out.
pub fn parts(program: &Program) -> Vec<Vec<bool>> {
    let varies: Vec<bool> = program.parameters.iter().map(|p| !matches!(p, Parameter::Constant(_))).collect();
    let count = varies.iter().filter(|varies| **varies).count();
    let mut parts = Vec::new();
    for position in (0..varies.len()).filter(|position| varies[*position] && count > 1) {
        for alone in [true, false] {
            let part: Vec<bool> = (0..varies.len()).map(|other| (other == position) == alone).collect();
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    parts
}

/// The form in which the seed 1 is folded in gives the same.
fn unit_seed(full: &Sweep, point: &Point, ones: &Seeds) {
    let folded = Sweep { reversed: full.reversed.with_unit_seed(), wanted: full.wanted.clone(), ..*full };
    folded.check();
    let want = full.run(point, ones);
    // What is no longer given must not be needed.
    let unknown = ones.results.iter().map(|seed| match seed {
        Datum::Value(_) => Datum::Value(Value::Any),
        array => array.clone(),
    });
    let seeds = Left { results: unknown.collect(), ..ones.clone() };
    let got = folded.run(point, &seeds);
    assert_same(&want.left, &got.left);
    for (want, got) in want.gradient.iter().zip(&got.gradient) {
        assert!((want - got).abs() <= 1e-12 * (1.0 + want.abs()), "with the unit seed {got} instead of {want}");
    }
}

/// The gradient against central differences.
fn differences(program: &Rc<Program>, point: &Point) {
    let (_, seeds) = unit(program, point);
    let (weights, sweep) = (seeds.numbers(), Sweep::full(program));
    let value = |at: &[f64]| {
        let left = forward(program, &sweep.moved(point, at)).numbers();
        left.iter().zip(&weights).map(|(x, weight)| weighted(*weight, *x)).sum::<f64>()
    };
    let at = sweep.coordinates(point);
    for (position, got) in sweep.run(point, &seeds).gradient.iter().enumerate() {
        let along = |x: f64| {
            let mut at = at.clone();
            at[position] = x;
            value(&at)
        };
        let estimate = numeric::derivative(along, at[position]);
        let close = (estimate.value - got).abs() <= 10.0 * estimate.error + 1e-9 * (1.0 + got.abs());
        assert!(close, "coordinate {position}: {got} where central differences give {estimate:?}");
    }
}

/// A program of the library: right at all points by dual numbers, and by central differences.
#[track_caller]
pub fn differentiates(program: &Rc<Program>, points: &[Point]) -> Vec<usize> {
    let attempt = AssertUnwindSafe(|| {
        let stored = judged(program, points, &parts(program), 1e-12);
        points.iter().for_each(|point| differences(program, point));
        stored
    });
    catch_unwind(attempt).unwrap_or_else(|_| {
        let reversed = catch_unwind(AssertUnwindSafe(|| program.reversed()));
        let text = reversed.map_or("(none)".to_owned(), |reversed| shown(program, &reversed.procedure));
        panic!("above; forward:\n{}\nwith its reverse sweep:\n{text}", shown(program, &program.procedure));
    })
}

/// A program that has no reverse, and what is said about it.
#[track_caller]
pub fn refused(program: &Rc<Program>, says: &str) {
    program.procedure.check_forward().unwrap_or_else(|error| panic!("the forward procedure: {error}"));
    match reverse(&program.procedure, &program.scalars(), &program.arrays()) {
        Ok(reversed) => panic!("it has a reverse:\n{}", shown(program, &reversed.procedure)),
        Err(error) => assert!(error.message.contains(says), "{}", error.message),
    }
}

/// What is wrong is found.
mod itself {
    use super::*;
    use crate::build::*;
    use gradus_engine::program::procedure::{Block, Operand, Step};

    fn recurrence() -> (Rc<Program>, Point) {
        let f = program(|| {
            let (a, x) = (scalar("a"), array("x", 1));
            returns(each("i", range(0, x.len()), R::of(0.2), |i, s| (a * s + x.at(i).get()).tanh()));
        });
        (f, vec![super::real(0.7), list(&some(4, 1))])
    }

    /// Judges a reverse sweep after a change of it.
    fn changed(change: impl FnOnce(&mut Block)) {
        let (program, point) = recurrence();
        let mut sweep = Sweep::full(&program);
        change(&mut sweep.reversed.procedure.body);
        let (_, ones) = unit(&program, &point);
        judge(&sweep, &point, &ones, 1e-12);
    }

    fn bodies(block: &mut Block) -> impl Iterator<Item = &mut Block> {
        block.steps.iter_mut().flat_map(Step::blocks_mut)
    }

    #[test]
    fn nothing() {
        changed(|_| ());
    }

    #[test]
    #[should_panic(expected = "the gradient is")]
    fn a_sign() {
        changed(|block| {
            let mut steps = bodies(block).flat_map(|body| &mut body.steps);
            let negative =
                steps.find_map(|step| if let Step::Add { negative, .. } = step { Some(negative) } else { None });
            *negative.expect("an addition to an adjoint") = true;
        });
    }

    #[test]
    #[should_panic(expected = "is empty")]
    fn a_push_that_is_missing() {
        changed(|block| bodies(block).for_each(|body| body.steps.retain(|step| !matches!(step, Step::Push { .. }))));
    }

    #[test]
    #[should_panic(expected = "result 0 after the reverse sweep")]
    fn another_value() {
        changed(|block| {
            let one = block.graph.integer(1);
            block.results[0] = Operand::Node(one);
        });
    }

    #[test]
    #[should_panic(expected = "array parameter 0 after the reverse sweep")]
    fn an_array_that_is_written() {
        let array = gradus_engine::program::procedure::ArrayId(0);
        changed(|block| {
            let (value, place) = (block.graph.integer(1), gradus_engine::program::procedure::Place::whole(array));
            block.steps.push(Step::Fill { place, value });
        });
    }
}
