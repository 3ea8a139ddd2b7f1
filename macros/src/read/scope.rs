//! Names, and the cells in which their values are kept.

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::Ident;

use super::value::Value;

/// The position of a cell.
pub(super) type CellId = usize;

/// The names in scope.
#[derive(Clone, Default)]
pub(super) struct Scope {
    names: Rc<BTreeMap<String, CellId>>,
    /// What each name was before it was bound, in order.
    undo: Vec<(String, Option<CellId>)>,
}

impl Scope {
    pub(super) fn get(&self, name: &Ident) -> Option<CellId> {
        self.names.get(&name.to_string()).copied()
    }

    /// The number of bindings, to come back to with [`Scope::leave`].
    pub(super) fn depth(&self) -> usize {
        self.undo.len()
    }

    pub(super) fn leave(&mut self, depth: usize) {
        while self.undo.len() > depth {
            let (name, before) = self.undo.pop().expect("longer than the depth");
            let names = Rc::make_mut(&mut self.names);
            match before {
                Some(cell) => names.insert(name, cell),
                None => names.remove(&name),
            };
        }
    }

    /// Leaves bindings for a while: what they are, the innermost first.
    pub(super) fn step_out(&mut self, depth: usize) -> Vec<(String, CellId)> {
        let mut left = Vec::new();
        while self.undo.len() > depth {
            let (name, _) = self.undo.last().expect("longer than the depth");
            left.push((name.clone(), self.names[name]));
            self.leave(self.undo.len() - 1);
        }
        left
    }

    /// Comes back to bindings that were left at a depth.
    pub(super) fn step_in(&mut self, depth: usize, left: Vec<(String, CellId)>) {
        self.leave(depth);
        left.into_iter().rev().for_each(|(name, cell)| self.insert(name, cell));
    }

    fn bind(&mut self, name: &Ident, cell: CellId) {
        self.insert(name.to_string(), cell);
    }

    fn insert(&mut self, name: String, cell: CellId) {
        let before = Rc::make_mut(&mut self.names).insert(name.clone(), cell);
        self.undo.push((name, before));
    }

    /// The cells of all names.
    pub(super) fn cells(&self) -> impl Iterator<Item = CellId> {
        self.names.values().copied()
    }

    /// The same names, as a scope of its own.
    pub(super) fn captured(&self) -> Scope {
        Scope { names: self.names.clone(), undo: Vec::new() }
    }
}

/// A variable.
pub(super) struct Cell {
    pub(super) value: Value,
    /// The user's name, or empty.
    pub(super) name: String,
    /// Whether it is a sequence of constants that is changed in place.
    pub(super) state: bool,
    /// Whether it stands for an item: a constant, a function.
    item: bool,
}

/// All variables, and what they were.
#[derive(Default)]
pub(super) struct Cells {
    pub(super) scope: Scope,
    cells: Vec<Cell>,
    /// The values that were overwritten, in order.
    journal: Vec<(CellId, Value)>,
}

impl Cells {
    /// A new variable.
    pub(super) fn bind(&mut self, name: &Ident, value: Value) -> CellId {
        let cell = self.add(name.to_string(), value);
        self.scope.bind(name, cell);
        cell
    }

    /// A scope that has no variables but functions, constants and statics.
    pub(super) fn functions_only(&self) -> Scope {
        let mut scope = self.scope.captured();
        let names = Rc::make_mut(&mut scope.names);
        names.retain(|_, cell| self.cells[*cell].item);
        scope
    }

    /// Says that a cell stands for an item.
    pub(super) fn mark_item(&mut self, cell: CellId) {
        self.cells[cell].item = true;
    }

    /// A variable that has no name in the user's function.
    pub(super) fn add(&mut self, name: String, value: Value) -> CellId {
        self.cells.push(Cell { value, name, state: false, item: false });
        self.cells.len() - 1
    }

    /// The number of cells so far; later ones are further in.
    pub(super) fn count(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn cell(&self, cell: CellId) -> &Cell {
        &self.cells[cell]
    }

    pub(super) fn mark_state(&mut self, cell: CellId) {
        self.cells[cell].state = true;
    }

    pub(super) fn value(&self, cell: CellId) -> &Value {
        &self.cells[cell].value
    }

    pub(super) fn get(&self, name: &Ident) -> Option<&Value> {
        self.scope.get(name).map(|cell| self.value(cell))
    }

    /// Gives a cell another value.
    pub(super) fn set(&mut self, cell: CellId, value: Value) {
        let old = std::mem::replace(&mut self.cells[cell].value, value);
        self.journal.push((cell, old));
    }

    /// A moment to come back to.
    pub(super) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// The cells below `limit` that were set since the mark, in ascending order.
    pub(super) fn set_since(&self, mark: usize, limit: CellId) -> Vec<CellId> {
        let mut changed: Vec<CellId> = self.journal[mark..].iter().map(|(cell, _)| *cell).collect();
        changed.sort_unstable();
        changed.dedup();
        changed.retain(|cell| *cell < limit);
        changed
    }

    /// The cells below `limit` that were set since the mark, in ascending order, each with its value now; they get their values of then.
    pub(super) fn rewind(&mut self, mark: usize, limit: CellId) -> Vec<(CellId, Value)> {
        let changed = self.set_since(mark, limit);
        let now = changed.iter().map(|cell| (*cell, self.cells[*cell].value.clone())).collect();
        while self.journal.len() > mark {
            let (cell, old) = self.journal.pop().expect("longer than the mark");
            self.cells[cell].value = old;
        }
        now
    }
}
