//! Characters into tokens.

use super::error::{ParseError, shorten};
use crate::function::Function;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    End,
    Number,
    Name,
    If,
    Then,
    Else,
    Not,
    Bang,
    /// An infix operator that is one row of the table.
    Operator(Function),
    Power,
    Open,
    Close,
    Comma,
    Semicolon,
    Assign,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a line ends before it.
    pub(super) new_line: bool,
}

#[derive(Clone, Copy)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Lexer { text, at: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Lexeme, ParseError> {
        let new_line = self.skip_blank();
        let start = self.at;
        let bytes = self.text.as_bytes();
        let Some(&first) = bytes.get(start) else {
            return Ok(Lexeme { token: Token::End, start, end: start, new_line });
        };
        let second = bytes.get(start + 1).copied().unwrap_or(0);
        let (token, length) = match (first, second) {
            (b'0'..=b'9', _) | (b'.', b'0'..=b'9') => (Token::Number, number_length(&bytes[start..])),
            (b'a'..=b'z' | b'A'..=b'Z' | 0x80.., _) => match name_length(&self.text[start..]) {
                0 => return Err(self.unexpected()),
                length => (word(&self.text[start..start + length]), length),
            },
            (b'+', _) => (Token::Operator(Function::Add), 1),
            (b'-', _) => (Token::Operator(Function::Sub), 1),
            (b'*', b'*') => (Token::Power, 2),
            (b'*', _) => (Token::Operator(Function::Mul), 1),
            (b'/', b'/') => return Err(self.unexpected()),
            (b'/', _) => (Token::Operator(Function::Div), 1),
            (b'^', _) => (Token::Power, 1),
            (b'(', _) => (Token::Open, 1),
            (b')', _) => (Token::Close, 1),
            (b',', _) => (Token::Comma, 1),
            (b';', _) => (Token::Semicolon, 1),
            (b'=', b'=') => (Token::Operator(Function::Equal), 2),
            (b'=', b'<' | b'>') | (b'<', b'>') => return Err(self.unexpected()),
            (b'=', _) => (Token::Assign, 1),
            (b'<', b'=') => (Token::Operator(Function::LessEqual), 2),
            (b'<', _) => (Token::Operator(Function::Less), 1),
            (b'>', b'=') => (Token::Operator(Function::GreaterEqual), 2),
            (b'>', _) => (Token::Operator(Function::Greater), 1),
            (b'!', b'=') => (Token::Operator(Function::NotEqual), 2),
            (b'!', _) => (Token::Bang, 1),
            (b'&', b'&') => (Token::Operator(Function::And), 2),
            (b'|', b'|') => (Token::Operator(Function::Or), 2),
            _ => return Err(self.unexpected()),
        };
        self.at = start + length;
        Ok(Lexeme { token, start, end: self.at, new_line })
    }

    /// Skips spaces and comments and tells whether a line ended.
    fn skip_blank(&mut self) -> bool {
        let mut new_line = false;
        let mut comment = false;
        for c in self.text[self.at..].chars() {
            match c {
                '\n' => (new_line, comment) = (true, false),
                '#' => comment = true,
                _ if comment || c.is_whitespace() => {}
                _ => break,
            }
            self.at += c.len_utf8();
        }
        new_line
    }

    fn unexpected(&self) -> ParseError {
        let rest = &self.text[self.at..];
        let (found, hint) = SIGNS
            .iter()
            .find_map(|(sign, hint)| rest.starts_with(sign).then_some((*sign, Some(*hint))))
            .unwrap_or_else(|| (&rest[..rest.chars().next().map_or(0, char::len_utf8)], None));
        let shown =
            if found.chars().any(char::is_control) { found.escape_default().to_string() } else { shorten(found) };
        let error =
            ParseError::new(self.text, self.at..self.at + found.len(), format!("`{shown}` has no meaning here"));
        match hint {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    }
}

