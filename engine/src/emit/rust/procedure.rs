//! Structured programs as Rust.

use std::collections::BTreeMap;

use crate::program::procedure::{ArrayId, Procedure, Var};

/// How a caller spells what a procedure is given, and what it needs to know.
pub struct Spelling<'a> {
    /// `f64` or `f32`.
    pub float: &'static str,
    /// Names that no local may get: parameters, slots, functions in scope of the body.
    pub taken: &'a [String],
    /// The names of the given values (parameters, seeds).
    pub vars: &'a BTreeMap<Var, String>,
    /// The names of parameters and given adjoints that are arrays.
    pub arrays: &'a BTreeMap<ArrayId, String>,
    /// Given adjoints of type `Option<&mut ..>`: what is added to them is added where there is one.
    pub optional: &'a [ArrayId],
}

/// The text of a body.
///
/// `__e7` stands for the expression with key 7, whose own text has `__v3` for a value and `__a1` for an array.
#[derive(Debug)]
pub struct Body {
    /// Statements, indented by four spaces and ended by line breaks.
    pub statements: String,
    /// The expression of each result; an array's is its name.
    pub results: Vec<String>,
    /// The Rust text of the functions that the body calls and `std` lacks, callees before callers.
    pub helpers: Vec<&'static str>,
    /// How each value is spelled.
    pub vars: BTreeMap<Var, String>,
    /// How each array is spelled.
    pub arrays: BTreeMap<ArrayId, String>,
}

/// The body of a function that executes a procedure.
pub fn rust_procedure(_procedure: &Procedure, _spelling: &Spelling) -> Body {
    todo!()
}
