//! Runs of a program: forward, and with its reverse sweep.

use std::collections::HashMap;
use std::rc::Rc;

use gradus_engine::adjoint::{Reversed, reverse};
use gradus_engine::program::procedure::{ArrayId, Operand, Var};

use crate::build::{Parameter, Program};
use crate::machine::{Array, Datum, Once, Outcome, Real, Value, run};

/// What a function leaves: its results, and the final content of its array parameters.
#[derive(Clone)]
pub struct Left<T> {
    pub results: Vec<Datum<T>>,
    pub arrays: Vec<Array<T>>,
    /// How often what must not be repeated was executed.
    pub once: Once,
}

impl<T: Real> Left<T> {
    /// All real numbers.
    pub fn numbers(&self) -> Vec<T> {
        let results = self.results.iter().flat_map(|datum| match datum {
            Datum::Value(Value::Real(x)) => vec![*x],
            Datum::Value(_) => Vec::new(),
            Datum::Array(array) => array.numbers(),
        });
        results.chain(self.arrays.iter().flat_map(Array::numbers)).collect()
    }
}

/// An adjoint for each number that a function leaves, in the same shape.
pub type Seeds = Left<f64>;

type Given<T> = (HashMap<Var, Value<T>>, HashMap<ArrayId, Array<T>>);

fn given<T: Real>(program: &Program, point: &[Datum<T>]) -> Given<T> {
    let (mut values, mut arrays) = (HashMap::new(), HashMap::new());
    assert_eq!(point.len(), program.parameters.len(), "arguments");
    for (parameter, datum) in program.parameters.iter().zip(point) {
        match (parameter, datum) {
            (Parameter::Scalar(var) | Parameter::Constant(var), Datum::Value(value)) => {
                values.insert(*var, *value);
            }
            (Parameter::Array(array), Datum::Array(content)) => {
                arrays.insert(*array, content.clone());
            }
            (parameter, datum) => panic!("{datum:?} for {parameter:?}"),
        }
    }
    (values, arrays)
}

fn left<T: Real>(program: &Program, outcome: &mut Outcome<T>) -> Left<T> {
    let results = outcome.results.drain(..program.procedure.body.results.len()).collect();
    let arrays = program.arrays().iter().map(|array| outcome.arrays.remove(array).expect("a parameter")).collect();
    // a reverse sweep may have such steps of its own
    let own = |step: &Result<Var, u32>| {
        step.is_err() || step.is_ok_and(|var| (var.0 as usize) < program.procedure.vars.len())
    };
    let once = std::mem::take(&mut outcome.once).into_iter().filter(|(step, count)| *count > 0 && own(step)).collect();
    Left { results, arrays, once }
}

pub fn forward<T: Real>(program: &Rc<Program>, point: &[Datum<T>]) -> Left<T> {
    let (values, arrays) = given(program, point);
    let mut outcome = run(&program.procedure, program, values, arrays);
    left(program, &mut outcome)
}

/// A reverse sweep by some of the parameters.
pub struct Sweep<'p> {
    pub program: &'p Rc<Program>,
    pub reversed: Reversed,
    /// By parameter.
    pub wanted: Vec<bool>,
}

/// What a reverse sweep gives.
pub struct Swept {
    pub left: Left<f64>,
    /// The adjoint of each coordinate.
    pub gradient: Vec<f64>,
    /// How many values went to stacks.
    pub stored: usize,
}

impl<'p> Sweep<'p> {
    /// By all parameters.
    pub fn full(program: &'p Rc<Program>) -> Self {
        let wanted = vec![true; program.parameters.len()];
        Sweep { program, reversed: program.reversed().clone(), wanted }
    }

    /// By the parameters that are wanted.
    pub fn by(program: &'p Rc<Program>, wanted: Vec<bool>) -> Self {
        let (mut scalars, mut arrays) = (Vec::new(), Vec::new());
        for (parameter, _) in program.parameters.iter().zip(&wanted).filter(|(_, wanted)| **wanted) {
            match parameter {
                Parameter::Scalar(var) => scalars.push(*var),
                Parameter::Array(array) => arrays.push(*array),
                Parameter::Constant(_) => {}
            }
        }
        let reversed = reverse(&program.procedure, &scalars, &arrays);
        let reversed = reversed.unwrap_or_else(|error| panic!("no reverse: {}", error.message));
        Sweep { program, reversed, wanted }
    }

