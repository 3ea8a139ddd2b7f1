//! The arguments of the attribute.

use proc_macro2::{Ident, TokenStream};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Meta, MetaList, MetaNameValue, Path, Token};

use crate::errors::Errors;
pub(crate) use wrt::{By, Field};

mod wrt;

/// What stands in `#[grad(..)]`.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// `name = df`: the name in place of `f_grad`.
    pub(crate) name: Option<Ident>,
    /// `wrt(x, p.mass: f64)`: the parameters and fields to differentiate by.
    pub(crate) wrt: Option<Vec<By>>,
    /// `constant(p, q)`: the parameters that are constants.
    pub(crate) constant: Vec<Ident>,
    /// `print`: what is generated is shown.
    pub(crate) print: bool,
    /// `no_alloc`: nothing is generated that allocates.
    pub(crate) no_alloc: bool,
    /// `rule = v`: the function that is the `_vjp` of this one, whose body is not read.
    pub(crate) rule: Option<Path>,
    /// `rule(h = r)`: the functions that are called here and have no `_vjp`, and those that return their value and partials.
    pub(crate) rules: Vec<(Path, Path)>,
}

const KNOWN: &str = "`#[grad]` takes `wrt(x, p.mass: f64)`, `constant(p)`, `name = df`, `rule(h = h_grad)`, `rule = f_vjp`, `no_alloc` and `print`";

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
    for meta in &metas {
        match meta {
            Meta::NameValue(pair) if pair.path.is_ident("name") => options.name(pair, errors),
            Meta::NameValue(pair) if pair.path.is_ident("rule") => match &pair.value {
                Expr::Path(path) if path.qself.is_none() && options.rule.is_none() => {
                    options.rule = Some(path.path.clone());
                }
                value => errors.push(value, "`rule` takes the path of a function, once: `#[grad(rule = f_vjp)]`"),
            },
            Meta::List(list) if list.path.is_ident("rule") => options.rules(list, errors),
            Meta::List(list) if list.path.is_ident("wrt") => {
                if let Some(all) = wrt::listed(list, options.wrt.is_some(), errors) {
                    options.wrt = Some(all);
                }
            }
            Meta::List(list) if list.path.is_ident("constant") => {
                if let Some(names) = names(list, !options.constant.is_empty(), errors) {
                    options.constant = names;
                }
            }
            Meta::Path(path) if path.is_ident("print") => flag(&mut options.print, path, errors),
            Meta::Path(path) if path.is_ident("no_alloc") => flag(&mut options.no_alloc, path, errors),
            meta => errors.push(meta, KNOWN),
        }
    }
    options
}

impl Options {
    /// Whether a parameter of this name is declared a constant.
    pub(crate) fn is_constant(&self, name: &Ident) -> bool {
        self.constant.contains(name)
    }

    /// The fields to differentiate by, in order.
    pub(crate) fn fields(&self) -> Vec<&Field> {
        self.wrt.iter().flatten().filter_map(By::field).collect()
    }

    fn rules(&mut self, list: &MetaList, errors: &mut Errors) {
        let message = "`rule` takes pairs of functions: `#[grad(rule(special::j0 = j0_grad))]`";
        match list.parse_args_with(Punctuated::<MetaNameValue, Token![,]>::parse_terminated) {
            Ok(pairs) => {
                for pair in pairs {
                    match pair.value {
                        Expr::Path(rule) if rule.qself.is_none() => self.rules.push((pair.path, rule.path)),
                        value => errors.push(value, message),
                    }
                }
            }
            Err(error) => errors.push_error(syn::Error::new(error.span(), message)),
        }
    }

    fn name(&mut self, pair: &MetaNameValue, errors: &mut Errors) {
        match &pair.value {
            Expr::Path(path) if path.path.get_ident().is_some() && self.name.is_none() => {
                self.name = path.path.get_ident().cloned();
            }
            value => errors.push(value, "`name` takes one identifier, once: `#[grad(name = df)]`"),
        }
    }
}

/// The names in `constant(p, q)`, which stands at most once.
fn names(list: &MetaList, again: bool, errors: &mut Errors) -> Option<Vec<Ident>> {
    let message = "`constant` takes names of parameters";
    match list.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated) {
        Ok(names) if !names.is_empty() && !again => return Some(names.into_iter().collect()),
        Ok(_) => errors.push(list, format_args!("{message}, once: `#[grad(constant(p))]`")),
        Err(error) => {
            let message = format_args!("{message}: `#[grad(constant(p))]`");
            errors.push_error(syn::Error::new(error.span(), message));
        }
    }
    None
}

fn flag(set: &mut bool, path: &Path, errors: &mut Errors) {
    if std::mem::replace(set, true) {
        errors.push(path, "this stands here twice");
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn read(attribute: TokenStream) -> (Options, String) {
        let mut errors = Errors::default();
        let options = options(attribute, &mut errors);
        (options, errors.to_compile_errors().to_string())
    }

    #[test]
    fn all_options() {
        let (options, errors) =
            read(quote!(wrt(x, w), name = df, constant(p), no_alloc, print, rule = a::v, rule(b::h = h_grad)));
        assert_eq!(errors, "");
        let names: Vec<String> = options.wrt.unwrap().iter().map(|by| by.name().to_string()).collect();
        assert_eq!(names, ["x", "w"]);
        assert_eq!(options.name.unwrap(), "df");
        assert_eq!(options.constant, ["p"]);
        assert!(options.no_alloc && options.print);
        assert!(options.rule.is_some() && options.rules.len() == 1);
    }

    #[test]
    fn fields_have_paths_and_types() {
        let (options, errors) = read(quote!(wrt(p.mass: f64, x, self.inner.w: [[f64; N]; 2], p.0.1: Vec<f64>)));
        assert_eq!(errors, "");
        let paths: Vec<String> = options.fields().iter().map(|field| field.path()).collect();
        assert_eq!(paths, ["p.mass", "self.inner.w", "p.0.1"]);
        let names: Vec<String> = options.fields().iter().map(|field| field.name()).collect();
        assert_eq!(names, ["p_mass", "inner_w", "p_0_1"]);
    }

    #[test]
    fn errors_name_what_is_taken() {
        for (attribute, message) in [
            (quote!(by(x)), "takes `wrt(x, p.mass: f64)`"),
            (quote!(name = 3), "takes one identifier"),
            (quote!(wrt()), "takes parameters and fields, once"),
            (quote!(wrt(x), wrt(y)), "takes parameters and fields, once"),
            (quote!(wrt(x + y)), "takes parameters and fields: "),
            (quote!(wrt(x: f64)), "the type of a parameter stands in the signature"),
            (quote!(wrt(self)), "name its fields with their types"),
            (quote!(wrt(p.of(): f64)), "takes parameters and fields: "),
            (quote!(wrt(p.mass: f64, p.mass: f64)), "stands here twice"),
            (quote!(wrt(x, x)), "stands here twice"),
            (quote!(wrt(p.inner.k: f64, p.inner: [f64; 2])), "is a part of `p.inner`"),
            (quote!(wrt(p, p.mass: f64)), "is a part of `p`"),
            (quote!(constant(x.y)), "takes names of parameters: `#[grad(constant(p))]`"),
            (quote!(print, print), "twice"),
            (quote!(rule = 3), "the path of a function"),
            (quote!(rule(h)), "pairs of functions"),
        ] {
            let (_, errors) = read(attribute);
            assert!(errors.contains(message), "{errors}");
        }
    }
}
