//! Arrays.

use gradus_engine::program::procedure::{ArrayId, ArrayInfo, Index, Init, Origin, Place, Step, VarKind};

use super::state::{Parameter, State, with};
use super::{C, I, Items, R};
use crate::text::{Operation, Text};

/// An array.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct A {
    pub(super) id: ArrayId,
}

/// A part of an array, or the whole.
#[derive(Clone, Debug)]
pub struct Part(pub(super) Place);

/// An array parameter.
pub fn array(hint: &str, rank: usize) -> A {
    with(|state| {
        let info = ArrayInfo { hint: hint.to_owned(), rank, parts: 0, origin: Origin::Parameter, ty: None, zero: None };
        let id = state.procedure.array(info);
        state.procedure.arrays[id.0 as usize].zero = Some(state.expression(Text::ZeroLike(id)));
        state.parameters.push(Parameter::Array(id));
        A { id }
    })
}

fn local(hint: &str, rank: usize, zero: Option<Text>, init: impl FnOnce(&mut State) -> Init) -> A {
    with(|state| {
        let info = ArrayInfo { hint: hint.to_owned(), rank, parts: 0, origin: Origin::Local, ty: None, zero: None };
        let id = state.procedure.array(info);
        let zero = state.expression(zero.unwrap_or(Text::ZeroLike(id)));
        state.procedure.arrays[id.0 as usize].zero = Some(zero);
        let init = init(state);
        state.step(Step::Local { array: id, init });
        A { id }
    })
}

/// `vec![0.0; n]`, `[[0.0; m]; n]`
pub fn zeros(hint: &str, dimensions: &[I]) -> A {
    let text = Text::Zeros(dimensions.iter().map(|length| length.0).collect());
    let zeros = local(hint, dimensions.len(), Some(text.clone()), |state| Init::Constant(state.expression(text)));
    with(|state| {
        state.procedure.heap.insert(zeros.id);
        let lengths = [state.key(Text::Length(zeros.id)), dimensions[0].0];
        state.procedure.lengths.insert(zeros.id, lengths.into());
    });
    zeros
}

/// `[1.0, 2.0]`
pub fn numbers(hint: &str, numbers: &[f64]) -> A {
    let length = I::from(numbers.len());
    let text = Text::Numbers(numbers.to_vec());
    local(hint, 1, Some(Text::Zeros(vec![length.0])), |state| Init::Constant(state.expression(text)))
}

/// `[a, b]`
pub fn elements(hint: &str, values: &[R]) -> A {
    let length = I::from(values.len());
    local(hint, 1, Some(Text::Zeros(vec![length.0])), |state| {
        Init::Elements(vec![(values.len(), false)], values.iter().map(|value| state.bring(*value)).collect())
    })
}

/// `vec![a; n]`
pub fn filled(hint: &str, length: I, value: R) -> A {
    local(hint, 1, Some(Text::Zeros(vec![length.0])), |state| {
        Init::Filled(state.table.expression(length.0), state.bring(value), true)
    })
}

/// `x[..].to_vec()`
pub fn copy_of(hint: &str, rank: usize, from: impl Into<Part>) -> A {
    let Part(place) = from.into();
    let source = place.array;
    local(hint, rank, None, |state| Init::Copy(state.expression(Text::Spelled(source)), place))
}

/// `Vec::new()`
pub fn empty(hint: &str) -> A {
    local(hint, 1, None, |state| Init::Constant(state.expression(Text::Empty)))
}

impl A {
    pub fn len(self) -> I {
        I(with(|state| state.key(Text::Length(self.id))))
    }

    pub fn whole(self) -> Part {
        Part(Place { array: self.id, path: Vec::new() })
    }

    pub fn at(self, index: impl Into<I>) -> Part {
        self.whole().at(index)
    }

    pub fn range(self, items: Items) -> Part {
        self.whole().range(items)
    }

    /// `self.push(value)`
    pub fn push(self, value: impl Into<R>) {
        let value = value.into();
        with(|state| {
            let value = state.bring(value);
            state.step(Step::Append { array: self.id, value });
        });
    }

    /// `self[index] < bound`, a condition of the user's that the engine does not look into.
    pub fn opaquely_less(self, index: impl Into<I>, bound: f64) -> C {
        let index = index.into();
        let key = with(|state| {
            let (element, bound) = (state.key(Text::Element(self.id, index.0)), state.key(Text::Real(bound)));
            state.key(Text::Binary(Operation::Less, element, bound))
        });
        super::integers::condition(key)
    }
}

impl From<A> for Part {
    fn from(array: A) -> Part {
        array.whole()
    }
}

impl Part {
    pub fn at(mut self, index: impl Into<I>) -> Part {
        let index = index.into();
        let index = with(|state| match state.text_of_index(index.0) {
            Text::Integer(n) => Index::Literal(usize::try_from(n).expect("an index")),
            _ => Index::At(state.table.expression(index.0)),
        });
        self.0.path.push(index);
        self
    }

    pub fn range(mut self, items: Items) -> Part {
        self.0.path.push(Index::Range(with(|state| state.table.expression(items.0))));
        self
    }

    pub fn get(self) -> R {
        with(|state| {
            let out = state.procedure.var(VarKind::Real, "");
            state.step(Step::Load { out, place: self.0 });
            state.leaf(out)
        })
    }

    pub fn total(self) -> R {
        with(|state| {
            let out = state.procedure.var(VarKind::Real, "");
            state.step(Step::Total { out, place: self.0 });
            state.leaf(out)
        })
    }

    fn with_value(self, value: R, step: impl FnOnce(Place, gradus_engine::graph::Id) -> Step) {
        with(|state| {
            let value = state.bring(value);
            state.step(step(self.0, value));
        });
    }

    pub fn set(self, value: impl Into<R>) {
        self.with_value(value.into(), |place, value| Step::Store { place, value });
    }

    pub fn add(self, value: impl Into<R>) {
        self.with_value(value.into(), |place, value| Step::Add { place, value, negative: false });
    }

    pub fn sub(self, value: impl Into<R>) {
        self.with_value(value.into(), |place, value| Step::Add { place, value, negative: true });
    }

    pub fn fill(self, value: impl Into<R>) {
        self.with_value(value.into(), |place, value| Step::Fill { place, value });
    }

    pub fn copy_from(self, from: impl Into<Part>) {
        let Part(from) = from.into();
        with(|state| state.step(Step::Copy { to: self.0, from }));
    }

    pub fn add_all(self, from: impl Into<Part>) {
        let Part(from) = from.into();
        with(|state| state.step(Step::AddAll { to: self.0, from }));
    }
}
