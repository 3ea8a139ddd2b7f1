//! What the form of an expression shows.

use syn::{Expr, Lit, Pat, UnOp};

/// An expression without the parentheses around it.
pub(super) fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => bare(&inner.expr),
        Expr::Group(inner) => bare(&inner.expr),
        expr => expr,
    }
}

/// A pattern without its guard.
pub(super) fn unguarded(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Guard(guarded) => &guarded.pat,
        pattern => pattern,
    }
}

/// Whether the value is a float literal whichever way is taken.
pub(super) fn is_light(expr: &Expr) -> bool {
    let block = |block: &syn::Block| match &block.stmts[..] {
        [syn::Stmt::Expr(expr, None)] => is_light(expr),
        _ => false,
    };
    match expr {
        Expr::If(branch) => {
            block(&branch.then_branch) && branch.else_branch.as_ref().is_some_and(|(_, otherwise)| is_light(otherwise))
        }
        Expr::Match(choice) => choice.arms.iter().all(|arm| is_light(&arm.body)),
        Expr::Block(inner) => block(&inner.block),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_)) && is_light(&unary.expr),
        Expr::Lit(literal) => matches!(literal.lit, Lit::Float(_)),
        _ => false,
    }
}
