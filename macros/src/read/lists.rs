//! `Vec`s that grow, and of what: what is pushed to them tells.

use gradus_engine::program::procedure::Init;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprCall};

use super::Reader;
use super::arguments::{first_in_vec, listed_in_vec};
use super::shape::Shape;
use super::value::{Constant, Value, View, element};

/// How many names are followed.
const DEEPEST: usize = 8;

impl Reader<'_> {
    /// `Vec::new()`, `Vec::with_capacity(n)`
    pub(super) fn new_vec(&mut self, call: &ExprCall, shape: Option<Shape>, name: &str) -> Value {
        if shape.is_none()
            && let Some(records) = self.empty_records(name)
        {
            return records;
        }
        let element = match &shape {
            Some(Shape::Vec(inner)) => Some((**inner).clone()),
            _ if call.func.to_token_stream().to_string().contains(self.float) => Some(Shape::Real),
            _ => self.pushed_shape(name, 0),
        };
        let Some(element) = element else {
            return match self.constant(&Expr::Call(call.clone())) {
                Some(constant) => Value::Constant(Constant { volatile: false, ..constant }),
                None => self.refuse(call, "the capacity has to be an integer"),
            };
        };
        let capacity = match call.args.first() {
            Some(capacity) => {
                let value = self.expr(capacity);
                let Some(capacity) = self.as_constant(value, capacity) else { return Value::Unknown };
                Some(capacity.tokens)
            }
            None => None,
        };
        Value::View(self.empty_vec(Shape::Vec(Box::new(element)), capacity, name))
    }

    /// A `Vec` that grows.
    pub(super) fn empty_vec(&mut self, shape: Shape, capacity: Option<TokenStream>, name: &str) -> View {
        let element = element(&shape).and_then(|element| self.type_of(element));
        let tokens = match capacity {
            Some(capacity) => quote!(Vec::<#element>::with_capacity(#capacity)),
            None => quote!(Vec::<#element>::new()),
        };
        let expression = self.table.expression(tokens);
        let array = self.local_array(Init::Constant(expression), shape, name, true, true);
        self.whole(array)
    }

    /// The shape of what is pushed to a variable of that name, where that is made of numbers.
    fn pushed_shape(&self, name: &str, depth: usize) -> Option<Shape> {
        let (pushed, extended) = (self.facts.pushed(name), self.facts.extended(name));
        if depth > DEEPEST {
            return None;
        }
        let row = pushed.iter().find_map(|expr| self.row_shape(expr, depth));
        let whole = || extended.iter().find_map(|expr| self.row_shape(expr, depth));
        let element = row.clone().or_else(|| match whole()? {
            Shape::Vec(inner) | Shape::Fixed(inner, _) => Some(*inner),
            _ => None,
        });
        let real = pushed.iter().chain(&extended).any(|expr| self.looks_real(expr));
        // a row that is made by pushing numbers
        let made =
            row.is_some_and(|row| matches!(row, Shape::Vec(_))) && pushed.iter().all(|e| self.is_pushed_to(e, depth));
        (real || made).then(|| element.unwrap_or(Shape::Real))
    }

    /// Whether an expression is a variable to which numbers are pushed.
    fn is_pushed_to(&self, expr: &Expr, depth: usize) -> bool {
        match expr {
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.pushed_shape(&name.to_string(), depth + 1).is_some())
            }
            _ => false,
        }
    }

    /// The shape of an expression that shows to be an array or a tuple.
    fn row_shape(&self, expr: &Expr, depth: usize) -> Option<Shape> {
        // names may lead back to themselves
        if depth > DEEPEST {
            return None;
        }
        match expr {
            Expr::Paren(inner) => self.row_shape(&inner.expr, depth),
            Expr::Tuple(tuple) if tuple.elems.len() > 1 => Some(Shape::Parts(tuple.elems.len())),
            Expr::Array(array) => {
                let inner = self.row_shape(array.elems.first()?, depth).unwrap_or(Shape::Real);
                let length = proc_macro2::Literal::usize_unsuffixed(array.elems.len());
                Some(Shape::Fixed(Box::new(inner), length.to_token_stream()))
            }
            Expr::Repeat(repeat) => {
                let inner = self.row_shape(&repeat.expr, depth).unwrap_or(Shape::Real);
                Some(Shape::Fixed(Box::new(inner), repeat.len.to_token_stream()))
            }
            Expr::Macro(call) if call.mac.path.is_ident("vec") => {
                let inner = first_in_vec(&call.mac).and_then(|first| self.row_shape(&first, depth));
                let inner = inner.unwrap_or(Shape::Real);
                Some(Shape::Vec(Box::new(inner)))
            }
            Expr::MethodCall(call) if call.method == "to_vec" => Some(Shape::Vec(Box::new(Shape::Real))),
            Expr::MethodCall(call) if call.method == "collect" => Some(Shape::Vec(Box::new(Shape::Real))),
            Expr::MethodCall(call) if call.method == "clone" => self.row_shape(&call.receiver, depth),
            Expr::Call(call) if is_new_vec(call) => Some(Shape::Vec(Box::new(Shape::Real))),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => self.declared_result(path),
                _ => None,
            },
            Expr::Path(path) => {
                let name = path.path.get_ident()?;
                match self.cells.get(name).map(Value::peel) {
                    Some(Value::View(view)) if view.rank() > 0 => Some(match &view.shape {
                        Shape::Slice(inner) => Shape::Vec(inner.clone()),
                        shape => shape.clone(),
                    }),
                    Some(Value::Tuple(parts)) => Some(Shape::Parts(parts.len())),
                    _ => {
                        let bound = self.facts.bound(&name.to_string());
                        bound.iter().find_map(|expr| self.row_shape(expr, depth + 1))
                    }
                }
            }
            _ => None,
        }
    }

    /// What a closure or a function that is known says that it returns.
    fn declared_result(&self, path: &syn::ExprPath) -> Option<Shape> {
        let closure = path.path.get_ident().and_then(|name| self.cells.get(name)).map(Value::peel);
        let shape = match closure {
            Some(Value::Closure(closure)) => match &closure.expr.output {
                syn::ReturnType::Type(_, ty) => super::types::shape(ty),
                syn::ReturnType::Default => None,
            },
            Some(_) => None,
            None => self.beside.result(&path.to_token_stream().to_string()).cloned(),
        };
        shape.filter(|shape| matches!(shape, Shape::Fixed(..) | Shape::Vec(_)))
    }

    /// The shape of the elements of a literal that are `Vec`s, where their lengths do not show or differ.
    pub(super) fn rows_of_any_length(&self, elements: &[&Expr]) -> Option<Shape> {
        let first = self.row_shape(elements.first()?, 0)?;
        if !matches!(first, Shape::Vec(_)) {
            return None;
        }
        let lengths: Vec<Option<usize>> = (elements.iter())
            .map(|expr| match expr {
                Expr::Macro(call) => listed_in_vec(&call.mac).map(|list| list.len()),
                _ => None,
            })
            .collect();
        lengths.iter().any(|length| length.is_none() || *length != lengths[0]).then_some(first)
    }
}

/// `Vec::new()`, `Vec::with_capacity(n)`
pub(super) fn is_new_vec(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let words: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [.., "Vec", "new"] => call.args.is_empty(),
        [.., "Vec", "with_capacity"] => call.args.len() == 1,
        _ => false,
    }
}
