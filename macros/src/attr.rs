//! The arguments of the attribute.

use proc_macro2::{Ident, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Meta, Token};

use crate::errors::Errors;

/// What stands in `#[grad(..)]`.
#[derive(Default)]
pub(crate) struct Options {
    /// `name = df`: the name in place of `f_grad`.
    pub(crate) name: Option<Ident>,
    /// `wrt(x, y)`: the parameters to differentiate by.
    pub(crate) wrt: Option<Vec<Ident>>,
}

const KNOWN: &str = "`#[grad]` takes `wrt(x, y)` and `name = df`";

/// Reads the arguments.
pub(crate) fn options(attribute: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let metas = match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(attribute) {
        Ok(metas) => metas,
        Err(error) => {
            errors.push_error(syn::Error::new(error.span(), format!("{error}; {KNOWN}")));
            return options;
        }
    };
    for meta in metas {
        match &meta {
            Meta::NameValue(pair) if pair.path.is_ident("name") => match &pair.value {
                syn::Expr::Path(path) if path.path.get_ident().is_some() && options.name.is_none() => {
                    options.name = path.path.get_ident().cloned();
                }
                value => errors.push(value, "`name` takes one identifier, once: `#[grad(name = df)]`"),
            },
            Meta::List(list) if list.path.is_ident("wrt") => {
                match list.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated) {
                    Ok(names) if !names.is_empty() && options.wrt.is_none() => {
                        options.wrt = Some(names.into_iter().collect());
                    }
                    Ok(_) => errors.push(list, "`wrt` takes names of parameters, once: `#[grad(wrt(x, y))]`"),
                    Err(error) => errors.push_error(syn::Error::new(
                        error.span(),
                        "`wrt` takes names of parameters: `#[grad(wrt(x, y))]`",
                    )),
                }
            }
            meta => errors.push_error(syn::Error::new(meta.span(), KNOWN)),
        }
    }
    options
}
