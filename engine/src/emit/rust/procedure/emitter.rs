//! The state of writing a procedure, and the names in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Spelling;
use super::live::Live;
use super::plan::Plan;
use super::rows::{Cell, Row};
use super::scope::{Declaration, Scope};
use super::terms::Change;
use super::tree::{At, Tree};
use super::webs::Webs;
use crate::emit::code::{Code, Writer, is_primitive};
use crate::emit::names::{Names, rust_identifier};
use crate::emit::schedule::{Term, level};
use crate::graph::Id;
use crate::program::procedure::{ArrayId, Block, Expression, Operand, StackId, Var, VarKind};

/// What `let` is followed by where `mut` may have to stand, with the number of the declaration.
const MARK: char = '\u{1}';

/// Everything that is known before the first line is written.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) live: &'a Live,
    pub(super) plans: &'a [Plan],
    pub(super) code: &'a Code,
    pub(super) spelling: &'a Spelling<'a>,
    /// The arrays that anything writes to.
    pub(super) changed: &'a BTreeSet<ArrayId>,
    /// The arrays that are read before anything shows the type of their elements.
    pub(super) bare: &'a BTreeSet<ArrayId>,
}

/// What writes.
pub(super) struct Emitter<'a> {
    pub(super) known: Known<'a>,
    pub(super) webs: &'a Webs,
    pub(super) scope: Scope,
    pub(super) names: Names,
    /// By class.
    classes: Vec<Option<String>>,
    /// By class: what it should be called.
    hints: Vec<String>,
    /// By class: the given value in it, whose name cannot be given anew.
    fixed: Vec<Option<Var>>,
    pub(super) arrays: BTreeMap<ArrayId, String>,
    pub(super) stacks: BTreeMap<StackId, String>,
    /// The names of what single steps are written with.
    words: BTreeMap<&'static str, String>,
    /// What the expressions written so far read, by key.
    pub(super) reads: HashMap<u32, Vec<Var>>,
    pub(super) frames: Vec<Frame>,
    /// What the loops being written have borrowed.
    pub(super) rows: Vec<Row>,
    /// The names of rows, by array and by how many of its rows come before.
    pub(super) row_names: BTreeMap<(ArrayId, usize), String>,
    /// The elements that variables hold while a loop is written.
    pub(super) cells: Vec<Cell>,
    pub(super) cell_names: BTreeMap<ArrayId, String>,
    /// What the loop about to be written goes up to, where it has a name.
    pub(super) high: Option<String>,
    pub(super) lines: Vec<String>,
    pub(super) indent: usize,
}

/// The block that is being written.
pub(super) struct Frame {
    pub(super) at: At,
    /// By node.
    pub(super) terms: Vec<Option<Term>>,
    /// Nodes that the assignments at the end write themselves: `s + x` in `s += x`.
    pub(super) late: Vec<Id>,
}

impl<'a> Emitter<'a> {
    pub(super) fn new(known: Known<'a>, webs: &'a Webs, reserved: impl Iterator<Item = &'a str>) -> Self {
        let procedure = known.tree.procedure;
        let vars = webs.values();
        let mut names = Names::default();
        known.spelling.taken.iter().for_each(|name| names.reserve(name));
        known.spelling.arrays.values().chain(known.spelling.vars.values()).for_each(|name| names.reserve(name));
        reserved.for_each(|name| names.reserve(name));
        let mut emitter = Emitter {
            known,
            webs,
            scope: Scope::new(vars),
            names,
            classes: vec![None; vars],
            hints: vec![String::new(); vars],
            fixed: vec![None; vars],
            arrays: known.spelling.arrays.clone(),
            stacks: BTreeMap::new(),
            words: BTreeMap::new(),
            reads: HashMap::new(),
            frames: Vec::new(),
            rows: Vec::new(),
            row_names: BTreeMap::new(),
            cells: Vec::new(),
            cell_names: BTreeMap::new(),
            high: None,
            lines: Vec::new(),
            indent: 4,
        };
        for var in (0..vars as u32).map(Var) {
            let hint = &procedure.vars[webs.like(var).0 as usize].hint;
            let wanted = &mut emitter.hints[webs.class(var)];
            if wanted.is_empty() {
                wanted.clone_from(hint);
            }
            emitter.names.prefer(hint);
        }
        procedure.arrays.iter().for_each(|info| emitter.names.prefer(&info.hint));
        for var in &procedure.given {
            let class = webs.class(*var);
            if let Some(other) = emitter.fixed[class].replace(*var) {
                emitter.scope.conflict(other, *var);
            }
            emitter.classes[class] = known.spelling.vars.get(var).cloned();
            emitter.scope.set(webs, *var);
        }
        emitter
    }

