//! The engine of gradus.

pub mod derive;
pub mod diff;
pub mod emit;
pub mod eval;
pub mod expr;
pub mod function;
pub mod graph;
pub mod lower;
pub mod number;
pub mod parse;
mod print;
pub mod program;
pub mod simplify;

pub use derive::{BindError, DeriveError, Gradient, Hessian, Jacobian, derive, jacobian};
pub use eval::{BatchEvaluator, Compiled, EvalError, PointEvaluator};
pub use expr::{Condition, Expr};
pub use lower::CompileError;
pub use parse::{ParseError, parse, parse_with};
