//! What is written where: which nodes are named, before which step each is written, and which accesses stand in place.

use std::collections::{BTreeMap, HashMap};

use super::live::Live;
use super::tree::{At, Inner, Tree};
use crate::graph::Id;
use crate::program::Use;
use crate::program::procedure::{ArrayId, Expression, Index, Operand, Order, Place, Space, Step, Var, VarKind};

/// The plan of one block.
#[derive(Default)]
pub(super) struct Plan {
    /// By node: how often its text is read.
    pub(super) uses: Vec<u32>,
    /// By node: whether it gets a name.
    pub(super) named: Vec<bool>,
    /// By step, and for the results: the nodes that are written before it, arguments first.
    pub(super) before: Vec<Vec<Id>>,
    /// By node, the values that name it, in order; the first is the one that is read.
    pub(super) names: HashMap<Id, Vec<Var>>,
    /// By step: whether what it reads is written where it is used.
    pub(super) in_place: Vec<bool>,
}

impl Plan {
    /// The value that names a node.
    pub(super) fn name(&self, id: Id) -> Option<Var> {
        self.names.get(&id)?.first().copied()
    }
}

/// How a value is read from other than its block's graph.
#[derive(Clone, Copy)]
struct Reads {
    /// By an expression or an inner block: it needs a name.
    inner: bool,
    /// The first step of its block that reads it so.
    first: usize,
    /// As an operand of its block.
    direct: u32,
    /// Where.
    at: usize,
}

/// The plans of all blocks.
pub(super) fn plans(tree: &Tree, live: &Live, array_is_optional: &dyn Fn(ArrayId) -> bool) -> Vec<Plan> {
    let mut planner = Planner { tree, live, reads: vec![Reads::default(); tree.defs.len()] };
    for at in 0..tree.blocks.len() {
        planner.read(at);
    }
    (0..tree.blocks.len()).map(|at| planner.plan(at, array_is_optional)).collect()
}

impl Default for Reads {
    fn default() -> Self {
        Reads { inner: false, first: usize::MAX, direct: 0, at: usize::MAX }
    }
}

struct Planner<'t, 'p> {
    tree: &'t Tree<'p>,
    live: &'t Live,
    reads: Vec<Reads>,
}

impl Planner<'_, '_> {
    /// The live steps of a block.
    fn steps(&self, at: At) -> impl Iterator<Item = (usize, &Step)> {
        let steps = self.tree.blocks[at].block.steps.iter().enumerate();
        steps.filter(move |(position, _)| self.live.steps[at][*position])
    }

    /// Notes what a block reads of values.
    fn read(&mut self, at: At) {
        for (id, var) in self.tree.leaves(at) {
            let own = |def: usize| self.tree.defs[def].block == at;
            if self.live.nodes[at][id.index()] && self.tree.resolve(at, var).is_some_and(|def| !own(def)) {
                self.inner(at, usize::MAX, var);
            }
        }
        let (tree, live) = (self.tree, self.live);
        let block = tree.blocks[at].block;
        for (position, step) in block.steps.iter().enumerate().filter(|(position, _)| live.steps[at][*position]) {
            self.read_by_step(at, position, step);
        }
        for (k, result) in block.results.iter().enumerate() {
            if self.result_is_live(at, k) {
                self.operand(at, block.steps.len(), result);
            }
        }
    }

    fn read_by_step(&mut self, at: At, position: usize, step: &Step) {
        match step {
            Step::If(_) => {}
            Step::Loop(inner) => {
                match &inner.space {
                    Space::Items { items, order, .. } => {
                        items.reads.iter().for_each(|var| self.inner(at, position, *var));
                        if let Order::ReversedFrom(count) = order {
                            self.inner(at, position, *count);
                        }
                    }
                    Space::Times(count) => self.inner(at, position, *count),
                    Space::Endless => {}
                }
                for (k, carried) in inner.carried.iter().enumerate() {
                    if self.carries(at, position, k) {
                        self.operand(at, position, &carried.init);
                    }
                }
            }
            Step::Push { value, .. } => self.operand(at, position, value),
            Step::Name { value, out } => {
                // another name of a value keeps it
                if self.live.is_live(self.tree, at, *out)
                    && let Some(var) = self.tree.alias(at, *value)
                {
                    self.inner(at, position, var);
                }
            }
            step => step.uses(&mut |used| {
                if let Use::Var(var) = used {
                    self.inner(at, position, var);
                }
            }),
        }
    }

