//! The whole way from the attribute to its expansion.

use gradus_engine::adjoint::{Reversed, Unsupported, reverse};
use gradus_engine::emit::Apart;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Generics, Item, ItemFn};

use crate::attr::{self, Field, Options};
use crate::errors::Errors;
use crate::generic::{Generic, MARK};
use crate::read::{self, Beside, Body};
use crate::write::{Interface, Place, SimpleConstants, Storage, Writer, Wrt, docs};
use crate::{fallback, marked, print};

/// The argument of an attribute whose function was expanded with the module or the `impl` block around it.
pub(crate) const EXPANDED: &str = "__expanded";

/// The user's item and what is generated beside it, or that item, the errors and stubs.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    if attribute.to_string() == EXPANDED {
        return item;
    }
    let mut errors = Errors::default();
    let options = attr::options(attribute, &mut errors);
    read::placeholders(item.clone(), &mut errors);
    match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Fn(mut function)) => {
            let itself = [&function.sig];
            let beside = if function.sig.receiver().is_some() {
                Beside::of_type(itself, &Default::default())
            } else {
                Beside::free(itself)
            };
            let generated =
                function_beside(&mut function, &options, Place::Unknown, &beside, &Default::default(), errors);
            quote!(#[allow(dead_code)] #item #generated)
        }
        Ok(Item::Mod(module)) => marked::module(module, &options, errors),
        Ok(Item::Impl(block)) => marked::block(block, &options, errors),
        other => {
            match other {
                Ok(_) => {
                    errors.push(&item, "`#[grad]` stands above a function with a body, an `impl` block or a module");
                }
                Err(error) => {
                    errors.push_error(syn::Error::new(error.span(), format!("`#[grad]` cannot read this: {error}")))
                }
            }
            let errors = errors.to_compile_errors();
            quote!(#errors #item)
        }
    }
}

/// Whether a function can be read.
pub(crate) fn is_read(function: &mut ItemFn, options: &Options, beside: &Beside, outer: &Generics) -> bool {
    let generic = Generic::of(&function.sig.generics).or_else(|| Generic::of(outer));
    let mut marked = generic.map(|generic| generic.marked(function));
    let function = marked.as_mut().unwrap_or(function);
    let mut errors = Errors::default();
    let signature = read::signature(&function.sig, &[], &[], &mut errors);
    let known =
        |name: &&syn::Ident| signature.parameters.iter().any(|parameter| parameter.name.as_ref() == Some(*name));
    let constant: Vec<syn::Ident> = options.constant.iter().filter(known).cloned().collect();
    let mut errors = Errors::default();
    let signature = read::signature(&function.sig, &constant, &[], &mut errors);
    read::body(function, &signature, beside, &mut errors).is_some()
}

