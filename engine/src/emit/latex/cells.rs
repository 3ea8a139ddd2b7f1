//! The `latex` cells of the function table, cut into text and places for arguments.
//!
//! `(x)` is parenthesised unless it is an atom or a fraction; `{x}` is a group; a bare name is inserted with the parentheses that
//! the operators beside it ask for.

use crate::emit::schedule::{Level, level};

/// A function before its bare argument: `\sin x`.
pub(crate) const APPLY: Level = 74;
pub(crate) const POWER: Level = 76;
pub(crate) const FRACTION: Level = 78;
/// What ends in a delimiter: `\sqrt{x}`, `\left|x\right|`.
pub(crate) const CLOSED: Level = 90;

/// A cell, compiled.
pub(crate) struct Cell {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) level: Level,
}

/// A part of a cell.
pub(crate) enum Piece {
    Text(String),
    Slot {
        index: usize,
        /// The level below which the argument needs parentheses.
        need: Level,
        /// Whether it is the bare argument of a function.
        applied: bool,
    },
}

fn infix(token: &str) -> Option<Level> {
    Some(match token {
        r"\lor" => 20,
        r"\land" => 30,
        "<" | ">" | "=" | r"\le" | r"\ge" | r"\ne" => 50,
        "+" | "-" => level::SUM,
        r"\bmod" => 65,
        r"\cdot" => level::PRODUCT,
        _ => return None,
    })
}

impl Cell {
    pub(crate) fn compile(cell: &str, parameters: &[&str]) -> Self {
        let tokens = tokens(cell);
        let mut pieces = Vec::new();
        let mut factors = Factors::default();
        let mut i = 0;
        while i < tokens.len() {
            let at = |offset: usize| tokens.get(i + offset).copied().unwrap_or("");
            let directly_before = i.checked_sub(1).map_or("", |i| tokens[i]);
            let parameter = |token: &str| parameters.iter().position(|p| *p == token);
            let argument = parameter(at(1)).filter(|_| at(0) == "(" && at(2) == ")" || at(0) == "{" && at(2) == "}");
            if let Some(index) = argument {
                let group = at(0) == "{";
                // braces that are the syntax of `\sqrt`, `^` or `_` stay
                let syntax =
                    group && (directly_before.starts_with(['\\', '^', '_', ']', '}']) && directly_before != r"\ ");
                let need = match group {
                    true if at(3) == "^" => CLOSED,
                    true => level::ANY,
                    false => FRACTION,
                };
                push(&mut pieces, if syntax { "{" } else { "" });
                let applied = !group && factors.head && factors.depth == 0;
                pieces.push(Piece::Slot { index, need, applied });
                push(&mut pieces, if syntax { "}" } else { "" });
                if !syntax {
                    factors.operand(!group);
                }
                i += 3;
                continue;
            }
            if let Some(index) = parameter(at(0)) {
                let before = tokens[..i].iter().rev().find(|token| **token != " ").copied();
                let after = tokens[i + 1..].iter().find(|token| **token != " ").copied();
                pieces.push(Piece::Slot { index, need: need(before, after, i), applied: false });
                factors.operand(false);
            } else {
                push(&mut pieces, at(0));
                factors.token(at(0), directly_before, i == 0);
            }
            i += 1;
        }
        Cell { pieces, level: factors.level() }
    }
}

