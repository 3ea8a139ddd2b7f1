//! Names that look alike and are two: those that a `macro_rules!` macro makes are not those of its caller, and an item of an inner block
//! is not what has its name outside.
//!
//! The reader tells names apart by their text. Where that is not enough it must not guess, so such a function is refused.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ItemFn;
use syn::visit::{self, Visit};

use crate::errors::Errors;

/// Reports each variable whose name is written in a macro and by its caller.
pub(super) fn check(item: &ItemFn, errors: &mut Errors) {
    let mut names = Names::default();
    item.sig.inputs.iter().for_each(|input| names.visit_fn_arg(input));
    names.visit_block(&item.block);
    InnerItems { whole: &item.block, depth: 0, errors }.visit_block(&item.block);
    let Names { bound, written } = names;
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for name in written {
        let (text, Some(context)) = (name.to_string(), context(name.span())) else { continue };
        if !bound.contains(&text) || *first.entry(text.clone()).or_insert_with(|| context.clone()) == context {
            continue;
        }
        let message = format_args!(
            "`{text}` is written by a macro and by its caller, which may make it two variables; rename one of them"
        );
        return errors.push(&name, message);
    }
}

/// By whom a token was written. Stable Rust shows it in this form only; elsewhere nothing is known.
fn context(span: Span) -> Option<String> {
    let shown = format!("{span:?}");
    let context = shown.split(' ').next()?;
    context.starts_with('#').then(|| context.to_owned())
}

#[derive(Default)]
struct Names {
    /// The names of variables.
    bound: BTreeSet<String>,
    /// Where a name stands that may be that of a variable.
    written: Vec<Ident>,
}

impl Names {
    /// Names in what is no expression to us; those of methods and fields are left out.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut after_dot = false;
        for token in tokens {
            match &token {
                TokenTree::Ident(name) if !after_dot => self.written.push(name.clone()),
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
            after_dot = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '.');
        }
    }
}

impl<'a> Visit<'a> for Names {
    fn visit_pat_ident(&mut self, pattern: &'a syn::PatIdent) {
        self.bound.insert(pattern.ident.to_string());
        self.written.push(pattern.ident.clone());
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_path(&mut self, path: &'a syn::ExprPath) {
        self.written.extend(path.path.get_ident().cloned());
    }

    fn visit_macro(&mut self, call: &'a syn::Macro) {
        self.tokens(call.tokens.clone());
    }
}

/// Looks for items of inner blocks: in what is generated they stand first, so that their names are seen everywhere.
struct InnerItems<'e> {
    whole: &'e syn::Block,
    depth: usize,
    errors: &'e mut Errors,
}

impl<'a> Visit<'a> for InnerItems<'_> {
    fn visit_block(&mut self, block: &'a syn::Block) {
        self.depth += 1;
        for statement in &block.stmts {
            let syn::Stmt::Item(item) = statement else { continue };
            for name in names_of(item).iter().filter(|_| self.depth > 1) {
                let often = |block: &syn::Block| occurrences(block.to_token_stream(), &name.to_string());
                if often(self.whole) > often(block) {
                    let message = format_args!("`{name}` is another one outside of this block; rename one of them");
                    self.errors.push(name, message);
                }
            }
        }
        visit::visit_block(self, block);
        self.depth -= 1;
    }

    // long sums must not run out of stack
    fn visit_expr_binary(&mut self, binary: &'a syn::ExprBinary) {
        let mut next = binary;
        loop {
            self.visit_expr(&next.right);
            match &*next.left {
                syn::Expr::Binary(inner) => next = inner,
                left => return self.visit_expr(left),
            }
        }
    }
}

/// The names that an item gives to what is carried over as it is.
fn names_of(item: &syn::Item) -> Vec<Ident> {
    match item {
        syn::Item::Const(item) => vec![item.ident.clone()],
        syn::Item::Static(item) => vec![item.ident.clone()],
        syn::Item::Struct(item) => vec![item.ident.clone()],
        syn::Item::Enum(item) => vec![item.ident.clone()],
        syn::Item::Type(item) => vec![item.ident.clone()],
        syn::Item::Use(item) => {
            let mut names = Vec::new();
            used(&item.tree, &mut names);
            names
        }
        _ => Vec::new(),
    }
}

fn used(tree: &syn::UseTree, names: &mut Vec<Ident>) {
    match tree {
        syn::UseTree::Path(path) => used(&path.tree, names),
        syn::UseTree::Name(name) => names.push(name.ident.clone()),
        syn::UseTree::Rename(rename) => names.push(rename.rename.clone()),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, names)),
        _ => {}
    }
}

/// How often a name stands among tokens, other than behind `.` or `::`.
pub(super) fn occurrences(tokens: TokenStream, name: &str) -> usize {
    let mut count = 0;
    let mut marks = String::new();
    for token in tokens {
        match &token {
            TokenTree::Punct(mark) => {
                marks.push(mark.as_char());
                continue;
            }
            TokenTree::Ident(ident) => {
                let behind = marks.ends_with("::") || marks.ends_with('.') && !marks.ends_with("..");
                count += usize::from(!behind && ident == name);
            }
            TokenTree::Group(group) => count += occurrences(group.stream(), name),
            TokenTree::Literal(_) => {}
        }
        marks.clear();
    }
    count
}
