//! `Option`s of elements of arrays, halves of arrays, and what `std::mem` does with them.

use gradus_engine::program::procedure::{Index, Step};
use proc_macro2::{Span, TokenTree};
use quote::{ToTokens, quote};
use syn::Expr;

use super::Reader;
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
    pub(super) fn counted_back(&mut self, view: &View, back: usize) -> Index {
        let length = self.length(view);
        let length = self.steady(length);
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
        if let Some(range) = self.range(index) {
            let part = range.map(|range| (range.clone(), self.sliced(view, range)));
            let Some((range, Some(part))) = part else { return Value::Unknown };
            let (whole, range) = (self.view_tokens(view, Span::call_site()), range.tokens);
            let volatile = self.arrays[view.array.0 as usize].grows;
            let present = Constant { volatile, ..Constant::new(quote!(#whole.get(#range).is_some()), Class::Bool) };
            let present = self.settled(present, "");
            return Value::Optional(present, Box::new(Value::Ref(Box::new(Value::View(part)), mutable)));
        }
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
    pub(super) fn split_end(&mut self, view: &View, first: bool, mutable: bool) -> Value {
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
        let parts = [element, Value::View(rest)].map(|part| Value::Ref(Box::new(part), mutable));
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

    /// One value or another.
    pub(super) fn chosen(
        &mut self,
        present: Constant,
        then: &mut dyn FnMut(&mut Self) -> Value,
        otherwise: &mut dyn FnMut(&mut Self) -> Value,
    ) -> Value {
        match present.certain() {
            Some(true) => return then(self),
            Some(false) => return otherwise(self),
            None => {}
        }
        let condition = self.condition_constant(present);
        let limit = self.cells.count();
        self.split(condition, limit, then, otherwise)
    }

    /// `condition.then(|| value)`, `condition.then_some(value)`
    pub(super) fn then(&mut self, condition: Value, value: &Expr, lazy: bool) -> Value {
        let Some(condition) = self.as_condition(condition, value) else { return Value::Unknown };
        if !lazy {
            let value = self.expr(value);
            let present = self.presence(Value::Bool(condition));
            return Value::Optional(present, Box::new(self.kept(value, "")));
        }
        let Some(callable) = self.callable(value) else { return Value::Unknown };
        let present = self.presence(Value::Bool(condition));
        self.chosen(
            present,
            &mut |reader| {
                let value = reader.called(&callable, Vec::new());
                Value::Optional(Constant::truth(true), Box::new(reader.kept(value, "")))
            },
            &mut |_| none(),
        )
    }

    /// `None` in a variable that may hold a number later.
    pub(super) fn no_number(&mut self) -> Value {
        let zero = self.number(0.into());
        Value::Optional(Constant::truth(false), Box::new(Value::Real(zero)))
    }

    /// Whether a constant is `Some(c)` of a number.
    pub(super) fn holds_real(&self, constant: &Constant) -> bool {
        let call = syn::parse2::<syn::ExprCall>(constant.tokens.clone()).ok();
        call.is_some_and(|call| {
            call.func.to_token_stream().to_string() == "Some"
                && call.args.first().is_some_and(|held| self.class(held) == Class::Real)
        })
    }

    /// `Some(c)` of a constant, where numbers that vary may stand in its place.
    pub(super) fn optional_constant(&mut self, constant: Constant, hint: &str) -> Value {
        let call = syn::parse2::<syn::ExprCall>(constant.tokens.clone()).ok();
        let held = call.filter(|call| call.func.to_token_stream().to_string() == "Some" && call.args.len() == 1);
        let Some(held) = held.map(|call| call.args[0].to_token_stream()) else { return Value::Constant(constant) };
        let number =
            self.real_constant(Constant { volatile: constant.volatile, ..Constant::new(held, Class::Real) }, hint);
        Value::Optional(Constant::truth(true), Box::new(Value::Real(number)))
    }

    /// `None` in a variable of a type `Option<T>`, where `T` is made of numbers and integers.
    pub(super) fn none_of_type(&mut self, ty: &syn::Type) -> Option<Value> {
        let (_, inner) = super::types::wrapped(ty)?;
        let content = self.zero_of_type(inner)?;
        Some(Value::Optional(Constant::truth(false), Box::new(content)))
    }

    fn zero_of_type(&mut self, ty: &syn::Type) -> Option<Value> {
        match super::types::bare(ty) {
            syn::Type::Tuple(tuple) => {
                let parts: Option<Vec<Value>> = tuple.elems.iter().map(|part| self.zero_of_type(part)).collect();
                parts.map(Value::Tuple)
            }
            ty if super::types::float(ty).is_some() => Some(Value::Real(self.number(0.into()))),
            ty if super::types::class(ty) == Class::Integer => Some(Value::Constant(Constant::number(0))),
            _ => None,
        }
    }

    /// `None` in a variable to which tuples of numbers and integers are assigned.
    pub(super) fn none_of_assigned(&mut self, name: &str) -> Option<Value> {
        let assigned = self.facts.assigned(name);
        let tuple = assigned.iter().find_map(|expr| match super::forms::bare(expr) {
            Expr::Call(call) if call.func.to_token_stream().to_string() == "Some" => match call.args.first() {
                Some(Expr::Tuple(tuple)) => Some(tuple.clone()),
                _ => None,
            },
            _ => None,
        })?;
        let parts: Option<Vec<Value>> = tuple.elems.iter().map(|part| self.zero_like_expr(part)).collect();
        parts.map(|parts| Value::Optional(Constant::truth(false), Box::new(Value::Tuple(parts))))
    }

    fn zero_like_expr(&mut self, expr: &Expr) -> Option<Value> {
        if self.looks_real(expr) {
            return Some(Value::Real(self.number(0.into())));
        }
        let constant = match self.class(expr) {
            Class::Integer => true,
            // the variable of a loop over positions
            Class::Any => matches!(expr, Expr::Path(path) if self.counts(path)),
            _ => false,
        };
        constant.then(|| Value::Constant(Constant::number(0)))
    }

    /// Whether a name is bound by a loop over a range or to the first of what `enumerate` gives.
    pub(super) fn counts(&self, path: &syn::ExprPath) -> bool {
        let Some(name) = path.path.get_ident().map(ToString::to_string) else { return false };
        let bound = self.facts.bound(&name);
        !bound.is_empty() && bound.iter().all(|expr| matches!(super::forms::bare(expr), Expr::Range(_)))
            || self.facts.enumerates(&name)
    }

    /// A condition as what says whether an `Option` holds a value.
    pub(super) fn presence(&mut self, condition: Value) -> Constant {
        match condition {
            Value::Constant(constant) => constant,
            Value::Bool(node) => match self.certain(node) {
                Some(truth) => Constant::truth(truth),
                None => Constant::simple(self.spelled(node, Span::call_site()), Class::Bool),
            },
            _ => Constant::truth(false),
        }
    }

    /// Panics where there is no value; the elements of arrays do so where they are read.
    pub(super) fn insist(&mut self, present: &Constant, message: Option<&&Expr>) {
        if present.certain() != Some(false) && super::table::single(&present.tokens).is_none() {
            return;
        }
        let present = &present.tokens;
        let message = match message {
            Some(message) => self.substituted(message),
            None => quote!("called `Option::unwrap()` on a `None` value"),
        };
        let expression = self.table.expression(quote!(::core::assert!(#present, "{}", #message);));
        self.step(Step::Effect(expression));
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
}

/// `Some(0.5)`, which the user wrote of a constant, as an `Option` of a number.
pub(super) fn some_constant(constant: &Constant) -> Option<Value> {
    let mut tokens = constant.tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()?, tokens.next()) {
        (TokenTree::Ident(word), TokenTree::Group(content), None) if word == "Some" || word == "Ok" => {
            let content = Constant { volatile: constant.volatile, ..Constant::new(content.stream(), Class::Any) };
            Some(Value::Optional(Constant::truth(true), Box::new(Value::Constant(content))))
        }
        _ => None,
    }
}

/// `None`, as the user's own word.
pub(super) fn is_none(value: &Value) -> bool {
    matches!(value, Value::Constant(constant) if constant.tokens.to_string() == "None")
}

/// `None`, where numbers may stand in its place.
pub(super) fn none() -> Value {
    Value::Optional(Constant::truth(false), Box::new(Value::Never))
}
