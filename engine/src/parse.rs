//! Reading the text syntax.
//!
//! ```text
//! text        (name = expression ;)* expression
//! expression  if c then a else b                    c: condition, a and b: numbers
//!             p or q    p and q    not p            also || && !
//!             a < b     <= > >= == !=               no chains
//!             a + b     a - b
//!             a*b       a/b
//!             -x        +x
//!             x^y       x**y                        from the right; -x^2 is -(x^2), 2^-x is 2^(-x)
//!             1  .5  1e-3   name   f(x, y)   (expression)
//! ```
//!
//! Operators bind tighter from top to bottom; those of one line group from the left. `else` reaches as far as it can.
//!
//! * Numbers are exact: `0.1` is 1/10. A whole constant exponent makes `powi`, any other `powf`.
//! * A name is a function only where it is called: `gamma` is a variable, `gamma(x)` a function. The functions are the rows of
//!   [`Function`](crate::function::Function); besides, `log(x)` is `ln(x)`, `pow(x, y)` is `x^y`, `max` and `min` take any number
//!   of arguments from two on, and the long names `arcsin`, … are known.
//! * `pi`, `e`, `inf`, `nan`, `true` and `false` are constants unless they are defined or declared ([`parse_with`]).
//! * `name = value;` names a part; what is named twice is computed once. A later definition of the same name takes its place,
//!   and its own value may use the earlier one. The `;` may be a line break where the next line starts a new expression.
//! * `#` starts a comment that ends with the line.
//!
//! The parser keeps its own stacks and makes one pass: depth is bounded by memory, time is linear in the text.

mod build;
mod error;
mod grammar;
mod hints;
pub(crate) mod level;
mod lexer;
mod names;

use std::str::FromStr;
use std::sync::Arc;

use crate::expr::Expr;
use crate::function::Kind;
use crate::graph::{Graph, Id};

use build::Scope;
use grammar::Parser;

pub use error::ParseError;

/// Reads an expression.
///
/// ```
/// use gradus_engine::{Expr, parse};
///
/// let (x, y) = (Expr::var("x"), Expr::var("y"));
/// assert_eq!(parse("q = x + y; q*sin(q)/2")?, (&x + &y) * (&x + &y).sin() / 2);
/// assert_eq!(parse("-x^2")?, -x.powi(2));
/// # Ok::<(), gradus_engine::ParseError>(())
/// ```
///
/// # Errors
///
/// A [`ParseError`] that shows the place and, where it can, what to write.
pub fn parse(text: &str) -> Result<Expr, ParseError> {
    parse_with(text, &[])
}

/// Reads an expression in which the names in `variables` are variables even where they would be constants.
///
/// ```
/// use gradus_engine::{Expr, parse::parse_with};
///
/// assert_eq!(parse_with("e + 1", &["e"])?, Expr::var("e") + 1);
/// # Ok::<(), gradus_engine::ParseError>(())
/// ```
///
/// # Errors
///
/// As [`parse`].
pub fn parse_with(text: &str, variables: &[&str]) -> Result<Expr, ParseError> {
    let mut graph = Graph::new();
    let root = Parser::new(text, &mut graph, Scope::open(variables)).text(Some(Kind::Real))?;
    Ok(Expr::from_graph(Arc::new(graph), root))
}

/// Reads a cell of the function table into a graph.
///
/// `names` gives every name of the cell its node, so that an integer parameter such as the `n` of `powi(x, n - 1)` is the number
/// that the call has; other names are an error. `constant(b)` asks `constant` about a node and becomes `true` or `false`, which
/// folds. The result is a number or a condition.
#[cfg_attr(not(test), allow(dead_code))] // differentiation uses it
pub(crate) fn parse_cell(
    text: &str,
    graph: &mut Graph,
    names: &[(&str, Id)],
    constant: &dyn Fn(&Graph, Id) -> bool,
) -> Result<Id, ParseError> {
    Parser::new(text, graph, Scope::cell(names, constant)).text(None)
}

impl FromStr for Expr {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::Function;

    #[test]
    fn every_cell_of_the_table_parses() {
        for function in Function::ALL {
            let row = function.row();
            let mut graph = Graph::new();
            let mut names = vec![("f", graph.variable("f")), ("d", graph.variable("d"))];
            for (name, kind) in row.parameters.iter().zip(row.kinds) {
                let id = match kind {
                    Kind::Real => graph.variable(name),
                    Kind::Integer => graph.integer(3),
                    Kind::Bool => graph.call(Function::True, &[]),
                };
                names.push((name, id));
            }

            for constants in [false, true] {
                let mut kind = |cell| {
                    let id = parse_cell(cell, &mut graph, &names, &|_, _| constants).unwrap();
                    graph.kind(id)
                };
                assert_eq!(kind(row.domain), Kind::Bool, "{function:?}");
                for cell in row.partials {
                    assert_eq!(kind(cell), Kind::Real, "{function:?}: {cell}");
                }
            }
        }
    }

    #[test]
    fn cells_know_their_names_only() {
        let mut graph = Graph::new();
        let x = graph.variable("u");
        let two = graph.integer(2);
        let id = parse_cell("n*powi(x, n - 1)", &mut graph, &[("x", x), ("n", two)], &|_, _| false).unwrap();
        assert_eq!(id, graph.call(Function::Mul, &[two, x]));
        let choice = parse_cell("if constant(x) then 1 else x", &mut graph, &[("x", x)], &|_, _| false).unwrap();
        assert_eq!(choice, x);
        let error = parse_cell("x + y", &mut graph, &[("x", x)], &|_, _| false).unwrap_err();
        assert_eq!((error.span(), error.message()), (4..5, "`y` is not known here"));
        assert!(parse("constant(x)").is_err());
    }
}
