//! Whether tokens that stand for a placeholder need parentheses there.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// What stands beside a placeholder.
pub(super) enum Near {
    Word(String),
    Mark(char, Spacing),
    Group(Delimiter),
    Literal,
}

impl Near {
    pub(super) fn of_tree(tree: &TokenTree) -> Self {
        match tree {
            TokenTree::Ident(word) => Near::Word(word.to_string()),
            TokenTree::Punct(mark) => Near::Mark(mark.as_char(), mark.spacing()),
            TokenTree::Group(group) => Near::Group(group.delimiter()),
            TokenTree::Literal(_) => Near::Literal,
        }
    }

    pub(super) fn is_mark(&self, mark: char) -> bool {
        matches!(self, Near::Mark(c, _) if *c == mark)
    }
}

/// Whether what is no operand may stand at a place without parentheses; `near` tells what is at another place.
pub(super) fn stands_alone(near: &dyn Fn(usize) -> Option<Near>, at: usize, has_block: bool) -> bool {
    let before = at.checked_sub(1).and_then(near);
    // `let a: Vec<f64> = ..`
    if before.as_ref().is_some_and(|near| near.is_mark(':')) && near(at + 1).is_some_and(|near| near.is_mark('=')) {
        return true;
    }
    let heads_block =
        matches!(&before, Some(Near::Word(word)) if ["in", "if", "while", "match"].contains(&word.as_str()));
    let opens = match &before {
        None | Some(Near::Mark(',' | ';', _)) => true,
        Some(Near::Mark('=', _)) => {
            let earlier = at.checked_sub(2).and_then(near);
            !matches!(earlier, Some(Near::Mark(mark, Spacing::Joint)) if "=<>!".contains(mark))
        }
        Some(Near::Group(delimiter)) => *delimiter == Delimiter::Brace,
        Some(Near::Word(word)) => heads_block || word == "return" || word == "else",
        Some(Near::Literal | Near::Mark(..)) => false,
    };
    let closes = match near(at + 1) {
        None | Some(Near::Mark(',' | ';', _)) => true,
        Some(Near::Group(Delimiter::Brace)) => heads_block && !has_block,
        _ => false,
    };
    opens && closes
}

pub(super) fn has_block(tokens: &TokenStream) -> bool {
    let block = |token: TokenTree| matches!(&token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace);
    tokens.clone().into_iter().any(block)
}

/// Whether the tokens are one operand: a name, a literal, a group, or these with fields, indices, calls and paths.
pub(super) fn is_atom(tokens: &TokenStream) -> bool {
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

pub(super) fn punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == mark)
}
