//! Programs as Rust text: read, compiled, run and compared with the machine.

mod random;
mod readable;
mod run;
mod source;

pub use run::{collected, note};
