//! Reverse mode over structured programs.

use crate::program::procedure::{ArrayId, Expression, Operand, Procedure, Var};

/// A procedure with its reverse sweep.
#[derive(Clone, Debug)]
pub struct Reversed {
    /// The results of the body are those of the forward procedure, then the adjoint of each scalar asked for.
    pub procedure: Procedure,
    /// The adjoint arrays of the arrays asked for, each of [`Origin::Given`](crate::program::procedure::Origin::Given): the sweep adds to them. That of a
    /// parameter that the procedure writes to holds the adjoint of the final content before and of the initial content after.
    pub adjoints: Vec<ArrayId>,
    /// By result of the forward procedure: a given `Var` (as [`Operand::Opaque`]) for a number, a given array for an array, [`Operand::Any`] for none.
    pub seeds: Vec<Operand>,
}

/// What has no reverse.
#[derive(Clone, Debug)]
pub struct Unsupported {
    /// The user's text that it is about.
    pub place: Option<Expression>,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Appends the reverse sweep: adjoints of some scalar parameters and of some array parameters.
pub fn reverse(_procedure: &Procedure, _scalars: &[Var], _arrays: &[ArrayId]) -> Result<Reversed, Unsupported> {
    todo!()
}

impl Reversed {
    /// The same where every seed of a number is 1, which is then no longer given.
    pub fn with_unit_seed(&self) -> Reversed {
        todo!()
    }
}
