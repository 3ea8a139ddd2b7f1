//! A struct parameter with fields that vary, as a whole: it has its name in what is generated as long as it has the fields that it came with.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::forms::bare;
use super::text::{plain, text};
use super::value::{Class, Constant, Value};

impl Reader<'_> {
    /// The user's tokens for a struct that has the fields it came with.
    pub(super) fn whole_struct(&self, value: &Value, span: Span) -> Option<TokenStream> {
        let (value, referred) = match value {
            Value::Ref(inner, false) => (&**inner, true),
            value => (value, false),
        };
        let Value::Struct(record, fields) = value else { return None };
        let rest = record.rest.as_ref().filter(|rest| same_fields(&rest.given, fields))?;
        let tokens = match (&rest.reference, referred) {
            (Some(reference), true) => reference.clone(),
            (_, true) => {
                let place = &rest.place;
                quote_spanned!(span=> (&#place))
            }
            (_, false) => rest.place.clone(),
        };
        Some(Constant::simple(tokens, Class::Any).located_at(span).tokens)
    }

    /// What a struct of which not all shows is called.
    pub(super) fn open_name(&self, value: &Value) -> Option<String> {
        let Value::Struct(record, _) = value.peel() else { return None };
        let rest = record.rest.as_ref()?;
        Some(text(rest.reference.as_ref().unwrap_or(&rest.place)))
    }

    /// Whether an expression is a struct with fields that vary.
    pub(super) fn is_open_struct(&self, expr: &Expr) -> bool {
        let value = match bare(expr) {
            Expr::Path(path) => path.path.get_ident().and_then(|name| self.cells.get(name)).cloned(),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => return self.is_open_struct(&unary.expr),
            expr => self.open_field_at(expr),
        };
        value.is_some_and(|value| self.open_name(&value).is_some())
    }

    /// Says that the whole of a struct is handed to what may read the fields that vary; none for other values.
    pub(super) fn whole_is_handed(&mut self, value: &Value, place: &dyn ToTokens, method: bool) -> Option<Value> {
        let name = self.open_name(value)?;
        let instead = match method {
            true => {
                "write here what the method computes, or put `#[grad]` above the `impl` block or the module too, where methods are read"
            }
            false => "hand over the fields, as numbers and arrays",
        };
        let message = match self.whole_struct(value, Span::call_site()) {
            Some(_) => format!(
                "`{name}` has fields that `wrt` names, and what this returns may vary with them: {instead}; that it is an integer or a `bool` shows by its type, `let n: usize = ..`"
            ),
            None => format!(
                "here `{name}` does not have the fields that it came with, so it has no name of its own: {instead}"
            ),
        };
        Some(self.refuse(place.to_token_stream(), message))
    }

    /// A method of a struct with fields that vary.
    pub(super) fn method_of_whole(&mut self, value: &Value, call: &ExprMethodCall) -> Value {
        if let Some(length) = self.length_of_struct(value, call) {
            return length;
        }
        call.args.iter().for_each(|argument| drop(self.expr(argument)));
        self.whole_is_handed(value, &call.method, true).unwrap_or(Value::Unknown)
    }

    /// A method that tells how long a struct is, where its type says that it is no number.
    fn length_of_struct(&mut self, value: &Value, call: &ExprMethodCall) -> Option<Value> {
        let (ty, class) = match plain(&call.method).as_str() {
            "len" => (quote!(usize), Class::Integer),
            "is_empty" => (quote!(bool), Class::Bool),
            _ => return None,
        };
        let place = self.whole_struct(value, call.method.span()).filter(|_| call.args.is_empty())?;
        let method = &call.method;
        Some(Value::Constant(Constant::new(quote!({ let typed: #ty = #place.#method(); typed }), class)))
    }
}

fn same_fields(a: &[(Ident, Value)], b: &[(Ident, Value)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|((_, a), (_, b))| same(a, b))
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Real(a), Value::Real(b)) => a == b,
        (Value::View(a), Value::View(b)) => a.array == b.array && a.path.is_empty() && b.path.is_empty(),
        (Value::Tuple(a), Value::Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Ref(a, _), Value::Ref(b, _)) => same(a, b),
        (Value::Struct(of, a), Value::Struct(other, b)) => of.has_rest_of(other) && same_fields(a, b),
        _ => false,
    }
}
