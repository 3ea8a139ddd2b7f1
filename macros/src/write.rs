//! From a differentiated graph to functions.
//!
//! A function of an `impl` block may stand without `self`, and the macro cannot tell where it stands, so no generated function
//! calls another: each is complete.

mod block;
mod libm;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, FnArg, ItemFn};

use crate::attr::Options;
use crate::expand::Sweep;
use crate::read::{Body, Parameter, Role, Signature};
use block::{Statements, statements};

/// The parts of which functions are made.
pub(crate) struct Writer<'a> {
    pub(crate) function: &'a ItemFn,
    pub(crate) signature: &'a Signature,
    pub(crate) body: &'a Body,
    pub(crate) options: &'a Options,
}

type Written = Result<TokenStream, String>;

impl Writer<'_> {
    /// `f_grad(x, y) -> (value, (d_x, d_y))`.
    pub(crate) fn grad(&self, sweep: &Sweep) -> Written {
        let Statements { setup, value, partials, .. } = statements(self.signature, self.body, sweep, &[])?;
        let partials: Vec<TokenStream> =
            self.active().zip(partials_of(self.signature, partials)).map(|(_, p)| p).collect();
        let gradient = tuple(&partials);
        let result = tuple(&vec![self.float(); partials.len()]);
        let float = self.float();
        let header =
            header(self.function, &grad_name(self.function, self.options), &[], &[], &quote!((#float, #result)));
        let docs = docs(&[format!("The value of `{}` and its {}.", self.function.sig.ident, by(self.signature))]);
        Ok(quote! {
            #docs
            #header {
                #setup
                (#value, #gradient)
            }
        })
    }

    /// `f_grad_into(x, y, &mut d_x, &mut d_y) -> value`.
    pub(crate) fn grad_into(&self, sweep: &Sweep) -> Written {
        let slots: Vec<Ident> = slots(self.signature, Parameter::is_active);
        let Statements { setup, value, partials, .. } = statements(self.signature, self.body, sweep, &slots)?;
        let partials = partials_of(self.signature, partials);
        let float = self.float();
        let types = vec![quote!(&mut #float); slots.len()];
        let name = format_ident!("{}_into", grad_name(self.function, self.options));
        let header = header(self.function, &name, &slots, &types, &float);
        let sentence = format!(
            "The value of `{}`; overwrites the last arguments with its {}.",
            self.function.sig.ident,
            by(self.signature)
        );
        let docs = docs(&[sentence]);
        Ok(quote! {
            #docs
            #header {
                #setup
                #(*#slots = #partials;)*
                #value
            }
        })
    }

    /// `f_vjp(x, y, seed, slot of x, slot of y) -> value`.
    pub(crate) fn vjp(&self, sweep: &Sweep) -> Written {
        let all = slots(self.signature, |_| true);
        let receiver = self.function.sig.receiver().map(|_| local("d_self"));
        let mut reserved = vec![local("seed")];
        reserved.extend(receiver.clone());
        reserved.extend(all.iter().cloned());
        let Statements { setup, value, partials, .. } = statements(self.signature, self.body, sweep, &reserved)?;

        let float = self.float();
        let mut types = vec![float.clone()];
        let constant = quote!(::core::option::Option<::core::convert::Infallible>);
        types.extend(receiver.map(|_| constant.clone()));
        types.extend(self.signature.parameters.iter().map(|parameter| match parameter.role {
            Role::Real => quote!(::core::option::Option<&mut #float>),
            _ => constant.clone(),
        }));
        let adds = all.iter().zip(partials).filter_map(|(slot, partial)| {
            let partial = partial?;
            Some(quote!(if let ::core::option::Option::Some(#slot) = #slot { *#slot += #partial; }))
        });
        let name = format_ident!("{}_vjp", self.function.sig.ident);
        let header = header(self.function, &name, &reserved, &types, &float);
        let docs = docs(&[
            format!(
                "The value of `{}`; adds `seed` times each partial to its slot, where one is given.",
                self.function.sig.ident
            ),
            String::new(),
            "There is one slot for each parameter; those of constants take `None`.".to_owned(),
        ]);
        Ok(quote! {
            #docs
            #header {
                #setup
                #(#adds)*
                #value
            }
        })
    }

    fn float(&self) -> TokenStream {
        let float = local(self.signature.float);
        quote!(#float)
    }

    fn active(&self) -> impl Iterator<Item = &Parameter> {
        self.signature.parameters.iter().filter(|p| p.active)
    }
}

/// A name that cannot meet one of the user's.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The name of the function that returns the gradient.
pub(crate) fn grad_name(function: &ItemFn, options: &Options) -> Ident {
    options.name.clone().unwrap_or_else(|| format_ident!("{}_grad", function.sig.ident))
}

/// `a`, `(a, b)`.
pub(crate) fn tuple(parts: &[TokenStream]) -> TokenStream {
    match parts {
        [one] => one.clone(),
        parts => quote!((#(#parts),*)),
    }
}

/// The names `d_x` of the slots of some parameters.
pub(crate) fn slots(signature: &Signature, which: impl Fn(&Parameter) -> bool) -> Vec<Ident> {
    let chosen = signature.parameters.iter().enumerate().filter(|(_, parameter)| which(parameter));
    let name = |(position, parameter): (usize, &Parameter)| match &parameter.name {
        Some(name) => format!("d_{}", name.to_string().trim_start_matches("r#")),
        None => format!("d_{position}"),
    };
    chosen.map(|chosen| local(&name(chosen))).collect()
}

/// The partials of the active parameters, zeros written out.
fn partials_of(signature: &Signature, partials: Vec<Option<TokenStream>>) -> Vec<TokenStream> {
    let active = signature.parameters.iter().zip(partials).filter(|(parameter, _)| parameter.active);
    active.map(|(_, partial)| partial.unwrap_or_else(|| quote!(0.0))).collect()
}

/// `gradient by `x`, `y``, for documentation.
fn by(signature: &Signature) -> String {
    let active = signature.parameters.iter().filter(|p| p.active);
    let names: Vec<String> = active.map(|p| p.name.as_ref().map_or("`_`".into(), |name| format!("`{name}`"))).collect();
    match names.as_slice() {
        [one] => format!("derivative by {one}"),
        names => format!("partials by {}", names.join(", ")),
    }
}

pub(crate) fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Everything above the body: attributes, visibility and signature, with further parameters.
pub(crate) fn header(
    function: &ItemFn,
    name: &Ident,
    further: &[Ident],
    types: &[TokenStream],
    result: &TokenStream,
) -> TokenStream {
    let attributes = function.attrs.iter().filter_map(carried);
    let (vis, generics) = (&function.vis, &function.sig.generics);
    let where_clause = &generics.where_clause;
    let inputs = function.sig.inputs.iter().map(input);
    quote! {
        #(#attributes)*
        #[allow(unused, unused_qualifications, non_snake_case)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        #vis fn #name #generics(#(#inputs,)* #(#further: #types),*) -> #result #where_clause
    }
}

/// A parameter as the generated functions have it: they assign to none.
fn input(input: &FnArg) -> TokenStream {
    match input {
        FnArg::Receiver(receiver) => {
            let mut receiver = receiver.clone();
            if matches!(receiver.kind, syn::ReceiverKind::Value) {
                receiver.mutability = None;
            }
            receiver.to_token_stream()
        }
        FnArg::Typed(input) => {
            let mut input = input.clone();
            if let syn::Pat::Ident(pat) = &mut *input.pat {
                pat.mutability = None;
            }
            input.to_token_stream()
        }
    }
}

/// The attributes that hold for what is generated too: conditions, lints, hints to the compiler.
fn carried(attribute: &Attribute) -> Option<TokenStream> {
    const CARRIED: [&str; 10] =
        ["cfg", "cfg_attr", "allow", "warn", "deny", "forbid", "inline", "cold", "must_use", "deprecated"];
    let path = attribute.path();
    if path.is_ident("expect") {
        // what the user expects of one function need not happen in another
        let syn::Meta::List(list) = &attribute.meta else { return None };
        let lints = &list.tokens;
        return Some(quote!(#[allow(#lints)]));
    }
    let hidden = path.is_ident("doc") && matches!(&attribute.meta, syn::Meta::List(_));
    (hidden || CARRIED.iter().any(|name| path.is_ident(name))).then(|| attribute.to_token_stream())
}
