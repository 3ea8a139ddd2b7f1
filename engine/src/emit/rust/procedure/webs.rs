//! Which values share one variable: those that the user knows as one, as far as none is overwritten before its last use.
//!
//! The candidates are edges between values. What is written with them is checked while it is written; where a value is read that
//! is overwritten by then, the weakest edge on the way from the one to the other is cut and all is written again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::live::Live;
use super::tree::{At, Inner, Tree};
use crate::graph::Id;
use crate::program::procedure::{If, Loop, Operand, Step, Var};

/// After so many attempts no values share a variable any more.
const ATTEMPTS: usize = 16;

/// How hard it is to cut an edge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Two values with the same name.
    Name,
    /// Two names of one value.
    Alias,
    /// Before and after a loop.
    Carried,
}

struct Edge {
    ends: (Var, Var),
    strength: Strength,
    cut: bool,
}

/// The candidates, and the classes that they make.
pub(super) struct Webs {
    edges: Vec<Edge>,
    class: Vec<u32>,
    attempts: usize,
}

impl Webs {
    pub(super) fn new(tree: &Tree, live: &Live) -> Self {
        let mut webs = Webs { edges: Vec::new(), class: Vec::new(), attempts: 0 };
        let mut finder = Finder { tree, live, webs: &mut webs, names: BTreeMap::new() };
        for at in 0..tree.blocks.len() {
            finder.names(at);
        }
        for (at, node) in tree.blocks.iter().enumerate() {
            for (position, inner) in &node.inner {
                match (&node.block.steps[*position], inner) {
                    _ if !live.steps[at][*position] => {}
                    (Step::If(branch), Inner::Branch { then, otherwise }) => {
                        finder.branch(at, branch, [*then, *otherwise]);
                    }
                    (Step::Loop(looped), Inner::Loop { body, .. }) => finder.looped(at, *position, looped, *body),
                    _ => {}
                }
            }
        }
        webs.join(tree.procedure.vars.len());
        webs
    }

    /// The class of a value.
    pub(super) fn class(&self, var: Var) -> usize {
        self.class[var.0 as usize] as usize
    }

    /// Separates values of which the second is overwritten by the first before it is read. Whether anything changed.
    pub(super) fn separate(&mut self, conflicts: &BTreeSet<(Var, Var)>) -> bool {
        self.attempts += 1;
        for (holder, read) in conflicts {
            if self.attempts > ATTEMPTS {
                self.edges.iter_mut().for_each(|edge| edge.cut = true);
            } else if let Some(edge) = self.weakest(*holder, *read) {
                self.edges[edge].cut = true;
            }
        }
        self.join(self.class.len());
        !conflicts.is_empty()
    }

    fn join(&mut self, vars: usize) {
        self.class = (0..vars as u32).collect();
        for edge in self.edges.iter().filter(|edge| !edge.cut) {
            let ends = [edge.ends.0, edge.ends.1].map(|var| root(&mut self.class, var.0));
            self.class[ends[0].max(ends[1]) as usize] = ends[0].min(ends[1]);
        }
        for var in 0..vars as u32 {
            self.class[var as usize] = root(&mut self.class, var);
        }
    }

    /// The weakest edge of the shortest way, of several the one next to the start.
    fn weakest(&self, from: Var, to: Var) -> Option<usize> {
        let class = self.class(from);
        let mut beside: BTreeMap<Var, Vec<usize>> = BTreeMap::new();
        for (at, edge) in self.edges.iter().enumerate() {
            if !edge.cut && self.class(edge.ends.0) == class {
                beside.entry(edge.ends.0).or_default().push(at);
                beside.entry(edge.ends.1).or_default().push(at);
            }
        }
        let mut came: BTreeMap<Var, usize> = BTreeMap::new();
        let mut pending = VecDeque::from([from]);
        while let Some(var) = pending.pop_front() {
            for &at in beside.get(&var).into_iter().flatten() {
                let other = self.edges[at].other(var);
                if other != from && !came.contains_key(&other) {
                    came.insert(other, at);
                    pending.push_back(other);
                }
            }
        }
        let mut weakest: Option<usize> = None;
        let mut var = to;
        while var != from {
            let at = *came.get(&var)?;
            if weakest.is_none_or(|edge| self.edges[at].strength <= self.edges[edge].strength) {
                weakest = Some(at);
            }
            var = self.edges[at].other(var);
        }
        weakest
    }
}

