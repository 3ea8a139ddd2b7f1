//! Executes procedures step by step.
//!
//! Whatever is ill-formed panics: a value that is not defined or that nobody may look at, an empty stack, a shape that does not fit.

mod arrays;
mod calls;
mod expressions;
mod graphs;
mod loops;
mod value;

pub use value::{Array, Datum, Real, Value};

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use gradus_engine::program::procedure::{ArrayId, Block, Operand, Procedure, StackId, Step, Var, VarKind};

use crate::build::Program;
use graphs::Frame;

/// A machine that executes one procedure.
pub struct Machine<'a, T> {
    procedure: &'a Procedure,
    /// Where the expressions and callees are found.
    program: &'a Rc<Program>,
    scopes: Vec<Scope<T>>,
    stacks: Vec<Vec<Datum<T>>>,
    /// The arrays that opaque values are.
    opaque: Vec<Array<T>>,
    /// How many numbers and other values went to stacks so far.
    stored: usize,
    once: Once,
}

/// How often each step was executed that a reverse sweep must not execute again, by the value that it defines or by the key of a statement.
pub type Once = BTreeMap<Result<Var, u32>, usize>;

/// What one block, or what surrounds it, defines.
struct Scope<T> {
    values: HashMap<Var, Value<T>>,
    arrays: HashMap<ArrayId, Array<T>>,
}

/// What a run leaves.
pub struct Outcome<T> {
    pub results: Vec<Datum<T>>,
    /// The content of the arrays that were given.
    pub arrays: HashMap<ArrayId, Array<T>>,
    /// How many values were put on stacks.
    pub stored: usize,
    pub once: Once,
}

/// Runs a procedure whose expressions are those of `program`.
pub fn run<T: Real>(
    procedure: &Procedure,
    program: &Rc<Program>,
    values: HashMap<Var, Value<T>>,
    arrays: HashMap<ArrayId, Array<T>>,
) -> Outcome<T> {
    let missing: Vec<&Var> = procedure.given.iter().filter(|var| !values.contains_key(var)).collect();
    assert!(missing.is_empty(), "not given: {missing:?}");
    let stacks = vec![Vec::new(); procedure.stacks.len()];
    let mut machine =
        Machine { procedure, program, scopes: Vec::new(), stacks, opaque: Vec::new(), stored: 0, once: Once::new() };
    machine.scopes.push(Scope { values: HashMap::new(), arrays });
    for (var, value) in values {
        machine.define(var, value);
    }
    let results = machine.block(&procedure.body, |machine, frame| {
        let results = procedure.body.results.iter();
        results.map(|result| machine.datum(frame, result)).collect()
    });
    for (stack, info) in machine.stacks.iter().zip(&procedure.stacks) {
        assert!(stack.is_empty(), "{} values are left on the stack `{}`", stack.len(), info.hint);
    }
    let arrays = machine.scopes.pop().expect("the outermost scope").arrays;
    Outcome { results, arrays, stored: machine.stored, once: machine.once }
}

