//! The tokens of a procedure with its reverse sweep.

use std::cell::RefCell;
use std::collections::BTreeMap;

use gradus_engine::adjoint::Reversed;
use gradus_engine::emit::{Apart, Spelling, rust_procedure};
use gradus_engine::program::procedure::{ArrayId, Var};
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::Path;

use super::interface::Names;
use super::libm::Libm;
use super::substitute::Substitution;
use crate::generic::Generic;
use crate::read::Body;

/// What is written of a procedure.
pub(super) struct Emitted {
    /// The user's items and the functions that `std` lacks.
    pub(super) items: TokenStream,
    pub(super) statements: TokenStream,
    /// The statements in the engine's text.
    pub(super) text: String,
    /// The results of the function, then the adjoints of scalars.
    pub(super) results: Vec<TokenStream>,
    /// The values that turned out not to share a variable.
    pub(super) apart: Apart,
}

/// How a procedure calls what it is given.
pub(super) struct Given<'a> {
    pub(super) float: &'static str,
    /// The type parameter that the numbers are of.
    pub(super) generic: Option<&'a Generic>,
    pub(super) rules: &'a [(Path, Path)],
    /// The names in use.
    pub(super) names: &'a Names,
    /// The parameters in the generated function.
    pub(super) inputs: &'a [Ident],
    pub(super) vars: BTreeMap<Var, String>,
    pub(super) arrays: BTreeMap<ArrayId, String>,
    /// The arrays that are no references.
    pub(super) owned: Vec<ArrayId>,
    /// The arrays that may not be there.
    pub(super) optional: Vec<ArrayId>,
    /// The values that another text of the procedure has found apart.
    pub(super) apart: &'a Apart,
}

impl Given<'_> {
    /// Writes a procedure; an error says what is missing.
    pub(super) fn emit(&self, reversed: &Reversed, body: &Body) -> Result<Emitted, String> {
        let mut taken = self.names.all();
        // a `let` of a constant's name would be a pattern
        body.expressions.iter().for_each(|tokens| identifiers(tokens.clone(), &mut taken));
        let spelling = Spelling {
            float: self.float,
            taken: &taken,
            vars: &self.vars,
            arrays: &self.arrays,
            owned: &self.owned,
            optional: &self.optional,
            apart: self.apart,
        };
        let written = rust_procedure(&reversed.procedure, &spelling);
        let substitution = Substitution {
            expressions: &body.expressions,
            parameters: self.inputs,
            vars: &written.vars,
            arrays: &written.arrays,
            rules: self.rules,
            float: self.float,
            meanings: RefCell::default(),
            literals: RefCell::default(),
        };
        let libm = Libm::new(&body.libm);
        // a crate without std has the same by `use alloc::{vec, vec::Vec};`
        let text = written.statements.replace("::std::vec::Vec", "Vec").replace("::std::vec!", "vec!");
        let statements = substitution.replace(&libm.text(&text))?;
        let result = |text: &String| substitution.replace(&libm.text(text));
        let results = written.results.iter().map(result).collect::<Result<_, String>>()?;
        let mut calling: Vec<&str> = written.results.iter().map(String::as_str).chain([&text[..]]).collect();
        let mut helpers = Vec::new();
        for text in written.helpers.iter().rev() {
            // `libm` may stand for what calls a helper
            if calling.iter().any(|calling| calling.contains(&format!("{}(", name(text))))
                && let Some(helper) = helper(text, self.float, &libm)?
            {
                helpers.push(substitution.replace(&helper)?);
                calling.push(text);
            }
        }
        helpers.reverse();
        let items = body.items.iter().cloned().chain(helpers);
        let items = match self.generic {
            Some(generic) => items.map(|item| generic.declared(item)).collect(),
            None => items.collect(),
        };
        Ok(Emitted { items, statements, text, results, apart: written.apart })
    }
}

/// Adds the identifiers in the tokens, placeholders too, which no name is like.
fn identifiers(tokens: TokenStream, into: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => into.push(ident.to_string()),
            TokenTree::Group(group) => identifiers(group.stream(), into),
            _ => {}
        }
    }
}

/// The text of a function that `std` lacks, unless `libm` has it.
fn helper(text: &str, float: &str, libm: &Libm) -> Result<Option<String>, String> {
    /// Pieces and logarithms, whose text holds for any float.
    const ANY_FLOAT: [&str; 6] = ["sign", "clamp", "relu", "leaky_relu", "elu", "xlogy"];
    let name = name(text);
    if libm.has(name) {
        return Ok(None);
    }
    if float != "f64" && !ANY_FLOAT.contains(&name) {
        return Err(format!("the derivative needs `{name}`, which exists for `f64` only yet; use `f64` here"));
    }
    Ok(Some(libm.text(&text.replace("f64", float)).into_owned()))
}

/// The name of the function that the text of a helper defines.
fn name(text: &str) -> &str {
    text.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap_or_default()
}
