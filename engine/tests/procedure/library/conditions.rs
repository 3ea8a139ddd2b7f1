//! Flags: early returns, conditions that are carried, labelled breaks.

use crate::build::*;
use crate::judge::{differentiates, list, real, some, table, whole};

#[test]
fn an_early_return_from_a_loop() {
    // for t in x { s = sin(s + t); if s > 0.9 { return s * t; } } s
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let (s, result, done) = each_until("i", range(0, x.len()), (a, R::unknown(), C::of(false)), |i, (s, _, _)| {
            let t = x.at(i).get();
            let s = (s + t).sin();
            let stop = s.greater(0.6);
            let result = branch(stop, || s * t, R::unknown);
            ((s, result, stop), stop)
        });
        returns(branch(done, || result, || s));
    });
    differentiates(&f, &[1, 2, 3, 4].map(|seed| vec![list(&some(6, seed)), real(0.4)]));
}

#[test]
fn what_follows_an_early_return_is_skipped() {
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let (done, result) = branch(x.less(0.0), || (C::of(true), y * x), || (C::of(false), R::unknown()));
        let value = branch(
            !done,
            || {
                let t = x.ln() * y;
                let (done, result) = branch(t.less(0.0), || (C::of(true), t * t), || (C::of(false), R::unknown()));
                branch(done, || result, || t.sqrt())
            },
            || result,
        );
        returns(value);
    });
    differentiates(&f, &[(-1.0, 0.5), (0.5, 0.5), (2.0, 0.5)].map(|(x, y)| vec![real(x), real(y)]));
}

#[test]
fn a_condition_that_is_carried() {
    let f = program(|| {
        let x = array("x", 1);
        let (s, above) = each("i", range(0, x.len()), (R::of(0.3), C::of(true)), |i, (s, above)| {
            let t = x.at(i).get();
            let s = branch(above, || (s * t).exp(), || (s + t).cos());
            (s, s.greater(1.0))
        });
        returns(branch(above, || s * s, || 3.0 * s));
    });
    differentiates(&f, &[1, 2, 3].map(|seed| vec![list(&some(6, seed))]));
}

#[test]
fn a_condition_of_an_outer_block_deep_inside() {
    let f = program(|| {
        let (x, a) = (array("x", 2), scalar("a"));
        let positive = a.greater(0.0);
        let s = each("i", range(0, x.len()), a, |i, s| {
            each("j", range(0, 3), s, |j, s| {
                let t = x.at(i).at(j).get();
                branch(positive, || (s * t).sin() + a, || (s + t).cos() * a)
            })
        });
        returns(s);
    });
    differentiates(&f, &[vec![table(3, &some(6, 1)), real(0.6)], vec![table(3, &some(6, 1)), real(-0.6)]]);
}

#[test]
fn continue_by_a_branch() {
    let f = program(|| {
        let x = array("x", 1);
        let s = each("i", range(0, x.len()), R::of(0.3), |i, s| {
            let t = x.at(i).get();
            branch(
                t.less(0.0),
                || s,
                || {
                    let u = t.sqrt() * s;
                    branch(u.greater(0.4), || s, || u + s)
                },
            )
        });
        returns(s);
    });
    differentiates(&f, &[1, 2, 3].map(|seed| vec![list(&some(8, seed))]));
}

#[test]
fn a_break_of_the_outer_loop() {
    let f = program(|| {
        let (x, bound) = (array("x", 2), scalar("bound"));
        let (s, _) = each_until("i", range(0, x.len()), (R::of(0.1), I::from(0)), |i, (s, k)| {
            let ((s, k), out) = {
                let (s, k, out) = each_until("j", range(0, 3), (s, k, C::of(false)), |j, (s, k, _)| {
                    let s = s + (x.at(i).at(j).get() * s).exp() * 0.5;
                    let out = s.greater(bound * 2.0);
                    ((s, k + 1usize, out), out)
                });
                ((s, k), out)
            };
            ((s * 0.9, k), out)
        });
        returns(s * bound);
    });
    let points = [0.4, 1.0, 1.7, 9.0].map(|bound| vec![table(3, &some(12, 1)), real(bound)]);
    differentiates(&f, &points);
}

#[test]
fn an_opaque_condition_on_an_array() {
    let f = program(|| {
        let x = array("x", 1);
        let s = each("i", range(0, x.len()), R::of(0.4), |i, s| {
            let low = x.opaquely_less(i, 0.0);
            branch(low, || s * 0.7, || (s + x.at(i).get()).sin())
        });
        returns(s);
    });
    differentiates(&f, &[1, 2].map(|seed| vec![list(&some(6, seed))]));
}

#[test]
fn an_opaque_condition_on_an_array_that_changes() {
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each("k", range(0, n), R::of(0.4), |k, s| {
            let low = x.opaquely_less(0, 0.3);
            let s = branch(low, || s * x.at(0).get(), || (s + x.at(0).get()).sin());
            x.at(0).set((x.at(0).get() * 2.0 + k.real()).sin());
            s
        });
        returns(s);
    });
    differentiates(&f, &[1, 2].map(|seed| vec![list(&some(2, seed)), whole(6)]));
}

#[test]
fn assertions_hold_once() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        assert_less(n, 10);
        let s = each("k", range(0, n), x, |k, s| {
            assert_less(k, n);
            let t = each("j", range(0, k), s, |j, t| {
                assert_less(j, k);
                (t * s).sin()
            });
            branch(
                k.less(2),
                || t,
                || {
                    assert_less(k, 5);
                    t * s
                },
            )
        });
        returns(s);
    });
    differentiates(&f, &[0, 1, 4].map(|n| vec![real(0.6), whole(n)]));
}
