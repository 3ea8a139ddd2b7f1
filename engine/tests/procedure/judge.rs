//! Reverse sweeps against the forward procedure, dual numbers and central differences.

use std::collections::HashMap;
use std::rc::Rc;

use fastrand::Rng;
use gradus_engine::adjoint::Reversed;
use gradus_engine::program::display::Dump;
use gradus_engine::program::procedure::{Operand, Procedure};

use crate::build::{Parameter, Program};
use crate::machine::{Array, Datum, Outcome, Real, Value, run};
use crate::support::dual::Dual;
use crate::support::numeric;

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

/// What a function leaves: its results, and the final content of its array parameters.
struct Left<T> {
    results: Vec<Datum<T>>,
    arrays: Vec<Array<T>>,
}

/// An adjoint for each number that a function leaves.
#[derive(Clone)]
struct Seeds {
    results: Vec<Datum<f64>>,
    arrays: Vec<Array<f64>>,
}

fn given<T: Real>(
    program: &Program,
    point: &[Datum<T>],
) -> (
    HashMap<gradus_engine::program::procedure::Var, Value<T>>,
    HashMap<gradus_engine::program::procedure::ArrayId, Array<T>>,
) {
    let (mut values, mut arrays) = (HashMap::new(), HashMap::new());
    assert_eq!(point.len(), program.parameters.len(), "arguments");
    for (parameter, datum) in program.parameters.iter().zip(point) {
        match (parameter, datum) {
            (Parameter::Scalar(var) | Parameter::Constant(var), Datum::Value(value)) => {
                values.insert(*var, *value);
            }
            (Parameter::Array(array), Datum::Array(content)) => drop(arrays.insert(*array, content.clone())),
            (parameter, datum) => panic!("{datum:?} for {parameter:?}"),
        }
    }
    (values, arrays)
}

fn left<T: Real>(program: &Program, outcome: &mut Outcome<T>) -> Left<T> {
    let results = outcome.results.drain(..program.procedure.body.results.len()).collect();
    let arrays = program.arrays().iter().map(|array| outcome.arrays.remove(array).expect("a parameter")).collect();
    Left { results, arrays }
}

fn forward<T: Real>(program: &Rc<Program>, point: &[Datum<T>]) -> Left<T> {
    let (values, arrays) = given(program, point);
    let mut outcome = run(&program.procedure, program, values, arrays);
    left(program, &mut outcome)
}

/// The only result of a function at a point.
pub fn value(program: &Rc<Program>, point: &Point) -> f64 {
    match &forward(program, point).results[..] {
        [Datum::Value(Value::Real(x))] => *x,
        other => panic!("one number expected, not {other:?}"),
    }
}

/// The numbers by which is differentiated, in order of the parameters.
fn coordinates(program: &Program, point: &[Datum<f64>]) -> Vec<f64> {
    let mut numbers = Vec::new();
    for (parameter, datum) in program.parameters.iter().zip(point) {
        match (parameter, datum) {
            (Parameter::Scalar(_), Datum::Value(value)) => numbers.push(value.real("a parameter")),
            (Parameter::Array(_), Datum::Array(array)) => numbers.extend(array.numbers()),
            _ => {}
        }
    }
    numbers
}

/// The point with other coordinates.
fn moved<T: Real>(program: &Program, point: &[Datum<f64>], coordinates: &[T]) -> Vec<Datum<T>> {
    let mut rest = coordinates.iter().copied();
    let mut next = || rest.next().expect("a number for each coordinate");
    let data = program.parameters.iter().zip(point).map(|(parameter, datum)| match (parameter, datum) {
        (Parameter::Scalar(_), _) => Datum::Value(Value::Real(next())),
        (Parameter::Array(_), Datum::Array(array)) => Datum::Array(array.map(&mut |_| next())),
        (_, Datum::Value(Value::Integer(n))) => Datum::Value(Value::Integer(*n)),
        (_, Datum::Value(Value::Condition(holds))) => Datum::Value(Value::Condition(*holds)),
        (_, Datum::Value(Value::Real(x))) => Datum::Value(Value::Real(T::of(*x))),
        other => panic!("{other:?}"),
    });
    data.collect()
}

/// All real numbers that are left.
fn numbers<T: Real>(left: &Left<T>) -> Vec<T> {
    let results = left.results.iter().flat_map(|datum| match datum {
        Datum::Value(Value::Real(x)) => vec![*x],
        Datum::Value(_) => Vec::new(),
        Datum::Array(array) => array.numbers(),
    });
    results.chain(left.arrays.iter().flat_map(Array::numbers)).collect()
}

