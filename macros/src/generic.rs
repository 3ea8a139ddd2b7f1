//! Numbers of a type parameter: `fn f<T: Float>(x: T) -> T`.
//!
//! The function is read and differentiated with [`MARK`] in the place of the parameter, as one on `f64`. What is generated gets the parameter back;
//! a literal of the generated text, which ends in [`MARK`], becomes what makes it a number of the parameter.

use proc_macro2::{Group, Ident, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parse;
use syn::punctuated::Punctuated;
use syn::{GenericParam, Generics, ItemFn, ItemStruct, PathArguments, TypeParam, TypeParamBound, WherePredicate};

use crate::attr::Field;
use crate::errors::Errors;
use crate::write::local;

/// The name that stands for the parameter.
pub(crate) const MARK: &str = "__float";

/// `__float_from(x)` stands for the number that is made of an `f64`.
const FROM: &str = "__float_from";

/// `__float_into(x)` stands for the number that is made of what may be an `f64` or a number.
const INTO: &str = "__float_into";

/// The traits of numbers that are copied and that `T::from(2.0).unwrap()` makes.
const CHECKED: [&str; 3] = ["Float", "Real", "FloatCore"];
/// Those that `T::from_f64(2.0).unwrap()` makes.
const PRIMITIVE: [&str; 2] = ["RealField", "FromPrimitive"];

/// How a number is made of an `f64`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Conversion {
    /// `T::from(x).unwrap()`
    Checked,
    /// `T::from_f64(x).unwrap()`
    Primitive,
    /// `From<f64>`
    Sure,
}

/// The type parameter that the numbers of a function are of.
pub(crate) struct Generic {
    name: Ident,
    bounds: Punctuated<TypeParamBound, syn::Token![+]>,
    conversion: Conversion,
}

