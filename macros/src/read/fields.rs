//! Fields of struct parameters that are parameters of the procedure.
//!
//! ```text
//! #[grad(wrt(p.mass: f64))] fn f(p: &Body, x: f64)      parameters p (a constant), x, and p.mass
//! ```

use quote::ToTokens;
use syn::{FnArg, Pat, PatType, ReceiverKind, Type};

use super::Parameter;
use super::shape::{Passing, Role};
use super::signature::{Floats, role};
use super::text::type_text;
use super::types::{Read, bare, class, first_float, read};
use super::value::Class;
use crate::attr::Field;
use crate::errors::Errors;
use crate::generic::MARK;

/// The parameter that is a field of another.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) field: Field,
    /// The position of the parameter among those that the user's function has; `None` for `self`.
    pub(crate) owner: Option<usize>,
    /// Whether the field itself is a reference.
    pub(crate) is_reference: bool,
}

/// The parameters for the fields that `wrt` names, of parameters that have some.
pub(super) fn parameters(
    signature: &syn::Signature,
    own: &[Parameter],
    fields: &[&Field],
    floats: &mut Floats,
    errors: &mut Errors,
) -> Vec<Parameter> {
    fields.iter().filter_map(|field| parameter(signature, own, field, floats, errors)).collect()
}

fn parameter(
    signature: &syn::Signature,
    own: &[Parameter],
    field: &Field,
    floats: &mut Floats,
    errors: &mut Errors,
) -> Option<Parameter> {
    let owner = own.iter().position(|parameter| parameter.name.as_ref() == Some(&field.owner));
    let role = match reason(signature, owner, field) {
        Some(Reason::None(message)) => {
            errors.push(&field.owner, message);
            return None;
        }
        Some(Reason::Changes) => {
            let name = &field.owner;
            let message = format_args!(
                "`{name}` may be changed through its reference, so its fields have no partials; take it by `&` or by value"
            );
            errors.push(name, message);
            Role::Unknown
        }
        None => role_of(field, floats, errors),
    };
    let is_reference = matches!(field.ty.as_ref().map(bare), Some(Type::Reference(_)));
    let role = match role {
        // the field is borrowed, whatever it is
        Role::Real(shape, _) if !matches!(shape, super::Shape::Real) => Role::Real(shape, Passing::Shared),
        role => role,
    };
    let slot = match &role {
        Role::Real(shape, _) => Some(shape.clone()),
        _ => None,
    };
    let part = Some(Part { field: field.clone(), owner, is_reference });
    Some(Parameter { name: None, active: slot.is_some(), role, slot, unseen: None, part })
}

/// Why a parameter has no fields to name.
enum Reason {
    /// It has none at all, as the message says.
    None(String),
    /// It is passed by `&mut`.
    Changes,
}

/// Why the parameter has no fields to name.
fn reason(signature: &syn::Signature, owner: Option<usize>, field: &Field) -> Option<Reason> {
    let name = &field.owner;
    if field.is_of_self() {
        return match signature.receiver().map(|receiver| &receiver.kind) {
            None => {
                let message = "the function has no parameter `self`; name a field of one that it has: `p.mass: f64`";
                Some(Reason::None(message.to_owned()))
            }
            Some(ReceiverKind::Reference(_, _, Some(_))) => Some(Reason::Changes),
            Some(ReceiverKind::Typed(_, ty)) if is_mutable(ty) => Some(Reason::Changes),
            Some(_) => None,
        };
    }
    let Some(owner) = owner else { return Some(Reason::None(format!("the function has no parameter `{name}`"))) };
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(input),
        FnArg::Receiver(_) => None,
    });
    let input = typed.into_iter().nth(owner)?;
    if is_mutable(&input.ty) {
        return Some(Reason::Changes);
    }
    fields_refused(&input.ty, name).map(Reason::None)
}

fn is_mutable(ty: &Type) -> bool {
    matches!(bare(ty), Type::Reference(reference) if reference.mutability.is_some())
}

fn role_of(field: &Field, floats: &mut Floats, errors: &mut Errors) -> Role {
    let path = field.path();
    let Some(ty) = field.ty.as_ref().filter(|ty| !matches!(ty, Type::Infer(_))) else {
        let message = format_args!("the macro does not see what type a field has; write it too: `{path}: f64`");
        errors.push(field.place(), message);
        return Role::Unknown;
    };
    if is_mutable(ty) {
        errors.push(ty, "what a field refers to by `&mut` is not read; let it hold the numbers, or a `&[f64]`");
        return Role::Unknown;
    }
    let (role, unseen) = role(ty, floats, errors);
    match (role, unseen) {
        (Role::Constant, Some(_)) => {
            let message = format_args!(
                "the type does not show the numbers of `{path}`; write it as `f64`, `[f64; 3]` or `Vec<f64>`, or name its fields: `{path}.x: f64`"
            );
            errors.push(ty, message);
            Role::Unknown
        }
        (Role::Constant, None) if first_float(ty).is_some() => {
            let message = format_args!(
                "the numbers of this function are of type `{MARK}`, and others are constants, so there is no partial by `{path}`"
            );
            errors.push(ty, message);
            Role::Unknown
        }
        (Role::Constant, None) => {
            let shown = type_text(ty);
            let message =
                format_args!("`{shown}` is not made of floating-point numbers, so there is no partial by `{path}`");
            errors.push(ty, message);
            Role::Unknown
        }
        (role, _) => role,
    }
}

/// Reports a parameter that is declared a constant and has fields that are none.
pub(super) fn check_constants(constants: &[proc_macro2::Ident], fields: &[&Field], errors: &mut Errors) {
    for field in fields.iter().filter(|field| constants.contains(&field.owner)) {
        let (name, path) = (&field.owner, field.path());
        let message = format_args!(
            "`{name}` is declared a constant as a whole; remove it there: beside `{path}` all of it is constant anyway"
        );
        errors.push(field.place().to_token_stream(), message);
    }
}

/// Whether fields of the parameter are named, which it may have.
pub(super) fn has_fields(input: &PatType, fields: &[&Field]) -> bool {
    let Pat::Ident(pat) = &*input.pat else { return false };
    fields.iter().any(|field| field.owner == pat.ident) && fields_refused(&input.ty, &pat.ident).is_none()
}

/// Why a parameter of that type has no fields of its own to differentiate by.
fn fields_refused(ty: &Type, name: &proc_macro2::Ident) -> Option<String> {
    let behind = match bare(ty) {
        Type::Reference(reference) => bare(&reference.elem),
        ty => ty,
    };
    let shown = type_text(ty);
    match read(ty) {
        Read::Real(_) => Some(format!("`{shown}` is made of numbers alone; name the whole parameter: `wrt({name})`")),
        _ if matches!(behind, Type::Slice(_) | Type::Array(_)) || class(behind) != Class::Any => {
            Some(format!("`{name}` is of type `{shown}`, which has no fields"))
        }
        _ => None,
    }
}