impl Seeds {
    /// In the shape of what is left.
    fn like(left: &Left<f64>, mut result: impl FnMut() -> f64, mut array: impl FnMut() -> f64) -> Seeds {
        let results = left.results.iter().map(|datum| match datum {
            Datum::Value(Value::Real(_)) => Datum::Value(Value::Real(result())),
            Datum::Value(value) => Datum::Value(*value),
            Datum::Array(content) => Datum::Array(content.map(&mut |_| result())),
        });
        let results = results.collect();
        Seeds { results, arrays: left.arrays.iter().map(|content| content.map(&mut |_| array())).collect() }
    }

    /// In the order of [`numbers`].
    fn numbers(&self) -> Vec<f64> {
        numbers(&Left { results: self.results.clone(), arrays: self.arrays.clone() })
    }
}

/// What a reverse sweep gives.
struct Swept {
    left: Left<f64>,
    /// The adjoint of each coordinate.
    gradient: Vec<f64>,
    stored: usize,
}

fn sweep(program: &Rc<Program>, reversed: &Reversed, point: &Point, seeds: &Seeds) -> Swept {
    let (mut values, mut arrays) = given(program, point);
    assert_eq!(reversed.seeds.len(), seeds.results.len(), "a seed for each result");
    for (seed, datum) in reversed.seeds.iter().zip(&seeds.results) {
        match (seed, datum) {
            (Operand::Opaque(var), Datum::Value(value)) => drop(values.insert(*var, *value)),
            (Operand::Array(array), Datum::Array(content)) => drop(arrays.insert(*array, content.clone())),
            (Operand::Any, _) => {}
            (seed, datum) => panic!("the seed {seed:?} for {datum:?}"),
        }
    }
    assert_eq!(reversed.adjoints.len(), seeds.arrays.len(), "an adjoint for each array");
    for (adjoint, content) in reversed.adjoints.iter().zip(&seeds.arrays) {
        arrays.insert(*adjoint, content.clone());
    }
    let mut outcome = run(&reversed.procedure, program, values, arrays);
    let left = left(program, &mut outcome);
    let (mut scalars, mut adjoints) = (outcome.results.into_iter(), reversed.adjoints.iter());
    let mut gradient = Vec::new();
    for parameter in &program.parameters {
        match parameter {
            Parameter::Scalar(_) => match scalars.next() {
                Some(Datum::Value(value)) => gradient.push(value.real("the adjoint of a scalar")),
                other => panic!("{other:?} for the adjoint of a scalar"),
            },
            Parameter::Array(_) => {
                let adjoint = adjoints.next().expect("an adjoint for each array");
                gradient.extend(outcome.arrays[adjoint].numbers());
            }
            Parameter::Constant(_) => {}
        }
    }
    assert!(scalars.next().is_none(), "more results than adjoints");
    Swept { left, gradient, stored: outcome.stored }
}

