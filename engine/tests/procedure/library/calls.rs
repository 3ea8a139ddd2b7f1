//! Calls of other functions.

use crate::build::*;
use crate::judge::{differentiates, list, real, some, whole};
use std::rc::Rc;

fn dot() -> Rc<Program> {
    program(|| {
        let (x, y) = (array("x", 1), array("y", 1));
        returns(each("i", range(0, x.len()), R::of(0.0), |i, s| s + x.at(i).get() * y.at(i).get()));
    })
}

fn wave() -> Rc<Program> {
    program(|| {
        let (a, t) = (scalar("a"), scalar("t"));
        returns((a * t).sin() * t);
    })
}

/// `y += a*x`, in place.
fn axpy() -> Rc<Program> {
    program(|| {
        let (a, x, y) = (scalar("a"), array("x", 1), array("y", 1));
        each("i", range(0, x.len()), (), |i, ()| y.at(i).add(a * x.at(i).get()));
    })
}

/// `y = sin(a*y)`, in place, which needs what it overwrites.
fn sines() -> Rc<Program> {
    program(|| {
        let (a, y) = (scalar("a"), array("y", 1));
        each("i", range(0, y.len()), (), |i, ()| y.at(i).set((a * y.at(i).get()).sin()));
    })
}

#[test]
fn a_call_on_numbers() {
    let g = wave();
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let t = call(&g, vec![argument(x * y), argument(y)]);
        returns(t * t + call(&g, vec![argument(t), argument(R::of(0.5))]));
    });
    differentiates(&f, &[vec![real(0.4), real(1.3)]]);
}

#[test]
fn calls_on_arrays() {
    let g = dot();
    let f = program(|| {
        let (x, y) = (array("x", 1), array("y", 1));
        returns(call(&g, vec![argument(x), argument(y)]).sin());
    });
    differentiates(&f, &[vec![list(&some(4, 1)), list(&some(4, 2))]]);
}

#[test]
fn one_array_twice() {
    let g = dot();
    let f = program(|| {
        let x = array("x", 1);
        let low = x.range(range(0, 3));
        let high = x.range(range(1, 4));
        returns(call(&g, vec![argument(x), argument(x)]).sqrt() + call(&g, vec![argument(low), argument(high)]));
    });
    differentiates(&f, &[vec![list(&some(4, 1))]]);
}

#[test]
fn calls_in_loops_and_branches() {
    let (g, h) = (wave(), dot());
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let s = each("i", range(0, x.len()), a, |i, s| {
            let t = x.at(i).get();
            branch(
                t.greater(0.0),
                || call(&g, vec![argument(s), argument(t)]) + s,
                || call(&h, vec![argument(x), argument(x)]) * s * 0.3,
            )
        });
        returns(s);
    });
    differentiates(&f, &[1, 2].map(|seed| vec![list(&some(5, seed)), real(0.4)]));
}

#[test]
fn a_constant_argument() {
    let g = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        returns(each("i", range(0, n), x, |i, s| (s * x + i.real()).sin()));
    });
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let s = each("i", range(0, n), x, |i, s| s * call(&g, vec![argument(s), argument(i + 1usize)]));
        returns(s);
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![real(0.6), whole(n)]));
}

#[test]
fn a_call_that_adds_to_an_array() {
    let g = axpy();
    let f = program(|| {
        let (a, x, y) = (scalar("a"), array("x", 1), array("y", 1));
        call_unit(&g, vec![argument(a), argument(x), mutable(y)]);
        call_unit(&g, vec![argument(y.at(0).get()), argument(x), mutable(y)]);
        returns(y.at(0).get() * y.at(1).get());
    });
    differentiates(&f, &[vec![real(0.6), list(&some(3, 1)), list(&some(3, 2))]]);
}

#[test]
fn calls_in_place_in_a_loop() {
    let (g, h) = (sines(), axpy());
    let f = program(|| {
        let (a, x, n) = (scalar("a"), array("x", 1), integer("n"));
        let y = copy_of("y", 1, x);
        each("k", range(0, n), (), |_, ()| {
            call_unit(&g, vec![argument(a * y.at(0).get()), mutable(y)]);
            call_unit(&h, vec![argument(a), argument(x), mutable(y)]);
        });
        returns(each("i", range(0, y.len()), R::of(0.0), |i, s| s + y.at(i).get() * y.at(i).get()));
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![real(0.7), list(&some(3, 1)), whole(n)]));
}

#[test]
fn a_call_on_a_part_of_an_array() {
    let g = sines();
    let f = program(|| {
        let (a, y) = (scalar("a"), array("y", 1));
        call_unit(&g, vec![argument(a), mutable(y.range(range(1, 3)))]);
        call_unit(&g, vec![argument(y.at(1).get()), mutable(y.range(range(0, 2)))]);
        returns(y.whole().total());
    });
    differentiates(&f, &[vec![real(0.7), list(&some(4, 1))]]);
}

#[test]
fn a_call_that_returns_an_array() {
    let g = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let y = zeros("y", &[x.len()]);
        each("i", range(0, x.len()), (), |i, ()| y.at(i).set((a * x.at(i).get()).exp()));
        returns_array(y);
    });
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let y = call_array(&g, vec![argument(x), argument(a)], 1);
        let z = call_array(&g, vec![argument(y), argument(a * a)], 1);
        returns(z.whole().total() * y.at(0).get());
    });
    differentiates(&f, &[vec![list(&some(3, 1)), real(0.6)]]);
}

#[test]
fn a_call_that_returns_an_array_in_a_loop() {
    let g = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let y = zeros("y", &[x.len()]);
        each("i", range(0, x.len()), (), |i, ()| y.at(i).set((a * x.at(i).get()).sin()));
        returns_array(y);
    });
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each("k", range(0, n), R::of(0.8), |_, s| {
            let y = call_array(&g, vec![argument(x), argument(s)], 1);
            s + y.at(0).get() * y.at(1).get()
        });
        returns(s);
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![list(&some(3, 1)), whole(n)]));
}

#[test]
fn recursion() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let value = branch(
            n.less(1),
            || x * x,
            || {
                let inner = call_itself(vec![argument((x * 1.1).sin()), argument(n - 1usize)]);
                inner * x + inner.sin()
            },
        );
        returns(value);
    });
    differentiates(&f, &[0, 1, 4].map(|n| vec![real(0.6), whole(n)]));
}

#[test]
fn a_call_whose_result_is_not_used() {
    let g = wave();
    let f = program(|| {
        let x = scalar("x");
        call(&g, vec![argument(x), argument(x)]);
        returns(x * 2.0);
    });
    differentiates(&f, &[vec![real(0.4)]]);
}

#[test]
fn two_results_of_a_tuple() {
    let f = program(|| {
        let (r, t) = (scalar("r"), scalar("t"));
        returns(r * t.cos());
        returns(r * t.sin());
    });
    differentiates(&f, &[vec![real(0.4), real(1.1)]]);
}