fn push(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// What the tokens beside a bare name ask of it.
fn need(before: Option<&str>, after: Option<&str>, position: usize) -> Level {
    let left = match before {
        Some(r"\lnot") => 51,
        Some("-") if position == 1 => level::PRODUCT,
        Some("+") => level::SUM,
        Some(token) => infix(token).map_or(level::ANY, |operator| operator + 1),
        None => level::ANY,
    };
    let right = match after {
        Some("^") => CLOSED,
        Some(token) => infix(token).unwrap_or(level::ANY),
        None => level::ANY,
    };
    left.max(right)
}

/// Follows what a cell is made of, outside all delimiters.
#[derive(Default)]
struct Factors {
    depth: usize,
    count: usize,
    /// The loosest operator.
    operator: Option<Level>,
    /// The name of a function stands last.
    head: bool,
    applied: bool,
    power: bool,
    fraction: bool,
    choice: bool,
    closed: bool,
}

impl Factors {
    fn operand(&mut self, parenthesised: bool) {
        if self.depth > 0 {
            return;
        }
        if parenthesised && self.head {
            self.applied = true;
        } else {
            self.count += 1;
        }
        self.head = false;
    }

    fn token(&mut self, token: &str, before: &str, first: bool) {
        match token {
            r"\begin" => self.choice = true,
            r"\left" if self.depth == 0 => {
                self.count += usize::from(!self.head);
                (self.head, self.closed) = (false, true);
            }
            _ => {}
        }
        match token {
            "{" | "[" | r"\left" => self.depth += 1,
            "}" | "]" | r"\right" => self.depth -= 1,
            _ if self.depth > 0 || before == r"\right" => {}
            "^" => (self.power, self.head) = (true, false),
            "-" if first => self.operator = Some(level::PRODUCT),
            r"\lnot" => self.operator = Some(45),
            r"\frac" => (self.count, self.fraction) = (self.count + 1, true),
            r"\sqrt" => (self.count, self.closed) = (self.count + 1, true),
            " " | "_" => {}
            _ if matches!(before, "^" | "_") => {}
            token => match infix(token) {
                Some(level) => self.operator = Some(self.operator.map_or(level, |operator| operator.min(level))),
                None => (self.count, self.head) = (self.count + 1, true),
            },
        }
    }

    fn level(&self) -> Level {
        match self {
            _ if self.choice => level::CHOICE,
            Factors { operator: Some(operator), .. } => *operator,
            Factors { count: 2.., .. } => level::PRODUCT,
            _ if self.fraction => FRACTION,
            _ if self.power => POWER,
            _ if self.applied => APPLY,
            _ if self.closed => CLOSED,
            _ => level::ATOM,
        }
    }
}

/// Commands, words, single characters; a run of spaces is one token.
fn tokens(cell: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = cell;
    while let Some(first) = rest.chars().next() {
        let run = |text: &str, of: fn(&char) -> bool| text.chars().take_while(of).count();
        let length = match first {
            '\\' => 1 + run(&rest[1..], char::is_ascii_alphabetic).max(1),
            ' ' => run(rest, |c| *c == ' '),
            c if c.is_ascii_alphabetic() => run(rest, char::is_ascii_alphanumeric),
            c if c.is_ascii_digit() => run(rest, char::is_ascii_digit),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(if token.starts_with(' ') { " " } else { token });
        rest = after;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_level_of_what_they_are() {
        for (cell, parameters, expected) in [
            (r"\sin (x)", &["x"][..], APPLY),
            (r"\log_{b} (x)", &["x", "b"], APPLY),
            (r"\operatorname{erf} (x)", &["x"], APPLY),
            (r"{x}^{n}", &["x", "n"], POWER),
            (r"e^{x}", &["x"], POWER),
            (r"e^{x} - 1", &["x"], level::SUM),
            (r"\frac{a}{b}", &["a", "b"], FRACTION),
            (r"\frac{180}{\pi} (x)", &["x"], level::PRODUCT),
            (r"(x) \ln (y)", &["x", "y"], level::PRODUCT),
            (r"\left|{x}\right|", &["x"], CLOSED),
            (r"\sigma\left(x\right)", &["x"], CLOSED),
            (r"\sqrt[3]{x}", &["x"], CLOSED),
            (r"\left\lfloor \frac{a}{b} \right\rfloor", &["a", "b"], CLOSED),
            (r"\psi_1\left(x\right)", &["x"], CLOSED),
            (r"\mathrm{NaN}", &[], level::ATOM),
            (r"a \le b", &["a", "b"], 50),
        ] {
            assert_eq!(Cell::compile(cell, parameters).level, expected, "{cell}");
        }
    }
}
