//! `#[grad(rule = v)]`: the body is not read; `v` is the pullback.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;

use super::interface::{Interface, tuple};
use super::{local, shape};

impl Interface<'_> {
    /// The functions beside one whose pullback is `rule`.
    pub(crate) fn by_rule(&self, rule: &Path) -> TokenStream {
        let name = &self.function.sig.ident;
        let (some, none) = (quote!(::core::option::Option::Some), quote!(::core::option::Option::None));
        let float = self.float();
        let (mut zeros, mut clears) = (TokenStream::new(), TokenStream::new());
        let mut gradient = Vec::new();
        let mut new = vec![none.clone(); self.slots.len()];
        let mut lent = new.clone();
        for (at, ty) in self.active() {
            let (slot, input) = (&self.slots[at], self.inputs[at].to_token_stream());
            let (owned, zero) = (shape::owned(ty, &float), shape::zero(ty, &input, &self.zero()));
            zeros.extend(quote!(let mut #slot: #owned = #zero;));
            clears.extend(shape::clear(ty, &slot.to_token_stream(), &self.zero()));
            gradient.push(slot.to_token_stream());
            new[at] = quote!(#some(&mut #slot));
            lent[at] = quote!(#some(#slot));
        }
        let (value, gradient) = (local(&self.names.clone().claim("value")), tuple(&gradient));
        let call = |seed: Option<TokenStream>, slots: &[TokenStream]| {
            let receiver = self.function.sig.receiver().map(|receiver| receiver.self_token.to_token_stream());
            let for_self = receiver.as_ref().map(|_| none.clone());
            let inputs = self.inputs.iter().map(ToTokens::to_token_stream);
            let all = receiver.into_iter().chain(inputs).chain(seed).chain(for_self);
            let all = all.chain(slots.iter().cloned());
            quote!(#rule(#(#all),*))
        };
        let one = || Some(self.number("1.0"));
        let text = |what: &str| vec![format!("The value of `{name}`{what}.")];
        let (by_new, by_lent) = (call(one(), &new), call(one(), &lent));
        let grad = self.grad(&text(" and its gradient")).map(|header| {
            let (suffix, result) = (self.suffix(), self.wrap(quote!((#value, #gradient))));
            quote!(#header { #zeros let #value = #by_new #suffix; #result })
        });
        let into = self.grad_into(&text("; overwrites the last arguments with its gradient"));
        let into = into.map(|header| quote!(#header { #clears #by_lent }));
        let slots: Vec<TokenStream> = self.slots.iter().map(ToTokens::to_token_stream).collect();
        let seed = (!self.returns_unit()).then(|| self.seed.to_token_stream());
        let vjp = self.vjp(&text("; adds `seed` times each partial to its slot, where one is given"));
        let pulled = call(seed, &slots);
        quote!(#grad #into #vjp { #pulled })
    }
}
