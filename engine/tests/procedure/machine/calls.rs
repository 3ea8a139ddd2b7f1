//! Calls, and their pullbacks through the callee's own reverse sweep.

use std::collections::HashMap;
use std::rc::Rc;

use gradus_engine::program::procedure::{Argument, ArrayId, Call, CallResult, Operand, Pullback, Slot, Var};

use super::graphs::Frame;
use super::{Array, Datum, Machine, Real, Value, run};
use crate::build::{Parameter, Program};
use crate::text::Text;

type Values<T> = HashMap<Var, Value<T>>;
type Arrays<T> = HashMap<ArrayId, Array<T>>;

impl<'a, T: Real> Machine<'a, T> {
    fn callee(&self, call: &Call) -> Rc<Program> {
        match self.text(&call.callee) {
            Text::Callee(None) => self.program.clone(),
            Text::Callee(Some(position)) => self.program.table.callees[*position].clone(),
            other => panic!("{other:?} is no function"),
        }
    }

    fn arguments(&mut self, frame: &mut Frame<'a, T>, call: &'a Call, callee: &Program) -> (Values<T>, Arrays<T>) {
        let (mut values, mut arrays) = (Values::new(), Arrays::new());
        assert_eq!(call.arguments.len(), callee.parameters.len(), "arguments of a call");
        for (argument, parameter) in call.arguments.iter().zip(&callee.parameters) {
            match (argument, parameter) {
                (Argument::Real(id), Parameter::Scalar(var)) => {
                    values.insert(*var, Value::Real(self.number(frame, *id)));
                }
                (Argument::Array { place, .. }, Parameter::Array(array)) => {
                    arrays.insert(*array, self.part(place));
                }
                (Argument::Constant(expression), Parameter::Constant(var)) => {
                    values.insert(*var, self.evaluate(expression));
                }
                (argument, parameter) => panic!("{argument:?} for {parameter:?}"),
            }
        }
        (values, arrays)
    }

    pub fn call(&mut self, frame: &mut Frame<'a, T>, call: &'a Call) {
        let callee = self.callee(call);
        let (values, arrays) = self.arguments(frame, call, &callee);
        let mut outcome = run(&callee.procedure, &callee, values, arrays);
        self.write_back(call, &callee, &mut outcome.arrays);
        match (&call.result, outcome.results.pop()) {
            (CallResult::Unit, None) => {}
            (CallResult::Real(out), Some(Datum::Value(value))) => self.define(*out, value),
            (CallResult::Array(array), Some(Datum::Array(content))) => self.declare(*array, content),
            (expected, found) => panic!("a call returns {found:?} for {expected:?}"),
        }
    }

    fn write_back(&mut self, call: &Call, callee: &Program, arrays: &mut Arrays<T>) {
        for (argument, parameter) in call.arguments.iter().zip(&callee.parameters) {
            if let (Argument::Array { place, mutable: true, .. }, Parameter::Array(array)) = (argument, parameter) {
                let content = arrays.remove(array).expect("an array that was given");
                if place.path.is_empty() {
                    self.overwrite(place.array, content);
                } else {
                    self.replace(place, &content);
                }
            }
        }
    }

    /// Runs the callee's reverse sweep. The slot of a mutable argument goes in and out; to any other the callee's contribution is added.
    pub fn pullback(&mut self, frame: &mut Frame<'a, T>, pullback: &'a Pullback) {
        let call = &pullback.call;
        let callee = self.callee(call);
        let reversed = callee.reversed();
        let (mut values, mut arrays) = self.arguments(frame, call, &callee);
        self.seed(frame, pullback, &reversed.seeds, &mut values, &mut arrays);
        let mut adjoints = reversed.adjoints.iter();
        for (argument, slot) in call.arguments.iter().zip(&pullback.slots) {
            if let Argument::Array { place, mutable, .. } = argument {
                let adjoint = adjoints.next().expect("an adjoint for each array");
                let before = match slot {
                    Slot::Array(slot) if *mutable => self.part(slot),
                    _ => self.part(place).map(&mut |_| T::of(0.0)),
                };
                arrays.insert(*adjoint, before);
            }
        }
        let mut outcome = run(&reversed.procedure, &callee, values, arrays);
        self.write_back(call, &callee, &mut outcome.arrays);
        let forward = callee.procedure.body.results.len();
        let mut scalars = outcome.results.into_iter().skip(forward);
        let mut adjoints = reversed.adjoints.iter();
        for (argument, slot) in call.arguments.iter().zip(&pullback.slots) {
            let (adjoint, scalar) = match argument {
                Argument::Real(_) => (None, scalars.next()),
                Argument::Array { .. } => (adjoints.next(), None),
                Argument::Constant(_) => (None, None),
            };
            match (slot, adjoint, scalar) {
                (Slot::Real(out), _, Some(Datum::Value(value))) => self.define(*out, value),
                (Slot::Array(slot), Some(adjoint), _) => {
                    let after = outcome.arrays.remove(adjoint).expect("an adjoint that was given");
                    let replaced = matches!(argument, Argument::Array { mutable: true, .. });
                    let mut part = self.part(slot);
                    if replaced {
                        part = after
                    } else {
                        part.add(&after)
                    }
                    self.replace(slot, &part);
                }
                (Slot::None, ..) => {}
                (slot, ..) => panic!("{slot:?} is no slot of {argument:?}"),
            }
        }
    }

    fn seed(
        &mut self,
        frame: &mut Frame<'a, T>,
        pullback: &Pullback,
        seeds: &[Operand],
        values: &mut Values<T>,
        arrays: &mut Arrays<T>,
    ) {
        assert_eq!(seeds.len(), pullback.seeds.len(), "a seed for each result");
        for pair in seeds.iter().zip(&pullback.seeds) {
            match pair {
                (Operand::Any, _) => {}
                (Operand::Opaque(var), Operand::Node(seed)) => {
                    let seed = self.number(frame, *seed);
                    values.insert(*var, Value::Real(seed));
                }
                (Operand::Array(array), Operand::Array(seed)) => {
                    arrays.insert(*array, self.array(*seed).clone());
                }
                (expected, found) => panic!("the seed {found:?} for {expected:?}"),
            }
        }
    }
}
