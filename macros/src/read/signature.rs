//! Parameters, their roles and the result.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{FnArg, Pat, ReturnType, Type};

use super::names::mentions;
use super::shape::{Passing, Returned, Role, Shape};
use super::text::type_text;
use super::types::{Read, bare, first_float, is_unit, read, wrapped};
use super::{Parameter, Signature};
use crate::attr::Field;
use crate::errors::Errors;
use crate::generic::MARK;

/// Reads a signature; what is wrong is reported and read as unknown. The parameters called `constants` are such whatever their type,
/// and so are those with `fields` but for these.
pub(crate) fn signature(
    signature: &syn::Signature,
    constants: &[Ident],
    fields: &[&Field],
    errors: &mut Errors,
) -> Signature {
    if let Some(token) = &signature.asyncness {
        errors.push(token, "`#[grad]` does not read `async` functions; remove `async`");
    }
    if let syn::Safety::Unsafe(token) = &signature.safety {
        errors.push(token, "`#[grad]` does not read `unsafe` functions; remove `unsafe`");
    }
    if let Some(variadic) = &signature.variadic {
        errors.push(variadic, "`#[grad]` does not read variadic functions");
    }
    let mut floats = Floats::default();
    // beside numbers of a type parameter those of Rust's own types are constants
    let generic = mentions(signature.inputs.to_token_stream(), &|name| name == MARK);
    floats.found = generic.then_some(MARK);
    let returned = result(signature, &mut floats, errors);
    let mut parameters = Vec::new();
    for input in &signature.inputs {
        if let FnArg::Typed(input) = input {
            let mut read = parameter(input, constants, fields, &mut floats, errors);
            if let (Some(unseen), Some(message)) = (&mut read.unseen, of_parameter(&input.ty, signature, generic)) {
                *unseen = message;
            }
            parameters.push(read);
        }
    }
    for name in constants {
        if !parameters.iter().any(|p| p.name.as_ref() == Some(name)) {
            errors.push(name, format_args!("the function has no parameter `{name}`"));
        }
    }
    super::fields::check_constants(constants, fields, errors);
    let of_fields = super::fields::parameters(signature, &parameters, fields, &mut floats, errors);
    parameters.extend(of_fields);
    let signature_errors = parameters.iter().any(|p| matches!(p.role, Role::Unknown) || p.unseen.is_some());
    if !signature_errors && parameters.iter().all(|p| matches!(p.role, Role::Constant)) {
        errors.push(&signature.ident, "there is nothing to differentiate by: no parameter is made of `f64`");
    }
    let output = |p: &Parameter| matches!(p.role, Role::Real(_, Passing::Mutable) | Role::Unknown);
    if matches!(&returned.shape, Shape::Tuple(parts) if parts.is_empty()) && !parameters.iter().any(output) {
        errors.push(
            &signature.ident,
            "the function has no result to differentiate: add `-> f64`, or write to a `&mut [f64]` parameter",
        );
    }
    Signature { parameters, returned, float: floats.found.unwrap_or("f64"), order: Vec::new() }
}

/// What to say of a type that is made of a type parameter; `generic` says that there is one of numbers.
fn of_parameter(ty: &Type, signature: &syn::Signature, generic: bool) -> Option<String> {
    let is_in = |name: &Ident| mentions(ty.to_token_stream(), &|word| word == name);
    if let Some(name) = signature.generics.type_params().map(|parameter| &parameter.ident).find(|name| is_in(name)) {
        return Some(match generic {
            true => format!(
                "the numbers of a function are of one type, here `{MARK}`; make them that, or say that this is a constant: `#[grad(constant(..))]`"
            ),
            false => format!("{}, or say that this is a constant: `#[grad(constant(..))]`", lacks_bounds(name)),
        });
    }
    of_block(ty, signature)
}

/// What to say of a type that looks like a type parameter of the `impl` block.
fn of_block(ty: &Type, signature: &syn::Signature) -> Option<String> {
    let looks_like_one = |word: &Ident| word.to_string().len() == 1 && word.to_string().starts_with(char::is_uppercase);
    (signature.receiver().is_some() && mentions(ty.to_token_stream(), &looks_like_one)).then(|| {
        let shown = type_text(ty);
        format!("`{shown}` is no type that shows here; where it is a type parameter of the `impl` block, put `#[grad]` above that")
    })
}

/// What to say of a type parameter that is not seen to be one of numbers.
fn lacks_bounds(name: &Ident) -> String {
    format!(
        "the bounds of `{name}` do not show that it is a type of numbers: add `num_traits::Float` or `Copy + From<f64>`"
    )
}

/// The one float type of a function.
#[derive(Default)]
pub(super) struct Floats {
    found: Option<&'static str>,
}

impl Floats {
    /// Reports a type that is not the function's.
    fn check(&mut self, ty: &Type, errors: &mut Errors) -> bool {
        let Some(found) = first_float(ty) else { return true };
        let wanted = *self.found.get_or_insert(found);
        if wanted != found {
            let message =
                format_args!("the function is on `{wanted}`; make this `{}` too", type_text(ty).replace(found, wanted));
            errors.push(ty, message);
        }
        wanted == found
    }
}

