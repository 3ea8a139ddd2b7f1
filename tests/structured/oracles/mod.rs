//! The same functions for any number, and the box from which the sample points of each come.
//!
//! At `f64` they do the same operations in the same order as the functions, so that a slip in a copy shows.

#![allow(clippy::all)]

use crate::case::Case;
use crate::forms::case;
use crate::shapes::*;
use crate::support::dual::Real;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub mod adaptors;
pub mod bindings;
pub mod borrowed;
pub mod control;
pub mod densities;
pub mod dynamic;
pub mod finance;
pub mod growing;
pub mod habits;
pub mod helpers;
pub mod items;
pub mod iterators;
pub mod lecture;
pub mod linear;
pub mod nets;
pub mod ode;
pub mod optimisation;
pub mod orders;
pub mod pairs;
pub mod perhaps;
pub mod physics;
pub mod recurrent;
pub mod robotics;
pub mod sequences;
pub mod solvers;
pub mod vision;

/// All cases.
pub fn cases() -> Vec<Case> {
    [
        adaptors::cases(),
        bindings::cases(),
        borrowed::cases(),
        control::cases(),
        densities::cases(),
        dynamic::cases(),
        finance::cases(),
        growing::cases(),
        habits::cases(),
        helpers::cases(),
        items::cases(),
        iterators::cases(),
        lecture::cases(),
        linear::cases(),
        nets::cases(),
        ode::cases(),
        optimisation::cases(),
        orders::cases(),
        pairs::cases(),
        perhaps::cases(),
        physics::cases(),
        recurrent::cases(),
        robotics::cases(),
        sequences::cases(),
        solvers::cases(),
        vision::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Checks all functions; panics with the first line of what each of those that fail has to say.
pub fn for_all(check: impl Fn(&Case)) {
    let mut failures = Vec::new();
    for case in cases() {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&case))) {
            let message = panic.downcast_ref::<String>().map_or("panics", |message| message);
            failures.push(format!("{}: {}", case.name, message.lines().next().unwrap_or_default()));
        }
    }
    assert!(failures.is_empty(), "{} functions fail\n{}", failures.len(), failures.join("\n"));
}

/// From the first to the last.
fn sum<T: Real>(n: usize, term: impl Fn(usize) -> T) -> T {
    (0..n).fold(T::of(0.0), |sum, i| sum + term(i))
}

/// Over the shorter of the two.
fn inner<T: Real>(a: &[T], b: &[T]) -> T {
    sum(a.len().min(b.len()), |i| a[i] * b[i])
}

fn relu<T: Real>(x: T) -> T {
    if x > 0.0 { x } else { T::of(0.0) }
}

/// The first of the largest.
fn largest<T: Real>(x: &[T]) -> T {
    x.iter().fold(T::of(f64::NEG_INFINITY), |m, &x| if x > m { x } else { m })
}
