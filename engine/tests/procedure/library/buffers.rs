//! Buffers that a loop uses again and again, rows that its inner loops go along, and sums that are kept beside a filled array.

use gradus_engine::program::procedure::{Procedure, Step};

use crate::build::*;
use crate::judge::{Point, differentiates, list, real, some, table, whole as int};

/// A layer over samples; what it does with the buffer between two samples is up to the caller.
fn layer(sample: impl Fn(A, A, A, I) -> R) -> std::rc::Rc<Program> {
    program(|| {
        let (w, x) = (array("w", 2), array("x", 2));
        let h = zeros("h", &[w.len()]);
        returns(each("n", range(0, x.len()), R::of(0.0), |n, loss| loss + sample(w, x, h, n)).sqrt());
    })
}

fn fill(w: A, x: A, h: A, n: I) {
    each("j", range(0, w.len()), (), |j, ()| {
        let z = each("i", range(0, 3), R::of(0.0), |i, z| z + w.at(j).at(i).get() * x.at(n).at(i).get());
        h.at(j).set(z.tanh());
    });
}

fn squares(w: A, h: A) -> R {
    each("j", range(0, w.len()), R::of(0.5), |j, sum| sum + h.at(j).get() * h.at(j).get())
}

fn points() -> Vec<Point> {
    vec![
        vec![table(3, &some(12, 1)), table(3, &some(15, 2))],
        vec![table(3, &some(3, 1)), table(3, &some(3, 2))],
        vec![table(3, &some(12, 1)), table(3, &[])],
    ]
}

#[test]
fn a_buffer_that_every_iteration_overwrites() {
    let f = layer(|w, x, h, n| {
        fill(w, x, h, n);
        squares(w, h)
    });
    let stored = differentiates(&f, &points());
    assert_eq!(stored[0], 0, "what the reverse reads stands in the buffer");
}

#[test]
fn a_buffer_that_is_read_before_it_is_overwritten() {
    let f = layer(|w, x, h, n| {
        let before = squares(w, h);
        fill(w, x, h, n);
        before * squares(w, h)
    });
    differentiates(&f, &points());
}

#[test]
fn a_buffer_that_is_overwritten_in_part() {
    let f = layer(|w, x, h, n| {
        each("j", range(1, w.len()), (), |j, ()| h.at(j).set(w.at(j).at(0).get() * x.at(n).at(1).get()));
        h.at(0).add(x.at(n).at(2).get() * w.at(0).at(0).get());
        squares(w, h)
    });
    differentiates(&f, &points());
}

#[test]
fn a_buffer_that_is_overwritten_on_one_side_of_a_branch() {
    let f = layer(|w, x, h, n| {
        branch(x.at(n).at(0).get().greater(0.0), || fill(w, x, h, n), || ());
        squares(w, h)
    });
    differentiates(&f, &points());
}

#[test]
fn a_buffer_whose_elements_take_from_one_another() {
    let f = layer(|w, x, h, n| {
        each("j", range(0, w.len()), (), |j, ()| {
            let other = h.at((j + 1usize) % w.len()).get();
            h.at(j).set(other * w.at(j).at(0).get() + x.at(n).at(0).get());
        });
        squares(w, h)
    });
    differentiates(&f, &points());
}

#[test]
fn a_buffer_that_is_read_after_the_loop() {
    let f = program(|| {
        let (w, x) = (array("w", 2), array("x", 2));
        let h = zeros("h", &[w.len()]);
        let loss = each("n", range(0, x.len()), R::of(0.0), |n, loss| {
            fill(w, x, h, n);
            loss + squares(w, h)
        });
        returns(loss * h.at(0).get());
    });
    differentiates(&f, &points());
}

#[test]
fn a_buffer_of_two_nested_loops() {
    let f = program(|| {
        let (w, x) = (array("w", 2), array("x", 2));
        let h = zeros("h", &[w.len()]);
        let loss = each("k", range(0, 2), R::of(1.0), |_, total| {
            let loss = each("n", range(0, x.len()), R::of(0.1), |n, loss| {
                fill(w, x, h, n);
                loss + squares(w, h)
            });
            total * loss
        });
        returns(loss.ln());
    });
    differentiates(&f, &points());
}

#[test]
fn rows_of_a_flat_matrix() {
    let f = program(|| {
        let (w, x, m) = (array("w", 1), array("x", 1), integer("m"));
        let y = zeros("y", &[x.len()]);
        each("i", range(0, x.len()), (), |i, ()| {
            each("j", range(0, m), (), |j, ()| y.at(i).add(w.at(i * m + j).get() * x.at(i).get()));
        });
        returns(y.whole().total().sin());
    });
    differentiates(
        &f,
        &[vec![list(&some(6, 1)), list(&some(2, 2)), int(3)], vec![list(&[]), list(&some(2, 2)), int(0)]],
    );
}

#[test]
fn rows_that_are_not_there_where_the_loop_has_no_iterations() {
    let f = program(|| {
        let (w, b, low, high) = (array("w", 1), scalar("b"), integer("low"), integer("high"));
        let y = zeros("y", &[I::from(3)]);
        each("j", range(low, high), (), |j, ()| y.at(j).add(w.at(j + 7usize).get() * b));
        returns(y.whole().total() * b);
    });
    differentiates(
        &f,
        &[
            vec![list(&some(9, 1)), real(0.3), int(0), int(2)],
            vec![list(&some(2, 1)), real(0.3), int(1), int(1)],
            vec![list(&some(2, 1)), real(0.3), int(9), int(4)],
        ],
    );
}

#[test]
fn sums_beside_a_filled_array() {
    let f = program(|| {
        let (w, x) = (array("w", 2), array("x", 1));
        let h = zeros("h", &[w.len()]);
        each("j", range(0, w.len()), (), |j, ()| {
            let z = each("i", range(0, x.len()), R::of(0.0), |i, z| z + w.at(j).at(i).get() * x.at(i).get());
            h.at(j).set(z * z.sin());
        });
        let s = each("j", range(0, w.len()), R::of(0.0), |j, s| s + h.at(j).get() * j.real());
        returns(s.sqrt());
    });
    let stored = differentiates(&f, &[vec![table(3, &some(12, 5)), list(&some(3, 6))]]);
    assert_eq!(stored, [4], "each sum is kept");
}

#[test]
fn a_mean_is_reversed_on_the_way_forward() {
    let f = program(|| {
        let (x, w) = (array("x", 1), scalar("w"));
        let n = x.len().bound();
        let sum = each("i", range(0, n), R::of(0.0), |i, sum| sum + (w * x.at(i).get()).tanh());
        // the number of samples becomes a real number after the loop only
        let penalty = each("i", range(0, n), R::of(0.0), |i, p| p + x.at(i).get() * x.at(i).get());
        returns(sum / n.real() + 0.1 * penalty);
    });
    let loops =
        |procedure: &Procedure| procedure.body.steps.iter().filter(|step| matches!(step, Step::Loop(_))).count();
    assert_eq!(loops(&f.reversed().procedure), loops(&f.procedure), "no loop comes twice");
    assert_eq!(differentiates(&f, &[vec![list(&some(5, 1)), real(0.7)]]), [0]);
}
