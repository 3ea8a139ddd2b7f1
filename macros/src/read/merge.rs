//! What a value is after a branch of which each side gives it a value of its own.

use std::rc::Rc;

use gradus_engine::function::Function;
use gradus_engine::graph::Op;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Reader;
use super::frames::Frame;
use super::open::Record;
use super::optional::{is_none, none, some_constant};
use super::shape::Shape;
use super::slots::{Slot, Sort, sort_of};
use super::table::reads;
use super::value::{Class, Constant, Node, Value, View};

/// How a value is made of what a branch gives.
pub(super) enum Plan {
    /// Both sides agree.
    Same(Value),
    /// The position of the slot.
    Slot(usize),
    Tuple(Vec<Plan>),
    Struct(Rc<Record>, Vec<(Ident, Plan)>),
    Ref(Box<Plan>, bool),
    /// Whether there is a value, and which.
    Optional(Box<Plan>, Box<Plan>),
}

/// A branch whose sides are closed.
pub(super) struct Fork<'f> {
    pub(super) condition: Node,
    pub(super) then: &'f Frame,
    pub(super) otherwise: &'f Frame,
}

impl Reader<'_> {
    /// How the value is made of those of the two sides, which are closed.
    pub(super) fn plan(&mut self, fork: &Fork, pair: &[Option<Value>; 2], name: &str, slots: &mut Vec<Slot>) -> Plan {
        match pair {
            [None, None] => Plan::Same(Value::Unset),
            [Some(value), None] => self.plan_one(value, fork.then, 0, name, slots),
            [None, Some(value)] => self.plan_one(value, fork.otherwise, 1, name, slots),
            [Some(Value::Never), Some(value)] => self.plan_one(value, fork.otherwise, 1, name, slots),
            [Some(value), Some(Value::Never)] => self.plan_one(value, fork.then, 0, name, slots),
            [Some(a), Some(b)] => self.plan_two(fork, a, b, name, slots),
        }
    }

    /// A value that only one side gives.
    fn plan_one(&mut self, value: &Value, frame: &Frame, position: usize, name: &str, slots: &mut Vec<Slot>) -> Plan {
        let mut values = [None, None];
        values[position] = Some(value.clone());
        match value {
            Value::Real(node) | Value::Bool(node) if node.frame == frame.serial => {
                if let Some(node) = self.plain(*node, frame) {
                    return Plan::Same(if matches!(value, Value::Real(_)) {
                        Value::Real(node)
                    } else {
                        Value::Bool(node)
                    });
                }
                let sort = if matches!(value, Value::Real(_)) { Sort::Real } else { Sort::Condition };
                self.slot(sort, values, name, slots)
            }
            Value::Constant(constant) if !self.is_portable(&constant.tokens, frame) => {
                self.slot(Sort::Opaque(constant.class), values, name, slots)
            }
            Value::View(view) if view.rank() > 0 && !self.stands_outside(view, frame.serial) => {
                self.plan_array(values, view, name, slots)
            }
            Value::Tuple(parts) => {
                Plan::Tuple(parts.iter().map(|part| self.plan_one(part, frame, position, name, slots)).collect())
            }
            Value::Struct(path, fields) => {
                let mut plans = Vec::new();
                for (field, value) in fields {
                    let name = format!("{name}_{field}");
                    plans.push((field.clone(), self.plan_one(value, frame, position, &name, slots)));
                }
                Plan::Struct(path.clone(), plans)
            }
            Value::Ref(inner, mutable) => {
                Plan::Ref(Box::new(self.plan_one(inner, frame, position, name, slots)), *mutable)
            }
            Value::Optional(present, inner) => {
                let present = Value::Constant(present.clone());
                let present = self.plan_one(&present, frame, position, name, slots);
                Plan::Optional(Box::new(present), Box::new(self.plan_one(inner, frame, position, name, slots)))
            }
            value => Plan::Same(value.clone()),
        }
    }

    /// A number or a certain condition of a closed block, in this one.
    fn plain(&mut self, node: Node, frame: &Frame) -> Option<Node> {
        match frame.block.graph.op(node.id) {
            Op::Number(number) => Some(self.number(number.clone())),
            Op::Call(function) if function.arity() == 0 => Some(self.apply(function, &[])),
            _ => None,
        }
    }

    /// What a condition of a closed block, or of one around it, always is.
    fn certain_in(&self, node: Node, frame: &Frame) -> Option<bool> {
        if node.frame != frame.serial {
            return self.certain(node);
        }
        match frame.block.graph.op(node.id) {
            Op::Call(Function::True) => Some(true),
            Op::Call(Function::False) => Some(false),
            _ => None,
        }
    }

    /// Whether the tokens read nothing that the closed block defines.
    fn is_portable(&self, tokens: &TokenStream, frame: &Frame) -> bool {
        self.is_of_outside(tokens, frame.serial)
    }

    fn is_of_outside(&self, tokens: &TokenStream, block: u32) -> bool {
        let (vars, arrays) = reads(tokens);
        vars.iter().all(|var| self.homes[var.0 as usize] != block)
            && arrays.iter().all(|array| self.arrays[array.0 as usize].home != block)
    }

    /// Whether a part of an array can be named outside a block.
    pub(super) fn stands_outside(&self, view: &View, block: u32) -> bool {
        self.is_of_outside(&self.view_tokens(view, Span::call_site()), block)
    }

    fn plan_two(&mut self, fork: &Fork, a: &Value, b: &Value, name: &str, slots: &mut Vec<Slot>) -> Plan {
        if matches!(a, Value::Unknown) || matches!(b, Value::Unknown) {
            return Plan::Same(Value::Unknown);
        }
        if let Some(value) = self.agreed(a, b, fork.then, fork.otherwise) {
            return Plan::Same(value);
        }
        // a constant beside a number that varies
        if let (Value::Constant(constant), Value::Optional(..)) = (a, b)
            && let Some(a) = some_constant(constant)
        {
            return self.plan_two(fork, &a, b, name, slots);
        }
        if let (Value::Optional(..), Value::Constant(constant)) = (a, b)
            && let Some(b) = some_constant(constant)
        {
            return self.plan_two(fork, a, &b, name, slots);
        }
        let values = [Some(a.clone()), Some(b.clone())];
        match (a, b) {
            (Value::Bool(x), Value::Bool(y)) => {
                let certain = [self.certain_in(*x, fork.then), self.certain_in(*y, fork.otherwise)];
                match self.chosen_truth(fork.condition, certain) {
                    Some(truth) => Plan::Same(Value::Bool(truth)),
                    None => self.slot(Sort::Condition, values, name, slots),
                }
            }
            (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
                let mut plans = Vec::new();
                for (a, b) in a.iter().zip(b) {
                    plans.push(self.plan_two(fork, a, b, name, slots));
                }
                Plan::Tuple(plans)
            }
            (Value::Struct(path, a), Value::Struct(other, b)) if a.len() == b.len() && path.has_rest_of(other) => {
                Plan::Struct(path.clone(), self.plan_fields(fork, a, b, name, slots))
            }
            (Value::Struct(path, fields), Value::Constant(constant))
                if constant.class == Class::Any && !path.is_open() =>
            {
                let b = fields_of(constant, fields, a);
                self.plan_two(fork, a, &b, name, slots)
            }
            (Value::Constant(constant), Value::Struct(path, fields))
                if constant.class == Class::Any && !path.is_open() =>
            {
                let a = fields_of(constant, fields, b);
                self.plan_two(fork, &a, b, name, slots)
            }
            (Value::Ref(a, mutable), Value::Ref(b, _)) if is_scalar(a) && is_scalar(b) => {
                Plan::Ref(Box::new(self.plan_two(fork, a, b, name, slots)), *mutable)
            }
            (Value::View(a), Value::View(b)) if a.rank() > 0 && a.rank() == b.rank() => {
                self.plan_array(values, a, name, slots)
            }
            (Value::Optional(..), b) if is_none(b) => self.plan_two(fork, a, &none(), name, slots),
            (a, Value::Optional(..)) if is_none(a) => self.plan_two(fork, &none(), b, name, slots),
            (Value::Optional(p, a), Value::Optional(q, b)) => self.plan_optional(fork, [(p, a), (q, b)], name, slots),
            _ => self.plan_others(a, b, name, slots),
        }
    }

    /// The same of two that may hold something.
    fn plan_optional(
        &mut self,
        fork: &Fork,
        pair: [(&Constant, &Value); 2],
        name: &str,
        slots: &mut Vec<Slot>,
    ) -> Plan {
        let present = self.plan_presence(fork.condition, pair.map(|(present, _)| present), name, slots);
        // what stands where there is nothing is not looked at
        let pair = pair.map(|(present, value)| match present.certain() {
            Some(false) => Some(Value::Never),
            _ => Some(value.clone()),
        });
        let value = self.plan(fork, &pair, name, slots);
        Plan::Optional(Box::new(present), Box::new(value))
    }

    /// The same of the fields of two structs.
    fn plan_fields(
        &mut self,
        fork: &Fork,
        a: &[(Ident, Value)],
        b: &[(Ident, Value)],
        name: &str,
        slots: &mut Vec<Slot>,
    ) -> Vec<(Ident, Plan)> {
        let mut plans = Vec::new();
        for (field, value) in a {
            let other = b.iter().find(|(other, _)| other == field).map_or(&Value::Unknown, |(_, value)| value);
            let name = format!("{name}_{field}");
            plans.push((field.clone(), self.plan_two(fork, value, other, &name, slots)));
        }
        plans
    }

    /// Whether there is a value after the branch.
    fn plan_presence(&mut self, condition: Node, pair: [&Constant; 2], name: &str, slots: &mut Vec<Slot>) -> Plan {
        match self.chosen_truth(condition, pair.map(Constant::certain)) {
            Some(truth) => Plan::Same(Value::Bool(truth)),
            None => {
                let values = pair.map(|present| Some(Value::Constant(present.clone())));
                self.slot(Sort::Condition, values, name, slots)
            }
        }
    }

    /// The same of values that have no parts.
    fn plan_others(&mut self, a: &Value, b: &Value, name: &str, slots: &mut Vec<Slot>) -> Plan {
        match (a, b) {
            (Value::Constant(constant), Value::Unit) if !constant.simple => {
                self.slot(Sort::Opaque(Class::Any), [Some(a.clone()), None], name, slots);
                Plan::Same(Value::Unit)
            }
            (Value::Unit, Value::Constant(constant)) if !constant.simple => {
                self.slot(Sort::Opaque(Class::Any), [None, Some(b.clone())], name, slots);
                Plan::Same(Value::Unit)
            }
            (Value::Unit, _) | (_, Value::Unit) => Plan::Same(Value::Unit),
            (Value::Iter(_), Value::Iter(_)) => {
                self.unlike(name, "is another iterator on each side of this branch, which is not read; write what is done with it on each side");
                Plan::Same(Value::Unknown)
            }
            (Value::Ref(x, _), Value::Ref(y, _)) if is_array(x) && is_array(y) => {
                self.unlike(
                    name,
                    "is another part of an array on each side of this branch or loop, which is not read; keep the array and the index where the part starts, and write `x[i..]`",
                );
                Plan::Same(Value::Unknown)
            }
            _ => match sort_of(a.peel(), b.peel()) {
                Some(sort) => self.slot(sort, [Some(a.clone()), Some(b.clone())], name, slots),
                None => {
                    self.unlike(
                        name,
                        "is not of one kind on both sides of this branch, which is not read; give each its own name",
                    );
                    Plan::Same(Value::Unknown)
                }
            },
        }
    }

    /// One of two truths that are certain, by the condition.
    fn chosen_truth(&mut self, condition: Node, certain: [Option<bool>; 2]) -> Option<Node> {
        match certain {
            [Some(a), Some(b)] if a == b => Some(self.truth(a)),
            [Some(true), Some(false)] => Some(condition),
            [Some(false), Some(true)] => Some(self.apply(Function::Not, &[condition])),
            _ => None,
        }
    }

    /// What both sides have in common.
    fn agreed(&mut self, a: &Value, b: &Value, then: &Frame, otherwise: &Frame) -> Option<Value> {
        let agree = match (a, b) {
            (Value::Real(a), Value::Real(b)) | (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Constant(x), Value::Constant(y)) => {
                x.tokens.to_string() == y.tokens.to_string()
                    && self.is_portable(&x.tokens, then)
                    && self.is_portable(&y.tokens, otherwise)
            }
            (Value::View(a), Value::View(b)) => a.array == b.array && a.path == b.path,
            (Value::Columns(a), Value::Columns(b)) => self.agreed(a, b, then, otherwise).is_some(),
            (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
                a.iter().zip(b).all(|(a, b)| self.agreed(a, b, then, otherwise).is_some())
            }
            (Value::Struct(_, a), Value::Struct(_, b)) if a.len() == b.len() => {
                a.iter().zip(b).all(|((_, a), (_, b))| self.agreed(a, b, then, otherwise).is_some())
            }
            (Value::Closure(a), Value::Closure(b)) => Rc::ptr_eq(a, b),
            (Value::Prefix(a, n), Value::Prefix(b, m)) => a == b && n == m,
            (Value::Ref(a, _), Value::Ref(b, _)) => self.agreed(a, b, then, otherwise).is_some(),
            (Value::Unit, Value::Unit) => true,
            (Value::Place(a, members), Value::Place(b, others)) => a == b && members == others,
            (Value::Optional(p, a), Value::Optional(q, b)) => {
                let [p, q] = [p, q].map(|present| Value::Constant(present.clone()));
                self.agreed(&p, &q, then, otherwise).is_some() && self.agreed(a, b, then, otherwise).is_some()
            }
            (Value::Iter(a), Value::Iter(b)) => a.is_same(b),
            _ => false,
        };
        agree.then(|| a.clone())
    }

    /// An array that each side gives is copied into one that stands outside.
    fn plan_array(&mut self, values: [Option<Value>; 2], view: &View, name: &str, slots: &mut Vec<Slot>) -> Plan {
        let shapes: Vec<&Shape> = (values.iter().flatten())
            .filter_map(|value| match value {
                Value::View(view) => Some(&view.shape),
                _ => None,
            })
            .collect();
        let texts: Vec<Option<String>> =
            shapes.iter().map(|shape| self.fixed_zero(shape).map(|zero| zero.to_string())).collect();
        match (self.fixed_zero(&view.shape), texts.iter().all(|text| *text == texts[0])) {
            (Some(zero), true) => {
                let array = self.local_constant(zero, view.shape.clone(), name, true);
                self.slot(Sort::Array(array, view.shape.clone()), values, name, slots)
            }
            _ => {
                self.unlike(
                    name,
                    "stands for another array on each side of this branch, which is not read; declare one array before the branch and assign to its elements",
                );
                Plan::Same(Value::Unknown)
            }
        }
    }
}

/// An array or a part of one.
fn is_array(value: &Value) -> bool {
    matches!(value.peel(), Value::View(view) if view.rank() > 0)
}

/// A number, a condition or a constant.
fn is_scalar(value: &Value) -> bool {
    matches!(value.peel(), Value::Real(_) | Value::Bool(_) | Value::Constant(_))
}

/// A constant that is a struct, by its fields, which are those of `like`.
pub(super) fn fields_of(constant: &Constant, fields: &[(Ident, Value)], like: &Value) -> Value {
    let Value::Struct(path, _) = like else { return Value::Constant(constant.clone()) };
    let base = constant.operand();
    let fields = fields.iter().map(|(field, _)| {
        let part = Constant { volatile: constant.volatile, ..Constant::new(quote!(#base.#field), Class::Any) };
        (field.clone(), Value::Constant(Constant { simple: constant.simple, ..part }))
    });
    Value::Struct(path.clone(), fields.collect())
}
