//! Which values share one variable: those that the user knows as one, as far as none is overwritten before its last use.
//!
//! The candidates are edges between values. What is written with them is checked while it is written; where a value is read that
//! is overwritten by then, the weakest edge on the way from the one to the other is cut and all is written again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::live::Live;
use super::plan::Plan;
use super::tree::{At, Inner, Site, Tree};
use crate::program::procedure::{If, Loop, Operand, Step, Var};

/// After so many attempts no values share a variable any more.
const ATTEMPTS: usize = 16;
/// After so many, or where so many values are to be separated, what would come to light an attempt later is separated at once.
const PATIENCE: usize = 4;
const FEW: usize = 2;

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
    /// The number of the procedure's values.
    vars: usize,
    /// Further values, of nodes that have a name for no reason but that a loop carries them: each is like the one that is carried.
    further: Vec<Var>,
}

impl Webs {
    /// Finds the candidates. Named nodes without a name get one in the plans where a loop carries them.
    pub(super) fn new(tree: &Tree, live: &Live, plans: &mut [Plan]) -> Self {
        let vars = tree.procedure.vars.len();
        let mut webs = Webs { edges: Vec::new(), class: Vec::new(), attempts: 0, vars, further: Vec::new() };
        let loops = tree.defs.iter().filter(|def| matches!(def.site, Site::Induction)).map(|def| def.var).collect();
        let mut finder = Finder { tree, live, plans, webs: &mut webs, loops };
        finder.loop_variables();
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
        webs.join(webs.vars + webs.further.len());
        webs
    }

    /// The number of values, further ones included.
    pub(super) fn values(&self) -> usize {
        self.class.len()
    }

    /// The procedure's value that a value is like.
    pub(super) fn like(&self, var: Var) -> Var {
        self.further.get((var.0 as usize).wrapping_sub(self.vars)).copied().unwrap_or(var)
    }

    /// The class of a value.
    pub(super) fn class(&self, var: Var) -> usize {
        self.class[var.0 as usize] as usize
    }

    /// Separates values of which the second is overwritten by the first before it is read. Whether anything changed.
    pub(super) fn separate(&mut self, conflicts: &BTreeSet<(Var, Var)>) -> bool {
        self.attempts += 1;
        if self.attempts > ATTEMPTS {
            self.edges.iter_mut().for_each(|edge| edge.cut = true);
        }
        let hurry = self.attempts > PATIENCE || conflicts.len() > FEW;
        let beside = self.beside();
        for (holder, read) in conflicts {
            let mut next = Some(*holder);
            while let Some(holder) = next {
                if let Some(edge) = self.weakest(&beside, holder, *read) {
                    self.edges[edge].cut = true;
                }
                // with the holder gone, the variable holds what was defined last before it
                next = match hurry {
                    true => self.connected(&beside, *read).into_iter().filter(|var| var > read && *var < holder).max(),
                    false => None,
                };
            }
        }
        self.join(self.class.len());
        !conflicts.is_empty()
    }

    /// The conflicts between values of the procedure: which further ones there are depends on what a text has in place.
    pub(super) fn of_procedure(&self, conflicts: BTreeSet<(Var, Var)>) -> BTreeSet<(Var, Var)> {
        let own = |var: &Var| (var.0 as usize) < self.vars;
        conflicts.into_iter().filter(|(holder, read)| own(holder) && own(read)).collect()
    }

    /// The edges at each value.
    fn beside(&self) -> Vec<Vec<usize>> {
        let mut beside = vec![Vec::new(); self.class.len()];
        for (at, edge) in self.edges.iter().enumerate().filter(|(_, edge)| !edge.cut) {
            beside[edge.ends.0.0 as usize].push(at);
            beside[edge.ends.1.0 as usize].push(at);
        }
        beside
    }

