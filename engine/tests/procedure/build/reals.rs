//! Real numbers and conditions.

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use gradus_engine::function::Function;
use gradus_engine::graph::Id;
use gradus_engine::number::Number;
use gradus_engine::program::procedure::VarKind;

use super::I;
use super::state::{Parameter, with};
use crate::text::Text;

/// A real number: a node of an open block.
#[derive(Clone, Copy, Debug)]
pub struct R {
    /// The block; 0 for what nobody may look at.
    pub(super) serial: usize,
    pub(super) id: Id,
}

/// A condition.
#[derive(Clone, Copy, Debug)]
pub struct C(pub(super) R);

/// A scalar parameter.
pub fn scalar(hint: &str) -> R {
    with(|state| {
        let var = state.procedure.var(VarKind::Real, hint);
        state.procedure.given.push(var);
        state.parameters.push(Parameter::Scalar(var));
        state.leaf(var)
    })
}

/// A real parameter that is a constant.
pub fn constant(hint: &str) -> R {
    with(|state| {
        let var = state.procedure.var(VarKind::Constant, hint);
        state.procedure.given.push(var);
        state.parameters.push(Parameter::Constant(var));
        state.leaf(var)
    })
}

impl R {
    pub fn of(value: f64) -> R {
        with(|state| {
            let number = Number::from_f64(value).expect("a finite number");
            let id = state.top().block.graph.number(number);
            state.handle(id)
        })
    }

    /// A number that nobody may look at.
    pub fn unknown() -> R {
        R { serial: 0, id: Id::from_index(0) }
    }

    pub fn call(function: Function, args: &[R]) -> R {
        with(|state| {
            let ids: Vec<Id> = args.iter().map(|arg| state.bring(*arg)).collect();
            let id = state.top().block.graph.intern(function, &ids);
            state.handle(id)
        })
    }

    /// `self as i64`
    pub fn truncate(self) -> I {
        with(|state| {
            let id = state.bring(self);
            let top = state.open.len() - 1;
            let var = state.name(top, id);
            let inner = state.key(Text::Var(var));
            I(state.key(Text::Truncate(inner)))
        })
    }

    pub fn less(self, other: impl Into<R>) -> C {
        C(R::call(Function::Less, &[self, other.into()]))
    }

    pub fn greater(self, other: impl Into<R>) -> C {
        C(R::call(Function::Greater, &[self, other.into()]))
    }
}

impl From<f64> for R {
    fn from(value: f64) -> R {
        R::of(value)
    }
}

impl C {
    pub fn of(holds: bool) -> C {
        C(R::call(if holds { Function::True } else { Function::False }, &[]))
    }

    /// `if self { a } else { b }` on numbers that are both there.
    pub fn select(self, a: R, b: R) -> R {
        R::call(Function::Select, &[self.0, a, b])
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident)*) => {$(
        impl<X: Into<R>> $trait<X> for R {
            type Output = R;
            fn $method(self, other: X) -> R {
                R::call(Function::$trait, &[self, other.into()])
            }
        }
        impl $trait<R> for f64 {
            type Output = R;
            fn $method(self, other: R) -> R {
                R::call(Function::$trait, &[R::of(self), other])
            }
        }
    )*};
}

operators!(Add add Sub sub Mul mul Div div);

macro_rules! methods {
    ($($name:ident $function:ident)*) => {
        impl R {
            $(pub fn $name(self) -> R {
                R::call(Function::$function, &[self])
            })*
        }
    };
}

methods!(sin Sin cos Cos tanh Tanh exp Exp ln Ln sqrt Sqrt abs Abs sigmoid Sigmoid floor Floor recip Recip);

impl R {
    pub fn max(self, other: impl Into<R>) -> R {
        R::call(Function::Max, &[self, other.into()])
    }

    pub fn powi(self, n: i32) -> R {
        R::call(Function::Powi, &[self, R::of(f64::from(n))])
    }
}

impl Neg for R {
    type Output = R;
    fn neg(self) -> R {
        R::call(Function::Neg, &[self])
    }
}

impl BitAnd for C {
    type Output = C;
    fn bitand(self, other: C) -> C {
        C(R::call(Function::And, &[self.0, other.0]))
    }
}

impl BitOr for C {
    type Output = C;
    fn bitor(self, other: C) -> C {
        C(R::call(Function::Or, &[self.0, other.0]))
    }
}

impl Not for C {
    type Output = C;
    fn not(self) -> C {
        C(R::call(Function::Not, &[self.0]))
    }
}
