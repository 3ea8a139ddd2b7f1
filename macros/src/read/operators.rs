//! Operators, on numbers, conditions and constants.

use gradus_engine::function::Function;
use quote::quote;
use syn::{BinOp, Expr, ExprBinary, Lit};

use super::Reader;
use super::branches::Side;
use super::text::text;
use super::value::{Class, Constant, Node, Value};

impl Reader<'_> {
    pub(super) fn binary(&mut self, binary: &ExprBinary) -> Value {
        self.attributes(&binary.attrs);
        match &binary.op {
            BinOp::And(_) => self.lazy(binary, Function::And),
            BinOp::Or(_) => self.lazy(binary, Function::Or),
            BinOp::BitAnd(_) if self.joins_conditions(binary) => self.logic(binary, Function::And),
            BinOp::BitOr(_) if self.joins_conditions(binary) => self.logic(binary, Function::Or),
            BinOp::Lt(_) => self.comparison(binary, Function::Less),
            BinOp::Le(_) => self.comparison(binary, Function::LessEqual),
            BinOp::Gt(_) => self.comparison(binary, Function::Greater),
            BinOp::Ge(_) => self.comparison(binary, Function::GreaterEqual),
            BinOp::Eq(_) => self.comparison(binary, Function::Equal),
            BinOp::Ne(_) => self.comparison(binary, Function::NotEqual),
            operator => match compound(operator) {
                Some(plain) => {
                    self.compound_assignment(binary, &plain);
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
        let is_integer = |expr: &Expr| {
            self.class(expr) == Class::Integer || matches!(expr, Expr::Lit(l) if matches!(l.lit, Lit::Int(_)))
        };
        !is_integer(&binary.left) && !is_integer(&binary.right)
    }

    /// An operator between two values.
    pub(super) fn operator(&mut self, binary: &ExprBinary, operator: &BinOp, left: Value, right: Value) -> Value {
        if let Some(value) = self.inlined_operator(operator, &left, &right) {
            return value;
        }
        let (left, right) = (left.peeled(), right.peeled());
        if matches!(left, Value::Unknown) || matches!(right, Value::Unknown) {
            return Value::Unknown;
        }
        if let (Value::Constant(a), Value::Constant(b)) = (&left, &right)
            && a.class != Class::Real
            && b.class != Class::Real
        {
            let class = match (a.class, b.class, operator) {
                (class, _, BinOp::Shl(_) | BinOp::Shr(_)) => class,
                (Class::Integer, ..) | (_, Class::Integer, _) => Class::Integer,
                (Class::Bool, ..) | (_, Class::Bool, _) => Class::Bool,
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
                if left.is_void() || right.is_void() {
                    return Value::Never;
                }
                return self.refuse(operator, format_args!("`{shown}` is read on integers and conditions only"));
            }
        };
        match (self.as_real(left, &binary.left), self.as_real(right, &binary.right)) {
            (Some(a), Some(b)) => Value::Real(self.apply(function, &[a, b])),
            _ => Value::Unknown,
        }
    }

    /// An expression as a condition.
    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Node> {
        let value = self.decided(expr, Class::Bool).unwrap_or_else(|| self.expr(expr));
        self.as_condition(value, expr)
    }

    /// `a & b`, `a | b`
    fn logic(&mut self, binary: &ExprBinary, function: Function) -> Value {
        let (left, right) = (self.expr(&binary.left), self.expr(&binary.right));
        if let (Value::Constant(a), Value::Constant(b)) = (&left, &right) {
            return self.constant_operator(a, &binary.op, b, a.class);
        }
        match (self.as_condition(left, &binary.left), self.as_condition(right, &binary.right)) {
            (Some(a), Some(b)) => Value::Bool(self.apply(function, &[a, b])),
            _ => Value::Unknown,
        }
    }

    /// `a && b`, `a || b`; the right side is evaluated only where the left one lets it.
    fn lazy(&mut self, binary: &ExprBinary, function: Function) -> Value {
        let left = self.decided(&binary.left, Class::Bool).unwrap_or_else(|| self.expr(&binary.left));
        if let Value::Constant(a) = &left
            && let Some(b) = self.constant(&binary.right)
        {
            let (l, r, op) = (a.operand(), b.operand(), &binary.op);
            let volatile = a.volatile || b.volatile;
            return Value::Constant(Constant { volatile, ..Constant::new(quote!(#l #op #r), Class::Bool) });
        }
        let left = self.as_condition(left, &binary.left);
        let Some(left) = left else {
            self.condition(&binary.right);
            return Value::Unknown;
        };
        if let Some(right) = self.constant(&binary.right)
            && right.is_total()
        {
            let right = self.condition_constant(right);
            return Value::Bool(self.apply(function, &[left, right]));
        }
        let mut known = true;
        let side = self.side(self.cells.count(), &mut |reader| match reader.condition(&binary.right) {
            Some(node) => Value::Bool(Node { id: reader.here(node), frame: reader.frame().serial }),
            None => {
                known = false;
                Value::Unknown
            }
        });
        if !known {
            return Value::Unknown;
        }
        if let Some(right) = side.plain() {
            let right = self.absorb(&side.frame, &[right])[0];
            self.forget_names(&side.frame);
            return Value::Bool(self.apply(function, &[left, right]));
        }
        self.open(false);
        let other = self.truth(function == Function::Or);
        let other = Side::of(self.close(), Value::Bool(other));
        match function {
            Function::And => self.join(left, side, other),
            _ => self.join(left, other, side),
        }
    }

    /// `a < b` and the like.
    fn comparison(&mut self, binary: &ExprBinary, function: Function) -> Value {
        let (left, right) = (self.expr(&binary.left), self.expr(&binary.right));
        let (left, right) = match (left.peeled(), right.peeled()) {
            (Value::Constant(a), Value::Constant(b)) if a.class != Class::Real && b.class != Class::Real => {
                return self.constant_operator(&a, &binary.op, &b, Class::Bool);
            }
            pair => pair,
        };
        if matches!(left, Value::Unknown) || matches!(right, Value::Unknown) {
            return Value::Unknown;
        }
        if matches!(left, Value::Bool(_)) || matches!(right, Value::Bool(_)) {
            let pair = (self.as_condition(left, &binary.left), self.as_condition(right, &binary.right));
            let (Some(a), Some(b)) = pair else { return Value::Unknown };
            return self.compared(binary, function, a, b);
        }
        if let (Value::View(_) | Value::Tuple(_), Value::View(_) | Value::Tuple(_)) = (&left, &right) {
            return self.refuse(binary.op, "comparing arrays or tuples is not read; compare their elements");
        }
        match (self.as_real(left, &binary.left), self.as_real(right, &binary.right)) {
            (Some(a), Some(b)) => Value::Bool(self.apply(function, &[a, b])),
            _ => Value::Unknown,
        }
    }

    /// Conditions that are compared.
    fn compared(&mut self, binary: &ExprBinary, function: Function, a: Node, b: Node) -> Value {
        let (not_a, not_b) = (self.apply(Function::Not, &[a]), self.apply(Function::Not, &[b]));
        let pairs = match function {
            Function::Equal => [(a, b), (not_a, not_b)],
            Function::NotEqual => [(a, not_b), (not_a, b)],
            _ => {
                let shown = text(binary.op);
                return self.refuse(
                    binary.op,
                    format_args!("comparing conditions with `{shown}` is not read; write it with `&&`, `||`, `!`"),
                );
            }
        };
        let [first, second] = pairs.map(|(a, b)| self.apply(Function::And, &[a, b]));
        Value::Bool(self.apply(Function::Or, &[first, second]))
    }
}

/// `+` of `+=`.
pub(super) fn compound(operator: &BinOp) -> Option<BinOp> {
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
