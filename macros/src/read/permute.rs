//! Methods that put the elements of an array into another order.

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::constancy::Constancy;
use super::shape::Shape;
use super::value::{Class, Constant, Value, View, element};

impl Reader<'_> {
    /// `reverse()`
    pub(super) fn reversed(&mut self, view: &View, call: &ExprMethodCall) -> Value {
        let length = self.length(view);
        let length = self.steady(length).operand();
        self.permuted(view, call, &|position| quote!(#length - 1 - #position))
    }

    /// `sort_by(..)`: by the order in which the comparison puts the positions.
    pub(super) fn sorted(&mut self, view: &View, by: &Expr, call: &ExprMethodCall) -> Value {
        let row = match element(&view.shape) {
            Some(Shape::Real) => false,
            Some(Shape::Parts(_) | Shape::Fixed(..)) => true,
            _ => return self.refuse(&call.method, "rows of any length are not sorted here; sort them before the call"),
        };
        if row && call.method == "sort_unstable_by" {
            return self.refuse(&call.method, "write `sort_by`: else the order of equals is open");
        }
        // which of two equal numbers comes first would show in the sign of a zero
        if call.method == "sort_unstable_by" && !by.to_token_stream().to_string().contains("total_cmp") {
            let message = match self.is_generic() {
                true => "write `sort_by`: else the order of equals is open",
                false => "write `sort_by`, or compare by `total_cmp`: else the order of equals is open",
            };
            return self.refuse(&call.method, message);
        }
        if self.constancy(by) == Constancy::No {
            return self.refuse(by, "a comparison of two elements is read here that reads nothing else that may vary");
        }
        if !self.item_names.contains("__gradus_order") {
            self.item_names.insert("__gradus_order".to_owned());
            self.items.push(quote! {
                fn __gradus_order<T>(x: &[T], mut by: impl FnMut(&T, &T) -> ::core::cmp::Ordering) -> Vec<usize> {
                    let mut order = (0..x.len()).collect::<Vec<usize>>();
                    order.sort_by(|&i, &j| by(&x[i], &x[j]));
                    order
                }
            });
        }
        let (by, array) = (self.substituted(by), self.view_tokens(view, Span::call_site()));
        let order = Constant::new(quote!(__gradus_order(&#array[..], #by)), Class::Any);
        let order = self.settled(Constant { volatile: true, ..order }, "order").operand();
        self.permuted(view, call, &|position| quote!(#order[#position]))
    }

    /// Each element from the position that is given for its own.
    fn permuted(
        &mut self,
        view: &View,
        call: &ExprMethodCall,
        from: &dyn Fn(proc_macro2::TokenStream) -> proc_macro2::TokenStream,
    ) -> Value {
        let before = self.copied(view, "before");
        let length = self.length(view);
        let length = self.steady(length);
        self.count_up(&length, &mut |reader, position| {
            let index = reader.index(Constant::integer(from(position.operand())));
            let value = reader.element_at(&before, index);
            reader.put(view, position, value, &call.method);
        });
        Value::Unit
    }
}
