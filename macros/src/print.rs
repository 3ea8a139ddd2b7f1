//! `#[grad(print)]`: what is generated, formatted, among the compiler's messages.

use proc_macro2::TokenStream;

/// Prints items.
pub(crate) fn show(items: &TokenStream) {
    eprintln!("{}", formatted(items));
}

/// The items as rustfmt would write them, or nearly so.
pub(crate) fn formatted(items: &TokenStream) -> String {
    match syn::parse2(items.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => items.to_string(),
    }
}
