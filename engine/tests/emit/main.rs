//! Emitted text: read, compiled, run and compared with node-by-node evaluation.

mod compile;
mod corpus;
mod golden;
mod scale;
