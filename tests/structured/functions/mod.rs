//! Functions as their authors would write them.

// Not as clippy would.
#![allow(clippy::all)]

pub mod lecture;
pub mod nets;
pub mod optimisation;
