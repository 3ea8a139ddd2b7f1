//! What does not vary is passed through as the user's own tokens.

use gradus_engine::function::Function;
use gradus_engine::graph::Id;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::scope::{Class, Constant, Value};
use super::{Opaque, Reader};

/// Tokens as a person writes them, for messages.
pub(super) fn text(tokens: impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [(" :: ", "::"), (":: ", "::"), (" . ", "."), ("& ", "&"), (" ,", ","), (" ;", ";")] {
        text = text.replace(spaced, tight);
    }
    text
}

/// A type as a person writes it.
pub(super) fn type_text(ty: &syn::Type) -> String {
    text(ty).replace(" < ", "<").replace(" >", ">")
}

impl Reader<'_> {
    /// A name for a statement of the prologue that no other has.
    pub(super) fn fresh(&mut self, wanted: &str, span: Span) -> Ident {
        let mut name = wanted.to_owned();
        for number in 2.. {
            if self.hoisted.insert(name.clone()) {
                break;
            }
            name = format!("{wanted}_{number}");
        }
        match name.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, span),
            None => Ident::new(&name, span),
        }
    }

    /// Reports a constant at `place` that must be evaluated in its branch only.
    fn movable(&mut self, constant: &Constant, place: &impl ToTokens) -> bool {
        let movable = !constant.may_panic || self.branches == 0;
        if !movable {
            let value = text(place);
            self.errors.push(
                place,
                format_args!("this arithmetic on constants in a branch is not read yet; bind it before the branch: `let k = {value};`"),
            );
        }
        movable
    }

    /// A constant of unknown type where a number is wanted; `name` is what the user calls it.
    pub(super) fn opaque_real(
        &mut self,
        constant: &Constant,
        name: Option<&Ident>,
        place: &impl ToTokens,
    ) -> Option<Id> {
        if !self.movable(constant, place) {
            return None;
        }
        let key = format!("constant {}", constant.tokens);
        if !self.opaque.contains_key(&key) {
            let tokens = if constant.simple && name.is_none() {
                constant.tokens.clone()
            } else {
                let (name, tokens) = (name.map_or_else(|| "k".to_owned(), Ident::to_string), &constant.tokens);
                let hoisted = self.fresh(&name, Span::mixed_site());
                let float = Ident::new(self.float, Span::mixed_site());
                self.prologue.push(quote!(let #hoisted: #float = #tokens;));
                hoisted.to_token_stream()
            };
            self.opaque.insert(key.clone(), Opaque::Real(tokens));
        }
        Some(self.graph.variable(&key))
    }

    /// A conversion of a constant to a number, such as `n as f64`.
    pub(super) fn converted(
        &mut self,
        constant: &Constant,
        conversion: TokenStream,
        place: &impl ToTokens,
    ) -> Option<Id> {
        if !self.movable(constant, place) {
            return None;
        }
        let key = format!("constant {}", conversion);
        if !self.opaque.contains_key(&key) {
            let name = constant.tokens.to_string();
            let is_name =
                name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_numeric());
            let base = if is_name && name != "self" { format!("{name}_{}", self.float) } else { "k".to_owned() };
            let hoisted = self.fresh(&base, Span::mixed_site());
            self.prologue.push(quote!(let #hoisted = #conversion;));
            self.opaque.insert(key.clone(), Opaque::Real(hoisted.to_token_stream()));
        }
        Some(self.graph.variable(&key))
    }

    /// A constant as a condition.
    pub(super) fn opaque_condition(&mut self, constant: &Constant, place: &impl ToTokens) -> Option<Id> {
        if !self.movable(constant, place) {
            return None;
        }
        let key = format!("condition {}", constant.tokens);
        if !self.opaque.contains_key(&key) {
            let tokens = if constant.simple {
                constant.tokens.clone()
            } else {
                let hoisted = self.fresh("when", Span::mixed_site());
                let tokens = &constant.tokens;
                self.prologue.push(quote!(let #hoisted: bool = #tokens;));
                hoisted.to_token_stream()
            };
            self.opaque.insert(key.clone(), Opaque::Condition(tokens));
        }
        let (variable, zero) = (self.graph.variable(&key), self.graph.integer(0));
        Some(self.graph.intern(Function::NotEqual, &[variable, zero]))
    }

    /// An operator between two constants.
    pub(super) fn constant_operator(
        &mut self,
        a: &Constant,
        operator: &syn::BinOp,
        b: &Constant,
        class: Class,
    ) -> Value {
        let (left, right) = (a.operand(), b.operand());
        let panics = class != Class::Bool;
        Value::Constant(Constant {
            tokens: quote!(#left #operator #right),
            class,
            simple: false,
            may_panic: a.may_panic || b.may_panic || panics,
            literal: None,
        })
    }
}
