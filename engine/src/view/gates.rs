//! What stands on a gate.

use std::sync::Arc;

use super::{GraphView, NodeKind};
use crate::columns::digits;
use crate::expr::Expr;
use crate::function::{Function, Kind};
use crate::graph::{Id, Op};

/// Significant digits of numbers in a picture.
const DIGITS: usize = 3;

/// The longest constant that is written as it reads.
const LONGEST: usize = 6;

/// A number in a picture.
pub(super) fn number(x: f64) -> String {
    // The sign of a zero is of no interest to a reader.
    digits(x + 0.0, DIGITS).replace('-', "−")
}

impl GraphView {
    /// The value of a node in a picture.
    pub(super) fn value_text(&self, node: usize) -> String {
        let node = &self.nodes[node];
        match node.condition {
            true => (node.value != 0.0).to_string(),
            false => number(node.value),
        }
    }

    /// What stands on a node: the name of an input, a constant, the operator of a gate with its constants, `+1` or `1/x`.
    pub(super) fn symbol(&self, node: usize) -> String {
        let Some(function) = self.function(node) else {
            return match self.nodes[node].kind {
                NodeKind::Constant => self.constant_text(self.nodes[node].id),
                _ => self.nodes[node].name.clone(),
            };
        };
        match &self.arguments(node)[..] {
            [Ok(_), Err(c)] | [Err(c), Ok(_)] if function.commutes() => self.with_constant(function, *c),
            [Ok(_), Err(c)] => match function {
                Function::Sub => format!("−{}", self.constant_text(*c)),
                Function::Div => format!("/{}", self.constant_text(*c)),
                Function::Powi | Function::Powf => format!("x{}", self.exponent(*c)),
                _ if function.row().result == Kind::Bool => {
                    format!("{} {}", operator(function), self.constant_text(*c))
                }
                _ => self.formula(node),
            },
            [Err(c), Ok(_)] => match function {
                Function::Sub => format!("{}−x", self.constant_text(*c)),
                Function::Div => format!("{}/x", self.constant_text(*c)),
                _ => self.formula(node),
            },
            arguments if arguments.iter().any(Result::is_err) && self.into(node).len() < 2 => self.formula(node),
            _ => operator(function).to_owned(),
        }
    }

    /// `+1`, `−1`, `×2`.
    fn with_constant(&self, function: Function, constant: Id) -> String {
        let text = self.constant_text(constant);
        match (function, text.strip_prefix('−')) {
            (Function::Add, Some(_)) => text,
            (Function::Add, None) => format!("+{text}"),
            _ => format!("×{text}"),
        }
    }

    fn exponent(&self, constant: Id) -> String {
        const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
        let text = self.constant_text(constant);
        let raise = |c: char| match c {
            '−' => Some('⁻'),
            _ => c.to_digit(10).map(|digit| RAISED[digit as usize]),
        };
        text.chars().map(raise).collect::<Option<String>>().unwrap_or_else(|| format!("^{text}"))
    }

    /// A call of one input, which is called x unless it has a name of its own.
    fn formula(&self, node: usize) -> String {
        let source = self.into(node).first().map(|edge| &self.nodes[edge.from]);
        let name = source.filter(|source| source.kind == NodeKind::Input).map_or("x", |source| &source.name);
        self.gate_formula(node, &[name; 3].map(str::to_owned)).replace('-', "−")
    }

    fn constant_text(&self, id: Id) -> String {
        let (text, value) = match self.graph.op(id) {
            Op::Number(constant) => (constant.to_string(), Ok(vec![constant.to_f64()])),
            _ => {
                let expr = Expr::from_graph(Arc::clone(&self.graph), id);
                (expr.to_string(), crate::derive::values(&self.graph, &[id], &[]))
            }
        };
        match value {
            Ok(value) if text.chars().count() > LONGEST => number(value[0]),
            _ => text.replace('-', "−"),
        }
    }
}

/// A gate without constants.
fn operator(function: Function) -> &'static str {
    match function {
        Function::Sub => "−",
        Function::Mul => "×",
        Function::Neg => "×−1",
        Function::Recip => "1/x",
        Function::Sqrt => "√",
        Function::Abs => "|x|",
        Function::Powi | Function::Powf => "^",
        Function::LessEqual => "≤",
        Function::GreaterEqual => "≥",
        Function::Equal => "=",
        Function::NotEqual => "≠",
        Function::Select => "if",
        Function::Sigmoid => "σ",
        Function::NormCdf => "Φ",
        _ => function.row().name,
    }
}
