//! Loops in loops, with all that goes between them.

use crate::build::*;
use crate::judge::{differentiates, list, real, some, table, whole};

#[test]
fn nested_recurrences() {
    let f = program(|| {
        let (x, a) = (array("x", 2), scalar("a"));
        let s = each("i", range(0, x.len()), a, |i, s| {
            let t = each("j", range(0, 3), s * a, |j, t| (t + x.at(i).at(j).get() * s).sin());
            (s * t).cos() + t
        });
        returns(s);
    });
    differentiates(&f, &[vec![table(3, &some(9, 1)), real(0.4)], vec![table(3, &[]), real(0.4)]]);
}

#[test]
fn three_levels() {
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each("i", range(0, n), R::of(0.3), |i, s| {
            let u = s * s;
            each("j", range(0, i + 1usize), s, |j, t| {
                let v = t * u;
                each("k", range(j, n), t, |k, r| (r * v + x.at(k).get() * u).sin())
            })
        });
        returns(s);
    });
    differentiates(&f, &[vec![list(&some(4, 1)), whole(4)], vec![list(&some(4, 1)), whole(1)]]);
}

#[test]
fn a_value_read_two_levels_down() {
    let f = program(|| {
        let (x, a) = (array("x", 2), scalar("a"));
        let outer = (a * a).exp();
        let s = each("i", range(0, x.len()), R::of(0.2), |i, s| {
            let middle = (s * outer).sin();
            each("j", range(0, 3), s, |j, t| t + x.at(i).at(j).get() * middle * outer)
        });
        returns(s * outer);
    });
    differentiates(&f, &[vec![table(3, &some(6, 1)), real(0.4)]]);
}

#[test]
fn sums_in_sums() {
    let f = program(|| {
        let x = array("x", 2);
        let energy = each("i", range(0, x.len()), R::of(0.0), |i, energy| {
            each("j", range(0, i), energy, |j, energy| {
                let square = each("k", range(0, 3), R::of(0.0), |k, square| {
                    let d = x.at(i).at(k).get() - x.at(j).at(k).get();
                    square + d * d
                });
                let s = 1.0 / (square * square * square);
                energy + 4.0 * (s * s - s)
            })
        });
        returns(energy);
    });
    let stored = differentiates(&f, &[vec![table(3, &some(12, 1).iter().map(|x| 2.0 * x).collect::<Vec<_>>())]]);
    assert_eq!(stored, [0], "distances are computed again");
}

#[test]
fn a_loop_that_breaks_in_a_loop() {
    let f = program(|| {
        let (x, a) = (array("x", 2), scalar("a"));
        let s = each("i", range(0, x.len()), a, |i, s| {
            each_until("j", range(0, 4), s, |j, t| {
                let t = (t * 1.3 + x.at(i).at(j).get()).sin();
                (t, t.less(0.0))
            })
        });
        returns(s * a);
    });
    differentiates(&f, &[1, 2, 3].map(|seed| vec![table(4, &some(12, seed)), real(0.4)]));
}

#[test]
fn a_while_loop_in_a_loop() {
    let f = program(|| {
        let x = array("x", 1);
        let s = each("i", range(0, x.len()), R::of(1.0), |i, s| {
            let a = x.at(i).get() * x.at(i).get() + 1.0;
            s * repeat_while(a + s * s * 0.1, |x| (x * x - a).abs().greater(1e-2), |x| 0.5 * (x + a / x))
        });
        returns(s);
    });
    differentiates(&f, &[vec![list(&some(4, 1))], vec![list(&[])]]);
}

#[test]
fn a_loop_in_a_while_loop_with_a_counter() {
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let (s, _) = repeat_while(
            (R::of(0.5), I::from(0)),
            |(_, k): (R, I)| k.less(n),
            |(s, k)| {
                let t = each("i", range(0, k + 1usize), s, |i, t| (t * x.at(i).get() + 0.3).sin());
                (s + t, k + 1usize)
            },
        );
        returns(s);
    });
    differentiates(&f, &[0, 1, 4].map(|n| vec![list(&some(4, 1)), whole(n)]));
}

#[test]
fn a_loop_that_breaks_by_its_inner_loop() {
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let s = each_until("i", range(0, n), R::of(0.5), |i, s| {
            let t = each("j", range(0, i), s, |j, t| t + t.sin() * x.at(j).get());
            let s = s + t * t * 0.3;
            (s, s.greater(1.5))
        });
        returns(s);
    });
    differentiates(&f, &[0, 2, 6].map(|n| vec![list(&some(6, 1)), whole(n)]));
}

