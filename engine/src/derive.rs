//! From an expression to its derivatives: the one place that knows the order of the passes.
//!
//! ```text
//! Expr --form--> Graph --diff--> Region --simplify--> Region --> Expr (one derivative)
//!                                                            +-> Program --> Rust, C, LaTeX, Compiled
//! ```
//!
//! Both forms of an expression take this way, each on its own: the reading is differentiated and simplified for reading, the
//! code for code. A gradient's code comes from one reverse sweep, its value beside it, its partials sharing what they can; its
//! partials read as forward mode gives them, each by itself, and in the order in which the expression was written.

mod error;
mod formula;
mod gradient;
mod matrix;
mod value;

pub(crate) use value::values;

use std::sync::Arc;

use crate::diff::{self, Entry};
use crate::expr::{Expr, Root};
use crate::graph::{Graph, Id};
use crate::simplify::{Goal, Region, simplify};

pub use error::{BindError, DeriveError};
pub use gradient::Gradient;
pub use matrix::{Hessian, Jacobian, jacobian};

/// The derivative of an expression by a variable, simplified.
///
/// By a name that does not occur it is zero. At kinks the derivative follows one written convention: 0 for `abs` at 0, the
/// constant's side for `max(x, 0)` at 0; see the crate's documentation.
///
/// ```
/// use gradus_engine::{derive, parse};
///
/// let f = parse("x^3 + y*sin(x)")?;
/// let df = derive(&f, "x")?;
/// assert_eq!(df.to_string(), "3*x^2 + y*cos(x)");
/// assert_eq!(df.eval(&[("x", 0.0), ("y", 2.0)])?, 2.0);
/// assert_eq!(derive(&f, "z")?.to_string(), "0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`DeriveError::NotAVariable`] for a text that is no name, such as `""` or `"x + 1"`.
pub fn derive(f: &Expr, name: &str) -> Result<Expr, DeriveError> {
    f.partial(&[name])
}

/// Orders that are taken all at once; lower and higher ones are taken, and simplified, one by one.
const AT_ONCE: std::ops::RangeInclusive<usize> = 3..=64;

/// The derivative of a root by one variable after the other.
fn derivative(mut root: Root, names: &[String], goal: Goal) -> Root {
    for run in names.chunk_by(|a, b| a == b) {
        let (name, order) = (&run[0], run.len());
        if AT_ONCE.contains(&order) {
            root = taylor(&root, name, order, goal);
            continue;
        }
        for _ in 0..order {
            let next = tangent(&root, name, goal);
            // exp(x) is its own derivative, and so is 0.
            let fixed = same(&root, &next);
            root = next;
            if fixed {
                break;
            }
        }
    }
    root
}

/// A higher derivative of a root by one variable, all orders in one scan.
fn taylor((source, root): &Root, name: &str, order: usize, goal: Goal) -> Root {
    let mut graph = Graph::new();
    let value = graph.import(source, &[*root])[0];
    let variable = graph.variable(name);
    let derivative = diff::nth(&mut graph, value, variable, order);
    let roots = vec![derivative.unwrap_or_else(|| graph.integer(0))];
    check("differentiation", &graph);
    let region = simplify(&Region { graph, pinned: Vec::new(), roots }, goal);
    check("simplification", &region.graph);
    (Arc::new(region.graph), region.roots[0])
}

/// The derivative of a root by one variable, in forward mode, which keeps the order in which the expression was written.
fn tangent((source, root): &Root, name: &str, goal: Goal) -> Root {
    let mut graph = Graph::new();
    let value = graph.import(source, &[*root])[0];
    let variable = graph.variable(name);
    let tangent = diff::tangents(&mut graph, &[value], variable)[0];
    let roots = vec![tangent.unwrap_or_else(|| graph.integer(0))];
    check("differentiation", &graph);
    // For reading, the terms that stand in the value keep the look they have there. Code stands alone: nothing is for free.
    let pinned = if goal == Goal::Reading { vec![value] } else { Vec::new() };
    let region = simplify(&Region { graph, pinned, roots }, goal);
    check("simplification", &region.graph);
    (Arc::new(region.graph), region.roots[0])
}

/// An expression simplified for a goal.
fn simplified((source, root): &Root, goal: Goal) -> Root {
    let mut graph = Graph::new();
    let roots = graph.import(source, &[*root]);
    let region = simplify(&Region { graph, pinned: Vec::new(), roots }, goal);
    check("simplification", &region.graph);
    (Arc::new(region.graph), region.roots[0])
}

/// The value as it stands and its partials, in one graph, for code.
fn gradient_code((source, root): &Root, wrt: &[&str]) -> Region {
    let mut graph = Graph::new();
    let value = graph.import(source, &[*root])[0];
    let variables: Vec<Id> = wrt.iter().map(|name| graph.variable(name)).collect();
    let partials = diff::gradient(&mut graph, value, &variables);
    let roots = partials.into_iter().map(|partial| partial.unwrap_or_else(|| graph.integer(0))).collect();
    check("differentiation", &graph);
    let region = simplify(&Region { graph, pinned: vec![value], roots }, Goal::Code);
    check("simplification", &region.graph);
    region
}

/// The places of a matrix of derivatives, and the graph with its values as roots.
struct Entries {
    places: Vec<(usize, usize)>,
    region: Region,
}

/// The partials of several values, for code.
fn jacobian_code(mut graph: Graph, values: &[Id], wrt: &[&str]) -> Entries {
    let variables: Vec<Id> = wrt.iter().map(|name| graph.variable(name)).collect();
    let entries = diff::jacobian(&mut graph, values, &variables);
    check("differentiation", &graph);
    matrix_code(graph, entries)
}

/// The second partials of a value, for code: the upper triangle.
fn hessian_code((source, root): &Root, wrt: &[&str]) -> Entries {
    let mut graph = Graph::new();
    let value = graph.import(source, &[*root])[0];
    let variables: Vec<Id> = wrt.iter().map(|name| graph.variable(name)).collect();
    let (_, entries) = diff::hessian(&mut graph, value, &variables);
    check("differentiation", &graph);
    matrix_code(graph, entries)
}

/// Simplifies the entries together; those that turn out to be zero are none.
fn matrix_code(graph: Graph, entries: Vec<Entry>) -> Entries {
    let roots = entries.iter().map(|entry| entry.id).collect();
    let mut region = simplify(&Region { graph, pinned: Vec::new(), roots }, Goal::Code);
    check("simplification", &region.graph);
    let places = entries.iter().map(|entry| (entry.row, entry.column)).zip(&region.roots);
    let is_zero = |id: Id| region.graph.as_number(id).is_some_and(|number| number.is_zero());
    let (places, roots) = places.filter(|(_, id)| !is_zero(**id)).unzip();
    region.roots = roots;
    Entries { places, region }
}

/// Whether two roots are the same expression.
fn same(a: &Root, b: &Root) -> bool {
    let mut graph = Graph::new();
    graph.import(&a.0, &[a.1]) == graph.import(&b.0, &[b.1])
}

/// What every pass hands to the next one holds together.
fn check(pass: &str, graph: &Graph) {
    if cfg!(debug_assertions)
        && let Err(defect) = graph.check()
    {
        panic!("after {pass}: {defect}");
    }
}
