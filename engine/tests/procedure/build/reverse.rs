//! What only reverse sweeps have.

use gradus_engine::program::procedure::{Order, Space, StackId, Step, Sum, VarKind};

use super::control::{Bundle, Form, Item, over};
use super::state::{inner, with};
use super::{A, C, I, Items, R};

/// Storage from the forward to the reverse sweep.
#[derive(Clone, Copy, Debug)]
pub struct Stack(StackId);

pub fn stack(hint: &str, real: bool) -> Stack {
    Stack(with(|state| state.procedure.stack(hint, real)))
}

impl Stack {
    pub fn push(self, value: impl Into<Item>) {
        let item = value.into();
        with(|state| {
            let value = state.operand(item);
            state.step(Step::Push { stack: self.0, value });
        });
    }

    fn pop(self, kind: VarKind) -> Item {
        with(|state| {
            let out = state.procedure.var(kind, "");
            state.step(Step::Pop { stack: self.0, out });
            state.item(out)
        })
    }

    pub fn pop_real(self) -> R {
        let Item::Real(value) = self.pop(VarKind::Real) else { unreachable!("a real") };
        value
    }

    pub fn pop_condition(self) -> C {
        let Item::Condition(value) = self.pop(VarKind::Condition) else { unreachable!("a condition") };
        value
    }

    pub fn save(self, array: A) {
        with(|state| state.step(Step::Save { stack: self.0, array: array.id }));
    }

    pub fn restore(self, array: A) {
        with(|state| state.step(Step::Restore { stack: self.0, array: array.id }));
    }
}

impl From<R> for Item {
    fn from(value: R) -> Item {
        Item::Real(value)
    }
}

impl From<C> for Item {
    fn from(value: C) -> Item {
        Item::Condition(value)
    }
}

impl A {
    /// Removes the last element.
    pub fn shrink(self) -> R {
        with(|state| {
            let out = state.procedure.var(VarKind::Real, "");
            state.step(Step::Shrink { out, array: self.id });
            state.leaf(out)
        })
    }
}

impl Form {
    /// Asks for the number of iterations.
    pub fn counted(&mut self) -> I {
        with(|state| {
            let trips = state.procedure.var(VarKind::Opaque, "trips");
            self.trips = Some(trips);
            I(state.key(crate::text::Text::Var(trips)))
        })
    }
}

/// `for` in some order, with sums over all iterations.
pub fn sum_each<B: Bundle, const S: usize>(
    hint: &str,
    items: Items,
    order: Order,
    init: B,
    body: impl FnOnce(I, B) -> (B, [R; S]),
) -> (B, [R; S]) {
    summed(Form::new(over(hint, items, order), init), |form, values| body(form.induction(), values))
}

/// So many iterations, with sums.
pub fn times<B: Bundle, const S: usize>(count: I, init: B, body: impl FnOnce(B) -> (B, [R; S])) -> (B, [R; S]) {
    let count = with(|state| state.opaque(count));
    summed(Form::new(Space::Times(count), init), |_, values| body(values))
}

fn summed<B: Bundle, const S: usize>(mut form: Form, body: impl FnOnce(&Form, B) -> (B, [R; S])) -> (B, [R; S]) {
    let (block, values) = inner(|| {
        let (results, addends) = body(&form, form.entries());
        with(|state| {
            let results = results.items().into_iter().map(|item| state.operand(item)).collect();
            let values = addends.map(|addend| state.bring(addend));
            state.top().block.results = results;
            values
        })
    });
    let outs = values.map(|value| {
        let out = with(|state| state.procedure.var(VarKind::Real, "sum"));
        form.sums.push(Sum { out, value });
        out
    });
    let results = form.end(None, block, false);
    (results, outs.map(|out| with(|state| state.leaf(out))))
}

/// `for` with a reversal from the position that a variable holds.
pub fn reversed_from(count: I) -> Order {
    Order::ReversedFrom(with(|state| state.opaque(count)))
}
