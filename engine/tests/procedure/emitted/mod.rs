//! Programs as Rust text: read, compiled, run and compared with the machine.

mod random;
mod readable;
mod run;
mod scale;
mod source;

pub use run::{collected, note};
