//! A forward block and the scope in which it is reversed.

use std::collections::{BTreeMap, BTreeSet};

use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::program::Use;
use crate::program::procedure::{ArrayId, Block, Operand, Step, Sum, Var};
use crate::simplify::{Effort, Goal, Region, simplify_within};

/// A forward block and the scope in which it is reversed.
pub(super) struct Scope {
    /// The forward block where it is executed first; empty where that is in `target`.
    pub(super) forward: Block,
    /// What is executed again, then the reverse. Its graph starts as a copy of the forward one.
    pub(super) target: Block,
    /// Steps to go before those of the forward block at the positions.
    pub(super) ahead: Vec<(usize, Step)>,
    /// Where the steps of the forward block stand in `target`, as far as they are executed there.
    pub(super) again: Vec<Option<usize>>,
    /// The number of steps at the start of `target` that belong to the forward block.
    pub(super) prefix: usize,
    /// The number of nodes of the forward graph.
    pub(super) nodes: usize,
    /// Arrays that may have another content at the start of `target` than they had when the forward block ended.
    pub(super) lost: BTreeSet<ArrayId>,
    /// Arrays of outer forward blocks that are not there in `target`.
    pub(super) absent: BTreeSet<ArrayId>,
    /// Arrays that steps of the forward block declare and `target` does not execute again.
    pub(super) undone: BTreeSet<ArrayId>,
    /// Arrays of outer blocks that the block overwrites before it reads them, and whose content nobody else looks at.
    pub(super) private: BTreeSet<ArrayId>,
    /// The last of the forward steps that touches an array.
    pub(super) touched: BTreeMap<ArrayId, usize>,
    /// The last that writes to it.
    pub(super) written: BTreeMap<ArrayId, usize>,
}

impl Scope {
    /// The scope of a function's body: forward and reverse are executed in one.
    pub(super) fn whole(block: Block) -> Scope {
        let prefix = block.steps.len();
        let again = (0..prefix).map(Some).collect();
        let nodes = block.graph.len();
        let (touched, written) = last(&block.steps);
        Scope {
            forward: Block::default(),
            target: block,
            ahead: Vec::new(),
            again,
            prefix,
            nodes,
            lost: BTreeSet::new(),
            absent: BTreeSet::new(),
            undone: BTreeSet::new(),
            private: BTreeSet::new(),
            touched,
            written,
        }
    }

    /// The scope of an inner block, of which the steps that `again` chooses are executed again.
    pub(super) fn inner(
        forward: Block,
        lost: BTreeSet<ArrayId>,
        absent: BTreeSet<ArrayId>,
        mut again: impl FnMut(&Step) -> bool,
    ) -> Scope {
        let mut steps = Vec::new();
        let places = forward.steps.iter().map(|step| {
            again(step).then(|| {
                steps.push(step.clone());
                steps.len() - 1
            })
        });
        let again: Vec<Option<usize>> = places.collect();
        let apart = again.iter().zip(&forward.steps).filter(|(again, _)| again.is_none());
        let undone = apart.filter_map(|(_, step)| step.declares()).collect();
        let prefix = steps.len();
        let target = Block { graph: forward.graph.clone(), steps, results: Vec::new() };
        let nodes = forward.graph.len();
        let (ahead, private) = (Vec::new(), BTreeSet::new());
        let (touched, written) = last(&forward.steps);
        Scope { forward, target, ahead, again, prefix, nodes, lost, absent, undone, private, touched, written }
    }

    /// Puts steps before one of the forward block, where that is executed last. They take their places in the forward block when it
    /// is reversed.
    pub(super) fn put_ahead(&mut self, position: usize, steps: Vec<Step>) {
        match self.again[position] {
            Some(at) => {
                let count = steps.len();
                self.target.steps.splice(at..at, steps);
                self.moved(at, count);
            }
            None => self.ahead.extend(steps.into_iter().map(|step| (position, step))),
        }
    }

    /// Has a step of the forward block executed before an earlier one, where both are in the target.
    pub(super) fn bring_before(&mut self, later: usize, earlier: usize) {
        let (Some(from), Some(to)) = (self.again[later], self.again[earlier]) else { return };
        let step = self.target.steps.remove(from);
        self.target.steps.insert(to, step);
        for place in self.again.iter_mut().flatten() {
            *place += usize::from((to..from).contains(place));
        }
        self.again[later] = Some(to);
    }

