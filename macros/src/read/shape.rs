//! The shapes of what is differentiated: of parameters, results and local values.

use gradus_engine::program::procedure::{ArrayId, Var};
use proc_macro2::TokenStream;
use syn::Type;

/// A shape made of floating-point numbers.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// `f64`
    Real,
    /// `[f64; N]`, with the tokens of `N`.
    Fixed(Box<Shape>, TokenStream),
    /// `[f64]`, behind a reference.
    Slice(Box<Shape>),
    /// `Vec<f64>`
    Vec(Box<Shape>),
    /// `(f64, [f64; 3])`
    Tuple(Vec<Shape>),
    /// `(f64, f64)` in an array or behind a reference: so many numbers.
    Parts(usize),
}

/// How a parameter is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passing {
    Value,
    Shared,
    Mutable,
}

/// What a parameter is to differentiation.
#[derive(Clone, Debug)]
pub(crate) enum Role {
    /// Numbers.
    Real(Shape, Passing),
    /// A constant: an integer, a `bool`, a string, what `constant(..)` names.
    Constant,
    /// An error was reported.
    Unknown,
}

/// What a parameter, or a part of it, is in the procedure.
#[derive(Clone, Debug)]
pub(crate) enum Bound {
    Scalar(Var),
    Array(ArrayId),
    Tuple(Vec<Bound>),
    Constant,
}

/// What a value is returned in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapped {
    Option,
    Result,
}

/// What a function returns.
#[derive(Clone, Debug)]
pub(crate) struct Returned {
    /// The shape; an empty tuple for `()`. What is in an `Option` or a `Result`.
    pub(crate) shape: Shape,
    /// In what the value is returned.
    pub(crate) wrapped: Option<Wrapped>,
    /// The type as written; `None` for `()`.
    pub(crate) ty: Option<Type>,
}
