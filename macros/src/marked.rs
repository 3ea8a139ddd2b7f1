//! A module or an `impl` block under the attribute: its functions are marked.
//!
//! Functions that do not take floating-point numbers to floating-point numbers are left alone, as are those that have the attribute
//! themselves, those of `impl Trait for ..` and those of inner modules.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, FnArg, ImplItem, Item, ItemFn, ItemImpl, ItemMod, Pat, ReturnType, Signature};

use crate::attr::{self, Options};
use crate::errors::Errors;
use crate::expand::{EXPANDED, function_beside, is_read};
use crate::generic::{Generic, MARK};
use crate::read::{Beside, Inline, mentions};
use crate::write::Place;

/// The module with what is generated inside.
pub(crate) fn module(mut module: ItemMod, options: &Options, mut errors: Errors) -> TokenStream {
    let mut marks = Marks::new(options, &mut errors);
    match &mut module.content {
        Some((_, items)) => {
            let all = std::mem::take(items);
            let marked = Beside::free(all.iter().filter_map(|item| match item {
                Item::Fn(function) => Some(&function.sig),
                _ => None,
            }));
            marks.types = all.iter().filter_map(type_of).collect();
            let bodies = all.iter().flat_map(|item| marks.others(item)).collect();
            marks.beside = marked.with_bodies(bodies).with_items(&all);
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
        None => {
            marks.alone = true;
            marks.block(&mut block);
        }
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
    /// The types that the module declares.
    types: BTreeSet<String>,
    /// Whether it is one `impl` block that is marked.
    alone: bool,
    /// The type parameters of the `impl` block that is read.
    generics: syn::Generics,
    errors: &'a mut Errors,
}

impl<'a> Marks<'a> {
    fn new(options: &'a Options, errors: &'a mut Errors) -> Self {
        let message = "this is said of one function; write it above that function";
        if let Some(name) = &options.name {
            errors.push(name, message);
        }
        for by in options.wrt.iter().flatten() {
            errors.push(by.place(), message);
        }
        for path in options.rule.iter().chain(options.rules.iter().map(|(path, _)| path)) {
            errors.push(path, message);
        }
        Marks {
            options,
            parameters: BTreeSet::new(),
            beside: Beside::default(),
            types: BTreeSet::new(),
            alone: false,
            generics: syn::Generics::default(),
            errors,
        }
    }

    fn item(&mut self, item: Item) -> Vec<Item> {
        match item {
            Item::Fn(mut function) if self.is_to_mark(&function.attrs, &function.sig, is_public(&function.vis)) => {
                function.attrs.push(allowed());
                let whole = function.to_token_stream();
                function.attrs.pop();
                let generated = self.mark(&mut function, Place::Free, &self.beside.clone());
                vec![Item::Verbatim(whole), Item::Verbatim(generated)]
            }
            Item::Fn(mut function) => match self.own_fields(&function.attrs) {
                Some((at, options)) => {
                    function.attrs[at] = expanded(&function.attrs[at]);
                    let generated = self.by_fields(function.clone(), &options, Place::Free, &self.beside);
                    function.attrs.push(allowed());
                    vec![Item::Fn(function), Item::Verbatim(generated)]
                }
                None => vec![Item::Fn(function)],
            },
            Item::Impl(mut block) if block.trait_.is_none() => {
                self.block(&mut block);
                vec![Item::Impl(block)]
            }
            item => vec![item],
        }
    }

    fn block(&mut self, block: &mut ItemImpl) {
        let outside = std::mem::replace(&mut self.generics, block.generics.clone());
        let methods = block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(&method.sig),
            _ => None,
        });
        let own = self.others_of(block);
        let mut beside = Beside::of_type(methods, &block.generics).and(self.beside.clone()).named_type(&block.self_ty);
        if self.alone {
            beside = beside.with_bodies(own);
        }
        for item in std::mem::take(&mut block.items) {
            let ImplItem::Fn(mut method) = item else {
                block.items.push(item);
                continue;
            };
            if let Some((at, options)) = self.own_fields(&method.attrs) {
                method.attrs[at] = expanded(&method.attrs[at]);
                let generated = self.by_fields(as_function(&method), &options, Place::Impl, &beside);
                method.attrs.push(allowed());
                block.items.extend([ImplItem::Fn(method), ImplItem::Verbatim(generated)]);
                continue;
            }
            if !self.is_to_mark(&method.attrs, &method.sig, false) {
                block.items.push(ImplItem::Fn(method));
                continue;
            }
            let mut function = as_function(&method);
            // one that changes numbers of its receiver is read where it is called on a struct
            let changes =
                |receiver: &syn::Receiver| matches!(&receiver.kind, syn::ReceiverKind::Reference(_, _, Some(_)));
            if function.sig.receiver().is_some_and(changes)
                && !is_read(&mut function, self.options, &beside, &self.generics)
            {
                block.items.push(ImplItem::Fn(method));
                continue;
            }
            let generated = self.mark(&mut function, Place::Impl, &beside);
            method.attrs.push(allowed());
            block.items.extend([ImplItem::Fn(method), ImplItem::Verbatim(generated)]);
        }
        self.generics = outside;
    }

    /// The functions of an item that are read where they are called: those that are not marked, and all methods.
    ///
    /// What is there under a condition only is none of them, as nobody tells whether it is.
    fn others(&self, item: &Item) -> Vec<Inline> {
        match item {
            Item::Fn(function)
                if is_conditional(&function.attrs)
                    || self.is_marked(&function.attrs, &function.sig, is_public(&function.vis)) =>
            {
                Vec::new()
            }
            Item::Fn(function) => Inline::free(&function.sig, &function.block).into_iter().collect(),
            Item::Impl(block) if !is_conditional(&block.attrs) => self.others_of(block),
            _ => Vec::new(),
        }
    }

    /// The same of an `impl` block.
    fn others_of(&self, block: &ItemImpl) -> Vec<Inline> {
        let methods = block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(method),
            _ => None,
        });
        let others = methods.filter(|method| {
            let kept = block.trait_.is_some() || method.sig.receiver().is_some();
            (kept || !self.is_marked(&method.attrs, &method.sig, false)) && !is_conditional(&method.attrs)
        });
        let of_trait =
            block.trait_.as_ref().and_then(|(path, _)| path.segments.last()).map(|last| last.ident.to_string());
        others
            .filter_map(|method| {
                Inline::of(&block.self_ty, of_trait.clone(), &method.sig, &method.block, &block.generics)
            })
            .collect()
    }

    /// Whether a function is marked, by itself or with the others.
    fn is_marked(&self, attributes: &[Attribute], signature: &Signature, public: bool) -> bool {
        attributes.iter().any(is_mark) || self.is_to_mark(attributes, signature, public)
    }

    /// Whether a function takes numbers to numbers and is not marked already. One that takes or returns a type of the module is
    /// read where it is called, unless others may call it.
    fn is_to_mark(&self, attributes: &[Attribute], signature: &Signature, public: bool) -> bool {
        let generic = Generic::of(&signature.generics).or_else(|| Generic::of(&self.generics));
        let marked = generic.and_then(|generic| generic.marked_in(signature).ok());
        let signature = marked.as_ref().unwrap_or(signature);
        let typed = || {
            signature.inputs.iter().filter_map(|input| match input {
                FnArg::Typed(input) => Some(input),
                FnArg::Receiver(_) => None,
            })
        };
        let has_float = |ty: &syn::Type| has_float(ty.to_token_stream());
        let numbers: Vec<&syn::Type> = typed().map(|input| &*input.ty).filter(|ty| has_float(ty)).collect();
        let changed = |ty: &&syn::Type| matches!(ty, syn::Type::Reference(reference) if reference.mutability.is_some());
        let returned = match &signature.output {
            ReturnType::Type(_, ty) if wraps(ty) || mentions(ty.to_token_stream(), &among(&self.own_types())) => {
                return false;
            }
            ReturnType::Type(_, ty) => has_float(ty),
            ReturnType::Default => false,
        };
        let own = |input: &syn::PatType| {
            let constant = matches!(&*input.pat, Pat::Ident(pat) if self.options.constant.contains(&pat.ident));
            !constant && mentions(input.ty.to_token_stream(), &among(&self.types))
        };
        !numbers.is_empty()
            && (returned || numbers.iter().any(changed))
            && !attributes.iter().any(is_mark)
            && (public || !typed().any(own) && !mixes(&signature.output))
    }

    /// The types of the module, and `Self`.
    fn own_types(&self) -> BTreeSet<String> {
        self.types.iter().cloned().chain(["Self".to_owned()]).collect()
    }

    fn mark(&mut self, function: &mut ItemFn, place: Place, beside: &Beside) -> TokenStream {
        let mut options = self.options.clone();
        let parameters: BTreeSet<String> = parameters(&function.sig).collect();
        options.constant.retain(|name| parameters.contains(&name.to_string()));
        (options.name, options.wrt, options.rule) = (None, None, None);
        options.rules.clear();
        self.parameters.extend(parameters);
        function_beside(function, &options, place, beside, &self.generics, Errors::default())
    }

    /// The position of the attribute of a function that names fields, and its options; such a function is expanded here, where the methods of
    /// its structs are seen.
    fn own_fields(&self, attributes: &[Attribute]) -> Option<(usize, Options)> {
        let at = attributes.iter().position(is_mark).filter(|_| !is_conditional(attributes))?;
        let syn::Meta::List(list) = &attributes[at].meta else { return None };
        let mut errors = Errors::default();
        let options = attr::options(list.tokens.clone(), &mut errors);
        // what is wrong with others is said by the attribute itself
        (errors.is_empty() && !options.fields().is_empty()).then_some((at, options))
    }

    /// What is generated for such a function.
    fn by_fields(&self, mut function: ItemFn, options: &Options, place: Place, beside: &Beside) -> TokenStream {
        function_beside(&mut function, options, place, beside, &self.generics, Errors::default())
    }

    fn end(self) {
        for name in self.options.constant.iter().filter(|name| !self.parameters.contains(&name.to_string())) {
            self.errors.push(name, format_args!("no function that is marked here has a parameter `{name}`"));
        }
    }
}

