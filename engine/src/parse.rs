//! stub (throwaway, replaced by the real parser)
#![allow(missing_docs, clippy::all)]
use crate::expr::Expr;
use crate::function::Function;
use crate::graph::{Graph, Id};
use crate::number::Number;
use std::sync::Arc;
/// An error.
#[derive(Debug)]
pub struct ParseError(String);
impl std::fmt::Display for ParseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for ParseError {}
struct P<'a> {
    g: Graph,
    t: Vec<&'a str>,
    i: usize,
    declared: &'a [&'a str],
    defs: std::collections::HashMap<String, Id>,
}
fn lex(s: &str) -> Vec<&str> {
    let mut out = vec![];
    let b = s.as_bytes();
    let mut i = 0;
    while i < b.len() {
        let st = i;
        if b[i].is_ascii_whitespace() {
            i += 1;
            continue;
        }
        if b[i].is_ascii_digit() || b[i] == b'.' {
            while i < b.len()
                && (b[i].is_ascii_alphanumeric()
                    || b[i] == b'.'
                    || ((b[i] == b'-' || b[i] == b'+') && b[i - 1] == b'e'))
            {
                i += 1;
            }
        } else if b[i].is_ascii_alphabetic() || b[i] == b'_' {
            while i < b.len() && (b[i].is_ascii_alphanumeric() || b[i] == b'_') {
                i += 1;
            }
        } else {
            i += 1;
            if i < b.len() && matches!(&s[st..i + 1], "**" | "<=" | ">=" | "==" | "!=") {
                i += 1;
            }
        }
        out.push(&s[st..i]);
    }
    out
}
impl<'a> P<'a> {
    fn peek(&self) -> &'a str {
        self.t.get(self.i).copied().unwrap_or("")
    }
    fn eat(&mut self, s: &str) -> bool {
        if self.peek() == s {
            self.i += 1;
            true
        } else {
            false
        }
    }
    fn expect(&mut self, s: &str) {
        assert!(self.eat(s), "expected {s} at {:?}", &self.t[self.i..]);
    }
    fn expr(&mut self, min: u8) -> Id {
        let mut l = if self.eat("-") {
            let x = self.expr(7);
            self.g.call(Function::Neg, &[x])
        } else if self.eat("not") {
            let x = self.expr(3);
            self.g.call(Function::Not, &[x])
        } else {
            self.atom()
        };
        loop {
            let op = self.peek();
            let (f, p, r) = match op {
                "or" => (Function::Or, 1, 2),
                "and" => (Function::And, 2, 3),
                "<" => (Function::Less, 4, 5),
                "<=" => (Function::LessEqual, 4, 5),
                ">" => (Function::Greater, 4, 5),
                ">=" => (Function::GreaterEqual, 4, 5),
                "==" => (Function::Equal, 4, 5),
                "!=" => (Function::NotEqual, 4, 5),
                "+" => (Function::Add, 5, 6),
                "-" => (Function::Sub, 5, 6),
                "*" => (Function::Mul, 6, 7),
                "/" => (Function::Div, 6, 7),
                "^" | "**" => (Function::Powf, 8, 7),
                _ => return l,
            };
            if p < min {
                return l;
            }
            self.i += 1;
            let b = self.expr(r);
            let f = if f == Function::Powf && self.g.as_number(b).is_some_and(|n| n.to_i32().is_some()) {
                Function::Powi
            } else {
                f
            };
            l = self.g.call(f, &[l, b]);
        }
    }
    fn atom(&mut self) -> Id {
        let t = self.peek();
        self.i += 1;
        if t == "(" {
            let x = self.expr(0);
            self.expect(")");
            return x;
        }
        if t == "if" {
            let c = self.expr(0);
            self.expect("then");
            let a = self.expr(0);
            self.expect("else");
            let b = self.expr(0);
            return self.g.call(Function::Select, &[c, a, b]);
        }
        if let Some(n) = Number::parse_decimal(t) {
            return self.g.number(n);
        }
        if self.peek() == "(" {
            self.i += 1;
            let mut args = vec![];
            while !self.eat(")") {
                args.push(self.expr(0));
                self.eat(",");
            }
            let f = Function::from_name(t).unwrap_or_else(|| panic!("unknown function {t}"));
            return self.g.call(f, &args);
        }
        if let Some(id) = self.defs.get(t) {
            return *id;
        }
        if !self.declared.contains(&t) && matches!(t, "pi" | "e" | "inf" | "nan" | "true" | "false") {
            return self.g.call(Function::from_name(t).unwrap(), &[]);
        }
        self.g.variable(t)
    }
}
pub fn parse_with(text: &str, declared: &[&str]) -> Result<Expr, ParseError> {
    let mut p = P { g: Graph::new(), t: lex(text), i: 0, declared, defs: Default::default() };
    let root = loop {
        if p.t.get(p.i + 1) == Some(&"=") {
            let n = p.peek();
            p.i += 2;
            let v = p.expr(0);
            p.defs.insert(n.into(), v);
            p.expect(";");
        } else {
            break p.expr(0);
        }
    };
    if p.i < p.t.len() {
        return Err(ParseError(format!("junk at {:?}", &p.t[p.i..])));
    }
    Ok(Expr::from_graph(Arc::new(p.g), root))
}
pub fn parse(text: &str) -> Result<Expr, ParseError> {
    parse_with(text, &[])
}