#[test]
fn two_layers_over_a_batch() {
    let f = program(|| {
        let (w, v, x, y) = (array("w", 2), array("v", 1), array("x", 2), array("y", 1));
        let loss = each("b", range(0, x.len()), R::of(0.0), |b, loss| {
            let hidden = zeros("hidden", &[w.len()]);
            each("i", range(0, w.len()), (), |i, ()| {
                let z = each("j", range(0, 3), R::of(0.0), |j, z| z + w.at(i).at(j).get() * x.at(b).at(j).get());
                hidden.at(i).set(z.tanh());
            });
            let out = each("i", range(0, w.len()), R::of(0.0), |i, out| out + v.at(i).get() * hidden.at(i).get());
            let r = out - y.at(b).get();
            loss + r * r
        });
        returns(loss / x.len().real());
    });
    let point = vec![table(3, &some(12, 1)), list(&some(4, 2)), table(3, &some(15, 3)), list(&some(5, 4))];
    differentiates(&f, &[point]);
}

#[test]
fn runge_kutta_over_arrays() {
    let f = program(|| {
        let (y, h, n) = (array("y", 1), scalar("h"), integer("n"));
        let m = y.len();
        let slope = |y: A, k: A| {
            each("i", range(0, m), (), |i, ()| {
                k.at(i).set(y.at((i + 1usize) % m).get().sin() - y.at(i).get() * 0.3);
            });
        };
        each("step", range(0, n), (), |_, ()| {
            let k = ["k1", "k2", "k3", "k4"].map(|name| zeros(name, &[m]));
            let t = zeros("t", &[m]);
            slope(y, k[0]);
            for (stage, factor) in [(1, 0.5), (2, 0.5), (3, 1.0)] {
                each("i", range(0, m), (), |i, ()| {
                    t.at(i).set(y.at(i).get() + factor * h * k[stage - 1].at(i).get());
                });
                slope(t, k[stage]);
            }
            each("i", range(0, m), (), |i, ()| {
                let [a, b, c, d] = k.map(|k| k.at(i).get());
                y.at(i).add(h / 6.0 * (a + 2.0 * b + 2.0 * c + d));
            });
        });
        returns(each("i", range(0, m), R::of(0.0), |i, s| s + y.at(i).get() * y.at(i).get()));
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![list(&some(3, 1)), real(0.2), whole(n)]));
}

#[test]
fn an_lstm_like_cell_over_time() {
    let f = program(|| {
        let (w, x) = (array("w", 2), array("x", 1));
        let n = w.len();
        let (h, c) = (zeros("h", &[n]), zeros("c", &[n]));
        each("t", range(0, x.len()), (), |t, ()| {
            let next = zeros("next", &[n]);
            each("i", range(0, n), (), |i, ()| {
                let z = each("j", range(0, n), x.at(t).get(), |j, z| z + w.at(i).at(j).get() * h.at(j).get());
                let gate = z.sigmoid();
                c.at(i).set(c.at(i).get() * gate + (1.0 - gate) * z.tanh());
                next.at(i).set(gate * c.at(i).get().tanh());
            });
            h.whole().copy_from(next);
        });
        returns(h.whole().total() + c.at(0).get());
    });
    differentiates(&f, &[vec![table(3, &some(9, 1)), list(&some(4, 2))], vec![table(3, &some(9, 1)), list(&[])]]);
}

#[test]
fn arrays_that_loops_at_two_levels_write() {
    let f = program(|| {
        let (a, n) = (array("a", 1), integer("n"));
        each("i", range(0, n), (), |i, ()| {
            let b = copy_of("b", 1, a);
            each("j", range(1, a.len()), (), |j, ()| {
                b.at(j).set(b.at(j).get() * b.at(j - 1usize).get() + a.at(j).get());
                a.at(0).add(b.at(j).get() * 0.1);
            });
            a.at(1).set((b.at(2).get() + i.real()).sin());
        });
        returns(a.whole().total());
    });
    differentiates(&f, &[0, 1, 3].map(|n| vec![list(&some(3, 1)), whole(n)]));
}

#[test]
fn a_break_with_stores_before_it() {
    let f = program(|| {
        let (a, n) = (array("a", 1), integer("n"));
        let s = each_until("i", range(0, n), R::of(0.1), |i, s| {
            let k = i % 3usize;
            a.at(k).set((a.at(k).get() + s).sin());
            let s = s + a.at(k).get() * a.at(0).get() * 0.5;
            (s, s.greater(0.4))
        });
        returns(s * a.whole().total());
    });
    differentiates(&f, &[1, 2, 3].map(|seed| vec![list(&some(3, seed)), whole(7)]));
}
