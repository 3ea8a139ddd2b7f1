//! Variables of one name are told apart: each but the first gets a name of its own before anything is read.
//!
//! ```text
//! { let mut v = Vec::new(); v.push(i); }      { let mut v = Vec::new(); v.push(i); }
//! let mut v = Vec::new(); v.push(x[0]);       let mut v__apart2 = Vec::new(); v__apart2.push(x[0]);
//! ```
//!
//! So what the whole body tells of a name is told of one variable. The names stay where the user sees them: in messages, and in what is generated.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Item, Macro, Member, Pat, Stmt, Token};

use super::arguments::{captured, given, listed, matched, repeated};
use super::formats;
use super::names::{assigns, bound};
use super::walk::chain;

/// What stands between the user's name and the number of the variable.
const MARK: &str = "__apart";

/// Gives the variables of a function names of their own.
pub(super) fn names_apart(item: &mut syn::ItemFn) {
    let mut apart = Apart { number: 1, ..Apart::default() };
    apart.function(&mut item.sig, &mut item.block);
}

/// The same for the function of that number that is read where it is called: none of its variables has the name of one of the caller.
pub(super) fn names_apart_from_all(number: usize, signature: &mut syn::Signature, block: &mut Block) {
    let mut apart = Apart { number: number << 16, all: true, ..Apart::default() };
    apart.function(signature, block);
}

/// A text with the names that the user wrote.
pub(crate) fn as_written(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let after = rest[at + MARK.len()..].trim_start_matches(|c: char| c.is_ascii_digit());
        written.push_str(&rest[..at]);
        rest = after;
    }
    written + rest
}

/// Tokens with the names that the user wrote.
pub(super) fn tokens_as_written(tokens: TokenStream) -> TokenStream {
    let token = |token: TokenTree| match token {
        TokenTree::Ident(name) => {
            let text = name.to_string();
            match text.contains(MARK) {
                true => ident(&as_written(&text), name.span()).into(),
                false => name.into(),
            }
        }
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), tokens_as_written(group.stream()));
            inner.set_span(group.span());
            inner.into()
        }
        token => token,
    };
    tokens.into_iter().map(token).collect()
}

/// A name, perhaps with `r#`.
fn ident(name: &str, span: Span) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, span),
        None => Ident::new(name, span),
    }
}

#[derive(Default)]
struct Apart {
    /// What stands for the names in scope that have another name.
    scope: BTreeMap<String, Ident>,
    /// The names that were bound.
    seen: BTreeSet<String>,
    /// That of the last variable with another name.
    number: usize,
    /// Whether the first of a name gets another one, too.
    all: bool,
}

impl Apart {
    fn function(&mut self, signature: &mut syn::Signature, block: &mut Block) {
        let outer = std::mem::take(&mut self.scope);
        for input in &mut signature.inputs {
            if let syn::FnArg::Typed(input) = input {
                self.declare(&mut input.pat);
            }
        }
        self.visit_block_mut(block);
        self.scope = outer;
    }

    fn scoped(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = self.scope.clone();
        visit(self);
        self.scope = outer;
    }

    /// What a pattern binds is in scope from here on.
    fn declare(&mut self, pattern: &mut Pat) {
        self.declare_where(pattern, self.all);
    }

    /// The same; with `all` the first of a name gets another one, too.
    fn declare_where(&mut self, pattern: &mut Pat, all: bool) {
        for name in bound(pattern) {
            let text = name.to_string();
            let first = self.seen.insert(text.clone());
            if text == "self" || first && !all || text.contains(MARK) {
                self.scope.remove(&text);
                continue;
            }
            self.number += 1;
            self.scope.insert(text.clone(), ident(&format!("{text}{MARK}{}", self.number), name.span()));
        }
        self.visit_pat_mut(pattern);
    }

    fn rename(&self, name: &mut Ident) -> bool {
        let Some(other) = self.scope.get(&name.to_string()) else { return false };
        let span = name.span();
        *name = other.clone();
        name.set_span(span);
        true
    }

