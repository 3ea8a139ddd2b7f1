//! Writes procedures as nested closures.
//!
//! Values are small handles with operators, and a handle works in every block inside the one in which it was made: what an inner block reads
//! of an outer one gets its name by itself. One procedure is written at a time, in a thread-local place.
//!
//! ```ignore
//! let dot = program(|| {
//!     let (x, y) = (array("x", 1), array("y", 1));
//!     let sum = each("i", range(0, x.len()), R::of(0.0), |i, sum| sum + x.at(i).get() * y.at(i).get());
//!     returns(sum);
//! });
//! ```

mod arrays;
mod calls;
mod control;
mod integers;
mod reals;
mod reverse;
mod state;

pub use arrays::{A, Part, array, copy_of, elements, empty, filled, numbers, zeros};
pub use calls::{argument, call, call_array, call_itself, call_unit, mutable};
pub use control::{Form, over};
pub use control::{Item, branch, branch_of, each, each_until, endless, repeat_while};
pub use integers::{I, Items, assert_less, integer, range};
pub use reals::{C, R, constant, scalar};
pub use reverse::{reversed_from, stack, sum_each, times};
pub use state::inner_with_results;
pub use state::{Parameter, Program, program, returns, returns_array, returns_integer};
