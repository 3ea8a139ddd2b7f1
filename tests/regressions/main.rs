//! Functions that once were read or written wrongly, by what was wrong.
//!
//! | module | what it is |
//! |---|---|
//! | `beyond` | what is asked for beyond an end |
//! | `constants` | constants by reference, without positions, or with a state inside |
//! | `empty` | elements of arrays that may be empty |
//! | `handover` | arrays handed to other marked functions |
//! | `integers` | integers of ranges |
//! | `lazy` | conditions that are not always looked at |
//! | `left` | arrays that a loop leaves behind |
//! | `lengths` | `Vec`s that are assigned anew |
//! | `names` | names that stand for two things |
//! | `nothing` | what no result comes from |
//! | `options` | `Option`s of numbers that are assigned constants |
//! | `own` | functions and types that are named as those of `std` |
//! | `several` | loops that the user wrote as one |
//! | `shadowed` | variables of one name |
//! | `shared` | arrays that two values hold |
//! | `references` | what is written through references that loops and patterns bind |
//! | `texts` | the two texts of one reverse |
//! | `types` | numbers whose type shows nowhere but in a declaration |

// Functions stand as their authors write them, not as clippy would.
#![allow(clippy::all)]

#[path = "../support/mod.rs"]
mod support;

mod beyond;
mod constants;
mod empty;
mod handover;
mod integers;
mod lazy;
mod left;
mod lengths;
mod names;
mod nothing;
mod options;
mod own;
mod references;
mod several;
mod shadowed;
mod shared;
mod texts;
mod types;

use support::written::{check, check_two};

/// The same of a function of a number and a slice, for every length up to that of the slice.
#[track_caller]
fn check_lengths(
    a: f64,
    x: &[f64],
    f: impl Fn(f64, &[f64]) -> f64,
    grad: impl Fn(f64, &[f64]) -> (f64, (f64, Vec<f64>)),
) {
    for n in 0..=x.len() {
        let point = [&[a], &x[..n]].concat();
        check(
            &point,
            |p| f(p[0], &p[1..]),
            |p| {
                let (value, (d_a, d_x)) = grad(p[0], &p[1..]);
                (value, [vec![d_a], d_x].concat())
            },
        );
    }
}
