//! Constants that need no name of their own: `PI`, `self.g`, a parameter.

use std::collections::BTreeMap;

use gradus_engine::program::procedure::{Step, Var, VarKind};
use proc_macro2::{TokenStream, TokenTree};

use crate::read::Body;

/// The placeholders of constants that stand where they are used.
pub(crate) struct SimpleConstants(pub(super) BTreeMap<Var, String>);

impl SimpleConstants {
    /// Makes the simple constants of a body values that are given from the start.
    pub(crate) fn take(body: &mut Body) -> Self {
        let mut found = BTreeMap::new();
        let Body { procedure, expressions, .. } = body;
        let vars = &procedure.vars;
        procedure.body.steps.retain(|step| {
            let Step::Opaque { out, expression, replay: true } = step else { return true };
            let number = matches!(vars[out.0 as usize].kind, VarKind::Constant | VarKind::Condition);
            let simple = number && expressions.get(expression.key as usize).is_some_and(is_simple);
            if simple {
                found.insert(*out, format!("__e{}", expression.key));
            }
            !simple
        });
        procedure.given.extend(found.keys());
        // a `let` of a constant's name would be a pattern
        for info in procedure.vars.iter_mut().filter(|info| info.hint.starts_with(char::is_uppercase)) {
            info.hint = info.hint.to_lowercase();
        }
        SimpleConstants(found)
    }
}

/// Whether the tokens are a path or a field of one, with nothing in it that changes.
fn is_simple(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().all(|token| match token {
        TokenTree::Ident(word) => !word.to_string().starts_with("__"),
        TokenTree::Punct(mark) => [':', '.'].contains(&mark.as_char()),
        TokenTree::Literal(_) | TokenTree::Group(_) => false,
    })
}
