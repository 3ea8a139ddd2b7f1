//! Arrays that are written: outputs, in-place updates, local arrays.

use crate::build::*;
use crate::judge::{differentiates, list, real, some, table, whole};

#[test]
fn a_map_into_an_output() {
    let f = program(|| {
        let (x, a, out) = (array("x", 1), scalar("a"), array("out", 1));
        each("i", range(0, x.len()), (), |i, ()| out.at(i).set((a * x.at(i).get()).sin()));
    });
    let stored = differentiates(&f, &[vec![list(&some(5, 1)), real(0.7), list(&some(5, 2))]]);
    assert_eq!(stored, [0], "what is overwritten is not read");
}

#[test]
fn a_map_in_place() {
    let f = program(|| {
        let x = array("x", 1);
        each("i", range(0, x.len()), (), |i, ()| {
            let t = x.at(i).get();
            x.at(i).set(t * t.sin());
        });
        returns(x.at(0).get() * x.at(1).get());
    });
    differentiates(&f, &[vec![list(&some(5, 1))]]);
}

#[test]
fn a_map_that_is_reduced_later() {
    let f = program(|| {
        let x = array("x", 1);
        let y = zeros("y", &[x.len()]);
        each("i", range(0, x.len()), (), |i, ()| y.at(i).set(x.at(i).get().exp()));
        let sum = each("i", range(0, x.len()), R::of(0.0), |i, sum| sum + y.at(i).get());
        each("i", range(0, x.len()), (), |i, ()| y.at(i).set(y.at(i).get() / sum));
        returns(each("i", range(0, x.len()), R::of(0.0), |i, s| s + y.at(i).get() * y.at(i).get() * i.real()));
    });
    differentiates(&f, &[vec![list(&some(5, 1))], vec![list(&[0.3])]]);
}

#[test]
fn a_function_that_returns_an_array() {
    let f = program(|| {
        let (x, a) = (array("x", 1), scalar("a"));
        let y = zeros("y", &[x.len()]);
        each("i", range(0, x.len()), (), |i, ()| y.at(i).set((a * x.at(i).get()).sin()));
        returns_array(y);
    });
    differentiates(&f, &[vec![list(&some(5, 1)), real(0.4)]]);
}

#[test]
fn accumulation_into_an_array() {
    // a histogram with weights
    let f = program(|| {
        let (x, w) = (array("x", 1), array("w", 1));
        let bins = zeros("bins", &[I::from(3)]);
        each("i", range(0, x.len()), (), |i, ()| {
            let t = x.at(i).get();
            let k = (t.sin().powi(2) * 3.0).truncate();
            bins.at(k).add(t * w.at(i).get());
            bins.at(0).sub(t);
        });
        returns(each("k", range(0, 3), R::of(1.0), |k, s| s * (bins.at(k).get() + 1.5)));
    });
    differentiates(&f, &[vec![list(&some(7, 1)), list(&some(7, 2))], vec![list(&[]), list(&[])]]);
}

#[test]
fn accumulation_into_an_output() {
    let f = program(|| {
        let (x, out) = (array("x", 1), array("out", 1));
        each("i", range(0, x.len()), (), |i, ()| out.at(i % 2usize).add(x.at(i).get().sin()));
        each("i", range(0, x.len()), (), |i, ()| out.at(0).sub(x.at(i).get() * x.at(i).get()));
    });
    let stored = differentiates(&f, &[vec![list(&some(5, 1)), list(&some(2, 2))]]);
    assert_eq!(stored, [0], "sums are not read");
}

#[test]
fn an_accumulation_that_is_read_in_between() {
    let f = program(|| {
        let (x, s) = (array("x", 1), array("s", 1));
        each("i", range(0, x.len()), (), |i, ()| {
            let t = s.at(0).get();
            s.at(0).add((t * x.at(i).get()).sin());
            s.at(1).sub(t * t);
        });
        returns(s.at(0).get() * s.at(1).get());
    });
    differentiates(&f, &[vec![list(&some(5, 1)), list(&some(2, 2))]]);
}

