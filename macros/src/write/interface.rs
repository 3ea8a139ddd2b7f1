//! The signatures of the generated functions. They follow from that of the user's function alone.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ItemFn;

use super::header::Header;
use super::{local, shape};
use crate::attr::{By, Options};
use crate::errors::Errors;
use crate::generic::Generic;
use crate::read::{Parameter, Passing, Role, Shape, Signature, Wrapped};

/// Where a function stands, as far as the macro knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a module, an `impl` block or another function.
    Unknown,
    /// In a module.
    Free,
    /// In an `impl` block.
    Impl,
}

/// The user's function and the names in its generated relatives.
pub(crate) struct Interface<'a> {
    pub(crate) function: &'a ItemFn,
    pub(crate) signature: &'a Signature,
    pub(crate) options: &'a Options,
    place: Place,
    /// The type parameter that the numbers are of.
    pub(super) generic: Option<&'a Generic>,
    /// By parameter: the user's name, or one of ours where a pattern stands.
    pub(super) inputs: Vec<Ident>,
    /// By parameter.
    pub(super) slots: Vec<Ident>,
    pub(super) seed: Ident,
    self_slot: Option<Ident>,
    /// The names in use.
    pub(super) names: Names,
}

/// Names of which none stands for two things.
#[derive(Clone, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// `wanted`, or that with a number.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        let wanted = wanted.trim_start_matches("r#");
        let mut name = wanted.to_owned();
        for number in 2.. {
            if self.0.insert(name.clone()) {
                break;
            }
            name = format!("{wanted}_{number}");
        }
        name
    }

    /// Gives names back.
    pub(super) fn free(&mut self, names: &[&Ident]) {
        for name in names {
            self.0.remove(&name.to_string());
        }
    }

    pub(super) fn all(&self) -> Vec<String> {
        self.0.iter().cloned().collect()
    }
}

impl<'a> Interface<'a> {
    pub(crate) fn new(
        function: &'a ItemFn,
        signature: &'a Signature,
        options: &'a Options,
        place: Place,
        generic: Option<&'a Generic>,
    ) -> Self {
        let certain = function.sig.receiver().is_some() || mentions_self(function.sig.to_token_stream());
        let place = if certain { Place::Impl } else { place };
        let mut names = Names::default();
        for name in signature.parameters.iter().filter_map(|parameter| parameter.name.as_ref()) {
            names.claim(&name.to_string());
        }
        let mut claim = |wanted: &str| local(&names.claim(wanted));
        let parameters = || signature.parameters.iter().enumerate();
        let inputs = parameters().map(|(at, p)| match (&p.name, &p.part) {
            (Some(name), _) => name.clone(),
            (None, Some(part)) if part.owner.is_none() => claim(&format!("self_{}", part.field.name())),
            (None, Some(part)) => claim(&part.field.name()),
            (None, None) => claim(&format!("p{at}")),
        });
        let inputs = inputs.collect();
        let slots = parameters().map(|(at, p)| match (&p.name, &p.part) {
            (Some(name), _) => claim(&format!("d_{}", name.to_string().trim_start_matches("r#"))),
            (None, Some(part)) => claim(&format!("d_{}", part.field.name())),
            (None, None) => claim(&format!("d_p{at}")),
        });
        let slots = slots.collect();
        let seed = claim("seed");
        let self_slot = function.sig.receiver().map(|_| claim("d_self"));
        Interface { function, signature, options, place, generic, inputs, slots, seed, self_slot, names }
    }

    /// The names of further parameters that only the pullback has.
    pub(super) fn pullback_names(&self) -> Vec<&Ident> {
        let parameters = self.signature.parameters.iter().zip(&self.slots);
        let slots = parameters.filter(|(parameter, _)| !parameter.active).map(|(_, slot)| slot);
        slots.chain([&self.seed]).chain(&self.self_slot).collect()
    }

    /// The names of the parameters of the user's function.
    pub(super) fn own_inputs(&self) -> &[Ident] {
        &self.inputs[..self.signature.own()]
    }

    /// The slots of the parameters of the user's function in the pullback, that of `self` first, where there is one; none for `None`.
    pub(super) fn own_slots(&self) -> Vec<(&Ident, Option<usize>)> {
        let own = self.slots[..self.signature.own()].iter().enumerate();
        self.self_slot.iter().map(|slot| (slot, None)).chain(own.map(|(at, slot)| (slot, Some(at)))).collect()
    }

