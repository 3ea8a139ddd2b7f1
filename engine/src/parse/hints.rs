//! What is said about a token that does not fit.

use super::build::Operand;
use super::error::{ParseError, shorten};
use super::grammar::{Parser, Step};
use super::lexer::{Lexeme, Token};
use super::names;
use crate::function::Function;

impl Parser<'_, '_> {
    fn source(&self, lexeme: Lexeme) -> &str {
        &self.builder.text[lexeme.start..lexeme.end]
    }

    fn source_after(&self, lexeme: Lexeme) -> &str {
        self.builder.text[lexeme.end..].trim_start()
    }

    /// Whether the operand that starts with this token goes on behind it.
    fn followed_by_more(&self, lexeme: Lexeme) -> bool {
        let after = self.source_after(lexeme);
        let ends = ["and ", "or ", "then ", "else "].iter().any(|word| after.starts_with(word));
        !ends && after.starts_with(|c: char| c.is_alphanumeric() || "(.+-*/^_".contains(c))
    }

    /// Just behind the last token.
    fn behind(&self, message: &str) -> ParseError {
        let end = self.previous.end;
        ParseError::new(self.builder.text, end..end, message)
    }

    /// A token that cannot start an expression, where one must start.
    pub(super) fn no_operand(&self, found: Lexeme) -> ParseError {
        let text = self.builder.text;
        let before = text[..found.start].trim_end();
        let place = ParseError::new(text, before.len()..before.len(), "an expression is missing at the end");
        let shown = shorten(self.source(found));
        let empty = before.ends_with('(') && found.token == Token::Close;
        match found.token {
            Token::End => place,
            Token::Close if empty => self.error(found, "there is nothing between the parentheses"),
            Token::Operator(Function::Or) if shown == "||" => self
                .error(found, "an expression is missing before `||`")
                .with_hint("write `abs(x)` for an absolute value"),
            Token::Operator(Function::And | Function::Or) => {
                self.error(found, format!("a condition is missing before `{shown}`"))
            }
            Token::Operator(_) | Token::Power => {
                let error = self.error(found, format!("a number is missing before `{shown}`"));
                if found.token == Token::Operator(Function::Mul) && before.ends_with('*') {
                    error.with_hint("a power is written `x^y` or `x**y`")
                } else {
                    error
                }
            }
            Token::Assign => {
                self.error(found, "an expression is missing before `=`").with_hint("write `==` to compare")
            }
            _ => self.error(found, format!("an expression is missing before `{shown}`")),
        }
    }

    /// A token that starts another expression where an operator is expected.
    pub(super) fn no_operator(&self, found: Lexeme) -> ParseError {
        let (left, right) = (self.source(self.previous), self.source(found));
        if found.token == Token::Bang {
            let error = self.error(found, "`!` is no operator behind a number");
            return error.with_hint("write `gamma(x + 1)` for the factorial, `not p` for the opposite of a condition");
        }
        let error = self.error(found, format!("an operator is missing before `{}`", shorten(right)));
        let hint = match (self.previous.token, found.token) {
            (Token::Number, Token::Number) if right.starts_with('.') => "a number has one decimal point".to_owned(),
            (Token::Number, Token::Number) => "digits stand without separators; a product is written `a*b`".to_owned(),
            (_, Token::If | Token::Not) => return error,
            (Token::Name, _) if names::function(left).is_some_and(|f| f.arity() > 0) => match found.token {
                Token::Open => format!("write `{left}(…)` on one line"),
                Token::Name if !self.followed_by_more(found) => format!("write `{left}({})`", shorten(right)),
                _ => format!("write `{left}(…)`"),
            },
            (_, Token::Name) if matches!(right, "mod" | "rem") => "write `rem_euclid(a, b)` or `rem(a, b)`".to_owned(),
            (_, Token::Name) if right == "xor" => "write `(p or q) and not (p and q)`".to_owned(),
            (Token::Number, Token::Open) if self.power_of_function() => {
                "write `sin(x)^2` for the power of a function".to_owned()
            }
            (left_token, token) => {
                let left = if left_token == Token::Close { "(…)".to_owned() } else { shorten(left) };
                let right = match token {
                    Token::Open => "(…)".to_owned(),
                    _ if self.source_after(found).starts_with('(') => format!("{}(…)", shorten(right)),
                    _ => shorten(right),
                };
                format!("write `{left}*{right}`")
            }
        };
        error.with_hint(hint)
    }

