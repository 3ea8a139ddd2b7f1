//! Random branches and loops.

use gradus_engine::program::procedure::{Order, Space, VarKind};

use super::Writer;
use crate::build::*;

impl Writer<'_> {
    /// Some values to carry or to decide on.
    pub(super) fn bundle(&mut self) -> (Vec<Item>, Vec<VarKind>) {
        let (mut items, mut kinds) = (Vec::new(), Vec::new());
        for _ in 0..self.rng.usize(..=3) {
            items.push(Item::Real(if self.chance(4) { R::of(0.0) } else { self.fresh() }));
            kinds.push(VarKind::Real);
        }
        if self.chance(4) {
            items.push(Item::Integer(self.integer()));
            kinds.push(VarKind::Opaque);
        }
        if self.chance(4) {
            items.push(Item::Condition(self.condition()));
            kinds.push(VarKind::Condition);
        }
        (items, kinds)
    }

    /// Other values of the same kinds.
    pub(super) fn again(&mut self, kinds: &[VarKind]) -> Vec<Item> {
        let mut items = Vec::new();
        for kind in kinds {
            items.push(match kind {
                VarKind::Real | VarKind::Constant if self.chance(4) => Item::Real(self.real()),
                VarKind::Real | VarKind::Constant => Item::Real(self.fresh()),
                VarKind::Condition => Item::Condition(self.condition()),
                VarKind::Opaque => Item::Integer(self.integer() % 4usize),
            });
        }
        items
    }

    pub(super) fn keep(&mut self, items: &[Item]) {
        for item in items {
            match *item {
                Item::Real(value) => self.reals.push(value),
                Item::Condition(value) => self.conditions.push(value),
                Item::Integer(value) => self.integers.push(value),
            }
        }
    }

    pub(super) fn branch(&mut self) {
        let condition = self.condition();
        let (_, kinds) = (self.rng.bool(), self.kinds());
        let passing = self.passing(&kinds);
        // Both sides are written by one writer, one after the other.
        let writer = std::cell::RefCell::new(&mut *self);
        let side = || {
            let mut writer = writer.borrow_mut();
            writer.scoped(|writer| {
                if !writer.chance(4) {
                    writer.steps();
                }
                let mut results = writer.again(&kinds);
                for (result, passing) in results.iter_mut().zip(&passing) {
                    if let Some(value) = passing.filter(|_| !writer.chance(4)) {
                        *result = Item::Real(value);
                    }
                }
                results
            })
        };
        let outs = branch_of(condition, &kinds, side, side);
        self.keep(&outs);
    }

    /// By result of a branch, the value from around it, or the number, that most of its sides leave it at.
    fn passing(&mut self, kinds: &[VarKind]) -> Vec<Option<R>> {
        let mut passing = Vec::new();
        for kind in kinds {
            let passes = *kind == VarKind::Real && self.chance(3);
            passing.push(passes.then(|| if self.chance(3) { R::of(0.5) } else { self.real() }));
        }
        passing
    }

    pub(super) fn kinds(&mut self) -> Vec<VarKind> {
        let mut kinds = vec![VarKind::Real; self.rng.usize(..=2)];
        if self.chance(5) {
            kinds.push(VarKind::Opaque);
        }
        if self.chance(5) {
            kinds.push(VarKind::Condition);
        }
        kinds
    }

    pub(super) fn items(&mut self) -> Items {
        let n = self.integer();
        match self.rng.u8(..7) {
            0 => range(0, self.array().len()),
            1 => range(0, n % 4usize).rev(),
            2 => range(0, n % 5usize).step_by(2),
            3 => range(1, 3),
            4 => range(n % 2usize, 3),
            _ => range(0, n % 4usize),
        }
    }

    /// The places of an array that have a neighbour on both sides.
    fn interior(&mut self, array: A) -> Items {
        let items = range(1, array.len() - 1usize);
        match self.rng.u8(..5) {
            0 => items.rev(),
            1 => items.step_by(2),
            _ => items,
        }
    }

    /// The results of a body; some only accumulate, or are products, or stay as they are.
    pub(super) fn nexts(&mut self, entries: &[Item], kinds: &[VarKind]) -> Vec<Item> {
        let mut nexts = self.again(kinds);
        for (next, entry) in nexts.iter_mut().zip(entries) {
            if let (Item::Real(next), Item::Real(entry)) = (next, entry) {
                match self.rng.u8(..5) {
                    0 => *next = *entry + *next,
                    1 => *next = *entry * *next,
                    2 => *next = *entry,
                    _ => {}
                }
            }
        }
        nexts
    }

    pub(super) fn looped(&mut self) {
        let (mut init, mut kinds) = self.bundle();
        let form = self.rng.u8(..8);
        if form == 7 {
            // a counter, so that it ends
            init.push(Item::Integer(I::from(0)));
            kinds.push(VarKind::Opaque);
        }
        let stencil = (form < 2).then(|| self.array());
        let space = match stencil {
            Some(array) => over("i", self.interior(array), Order::Forward),
            None if form == 7 => Space::Endless,
            None => over("i", self.items(), Order::Forward),
        };
        let form_of_loop = Form::of(space, init, &kinds);
        let breaks = form == 5 || form == 6;
        let head = (form == 7).then(|| inner_with_results(|| vec![self.head(&form_of_loop)]));
        let body = inner_with_results(|| {
            let entries = form_of_loop.entry_items();
            self.scoped(|writer| {
                writer.keep(&entries);
                if form != 7 {
                    writer.integers.push(form_of_loop.induction());
                }
                writer.inner.extend(stencil.map(|array| (array, form_of_loop.induction())));
                writer.steps();
                let mut nexts = writer.nexts(&entries, &kinds);
                if let (7, Some(Item::Integer(counter))) = (form, entries.last()) {
                    nexts.pop();
                    nexts.push(Item::Integer(*counter + 1usize));
                }
                if breaks {
                    nexts.push(Item::Condition(writer.condition()));
                }
                nexts
            })
        });
        let exits = form_of_loop.end_items(head, body, breaks);
        self.keep(&exits);
    }

    /// At most three times, and only while something else holds.
    pub(super) fn head(&mut self, form: &Form) -> Item {
        let entries = form.entry_items();
        let Some(Item::Integer(counter)) = entries.last() else { panic!("a counter") };
        let counter = *counter;
        self.scoped(|writer| {
            writer.keep(&entries);
            let further = writer.condition_of_reals();
            Item::Condition(counter.less(3) & if writer.rng.bool() { further } else { C::of(true) })
        })
    }
}
