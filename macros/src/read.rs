//! From Rust to a graph.
//!
//! Every construct is read or refused at its own token; nothing is skipped. The value is read with [`Graph::intern`], which keeps
//! each operation as the user wrote it.
//!
//! ```text
//! signature   parameters and their roles
//! scope       names and what they are bound to
//! statements  blocks, `let`, assignments
//! expressions literals, paths, casts, and what is refused
//! operators   `+`, `-`, `+=` and so on
//! branches    `if` and conditions
//! calls       methods and paths of functions, by the table
//! constants   what is no `f64` that varies: passed through as the user's own tokens
//! ```

mod branches;
mod calls;
mod constants;
mod expressions;
mod operators;
mod scope;
mod signature;
mod statements;

use std::collections::{BTreeMap, BTreeSet};

use gradus_engine::function::Function;
use gradus_engine::graph::{Graph, Id};
use proc_macro2::{Ident, TokenStream};
use syn::ItemFn;

use crate::attr::Options;
use crate::errors::Errors;
pub(crate) use calls::{libm_name, method, method_name};
use scope::{Scope, Value};
pub(crate) use signature::{Parameter, Role, Signature, signature};

/// A variable of the graph that is no parameter, as the user wrote it.
#[derive(Clone)]
pub(crate) enum Opaque {
    /// A number.
    Real(TokenStream),
    /// A condition; the graph compares it with 0.
    Condition(TokenStream),
}

/// A body that was understood.
pub(crate) struct Body {
    pub(crate) graph: Graph,
    /// What is returned.
    pub(crate) value: Id,
    /// The user's names of nodes, in order.
    pub(crate) names: Vec<(Id, Ident)>,
    /// The constants among the graph's variables, by their name in the graph.
    pub(crate) opaque: BTreeMap<String, Opaque>,
    /// Statements on constants, which stand first.
    pub(crate) prologue: Vec<TokenStream>,
    /// The names in use there and among the parameters.
    pub(crate) taken: BTreeSet<String>,
    /// The functions called as `libm::sin(x)`.
    pub(crate) libm: BTreeSet<Function>,
}

/// Reads the body of a function, unless there is an error.
pub(crate) fn body(item: &ItemFn, signature: &Signature, errors: &mut Errors) -> Option<Body> {
    let mut reader = Reader::new(signature, errors);
    for parameter in &signature.parameters {
        reader.parameter(parameter);
    }
    let value = reader.function_body(&item.block);
    let value = reader.result(value, &item.block);
    let Reader { graph, names, opaque, prologue, hoisted, libm, methods, .. } = reader;
    if let Some(function) = libm.intersection(&methods).next() {
        let name = function.row().name;
        errors.push(
            &item.sig.ident,
            format_args!(
                "`{name}` is called both as a method and through `libm`: their values may differ, so use one of them"
            ),
        );
    }
    let value = value.filter(|_| errors.is_empty())?;
    let live = graph.reach(&[value]);
    let names = names.into_iter().filter(|(id, _)| live[id.index()]).collect();
    Some(Body { graph, value, names, opaque, prologue, taken: hoisted, libm })
}

/// Checks what `wrt` says against the parameters.
pub(crate) fn select(signature: &mut Signature, options: &Options, errors: &mut Errors) {
    let Some(wrt) = &options.wrt else { return };
    for parameter in &mut signature.parameters {
        parameter.active = false;
    }
    for name in wrt {
        match signature.parameters.iter_mut().find(|p| p.name.as_ref() == Some(name)) {
            Some(parameter) if parameter.role == Role::Real => parameter.active = true,
            Some(_) => errors
                .push(name, format_args!("`{name}` is not a floating-point parameter, so there is no partial by it")),
            None => errors.push(name, format_args!("the function has no parameter `{name}`")),
        }
    }
}

/// The state of reading one function.
struct Reader<'a> {
    errors: &'a mut Errors,
    graph: Graph,
    scope: Scope,
    /// `f64` or `f32`.
    float: &'static str,
    names: Vec<(Id, Ident)>,
    opaque: BTreeMap<String, Opaque>,
    prologue: Vec<TokenStream>,
    /// The names that stand in the prologue.
    hoisted: BTreeSet<String>,
    libm: BTreeSet<Function>,
    methods: BTreeSet<Function>,
    /// How many conditions decide whether this place is reached.
    branches: usize,
}

impl<'a> Reader<'a> {
    fn new(signature: &Signature, errors: &'a mut Errors) -> Self {
        let hoisted = signature.parameters.iter().filter_map(|p| Some(p.name.as_ref()?.to_string())).collect();
        Reader {
            errors,
            graph: Graph::new(),
            scope: Scope::default(),
            float: signature.float,
            names: Vec::new(),
            opaque: BTreeMap::new(),
            prologue: Vec::new(),
            hoisted,
            libm: BTreeSet::new(),
            methods: BTreeSet::new(),
            branches: 0,
        }
    }

    fn parameter(&mut self, parameter: &Parameter) {
        let Some(name) = &parameter.name else { return };
        let value = match parameter.role {
            Role::Real => Value::Real(self.graph.variable(&name.to_string())),
            Role::Constant(class) => Value::Constant(scope::Constant::simple(name, class)),
            Role::Unknown => Value::Unknown,
        };
        self.scope.bind(name, value);
    }
}
