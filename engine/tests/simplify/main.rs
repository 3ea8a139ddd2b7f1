//! Simplification against what it simplifies.

#[path = "../../../tests/corpus/mod.rs"]
mod corpus;
#[path = "../../../tests/corpus/gradients.rs"]
mod gradients;
#[path = "../../../tests/support/mod.rs"]
mod support;
#[path = "../../../tests/corpus/swell.rs"]
mod swell;

mod effort;
mod figures;
#[cfg(feature = "egraph")]
mod hazards;
mod judge;
mod never_worse;
mod random;
mod regressions;
mod robust;
mod same;
mod sound;
