//! What is done to all elements of an array: copying, adding, filling, keeping.

use super::arrays::joined;
use super::emitter::Emitter;
use super::terms::Change;
use crate::emit::schedule::{Language, Term, level};
use crate::graph::Id;
use crate::program::procedure::{ArrayId, Place, StackId, Var};

impl Emitter<'_> {
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
