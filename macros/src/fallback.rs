//! What stands in for the generated functions after an error, so that there is no second error where they are called.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ItemFn;

use crate::attr::Options;
use crate::read::{Parameter, Role, Signature};
use crate::write::{grad_name, header, local, slots, tuple};

/// Functions of the right signature that do nothing.
pub(crate) fn stubs(function: &ItemFn, signature: &Signature, options: &Options) -> TokenStream {
    let float = local(signature.float);
    let float = quote!(#float);
    let active = slots(signature, Parameter::is_active);
    let gradient = tuple(&vec![float.clone(); active.len()]);
    let name = grad_name(function, options);
    let grad = header(function, &name, &[], &[], &quote!((#float, #gradient)));

    let types = vec![quote!(&mut #float); active.len()];
    let into = header(function, &format_ident!("{name}_into"), &active, &types, &float);

    let constant = quote!(::core::option::Option<::core::convert::Infallible>);
    let mut names = vec![local("seed")];
    let mut types = vec![float.clone()];
    if function.sig.receiver().is_some() {
        names.push(local("d_self"));
        types.push(constant.clone());
    }
    names.extend(slots(signature, |_| true));
    types.extend(signature.parameters.iter().map(|parameter| match parameter.role {
        Role::Real => quote!(::core::option::Option<&mut #float>),
        _ => constant.clone(),
    }));
    let vjp = header(function, &format_ident!("{}_vjp", function.sig.ident), &names, &types, &float);
    let stub = quote!(#[doc = " Not generated, because of errors."]);
    quote! {
        #stub #grad { ::core::unimplemented!() }
        #stub #into { ::core::unimplemented!() }
        #stub #vjp { ::core::unimplemented!() }
    }
}
