//! The reverse of a branch: a branch on the same condition, whose sides are the reverses of the sides.

use std::collections::{BTreeMap, BTreeSet};

use super::scope::{self, Scope, repeatable, simple};
use super::storage::Kept;
use super::sweep::{Found, Seed};
use super::{Context, Unsupported};
use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::program::Use;
use crate::program::procedure::{ArrayId, Block, If, Operand, Step, Var, VarKind};

/// An adjoint as an inner block sees it.
#[derive(Clone, Debug)]
pub(super) enum Incoming {
    Number(crate::number::Number),
    Var(Var),
}

impl Incoming {
    pub(super) fn node(&self, graph: &mut Graph) -> Id {
        match self {
            Incoming::Number(number) => graph.number(number.clone()),
            Incoming::Var(var) => graph.variable(&var.leaf()),
        }
    }

    /// The same in a block whose steps may name nodes: there, a name is no leaf.
    fn node_of(&self, block: &mut Block) -> Id {
        let named = block.steps.iter().rev().find_map(|step| match (step, self) {
            (Step::Name { out, value }, Incoming::Var(var)) if out == var => Some(*value),
            _ => None,
        });
        named.unwrap_or_else(|| self.node(&mut block.graph))
    }

    /// The result that both sides of a branch take from around it, or that is one number on both: what passes through the branch as it is. Values
    /// of their own they have none in common.
    fn of_both(then: &Block, otherwise: &Block, result: usize) -> Option<Self> {
        let [op, other] = [then, otherwise].map(|side| match side.results[result] {
            Operand::Node(id) => Some(side.graph.op(id)),
            _ => None,
        });
        match (op?, other?) {
            (Op::Number(number), Op::Number(other)) if number == other => Some(Incoming::Number(number.clone())),
            (Op::Variable(name), Op::Variable(other)) if name == other => Var::of_leaf(name).map(Incoming::Var),
            _ => None,
        }
    }
}

/// A side, reversed.
struct Side {
    forward: Block,
    reverse: Block,
    /// The number of steps at the start of `reverse` that are of the forward side.
    again: usize,
    found: BTreeMap<Var, Id>,
}

impl Context {
    /// Makes a node of the target readable by inner blocks.
    pub(super) fn incoming(&mut self, scope: &mut Scope, value: Id, hint: &str) -> Incoming {
        match scope.target.graph.op(value) {
            Op::Number(number) => Incoming::Number(number.clone()),
            Op::Variable(name) if Var::of_leaf(name).is_some() => Incoming::Var(Var::of_leaf(name).expect("just seen")),
            _ => {
                let out = self.names.var(VarKind::Real, hint);
                scope.target.steps.push(Step::Name { out, value });
                Incoming::Var(out)
            }
        }
    }

    pub(super) fn branch(&mut self, scope: &mut Scope, found: &mut Found, position: usize) -> Result<(), Unsupported> {
        let outs = scope.step(position).outs();
        let adjoints: Vec<Option<Id>> = outs.iter().map(|out| found.take(scope, *out)).collect();
        if adjoints.iter().all(Option::is_none) && !self.writes_active(scope.step(position)) {
            return Ok(());
        }
        let incoming: Vec<Option<Incoming>> = (adjoints.iter().zip(&outs))
            .map(|(adjoint, out)| adjoint.map(|value| self.incoming(scope, value, &self.hint(*out))))
            .collect();
        let mut lost = scope.lost_after(position);
        lost.extend(scope.step(position).writes());
        let Step::If(branch) = scope.step(position).clone() else { unreachable!("a branch") };
        let If { condition, then, otherwise, mut outs } = *branch;
        let absent = scope.gone();
        let mut then = self.side(then, &incoming, &lost, &absent)?;
        let mut otherwise = self.side(otherwise, &incoming, &lost, &absent)?;

        let apart = self.contributions(scope, found, &mut then, &mut otherwise);
        self.hand_over(&mut then, &mut otherwise, &mut outs);
        self.hand_over(&mut otherwise, &mut then, &mut outs);

        *scope.step_mut(position) =
            Step::If(Box::new(If { condition, then: then.forward, otherwise: otherwise.forward, outs }));
        if apart.is_empty() && then.reverse.steps.is_empty() && otherwise.reverse.steps.is_empty() {
            return Ok(());
        }
        let fresh: Vec<Var> = apart.iter().map(|(var, _)| self.names.var(VarKind::Real, self.hint(*var))).collect();
        scope::order(&mut then.reverse, &mut []);
        scope::order(&mut otherwise.reverse, &mut []);
        let reverse = If { condition, then: then.reverse, otherwise: otherwise.reverse, outs: fresh.clone() };
        scope.target.steps.push(Step::If(Box::new(reverse)));
        for ((var, sides), out) in apart.into_iter().zip(fresh) {
            let leaf = scope.target.leaf(out);
            // what one side alone contributes is nothing on the other, not even 0 times infinity
            let guard = match sides {
                (true, false) => Some(condition),
                (false, true) => Some(scope.target.graph.call(Function::Not, &[condition])),
                _ => None,
            };
            found.add_var_where(var, guard, leaf);
        }
        Ok(())
    }

