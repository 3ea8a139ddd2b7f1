//! What random procedures found, as small as it goes.

use crate::build::*;
use crate::judge::{differentiates, list, real, refused, some, whole};

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

#[test]
fn a_part_of_a_local_array_up_to_its_length() {
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each("i", range(0, n), x.at(1).get(), |_, s| {
            let z = zeros("z", &[n]);
            z.range(range(z.len() - 1usize, z.len())).add_all(x.range(range(0, 1)));
            s + s * s.cos()
        });
        // the iterations above cannot be executed again, so `z` is not there
        x.at(0).set(s);
        returns(s * x.at(0).get());
    });
    refused(&f, "depends on the length of `z`");
}

#[test]
fn the_last_of_a_local_array() {
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each("i", range(0, n), R::of(0.3), |i, s| {
            let z = zeros("z", &[n + 1usize]);
            z.at(i).set(x.at(0).get() * s);
            z.at(z.len() - 1usize).add(x.at(1).get());
            (z.at(i).get() * z.at(z.len() - 1usize).get()).sin()
        });
        returns(s);
    });
    differentiates(&f, &[vec![list(&some(2, 1)), whole(3)]]);
}

#[test]
fn a_value_that_becomes_another_and_is_read_in_a_branch() {
    // The next `p` is `q`: what the reverse reads in the branch goes by two names.
    let f = program(|| {
        let (a, b, n) = (scalar("a"), scalar("b"), integer("n"));
        let [_, p, q] = each("i", range(0, n), [a, a.sin(), b], |i, [s, p, q]| {
            let t = branch(i.less(1), || b.sigmoid() * q, || p);
            [(a - 2.0 * t).tanh() * s, q, q + t]
        });
        returns(p * q);
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![real(0.4), real(0.6), whole(n)]));
}

#[test]
fn a_value_that_becomes_another_and_is_multiplied_in_a_branch() {
    let f = program(|| {
        let (a, b, n) = (scalar("a"), scalar("b"), integer("n"));
        let [p, q] = each("i", range(0, n), [a.sin(), b], |i, [p, q]| {
            let t = branch(i.less(1), || q * q * p, || p.sin());
            [q, q + t]
        });
        returns(p * q);
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![real(0.4), real(0.6), whole(n)]));
}

#[test]
fn a_sum_over_an_array_that_is_overwritten_later() {
    // What the loop adds to the adjoint belongs to the content before the store.
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let s = each("i", range(0, x.len()), R::of(0.0), |i, s| s + x.at(i).get().sin());
        x.at(0).set(a * a);
        x.at(1).add(a * 3.0);
        returns(s + x.at(0).get());
    });
    differentiates(&f, &[vec![list(&some(3, 1)), real(0.6)]]);
}

#[test]
fn totals_of_an_array_that_is_overwritten_later() {
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let s = each("i", range(0, 2), R::of(0.0), |i, s| s + (x.whole().total() * i.real()).sin());
        x.at(0).set(a * a);
        returns(s + x.at(0).get());
    });
    differentiates(&f, &[vec![list(&some(3, 1)), real(0.6)]]);
}

#[test]
fn a_sum_in_a_loop_that_goes_on_to_write() {
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each("k", range(0, n), R::of(0.0), |_, s| {
            let t = each("i", range(0, x.len()), s, |i, t| t + x.at(i).get().sin());
            x.at(0).set(x.at(1).get() * 0.7);
            t
        });
        returns(s + x.at(0).get());
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![list(&some(3, 1)), whole(n)]));
}

#[test]
fn a_local_array_that_calls_in_an_inner_loop_change() {
    let mix = program(|| {
        let (a, y) = (scalar("a"), array("y", 1));
        y.at(0).set((a * y.at(1).get()).sin());
        returns(y.at(0).get() * 0.5);
    });
    // The outer iterations cannot be executed again, for they change single elements of `x`.
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each("i", range(0, n), R::of(0.3), |i, s| {
            let z = filled("z", I::from(2), s);
            x.at(i % 2usize).set((x.at(0).get() * s).cos());
            let t = each("j", range(0, 2), s, |_, t| {
                let u = call(&mix, vec![argument(t), mutable(z)]);
                (u + t * x.at(i % 2usize).get()).sin()
            });
            t * s
        });
        returns(s);
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![list(&some(2, 1)), whole(n)]));
}
