//! Statements: the engine writes them as text, in which each name is a placeholder.
//!
//! A placeholder becomes the user's own identifier, so that it means what it means in the function, or one of ours, which no
//! name of the user can meet.

use std::collections::HashMap;

use gradus_engine::emit::rust_block;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::libm::Libm;
use super::local;
use crate::expand::{SEED, Sweep};
use crate::read::{Body, Opaque, Signature};

/// What a body is made of.
pub(super) struct Statements {
    /// Helpers, constants and named terms.
    pub(super) setup: TokenStream,
    pub(super) value: TokenStream,
    /// By parameter.
    pub(super) partials: Vec<Option<TokenStream>>,
}

/// What a placeholder stands for.
enum Meaning {
    Tokens(TokenStream),
    /// A condition, which the graph compares with 0.
    Condition(TokenStream),
}

/// The placeholders by their text.
#[derive(Default)]
struct Names {
    meanings: HashMap<String, Meaning>,
    temporaries: usize,
}

/// What a root is.
#[derive(Clone)]
enum Wanted<'a> {
    User(&'a Ident),
    Ours(String),
}

impl Names {
    /// A placeholder that reads like `wanted`.
    fn claim(&mut self, wanted: &str, meaning: impl Fn(&str) -> Meaning) -> String {
        let wanted = wanted.trim_start_matches("r#");
        let mut name = wanted.to_owned();
        for number in 2.. {
            if !self.meanings.contains_key(&placeholder(&name)) {
                break;
            }
            name = format!("{wanted}_{number}");
        }
        let placeholder = placeholder(&name);
        self.meanings.insert(placeholder.clone(), meaning(&name));
        placeholder
    }

    fn ours(&mut self, wanted: &str) -> String {
        self.claim(wanted, |name| Meaning::Tokens(local(name).to_token_stream()))
    }

    /// The user's identifier, or one of ours where its name is taken.
    fn users(&mut self, ident: &Ident) -> String {
        let wanted = ident.to_string();
        let plain = wanted.trim_start_matches("r#").to_owned();
        self.claim(&wanted, |name| {
            Meaning::Tokens(if name == plain { ident.to_token_stream() } else { local(name).to_token_stream() })
        })
    }

    /// A line that only repeats a condition of the user's needs no statement: its name gets the condition's meaning.
    fn alias(&mut self, line: &str) -> bool {
        let parts =
            line.strip_prefix("let ").and_then(|line| line.strip_suffix(" != 0.0;")).and_then(|l| l.split_once(" = "));
        let Some((name, condition)) = parts else { return false };
        let Some(Meaning::Condition(meaning)) = self.meanings.get(condition) else { return false };
        let meaning = Meaning::Tokens(meaning.clone());
        self.meanings.insert(name.to_owned(), meaning);
        true
    }

    /// The next free of `t1`, `t2`, ...
    fn temporary(&mut self) -> String {
        loop {
            self.temporaries += 1;
            let name = format!("t{}", self.temporaries);
            if !self.meanings.contains_key(&placeholder(&name)) {
                return self.ours(&name);
            }
        }
    }
}

/// No cell of the function table has a name of this kind.
fn placeholder(name: &str) -> String {
    format!("__{name}")
}