    fn arguments(&mut self, call: &mut Macro) {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if name == "vec"
            && let Some((mut element, mut length)) = repeated(&call.tokens)
        {
            self.visit_expr_mut(&mut element);
            self.visit_expr_mut(&mut length);
            call.tokens = quote!(#element; #length);
        } else if name == "matches"
            && let Some((mut expr, mut pattern)) = matched(&call.tokens)
        {
            self.visit_expr_mut(&mut expr);
            self.scoped(|apart| apart.declare(&mut pattern));
            call.tokens = quote!(#expr, #pattern);
        } else if let Ok(mut arguments) = listed(&call.tokens) {
            let given = given(&mut arguments, &mut |argument| self.visit_expr_mut(argument));
            let text = formats::text_position(&name).and_then(|position| arguments.iter().nth(position));
            for name in captured(text, &given) {
                if let Some(value) = self.scope.get(&name.to_string()) {
                    arguments.push(syn::parse_quote!(#name = #value));
                }
            }
            call.tokens = arguments.to_token_stream();
        }
    }
}

impl VisitMut for Apart {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) if path.qself.is_none() && path.path.get_ident().is_some() => {
                self.rename(&mut path.path.segments[0].ident);
            }
            // `{ v }` of a literal is `{ v: v }`
            Expr::Struct(value) => {
                for field in &mut value.fields {
                    self.visit_expr_mut(&mut field.expr);
                    let same = matches!((&field.member, &field.expr), (Member::Named(name), Expr::Path(path)) if path.path.is_ident(name));
                    if field.colon_token.is_none() && !same {
                        field.colon_token = Some(Token![:](proc_macro2::Span::call_site()));
                    }
                }
                if let Some(rest) = &mut value.rest {
                    self.visit_expr_mut(rest);
                }
            }
            Expr::Closure(closure) => self.scoped(|apart| {
                closure.inputs.iter_mut().for_each(|input| apart.declare(input));
                apart.visit_expr_mut(&mut closure.body);
            }),
            Expr::If(branch) => {
                self.scoped(|apart| {
                    apart.visit_expr_mut(&mut branch.cond);
                    apart.visit_block_mut(&mut branch.then_branch);
                });
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::While(inner) => self.scoped(|apart| {
                apart.visit_expr_mut(&mut inner.cond);
                apart.visit_block_mut(&mut inner.body);
            }),
            Expr::Let(pattern) => {
                self.visit_expr_mut(&mut pattern.expr);
                // an `else` reads what has the name outside, be it an item
                self.declare_where(&mut pattern.pat, true);
            }
            Expr::Match(choice) => {
                self.visit_expr_mut(&mut choice.expr);
                for arm in &mut choice.arms {
                    self.scoped(|apart| {
                        apart.declare(&mut arm.pat);
                        apart.visit_expr_mut(&mut arm.body);
                    });
                }
            }
            Expr::ForLoop(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                self.scoped(|apart| {
                    apart.declare(&mut inner.pat);
                    apart.visit_block_mut(&mut inner.body);
                });
            }
            Expr::Binary(binary) if !assigns(&binary.op) => chain(expr, &mut |operand| self.visit_expr_mut(operand)),
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scoped(|apart| {
            for statement in &block.stmts {
                if let Stmt::Item(
                    Item::Const(syn::ItemConst { ident, .. }) | Item::Static(syn::ItemStatic { ident, .. }),
                ) = statement
                {
                    apart.scope.remove(&ident.to_string());
                }
                if let Stmt::Item(Item::Fn(item)) = statement {
                    apart.scope.remove(&item.sig.ident.to_string());
                }
            }
            block.stmts.iter_mut().for_each(|statement| apart.visit_stmt_mut(statement));
        });
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, otherwise)) = &mut init.diverge {
                self.visit_expr_mut(otherwise);
            }
        }
        self.declare(&mut local.pat);
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        if let Item::Fn(item) = item {
            self.function(&mut item.sig, &mut item.block);
        }
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        match pattern {
            Pat::Ident(name) => {
                self.rename(&mut name.ident);
                if let Some((_, inner)) = &mut name.subpat {
                    self.visit_pat_mut(inner);
                }
            }
            // constants stand as they are
            Pat::Const(_) | Pat::Lit(_) | Pat::Path(_) | Pat::Range(_) | Pat::Macro(_) => {}
            pattern => visit_mut::visit_pat_mut(self, pattern),
        }
    }