/// Signs of other systems, and what to write.
const SIGNS: &[(&str, &str)] = &[
    ("//", "write `floor(a/b)` for the whole quotient"),
    ("=<", "write `<=`"),
    ("=>", "write `>=` to compare"),
    ("<>", "write `!=`"),
    ("≤", "write `<=`"),
    ("≥", "write `>=`"),
    ("≠", "write `!=`"),
    ("%", "write `rem(a, b)`, or `rem_euclid(a, b)` for a remainder that is never negative"),
    ("|", "write `abs(x)` for an absolute value, `or` between conditions"),
    ("&", "write `and` between conditions"),
    ("~", "write `not`"),
    ("[", "write parentheses `( )`; a variable may be called `x_1`"),
    ("]", "write parentheses `( )`; a variable may be called `x_1`"),
    ("{", "write parentheses `( )`"),
    ("}", "write parentheses `( )`"),
    ("?", "write `if c then a else b`"),
    (":=", "a definition is written `name = value;`"),
    (":", "write `if c then a else b`; a definition is written `name = value;`"),
    ("_", "a name starts with a letter, and digits stand without separators"),
    (".", "a number is written `0.5` or `.5`, a call `sin(x)`"),
    ("\\", "write names without a backslash: `sin(x)`, `pi`"),
    ("'", "a name consists of letters, digits and `_`"),
    ("−", "write the plain minus sign `-`"),
    ("–", "write the plain minus sign `-`"),
    ("×", "write `*`"),
    ("·", "write `*`"),
    ("⋅", "write `*`"),
    ("÷", "write `/`"),
    ("√", "write `sqrt(x)`"),
    ("∞", "write `inf`"),
    ("¹", "write powers as `x^2`"),
    ("²", "write `^2`"),
    ("³", "write `^3`"),
    ("⁻", "write powers as `x^-1`"),
    ("½", "write `1/2`"),
    ("¬", "write `not`"),
    ("∧", "write `and`"),
    ("∨", "write `or`"),
];

fn word(name: &str) -> Token {
    match name {
        "if" => Token::If,
        "then" => Token::Then,
        "else" => Token::Else,
        "not" => Token::Not,
        "and" => Token::Operator(Function::And),
        "or" => Token::Operator(Function::Or),
        _ => Token::Name,
    }
}

/// Letters of any script; after the first also digits, `_`, subscript digits and combining marks.
fn name_length(text: &str) -> usize {
    let ascii = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let plain = text.bytes().position(|b| !ascii(&b)).unwrap_or(text.len());
    if plain > 0 && text.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return if text.as_bytes()[0].is_ascii_alphabetic() { plain } else { 0 };
    }
    let mut length = 0;
    for c in text.chars() {
        let inner = c.is_ascii_digit() || c == '_' || matches!(c, '₀'..='₉' | '\u{300}'..='\u{36F}');
        if !(c.is_alphabetic() || inner && length > 0) {
            break;
        }
        length += c.len_utf8();
    }
    length
}

/// Digits, at most one point, an exponent if digits follow the `e`.
fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let start = length + 1 + sign;
        let exponent = if start < bytes.len() { digits(start) } else { 0 };
        if exponent > 0 {
            length = start + exponent;
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_name(name: &str) -> bool {
        !name.is_empty() && name_length(name) == name.len() && word(name) == Token::Name
    }

    fn pieces(text: &str) -> Vec<&str> {
        let mut lexer = Lexer::new(text);
        let lexemes = std::iter::from_fn(|| Some(lexer.next().unwrap()).filter(|l| l.token != Token::End));
        lexemes.map(|l| &text[l.start..l.end]).collect()
    }

    #[test]
    fn tokens_are_the_longest_that_fit() {
        assert_eq!(pieces("1e-3x**2.5e+"), ["1e-3", "x", "**", "2.5", "e", "+"]);
        assert_eq!(pieces(".5<=x_1!=y&&!z # rest\n==1."), [".5", "<=", "x_1", "!=", "y", "&&", "!", "z", "==", "1."]);
        assert_eq!(pieces("αβ2*x₁+x̂"), ["αβ2", "*", "x₁", "+", "x̂"]);
        assert_eq!(pieces("1.2.3"), ["1.2", ".3"]);
    }

    #[test]
    fn names() {
        for name in ["x", "E_n", "λ", "x₁₂", "gamma", "i", "tempé", "ifx"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "_x", "1x", "if", "not", "x y", "x²", "w[0]", "x'", "½"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
