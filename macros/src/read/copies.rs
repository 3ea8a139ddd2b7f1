//! Copies of arrays, and elements and arrays that change places.

use gradus_engine::program::procedure::{Init, Step};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;

use super::Reader;
use super::shape::Shape;
use super::value::{Value, View};

impl Reader<'_> {
    /// `clone`, `to_vec` and the like.
    pub(super) fn copy_by_method(&mut self, view: &View, method: &str) -> View {
        let tokens = self.view_tokens(view, Span::call_site());
        let (tokens, shape): (TokenStream, Shape) = match (&view.shape, method) {
            (Shape::Slice(inner) | Shape::Fixed(inner, _) | Shape::Vec(inner), "to_vec") => {
                (quote!(#tokens.to_vec()), Shape::Vec(inner.clone()))
            }
            (Shape::Slice(inner), _) => (quote!(#tokens.to_vec()), Shape::Vec(inner.clone())),
            (shape, _) => (quote!(#tokens.clone()), shape.clone()),
        };
        let expression = self.table.expression(tokens);
        let place = self.place_of(view);
        let array = self.local_array(Init::Copy(expression, place), shape, "", true, false);
        self.whole(array)
    }

    /// `Vec::from(array)`
    pub(super) fn collected_copy(&mut self, value: Value, place: &dyn ToTokens) -> Value {
        match value.peeled() {
            Value::View(view) if view.rank() > 0 => Value::View(self.copy_by_method(&view, "to_vec")),
            value if value.is_void() => value,
            _ => self.refuse(place.to_token_stream(), "an array of numbers is needed here"),
        }
    }

    /// `a.swap(i, j)`
    pub(super) fn swap_elements(&mut self, view: &View, a: &Expr, b: &Expr) -> Value {
        let mut views = Vec::new();
        for expr in [a, b] {
            let value = self.expr(expr);
            let Some(constant) = self.as_constant(value, expr) else { return Value::Unknown };
            let index = self.index(constant);
            if let Value::View(part) = self.element_at(view, index) {
                views.push(part);
            }
        }
        let [first, second] = &views[..] else { return Value::Unknown };
        if first.rank() == 0 {
            let (x, y) = (self.load_view(first), self.load_view(second));
            let (first, second) = (self.place_of(first), self.place_of(second));
            self.store(first, y);
            self.store(second, x);
        } else {
            self.swap_views(first, second, a);
        }
        Value::Unit
    }

    pub(super) fn swap_views(&mut self, first: &View, second: &View, place: &dyn ToTokens) {
        let kept = self.copied(first, "swapped");
        let (to, from) = (self.place_of(first), self.place_of(second));
        self.written(&to);
        self.step(Step::Copy { to, from });
        self.copy_view(second, &kept, place);
    }
}
