//! Procedures for every rule of reverse mode, each judged at a few points.

mod arrays;
mod branches;
mod buffers;
mod calls;
mod conditions;
mod linear_algebra;
mod loops;
mod nests;
mod regressions;
mod straight;
mod vectors;
