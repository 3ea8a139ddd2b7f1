#![cfg_attr(feature = "runtime", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "runtime"), doc = "Gradients of Rust functions, written at compile time.")]
#![cfg_attr(not(feature = "runtime"), no_std)]

pub use gradus_macros::grad;

#[cfg(feature = "runtime")]
pub use gradus_engine::{
    BatchEvaluator, BindError, CompileError, Compiled, Condition, DeriveError, EvalError, Expr, Gradient, GraphView,
    Hessian, Jacobian, ParseError, PointEvaluator, check, check_gradient, derive, jacobian, parse, parse_with, view,
};
