//! Adjoints that only count where a condition holds.

use crate::function::Function;
use crate::graph::{Graph, Id};

/// An adjoint that is 0 where the guard does not hold; whether its value is 0 there, too.
#[derive(Clone, Copy)]
pub(super) struct Guarded {
    pub(super) guard: Option<Id>,
    pub(super) value: Id,
    pub(super) zero: bool,
}

impl Guarded {
    /// The adjoint as one node.
    pub(super) fn blend(self, graph: &mut Graph) -> Id {
        match self.guard {
            Some(guard) if !self.zero => {
                let zero = graph.integer(0);
                graph.call(Function::Select, &[guard, self.value, zero])
            }
            _ => self.value,
        }
    }

    /// The condition without which all are 0, unless it differs or always holds.
    pub(super) fn common(adjoints: &[Option<Guarded>], graph: &Graph) -> Option<Id> {
        let mut guards = adjoints.iter().flatten().map(|adjoint| adjoint.guard);
        let first = guards.next()??;
        let always = graph.as_call(first).is_some_and(|(function, _)| function == Function::True);
        (!always && guards.all(|guard| guard == Some(first))).then_some(first)
    }
}
