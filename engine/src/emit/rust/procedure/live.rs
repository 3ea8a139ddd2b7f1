//! What of a procedure is executed: what its results need, and what changes arrays, stacks or the user's own state.

use std::collections::BTreeMap;

use super::tree::{At, DefAt, Inner, Site, Tree, leaf};
use crate::graph::Id;
use crate::program::Use;
use crate::program::procedure::{ArrayId, Expression, Loop, Operand, Order, Space, Step, Var};

/// Flags by block and step, by block and node, by definition.
pub(super) struct Live {
    pub(super) steps: Vec<Vec<bool>>,
    pub(super) nodes: Vec<Vec<bool>>,
    pub(super) defs: Vec<bool>,
}

struct Marker<'t, 'p> {
    tree: &'t Tree<'p>,
    live: Live,
    /// Where each array is declared.
    declared: BTreeMap<ArrayId, Vec<(At, usize)>>,
    pending: Vec<Pending>,
}

enum Pending {
    Step(At, usize),
    Def(DefAt),
    Node(At, Id),
}

impl Live {
    pub(super) fn new(tree: &Tree) -> Self {
        let sizes = |size: fn(&super::tree::Node) -> usize| {
            tree.blocks.iter().map(|node| vec![false; size(node)]).collect::<Vec<_>>()
        };
        let live = Live {
            steps: sizes(|node| node.block.steps.len()),
            nodes: sizes(|node| node.block.graph.len()),
            defs: vec![false; tree.defs.len()],
        };
        let mut marker = Marker { tree, live, declared: BTreeMap::new(), pending: Vec::new() };
        for (at, node) in tree.blocks.iter().enumerate() {
            for (position, step) in node.block.steps.iter().enumerate() {
                if let Some(array) = step.declares() {
                    marker.declared.entry(array).or_default().push((at, position));
                }
                if has_effect(step) {
                    marker.pending.push(Pending::Step(at, position));
                }
            }
        }
        for result in &tree.procedure.body.results {
            marker.operand(0, result);
        }
        marker.run();
        marker.live
    }

    /// Whether a carried value is kept.
    pub(super) fn carries(&self, tree: &Tree, at: At, position: usize, body: At, k: usize) -> bool {
        let Step::Loop(inner) = &tree.blocks[at].block.steps[position] else { return false };
        let carried = &inner.carried[k];
        [(at, carried.exit), (body, carried.entry)].into_iter().any(|(at, var)| self.is_live(tree, at, var))
    }

    pub(super) fn is_live(&self, tree: &Tree, at: At, var: Var) -> bool {
        tree.resolve(at, var).is_some_and(|def| self.defs[def])
    }
}

/// Whether the step is executed although nobody reads what it defines.
fn has_effect(step: &Step) -> bool {
    match step {
        Step::Opaque { replay, .. } => !replay,
        Step::Name { .. } | Step::Load { .. } | Step::Total { .. } | Step::Local { .. } => false,
        Step::If(_) | Step::Loop(_) => false,
        _ => true,
    }
}

impl Marker<'_, '_> {
    fn run(&mut self) {
        while let Some(pending) = self.pending.pop() {
            match pending {
                Pending::Step(at, position) => self.step(at, position),
                Pending::Def(def) => self.def(def),
                Pending::Node(at, id) => self.node(at, id),
            }
        }
    }

    fn node(&mut self, at: At, id: Id) {
        if std::mem::replace(&mut self.live.nodes[at][id.index()], true) {
            return;
        }
        let graph = self.tree.graph(at);
        match leaf(graph, id) {
            Some(var) => self.var(at, var),
            None => self.pending.extend(graph.args(id).iter().map(|arg| Pending::Node(at, *arg))),
        }
    }

    fn var(&mut self, at: At, var: Var) {
        let def = self.tree.resolve(at, var);
        self.pending.extend(def.map(Pending::Def));
    }

    fn operand(&mut self, at: At, operand: &Operand) {
        match operand {
            Operand::Node(id) => self.pending.push(Pending::Node(at, *id)),
            Operand::Opaque(var) => self.var(at, *var),
            Operand::Array(array) => self.array(*array),
            Operand::Any => {}
        }
    }

