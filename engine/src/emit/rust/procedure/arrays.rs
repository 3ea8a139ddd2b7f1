//! Arrays: their elements, their declarations, and what is done to all elements.

use super::emitter::{Emitter, Known};
use super::terms::{Change, signed};
use crate::emit::code::is_primitive;
use crate::emit::rust::layout;
use crate::emit::schedule::{Language, Level, Term, level};
use crate::graph::Id;
use crate::program::procedure::{ArrayId, Expression, Index, Init, Origin, Place, StackId, Var};

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
    fn parts(&self, array: ArrayId) -> usize {
        self.known.tree.procedure.arrays[array.0 as usize].parts
    }

    /// The number of loops down to a number or a tuple of them, and what stands there behind its name.
    fn levels(&self, place: &Place) -> (usize, Vec<String>) {
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

    pub(super) fn copy(&mut self, to: &Place, from: &Place) {
        let rank = self.rank(to);
        if to.array == from.array && rank > 0 {
            return self.element_by_element(to, from, "=");
        }
        let (loops, ends) = self.levels(to);
        let copied = |emitter: &mut Self| {
            let varies = emitter.varies(to);
            let (to, text) = (emitter.target(to), emitter.place(from).0);
            // `&` of a reference to an array is none to a slice
            let borrow = if from.path.is_empty() && emitter.is_reference(from.array) { "" } else { "&" };
            let from = if loops > 0 || varies { format!("{borrow}{text}") } else { text };
            match loops {
                _ if varies => {
                    emitter.push(format!("{to}.clear();"));
                    emitter.push(format!("{to}.extend_from_slice({from});"));
                }
                0 => ends.iter().for_each(|end| emitter.push(format!("{to}{end} = {from}{end};"))),
                1 => emitter.push(format!("{to}.copy_from_slice({from});")),
                _ => emitter.push(format!("{to}.clone_from_slice({from});")),
            }
        };
        if !self.where_given(from.array, copied) {
            return;
        }
        self.push("} else {");
        let (lines, ()) = self.nested(|emitter| {
            let text = emitter.target(to);
            emitter.fill_place(to, text, "0.0");
        });
        self.lines.extend(lines);
        self.push("}");
    }

    /// Whether what is copied to the place may be of another length.
    fn varies(&self, to: &Place) -> bool {
        to.path.is_empty() && self.known.tree.procedure.varying.contains_key(&to.array)
    }

    /// Gives a `Vec` another length.
    pub(super) fn resize(&mut self, array: ArrayId, length: Var, cleared: bool) {
        let Some(varying) = self.known.tree.procedure.varying.get(&array) else { return };
        let (zero, length, name) = (self.expression(&varying.zero), self.value(length), self.array(array));
        if cleared {
            self.push(format!("{name}.clear();"));
        }
        self.push(format!("{name}.resize({length}, {zero});"));
    }

    /// Writes what reads an array, inside an `if` that is left open where the caller may not have given it; returns whether that is so.
    fn where_given(&mut self, array: ArrayId, write: impl FnOnce(&mut Self)) -> bool {
        if !self.is_optional(array) {
            write(self);
            return false;
        }
        let name = self.array(array);
        self.push(format!("if let ::core::option::Option::Some({name}) = {name}.as_deref() {{"));
        let (lines, ()) = self.nested(write);
        self.lines.extend(lines);
        true
    }

    pub(super) fn add_all(&mut self, to: &Place, from: &Place) {
        let levels = self.levels(to);
        if to.array == from.array && self.rank(to) > 0 {
            return self.element_by_element(to, from, "+=");
        }
        let added = |emitter: &mut Self| {
            let (to, from) = (emitter.target(to), emitter.place(from).0);
            emitter.add_elements(&to, &from, &levels);
        };
        if self.where_given(from.array, added) {
            self.push("}");
        }
    }

    fn add_elements(&mut self, to: &str, from: &str, (loops, ends): &(usize, Vec<String>)) {
        let loops = *loops;
        if loops == 0 {
            return ends.iter().for_each(|end| self.add_element(&format!("{to}{end}"), &format!("{from}{end}")));
        }
        let (a, b) = (self.word("to"), self.word("from"));
        self.push(format!("for ({a}, {b}) in {to}.iter_mut().zip({from}.iter()) {{"));
        for inner in 1..loops {
            let indent = " ".repeat(4 * inner);
            self.push(format!("{indent}for ({a}, {b}) in {a}.iter_mut().zip({b}.iter()) {{"));
        }
        for end in ends {
            let read = if end.is_empty() { "*" } else { "" };
            self.indent += 4 * loops;
            self.add_element(&format!("{read}{a}{end}"), &format!("{read}{b}{end}"));
            self.indent -= 4 * loops;
        }
        self.close(loops);
    }

    fn add_element(&mut self, to: &str, from: &str) {
        self.assign(to, &Change { operator: "+=", term: Term::new(from, level::UNARY) });
    }

    /// Takes off the last row, and adds it to a place.
    pub(super) fn shrink_row(&mut self, to: Option<&Place>, array: ArrayId) {
        let name = self.array(array);
        let Some(to) = to else { return self.push(format!("{name}.pop();")) };
        let (row, levels) = (self.word("row"), self.levels(to));
        self.push(format!("if let ::core::option::Option::Some({row}) = {name}.pop() {{"));
        let (lines, ()) = self.nested(|emitter| {
            let to = emitter.target(to);
            emitter.add_elements(&to, &row, &levels);
        });
        self.lines.extend(lines);
        self.push("}");
    }

    /// Parts of one array cannot be borrowed both.
    fn element_by_element(&mut self, to: &Place, from: &Place, operator: &'static str) {
        let (loops, ends) = self.levels(to);
        let (mut to, mut from) = (self.target(to), self.place(from).0);
        for inner in 0..loops {
            let index = self.word(["k", "l", "m", "n"][inner.min(3)]);
            self.push(format!("{}for {index} in 0..{to}.len() {{", " ".repeat(4 * inner)));
            to.push_str(&format!("[{index}]"));
            from.push_str(&format!("[{index}]"));
        }
        for end in ends {
            let term = Term::new(format!("{from}{end}"), level::POSTFIX);
            self.indent += 4 * loops;
            self.assign(&format!("{to}{end}"), &Change { operator, term });
            self.indent -= 4 * loops;
        }
        self.close(loops);
    }

    pub(super) fn fill(&mut self, place: &Place, value: Id) {
        let rank = self.rank(place);
        let mut value = self.read(value);
        if rank > 1 && value.level < level::ATOM && !self.writer().repeats(&value, 2) {
            value = self.temporary(&value);
        }
        let text = self.target(place);
        self.fill_place(place, text, &value.text);
    }

    /// Gives all elements of a place, which has that text, a value.
    fn fill_place(&mut self, place: &Place, text: String, value: &str) {
        let (loops, ends) = self.levels(place);
        let tuple = match ends.len() {
            1 if ends[0].is_empty() => value.to_owned(),
            count => format!("({})", vec![value; count].join(", ")),
        };
        match loops {
            0 => ends.iter().for_each(|end| self.push(format!("{text}{end} = {value};"))),
            1 => self.push(format!("{text}.fill({tuple});")),
            loops => {
                let row = self.word("row");
                self.push(format!("for {row} in {text}.iter_mut() {{"));
                for inner in 2..loops {
                    self.push(format!("{}for {row} in {row}.iter_mut() {{", " ".repeat(4 * (inner - 1))));
                }
                self.push(format!("{}{row}.fill({tuple});", " ".repeat(4 * (loops - 1))));
                self.close(loops - 1);
            }
        }
    }

    /// Closes so many loops.
    fn close(&mut self, loops: usize) {
        for inner in (0..loops).rev() {
            self.push(format!("{}}}", " ".repeat(4 * inner)));
        }
    }

    pub(super) fn save(&mut self, stack: StackId, array: ArrayId) {
        let rank = self.rank(&Place::whole(array));
        let stack = self.stack(stack);
        let (place, _) = self.place(&Place::whole(array));
        if self.parts(array) > 0 {
            return self.save_tuples(&stack, array, &place);
        }
        match rank {
            0 => self.push(format!("{stack}.push({place});")),
            1 => self.push(format!("{stack}.extend_from_slice(&{place});")),
            rank => {
                let flat = ".flatten()".repeat(rank - 1);
                self.push(format!("{stack}.extend({place}.iter(){flat});"));
            }
        }
    }

    fn save_tuples(&mut self, stack: &str, array: ArrayId, place: &str) {
        let (loops, ends) = self.levels(&Place::whole(array));
        if loops == 0 {
            return self.push(format!("{stack}.extend([{}]);", joined(place, &ends, ", ")));
        }
        let (part, flat) = (self.word("part"), ".flatten()".repeat(loops - 1));
        let parts = joined(&part, &ends, ", ");
        self.push(format!("{stack}.extend({place}.iter(){flat}.flat_map(|{part}| [{parts}]));"));
    }

    fn restore_tuples(&mut self, stack: &str, array: ArrayId, mut place: String) {
        let (loops, ends) = self.levels(&Place::whole(array));
        let row = self.word("row");
        for inner in 0..loops {
            self.push(format!("{}for {row} in {place}.iter_mut().rev() {{", " ".repeat(4 * inner)));
            place.clone_from(&row);
        }
        for end in ends.iter().rev() {
            self.push(format!("{}{place}{end} = {};", " ".repeat(4 * loops), self.popped(stack)));
        }
        self.close(loops);
    }

    pub(super) fn restore(&mut self, stack: StackId, array: ArrayId) {
        let rank = self.rank(&Place::whole(array));
        let stack = self.stack(stack);
        let (mut place, _) = self.place(&Place::whole(array));
        if self.parts(array) > 0 {
            return self.restore_tuples(&stack, array, place);
        }
        if rank == 0 {
            return self.push(format!("{place} = {};", self.popped(&stack)));
        }
        if rank > 1 {
            let row = self.word("row");
            for inner in 1..rank {
                self.push(format!("{}for {row} in {place}.iter_mut().rev() {{", " ".repeat(4 * (inner - 1))));
                place.clone_from(&row);
            }
        }
        let at = self.word("at");
        let indent = " ".repeat(4 * (rank - 1));
        self.push(format!("{indent}let {at} = {stack}.len() - {place}.len();"));
        self.push(format!("{indent}{place}.copy_from_slice(&{stack}[{at}..]);"));
        self.push(format!("{indent}{stack}.truncate({at});"));
        self.close(rank - 1);
    }
}

/// `x.0 + x.1`
fn joined(name: &str, ends: &[String], between: &str) -> String {
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
