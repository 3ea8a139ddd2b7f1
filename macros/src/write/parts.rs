//! Parameters taken apart into what the procedure has: numbers and arrays.
//!
//! ```text
//! p: (f64, [f64; 2])        let (p_0, p_1) = p;            its slot: let (d_p_0, d_p_1) = d_p;
//! x: &f64                   let x = *x;
//! ```

use std::collections::BTreeSet;

use gradus_engine::program::procedure::{ArrayId, Procedure, Var};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::interface::Names;
use super::local;
use crate::read::{Bound, Passing, Role, Shape};

/// A parameter, as a tree of its parts.
pub(super) enum Parts<'a> {
    One(Part<'a>),
    Tuple(Vec<Parts<'a>>),
    /// Not in the procedure.
    Constant,
}

/// A number or an array.
pub(super) struct Part<'a> {
    pub(super) shape: &'a Shape,
    pub(super) place: Leaf,
    pub(super) passing: Passing,
    /// How the engine's text calls it.
    pub(super) text: String,
    /// The same as tokens.
    pub(super) name: Ident,
    /// Its slot.
    pub(super) slot: Ident,
    /// How a message calls it.
    pub(super) shown: String,
}

/// How a parameter is called.
pub(super) struct Called<'n> {
    pub(super) position: usize,
    pub(super) name: &'n Ident,
    pub(super) slot: &'n Ident,
    /// In a message.
    pub(super) shown: String,
}

/// What a part is in the procedure.
#[derive(Clone, Copy)]
pub(super) enum Leaf {
    Scalar(Var),
    Array(ArrayId),
}

impl<'a> Parts<'a> {
    /// The parts of a parameter.
    pub(super) fn new(role: &'a Role, bound: &Bound, called: Called, procedure: &Procedure, names: &mut Names) -> Self {
        let Role::Real(shape, passing) = role else { return Parts::Constant };
        let Called { position, name, slot, shown } = called;
        let mut cut = Cut { procedure, names, passing: *passing };
        let mut parts = cut.parts(shape, bound, (format!("__p{position}"), name.clone(), slot.clone()));
        if let Parts::One(part) = &mut parts {
            part.shown = shown;
        }
        parts
    }

    pub(super) fn leaves(&self) -> Vec<&Part<'a>> {
        match self {
            Parts::One(part) => vec![part],
            Parts::Tuple(parts) => parts.iter().flat_map(Parts::leaves).collect(),
            Parts::Constant => Vec::new(),
        }
    }

    /// Binds the parts of the parameter `name`; the function writes to the arrays `written`.
    pub(super) fn unpack(&self, name: &Ident, written: &BTreeSet<ArrayId>) -> TokenStream {
        let bind = matches!(self, Parts::Tuple(_)).then(|| {
            let pattern = self.map(&|part| {
                let mutable = matches!(&part.place, Leaf::Array(array) if written.contains(array)).then(|| quote!(mut));
                let name = &part.name;
                quote!(#mutable #name)
            });
            quote!(let #pattern = #name;)
        });
        let referred = self.leaves().into_iter().filter(|part| part.is_reference()).map(|part| {
            let name = &part.name;
            quote!(let #name = *#name;)
        });
        let changed = match self {
            Parts::One(Part { place: Leaf::Array(array), passing: Passing::Value, name, .. }) => {
                written.contains(array).then(|| quote!(let mut #name = #name;))
            }
            _ => None,
        };
        quote!(#bind #(#referred)* #changed)
    }

    /// Binds the slots of the parts, by reference, of the slot `slot`.
    pub(super) fn unpack_slot(&self, slot: &Ident) -> Option<TokenStream> {
        let pattern = self.map(&|part| part.slot.to_token_stream());
        matches!(self, Parts::Tuple(_)).then(|| quote!(let #pattern = #slot;))
    }

    /// The same for `Option`s of references.
    pub(super) fn unpack_option(&self, slot: &Ident) -> Option<TokenStream> {
        let pattern = self.map(&|part| part.slot.to_token_stream());
        let some = self.map(&|part| {
            let slot = &part.slot;
            quote!(::core::option::Option::Some(#slot))
        });
        let none = self.map(&|_| quote!(::core::option::Option::None));
        matches!(self, Parts::Tuple(_)).then(|| {
            quote! {
                let #pattern = match #slot {
                    ::core::option::Option::Some(#pattern) => #some,
                    ::core::option::Option::None => #none,
                };
            }
        })
    }

    /// A pattern or an expression with the same tuples; `_` for what is not in the procedure.
    pub(super) fn map(&self, leaf: &impl Fn(&Part<'a>) -> TokenStream) -> TokenStream {
        match self {
            Parts::One(part) => leaf(part),
            Parts::Tuple(parts) => {
                let parts = parts.iter().map(|part| part.map(leaf));
                quote!((#(#parts,)*))
            }
            Parts::Constant => quote!(_),
        }
    }
}

impl Part<'_> {
    /// A number behind a reference.
    fn is_reference(&self) -> bool {
        self.passing == Passing::Shared && matches!(self.place, Leaf::Scalar(_))
    }
}

/// The names that parts get.
struct Cut<'c> {
    procedure: &'c Procedure,
    names: &'c mut Names,
    passing: Passing,
}

impl Cut<'_> {
    fn parts<'a>(&mut self, shape: &'a Shape, bound: &Bound, (text, name, slot): (String, Ident, Ident)) -> Parts<'a> {
        let place = match (bound, shape) {
            (Bound::Scalar(var), _) => Leaf::Scalar(*var),
            (Bound::Array(array), _) => Leaf::Array(*array),
            (Bound::Tuple(bounds), Shape::Tuple(shapes)) => {
                let parts = bounds.iter().zip(shapes).enumerate().map(|(at, (bound, shape))| {
                    let named = self.name(bound).unwrap_or_else(|| format!("{name}_{at}"));
                    let slot = local(&self.names.claim(&format!("d_{}", named.trim_start_matches("r#"))));
                    let text = self.names.claim(&named);
                    let name = local(&text);
                    self.parts(shape, bound, (text, name, slot))
                });
                return Parts::Tuple(parts.collect());
            }
            _ => return Parts::Constant,
        };
        let shown = name.to_string();
        Parts::One(Part { shape, place, passing: self.passing, text, name, slot, shown })
    }

    /// The user's name of a part.
    fn name(&self, bound: &Bound) -> Option<String> {
        let hint = match bound {
            Bound::Scalar(var) => &self.procedure.vars[var.0 as usize].hint,
            Bound::Array(array) => &self.procedure.arrays[array.0 as usize].hint,
            _ => return None,
        };
        (!hint.is_empty()).then(|| hint.clone())
    }
}