#[test]
fn an_update_that_multiplies() {
    // a[i] *= t reads what it overwrites
    let f = program(|| {
        let (x, a) = (array("x", 1), array("a", 1));
        each("i", range(0, x.len()), (), |i, ()| {
            let k = i % 2usize;
            a.at(k).set(a.at(k).get() * x.at(i).get());
        });
        returns(a.at(0).get() + a.at(1).get() * 2.0);
    });
    differentiates(&f, &[vec![list(&some(5, 1)), list(&some(2, 2))], vec![list(&[0.0, 0.0, 1.0]), list(&[1.0, 2.0])]]);
}

#[test]
fn a_stencil_in_place() {
    let f = program(|| {
        let (u, n) = (array("u", 1), integer("n"));
        each("k", range(0, n), (), |_, ()| {
            each("i", range(1, u.len() - 1usize), (), |i, ()| {
                let (a, b, c) = (u.at(i - 1usize).get(), u.at(i).get(), u.at(i + 1usize).get());
                u.at(i).set(b + 0.1 * (a - 2.0 * b + c) + 0.05 * (a * c).sin());
            });
        });
        returns(u.whole().total());
    });
    let points = [0, 1, 3].map(|n| vec![list(&some(6, 1)), whole(n)]);
    differentiates(&f, &points);
}

#[test]
fn a_linear_stencil_in_place() {
    let f = program(|| {
        let (u, n) = (array("u", 1), integer("n"));
        each("k", range(0, n), (), |_, ()| {
            each("i", range(1, u.len() - 1usize), (), |i, ()| {
                let (a, b, c) = (u.at(i - 1usize).get(), u.at(i).get(), u.at(i + 1usize).get());
                u.at(i).set(b + 0.1 * (a - 2.0 * b + c));
            });
        });
        returns(each("i", range(0, u.len()), R::of(0.0), |i, s| s + u.at(i).get() * u.at(i).get()));
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![list(&some(6, 1)), whole(n)]));
}

#[test]
fn two_buffers_that_alternate() {
    let f = program(|| {
        let (u, n) = (array("u", 1), integer("n"));
        let next = zeros("next", &[u.len()]);
        each("k", range(0, n), (), |_, ()| {
            each("i", range(1, u.len() - 1usize), (), |i, ()| {
                let (a, b, c) = (u.at(i - 1usize).get(), u.at(i).get(), u.at(i + 1usize).get());
                next.at(i).set(b + 0.2 * (a * b - c * b));
            });
            u.whole().copy_from(next);
        });
        returns(u.at(2).get());
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![list(&some(6, 1)), whole(n)]));
}

#[test]
fn cumulative_sums() {
    let f = program(|| {
        let (x, out) = (array("x", 1), array("out", 1));
        let s = each("i", range(0, x.len()), R::of(0.0), |i, s| {
            let s = s + x.at(i).get();
            out.at(i).set(s);
            s
        });
        returns(s * s);
    });
    let stored = differentiates(&f, &[vec![list(&some(5, 1)), list(&some(5, 2))], vec![list(&[]), list(&[])]]);
    assert_eq!(stored, [0, 0], "sums are linear");
}

#[test]
fn cumulative_sums_in_place() {
    let f = program(|| {
        let x = array("x", 1);
        each("i", range(1, x.len()), (), |i, ()| x.at(i).add(x.at(i - 1usize).get()));
        returns(each("i", range(0, x.len()), R::of(0.0), |i, s| s + x.at(i).get().sin()));
    });
    differentiates(&f, &[vec![list(&some(5, 1))]]);
}

#[test]
fn cumulative_products_in_place() {
    let f = program(|| {
        let x = array("x", 1);
        each("i", range(1, x.len()), (), |i, ()| x.at(i).set(x.at(i).get() * x.at(i - 1usize).get()));
        returns(x.whole().total());
    });
    differentiates(&f, &[vec![list(&some(5, 1))]]);
}

