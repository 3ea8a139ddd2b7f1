//! `if` and conditions.

use gradus_engine::function::Function;
use gradus_engine::graph::{Id, Op};
use quote::quote;
use syn::{BinOp, Expr, ExprBinary, ExprIf};

use super::Reader;
use super::constants::text;
use super::scope::{Class, Constant, Value};

impl Reader<'_> {
    /// Both sides are read; what they assign is chosen by the condition.
    pub(super) fn branch(&mut self, branch: &ExprIf) -> Value {
        let condition = self.condition(&branch.cond);
        let before = self.scope.clone();
        self.branches += 1;
        let then = self.block(&branch.then_branch);
        let after_then = std::mem::replace(&mut self.scope, before);
        let otherwise = match &branch.else_branch {
            Some((_, otherwise)) => self.expr(otherwise),
            None => Value::Unit,
        };
        self.branches -= 1;
        let Some(condition) = condition else {
            return Value::Unknown;
        };
        let pairs: Vec<_> = after_then.bindings().iter().zip(self.scope.bindings()).collect();
        let changed: Vec<_> =
            pairs.into_iter().map(|((name, then), (_, other))| (name.clone(), then.clone(), other.clone())).collect();
        self.scope.leave(0);
        for (name, then, otherwise) in changed {
            let what = format!("`{name}`");
            let value = self.choose(condition, then, otherwise, &what, branch);
            if let Value::Real(id) = value
                && matches!(self.graph.op(id), Op::Call(Function::Select))
            {
                self.names.push((id, name.clone()));
            }
            self.scope.bind(&name, value);
        }
        self.choose(condition, then, otherwise, "the value", branch)
    }

    fn choose(&mut self, condition: Id, then: Value, otherwise: Value, what: &str, branch: &ExprIf) -> Value {
        match (then, otherwise) {
            (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
            (Value::Unit, _) | (_, Value::Unit) => Value::Unit,
            (Value::Real(a), Value::Real(b)) if a == b => Value::Real(a),
            (Value::Bool(a), Value::Bool(b)) if a == b => Value::Bool(a),
            (Value::Constant(a), Value::Constant(b)) if a.tokens.to_string() == b.tokens.to_string() => {
                Value::Constant(a)
            }
            (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
                let pairs = a.into_iter().zip(b);
                Value::Tuple(pairs.map(|(a, b)| self.choose(condition, a, b, what, branch)).collect())
            }
            (then, otherwise) if is_condition(&then) && is_condition(&otherwise) => {
                let (Some(a), Some(b)) = (self.as_condition(&then, branch), self.as_condition(&otherwise, branch))
                else {
                    return Value::Unknown;
                };
                let not = self.graph.intern(Function::Not, &[condition]);
                let a = self.graph.intern(Function::And, &[condition, a]);
                let b = self.graph.intern(Function::And, &[not, b]);
                Value::Bool(self.graph.intern(Function::Or, &[a, b]))
            }
            (Value::Constant(a), Value::Constant(b)) if a.class == Class::Integer || b.class == Class::Integer => {
                self.errors.push(branch.if_token, format_args!("{what} is an integer that depends on this condition, which is not read yet; compute it before the call and pass it"));
                Value::Unknown
            }
            (then, otherwise) => {
                let (Some(a), Some(b)) = (self.as_real(&then, branch), self.as_real(&otherwise, branch)) else {
                    return Value::Unknown;
                };
                Value::Real(self.graph.intern(Function::Select, &[condition, a, b]))
            }
        }
    }

    /// An expression as a condition.
    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Id> {
        let value = self.expr(expr);
        self.as_condition(&value, expr)
    }

    /// A value as a condition, unless it is none, which is reported at `place`.
    fn as_condition(&mut self, value: &Value, place: &impl quote::ToTokens) -> Option<Id> {
        match value {
            Value::Bool(id) => Some(*id),
            Value::Constant(constant) if constant.class != Class::Integer => self.opaque_condition(constant, place),
            Value::Unknown => None,
            _ => {
                self.errors
                    .push(place, "a condition is needed here: a comparison, or conditions joined by `&&`, `||`, `!`");
                None
            }
        }
    }

    /// `a && b`, `a || b`; the right side is reached only where the left one lets it.
    pub(super) fn logic(&mut self, binary: &ExprBinary, function: Function) -> Value {
        let left = self.expr(&binary.left);
        let lazy = !matches!(&left, Value::Constant(_)) && matches!(binary.op, BinOp::And(_) | BinOp::Or(_));
        self.branches += usize::from(lazy);
        let right = self.expr(&binary.right);
        let value = match (&left, &right) {
            (Value::Constant(a), Value::Constant(b)) if a.class != Class::Integer && b.class != Class::Integer => {
                let (l, r, op) = (a.operand(), b.operand(), &binary.op);
                let may_panic = a.may_panic || b.may_panic;
                Value::Constant(Constant {
                    tokens: quote!(#l #op #r),
                    class: Class::Bool,
                    simple: false,
                    may_panic,
                    literal: None,
                })
            }
            (left, right) => {
                let pair = (self.as_condition(left, &binary.left), self.as_condition(right, &binary.right));
                match pair {
                    (Some(a), Some(b)) => Value::Bool(self.graph.intern(function, &[a, b])),
                    _ => Value::Unknown,
                }
            }
        };
        self.branches -= usize::from(lazy);
        value
    }

    /// `a < b` and the like.
    pub(super) fn comparison(&mut self, binary: &ExprBinary, function: Function) -> Value {
        let (left, right) = (self.expr(&binary.left), self.expr(&binary.right));
        match (&left, &right) {
            (Value::Constant(a), Value::Constant(b)) => {
                let (l, r, op) = (a.operand(), b.operand(), &binary.op);
                let may_panic = a.may_panic || b.may_panic;
                Value::Constant(Constant {
                    tokens: quote!(#l #op #r),
                    class: Class::Bool,
                    simple: false,
                    may_panic,
                    literal: None,
                })
            }
            (Value::Bool(_), _) | (_, Value::Bool(_)) => {
                let shown = text(binary.op);
                self.errors.push(
                    binary.op,
                    format_args!("comparing conditions with `{shown}` is not read yet; write it with `&&`, `||`, `!`"),
                );
                Value::Unknown
            }
            (left, right) => match (self.as_real(left, &binary.left), self.as_real(right, &binary.right)) {
                (Some(a), Some(b)) => Value::Bool(self.graph.intern(function, &[a, b])),
                _ => Value::Unknown,
            },
        }
    }
}

fn is_condition(value: &Value) -> bool {
    matches!(value, Value::Bool(_)) || matches!(value, Value::Constant(constant) if constant.class == Class::Bool)
}
