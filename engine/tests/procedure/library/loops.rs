//! What loops carry, and how they end.

use crate::build::*;
use crate::judge::{Point, differentiates, list, real, some, whole};

#[test]
fn values_that_swap() {
    let f = program(|| {
        let (x, y, n) = (scalar("x"), scalar("y"), integer("n"));
        let [a, b, _] = each("i", range(0, n), [x, y, R::of(0.1)], |_, [a, b, c]| [b, a * 0.5 + c, c]);
        returns(a * a + 2.0 * b);
    });
    differentiates(&f, &[0, 1, 4, 5].map(|n| vec![real(0.3), real(-0.8), whole(n)]));
}

#[test]
fn values_that_swap_and_are_read_nonlinearly() {
    let f = program(|| {
        let (x, y, n) = (scalar("x"), scalar("y"), integer("n"));
        let [a, b] = each("i", range(0, n), [x, y], |i, [a, b]| [(a * b).sin() + b, a * b * 0.3 + i.real() * a]);
        returns(a * b);
    });
    differentiates(&f, &[0, 1, 4].map(|n| vec![real(0.3), real(-0.8), whole(n)]));
}

#[test]
fn fibonacci_with_weights() {
    let f = program(|| {
        let (p, q, n) = (scalar("p"), scalar("q"), integer("n"));
        let [_, last] = each("i", range(0, n), [R::of(0.0), R::of(1.0)], |_, [a, b]| [b, p * a + q * b]);
        returns(last);
    });
    differentiates(&f, &[vec![real(0.9), real(1.1), whole(8)], vec![real(0.9), real(1.1), whole(0)]]);
}

#[test]
fn sum_and_product_together() {
    let f = program(|| {
        let x = array("x", 1);
        let [sum, product] = each("i", range(0, x.len()), [R::of(0.0), R::of(1.0)], |i, [sum, product]| {
            let t = x.at(i).get();
            [sum + t * product, product * (t + 1.5)]
        });
        returns(sum / (product * product + 1.0));
    });
    differentiates(&f, &[vec![list(&some(5, 1))], vec![list(&[])]]);
}

#[test]
fn a_value_that_is_carried_unchanged() {
    let f = program(|| {
        let x = array("x", 1);
        let [s, c] = each("i", range(0, x.len()), [R::of(1.0), x.at(0).get()], |i, [s, c]| [s * c + x.at(i).get(), c]);
        returns(s * c);
    });
    differentiates(&f, &[vec![list(&some(5, 1))]]);
}

#[test]
fn a_value_that_is_replaced() {
    // What an earlier iteration computed does not matter.
    let f = program(|| {
        let (x, y) = (array("x", 1), scalar("y"));
        let last = each("i", range(0, x.len()), y * y, |i, _| x.at(i).get().sin());
        returns(last * y);
    });
    differentiates(&f, &[vec![list(&some(5, 1)), real(0.4)], vec![list(&[]), real(0.4)]]);
}

#[test]
fn a_value_used_before_and_after_a_loop() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let t = (x * x).exp();
        let u = t * x;
        let s = each("i", range(0, n), t, |_, s| (s * u).sin() + t);
        returns(s * t + u);
    });
    differentiates(&f, &[vec![real(0.6), whole(4)], vec![real(0.6), whole(0)]]);
}

#[test]
fn a_loop_after_a_loop() {
    let f = program(|| {
        let x = array("x", 1);
        let s = each("i", range(0, x.len()), R::of(0.3), |i, s| (s + x.at(i).get()).sin());
        let t = each("i", range(0, x.len()), s, |i, t| t * (x.at(i).get() + s).cos() + 0.1);
        returns(s * t);
    });
    differentiates(&f, &[vec![list(&some(5, 1))], vec![list(&[])]]);
}

#[test]
fn softmax_over_scalars() {
    let f = program(|| {
        let (x, k) = (array("x", 1), integer("k"));
        let most = each("i", range(0, x.len()), R::of(-10.0), |i, most| most.max(x.at(i).get()));
        let sum = each("i", range(0, x.len()), R::of(0.0), |i, sum| sum + (x.at(i).get() - most).exp());
        returns(x.at(k).get() - most - sum.ln());
    });
    differentiates(&f, &[vec![list(&some(5, 1)), whole(2)]]);
}

#[test]
fn every_other_element() {
    let f = program(|| {
        let x = array("x", 1);
        let s = each("i", range(0, x.len()).step_by(2), R::of(0.5), |i, s| (s * x.at(i).get() + 0.2).sin());
        returns(s);
    });
    differentiates(&f, &[vec![list(&some(5, 1))], vec![list(&some(6, 1))]]);
}

#[test]
fn a_loop_that_breaks() {
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let s = each_until("i", range(0, x.len()), R::of(0.1), |i, s| {
            let next = s + (a * x.at(i).get() * s + a).exp();
            (next, next.greater(4.0))
        });
        returns(s * a);
    });
    let points = [0.1, 0.4, 0.9, 2.0, -3.0].map(|a| vec![list(&some(6, 9)), real(a)]);
    differentiates(&f, &points);
    differentiates(&f, &[vec![list(&[]), real(0.3)]]);
}

#[test]
fn a_loop_that_breaks_at_once_or_never() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let s = each_until("i", range(0, n), x, |_, s| (s.sin() * 1.7, s.greater(0.0)));
        returns(s);
    });
    differentiates(&f, &[vec![real(0.5), whole(5)], vec![real(-0.5), whole(5)], vec![real(0.5), whole(0)]]);
}