impl Edge {
    fn other(&self, var: Var) -> Var {
        if self.ends.0 == var { self.ends.1 } else { self.ends.0 }
    }
}

/// The root of a class, with the way to it halved.
fn root(class: &mut [u32], mut var: u32) -> u32 {
    while class[var as usize] != var {
        class[var as usize] = class[class[var as usize] as usize];
        var = class[var as usize];
    }
    var
}

struct Finder<'t, 'p> {
    tree: &'t Tree<'p>,
    live: &'t Live,
    webs: &'t mut Webs,
    /// By block and node.
    names: BTreeMap<(At, Id), Var>,
}

impl Finder<'_, '_> {
    fn edge(&mut self, a: Var, b: Var, strength: Strength) {
        let given = &self.tree.procedure.given;
        let hint = |var: Var| &self.tree.procedure.vars[var.0 as usize].hint;
        let named_alike = !hint(a).is_empty() && hint(a) == hint(b) && !given.contains(&a) && !given.contains(&b);
        if a != b && (strength != Strength::Name || named_alike) {
            self.webs.edges.push(Edge { ends: (a, b), strength, cut: false });
        }
    }

    fn names(&mut self, at: At) {
        let mut of_node: BTreeMap<Id, Vec<(bool, Var)>> = BTreeMap::new();
        for step in &self.tree.blocks[at].block.steps {
            let Step::Name { out, value } = step else { continue };
            let live = self.live.is_live(self.tree, at, *out);
            match self.tree.alias(at, *value) {
                Some(var) if live => self.edge(*out, var, Strength::Alias),
                Some(_) => {}
                None => of_node.entry(*value).or_default().push((live, *out)),
            }
        }
        for (value, names) in of_node {
            let first = names.iter().find(|(live, _)| *live).unwrap_or(&names[0]).1;
            self.names.insert((at, value), first);
            for (_, other) in names.iter().filter(|(live, _)| *live) {
                self.edge(*other, first, Strength::Alias);
            }
        }
    }

    /// The value that an operand is or that names it.
    fn var(&self, at: At, operand: &Operand) -> Option<Var> {
        match operand {
            Operand::Node(id) => self.tree.alias(at, *id).or_else(|| self.names.get(&(at, *id)).copied()),
            Operand::Opaque(var) => Some(*var),
            Operand::Array(_) | Operand::Any => None,
        }
    }

    fn branch(&mut self, at: At, branch: &If, sides: [At; 2]) {
        for (k, out) in branch.outs.iter().enumerate() {
            for side in sides {
                let result = &self.tree.blocks[side].block.results[k];
                if let Some(var) = self.var(side, result).filter(|_| self.live.is_live(self.tree, at, *out)) {
                    self.edge(*out, var, Strength::Name);
                }
            }
        }
    }

    fn looped(&mut self, at: At, position: usize, looped: &Loop, body: At) {
        for (k, carried) in looped.carried.iter().enumerate() {
            if !self.live.carries(self.tree, at, position, body, k) {
                continue;
            }
            self.edge(carried.entry, carried.exit, Strength::Carried);
            if let Some(init) = self.var(at, &carried.init) {
                self.edge(carried.exit, init, Strength::Name);
            }
            // an entry stays what it is through the whole body
            let result = self.var(body, &self.tree.blocks[body].block.results[k]);
            let own = |var: &Var| self.tree.defines(body, *var);
            if let Some(next) = result.filter(own).filter(|next| !looped.entries().contains(next)) {
                self.edge(carried.exit, next, Strength::Name);
            }
        }
    }
}
