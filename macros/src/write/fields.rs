//! Fields that are parameters of the procedure, in the generated functions.
//!
//! ```text
//! wrt(p.mass: f64, p.at: [f64; 3])     let p_mass: f64 = p.mass;  let p_at: &[f64; 3] = &p.at;
//! the slot of p in the pullback        d_p: Option<(&mut f64, &mut [f64; 3])>
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::interface::{Interface, tuple};
use crate::read::{Part, Passing, Role};

impl Interface<'_> {
    /// Binds the fields; what does not fit their types is an error at those in the attribute.
    pub(super) fn fields(&self) -> TokenStream {
        let parameters = self.signature.parameters.iter().zip(&self.inputs);
        let fields = parameters.filter_map(|(parameter, name)| {
            let part = parameter.part.as_ref()?;
            let (ty, members) = (part.field.ty.as_ref()?, &part.field.members);
            let owner = self.owner(part)?;
            let span = Span::mixed_site().located_at(owner.span());
            let value = quote!(#owner #(.#members)*);
            Some(match is_borrowed(part, &parameter.role) {
                true => quote_spanned!(span=> let #name: &#ty = &#value;),
                false => quote_spanned!(span=> let #name: #ty = #value;),
            })
        });
        fields.collect()
    }

    /// The name of the parameter that has the field, where the attribute has it.
    fn owner(&self, part: &Part) -> Option<Ident> {
        let mut owner = match part.owner {
            Some(at) => self.inputs[at].clone(),
            None => Ident::new("self", self.function.sig.receiver()?.self_token.span),
        };
        owner.set_span(owner.span().located_at(part.field.owner.span()));
        Some(owner)
    }

    /// Takes the slots of struct parameters apart into those of their fields.
    pub(super) fn unpack_fields(&self) -> TokenStream {
        let all = self.own_slots().into_iter().map(|(slot, owner)| {
            let fields = self.signature.fields_of(owner);
            let names: Vec<TokenStream> = fields.iter().map(|at| self.slots[*at].to_token_stream()).collect();
            let some: Vec<TokenStream> = names.iter().map(|name| quote!(::core::option::Option::Some(#name))).collect();
            let none = vec![quote!(::core::option::Option::None); names.len()];
            let (pattern, some, none) = (tuple(&names), tuple(&some), tuple(&none));
            match names.len() {
                0 => TokenStream::new(),
                1 => quote!(let #pattern = #slot;),
                _ => quote! {
                    let #pattern = match #slot {
                        ::core::option::Option::Some(#pattern) => #some,
                        ::core::option::Option::None => #none,
                    };
                },
            }
        });
        all.collect()
    }
}

/// Whether the field is bound by a reference to it: whatever is no number or reference itself.
fn is_borrowed(part: &Part, role: &Role) -> bool {
    !part.is_reference && matches!(role, Role::Real(_, Passing::Shared))
}
