//! Straight lines, and loops over scalars known from textbooks.

use crate::build::*;
use crate::judge::{differentiates, list, real, some, table, whole};

#[test]
fn a_straight_line() {
    let f = program(|| {
        let (x, y, c) = (scalar("x"), scalar("y"), constant("c"));
        let t = (x * y + c).sin();
        returns(t * t + (x / (y * y + 1.0)).exp() - t);
    });
    differentiates(&f, &[vec![real(0.3), real(-1.2), real(0.7)], vec![real(2.0), real(0.5), real(-1.0)]]);
}

#[test]
fn the_parameter_itself_and_constants() {
    let f = program(|| {
        let (x, _unused) = (scalar("x"), scalar("unused"));
        returns(x);
        returns(R::of(2.5));
        returns(x * x);
        returns(x);
    });
    differentiates(&f, &[vec![real(0.3), real(1.0)]]);
}

#[test]
fn integers_beside_numbers() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        returns(x * n.real() + (n + 1usize).real());
        returns_integer(n * n);
    });
    differentiates(&f, &[vec![real(0.3), whole(4)]]);
}

#[test]
fn elements_of_an_array() {
    let f = program(|| {
        let (x, k) = (array("x", 1), integer("k"));
        let (a, b) = (x.at(0).get(), x.at(1).get());
        // `k` may be 0 as well
        returns(100.0 * (b - a * a).powi(2) + (1.0 - a).powi(2) * x.at(k).get());
    });
    differentiates(&f, &[vec![list(&[0.4, -0.7, 1.1]), whole(2)], vec![list(&[0.4, -0.7, 1.1]), whole(0)]]);
}

#[test]
fn dot_product() {
    let f = program(|| {
        let (x, y) = (array("x", 1), array("y", 1));
        let sum = each("i", range(0, x.len()), R::of(0.0), |i, sum| sum + x.at(i).get() * y.at(i).get());
        returns(sum);
    });
    let stored = differentiates(&f, &[vec![list(&some(5, 1)), list(&some(5, 2))], vec![list(&[]), list(&[])]]);
    assert_eq!(stored, [0, 0], "a sum stores nothing");
}

#[test]
fn a_neuron() {
    let f = program(|| {
        let (w, x, b) = (array("w", 1), array("x", 1), scalar("b"));
        let z = each("i", range(0, w.len()), b, |i, z| z + w.at(i).get() * x.at(i).get());
        returns(1.0 / (1.0 + (-z).exp()));
    });
    let stored = differentiates(&f, &[vec![list(&some(4, 1)), list(&some(4, 2)), real(0.2)]]);
    assert_eq!(stored, [0], "a sum stores nothing");
}

#[test]
fn rosenbrock() {
    let f = program(|| {
        let x = array("x", 1);
        let sum = each("i", range(0, x.len() - 1usize), R::of(0.0), |i, sum| {
            let (a, b) = (x.at(i).get(), x.at(i + 1usize).get());
            sum + 100.0 * (b - a * a).powi(2) + (1.0 - a).powi(2)
        });
        returns(sum);
    });
    let stored = differentiates(&f, &[vec![list(&some(6, 3))]]);
    assert_eq!(stored, [0], "a sum stores nothing");
}

#[test]
fn a_sum_of_squares_of_what_a_loop_computed() {
    // Each iteration's value is read through another non-linear function; the sum is known only after the loop.
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let sum = each("i", range(0, x.len()), R::of(0.0), |i, sum| {
            let t = (a * x.at(i).get()).sin();
            sum + t * t * t.exp()
        });
        returns((sum * sum + a).tanh());
    });
    let stored = differentiates(&f, &[vec![list(&some(6, 3)), real(0.4)]]);
    assert_eq!(stored, [0], "a sum stores nothing");
}

#[test]
fn tanh_recurrence() {
    let f = program(|| {
        let (a, x) = (scalar("a"), array("x", 1));
        let s = each("i", range(0, x.len()), R::of(0.0), |i, s| (a * s + x.at(i).get()).tanh());
        returns(s);
    });
    let stored = differentiates(&f, &[vec![real(0.9), list(&some(7, 4))], vec![real(0.9), list(&[])]]);
    assert!(stored[0] <= 7, "one number an iteration, not {stored:?}");
}

#[test]
fn product_reduction() {
    let f = program(|| {
        let x = array("x", 1);
        let product = each("i", range(0, x.len()), R::of(1.0), |i, product| product * x.at(i).get());
        returns(product);
    });
    // one factor is 0, then two
    let points = [vec![0.5, -1.5, 2.0, 0.3], vec![0.5, 0.0, 2.0, 0.3], vec![0.0, 0.0, 2.0]];
    differentiates(&f, &points.map(|x| vec![list(&x)]));
}

#[test]
fn power_by_repeated_multiplication() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let power = each("i", range(0, n), R::of(1.0), |_, power| power * x);
        returns(power);
    });
    differentiates(&f, &[vec![real(1.1), whole(5)], vec![real(1.1), whole(0)], vec![real(0.0), whole(1)]]);
}

#[test]
fn horner() {
    let f = program(|| {
        let (c, x) = (array("c", 1), scalar("x"));
        let value = each("k", range(0, c.len()).rev(), R::of(0.0), |k, value| value * x + c.at(k).get());
        returns(value);
    });
    differentiates(&f, &[vec![list(&some(5, 8)), real(0.7)]]);
}

#[test]
fn chain_in_which_every_step_uses_the_last_twice() {
    let f = program(|| {
        let a = scalar("a");
        let mut a = a;
        for _ in 0..30 {
            a = a * a + 0.1 * a;
        }
        returns(a);
    });
    differentiates(&f, &[vec![real(0.8)], vec![real(0.9)]]);
}

#[test]
fn squared_distances_in_a_table() {
    let f = program(|| {
        let (points, centre) = (array("points", 2), array("centre", 1));
        let sum = each("i", range(0, points.len()), R::of(0.0), |i, sum| {
            let distance = each("j", range(0, centre.len()), R::of(0.0), |j, distance| {
                let d = points.at(i).at(j).get() - centre.at(j).get();
                distance + d * d
            });
            sum + distance.sqrt()
        });
        returns(sum);
    });
    let stored = differentiates(&f, &[vec![table(3, &some(12, 5)), list(&some(3, 6))]]);
    assert_eq!(stored, [0], "distances are computed again");
}

#[test]
fn total_of_an_array() {
    let f = program(|| {
        let x = array("x", 2);
        let t = x.at(1).total();
        returns(t * x.whole().total());
    });
    differentiates(&f, &[vec![table(3, &some(6, 5))]]);
}
