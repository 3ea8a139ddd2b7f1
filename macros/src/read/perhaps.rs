//! Calls of marked functions that return an `Option` or a `Result`, where that is matched on or asked for its value.
//!
//! ```text
//! if let Some(v) = g(x)    present = g(x).is_some()    v = g(x).unwrap_or_default()
//! ```
//!
//! What is there where there is no value is not looked at, and the pullback of `g` then adds nothing. Whether there is one is
//! asked of a call of its own.

use gradus_engine::program::procedure::{Argument, Handover};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, Pat};

use super::Reader;
use super::chain::Callable;
use super::forms::bare;
use super::shape::{Shape, Wrapped};
use super::value::{Class, Constant, Value, View};

impl Reader<'_> {
    /// A value of which a pattern or a method tells that it is an `Option` or a `Result`.
    pub(super) fn perhaps(&mut self, expr: &Expr, shape: Option<Shape>) -> Value {
        let expr = bare(expr);
        let value = self.asking(&[call_place(expr)], &mut |reader| match expr {
            Expr::Call(call) => reader.call(call, shape.clone()),
            Expr::MethodCall(call) => reader.method_shaped(call, shape.clone()),
            expr => reader.place(expr),
        });
        self.reported(value, expr)
    }

    /// Calls something that gives an `Option`, perhaps by a call of a marked function.
    pub(super) fn called_perhaps(&mut self, callable: &Callable, values: Vec<Value>) -> Value {
        let mut tails = Vec::new();
        match callable {
            Callable::Closure(closure) => super::function::tail(&closure.expr.body, &mut tails),
            Callable::Path(path) => {
                return self.called_path(path, values, &mut |reader, call| {
                    reader.asking(&[std::ptr::from_ref(call) as usize], &mut |reader| reader.call(call, None))
                });
            }
        }
        let places: Vec<usize> = tails.into_iter().map(call_place).collect();
        self.asking(&places, &mut |reader| reader.called(callable, values.clone()))
    }

    /// Reads where calls at some places in memory are of functions that return an `Option` or a `Result`.
    fn asking(&mut self, places: &[usize], read: &mut dyn FnMut(&mut Self) -> Value) -> Value {
        let new: Vec<usize> = places.iter().copied().filter(|place| self.asked.insert(*place)).collect();
        let value = read(self);
        self.asked.retain(|place| !new.contains(place));
        value
    }

    /// Whether a call is of a function that returns an `Option` or a `Result`, which nothing behind the call takes apart.
    pub(super) fn is_asked(&self, callee: &TokenStream, call: &dyn ToTokens) -> bool {
        let callee = callee.to_string();
        match self.beside.result(&callee) {
            Some(_) => self.beside.wrapped(&callee).is_some(),
            None => self.asked.contains(&(std::ptr::from_ref(call).cast::<()>() as usize)),
        }
    }

    /// Whether a pattern or a method tells that the value of a call of `std` is an `Option` or a `Result`.
    pub(super) fn is_asked_here(&self, call: &syn::ExprMethodCall) -> bool {
        self.asked.contains(&(std::ptr::from_ref(call) as usize))
    }

    /// What is matched with patterns.
    pub(super) fn perhaps_matched(&mut self, expr: &Expr, patterns: &[&Pat]) -> Option<Value> {
        let called = matches!(bare(expr), Expr::Call(_) | Expr::MethodCall(_));
        let inner = patterns.iter().find_map(|pattern| payload(pattern))?;
        called.then(|| {
            let shape = inner.and_then(super::arrays::shape_of_pattern);
            self.perhaps(expr, shape)
        })
    }

    /// Whether a call of a function has a value.
    pub(super) fn has_value(
        &mut self,
        callee: &TokenStream,
        arguments: &[Argument],
        place: &dyn ToTokens,
    ) -> Option<Constant> {
        if arguments.iter().any(|argument| matches!(argument, Argument::Array { mutable: true, .. })) {
            let message = "a call that changes an array is read with `?` or `.unwrap()` behind it";
            self.errors.push(place.to_token_stream(), message);
            return None;
        }
        let arguments: Vec<TokenStream> = arguments.iter().map(|argument| self.argument_tokens(argument)).collect();
        let asked = match self.beside.wrapped(&callee.to_string()) {
            Some(Wrapped::Option) => quote!(is_some()),
            Some(Wrapped::Result) => quote!(is_ok()),
            // of either
            None => quote!(iter().next().is_some()),
        };
        let tokens = quote!(#callee(#(#arguments),*).#asked);
        let constant = Constant { volatile: true, ..Constant::new(tokens, Class::Bool) };
        Some(self.settled(constant, ""))
    }

    fn argument_tokens(&mut self, argument: &Argument) -> TokenStream {
        match argument {
            Argument::Real(id) => {
                let node = self.node(*id);
                self.spelled(node, Span::call_site())
            }
            Argument::Constant(expression) => self.table.expressions[expression.key as usize].clone(),
            Argument::Array { place, handover, .. } => {
                let view = View { array: place.array, path: place.path.clone(), shape: Shape::Real, window: None };
                let tokens = self.view_tokens(&view, Span::call_site());
                match handover {
                    Handover::Reference => quote!(&#tokens),
                    Handover::Copy | Handover::Clone => quote!(#tokens.clone()),
                }
            }
        }
    }
}

/// Where a call stands in memory.
pub(super) fn call_place(expr: &Expr) -> usize {
    match expr {
        Expr::Call(call) => std::ptr::from_ref(call) as usize,
        Expr::MethodCall(call) => std::ptr::from_ref(call) as usize,
        expr => std::ptr::from_ref(expr) as usize,
    }
}

/// The shape of what a closure among the arguments takes.
pub(super) fn taken_by(arguments: &[&Expr]) -> Option<Shape> {
    let Some(Expr::Closure(closure)) = arguments.last() else { return None };
    match closure.inputs.first()? {
        Pat::Type(typed) => super::types::shape(&typed.ty),
        pattern => super::arrays::shape_of_pattern(pattern),
    }
}

/// Of `Some(p)`, `Ok(p)`, `None` and `Err(_)`, what is bound where there is a value.
pub(super) fn payload(pattern: &Pat) -> Option<Option<&Pat>> {
    match pattern {
        Pat::Paren(inner) => payload(&inner.pat),
        Pat::Guard(inner) => payload(&inner.pat),
        Pat::Reference(inner) => payload(&inner.pat),
        Pat::TupleStruct(inner) if is_filled(&inner.path) => Some(inner.elems.first()),
        Pat::TupleStruct(inner) if is_error(&inner.path) => Some(None),
        Pat::Ident(inner) if inner.ident == "None" => Some(None),
        Pat::Path(inner) if is_nothing(&inner.path) => Some(None),
        _ => None,
    }
}

/// `Some`, `Ok`
pub(super) fn is_filled(path: &syn::Path) -> bool {
    last(path, &["Some", "Ok"])
}

/// `Err`
pub(super) fn is_error(path: &syn::Path) -> bool {
    last(path, &["Err"])
}

/// `None`, `Option::None`
pub(super) fn is_nothing(path: &syn::Path) -> bool {
    last(path, &["None"])
}

fn last(path: &syn::Path, names: &[&str]) -> bool {
    let last = path.segments.last();
    let of_std = path.segments.iter().rev().nth(1).is_none_or(|of| of.ident == "Option" || of.ident == "Result");
    of_std && last.is_some_and(|last| names.iter().any(|name| last.ident == name))
}

/// Whether only an `Option` or a `Result` has a method of that name, of all that a marked function may return.
pub(super) fn is_asking(name: &str) -> bool {
    matches!(
        name,
        "unwrap_or"
            | "unwrap_or_else"
            | "unwrap_or_default"
            | "map_or"
            | "map_or_else"
            | "map"
            | "map_err"
            | "and_then"
            | "filter"
            | "or"
            | "or_else"
            | "ok"
            | "ok_or"
            | "ok_or_else"
            | "is_some"
            | "is_none"
            | "is_ok"
            | "is_err"
            | "is_some_and"
            | "is_none_or"
            | "is_ok_and"
    )
}
