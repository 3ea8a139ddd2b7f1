//! What the engine is told of indices and of what loops run over.

use std::collections::{BTreeMap, BTreeSet};

use gradus_engine::program::procedure::{ArrayId, Bounds, Init, Linear, Procedure, Step, Var};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::table::{Table, reads, single};

/// `value + number`, when the tokens say so.
pub(super) fn offset(tokens: &TokenStream) -> Option<(Var, i64)> {
    if let Some(var) = single(tokens) {
        return Some((var, 0));
    }
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [a, TokenTree::Punct(sign), b] = &tokens[..] else { return None };
    let var = |token: &TokenTree| single(&TokenStream::from(token.clone()));
    let number = |token: &TokenTree| match token {
        TokenTree::Literal(literal) => literal.to_string().trim_end_matches("usize").parse::<i64>().ok(),
        _ => None,
    };
    match sign.as_char() {
        '+' => var(a).zip(number(b)).or_else(|| var(b).zip(number(a))),
        '-' => var(a).zip(number(b)).map(|(var, number)| (var, -number)),
        _ => None,
    }
}

/// By how much each item is above the one before: 1 for `a..b`, -1 for `(a..b).rev()`.
pub(super) fn stride(tokens: &TokenStream) -> Option<i64> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    match &tokens[..] {
        [TokenTree::Group(group)] => stride(&group.stream()),
        [TokenTree::Group(group), TokenTree::Punct(_), TokenTree::Ident(method), TokenTree::Group(none)]
            if method == "rev" && none.stream().is_empty() =>
        {
            stride(&group.stream()).map(|stride| -stride)
        }
        tokens => {
            let dot = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '.');
            let bar = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '|');
            let range = tokens.windows(2).any(|pair| dot(&pair[0]) && dot(&pair[1]));
            (range && !tokens.iter().any(bar)).then_some(1)
        }
    }
}

/// Tells the engine which indices are sums and which iterators are ranges.
pub(super) fn describe(table: &mut Table, procedure: &mut Procedure) {
    for key in 0..table.expressions.len() {
        let tokens = table.expressions[key].clone();
        if let Some((low, high)) = range(&tokens) {
            let some = low.is_none() && is_positive(&high);
            let low = low.map(|low| table.expression(low));
            let high = table.expression(high);
            procedure.bounds.insert(key as u32, Bounds { low, high, some });
        }
        let sums: Vec<Linear> = (linear(&tokens).into_iter())
            .map(|(value, base)| Linear { value, base: base.map(|base| table.expression(base)) })
            .collect();
        if !sums.is_empty() {
            procedure.linear.insert(key as u32, sums);
        }
    }
    lengths(table, procedure);
}

/// Tells the engine which expressions are the lengths of arrays.
fn lengths(table: &Table, procedure: &mut Procedure) {
    let mut lengths: BTreeMap<ArrayId, BTreeSet<u32>> = BTreeMap::new();
    let mut keys: BTreeMap<String, u32> = BTreeMap::new();
    for (key, tokens) in (0..).zip(&table.expressions) {
        if let Some(array) = length_of(tokens) {
            lengths.entry(array).or_default().insert(key);
        }
        keys.insert(tokens.to_string(), key);
    }
    procedure.body.each_step(&mut |step| {
        let Step::Local { array, init: Init::Constant(expression) } = step else { return };
        let length = table.expressions.get(expression.key as usize).and_then(repeated);
        if let Some(key) = length.and_then(|length| keys.get(&length.to_string())) {
            lengths.entry(*array).or_default().insert(*key);
        }
    });
    // of what varies, equal texts are not equal lengths
    lengths.retain(|array, _| !procedure.varying.contains_key(array));
    procedure.lengths = lengths;
}

/// The array whose length the tokens are.
pub(super) fn length_of(tokens: &TokenStream) -> Option<ArrayId> {
    match &ungrouped(tokens)[..] {
        [array @ TokenTree::Ident(_), TokenTree::Punct(_), TokenTree::Ident(method), TokenTree::Group(none)]
            if method == "len" && none.stream().is_empty() =>
        {
            reads(&TokenStream::from(array.clone())).1.first().copied()
        }
        _ => None,
    }
}

/// The length of `[x; length]` or `vec![x; length]`.
fn repeated(tokens: &TokenStream) -> Option<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let group = match &tokens[..] {
        [TokenTree::Group(group)] => group,
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(group)] if name == "vec" => group,
        _ => return None,
    };
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    let at = inner.iter().position(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'))?;
    let length: TokenStream = inner[at + 1..].iter().cloned().collect();
    Some(length).filter(|_| group.delimiter() != Delimiter::Brace)
}

/// The ways in which tokens are `base + value`.
fn linear(tokens: &TokenStream) -> Vec<(Var, Option<TokenStream>)> {
    if let Some(var) = single(tokens) {
        return vec![(var, None)];
    }
    let tokens: Vec<TokenTree> = ungrouped(tokens);
    let plus = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '+');
    // `*` binds more tightly than `+`; no other operator is looked into
    let other = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if !['+', '*', '.', ':'].contains(&punct.as_char()));
    let word = |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if ["as", "if", "match"].contains(&ident.to_string().as_str()));
    if tokens.iter().any(|token| other(token) || word(token)) {
        return Vec::new();
    }
    let terms: Vec<TokenStream> =
        tokens.split(plus).map(|term| term.iter().cloned().collect::<TokenStream>()).collect();
    let mut found = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        let Some(var) = single(term).filter(|_| terms.len() > 1) else { continue };
        let others = || terms.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, term)| term);
        if others().all(|term| !term.is_empty() && !reads(term).0.contains(&var)) {
            let mut base = TokenStream::new();
            for (position, term) in others().enumerate() {
                base.extend((position > 0).then(|| TokenTree::from(proc_macro2::Punct::new('+', Spacing::Alone))));
                base.extend(term.clone());
            }
            found.push((var, Some(base)));
        }
    }
    found
}

/// The bounds of `low..high`; no low one is 0.
fn range(tokens: &TokenStream) -> Option<(Option<TokenStream>, TokenStream)> {
    let tokens = ungrouped(tokens);
    let is = |token: Option<&TokenTree>, mark: char| matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == mark);
    let dots: Vec<usize> =
        (1..tokens.len()).filter(|at| is(tokens.get(at - 1), '.') && is(tokens.get(*at), '.')).collect();
    let [at] = dots[..] else { return None };
    if tokens.iter().any(|token| is(Some(token), '|')) || is(tokens.get(at + 1), '=') {
        return None;
    }
    let (low, high) = (&tokens[..at - 1], &tokens[at + 1..]);
    let zero = matches!(low, [TokenTree::Literal(literal)] if ["0", "0usize", "0_usize"].contains(&literal.to_string().as_str()));
    let stream = |tokens: &[TokenTree]| tokens.iter().cloned().collect::<TokenStream>();
    (!low.is_empty() && !high.is_empty()).then(|| ((!zero).then(|| stream(low)), stream(high)))
}

/// Whether the tokens are a literal above 0.
fn is_positive(tokens: &TokenStream) -> bool {
    let literal = syn::parse2::<syn::LitInt>(tokens.clone());
    literal.is_ok_and(|literal| literal.base10_parse::<u64>().is_ok_and(|value| value > 0))
}

/// Tokens without the parentheses around all of them.
fn ungrouped(tokens: &TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    match &tokens[..] {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => ungrouped(&group.stream()),
        _ => tokens,
    }
}
