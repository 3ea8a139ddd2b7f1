//! What stands above a body: attributes carried over from the user's function, visibility, generics and parameters.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, FnArg, ItemFn, Pat, PatIdent, Token};

use crate::read::{Role, Signature};

/// What a header says of one function beside what it takes from the user's.
pub(super) struct Header<'a> {
    pub(super) name: Ident,
    pub(super) docs: &'a [String],
    /// Parameters after those of the user's function.
    pub(super) further: Vec<(Ident, TokenStream)>,
    /// The type of the result; `None` for `()`.
    pub(super) result: Option<TokenStream>,
    /// Whether the function checks lengths, whose errors are the caller's.
    pub(super) checks: bool,
}

impl Header<'_> {
    /// The header for a function with the user's parameters under the names of `inputs`.
    pub(super) fn write(&self, function: &ItemFn, signature: &Signature, inputs: &[Ident]) -> TokenStream {
        let attributes = function.attrs.iter().filter_map(carried);
        let (vis, generics, name) = (&function.vis, &function.sig.generics, &self.name);
        let where_clause = &generics.where_clause;
        let receiver = function.sig.receiver().map(ToTokens::to_token_stream);
        let typed = function.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(input) => Some(input),
            FnArg::Receiver(_) => None,
        });
        let typed = typed.zip(&signature.parameters).zip(inputs).map(|((input, parameter), name)| {
            let mut input = input.clone();
            let mutability = mutability(&input.pat, &parameter.role);
            *input.pat =
                Pat::Ident(PatIdent { attrs: Vec::new(), by_ref: None, mutability, ident: name.clone(), subpat: None });
            input.to_token_stream()
        });
        let further = self.further.iter().map(|(name, ty)| quote!(#name: #ty));
        let inputs = receiver.into_iter().chain(typed).chain(further);
        let docs = self.docs.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        let checks = self.checks.then(|| quote!(#[track_caller]));
        let result = self.result.as_ref().map(|result| quote!(-> #result));
        quote! {
            #(#[doc = #docs])*
            #(#attributes)*
            #checks
            #[allow(unused, unused_qualifications, non_snake_case)]
            #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            #vis fn #name #generics(#(#inputs),*) #result #where_clause
        }
    }
}

/// What is made of numbers gets other names where it changes.
fn mutability(pattern: &Pat, role: &Role) -> Option<Token![mut]> {
    match (pattern, role) {
        (Pat::Ident(pat), Role::Constant | Role::Unknown) => pat.mutability,
        _ => None,
    }
}

/// The attributes that hold for what is generated too: conditions, lints, hints to the compiler.
fn carried(attribute: &Attribute) -> Option<TokenStream> {
    const CARRIED: [&str; 10] =
        ["cfg", "cfg_attr", "allow", "warn", "deny", "forbid", "inline", "cold", "must_use", "deprecated"];
    let path = attribute.path();
    if path.is_ident("expect") {
        // what the user expects of one function need not happen in another
        let syn::Meta::List(list) = &attribute.meta else { return None };
        let lints = &list.tokens;
        return Some(quote!(#[allow(#lints)]));
    }
    let hidden = path.is_ident("doc") && matches!(&attribute.meta, syn::Meta::List(_));
    (hidden || CARRIED.iter().any(|name| path.is_ident(name))).then(|| attribute.to_token_stream())
}
