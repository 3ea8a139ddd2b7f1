//! Loops that are reversed on the way forward.
//!
//! Where a loop only adds to what it carries (a loss over samples), the adjoints of its results are the same in every iteration. When
//! they are known before the loop, each iteration is reversed right after it was executed, in one loop: nothing is stored, nothing is
//! computed twice.

use std::collections::{BTreeMap, BTreeSet};

use super::accumulate::accumulates;
use super::scope::{self, Scope};
use super::sweep::{Found, Seed};
use super::{Context, Unsupported, live};
use crate::graph::{Id, Op};
use crate::program::Use;
use crate::program::procedure::{ArrayId, Block, Loop, Operand, Step, Sum, Var, VarKind};

impl Context {
    /// Reverses a loop on the way forward; says whether that was possible.
    pub(super) fn fused(
        &mut self,
        scope: &mut Scope,
        found: &mut Found,
        position: usize,
        adjoints: &[Option<Id>],
    ) -> Result<bool, Unsupported> {
        let Step::Loop(inner) = scope.step(position).clone() else { return Ok(false) };
        self.advance(scope, position, adjoints);
        let private = self.private(scope, position, &inner);
        let (Some(_), true) = (scope.again[position], self.fusable(scope, position, &inner, adjoints, &private)) else {
            return Ok(false);
        };
        let mut inner = *inner;
        let mut body = Scope::whole(std::mem::take(&mut inner.body));
        body.lost = scope.lost.clone();
        body.absent = scope.gone();
        body.private = private;
        let mut seeds = Vec::new();
        for (at, value) in adjoints.iter().enumerate() {
            let (Some(value), Operand::Node(next)) = (value, &body.target.results[at]) else { continue };
            let seed = self.before(scope, position, *value, &self.hint(inner.carried[at].entry));
            seeds.push((*next, seed, at));
        }
        let nodes: Vec<Seed> =
            seeds.iter().map(|(next, seed, _)| Seed::new(*next, body.target.graph.variable(seed))).collect();
        let mut contributions: BTreeMap<Var, Id> = self.sweep(&mut body, &nodes, &[])?;
        for carried in &inner.carried {
            contributions.remove(&carried.entry);
        }
        let sources: Vec<Var> = contributions.keys().copied().collect();
        inner.sums = (contributions.into_iter())
            .map(|(var, value)| Sum { out: self.names.var(VarKind::Real, self.hint(var)), value })
            .collect();
        let results = body.target.results.len();
        scope::simplify(&mut body.target, body.prefix, results, &mut inner.sums, &mut self.effort);
        inner.body = pruned(body.target, body.prefix, &inner.sums);
        let after = self.neighbours(&mut scope.target, &mut inner);
        scope::order(&mut inner.body, &mut inner.sums);
        let outs: Vec<Var> = inner.sums.iter().map(|sum| sum.out).collect();
        let inits: Vec<Operand> = inner.carried.iter().map(|carried| carried.init.clone()).collect();
        *scope.step_mut(position) = Step::Loop(Box::new(inner));
        if let (Some(after), Some(at)) = (after, scope.again[position]) {
            scope.target.steps.insert(at + 1, after);
            scope.moved(at + 1, 1);
        }
        for (_, _, at) in seeds {
            if let (Operand::Node(init), Some(value)) = (&inits[at], adjoints[at]) {
                found.add_node(&mut scope.target.graph, *init, value);
            }
        }
        for (var, out) in sources.into_iter().zip(outs) {
            let leaf = scope.target.leaf(out);
            found.add_var(var, leaf);
        }
        Ok(true)
    }

    /// Has what the adjoints of a loop's results need of the user's constants, such as the `n as f64` that a sum is divided by after the loop,
    /// computed before it.
    fn advance(&self, scope: &mut Scope, position: usize, adjoints: &[Option<Id>]) {
        let nodes: Vec<Id> = adjoints.iter().flatten().copied().collect();
        for var in scope.target.leaves(&nodes) {
            let early = self.early(scope, position);
            let steady = |step: &Step| match step {
                Step::Opaque { out, expression, replay: true } => {
                    *out == var && expression.arrays.is_empty() && expression.reads.iter().all(|read| early(*read))
                }
                _ => false,
            };
            let later = (position + 1..scope.again.len()).find(|later| steady(scope.step(*later)));
            if let Some(later) = later {
                scope.bring_before(later, position);
            }
        }
    }

    fn fusable(
        &self,
        scope: &Scope,
        position: usize,
        inner: &Loop,
        adjoints: &[Option<Id>],
        private: &BTreeSet<ArrayId>,
    ) -> bool {
        let mut fits = true;
        scope.step(position).uses(&mut |used| {
            fits &= match used {
                Use::Writes(array) => !self.active.array(array) || private.contains(&array),
                // the reverse of a later write would take what the loop has added for what the written value needs
                Use::Reads(array) => !self.active.array(array) || !scope.is_written_after(position, array),
                _ => true,
            };
        });
        if !fits {
            return false;
        }
        let early = self.early(scope, position);
        inner.carried.iter().zip(adjoints).enumerate().all(|(at, (carried, adjoint))| match adjoint {
            Some(adjoint) => {
                scope.target.leaves(&[*adjoint]).iter().all(|var| early(*var))
                    && !inner.head.as_ref().is_some_and(|head| reads(head, carried.entry))
                    && accumulates(&inner.body, &inner.body.results[at], carried.entry)
            }
            // without an adjoint it must not get one from the others
            None => !self.active.var(carried.entry) || !self.leads_on(inner, at, adjoints),
        })
    }

    /// Whether a carried value has an influence on what has an adjoint.
    fn leads_on(&self, inner: &Loop, at: usize, adjoints: &[Option<Id>]) -> bool {
        let reached = self.reached(inner, adjoints);
        reached[at]
    }

    /// Tells the values that are there before a step.
    fn early(&self, scope: &Scope, position: usize) -> impl Fn(Var) -> bool + use<> {
        let mut late: BTreeSet<Var> = BTreeSet::new();
        for later in position..scope.again.len() {
            let brought = matches!((scope.again[later], scope.again[position]), (Some(later), Some(at)) if later < at);
            if !brought {
                late.extend(scope.step(later).outs());
            }
        }
        for step in &scope.target.steps[scope.prefix..] {
            late.extend(step.outs());
        }
        move |var| !late.contains(&var)
    }

    /// The name of a leaf that stands for a node in inner blocks of the step at a position.
    fn before(&mut self, scope: &mut Scope, position: usize, value: Id, hint: &str) -> String {
        if let Op::Variable(name) = scope.target.graph.op(value) {
            return name.to_owned();
        }
        let out = self.names.var(VarKind::Real, hint);
        if let Some(at) = scope.again[position] {
            scope.target.steps.insert(at, Step::Name { out, value });
            scope.moved(at, 1);
        }
        out.leaf()
    }
}

fn reads(block: &Block, var: Var) -> bool {
    let mut read = false;
    block.free(&mut |used| read |= used == Use::Var(var));
    read
}

/// The block without what is not needed of its reverse part.
pub(super) fn pruned(mut block: Block, forward: usize, sums: &[Sum]) -> Block {
    let nodes: Vec<Id> = sums.iter().map(|sum| sum.value).collect();
    let reverse = block.steps.split_off(forward);
    let first = std::mem::replace(&mut block.steps, reverse);
    live::prune(&mut block, &mut 0, &nodes, &BTreeSet::new());
    block.steps.splice(0..0, first);
    block
}
