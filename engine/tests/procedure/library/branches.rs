//! Branches.

use crate::build::*;
use crate::judge::{differentiates, list, real, some, whole};

#[test]
fn a_branch() {
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let t = branch(x.greater(0.0), || x.ln() * y, || (x * y).sin());
        returns(t * x);
    });
    differentiates(&f, &[vec![real(0.6), real(2.0)], vec![real(-0.6), real(2.0)]]);
}

#[test]
fn the_branch_not_taken_contributes_nothing() {
    // The square root's derivative is infinite at 0, and the logarithm's value too.
    let f = program(|| {
        let x = scalar("x");
        let [a, b] = branch(x.greater(0.0), || [x.sqrt(), x.ln()], || [R::of(0.0), x * 3.0]);
        returns(a + b);
    });
    let stored = crate::judge::judged(&f, &[vec![real(0.0)], vec![real(-1.0)], vec![real(2.0)]], &[], 1e-12);
    assert_eq!(stored, [0, 0, 0]);
}

#[test]
fn several_results() {
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let t = x * y;
        let (a, k, c) = branch(
            x.less(y),
            || (t.sin() * x, I::from(3), t.less(0.5)),
            || (t.exp() + y, I::from(5), x.less(3.0) & !t.less(1.0)),
        );
        let u = branch(c, || a * a, || a * k.real());
        returns(u + a * t);
    });
    let points = [(0.6, 2.0), (2.0, 0.6), (0.2, 0.3), (5.0, 0.1)].map(|(x, y)| vec![real(x), real(y)]);
    differentiates(&f, &points);
}

#[test]
fn a_side_that_hands_a_value_through() {
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let [a, b] = branch(x.greater(y), || [x, y], || [y, x]);
        let c = branch(a.greater(1.0), || a * b, || a);
        returns(c + 2.0 * b);
    });
    let points = [(0.6, 2.0), (2.0, 0.6), (0.2, 0.3), (0.9, 0.1)].map(|(x, y)| vec![real(x), real(y)]);
    differentiates(&f, &points);
}

#[test]
fn branches_in_branches() {
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let t = x.sin();
        let r = branch(
            x.greater(0.0),
            || branch(y.greater(0.0), || t * y.sqrt(), || t * t * y) * x,
            || t + branch(y.greater(x), || y * t.exp(), || (x * y).cos()),
        );
        returns(r * r);
    });
    let points = [(0.6, 2.0), (0.6, -0.5), (-0.6, 2.0), (-0.6, -2.0)].map(|(x, y)| vec![real(x), real(y)]);
    differentiates(&f, &points);
}

#[test]
fn the_largest_by_branches() {
    let f = program(|| {
        let x = array("x", 1);
        let most = each("i", range(0, x.len()), R::of(-100.0), |i, most| {
            let t = x.at(i).get();
            branch(t.greater(most), || t, || most)
        });
        returns(most * most);
    });
    differentiates(&f, &[vec![list(&some(6, 1))], vec![list(&some(6, 2))], vec![list(&[])]]);
}

#[test]
fn the_largest_and_its_place() {
    let f = program(|| {
        let (x, y) = (array("x", 1), array("y", 1));
        let (most, place) = each("i", range(0, x.len()), (R::of(-100.0), I::from(0)), |i, (most, place)| {
            let t = x.at(i).get();
            branch(t.greater(most), || (t, i), || (most, place))
        });
        returns(most * y.at(place).get());
        returns_integer(place);
    });
    differentiates(&f, &[1, 2, 3].map(|seed| vec![list(&some(6, seed)), list(&some(6, 9))]));
}

#[test]
fn the_largest_by_max() {
    let f = program(|| {
        let x = array("x", 1);
        let most = each("i", range(0, x.len()), R::of(-100.0), |i, most| most.max(x.at(i).get() * 2.0));
        returns(most.exp());
    });
    differentiates(&f, &[vec![list(&some(6, 1))], vec![list(&some(6, 2))], vec![list(&[])]]);
}

#[test]
fn branches_with_loops_inside() {
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let s = branch(
            a.greater(0.0),
            || each("i", range(0, x.len()), a, |i, s| (s * x.at(i).get()).sin() + a),
            || each("i", range(0, x.len()).rev(), R::of(1.0), |i, s| s * (x.at(i).get() + 2.0)) * a,
        );
        returns(s * s + a);
    });
    differentiates(&f, &[vec![list(&some(5, 1)), real(0.6)], vec![list(&some(5, 1)), real(-0.6)]]);
}

#[test]
fn loops_with_branches_that_read_what_is_carried() {
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let [s, t] = each("i", range(0, x.len()), [a, R::of(0.2)], |i, [s, t]| {
            let d = x.at(i).get();
            branch((s * d).greater(0.0), || [(s * d + t).sin(), t], || [s, t * d + (s * t).exp() * 0.1])
        });
        returns(s * t);
    });
    differentiates(&f, &[1, 2, 3].map(|seed| vec![list(&some(7, seed)), real(0.6)]));
}

#[test]
fn a_huber_loss() {
    let f = program(|| {
        let (x, y, d) = (array("x", 1), array("y", 1), constant("delta"));
        let sum = each("i", range(0, x.len()), R::of(0.0), |i, sum| {
            let r = (x.at(i).get() - y.at(i).get()).abs();
            sum + branch(r.less(d), || 0.5 * r * r, || d * (r - 0.5 * d))
        });
        returns(sum / x.len().real());
    });
    let stored = differentiates(&f, &[vec![list(&some(6, 1)), list(&some(6, 2)), real(0.4)]]);
    assert_eq!(stored, [0], "a sum stores nothing");
}

#[test]
fn branches_by_the_users_own_conditions() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let s = each("i", range(0, 6), x, |i, s| branch((i % n).equals(0), || (s * 1.3).sin(), || s * s + 0.1));
        returns(s);
    });
    differentiates(&f, &[1, 2, 3].map(|n| vec![real(0.6), whole(n)]));
}

#[test]
fn a_selection_in_a_graph() {
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let s = each("i", range(0, 4), x, |_, s| s.less(y).select((s * y).sin() + y, s * 0.5));
        returns(s);
    });
    differentiates(&f, &[vec![real(0.6), real(0.9)], vec![real(2.6), real(0.9)]]);
}

#[test]
fn a_value_of_a_branch_that_nobody_looks_at() {
    let f = program(|| {
        let x = scalar("x");
        let (found, t) = branch(x.greater(0.0), || (C::of(true), x.ln()), || (C::of(false), R::unknown()));
        returns(branch(found, || t * t, || x * 2.0));
    });
    differentiates(&f, &[vec![real(0.6)], vec![real(-0.6)]]);
}
