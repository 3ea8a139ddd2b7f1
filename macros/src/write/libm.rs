//! The family of functions: methods, or those of `libm`.
//!
//! The engine writes methods. Where the user calls `libm::sin(x)`, every function that `core` lacks is called in that way.

use std::collections::BTreeSet;

use gradus_engine::function::Function;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Lit};

use super::local;
use crate::read::{libm_name, method, method_name};

/// The methods of `f64` that `core` has.
const IN_CORE: [&str; 12] = [
    "abs",
    "clamp",
    "copysign",
    "max",
    "midpoint",
    "min",
    "recip",
    "signum",
    "to_degrees",
    "to_radians",
    "is_nan",
    "to_bits",
];

/// The functions that the user calls through `libm`; none: methods throughout.
pub(super) struct Libm<'a> {
    functions: &'a BTreeSet<Function>,
}

impl<'a> Libm<'a> {
    pub(super) fn new(functions: &'a BTreeSet<Function>) -> Self {
        Libm { functions }
    }

    /// Whether `libm` stands for a helper of the engine.
    pub(super) fn has(&self, helper: &str) -> bool {
        !self.functions.is_empty() && helper_name(helper).is_some()
    }

    /// The text of statements as tokens.
    pub(super) fn statements(&self, text: &str) -> Result<TokenStream, String> {
        if self.functions.is_empty() {
            return text.parse().map_err(|error| defect(text, error));
        }
        let mut block: syn::Block = syn::parse_str(&format!("{{ {text} }}")).map_err(|error| defect(text, error))?;
        self.visit(|rewriter| rewriter.visit_block_mut(&mut block));
        let statements = &block.stmts;
        Ok(quote!(#(#statements)*))
    }

    /// The text of an expression as tokens.
    pub(super) fn expression(&self, text: &str) -> Result<TokenStream, String> {
        if self.functions.is_empty() {
            return text.parse().map_err(|error| defect(text, error));
        }
        let mut expr: Expr = syn::parse_str(text).map_err(|error| defect(text, error))?;
        self.visit(|rewriter| rewriter.visit_expr_mut(&mut expr));
        Ok(expr.into_token_stream())
    }

    /// The text of a helper function as tokens.
    pub(super) fn item(&self, text: &str) -> Result<TokenStream, String> {
        if self.functions.is_empty() {
            return text.parse().map_err(|error| defect(text, error));
        }
        let mut file: syn::File = syn::parse_str(text).map_err(|error| defect(text, error))?;
        self.visit(|rewriter| rewriter.visit_file_mut(&mut file));
        Ok(file.into_token_stream())
    }

    fn visit(&self, run: impl FnOnce(&mut Rewriter)) {
        run(&mut Rewriter { functions: self.functions });
    }
}

fn defect(text: &str, error: impl std::fmt::Display) -> String {
    format!("`#[grad]` has written what it cannot read ({error}); please report this: {text}")
}

/// The function of `libm` that is a helper of the engine.
fn helper_name(helper: &str) -> Option<&'static str> {
    let function = Function::ALL.iter().copied().find(|f| f.row().helper == Some(helper) && method_name(*f).is_none());
    function.and_then(libm_name)
}

struct Rewriter<'a> {
    functions: &'a BTreeSet<Function>,
}

impl VisitMut for Rewriter<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let replacement = match expr {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let Some(function) = method(&name) else { return };
                if IN_CORE.contains(&name.as_str()) && !self.functions.contains(&function) {
                    return;
                }
                let (receiver, arguments) = (bare(&call.receiver), call.args.iter());
                match libm_name(function) {
                    Some(name) => {
                        let name = local(name);
                        Some(quote!(libm::#name(#receiver #(, #arguments)*)))
                    }
                    None => substitute(function, receiver, &call.args),
                }
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => path.path.get_ident().and_then(|name| helper_name(&name.to_string())).map(|name| {
                    let (name, arguments) = (local(name), &call.args);
                    quote!(libm::#name(#arguments))
                }),
                _ => None,
            },
            _ => None,
        };
        if let Some(tokens) = replacement {
            *expr = Expr::Verbatim(tokens);
        }
    }
}

/// What stands for a method that `libm` lacks.
fn substitute(
    function: Function,
    receiver: &Expr,
    arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>,
) -> Option<TokenStream> {
    match function {
        Function::Powi => {
            let mut exponent = arguments.first()?.clone();
            Exponent.visit_expr_mut(&mut exponent);
            Some(quote!(libm::pow(#receiver, #exponent)))
        }
        Function::Fract => Some(quote!((#receiver - libm::trunc(#receiver)))),
        _ => None,
    }
}

/// `2` becomes `2.0`.
struct Exponent;

impl VisitMut for Exponent {
    fn visit_lit_mut(&mut self, literal: &mut Lit) {
        if let Lit::Int(n) = literal {
            let text = format!("{}.0", n.base10_digits());
            *literal = Lit::Float(syn::LitFloat::new(&text, n.span()));
        }
    }
}

fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => bare(&inner.expr),
        expr => expr,
    }
}