fn result(signature: &syn::Signature, floats: &mut Floats, errors: &mut Errors) -> Returned {
    let unit = Shape::Tuple(Vec::new());
    let ReturnType::Type(_, ty) = &signature.output else { return Returned { shape: unit, wrapped: None, ty: None } };
    if is_unit(ty) {
        return Returned { shape: unit, wrapped: None, ty: None };
    }
    let before = errors.count();
    let (wrapped, inner) = match wrapped(ty) {
        Some((wrapped, inner)) => (Some(wrapped), inner),
        None => (None, &**ty),
    };
    let shape = match read(inner) {
        _ if wrapped.is_some() && is_unit(inner) => unit,
        Read::Real(shape) => {
            floats.check(ty, errors);
            if let Type::Reference(reference) = inner {
                errors.push(reference, "a result by reference is not read; return an array or a `Vec`");
            }
            shape
        }
        Read::Constant => {
            errors.push(ty, "the function has to return numbers: `f64`, an array, a `Vec<f64>`, or a tuple of these");
            Shape::Real
        }
        Read::Refused(message) => {
            errors.push(ty, format_args!("this result is not read: {message}"));
            Shape::Real
        }
        Read::Mixed => {
            let shown = type_text(ty);
            errors.push(ty, format_args!("`{shown}` mixes numbers and constants; return the numbers alone"));
            Shape::Real
        }
        Read::Unseen(_) => {
            let shown = type_text(ty);
            let named = |parameter: &&syn::TypeParam| mentions(ty.to_token_stream(), &|word| *word == parameter.ident);
            let unbound = signature.generics.type_params().find(named).filter(|_| floats.found.is_none());
            let message = match unbound {
                Some(parameter) => lacks_bounds(&parameter.ident),
                None if let Some(message) = of_block(ty, signature) => message,
                None => format!(
                    "a result of type `{shown}` is not read; return `f64`, an array, a `Vec<f64>`, or a tuple of these"
                ),
            };
            errors.push(ty, message);
            Shape::Real
        }
    };
    // a stub of another type might be an error of its own
    let ty = if errors.count() > before { syn::parse_quote!(f64) } else { (**ty).clone() };
    Returned { shape, wrapped, ty: Some(ty) }
}

fn parameter(
    input: &syn::PatType,
    constants: &[Ident],
    fields: &[&Field],
    floats: &mut Floats,
    errors: &mut Errors,
) -> Parameter {
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr")) {
        errors
            .push(attribute, "`#[grad]` cannot tell whether this parameter is there; write two functions under `cfg`");
    }
    let name = match &*input.pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(pat.ident.clone()),
        _ => None,
    };
    if super::fields::has_fields(input, fields) {
        return Parameter { name, role: Role::Constant, active: false, slot: None, unseen: None, part: None };
    }
    let (role, unseen) = if name.as_ref().is_some_and(|name| constants.contains(name)) {
        (Role::Constant, None)
    } else {
        role(&input.ty, floats, errors)
    };
    // why it has none of the fields that are named is said where these are
    let unseen = unseen.filter(|_| !fields.iter().any(|field| Some(&field.owner) == name.as_ref()));
    let active = matches!(role, Role::Real(..));
    // a declared constant keeps the slot of its type: whoever calls the function does not know that it is one
    let slot = match read(&input.ty) {
        Read::Real(shape) if floats.found.is_none() || first_float(&input.ty) == floats.found => Some(shape),
        _ => None,
    };
    Parameter { name, role, active, slot, unseen, part: None }
}

/// The role, and what to say of a parameter whose type may hold anything, unless it is used for choosing only.
pub(super) fn role(ty: &Type, floats: &mut Floats, errors: &mut Errors) -> (Role, Option<String>) {
    let passing = match bare(ty) {
        Type::Reference(reference) if reference.mutability.is_some() => Passing::Mutable,
        Type::Reference(_) => Passing::Shared,
        _ => Passing::Value,
    };
    let refused = match read(ty) {
        Read::Real(_) if floats.found == Some(MARK) && first_float(ty) != Some(MARK) => return (Role::Constant, None),
        Read::Real(_) if !floats.check(ty, errors) => return (Role::Unknown, None),
        Read::Real(Shape::Real) if passing == Passing::Mutable => {
            "a number by `&mut` is not read; return it, or pass `&mut [f64; 1]`".to_owned()
        }
        Read::Real(shape) => return (Role::Real(shape, passing), None),
        Read::Constant => return (Role::Constant, None),
        Read::Unseen(message) => return (Role::Constant, Some(message)),
        Read::Mixed => format!(
            "`{}` mixes numbers and constants; pass them one by one, or say that it is a constant: `#[grad(constant(..))]`",
            type_text(ty)
        ),
        Read::Refused(message) => message,
    };
    errors.push(ty, refused);
    (Role::Unknown, None)
}
