//! Functions as their authors would write them.

// Not as clippy would.
#![allow(clippy::all)]

pub mod adaptors;
pub mod bindings;
pub mod borrowed;
pub mod by_hand;
pub mod control;
pub mod densities;
pub mod dynamic;
pub mod finance;
pub mod growing;
pub mod habits;
pub mod helpers;
pub mod items;
pub mod iterators;
pub mod lecture;
pub mod linear;
pub mod nets;
pub mod ode;
pub mod optimisation;
pub mod orders;
pub mod pairs;
pub mod perhaps;
pub mod physics;
pub mod recurrent;
pub mod robotics;
pub mod sequences;
pub mod single;
pub mod solvers;
pub mod vision;

pub use by_hand::{weighted, written};
pub use helpers::arm;
pub use items::{Model, springs};