/// The statements of a sweep; `reserved` are further parameters.
pub(super) fn statements(
    signature: &Signature,
    body: &Body,
    sweep: &Sweep,
    reserved: &[Ident],
) -> Result<Statements, String> {
    let mut names = Names::default();
    let mut variables: HashMap<String, String> = HashMap::new();
    for name in signature.parameters.iter().filter_map(|p| p.name.as_ref()) {
        let placeholder = names.users(name);
        variables.insert(name.to_string(), placeholder);
    }
    for name in body.taken.iter().map(String::as_str).chain(reserved.iter().map(|_| "")).filter(|name| !name.is_empty())
    {
        let plain = placeholder(name.trim_start_matches("r#"));
        names.meanings.entry(plain).or_insert_with(|| Meaning::Tokens(TokenStream::new()));
    }
    for ident in reserved {
        let placeholder = names.claim(&ident.to_string(), |_| Meaning::Tokens(ident.to_token_stream()));
        if *ident == "seed" {
            variables.insert(SEED.to_owned(), placeholder);
        }
    }
    for (position, (key, opaque)) in body.opaque.iter().enumerate() {
        let wanted = format!("k{position}");
        let placeholder = match opaque {
            Opaque::Real(tokens) => names.claim(&wanted, |_| Meaning::Tokens(tokens.clone())),
            Opaque::Condition(tokens) => names.claim(&wanted, |_| Meaning::Condition(tokens.clone())),
        };
        variables.insert(key.clone(), placeholder);
    }

    let mut roots = Vec::new();
    let mut wanted = Vec::new();
    for (id, (_, name)) in sweep.named.iter().zip(&body.names) {
        roots.push(*id);
        wanted.push(Wanted::User(name));
    }
    let value_at = roots.len();
    roots.push(sweep.value);
    wanted.push(Wanted::Ours("value".to_owned()));
    for (parameter, partial) in signature.parameters.iter().zip(&sweep.partials) {
        if let (Some(name), Some(partial)) = (&parameter.name, partial) {
            roots.push(*partial);
            wanted.push(Wanted::Ours(format!("d_{}", name.to_string().trim_start_matches("r#"))));
        }
    }

    let variable = |name: &str| variables.get(name).cloned().unwrap_or_else(|| placeholder(name));
    let mut temporary = |position: Option<usize>| match position.map(|position| wanted[position].clone()) {
        Some(Wanted::User(name)) => names.users(name),
        Some(Wanted::Ours(name)) => names.ours(&name),
        None => names.temporary(),
    };
    let block = rust_block(&sweep.graph, &roots, signature.float, &variable, &mut temporary);

    let libm = Libm::new(body);
    let mut lines = Vec::new();
    for text in &block.statements {
        let tokens = libm.rewrite(text)?;
        if !names.alias(text) {
            lines.push(replace(tokens, &names));
        }
    }
    let results: Vec<TokenStream> =
        block.results.iter().map(|text| Ok(replace(libm.rewrite(text)?, &names))).collect::<Result<_, String>>()?;
    let texts = block.statements.iter().chain(&block.results).map(String::as_str).collect();
    let helpers = helpers(texts, &block.helpers, signature.float, &libm)?;
    let prologue = &body.prologue;
    let mut results = results.into_iter().skip(value_at);
    let value = results.next().unwrap_or_default();
    let partials = sweep.partials.iter().map(|partial| partial.and_then(|_| results.next())).collect();
    Ok(Statements { setup: quote!(#(#helpers)* #(#prologue)* #(#lines)*), value, partials })
}

/// The functions that `std` lacks, as items of the body, as far as the `texts` still call them.
fn helpers(mut texts: Vec<&str>, all: &[&'static str], float: &str, libm: &Libm) -> Result<Vec<TokenStream>, String> {
    /// Pieces and logarithms, whose text holds for any float.
    const ANY_FLOAT: [&str; 6] = ["sign", "clamp", "relu", "leaky_relu", "elu", "xlogy"];
    let mut helpers = Vec::new();
    for text in all.iter().rev() {
        let name = text.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap_or_default();
        let call = format!("{name}(");
        if libm.has(name) || !texts.iter().any(|text| text.contains(&call)) {
            continue;
        }
        if float != "f64" && !ANY_FLOAT.contains(&name) {
            return Err(format!("the derivative needs `{name}`, which exists for `f64` only yet; use `f64` here"));
        }
        helpers.push(replace(libm.rewrite_item(&text.replace("f64", float))?, &Names::default()));
        texts.push(text);
    }
    helpers.reverse();
    Ok(helpers)
}

/// Tokens with their placeholders replaced.
fn replace(tokens: TokenStream, names: &Names) -> TokenStream {
    let mut out = TokenStream::new();
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && is_condition(group, names) => {
                out.extend(replace(group.stream(), names));
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replace(group.stream(), names));
                inner.set_span(Span::mixed_site());
                out.extend([TokenTree::Group(inner)]);
            }
            TokenTree::Ident(ident) => match names.meanings.get(&ident.to_string()) {
                Some(Meaning::Tokens(meaning)) => out.extend(meaning.clone()),
                Some(Meaning::Condition(meaning)) => match comparison_with_zero(&tokens[at..]) {
                    Some(holds) => {
                        at += 3;
                        out.extend(if holds { meaning.clone() } else { quote!(!#meaning) });
                    }
                    None => out.extend(quote!((if #meaning { 1.0 } else { 0.0 }))),
                },
                None => {
                    // `core` may be a module of the user's
                    if *ident == "core" {
                        out.extend(quote!(::));
                    }
                    let mut ident = ident.clone();
                    ident.set_span(Span::mixed_site());
                    out.extend([TokenTree::Ident(ident)]);
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

/// Whether the group is a condition of the user's alone.
fn is_condition(group: &Group, names: &Names) -> bool {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let [TokenTree::Ident(name), comparison @ ..] = tokens.as_slice() else { return false };
    let known = matches!(names.meanings.get(&name.to_string()), Some(Meaning::Condition(_)));
    known && comparison.len() == 3 && comparison_with_zero(comparison).is_some()
}

/// Whether the tokens start with `!= 0.0` (true) or `== 0.0` (false).
fn comparison_with_zero(tokens: &[TokenTree]) -> Option<bool> {
    let [TokenTree::Punct(first), TokenTree::Punct(second), TokenTree::Literal(zero), ..] = tokens else { return None };
    if second.as_char() != '=' || zero.to_string() != "0.0" {
        return None;
    }
    match first.as_char() {
        '!' => Some(true),
        '=' => Some(false),
        _ => None,
    }
}
