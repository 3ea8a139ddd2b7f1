//! `wrt(x, p.mass: f64)`: parameters by their names, fields by their paths and types.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, Member, MetaList, Token, Type};

use crate::errors::Errors;

/// What a gradient is taken by.
#[derive(Clone)]
pub(crate) enum By {
    Parameter(Ident),
    Field(Box<Field>),
}

/// A field of a parameter, or of `self`.
#[derive(Clone)]
pub(crate) struct Field {
    /// The parameter.
    pub(crate) owner: Ident,
    /// From the parameter down to the field.
    pub(crate) members: Vec<Member>,
    /// `None` where it was left out, which is an error.
    pub(crate) ty: Option<Type>,
}

impl By {
    /// The parameter.
    pub(crate) fn name(&self) -> &Ident {
        match self {
            By::Parameter(name) => name,
            By::Field(field) => &field.owner,
        }
    }

    pub(crate) fn field(&self) -> Option<&Field> {
        match self {
            By::Field(field) => Some(field),
            By::Parameter(_) => None,
        }
    }

    /// `p.mass`
    pub(crate) fn path(&self) -> String {
        match self {
            By::Parameter(name) => name.to_string(),
            By::Field(field) => field.path(),
        }
    }

    /// What stands before the type.
    pub(crate) fn place(&self) -> TokenStream {
        match self {
            By::Parameter(name) => name.to_token_stream(),
            By::Field(field) => field.place(),
        }
    }
}

impl Field {
    /// Whether it is one of `self`.
    pub(crate) fn is_of_self(&self) -> bool {
        self.owner == "self"
    }

    /// What stands before the type.
    pub(crate) fn place(&self) -> TokenStream {
        let Field { owner, members, .. } = self;
        quote!(#owner #(.#members)*)
    }

    /// `p.mass`
    pub(crate) fn path(&self) -> String {
        let members = self.members.iter().map(|member| format!(".{}", member.to_token_stream()));
        format!("{}{}", self.owner, members.collect::<String>())
    }

    /// `p_mass`, and `weights` of `self.weights`.
    pub(crate) fn name(&self) -> String {
        let owner = (!self.is_of_self()).then(|| self.owner.to_string());
        let members = self.members.iter().map(|member| member.to_token_stream().to_string());
        let words: Vec<String> = owner.into_iter().chain(members).collect();
        words.iter().map(|word| word.trim_start_matches("r#")).collect::<Vec<_>>().join("_")
    }
}

/// An element of the list as it stands.
struct Listed {
    place: Expr,
    ty: Option<Type>,
}

impl Parse for Listed {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let place = input.parse()?;
        let ty = input.parse::<Option<Token![:]>>()?.map(|_| input.parse()).transpose()?;
        Ok(Listed { place, ty })
    }
}

/// What the list names, which stands at most once.
pub(super) fn listed(list: &MetaList, again: bool, errors: &mut Errors) -> Option<Vec<By>> {
    let message = "`wrt` takes parameters and fields";
    let example = "`#[grad(wrt(x, p.mass: f64))]`";
    match list.parse_args_with(Punctuated::<Listed, Token![,]>::parse_terminated) {
        Ok(all) if !all.is_empty() && !again => {
            let mut named: Vec<By> = Vec::new();
            for Listed { place, ty } in all {
                match by(&place, ty) {
                    Ok(by) => add(by, &mut named, errors),
                    Err(reason) => {
                        let reason = reason.unwrap_or_else(|| format!("{message}: {example}"));
                        errors.push(&place, reason);
                    }
                }
            }
            return Some(named);
        }
        Ok(_) => errors.push(list, format_args!("{message}, once: {example}")),
        Err(error) => errors.push_error(syn::Error::new(error.span(), format!("{message}: {example}"))),
    }
    None
}

/// What an element names; else what is wrong with it, if that is known.
fn by(place: &Expr, ty: Option<Type>) -> Result<By, Option<String>> {
    let (owner, members) = path(place).ok_or(None)?;
    match (members.is_empty(), ty) {
        (true, None) if owner == "self" => Err(Some(
            "the macro does not see what `self` is made of; name its fields with their types: `wrt(self.mass: f64)`"
                .to_owned(),
        )),
        (true, None) => Ok(By::Parameter(owner)),
        (true, Some(_)) => Err(Some(format!("the type of a parameter stands in the signature; write `wrt({owner})`"))),
        (false, ty) => Ok(By::Field(Box::new(Field { owner, members, ty }))),
    }
}

/// A parameter and the members of it that a path leads through.
fn path(place: &Expr) -> Option<(Ident, Vec<Member>)> {
    match place {
        Expr::Path(path) if path.qself.is_none() && path.attrs.is_empty() => {
            Some((path.path.get_ident()?.clone(), Vec::new()))
        }
        Expr::Field(field) if field.attrs.is_empty() => {
            let (owner, mut members) = path(&field.base)?;
            members.push(field.member.clone());
            Some((owner, members))
        }
        _ => None,
    }
}

/// Adds what is no part of what is named already, nor that of it.
fn add(by: By, named: &mut Vec<By>, errors: &mut Errors) {
    let path = by.path();
    for other in named.iter_mut() {
        let known = other.path();
        let (whole, part) = if known.len() <= path.len() { (&known, &path) } else { (&path, &known) };
        let inside = part.strip_prefix(whole.as_str()).is_some_and(|rest| rest.starts_with('.'));
        if whole == part || inside {
            match inside {
                true => errors.push(by.place(), format_args!("`{part}` is a part of `{whole}`; name one of the two")),
                false => errors.push(by.place(), format_args!("`{path}` stands here twice")),
            }
            if other.field().is_none() {
                *other = by; // a struct that has fields is a constant beside them
            }
            return;
        }
    }
    named.push(by);
}
