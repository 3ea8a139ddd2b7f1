//! `try_for_each(..)?` where the function returns a `Result` itself: the loop that it is.
//!
//! ```text
//! v.iter().try_for_each(|a| { check(a)?; Ok(()) })?      for a in v.iter() { check(a)?; }
//! ```

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprClosure, ExprMethodCall, Pat, Stmt};

use super::Reader;
use super::attempt::error_of;
use super::forms::bare;
use super::shape::Wrapped;
use super::value::{Constant, Value};

impl Reader<'_> {
    /// The loop, where an expression is this and errors end the function; its value is `()`.
    pub(super) fn each_or_error(&mut self, expr: &Expr) -> Option<Value> {
        let Expr::MethodCall(call) = bare(expr) else { return None };
        let [Expr::Closure(closure)] = &call.args.iter().collect::<Vec<_>>()[..] else { return None };
        let fits = call.method == "try_for_each" && closure.inputs.len() == 1;
        if !fits || self.wrapped_here() != Some(Wrapped::Result) {
            return None;
        }
        let repeated = loop_of(call, closure);
        self.expr(&repeated);
        Some(Value::Optional(Constant::truth(true), Box::new(Value::Unit)))
    }
}

fn loop_of(call: &ExprMethodCall, closure: &ExprClosure) -> Expr {
    let pattern = match &closure.inputs[0] {
        Pat::Type(typed) => &*typed.pat,
        pattern => pattern,
    };
    let (receiver, mut body) = (&call.receiver, (*closure.body).clone());
    Returns.visit_expr_mut(&mut body);
    end(&mut body);
    syn::parse_quote!('__each: for #pattern in #receiver { #body; })
}

/// What a closure returns by `return`: an error ends the function, else the next iteration comes.
struct Returns;

impl VisitMut for Returns {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(_) => {}
            Expr::Return(inner) => {
                if let Some(value) = &mut inner.expr {
                    end(value);
                    *expr = syn::parse_quote!({ #value; continue '__each; });
                }
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Has an expression that is the value of the closure end the function with an error, or be `()`.
fn end(expr: &mut Expr) {
    match expr {
        Expr::Paren(inner) => end(&mut inner.expr),
        Expr::Block(inner) => end_of_block(&mut inner.block),
        Expr::If(branch) => {
            end_of_block(&mut branch.then_branch);
            if let Some((_, otherwise)) = &mut branch.else_branch {
                end(otherwise);
            }
        }
        Expr::Match(choice) => choice.arms.iter_mut().for_each(|arm| end(&mut arm.body)),
        // what was a `return`, and what jumps
        Expr::Continue(_) | Expr::Break(_) | Expr::Macro(_) => {}
        value => match error_of(value) {
            Some(error) => *value = syn::parse_quote!(return Err(::core::convert::From::from(#error))),
            None if is_done(value) => *value = syn::parse_quote!(()),
            None => *value = syn::parse_quote!(#value?),
        },
    }
}

fn end_of_block(block: &mut Block) {
    if let Some(Stmt::Expr(value, None)) = block.stmts.last_mut() {
        end(value);
    }
}

/// `Ok(())`
fn is_done(expr: &Expr) -> bool {
    let Expr::Call(call) = bare(expr) else { return false };
    let done =
        matches!(&*call.func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Ok"));
    done && matches!(&call.args.iter().collect::<Vec<_>>()[..], [Expr::Tuple(tuple)] if tuple.elems.is_empty())
}