    pub fn check(&self) {
        let checked = self.reversed.procedure.check();
        checked.unwrap_or_else(|error| panic!("the reverse sweep by {:?}: {error}", self.wanted));
    }

    fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        let pairs = self.program.parameters.iter().zip(&self.wanted);
        pairs.filter(|(_, wanted)| **wanted).map(|(parameter, _)| parameter)
    }

    /// The seeds of what nobody asks for are 0.
    pub fn asked(&self, mut seeds: Seeds) -> Seeds {
        let wanted: Vec<&Parameter> = self.parameters().collect();
        for (array, seed) in self.program.arrays().iter().zip(&mut seeds.arrays) {
            if !wanted.contains(&&Parameter::Array(*array)) {
                *seed = seed.map(&mut |_| 0.0);
            }
        }
        seeds
    }

    pub fn run(&self, point: &[Datum<f64>], seeds: &Seeds) -> Swept {
        let Sweep { program, reversed, .. } = self;
        let (mut values, mut arrays) = given(program, point);
        assert_eq!(reversed.seeds.len(), seeds.results.len(), "a seed for each result");
        for (seed, datum) in reversed.seeds.iter().zip(&seeds.results) {
            match (seed, datum) {
                (Operand::Opaque(var), Datum::Value(value)) => {
                    values.insert(*var, *value);
                }
                (Operand::Array(array), Datum::Array(content)) => {
                    arrays.insert(*array, content.clone());
                }
                (Operand::Any, _) => {}
                (seed, datum) => panic!("the seed {seed:?} for {datum:?}"),
            }
        }
        let mut adjoints = reversed.adjoints.iter();
        for (array, content) in program.arrays().iter().zip(&seeds.arrays) {
            if self.parameters().any(|parameter| *parameter == Parameter::Array(*array)) {
                arrays.insert(*adjoints.next().expect("an adjoint for each array"), content.clone());
            }
        }
        assert!(adjoints.next().is_none(), "more adjoints than arrays");
        let before = (values.clone(), arrays.clone());
        let mut outcome = run(&reversed.procedure, program, values, arrays);
        let given = (&reversed.seeds[..], &reversed.adjoints[..]);
        crate::emitted::note(program, &reversed.procedure, given, (&before.0, &before.1), &outcome);
        let left = left(program, &mut outcome);
        let gradient = self.gradient(&outcome);
        Swept { left, gradient, stored: outcome.stored }
    }

    fn gradient(&self, outcome: &Outcome<f64>) -> Vec<f64> {
        let (mut scalars, mut adjoints) = (outcome.results.iter(), self.reversed.adjoints.iter());
        let mut gradient = Vec::new();
        for parameter in self.parameters() {
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
        gradient
    }

    /// The numbers by which is differentiated, in order of the parameters.
    pub fn coordinates(&self, point: &[Datum<f64>]) -> Vec<f64> {
        let mut numbers = Vec::new();
        for ((parameter, wanted), datum) in self.program.parameters.iter().zip(&self.wanted).zip(point) {
            match (parameter, datum) {
                (Parameter::Scalar(_), Datum::Value(value)) if *wanted => numbers.push(value.real("a parameter")),
                (Parameter::Array(_), Datum::Array(array)) if *wanted => numbers.extend(array.numbers()),
                _ => {}
            }
        }
        numbers
    }

    /// The point with other coordinates.
    pub fn moved<T: Real>(&self, point: &[Datum<f64>], coordinates: &[T]) -> Vec<Datum<T>> {
        let mut rest = coordinates.iter().copied();
        let mut moved = Vec::new();
        for ((parameter, wanted), datum) in self.program.parameters.iter().zip(&self.wanted).zip(point) {
            let varies = *wanted && !matches!(parameter, Parameter::Constant(_));
            let mut number = |x: f64| if varies { rest.next().expect("a number") } else { T::of(x) };
            moved.push(match datum {
                Datum::Array(array) => Datum::Array(array.map(&mut number)),
                Datum::Value(Value::Real(x)) => Datum::Value(Value::Real(number(*x))),
                Datum::Value(Value::Integer(n)) => Datum::Value(Value::Integer(*n)),
                Datum::Value(Value::Condition(holds)) => Datum::Value(Value::Condition(*holds)),
                Datum::Value(other) => panic!("{other:?} as an argument"),
            });
        }
        moved
    }
}
