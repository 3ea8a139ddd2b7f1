//! Functions without a `_vjp` of their own, for which the user gives another function.

use gradus_engine::program::procedure::Step;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::Path;

use super::{Writer, local};
use crate::errors::Errors;

/// The function that returns the value and the partials of `callee`, if the user gave one.
pub(super) fn rule<'r>(rules: &'r [(Path, Path)], callee: &TokenStream) -> Option<&'r Path> {
    let callee: Path = syn::parse2(callee.clone()).ok()?;
    let names = |path: &Path| path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>();
    rules.iter().find(|(path, _)| names(path) == names(&callee)).map(|(_, rule)| rule)
}

impl Writer<'_> {
    /// Reports rules for functions that are not called.
    pub(crate) fn check_rules(&self, errors: &mut Errors) {
        let mut called = Vec::new();
        self.body.procedure.body.each_step(&mut |step| {
            if let Step::Call(call) = step {
                called.extend(self.body.expressions.get(call.callee.key as usize));
            }
        });
        for pair in &self.interface.options.rules {
            if !called.iter().any(|callee| rule(std::slice::from_ref(pair), callee).is_some()) {
                errors.push(&pair.0, "this function is not called here with numbers that vary");
            }
        }
    }
}

/// `h_vjp(arguments, seed, slots)` by a `rule` with the shape of a `_grad`; all arguments are numbers.
pub(super) fn pullback(rule: &Path, arguments: TokenStream, float: &str) -> TokenStream {
    let all = split(arguments);
    let count = all.len().saturating_sub(1) / 2;
    let (arguments, rest) = all.split_at(count);
    let Some((seed, slots)) = rest.split_first() else { return TokenStream::new() };
    let (value, factor, slot) = (local("rule_value"), local("rule_seed"), local("rule_slot"));
    let partials: Vec<Ident> = (0..count).map(|at| local(&format_ident!("rule_d{at}").to_string())).collect();
    let pattern = super::interface::tuple(&partials.iter().map(ToTokens::to_token_stream).collect::<Vec<_>>());
    let adds = slots.iter().zip(&partials).filter(|(slot, _)| !is_none(slot)).map(|(target, partial)| {
        let add = super::pullback::added(&quote!(*#slot), &quote!(#factor * #partial), float);
        quote!(if let ::core::option::Option::Some(#slot) = #target { #add })
    });
    quote!({ let #factor = #seed; let (#value, #pattern) = #rule(#(#arguments),*); #(#adds)* #value })
}

/// The parts between commas.
fn split(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == ',' => parts.push(TokenStream::new()),
            _ => parts.last_mut().expect("starts with a part").extend([token]),
        }
    }
    if parts.last().is_some_and(TokenStream::is_empty) {
        parts.pop();
    }
    parts
}

fn is_none(tokens: &TokenStream) -> bool {
    matches!(tokens.clone().into_iter().last(), Some(TokenTree::Ident(word)) if word == "None")
}