    fn operand(&mut self, at: At, position: usize, operand: &Operand) {
        let Operand::Opaque(var) = operand else { return };
        match self.tree.resolve(at, *var) {
            Some(def) if self.tree.defs[def].block == at => {
                self.reads[def].direct += 1;
                self.reads[def].at = position;
            }
            _ => self.inner(at, position, *var),
        }
    }

    /// An expression at a step, or an inner block, reads a value.
    fn inner(&mut self, at: At, position: usize, var: Var) {
        let Some(def) = self.tree.resolve(at, var) else { return };
        let outer = self.tree.defs[def].block;
        let step = if outer == at { Some(position) } else { self.tree.step_within(outer, at) };
        let reads = &mut self.reads[def];
        reads.inner = true;
        reads.first = reads.first.min(step.unwrap_or(usize::MAX));
    }

    fn carries(&self, at: At, position: usize, k: usize) -> bool {
        match self.tree.blocks[at].inner.get(&position) {
            Some(&Inner::Loop { body, .. }) => self.live.carries(self.tree, at, position, body, k),
            _ => false,
        }
    }

    /// Whether anybody reads a result of the block.
    fn result_is_live(&self, at: At, k: usize) -> bool {
        result_is_live(self.tree, self.live, at, k)
    }

    fn plan(&self, at: At, optional: &dyn Fn(ArrayId) -> bool) -> Plan {
        let block = self.tree.blocks[at].block;
        let graph = &block.graph;
        let end = block.steps.len();
        let mut plan = Plan {
            uses: vec![0; graph.len()],
            named: vec![false; graph.len()],
            before: vec![Vec::new(); end + 1],
            in_place: vec![false; end],
            ..Plan::default()
        };
        let mut position = vec![usize::MAX; graph.len()];
        self.names(at, &mut plan, &mut position);
        let mut used = |id: Id, at: usize| {
            plan.uses[id.index()] += 1;
            position[id.index()] = position[id.index()].min(at);
        };
        for (at_step, step) in self.steps(at) {
            self.nodes_of(at, at_step, step, &mut |id| used(id, at_step));
        }
        for (k, result) in block.results.iter().enumerate() {
            if let Operand::Node(id) = result
                && self.result_is_live(at, k)
            {
                used(*id, end);
            }
        }
        for value in self.sums(at) {
            used(value, end);
        }
        self.spread(at, &mut plan, &mut position);
        self.stand_in_place(at, &mut plan, &position, optional);
        for id in graph.ids() {
            let here = position[id.index()];
            let written = plan.named[id.index()] || !self.tree.repeated(at, id);
            if here <= end && self.live.nodes[at][id.index()] && written {
                plan.before[here].push(id);
            }
        }
        plan
    }

    /// The names of nodes; those that are read elsewhere come first and are needed there.
    fn names(&self, at: At, plan: &mut Plan, position: &mut [usize]) {
        let mut unread: Vec<(Id, Var)> = Vec::new();
        for step in &self.tree.blocks[at].block.steps {
            let Step::Name { out, value } = step else { continue };
            let def = self.tree.resolve(at, *out).filter(|def| self.live.defs[*def]);
            match def.map(|def| self.reads[def]) {
                Some(reads) if reads.inner || reads.direct > 0 => {
                    let first = reads.first.min(reads.at);
                    position[value.index()] = position[value.index()].min(first);
                    plan.names.entry(*value).or_default().push(*out);
                    plan.named[value.index()] = true;
                }
                _ => unread.push((*value, *out)),
            }
        }
        for (value, out) in unread {
            plan.names.entry(value).or_insert_with(|| vec![out]);
        }
    }

