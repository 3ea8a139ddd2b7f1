//! What is known of the functions that are marked together with the one that is read.

use std::collections::BTreeMap;

use syn::{GenericParam, ReturnType};

use super::shape::{Shape, Wrapped};
use super::signature::{shape, wrapped};

/// The results of functions that are called by a name alone, or through `self` and `Self`.
#[derive(Clone, Default)]
pub(crate) struct Beside(BTreeMap<String, (Shape, Option<Wrapped>)>);

impl Beside {
    /// The functions of a module, and a function itself.
    pub(crate) fn free<'s>(signatures: impl IntoIterator<Item = &'s syn::Signature>) -> Self {
        Beside::named(signatures, &["", "self::"])
    }

    /// The functions of an `impl` block.
    pub(crate) fn of_type<'s>(signatures: impl IntoIterator<Item = &'s syn::Signature>) -> Self {
        Beside::named(signatures, &["self.", "Self::"])
    }

    /// These too.
    pub(crate) fn and(mut self, others: Beside) -> Self {
        self.0.extend(others.0);
        self
    }

    fn named<'s>(signatures: impl IntoIterator<Item = &'s syn::Signature>, paths: &[&str]) -> Self {
        let mut known = Beside::default();
        for signature in signatures {
            // what a generic function returns may depend on its call
            let plain = signature.generics.params.iter().all(|part| matches!(part, GenericParam::Lifetime(_)));
            if let (true, ReturnType::Type(_, ty)) = (plain, &signature.output)
                && let (wrapped, inner) = wrapped(ty).map_or((None, &**ty), |(wrapped, inner)| (Some(wrapped), inner))
                && let Some(shape) = shape(inner)
            {
                for path in paths {
                    known.0.insert(format!("{path}{}", signature.ident), (shape.clone(), wrapped));
                }
            }
        }
        known
    }

    /// The shape of what the function of that path returns.
    pub(super) fn result(&self, callee: &str) -> Option<&Shape> {
        self.0.get(&callee.replace(' ', "")).map(|(shape, _)| shape)
    }

    /// In what that is returned.
    pub(super) fn wrapped(&self, callee: &str) -> Option<Wrapped> {
        self.0.get(&callee.replace(' ', ""))?.1
    }
}
