//! From a procedure with its reverse sweep to functions.
#![allow(dead_code)]

mod shape;
mod substitute;

use proc_macro2::{Ident, Span};

/// A name that cannot meet one of the user's.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
