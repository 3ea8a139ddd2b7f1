//! Rows: the part of an array that an innermost loop goes along, borrowed once before the loop.
//!
//! ```text
//! for j in 0..m {                       if m > 0 {
//!     d_w[(i * m) + j] += x[j] * d;         let d_w_row = &mut d_w[i * m..][..m];
//! }                                         for j in 0..m {
//!                                               d_w_row[j] += x[j] * d;
//! ```
//!
//! An element that all iterations change is held in a variable meanwhile: `let mut d_h_at = d_h[i]; ..; d_h[i] = d_h_at;`.
//!
//! The bounds are checked once, and so the compiler can vectorise the loop. An iteration reads or writes every row it has, whatever it
//! decides, so that the borrow fails only where the loop would. Without an iteration nothing is borrowed.

use std::collections::BTreeSet;

use super::accesses::{Accesses, has_loop};
use super::emitter::Emitter;
use crate::program::Use;
use crate::program::procedure::{
    ArrayId, Bounds, Expression, Index, Loop, Order, Origin, Place, Procedure, Space, Step, Var,
};

/// A row that is borrowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    array: ArrayId,
    prefix: Vec<Index>,
    induction: Var,
    base: Option<Expression>,
    name: String,
}

impl Row {
    /// The row of a place in a loop, the indices behind it left out.
    fn of(procedure: &Procedure, place: &Place, induction: Var) -> Option<Row> {
        let steps = |index: &Index| match index {
            Index::Value(var) => (*var == induction).then_some(None),
            Index::At(expression) => {
                let linear = procedure.linear.get(&expression.key)?;
                linear.iter().find(|linear| linear.value == induction).map(|linear| linear.base.clone())
            }
            _ => None,
        };
        let (at, base) = place.path.iter().enumerate().find_map(|(at, index)| Some((at, steps(index)?)))?;
        let prefix = place.path[..at].to_vec();
        Some(Row { array: place.array, prefix, induction, base, name: String::new() })
    }

    fn is_same(&self, other: &Row) -> bool {
        (self.array, &self.prefix, self.induction, &self.base)
            == (other.array, &other.prefix, other.induction, &other.base)
    }

    /// The values and arrays that say where the row is.
    fn uses(&self, report: &mut dyn FnMut(Use)) {
        let indices = self.prefix.iter().filter_map(|index| match index {
            Index::At(expression) | Index::Range(expression) => Some(expression),
            _ => None,
        });
        for expression in indices.chain(&self.base) {
            expression.reads.iter().for_each(|var| report(Use::Var(*var)));
            expression.arrays.iter().for_each(|array| report(Use::Reads(*array)));
        }
        for index in &self.prefix {
            if let Index::Value(var) = index {
                report(Use::Var(*var));
            }
        }
    }
}

/// The rows of a loop, and whether each is written to.
struct Rows {
    bounds: Bounds,
    rows: Vec<(Row, bool)>,
    /// Elements that every iteration changes.
    cells: Vec<Place>,
}

impl Rows {
    /// Without a guard the borrow might fail where the loop has no iterations.
    fn guarded(&self) -> bool {
        let elsewhere = |(row, _): &(Row, bool)| row.base.is_some() || !row.prefix.is_empty();
        let somewhere = self.bounds.low.is_some() || !self.cells.is_empty() || self.rows.iter().any(elsewhere);
        somewhere && !self.bounds.some
    }
}

/// An element that a variable holds.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    place: Place,
    name: String,
}

impl<'a> Emitter<'a> {
    /// Borrows the rows of a loop and writes the loop; they end with it.
    pub(super) fn along_rows(&mut self, looped: &'a Loop, write: impl FnOnce(&mut Self)) {
        let Some(found) = self.rows_of(looped) else { return write(self) };
        let Bounds { low, high, .. } = &found.bounds;
        let mut high_text = self.expression(high);
        if !high.arrays.is_empty() {
            let name = self.names.temporary();
            self.push(format!("let {name} = {high_text};"));
            high_text.clone_from(&name);
            self.high = Some(name);
        }
        if !found.guarded() {
            return self.with_rows(&found, &high_text, write);
        }
        let condition = match low {
            Some(low) => format!("{} < {high_text}", self.expression(low)),
            None => format!("{high_text} > 0"),
        };
        let (lines, ()) = self.nested(|emitter| emitter.with_rows(&found, &high_text, write));
        self.push(format!("if {condition} {{"));
        self.lines.extend(lines);
        self.push("}");
    }

    fn with_rows(&mut self, found: &Rows, high: &str, write: impl FnOnce(&mut Self)) {
        let before = self.rows.len();
        for (row, written) in &found.rows {
            let (text, _) = self.place(&Place { array: row.array, path: row.prefix.clone() });
            let start = row.base.as_ref().map_or(String::new(), |base| format!("[{}..]", self.expression(base)));
            let name = self.row_name(row.array, before);
            let reference = if *written { "&mut " } else { "&" };
            self.push(format!("let {name} = {reference}{text}{start}[..{high}];"));
            self.rows.push(Row { name, ..row.clone() });
        }
        let (held, cells) = (self.cells.len(), found.cells.iter());
        let texts: Vec<String> = cells.map(|cell| self.hold(cell)).collect();
        write(self);
        for (cell, text) in self.cells.split_off(held).into_iter().zip(texts) {
            self.push(format!("{text} = {};", cell.name));
        }
        self.rows.truncate(before);
    }

    /// Takes an element into a variable; returns its text.
    fn hold(&mut self, place: &Place) -> String {
        let (text, _) = self.place(place);
        let hint = format!("{}_at", self.known.tree.procedure.arrays[place.array.0 as usize].hint);
        let name = self.cell_names.get(&place.array).cloned().unwrap_or_else(|| self.claim(&hint));
        self.cell_names.insert(place.array, name.clone());
        self.push(format!("let mut {name} = {text};"));
        self.cells.push(Cell { place: place.clone(), name });
        text
    }

