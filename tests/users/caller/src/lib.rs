//! Calls functions and their gradients across crates, and hands them on.
#![deny(warnings, missing_docs)]

pub use user_library::shapes::*;
pub use user_library::{attraction, attraction_grad as pull};
