//! `f_vjp`: a seed is given, and adjoints are added to the slots that are there.
//!
//! ```text
//! x: &[f64]           d_x: Option<&mut [f64]>     the sweep adds to it where it is there
//! mut x: [f64; 3]     d_x: Option<&mut [f64; 3]>  changed here: its adjoint is swept in a local, which is added at the end
//! x: &[f64]           where the sweep may still end without a value, as the second
//! y: &mut [f64]       d_y: Option<&mut [f64]>     holds the adjoint of the final content; zeros stand in where it is not there
//! p: &Body            d_p: Option<(&mut f64, &mut [f64; 3])>   of the fields that `wrt` names, in its order
//! ```

use gradus_engine::adjoint::Reversed;
use gradus_engine::emit::Apart;
use gradus_engine::program::procedure::Operand;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::emission::{Emitted, Given};
use super::interface::Names;
use super::parts::{Leaf, Part};
use super::{Writer, Written, local, shape};
use crate::read::{Passing, Shape};

/// The adjoint of an array in the sweep.
struct Slot {
    name: String,
    access: Access,
    setup: TokenStream,
    /// What is done after the sweep.
    add: Option<TokenStream>,
}

/// How an adjoint array is reached.
enum Access {
    /// A reference.
    Lent,
    /// No reference.
    Owned,
    /// A reference that may not be there.
    Optional,
}

