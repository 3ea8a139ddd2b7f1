//! Adjoints that only count where a condition holds.

use super::Context;
use super::scope::Scope;
use crate::function::Function;
use crate::graph::{Graph, Id};
use crate::program::procedure::{Block, If, Operand, Step, Var, VarKind};

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

impl Context {
    /// Has a block of the reverse executed where a condition holds: elsewhere, whatever its values `inner` would be, they are 0, for not even 0
    /// times infinity comes from what no result comes from. What they are called outside.
    pub(super) fn where_holds(&mut self, scope: &mut Scope, guard: Id, mut then: Block, inner: &[Var]) -> Vec<Var> {
        let mut otherwise = Block::default();
        let zero = Operand::Node(otherwise.graph.integer(0));
        let mut outs = Vec::new();
        for var in inner {
            let leaf = then.leaf(*var);
            then.results.push(Operand::Node(leaf));
            otherwise.results.push(zero.clone());
            outs.push(self.names.var(VarKind::Real, self.hint(*var)));
        }
        let branch = If { condition: guard, then, otherwise, outs: outs.clone() };
        scope.target.steps.push(Step::If(Box::new(branch)));
        outs
    }
}
