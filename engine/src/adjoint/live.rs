//! What of a reverse scope is needed.

use std::collections::BTreeSet;

use crate::graph::Id;
use crate::program::Use;
use crate::program::procedure::{ArrayId, Block, Loop, Operand, Step, Var};

/// Removes steps that nothing needs from the first `again` steps of a block, which execute the forward block again, and
/// returns the values that the block needs and does not define. `again` becomes the number of those that stay.
///
/// `further` are nodes that are read at the end, beside the results; `written` are arrays that are read later.
pub(super) fn prune(
    block: &mut Block,
    again: &mut usize,
    further: &[Id],
    written: &BTreeSet<ArrayId>,
) -> BTreeSet<Var> {
    let mut live = Live { arrays: written.clone(), ..Live::default() };
    for result in &block.results {
        match result {
            Operand::Node(id) => live.nodes.push(*id),
            Operand::Opaque(var) => drop(live.vars.insert(*var)),
            Operand::Array(array) => drop(live.arrays.insert(*array)),
            Operand::Any => {}
        }
    }
    live.nodes.extend(further);
    live.settle(block);
    let mut keep = vec![true; block.steps.len()];
    for position in (0..block.steps.len()).rev() {
        keep[position] = match &block.steps[position] {
            Step::Name { out, .. } => live.vars.contains(out),
            step => position >= *again || live.needs(step),
        };
        if keep[position] {
            if position < *again {
                trim(&mut block.steps[position], &live);
            }
            block.steps[position].uses(&mut |used| live.add(used));
            live.settle(block);
        }
    }
    *again = keep[..*again].iter().filter(|keep| **keep).count();
    let mut keep = keep.into_iter();
    block.steps.retain(|_| keep.next().unwrap_or(true));
    let defined = block.defined();
    live.vars.retain(|var| !defined.contains(var));
    live.vars
}

#[derive(Default)]
struct Live {
    vars: BTreeSet<Var>,
    /// Whose content is needed.
    arrays: BTreeSet<ArrayId>,
    /// Which have to be there, for what is needed writes to them besides.
    written: BTreeSet<ArrayId>,
    nodes: Vec<Id>,
    reached: Vec<bool>,
}

impl Live {
    fn add(&mut self, used: Use) {
        match used {
            Use::Node(id) => self.nodes.push(id),
            Use::Var(var) => drop(self.vars.insert(var)),
            Use::Reads(array) => drop(self.arrays.insert(array)),
            Use::Writes(array) => drop(self.written.insert(array)),
        }
    }

    /// Adds the leaves of the nodes found since the last call.
    fn settle(&mut self, block: &Block) {
        self.reached.resize(block.graph.len(), false);
        let mut pending = std::mem::take(&mut self.nodes);
        while let Some(id) = pending.pop() {
            if std::mem::replace(&mut self.reached[id.index()], true) {
                continue;
            }
            pending.extend(block.graph.args(id));
            if let crate::graph::Op::Variable(name) = block.graph.op(id)
                && let Some(var) = Var::of_leaf(name)
            {
                self.vars.insert(var);
            }
        }
    }

    /// Whether something that was found needed needs a step.
    fn needs(&self, step: &Step) -> bool {
        let mut needed = step.outs().iter().any(|out| self.vars.contains(out));
        needed |= step.declares().is_some_and(|array| self.arrays.contains(&array) || self.written.contains(&array));
        step.uses(&mut |used| needed |= matches!(used, Use::Writes(array) if self.arrays.contains(&array)));
        needed || keeps(step)
    }
}

/// Removes from a loop or a branch what it computes in vain.
fn trim(step: &mut Step, live: &Live) {
    let later: BTreeSet<ArrayId> = live.arrays.union(&live.written).copied().collect();
    match step {
        Step::Loop(inner) => trim_loop(inner, live, &later),
        Step::If(branch) => {
            let keep: Vec<bool> = branch.outs.iter().map(|out| live.vars.contains(out)).collect();
            retain(&mut branch.outs, &keep);
            for side in [&mut branch.then, &mut branch.otherwise] {
                retain(&mut side.results, &keep);
                let mut steps = side.steps.len();
                prune(side, &mut steps, &[], &later);
            }
        }
        _ => {}
    }
}

fn trim_loop(inner: &mut Loop, live: &Live, later: &BTreeSet<ArrayId>) {
    let sums: Vec<Id> = inner.sums.iter().map(|sum| sum.value).collect();
    // what one iteration writes the next one may read
    let mut later = later.clone();
    inner.body.free(&mut |used| {
        if let Use::Reads(array) = used {
            later.insert(array);
        }
    });
    let mut keep: Vec<bool> = inner.carried.iter().map(|carried| live.vars.contains(&carried.exit)).collect();
    loop {
        let mut body = inner.body.clone();
        let all = [&keep[..], &[true]].concat();
        retain(&mut body.results, &all);
        let mut steps = body.steps.len();
        let mut needed = prune(&mut body, &mut steps, &sums, &later);
        if let Some(head) = &inner.head {
            head.free(&mut |used| {
                if let Use::Var(var) = used {
                    needed.insert(var);
                }
            });
        }
        let before = keep.clone();
        for (keep, carried) in keep.iter_mut().zip(&inner.carried) {
            *keep |= needed.contains(&carried.entry);
        }
        if keep == before {
            inner.body = body;
            retain(&mut inner.carried, &keep);
            return;
        }
    }
}

/// Keeps the items at the flagged positions, and those behind the last flag.
fn retain<T>(items: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    items.retain(|_| *keep.next().unwrap_or(&true));
}

/// Whether the step puts something on a stack, which the reverse sweep takes from it, or takes something.
fn keeps(step: &Step) -> bool {
    match step {
        Step::Push { .. }
        | Step::Save { .. }
        | Step::Pop { .. }
        | Step::Restore { .. }
        | Step::Shrink { .. }
        | Step::ShrinkRow { .. } => true,
        step => step.blocks().iter().any(|block| block.steps.iter().any(keeps)),
    }
}

/// Removes the steps, of inner blocks too, that must not be executed again: effects, and writes to arrays that `kept` denies.
pub(super) fn strip(steps: &mut Vec<Step>, kept: &dyn Fn(ArrayId) -> bool) {
    let declared: BTreeSet<ArrayId> = steps.iter().filter_map(Step::declares).collect();
    let kept = |array: ArrayId| declared.contains(&array) || kept(array);
    steps.retain(|step| match step {
        Step::Effect(_) => false,
        Step::Store { place, .. } | Step::Add { place, .. } | Step::Fill { place, .. } => kept(place.array),
        Step::Copy { to, .. } | Step::AddAll { to, .. } => kept(to.array),
        Step::Append { array, .. } | Step::AppendRow { array, .. } => kept(*array),
        _ => true,
    });
    for step in steps {
        for block in step.blocks_mut() {
            strip(&mut block.steps, &kept);
        }
    }
}
