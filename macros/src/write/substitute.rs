//! From the engine's text to tokens, with the user's own in their places.
//!
//! ```text
//! __e7      the user's tokens with key 7, in which __v3 and __a1 stand for what a value and an array are called
//! __e7_vjp  the same as a path or method whose last name ends in `_vjp`
//! __p2      the user's name of a parameter
//! ```
//!
//! All other names are ours and are hidden from the user's, and the user's from ours.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use gradus_engine::program::procedure::{ArrayId, Var};
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Path;

use super::lexer::{Lexer, Token};
use super::operands::{Near, has_block, is_atom, punct, stands_alone};
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
    /// The type of numbers.
    pub(super) float: &'static str,
    /// What has been found to stand for placeholders.
    pub(super) meanings: RefCell<BTreeMap<String, Meaning>>,
    /// The numbers that the text has had.
    pub(super) literals: RefCell<BTreeMap<String, Literal>>,
}

/// What stands for a placeholder.
#[derive(Clone)]
pub(super) struct Meaning {
    tokens: TokenStream,
    /// Whether it is one operand.
    is_atom: bool,
    has_block: bool,
}

/// A token of the engine's text.
enum Piece<'t> {
    /// A name or a placeholder.
    Word(&'t str),
    Mark(char, Spacing),
    Literal(Literal),
    /// A group with the tokens in it, which are taken when it is written: a copy costs a call of the compiler.
    Group(Delimiter, Cell<TokenStream>),
    /// The tokens of a line of documentation.
    Doc(TokenStream),
}

/// A group of the text that is still open.
struct Open<'t> {
    delimiter: Delimiter,
    pieces: Vec<Piece<'t>>,
}

