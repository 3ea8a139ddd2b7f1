//! What the tests stand on, written apart from the engine: nothing here uses it.
//!
//! | module | what it is |
//! |---|---|
//! | `close` | the one two-sided comparison of floating-point numbers |
//! | `table` | reader of `tests/tables/functions.txt`, distances in units in the last place |
//! | `jet` | value, first and second derivatives of each function at a point |
//! | `dual` | the trait `Real`, dual and hyper-dual numbers: exact derivatives of any Rust function generic over `Real` |
//! | `numeric` | central differences with Richardson extrapolation and an error estimate |
//! | `tree`, `text` | an expression tree that prints and evaluates, and a reader of our text syntax into it |
//! | `written` | checks of functions as their authors write them |
//! | `random` | sample points and random expressions, the same on every run |

// Every test binary compiles this module and uses a part of it.
#![allow(dead_code)]

pub mod close;
pub mod dual;
pub mod jet;
pub mod numeric;
pub mod random;
pub mod table;
pub mod text;
pub mod tree;
pub mod written;
