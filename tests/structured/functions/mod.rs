//! Functions as their authors would write them.

// Not as clippy would.
#![allow(clippy::all)]

pub mod densities;
pub mod dynamic;
pub mod finance;
pub mod lecture;
pub mod linear;
pub mod nets;
pub mod ode;
pub mod optimisation;
pub mod physics;
pub mod recurrent;
pub mod robotics;
pub mod sequences;
pub mod solvers;
pub mod vision;
