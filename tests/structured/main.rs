//! `#[grad]` on functions as their users write them: a corpus with an oracle for each.
//!
//! | module | what it is |
//! |---|---|
//! | `functions` | the marked functions, by subject |
//! | `oracles` | the same for dual numbers, and where the samples of each come from |
//! | `case`, `forms`, `shapes` | one function with all its forms, over flat points |
//! | `points` | where each is looked at |
//! | `gradients` | against dual numbers and central differences |
//! | `values` | bit for bit, at special numbers too |
//! | `pullbacks` | what `_vjp` adds, and to what |
//! | `facts` | closed forms, and kinks |
//! | `bullets` | which function uses which construct |
//! | `harness` | the checks themselves |

#[path = "../support/mod.rs"]
mod support;

mod bullets;
mod case;
mod facts;
mod forms;
mod functions;
mod gradients;
mod harness;
mod oracles;
mod points;
mod pullbacks;
mod shapes;
mod single;
mod storage;
mod values;
