//! Steps on arrays.

use gradus_engine::program::procedure::{ArrayId, Index, Init, Place, Step};

use super::graphs::Frame;
use super::{Array, Datum, Machine, Real};

/// Where a place is: indices from the outside, then a range of the next dimension where the place ends in one.
struct Way {
    indices: Vec<usize>,
    range: Option<(usize, usize)>,
}

impl<'a, T: Real> Machine<'a, T> {
    pub fn array(&self, array: ArrayId) -> &Array<T> {
        let found = self.scopes.iter().rev().find_map(|scope| scope.arrays.get(&array));
        found.unwrap_or_else(|| panic!("{} is not declared", self.array_name(array)))
    }

    fn array_mut(&mut self, array: ArrayId) -> &mut Array<T> {
        let name = self.array_name(array);
        let found = self.scopes.iter_mut().rev().find_map(|scope| scope.arrays.get_mut(&array));
        found.unwrap_or_else(|| panic!("{name} is not declared"))
    }

    fn array_name(&self, array: ArrayId) -> String {
        format!("a{} `{}`", array.0, self.procedure.arrays[array.0 as usize].hint)
    }

    pub fn declare(&mut self, array: ArrayId, content: Array<T>) {
        let before = self.scopes.last_mut().expect("a scope").arrays.insert(array, content);
        assert!(before.is_none(), "{} is declared twice", self.array_name(array));
    }

    fn way(&self, place: &Place) -> Way {
        let mut way = Way { indices: Vec::new(), range: None };
        for index in &place.path {
            match index {
                Index::Range(expression) => {
                    let (low, high) = self.range(expression);
                    let (start, end) = way.range.unwrap_or((0, usize::MAX));
                    assert!(low <= high && high <= end - start, "{low}..{high} of {start}..{end}");
                    way.range = Some((start + low, start + high));
                }
                index => {
                    let position = match index {
                        Index::Literal(position) => *position,
                        Index::At(expression) => {
                            usize::try_from(self.evaluate(expression).integer("an index")).expect("an index")
                        }
                        Index::Value(var) => usize::try_from(self.value(*var).integer("an index")).expect("an index"),
                        Index::Range(_) => unreachable!("above"),
                    };
                    let (start, end) = way.range.take().unwrap_or((0, usize::MAX));
                    assert!(position < end - start, "index {position} of {start}..{end}");
                    way.indices.push(start + position);
                }
            }
        }
        way
    }

    /// A copy of a part of an array.
    pub fn part(&self, place: &Place) -> Array<T> {
        let way = self.way(place);
        let mut at = self.array(place.array);
        for index in way.indices {
            let Array::List(items) = at else { panic!("too many indices: {place:?}") };
            at = items.get(index).unwrap_or_else(|| panic!("{index} is out of bounds: {place:?}"));
        }
        match (way.range, at) {
            (None, part) => part.clone(),
            (Some((low, high)), Array::List(items)) => Array::List(items[low..high].to_vec()),
            _ => panic!("too many indices: {place:?}"),
        }
    }

    /// Replaces a part of an array by another of that shape.
    pub fn replace(&mut self, place: &Place, part: &Array<T>) {
        let way = self.way(place);
        let mut at = self.array_mut(place.array);
        for index in way.indices {
            at = at.items().get_mut(index).unwrap_or_else(|| panic!("{index} is out of bounds: {place:?}"));
        }
        let Some((low, high)) = way.range else { return at.set(part) };
        let Array::List(from) = part else { panic!("a number for a range") };
        let to = &mut at.items()[low..high];
        assert_eq!(to.len(), from.len(), "lengths of {place:?}");
        to.iter_mut().zip(from).for_each(|(to, from)| to.set(from));
    }

    /// Replaces the whole of an array, whose length may change.
    pub fn overwrite(&mut self, array: ArrayId, content: Array<T>) {
        *self.array_mut(array) = content;
    }

    fn change(&mut self, place: &Place, change: impl FnOnce(&mut Array<T>)) {
        let mut part = self.part(place);
        change(&mut part);
        self.replace(place, &part);
    }

    pub fn array_step(&mut self, frame: &mut Frame<'a, T>, step: &'a Step) {
        match step {
            Step::Store { place, value } => {
                let value = self.number(frame, *value);
                self.replace(place, &Array::Number(value));
            }
            Step::Add { place, value, negative } => {
                use gradus_engine::function::Function;
                let value = self.number(frame, *value);
                let function = if *negative { Function::Sub } else { Function::Add };
                self.change(place, |part| {
                    part.zip(&Array::Number(value), &mut |x, y| *x = T::call(function, &[*x, y]))
                });
            }
            Step::Append { array, value } => {
                let value = self.number(frame, *value);
                self.array_mut(*array).items().push(Array::Number(value));
            }
            Step::Shrink { out, array } => {
                let name = self.array_name(*array);
                let last = self.array_mut(*array).items().pop();
                let Some(Array::Number(x)) = last else { panic!("{name} has no last number: {last:?}") };
                self.define(*out, super::Value::Real(x));
            }
            Step::Local { array, init } => {
                let content = self.init(frame, init);
                self.declare(*array, content);
            }
            Step::Copy { to, from } => {
                let part = self.part(from);
                self.replace(to, &part);
            }
            Step::AddAll { to, from } => {
                let part = self.part(from);
                self.change(to, |to| to.add(&part));
            }
            Step::Fill { place, value } => {
                let value = self.number(frame, *value);
                self.change(place, |part| *part = part.map(&mut |_| value));
            }
            Step::Save { stack, array } => {
                let content = self.array(*array).clone();
                let size = content.numbers().len();
                self.push(*stack, Datum::Array(content), size);
            }
            Step::Restore { stack, array } => match self.pop(*stack) {
                Datum::Array(content) => self.array_mut(*array).set(&content),
                Datum::Value(value) => panic!("{value:?} is restored as an array"),
            },
            other => unreachable!("{other:?} is no step on arrays"),
        }
    }

    fn init(&mut self, frame: &mut Frame<'a, T>, init: &'a Init) -> Array<T> {
        match init {
            Init::Constant(expression) => self.constants(expression),
            Init::Value(var) => match self.value(*var) {
                super::Value::Array(at) => self.opaque[at].clone(),
                other => panic!("zeros expected, not {other:?}"),
            },
            Init::Elements(dimensions, ids) => {
                let numbers: Vec<T> = ids.iter().map(|id| self.number(frame, *id)).collect();
                let dimensions: Vec<usize> = dimensions.iter().map(|(length, _)| *length).collect();
                Array::<T>::zeros(&dimensions).refilled(&numbers)
            }
            Init::Filled(length, id, _) => {
                let value = self.number(frame, *id);
                let length = self.evaluate(length).integer("a length");
                Array::of(&vec![value; usize::try_from(length).expect("a length")])
            }
            Init::Copy(_, place) => self.part(place),
        }
    }
}