    /// What edges that are not cut connect with a value.
    fn connected(&self, beside: &[Vec<usize>], var: Var) -> BTreeSet<Var> {
        let mut found = BTreeSet::from([var]);
        let mut pending = vec![var];
        while let Some(var) = pending.pop() {
            for &at in beside[var.0 as usize].iter().filter(|at| !self.edges[**at].cut) {
                let other = self.edges[at].other(var);
                if found.insert(other) {
                    pending.push(other);
                }
            }
        }
        found
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
    fn weakest(&self, beside: &[Vec<usize>], from: Var, to: Var) -> Option<usize> {
        let mut came: BTreeMap<Var, usize> = BTreeMap::new();
        let mut pending = VecDeque::from([from]);
        while let Some(var) = pending.pop_front() {
            for &at in beside[var.0 as usize].iter().filter(|at| !self.edges[**at].cut) {
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
    plans: &'t mut [Plan],
    webs: &'t mut Webs,
    /// The variables of loops, which end with each iteration and are not assigned to.
    loops: BTreeSet<Var>,
}

impl Finder<'_, '_> {
    fn edge(&mut self, a: Var, b: Var, strength: Strength) {
        let given = &self.tree.procedure.given;
        let hint = |var: Var| &self.tree.procedure.vars[self.webs.like(var).0 as usize].hint;
        let further = b.0 as usize >= self.webs.vars;
        let alike = hint(a) == hint(b) && (further || !hint(a).is_empty());
        let apart = given.contains(&a) || given.contains(&b) || self.loops.contains(&a) != self.loops.contains(&b);
        if a != b && (strength != Strength::Name || alike && !apart) {
            self.webs.edges.push(Edge { ends: (a, b), strength, cut: false });
        }
    }

    /// The variables of loops are called alike, except where one is read inside the loop of another.
    fn loop_variables(&mut self) {
        let mut first: BTreeMap<&str, Var> = BTreeMap::new();
        let tree = self.tree;
        for def in &tree.defs {
            if matches!(def.site, Site::Induction) {
                let hint = &tree.procedure.vars[def.var.0 as usize].hint;
                let hub = *first.entry(hint).or_insert(def.var);
                self.edge(hub, def.var, Strength::Name);
            }
        }
    }

    fn names(&mut self, at: At) {
        for step in &self.tree.blocks[at].block.steps {
            let Step::Name { out, value } = step else { continue };
            if !self.live.is_live(self.tree, at, *out) {
                continue;
            }
            match self.tree.alias(at, *value).or_else(|| self.plans[at].name(*value)) {
                Some(var) if var != *out => self.edge(*out, var, Strength::Alias),
                _ => {}
            }
        }
    }

    /// The value that an operand is or that names it.
    fn var(&self, at: At, operand: &Operand) -> Option<Var> {
        match operand {
            Operand::Node(id) => self.tree.alias(at, *id).or_else(|| self.plans[at].name(*id)),
            Operand::Opaque(var) => Some(*var),
            Operand::Array(_) | Operand::Any => None,
        }
    }

    /// The same for what becomes a carried value, which gives its name to what has none.
    fn carried(&mut self, at: At, operand: &Operand, exit: Var) -> Option<Var> {
        if let (None, Operand::Node(id)) = (self.var(at, operand), operand)
            && self.plans[at].named[id.index()]
        {
            let var = Var((self.webs.vars + self.webs.further.len()) as u32);
            self.webs.further.push(exit);
            self.plans[at].names.insert(*id, vec![var]);
        }
        self.var(at, operand)
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
            if let Some(init) = self.carried(at, &carried.init, carried.exit) {
                self.edge(carried.exit, init, Strength::Name);
            }
            // an entry stays what it is through the whole body
            let result = self.carried(body, &self.tree.blocks[body].block.results[k], carried.exit);
            let own = |var: &Var| self.tree.defines(body, *var) || var.0 as usize >= self.webs.vars;
            if let Some(next) = result.filter(own).filter(|next| !looped.entries().contains(next)) {
                self.edge(carried.exit, next, Strength::Name);
            }
        }
    }
}
