//! Forward procedures against plain Rust, and reverse sweeps by hand: what the steps mean, before anything is generated.

use gradus_engine::program::procedure::Order;

use crate::build::*;
use crate::judge::{Point, list, real, some, table, value, whole};

#[track_caller]
fn is(program: &std::rc::Rc<Program>, point: Point, want: f64) {
    program.procedure.check().unwrap_or_else(|error| panic!("{error}\n{:?}", program.procedure));
    assert_eq!(value(program, &point).to_bits(), want.to_bits());
}

#[test]
fn a_loop_carries() {
    let f = program(|| {
        let (a, x) = (scalar("a"), array("x", 1));
        returns(each("i", range(0, x.len()), R::of(0.0), |i, s| (a * s + x.at(i).get()).tanh()));
    });
    let x = some(5, 1);
    is(&f, vec![real(0.7), list(&x)], x.iter().fold(0.0, |s, x| (0.7 * s + x).tanh()));
    is(&f, vec![real(0.7), list(&[])], 0.0);
}

#[test]
fn arrays_change() {
    let f = program(|| {
        let (u, m) = (array("u", 1), array("m", 2));
        each("i", range(1, u.len()).rev().step_by(2), (), |i, ()| {
            u.at(i).sub(u.at(i - 1usize).get() * m.at(1).at(i % 2usize).get());
        });
        u.range(range(0, 2)).copy_from(m.at(0));
        let v = copy_of("v", 1, u.range(range(1, 4)));
        v.push(R::of(3.0));
        v.range(range(1, 4)).range(range(1, 2)).fill(u.at(0).get());
        returns(each("i", range(0, v.len()), u.at(3).get(), |i, s| s / 2.0 + v.at(i).get()));
    });
    let (mut u, m) = (some(5, 1), some(4, 2));
    let want = {
        for i in (1..u.len()).rev().step_by(2) {
            u[i] -= u[i - 1] * m[2 + i % 2];
        }
        u[..2].copy_from_slice(&m[..2]);
        let mut v = u[1..4].to_vec();
        v.push(3.0);
        v[1..4][1..2].fill(u[0]);
        v.iter().fold(u[3], |s, v| s / 2.0 + v)
    };
    is(&f, vec![list(&some(5, 1)), table(2, &m)], want);
}

#[test]
fn loops_end() {
    let f = program(|| {
        let (x, n) = (scalar("x"), integer("n"));
        let (s, k) = repeat_while((x, I::from(0)), |(s, _): (R, I)| s.less(5.0), |(s, k)| (s * 1.5, k + 1usize));
        let t = each_until("i", range(0, n), s, |i, t| (t + i.real(), t.greater(8.0)));
        let u = endless(t, |u| (u * 0.5, u.less(1.0)));
        returns(branch(k.less(n), || u * k.real(), || -u));
    });
    let want = |x: f64, n: i64| {
        let (mut s, mut k) = (x, 0);
        while s < 5.0 {
            s *= 1.5;
            k += 1;
        }
        for i in 0..n {
            let last = s > 8.0;
            s += i as f64;
            if last {
                break;
            }
        }
        loop {
            let last = s < 1.0;
            s *= 0.5;
            if last {
                break;
            }
        }
        if k < n { s * k as f64 } else { -s }
    };
    for (x, n) in [(1.0, 4), (0.3, 20), (9.0, 1), (9.0, 0)] {
        is(&f, vec![real(x), whole(n)], want(x, n));
    }
}

#[test]
fn a_function_calls() {
    let g = program(|| {
        let (a, y) = (scalar("a"), array("y", 1));
        y.at(0).set(a * y.at(1).get());
        returns(y.at(0).get() + a);
    });
    let f = program(|| {
        let (x, n) = (array("x", 1), integer("n"));
        let t = call(&g, vec![argument(x.at(0).get()), mutable(x.range(range(1, 3)))]);
        let u = branch(n.less(1), || t, || call_itself(vec![argument(x), argument(n - 1usize)]));
        returns(u + x.at(1).get() + 10.0 * t);
    });
    fn plain(x: &[f64], n: i64) -> f64 {
        let mut x = x.to_vec();
        x[1] = x[0] * x[2];
        let t = x[1] + x[0];
        let u = if n < 1 { t } else { plain(&x, n - 1) };
        u + x[1] + 10.0 * t
    }
    let x = [0.5, 0.3, 0.7];
    is(&f, vec![list(&x), whole(2)], plain(&x, 2));
}

