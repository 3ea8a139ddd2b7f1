//! From the engine's text to tokens, with the user's own in their places.
//!
//! ```text
//! __e7      the user's tokens with key 7, in which __v3 and __a1 stand for what a value and an array are called
//! __e7_vjp  the same as a path or method whose last name ends in `_vjp`
//! __p2      the user's name of a parameter
//! ```
//!
//! All other names are ours and are hidden from the user's, and the user's from ours.

use std::collections::BTreeMap;

use gradus_engine::program::procedure::{ArrayId, Var};
use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Path;

use super::rules;

/// What placeholders stand for.
pub(super) struct Substitution<'a> {
    /// By key.
    pub(super) expressions: &'a [TokenStream],
    /// By position, `__p0` first.
    pub(super) parameters: &'a [Ident],
    /// How values are spelled, in terms of the engine's text.
    pub(super) vars: &'a BTreeMap<Var, String>,
    /// How arrays are spelled.
    pub(super) arrays: &'a BTreeMap<ArrayId, String>,
    /// Functions that have no `_vjp`, and those that stand for it.
    pub(super) rules: &'a [(Path, Path)],
}

impl Substitution<'_> {
    /// The engine's tokens.
    pub(super) fn replace(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        let mut done = 0;
        for (at, token) in tokens.iter().enumerate() {
            if at < done {
                continue;
            }
            if let (TokenTree::Ident(ident), Some(TokenTree::Group(arguments))) = (token, tokens.get(at + 1))
                && let Some(rule) = self.rule(&ident.to_string())
            {
                let arguments = Group::new(arguments.delimiter(), self.replace(arguments.stream()));
                out.extend(rules::pullback(rule, &arguments));
                done = at + 2;
                continue;
            }
            match token {
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.replace(group.stream()));
                    inner.set_span(Span::mixed_site());
                    out.extend([TokenTree::Group(inner)]);
                }
                TokenTree::Ident(ident) => match self.meaning(&ident.to_string()) {
                    Some(meaning) if stands_alone(&tokens, at, &meaning) => out.extend(meaning),
                    Some(meaning) => {
                        out.extend([TokenTree::Group(Group::new(Delimiter::Parenthesis, meaning))]);
                    }
                    None => {
                        // `core` may be a module of the user's
                        if ident == "core" && !punct(at.checked_sub(1).map(|at| &tokens[at]), ':') {
                            out.extend(quote!(::));
                        }
                        out.extend([TokenTree::Ident(hidden(ident))]);
                    }
                },
                other => {
                    let mut other = other.clone();
                    other.set_span(Span::mixed_site());
                    out.extend([other]);
                }
            }
        }
        out
    }

    /// The user's tokens: only the placeholders of values and arrays are replaced.
    pub(super) fn users(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.users(group.stream()));
                    inner.set_span(group.span());
                    out.extend([TokenTree::Group(inner)]);
                }
                TokenTree::Ident(ident) => match self.spelled(&ident.to_string()) {
                    Some(text) => {
                        let meaning = located(self.replace(parse(text)), ident.span());
                        match stands_alone(&tokens, at, &meaning) {
                            true => out.extend(meaning),
                            false => out.extend([TokenTree::Group(Group::new(Delimiter::Parenthesis, meaning))]),
                        }
                    }
                    None => out.extend([token.clone()]),
                },
                other => out.extend([other.clone()]),
            }
        }
        out
    }

    /// What stands for a `__e7_vjp`, if the user says so.
    fn rule(&self, name: &str) -> Option<&Path> {
        let key = number(name.strip_suffix("_vjp").filter(|_| !self.rules.is_empty())?, "__e")?;
        rules::rule(self.rules, self.expressions.get(key as usize)?)
    }

    fn spelled(&self, name: &str) -> Option<&str> {
        match number(name, "__v") {
            Some(var) => self.vars.get(&Var(var)).map(String::as_str),
            None => self.arrays.get(&ArrayId(number(name, "__a")?)).map(String::as_str),
        }
    }

    fn meaning(&self, name: &str) -> Option<TokenStream> {
        if let Some(position) = number(name, "__p") {
            return Some(self.parameters.get(position as usize)?.to_token_stream());
        }
        let pullback = name.strip_suffix("_vjp");
        let expression = self.expressions.get(number(pullback.unwrap_or(name), "__e")? as usize)?;
        let tokens = self.users(expression.clone());
        Some(if pullback.is_some() { pulled_back(tokens) } else { tokens })
    }
}

