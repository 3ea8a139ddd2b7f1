//! What can be asked in vain.

use std::fmt;

use crate::expr::Expr;
use crate::function::Kind;
use crate::graph::Op;
use crate::parse::parse_with;

/// Why there is no derivative. A name that does not occur is no error: the derivative is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeriveError {
    /// The text is not the name of a variable.
    NotAVariable {
        /// The text.
        name: String,
    },
    /// Two columns of a gradient, a Jacobian or a Hessian have one name.
    Duplicate {
        /// The name.
        name: String,
        /// The positions of the first and of the second.
        positions: [usize; 2],
    },
    /// The expression is a condition, not a number.
    Condition,
}

impl fmt::Display for DeriveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeriveError::NotAVariable { name } => {
                write!(
                    f,
                    "`{}` is not the name of a variable: derivatives are taken by a name, such as `x`",
                    short(name)
                )
            }
            DeriveError::Duplicate { name, positions: [first, second] } => {
                write!(f, "names {first} and {second} are both `{}`: name each variable once", short(name))
            }
            DeriveError::Condition => {
                write!(f, "a condition has no derivative: choose between numbers, as `where(c, 1, 0)` does")
            }
        }
    }
}

impl std::error::Error for DeriveError {}

/// Why an expression has no value at a point.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BindError {
    /// Variables without a value.
    Unbound {
        /// Their names, in order of first appearance.
        names: Vec<String>,
    },
    /// A name with two values.
    Duplicate {
        /// The name.
        name: String,
    },
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BindError::Unbound { names } => {
                let listed: Vec<String> = names.iter().take(8).map(|name| format!("`{}`", short(name))).collect();
                let more = if names.len() > listed.len() { ", …" } else { "" };
                let have = if names.len() == 1 { "has" } else { "have" };
                let first = names.first().map_or("x", |name| name.as_str());
                write!(f, "{}{more} {have} no value: add (\"{}\", …) to the list", listed.join(", "), short(first))
            }
            BindError::Duplicate { name } => {
                write!(f, "`{}` is given twice: give each variable one value", short(name))
            }
        }
    }
}

impl std::error::Error for BindError {}

/// A name as it goes into a message: one line, not too long.
fn short(name: &str) -> String {
    let escaped = name.escape_debug().to_string();
    match escaped.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &escaped[..end]),
        None => escaped,
    }
}

/// Checks what an expression is differentiated by.
pub(super) fn check_names(exprs: &[Expr], names: &[&str]) -> Result<(), DeriveError> {
    let graphs: Vec<_> = exprs.iter().map(Expr::graph).collect();
    if graphs.iter().any(|(graph, root)| graph.kind(*root) == Kind::Bool) {
        return Err(DeriveError::Condition);
    }
    let occurs = |name: &str| graphs.iter().any(|(graph, _)| graph.find_variable(name).is_some());
    // Of one graph the variables are at hand; of thousands, reading the name is faster than looking through all of them.
    let fits = |name: &str| match exprs {
        [_] => occurs(name) || is_name(name),
        _ => is_name(name) || occurs(name),
    };
    match names.iter().find(|name| !fits(name)) {
        Some(name) => Err(DeriveError::NotAVariable { name: (*name).to_owned() }),
        None => Ok(()),
    }
}

/// Checks the columns of a gradient or a matrix.
pub(super) fn check_columns(exprs: &[Expr], names: &[&str]) -> Result<(), DeriveError> {
    check_names(exprs, names)?;
    let mut seen = std::collections::HashMap::new();
    for (second, name) in names.iter().enumerate() {
        if let Some(first) = seen.insert(*name, second) {
            return Err(DeriveError::Duplicate { name: (*name).to_owned(), positions: [first, second] });
        }
    }
    Ok(())
}

/// Whether the text syntax spells a variable so.
fn is_name(name: &str) -> bool {
    parse_with(name, &[name]).is_ok_and(|expr| {
        let (graph, root) = expr.graph();
        graph.op(root) == Op::Variable(name)
    })
}
