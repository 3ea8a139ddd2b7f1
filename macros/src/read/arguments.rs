//! The arguments of macros: expressions, which are walked over, and texts, which read variables.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Expr, Lit, Macro, Pat, Token};

use super::formats;
use super::walk::{Event, Walker};

impl Walker<'_> {
    /// Walks over the arguments of a macro; `false` when nothing is known of it.
    pub(super) fn known_macro(&mut self, call: &mut Macro) -> bool {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        match name.as_str() {
            "vec" => self.vec(call),
            "matches" => self.matches(call),
            name => match formats::text_position(name) {
                Some(position) => self.formatted(call, position),
                None => false,
            },
        }
    }

    fn vec(&mut self, call: &mut Macro) -> bool {
        if let Some((mut element, mut length)) = repeated(&call.tokens) {
            self.visit_expr_mut(&mut element);
            self.visit_expr_mut(&mut length);
            call.tokens = quote!(#element; #length);
            return true;
        }
        let Ok(mut elements) = listed(&call.tokens) else {
            return false;
        };
        elements.iter_mut().for_each(|element| self.visit_expr_mut(element));
        call.tokens = elements.to_token_stream();
        true
    }

    fn matches(&mut self, call: &mut Macro) -> bool {
        let Some((mut expr, mut pattern)) = matched(&call.tokens) else { return false };
        self.visit_expr_mut(&mut expr);
        self.scoped(|walker| {
            walker.bind(&pattern);
            walker.visit_pat_mut(&mut pattern);
        });
        call.tokens = quote!(#expr, #pattern);
        true
    }

    /// A macro with a text to fill in, whose `{name}` read variables too.
    fn formatted(&mut self, call: &mut Macro, position: usize) -> bool {
        let Ok(mut arguments) = listed(&call.tokens) else {
            return false;
        };
        let given = given(&mut arguments, &mut |argument| self.visit_expr_mut(argument));
        for name in captured(arguments.iter().nth(position), &given) {
            if self.is_local(&name) {
                continue;
            }
            if let Some(tokens) = self.instead(Event::Name { name: &name, length: false }) {
                let argument = Expr::Verbatim(quote!(#name = #tokens));
                arguments.push(argument);
            }
        }
        call.tokens = arguments.to_token_stream();
        true
    }
}

/// Visits the arguments of a macro; the names that some are given under, as `n = 3`.
pub(super) fn given(arguments: &mut Punctuated<Expr, Token![,]>, visit: &mut dyn FnMut(&mut Expr)) -> Vec<String> {
    let mut names = Vec::new();
    for argument in arguments {
        match argument {
            Expr::Assign(named) => {
                names.push(named.left.to_token_stream().to_string());
                visit(&mut named.right);
            }
            argument => visit(argument),
        }
    }
    names
}

/// The variables that the text of a macro reads, beside what is given.
pub(super) fn captured(text: Option<&Expr>, given: &[String]) -> Vec<Ident> {
    let Some(Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. })) = text else { return Vec::new() };
    let names = formats::captured(&text.value()).into_iter().filter(|name| !given.contains(name));
    names.filter_map(|name| syn::parse_str(&name).ok()).collect()
}

/// `a, b, c`
pub(super) fn listed(tokens: &TokenStream) -> syn::Result<Punctuated<Expr, Token![,]>> {
    Punctuated::parse_terminated.parse2(tokens.clone())
}

/// The elements of `vec![a, b]`; `None` for other macros and for `vec![a; n]`.
pub(super) fn listed_in_vec(call: &Macro) -> Option<Vec<Expr>> {
    let list = call.path.is_ident("vec") && repeated(&call.tokens).is_none();
    list.then(|| listed(&call.tokens).ok()).flatten().map(|list| list.into_iter().collect())
}

/// The first element of `vec![a, b]` or `vec![a; n]`.
pub(super) fn first_in_vec(call: &Macro) -> Option<Expr> {
    match repeated(&call.tokens) {
        Some((element, _)) => Some(element),
        None => listed_in_vec(call)?.into_iter().next(),
    }
}

/// `element; length`
pub(super) fn repeated(tokens: &TokenStream) -> Option<(Expr, Expr)> {
    let parser = |input: syn::parse::ParseStream| {
        let element: Expr = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok((element, input.parse::<Expr>()?))
    };
    parser.parse2(tokens.clone()).ok()
}

/// `expr, pattern if guard`
pub(super) fn matched(tokens: &TokenStream) -> Option<(Expr, Pat)> {
    let parser = |input: syn::parse::ParseStream| {
        let expr: Expr = input.parse()?;
        input.parse::<Token![,]>()?;
        let pat = Pat::parse_multi_with_leading_vert(input)?;
        let pat = match input.parse::<Option<Token![if]>>()? {
            Some(if_token) => {
                let guard = Box::new(input.parse()?);
                Pat::Guard(syn::PatGuard { attrs: Vec::new(), pat: Box::new(pat), if_token, guard })
            }
            None => pat,
        };
        input.parse::<Option<Token![,]>>()?;
        Ok((expr, pat))
    };
    parser.parse2(tokens.clone()).ok()
}
