//! From a procedure with its reverse sweep to functions.
//!
//! ```text
//! interface   names and signatures, from the user's signature alone
//! header      attributes, visibility, generics
//! shape       types of gradients and slots, zeros, checks of lengths
//! parts       parameters taken apart
//! fields      fields that are parameters
//! pullback    `f_vjp`
//! ending      functions that end without a value
//! rules, by_rule   functions that the user gives in place of a `_vjp`
//! constants   what needs no name
//! emission    the engine's text as tokens, by `lexer`, `substitute`, `operands` and `libm`
//! ```
//!
//! A function of an `impl` block may stand without `self`, and the macro cannot tell where it stands, so a generated function
//! calls another only where `self` or `Self` tells.

mod by_rule;
mod constants;
pub(crate) mod docs;
mod emission;
mod ending;
mod fields;
mod header;
mod interface;
mod lexer;
mod libm;
mod operands;
mod parts;
mod pullback;
mod rules;
mod shape;
mod storage;
mod substitute;

use std::collections::{BTreeMap, BTreeSet};

use gradus_engine::adjoint::Reversed;
use gradus_engine::emit::Apart;
use gradus_engine::program::Use;
use gradus_engine::program::procedure::{ArrayId, Var};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::read::{Body, Passing, Shape};
pub(crate) use constants::SimpleConstants;
use emission::{Emitted, Given};
pub(crate) use interface::{Interface, Place};
use interface::{Names, tuple};
use parts::{Leaf, Part, Parts};
pub(crate) use storage::Storage;

/// The scalars and the arrays by which a procedure is differentiated.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wrt {
    pub(crate) scalars: Vec<Var>,
    pub(crate) arrays: Vec<ArrayId>,
}

/// Writes the functions of one body.
pub(crate) struct Writer<'a> {
    interface: &'a Interface<'a>,
    body: &'a Body,
    simple: &'a SimpleConstants,
    /// By parameter.
    parts: Vec<Parts<'a>>,
    names: Names,
    /// The arrays that the function writes to.
    written: BTreeSet<ArrayId>,
}

type Written = Result<TokenStream, String>;

/// A name that cannot meet one of the user's.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

impl<'a> Writer<'a> {
    pub(crate) fn new(interface: &'a Interface<'a>, body: &'a Body, simple: &'a SimpleConstants) -> Self {
        let mut names = interface.names.clone();
        let parameters = interface.signature.parameters.iter().zip(&body.parameters).enumerate();
        let parts = parameters.map(|(at, (parameter, bound))| {
            let called = parts::Called {
                position: at,
                name: &interface.inputs[at],
                slot: &interface.slots[at],
                shown: interface.called(at),
            };
            Parts::new(&parameter.role, bound, called, &body.procedure, &mut names)
        });
        let parts = parts.collect();
        let mut written = BTreeSet::new();
        body.procedure.body.free(&mut |used| {
            if let Use::Writes(array) = used {
                written.insert(array);
            }
        });
        Writer { interface, body, simple, parts, names, written }
    }

    /// What the gradient is taken by.
    pub(crate) fn gradient_by(&self) -> Wrt {
        self.by(|at| self.interface.signature.parameters[at].active)
    }

    /// What the pullback is taken by: everything but declared constants.
    pub(crate) fn pullback_by(&self) -> Wrt {
        self.by(|at| self.is_pulled(at))
    }

    fn is_pulled(&self, at: usize) -> bool {
        let of_struct = self.interface.signature.parameters[at].part.is_some();
        of_struct || !self.interface.options.is_constant(&self.interface.inputs[at])
    }

    fn by(&self, chosen: impl Fn(usize) -> bool) -> Wrt {
        let mut by = Wrt::default();
        for part in self.leaves(chosen) {
            match part.place {
                Leaf::Scalar(var) => by.scalars.push(var),
                Leaf::Array(array) => by.arrays.push(array),
            }
        }
        by
    }

