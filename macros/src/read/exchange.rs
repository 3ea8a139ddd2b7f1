//! `std::mem::swap`, `replace` and `take`.

use quote::{ToTokens, quote};
use syn::Expr;

use super::Reader;
use super::optional::none;
use super::value::Value;

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
        let versions = places.iter().any(|place| {
            let cell = self.variable(place).map(|(cell, _)| cell);
            cell.is_some_and(|cell| matches!(self.cells.value(cell), Value::Latest(_) | Value::Prefix(..)))
        });
        if versions {
            let (a, b) = (self.copied_value(first), self.copied_value(second));
            self.assign(places[0], b);
            self.assign(places[1], a);
            return Value::Unit;
        }
        if let (Value::View(a), Value::View(b)) = (&first, &second)
            && a.rank() > 0
            && b.rank() > 0
        {
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
        if matches!(&old, Value::View(view) if view.rank() > 0) {
            return self
                .refuse(arguments[0], "replacing a whole array is not read; copy it and assign to its elements");
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
                    self.errors.push(arguments[0], "`take` is read on numbers and `Option`s; use `std::mem::replace`");
                }
                return Value::Unknown;
            }
        };
        self.put_behind(place, &old, new);
        content
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

/// `a` of `&mut a`.
fn behind(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => behind(&inner.expr),
        Expr::Reference(inner) => &inner.expr,
        expr => expr,
    }
}
