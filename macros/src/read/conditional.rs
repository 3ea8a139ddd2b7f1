//! `#[cfg(..)]` in the body: the macro does not know whether it holds, so that none is read.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemFn};

use crate::errors::Errors;

const MESSAGE: &str =
    "`#[grad]` cannot tell what is there under `cfg`; write two functions under it, or call one that is";

/// Reports each condition in the body, whatever it stands before. Types are carried over as they are.
pub(super) fn check(item: &ItemFn, errors: &mut Errors) {
    Conditions { errors }.visit_block(&item.block);
}

struct Conditions<'a> {
    errors: &'a mut Errors,
}

pub(super) fn is_condition(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
}

impl<'a> Visit<'a> for Conditions<'_> {
    fn visit_attribute(&mut self, attribute: &'a Attribute) {
        if is_condition(attribute) {
            self.errors.push(attribute, MESSAGE);
        }
    }

    fn visit_item(&mut self, item: &'a Item) {
        match item {
            Item::Struct(syn::ItemStruct { attrs, .. })
            | Item::Enum(syn::ItemEnum { attrs, .. })
            | Item::Type(syn::ItemType { attrs, .. }) => {
                attrs.iter().for_each(|attribute| self.visit_attribute(attribute))
            }
            item => visit::visit_item(self, item),
        }
    }

    fn visit_macro(&mut self, call: &'a syn::Macro) {
        if let Some(found) = condition_in(call.tokens.clone()) {
            self.errors.push(found, MESSAGE);
        }
    }
}

/// The first `[cfg(..)]` behind `#` among the tokens.
fn condition_in(tokens: TokenStream) -> Option<TokenStream> {
    let mut hash = false;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let first = group.stream().into_iter().next();
            if hash && matches!(first, Some(TokenTree::Ident(word)) if word == "cfg" || word == "cfg_attr") {
                return Some(token.into());
            }
            if let Some(found) = condition_in(group.stream()) {
                return Some(found);
            }
        }
        hash = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '#');
    }
    None
}
