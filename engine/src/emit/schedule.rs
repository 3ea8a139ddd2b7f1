//! Which terms are written in place and which are named, for every language.
//!
//! One scan in graph order builds the text of each node from the texts of its arguments. A node that is used more than once, or
//! that would make its user's text too large, becomes a line `name = text`; every text is thus bounded, the work is linear and a
//! deep graph needs no stack.

use std::collections::HashMap;

use crate::function::{Function, Kind};
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

/// How tightly a term binds: an argument looser than its place needs parentheses.
pub(crate) type Level = u8;

/// The levels that the languages share; operators of one language stand between.
pub(crate) mod level {
    use super::Level;

    /// Anything goes.
    pub(crate) const ANY: Level = 0;
    /// `if`, `?:`, cases.
    pub(crate) const CHOICE: Level = 10;
    pub(crate) const SUM: Level = 60;
    pub(crate) const PRODUCT: Level = 70;
    pub(crate) const UNARY: Level = 80;
    pub(crate) const POSTFIX: Level = 90;
    pub(crate) const ATOM: Level = 100;
}

/// The text of a node.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub(crate) text: String,
    pub(crate) level: Level,
    /// The number of leaves and calls in the text.
    pub(crate) size: u32,
    /// Rust: built of bare literals alone, so that no method can be called on it.
    pub(crate) untyped: bool,
    /// LaTeX: ends with the bare argument of a function, as `\sin x`, which would swallow a factor.
    pub(crate) open: bool,
}

impl Term {
    pub(crate) fn new(text: impl Into<String>, level: Level) -> Self {
        Term { text: text.into(), level, size: 1, untyped: false, open: false }
    }

    /// What stands behind a leading minus that may be moved out: `-a`, `-a*b`, `-2*a`.
    pub(crate) fn negated(&self) -> Option<&str> {
        (level::PRODUCT..=level::UNARY).contains(&self.level).then(|| self.text.strip_prefix('-'))?
    }
}

/// What a language decides.
pub(crate) trait Language {
    fn number(&self, number: &Number) -> Term;
    /// An argument of kind [`Kind::Integer`].
    fn integer(&self, number: &Number) -> Term;
    fn variable(&self, name: &str) -> Term;
    /// The text of a call, or the position of an argument that has to be named first.
    fn call(&self, function: Function, args: &[Term]) -> Result<Term, usize>;
    /// Whether a term is small enough to stand on a line, or in the text of its user.
    fn fits(&self, term: &Term) -> bool;
    /// Whether a term that is used more than once is repeated rather than named.
    fn repeats(&self, term: &Term, uses: u32) -> bool;
}

/// One named term.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) term: Term,
}

/// The scan and what it has produced so far.
pub(crate) struct Schedule<'a, L> {
    language: &'a L,
    graph: &'a Graph,
    roots: &'a [Id],
    /// The name for a new line, given the position of the root that it is, if it is one.
    name: &'a mut dyn FnMut(Option<usize>) -> String,
    first_root: HashMap<Id, usize>,
    uses: Vec<u32>,
    terms: Vec<Option<Term>>,
    pub(crate) lines: Vec<Line>,
}

impl<'a, L: Language> Schedule<'a, L> {
    /// Writes all that `roots` need; [`Schedule::result`] has the text of each root.
    pub(crate) fn new(
        language: &'a L,
        graph: &'a Graph,
        roots: &'a [Id],
        name: &'a mut dyn FnMut(Option<usize>) -> String,
    ) -> Self {
        let cone = graph.cone(roots);
        let mut uses = vec![0; graph.len()];
        for id in cone.iter().flat_map(|id| graph.args(*id)).chain(roots) {
            uses[id.index()] += 1;
        }
        let mut first_root = HashMap::new();
        for (position, root) in roots.iter().enumerate() {
            first_root.entry(*root).or_insert(position);
        }
        let terms = vec![None; graph.len()];
        let mut schedule = Schedule { language, graph, roots, name, first_root, uses, terms, lines: Vec::new() };
        for id in cone {
            schedule.visit(id);
        }
        schedule
    }

    fn visit(&mut self, id: Id) {
        let term = match self.graph.op(id) {
            Op::Number(number) => self.language.number(number),
            Op::Variable(name) => self.language.variable(name),
            Op::Call(function) => self.call(function, self.graph.args(id)),
        };
        let leaf = self.graph.as_call(id).is_none();
        let uses = self.uses[id.index()];
        let keep = leaf || uses == 1 || self.language.repeats(&term, uses);
        self.terms[id.index()] = Some(term);
        if !keep {
            self.give_name(id);
        }
    }

    fn call(&mut self, function: Function, ids: &[Id]) -> Term {
        let mut args = [const { None }; 3];
        for ((arg, id), kind) in args.iter_mut().zip(ids).zip(function.row().kinds) {
            *arg = Some(match self.graph.as_number(*id) {
                Some(number) if *kind == Kind::Integer => self.language.integer(number),
                _ if self.uses[id.index()] == 1 => self.terms[id.index()].take().expect("arguments come first"),
                _ => self.terms[id.index()].clone().expect("arguments come first"),
            });
        }
        let mut args: Vec<Term> = args.into_iter().flatten().collect();
        loop {
            let (to_name, made) = match self.language.call(function, &args) {
                Err(position) => (Some(position), None),
                Ok(term) if self.language.fits(&term) => return term,
                Ok(term) => (largest(&args), Some(term)),
            };
            match (to_name, made) {
                (Some(position), _) => {
                    let term = std::mem::replace(&mut args[position], Term::new("", level::ATOM));
                    self.terms[ids[position].index()] = Some(term);
                    args[position] = self.give_name(ids[position]);
                }
                (None, Some(term)) => return term,
                (None, None) => unreachable!("an error names an argument"),
            }
        }
    }

    /// Makes a line of the node's term and leaves the name in its place.
    fn give_name(&mut self, id: Id) -> Term {
        let term = self.terms[id.index()].take().expect("a node is named after it is written");
        let name = (self.name)(self.first_root.get(&id).copied());
        let atom = Term::new(name.clone(), level::ATOM);
        self.lines.push(Line { name, kind: self.graph.kind(id), term });
        self.terms[id.index()] = Some(atom.clone());
        atom
    }

    /// The text of a root.
    pub(crate) fn result(&self, position: usize) -> &Term {
        self.terms[self.roots[position].index()].as_ref().expect("roots are kept")
    }

    /// Names every root that is more than a name or a literal.
    pub(crate) fn name_results(&mut self) {
        for position in 0..self.roots.len() {
            if self.result(position).level < level::ATOM && !self.language.repeats(self.result(position), u32::MAX) {
                self.give_name(self.roots[position]);
            }
        }
    }
}

/// The largest argument that is not a name or a literal.
pub(crate) fn largest(args: &[Term]) -> Option<usize> {
    let compound = args.iter().enumerate().filter(|(_, arg)| arg.level < level::ATOM);
    compound.rev().max_by_key(|(_, arg)| arg.text.len()).map(|(position, _)| position)
}