impl Writer<'_> {
    /// `f_vjp(x, y, seed, slot of x, slot of y) -> value`. `apart` comes from another text of the same procedure, if there is one.
    pub(crate) fn vjp(&self, reversed: &Reversed, apart: &Apart, docs: &[String]) -> Written {
        let header = self.interface.vjp(docs);
        let mut names = self.names.clone();
        let mut given = self.given(apart);
        let (unpack_seed, seeds) = self.seeds(reversed, &mut given, &mut names);
        let (mut slots, mut adds) = (self.interface.unpack_fields(), TokenStream::new());
        let mut adjoints = reversed.adjoints.iter();
        let mut scalars = Vec::new();
        let ends = self.interface.signature.returned.wrapped.is_some();
        let apart = ends && super::ending::ends_after_adding(reversed, &self.body.expressions);
        let listed = |part: &Part| shape::is_growable(part.shape);
        if apart && self.interface.options.no_alloc && self.leaves(|at| self.is_pulled(at)).any(listed) {
            return Err("this function may still return no value while the way back is under way, so that what is added to the slots \
                would wait in a `Vec`, which `no_alloc` rules out; decide first, in a loop of its own, whether there is a value"
                .to_owned());
        }
        for (at, parts) in self.parts.iter().enumerate().filter(|(at, _)| self.is_pulled(*at)) {
            slots.extend(parts.unpack_option(&self.interface.slots[at]));
            for part in parts.leaves() {
                let Leaf::Array(array) = part.place else {
                    scalars.push(part);
                    continue;
                };
                let slot = self.slot(part, self.written.contains(&array), apart, &mut names);
                if let Some(adjoint) = adjoints.next() {
                    given.arrays.insert(*adjoint, slot.name.clone());
                    match slot.access {
                        Access::Lent => {}
                        Access::Owned => given.owned.push(*adjoint),
                        Access::Optional => given.optional.push(*adjoint),
                    }
                }
                slots.extend(slot.setup);
                adds.extend(slot.add);
            }
        }
        given.names = &names;
        let Emitted { items, statements, mut results, .. } = given.emit(reversed, self.body)?;
        let adjoints = results.split_off(self.body.procedure.body.results.len());
        let scalars = scalars.into_iter().zip(adjoints).map(|(part, adjoint)| {
            let slot = &part.slot;
            let add = added(&quote!(*#slot), &adjoint, self.interface.signature.float);
            quote!(if let ::core::option::Option::Some(#slot) = #slot { #add })
        });
        let checks = seeds.iter().zip(&results).filter_map(|(seed, result)| {
            let (seed, message) = (local(seed.as_ref()?), "the lengths of `seed` and of the result differ");
            Some(quote!(::core::assert_eq!(#seed.len(), #result.len(), #message);))
        });
        let mut results = results.iter().cloned();
        let value = returned(&self.interface.signature.returned.shape, &mut results);
        let value = self.interface.signature.returned.ty.is_some().then(|| self.interface.wrap(value));
        let unpack = self.unpack();
        Ok(quote! {
            #header {
                #items #unpack #unpack_seed #slots #statements #(#scalars)* #adds #(#checks)* #value
            }
        })
    }

    /// Names the seeds and takes tuples apart; by result, the name of a seed whose length is to be checked.
    fn seeds(&self, reversed: &Reversed, given: &mut Given, names: &mut Names) -> (TokenStream, Vec<Option<String>>) {
        let seed = &self.interface.seed;
        let shape = &self.interface.signature.returned.shape;
        let mut leaves = Vec::new();
        let pattern = pattern(shape, &seed.to_string(), names, &mut leaves);
        for ((name, _), operand) in leaves.iter().zip(&reversed.seeds) {
            match operand {
                Operand::Opaque(var) => drop(given.vars.insert(*var, name.clone())),
                Operand::Array(array) => drop(given.arrays.insert(*array, name.clone())),
                Operand::Node(_) | Operand::Any => {}
            }
        }
        let unpack = (matches!(shape, Shape::Tuple(parts) if !parts.is_empty())).then(|| quote!(let #pattern = #seed;));
        let checked = leaves.into_iter().map(|(name, shape)| shape::is_own_length(shape).then_some(name)).collect();
        (unpack.unwrap_or_default(), checked)
    }

    /// Makes the adjoint of an array from its slot.
    fn slot(&self, part: &Part, written: bool, apart: bool, names: &mut Names) -> Slot {
        let (slot, name) = (&part.slot, &part.name);
        let tokens = (slot.to_token_stream(), name.to_token_stream());
        let check = shape::check(part.shape, &tokens.0, &tokens.1, (&slot.to_string(), &part.shown));
        let check = check.map(|check| quote!(if let ::core::option::Option::Some(#slot) = &#slot { #check }));
        match part.passing {
            _ if !written && !apart => {
                let cut = shape::is_own_length(part.shape).then(|| quote!(.map(|#slot| &mut #slot[..#name.len()])));
                let setup = quote!(#check let mut #slot = #slot #cut;);
                Slot { name: slot.to_string(), access: Access::Optional, setup, add: None }
            }
            passing if passing == Passing::Value || !written => {
                let own = local(&names.claim(&slot.to_string()));
                let zero = self.zero(&own, part.shape, name);
                let add =
                    add(part.shape, &slot.to_token_stream(), &own.to_token_stream(), self.interface.signature.float);
                let add = Some(quote!(if let ::core::option::Option::Some(#slot) = #slot { #add }));
                Slot { name: own.to_string(), access: Access::Owned, setup: quote!(#check #zero), add }
            }
            _ => {
                let own = local(&names.claim(&format!("own_{slot}")));
                let owned = shape::owned(part.shape, &self.interface.float());
                let target = shape::target(part.shape, &self.interface.float());
                let zero = shape::zero(part.shape, &name.to_token_stream(), &self.interface.zero());
                let cut = shape::is_own_length(part.shape).then(|| quote!(let #slot = &mut #slot[..#name.len()];));
                let setup = quote! {
                    #check
                    let mut #own: #owned;
                    let #slot: &mut #target = match #slot {
                        ::core::option::Option::Some(#slot) => #slot,
                        ::core::option::Option::None => {
                            #own = #zero;
                            &mut #own
                        }
                    };
                    #cut
                };
                Slot { name: slot.to_string(), access: Access::Lent, setup, add: None }
            }
        }
    }
}

/// A pattern that takes a seed apart, and the names of its leaves.
fn pattern<'s>(shape: &'s Shape, name: &str, names: &mut Names, leaves: &mut Vec<(String, &'s Shape)>) -> TokenStream {
    if let Shape::Tuple(parts) = shape {
        let parts = parts.iter().enumerate().map(|(at, part)| {
            let name = names.claim(&format!("{name}_{at}"));
            pattern(part, &name, names, leaves)
        });
        let parts: Vec<TokenStream> = parts.collect();
        return quote!((#(#parts,)*));
    }
    leaves.push((name.to_owned(), shape));
    local(name).to_token_stream()
}

/// `slot += value`, element by element.
fn add(shape: &Shape, slot: &TokenStream, value: &TokenStream, float: &str) -> TokenStream {
    let (to, from) = (local("to"), local("from"));
    match shape {
        Shape::Fixed(inner, _) | Shape::Slice(inner) | Shape::Vec(inner) => {
            let add = add(inner, &to.to_token_stream(), &from.to_token_stream(), float);
            quote!(for (#to, #from) in #slot.iter_mut().zip(#value.iter()) { #add })
        }
        Shape::Real | Shape::Tuple(_) => added(&quote!(*#slot), &quote!(*#value), float),
        Shape::Parts(count) => {
            let parts = (0..*count).map(syn::Index::from);
            parts.map(|at| added(&quote!(#slot.#at), &quote!(#value.#at), float)).collect()
        }
    }
}

/// `place += value;`, spelled out where the type of numbers need not have the operator.
pub(super) fn added(place: &TokenStream, value: &TokenStream, float: &str) -> TokenStream {
    if float == crate::generic::MARK { quote!(#place = #place + (#value);) } else { quote!(#place += #value;) }
}

/// A value of a shape, from its leaves.
fn returned(shape: &Shape, leaves: &mut impl Iterator<Item = TokenStream>) -> TokenStream {
    match shape {
        Shape::Tuple(parts) => {
            let parts: Vec<TokenStream> = parts.iter().map(|part| returned(part, leaves)).collect();
            quote!((#(#parts,)*))
        }
        _ => leaves.next().unwrap_or_default(),
    }
}