    /// From users to arguments: uses, positions, and what is used more than once.
    fn spread(&self, at: At, plan: &mut Plan, position: &mut [usize]) {
        let graph = self.tree.graph(at);
        for id in graph.ids().rev().filter(|id| self.live.nodes[at][id.index()]) {
            let (uses, here) = (plan.uses[id.index()], position[id.index()]);
            let repeated = self.tree.repeated(at, id);
            plan.named[id.index()] |= !repeated && uses > 1;
            plan.named[id.index()] &= self.tree.alias(at, id).is_none();
            for arg in graph.args(id) {
                plan.uses[arg.index()] += if repeated { uses } else { 1 };
                position[arg.index()] = position[arg.index()].min(here);
            }
        }
    }

    /// The nodes that a step reads from its block's graph.
    fn nodes_of(&self, at: At, position: usize, step: &Step, report: &mut dyn FnMut(Id)) {
        match step {
            Step::If(branch) => report(branch.condition),
            Step::Loop(inner) => {
                for (k, carried) in inner.carried.iter().enumerate() {
                    if let Operand::Node(id) = carried.init
                        && self.carries(at, position, k)
                    {
                        report(id);
                    }
                }
            }
            Step::Name { .. } => {}
            step => step.uses(&mut |used| {
                if let Use::Node(id) = used {
                    report(id);
                }
            }),
        }
    }

