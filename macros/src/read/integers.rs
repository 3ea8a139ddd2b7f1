//! Which constants are integers of another type than `usize`, as far as it shows.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Type;

use super::text::text;
use super::types::is_primitive;

/// The names of such constants.
#[derive(Default)]
pub(super) struct OtherIntegers(BTreeSet<String>);

impl OtherIntegers {
    /// Takes note of the type of a name.
    pub(super) fn typed(&mut self, name: &TokenStream, ty: &Type) {
        if is_other(&text(ty)) {
            self.0.insert(name.to_string());
        }
    }

    /// A name for a constant.
    pub(super) fn named(&mut self, name: &TokenStream, value: &TokenStream) {
        if self.within(value) {
            self.0.insert(name.to_string());
        }
    }

    /// Whether the expression is such an integer.
    pub(super) fn within(&self, tokens: &TokenStream) -> bool {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        if let [.., TokenTree::Ident(cast), TokenTree::Ident(ty)] = &tokens[..]
            && cast == "as"
        {
            return is_other(&ty.to_string());
        }
        tokens.iter().enumerate().any(|(position, token)| {
            let after_name = position > 0 && matches!(tokens[position - 1], TokenTree::Ident(_));
            match token {
                TokenTree::Literal(literal) => suffixed(&literal.to_string()),
                TokenTree::Punct(sign) => position == 0 && sign.as_char() == '-',
                TokenTree::Ident(name) => self.0.contains(&name.to_string()),
                TokenTree::Group(group) => {
                    group.delimiter() == Delimiter::Parenthesis && !after_name && self.within(&group.stream())
                }
            }
        })
    }
}

fn is_other(ty: &str) -> bool {
    is_primitive(ty) && !matches!(ty, "usize" | "bool" | "char")
}

fn suffixed(literal: &str) -> bool {
    let suffix = literal.find(['i', 'u']).map(|start| &literal[start..]);
    suffix.is_some_and(is_other)
}