    /// How a message calls a parameter: a field by its path.
    pub(super) fn called(&self, at: usize) -> String {
        match &self.signature.parameters[at].part {
            Some(part) => part.field.path(),
            None => self.inputs[at].to_string(),
        }
    }

    pub(super) fn float(&self) -> TokenStream {
        local(self.signature.float).into_token_stream()
    }

    /// 0 in that type.
    pub(super) fn zero(&self) -> TokenStream {
        self.number("0.0")
    }

    /// A literal of that type.
    pub(super) fn number(&self, text: &str) -> TokenStream {
        crate::generic::number(text, self.signature.float)
    }

    /// The name of the function that returns the gradient.
    pub(crate) fn grad_name(&self) -> Ident {
        self.options.name.clone().unwrap_or_else(|| format_ident!("{}_grad", self.function.sig.ident))
    }

    pub(super) fn overwriting_name(&self) -> Ident {
        format_ident!("{}_into", self.grad_name())
    }

    /// Whether the function returns one number, so that it has a gradient.
    pub(crate) fn has_gradient(&self) -> bool {
        matches!(self.signature.returned.shape, Shape::Real) && self.active().next().is_some()
    }

    /// Whether a function that returns the gradient is written.
    pub(crate) fn returns_gradient(&self) -> bool {
        self.has_gradient() && !(self.options.no_alloc && self.active().any(|(_, shape)| shape::is_growable(shape)))
    }

    /// The parameters that the gradient is taken by, with their positions.
    pub(super) fn active(&self) -> impl Iterator<Item = (usize, &'a Shape)> {
        let active = self.signature.active().into_iter();
        active.filter_map(|at| Some((at, shape_of(&self.signature.parameters[at])?)))
    }

