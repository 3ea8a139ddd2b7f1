//! The reverse of a loop: the iterations in reverse order, each with as much of the forward iteration as it needs.
//!
//! Where the iteration is executed again ([`Mode::Again`]), only what it was entered with and cannot be had otherwise is kept on a stack: the values carried, as far
//! as the simplified reverse reads them, and arrays that every iteration rewrites. Where it cannot be (an iteration changes single elements of an array that others read),
//! every value that the reverse reads is kept ([`Mode::Kept`]).

use std::collections::{BTreeMap, BTreeSet};

use super::guarded::Guarded;
use super::mode::{Mode, iteration, mode};
use super::scope::{self, Scope};
use super::standing::Standing;
use super::storage::{Kept, roots};
use super::sweep::{Found, Seed};
use super::{Context, Unsupported, live};
use crate::graph::{Id, Op};
use crate::program::Use;
use crate::program::procedure::{
    ArrayId, Block, Carried, Loop, Operand, Order, Space, StackId, Step, Sum, Var, VarKind,
};

/// An iteration swept backwards.
struct Swept {
    /// The carried values that have an adjoint, each with what the adjoint is called when a reversed iteration begins.
    carried: Vec<(usize, Var)>,
    /// The values from outside, and what each iteration adds to their adjoints.
    sources: Vec<Var>,
    sums: Vec<Sum>,
    zero: Id,
}

impl Context {
    pub(super) fn looped(&mut self, scope: &mut Scope, found: &mut Found, position: usize) -> Result<(), Unsupported> {
        let Step::Loop(inner) = scope.step(position).clone() else { unreachable!("a loop") };
        let mut inner = *inner;
        let guarded: Vec<Option<Guarded>> =
            inner.carried.iter().map(|carried| found.take_guarded(scope, carried.exit)).collect();
        let mut adjoints: Vec<Option<Id>> =
            guarded.iter().map(|adjoint| adjoint.map(|adjoint| adjoint.blend(&mut scope.target.graph))).collect();
        if adjoints.iter().all(Option::is_none) && !self.writes_active(scope.step(position)) {
            return Ok(());
        }
        let extrema = self.extrema(scope, found, position, &mut adjoints)?;
        let rest = adjoints.iter().any(Option::is_some) || self.writes_active(scope.step(position));
        if !rest || self.fused(scope, found, position, &adjoints)? {
            return Ok(());
        }
        let guard = Guarded::common(&guarded, &scope.target.graph)
            .filter(|_| !extrema.contains(&true) && !self.writes_active(scope.step(position)));
        let mut reached = self.reached(&inner, &adjoints);
        reached.iter_mut().zip(extrema).for_each(|(reached, done)| *reached &= !done);
        let lost = scope.lost_after(position);
        let private = self.private(scope, position, &inner);
        let mode = mode(&inner, &lost, (private, self.replaced(&inner)), &self.lasting(scope));
        self.steady(scope, position, &inner)?;
        let kept = self.kept(&inner.body, &mode);
        let standing = self.standing(scope, position, &inner, &mode);
        let mut body = iteration(&mut inner, lost, scope.gone(), &mode, &kept);

        let Swept { carried, sources, mut sums, zero } = self.iteration_swept(&inner, &mut body, &reached)?;
        let followers = self.settle(&mut inner, &mut body, (&mode, &standing), &mut sums);
        let Scope { forward, target, .. } = body;
        inner.body = forward;

        let space = self.backwards(&mut inner);
        let (head, breaks, trips) = (None, false, None);
        let mut reverse = Loop { space, head, carried: Vec::new(), sums, body: target, breaks, trips };
        let mut exits = self.exits(scope, &inner, &mut reverse, carried, (&adjoints, zero));
        for (at, follower) in followers {
            let init = Operand::Node(scope.target.leaf(inner.carried[at].exit));
            let next = Operand::Node(reverse.body.leaf(inner.carried[at].entry));
            let exit = self.names.var(VarKind::Real, "");
            reverse.carried.push(Carried { init, entry: follower, exit });
            reverse.body.results.push(next);
        }
        let after = self.neighbours(&mut scope.target, &mut reverse);
        self.straighten(&mut reverse);
        scope::order(&mut reverse.body, &mut reverse.sums);
        let mut outs: Vec<Var> = reverse.sums.iter().map(|sum| sum.out).collect();
        *scope.step_mut(position) = Step::Loop(Box::new(inner));
        match guard.filter(|_| after.is_none() && !takes(&reverse.body)) {
            Some(guard) => self.repeated_where(scope, guard, reverse, &mut outs, &mut exits),
            None => scope.target.steps.push(Step::Loop(Box::new(reverse))),
        }
        scope.target.steps.extend(after);
        for (init, exit) in exits {
            let Operand::Node(node) = init else { continue };
            let value = match exit {
                Exit::Same(value) => value,
                Exit::Carried(exit) => scope.target.leaf(exit),
            };
            found.add(&mut scope.target.graph, Seed { node, guard, value });
        }
        for (var, out) in sources.into_iter().zip(outs) {
            let leaf = scope.target.leaf(out);
            found.add_var_where(var, guard, leaf);
        }
        Ok(())
    }

