//! A module or an `impl` block under the attribute: its functions are marked.
//!
//! Functions that do not take floating-point numbers to floating-point numbers are left alone, as are those that have the attribute
//! themselves, those of `impl Trait for ..` and those of inner modules.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, FnArg, ImplItem, Item, ItemFn, ItemImpl, ItemMod, Pat, ReturnType, Signature};

use crate::attr::Options;
use crate::errors::Errors;
use crate::expand::function_beside;
use crate::read::Beside;
use crate::write::Place;

/// The module with what is generated inside.
pub(crate) fn module(mut module: ItemMod, options: &Options, mut errors: Errors) -> TokenStream {
    let mut marks = Marks::new(options, &mut errors);
    match &mut module.content {
        Some((_, items)) => {
            let all = std::mem::take(items);
            marks.beside = Beside::free(all.iter().filter_map(|item| match item {
                Item::Fn(function) => Some(&function.sig),
                _ => None,
            }));
            items.extend(all.into_iter().flat_map(|item| marks.item(item)));
        }
        None => marks.errors.push(&module, "`#[grad]` reads a module whose content stands here: `mod m { .. }`"),
    }
    marks.end();
    let errors = errors.to_compile_errors();
    quote!(#errors #module)
}

/// The `impl` block with what is generated inside.
pub(crate) fn block(mut block: ItemImpl, options: &Options, mut errors: Errors) -> TokenStream {
    let mut marks = Marks::new(options, &mut errors);
    match &block.trait_ {
        Some((path, _)) => marks.errors.push(
            path,
            "no functions can be added to the `impl` of a trait; call a function with `#[grad]` from here instead",
        ),
        None => marks.block(&mut block),
    }
    marks.end();
    let errors = errors.to_compile_errors();
    quote!(#errors #block)
}

struct Marks<'a> {
    options: &'a Options,
    /// The names of all parameters seen.
    parameters: BTreeSet<String>,
    /// What the functions of the module return.
    beside: Beside,
    errors: &'a mut Errors,
}

impl<'a> Marks<'a> {
    fn new(options: &'a Options, errors: &'a mut Errors) -> Self {
        let message = "this is said of one function; write it above that function";
        if let Some(name) = &options.name {
            errors.push(name, message);
        }
        for name in options.wrt.iter().flatten() {
            errors.push(name, message);
        }
        for path in options.rule.iter().chain(options.rules.iter().map(|(path, _)| path)) {
            errors.push(path, message);
        }
        Marks { options, parameters: BTreeSet::new(), beside: Beside::default(), errors }
    }

    fn item(&mut self, item: Item) -> Vec<Item> {
        match item {
            Item::Fn(mut function) if is_to_mark(&function.attrs, &function.sig) => {
                let generated = self.mark(&function, Place::Free, &self.beside.clone());
                function.attrs.push(allowed());
                vec![Item::Fn(function), Item::Verbatim(generated)]
            }
            Item::Impl(mut block) if block.trait_.is_none() => {
                self.block(&mut block);
                vec![Item::Impl(block)]
            }
            item => vec![item],
        }
    }

    fn block(&mut self, block: &mut ItemImpl) {
        let methods = block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(&method.sig),
            _ => None,
        });
        let beside = Beside::of_type(methods).and(self.beside.clone());
        for item in std::mem::take(&mut block.items) {
            let ImplItem::Fn(mut method) = item else {
                block.items.push(item);
                continue;
            };
            if !is_to_mark(&method.attrs, &method.sig) {
                block.items.push(ImplItem::Fn(method));
                continue;
            }
            let function = ItemFn {
                attrs: method.attrs.clone(),
                vis: method.vis.clone(),
                modifiers: method.modifiers.clone(),
                sig: method.sig.clone(),
                block: Box::new(method.block.clone()),
            };
            let generated = self.mark(&function, Place::Impl, &beside);
            method.attrs.push(allowed());
            block.items.extend([ImplItem::Fn(method), ImplItem::Verbatim(generated)]);
        }
    }

    fn mark(&mut self, function: &ItemFn, place: Place, beside: &Beside) -> TokenStream {
        let mut options = self.options.clone();
        let parameters: BTreeSet<String> = parameters(&function.sig).collect();
        options.constant.retain(|name| parameters.contains(&name.to_string()));
        (options.name, options.wrt, options.rule) = (None, None, None);
        options.rules.clear();
        self.parameters.extend(parameters);
        function_beside(function, &options, place, beside, Errors::default())
    }

    fn end(self) {
        for name in self.options.constant.iter().filter(|name| !self.parameters.contains(&name.to_string())) {
            self.errors.push(name, format_args!("no function that is marked here has a parameter `{name}`"));
        }
    }
}

fn parameters(signature: &Signature) -> impl Iterator<Item = String> {
    signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => match &*input.pat {
            Pat::Ident(pat) => Some(pat.ident.to_string()),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

fn allowed() -> Attribute {
    syn::parse_quote!(#[allow(dead_code)])
}

/// Whether a function takes numbers to numbers and is not marked already.
fn is_to_mark(attributes: &[Attribute], signature: &Signature) -> bool {
    let marked = |attribute: &Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "grad");
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(&*input.ty),
        FnArg::Receiver(_) => None,
    });
    let numbers: Vec<&syn::Type> = typed.filter(|ty| has_float(ty.to_token_stream())).collect();
    let changed = |ty: &&syn::Type| matches!(ty, syn::Type::Reference(reference) if reference.mutability.is_some());
    let returned = match &signature.output {
        ReturnType::Type(_, ty) if wraps(ty) => return false,
        ReturnType::Type(_, ty) => has_float(ty.to_token_stream()),
        ReturnType::Default => false,
    };
    !numbers.is_empty() && (returned || numbers.iter().any(changed)) && !attributes.iter().any(marked)
}

/// Whether a result is no number but something that may hold one: a `Box`, a function.
fn wraps(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::ImplTrait(_) | syn::Type::TraitObject(_) | syn::Type::FnPtr(_) => true,
        syn::Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| ["Box", "Rc", "Arc"].iter().any(|wrapper| last.ident == wrapper)),
        _ => false,
    }
}

fn has_float(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "f64" || word == "f32",
        TokenTree::Group(group) => has_float(group.stream()),
        _ => false,
    })
}