/// A method as a function.
fn as_function(method: &syn::ImplItemFn) -> ItemFn {
    ItemFn {
        attrs: method.attrs.clone(),
        vis: method.vis.clone(),
        modifiers: method.modifiers.clone(),
        sig: method.sig.clone(),
        block: Box::new(method.block.clone()),
    }
}

/// The name of a type that an item declares.
fn type_of(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
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

/// The attribute of a function that is expanded; it stays, so that its import is used.
fn expanded(attribute: &Attribute) -> Attribute {
    let (path, done) = (attribute.path(), Ident::new(EXPANDED, proc_macro2::Span::call_site()));
    syn::parse_quote!(#[#path(#done)])
}

fn is_mark(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "grad")
}

fn is_conditional(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr"))
}

/// Whether a name is one of those.
fn among(names: &BTreeSet<String>) -> impl Fn(&Ident) -> bool {
    |name| names.contains(&name.to_string())
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

/// Whether a result is a tuple of numbers and constants.
fn mixes(output: &ReturnType) -> bool {
    matches!(output, ReturnType::Type(_, ty) if crate::read::is_mixed(ty))
}

fn has_float(tokens: TokenStream) -> bool {
    mentions(tokens, &|name| name == "f64" || name == "f32" || name == MARK)
}

fn is_public(visibility: &syn::Visibility) -> bool {
    !matches!(visibility, syn::Visibility::Inherited)
}