    pub(super) fn writer(&self) -> Writer<'a> {
        Writer { code: self.known.code, variable: &|name| name.to_owned() }
    }

    pub(super) fn at(&self) -> At {
        self.frames.last().expect("a block is being written").at
    }

    pub(super) fn block(&self) -> &'a Block {
        self.known.tree.blocks[self.at()].block
    }

    pub(super) fn plan(&self) -> &'a Plan {
        &self.known.plans[self.at()]
    }

    pub(super) fn kind(&self, var: Var) -> VarKind {
        self.known.tree.procedure.kind(self.webs.like(var))
    }

    pub(super) fn push(&mut self, line: impl AsRef<str>) {
        self.lines.push(format!("{:1$}{2}", "", self.indent, line.as_ref()));
    }

    /// Whether anybody reads a value that the current block defines.
    pub(super) fn is_live(&self, var: Var) -> bool {
        self.known.live.is_live(self.known.tree, self.at(), var)
    }

    /// The lines that `write` writes, a level deeper.
    pub(super) fn nested<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> (Vec<String>, T) {
        let saved = std::mem::take(&mut self.lines);
        self.indent += 4;
        let result = write(self);
        self.indent -= 4;
        (std::mem::replace(&mut self.lines, saved), result)
    }

    /// Writes a block inside a block.
    pub(super) fn within<T>(&mut self, at: At, late: Vec<Id>, write: impl FnOnce(&mut Self) -> T) -> T {
        let terms = vec![None; self.known.tree.graph(at).len()];
        self.frames.push(Frame { at, terms, late });
        let result = write(self);
        self.frames.pop();
        result
    }

    /// The name of a class, found when it is first needed.
    pub(super) fn name(&mut self, class: usize) -> String {
        if let Some(name) = &self.classes[class] {
            return name.clone();
        }
        let hint = self.hints[class].clone();
        let name = self.claim(&hint);
        self.classes[class] = Some(name.clone());
        name
    }

    /// A new name like the hint, else a temporary's.
    pub(super) fn claim(&mut self, hint: &str) -> String {
        let hint = hint.strip_prefix("r#").unwrap_or(hint);
        // names with two underscores stand for what the caller fills in
        let plain = if hint.starts_with("__") { hint.trim_start_matches('_') } else { hint };
        // a pattern that is the name of a constant would be compared with it
        let plain = if plain.starts_with(char::is_uppercase) { plain.to_lowercase() } else { plain.to_owned() };
        if plain.is_empty() { self.names.temporary() } else { self.names.claim(&rust_identifier(&plain)) }
    }

    /// The name of an array.
    pub(super) fn array(&mut self, array: ArrayId) -> String {
        if let Some(name) = self.arrays.get(&array) {
            return name.clone();
        }
        let hint = self.known.tree.procedure.arrays[array.0 as usize].hint.clone();
        let name = self.claim(&hint);
        self.arrays.insert(array, name.clone());
        name
    }

    /// The name of a stack, which is declared when it is used.
    pub(super) fn stack(&mut self, stack: StackId) -> String {
        if let Some(name) = self.stacks.get(&stack) {
            return name.clone();
        }
        let hint = self.known.tree.procedure.stacks[stack.0 as usize].hint.clone();
        let name = self.claim(if hint.is_empty() { "stack" } else { &hint });
        self.stacks.insert(stack, name.clone());
        name
    }

    /// A name that nothing else has, for what ends with a step.
    pub(super) fn word(&mut self, word: &'static str) -> String {
        self.words.entry(word).or_insert_with(|| self.names.claim_beside(word)).clone()
    }

    /// The name of a value that is read here.
    pub(super) fn value(&mut self, var: Var) -> String {
        self.scope.read(self.webs, var);
        self.name(self.webs.class(var))
    }

    /// The placeholder of an expression that is evaluated here.
    pub(super) fn expression(&mut self, expression: &Expression) -> String {
        expression.reads.iter().for_each(|var| self.scope.read(self.webs, *var));
        self.reads.entry(expression.key).or_insert_with(|| expression.reads.clone());
        format!("__e{}", expression.key)
    }

    /// `let name`, with a place for `mut`.
    pub(super) fn declaration(&mut self, class: usize) -> (Declaration, String) {
        let declaration = self.scope.declare(class);
        let name = self.name(class);
        (declaration, format!("{MARK}{declaration}{MARK}{name}"))
    }

    /// Defines a value.
    pub(super) fn define(&mut self, var: Var, term: &Term) {
        let class = self.class_of_new(var);
        let text = self.laid_out(&term.text);
        match self.scope.open(class) {
            Some(declaration) => {
                self.scope.assigned[declaration] = true;
                let name = self.name(class);
                self.push(format!("{name} = {text};"));
            }
            None => {
                let (_, pattern) = self.declaration(class);
                let annotation = self.annotation(term, self.kind(var));
                self.push(format!("let {pattern}{annotation} = {text};"));
            }
        }
        self.scope.set(self.webs, var);
    }

    /// `place += term;`, or `place = place + term;` where numbers are of a type that need not have the operator.
    pub(super) fn assign(&mut self, place: &str, change: &Change) {
        let line = match is_primitive(self.known.spelling.float) {
            true => format!("{place} {} {};", change.operator, self.laid_out(&change.term.text)),
            false => format!("{place} = {};", self.laid_out(&change.spelled_out(place))),
        };
        self.push(line);
    }

    /// The last number of a stack, which is not empty.
    pub(super) fn popped(&self, stack: &str) -> String {
        match is_primitive(self.known.spelling.float) {
            true => format!("{stack}.pop().unwrap_or_default()"),
            false => format!("{stack}.pop().unwrap_or(0.0)"),
        }
    }

    /// The class of a value that is to be defined, which must not be that of a given one.
    pub(super) fn class_of_new(&mut self, var: Var) -> usize {
        let class = self.webs.class(var);
        if let Some(given) = self.fixed[class] {
            self.scope.conflict(given, var);
        }
        class
    }

    /// A new temporary for a term.
    pub(super) fn temporary(&mut self, term: &Term) -> Term {
        let name = self.names.temporary();
        let text = self.laid_out(&term.text);
        let annotation = self.annotation(term, VarKind::Real);
        self.push(format!("let {name}{annotation} = {text};"));
        Term::new(name, level::ATOM)
    }

    /// `: f64` where Rust cannot tell.
    pub(super) fn annotation(&self, term: &Term, kind: VarKind) -> String {
        let real = matches!(kind, VarKind::Real | VarKind::Constant);
        if term.untyped && real { format!(": {}", self.known.spelling.float) } else { String::new() }
    }

    /// An expression that starts on the current line.
    pub(super) fn laid_out(&self, text: &str) -> String {
        super::layout::expression(text, self.indent)
    }

    /// The term of an operand; `None` for what nobody looks at.
    pub(super) fn operand(&mut self, operand: &Operand) -> Option<Term> {
        match operand {
            Operand::Node(id) => Some(self.read(*id)),
            Operand::Opaque(var) => Some(self.read_value(*var)),
            Operand::Array(array) => Some(Term::new(self.array(*array), level::ATOM)),
            Operand::Any => None,
        }
    }

    /// The text with its `mut`s.
    pub(super) fn finished(&self, lines: &[String]) -> String {
        let mut text = String::new();
        for line in lines {
            let mut rest = line.as_str();
            while let Some(at) = rest.find(MARK) {
                text.push_str(&rest[..at]);
                let (number, after) = rest[at + 1..].split_once(MARK).unwrap_or_default();
                if number.parse::<Declaration>().is_ok_and(|declaration| self.scope.assigned[declaration]) {
                    text.push_str("mut ");
                }
                rest = after;
            }
            text.push_str(rest);
            text.push('\n');
        }
        text
    }

    /// How each value is spelled that has a name.
    pub(super) fn spelled(&self) -> BTreeMap<Var, String> {
        let vars = (0..self.known.tree.procedure.vars.len() as u32).map(Var);
        vars.filter_map(|var| Some((var, self.classes[self.webs.class(var)].clone()?))).collect()
    }
}

/// Some value of a kind.
pub(super) fn any(kind: VarKind) -> Term {
    let text = match kind {
        VarKind::Real | VarKind::Constant => "0.0",
        VarKind::Condition => "false",
        VarKind::Opaque => "::core::default::Default::default()",
    };
    Term { untyped: text == "0.0", ..Term::new(text, level::ATOM) }
}
