//! Iterators that are not run yet: where their elements come from, by position.

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::{Access, Callable, Iter};
use super::scope::CellId;
use super::value::{Class, Constant, Refs, Value, View};

impl Reader<'_> {
    /// A value as an iterator, unless it is none, which is reported at `place`.
    pub(super) fn as_iter(&mut self, value: Value, place: &Expr) -> Option<Iter> {
        match value {
            Value::Iter(iter) => Some(*iter),
            Value::Place(cell, members) => {
                let value = self.at_place(cell, &members);
                self.as_iter(Value::Ref(Box::new(value), true), place)
            }
            Value::View(view) if view.rank() > 0 => {
                let access =
                    match (self.referred.contains(&view.array) && view.path.is_empty(), self.is_writable(view.array)) {
                        (true, true) => Access::Mutable,
                        (true, false) => Access::Shared,
                        _ => Access::Value,
                    };
                Some(Iter::View(view, access))
            }
            Value::Columns(parts) => Some(Iter::Records(parts, Access::Value)),
            Value::Ref(inner, mutable) => match *inner {
                Value::Columns(parts) => Some(Iter::Records(parts, super::columns::access(Some(mutable)))),
                Value::View(view) if view.rank() > 0 => {
                    Some(Iter::View(view, if mutable { Access::Mutable } else { Access::Shared }))
                }
                Value::Constant(constant) => Some(self.elements_of(constant)),
                inner => self.as_iter(inner, place),
            },
            Value::Constant(constant) => {
                let tokens = constant.operand();
                let (named, exclusive) = (constant.simple, constant.volatile && constant.refs == Refs::Unknown);
                let constant = self.settled(constant, "");
                let tokens = match (named, exclusive) {
                    (true, true) => quote!(#tokens.clone()),
                    // a reference stays one
                    (true, false) => quote!(::core::clone::Clone::clone(&#tokens)),
                    (false, _) => constant.tokens,
                };
                let tokens = quote!(::core::iter::IntoIterator::into_iter(#tokens));
                Some(Iter::Opaque(Constant::new(tokens, Class::Any)))
            }
            Value::Unknown | Value::Never => {
                self.not_read(&place);
                None
            }
            _ => {
                self.errors.push(place, "only ranges, arrays, slices and iterators over them are looped over");
                None
            }
        }
    }

    /// What is called on each element.
    pub(super) fn callable(&mut self, expr: &Expr) -> Option<Callable> {
        match expr {
            Expr::Path(path) if path.path.get_ident().is_none_or(|name| self.cells.get(name).is_none()) => {
                Some(Callable::Path(path.clone()))
            }
            expr => match self.expr(expr).peeled() {
                Value::Closure(closure) => Some(Callable::Closure(closure)),
                Value::Unknown => {
                    self.not_read(expr);
                    None
                }
                _ => {
                    self.errors.push(expr, "a closure or the path of a function is needed here");
                    None
                }
            },
        }
    }

    /// The value of a call on values.
    pub(super) fn called(&mut self, callable: &Callable, values: Vec<Value>) -> Value {
        match callable {
            Callable::Closure(closure) => self.inlined(closure, values, &closure.expr),
            Callable::Path(path) => self.called_path(path, values, &mut |reader, call| reader.call(call, None)),
        }
    }

    /// References to the elements of constants: by position, unless they have none.
    fn elements_of(&mut self, constant: Constant) -> Iter {
        let unordered = self.unindexed.contains(&constant.tokens.to_string());
        let constant = self.as_it_is(constant);
        if !unordered {
            return Iter::Sequence(constant, true);
        }
        let tokens = constant.operand();
        Iter::Opaque(Constant::new(quote!(#tokens.iter()), Class::Any))
    }

    /// The value of the call of a path on values.
    pub(super) fn called_path(
        &mut self,
        path: &syn::ExprPath,
        values: Vec<Value>,
        read: &mut dyn FnMut(&mut Self, &syn::ExprCall) -> Value,
    ) -> Value {
        // the arguments become variables that no name of the user's meets
        let depth = self.cells.scope.depth();
        let span = Span::call_site().located_at(path.span());
        let names: Vec<proc_macro2::Ident> =
            (0..values.len()).map(|n| proc_macro2::Ident::new(&format!("__argument{n}"), span)).collect();
        for (name, value) in names.iter().zip(values) {
            let value = match value {
                Value::Ref(inner, mutable) if matches!(&*inner, Value::View(view) if view.rank() > 0) => {
                    Value::Ref(inner, mutable)
                }
                value => self.loaded(value.peeled()),
            };
            self.cells.bind(name, value);
        }
        let call: syn::ExprCall = syn::parse_quote!(#path(#(#names),*));
        let value = read(self, &call);
        let value = self.reported(value, path);
        let value = self.loaded(value);
        self.cells.scope.leave(depth);
        value
    }

    /// A sequence of constants that is looked at from here on; of one that may change later, a copy.
    fn as_it_is(&mut self, constant: Constant) -> Constant {
        if !constant.volatile || !constant.simple {
            return self.once(constant);
        }
        let tokens = constant.operand();
        let copy = if constant.refs == Refs::Unknown { quote!(#tokens.to_vec()) } else { quote!(#tokens.clone()) };
        self.once(Constant { tokens: copy, simple: false, refs: Refs::Plain, ..constant })
    }

    /// The iterator that a method of a constant gives; `None` when it is no such method.
    pub(super) fn constant_iter(
        &mut self,
        constant: &Constant,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Option<Iter> {
        match (name, arguments) {
            ("iter", []) => Some(self.elements_of(constant.clone())),
            ("into_iter", []) => self.as_iter(Value::Constant(constant.clone()), &syn::parse_quote!(it)),
            ("map" | "filter" | "zip" | "enumerate" | "flat_map", _) => {
                let opaque = Iter::Opaque(self.settled(constant.clone(), ""));
                self.adapted(opaque, call, name, arguments)
            }
            _ => None,
        }
    }

    /// The iterator that a method of an array gives; `None` when it is no such method.
    pub(super) fn array_iter(
        &mut self,
        view: &View,
        referred: Option<bool>,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Option<Value> {
        let iter = |iter: Iter| Some(Value::Iter(Box::new(iter)));
        match (name, arguments) {
            ("iter", []) => iter(Iter::View(view.clone(), Access::Shared)),
            ("iter_mut", []) => iter(Iter::View(view.clone(), Access::Mutable)),
            ("into_iter", []) => {
                let value = Value::View(view.clone());
                let value = match referred {
                    Some(mutable) => Value::Ref(Box::new(value), mutable),
                    None => value,
                };
                self.as_iter(value, &call.receiver).map(|it| Value::Iter(Box::new(it)))
            }
            ("windows" | "chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut", [length]) => {
                let value = self.expr(length);
                let Some(length) = self.as_constant(value, length) else { return Some(Value::Unknown) };
                let length = self.once(length);
                iter(match name {
                    "windows" => Iter::Windows(view.clone(), length),
                    _ => Iter::Chunks(view.clone(), length, name.contains("exact"), name.ends_with("mut")),
                })
            }
            _ => None,
        }
    }

    /// A range as an iterator.
    pub(super) fn range_iter(&mut self, range: &syn::ExprRange) -> Option<Iter> {
        let Some(start) = &range.start else {
            self.errors.push(range, "a range to loop over needs a start; write `0..n`");
            return None;
        };
        let mut bound = |expr: &Expr| {
            let value = self.expr(expr);
            let constant = self.as_constant(value, expr)?;
            Some(self.once(constant))
        };
        let first = bound(start)?;
        let last = match &range.end {
            Some(end) => Some(bound(end)?),
            None => None,
        };
        let other = |constant: &Constant| self.other_integers.within(&constant.tokens);
        if let Some(last) = last.as_ref().filter(|last| other(&first) || other(last)) {
            let (first, last, limits) = (first.operand(), last.operand(), &range.limits);
            return Some(Iter::Integers(Constant::new(quote!(#first #limits #last), Class::Any), true));
        }
        Some(Iter::Range(first, last, matches!(range.limits, syn::RangeLimits::Closed(_))))
    }

    /// The variables that running the iterator may set.
    pub(super) fn assigned_by(&mut self, callables: &[&Callable]) -> Vec<CellId> {
        let mut found = Vec::new();
        for callable in callables {
            if let Callable::Closure(closure) = callable {
                let outer = std::mem::replace(&mut self.cells.scope, closure.scope.captured());
                found.extend(self.assigned_in(&Expr::Closure(closure.expr.clone())));
                self.cells.scope = outer;
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
