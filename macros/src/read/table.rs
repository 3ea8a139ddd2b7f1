//! The expressions that the engine does not look into, by their text.

use std::collections::HashMap;

use gradus_engine::program::procedure::{ArrayId, Expression, Var};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use super::value::{Class, Constant};
use crate::generic::MARK;

/// Token expressions by their key. Values are single assignment, so equal texts have equal values.
#[derive(Default)]
pub(super) struct Table {
    pub(super) expressions: Vec<TokenStream>,
    keys: HashMap<String, u32>,
}

impl Table {
    /// The expression of that text.
    pub(super) fn expression(&mut self, tokens: TokenStream) -> Expression {
        let (reads, arrays) = reads(&tokens);
        let next = self.expressions.len() as u32;
        let key = *self.keys.entry(tokens.to_string()).or_insert(next);
        if key == next {
            self.expressions.push(tokens);
        }
        Expression { key, reads, arrays }
    }
}

/// The placeholder of a value.
pub(super) fn placeholder(var: Var, span: Span) -> Ident {
    Ident::new(&format!("__v{}", var.0), span)
}

/// The placeholder of an array.
pub(super) fn array_placeholder(array: ArrayId, span: Span) -> Ident {
    Ident::new(&format!("__a{}", array.0), span)
}

/// The values and arrays whose placeholders stand in the tokens, in order of first appearance.
pub(super) fn reads(tokens: &TokenStream) -> (Vec<Var>, Vec<ArrayId>) {
    let (mut vars, mut arrays) = (Vec::new(), Vec::new());
    collect(tokens.clone(), &mut |name| {
        if let Some(number) = numbered(name, "__v") {
            if !vars.contains(&Var(number)) {
                vars.push(Var(number));
            }
        } else if let Some(number) = numbered(name, "__a")
            && !arrays.contains(&ArrayId(number))
        {
            arrays.push(ArrayId(number));
        }
    });
    (vars, arrays)
}

/// The first identifier of the user's that would be read as a placeholder.
pub(super) fn first_placeholder(tokens: TokenStream) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) => {
            let name = ident.to_string();
            let ours = numbered(&name, "__v").is_some() || numbered(&name, "__a").is_some() || name.starts_with(MARK);
            (ours || super::as_written(&name) != name).then_some(ident)
        }
        TokenTree::Group(group) => first_placeholder(group.stream()),
        _ => None,
    })
}

fn numbered(name: &str, prefix: &str) -> Option<u32> {
    name.strip_prefix(prefix)?.parse().ok()
}

fn collect(tokens: TokenStream, visit: &mut dyn FnMut(&str)) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => visit(&ident.to_string()),
            TokenTree::Group(group) => collect(group.stream(), visit),
            _ => {}
        }
    }
}

/// The value whose placeholder the tokens are.
pub(super) fn single(tokens: &TokenStream) -> Option<Var> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(ident)), None) => numbered(&ident.to_string(), "__v").map(Var),
        (Some(TokenTree::Group(group)), None) => single(&group.stream()),
        _ => None,
    }
}

/// The constant that a value is.
pub(super) fn named(var: Var, class: Class) -> Constant {
    Constant::simple(placeholder(var, Span::call_site()), class)
}
