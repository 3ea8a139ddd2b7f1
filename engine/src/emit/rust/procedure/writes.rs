//! Several variables that get new contents at once, each computed from the old ones.

use std::collections::{BTreeSet, HashMap};

use super::emitter::Emitter;
use super::terms::Change;
use crate::emit::code::width;
use crate::program::procedure::{Operand, Var};

/// The widest assignment to several variables.
const LINE: usize = 100;

/// One of them.
pub(super) struct Write {
    /// The value that the variable is to hold.
    pub(super) var: Var,
    pub(super) change: Change,
}

impl Emitter<'_> {
    /// The nodes of the results that may be written as `s += x`, given the class that each result goes to.
    pub(super) fn late_nodes(&self, at: super::tree::At, targets: &[(usize, usize)]) -> Vec<crate::graph::Id> {
        let (tree, plan) = (self.known.tree, &self.known.plans[at]);
        let graph = tree.graph(at);
        let mut late = Vec::new();
        for (k, class) in targets {
            let Operand::Node(id) = tree.blocks[at].block.results[*k] else { continue };
            let alone = plan.uses[id.index()] == 1 && !plan.named[id.index()] && !tree.repeated(at, id);
            let reads = |arg: &crate::graph::Id| {
                super::tree::leaf(graph, *arg).is_some_and(|var| self.webs.class(var) == *class)
            };
            if alone && graph.args(id).iter().any(reads) {
                late.push(id);
            }
        }
        late
    }

    /// What a result makes of the variable of a class; `None` where it holds that already, or nobody looks at it.
    pub(super) fn result(&mut self, operand: &Operand, class: usize) -> Option<Change> {
        let var = match operand {
            Operand::Node(id) => self.known.tree.alias(self.at(), *id),
            Operand::Opaque(var) => Some(*var),
            Operand::Array(_) | Operand::Any => None,
        };
        let var = var.or_else(|| match operand {
            Operand::Node(id) if self.plan().named[id.index()] => self.plan().name(*id),
            _ => None,
        });
        if var.is_some_and(|var| self.scope.holds(class, var)) {
            return None;
        }
        match operand {
            Operand::Node(id) if self.late(*id) => Some(self.change(*id, class)),
            operand => self.operand(operand).map(|term| Change { operator: "=", term }),
        }
    }

    /// The classes whose variables a text reads.
    fn mentioned(&mut self, text: &str, targets: &HashMap<String, usize>) -> BTreeSet<usize> {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let mut found = BTreeSet::new();
        for word in text.split(|c| !word(c)).filter(|word| !word.is_empty()) {
            found.extend(targets.get(word));
            let key = word.strip_prefix("__e").and_then(|key| key.parse::<u32>().ok());
            for var in key.and_then(|key| self.reads.get(&key).cloned()).unwrap_or_default() {
                let name = self.name(self.webs.class(var));
                found.extend(targets.get(plain(&name)));
            }
        }
        found
    }

    /// Whether a text reads a variable that one of the writes changes.
    pub(super) fn reads_any(&mut self, text: &str, writes: &[Write]) -> bool {
        let targets = self.targets(writes);
        !self.mentioned(text, &targets).is_empty()
    }

    /// Whether a text reads a variable.
    pub(super) fn mentions(&mut self, text: &str, name: &str) -> bool {
        !self.mentioned(text, &HashMap::from([(plain(name).to_owned(), 0)])).is_empty()
    }

    fn targets(&mut self, writes: &[Write]) -> HashMap<String, usize> {
        let name = |(at, write): (usize, &Write)| (plain(&self.name(self.webs.class(write.var))).to_owned(), at);
        writes.iter().enumerate().map(name).collect()
    }

    /// Writes them all, one after the other, none after a variable that it reads is changed. Where each waits for another, they are written at
    /// once if that fits on a line; else the first gets a name.
    pub(super) fn write_all(&mut self, mut writes: Vec<Write>) {
        let targets = self.targets(&writes);
        let mut reads: Vec<BTreeSet<usize>> = Vec::with_capacity(writes.len());
        let mut readers = vec![0; writes.len()];
        for (at, write) in writes.iter().enumerate() {
            let mut read = self.mentioned(&write.change.term.text, &targets);
            read.remove(&at);
            read.iter().for_each(|target| readers[*target] += 1);
            reads.push(read);
        }
        let mut left: BTreeSet<usize> = (0..writes.len()).collect();
        let mut ready: BTreeSet<usize> = left.iter().copied().filter(|at| readers[*at] == 0).collect();
        while !left.is_empty() {
            let next = ready.pop_first();
            if next.is_none() && self.at_once(&writes, &left) {
                return;
            }
            let waits = || left.iter().copied().find(|at| !reads[*at].is_empty());
            let Some(at) = next.or_else(waits) else { return };
            if next.is_some() {
                left.remove(&at);
                self.write(&writes[at]);
            } else {
                let term = &mut writes[at].change.term;
                *term = self.temporary(term);
            }
            for target in std::mem::take(&mut reads[at]) {
                readers[target] -= 1;
                if readers[target] == 0 {
                    ready.insert(target);
                }
            }
        }
    }

    /// `(a, b) = (b, a + b);`, where that is possible.
    fn at_once(&mut self, writes: &[Write], left: &BTreeSet<usize>) -> bool {
        let (mut names, mut texts) = (Vec::new(), Vec::new());
        let mut line = 0;
        for write in left.iter().map(|at| &writes[*at]) {
            let class = self.webs.class(write.var);
            let (name, text) = (self.name(class), &write.change.term.text);
            line += 4 + 2 * width(&name) + width(text);
            if self.scope.open(class).is_none() || line > LINE {
                return false;
            }
            texts.push(write.change.spelled_out(&name));
            names.push(name);
        }
        self.push(format!("({}) = ({});", names.join(", "), texts.join(", ")));
        for write in left.iter().map(|at| &writes[*at]) {
            if let Some(declaration) = self.scope.open(self.webs.class(write.var)) {
                self.scope.assigned[declaration] = true;
            }
            self.scope.set(self.webs, write.var);
        }
        true
    }

    fn write(&mut self, write: &Write) {
        let class = self.webs.class(write.var);
        match self.scope.open(class) {
            Some(declaration) if write.change.operator != "=" => {
                self.scope.assigned[declaration] = true;
                let name = self.name(class);
                self.assign(&name, &write.change);
                self.scope.set(self.webs, write.var);
            }
            _ => self.define(write.var, &write.change.term),
        }
    }
}

/// A name without what makes a keyword one.
fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
