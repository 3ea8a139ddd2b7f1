//! The blocks of a procedure in a list, and which definition each of them means by a value.

use std::collections::BTreeMap;

use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;
use crate::program::procedure::{Block, If, Loop, Procedure, Step, Var, VarKind};

/// The position of a block in the list.
pub(super) type At = usize;

/// The position of a definition in the list.
pub(super) type DefAt = usize;

/// All blocks, outer ones before inner ones.
pub(super) struct Tree<'p> {
    pub(super) procedure: &'p Procedure,
    pub(super) blocks: Vec<Node<'p>>,
    pub(super) defs: Vec<Def>,
    /// By value, the blocks that define it.
    defining: Vec<Vec<(At, DefAt)>>,
}

/// A block and where it stands.
pub(super) struct Node<'p> {
    pub(super) block: &'p Block,
    /// The block around it and the step that it is part of.
    pub(super) parent: Option<(At, usize)>,
    /// By step.
    pub(super) inner: BTreeMap<usize, Inner>,
}

/// The blocks of a step.
#[derive(Clone, Copy)]
pub(super) enum Inner {
    Branch { then: At, otherwise: At },
    Loop { head: Option<At>, body: At },
}

/// A value that gets its content at one place; a `Var` that is executed again has several.
#[derive(Clone, Copy, Debug)]
pub(super) struct Def {
    pub(super) var: Var,
    pub(super) block: At,
    pub(super) site: Site,
}

/// What defines a value; steps and positions are those of the defining step's block.
#[derive(Clone, Copy, Debug)]
pub(super) enum Site {
    /// There from the start.
    Given,
    /// A step that is no branch and no loop.
    Step(usize),
    /// A result of a branch.
    Out(usize, usize),
    /// A carried value after the loop.
    Exit(usize, usize),
    /// A carried value in the loop that is the step of that block.
    Entry(At, usize, usize),
    /// The loop variable.
    Induction,
    /// A sum.
    Sum(usize, usize),
    /// The number of iterations.
    Trips(usize),
}

impl<'p> Tree<'p> {
    pub(super) fn new(procedure: &'p Procedure) -> Self {
        let mut tree =
            Tree { procedure, blocks: Vec::new(), defs: Vec::new(), defining: vec![Vec::new(); procedure.vars.len()] };
        let top = tree.block(&procedure.body, None);
        for var in &procedure.given {
            tree.define(top, *var, Site::Given);
        }
        tree
    }

    fn define(&mut self, block: At, var: Var, site: Site) -> DefAt {
        self.defs.push(Def { var, block, site });
        self.means(block, var, self.defs.len() - 1);
        self.defs.len() - 1
    }

    /// Has a block mean a definition by a value.
    fn means(&mut self, block: At, var: Var, def: DefAt) {
        let defining = &mut self.defining[var.0 as usize];
        defining.retain(|(at, _)| *at != block);
        defining.push((block, def));
    }

    fn defined(&self, block: At, var: Var) -> Option<DefAt> {
        let defining = self.defining.get(var.0 as usize)?;
        defining.iter().find(|(at, _)| *at == block).map(|(_, def)| *def)
    }

    fn block(&mut self, block: &'p Block, parent: Option<(At, usize)>) -> At {
        let at = self.blocks.len();
        self.blocks.push(Node { block, parent, inner: BTreeMap::new() });
        for (position, step) in block.steps.iter().enumerate() {
            match step {
                Step::If(branch) => self.branch(at, position, branch),
                Step::Loop(inner) => self.looped(at, position, inner),
                step => {
                    for var in step.outs() {
                        self.define(at, var, Site::Step(position));
                    }
                }
            }
        }
        at
    }

    fn branch(&mut self, at: At, position: usize, branch: &'p If) {
        let then = self.block(&branch.then, Some((at, position)));
        let otherwise = self.block(&branch.otherwise, Some((at, position)));
        self.blocks[at].inner.insert(position, Inner::Branch { then, otherwise });
        for (k, var) in branch.outs.iter().enumerate() {
            self.define(at, *var, Site::Out(position, k));
        }
    }

