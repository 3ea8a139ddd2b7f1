//! Symbolic differentiation with e-graph simplification and code generation.
#![cfg_attr(not(feature = "runtime"), no_std)]

#[cfg(feature = "runtime")]
pub use gradus_engine::*;
pub use gradus_macros::grad;
