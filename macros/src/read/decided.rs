//! What comparing numbers decides: integers, conditions and the like, with which nothing varies.

use proc_macro2::{Span, TokenStream};
use syn::Expr;

use super::Reader;
use super::constancy::Constancy;
use super::forms::bare;
use super::text::plain;
use super::types::{class, is_primitive};
use super::value::{Class, Constant, Value};

impl Reader<'_> {
    /// An expression that reads numbers and is none.
    pub(super) fn passed_on(&mut self, expr: &Expr, class: Class) -> Value {
        let tokens = self.substituted(expr);
        let volatile = self.is_volatile(&tokens);
        Value::Constant(Constant { volatile, ..Constant::new(tokens, class) })
    }

    /// A chain of methods whose result the user declares as made of integers, conditions and the like: nothing varies with it.
    pub(super) fn declared_constant(&mut self, expr: &Expr, ty: &syn::Type) -> Option<Value> {
        let is_chain = match bare(expr) {
            Expr::MethodCall(_) => true,
            Expr::Field(field) => matches!(&*field.base, Expr::MethodCall(_)),
            Expr::Call(call) => matches!(&*call.func, Expr::Path(_)),
            _ => false,
        };
        (is_chain && is_discrete(ty) && self.constancy(expr) == Constancy::No && self.only_reads(expr))
            .then(|| self.passed_on(expr, class(ty)))
    }

    /// A call of a function of the user's where only an integer or a condition may stand: nothing varies with it.
    pub(super) fn decided(&mut self, expr: &Expr, class: Class) -> Option<Value> {
        let is_call = match bare(expr) {
            Expr::Call(call) => matches!(&*call.func, Expr::Path(_)),
            Expr::MethodCall(call) => self.is_open_struct(&call.receiver),
            _ => false,
        };
        let fits = is_call && self.constancy(expr) == Constancy::No;
        (fits && self.only_reads(expr)).then(|| {
            let value = self.passed_on(expr, class);
            self.loaded(value)
        })
    }

    /// Whether an expression does nothing but to read variables, all of which have a name in what is generated.
    pub(super) fn only_reads(&self, expr: &Expr) -> bool {
        let mut only_reads = true;
        super::walk::walk_expr(&mut expr.clone(), &mut |event| {
            use super::walk::Event;
            only_reads &= match event {
                // read on its own where it is one of a struct with fields that vary
                Event::Member { name, members, .. } => match self.open_field(name, members) {
                    Some(value) if self.is_spelled(&value) => return Some(TokenStream::new()),
                    _ => return None,
                },
                Event::Name { name, .. }
                    if self.cells.get(name).is_some_and(|value| self.open_name(value).is_some()) =>
                {
                    self.cells.get(name).is_some_and(|value| self.is_spelled(value))
                }
                Event::Assigned(_) | Event::Borrowed(_) | Event::Jump | Event::Macro | Event::Other => false,
                Event::Name { name, .. } => !matches!(
                    self.cells.get(name).map(Value::peel),
                    Some(
                        Value::Closure(_)
                            | Value::Iter(_)
                            | Value::Struct(..)
                            | Value::Optional(..)
                            | Value::Place(..)
                            | Value::Unset
                    )
                ),
                Event::Called(path, _) => path.path.get_ident().is_none_or(|name| self.cells.get(name).is_none()),
                _ => true,
            };
            None
        });
        only_reads
    }
}

impl Reader<'_> {
    /// Whether a field or a struct with fields has a name in what is generated.
    fn is_spelled(&self, value: &Value) -> bool {
        match value.peel() {
            Value::Constant(_) | Value::Real(_) | Value::View(_) => true,
            Value::Tuple(parts) => parts.iter().all(|part| self.is_spelled(part)),
            Value::Struct(..) => self.whole_struct(value, Span::call_site()).is_some(),
            _ => false,
        }
    }
}

/// Whether a type is made of types that hold no floating-point number.
pub(super) fn is_discrete(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Paren(inner) => is_discrete(&inner.elem),
        syn::Type::Array(array) => is_discrete(&array.elem),
        syn::Type::Tuple(tuple) => !tuple.elems.is_empty() && tuple.elems.iter().all(is_discrete),
        syn::Type::Path(path) if path.qself.is_none() => match path.path.segments.last() {
            Some(last) => match &last.arguments {
                syn::PathArguments::None => path.path.get_ident().is_some_and(|name| is_primitive(&name.to_string())),
                syn::PathArguments::AngleBracketed(inner) => {
                    matches!(plain(&last.ident).as_str(), "Vec" | "Option" | "BTreeSet" | "HashSet" | "VecDeque")
                        && inner.args.iter().all(|arg| matches!(arg, syn::GenericArgument::Type(ty) if is_discrete(ty)))
                }
                syn::PathArguments::Parenthesized(_) => false,
            },
            None => false,
        },
        _ => false,
    }
}
