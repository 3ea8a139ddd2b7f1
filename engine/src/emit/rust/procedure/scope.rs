//! What each variable of the text holds while it is written.
//!
//! A variable is a class of values (see `webs`). A definition in the block in which the variable is open, or through which an outer one is
//! changed, assigns to it; any other declares a variable of that name, which ends with its block.

use std::collections::BTreeSet;

use super::webs::Webs;
use crate::program::procedure::Var;

/// A declaration in the text, which may turn out to need `mut`.
pub(super) type Declaration = usize;

/// A content; equal numbers are equal contents.
type Content = u32;

/// The state of all variables at a point of the text.
pub(super) struct Scope {
    content: Vec<Content>,
    held: Vec<(Content, Var)>,
    /// By class: the depth of the block in which it is open, and its declaration.
    open: Vec<(usize, Declaration)>,
    trail: Vec<Undo>,
    last: Content,
    depth: usize,
    /// By declaration: whether anything is assigned to it.
    pub(super) assigned: Vec<bool>,
    /// Values that are read when another one stands in their variable: first that one, then the value.
    pub(super) conflicts: BTreeSet<(Var, Var)>,
}

enum Undo {
    Content(Var, Content),
    Held(usize, (Content, Var)),
    Open(usize, (usize, Declaration)),
}

/// Where a scope began.
pub(super) struct Mark(usize);

const NOWHERE: (usize, Declaration) = (usize::MAX, usize::MAX);

impl Scope {
    pub(super) fn new(vars: usize) -> Self {
        Scope {
            content: vec![0; vars],
            held: vec![(0, Var(u32::MAX)); vars],
            open: vec![NOWHERE; vars],
            trail: Vec::new(),
            last: 0,
            depth: 0,
            assigned: Vec::new(),
            conflicts: BTreeSet::new(),
        }
    }

    /// Begins an inner block, through which some classes are changed.
    pub(super) fn enter(&mut self, through: &[usize]) -> Mark {
        let mark = Mark(self.trail.len());
        self.depth += 1;
        for class in through {
            let (_, declaration) = self.open[*class];
            self.set_open(*class, (self.depth, declaration));
        }
        mark
    }

    /// Ends it; variables hold what they held before.
    pub(super) fn leave(&mut self, mark: Mark) {
        self.depth -= 1;
        for undo in self.trail.drain(mark.0..).rev() {
            match undo {
                Undo::Content(var, content) => self.content[var.0 as usize] = content,
                Undo::Held(class, held) => self.held[class] = held,
                Undo::Open(class, open) => self.open[class] = open,
            }
        }
    }

    fn set_open(&mut self, class: usize, open: (usize, Declaration)) {
        self.trail.push(Undo::Open(class, self.open[class]));
        self.open[class] = open;
    }

    fn set_content(&mut self, var: Var, content: Content) {
        self.trail.push(Undo::Content(var, self.content[var.0 as usize]));
        self.content[var.0 as usize] = content;
    }

    fn hold(&mut self, class: usize, held: (Content, Var)) {
        self.trail.push(Undo::Held(class, self.held[class]));
        self.held[class] = held;
    }

    /// The variable of the class holds a new content, which is the value's.
    pub(super) fn set(&mut self, webs: &Webs, var: Var) {
        self.last += 1;
        self.set_content(var, self.last);
        self.hold(webs.class(var), (self.last, var));
    }

    /// The variable of the class holds a new content that no value has yet.
    pub(super) fn spoil(&mut self, class: usize, by: Var) {
        self.last += 1;
        self.hold(class, (self.last, by));
    }

    /// A value becomes what another one is.
    pub(super) fn copy(&mut self, var: Var, from: Var) {
        self.set_content(var, self.content[from.0 as usize]);
    }

    /// The variable of the class holds the value that another variable has.
    pub(super) fn set_copy(&mut self, webs: &Webs, var: Var, from: Var) {
        self.copy(var, from);
        self.hold(webs.class(var), (self.content[var.0 as usize], var));
    }

    /// Whether the variable of a class holds a value.
    pub(super) fn holds(&self, class: usize, var: Var) -> bool {
        let content = self.content[var.0 as usize];
        content != 0 && self.held[class].0 == content
    }

    /// Notes that a value is read.
    pub(super) fn read(&mut self, webs: &Webs, var: Var) {
        let class = webs.class(var);
        debug_assert!(self.content[var.0 as usize] != 0, "{var:?} is read before it is defined");
        if !self.holds(class, var) {
            self.conflict(self.held[class].1, var);
        }
    }

    /// Notes that two values cannot share a variable.
    pub(super) fn conflict(&mut self, holder: Var, var: Var) {
        if holder != var {
            self.conflicts.insert((holder, var));
        }
    }

    /// Notes that a value must not take a variable that holds another one.
    pub(super) fn conflict_with_holder(&mut self, class: usize, var: Var) {
        let (content, holder) = self.held[class];
        if content != 0 {
            self.conflict(var, holder);
        }
    }

    /// The declaration of a class that the current block may assign to.
    pub(super) fn open(&self, class: usize) -> Option<Declaration> {
        let (depth, declaration) = self.open[class];
        (depth == self.depth && declaration != usize::MAX).then_some(declaration)
    }

    /// Declares the variable of a class in the current block.
    pub(super) fn declare(&mut self, class: usize) -> Declaration {
        self.assigned.push(false);
        let declaration = self.assigned.len() - 1;
        self.set_open(class, (self.depth, declaration));
        declaration
    }
}
