//! Parameters that only choose, such as simple enums: no number of theirs gets into the result.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, Pat, UnOp};

use super::arguments::matched;
use super::hygiene::occurrences;
use super::names::bound;

/// Whether a parameter is only matched with patterns that bind nothing, or compared with paths.
pub(super) fn only_chooses(block: &Block, name: &Ident) -> bool {
    let mut uses = Uses { name, all: 0, choosing: 0 };
    uses.visit_block(block);
    uses.all == uses.choosing
}

struct Uses<'a> {
    name: &'a Ident,
    all: usize,
    choosing: usize,
}

impl Uses<'_> {
    fn is_name(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => path.path.is_ident(self.name),
            Expr::Paren(inner) => self.is_name(&inner.expr),
            Expr::Reference(inner) => inner.mutability.is_none() && self.is_name(&inner.expr),
            Expr::Unary(inner) => matches!(inner.op, UnOp::Deref(_)) && self.is_name(&inner.expr),
            _ => false,
        }
    }

    fn matched_with<'p>(&mut self, expr: &Expr, mut patterns: impl Iterator<Item = &'p Pat>) {
        if self.is_name(expr) && patterns.all(|pattern| bound(pattern).is_empty()) {
            self.choosing += 1;
        }
    }
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Match(choice) => self.matched_with(&choice.expr, choice.arms.iter().map(|arm| &arm.pat)),
            Expr::Let(pattern) => self.matched_with(&pattern.expr, [&*pattern.pat].into_iter()),
            Expr::Binary(binary) if matches!(binary.op, BinOp::Eq(_) | BinOp::Ne(_)) => {
                let sides = [(&binary.left, &binary.right), (&binary.right, &binary.left)];
                for (side, other) in sides {
                    if self.is_name(side) && matches!(**other, Expr::Path(_)) {
                        self.choosing += 1;
                    }
                }
            }
            Expr::Macro(call) => return self.visit_macro(&call.mac),
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.all += usize::from(ident == self.name);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let before = self.choosing;
        if call.path.is_ident("matches")
            && let Some((expr, pattern)) = matched(&call.tokens)
        {
            self.matched_with(&expr, [&pattern].into_iter());
        }
        let text = call.tokens.to_token_stream();
        self.all += occurrences(text, &self.name.to_string()).max(self.choosing - before);
    }
}
