//! What is not read, and what to write instead.

use quote::ToTokens;
use syn::Expr;

/// Where and why an expression is not read.
pub(super) fn refusal(expr: &Expr) -> (proc_macro2::TokenStream, &'static str) {
    let at = |tokens: &dyn ToTokens| tokens.to_token_stream();
    match expr {
        Expr::Let(e) => {
            (at(&e.let_token), "`let` in a condition is read alone only, as `if let P = e { .. }`; nest the `if`s")
        }
        Expr::Unsafe(e) => {
            (at(&e.unsafe_token), "`unsafe` blocks are not read; write safe code: slices are indexed once per access")
        }
        Expr::Async(e) => (at(&e.async_token), "`async` blocks are not read"),
        Expr::Await(e) => (at(&e.await_token), "`.await` is not read; await before the call"),
        Expr::Infer(e) => (at(e), "`_` is not a value"),
        Expr::RawAddr(e) => (at(e), "raw pointers are not read; use a slice"),
        Expr::Yield(e) => (at(e), "`yield` is not read"),
        Expr::TryBlock(e) => (at(&e.try_token), "`try` blocks are not read"),
        expr => (at(expr), "this expression is not read"),
    }
}