/// `s = tanh(a*s + x[i])` and its derivative by `a`, as far as the loop came.
#[test]
fn a_recurrence_in_reverse() {
    let f = program(|| {
        let (a, x) = (scalar("a"), array("x", 1));
        let kept = stack("s", true);
        let mut form = Form::new(over("i", range(0, x.len()), Order::Forward), R::of(0.0));
        let trips = form.counted();
        let body = inner_with_results(|| {
            let s: R = form.entries();
            kept.push(s);
            let next = (a * s + x.at(form.induction()).get()).tanh();
            vec![next.into(), next.greater(0.8).into()]
        });
        let _: R = form.end(None, body, true);
        let (_, [by_a]) = sum_each("i", range(0, x.len()), reversed_from(trips), R::of(1.0), |i, adjoint: R| {
            let s = kept.pop_real();
            let next = (a * s + x.at(i).get()).tanh();
            let inner = adjoint * (1.0 - next * next);
            (inner * a, [inner * s])
        });
        returns(by_a);
    });
    let plain = |a: f64, x: &[f64]| {
        let mut steps = Vec::new();
        let mut s = 0.0;
        for x in x {
            steps.push((s, *x));
            s = (a * s + x).tanh();
            if s > 0.8 {
                break;
            }
        }
        let (mut adjoint, mut sum) = (1.0, 0.0);
        for (s, x) in steps.into_iter().rev() {
            let next = (a * s + x).tanh();
            let inner = adjoint * (1.0 - next * next);
            adjoint = inner * a;
            sum += inner * s;
        }
        sum
    };
    for x in [vec![0.3, 0.4, 0.9, 0.1], vec![2.0, 1.0], vec![-0.3, 0.2], vec![]] {
        is(&f, vec![real(0.9), list(&x)], plain(0.9, &x));
    }
}

#[test]
fn content_is_saved_and_restored() {
    let f = program(|| {
        let x = array("x", 1);
        let (kept, flags) = (stack("x", true), stack("flags", false));
        let (s, k) = repeat_while(
            (R::of(0.0), I::from(0)),
            |(_, k): (R, I)| k.less(3),
            |(s, k)| {
                kept.save(x);
                let t = x.at(k).get();
                flags.push(t.greater(0.0));
                branch(t.greater(0.0), || x.at(0).add(t), || x.at(1).set(t * 2.0));
                (s + x.at(0).get(), k + 1usize)
            },
        );
        x.whole().fill(R::of(9.0));
        let (t, [u]) = times(k, s, |t| {
            kept.restore(x);
            let factor = branch(flags.pop_condition(), || R::of(2.0), || R::of(3.0));
            (t * factor + x.at(0).get(), [x.whole().total()])
        });
        returns(t - u);
    });
    let plain = |x: &[f64]| {
        let mut x = x.to_vec();
        let (mut states, mut s) = (Vec::new(), 0.0);
        for k in 0..3 {
            states.push((x.clone(), x[k] > 0.0));
            let t = x[k];
            if t > 0.0 {
                x[0] += t;
            } else {
                x[1] = t * 2.0;
            }
            s += x[0];
        }
        let (mut t, mut u) = (s, 0.0);
        for (x, flag) in states.into_iter().rev() {
            t = t * if flag { 2.0 } else { 3.0 } + x[0];
            u += x.iter().sum::<f64>();
        }
        t - u
    };
    for seed in 1..4 {
        let x = some(3, seed);
        is(&f, vec![list(&x)], plain(&x));
    }
}

#[test]
fn what_grew_shrinks() {
    let f = program(|| {
        let v = empty("v");
        v.push(R::of(1.0));
        v.push(R::of(5.0));
        let last = v.shrink();
        returns(last * 10.0 + v.len().real());
    });
    is(&f, vec![], 51.0);
}

mod refusals {
    use super::*;

    #[test]
    #[should_panic(expected = "the stack `s` is empty")]
    fn an_empty_stack() {
        let f = program(|| returns(stack("s", true).pop_real()));
        value(&f, &vec![]);
    }

    #[test]
    #[should_panic(expected = "1 values are left on the stack `s`")]
    fn a_stack_that_is_not_emptied() {
        let f = program(|| {
            stack("s", true).push(R::of(1.0));
            returns(R::of(1.0));
        });
        value(&f, &vec![]);
    }

    #[test]
    #[should_panic(expected = "a number of a step: a number expected, not Any")]
    fn what_nobody_may_look_at() {
        let f = program(|| {
            let (x, y) = (scalar("x"), array("y", 1));
            let t = branch(x.greater(0.0), || x, R::unknown);
            y.at(0).set(t * 2.0);
            returns(x);
        });
        value(&f, &vec![real(-1.0), list(&[0.0])]);
    }

    #[test]
    #[should_panic(expected = "out of bounds")]
    fn an_index_too_large() {
        let f = program(|| {
            let x = array("x", 1);
            returns(x.at(2).get());
        });
        value(&f, &vec![list(&[1.0, 2.0])]);
    }

    #[test]
    #[should_panic(expected = "arrays of different lengths")]
    fn shapes_that_do_not_fit() {
        let f = program(|| {
            let x = array("x", 1);
            zeros("y", &[I::from(3)]).whole().copy_from(x);
            returns(x.at(0).get());
        });
        value(&f, &vec![list(&[1.0, 2.0])]);
    }
}