#[test]
fn one_element_written_again_and_again() {
    let f = program(|| {
        let (x, y) = (scalar("x"), scalar("y"));
        let a = elements("a", &[x, y, x * y]);
        a.at(0).set(a.at(1).get() * a.at(2).get());
        a.at(1).set(a.at(0).get().sin());
        let t = a.at(0).get();
        a.at(0).set(t * t + a.at(1).get());
        a.at(2).set(R::of(3.0));
        returns(a.at(0).get() * a.at(1).get() * a.at(2).get());
    });
    differentiates(&f, &[vec![real(0.7), real(-1.1)]]);
}

#[test]
fn a_store_through_an_index_that_is_carried() {
    let f = program(|| {
        let (x, a) = (array("x", 1), array("a", 1));
        let k = each("i", range(0, x.len()), I::from(0), |i, k| {
            let t = x.at(i).get();
            let old = a.at(k).get();
            a.at(k).set((old * t).sin());
            let step = branch(old.greater(0.0), || I::from(1), || I::from(2));
            (k + step) % a.len()
        });
        returns(a.at(k).get() * a.at(0).get());
    });
    differentiates(&f, &[1, 2, 3].map(|seed| vec![list(&some(6, seed)), list(&some(3, seed + 10))]));
}

#[test]
fn stores_in_branches() {
    let f = program(|| {
        let (x, a) = (array("x", 1), array("a", 1));
        each("i", range(0, x.len()), (), |i, ()| {
            let t = x.at(i).get();
            branch(t.greater(0.0), || a.at(0).set(a.at(0).get() * t), || a.at(1).add(a.at(0).get() * t));
        });
        returns(a.at(0).get() * a.at(1).get());
    });
    differentiates(&f, &[1, 2, 3].map(|seed| vec![list(&some(6, seed)), list(&some(2, seed + 10))]));
}

#[test]
fn branches_with_loops_with_stores() {
    let f = program(|| {
        let (x, c) = (array("x", 1), scalar("c"));
        let t = branch(
            c.greater(0.0),
            || {
                each("i", range(1, x.len()), (), |i, ()| x.at(i).set((x.at(i).get() * x.at(i - 1usize).get()).sin()));
                x.at(0).get()
            },
            || {
                each("i", range(0, x.len()), (), |i, ()| x.at(i).set(c));
                x.at(0).set(c * c);
                c
            },
        );
        returns(x.at(1).get() * t);
        returns(x.whole().total());
    });
    differentiates(&f, &[vec![list(&some(4, 1)), real(0.6)], vec![list(&some(4, 1)), real(-0.6)]]);
}

#[test]
fn a_local_array_in_a_loop() {
    let f = program(|| {
        let (x, n) = (array("x", 2), integer("n"));
        let sum = each("i", range(0, x.len()), R::of(0.0), |i, sum| {
            let t = zeros("t", &[n]);
            each("j", range(0, n), (), |j, ()| t.at(j).set(x.at(i).at(j).get().sin()));
            sum + each("j", range(1, n), R::of(0.0), |j, s| s + t.at(j).get() * t.at(j - 1usize).get())
        });
        returns(sum * sum);
    });
    differentiates(&f, &[vec![table(3, &some(12, 1)), whole(3)]]);
}

#[test]
fn a_local_array_in_a_loop_with_a_recurrence() {
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each("i", range(0, n), R::of(0.4), |i, s| {
            let t = copy_of("t", 1, x);
            t.at(0).set(s * t.at(1).get());
            t.at(1).add(t.at(0).get() * i.real());
            (t.at(0).get() + t.at(1).get() * s).sin()
        });
        returns(s);
    });
    differentiates(&f, &[vec![list(&some(3, 1)), whole(4)], vec![list(&some(3, 1)), whole(0)]]);
}

#[test]
fn arrays_of_every_origin() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let a = filled("a", n, x * x);
        let b = elements("b", &[x, x.sin(), R::of(2.0)]);
        let c = numbers("c", &[0.5, -1.5, 2.5]);
        let d = copy_of("d", 1, b.range(range(1, 3)));
        c.at(1).set(d.at(0).get());
        a.at(0).set(c.at(0).get());
        let t = each("i", range(0, n), R::of(0.0), |i, t| t + a.at(i).get() * b.at(i % 3usize).get());
        returns(t + c.whole().total() * d.at(1).get() * c.at(1).get());
    });
    differentiates(&f, &[vec![real(0.7), whole(4)], vec![real(0.7), whole(1)]]);
}