#[test]
fn newton_by_while() {
    let f = program(|| {
        let a = scalar("a");
        let x = repeat_while(a, |x| (x * x - a).abs().greater(1e-3), |x| 0.5 * (x + a / x));
        returns(x);
    });
    differentiates(&f, &[vec![real(2.0)], vec![real(7.3)]]);
}

#[test]
fn a_while_loop_that_counts() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let zero = I::from(0);
        let (s, k) =
            repeat_while((x, zero), |(_, k): (R, I)| k.less(n), |(s, k)| ((s * x + k.real()).sin(), k + 1usize));
        returns(s * k.real());
        returns_integer(k);
    });
    differentiates(&f, &[vec![real(0.4), whole(4)], vec![real(0.4), whole(0)]]);
}

#[test]
fn an_endless_loop_that_is_left() {
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let [s, t] = endless([x, y], |[s, t]| {
            let s = s * 0.5 + t * t * 0.1;
            ([s, t * s.cos()], s.less(0.3))
        });
        returns(s + t * x);
    });
    differentiates(&f, &[vec![real(1.9), real(0.7)], vec![real(0.1), real(0.2)]]);
}

#[test]
fn a_sum_in_a_loop_that_breaks() {
    let f = program(|| {
        let x = array("x", 1);
        let (s, _) = each_until("i", range(0, x.len()), (R::of(0.0), I::from(0)), |i, (s, k)| {
            let t = x.at(i).get();
            ((s + t * t, k + 1usize), t.less(-0.5))
        });
        returns(s);
    });
    let points = [1, 2, 3, 4].map(|seed| vec![list(&some(8, seed))]);
    differentiates(&f, &points);
}

#[test]
fn bisection() {
    let f = program(|| {
        let (low, high, c) = (scalar("low"), scalar("high"), scalar("c"));
        let [low, high] = each("i", range(0, 6), [low, high], |_, [low, high]| {
            let middle = 0.5 * (low + high);
            branch((middle * middle).less(c), || [middle, high], || [low, middle])
        });
        returns(low * high);
    });
    differentiates(&f, &[vec![real(0.0), real(2.0), real(1.3)]]);
}

#[test]
fn data_dependent_bounds() {
    let f = program(|| {
        let x = array("x", 1);
        let n = (x.at(0).get() * 3.0).truncate();
        let s = each("i", range(0, n), x.at(1).get(), |i, s| (s * 1.1 + i.real() * 0.1).sin());
        let m = (s * 4.0).truncate();
        let t = each("i", range(m, m + 3usize), R::of(0.0), |i, t| t + s * i.real() * t.cos());
        returns(s + t);
    });
    let points: [Point; 3] = [1.5, 0.1, 2.1].map(|first| vec![list(&[first, 0.6])]);
    differentiates(&f, &points);
}

#[test]
fn bounds_of_an_inner_loop_depend_on_the_outer_one() {
    let f = program(|| {
        let x = array("x", 1);
        let s = each("i", range(0, x.len()), R::of(0.2), |i, s| {
            let inner = each("j", range(0, i), s, |j, t| (t * x.at(j).get() + 0.3).sin());
            s + inner * x.at(i).get()
        });
        returns(s);
    });
    differentiates(&f, &[vec![list(&some(5, 1))], vec![list(&[])]]);
}

#[test]
fn carried_counters_that_are_opaque() {
    // The counter decides which element is read.
    let f = program(|| {
        let x = array("x", 1);
        let zero = I::from(0);
        let (s, k) = each("i", range(0, 5), (R::of(1.0), zero), |i, (s, k)| {
            let t = x.at(k).get();
            let step = branch(t.greater(0.0), || I::from(1), || I::from(2));
            let next = (k + step) % x.len();
            ((s * t + i.real() * 0.1).sin(), next)
        });
        returns(s);
        returns_integer(k);
    });
    differentiates(&f, &[vec![list(&some(4, 1))], vec![list(&some(4, 2))], vec![list(&some(3, 6))]]);
}

#[test]
fn values_that_nobody_looks_at() {
    // The last value of the loop, which has none if it is never entered.
    let f = program(|| {
        let x = array("x", 1);
        let (last, found) =
            each("i", range(0, x.len()), (R::unknown(), C::of(false)), |i, _| (x.at(i).get().sin(), C::of(true)));
        returns(branch(found, || last * last, || R::of(7.0)));
    });
    differentiates(&f, &[vec![list(&some(4, 1))], vec![list(&[])]]);
}

#[test]
fn a_loop_whose_result_is_not_used() {
    let f = program(|| {
        let x = array("x", 1);
        let s = each("i", range(0, x.len()), R::of(0.5), |i, s| (s * x.at(i).get()).exp());
        let _ = s * s;
        returns(x.at(0).get() * 3.0);
    });
    let stored = differentiates(&f, &[vec![list(&some(4, 1))]]);
    assert_eq!(stored, [0], "nothing is needed of the loop");
}

#[test]
fn constants_that_are_carried() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let [s, c] = each("i", range(0, n), [x, R::of(1.0)], |_, [s, c]| [(s * c).sin(), c * 1.5 - 0.2]);
        returns(s + c);
    });
    differentiates(&f, &[vec![real(0.4), whole(5)]]);
}
