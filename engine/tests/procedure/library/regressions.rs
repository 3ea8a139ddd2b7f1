//! What random procedures found, as small as it goes.

use crate::build::*;
use crate::judge::{differentiates, list, real, some, whole};

#[test]
fn a_value_that_is_carried_unchanged_and_read_in_a_branch() {
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let [s, _] = each("i", range(0, x.len()), [a, a.sin()], |i, [s, c]| {
            let t = branch(x.at(i).get().greater(0.0), || c, || c * s * 0.7);
            [s * t, c]
        });
        returns(s);
    });
    differentiates(&f, &[vec![list(&some(4, 1)), real(0.6)], vec![list(&some(4, 1)), real(-0.6)]]);
}

#[test]
fn a_copy_inside_a_branch() {
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let t = branch(
            a.greater(0.0),
            || {
                let d = copy_of("d", 1, x.range(range(0, 2)));
                d.at(0).set(d.at(0).get() * d.at(1).get());
                d.at(0).get() * a
            },
            || a * 2.0,
        );
        returns(t * t);
    });
    differentiates(&f, &[vec![list(&some(4, 1)), real(0.6)], vec![list(&some(4, 1)), real(-0.6)]]);
}

#[test]
fn a_copy_inside_a_branch_that_nothing_reads() {
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let t = branch(
            a.greater(0.0),
            || {
                copy_of("d", 1, x.range(range(0, 2)));
                a * a
            },
            || a * 2.0,
        );
        returns(t * x.at(0).get());
    });
    differentiates(&f, &[vec![list(&some(4, 1)), real(0.6)], vec![list(&some(4, 1)), real(-0.6)]]);
}

#[test]
fn a_condition_that_is_carried_beside_a_product() {
    let f = program(|| {
        let (x, a, n) = (array("x", 1), scalar("a"), integer("n"));
        let low = x.opaquely_less(0, 0.1);
        let (s, _) = each("i", range(0, n), (a, low), |_, (s, c)| (s * c.select(0.9 * s, a.sin()), c));
        let t = each("j", range(0, n), s, |_, t| t + a);
        returns(s * t);
    });
    differentiates(&f, &[vec![list(&some(2, 1)), real(0.6), whole(2)], vec![list(&some(2, 2)), real(0.6), whole(3)]]);
}

#[test]
fn a_condition_that_is_carried_into_an_inner_loop() {
    let f = program(|| {
        let (a, b, n) = (scalar("a"), scalar("b"), integer("n"));
        let (s, _) = each("i", range(0, n), (a, a.less(b)), |_, (s, c)| {
            let t = each("j", range(0, n), (!c).select(0.9 * a, b.sin()), |_, t| t);
            (s + t * s, c)
        });
        returns(s);
    });
    differentiates(&f, &[(0.5, 0.2), (0.2, 0.5)].map(|(a, b)| vec![real(a), real(b), whole(3)]));
}

#[test]
fn an_array_nobody_asks_for_that_is_added_to() {
    let f = program(|| {
        let (y, h, n) = (array("y", 1), scalar("h"), integer("n"));
        each("k", range(0, n), (), |_, ()| y.at(0).add(h * y.at(1).get()));
        returns(y.at(0).get() * y.at(0).get());
    });
    differentiates(&f, &[vec![list(&some(2, 1)), real(0.6), whole(3)]]);
}

#[test]
fn an_array_nobody_asks_for_that_is_stepped() {
    let f = program(|| {
        let (y, h, n) = (array("y", 1), scalar("h"), integer("n"));
        each("k", range(0, n), (), |_, ()| {
            let t = zeros("t", &[y.len()]);
            each("i", range(0, y.len()), (), |i, ()| t.at(i).set(y.at(i).get().sin()));
            each("i", range(0, y.len()), (), |i, ()| y.at(i).add(h * t.at(i).get()));
        });
        returns(each("i", range(0, y.len()), R::of(0.0), |i, s| s + y.at(i).get() * y.at(i).get()));
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![list(&some(2, 1)), real(0.6), whole(n)]));
}
