//! Simplification against what it simplifies.

mod judge;
mod random;
mod sound;