    /// The path by which another generated function is called, where it is certain which it is.
    pub(super) fn sibling(&self, name: &Ident) -> Option<TokenStream> {
        let path = match self.place {
            Place::Unknown => return None,
            Place::Free => quote!(#name),
            Place::Impl => quote!(Self::#name),
        };
        let generics = self.function.sig.generics.params.iter().filter_map(|parameter| match parameter {
            syn::GenericParam::Type(ty) => Some(&ty.ident),
            syn::GenericParam::Const(constant) => Some(&constant.ident),
            syn::GenericParam::Lifetime(_) => None,
        });
        let generics: Vec<&Ident> = generics.collect();
        let generics = (!generics.is_empty()).then(|| quote!(::<#(#generics),*>));
        Some(quote!(#path #generics))
    }

    /// Reports options that have nothing to act on.
    pub(crate) fn check(&self, errors: &mut Errors) {
        if !errors.is_empty() || matches!(self.signature.returned.shape, Shape::Real) {
            return;
        }
        let message = "the function does not return one number, so there is no gradient, only `_vjp`";
        // the pullback has slots for all parameters, but for those fields only that are named
        let parameters = self.options.wrt.iter().flatten().filter(|by| by.field().is_none());
        if let Some(name) = self.options.name.iter().chain(parameters.map(By::name)).next() {
            errors.push(name, message);
        }
    }

    /// Whether the function writes to a parameter.
    pub(super) fn writes(&self) -> bool {
        let mutable = |parameter: &Parameter| matches!(parameter.role, Role::Real(_, Passing::Mutable));
        self.signature.parameters.iter().any(mutable)
    }

    /// Whether the gradient is one number.
    pub(super) fn is_number(&self) -> bool {
        let mut active = self.active();
        matches!((active.next(), active.next()), (Some((_, Shape::Real)), None))
    }

    /// Whether the function returns no numbers, so that there is no seed.
    pub(super) fn returns_unit(&self) -> bool {
        matches!(&self.signature.returned.shape, Shape::Tuple(parts) if parts.is_empty())
    }

    /// `f_grad(x, y) -> (value, (d_x, d_y))`, where there is one.
    pub(crate) fn grad(&self, docs: &[String]) -> Option<TokenStream> {
        let float = self.float();
        let gradient: Vec<TokenStream> = self.active().map(|(_, shape)| shape::owned(shape, &float)).collect();
        let gradient = tuple(&gradient);
        let checks = false;
        let result = Some(self.wrapped_type(quote!((#float, #gradient))));
        let header = Header { name: self.grad_name(), docs, further: Vec::new(), result, checks };
        self.returns_gradient().then(|| header.write(self.function, self.signature, &self.inputs))
    }

    /// `f_grad_into(x, y, &mut d_x, &mut d_y) -> value`, where there is one.
    pub(crate) fn grad_into(&self, docs: &[String]) -> Option<TokenStream> {
        let float = self.float();
        let slot = |(at, shape): (usize, &Shape)| {
            let target = shape::target(shape, &float);
            (self.slots[at].clone(), quote!(&mut #target))
        };
        let further = self.active().map(slot).collect();
        let checks = self.active().any(|(_, shape)| shape::is_growable(shape));
        let header =
            Header { name: self.overwriting_name(), docs, further, result: Some(self.wrapped_type(float)), checks };
        self.has_gradient().then(|| header.write(self.function, self.signature, &self.inputs))
    }

    /// The type of the function's result with another value in it.
    fn wrapped_type(&self, value: TokenStream) -> TokenStream {
        let returned = &self.signature.returned;
        let (Some(_), Some(syn::Type::Path(path))) = (returned.wrapped, &returned.ty) else { return value };
        let mut path = path.clone();
        if let Some(syn::PathArguments::AngleBracketed(list)) = path.path.segments.last_mut().map(|l| &mut l.arguments)
            && let Some(first) = list.args.iter_mut().find(|part| matches!(part, syn::GenericArgument::Type(_)))
        {
            *first = syn::GenericArgument::Type(syn::Type::Verbatim(value));
        }
        path.into_token_stream()
    }

    /// A value as the function returns it.
    pub(super) fn wrap(&self, value: TokenStream) -> TokenStream {
        match self.signature.returned.wrapped {
            None => value,
            Some(Wrapped::Option) => quote!(::core::option::Option::Some(#value)),
            Some(Wrapped::Result) => quote!(::core::result::Result::Ok(#value)),
        }
    }

    /// What stands behind a call that returns what the function does.
    pub(super) fn suffix(&self) -> Option<TokenStream> {
        self.signature.returned.wrapped.map(|_| quote!(?))
    }

    /// `f_vjp(x, y, seed, slot of x, slot of y) -> value`.
    pub(crate) fn vjp(&self, docs: &[String]) -> TokenStream {
        let float = self.float();
        let constant = quote!(::core::option::Option<::core::convert::Infallible>);
        let returned = &self.signature.returned;
        let mut further = Vec::new();
        if !self.returns_unit() {
            further.push((self.seed.clone(), shape::seed(&returned.shape, &float)));
        }
        let target = |parameter: &Parameter| {
            let target = shape::target(parameter.slot.as_ref()?, &float);
            Some(quote!(&mut #target))
        };
        let optional = |target: TokenStream| quote!(::core::option::Option<#target>);
        let of_fields = |owner: Option<usize>| {
            let fields = self.signature.fields_of(owner).into_iter();
            let targets: Vec<_> = fields.filter_map(|at| target(&self.signature.parameters[at])).collect();
            (!targets.is_empty()).then(|| tuple(&targets))
        };
        let ty = |target: Option<TokenStream>| target.map_or_else(|| constant.clone(), optional);
        further.extend(self.self_slot.clone().map(|slot| (slot, ty(of_fields(None)))));
        for (at, parameter) in self.signature.parameters[..self.signature.own()].iter().enumerate() {
            further.push((self.slots[at].clone(), ty(target(parameter).or_else(|| of_fields(Some(at))))));
        }
        let name = format_ident!("{}_vjp", self.function.sig.ident);
        let shapes =
            self.signature.parameters.iter().filter_map(|parameter| shape_of(parameter)).chain([&returned.shape]);
        let checks = shapes.into_iter().any(shape::is_growable);
        let result = returned.ty.as_ref().map(ToTokens::to_token_stream);
        Header { name, docs, further, result, checks }.write(self.function, self.signature, &self.inputs)
    }
}

fn shape_of(parameter: &Parameter) -> Option<&Shape> {
    match &parameter.role {
        Role::Real(shape, _) => Some(shape),
        _ => None,
    }
}

/// Whether `Self` stands among the tokens.
fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "Self",
        TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}

/// `a`, `(a, b)`.
pub(super) fn tuple(parts: &[TokenStream]) -> TokenStream {
    match parts {
        [one] => one.clone(),
        parts => quote!((#(#parts),*)),
    }
}
