//! Operators, on numbers, conditions and constants.

use gradus_engine::function::Function;
use quote::quote;
use syn::{BinOp, Expr, ExprBinary, ExprUnary, Lit, UnOp};

use super::Reader;
use super::constants::text;
use super::scope::{Class, Constant, Value};

impl Reader<'_> {
    pub(super) fn unary(&mut self, unary: &ExprUnary) -> Value {
        self.attributes(&unary.attrs);
        let value = self.expr(&unary.expr);
        match (&unary.op, value) {
            (_, Value::Unknown) => Value::Unknown,
            (UnOp::Neg(_), Value::Constant(constant)) => {
                let operand = constant.operand();
                let literal = constant.literal.map(|n| -n);
                let simple = literal.is_some();
                let may_panic = !simple && constant.class != Class::Bool || constant.may_panic;
                Value::Constant(Constant {
                    tokens: quote!(-#operand),
                    class: constant.class,
                    simple,
                    may_panic,
                    literal,
                })
            }
            (UnOp::Neg(_), value) => match self.as_real(&value, &unary.expr) {
                Some(x) => Value::Real(self.graph.intern(Function::Neg, &[x])),
                None => Value::Unknown,
            },
            (UnOp::Not(_), Value::Constant(constant)) => {
                let operand = constant.operand();
                Value::Constant(Constant { tokens: quote!(!#operand), simple: false, literal: None, ..constant })
            }
            (UnOp::Not(_), Value::Bool(id)) => Value::Bool(self.graph.intern(Function::Not, &[id])),
            (UnOp::Not(token), _) => self.refuse(token, "`!` is read on conditions only"),
            (UnOp::Deref(token), _) => self.refuse(token, "references are not read yet; pass the number by value"),
            (operator, _) => self.refuse(operator, "this operator is not read"),
        }
    }

    pub(super) fn binary(&mut self, binary: &ExprBinary) -> Value {
        self.attributes(&binary.attrs);
        match &binary.op {
            BinOp::And(_) | BinOp::BitAnd(_) if self.joins_conditions(binary) => self.logic(binary, Function::And),
            BinOp::Or(_) | BinOp::BitOr(_) if self.joins_conditions(binary) => self.logic(binary, Function::Or),
            BinOp::Lt(_) => self.comparison(binary, Function::Less),
            BinOp::Le(_) => self.comparison(binary, Function::LessEqual),
            BinOp::Gt(_) => self.comparison(binary, Function::Greater),
            BinOp::Ge(_) => self.comparison(binary, Function::GreaterEqual),
            BinOp::Eq(_) => self.comparison(binary, Function::Equal),
            BinOp::Ne(_) => self.comparison(binary, Function::NotEqual),
            operator => match compound(operator) {
                Some(plain) => {
                    // the right side is evaluated first, as Rust does for numbers
                    let right = self.expr(&binary.right);
                    let left = self.expr(&binary.left);
                    let value = self.operator(binary, &plain, left, right);
                    self.assign(&binary.left, value);
                    Value::Unit
                }
                None => self.chain(binary),
            },
        }
    }

    /// `a + b + c ...` from its first operand on: long sums must not run out of stack.
    fn chain(&mut self, last: &ExprBinary) -> Value {
        let mut chain = vec![last];
        let mut first = &*last.left;
        while let Expr::Binary(inner) = first
            && matches!(inner.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_))
        {
            self.attributes(&inner.attrs);
            chain.push(inner);
            first = &inner.left;
        }
        let mut value = self.expr(first);
        for binary in chain.into_iter().rev() {
            let right = self.expr(&binary.right);
            value = self.operator(binary, &binary.op, value, right);
        }
        value
    }

    /// `&` and `|` are for integers too.
    fn joins_conditions(&mut self, binary: &ExprBinary) -> bool {
        let is_name_of_integer =
            |expr: &Expr| match expr {
                Expr::Path(path) => path.path.get_ident().and_then(|name| self.scope.get(name)).is_some_and(
                    |value| matches!(value, Value::Constant(constant) if constant.class == Class::Integer),
                ),
                Expr::Lit(literal) => matches!(literal.lit, Lit::Int(_)),
                _ => false,
            };
        matches!(binary.op, BinOp::And(_) | BinOp::Or(_))
            || !is_name_of_integer(&binary.left) && !is_name_of_integer(&binary.right)
    }

    fn operator(&mut self, binary: &ExprBinary, operator: &BinOp, left: Value, right: Value) -> Value {
        if let (Value::Constant(a), Value::Constant(b)) = (&left, &right) {
            let class = match (a.class, b.class) {
                (Class::Integer, _) | (_, Class::Integer) => Class::Integer,
                _ => Class::Any,
            };
            return self.constant_operator(a, operator, b, class);
        }
        let function = match operator {
            BinOp::Add(_) => Function::Add,
            BinOp::Sub(_) => Function::Sub,
            BinOp::Mul(_) => Function::Mul,
            BinOp::Div(_) => Function::Div,
            BinOp::Rem(_) => Function::Rem,
            operator => {
                let shown = text(operator);
                return self.refuse(operator, format_args!("`{shown}` is read on integer constants only"));
            }
        };
        match (self.as_real(&left, &binary.left), self.as_real(&right, &binary.right)) {
            (Some(a), Some(b)) => Value::Real(self.graph.intern(function, &[a, b])),
            _ => Value::Unknown,
        }
    }
}

/// `+` of `+=`.
fn compound(operator: &BinOp) -> Option<BinOp> {
    Some(match operator {
        BinOp::AddAssign(token) => BinOp::Add(syn::Token![+](token.spans[0])),
        BinOp::SubAssign(token) => BinOp::Sub(syn::Token![-](token.spans[0])),
        BinOp::MulAssign(token) => BinOp::Mul(syn::Token![*](token.spans[0])),
        BinOp::DivAssign(token) => BinOp::Div(syn::Token![/](token.spans[0])),
        BinOp::RemAssign(token) => BinOp::Rem(syn::Token![%](token.spans[0])),
        BinOp::BitXorAssign(token) => BinOp::BitXor(syn::Token![^](token.spans[0])),
        BinOp::BitAndAssign(token) => BinOp::BitAnd(syn::Token![&](token.spans[0])),
        BinOp::BitOrAssign(token) => BinOp::BitOr(syn::Token![|](token.spans[0])),
        BinOp::ShlAssign(token) => BinOp::Shl(syn::Token![<<]([token.spans[0], token.spans[1]])),
        BinOp::ShrAssign(token) => BinOp::Shr(syn::Token![>>]([token.spans[0], token.spans[1]])),
        _ => return None,
    })
}
