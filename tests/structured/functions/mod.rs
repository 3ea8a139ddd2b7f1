//! Functions as their authors would write them.

// Not as clippy would.
#![allow(clippy::all)]

pub mod bindings;
pub mod by_hand;
pub mod control;
pub mod densities;
pub mod dynamic;
pub mod finance;
pub mod habits;
pub mod items;
pub mod iterators;
pub mod lecture;
pub mod linear;
pub mod nets;
pub mod ode;
pub mod optimisation;
pub mod physics;
pub mod recurrent;
pub mod robotics;
pub mod sequences;
pub mod single;
pub mod solvers;
pub mod vision;

pub use by_hand::{weighted, written};
pub use items::{Model, springs};
