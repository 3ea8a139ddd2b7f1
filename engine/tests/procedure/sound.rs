//! Reverse sweeps of random procedures are right.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::judge::{judged, parts, shown};
use crate::random::{Callees, procedure};

/// So many cases, unless the environment asks for another number.
const CASES: u64 = 400;

fn cases() -> std::ops::Range<u64> {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let first = number("GRADUS_FIRST_CASE", 0);
    first..first + number("GRADUS_CASES", CASES)
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or(panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

/// What a message says, whatever the numbers and the place: failures that say the same are likely to have one cause.
fn kind(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    let last = first.rsplit(": ").next().unwrap_or_default();
    last.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The shortest of each kind.
fn told(mut failures: Vec<(usize, String, String)>) -> String {
    failures.sort();
    let mut kinds = Vec::new();
    let mut told = format!("{} failures\n", failures.len());
    for (_, message, text) in failures {
        let kind = kind(&message);
        if !kinds.contains(&kind) {
            told += &format!("\n{message}\n{text}");
            kinds.push(kind);
        }
    }
    told
}

#[test]
fn random_procedures() {
    let callees = Callees::new();
    let (mut failures, mut refused) = (Vec::new(), 0);
    for seed in cases() {
        let (program, points) = procedure(seed, &callees);
        let parts = parts(&program);
        let part = &parts[seed as usize % parts.len()];
        let attempt = AssertUnwindSafe(|| judged(&program, &points, std::slice::from_ref(part), 1e-10));
        if let Err(panic) = catch_unwind(attempt) {
            let message = message(&*panic);
            if message.starts_with("no reverse") {
                refused += 1;
                continue;
            }
            let text = shown(&program, &program.procedure)
                + &catch_unwind(AssertUnwindSafe(|| shown(&program, &program.reversed().procedure)))
                    .unwrap_or_default();
            failures.push((text.len(), message, format!("in case {seed}:\n{text}")));
        }
    }
    assert!(failures.is_empty(), "{}", told(failures));
    assert!(6 * refused <= cases().count(), "{refused} procedures have no reverse");
}