#[test]
fn copies_fills_and_sums() {
    let f = program(|| {
        let (x, y, a) = (array("x", 1), array("y", 1), scalar("a"));
        let t = copy_of("t", 1, y);
        y.range(range(1, 3)).copy_from(x.range(range(0, 2)));
        x.range(range(2, 4)).fill(a * a);
        t.whole().add_all(y);
        t.range(range(0, 2)).add_all(x.range(range(2, 4)));
        let products = each("i", range(0, y.len()), R::of(1.0), |i, s| s * (t.at(i).get() + 0.3));
        returns(products * x.whole().total() + y.at(1).get());
    });
    differentiates(&f, &[vec![list(&some(4, 1)), list(&some(4, 2)), real(0.8)]]);
}

#[test]
fn copies_between_rows_of_one_array() {
    let f = program(|| {
        let (x, n) = (array("x", 2), integer("n"));
        each("i", range(1, n), (), |i, ()| {
            x.at(i).at(0).set(x.at(i).at(0).get() * x.at(i - 1usize).at(1).get());
            x.at(i).at(1).set(x.at(i).at(0).get().sin());
        });
        returns(x.whole().total() * x.at(n - 1usize).at(1).get());
    });
    differentiates(&f, &[vec![table(2, &some(8, 1)), whole(4)]]);
}

#[test]
fn a_cumulative_maximum() {
    let f = program(|| {
        let (x, out) = (array("x", 1), array("out", 1));
        each("i", range(0, x.len()), x.at(0).get(), |i, most| {
            let most = most.max(x.at(i).get() * 1.5);
            out.at(i).set(most * most);
            most
        });
    });
    differentiates(&f, &[1, 2].map(|seed| vec![list(&some(6, seed)), list(&some(6, 9))]));
}

#[test]
fn bubble_sort() {
    let f = program(|| {
        let (x, w) = (array("x", 1), array("w", 1));
        each("k", range(0, x.len()), (), |k, ()| {
            each("i", range(1, x.len() - k), (), |i, ()| {
                let (a, b) = (x.at(i - 1usize).get(), x.at(i).get());
                branch(
                    a.greater(b),
                    || {
                        x.at(i - 1usize).set(b);
                        x.at(i).set(a);
                    },
                    || (),
                );
            });
        });
        returns(each("i", range(0, x.len()), R::of(0.0), |i, s| s + w.at(i).get() * x.at(i).get() * x.at(i).get()));
    });
    differentiates(&f, &[1, 2].map(|seed| vec![list(&some(5, seed)), list(&some(5, 9))]));
}

#[test]
fn neighbours_that_are_read_in_a_loop() {
    // three neighbours, forwards and backwards, fused and not, by rows of a matrix, and a loop that does not run
    for backwards in [false, true] {
        let items = |n: I| if backwards { range(1, n - 1).rev() } else { range(1, n - 1) };
        let smooth = program(|| {
            let x = array("x", 1);
            let sum = each("i", items(x.len()), R::of(0.0), |i, sum| {
                let bend = x.at(i - 1).get() - R::of(2.0) * x.at(i).get() * x.at(i).get() + x.at(i + 1).get();
                sum + bend * bend * x.at(i).get()
            });
            returns(sum);
        });
        let later = program(|| {
            let x = array("x", 1);
            let sum = each("i", items(x.len()), R::of(0.0), |i, sum| sum + x.at(i).get() * x.at(i + 1).get());
            returns((sum * sum).sin());
        });
        for program in [&smooth, &later] {
            let points: Vec<_> = [2, 3, 4, 7].map(|n| vec![list(&some(n, 1))]).into_iter().collect();
            differentiates(program, &points);
        }
    }
}
