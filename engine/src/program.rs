//! The structured form between simplification and code: parameters, one straight-line block, results.

mod check;
pub mod display;
pub mod procedure;
mod visit;

pub use visit::Use;

use crate::graph::{Graph, Id};

/// A function of real parameters.
#[derive(Clone, Debug)]
pub struct Program {
    /// The names of the parameters, in order; a name that the block does not use is allowed.
    pub parameters: Vec<String>,
    /// The names by which is differentiated, in order: of the partials of a gradient, of the columns of a Jacobian. May be empty.
    pub wrt: Vec<String>,
    /// The operations.
    pub block: Graph,
    /// What is returned.
    pub output: Output,
}

/// The shape of a result.
#[derive(Clone, Debug)]
pub enum Output {
    /// One number.
    Scalar(Id),
    /// A value and its partials.
    Gradient(Id, Vec<Id>),
    /// A list.
    Vector(Vec<Id>),
    /// A matrix, stored by rows; `None` is a structural zero.
    Matrix {
        /// The number of columns.
        columns: usize,
        /// The entries, row by row.
        entries: Vec<Option<Id>>,
    },
}

impl Output {
    /// The roots of the block, in the order in which they are returned.
    pub fn roots(&self) -> Vec<Id> {
        match self {
            Output::Scalar(id) => vec![*id],
            Output::Gradient(value, partials) => [&[*value], &partials[..]].concat(),
            Output::Vector(ids) => ids.clone(),
            Output::Matrix { entries, .. } => entries.iter().flatten().copied().collect(),
        }
    }
}

impl Program {
    /// The names by which a gradient's partials are taken: `wrt`, else the parameters where there is a partial for each.
    pub fn differentiated(&self) -> &[String] {
        match &self.output {
            Output::Gradient(_, partials) if self.wrt.is_empty() && partials.len() == self.parameters.len() => {
                &self.parameters
            }
            _ => &self.wrt,
        }
    }

    /// The name by which the partial at a position is taken.
    pub fn by(&self, position: usize) -> Option<&str> {
        self.differentiated().get(position).map(String::as_str)
    }

    /// Checks that the block is well-formed and that every variable it uses is a parameter.
    pub fn check(&self) -> Result<(), String> {
        self.block.check()?;
        let roots = self.output.roots();
        match self.block.variables(&roots).into_iter().find(|name| !self.parameters.iter().any(|p| p == name)) {
            Some(name) => Err(format!("`{name}` is used but is no parameter")),
            None => Ok(()),
        }
    }
}
