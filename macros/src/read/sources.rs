//! Iterators that make their items: `successors`, `from_fn`, `repeat_with`.

use syn::Expr;

use super::Reader;
use super::value::Value;

impl Reader<'_> {
    /// `successors(first, next)`: each item with the next behind it.
    pub(super) fn successors(&mut self, first: &Expr, next: &Expr) -> Value {
        let scan: Expr = syn::parse_quote! {
            (0..usize::MAX).scan(#first, |__state, _| {
                let __item = *__state;
                let __next = #next;
                *__state = match __item {
                    Some(__value) => __next(&__value),
                    None => None,
                };
                __item
            })
        };
        self.expr(&scan)
    }

    /// `from_fn(|| item)` until there is none, `repeat_with(|| item)` without an end.
    pub(super) fn made_items(&mut self, make: &Expr, ends: bool) -> Value {
        let Expr::Closure(closure) = make else {
            return self.refuse(make, "this is read with a closure: `|| ..`");
        };
        let mut closure = closure.clone();
        closure.inputs.push(syn::parse_quote!(_));
        let items: Expr = match ends {
            true => syn::parse_quote!((0..usize::MAX).map_while(#closure)),
            false => syn::parse_quote!((0..usize::MAX).map(#closure)),
        };
        self.expr(&items)
    }
}
