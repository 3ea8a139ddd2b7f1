//! What is known of the functions that are marked together with the one that is read.

use std::collections::{BTreeMap, BTreeSet};

use syn::{GenericParam, ReturnType};

use super::imports::Imports;
use super::inline::{Bodies, Body};
use super::shape::{Shape, Wrapped};
use super::types::{is_unit, shape, wrapped};
use crate::generic::{Generic, marked_struct};

/// The results of functions that are called by a name alone, or through `self` and `Self`.
#[derive(Clone, Default)]
pub(crate) struct Beside {
    results: BTreeMap<String, (Shape, Option<Wrapped>)>,
    /// The functions that are not marked.
    pub(super) bodies: Bodies,
    /// The types of constants and statics.
    constants: BTreeMap<String, syn::Type>,
    /// The types of the fields of structs.
    fields: BTreeMap<String, Vec<(syn::Ident, syn::Type)>>,
    /// The names of functions, structs and enums of a module.
    items: BTreeSet<String>,
    /// What its `use` items import.
    pub(super) imports: Imports,
    /// The type whose functions are read.
    pub(super) of_type: Option<String>,
}

impl Beside {
    /// The functions of a module, and a function itself.
    pub(crate) fn free<'s>(signatures: impl IntoIterator<Item = &'s syn::Signature>) -> Self {
        Beside::named(signatures, &["", "self::"], None)
    }

    /// The functions of an `impl` block with the `outer` type parameters.
    pub(crate) fn of_type<'s>(signatures: impl IntoIterator<Item = &'s syn::Signature>, outer: &syn::Generics) -> Self {
        Beside::named(signatures, &["self.", "Self::"], Generic::of(outer))
    }

    /// These too.
    pub(crate) fn and(mut self, others: Beside) -> Self {
        self.results.extend(others.results);
        self.constants.extend(others.constants);
        self.fields.extend(others.fields);
        self.items.extend(others.items);
        self.imports.and(others.imports);
        if self.bodies.is_empty() {
            self.bodies = others.bodies;
        }
        self
    }

    /// With functions that are not marked, which are read where they are called.
    pub(crate) fn with_bodies(mut self, bodies: Vec<Body>) -> Beside {
        self.bodies = Bodies::new(bodies.into_iter().zip(1..).map(|(body, number)| body.apart(number)).collect());
        self
    }

    /// With the constants and the structs of a module.
    pub(crate) fn with_items<'i>(mut self, items: impl IntoIterator<Item = &'i syn::Item> + Clone) -> Beside {
        self.fields.extend(items.clone().into_iter().filter_map(|item| match item {
            syn::Item::Struct(item) => {
                let item = if item.generics.params.is_empty() { item.clone() } else { marked_struct(item)? };
                let fields = item.fields.iter().filter_map(|field| Some((field.ident.clone()?, field.ty.clone())));
                Some((item.ident.to_string(), fields.collect()))
            }
            _ => None,
        }));
        for item in items.clone() {
            match item {
                syn::Item::Fn(item) => drop(self.items.insert(item.sig.ident.to_string())),
                syn::Item::Struct(item) => drop(self.items.insert(item.ident.to_string())),
                syn::Item::Enum(item) => drop(self.items.insert(item.ident.to_string())),
                syn::Item::Use(item) => self.imports.add(item),
                _ => {}
            }
        }
        self.constants.extend(items.into_iter().filter_map(|item| match item {
            syn::Item::Const(item) => Some((item.ident.to_string(), (*item.ty).clone())),
            syn::Item::Static(item) => Some((item.ident.to_string(), (*item.ty).clone())),
            _ => None,
        }));
        self
    }

    /// Whether a module has a function or a type of that name.
    pub(super) fn has_item(&self, name: &str) -> bool {
        self.items.contains(name)
    }

    /// The type of a field of a struct.
    pub(super) fn field(&self, of: &str, name: &syn::Ident) -> Option<&syn::Type> {
        self.fields.get(of)?.iter().find(|(field, _)| field == name).map(|(_, ty)| ty)
    }

    /// The fields of a struct.
    pub(super) fn fields_of(&self, of: &str) -> Option<&[(syn::Ident, syn::Type)]> {
        self.fields.get(of).map(Vec::as_slice)
    }

    /// The type of a constant.
    pub(super) fn constant(&self, name: &str) -> Option<&syn::Type> {
        self.constants.get(name)
    }

    /// Of the functions of a type.
    pub(crate) fn named_type(mut self, ty: &syn::Type) -> Beside {
        self.of_type = match ty {
            syn::Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
            _ => None,
        };
        self
    }

    fn named<'s>(
        signatures: impl IntoIterator<Item = &'s syn::Signature>,
        paths: &[&str],
        outer: Option<Generic>,
    ) -> Self {
        let mut known = Beside::default();
        for signature in signatures {
            // what a function with other parameters than the numbers' type returns may depend on its call
            let generic = Generic::only(&signature.generics);
            let lifetime = |part: &GenericParam| matches!(part, GenericParam::Lifetime(_));
            let plain = generic.is_some() || signature.generics.params.iter().all(lifetime);
            let signature = match generic.as_ref().or(outer.as_ref()).map(|generic| generic.marked_in(signature)) {
                Some(Ok(marked)) => &marked.clone(),
                _ => signature,
            };
            if let (true, ReturnType::Type(_, ty)) = (plain, &signature.output)
                && let (wrapped, inner) = wrapped(ty).map_or((None, &**ty), |(wrapped, inner)| (Some(wrapped), inner))
                && let Some(shape) = shape(inner).or_else(|| is_unit(inner).then(|| Shape::Tuple(Vec::new())))
            {
                for path in paths {
                    known.results.insert(format!("{path}{}", signature.ident), (shape.clone(), wrapped));
                }
            }
        }
        known
    }

    /// Whether there is a method of that name that changes its receiver.
    pub(super) fn may_change(&self, method: &str) -> bool {
        self.bodies.iter().any(|body| body.name() == method && body.changes_receiver())
    }

    /// The shape of what the function of that path returns.
    pub(super) fn result(&self, callee: &str) -> Option<&Shape> {
        self.results.get(&callee.replace(' ', "")).map(|(shape, _)| shape)
    }

    /// In what that is returned.
    pub(super) fn wrapped(&self, callee: &str) -> Option<Wrapped> {
        self.results.get(&callee.replace(' ', ""))?.1
    }
}