    /// Gives the sides their results, simplified: by result, the value to whose adjoint it contributes, and which sides do. What passes through both
    /// is no result and is added at once.
    fn contributions(
        &mut self,
        scope: &mut Scope,
        found: &mut Found,
        then: &mut Side,
        otherwise: &mut Side,
    ) -> Vec<(Var, (bool, bool))> {
        let wanted: BTreeSet<Var> = then.found.keys().chain(otherwise.found.keys()).copied().collect();
        let has = |side: &Side, var: &Var| side.found.contains_key(var);
        let sides: Vec<(bool, bool)> = wanted.iter().map(|var| (has(then, var), has(otherwise, var))).collect();
        for side in [&mut *then, &mut *otherwise] {
            let zero = side.reverse.graph.integer(0);
            let result = |var: &Var| Operand::Node(side.found.get(var).copied().unwrap_or(zero));
            side.reverse.results = wanted.iter().map(result).collect();
            scope::simplify(&mut side.reverse, side.again, 0, &mut [], &mut self.effort);
        }
        let passed: Vec<Option<Incoming>> =
            (0..wanted.len()).map(|at| Incoming::of_both(&then.reverse, &otherwise.reverse, at)).collect();
        for side in [&mut *then, &mut *otherwise] {
            let mut passed = passed.iter();
            side.reverse.results.retain(|_| passed.next().is_some_and(Option::is_none));
        }
        let mut apart: Vec<(Var, (bool, bool))> = Vec::new();
        for ((var, sides), passed) in wanted.into_iter().zip(sides).zip(passed) {
            match passed {
                Some(adjoint) => found.add_var(var, adjoint.node_of(&mut scope.target)),
                None => apart.push((var, sides)),
            }
        }
        apart
    }

    fn side(
        &mut self,
        forward: Block,
        incoming: &[Option<Incoming>],
        lost: &BTreeSet<ArrayId>,
        absent: &BTreeSet<ArrayId>,
    ) -> Result<Side, Unsupported> {
        let mut lost = lost.clone();
        lost.extend(forward.steps.iter().filter_map(Step::declares));
        let mut inner =
            Scope::inner(forward, lost.clone(), absent.clone(), |step| simple(step) && repeatable(step, &lost));
        let mut seeds = Vec::new();
        for (result, adjoint) in inner.forward.results.clone().iter().zip(incoming) {
            if let (Operand::Node(id), Some(adjoint)) = (result, adjoint) {
                seeds.push(Seed::new(*id, adjoint.node(&mut inner.target.graph)));
            }
        }
        let found = self.sweep(&mut inner, &seeds, &[])?;
        let again = inner.prefix;
        Ok(Side { forward: inner.forward, reverse: inner.target, again, found })
    }

    /// Makes further results of a branch of what the reverse of a side reads and cannot compute.
    fn hand_over(&mut self, side: &mut Side, other: &mut Side, outs: &mut Vec<Var>) {
        let own: BTreeSet<Var> = side.forward.defined();
        for Kept { var, value } in self.hand(&mut side.forward, &mut side.reverse, &mut side.again, &mut [], &own) {
            outs.push(var);
            side.forward.results.push(value);
            other.forward.results.push(Operand::Any);
        }
    }

    /// The adjoint arrays so far: what is added to them is read later.
    pub(super) fn adjoint_arrays(&self) -> BTreeSet<ArrayId> {
        self.adjoints.values().copied().collect()
    }

    /// Whether a step writes to an array that has an adjoint.
    pub(super) fn writes_active(&self, step: &Step) -> bool {
        let mut writes = false;
        step.uses(&mut |used| writes |= matches!(used, Use::Writes(array) if self.adjoint(array).is_some()));
        writes
    }
}
