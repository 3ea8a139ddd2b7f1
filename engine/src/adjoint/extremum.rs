//! The largest or smallest of a loop's values: its adjoint goes to the iteration that it is from.
//!
//! For `m = max(m, v)` that is the first iteration in which `v` equals the final `m`, unless `m` was that from the start; for `m = max(v, m)` the last
//! one. A loop over the same items finds it, so nothing is stored.

use std::collections::{BTreeMap, BTreeSet};

use super::mode::{Mode, iteration, mode};
use super::scope::{Scope, holds};
use super::sweep::{Found, Seed};
use super::{Context, Unsupported};
use crate::function::{Function, Kind};
use crate::graph::{Graph, Id, Op};
use crate::program::Use;
use crate::program::procedure::{Block, Carried, If, Loop, Operand, Order, Space, Step, Sum, Var, VarKind};

/// `v` in `m = max(m, v)`, as a node of the body.
struct Extremum {
    candidate: Id,
    /// Whether the first of equal values counts, and the initial one before all.
    first: bool,
}

impl Context {
    /// Reverses the carried values that are extrema; says which.
    pub(super) fn extrema(
        &mut self,
        scope: &mut Scope,
        found: &mut Found,
        position: usize,
        adjoints: &mut [Option<Id>],
    ) -> Result<Vec<bool>, Unsupported> {
        let mut done = vec![false; adjoints.len()];
        for at in 0..adjoints.len() {
            let (Some(adjoint), Step::Loop(inner)) = (adjoints[at], scope.step(position).clone()) else { continue };
            let plain = matches!(inner.space, Space::Items { order: Order::Forward, .. }) && !inner.breaks;
            if !plain || inner.head.is_some() || self.writes_active(scope.step(position)) {
                continue;
            }
            let Some(extremum) = extremum(&inner, at) else { continue };
            if self.routed(scope, found, position, *inner, at, extremum, adjoint)? {
                adjoints[at] = None;
                done[at] = true;
            }
        }
        Ok(done)
    }

    #[allow(clippy::too_many_arguments)]
    fn routed(
        &mut self,
        scope: &mut Scope,
        found: &mut Found,
        position: usize,
        mut inner: Loop,
        at: usize,
        extremum: Extremum,
        adjoint: Id,
    ) -> Result<bool, Unsupported> {
        let Operand::Node(init) = inner.carried[at].init else { return Ok(false) };
        let lost = scope.lost_after(position);
        let mode = mode(&inner, &lost, (BTreeSet::new(), self.replaced(&inner)), &self.lasting(scope));
        if !matches!(&mode, Mode::Again { restored, .. } if restored.is_empty()) {
            return Ok(false);
        }
        let exit = inner.carried[at].exit;
        let mut body = iteration(&mut inner, lost, scope.gone(), &mode, &[]);
        let entry = self.names.var(VarKind::Condition, "found");
        let seed = self.names.var(VarKind::Real, self.hint(exit));

        let graph = &mut body.target.graph;
        let (last, before) = (graph.variable(&exit.leaf()), holds(graph, entry));
        let equal = graph.call(Function::Equal, &[extremum.candidate, last]);
        let not_before = graph.call(Function::Not, &[before]);
        let here = graph.call(Function::And, &[not_before, equal]);
        let next = graph.call(Function::Or, &[before, equal]);
        let value = graph.variable(&seed.leaf());
        let seeds = [Seed { node: extremum.candidate, guard: Some(here), value }];
        let contributions: BTreeMap<Var, Id> = self.sweep(&mut body, &seeds, &[])?;
        let sources: Vec<Var> = contributions.keys().copied().collect();
        let mut sums: Vec<Sum> = (contributions.into_iter())
            .map(|(var, value)| Sum { out: self.names.var(VarKind::Real, self.hint(var)), value })
            .collect();
        body.target.results = vec![Operand::Node(next)];
        let own = body.forward.defined();
        self.tidy(&mut body, 1, &mut sums, &mode);
        let needed = self.needed(&mut body.target, &mut body.prefix, &sums);
        let entries: Vec<Var> = inner.carried.iter().map(|carried| carried.entry).collect();
        if needed.iter().any(|var| own.contains(var) || entries.contains(var)) {
            return Ok(false);
        }

        let graph = &mut scope.target.graph;
        let last = graph.variable(&exit.leaf());
        let from_start =
            if extremum.first { graph.call(Function::Equal, &[init, last]) } else { graph.call(Function::False, &[]) };
        scope.target.steps.push(Step::Name { out: seed, value: adjoint });
        let Space::Items { induction, items, .. } = inner.space else { return Ok(false) };
        let order = if extremum.first { Order::Forward } else { Order::Reversed };
        let at_end = self.names.var(VarKind::Condition, "found");
        let outs: Vec<Var> = sums.iter().map(|sum| sum.out).collect();
        scope.target.steps.push(Step::Loop(Box::new(Loop {
            space: Space::Items { induction, items, order },
            head: None,
            carried: vec![Carried { init: Operand::Node(from_start), entry, exit: at_end }],
            sums,
            body: body.target,
            breaks: false,
            trips: None,
        })));
        for (var, out) in sources.into_iter().zip(outs) {
            let leaf = scope.target.leaf(out);
            found.add_var(var, leaf);
        }
        if found.is_active(init) {
            // from the start, or nothing was equal: all were NaN
            let graph = &mut scope.target.graph;
            let ended = holds(graph, at_end);
            let never = graph.call(Function::Not, &[ended]);
            let guard = graph.call(Function::Or, &[from_start, never]);
            found.add(graph, Seed { node: init, guard: Some(guard), value: adjoint });
        }
        Ok(true)
    }
}

