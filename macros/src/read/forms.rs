//! What the form of an expression shows.

use syn::{Expr, Lit, UnOp};

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
