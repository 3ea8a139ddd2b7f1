//! The view of a graph at a point: its passes, its table and its pictures.

#[path = "../../../tests/corpus/mod.rs"]
mod corpus;
#[path = "../../../tests/support/mod.rs"]
mod support;

mod flow;
mod golden;
mod picture;
