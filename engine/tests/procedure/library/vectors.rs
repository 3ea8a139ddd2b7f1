//! Vectors that grow: their length is part of their content.

use crate::build::*;
use crate::judge::{differentiates, list, real, refused, some, table, whole};

#[test]
fn a_vector_that_grows() {
    let f = program(|| {
        let x = array("x", 1);
        let v = empty("v");
        each("i", range(0, x.len()), (), |i, ()| v.push(x.at(i).get().sin()));
        v.push(x.at(0).get() * 2.0);
        let s = each("i", range(0, v.len()), R::of(1.0), |i, s| s * (v.at(i).get() + 1.5));
        returns(s);
    });
    differentiates(&f, &[vec![list(&some(4, 1))], vec![list(&some(1, 1))]]);
}

#[test]
fn a_vector_that_grows_by_what_it_holds() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let v = empty("v");
        v.push(x);
        each("i", range(0, n), (), |i, ()| v.push((v.at(i).get() * 1.7 + x * x).sin()));
        returns(v.at(n).get() * v.at(n / 2usize).get());
    });
    differentiates(&f, &[0, 1, 4].map(|n| vec![real(0.6), whole(n)]));
}

#[test]
fn a_vector_that_grows_in_branches_and_is_returned() {
    let f = program(|| {
        let x = array("x", 1);
        let v = empty("v");
        each("i", range(0, x.len()), (), |i, ()| {
            let t = x.at(i).get();
            branch(t.greater(0.0), || v.push(t * t), || ());
        });
        returns_array(v);
    });
    differentiates(&f, &[1, 2].map(|seed| vec![list(&some(5, seed))]));
}

#[test]
fn a_vector_that_grows_in_each_iteration() {
    let f = program(|| {
        let x = array("x", 2);
        let s = each("i", range(0, x.len()), R::of(0.5), |i, s| {
            let v = empty("v");
            each("j", range(0, 3), (), |j, ()| {
                let t = x.at(i).at(j).get();
                branch((t * s).greater(0.0), || v.push(t * s), || ());
            });
            (s + each("j", range(0, v.len()), R::of(0.1), |j, p| p * v.at(j).get() + v.at(j).get())).sin()
        });
        returns(s);
    });
    differentiates(&f, &[1, 2].map(|seed| vec![table(3, &some(9, seed))]));
}

#[test]
fn the_last_of_a_vector_that_grows() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let v = empty("v");
        v.push(x);
        each("i", range(0, n), (), |_, ()| v.push((v.at(v.len() - 1usize).get() * 1.7 + x * x).sin()));
        returns(v.at(v.len() - 1usize).get());
        returns_array(v);
    });
    differentiates(&f, &[0, 1, 4].map(|n| vec![real(0.6), whole(n)]));
}

#[test]
fn as_many_iterations_as_a_vector_is_long_that_grows() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let v = empty("v");
        v.push(x);
        each("k", range(0, n), (), |_, ()| {
            let s = each("i", range(0, v.len()), x, |i, s| (s * v.at(i).get()).cos());
            v.push(s);
        });
        returns(v.whole().total());
    });
    refused(&f, "bind it before the loop");
}

#[test]
fn as_many_iterations_as_a_vector_was_long_that_grows_meanwhile() {
    let f = program(|| {
        let x = scalar("x");
        let v = empty("v");
        v.push(x);
        v.push(x * x);
        let s = each("i", range(0, v.len()), x, |i, s| {
            v.push(s * v.at(i).get());
            (s * v.at(i).get()).cos()
        });
        returns(s * v.whole().total());
    });
    refused(&f, "bind it before the loop");
}

#[test]
fn a_store_at_a_place_that_the_length_of_a_vector_decides() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let v = empty("v");
        v.push(x);
        branch(x.greater(0.0), || v.at(n % v.len()).set(x * 0.3), || ());
        each("k", range(0, n), (), |_, ()| v.push(x * 0.5));
        returns_array(v);
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![real(0.6), whole(n)]));
}

#[test]
fn as_many_iterations_as_a_vector_was_long() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let v = empty("v");
        v.push(x);
        each("k", range(0, n), (), |_, ()| {
            let length = v.len().bound();
            let s = each("i", range(0, length), x, |i, s| (s * v.at(i).get()).cos());
            v.push(s);
        });
        returns(v.whole().total());
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![real(0.6), whole(n)]));
}

#[test]
fn a_vector_that_is_rewritten_before_it_grows() {
    // What is kept of it is shorter than it is in the end.
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let v = empty("v");
        v.push(x);
        v.push(x * x);
        let s = each("k", range(0, n), x, |_, s| {
            each("j", range(0, 2), (), |j, ()| v.at(j).set((v.at(j).get() * s).sin()));
            s + v.at(0).get() * v.at(1).get()
        });
        v.push(s);
        returns(v.whole().total());
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![real(0.6), whole(n)]));
}

#[test]
fn a_total_before_a_vector_grows() {
    let f = program(|| {
        let x = scalar("x");
        let v = empty("v");
        v.push(x);
        let t = v.whole().total();
        v.push(t * t);
        v.whole().fill(t.sin());
        v.push(t * x);
        returns(v.whole().total());
    });
    refused(&f, "add in a loop");
}
