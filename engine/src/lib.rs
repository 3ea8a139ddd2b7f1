//! The engine.

/// Elementary functions.
pub mod function {
    pub mod lanes;
}