/// Everything that is generated for a function that stands at `place`, in an `impl` block with the `outer` type parameters, or errors and
/// stubs.
pub(crate) fn function_beside(
    function: &mut ItemFn,
    options: &Options,
    place: Place,
    beside: &Beside,
    outer: &Generics,
    mut errors: Errors,
) -> TokenStream {
    let generic = Generic::of(&function.sig.generics).or_else(|| Generic::of(outer));
    let mut marked = generic.as_ref().map(|generic| generic.marked(function));
    let as_read = marked.as_mut().unwrap_or(&mut *function);
    let mark =
        |field: &&Field| generic.as_ref().map_or_else(|| (*field).clone(), |generic| generic.marked_field(field));
    let fields: Vec<Field> = options.fields().iter().map(mark).collect();
    let fields: Vec<&Field> = fields.iter().collect();
    let mut signature = read::signature(&as_read.sig, &options.constant, &fields, &mut errors);
    if let Some(generic) = generic.as_ref().filter(|_| signature.float == MARK) {
        generic.check(&mut errors);
    }
    read::select(&mut signature, options.wrt.as_deref(), &mut errors);
    let body = if options.rule.is_none() { read::body(as_read, &signature, beside, &mut errors) } else { None };
    let interface = Interface::new(function, &signature, options, place, generic.as_ref());
    interface.check(&mut errors);
    let generated = match &options.rule {
        Some(rule) => errors.is_empty().then(|| interface.by_rule(rule)),
        None => body.filter(|_| errors.is_empty()).and_then(|mut body| {
            let simple = SimpleConstants::take(&mut body);
            if options.no_alloc {
                body.procedure.heap.clear();
            }
            functions(&interface, &body, &simple, &mut errors)
        }),
    };
    if generated.is_none() && errors.is_empty() {
        errors.push(&function.sig.ident, "this function is not read; split it into smaller ones, each under `#[grad]`");
    }
    let generated = generated.unwrap_or_else(|| fallback::stubs(&interface));
    let generated = unmarked(generic.as_ref(), generated);
    if options.print && errors.is_empty() {
        print::show(&generated);
    }
    let conditions: Vec<&syn::Attribute> = function.attrs.iter().filter(|a| a.path().is_ident("cfg")).collect();
    let errors = unmarked(generic.as_ref(), errors.to_compile_errors_under(&conditions));
    quote!(#errors #generated)
}

/// What is generated, with the type parameter of the numbers in its places.
fn unmarked(generic: Option<&Generic>, tokens: TokenStream) -> TokenStream {
    match generic {
        Some(generic) => generic.unmarked(tokens),
        None => tokens,
    }
}

/// The functions for a body; an error is reported.
fn functions(interface: &Interface, body: &Body, simple: &SimpleConstants, errors: &mut Errors) -> Option<TokenStream> {
    let writer = Writer::new(interface, body, simple);
    writer.check_rules(errors);
    let by = writer.pullback_by();
    let pullback = differentiate(interface, body, &by, errors)?;
    let gradient = match interface.has_gradient() {
        true if writer.gradient_by() == by => Some(pullback.with_unit_seed()),
        true => Some(differentiate(interface, body, &writer.gradient_by(), errors)?.with_unit_seed()),
        false => None,
    };
    let storage = |reversed: &Reversed| Storage::of(&reversed.procedure, &body.expressions, interface.signature.float);
    if interface.options.no_alloc && storage(&pullback).keeps() {
        let message = "the way back through this function needs values that it changes on the way forward; \
            they would be kept in a `Vec`, which `no_alloc` rules out";
        errors.push(&interface.function.sig.ident, message);
        return None;
    }
    if interface.options.no_alloc && body.lists {
        let message = "the way back needs the positions of what an iterator gives, which would be listed in a `Vec`; that `no_alloc` rules out: \
            hand over a slice, as `&[u8]` for letters";
        errors.push(&interface.function.sig.ident, message);
        return None;
    }
    if interface.options.no_alloc && body.items.iter().any(|item| item.to_string().contains("__gradus_order")) {
        let message =
            "sorting keeps the new order in a `Vec`, which `no_alloc` rules out; sort the data before the call";
        errors.push(&interface.function.sig.ident, message);
        return None;
    }
    let written = (|| {
        let (mut functions, mut apart) = (TokenStream::new(), Apart::new());
        if let Some(gradient) = &gradient {
            let (storage, sweep) = (storage(gradient), writer.sweep(gradient)?);
            functions.extend(writer.grad(&sweep, &docs::grad(interface, &storage)));
            functions.extend(writer.grad_into(&sweep, &docs::grad_into(interface, &storage)));
            if writer.gradient_by() == by {
                apart = sweep.apart;
            }
        }
        functions.extend(writer.vjp(&pullback, &apart, &docs::vjp(interface, &storage(&pullback)))?);
        Ok::<_, String>(functions)
    })();
    written.map_err(|message| errors.push(&interface.function.sig.ident, message)).ok()
}

/// The procedure with its reverse sweep; what has none is reported where it stands.
fn differentiate(interface: &Interface, body: &Body, by: &Wrt, errors: &mut Errors) -> Option<Reversed> {
    match reverse(&body.procedure, &by.scalars, &by.arrays) {
        Ok(reversed) => Some(reversed),
        Err(Unsupported { place, message }) => {
            let place = place.and_then(|place| body.expressions.get(place.key as usize).cloned());
            let place = place.filter(|tokens| !tokens.is_empty());
            errors.push(place.unwrap_or_else(|| interface.function.sig.ident.to_token_stream()), message);
            None
        }
    }
}

#[cfg(test)]
mod kinds;
#[cfg(test)]
mod tests;
