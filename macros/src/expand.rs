//! The whole way from the attribute to its expansion.

use gradus_engine::diff;
use gradus_engine::function::Function;
use gradus_engine::graph::{Graph, Id};
use gradus_engine::simplify::{Goal, Region, simplify};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemFn;

use crate::attr::{self, Options};
use crate::errors::Errors;
use crate::read::{self, Body, Parameter, Role, Signature};
use crate::{fallback, write};

/// A name that no parameter has.
pub(crate) const SEED: &str = "seed of the sweep";

/// The user's function and what is generated beside it, or that function, the errors and stubs.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = attr::options(attribute, &mut errors);
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let message = format!("`#[grad]` stands above a function with a body ({error})");
            errors.push_error(syn::Error::new(error.span(), message));
            let errors = errors.to_compile_errors();
            return quote!(#errors #item);
        }
    };
    let mut signature = read::signature(&function.sig, &mut errors);
    read::select(&mut signature, &options, &mut errors);
    let body = read::body(&function, &signature, &mut errors);
    let generated = match body {
        Some(body) => functions(&function, &signature, &body, &options, &mut errors),
        None => fallback::stubs(&function, &signature, &options),
    };
    let errors = errors.to_compile_errors();
    quote!(#[allow(dead_code)] #item #errors #generated)
}

fn functions(
    function: &ItemFn,
    signature: &Signature,
    body: &Body,
    options: &Options,
    errors: &mut Errors,
) -> TokenStream {
    let gradient = differentiate(signature, body, |parameter| parameter.active);
    let full = |parameter: &Parameter| parameter.role == Role::Real;
    let pullback = if signature.parameters.iter().all(|parameter| full(parameter) == parameter.active) {
        gradient.clone().seeded()
    } else {
        differentiate(signature, body, full).seeded()
    };
    let writer = write::Writer { function, signature, body, options };
    match (writer.grad(&gradient), writer.grad_into(&gradient), writer.vjp(&pullback)) {
        (Ok(grad), Ok(into), Ok(vjp)) => quote!(#grad #into #vjp),
        (Err(refused), ..) | (_, Err(refused), _) | (.., Err(refused)) => {
            errors.push(&function.sig.ident, refused);
            fallback::stubs(function, signature, options)
        }
    }
}

/// The value, the partials and the user's named values in one graph.
#[derive(Clone)]
pub(crate) struct Sweep {
    pub(crate) graph: Graph,
    pub(crate) value: Id,
    /// By parameter; `None` where it has no partial or the partial is zero.
    pub(crate) partials: Vec<Option<Id>>,
    /// The nodes of `Body::names`.
    pub(crate) named: Vec<Id>,
}

impl Sweep {
    /// The partials times a seed. Simplification is what the macro spends its time on, so it is not done again for these.
    fn seeded(mut self) -> Self {
        let seed = self.graph.variable(SEED);
        for partial in self.partials.iter_mut().flatten() {
            *partial = self.graph.call(Function::Mul, &[seed, *partial]);
        }
        self
    }
}

/// The partials by the `active` parameters, simplified; the value's operations stay as they are.
fn differentiate(signature: &Signature, body: &Body, active: impl Fn(&Parameter) -> bool) -> Sweep {
    let mut graph = body.graph.clone();
    let wrt: Vec<Option<Id>> = (signature.parameters.iter())
        .map(|p| p.name.as_ref().filter(|_| active(p)).map(|name| graph.variable(&name.to_string())))
        .collect();
    let found: Vec<Id> = wrt.iter().flatten().copied().collect();
    let constants: Vec<Id> = body.opaque.keys().filter_map(|name| graph.find_variable(name)).collect();
    let mut partials = diff::gradient_given(&mut graph, body.value, &found, &constants).into_iter();
    let partials: Vec<Option<Id>> = wrt.iter().map(|id| id.and_then(|_| partials.next().flatten())).collect();

    let pinned = [body.value].into_iter().chain(body.names.iter().map(|(id, _)| *id)).collect();
    let roots = partials.iter().flatten().copied().collect();
    let region = simplify(&Region { graph, pinned, roots }, Goal::Code);
    debug_assert_eq!(region.graph.check(), Ok(()));

    let mut roots = region.roots.into_iter();
    Sweep {
        graph: region.graph,
        value: region.pinned[0],
        partials: partials.into_iter().map(|partial| partial.and_then(|_| roots.next())).collect(),
        named: region.pinned[1..].to_vec(),
    }
}

#[cfg(test)]
mod tests;
