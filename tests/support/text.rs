//! A small reader of our text syntax, written for the tests alone: the second opinion on what a text means.
//!
//! ```text
//! text       = { name "=" expression ";" } expression
//! expression = "if" expression "then" expression "else" expression | or
//! or         = and { "or" and }          and = not { "and" not }         not = "not" not | comparison
//! comparison = sum [ ( < <= > >= == != ) sum ]
//! sum        = product { (+ -) product }  product = signed { (* /) signed }
//! signed     = "-" signed | power         power = atom [ (^ **) signed ]
//! atom       = number | name | name "(" expression { "," expression } ")" | "(" expression ")"
//! ```

use super::dual::Real;
use super::tree::{NEG, NOT, Operator, Scope, Tree};

/// Definitions in order, then the result.
#[derive(Clone, Debug)]
pub struct Text {
    pub definitions: Vec<(String, Tree)>,
    pub result: Tree,
}

impl Text {
    pub fn eval<T: Real>(&self, scope: &Scope<T>) -> T {
        let mut scope = scope.to_vec();
        for (name, tree) in &self.definitions {
            let value = tree.eval(&scope);
            scope.push((name, value));
        }
        self.result.eval(&scope)
    }
}

pub fn parse(text: &str) -> Result<Text, String> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0 };
    let mut definitions = Vec::new();
    while let [Token::Word(name), Token::Symbol("="), ..] = &reader.tokens[reader.at..] {
        let name = name.clone();
        reader.at += 2;
        let tree = reader.expression()?;
        reader.expect(";")?;
        definitions.push((name, tree));
    }
    let result = reader.expression()?;
    match reader.tokens.get(reader.at) {
        None => Ok(Text { definitions, result }),
        Some(token) => Err(format!("unexpected {token:?}")),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
    Symbol(&'static str),
}

/// Longer symbols first.
const SYMBOLS: [&str; 17] = ["**", "<=", ">=", "==", "!=", "<", ">", "=", "+", "-", "*", "/", "^", "(", ")", ",", ";"];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length;
        if first.is_ascii_digit() || first == '.' {
            length = number_length(rest.as_bytes());
            tokens.push(Token::Number(rest[..length].parse().map_err(|e| format!("`{}`: {e}", &rest[..length]))?));
        } else if first.is_alphabetic() || first == '_' {
            length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..length].into()));
        } else {
            let symbol = SYMBOLS.into_iter().find(|s| rest.starts_with(s)).ok_or(format!("unexpected {first:?}"))?;
            length = symbol.len();
            tokens.push(Token::Symbol(if symbol == "**" { "^" } else { symbol }));
        }
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// Digits, a point, and an exponent if digits follow its `e`: in `2e` the `e` is a name.
fn number_length(bytes: &[u8]) -> usize {
    let plain = bytes.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let Some(b'e' | b'E') = bytes.get(plain) else { return plain };
    let sign = matches!(bytes.get(plain + 1), Some(b'+' | b'-')) as usize;
    let digits = bytes[(plain + 1 + sign).min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 { plain } else { plain + 1 + sign + digits }
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    /// Steps over the word or symbol if it is next.
    fn take(&mut self, wanted: &str) -> bool {
        let found = match self.tokens.get(self.at) {
            Some(Token::Word(word)) => word == wanted,
            Some(Token::Symbol(symbol)) => *symbol == wanted,
            _ => false,
        };
        self.at += found as usize;
        found
    }

    fn expect(&mut self, wanted: &str) -> Result<(), String> {
        if self.take(wanted) {
            Ok(())
        } else {
            Err(format!("`{wanted}` expected, {:?} found", self.tokens.get(self.at)))
        }
    }

    fn expression(&mut self) -> Result<Tree, String> {
        if !self.take("if") {
            return self.above(1);
        }
        let condition = self.expression()?;
        self.expect("then")?;
        let yes = self.expression()?;
        self.expect("else")?;
        let no = self.expression()?;
        Ok(Tree::If(Box::new(condition), Box::new(yes), Box::new(no)))
    }

    /// Operators of this precedence and tighter.
    fn above(&mut self, level: u8) -> Result<Tree, String> {
        if level == NOT && self.take("not") {
            return Ok(Tree::Not(Box::new(self.above(NOT)?)));
        }
        if level == NEG && self.take("-") {
            return Ok(Tree::Neg(Box::new(self.above(NEG)?)));
        }
        if level > Operator::Pow.precedence() {
            return self.atom();
        }
        let mut left = self.above(level + 1)?;
        let own = || Operator::ALL.into_iter().filter(|operator| operator.precedence() == level);
        while let Some(operator) = own().find(|operator| self.take(operator.symbol())) {
            let right = self.above(if operator == Operator::Pow { NEG } else { level + 1 })?;
            left = Tree::binary(operator, left, right);
            if matches!(operator, Operator::Pow) || level == Operator::Less.precedence() {
                break;
            }
        }
        Ok(left)
    }

    fn atom(&mut self) -> Result<Tree, String> {
        if self.take("(") {
            let inner = self.expression()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        match token {
            Some(Token::Number(x)) => Ok(Tree::Number(x)),
            Some(Token::Word(name)) if self.take("(") => {
                let mut args = vec![self.expression()?];
                while self.take(",") {
                    args.push(self.expression()?);
                }
                self.expect(")")?;
                Ok(Tree::Call(name, args))
            }
            Some(Token::Word(name)) => Ok(Tree::Name(name)),
            other => Err(format!("a number, a name or `(` expected, {other:?} found")),
        }
    }
}
