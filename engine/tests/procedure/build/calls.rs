//! Calls of other programs.

use std::rc::Rc;

use gradus_engine::program::procedure::{
    Argument, ArrayInfo, Call, CallResult, Expression, Handover, Origin, Step, VarKind,
};

use super::state::{Program, with};
use super::{A, I, Part, R};
use crate::text::Text;

/// Something to hand to a function.
pub trait Handed {
    fn argument(self) -> Argument;
}

impl Handed for R {
    fn argument(self) -> Argument {
        with(|state| Argument::Real(state.bring(self)))
    }
}

impl Handed for I {
    fn argument(self) -> Argument {
        with(|state| Argument::Constant(state.table.expression(self.0)))
    }
}

impl Handed for A {
    fn argument(self) -> Argument {
        self.whole().argument()
    }
}

impl Handed for Part {
    fn argument(self) -> Argument {
        let Part(place) = self;
        Argument::Array { place, handover: Handover::Reference, mutable: false }
    }
}

pub fn argument(handed: impl Handed) -> Argument {
    handed.argument()
}

/// `&mut part`
pub fn mutable(part: impl Into<Part>) -> Argument {
    let Part(place) = part.into();
    Argument::Array { place, handover: Handover::Reference, mutable: true }
}

fn callee(program: Option<&Rc<Program>>) -> Expression {
    with(|state| {
        let position = program.map(|program| {
            let callees = &mut state.table.callees;
            callees.iter().position(|other| Rc::ptr_eq(other, program)).unwrap_or_else(|| {
                callees.push(program.clone());
                callees.len() - 1
            })
        });
        state.expression(Text::Callee(position))
    })
}

fn call_real(program: Option<&Rc<Program>>, arguments: Vec<Argument>) -> R {
    let callee = callee(program);
    with(|state| {
        let out = state.procedure.var(VarKind::Real, "");
        state.step(Step::Call(Box::new(Call {
            callee,
            method: false,
            arguments,
            suffix: String::new(),
            result: CallResult::Real(out),
        })));
        state.leaf(out)
    })
}

pub fn call(program: &Rc<Program>, arguments: Vec<Argument>) -> R {
    call_real(Some(program), arguments)
}

/// A call of the function that is being written.
pub fn call_itself(arguments: Vec<Argument>) -> R {
    call_real(None, arguments)
}

pub fn call_array(program: &Rc<Program>, arguments: Vec<Argument>, rank: usize) -> A {
    let callee = callee(Some(program));
    with(|state| {
        let id = state.procedure.array(ArrayInfo {
            hint: "result".into(),
            rank,
            parts: 0,
            origin: Origin::Local,
            ty: None,
            zero: None,
        });
        state.procedure.arrays[id.0 as usize].zero = Some(state.expression(Text::ZeroLike(id)));
        state.step(Step::Call(Box::new(Call {
            callee,
            method: false,
            arguments,
            suffix: String::new(),
            result: CallResult::Array(id),
        })));
        A { id }
    })
}

pub fn call_unit(program: &Rc<Program>, arguments: Vec<Argument>) {
    let callee = callee(Some(program));
    with(|state| {
        state.step(Step::Call(Box::new(Call {
            callee,
            method: false,
            arguments,
            suffix: String::new(),
            result: CallResult::Unit,
        })))
    });
}