    fn looped(&mut self, at: At, position: usize, inner: &'p Loop) {
        let head = inner.head.as_ref().map(|head| self.block(head, Some((at, position))));
        let body = self.block(&inner.body, Some((at, position)));
        self.blocks[at].inner.insert(position, Inner::Loop { head, body });
        let carried = inner.carried.len();
        for (k, var) in inner.entries().into_iter().enumerate() {
            let site = if k < carried { Site::Entry(at, position, k) } else { Site::Induction };
            let def = self.define(body, var, site);
            if let Some(head) = head {
                self.means(head, var, def);
            }
        }
        for (k, carried) in inner.carried.iter().enumerate() {
            self.define(at, carried.exit, Site::Exit(position, k));
        }
        for (k, sum) in inner.sums.iter().enumerate() {
            self.define(at, sum.out, Site::Sum(position, k));
        }
        if let Some(trips) = inner.trips {
            self.define(at, trips, Site::Trips(position));
        }
    }

    /// What a block means by a value.
    pub(super) fn resolve(&self, mut at: At, var: Var) -> Option<DefAt> {
        loop {
            if let Some(def) = self.defined(at, var) {
                return Some(def);
            }
            at = self.blocks[at].parent?.0;
        }
    }

    /// Whether a step of the block, or the loop around it, defines the value.
    pub(super) fn defines(&self, at: At, var: Var) -> bool {
        self.defined(at, var).is_some()
    }

    /// The step of the block `outer` in which the block `inner` stands.
    pub(super) fn step_within(&self, outer: At, inner: At) -> Option<usize> {
        let mut at = inner;
        loop {
            let (parent, step) = self.blocks[at].parent?;
            if parent == outer {
                return Some(step);
            }
            at = parent;
        }
    }

    pub(super) fn graph(&self, at: At) -> &'p Graph {
        &self.blocks[at].block.graph
    }

    /// The variables of a block's graph.
    pub(super) fn leaves(&self, at: At) -> impl Iterator<Item = (Id, Var)> + use<'p> {
        let graph = self.graph(at);
        graph.ids().filter_map(move |id| Some((id, leaf(graph, id)?)))
    }

    /// The condition that a comparison with 0 stands for, and whether it holds where that does not.
    pub(super) fn condition(&self, at: At, id: Id) -> Option<(Id, Var, bool)> {
        let graph = self.graph(at);
        let (function, args) = graph.as_call(id)?;
        let negated = match function {
            Function::NotEqual => false,
            Function::Equal => true,
            _ => return None,
        };
        let &[a, b] = args else { return None };
        let zero = |id: Id| graph.as_number(id).is_some_and(Number::is_zero);
        let id = if zero(b) { a } else { Some(b).filter(|_| zero(a))? };
        let var = leaf(graph, id).filter(|var| self.procedure.kind(*var) == VarKind::Condition)?;
        Some((id, var, negated))
    }

    /// Whether a node's text is so short that each user repeats it.
    pub(super) fn repeated(&self, at: At, id: Id) -> bool {
        let graph = self.graph(at);
        let negated_leaf = || match graph.args_of(Function::Neg, id) {
            Some(&[x]) => graph.as_call(x).is_none(),
            _ => false,
        };
        graph.as_call(id).is_none_or(|(_, args)| args.is_empty()) || negated_leaf() || self.condition(at, id).is_some()
    }

    /// The value that a node is under another name: a variable, or a condition.
    pub(super) fn alias(&self, at: At, id: Id) -> Option<Var> {
        let condition = || self.condition(at, id).filter(|(_, _, negated)| !negated).map(|(_, var, _)| var);
        leaf(self.graph(at), id).or_else(condition)
    }
}

/// The value whose leaf the node is.
pub(super) fn leaf(graph: &Graph, id: Id) -> Option<Var> {
    match graph.op(id) {
        Op::Variable(name) => Var::of_leaf(name),
        _ => None,
    }
}
