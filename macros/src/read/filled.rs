//! Arrays whose elements a closure gives: `std::array::from_fn` and `map`.

use quote::{ToTokens, quote};
use syn::Expr;

use super::Reader;
use super::chain::Callable;
use super::shape::Shape;
use super::value::{Class, Constant, Value, View};

impl Reader<'_> {
    /// `std::array::from_fn(|i| ..)`
    pub(super) fn array_from_fn(&mut self, call: &syn::ExprCall, function: &Expr, shape: Option<Shape>) -> Value {
        let Some(shape @ Shape::Fixed(..)) = shape else {
            return self.refuse(
                call,
                "the length of this array does not show; write `let a: [f64; 3] = std::array::from_fn(..)`",
            );
        };
        let Shape::Fixed(element, length) = &shape else { unreachable!("just seen") };
        let element = (**element).clone();
        let length = Constant { literal: length.to_string().parse().ok(), ..Constant::simple(length, Class::Integer) };
        let (Some(zero), Some(callable)) = (self.fixed_zero(&shape), self.callable(function)) else {
            return Value::Unknown;
        };
        let array = self.local_constant(zero, shape, "", true);
        let view = self.whole(array);
        self.count_up_with(&length, &[&callable], &mut |reader, position| {
            let argument = vec![Value::Constant(position.clone())];
            let value = match &callable {
                Callable::Closure(closure) => {
                    reader.inlined_as(closure, argument, Some(element.clone()), &closure.expr)
                }
                callable => reader.called(callable, argument),
            };
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
        let element = super::types::shape(element)?;
        Some(Shape::Fixed(Box::new(element), length.to_token_stream()))
    }

    /// `array.map(|v| ..)`
    pub(super) fn mapped_array(&mut self, view: &View, function: &Expr) -> Value {
        let Shape::Fixed(_, tokens) = view.shape.clone() else { unreachable!("the caller has looked") };
        let length = self.length(view);
        let Some(callable) = self.callable(function) else { return Value::Unknown };
        let depth = self.frames.len();
        let mut target: Option<View> = None;
        self.count_up_with(&length, &[&callable], &mut |reader, position| {
            let index = reader.index(position.clone());
            let element = reader.element_at(view, index);
            let element = reader.loaded(element);
            let value = reader.called(&callable, vec![element]);
            let value = reader.loaded_deep(value).peeled();
            if target.is_none() {
                target = reader.declared_outside(&value, depth, "", &|zero, element| {
                    (quote!([#zero; #tokens]), Shape::Fixed(Box::new(element), tokens.clone()))
                });
            }
            match target.clone() {
                Some(to) => reader.put(&to, position, value, function),
                None if value.is_void() => {}
                None => {
                    reader.refuse(function, "only numbers and arrays of a fixed length are put into an array by `map`");
                }
            }
        });
        target.map_or(Value::Unknown, Value::View)
    }

    /// `view[position] = value`
    pub(super) fn put(&mut self, view: &View, position: Constant, value: Value, place: &dyn ToTokens) {
        let index = self.index(position);
        let Value::View(to) = self.element_at(view, index) else { return };
        match value.peeled() {
            Value::View(from) if from.rank() > 0 => self.copy_view(&to, &from, place),
            Value::Tuple(values) if to.parts() == Some(values.len()) => self.store_parts(&to, values, place),
            value => {
                if let Some(node) = self.as_real(value, place) {
                    if to.rank() == 0 {
                        let to = self.place_of(&to);
                        self.store(to, node);
                    } else {
                        self.errors.push(place.to_token_stream(), "an array is needed here, not a number");
                    }
                }
            }
        }
    }
}
