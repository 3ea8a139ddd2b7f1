//! Fields of a struct parameter that are constants by name, which must be its own: what `Deref` makes of the name may be one that varies.
//!
//! ```text
//! wrt(p.inner.k: f64), and p.k is read      let Net { inner: _, k: _, .. } = p;
//! ```

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, Generics, Member, PathArguments, Type, TypePath};

use super::Reader;
use super::open::{Record, is_member};
use super::text::text;
use super::types::bare;
use super::value::Value;

/// A struct as a pattern names it, and where it is.
#[derive(Clone)]
pub(super) struct Struct {
    path: TokenStream,
    place: TokenStream,
    /// Whether it is behind a pointer, or behind a reference to a reference.
    is_behind: bool,
}

/// The fields of a struct that are its own.
pub(super) struct Own {
    of: Struct,
    members: BTreeMap<String, Member>,
}

impl Struct {
    /// The struct that `name` of that type is, or that it leads to; none where a type has no name for patterns.
    pub(super) fn of(ty: &Type, name: &TokenStream, generics: &Generics) -> Option<Self> {
        let mut place = name.clone();
        let mut behind = TokenStream::new();
        let mut is_behind = false;
        let mut ty = bare(ty);
        loop {
            match ty {
                Type::Reference(reference) => {
                    is_behind |= !behind.is_empty();
                    behind.extend(quote!(*));
                    ty = bare(&reference.elem);
                }
                Type::Path(path) => match pointed(path) {
                    Some(inner) => {
                        behind.extend(quote!(*));
                        place = quote!(#behind #name);
                        is_behind = true;
                        ty = bare(inner);
                    }
                    None => return Some(Struct { path: pattern(path, generics)?, place, is_behind }),
                },
                _ => return None,
            }
        }
    }
}

impl Struct {
    pub(super) fn is_no_pointer(&self) -> bool {
        !self.is_behind
    }

    /// The last name of its path.
    fn name(&self) -> Option<String> {
        let names = self.path.clone().into_iter().filter(|token| matches!(token, TokenTree::Ident(_)));
        names.last().map(|name| name.to_string())
    }
}

/// What a pointer holds.
fn pointed(path: &TypePath) -> Option<&Type> {
    const POINTERS: [&str; 9] =
        ["Box", "Rc", "Arc", "Cow", "Ref", "RefMut", "MutexGuard", "RwLockReadGuard", "RwLockWriteGuard"];
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let inner = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    inner.filter(|_| POINTERS.iter().any(|name| last.ident == name))
}

/// The path of a struct without its arguments; patterns take no associated types.
fn pattern(path: &TypePath, generics: &Generics) -> Option<TokenStream> {
    let first = &path.path.segments.first()?.ident;
    let parameter = generics.type_params().any(|parameter| parameter.ident == *first);
    let associated = path.path.segments.len() > 1 && first.to_string().starts_with(char::is_uppercase);
    if path.qself.is_some() || parameter || associated {
        return None;
    }
    let mut path = path.path.clone();
    path.segments.iter_mut().for_each(|segment| segment.arguments = PathArguments::None);
    Some(path.into_token_stream())
}

impl Reader<'_> {
    /// A field is read that is constant, so it has to be one of the struct's own, as those that vary beside it.
    pub(super) fn reached(&mut self, record: &Record, member: &Member) {
        let Some(rest) = &record.rest else { return };
        let Some(of) = rest.of.clone() else { return };
        let own = self.reached.entry(of.place.to_string());
        let own = own.or_insert_with(|| Own { of, members: BTreeMap::new() });
        for member in rest.varying.iter().chain([member]) {
            own.members.entry(text(member)).or_insert_with(|| member.clone());
        }
    }

    /// A struct is bound under a type, which may be that of what it derefs to.
    pub(super) fn reached_as(&mut self, record: &Record, ty: &Type) {
        let Some(of) = record.rest.as_ref().and_then(|rest| rest.of.clone()) else { return };
        let Some(other) = Struct::of(ty, &of.place, &Generics::default()) else { return };
        if other.name() != of.name() && other.name().is_some_and(|name| name != "Self") {
            let key = format!("{} {}", of.place, other.path);
            self.reached.insert(key, Own { of: Struct { place: of.place, ..other }, members: BTreeMap::new() });
        }
    }

    /// The same of a field, or a field of it, of a variable.
    pub(super) fn reached_by(&mut self, name: &Ident, members: &[Member]) {
        let (Some(Value::Struct(record, fields)), Some(member)) = (self.open_behind(name), members.first()) else {
            return;
        };
        if !fields.iter().any(|(name, _)| is_member(name, member)) {
            self.reached(&record, member);
        }
    }
}

impl Own {
    /// Patterns that name the fields, and bind nothing.
    pub(super) fn patterns(all: &BTreeMap<String, Own>) -> TokenStream {
        // without names they may be those of a tuple
        let named = |own: &&Own| {
            own.members.is_empty() || own.members.values().any(|member| matches!(member, Member::Named(_)))
        };
        let patterns = all.values().filter(named).map(|Own { of: Struct { path, place, .. }, members }| {
            let members = members.values();
            let span = Span::mixed_site().located_at(path.span());
            quote_spanned!(span=> let #path { #(#members: _,)* .. } = #place;)
        });
        patterns.collect()
    }
}
