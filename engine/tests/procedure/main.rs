//! Structured programs and their reverse sweeps, interpreted: a second opinion that shares no code with the emission.
//!
//! | module | what it is |
//! |---|---|
//! | `build` | writes procedures as nested closures |
//! | `text` | the language of the expressions that the engine does not look into |
//! | `machine` | executes procedures over any number type and panics on whatever is ill-formed |
//! | `judge` | gradients by reverse sweep against dual numbers and central differences |
//! | `library` | procedures by hand, for every rule of reverse mode |
//! | `random` | random procedures |
//! | `emitted` | the engine's Rust text, compiled and run beside the machine |

#[path = "../../../tests/support/mod.rs"]
mod support;

mod build;
mod machine;
mod text;

mod by_hand;
mod check;
mod emitted;
mod judge;
mod library;
mod random;
mod sound;
