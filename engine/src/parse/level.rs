//! How tightly the operators of the text syntax bind; shared by reading and printing.

use crate::function::Function;

/// From the loosest to the tightest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// `if c then a else b`
    Select,
    /// `p or q`
    Or,
    /// `p and q`
    And,
    /// `not p`
    Not,
    /// `a < b`, which does not chain
    Comparison,
    /// `a + b`, `a - b`
    Sum,
    /// `a*b`, `a/b`
    Product,
    /// `-x`
    Sign,
    /// `x^y`, to the right
    Power,
    /// Numbers, names, calls, parentheses
    Atom,
}

impl Level {
    /// The level of a call as the printer writes it.
    pub(crate) fn of(function: Function) -> Level {
        match function {
            Function::Select => Level::Select,
            Function::Or => Level::Or,
            Function::And => Level::And,
            Function::Not => Level::Not,
            Function::Less
            | Function::LessEqual
            | Function::Greater
            | Function::GreaterEqual
            | Function::Equal
            | Function::NotEqual => Level::Comparison,
            Function::Add | Function::Sub => Level::Sum,
            Function::Mul | Function::Div => Level::Product,
            Function::Neg => Level::Sign,
            Function::Powi | Function::Powf => Level::Power,
            _ => Level::Atom,
        }
    }
}