fn number(name: &str, prefix: &str) -> Option<u32> {
    name.strip_prefix(prefix)?.parse().ok()
}

fn parse(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// A name of ours.
fn hidden(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(Span::mixed_site());
    ident
}

/// The same tokens, for messages at `place`.
fn located(tokens: TokenStream, place: Span) -> TokenStream {
    let locate = |mut token: TokenTree| {
        token.set_span(token.span().located_at(place));
        token
    };
    tokens.into_iter().map(locate).collect()
}

/// `a::g::<3>` as `a::g_vjp::<3>`, `s.g` as `s.g_vjp`.
fn pulled_back(tokens: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = tokens.len();
    let mut depth = 0_u32;
    while at > 0 {
        at -= 1;
        match &tokens[at] {
            // the arrow of `Fn() -> f64` is no bracket
            TokenTree::Punct(p) if p.as_char() == '>' && !punct(at.checked_sub(1).map(|at| &tokens[at]), '-') => {
                depth += 1;
            }
            TokenTree::Punct(p) if p.as_char() == '<' => depth = depth.saturating_sub(1),
            TokenTree::Ident(ident) if depth == 0 => {
                let name = Ident::new(&format!("{}_vjp", ident.to_string().trim_start_matches("r#")), ident.span());
                tokens[at] = TokenTree::Ident(name);
                break;
            }
            _ => {}
        }
    }
    tokens.into_iter().collect()
}

/// Whether a meaning may stand for `tokens[at]` without parentheses.
fn stands_alone(tokens: &[TokenTree], at: usize, meaning: &TokenStream) -> bool {
    if is_atom(meaning) {
        return true;
    }
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    // `let a: Vec<f64> = ..`
    if punct(before, ':') && punct(tokens.get(at + 1), '=') {
        return true;
    }
    let heads_block = matches!(before, Some(TokenTree::Ident(word)) if ["in", "if", "while", "match"].contains(&word.to_string().as_str()));
    let opens = match before {
        None => true,
        Some(TokenTree::Punct(mark)) => match mark.as_char() {
            ',' | ';' => true,
            '=' => {
                let earlier = at.checked_sub(2).map(|at| &tokens[at]);
                !matches!(earlier, Some(TokenTree::Punct(p)) if p.spacing() == Spacing::Joint && "=<>!".contains(p.as_char()))
            }
            _ => false,
        },
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        Some(TokenTree::Ident(word)) => heads_block || word == "return" || word == "else",
        Some(TokenTree::Literal(_)) => false,
    };
    let closes = match tokens.get(at + 1) {
        None => true,
        Some(TokenTree::Punct(mark)) => [',', ';'].contains(&mark.as_char()),
        Some(TokenTree::Group(group)) => {
            let block = |token: TokenTree| matches!(&token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace);
            heads_block && group.delimiter() == Delimiter::Brace && !meaning.clone().into_iter().any(block)
        }
        _ => false,
    };
    opens && closes
}

/// Whether the tokens are one operand: a name, a literal, a group, or these with fields, indices, calls and paths.
fn is_atom(tokens: &TokenStream) -> bool {
    const WORDS: [&str; 10] = ["as", "if", "in", "match", "move", "return", "let", "loop", "mut", "unsafe"];
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut depth = 0_u32;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        let fine = match token {
            TokenTree::Ident(word) => depth > 0 || !WORDS.contains(&word.to_string().as_str()),
            TokenTree::Literal(_) => true,
            TokenTree::Group(group) => group.delimiter() != Delimiter::Brace || at == 0 && tokens.len() == 1,
            TokenTree::Punct(mark) => match mark.as_char() {
                '<' if at == 0 || depth > 0 || punct(before, ':') => {
                    depth += 1;
                    true
                }
                '>' if depth > 0 => {
                    depth -= u32::from(!punct(before, '-'));
                    true
                }
                '.' => !punct(before, '.'),
                ':' | '?' => true,
                '!' => {
                    matches!(before, Some(TokenTree::Ident(_)))
                        && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)))
                }
                _ => depth > 0,
            },
        };
        if !fine {
            return false;
        }
    }
    true
}

