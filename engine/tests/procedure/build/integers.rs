//! Integers, and what loops run over: expressions.

use std::ops::{Add, Div, Mul, Rem, Sub};

use gradus_engine::program::procedure::VarKind;

use super::state::{Parameter, with};
use super::{C, R};
use crate::text::{Key, Operation, Text};

/// An integer expression.
#[derive(Clone, Copy, Debug)]
pub struct I(pub(super) Key);

/// What a loop runs over.
#[derive(Clone, Copy, Debug)]
pub struct Items(pub(super) Key);

/// An integer parameter.
pub fn integer(hint: &str) -> I {
    with(|state| {
        let var = state.procedure.var(VarKind::Opaque, hint);
        state.procedure.given.push(var);
        state.parameters.push(Parameter::Constant(var));
        I(state.key(Text::Var(var)))
    })
}

impl From<usize> for I {
    fn from(value: usize) -> I {
        I(with(|state| state.key(Text::Integer(value as i64))))
    }
}

fn binary(operation: Operation, a: I, b: I) -> Key {
    with(|state| state.key(Text::Binary(operation, a.0, b.0)))
}

macro_rules! operators {
    ($($trait:ident $method:ident)*) => {$(
        impl<X: Into<I>> $trait<X> for I {
            type Output = I;
            fn $method(self, other: X) -> I {
                I(binary(Operation::$trait, self, other.into()))
            }
        }
    )*};
}

operators!(Add add Sub sub Mul mul Div div Rem rem);

/// `low..high`
pub fn range(low: impl Into<I>, high: impl Into<I>) -> Items {
    let (low, high) = (low.into(), high.into());
    Items(with(|state| {
        let key = state.key(Text::Range(low.0, high.0));
        state.procedure.strides.insert(key, 1);
        key
    }))
}

impl Items {
    pub fn rev(self) -> Items {
        Items(with(|state| {
            let key = state.key(Text::Reversed(self.0));
            if let Some(stride) = state.procedure.strides.get(&self.0).copied() {
                state.procedure.strides.insert(key, -stride);
            }
            key
        }))
    }

    pub fn step_by(self, step: usize) -> Items {
        Items(with(|state| state.key(Text::StepBy(self.0, step))))
    }
}

impl I {
    /// The same in a variable of its own.
    pub fn bound(self) -> I {
        with(|state| {
            let var = state.opaque_of_kind(self.0, VarKind::Opaque);
            I(state.key(Text::Var(var)))
        })
    }

    /// `self as f64`
    pub fn real(self) -> R {
        with(|state| {
            let key = state.key(Text::ToReal(self.0));
            let var = state.opaque_of_kind(key, VarKind::Constant);
            state.leaf(var)
        })
    }

    pub fn less(self, other: impl Into<I>) -> C {
        condition(binary(Operation::Less, self, other.into()))
    }

    pub fn equals(self, other: impl Into<I>) -> C {
        condition(binary(Operation::Equal, self, other.into()))
    }
}

/// `assert!(a < b)`
pub fn assert_less(a: I, b: impl Into<I>) {
    let key = binary(Operation::Less, a, b.into());
    with(|state| {
        let expression = state.table.expression(key);
        state.step(gradus_engine::program::procedure::Step::Effect(expression));
    });
}

pub(super) fn condition(key: Key) -> C {
    with(|state| {
        let var = state.opaque_of_kind(key, VarKind::Condition);
        C(state.truth(var))
    })
}
