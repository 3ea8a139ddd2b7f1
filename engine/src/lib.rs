//! The engine of gradus: expressions in, simplified derivatives, code and values out.
//!
//! ```text
//! text   --parse--> Graph --diff--> simplify --+--> print, emit::latex      (for reading)
//! closures (Expr) ->  |                        |
//! Rust (the macro) -> |                        +--> Program --+--> emit::rust, emit::c
//!                                                             +--> lower (Code) --> eval (point, batch)
//! ```
//!
//! A module uses only modules to its left, which a test holds:
//! `columns, index < number, check < function < graph < expr, parse, print < diff < simplify < program < adjoint < lower < emit, eval <
//! derive < view`.
//! [`derive`](mod@derive) alone knows the order of the passes; [`view`] shows what flows at a point, and [`check`] doubts gradients of
//! any origin. All that is known about a function is one row of `function::table`.

pub mod adjoint;
pub mod check;
mod columns;
pub mod derive;
pub mod diff;
pub mod emit;
pub mod eval;
pub mod expr;
pub mod function;
pub mod graph;
mod index;
pub mod lower;
pub mod number;
pub mod parse;
mod print;
pub mod program;
pub mod simplify;
pub mod view;

pub use check::check_gradient;
pub use derive::{BindError, DeriveError, Gradient, Hessian, Jacobian, derive, jacobian};
pub use eval::{BatchEvaluator, Compiled, EvalError, PointEvaluator};
pub use expr::{Condition, Expr};
pub use lower::CompileError;
pub use parse::{ParseError, parse, parse_with};
pub use view::GraphView;