    /// The variable that holds an element meanwhile.
    pub(super) fn cell(&self, place: &Place) -> Option<&str> {
        self.cells.iter().find(|cell| cell.place == *place).map(|cell| &cell.name[..])
    }

    /// The name of the next row of an array; those of loops side by side are called alike.
    fn row_name(&mut self, array: ArrayId, before: usize) -> String {
        let earlier = self.rows[before..].iter().filter(|row| row.array == array).count();
        if let Some(name) = self.row_names.get(&(array, earlier)) {
            return name.clone();
        }
        let hint = format!("{}_row", self.known.tree.procedure.arrays[array.0 as usize].hint);
        let name = self.claim(&hint);
        self.row_names.insert((array, earlier), name.clone());
        name
    }

    /// The text of the element of a row that a place is in, and the number of indices that lead there.
    pub(super) fn in_row(&mut self, place: &Place) -> Option<(String, usize)> {
        let procedure = self.known.tree.procedure;
        let found = self
            .rows
            .iter()
            .rev()
            .find(|row| Row::of(procedure, place, row.induction).is_some_and(|here| here.is_same(row)));
        let Row { name, induction, prefix, .. } = found?.clone();
        Some((format!("{name}[{}]", self.value(induction)), prefix.len() + 1))
    }

    fn rows_of(&self, looped: &Loop) -> Option<Rows> {
        let procedure = self.known.tree.procedure;
        // the reverse of a loop that broke does not reach all of the range
        let Space::Items { induction, items, order: Order::Forward | Order::Reversed } = &looped.space else {
            return None;
        };
        let bounds = procedure.bounds.get(&items.key)?.clone();
        let innermost = !looped.body.steps.iter().any(|step| step.blocks().iter().any(|block| has_loop(block)))
            && !looped.body.steps.iter().any(|step| matches!(step, Step::Loop(_)));
        if looped.breaks || looped.head.is_some() || !innermost {
            return None;
        }
        let mut accesses = Accesses::default();
        accesses.block(&looped.body, false);
        let mut own = looped.body.defined();
        own.extend(looped.entries());
        let mut found: Vec<(Row, bool)> = Vec::new();
        let written = &accesses.written;
        for (place, conditional) in &accesses.places {
            let Some(row) = Row::of(procedure, place, *induction) else { continue };
            let mut steady = true;
            row.uses(&mut |used| {
                steady &= match used {
                    Use::Var(var) => !own.contains(&var),
                    Use::Reads(array) => !written.contains(&array) && !accesses.declared.contains(&array),
                    _ => true,
                }
            });
            let known = row.base.is_none() && row.prefix.is_empty() && self.covers(row.array, &bounds.high);
            let barred = accesses.otherwise.contains(&row.array) && written.contains(&row.array);
            let own = accesses.declared.contains(&row.array);
            let fits = steady && !known && !barred && !own && !conditional && !self.is_optional(row.array);
            if fits && !found.iter().any(|(other, _)| other.is_same(&row)) {
                let written = written.contains(&row.array);
                found.push((row, written));
            }
        }
        // a row that is written to is the only way to its array
        let exclusive = |row: &Row| {
            accesses.places.iter().all(|(place, _)| {
                place.array != row.array
                    || Row::of(procedure, place, *induction).is_some_and(|other| other.is_same(row))
            })
        };
        found.retain(|(row, written)| !written || exclusive(row));
        let cells = self.cells_of(&accesses, &own);
        let cut = |row: &Row| row.prefix.iter().any(|index| matches!(index, Index::Range(_)));
        let worth = !cells.is_empty() || found.iter().any(|(row, written)| *written || cut(row));
        let all: BTreeSet<ArrayId> = bounds.low.iter().chain([&bounds.high]).flat_map(|e| e.arrays.clone()).collect();
        let steady = all.iter().all(|array| !written.contains(array) || !accesses.otherwise.contains(array));
        (worth && steady).then_some(Rows { bounds, rows: found, cells })
    }

    /// The elements that every iteration changes, and that are the only ones of their arrays that it touches.
    fn cells_of(&self, accesses: &Accesses, own: &BTreeSet<Var>) -> Vec<Place> {
        let mut cells: Vec<Place> = Vec::new();
        for (place, conditional) in &accesses.places {
            let steady = place.path.iter().all(|index| match index {
                Index::At(expression) => {
                    expression.reads.iter().all(|var| !own.contains(var))
                        && expression.arrays.iter().all(|array| !accesses.written.contains(array))
                }
                Index::Value(var) => !own.contains(var),
                Index::Literal(_) => true,
                Index::Range(_) => false,
            });
            let alone = || accesses.places.iter().all(|(other, _)| other.array != place.array || other == place);
            let fits = steady
                && !conditional
                && !accesses.declared.contains(&place.array)
                && accesses.written.contains(&place.array)
                && !accesses.otherwise.contains(&place.array)
                && !self.is_optional(place.array);
            if fits && !cells.contains(place) && alone() {
                cells.push(place.clone());
            }
        }
        cells
    }

    /// Whether an array is as long as a range goes, which the compiler sees.
    fn covers(&self, array: ArrayId, high: &Expression) -> bool {
        let info = &self.known.tree.procedure.arrays[array.0 as usize];
        let likened = info.zero.as_ref().is_some_and(|zero| !zero.arrays.is_empty() && zero.arrays == high.arrays);
        likened || high.arrays == [array] || info.origin == Origin::Local && info.rank == 1
    }
}
