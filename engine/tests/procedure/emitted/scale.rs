//! Large and deep procedures: text in proportion, and no work beyond it.

use std::rc::Rc;

use super::source::{Given, Source};
use crate::build::*;

/// The text of a procedure with its reverse sweep, whose length must be in proportion to its size.
fn emitted(program: &Rc<Program>, size: usize) {
    let reversed = program.reversed();
    let given = Given { seeds: &reversed.seeds, adjoints: &reversed.adjoints, optional: false };
    let source = Source::new(program, &reversed.procedure, "f");
    let text = || source.body(&given).0.statements;
    let statements = text();
    assert!(statements.len() < 1_000 * size, "{} bytes for a size of {size}", statements.len());
    let longest = statements.lines().map(str::len).max().unwrap_or_default();
    assert!(longest < 200, "{longest}");
    assert_eq!(statements, text());
}

#[test]
fn a_long_chain() {
    let chain = program(|| {
        let x = scalar("x");
        returns((0..10_000).fold(x, |y, k| if k % 3 == 0 { y.sin() } else { y * x + 0.5 }));
    });
    emitted(&chain, 10_000);
}

#[test]
fn a_chain_in_which_every_step_uses_the_last_twice() {
    let chain = program(|| returns((0..1_000).fold(scalar("x"), |y, _| y * y + 0.1 * y)));
    emitted(&chain, 1_000);
}

#[test]
fn many_loops() {
    let loops = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let next = |s, _| each("i", range(0, x.len()), s, |i, s: R| (s * x.at(i).get()).tanh());
        returns((0..300).fold(a, next));
    });
    emitted(&loops, 300);
}

#[test]
fn many_carried_values() {
    let loops = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let values = each("i", range(0, n), [x; 200], |_, values: [R; 200]| {
            std::array::from_fn(|k| values[(k + 1) % 200].sin() * x)
        });
        returns(values.into_iter().fold(x, |sum, value| sum + value));
    });
    emitted(&loops, 200);
}

#[test]
fn deep_nests() {
    fn nest(depth: usize, s: R, n: I) -> R {
        if depth == 0 {
            return s.sin() * s;
        }
        each("i", range(0, n), s, |_, s| branch(s.greater(0.5), || nest(depth - 1, s, n) + s, || s * 0.5))
    }
    let nested = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        returns(nest(12, x, n));
    });
    // a reverse sweep executes inner loops again on each level
    emitted(&nested, 12 * 12 * 12);
}