    fn leaves(&self, chosen: impl Fn(usize) -> bool) -> impl Iterator<Item = &Part<'a>> {
        let parts = self.parts.iter().enumerate().filter(move |(at, _)| chosen(*at));
        parts.flat_map(|(_, parts)| parts.leaves())
    }

    /// The names of everything but adjoints.
    fn given<'g>(&'g self, apart: &'g Apart) -> Given<'g> {
        let (mut vars, mut arrays) = (self.simple.0.clone(), BTreeMap::new());
        let mut owned = Vec::new();
        for part in self.leaves(|_| true) {
            match part.place {
                Leaf::Scalar(var) => drop(vars.insert(var, part.text.clone())),
                Leaf::Array(array) => {
                    arrays.insert(array, part.text.clone());
                    owned.extend((part.passing == Passing::Value).then_some(array));
                }
            }
        }
        let (float, names, generic) = (self.interface.signature.float, &self.names, self.interface.generic);
        let rules = &self.interface.options.rules;
        Given {
            float,
            generic,
            rules,
            names,
            inputs: &self.interface.inputs,
            vars,
            arrays,
            owned,
            optional: Vec::new(),
            apart,
        }
    }

    /// Takes fields out of structs, and parameters of tuples apart.
    fn unpack(&self) -> TokenStream {
        let parts = self.parts.iter().zip(&self.interface.inputs);
        let parts = parts.map(|(parts, name)| parts.unpack(name, &self.written));
        [self.interface.fields(), self.body.own_fields.clone()].into_iter().chain(parts).collect()
    }

    /// The sweep that seeds the value with 1. Its adjoint arrays are behind references that have the names of the slots; the names of the
    /// slots of numbers are free in it.
    pub(crate) fn sweep(&self, reversed: &Reversed) -> Result<Sweep, String> {
        let none = Apart::new();
        let mut given = self.given(&none);
        let chosen = |at: usize| self.interface.signature.parameters[at].active;
        // names of slots that are not there are free
        let mut names = self.names.clone();
        names.free(&self.interface.pullback_names());
        self.leaves(|at| !chosen(at)).for_each(|part| names.free(&[&part.slot]));
        let mut out = BTreeMap::new();
        for part in self.leaves(chosen).filter(|part| matches!(part.place, Leaf::Scalar(_))) {
            names.free(&[&part.slot]);
            out.insert(part.slot.clone(), local(&names.claim(&format!("out_{}", part.slot))));
        }
        let arrays = self.leaves(chosen).filter(|part| matches!(part.place, Leaf::Array(_)));
        let mut own = BTreeMap::new();
        for (part, adjoint) in arrays.zip(&reversed.adjoints) {
            given.arrays.insert(*adjoint, part.slot.to_string());
            let name = local(&names.claim(&format!("own_{}", part.slot)));
            own.insert(part.slot.clone(), name);
        }
        given.names = &names;
        let Emitted { items, text, statements, mut results, apart } = given.emit(reversed, self.body)?;
        let adjoints = results.split_off(1);
        let value = results.pop().unwrap_or_default();
        let scalars = self.gradient_by().scalars.into_iter().zip(adjoints).collect();
        out.retain(|slot: &Ident, _| text.contains(&slot.to_string()));
        Ok(Sweep { items, statements, value, scalars, own, out, apart })
    }

    /// `f_grad(x, y) -> (value, (d_x, d_y))`, where there is one.
    pub(crate) fn grad(&self, sweep: &Sweep, docs: &[String]) -> TokenStream {
        let Some(header) = self.interface.grad(docs) else { return TokenStream::new() };
        if let Some(into) = self.interface.sibling(&self.interface.overwriting_name()) {
            let body = self.grad_by_into(&into);
            return quote!(#header { #body });
        }
        let Sweep { items, statements, value, scalars, own, .. } = sweep;
        let unpack = self.unpack();
        let mut slots = TokenStream::new();
        let mut gradient = Vec::new();
        for (at, shape) in self.interface.active() {
            let parts = &self.parts[at];
            if matches!(parts, Parts::Constant) {
                gradient.push(shape::zero(shape, &self.interface.inputs[at].to_token_stream(), &self.interface.zero()));
                continue;
            }
            for part in parts.leaves() {
                if let Some(own) = own.get(&part.slot) {
                    let (slot, target) = (&part.slot, shape::target(part.shape, &self.interface.float()));
                    slots.extend(self.zero(own, part.shape, &part.name));
                    slots.extend(quote!(let #slot: &mut #target = &mut #own;));
                }
            }
            gradient.push(parts.map(&|part| match part.place {
                Leaf::Scalar(var) => scalars[&var].clone(),
                Leaf::Array(_) => own[&part.slot].to_token_stream(),
            }));
        }
        let gradient = tuple(&gradient);
        let result = self.interface.wrap(quote!((#value, #gradient)));
        quote!(#header { #items #unpack #slots #statements #result })
    }

    /// The gradient by the function that overwrites slots.
    fn grad_by_into(&self, into: &TokenStream) -> TokenStream {
        let interface = self.interface;
        let mut zeros = TokenStream::new();
        let mut slots = Vec::new();
        for (at, shape) in interface.active() {
            zeros.extend(self.zero(&interface.slots[at], shape, &interface.inputs[at]));
            slots.push(&interface.slots[at]);
        }
        let value = local(&self.names.clone().claim("value"));
        let receiver = interface.function.sig.receiver().map(|receiver| receiver.self_token);
        let arguments = receiver.iter().map(ToTokens::to_token_stream);
        let arguments = arguments.chain(interface.own_inputs().iter().map(ToTokens::to_token_stream));
        let gradient = tuple(&slots.iter().map(ToTokens::to_token_stream).collect::<Vec<_>>());
        let (suffix, result) = (interface.suffix(), interface.wrap(quote!((#value, #gradient))));
        let fields = interface.fields();
        quote!(#fields #zeros let #value = #into(#(#arguments,)* #(&mut #slots),*) #suffix; #result)
    }

    /// `let mut slot: type = zero;`
    fn zero(&self, slot: &Ident, shape: &Shape, like: &Ident) -> TokenStream {
        let ty = shape::owned(shape, &self.interface.float());
        let zero = shape::zero(shape, &like.to_token_stream(), &self.interface.zero());
        quote!(let mut #slot: #ty = #zero;)
    }

    /// `f_grad_into(x, y, &mut d_x, &mut d_y) -> value`, where there is one.
    pub(crate) fn grad_into(&self, sweep: &Sweep, docs: &[String]) -> TokenStream {
        let Some(header) = self.interface.grad_into(docs) else { return TokenStream::new() };
        let Sweep { items, statements, value, scalars, out, .. } = sweep;
        let unpack = self.unpack();
        let (mut slots, mut assigns) = (TokenStream::new(), TokenStream::new());
        for (at, shape) in self.interface.active() {
            let (parts, slot) = (&self.parts[at], &self.interface.slots[at]);
            slots.extend(parts.unpack_slot(slot));
            if matches!(parts, Parts::Constant) {
                slots.extend(shape::clear(shape, &slot.to_token_stream(), &self.interface.zero()));
            }
            for part in parts.leaves() {
                match part.place {
                    Leaf::Scalar(var) => {
                        let (mut slot, adjoint) = (&part.slot, &scalars[&var]);
                        if let Some(out) = out.get(slot) {
                            slots.extend(quote!(let #out = #slot;));
                            slot = out;
                        }
                        assigns.extend(quote!(*#slot = #adjoint;));
                    }
                    Leaf::Array(_) => slots.extend(cleared(part, &self.interface.zero())),
                }
            }
        }
        let value = self.interface.wrap(value.clone());
        quote!(#header { #items #unpack #slots #statements #assigns #value })
    }
}

/// What a sweep with a seed of 1 is made of.
pub(crate) struct Sweep {
    items: TokenStream,
    statements: TokenStream,
    value: TokenStream,
    /// The adjoints of scalar parameters.
    scalars: BTreeMap<Var, TokenStream>,
    /// By slot, the name of the array behind it where the function makes it itself.
    own: BTreeMap<Ident, Ident>,
    /// Another name of the slot of a number where a local has its name.
    out: BTreeMap<Ident, Ident>,
    /// What another text of the same procedure may start from.
    pub(crate) apart: Apart,
}

/// Checks the slot of an array and sets it to zero.
fn cleared(part: &Part, nought: &TokenStream) -> TokenStream {
    let (slot, name) = (&part.slot, &part.name);
    let (slot_tokens, name_tokens) = (slot.to_token_stream(), name.to_token_stream());
    let check = shape::check(part.shape, &slot_tokens, &name_tokens, (&slot.to_string(), &part.shown));
    let clear = shape::clear(part.shape, &slot_tokens, nought);
    let cut = shape::is_own_length(part.shape).then(|| quote!(let #slot = &mut #slot[..#name.len()];));
    quote!(#check #clear #cut)
}
