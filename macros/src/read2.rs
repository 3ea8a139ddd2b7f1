//! From Rust to a structured program.
//!
//! Every construct is read or refused at its own token; nothing is skipped. The value is read with [`Graph::intern`], which keeps
//! each operation as the user wrote it.
#![allow(dead_code)]

mod shape;

use std::collections::BTreeSet;

use gradus_engine::function::Function;
use gradus_engine::program::procedure::Procedure;
use proc_macro2::{Ident, TokenStream};
use syn::{ItemFn, Pat};

use crate::attr::Options;
use crate::errors::Errors;
#[allow(unused_imports)]
pub(crate) use shape::{Bound, Passing, Returned, Role, Shape};

/// One parameter other than `self`.
pub(crate) struct Parameter {
    /// The name; `None` for `_` and other patterns.
    pub(crate) name: Option<Ident>,
    /// The pattern as written.
    pub(crate) pattern: Pat,
    pub(crate) role: Role,
    /// Whether it has a partial.
    pub(crate) active: bool,
}

/// What the macro needs to know of a signature.
pub(crate) struct Signature {
    /// Without `self`.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) returned: Returned,
    /// `f64` or `f32`.
    pub(crate) float: &'static str,
}

/// A body that was understood.
pub(crate) struct Body {
    /// The results of its body are the leaves of `Signature::returned`, depth first: a node for a number, an array for an array.
    pub(crate) procedure: Procedure,
    /// By the key of an [`Expression`](gradus_engine::program::procedure::Expression), with `__v3` for a value and `__a1` for an array as
    /// identifiers. The user's own names of constant parameters stand in it as they are.
    pub(crate) expressions: Vec<TokenStream>,
    /// `const` and `use` items of the body, which stand first.
    pub(crate) items: Vec<TokenStream>,
    /// By parameter. Parts of a tuple, by position.
    pub(crate) parameters: Vec<Bound>,
    /// The functions called as `libm::sin(x)`.
    pub(crate) libm: BTreeSet<Function>,
    /// The functions called as methods.
    pub(crate) methods: BTreeSet<Function>,
}

/// Reads a signature; what is wrong is reported and read as unknown.
pub(crate) fn signature(_signature: &syn::Signature, _constants: &[Ident], _errors: &mut Errors) -> Signature {
    todo!()
}

/// Checks what `wrt` says against the parameters.
pub(crate) fn select(_signature: &mut Signature, _options: &Options, _errors: &mut Errors) {
    todo!()
}

/// Reads the body of a function, unless there is an error.
pub(crate) fn body(_item: &ItemFn, _signature: &Signature, _errors: &mut Errors) -> Option<Body> {
    todo!()
}
