//! What stands in for the generated functions after an error, so that there is no second error where they are called.

use proc_macro2::TokenStream;
use quote::quote;

use crate::write::Interface;

/// Functions of the right signature that do nothing.
pub(crate) fn stubs(interface: &Interface) -> TokenStream {
    let docs = ["Not generated, because of errors.".to_owned()];
    let headers = [interface.grad(&docs), interface.grad_into(&docs), Some(interface.vjp(&docs))];
    headers.into_iter().flatten().map(|header| quote!(#header { ::core::unimplemented!() })).collect()
}
