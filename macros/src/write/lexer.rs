//! The engine's text in tokens.
//!
//! It is a small part of Rust: no strings, no characters, no block comments. Going by way of the compiler's own lexer would make every token
//! twice, once as it stands and once with its place, which is what an expansion would mostly be busy with.

use proc_macro2::{Delimiter, Spacing};

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Word(&'t str),
    Literal(&'t str),
    Mark(char, Spacing),
    Open(Delimiter),
    Close(Delimiter),
    /// A line of documentation.
    Doc(&'t str),
}

/// The tokens of a text.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Lexer { text, at: 0 }
    }

    /// The next token, or `None` at the end; an error is what cannot be read.
    pub(super) fn next(&mut self) -> Result<Option<Token<'t>>, &'t str> {
        let bytes = self.text.as_bytes();
        self.skip_space(bytes);
        let start = self.at;
        let Some(&first) = bytes.get(start) else { return Ok(None) };
        if let Some(doc) = self.text[start..].strip_prefix("///") {
            let line = doc.lines().next().unwrap_or_default();
            self.at += 3 + line.len();
            return Ok(Some(Token::Doc(line)));
        }
        self.at += 1;
        let token = match first {
            b'(' => Token::Open(Delimiter::Parenthesis),
            b'[' => Token::Open(Delimiter::Bracket),
            b'{' => Token::Open(Delimiter::Brace),
            b')' => Token::Close(Delimiter::Parenthesis),
            b']' => Token::Close(Delimiter::Bracket),
            b'}' => Token::Close(Delimiter::Brace),
            b'0'..=b'9' => {
                self.skip_number(bytes);
                Token::Literal(&self.text[start..self.at])
            }
            b'r' if bytes.get(self.at) == Some(&b'#') => {
                self.at += 1;
                self.skip_word(bytes);
                Token::Word(&self.text[start..self.at])
            }
            _ if is_word(first) => {
                self.skip_word(bytes);
                Token::Word(&self.text[start..self.at])
            }
            // of a label, which goes on with a name
            b'\'' => Token::Mark('\'', Spacing::Joint),
            _ if is_mark(first) => {
                let joint = bytes.get(self.at).is_some_and(|next| is_mark(*next));
                Token::Mark(first as char, if joint { Spacing::Joint } else { Spacing::Alone })
            }
            _ => return Err(&self.text[start..]),
        };
        Ok(Some(token))
    }

    fn skip_space(&mut self, bytes: &[u8]) {
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\n' => self.at += 1,
                b'/' if bytes.get(self.at + 1) == Some(&b'/') && bytes.get(self.at + 2) != Some(&b'/') => {
                    self.at = self.text[self.at..].find('\n').map_or(bytes.len(), |length| self.at + length);
                }
                _ => return,
            }
        }
    }

    fn skip_word(&mut self, bytes: &[u8]) {
        while bytes.get(self.at).is_some_and(|byte| is_word(*byte)) {
            self.at += 1;
        }
    }

    /// `1`, `1.5`, `1e-5`, `2.0f64`, `0x1f`; of `0..n` and `1.max(2)` the first digits.
    fn skip_number(&mut self, bytes: &[u8]) {
        let start = self.at - 1;
        loop {
            self.skip_word(bytes);
            let after = bytes.get(self.at + 1);
            match bytes.get(self.at) {
                Some(b'.') if !self.text[start..self.at].contains('.') => match after {
                    Some(next) if *next == b'.' || is_word(*next) && !next.is_ascii_digit() => return,
                    _ => self.at += 1,
                },
                Some(b'-' | b'+') if self.is_exponent(start) && after.is_some_and(u8::is_ascii_digit) => self.at += 1,
                _ => return,
            }
        }
    }

    /// Whether the number that begins at `start` ends in the `e` of an exponent here.
    fn is_exponent(&self, start: usize) -> bool {
        let number = &self.text[start..self.at];
        number.ends_with(['e', 'E']) && !number.starts_with("0x")
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'=' | b'<'
            | b'>'
            | b'!'
            | b'~'
            | b'+'
            | b'-'
            | b'*'
            | b'/'
            | b'%'
            | b'^'
            | b'&'
            | b'|'
            | b'@'
            | b'.'
            | b','
            | b';'
            | b':'
            | b'#'
            | b'$'
            | b'?'
    )
}

#[cfg(test)]
mod tests {
    use proc_macro2::{TokenStream, TokenTree};

    use super::*;

    /// The tokens of the text, each with its spacing, as the compiler's lexer and ours see them.
    fn both(text: &str) -> (Vec<String>, Vec<String>) {
        let mut wanted = Vec::new();
        flatten(text.parse().unwrap(), &mut wanted);
        let (mut lexer, mut got) = (Lexer::new(text), Vec::new());
        while let Some(token) = lexer.next().unwrap() {
            got.push(format!("{token:?}"));
        }
        (got, wanted)
    }

    fn flatten(tokens: TokenStream, into: &mut Vec<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => into.push(format!("{:?}", Token::Word(&ident.to_string()))),
                TokenTree::Literal(literal) => into.push(format!("{:?}", Token::Literal(&literal.to_string()))),
                TokenTree::Punct(mark) => into.push(format!("{:?}", Token::Mark(mark.as_char(), mark.spacing()))),
                TokenTree::Group(group) => {
                    into.push(format!("{:?}", Token::Open(group.delimiter())));
                    flatten(group.stream(), into);
                    into.push(format!("{:?}", Token::Close(group.delimiter())));
                }
            }
        }
    }

    #[track_caller]
    fn check(text: &str) {
        let (got, wanted) = both(text);
        assert_eq!(got, wanted, "{text}");
    }

    #[test]
    fn tokens_are_those_of_the_compiler() {
        check("let t1 = -x[i + 1] * 2.0; // and so on\nt2 += t1;");
        check("for i in (0..n).rev() { if i >= 3 && !(a == b) { continue 'outer; } }");
        check("for i in 0..=r#type.len() - 1 { s = x.0.max(1.0e-5) + y[3..][..n][0]; }");
        check("1 1. 1.5 1e5 1e-5 1.5E+10 2.0f64 3f32 4_000usize 1.max(2) 0x1f 0x1e-1 1e300");
        check("a-1.0 a+1 a..b a..=b t.0 1.0.sin()");
        check("|a, b| -> &mut [f64; 2] { *a <<= 1; ::core::mem::take(&mut b) }");
        check("größe_2 * _ + __e7");
    }

    #[test]
    fn documentation_is_kept() {
        let mut lexer = Lexer::new("/// One.\n// two\nx");
        assert_eq!(lexer.next(), Ok(Some(Token::Doc(" One."))));
        assert_eq!(lexer.next(), Ok(Some(Token::Word("x"))));
        assert_eq!(lexer.next(), Ok(None));
    }

    #[test]
    fn what_is_not_in_the_engines_text_is_no_token() {
        assert_eq!(Lexer::new("\"text\"").next(), Err("\"text\""));
    }
}