    /// `{ v }` of a pattern is `{ v: v }`
    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        let shorthand = field.colon_token.is_none();
        let before = bound(&field.pat);
        self.visit_pat_mut(&mut field.pat);
        if shorthand && before != bound(&field.pat) {
            field.colon_token = Some(Token![:](proc_macro2::Span::call_site()));
        }
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        self.arguments(call);
    }

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}

    fn visit_path_arguments_mut(&mut self, _: &mut syn::PathArguments) {}

    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(item: &str) -> String {
        let mut item: syn::ItemFn = syn::parse_str(item).expect("a function");
        names_apart(&mut item);
        item.to_token_stream().to_string().replace(MARK, "_")
    }

    /// What is expected, with `_2` for the variable of that number; without it, the names are as they are written.
    #[track_caller]
    fn check(expected: &str) {
        let mut plain = String::new();
        let mut rest = expected;
        while let Some(at) = rest.find('_') {
            let after = rest[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
            let marked = after.len() < rest.len() - at - 1;
            plain.push_str(&rest[..at + usize::from(!marked)]);
            rest = after;
        }
        plain.push_str(rest);
        let expected: syn::ItemFn = syn::parse_str(expected).expect("a function");
        assert_eq!(apart(&plain), expected.to_token_stream().to_string());
    }

    #[test]
    fn scopes_of_rust() {
        check("fn f(v: f64) { { let v_2 = v; g(v_2); } let v_3 = v + 1.0; v_3 }");
        check("fn f() { for i in 0..i { i; } for i_2 in 0..2 { h(i_2, |i_3| i_3 + 1) } i }");
        check("fn f(v: f64) { if let Some(v_2) = v { v_2 } else { v } }");
        check("fn f(v: f64) { if v > 0.0 && let Some(v_2) = v && v_2 > 1.0 { v_2 } else { v } }");
        check(
            "fn f(v: f64) { while let Some(v_2) = v { v_2; } match v { v_3 if v_3 > 0.0 => v_3, (_, v_4) | (v_4, _) => v_4, MAX => v } }",
        );
        check("fn f(r#if: f64) { let r#if_2 = r#if; r#if_2 }");
        check("fn f(v: f64) { let Some(v_2) = v else { return v; }; v_2.v.v(v::v) }");
        check("fn f(v: f64) { const v: f64 = v; { let v_2 = v; } fn g(v_3: f64) -> f64 { v_3 } v }");
        check("fn f(h: f64) { let h_2 = h; let S { a, h: h_3 } = S { h: h_2, a }; S { h: h_3 } }");
        check(
            "fn f(n: u8) { let n_2 = n; let y: [f64; n] = vec![n_2; n_2]; assert!(n_2 > 0, \"{} {n}\", n_2, n = n_2); }",
        );
        check("fn f(n: u8) { let n_2 = n; matches!(n_2, n_3 if n_3 > 0) && matches!(n_2, 1) }");
    }

    #[test]
    fn names_as_written() {
        assert_eq!(as_written("`v__apart2` is no `w__apart13_x`"), "`v` is no `w_x`");
        let tokens = quote!(|v__apart2| { v__apart2 + w });
        assert_eq!(tokens_as_written(tokens).to_string(), quote!(|v| { v + w }).to_string());
    }
}