impl<'a, T: Real> Machine<'a, T> {
    /// Executes a block in a scope of its own and hands what it is worth to `results`.
    fn block<R>(&mut self, block: &'a Block, results: impl FnOnce(&mut Self, &mut Frame<'a, T>) -> R) -> R {
        self.enter();
        let result = self.inside(block, results);
        self.leave();
        result
    }

    fn enter(&mut self) {
        self.scopes.push(Scope { values: HashMap::new(), arrays: HashMap::new() });
    }

    fn leave(&mut self) {
        self.scopes.pop();
    }

    /// Executes a block in the scope at hand.
    fn inside<R>(&mut self, block: &'a Block, results: impl FnOnce(&mut Self, &mut Frame<'a, T>) -> R) -> R {
        let mut frame = Frame::of(block);
        for step in &block.steps {
            self.step(&mut frame, step);
        }
        results(self, &mut frame)
    }

    fn step(&mut self, frame: &mut Frame<'a, T>, step: &'a Step) {
        match step {
            Step::Opaque { out, expression, replay } => {
                *self.once.entry(Ok(*out)).or_default() += usize::from(!replay);
                let value = if self.is_array(expression) {
                    let array = self.constants(expression);
                    self.opaque.push(array);
                    Value::Array(self.opaque.len() - 1)
                } else {
                    self.evaluate(expression)
                };
                self.define(*out, value);
            }
            Step::Effect(expression) => {
                *self.once.entry(Err(expression.key)).or_default() += 1;
                assert_eq!(self.evaluate(expression), Value::Condition(true), "a statement on constants");
            }
            Step::Name { out, value } => {
                let value = self.node(frame, *value);
                self.define(*out, value);
            }
            Step::Load { out, place } => {
                let Array::Number(x) = self.part(place) else { panic!("{place:?} is no number") };
                self.define(*out, Value::Real(x));
            }
            Step::Total { out, place } => {
                // what `sum` starts with
                let sum = self.part(place).numbers().into_iter().fold(T::of(-0.0), T::plus);
                self.define(*out, Value::Real(sum));
            }
            Step::Pop { stack, out } => match self.pop(*stack) {
                Datum::Value(value) => self.define(*out, value),
                Datum::Array(array) => panic!("{array:?} is popped as a value"),
            },
            Step::Push { stack, value } => {
                let value = self.operand(frame, value);
                self.push(*stack, Datum::Value(value), 1);
            }
            Step::If(branch) => {
                let holds = self.node(frame, branch.condition).condition("a branch");
                let side = if holds { &branch.then } else { &branch.otherwise };
                let values = self.block(side, |machine, frame| machine.operands(frame, &side.results));
                assert_eq!(values.len(), branch.outs.len(), "results of a branch");
                branch.outs.iter().zip(values).for_each(|(out, value)| self.define(*out, value));
            }
            Step::Loop(looped) => self.looped(frame, looped),
            Step::Call(call) => self.call(frame, call),
            Step::Pullback(pullback) => self.pullback(frame, pullback),
            _ => self.array_step(frame, step),
        }
    }

    fn push(&mut self, stack: StackId, datum: Datum<T>, size: usize) {
        self.stored += size;
        self.stacks[stack.0 as usize].push(datum);
    }

    fn pop(&mut self, stack: StackId) -> Datum<T> {
        let popped = self.stacks[stack.0 as usize].pop();
        popped.unwrap_or_else(|| panic!("the stack `{}` is empty", self.procedure.stacks[stack.0 as usize].hint))
    }

    fn operands(&mut self, frame: &mut Frame<'a, T>, operands: &[Operand]) -> Vec<Value<T>> {
        operands.iter().map(|operand| self.operand(frame, operand)).collect()
    }

    fn operand(&mut self, frame: &mut Frame<'a, T>, operand: &Operand) -> Value<T> {
        match operand {
            Operand::Node(id) => self.node(frame, *id),
            Operand::Opaque(var) => self.value(*var),
            Operand::Any => Value::Any,
            Operand::Array(array) => panic!("{array:?} is no value"),
        }
    }

    fn datum(&mut self, frame: &mut Frame<'a, T>, operand: &Operand) -> Datum<T> {
        match operand {
            Operand::Array(array) => Datum::Array(self.array(*array).clone()),
            operand => Datum::Value(self.operand(frame, operand)),
        }
    }

    fn define(&mut self, var: Var, value: Value<T>) {
        let kind = self.procedure.kind(var);
        let fits = match value {
            Value::Real(_) => matches!(kind, VarKind::Real | VarKind::Constant),
            Value::Condition(_) => kind == VarKind::Condition,
            Value::Integer(_) | Value::Array(_) => kind == VarKind::Opaque,
            Value::Any => true,
        };
        assert!(fits, "{value:?} for {} of kind {kind:?}", self.name(var));
        let before = self.scopes.last_mut().expect("a scope").values.insert(var, value);
        assert!(before.is_none(), "{} is defined twice", self.name(var));
    }

    fn value(&self, var: Var) -> Value<T> {
        let found = self.scopes.iter().rev().find_map(|scope| scope.values.get(&var));
        *found.unwrap_or_else(|| panic!("{} is not defined", self.name(var)))
    }

    fn name(&self, var: Var) -> String {
        format!("v{} `{}`", var.0, self.procedure.vars[var.0 as usize].hint)
    }
}
