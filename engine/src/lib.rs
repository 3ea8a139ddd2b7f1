//! The engine of gradus.

pub mod expr;
pub mod function;
pub mod graph;
pub mod number;
pub mod parse;
mod print;
pub mod program;

pub use expr::{Condition, Expr};
pub use parse::{ParseError, parse, parse_with};
