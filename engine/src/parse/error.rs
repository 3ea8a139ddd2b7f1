//! What a reader is told when a text does not parse.

use std::fmt;
use std::ops::Range;

/// Why a text is no expression: what is wrong, where, and what was probably meant.
///
/// ```
/// let error = gradus_engine::parse("2x + 1").unwrap_err();
/// assert_eq!(error.span(), 1..2);
/// assert_eq!(
///     error.to_string(),
///     "an operator is missing before `x`\n  2x + 1\n   ^\nhint: write `2*x`"
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ParseError(Box<Report>);

#[derive(Clone, PartialEq, Eq)]
struct Report {
    message: String,
    hint: Option<String>,
    span: Range<usize>,
    excerpt: Excerpt,
}

impl ParseError {
    pub(super) fn new(text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let excerpt = Excerpt::new(text, &span);
        ParseError(Box::new(Report { message: message.into(), hint: None, span, excerpt }))
    }

    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Where in the text, in bytes; empty when something is missing there.
    pub fn span(&self) -> Range<usize> {
        self.0.span.clone()
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What was probably meant.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

/// Message, line, carets under the span, hint; no line break at the end.
impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { message, hint, excerpt, .. } = &*self.0;
        f.write_str(message)?;
        if excerpt.number > 1 {
            write!(f, " (line {})", excerpt.number)?;
        }
        write!(f, "\n{}\n  {}", format!("  {}", excerpt.line).trim_end(), excerpt.carets)?;
        match hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ParseError {}

/// The line of the span, cut to a readable width, and the carets under it.
#[derive(Clone, PartialEq, Eq)]
struct Excerpt {
    /// Counted from 1.
    number: usize,
    line: String,
    carets: String,
}

/// The characters shown on each side of the start of a span when a line is too long.
const HALF: usize = 36;

impl Excerpt {
    fn new(text: &str, span: &Range<usize>) -> Self {
        let (before, after) = text.split_at(span.start);
        let number = 1 + before.bytes().filter(|b| *b == b'\n').count();
        let before = before.rsplit('\n').next().unwrap_or("");
        let after = after.split(['\n', '\r']).next().unwrap_or("");
        let marked = after.get(..span.len().min(after.len())).unwrap_or("").chars().count().max(1);

        let mut left: Vec<char> = before.chars().rev().take(2 * HALF + 1).collect();
        let mut right: Vec<char> = after.chars().take(2 * HALF + 1).collect();
        let (cut_left, cut_right) = match left.len() + right.len() {
            0..=72 => (false, false),
            _ => (left.len() > HALF, right.len() > HALF),
        };
        if cut_left {
            left.truncate(HALF);
            left.push('…');
        }
        if cut_right {
            right.truncate(HALF.max(marked.min(HALF)));
            right.push('…');
        }
        left.reverse();
        // Tabs stay under tabs, so that the carets stand where they should.
        let indent = left.iter().map(|c| if *c == '\t' { '\t' } else { ' ' });
        let carets = indent.chain(std::iter::repeat_n('^', marked.min(right.len().max(1)))).collect();
        let line = left.iter().chain(&right).map(|c| if c.is_control() && *c != '\t' { '\u{FFFD}' } else { *c });
        Excerpt { number, line: line.collect(), carets }
    }
}

/// At most some forty characters of a piece of source, for a message.
pub(super) fn shorten(source: &str) -> String {
    let mut short: String = source.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < source.len() && source.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_count_characters_and_keep_tabs() {
        let text = "a;\n\tαβ + ?? + γ";
        let start = text.find("??").unwrap();
        let error = ParseError::new(text, start..start + 2, "what").with_hint("that");
        assert_eq!(error.to_string(), "what (line 2)\n  \tαβ + ?? + γ\n  \t     ^^\nhint: that");
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}?{}", "a".repeat(500), "b".repeat(500));
        let shown = ParseError::new(&text, 500..501, "what").to_string();
        let expected = format!("what\n  …{}?{}…\n  {}^", "a".repeat(36), "b".repeat(35), " ".repeat(37));
        assert_eq!(shown, expected);
        let everything = ParseError::new(&text, 0..text.len(), "what").to_string();
        assert!(everything.lines().all(|line| line.chars().count() < 80), "{everything}");
    }

    #[test]
    fn the_end_has_a_place() {
        assert_eq!(ParseError::new("x +", 3..3, "what").to_string(), "what\n  x +\n     ^");
        assert_eq!(ParseError::new("", 0..0, "what").to_string(), "what\n\n  ^");
    }
}
