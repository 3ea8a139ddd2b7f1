//! The engine of gradus.

pub mod diff;
pub mod emit;
pub mod expr;
pub mod function;
pub mod graph;
pub mod number;
pub mod parse;
mod print;
pub mod program;
pub mod simplify;

pub use expr::{Condition, Expr};
pub use parse::{ParseError, parse};
