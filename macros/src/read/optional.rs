//! `Option`s of elements of arrays, halves of arrays, and what `std::mem` does with them.

use gradus_engine::program::procedure::Index;
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::shape::Shape;
use super::value::{Class, Constant, Value, View};

impl Reader<'_> {
    /// `first()`, `last()`
    pub(super) fn end_of(&mut self, view: &View, name: &str) -> Value {
        let present = self.is_present(view, &Constant::number(1));
        let index = if name.starts_with("first") { Index::Literal(0) } else { self.counted_back(view, 1) };
        let element = self.element_at(view, index);
        Value::Optional(present, Box::new(Value::Ref(Box::new(element), name.ends_with("mut"))))
    }

    /// Whether an array has at least so many elements.
    fn is_present(&mut self, view: &View, least: &Constant) -> Constant {
        let length = self.length(view);
        let (length, least) = (self.settled(length, "").operand(), &least.tokens);
        Constant::new(quote!(#length >= #least), Class::Bool)
    }

    /// The index that many before the end.
    fn counted_back(&mut self, view: &View, back: usize) -> Index {
        let length = self.length(view);
        let length = self.settled(length, "");
        match length.literal.and_then(|length| usize::try_from(length).ok()) {
            Some(length) if length >= back => Index::Literal(length - back),
            _ => {
                let length = length.operand();
                let back = proc_macro2::Literal::usize_unsuffixed(back);
                self.index(Constant::integer(quote!(#length - #back)))
            }
        }
    }

    /// `get(i)`
    pub(super) fn optional_element(&mut self, view: &View, index: &Expr, mutable: bool) -> Value {
        let value = self.expr(index);
        let Some(constant) = self.as_constant(value, index) else { return Value::Unknown };
        let (at, length) = (constant.operand(), self.length(view));
        let length = self.settled(length, "").operand();
        let present = Constant::new(quote!(#at < #length), Class::Bool);
        let index = self.index(constant);
        let element = self.element_at(view, index);
        Value::Optional(present, Box::new(Value::Ref(Box::new(element), mutable)))
    }

    /// `split_first()`, `split_last()`
    pub(super) fn split_end(&mut self, view: &View, first: bool) -> Value {
        let present = self.is_present(view, &Constant::number(1));
        let (index, range) = if first {
            (Index::Literal(0), quote!(1..))
        } else {
            let length = self.length(view);
            let length = self.steady(length).operand();
            (self.counted_back(view, 1), quote!(..#length - 1))
        };
        let element = self.element_at(view, index);
        let Some(rest) = self.sliced(view, Constant::new(range, Class::Any)) else { return Value::Unknown };
        let parts = [element, Value::View(rest)].map(|part| Value::Ref(Box::new(part), false));
        Value::Optional(present, Box::new(Value::Tuple(parts.into())))
    }

    /// `split_at(k)`
    pub(super) fn split_view(&mut self, view: &View, middle: &Expr, mutable: bool) -> Value {
        let value = self.expr(middle);
        let Some(middle) = self.as_constant(value, middle) else { return Value::Unknown };
        let middle = self.once(middle).operand();
        let halves = [quote!(..#middle), quote!(#middle..)];
        let halves = halves.map(|range| self.sliced(view, Constant::new(range, Class::Any)));
        Value::Tuple(
            halves.into_iter().flatten().map(|half| Value::Ref(Box::new(Value::View(half)), mutable)).collect(),
        )
    }

    /// A method of an `Option`.
    pub(super) fn optional_method(
        &mut self,
        present: Constant,
        value: Value,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Value {
        match (name, arguments) {
            ("unwrap" | "expect", _) => value,
            ("copied" | "cloned" | "as_ref" | "clone", []) => {
                let value = if let Value::Ref(inner, _) = value { *inner } else { value };
                Value::Optional(present, Box::new(value))
            }
            ("is_some", []) => Value::Constant(present),
            ("is_none", []) => {
                let tokens = present.operand();
                Value::Constant(Constant { volatile: present.volatile, ..Constant::new(quote!(!#tokens), Class::Bool) })
            }
            ("unwrap_or", [other]) => {
                let other = self.expr(other);
                self.or(present, value, &mut |_| other.clone())
            }
            ("unwrap_or_default", []) => self.or(present, value, &mut |reader| Value::Real(reader.number(0.into()))),
            ("unwrap_or_else", [other]) => match self.callable(other) {
                Some(callable) => self.or(present, value, &mut |reader| reader.called(&callable, Vec::new())),
                None => Value::Unknown,
            },
            ("map_or", [other, function]) => {
                let other = self.expr(other);
                match self.callable(function) {
                    Some(callable) => {
                        let condition = self.condition_constant(present);
                        let limit = self.cells.count();
                        self.split(
                            condition,
                            limit,
                            &mut |reader| {
                                let value = reader.loaded_deep(value.clone());
                                reader.called(&callable, vec![value])
                            },
                            &mut |_| other.clone(),
                        )
                    }
                    None => Value::Unknown,
                }
            }
            _ => {
                arguments.iter().for_each(|argument| drop(self.expr(argument)));
                self.refuse(
                    &call.method,
                    format_args!("the method `{name}` of an `Option` is not read; write `if let Some(v) = .. {{ .. }} else {{ .. }}`"),
                )
            }
        }
    }

    /// The value where there is one, else another.
    fn or(&mut self, present: Constant, value: Value, other: &mut dyn FnMut(&mut Self) -> Value) -> Value {
        let condition = self.condition_constant(present);
        let limit = self.cells.count();
        self.split(condition, limit, &mut |reader| reader.loaded_deep(value.clone()), other)
    }

    /// A number is read from its place, behind a reference too.
    pub(super) fn loaded_deep(&mut self, value: Value) -> Value {
        match value {
            Value::Ref(inner, false) => {
                let inner = self.loaded_deep(*inner);
                Value::Ref(Box::new(inner), false)
            }
            Value::Tuple(parts) => Value::Tuple(parts.into_iter().map(|part| self.loaded_deep(part)).collect()),
            value => self.loaded(value),
        }
    }

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
        if let (Value::View(a), Value::View(b)) = (&first, &second)
            && a.rank() > 0
            && b.rank() > 0
        {
            self.swap_views(a, b, &arguments[0].to_token_stream());
            return Value::Unit;
        }
        let (first, second) = (self.loaded(first), self.loaded(second));
        self.assign(places[0], second);
        self.assign(places[1], first);
        Value::Unit
    }

    /// `std::mem::replace(&mut a, b)`, `std::mem::take(&mut a)`
    pub(super) fn replace(&mut self, arguments: &[&Expr], zero: bool) -> Value {
        let place = behind(arguments[0]);
        let old = self.place(place).peeled();
        if matches!(&old, Value::View(view) if view.rank() > 0) {
            return self
                .refuse(arguments[0], "replacing a whole array is not read; copy it and assign to its elements");
        }
        let old = self.loaded(old);
        let new = if zero { Value::Real(self.number(0.into())) } else { self.expr(arguments[1]) };
        self.assign(place, new);
        old
    }

    /// `std::array::from_fn(|i| ..)`
    pub(super) fn array_from_fn(&mut self, call: &syn::ExprCall, function: &Expr, shape: Option<Shape>) -> Value {
        let Some(shape @ Shape::Fixed(..)) = shape else {
            return self.refuse(
                call,
                "the length of this array does not show; write `let a: [f64; 3] = std::array::from_fn(..)`",
            );
        };
        let Shape::Fixed(_, length) = &shape else { unreachable!("just seen") };
        let length = Constant { literal: length.to_string().parse().ok(), ..Constant::simple(length, Class::Integer) };
        let (Some(zero), Some(callable)) = (self.fixed_zero(&shape), self.callable(function)) else {
            return Value::Unknown;
        };
        let array = self.local_constant(zero, shape, "", true);
        let view = self.whole(array);
        self.count_up_with(&length, &[&callable], &mut |reader, position| {
            let value = reader.called(&callable, vec![Value::Constant(position.clone())]);
            reader.put(&view, position, value, function);
        });
        Value::View(view)
    }

    /// The array of `from_fn::<f64, 3, _>`.
    pub(super) fn turbofish_shape(&self, path: &syn::ExprPath) -> Option<Shape> {
        let syn::PathArguments::AngleBracketed(list) = &path.path.segments.last()?.arguments else { return None };
        let mut arguments = list.args.iter();
        let (Some(syn::GenericArgument::Type(element)), Some(length)) = (arguments.next(), arguments.next()) else {
            return None;
        };
        let element = super::signature::shape(element)?;
        Some(Shape::Fixed(Box::new(element), length.to_token_stream()))
    }

    /// `array.map(|v| ..)`
    pub(super) fn mapped_array(&mut self, view: &View, function: &Expr) -> Value {
        let Shape::Fixed(_, length) = &view.shape else { unreachable!("the caller has looked") };
        let shape = Shape::Fixed(Box::new(Shape::Real), length.clone());
        let length = self.length(view);
        let (Some(zero), Some(callable)) = (self.fixed_zero(&shape), self.callable(function)) else {
            return Value::Unknown;
        };
        let array = self.local_constant(zero, shape, "", true);
        let to = self.whole(array);
        self.count_up_with(&length, &[&callable], &mut |reader, position| {
            let index = reader.index(position.clone());
            let element = reader.element_at(view, index);
            let element = reader.loaded(element);
            let value = reader.called(&callable, vec![element]);
            reader.put(&to, position, value, function);
        });
        Value::View(to)
    }

    /// `view[position] = value`
    pub(super) fn put(&mut self, view: &View, position: Constant, value: Value, place: &dyn ToTokens) {
        let index = self.index(position);
        let Value::View(to) = self.element_at(view, index) else { return };
        match value.peeled() {
            Value::View(from) if from.rank() > 0 => self.copy_view(&to, &from, place),
            value => {
                if let Some(node) = self.as_real(value, place) {
                    let to = self.place_of(&to);
                    if to.path.len() == self.procedure.arrays[to.array.0 as usize].rank {
                        self.store(to, node);
                    } else {
                        self.errors.push(place.to_token_stream(), "an array is needed here, not a number");
                    }
                }
            }
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
