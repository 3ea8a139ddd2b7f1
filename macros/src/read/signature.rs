//! Parameters, their roles and the result.

use proc_macro2::Ident;
use syn::{FnArg, Pat, ReturnType, Type};

use super::constants::type_text;
use super::scope::Class;
use crate::errors::Errors;

/// What a parameter is to differentiation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A floating-point number.
    Real,
    /// A constant of a type that is none.
    Constant(Class),
    /// An error was reported.
    Unknown,
}

/// One parameter other than `self`.
pub(crate) struct Parameter {
    /// The name; `None` for `_`.
    pub(crate) name: Option<Ident>,
    pub(crate) role: Role,
    /// Whether it has a partial.
    pub(crate) active: bool,
}

/// What the macro needs to know of a signature.
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Parameter>,
    /// `f64` or `f32`.
    pub(crate) float: &'static str,
}

const INTEGERS: [&str; 12] = ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];

/// Reads a signature; what is wrong is reported and read as unknown.
pub(crate) fn signature(signature: &syn::Signature, errors: &mut Errors) -> Signature {
    if let Some(token) = &signature.asyncness {
        errors.push(token, "`#[grad]` does not read `async` functions; remove `async`");
    }
    if let syn::Safety::Unsafe(token) = &signature.safety {
        errors.push(token, "`#[grad]` does not read `unsafe` functions; remove `unsafe`");
    }
    if let Some(variadic) = &signature.variadic {
        errors.push(variadic, "`#[grad]` does not read variadic functions");
    }
    let float = result(signature, errors);
    let mut parameters = Vec::new();
    for input in &signature.inputs {
        if let FnArg::Typed(input) = input {
            parameters.push(parameter(input, float, errors));
        }
    }
    if parameters.iter().all(|p| matches!(p.role, Role::Constant(_))) {
        errors.push(&signature.ident, "there is nothing to differentiate by: no parameter is an `f64`");
    }
    Signature { parameters, float: float.unwrap_or("f64") }
}

/// The float type that is returned.
fn result(signature: &syn::Signature, errors: &mut Errors) -> Option<&'static str> {
    const WANTED: &str = "the function has to return an `f64` (or `f32`)";
    match &signature.output {
        ReturnType::Type(_, result) => {
            let name = float(result);
            if name.is_none() {
                let ty = type_text(result);
                errors.push(result, format_args!("{WANTED}; `{ty}` is not read yet"));
            }
            name
        }
        ReturnType::Default => {
            errors.push(&signature.ident, format_args!("{WANTED}: add `-> f64`"));
            None
        }
    }
}

fn parameter(input: &syn::PatType, float: Option<&'static str>, errors: &mut Errors) -> Parameter {
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("cfg") || a.path().is_ident("cfg_attr")) {
        errors
            .push(attribute, "`#[grad]` cannot tell whether this parameter is there; write two functions under `cfg`");
    }
    let name = match &*input.pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(pat.ident.clone()),
        Pat::Wild(_) => None,
        pat => {
            errors.push(pat, "a pattern as a parameter is not read yet; give it a name and take it apart with `let`");
            None
        }
    };
    let role = role(&input.ty, float, errors);
    Parameter { name, role, active: role == Role::Real }
}

fn role(ty: &Type, wanted: Option<&'static str>, errors: &mut Errors) -> Role {
    if let Some(found) = float(ty) {
        return match wanted {
            Some(wanted) if wanted != found => {
                errors.push(ty, format_args!("the function returns `{wanted}`; make this parameter an `{wanted}` too"));
                Role::Unknown
            }
            _ => Role::Real,
        };
    }
    match simple_name(ty).as_deref() {
        Some("bool") => return Role::Constant(Class::Bool),
        Some("char") => return Role::Constant(Class::Any),
        Some(name) if INTEGERS.contains(&name) => return Role::Constant(Class::Integer),
        _ => {}
    }
    if let Type::Reference(reference) = ty
        && simple_name(&reference.elem).as_deref() == Some("str")
    {
        return Role::Constant(Class::Any);
    }
    let shown = type_text(ty);
    errors.push(
        ty,
        format_args!(
            "parameters of type `{shown}` are not read yet: pass the numbers as `f64`, constants as integers or `bool`"
        ),
    );
    Role::Unknown
}

/// `f64` or `f32`, when the type is one.
pub(super) fn float(ty: &Type) -> Option<&'static str> {
    match simple_name(ty)?.as_str() {
        "f64" => Some("f64"),
        "f32" => Some("f32"),
        _ => None,
    }
}

/// Whether the type is an integer.
pub(super) fn is_integer(ty: &Type) -> bool {
    simple_name(ty).is_some_and(|name| INTEGERS.contains(&name.as_str()))
}

fn simple_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Paren(inner) => simple_name(&inner.elem),
        Type::Group(inner) => simple_name(&inner.elem),
        Type::Path(path) if path.qself.is_none() => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

impl Parameter {
    /// Whether it has a partial.
    pub(crate) fn is_active(&self) -> bool {
        self.active
    }
}