    /// Whether the text before is like `sin^2`.
    fn power_of_function(&self) -> bool {
        let Some(frame) = self.frames.last().filter(|frame| matches!(frame.step, Step::Power)) else { return false };
        let before = self.builder.text[..frame.opener.start].trim_end();
        let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        names::function(name).is_some_and(|f| f.arity() > 0)
    }

    /// `,`, `then`, `else` or `=` where it has no meaning.
    pub(super) fn misplaced(&self, found: Lexeme) -> ParseError {
        let step = self.frames.last().map(|frame| frame.step);
        match (found.token, step) {
            (Token::Assign, None) => {
                let error = self.error(found, "only a name can be defined");
                error.with_hint("write `==` to compare, `name = value;` to define")
            }
            (Token::Assign, _) => self.error(found, "`=` has no meaning here").with_hint("write `==` to compare"),
            (Token::Comma, None | Some(Step::Paren)) => {
                let error = self.error(found, "`,` has no meaning outside of a call");
                match self.next_to_digits(found) {
                    true => error.with_hint("the decimal point is written `.`"),
                    false => error,
                }
            }
            (Token::Then, Some(Step::Then)) | (Token::Then | Token::Else, None) => {
                let (shown, opener) = if found.token == Token::Then { ("then", "if") } else { ("else", "then") };
                self.error(found, format!("`{shown}` without `{opener}`")).with_hint("write `if c then a else b`")
            }
            _ => self.unfinished(found),
        }
    }

    fn next_to_digits(&self, found: Lexeme) -> bool {
        let bytes = self.builder.text.as_bytes();
        let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
        found.start > 0 && digit(bytes.get(found.start - 1)) && digit(bytes.get(found.end))
    }

    /// The innermost opener is not closed before `found`.
    pub(super) fn unfinished(&self, found: Lexeme) -> ParseError {
        let Some(frame) = self.frames.last() else { return self.behind("an expression is missing") };
        let missing = match frame.step {
            Step::If => "`if` without `then`",
            Step::Then => "`then` without `else`",
            _ if matches!(found.token, Token::End | Token::Semicolon) => {
                return self.error(frame.opener, "this `(` is never closed");
            }
            _ => {
                let shown = shorten(self.source(found));
                return self.error(found, format!("a `)` is missing before `{shown}`"));
            }
        };
        self.error(frame.opener, missing).with_hint("write `if c then a else b`")
    }

    /// `a < b < c`
    pub(super) fn chained(&self, first: Function, second: Function, found: Lexeme) -> ParseError {
        let (first, second) = (first.row().name, second.row().name);
        let error = self.error(found, "comparisons do not chain");
        let (a, b) = match self.last_two() {
            Some((a, b)) if a.len() + b.len() <= 30 => (a, b),
            _ => ("a", "b"),
        };
        let after = self.source_after(found);
        let length = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
        let last = Lexeme { end: self.builder.text.len() - after.len() + length, ..found };
        let c = if length > 0 && !self.followed_by_more(last) { shorten(&after[..length]) } else { "…".to_owned() };
        error.with_hint(format!("write `{a} {first} {b} and {b} {second} {c}`"))
    }

    /// An expression that is neither a definition nor the last.
    pub(super) fn no_effect(&self, value: Operand) -> ParseError {
        let error = ParseError::new(self.builder.text, value.start..value.end, "this expression is not used");
        error.with_hint("name it: `name = value;`; the last expression is the result")
    }

    /// A text without an expression.
    pub(super) fn nothing(&self) -> ParseError {
        match self.previous.token {
            Token::End => self.behind("there is no expression"),
            _ => self
                .behind("an expression is missing after the definitions")
                .with_hint("end with the result, for example its name"),
        }
    }
}