    /// Sweeps an iteration backwards from the adjoints of the carried values that are `reached`; its results are the next ones.
    fn iteration_swept(&mut self, inner: &Loop, body: &mut Scope, reached: &[bool]) -> Result<Swept, Unsupported> {
        let mut carried = Vec::new();
        let mut seeds = Vec::new();
        for (at, forward) in inner.carried.iter().enumerate().filter(|(at, _)| reached[*at]) {
            if let Operand::Node(next) = body.forward.results[at] {
                let entry = self.names.var(VarKind::Real, self.hint(forward.entry));
                seeds.push(Seed::new(next, body.target.leaf(entry)));
                carried.push((at, entry));
            }
        }
        let mut contributions = self.sweep(body, &seeds, &[])?;
        let zero = body.target.graph.integer(0);
        let mut nexts = Vec::new();
        for (position, forward) in inner.carried.iter().enumerate() {
            let next = contributions.remove(&forward.entry).unwrap_or(zero);
            if carried.iter().any(|(at, _)| *at == position) {
                nexts.push(Operand::Node(next));
            }
        }
        let sources: Vec<Var> = contributions.keys().copied().collect();
        let sums = (contributions.into_iter())
            .map(|(var, value)| Sum { out: self.names.var(VarKind::Real, self.hint(var)), value })
            .collect();
        body.target.results = nexts;
        Ok(Swept { carried, sources, sums, zero })
    }

    /// Has the reverse loop carry the adjoints, as far as they change in it; what they are after it belongs to what the forward loop began with.
    fn exits(
        &mut self,
        scope: &mut Scope,
        inner: &Loop,
        reverse: &mut Loop,
        carried: Vec<(usize, Var)>,
        (adjoints, zero): (&[Option<Id>], Id),
    ) -> Vec<(Operand, Exit)> {
        let nexts = std::mem::take(&mut reverse.body.results);
        let mut exits = Vec::new();
        for ((at, entry), next) in carried.into_iter().zip(nexts) {
            let value = adjoints[at].unwrap_or_else(|| scope.target.graph.integer(0));
            let node = if let Operand::Node(id) = next { id } else { zero };
            let exit = if reverse.body.graph.op(node) == Op::Variable(&entry.leaf()) {
                // the same in every iteration
                scope.target.steps.push(Step::Name { out: entry, value });
                Exit::Same(value)
            } else {
                let exit = self.names.var(VarKind::Real, self.hint(entry));
                reverse.carried.push(Carried { init: Operand::Node(value), entry, exit });
                reverse.body.results.push(next);
                Exit::Carried(exit)
            };
            exits.push((inner.carried[at].init.clone(), exit));
        }
        exits
    }

    /// A reverse loop in a branch: nothing is executed where no result comes from what the loop leaves.
    fn repeated_where(
        &mut self,
        scope: &mut Scope,
        guard: Id,
        mut reverse: Loop,
        outs: &mut [Var],
        exits: &mut [(Operand, Exit)],
    ) {
        let mut then = Block::default();
        for carried in &mut reverse.carried {
            if let Operand::Node(id) = &mut carried.init {
                let hint = self.names.vars[carried.entry.0 as usize].hint.clone();
                *id = self.incoming(scope, *id, &hint).node(&mut then.graph);
            }
        }
        then.steps.push(Step::Loop(Box::new(reverse)));
        let exits = exits.iter_mut().filter_map(|(_, exit)| match exit {
            Exit::Carried(exit) => Some(exit),
            Exit::Same(_) => None,
        });
        let all: Vec<&mut Var> = outs.iter_mut().chain(exits).collect();
        let inner: Vec<Var> = all.iter().map(|var| **var).collect();
        for (var, outside) in all.into_iter().zip(self.where_holds(scope, guard, then, &inner)) {
            *var = outside;
        }
    }

