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
        let mut new = vec![None; self.slots.len()];
        let mut lent = new.clone();
        for (at, ty) in self.active() {
            let (slot, input) = (&self.slots[at], self.inputs[at].to_token_stream());
            let (owned, zero) = (shape::owned(ty, &float), shape::zero(ty, &input, &self.zero()));
            zeros.extend(quote!(let mut #slot: #owned = #zero;));
            clears.extend(shape::clear(ty, &slot.to_token_stream(), &self.zero()));
            gradient.push(slot.to_token_stream());
            new[at] = Some(quote!(&mut #slot));
            lent[at] = Some(slot.to_token_stream());
        }
        let (value, gradient) = (local(&self.names.clone().claim("value")), tuple(&gradient));
        let call = |seed: Option<TokenStream>, slots: &[TokenStream]| {
            let receiver = self.function.sig.receiver().map(|receiver| receiver.self_token.to_token_stream());
            let inputs = self.own_inputs().iter().map(ToTokens::to_token_stream);
            let all = receiver.into_iter().chain(inputs).chain(seed).chain(slots.iter().cloned());
            quote!(#rule(#(#all),*))
        };
        // the slot of a struct is made of those of its fields
        let given = |targets: &[Option<TokenStream>]| -> Vec<TokenStream> {
            let slots = self.own_slots().into_iter().map(|(_, owner)| {
                let fields = self.signature.fields_of(owner);
                let fields: Vec<TokenStream> = fields.iter().filter_map(|at| targets[*at].clone()).collect();
                let of_fields = (!fields.is_empty()).then(|| tuple(&fields));
                match owner.and_then(|at| targets[at].clone()).or(of_fields) {
                    Some(target) => quote!(#some(#target)),
                    None => none.clone(),
                }
            });
            slots.collect()
        };
        let one = || Some(self.number("1.0"));
        let text = |what: &str| vec![format!("The value of `{name}`{what}.")];
        let (by_new, by_lent) = (call(one(), &given(&new)), call(one(), &given(&lent)));
        let fields = self.fields();
        let grad = self.grad(&text(" and its gradient")).map(|header| {
            let (suffix, result) = (self.suffix(), self.wrap(quote!((#value, #gradient))));
            quote!(#header { #fields #zeros let #value = #by_new #suffix; #result })
        });
        let into = self.grad_into(&text("; overwrites the last arguments with its gradient"));
        let into = into.map(|header| quote!(#header { #clears #by_lent }));
        let slots = self.own_slots().into_iter().map(|(slot, owner)| {
            let constant = owner.is_none() && self.signature.fields_of(owner).is_empty();
            if constant { none.clone() } else { slot.to_token_stream() }
        });
        let slots: Vec<TokenStream> = slots.collect();
        let seed = (!self.returns_unit()).then(|| self.seed.to_token_stream());
        let vjp = self.vjp(&text("; adds `seed` times each partial to its slot, where one is given"));
        let pulled = call(seed, &slots);
        quote!(#grad #into #vjp { #pulled })
    }
}