    /// Puts the steps in their places that wait for it.
    pub(super) fn put_in_place(&mut self) {
        let mut ahead = std::mem::take(&mut self.ahead);
        ahead.sort_by_key(|(position, _)| *position);
        for (position, step) in ahead.into_iter().rev() {
            self.forward.steps.insert(position, step);
        }
    }

    /// The arrays that are there in the forward block and not in the target.
    pub(super) fn gone(&self) -> BTreeSet<ArrayId> {
        self.undone.union(&self.absent).copied().collect()
    }

    /// The step of the forward block where it is executed last.
    pub(super) fn step_mut(&mut self, position: usize) -> &mut Step {
        match self.again[position] {
            Some(position) => &mut self.target.steps[position],
            None => &mut self.forward.steps[position],
        }
    }

    pub(super) fn step(&self, position: usize) -> &Step {
        match self.again[position] {
            Some(position) => &self.target.steps[position],
            None => &self.forward.steps[position],
        }
    }

    /// Takes note of so many new steps of the forward block at a place in `target`.
    pub(super) fn moved(&mut self, at: usize, count: usize) {
        self.prefix += count;
        for place in self.again.iter_mut().flatten() {
            *place += if *place >= at { count } else { 0 };
        }
    }

    /// The arrays whose content at a step is not known to be there when it is reversed.
    pub(super) fn lost_after(&self, position: usize) -> BTreeSet<ArrayId> {
        let mut lost = self.lost.clone();
        lost.extend(self.written.iter().filter(|(_, last)| **last > position).map(|(array, _)| *array));
        lost.extend(self.gone());
        lost
    }

    /// Whether a step after a position touches an array.
    pub(super) fn is_touched_after(&self, position: usize, array: ArrayId) -> bool {
        self.touched.get(&array).is_some_and(|last| *last > position)
    }

    /// Whether a step after a position writes to an array.
    pub(super) fn is_written_after(&self, position: usize, array: ArrayId) -> bool {
        self.written.get(&array).is_some_and(|last| *last > position)
    }
}

/// By array, the last step that touches it and the last that writes to it. What the reverse adds to these steps concerns arrays of its own.
fn last(steps: &[Step]) -> (BTreeMap<ArrayId, usize>, BTreeMap<ArrayId, usize>) {
    let (mut touched, mut written) = (BTreeMap::new(), BTreeMap::new());
    for (position, step) in steps.iter().enumerate() {
        step.uses(&mut |used| {
            if let Use::Reads(array) | Use::Writes(array) = used {
                touched.insert(array, position);
            }
            if let Use::Writes(array) = used {
                written.insert(array, position);
            }
        });
    }
    (touched, written)
}

/// Whether the step may be executed again, given the arrays that it must not read.
pub(super) fn repeatable(step: &Step, lost: &BTreeSet<ArrayId>) -> bool {
    let declared: BTreeSet<ArrayId> = step.declares().into_iter().collect();
    let mut reads_lost = false;
    step.uses(&mut |used| {
        reads_lost |= matches!(used, Use::Reads(array) if lost.contains(&array) && !declared.contains(&array));
    });
    !reads_lost && unchanging(step)
}

/// Whether a step computes the same again: it and its inner steps read nothing opaque that changes.
fn unchanging(step: &Step) -> bool {
    match step {
        Step::Opaque { replay, .. } => *replay,
        step => step.blocks().iter().all(|block| block.steps.iter().all(unchanging)),
    }
}

/// Whether a step is cheap and touches no array but to read it: it has no loops, no calls, no stores.
pub(super) fn simple(step: &Step) -> bool {
    match step {
        Step::Opaque { .. } | Step::Name { .. } | Step::Load { .. } => true,
        Step::If(branch) => branch.then.steps.iter().chain(&branch.otherwise.steps).all(simple),
        _ => false,
    }
}