    /// Simplifies a reversed iteration, removes what it does not need, and keeps for it what it cannot compute.
    ///
    /// Returns the carried values whose next is read: going backwards it is the one that was entered with in the iteration before, and has
    /// the `Var` that is given beside.
    fn settle(
        &mut self,
        inner: &mut Loop,
        body: &mut Scope,
        (mode, standing): (&Mode, &[Standing]),
        sums: &mut [Sum],
    ) -> Vec<(usize, Var)> {
        let own = std::mem::take(&mut body.target.results);
        // the forward values stay as they are, so that they are found again
        let stored = standing.iter().map(|standing| Operand::Node(standing.value));
        let nexts = body.forward.results.iter().filter(|next| matches!(next, Operand::Node(_))).cloned();
        let values: Vec<Operand> = stored.chain(nexts).collect();
        let count = values.len();
        body.target.results = values.into_iter().chain(own).collect();
        self.tidy(body, count, sums, mode);
        let stored: Vec<Id> = body.target.results.drain(..count).take(standing.len()).filter_map(node).collect();
        self.read_standing(body, sums, standing, &stored);
        let mut own = body.forward.defined();
        own.extend(inner.carried.iter().map(|carried| carried.entry));
        let mut kept = self.hand(&mut body.forward, &mut body.target, &mut body.prefix, sums, &own);
        let mut followers = Vec::new();
        unchanging(inner, body, sums, &mut kept);
        for (at, carried) in inner.carried.iter().enumerate() {
            let real = self.names.kind(carried.entry) == VarKind::Real;
            if !real || !kept.iter().any(|kept| kept.var == carried.entry) {
                continue;
            }
            let follower = self.names.var(VarKind::Real, "");
            let held: Vec<Var> = followers.iter().map(|(at, _): &(usize, Var)| inner.carried[*at].entry).collect();
            if follow(body, sums, &mut kept, &held, at, follower) {
                followers.push((at, follower));
            }
        }
        let needed = self.needed(&mut body.target, &mut body.prefix, sums);
        let entries: Vec<Var> = followers.iter().map(|(at, _)| inner.carried[*at].entry).collect();
        kept.retain(|kept| needed.contains(&kept.var) || entries.contains(&kept.var));
        self.keep(body, &mode.restored(), kept);
        followers
    }

    /// Simplifies a reversed iteration and removes what must not be executed again; the first `results` results stay as they are.
    pub(super) fn tidy(&mut self, body: &mut Scope, results: usize, sums: &mut [Sum], mode: &Mode) {
        scope::simplify(&mut body.target, body.prefix, results, sums, &mut self.effort);
        let mut again: Vec<Step> = body.target.steps.drain(..body.prefix).collect();
        let adjoints = self.adjoint_arrays();
        live::strip(&mut again, &|array| mode.brings(array) || adjoints.contains(&array));
        body.prefix = again.len();
        body.target.steps.splice(0..0, again);
    }

    /// Keeps on stacks what a reversed iteration needs of the forward one.
    fn keep(&mut self, body: &mut Scope, restored: &BTreeSet<ArrayId>, kept: Vec<Kept>) {
        let mut taken = Vec::new();
        for Kept { var, value } in kept {
            let stack = self.stack(var);
            body.forward.steps.push(Step::Push { stack, value });
            taken.push(Step::Pop { stack, out: var });
        }
        taken.reverse();
        let mut saved = Vec::new();
        for array in restored {
            let stack = self.real_stack();
            saved.push(Step::Save { stack, array: *array });
            self.rewound.insert(*array);
        }
        let restores = restored.iter().rev().map(|array| Step::Restore { stack: self.real_stack(), array: *array });
        taken.extend(restores.collect::<Vec<_>>());
        body.forward.steps.splice(0..0, saved);
        body.target.steps.splice(0..0, taken);
        self.keep_lengths(body, restored);
    }

    pub(super) fn real_stack(&mut self) -> StackId {
        match self.names.stacks.iter().position(|stack| stack.real) {
            Some(position) => StackId(position as u32),
            None => self.names.stack("stack", true),
        }
    }

    /// The stack for a value: one for all reals, one for each of the others, whose types differ.
    fn stack(&mut self, var: Var) -> StackId {
        match self.names.kind(var) {
            VarKind::Real => self.real_stack(),
            _ => {
                let hint = format!("{}_stack", self.names.vars[var.0 as usize].hint);
                self.names.stack(hint, false)
            }
        }
    }

    /// Tells the arrays that are there with the length that they had.
    pub(super) fn lasting(&self, scope: &Scope) -> impl Fn(ArrayId) -> bool + use<> {
        let gone = scope.gone();
        let appended = self.appended.clone();
        move |array| !gone.contains(&array) && !appended.contains(&array)
    }

    /// Refuses a loop that cannot be run backwards, because what says how often it runs has changed.
    fn steady(&self, scope: &Scope, position: usize, inner: &Loop) -> Result<(), Unsupported> {
        let Space::Items { items, .. } = &inner.space else { return Ok(()) };
        let troubled = self.troubled(scope, position);
        let Some(array) = items.arrays.iter().find(|array| troubled.contains(array)) else { return Ok(()) };
        let name = &self.names.arrays[array.0 as usize].hint;
        let message = format!(
            "the number of iterations depends on `{name}`, which changes; bind it before the loop, as `let n = {name}.len();`"
        );
        self.unsupported(Some(items), message)
    }