    fn array(&mut self, array: ArrayId) {
        let steps = self.declared.remove(&array).unwrap_or_default();
        self.pending.extend(steps.into_iter().map(|(at, position)| Pending::Step(at, position)));
    }

    fn expression(&mut self, at: At, expression: &Expression) {
        expression.reads.iter().for_each(|var| self.var(at, *var));
        expression.arrays.iter().for_each(|array| self.array(*array));
    }

    fn step(&mut self, at: At, position: usize) {
        if std::mem::replace(&mut self.live.steps[at][position], true) {
            return;
        }
        let tree = self.tree;
        self.pending.extend(tree.blocks[at].parent.map(|(at, position)| Pending::Step(at, position)));
        let step = &tree.blocks[at].block.steps[position];
        match (step, tree.blocks[at].inner.get(&position)) {
            (Step::If(branch), _) => self.pending.push(Pending::Node(at, branch.condition)),
            (Step::Loop(inner), Some(Inner::Loop { head, body })) => self.looped(at, inner, *head, *body),
            (Step::Name { .. }, _) => {}
            (step, _) => step.uses(&mut |used| match used {
                Use::Node(id) => self.pending.push(Pending::Node(at, id)),
                Use::Var(var) => self.var(at, var),
                Use::Reads(array) | Use::Writes(array) => self.array(array),
            }),
        }
    }

    fn looped(&mut self, at: At, inner: &Loop, head: Option<At>, body: At) {
        match &inner.space {
            Space::Items { items, order, .. } => {
                self.expression(at, items);
                if let Order::ReversedFrom(count) = order {
                    self.var(at, *count);
                }
            }
            Space::Times(count) => self.var(at, *count),
            Space::Endless => {}
        }
        if let (Some(head), Some(block)) = (head, &inner.head) {
            block.results.iter().for_each(|result| self.operand(head, result));
        }
        if inner.breaks
            && let Some(result) = inner.body.results.last()
        {
            self.operand(body, result);
        }
    }

    fn def(&mut self, def: DefAt) {
        if std::mem::replace(&mut self.live.defs[def], true) {
            return;
        }
        let tree = self.tree;
        let super::tree::Def { var, block: at, site } = tree.defs[def];
        match site {
            Site::Given | Site::Induction => {}
            Site::Step(position) => {
                self.pending.push(Pending::Step(at, position));
                if let Step::Name { value, .. } = &tree.blocks[at].block.steps[position] {
                    self.pending.push(Pending::Node(at, *value));
                }
            }
            Site::Trips(position) => self.pending.push(Pending::Step(at, position)),
            Site::Out(position, k) => {
                self.pending.push(Pending::Step(at, position));
                if let Some(&Inner::Branch { then, otherwise }) = tree.blocks[at].inner.get(&position) {
                    for side in [then, otherwise] {
                        self.operand(side, &tree.blocks[side].block.results[k]);
                    }
                }
            }
            Site::Exit(position, k) => self.carried(at, position, k),
            Site::Entry(at, position, k) => self.carried(at, position, k),
            Site::Sum(position, k) => {
                self.pending.push(Pending::Step(at, position));
                if let (Step::Loop(inner), Some(&Inner::Loop { body, .. })) =
                    (&tree.blocks[at].block.steps[position], tree.blocks[at].inner.get(&position))
                {
                    self.pending.push(Pending::Node(body, inner.sums[k].value));
                }
            }
        }
        debug_assert!(tree.resolve(at, var).is_some());
    }

    fn carried(&mut self, at: At, position: usize, k: usize) {
        self.pending.push(Pending::Step(at, position));
        let node = &self.tree.blocks[at];
        let (Step::Loop(inner), Some(&Inner::Loop { body, .. })) =
            (&node.block.steps[position], node.inner.get(&position))
        else {
            return;
        };
        self.operand(at, &inner.carried[k].init);
        self.operand(body, &inner.body.results[k]);
    }
}