/// Simplifies what the reverse sweep of a scope computes.
///
/// The nodes that the first `again` steps and the first `results` results read are kept as they are, and so are conditions.
pub(super) fn simplify(block: &mut Block, again: usize, results: usize, sums: &mut [Sum], effort: &mut Effort) {
    let mut pinned = Vec::new();
    let mut roots = Vec::new();
    for (position, step) in block.steps.iter().enumerate() {
        match step {
            Step::If(branch) => pinned.push(branch.condition),
            step if position < again => pinned.extend(step.nodes()),
            step => roots.extend(step.nodes()),
        }
    }
    for (position, result) in block.results.iter().enumerate() {
        if let Operand::Node(id) = result {
            if position < results { pinned.push(*id) } else { roots.push(*id) }
        }
    }
    roots.extend(sums.iter().map(|sum| sum.value));
    let trivial = |id: &Id| block.graph.as_call(*id).is_none();
    if roots.iter().all(trivial) {
        return;
    }
    let region = Region { graph: std::mem::take(&mut block.graph), pinned, roots };
    let simple = simplify_within(&region, Goal::Code, effort);
    // a node that is both stays as it is
    let olds = region.roots.iter().chain(&region.pinned);
    let news = simple.roots.iter().chain(&simple.pinned);
    let map_of: BTreeMap<Id, Id> = olds.copied().zip(news.copied()).collect();
    map(block, simple.graph, sums, &mut |id| map_of[&id]);
}

/// Gives a block another graph, and its steps and results the nodes that `to` says.
pub(super) fn map(block: &mut Block, graph: Graph, sums: &mut [Sum], to: &mut dyn FnMut(Id) -> Id) {
    block.graph = graph;
    for step in &mut block.steps {
        step.map_nodes(to);
    }
    for result in &mut block.results {
        if let Operand::Node(id) = result {
            *id = to(*id);
        }
    }
    for sum in sums {
        sum.value = to(sum.value);
    }
}

/// Has a block read values in the place of some nodes.
pub(super) fn replace(block: &mut Block, sums: &mut [Sum], values: &BTreeMap<Id, Var>) {
    let mut graph = Graph::new();
    let mut here: Vec<Id> = Vec::with_capacity(block.graph.len());
    for id in block.graph.ids() {
        let node = match (values.get(&id), block.graph.op(id)) {
            (Some(value), _) => graph.variable(&value.leaf()),
            (None, Op::Number(number)) => graph.number(number.clone()),
            (None, Op::Variable(name)) => graph.variable(name),
            (None, Op::Call(function)) => {
                let args: Vec<Id> = block.graph.args(id).iter().map(|arg| here[arg.index()]).collect();
                graph.intern(function, &args)
            }
        };
        here.push(node);
    }
    map(block, graph, sums, &mut |id| here[id.index()]);
}

/// `leaf != 0`, which is how a condition stands in a graph.
pub(super) fn holds(graph: &mut Graph, var: Var) -> Id {
    let leaf = graph.variable(&var.leaf());
    let zero = graph.integer(0);
    graph.intern(Function::NotEqual, &[leaf, zero])
}

/// Numbers the nodes of a block anew, so that the inputs of each step have smaller ids than its outputs.
pub(super) fn order(block: &mut Block, sums: &mut [Sum]) {
    let mut defined: BTreeMap<Var, usize> = BTreeMap::new();
    for (position, step) in block.steps.iter().enumerate() {
        defined.extend(step.outs().into_iter().map(|out| (out, position + 1)));
    }
    // the number of steps that have to be executed before a node can be computed
    let mut time: Vec<usize> = Vec::with_capacity(block.graph.len());
    for id in block.graph.ids() {
        time.push(match block.graph.op(id) {
            Op::Number(_) => 0,
            Op::Variable(name) => Var::of_leaf(name).and_then(|var| defined.get(&var).copied()).unwrap_or(0),
            Op::Call(_) => block.graph.args(id).iter().map(|arg| time[arg.index()]).max().unwrap_or(0),
        });
    }
    let mut order: Vec<Id> = block.graph.ids().collect();
    order.sort_by_key(|id| time[id.index()]);
    let mut graph = Graph::new();
    let mut here: Vec<Id> = block.graph.ids().collect();
    for id in order {
        here[id.index()] = match block.graph.op(id) {
            Op::Number(number) => graph.number(number.clone()),
            Op::Variable(name) => graph.variable(name),
            Op::Call(function) => {
                let args: Vec<Id> = block.graph.args(id).iter().map(|arg| here[arg.index()]).collect();
                graph.intern(function, &args)
            }
        };
    }
    map(block, graph, sums, &mut |id| here[id.index()]);
}
