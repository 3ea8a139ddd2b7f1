//! Arrays where they are bound: what their names, patterns and types say of them.

use gradus_engine::program::procedure::Init;
use quote::quote;
use syn::{Expr, Pat};

use super::Reader;
use super::constancy::Constancy;
use super::lists::is_new_vec;
use super::shape::Shape;
use super::types::{self, class};
use super::value::{Constant, Value, View, element};

impl Reader<'_> {
    /// The value that a `let` gives its pattern, whose name and type say what an array holds.
    pub(super) fn init(&mut self, pattern: &Pat, expr: &Expr) -> Value {
        let (name, ty) = name_and_type(pattern);
        let known = if ty.is_none() && is_mutable(pattern) { self.type_of_item(expr) } else { None };
        let ty = ty.or(known.as_ref());
        if let Some(ty) = ty.filter(|ty| self.is_of_rusts(ty))
            && let Some(constant) = self.constant(expr)
        {
            return Value::Constant(Constant { class: class(ty), ..constant });
        }
        let shape = match (ty, pattern) {
            (None, Pat::Tuple(pattern)) => Some(Shape::Tuple(vec![Shape::Real; pattern.elems.len()])),
            (None, Pat::Slice(_)) if matches!(expr, Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_)) => {
                shape_of_pattern(pattern)
            }
            (ty, _) => ty.and_then(types::shape),
        };
        if let Some(constant) = ty.and_then(|ty| self.declared_constant(expr, ty)) {
            return constant;
        }
        let value = match ty.and_then(types::wrapped) {
            Some((_, inner)) if matches!(expr, Expr::Call(_) | Expr::MethodCall(_)) => {
                self.perhaps(expr, types::shape(inner))
            }
            None if matches!(expr, Expr::Call(_) | Expr::MethodCall(_)) && self.facts.returned_perhaps(&name) => {
                let value = self.perhaps(expr, None);
                self.loaded(value)
            }
            _ => self.shaped(expr, shape.clone(), &name),
        };
        match (value, shape) {
            // constants that may become numbers that vary
            (Value::Constant(constant), Some(shape @ (Shape::Fixed(..) | Shape::Vec(_)))) if is_mutable(pattern) => {
                let constant = self.settled(constant, "");
                let array = self.local_constant(constant.tokens, shape, &name, true);
                Value::View(self.whole(array))
            }
            (value, _) => value,
        }
    }

    /// The type of a constant of the function's or of its module, or of a field of `self`.
    fn type_of_item(&self, expr: &Expr) -> Option<syn::Type> {
        if let (Expr::Field(field), Some(of)) = (expr, &self.beside.of_type)
            && let (Expr::Path(base), syn::Member::Named(name)) = (&*field.base, &field.member)
            && base.path.is_ident("self")
        {
            return self.beside.field(of, name).filter(|ty| self.is_on_numbers_here(ty)).cloned();
        }
        let Expr::Path(path) = expr else { return None };
        let name = path.path.get_ident()?;
        let own = self.item_types.get(&name.to_string());
        let shadowed = own.is_none() && self.cells.get(name).is_some();
        own.or_else(|| self.beside.constant(&name.to_string()).filter(|_| !shadowed)).cloned()
    }

    /// An expression of which the shape may be known.
    pub(super) fn shaped(&mut self, expr: &Expr, shape: Option<Shape>, name: &str) -> Value {
        let value = self.shaped_by_form(expr, shape, name);
        self.reported(value, expr)
    }

    fn shaped_by_form(&mut self, expr: &Expr, shape: Option<Shape>, name: &str) -> Value {
        match expr {
            Expr::Paren(inner) => self.shaped(&inner.expr, shape, name),
            Expr::Call(call) if is_new_vec(call) && !self.is_own("Vec") => self.new_vec(call, shape, name),
            Expr::Macro(call) if call.mac.path.is_ident("vec") && call.mac.tokens.is_empty() => {
                self.new_vec(&syn::parse_quote!(Vec::new()), shape, name)
            }
            Expr::Call(call) => self.call(call, shape),
            Expr::Try(attempt) => self.attempt(attempt, shape),
            Expr::MethodCall(call) => {
                if let Some(value) = self.array_of_slice(call, shape.as_ref()) {
                    return value;
                }
                let value = self.method_shaped(call, shape);
                self.loaded(value)
            }
            Expr::Array(_) | Expr::Repeat(_) | Expr::Macro(_) if shape.as_ref().is_some_and(is_array_of_numbers) => {
                match self.constant_literal(expr, shape.as_ref()) {
                    Some(view) => Value::View(view),
                    None => self.expr(expr),
                }
            }
            Expr::Reference(reference) if reference.mutability.is_none() => {
                match self.shaped(&reference.expr, shape, name) {
                    value @ Value::View(_) => Value::Ref(Box::new(value), false),
                    _ if matches!(*reference.expr, Expr::Array(_) | Expr::Repeat(_)) => Value::Unknown,
                    _ => self.expr(expr),
                }
            }
            expr => self.expr(expr),
        }
    }

    /// `x[..3].try_into().unwrap()` where the type is an array.
    fn array_of_slice(&mut self, call: &syn::ExprMethodCall, shape: Option<&Shape>) -> Option<Value> {
        let (Expr::MethodCall(inner), Some(shape @ Shape::Fixed(..))) = (&*call.receiver, shape) else { return None };
        if !matches!(call.method.to_string().as_str(), "unwrap" | "expect") || inner.method != "try_into" {
            return None;
        }
        let Value::View(view) = self.place(&inner.receiver).peeled() else { return None };
        let (tokens, ty) = (self.view_tokens(&view, proc_macro2::Span::call_site()), self.type_of(shape)?);
        let tokens = quote!(<#ty as ::core::convert::TryFrom<&[_]>>::try_from(&#tokens[..]).unwrap());
        let init = Init::Copy(self.table.expression(tokens), self.place_of(&view));
        let array = self.local_array(init, shape.clone(), "", true, false);
        Some(Value::View(self.whole(array)))
    }

    /// A literal under a type of numbers, all of which are constants.
    fn constant_literal(&mut self, expr: &Expr, shape: Option<&Shape>) -> Option<View> {
        if self.constancy(expr) != Constancy::Fixed {
            return None;
        }
        let tokens = self.substituted(expr);
        let array = self.local_constant(tokens, shape?.clone(), "", true);
        Some(self.whole(array))
    }

    /// A constant that is an array of numbers, as an array.
    pub(super) fn constant_array(&mut self, value: Value) -> Option<View> {
        let Value::Constant(constant) = value else { return None };
        let tokens = &constant.tokens;
        let shape = Shape::Vec(Box::new(Shape::Real));
        let array = self.local_constant(quote!((#tokens).to_vec()), shape, "", true);
        Some(self.whole(array))
    }

    /// `a = [..]` where `a` is an array already: what is constant under its shape.
    pub(super) fn array_into(&mut self, left: &Expr, right: &Expr) -> Option<Value> {
        if let (Expr::Tuple(left), Expr::Tuple(right)) = (left, right)
            && left.elems.len() == right.elems.len()
        {
            let mut places = left.elems.iter();
            let values = self.in_order_by(right.elems.iter(), &mut |reader, expr| {
                let value = places.next().and_then(|place| reader.array_into(place, expr));
                value.unwrap_or_else(|| reader.expr(expr))
            });
            return Some(Value::Tuple(values));
        }
        let shape = self.shape_at(left)?;
        Some(self.shaped(right, Some(shape), ""))
    }

    /// The shape of the array that is assigned to as a whole.
    fn shape_at(&self, left: &Expr) -> Option<Shape> {
        let value = match left {
            Expr::Paren(inner) => return self.shape_at(&inner.expr),
            Expr::Path(path) => self.cells.get(path.path.get_ident()?)?.clone(),
            Expr::Field(_) | Expr::Unary(_) => match self.variable(left) {
                Some((cell, members)) => self.at_place(cell, &members),
                None => match left {
                    // behind a reference
                    Expr::Unary(deref) => return self.shape_at(&deref.expr),
                    _ => return None,
                },
            },
            _ => return None,
        };
        match value.peel() {
            Value::View(view) if view.rank() > 0 => Some(view.shape.clone()),
            Value::Prefix(all, _) => Some(self.arrays[all.0 as usize].shape.clone()),
            _ => None,
        }
    }
}

fn is_mutable(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(pat) => pat.mutability.is_some(),
        Pat::Type(pat) => is_mutable(&pat.pat),
        Pat::Paren(pat) => is_mutable(&pat.pat),
        _ => false,
    }
}

fn is_array_of_numbers(shape: &Shape) -> bool {
    element(shape).is_some_and(|inner| matches!(inner, Shape::Real) || is_array_of_numbers(inner))
}

/// The shape of what is taken apart by `[a, b, c]`.
pub(super) fn shape_of_pattern(pattern: &Pat) -> Option<Shape> {
    if let Pat::Tuple(pattern) = pattern {
        return Some(Shape::Tuple(vec![Shape::Real; pattern.elems.len()]));
    }
    let Pat::Slice(pattern) = pattern else { return Some(Shape::Real) };
    if pattern.elems.iter().any(super::patterns::is_rest) {
        return None;
    }
    let inner = shape_of_pattern(pattern.elems.first()?)?;
    let length = proc_macro2::Literal::usize_unsuffixed(pattern.elems.len());
    Some(Shape::Fixed(Box::new(inner), quote!(#length)))
}

fn name_and_type(pattern: &Pat) -> (String, Option<&syn::Type>) {
    match pattern {
        Pat::Ident(pat) => (pat.ident.to_string(), None),
        Pat::Type(pat) => (name_and_type(&pat.pat).0, Some(&pat.ty)),
        Pat::Paren(pat) => name_and_type(&pat.pat),
        _ => (String::new(), None),
    }
}