    /// What the loop around the block sums up.
    fn sums(&self, at: At) -> Vec<Id> {
        let tree = self.tree;
        let Some((outer, position)) = tree.blocks[at].parent else { return Vec::new() };
        match (&tree.blocks[outer].block.steps[position], tree.blocks[outer].inner.get(&position)) {
            (Step::Loop(inner), Some(&Inner::Loop { body, .. })) if body == at => {
                let live = inner.sums.iter().filter(|sum| self.live.is_live(tree, outer, sum.out));
                live.map(|sum| sum.value).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Finds the accesses that may be written where their one user is.
    fn stand_in_place(&self, at: At, plan: &mut Plan, position: &[usize], optional: &dyn Fn(ArrayId) -> bool) {
        let barriers = Barriers::new(self, at, optional);
        for (here, step) in self.steps(at) {
            let (out, moves): (Var, &dyn Fn(usize) -> bool) = match step {
                Step::Load { out, place } => (*out, &|user| barriers.load_may_move(place, here, user)),
                Step::Opaque { out, expression, replay } => (*out, &|user| {
                    let always = *replay || self.decides(at, user, *out);
                    let stays = self.tree.procedure.changed.contains(out);
                    !stays && self.is_plain(*out) && always && barriers.opaque_may_move(expression, here, user)
                }),
                _ => continue,
            };
            let Some(def) = self.tree.resolve(at, out) else { continue };
            let reads = self.reads[def];
            let leaf = self.tree.graph(at).find_variable(&out.leaf()).filter(|id| self.live.nodes[at][id.index()]);
            let in_graph = leaf.map_or(0, |id| plan.uses[id.index()]);
            let user = leaf.map_or(reads.at, |id| position[id.index()]);
            plan.in_place[here] = !reads.inner && in_graph + reads.direct == 1 && user != usize::MAX && moves(user);
        }
    }

    /// Whether a step, or a result, is the value itself, so that it is evaluated whatever happens.
    fn decides(&self, at: At, user: usize, var: Var) -> bool {
        let block = self.tree.blocks[at].block;
        let is = |id: Id| self.tree.condition(at, id).is_some_and(|(_, condition, _)| condition == var);
        match block.steps.get(user) {
            Some(Step::If(branch)) => is(branch.condition),
            Some(_) => self.tree.procedure.kind(var) == VarKind::Opaque,
            None => block.results.iter().any(|result| match result {
                Operand::Node(id) => is(*id),
                operand => *operand == Operand::Opaque(var),
            }),
        }
    }

    /// Whether the user gave the value no name.
    fn is_plain(&self, var: Var) -> bool {
        let info = &self.tree.procedure.vars[var.0 as usize];
        info.hint.is_empty() && info.kind != VarKind::Real
    }
}

/// Whether anybody reads a result of the block.
pub(super) fn result_is_live(tree: &Tree, live: &Live, at: At, k: usize) -> bool {
    let Some((outer, position)) = tree.blocks[at].parent else { return true };
    match &tree.blocks[outer].block.steps[position] {
        Step::If(branch) => live.is_live(tree, outer, branch.outs[k]),
        Step::Loop(inner) => match tree.blocks[outer].inner.get(&position) {
            Some(&Inner::Loop { body, .. }) if body == at && k < inner.carried.len() => {
                live.carries(tree, outer, position, body, k)
            }
            _ => true,
        },
        _ => true,
    }
}

/// What stands between two steps of a block and may not be passed.
struct Barriers {
    /// By array, the steps that write to it.
    writes: BTreeMap<ArrayId, Vec<usize>>,
    /// Loops.
    loops: Vec<usize>,
    /// Loops, branches and what the user sees happen.
    events: Vec<usize>,
    /// Steps that borrow what they write to before they read their operands.
    borrows: Vec<bool>,
}

impl Barriers {
    fn new(planner: &Planner, at: At, optional: &dyn Fn(ArrayId) -> bool) -> Self {
        let steps = planner.tree.blocks[at].block.steps.len();
        let mut order =
            Barriers { writes: BTreeMap::new(), loops: Vec::new(), events: Vec::new(), borrows: vec![false; steps] };
        for (position, step) in planner.steps(at) {
            step.uses(&mut |used| {
                if let Use::Writes(array) = used {
                    order.writes.entry(array).or_default().push(position);
                    order.borrows[position] |= optional(array);
                }
            });
            match step {
                Step::Loop(_) => {
                    order.loops.push(position);
                    order.events.push(position);
                }
                Step::If(_) | Step::Effect(_) | Step::Opaque { replay: false, .. } => order.events.push(position),
                Step::Call(_)
                | Step::Pullback(_)
                | Step::Fill { .. }
                | Step::Append { .. }
                | Step::AppendRow { .. } => {
                    order.events.push(position);
                    order.borrows[position] = true;
                }
                _ => {}
            }
        }
        order
    }

    /// The first of `steps` after `here`.
    fn next(steps: &[usize], here: usize) -> usize {
        steps.get(steps.partition_point(|step| *step <= here)).copied().unwrap_or(usize::MAX)
    }

    /// Whether no write stands in the way.
    fn unwritten(&self, array: ArrayId, here: usize, user: usize) -> bool {
        let write = self.writes.get(&array).map_or(usize::MAX, |steps| Self::next(steps, here));
        write > user || write == user && !self.borrows.get(user).copied().unwrap_or(false)
    }

    fn load_may_move(&self, place: &Place, here: usize, user: usize) -> bool {
        let indices = place.path.iter().filter_map(|index| match index {
            Index::At(expression) | Index::Range(expression) => Some(&expression.arrays),
            Index::Literal(_) | Index::Value(_) => None,
        });
        let mut arrays = indices.flatten().chain([&place.array]);
        Self::next(&self.loops, here) >= user && arrays.all(|array| self.unwritten(*array, here, user))
    }

    fn opaque_may_move(&self, expression: &Expression, here: usize, user: usize) -> bool {
        let arrays = expression.arrays.iter().all(|array| self.unwritten(*array, here, user));
        arrays && Self::next(&self.events, here) >= user
    }
}