/// Whether a carried value is the extremum of values that depend on nothing carried.
fn extremum(inner: &Loop, at: usize) -> Option<Extremum> {
    let body = &inner.body;
    let Operand::Node(next) = *body.results.get(at)? else { return None };
    let entry = body.graph.find_variable(&inner.carried[at].entry.leaf())?;
    let found = match body.graph.op(next) {
        Op::Call(Function::Max | Function::Min) => match *body.graph.args(next) {
            [a, b] if a == entry => Extremum { candidate: b, first: true },
            [a, b] if b == entry => Extremum { candidate: a, first: false },
            _ => return None,
        },
        Op::Call(Function::Select) => match *body.graph.args(next) {
            [condition, a, b] if b == entry => compared(&body.graph, condition, a, entry)?,
            _ => return None,
        },
        Op::Variable(name) => {
            let out = Var::of_leaf(name)?;
            let branch = body.steps.iter().find_map(|step| match step {
                Step::If(branch) if branch.outs.contains(&out) => Some(branch),
                _ => None,
            })?;
            let place = branch.outs.iter().position(|other| *other == out)?;
            let candidate = taken(body, branch, place, inner.carried[at].entry)?;
            compared(&body.graph, branch.condition, candidate, entry)?
        }
        _ => return None,
    };
    let carried: Vec<Id> =
        inner.carried.iter().filter_map(|carried| body.graph.find_variable(&carried.entry.leaf())).collect();
    let depends = body.graph.depends(&carried);
    // steps between may hide a dependence: what they define is then no candidate
    let entries: Vec<Var> = inner.carried.iter().map(|carried| carried.entry).collect();
    let mut tainted: Vec<Var> = Vec::new();
    for step in &body.steps {
        let mut touched = false;
        step.uses(&mut |used| match used {
            Use::Node(id) => touched |= depends[id.index()],
            Use::Var(var) => touched |= entries.contains(&var) || tainted.contains(&var),
            _ => {}
        });
        if touched {
            tainted.extend(step.outs());
        }
    }
    let clean =
        !depends[found.candidate.index()] && !body.leaves(&[found.candidate]).iter().any(|var| tainted.contains(var));
    (clean && only_compared(inner, at, next, entry)).then_some(found)
}

/// What an `if` without other influence on its out takes: `if .. { v } else { m }`.
fn taken(body: &Block, branch: &If, place: usize, entry: Var) -> Option<Id> {
    let Operand::Node(then) = *branch.then.results.get(place)? else { return None };
    let Operand::Node(otherwise) = *branch.otherwise.results.get(place)? else { return None };
    if branch.otherwise.graph.op(otherwise) != Op::Variable(&entry.leaf()) {
        return None;
    }
    let Op::Variable(name) = branch.then.graph.op(then) else { return None };
    let var = Var::of_leaf(name)?;
    let named = body.steps.iter().find_map(|step| match step {
        Step::Name { out, value } if *out == var => Some(*value),
        _ => None,
    });
    named.or_else(|| body.graph.find_variable(&var.leaf()))
}

/// `v > m` and the like, where `v` is taken.
fn compared(graph: &Graph, condition: Id, candidate: Id, entry: Id) -> Option<Extremum> {
    let (function, args) = graph.as_call(condition)?;
    if !(args == [candidate, entry] || args == [entry, candidate]) || candidate == entry {
        return None;
    }
    let first = match function {
        Function::Less | Function::Greater => true,
        Function::LessEqual | Function::GreaterEqual => false,
        _ => return None,
    };
    Some(Extremum { candidate, first })
}

/// Whether nothing but conditions and its own next value depends on a carried value.
fn only_compared(inner: &Loop, at: usize, next: Id, entry: Id) -> bool {
    let body = &inner.body;
    let depends = body.graph.depends(&[entry]);
    let fits = |id: Id| !depends[id.index()] || id == entry || id == next || body.graph.kind(id) == Kind::Bool;
    let nodes = body.graph.ids().all(fits);
    let var = inner.carried[at].entry;
    let mut steps = true;
    let read = read_inside(body);
    for step in &body.steps {
        // a name that nothing reads is no use
        if matches!(step, Step::Name { out, .. } if !read.contains(out)) {
            continue;
        }
        let own = matches!(step, Step::If(branch) if branch.outs.iter().any(|out| body.graph.op(next) == Op::Variable(&out.leaf())));
        step.uses(&mut |used| match used {
            Use::Node(id) => steps &= !depends[id.index()] || body.graph.kind(id) == Kind::Bool,
            Use::Var(read) => steps &= read != var || own,
            _ => {}
        });
    }
    let others = body.results.iter().enumerate().filter(|(other, _)| *other != at);
    let results = others.into_iter().all(|(_, other)| match other {
        Operand::Node(id) => !depends[id.index()] || body.graph.kind(*id) == Kind::Bool,
        _ => true,
    });
    nodes && steps && results
}

/// The values that steps read other than through nodes.
fn read_inside(body: &Block) -> BTreeSet<Var> {
    let mut read = BTreeSet::new();
    for step in &body.steps {
        step.uses(&mut |used| {
            if let Use::Var(var) = used {
                read.insert(var);
            }
        });
    }
    read
}
