//! What the sides of a branch hand over: numbers, conditions, constants and arrays, each under one name afterwards.

use gradus_engine::program::procedure::{ArrayId, Operand, Place, Step, Var, VarKind};

use super::Reader;
use super::merge::Plan;
use super::shape::Shape;
use super::table;
use super::value::{Class, Constant, Value, View};

#[derive(Clone)]
pub(super) enum Sort {
    Real,
    Condition,
    Opaque(Class),
    Array(ArrayId, Shape),
}

/// What each side gives a value.
pub(super) struct Slot {
    pub(super) sort: Sort,
    /// `None` where nobody looks at it.
    pub(super) values: [Option<Value>; 2],
    pub(super) hint: String,
}

impl Slot {
    pub(super) fn kind(&self) -> VarKind {
        match self.sort {
            Sort::Real | Sort::Array(..) => VarKind::Real,
            Sort::Condition => VarKind::Condition,
            Sort::Opaque(_) => VarKind::Opaque,
        }
    }

    pub(super) fn is_array(&self) -> bool {
        matches!(self.sort, Sort::Array(..))
    }

    pub(super) fn is_opaque(&self) -> bool {
        matches!(self.sort, Sort::Opaque(_))
    }

    pub(super) fn is_condition(&self) -> bool {
        matches!(self.sort, Sort::Condition)
    }
}

impl Reader<'_> {
    pub(super) fn slot(&mut self, sort: Sort, values: [Option<Value>; 2], name: &str, slots: &mut Vec<Slot>) -> Plan {
        slots.push(Slot { sort, values, hint: name.to_owned() });
        Plan::Slot(slots.len() - 1)
    }

    /// What the current side, at a position, gives a slot; nothing for an array, which is copied.
    pub(super) fn operand(&mut self, slot: &Slot, position: usize) -> Option<Operand> {
        let place = self.branch_place.clone();
        let Some(value) = slot.values[position].clone() else {
            return (!slot.is_array()).then_some(Operand::Any);
        };
        match &slot.sort {
            Sort::Real => {
                let node = self.as_real(value, &place);
                Some(node.map_or(Operand::Any, |node| Operand::Node(self.here(node))))
            }
            Sort::Condition => {
                let node = self.as_condition(value, &place);
                Some(node.map_or(Operand::Any, |node| Operand::Node(self.here(node))))
            }
            Sort::Opaque(_) => {
                let constant = self.as_constant(value, &place);
                Some(constant.map_or(Operand::Any, |constant| Operand::Opaque(self.constant_var(constant, &slot.hint))))
            }
            Sort::Array(array, _) => {
                if let Value::View(view) = value {
                    let to = Place { array: *array, path: Vec::new() };
                    self.written(&to);
                    let from = Place { array: view.array, path: view.path };
                    self.step(Step::Copy { to, from });
                }
                None
            }
        }
    }

    /// The value whose name a constant is; one is made where there is none.
    pub(super) fn constant_var(&mut self, constant: Constant, hint: &str) -> Var {
        match table::single(&constant.tokens) {
            Some(var) => var,
            None => self.opaque_anew(VarKind::Opaque, constant.tokens, hint, !constant.volatile),
        }
    }

    /// The value of a slot after the branch.
    pub(super) fn slot_value(&mut self, slot: &Slot, outs: &mut dyn Iterator<Item = Var>) -> Value {
        let mut out = || outs.next().expect("one for each slot");
        match &slot.sort {
            Sort::Real => {
                let out = out();
                Value::Real(self.leaf(out))
            }
            Sort::Condition => {
                let out = out();
                Value::Bool(self.leaf(out))
            }
            Sort::Opaque(class) => Value::Constant(table::named(out(), *class)),
            Sort::Array(array, shape) => {
                Value::View(View { array: *array, path: Vec::new(), shape: shape.clone(), window: None })
            }
        }
    }

    /// A value, the slots having theirs.
    pub(super) fn planned(&mut self, plan: Plan, slots: &[Value]) -> Value {
        match plan {
            Plan::Same(value) => value,
            Plan::Slot(position) => slots[position].clone(),
            Plan::Tuple(plans) => Value::Tuple(plans.into_iter().map(|plan| self.planned(plan, slots)).collect()),
            Plan::Struct(path, plans) => {
                let fields = plans.into_iter().map(|(field, plan)| (field, self.planned(plan, slots)));
                Value::Struct(path, fields.collect())
            }
            Plan::Ref(inner, mutable) => Value::Ref(Box::new(self.planned(*inner, slots)), mutable),
            Plan::Optional(present, value) => {
                let present = self.planned(*present, slots);
                let present = self.presence(present);
                Value::Optional(present, Box::new(self.planned(*value, slots)))
            }
        }
    }
}

/// What can hold either value.
pub(super) fn sort_of(a: &Value, b: &Value) -> Option<Sort> {
    let real = |value: &Value| match value {
        Value::Real(_) => true,
        Value::Constant(constant) => constant.class == Class::Real,
        Value::View(view) => view.rank() == 0,
        _ => false,
    };
    let truth = |value: &Value| match value {
        Value::Bool(_) => true,
        Value::Constant(constant) => constant.class == Class::Bool,
        _ => false,
    };
    match (a, b) {
        _ if real(a) || real(b) => Some(Sort::Real),
        _ if truth(a) || truth(b) => Some(Sort::Condition),
        (Value::Constant(a), Value::Constant(b)) => {
            Some(Sort::Opaque(if a.class == Class::Any { b.class } else { a.class }))
        }
        _ => None,
    }
}
