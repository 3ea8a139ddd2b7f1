//! Random procedures as Rust do what the machine does.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::collected;
use crate::judge::judged;
use crate::random::{Callees, procedure};

/// So many cases, unless the environment asks for another number.
const CASES: u64 = 40;

fn compiled(name: &str, equal_names: bool, first: u64) {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let first = first + number("GRADUS_FIRST_CASE", 0);
    let callees = Callees::new();
    collected(name, equal_names, || {
        for seed in first..first + number("GRADUS_CASES", CASES) {
            let (program, points) = procedure(seed, &callees);
            // whether the reverse is right is for other tests to say
            let _ = catch_unwind(AssertUnwindSafe(|| judged(&program, &points[..1], &[], 1e-10)));
        }
    });
}

#[test]
fn random_procedures_are_compiled() {
    compiled("random", false, 0);
}

#[test]
fn values_of_random_procedures_that_share_variables_are_kept_apart() {
    compiled("random_with_equal_names", true, 1000);
}
