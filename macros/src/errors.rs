//! Errors are gathered, so that one run of the compiler shows them all.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::read::as_written;

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<syn::Error>);

impl Errors {
    /// Reports what is wrong at `tokens`, and what to write instead.
    pub(crate) fn push(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.0.push(syn::Error::new_spanned(tokens, as_written(&message.to_string())));
    }

    pub(crate) fn push_error(&mut self, error: syn::Error) {
        self.0.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of errors so far.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The messages alone.
    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// A `compile_error!` for each, where the function that it is of is there.
    pub(crate) fn to_compile_errors_under(&self, conditions: &[&syn::Attribute]) -> TokenStream {
        self.0.iter().map(|error| error.to_compile_error()).map(|error| quote!(#(#conditions)* #error)).collect()
    }

    /// A `compile_error!` for each.
    pub(crate) fn to_compile_errors(&self) -> TokenStream {
        self.0.iter().map(syn::Error::to_compile_error).collect()
    }
}
