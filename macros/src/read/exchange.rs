//! `std::mem::swap`, `replace` and `take`.

use quote::{ToTokens, quote};
use syn::Expr;

use super::Reader;
use super::names::behind;
use super::optional::none;
use super::shape::Shape;
use super::value::{Value, View};

impl Reader<'_> {
    /// `std::mem::swap(&mut a, &mut b)`
    pub(super) fn swap(&mut self, arguments: &[&Expr]) -> Value {
        let places: Vec<&Expr> = arguments.iter().map(|argument| behind(argument)).collect();
        if places.iter().all(|place| self.is_state(place)) {
            let [a, b] = [arguments[0], arguments[1]].map(|argument| self.substituted(argument));
            let expression = self.table.expression(quote!(::core::mem::swap(#a, #b)));
            self.step(gradus_engine::program::procedure::Step::Effect(expression));
            return Value::Unit;
        }
        let (first, second) = (self.place(places[0]), self.place(places[1]));
        for (argument, value) in arguments.iter().zip([&first, &second]) {
            // `&mut p` of a reference `p`
            if matches!(argument, Expr::Reference(_)) && matches!(value, Value::Ref(..)) {
                return self.refuse(
                    argument,
                    "swapping references is not read; swap what they stand for, by `std::mem::swap(p, q)`, or choose by an index",
                );
            }
        }
        let (first, second) = (first.peeled(), second.peeled());
        let prefix = places.iter().any(|place| {
            let cell = self.variable(place).map(|(cell, _)| cell);
            cell.is_some_and(|cell| matches!(self.cells.value(cell), Value::Prefix(..)))
        });
        if prefix {
            let (a, b) = (self.copied_value(first), self.copied_value(second));
            self.assign(places[0], b);
            self.assign(places[1], a);
            return Value::Unit;
        }
        if let (Value::View(a), Value::View(b)) = (&first, &second)
            && a.rank() > 0
            && b.rank() > 0
        {
            if self.swapped_names(&places, a, b) {
                return Value::Unit;
            }
            self.swap_views(a, b, &arguments[0].to_token_stream());
            return Value::Unit;
        }
        let [a, b] = [&first, &second].map(|value| match value {
            Value::Place(cell, members) => self.at_place(*cell, members),
            value => value.clone(),
        });
        let (a, b) = (self.loaded(a), self.loaded(b));
        let a = self.copied_value(a);
        self.put_behind(places[0], &first, b);
        self.put_behind(places[1], &second, a);
        Value::Unit
    }

    /// `std::mem::replace(&mut a, b)`, `std::mem::take(&mut a)`
    pub(super) fn replace(&mut self, arguments: &[&Expr], zero: bool) -> Value {
        let place = behind(arguments[0]);
        if zero && let Some(content) = self.taken_prefix(place) {
            return content;
        }
        let old = self.place(place).peeled();
        if let Value::View(view) = &old
            && view.rank() > 0
        {
            let view = view.clone();
            return self.replaced_array(place, &view, (!zero).then(|| arguments[1]));
        }
        let content = match &old {
            Value::Place(cell, members) => self.at_place(*cell, members),
            value => value.clone(),
        };
        let content = self.loaded(content);
        let content = self.copied_value(content);
        let new = match (&content, zero) {
            (_, false) => self.expr(arguments[1]),
            (Value::Real(_), true) => Value::Real(self.number(0.into())),
            (Value::Optional(..), true) => none(),
            (value, true) => {
                if !value.is_void() {
                    self.errors.push(
                        arguments[0],
                        "`take` is read on numbers, `Option`s, `Vec`s and arrays; use `std::mem::replace`",
                    );
                }
                return Value::Unknown;
            }
        };
        self.put_behind(place, &old, new);
        content
    }

    /// Two `Vec`s of this block, variables or parts of some, that change their names. Whether they are.
    fn swapped_names(&mut self, places: &[&Expr], a: &View, b: &View) -> bool {
        let cells: Vec<_> = places.iter().filter_map(|place| self.variable(place)).collect();
        let [(first, members), (second, others)] = &cells[..] else { return false };
        if a.array == b.array || !self.is_own_vec(a) || !self.is_own_vec(b) {
            return false;
        }
        let grows = [a, b].iter().any(|view| self.arrays[view.array.0 as usize].grows);
        let varies = [a, b].iter().any(|view| self.procedure.varying.contains_key(&view.array));
        let [a, b] = [a, b].map(|view| {
            self.arrays[view.array.0 as usize].grows = grows;
            if varies { self.any_length(view.clone()) } else { view.clone() }
        });
        let (first, members) = (*first, members.clone());
        let (second, others) = (*second, others.clone());
        self.set_at(first, &members, Value::View(b));
        self.set_at(second, &others, Value::View(a));
        true
    }

    /// `replace` and `take` of an array: what it was.
    fn replaced_array(&mut self, place: &Expr, view: &View, new: Option<&Expr>) -> Value {
        let content = self.copy_by_method(view, "clone");
        let new = match (new, &view.shape) {
            (Some(new), _) => self.array_into(place, new).unwrap_or_else(|| self.expr(new)),
            (None, Shape::Vec(_)) => {
                let empty = self.empty_vec(view.shape.clone(), None, "");
                Value::View(empty)
            }
            (None, _) => {
                let Some(zero) = self.fixed_zero(&view.shape) else {
                    return self.refuse(place, "`take` is not read on a slice; bind a part of it by `let`");
                };
                let array = self.local_constant(zero, view.shape.clone(), "", false);
                Value::View(self.whole(array))
            }
        };
        self.assign(place, new);
        Value::View(content)
    }

    /// Assigns to what a reference stands for, or to the place itself.
    fn put_behind(&mut self, place: &Expr, was: &Value, value: Value) {
        match was {
            Value::Place(cell, members) => self.assign_behind(*cell, members, value, place),
            // an element of an array, perhaps behind a reference of another name
            Value::View(view) if view.rank() == 0 => {
                if let Some(node) = self.as_real(value, place) {
                    let to = self.place_of(view);
                    self.store(to, node);
                }
            }
            Value::View(view) if view.parts().is_some() => {
                if let Value::Tuple(values) = value.peeled() {
                    self.store_parts(view, values, place);
                }
            }
            _ => self.assign(place, value),
        }
    }
}
