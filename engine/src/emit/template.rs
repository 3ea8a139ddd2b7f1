//! The `rust` and `c` cells of the function table, cut into text and places for arguments.
//!
//! A place knows how tightly its argument must bind. The tokens beside it tell: in `a - b * c` the `-` asks of `b` more than a
//! sum and the `*` asks a product, and the larger demand counts.

use super::schedule::{Level, level};

/// A cell of the table, compiled.
pub(crate) struct Template {
    pub(crate) pieces: Vec<Piece>,
    /// How tightly the whole binds.
    pub(crate) level: Level,
    /// The plain functions it calls, `sin` in `sin(x)`, but not in `x.sin()`.
    pub(crate) calls: Vec<String>,
    /// Whether it is operators and arguments alone.
    pub(crate) bare: bool,
}

/// A part of a cell.
pub(crate) enum Piece {
    Text(String),
    Slot(Slot),
}

/// The place of an argument.
pub(crate) struct Slot {
    /// Which argument.
    pub(crate) index: usize,
    /// The level below which it needs parentheses.
    pub(crate) need: Level,
    /// An operator of this level needs them too, though it binds tightly enough: `p && q || r` is easily misread.
    pub(crate) clash: Option<Level>,
    /// Whether a method is called on it.
    pub(crate) receiver: bool,
    /// Whether it ends an `if`, so that a second `if` may follow.
    pub(crate) last_arm: bool,
}

/// The operators of a language by level.
pub(crate) struct Grammar {
    pub(crate) infix: fn(&str) -> Option<Level>,
    /// The level of `or` and of the `and` that clashes with it.
    pub(crate) or: Level,
    pub(crate) and: Level,
}

impl Template {
    pub(crate) fn compile(cell: &str, parameters: &[&str], grammar: &Grammar) -> Self {
        let tokens = tokens(cell);
        let mut template = Template { pieces: Vec::new(), level: level::ATOM, calls: Vec::new(), bare: true };
        let mut depth = 0;
        let mut after_prefix = false;
        for (i, token) in tokens.iter().enumerate() {
            let before = i.checked_sub(1).map(|i| tokens[i]);
            let after = tokens.get(i + 1).copied();
            let operand =
                before.is_none_or(|t| matches!(t, "(" | "{" | "," | "?" | ":") || (grammar.infix)(t).is_some());
            let prefix = operand && matches!(*token, "-" | "!");
            match *token {
                "(" | "{" => depth += 1,
                ")" | "}" => depth -= 1,
                _ => {}
            }
            if before.is_some_and(|before| !after_prefix && spaced(before, token)) {
                template.text(" ");
            }
            after_prefix = prefix;
            let is_member = matches!(before, Some("." | "::"));
            if let Some(index) = parameters.iter().position(|p| p == token).filter(|_| !is_member) {
                let slot = Slot::between(index, before, after, &tokens[..i], grammar);
                template.pieces.push(Piece::Slot(slot));
                continue;
            }
            template.text(token);
            let here = match *token {
                _ if prefix => level::UNARY,
                "?" | "if" => level::CHOICE,
                "." => level::POSTFIX,
                _ if after == Some("(") && is_word(token) => level::POSTFIX,
                _ => (grammar.infix)(token).unwrap_or(level::ATOM),
            };
            if depth == 0 {
                template.level = template.level.min(here);
            }
            if is_word(token) && after == Some("(") && !is_member {
                template.calls.push((*token).to_owned());
            }
            let operator = here < level::POSTFIX || matches!(*token, "{" | "}" | "else" | ":");
            template.bare &= operator;
        }
        template
    }

    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    /// The places, in order.
    pub(crate) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Slot(slot) => Some(slot),
            Piece::Text(_) => None,
        })
    }
}

impl Slot {
    fn between(
        index: usize,
        before: Option<&str>,
        after: Option<&str>,
        all_before: &[&str],
        grammar: &Grammar,
    ) -> Self {
        let infix = |token: Option<&str>| token.and_then(|t| (grammar.infix)(t));
        // `-x`, `!p`: nothing stands before the operator that it could join.
        let prefix = matches!(before, Some("-" | "!"))
            && (all_before.len() < 2 || infix(Some(all_before[all_before.len() - 2])).is_some());
        let left = match (before, infix(before)) {
            _ if prefix => level::UNARY,
            (Some("!"), _) => level::UNARY,
            (Some(":"), _) => level::CHOICE,
            (_, Some(operator)) => operator + 1,
            _ => level::ANY,
        };
        let right = match (after, infix(after)) {
            (Some("."), _) => level::POSTFIX,
            (Some("?"), _) => level::CHOICE + 1,
            (_, Some(operator)) => operator,
            _ => level::ANY,
        };
        let beside_or = infix(before) == Some(grammar.or) || infix(after) == Some(grammar.or);
        Slot {
            index,
            need: left.max(right),
            clash: beside_or.then_some(grammar.and),
            receiver: after == Some("."),
            last_arm: all_before.len() >= 2 && all_before[all_before.len() - 2] == "else",
        }
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Whether a space stands between two tokens; `stringify!` does not tell.
fn spaced(before: &str, token: &str) -> bool {
    let called = token == "(" && is_word(before) && before != "if";
    !called && !matches!(token, ")" | "," | "." | "::") && !matches!(before, "(" | "." | "::")
}

fn tokens(cell: &str) -> Vec<&str> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let mut rest = cell;
    loop {
        let trimmed = rest.trim_start();
        let Some(first) = trimmed.chars().next() else { return tokens };
        let length = if first.is_ascii_digit() {
            trimmed.find(|c: char| !word(c) && c != '.').unwrap_or(trimmed.len())
        } else if word(first) {
            trimmed.find(|c: char| !word(c)).unwrap_or(trimmed.len())
        } else if ["<=", ">=", "==", "!=", "&&", "||", "::"].iter().any(|t| trimmed.starts_with(t)) {
            2
        } else {
            first.len_utf8()
        };
        let (token, after) = trimmed.split_at(length);
        tokens.push(token);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(cell: &str, parameters: &[&str]) -> (Level, Vec<Level>) {
        let grammar = Grammar { infix: super::super::code::c_infix, or: 20, and: 30 };
        let template = Template::compile(cell, parameters, &grammar);
        (template.level, template.slots().map(|slot| slot.need).collect())
    }

    #[test]
    fn the_neighbours_of_an_argument_tell_how_tightly_it_must_bind() {
        use level::*;
        assert_eq!(needs("a - b", &["a", "b"]), (SUM, vec![SUM, SUM + 1]));
        assert_eq!(needs("x.recip()", &["x"]), (POSTFIX, vec![POSTFIX]));
        assert_eq!(needs("-x", &["x"]), (UNARY, vec![UNARY]));
        assert_eq!(needs("0.5 * a + 0.5 * b", &["a", "b"]), (SUM, vec![PRODUCT + 1, PRODUCT + 1]));
        assert_eq!(needs("log(x) / log(b)", &["x", "b"]), (PRODUCT, vec![ANY, ANY]));
        assert_eq!(needs("x * (180.0 / M_PI)", &["x"]), (PRODUCT, vec![PRODUCT]));
        assert_eq!(needs("c ? a : b", &["c", "a", "b"]), (CHOICE, vec![CHOICE + 1, ANY, CHOICE]));
        assert_eq!(needs("if c { a } else { b }", &["c", "a", "b"]), (CHOICE, vec![ANY; 3]));
        assert_eq!(needs("core::f64::consts::PI", &[]), (ATOM, vec![]));
    }
}
