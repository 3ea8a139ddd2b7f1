//! Functions of `std::iter` that give iterators.

use syn::Expr;

use super::Reader;
use super::chain::Iter;
use super::value::{Constant, Value};

impl Reader<'_> {
    /// `repeat(item)`, `repeat_n(item, n)`, `once(item)`
    pub(super) fn repeated_item(&mut self, name: &str, arguments: &[&Expr]) -> Value {
        let value = self.expr(arguments[0]);
        let value = self.kept(value, "");
        let repeated = Iter::Repeat(Box::new(value));
        let count = match arguments.get(1) {
            Some(count) => {
                let value = self.expr(count);
                self.as_constant(value, count)
            }
            None => (name == "once").then(|| Constant::number(1)),
        };
        match count {
            Some(count) => Value::Iter(Box::new(Iter::Take(Box::new(repeated), count))),
            None if name == "repeat" => Value::Iter(Box::new(repeated)),
            None => Value::Unknown,
        }
    }

    /// `zip(a, b)`
    pub(super) fn zipped_items(&mut self, first: &Expr, second: &Expr) -> Value {
        let value = self.place(first);
        let Some(items) = self.as_iter(value, first) else { return Value::Unknown };
        let zip: syn::ExprMethodCall = syn::parse_quote!(it.zip(#second));
        let zipped = self.adapted(items, &zip, "zip", &[second]);
        zipped.map_or(Value::Unknown, |iter| Value::Iter(Box::new(iter)))
    }

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
