//! What is not read, and what to write instead.

use quote::ToTokens;
use syn::Expr;

use super::Reader;
use super::value::Value;

impl Reader<'_> {
    /// The value, of which an error tells where it is unknown: such a one is never taken for a number or for nothing.
    pub(super) fn reported(&mut self, value: Value, place: &dyn ToTokens) -> Value {
        if matches!(value.peel(), Value::Unknown) {
            self.not_read(place);
        }
        value
    }

    /// Says that something is not read, unless an error says what is wrong.
    pub(super) fn not_read(&mut self, place: &dyn ToTokens) {
        if self.errors.is_empty() {
            let message = "this is not read here; compute it in steps, each bound by `let` with its type";
            self.errors.push(place.to_token_stream(), message);
        }
    }
}

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
