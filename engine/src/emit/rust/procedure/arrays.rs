//! Arrays: their elements and their declarations.

use super::emitter::{Emitter, Known};
use super::terms::signed;
use crate::emit::code::is_primitive;
use crate::emit::rust::layout;
use crate::emit::schedule::{Level, Term, level};
use crate::graph::Id;
use crate::program::procedure::{ArrayId, Expression, Index, Init, Origin, Place};

impl Emitter<'_> {
    /// The number of indices that are missing down to a number.
    pub(super) fn rank(&self, place: &Place) -> usize {
        let indices = place.path.iter().filter(|index| !matches!(index, Index::Range(_))).count();
        self.known.tree.procedure.arrays[place.array.0 as usize].rank.saturating_sub(indices)
    }

    /// The position of the index that is one into a tuple.
    fn index_into_tuple(&self, place: &Place) -> Option<usize> {
        let tuples = self.parts(place.array) > 0 && self.rank(place) == 0;
        tuples.then(|| place.path.len() - 1)
    }

    /// The number of parts of the tuples in an array; 0 where there are none.
    pub(super) fn parts(&self, array: ArrayId) -> usize {
        self.known.tree.procedure.arrays[array.0 as usize].parts
    }

    /// The number of loops down to a number or a tuple of them, and what stands there behind its name.
    pub(super) fn levels(&self, place: &Place) -> (usize, Vec<String>) {
        match (self.rank(place), self.parts(place.array)) {
            (0, _) | (_, 0) => (self.rank(place), vec![String::new()]),
            (rank, parts) => (rank - 1, (0..parts).map(|part| format!(".{part}")).collect()),
        }
    }

    /// Whether the name of an array is that of a reference.
    pub(super) fn is_reference(&self, array: ArrayId) -> bool {
        let Known { tree, spelling, .. } = self.known;
        tree.procedure.arrays[array.0 as usize].origin != Origin::Local && !spelling.owned.contains(&array)
    }

    /// The text of a place that is read, `a[__e3][2]`.
    pub(super) fn place(&mut self, place: &Place) -> (String, Level) {
        self.place_with(place, |_| false)
    }

    /// The text of a place that is written to. Rust borrows the array before it evaluates an index into a part of it or into a `Vec`: such an index
    /// gets a name where it reads the array itself.
    pub(super) fn target(&mut self, place: &Place) -> String {
        let element = matches!(place.path[..], [Index::At(_)]) && self.is_reference(place.array);
        self.place_with(place, |index| !element && index.arrays.contains(&place.array)).0
    }

    fn place_with(&mut self, place: &Place, named: impl Fn(&Expression) -> bool) -> (String, Level) {
        if let Some(name) = self.cell(place) {
            return (name.to_owned(), level::ATOM);
        }
        let (mut text, done) = self.in_row(place).unwrap_or_else(|| (self.array(place.array), 0));
        let into_tuple = self.index_into_tuple(place);
        for (position, index) in place.path.iter().enumerate().skip(done) {
            match index {
                Index::Literal(part) if into_tuple == Some(position) => text.push_str(&format!(".{part}")),
                Index::At(expression) | Index::Range(expression) => {
                    let mut at = self.expression(expression);
                    if named(expression) {
                        let name = self.names.temporary();
                        self.push(format!("let {name} = {at};"));
                        at = name + if matches!(index, Index::Range(_)) { ".clone()" } else { "" };
                    }
                    text.push_str(&format!("[{at}]"));
                }
                Index::Literal(index) => text.push_str(&format!("[{index}]")),
                Index::Value(var) => text.push_str(&format!("[{}]", self.value(*var))),
            }
        }
        match self.known.tree.procedure.arrays[place.array.0 as usize].rank {
            0 if self.is_reference(place.array) => (format!("*{text}"), level::UNARY),
            _ if place.path.is_empty() => (text, level::ATOM),
            _ => (text, level::POSTFIX),
        }
    }

    /// An element, 0 where it is one of an array that the caller did not give.
    pub(super) fn element(&mut self, place: &Place) -> Term {
        let (text, level) = self.place(place);
        if !self.is_optional(place.array) {
            return Term::new(text, level);
        }
        let name = self.array(place.array);
        Term::new(format!("{name}.as_deref().map_or(0.0, |{name}| {text})"), level::POSTFIX)
    }

    pub(super) fn store(&mut self, place: &Place, value: Id) {
        let (value, place) = (self.read(value), self.target(place));
        let text = self.laid_out(&value.text);
        self.push(format!("{place} = {text};"));
    }

    pub(super) fn add(&mut self, place: &Place, value: Id, negative: bool) {
        let (value, place) = (self.read(value), self.target(place));
        let change = signed(if negative { "-=" } else { "+=" }, value);
        self.assign(&place, &change);
    }

    /// The sum of all elements.
    pub(super) fn total(&mut self, place: &Place) -> Term {
        let rank = self.rank(place);
        let (text, level) = self.place(place);
        let (loops, ends) = self.levels(place);
        let sum = match loops {
            0 if rank == 0 => text,
            0 => format!("({})", joined(&text, &ends, " + ")),
            loops => {
                let flat = ".flatten()".repeat(loops - 1);
                let part = self.word("part");
                let parts = match loops < rank {
                    true => format!(".map(|{part}| {})", joined(&part, &ends, " + ")),
                    false => String::new(),
                };
                match self.known.spelling.float {
                    float if is_primitive(float) => format!("{text}.iter(){flat}{parts}.sum::<{float}>()"),
                    _ => {
                        let (sum, each) = (self.word("sum"), if parts.is_empty() { "*" } else { "" });
                        format!("{text}.iter(){flat}{parts}.fold(0.0, |{sum}, {part}| {sum} + {each}{part})")
                    }
                }
            }
        };
        if !self.is_optional(place.array) {
            return Term::new(sum, if rank == 0 { level } else { level::POSTFIX });
        }
        let name = self.array(place.array);
        Term::new(format!("{name}.as_deref().map_or(0.0, |{name}| {sum})"), level::POSTFIX)
    }

    pub(super) fn local(&mut self, array: ArrayId, init: &Init) {
        let text = match init {
            Init::Constant(expression) | Init::Copy(expression, _) => self.expression(expression),
            Init::Value(var) => self.value(*var),
            Init::Elements(dimensions, values) => {
                let mut terms: Vec<Term> = values.iter().map(|id| self.read(*id)).collect();
                // the parts of a tuple may be of different types, as far as Rust knows
                let parts = self.parts(array).max(1);
                for part in 0..parts {
                    self.type_first(&mut terms.iter_mut().skip(part).step_by(parts).collect::<Vec<_>>());
                }
                let mut texts = terms.iter().map(|term| &term.text[..]);
                elements(dimensions, self.parts(array) > 0, &mut texts, self.indent)
            }
            Init::Filled(length, value, vector) => {
                let mut term = self.read(*value);
                self.type_first(&mut [&mut term]);
                let open = if *vector { "::std::vec![" } else { "[" };
                format!("{open}{}; {}]", term.text, self.expression(length))
            }
        };
        let ty = if matches!(init, Init::Constant(_) | Init::Copy(..)) { self.type_of(array) } else { String::new() };
        self.declare_array(array, &ty, &text);
    }

    /// The type of an array that is read before anything else shows it: the user may have written `let h: Vec<f64> = vec![0.0; n];`.
    fn type_of(&mut self, array: ArrayId) -> String {
        let procedure = self.known.tree.procedure;
        let ty = &procedure.arrays[array.0 as usize].ty;
        match ty {
            Some(ty) if self.known.bare.contains(&array) => format!(": {}", self.expression(ty)),
            _ => String::new(),
        }
    }

    /// `let mut a = ..;`
    pub(super) fn declare_array(&mut self, array: ArrayId, ty: &str, text: &str) {
        let name = self.array(array);
        let mutable = if self.known.changed.contains(&array) { "mut " } else { "" };
        self.push(format!("let {mutable}{name}{ty} = {text};"));
    }

    /// Rust cannot tell the type of bare literals.
    fn type_first(&self, terms: &mut [&mut Term]) {
        if terms.iter().all(|term| term.untyped)
            && let Some(first) = terms.first_mut()
        {
            first.text = self.known.code.typed(&first.text);
        }
    }
}

/// `x.0 + x.1`
pub(super) fn joined(name: &str, ends: &[String], between: &str) -> String {
    ends.iter().map(|end| format!("{name}{end}")).collect::<Vec<_>>().join(between)
}

/// `[[a, b], [c, d]]`, by dimension of the length and whether it is a `Vec`; with `tuples` the last dimension is one.
fn elements<'t>(
    dimensions: &[(usize, bool)],
    tuples: bool,
    texts: &mut impl Iterator<Item = &'t str>,
    indent: usize,
) -> String {
    let Some(((length, vector), inner)) = dimensions.split_first() else {
        return texts.next().unwrap_or("0.0").to_owned();
    };
    let items: Vec<String> = (0..*length).map(|_| elements(inner, tuples, texts, indent + 4)).collect();
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    if tuples && inner.is_empty() {
        return format!("({})", items.join(", "));
    }
    let list = layout::array(&items, indent);
    if *vector { format!("::std::vec!{list}") } else { list }
}