impl Generic {
    /// The parameter, if there is one with the traits of numbers.
    pub(crate) fn of(generics: &Generics) -> Option<Generic> {
        generics.params.iter().find_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Generic::new(parameter, generics),
            _ => None,
        })
    }

    fn new(parameter: &TypeParam, generics: &Generics) -> Option<Generic> {
        let mut bounds = parameter.bounds.clone();
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            if let WherePredicate::Type(predicate) = predicate
                && parameter.ident == predicate.bounded_ty.to_token_stream().to_string()
            {
                bounds.extend(predicate.bounds.iter().cloned());
            }
        }
        let conversion = conversion(&bounds)?;
        Some(Generic { name: parameter.ident.clone(), bounds, conversion })
    }

    /// The parameter of numbers, where it is the only one beside lifetimes.
    pub(crate) fn only(generics: &Generics) -> Option<Generic> {
        let mut others = generics.params.iter().filter(|parameter| !matches!(parameter, GenericParam::Lifetime(_)));
        match (others.next(), others.next()) {
            (Some(_), None) => Generic::of(generics),
            _ => None,
        }
    }

    /// Whether it is the only argument of a type: `<T>`.
    pub(crate) fn is_argument_of(&self, arguments: &PathArguments) -> bool {
        arguments.to_token_stream().to_string().replace(' ', "") == format!("<{}>", self.name)
    }

    /// Reports what its bounds lack.
    pub(crate) fn check(&self, errors: &mut Errors) {
        let copied = traits(&self.bounds).any(|name| name == "Copy" || CHECKED.contains(&name.as_str()));
        if !copied {
            errors.push(
                &self.name,
                format_args!("numbers of type `{0}` have to be `Copy`; write `{0}: Copy + ..`", self.name),
            );
        }
    }

    /// A field whose type has the mark in the place of the parameter.
    pub(crate) fn marked_field(&self, field: &Field) -> Field {
        let ty = field.ty.as_ref().map(|ty| self.marked_in(ty).unwrap_or_else(|_| ty.clone()));
        Field { ty, ..field.clone() }
    }

    /// The function with the mark in the place of the parameter, but where it is declared.
    pub(crate) fn marked(&self, function: &ItemFn) -> ItemFn {
        match self.marked_in(function) {
            Ok(mut marked) => {
                marked.sig.generics = function.sig.generics.clone();
                marked
            }
            // another name in the same places is read in the same way
            Err(_) => function.clone(),
        }
    }

    /// An item, or a part of one, with the mark in the place of the parameter.
    pub(crate) fn marked_in<I: ToTokens + Parse>(&self, item: &I) -> syn::Result<I> {
        syn::parse2(mapped(item.to_token_stream(), &|token, _| match token {
            TokenTree::Ident(word) if *word == self.name => {
                Some((Ident::new(MARK, word.span()).into_token_stream(), 1))
            }
            _ => None,
        }))
    }

    /// What is generated, with the parameter in its places.
    pub(crate) fn unmarked(&self, tokens: TokenStream) -> TokenStream {
        let name = self.name.to_string();
        mapped(tokens, &|token, next| match (token, next) {
            (TokenTree::Ident(word), Some(TokenTree::Group(argument))) if *word == FROM => {
                Some((self.made(argument.stream()), 2))
            }
            (TokenTree::Ident(word), Some(TokenTree::Group(argument))) if *word == INTO => {
                Some((self.turned(self.unmarked(argument.stream())), 2))
            }
            (TokenTree::Ident(word), _) if *word == MARK => {
                Some((Ident::new(&name, word.span()).into_token_stream(), 1))
            }
            (TokenTree::Literal(literal), _) => {
                let text = literal.to_string();
                let tokens = match text.strip_suffix(MARK) {
                    Some(number) => self.made(number.parse().ok()?),
                    // of messages and documentation
                    None if text.contains(MARK) => text.replace(MARK, &name).parse().ok()?,
                    None => return None,
                };
                Some((tokens, 1))
            }
            _ => None,
        })
    }

    /// A number of an `f64`.
    fn made(&self, value: TokenStream) -> TokenStream {
        let name = local(&self.name.to_string());
        match self.conversion {
            Conversion::Checked => quote!(#name::from(#value).unwrap()),
            Conversion::Primitive => quote!(#name::from_f64(#value).unwrap()),
            Conversion::Sure => quote!(<#name as ::core::convert::From<f64>>::from(#value)),
        }
    }

    /// A number of what may be one already: operators may take an `f64` beside a number where one is made of every `f64`.
    fn turned(&self, value: TokenStream) -> TokenStream {
        let name = local(&self.name.to_string());
        match self.conversion {
            Conversion::Sure => quote!(::core::convert::Into::<#name>::into(#value)),
            Conversion::Checked | Conversion::Primitive => quote!((#value)),
        }
    }

    /// A function inside the generated one, which has to declare the parameter itself.
    pub(crate) fn declared(&self, item: TokenStream) -> TokenStream {
        match syn::parse2::<ItemFn>(item.clone()) {
            Ok(mut function) if crate::read::mentions(item.clone(), &|word| word == MARK) => {
                let (mark, bounds) = (Ident::new(MARK, self.name.span()), &self.bounds);
                function.sig.generics = syn::parse_quote!(<#mark: #bounds>);
                function.into_token_stream()
            }
            _ => item,
        }
    }
}

/// A struct whose only type parameter is marked; it need not have bounds.
pub(crate) fn marked_struct(item: &ItemStruct) -> Option<ItemStruct> {
    let mut parameters = item.generics.params.iter();
    let (Some(GenericParam::Type(parameter)), None) = (parameters.next(), parameters.next()) else { return None };
    let generic = Generic { name: parameter.ident.clone(), bounds: Punctuated::new(), conversion: Conversion::Checked };
    generic.marked_in(item).ok()
}

/// How the bounds say that numbers are made.
fn conversion(bounds: &Punctuated<TypeParamBound, syn::Token![+]>) -> Option<Conversion> {
    let from = |bound: &TypeParamBound| {
        let text = bound.to_token_stream().to_string().replace(' ', "");
        text == "From<f64>" || text.ends_with("::From<f64>")
    };
    let names: Vec<String> = traits(bounds).collect();
    let one_of = |known: &[&str]| names.iter().any(|name| known.contains(&name.as_str()));
    match () {
        () if bounds.iter().any(from) => Some(Conversion::Sure),
        () if one_of(&CHECKED) => Some(Conversion::Checked),
        () if one_of(&PRIMITIVE) => Some(Conversion::Primitive),
        () => None,
    }
}

/// The last names of the traits in bounds.
fn traits(bounds: &Punctuated<TypeParamBound, syn::Token![+]>) -> impl Iterator<Item = String> {
    bounds.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    })
}

/// What stands for a token and the one after it, and how many it stands for; `None` for the token itself.
type Replace<'r> = &'r dyn Fn(&TokenTree, Option<&TokenTree>) -> Option<(TokenStream, usize)>;

/// The tokens with some of them replaced, at any depth.
fn mapped(tokens: TokenStream, replace: Replace) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some((instead, count)) = replace(token, tokens.get(at + 1)) {
            out.extend(instead);
            at += count;
            continue;
        }
        at += 1;
        out.extend([match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), mapped(group.stream(), replace));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token.clone(),
        }]);
    }
    out
}

/// What makes a number of a marked type of an `f64`.
pub(crate) fn converted(value: TokenStream) -> TokenStream {
    let from = Ident::new(FROM, proc_macro2::Span::call_site());
    quote!(#from(#value))
}

/// What makes a number of a marked type of a constant that is one or an `f64`.
pub(crate) fn turned(value: TokenStream) -> TokenStream {
    let into = Ident::new(INTO, proc_macro2::Span::call_site());
    quote!(#into(#value))
}

/// A literal of the generated text: of a marked type it is marked.
pub(crate) fn literal(text: &str, float: &str) -> Option<Literal> {
    let is_number = || text.contains(['.', 'e']) && text.parse::<f64>().is_ok();
    match float == MARK && is_number() {
        true => format!("{text}{MARK}").parse().ok(),
        false => text.parse().ok(),
    }
}

/// The same as tokens.
pub(crate) fn number(text: &str, float: &str) -> TokenStream {
    literal(text, float).into_token_stream()
}
