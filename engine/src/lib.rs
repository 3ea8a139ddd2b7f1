//! The engine.

/// Functions.
pub mod function {
    #[allow(dead_code)]
    pub mod helpers;
}
