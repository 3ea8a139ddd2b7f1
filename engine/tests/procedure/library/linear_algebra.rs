//! Dense linear algebra in place.

use crate::build::*;
use crate::judge::{differentiates, list, some, table};

/// A diagonal that dominates, unless a row is to be swapped.
fn matrix(n: usize, seed: u64) -> Vec<f64> {
    let mut a = some(n * n, seed);
    for i in 0..n {
        a[i * n + i] += 2.0;
    }
    a
}

#[test]
fn matrix_product() {
    let f = program(|| {
        let (a, b, c) = (array("a", 2), array("b", 2), array("c", 2));
        each("i", range(0, a.len()), (), |i, ()| {
            each("j", range(0, 2), (), |j, ()| {
                let s = each("k", range(0, b.len()), R::of(0.0), |k, s| s + a.at(i).at(k).get() * b.at(k).at(j).get());
                c.at(i).at(j).set(s);
            });
        });
    });
    let point = vec![table(3, &some(6, 1)), table(2, &some(6, 2)), table(2, &some(4, 3))];
    let stored = differentiates(&f, &[point]);
    assert_eq!(stored, [0], "a product stores nothing");
}

#[test]
fn matrix_product_by_accumulation_in_a_flat_array() {
    let f = program(|| {
        let (a, b, n) = (array("a", 1), array("b", 1), integer("n"));
        let c = zeros("c", &[n * n]);
        each("i", range(0, n), (), |i, ()| {
            each("k", range(0, n), (), |k, ()| {
                let t = a.at(i * n + k).get();
                each("j", range(0, n), (), |j, ()| c.at(i * n + j).add(t * b.at(k * n + j).get()));
            });
        });
        returns_array(c);
    });
    let point = vec![list(&some(9, 1)), list(&some(9, 2)), crate::judge::whole(3)];
    let stored = differentiates(&f, &[point]);
    assert_eq!(stored, [0], "a product stores nothing");
}

#[test]
fn determinant_by_elimination() {
    let f = program(|| {
        let a = array("a", 2);
        let n = a.len();
        let determinant = each("k", range(0, n), R::of(1.0), |k, determinant| {
            let pivot = a.at(k).at(k).get();
            each("i", range(k + 1usize, n), (), |i, ()| {
                let factor = a.at(i).at(k).get() / pivot;
                each("j", range(k, n), (), |j, ()| a.at(i).at(j).sub(factor * a.at(k).at(j).get()));
            });
            determinant * pivot
        });
        returns(determinant);
    });
    differentiates(&f, &[1, 2].map(|seed| vec![table(3, &matrix(3, seed))]));
}

#[test]
fn elimination_with_pivots() {
    let f = program(|| {
        let (a, b) = (array("a", 2), array("b", 1));
        let n = a.len();
        each("k", range(0, n), (), |k, ()| {
            let (_, p) = each("i", range(k + 1usize, n), (a.at(k).at(k).get().abs(), k.bound()), |i, (most, p)| {
                let t = a.at(i).at(k).get().abs();
                branch(t.greater(most), || (t, i), || (most, p))
            });
            each("j", range(0, n), (), |j, ()| {
                let (u, v) = (a.at(k).at(j).get(), a.at(p).at(j).get());
                a.at(k).at(j).set(v);
                a.at(p).at(j).set(u);
            });
            let (u, v) = (b.at(k).get(), b.at(p).get());
            b.at(k).set(v);
            b.at(p).set(u);
            each("i", range(k + 1usize, n), (), |i, ()| {
                let factor = a.at(i).at(k).get() / a.at(k).at(k).get();
                each("j", range(k, n), (), |j, ()| a.at(i).at(j).sub(factor * a.at(k).at(j).get()));
                b.at(i).sub(factor * b.at(k).get());
            });
        });
        each("k", range(0, n).rev(), (), |k, ()| {
            let s = each("j", range(k + 1usize, n), b.at(k).get(), |j, s| s - a.at(k).at(j).get() * b.at(j).get());
            b.at(k).set(s / a.at(k).at(k).get());
        });
        returns(b.at(0).get() * b.at(1).get());
    });
    let point = |seed| {
        let mut a = matrix(3, seed);
        a.rotate_right(3);
        vec![table(3, &a), list(&some(3, seed + 5))]
    };
    differentiates(&f, &[point(1), point(2)]);
}

#[test]
fn cholesky() {
    let f = program(|| {
        let a = array("a", 2);
        let n = a.len();
        let l = zeros("l", &[n, n]);
        each("i", range(0, n), (), |i, ()| {
            each("j", range(0, i + 1usize), (), |j, ()| {
                let s =
                    each("k", range(0, j), a.at(i).at(j).get(), |k, s| s - l.at(i).at(k).get() * l.at(j).at(k).get());
                let value = branch(i.equals(j), || s.sqrt(), || s / l.at(j).at(j).get());
                l.at(i).at(j).set(value);
            });
        });
        returns(each("i", range(0, n), R::of(0.0), |i, s| s + l.at(i).at(i).get().ln()));
        returns(l.at(n - 1usize).at(0).get());
    });
    let a = [4.0, 0.5, 0.3, 0.5, 3.0, -0.4, 0.3, -0.4, 2.0];
    differentiates(&f, &[vec![table(3, &a)]]);
}