fn same_bits(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

fn assert_same(want: &Left<f64>, got: &Left<f64>) {
    let same = |a: &Datum<f64>, b: &Datum<f64>| match (a, b) {
        (Datum::Value(Value::Real(a)), Datum::Value(Value::Real(b))) => same_bits(*a, *b),
        (Datum::Value(a), Datum::Value(b)) => a == b,
        (Datum::Array(a), Datum::Array(b)) => {
            a.numbers().len() == b.numbers().len() && a.numbers().iter().zip(b.numbers()).all(|(a, b)| same_bits(*a, b))
        }
        _ => false,
    };
    for (position, (want, got)) in want.results.iter().zip(&got.results).enumerate() {
        assert!(same(want, got), "result {position} after the reverse sweep: {got:?} instead of {want:?}");
    }
    for (position, (want, got)) in want.arrays.iter().zip(&got.arrays).enumerate() {
        let (want, got) = (Datum::Array(want.clone()), Datum::Array(got.clone()));
        assert!(same(&want, &got), "array parameter {position} after the reverse sweep: {got:?} instead of {want:?}");
    }
}

/// For each coordinate the derivative of what is left, weighted by the seeds, and the size of its terms.
fn tangents(program: &Rc<Program>, point: &Point, seeds: &Seeds) -> Vec<(f64, f64)> {
    let (at, weights) = (coordinates(program, point), seeds.numbers());
    let along = |direction: usize| {
        let coordinate = |(k, value): (usize, &f64)| Dual { value: *value, first: f64::from(u8::from(k == direction)) };
        let coordinates: Vec<Dual> = at.iter().enumerate().map(coordinate).collect();
        let left = numbers(&forward(program, &moved(program, point, &coordinates)));
        let terms =
            left.iter().zip(&weights).map(|(dual, weight)| if *weight == 0.0 { 0.0 } else { weight * dual.first });
        terms.fold((0.0, 0.0), |(sum, size), term| (sum + term, size + term.abs()))
    };
    (0..at.len()).map(along).collect()
}

/// Judges the reverse sweep at a point with these seeds; panics where it is wrong.
fn judge(program: &Rc<Program>, reversed: &Reversed, point: &Point, seeds: &Seeds, tolerance: f64) -> Swept {
    let swept = sweep(program, reversed, point, seeds);
    assert_same(&forward(program, point), &swept.left);
    let want = tangents(program, point, seeds);
    assert_eq!(swept.gradient.len(), want.len(), "coordinates");
    let wrong = (want.iter().zip(&swept.gradient))
        .any(|((want, size), got)| !((want - got).abs() <= tolerance * (1.0 + size) || same_bits(*want, *got)));
    if wrong {
        let want: Vec<f64> = want.iter().map(|(want, _)| *want).collect();
        panic!(
            "the gradient is\n    {:?}\ninstead of\n    {want:?}\nat {point:?}\nwith seeds {:?}",
            swept.gradient,
            seeds.numbers()
        );
    }
    swept
}

/// What a function leaves at a point, and the seed 1 for its results.
fn unit(program: &Rc<Program>, point: &Point) -> (Left<f64>, Seeds) {
    let left = forward(program, point);
    let seeds = Seeds::like(&left, || 1.0, || 0.0);
    (left, seeds)
}

/// Panics unless the reverse sweep of a program is right at some points. Says how many values went to stacks at each.
pub fn judged(program: &Rc<Program>, points: &[Point], tolerance: f64) -> Vec<usize> {
    program.procedure.check_forward().unwrap_or_else(|error| panic!("the forward procedure: {error}"));
    let reversed = program.reversed();
    reversed.procedure.check().unwrap_or_else(|error| panic!("the reverse sweep: {error}"));
    let mut rng = Rng::with_seed(7);
    let mut stored = Vec::new();
    for point in points {
        let (left, ones) = unit(program, point);
        stored.push(judge(program, reversed, point, &ones, tolerance).stored);
        for _ in 0..2 {
            let seeds = std::cell::RefCell::new(&mut rng);
            let number = || 2.0 * seeds.borrow_mut().f64() - 1.0;
            let seeds = Seeds::like(&left, number, number);
            judge(program, reversed, point, &seeds, tolerance);
        }
        if left.results.iter().all(|datum| matches!(datum, Datum::Value(_))) {
            unit_seed(program, point, &ones);
        }
    }
    stored
}

/// The form in which the seed 1 is folded in gives the same.
fn unit_seed(program: &Rc<Program>, point: &Point, ones: &Seeds) {
    let reversed = program.reversed();
    let folded = reversed.with_unit_seed();
    folded.procedure.check().unwrap_or_else(|error| panic!("with the unit seed: {error}"));
    let want = sweep(program, reversed, point, ones);
    let mut seeds = ones.clone();
    // What is no longer given must not be needed.
    seeds.results.iter_mut().for_each(|seed| *seed = Datum::Value(Value::Any));
    let got = sweep(program, &folded, point, &seeds);
    assert_same(&want.left, &got.left);
    for (want, got) in want.gradient.iter().zip(&got.gradient) {
        assert!((want - got).abs() <= 1e-13 * (1.0 + want.abs()), "with the unit seed {got} instead of {want}");
    }
}

/// The gradient against central differences.
fn differences(program: &Rc<Program>, point: &Point) {
    let (_, seeds) = unit(program, point);
    let weights = seeds.numbers();
    let value = |at: &[f64]| {
        let left = numbers(&forward(program, &moved(program, point, at)));
        left.iter().zip(&weights).map(|(x, weight)| if *weight == 0.0 { 0.0 } else { x * weight }).sum::<f64>()
    };
    let at = coordinates(program, point);
    let swept = sweep(program, program.reversed(), point, &seeds);
    for (position, got) in swept.gradient.iter().enumerate() {
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
    let attempt = std::panic::AssertUnwindSafe(|| {
        let stored = judged(program, points, 1e-12);
        points.iter().for_each(|point| differences(program, point));
        stored
    });
    match std::panic::catch_unwind(attempt) {
        Ok(stored) => stored,
        Err(_) => {
            let reversed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| program.reversed()));
            let text = reversed.map_or("(none)".to_owned(), |reversed| shown(program, &reversed.procedure));
            panic!("above; forward:\n{}\nwith its reverse sweep:\n{text}", shown(program, &program.procedure));
        }
    }
}
