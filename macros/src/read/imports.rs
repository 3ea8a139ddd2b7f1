//! What the `use` items in sight name: whether `swap(..)` is that of `std::mem`.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};
use quote::{quote, quote_spanned};
use syn::{Expr, ExprPath, ItemUse, UseTree};

use super::Reader;
use super::forms::bare;
use super::text::plain;

/// The paths of names that are imported; an empty one where two imports disagree.
#[derive(Clone, Default)]
pub(crate) struct Imports(BTreeMap<String, Vec<String>>);

impl Imports {
    pub(super) fn add(&mut self, item: &ItemUse) {
        self.tree(&item.tree, &mut Vec::new());
    }

    /// These too.
    pub(super) fn and(&mut self, others: Imports) {
        others.0.into_iter().for_each(|(name, path)| self.insert(name, path));
    }

    fn tree(&mut self, tree: &UseTree, within: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                within.push(plain(&path.ident));
                self.tree(&path.tree, within);
                within.pop();
            }
            UseTree::Name(name) if name.ident == "self" => {
                if let Some(last) = within.last() {
                    self.insert(last.clone(), within.clone());
                }
            }
            UseTree::Name(name) => {
                let name = plain(&name.ident);
                self.insert(name.clone(), [&within[..], &[name]].concat());
            }
            UseTree::Rename(rename) => {
                let path = match rename.ident == "self" {
                    true => within.clone(),
                    false => [&within[..], &[plain(&rename.ident)]].concat(),
                };
                self.insert(plain(&rename.rename), path);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, within)),
            // of what a glob imports nothing is known
            _ => {}
        }
    }

    fn insert(&mut self, name: String, path: Vec<String>) {
        let known = self.0.entry(name).or_insert_with(|| path.clone());
        if *known != path {
            known.clear();
        }
    }

    fn get(&self, name: &str) -> Option<&[String]> {
        self.0.get(name).map(Vec::as_slice)
    }
}

impl Reader<'_> {
    /// The path within `std` that is meant; `None` for what is the user's own, as a bare name is unless a `use` in sight says otherwise.
    pub(super) fn path_in_std(&self, path: &ExprPath) -> Option<Vec<String>> {
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let (first, others) = words.split_first()?;
        let known = self.facts.imports.get(first).or_else(|| self.beside.imports.get(first));
        let full = match known {
            Some(import) => [import, others].concat(),
            None => words.clone(),
        };
        match full.first()?.as_str() {
            "std" | "core" | "alloc" => Some(full[1..].to_vec()),
            _ if known.is_some() || self.is_own(first) => None,
            // `mem::swap` behind a `use` that is out of sight, and what needs none
            name => (!others.is_empty() || name == "drop").then_some(full),
        }
    }

    /// The path within `std` of a bare name whose `use` may be out of sight, at the top of the file. An item in what is generated compiles only
    /// where the name is that of the function: each function has a type of its own.
    pub(super) fn taken_for_std(&mut self, path: &ExprPath, arguments: &[&Expr]) -> Option<Vec<String>> {
        let name = path.path.get_ident()?;
        let word = plain(name);
        let known = self.facts.imports.get(&word).or_else(|| self.beside.imports.get(&word)).is_some();
        if known || self.is_own(&word) {
            return None;
        }
        let lent = |expr: &Expr| matches!(bare(expr), Expr::Reference(lent) if lent.mutability.is_some());
        let inputs =
            |expr: &Expr| if let Expr::Closure(closure) = bare(expr) { Some(closure.inputs.len()) } else { None };
        let (module, of) = match (word.as_str(), arguments) {
            ("swap", [a, b]) if lent(a) && lent(b) => ("mem", quote!(u8)),
            ("replace", [a, _]) | ("take", [a]) if lent(a) => ("mem", quote!(u8)),
            ("from_fn", [made]) if inputs(made) == Some(1) => ("array", quote!(u8, 1, fn(usize) -> u8)),
            ("from_fn", [made]) if inputs(made) == Some(0) => ("iter", quote!(u8, fn() -> ::core::option::Option<u8>)),
            ("successors", [_, next]) if inputs(next) == Some(1) => {
                ("iter", quote!(u8, fn(&u8) -> ::core::option::Option<u8>))
            }
            _ => return None,
        };
        let check = format!("__gradus_{module}_{word}");
        if self.item_names.insert(check.clone()) {
            let message = format!("`{word}` is read as `std::{module}::{word}` here, and it is another function");
            let label = format!("write your own with its path, as `self::{word}(..)`");
            let [check, module] = [&check[..], module].map(|text| Ident::new(text, Span::call_site()));
            let of_std = quote!(::core::#module::#name::<#of>);
            let compared = quote_spanned!(name.span()=> is(#of_std, #name::<#of>););
            self.items.push(quote! {
                fn #check() {
                    #[diagnostic::on_unimplemented(message = #message, label = #label)]
                    trait Is<T> {}
                    impl<T> Is<T> for T {}
                    fn is<T, U: Is<T>>(_: T, _: U) {}
                    #compared
                }
            });
        }
        Some(vec![module.to_owned(), word])
    }

    /// Whether a function or a type of that name stands beside the function or in it.
    pub(super) fn is_own(&self, name: &str) -> bool {
        self.item_names.contains(name) || self.beside.has_item(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_paths_of_their_imports() {
        let mut imports = Imports::default();
        imports.add(&syn::parse_quote!(
            use std::{
                iter as it,
                mem::{self, swap as exchange, take},
            };
        ));
        let path = |name: &str| imports.get(name).map(|path| path.join("::"));
        assert_eq!(path("it").as_deref(), Some("std::iter"));
        assert_eq!(path("mem").as_deref(), Some("std::mem"));
        assert_eq!(path("exchange").as_deref(), Some("std::mem::swap"));
        assert_eq!(path("take").as_deref(), Some("std::mem::take"));
        assert_eq!(path("swap"), None);
    }

    #[test]
    fn imports_that_disagree_say_nothing() {
        let mut imports = Imports::default();
        imports.add(&syn::parse_quote!(
            use std::mem::swap;
        ));
        imports.add(&syn::parse_quote!(
            use std::ptr::swap;
        ));
        assert_eq!(imports.get("swap"), Some(&[][..]));
    }
}