fn punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, expressions: &[&str]) -> String {
        let expressions: Vec<TokenStream> = expressions.iter().map(|text| text.parse().unwrap()).collect();
        let names = [local("n"), local("r#type")];
        let substitution = Substitution {
            expressions: &expressions,
            parameters: &names,
            vars: &BTreeMap::from([
                (Var(3), "s".to_owned()),
                (Var(4), "a + b".to_owned()),
                (Var(5), "__p0".to_owned()),
            ]),
            arrays: &BTreeMap::from([(ArrayId(1), "x_2".to_owned())]),
            rules: &[(syn::parse_quote!(special::j0), syn::parse_quote!(j0_grad))],
        };
        let got = substitution.replace(text.parse().unwrap());
        let wanted = |text: &str| text.parse::<TokenStream>().unwrap().to_string();
        wanted(&got.to_string())
    }

    fn local(name: &str) -> Ident {
        syn::parse_str(name).unwrap()
    }

    #[track_caller]
    fn check(text: &str, expressions: &[&str], wanted: &str) {
        assert_eq!(written(text, expressions), wanted.parse::<TokenStream>().unwrap().to_string());
    }

    #[test]
    fn expressions_bind_as_they_did() {
        check("let t1 = x[__e0] * 2.0;", &["i + 1"], "let t1 = x[i + 1] * 2.0;");
        check("let t1 = __e0 as f64;", &["i + 1"], "let t1 = (i + 1) as f64;");
        check("let t1 = __e0 as f64;", &["a.b[i + 1].c(d)"], "let t1 = a.b[i + 1].c(d) as f64;");
        check("for i in __e0 { s = s + t1; }", &["0..n"], "for i in 0..n { s = s + t1; }");
        check("for i in __e0.rev() { }", &["0..n"], "for i in (0..n).rev() { }");
        check("if __e0 { a } else { b }", &["p == P { x: 1 }"], "if (p == P { x: 1 }) { a } else { b }");
        check("__e0; t1 = 2.0;", &["assert!(n > 0, \"no\")"], "assert!(n > 0, \"no\"); t1 = 2.0;");
        check("{ a } __e0;", &["count[k] += 1"], "{ a } count[k] += 1;");
        check("a == __e0;", &["n > 3"], "a == (n > 3);");
        check("a += __e0;", &["n * 3"], "a += n * 3;");
        check("!__e0", &["n > 3"], "!(n > 3)");
        check("__e0.max(1)", &["-3"], "(-3).max(1)");
    }

    #[test]
    fn values_and_parameters_get_their_names() {
        check("x[__e0]", &["__v3 * __v4 + __v5"], "x[s * (a + b) + n]");
        check("__p1 + __p0 * p1", &[], "r#type + n * p1");
        check("__e0", &["&__a1[..__v3]"], "&x_2[..s]");
        check("core::f64::consts::PI + ::core::f64::EPSILON", &[], "::core::f64::consts::PI + ::core::f64::EPSILON");
    }

    #[test]
    fn callees_keep_their_generics() {
        check("let y = __e0(a); __e0_vjp(a, 1.0)", &["m::g"], "let y = m::g(a); m::g_vjp(a, 1.0)");
        check("__e0_vjp(a)", &["g::<3, fn() -> f64>"], "g_vjp::<3, fn() -> f64>(a)");
        check("__e0_vjp(a)", &["<S as T<3>>::g"], "<S as T<3>>::g_vjp(a)");
        check("__e0_vjp(a)", &["self.parts[0].g"], "self.parts[0].g_vjp(a)");
        check("__e0_vjp(a)", &["__v3.r#type"], "s.type_vjp(a)");
    }

    #[test]
    fn a_rule_stands_for_a_pullback() {
        check(
            "__e0_vjp(a, b, d_y, Some(&mut t1), ::core::option::Option::None);",
            &["special::j0"],
            "{
                let rule_seed = d_y;
                let (rule_value, (rule_d0, rule_d1)) = j0_grad(a, b);
                if let ::core::option::Option::Some(rule_slot) = Some(&mut t1) { *rule_slot += rule_seed * rule_d0; }
                rule_value
            };",
        );
        check("__e0_vjp(a, d_y, Some(&mut t1))", &["other::j0"], "other::j0_vjp(a, d_y, Some(&mut t1))");
    }
}