    /// What the reverse of a loop runs over.
    fn backwards(&mut self, inner: &mut Loop) -> Space {
        if let (Space::Items { induction, items, .. }, false) = (&inner.space, inner.breaks) {
            return Space::Items { induction: *induction, items: items.clone(), order: Order::Reversed };
        }
        let trips = *inner.trips.get_or_insert_with(|| self.names.var(VarKind::Opaque, "trips"));
        match &inner.space {
            Space::Items { induction, items, .. } => {
                Space::Items { induction: *induction, items: items.clone(), order: Order::ReversedFrom(trips) }
            }
            _ => Space::Times(trips),
        }
    }

    /// Which carried values may get an adjoint: those that a result with one depends on, in any number of iterations.
    pub(super) fn reached(&self, inner: &Loop, adjoints: &[Option<Id>]) -> Vec<bool> {
        let mut read: BTreeSet<Var> = BTreeSet::new();
        let mut nodes = Vec::new();
        for step in &inner.body.steps {
            step.uses(&mut |used| match used {
                Use::Node(id) => nodes.push(id),
                Use::Var(var) => drop(read.insert(var)),
                _ => {}
            });
        }
        let mut reached: Vec<bool> = adjoints.iter().map(Option::is_some).collect();
        loop {
            let next = |(at, result): (usize, &Operand)| match result {
                Operand::Node(id) if reached.get(at) == Some(&true) => Some(*id),
                _ => None,
            };
            let results: Vec<Id> = inner.body.results.iter().enumerate().filter_map(next).collect();
            let leaves: BTreeSet<Var> = inner.body.leaves(&[&nodes[..], &results].concat()).into_iter().collect();
            let mut changed = false;
            for (at, carried) in inner.carried.iter().enumerate() {
                let real = self.names.kind(carried.entry) == VarKind::Real && self.active.var(carried.entry);
                let found = real && (leaves.contains(&carried.entry) || read.contains(&carried.entry));
                changed |= found && !std::mem::replace(&mut reached[at], true);
            }
            if !changed {
                return reached;
            }
        }
    }
}

/// What a reverse loop makes of an adjoint.
enum Exit {
    /// What it was.
    Same(Id),
    Carried(Var),
}

/// Whether something is taken from a stack.
fn takes(block: &Block) -> bool {
    block
        .steps
        .iter()
        .any(|step| matches!(step, Step::Pop { .. } | Step::Restore { .. }) || step.blocks().into_iter().any(takes))
}

fn node(operand: Operand) -> Option<Id> {
    if let Operand::Node(id) = operand { Some(id) } else { None }
}

/// Gives inner blocks and expressions the value under the name by which they read it.
fn also_inside(body: &mut Scope, name: Var, value: Var) {
    let value = body.target.leaf(value);
    body.target.steps.insert(0, Step::Name { out: name, value });
    body.moved(0, 1);
}

/// What a loop carries along as it is need not be kept: it is what the loop ends with.
fn unchanging(inner: &Loop, body: &mut Scope, sums: &mut [Sum], kept: &mut Vec<Kept>) {
    for (at, carried) in inner.carried.iter().enumerate() {
        let entry = body.forward.graph.find_variable(&carried.entry.leaf());
        let same = matches!(body.forward.results[at], Operand::Node(next) if Some(next) == entry);
        if same && kept.iter().any(|kept| kept.var == carried.entry) {
            kept.retain(|kept| kept.var != carried.entry);
            let leaf = body.target.leaf(carried.entry);
            scope::replace(&mut body.target, sums, &BTreeMap::from([(leaf, carried.exit)]));
            also_inside(body, carried.entry, carried.exit);
        }
    }
}

/// Has a reversed iteration read the next of a carried value under another name, where it reads it at all. What is `held` stays kept.
fn follow(body: &mut Scope, sums: &mut [Sum], kept: &mut Vec<Kept>, held: &[Var], at: usize, follower: Var) -> bool {
    let Operand::Node(next) = body.forward.results[at] else { return false };
    if let Some(same) = kept.iter().position(|kept| kept.value == Operand::Node(next)) {
        if held.contains(&kept[same].var) {
            return false;
        }
        let var = kept.remove(same).var;
        let leaf = body.target.leaf(var);
        scope::replace(&mut body.target, sums, &BTreeMap::from([(leaf, follower)]));
        also_inside(body, var, follower);
        return true;
    }
    let [id] = body.target.graph.import(&body.forward.graph, &[next])[..] else { return false };
    let called = body.target.graph.as_call(id).is_some();
    let used = called && body.target.graph.reach(&roots(&body.target, sums))[id.index()];
    if used {
        scope::replace(&mut body.target, sums, &BTreeMap::from([(id, follower)]));
    }
    used
}
