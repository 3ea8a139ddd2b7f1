//! Nodes of a block's graph, each computed where it is first needed.

use gradus_engine::function::Function;
use gradus_engine::graph::{Id, Op};
use gradus_engine::program::procedure::{Block, Var};

use super::{Machine, Real, Value};

/// A block with the nodes that are computed so far.
pub struct Frame<'a, T> {
    block: &'a Block,
    values: Vec<Option<Value<T>>>,
}

impl<'a, T: Real> Frame<'a, T> {
    pub fn of(block: &'a Block) -> Self {
        Frame { block, values: vec![None; block.graph.len()] }
    }
}

impl<'a, T: Real> Machine<'a, T> {
    pub fn node(&mut self, frame: &mut Frame<'a, T>, id: Id) -> Value<T> {
        if let Some(value) = frame.values[id.index()] {
            return value;
        }
        let value = match frame.block.graph.op(id) {
            Op::Number(number) => Value::Real(T::of(number.to_f64())),
            Op::Variable(name) => {
                let var = Var::of_leaf(name).unwrap_or_else(|| panic!("the leaf `{name}` is no value"));
                let value = self.value(var);
                assert!(!matches!(value, Value::Integer(_)), "the opaque {} is a leaf", self.name(var));
                value
            }
            Op::Call(function) => self.apply(frame, function, frame.block.graph.args(id)),
        };
        frame.values[id.index()] = Some(value);
        value
    }

    pub fn number(&mut self, frame: &mut Frame<'a, T>, id: Id) -> T {
        self.node(frame, id).real("a number of a step")
    }

    fn apply(&mut self, frame: &mut Frame<'a, T>, function: Function, args: &[Id]) -> Value<T> {
        if let (Function::Select, &[c, a, b]) = (function, args) {
            // Only the side that is picked counts: the other may be what nobody looks at.
            return match self.node(frame, c) {
                Value::Any => Value::Any,
                c => {
                    let side = if c.condition("a selection") { a } else { b };
                    self.node(frame, side)
                }
            };
        }
        let values: Vec<Value<T>> = args.iter().map(|arg| self.node(frame, *arg)).collect();
        if let Function::And | Function::Or = function {
            let absorbing = Value::Condition(function == Function::Or);
            if values.contains(&absorbing) {
                return absorbing;
            }
        }
        if values.contains(&Value::Any) {
            return Value::Any;
        }
        let truth =
            matches!(function, Function::Equal | Function::NotEqual | Function::And | Function::Or | Function::Not);
        let encoded = values.iter().map(|value| match value {
            Value::Condition(holds) if truth => T::of(f64::from(*holds)),
            value => value.real(function.row().name),
        });
        let value = T::call(function, &encoded.collect::<Vec<T>>());
        match function.row().result {
            gradus_engine::function::Kind::Bool => Value::Condition(value.value() != 0.0),
            _ => Value::Real(value),
        }
    }
}