impl Substitution<'_> {
    /// The tokens of a text of the engine's; an error is a text that is none.
    pub(super) fn replace(&self, text: &str) -> Result<TokenStream, String> {
        let wrong = |place: &str| {
            format!("`#[grad]` has written what it cannot read, at `{place}`; please report this: {text}")
        };
        let span = Span::mixed_site();
        let mut lexer = Lexer::new(text);
        let (mut open, mut pieces): (Vec<Open>, Vec<Piece>) = (Vec::new(), Vec::new());
        while let Some(token) = lexer.next().map_err(wrong)? {
            let piece = match token {
                Token::Word(word) => Piece::Word(word),
                Token::Open(delimiter) => {
                    open.push(Open { delimiter, pieces: std::mem::take(&mut pieces) });
                    continue;
                }
                Token::Doc(line) => Piece::Doc(quote!(#[doc = #line])),
                Token::Mark(mark, spacing) => Piece::Mark(mark, spacing),
                Token::Literal(literal) => Piece::Literal(self.literal(literal).ok_or_else(|| wrong(literal))?),
                Token::Close(delimiter) => {
                    let inner = self.replaced(&pieces, span);
                    let Some(around) = open.pop().filter(|open| open.delimiter == delimiter) else {
                        return Err(wrong("a bracket"));
                    };
                    pieces = around.pieces;
                    Piece::Group(delimiter, Cell::new(inner))
                }
            };
            pieces.push(piece);
        }
        if !open.is_empty() {
            return Err(wrong("its end"));
        }
        Ok(self.replaced(&pieces, span))
    }

    /// The pieces between two brackets, or all.
    fn replaced(&self, pieces: &[Piece], span: Span) -> TokenStream {
        let mut out: Vec<TokenTree> = Vec::with_capacity(pieces.len());
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            match piece {
                Piece::Mark(mark, spacing) => out.push(placed(Punct::new(*mark, *spacing), span)),
                Piece::Literal(literal) => out.push(placed(literal.clone(), span)),
                Piece::Group(delimiter, inner) => out.push(placed(Group::new(*delimiter, inner.take()), span)),
                Piece::Doc(attribute) => out.extend(attribute.clone().into_iter().map(|tree| placed(tree, span))),
                Piece::Word(word) => match (self.rule(word), pieces.get(at)) {
                    (Some(rule), Some(Piece::Group(_, arguments))) => {
                        out.extend(rules::pullback(rule, arguments.take(), self.float));
                        at += 1;
                    }
                    _ => self.word(word, pieces, at - 1, span, &mut out),
                },
            }
        }
        out.into_iter().collect()
    }

    /// A name, or what the placeholder at a place of the pieces stands for.
    fn word(&self, word: &str, pieces: &[Piece], at: usize, span: Span, out: &mut Vec<TokenTree>) {
        let near = |at: usize| pieces.get(at).map(Near::of_piece);
        if let Some(meaning) = self.meaning(word) {
            match meaning.is_atom || stands_alone(&near, at, meaning.has_block) {
                true => out.extend(meaning.tokens),
                false => out.push(TokenTree::Group(Group::new(Delimiter::Parenthesis, meaning.tokens))),
            }
            return;
        }
        // `core` may be a module of the user's
        if word == "core" && !at.checked_sub(1).and_then(near).is_some_and(|near| near.is_mark(':')) {
            out.extend([Spacing::Joint, Spacing::Alone].map(|spacing| placed(Punct::new(':', spacing), span)));
        }
        out.push(TokenTree::Ident(match word.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, span),
            None => Ident::new(word, span),
        }));
    }

    fn literal(&self, text: &str) -> Option<Literal> {
        if let Some(known) = self.literals.borrow().get(text) {
            return Some(known.clone());
        }
        let literal = crate::generic::literal(text, self.float)?;
        self.literals.borrow_mut().insert(text.to_owned(), literal.clone());
        Some(literal)
    }

    /// The user's tokens: only the placeholders of values and arrays are replaced.
    pub(super) fn users(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let near = |at: usize| tokens.get(at).map(Near::of_tree);
        let mut out: Vec<TokenTree> = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.users(group.stream()));
                    inner.set_span(group.span());
                    out.push(TokenTree::Group(inner));
                }
                TokenTree::Ident(ident) => match self.spelled(&ident.to_string()) {
                    Some(text) => {
                        let meaning = located(self.replace(text).unwrap_or_default(), ident.span());
                        match is_atom(&meaning) || stands_alone(&near, at, has_block(&meaning)) {
                            true => out.extend(meaning),
                            false => out.push(TokenTree::Group(Group::new(Delimiter::Parenthesis, meaning))),
                        }
                    }
                    None => out.push(token.clone()),
                },
                other => out.push(other.clone()),
            }
        }
        out.into_iter().collect()
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

    fn meaning(&self, name: &str) -> Option<Meaning> {
        if !name.starts_with("__") {
            return None;
        }
        if let Some(meaning) = self.meanings.borrow().get(name) {
            return Some(meaning.clone());
        }
        let tokens = match number(name, "__p") {
            Some(position) => self.parameters.get(position as usize)?.to_token_stream(),
            None => {
                let pullback = name.strip_suffix("_vjp");
                let expression = self.expressions.get(number(pullback.unwrap_or(name), "__e")? as usize)?;
                let tokens = self.users(expression.clone());
                if pullback.is_some() { pulled_back(tokens) } else { tokens }
            }
        };
        let meaning = Meaning { is_atom: is_atom(&tokens), has_block: has_block(&tokens), tokens };
        self.meanings.borrow_mut().insert(name.to_owned(), meaning.clone());
        Some(meaning)
    }
}

fn number(name: &str, prefix: &str) -> Option<u32> {
    name.strip_prefix(prefix)?.parse().ok()
}

fn placed(tree: impl Into<TokenTree>, span: Span) -> TokenTree {
    let mut tree = tree.into();
    tree.set_span(span);
    tree
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

impl Near {
    fn of_piece(piece: &Piece) -> Self {
        match piece {
            Piece::Word(word) => Near::Word((*word).to_owned()),
            Piece::Mark(mark, spacing) => Near::Mark(*mark, *spacing),
            Piece::Group(delimiter, _) => Near::Group(*delimiter),
            Piece::Literal(_) => Near::Literal,
            Piece::Doc(_) => Near::Group(Delimiter::Bracket),
        }
    }
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
            float: "f64",
            meanings: RefCell::default(),
            literals: RefCell::default(),
        };
        let got = substitution.replace(text).unwrap();
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
