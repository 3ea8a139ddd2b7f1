//! Arrays that a loop leaves behind, by `return` and `break`.

use gradus::grad;

use crate::check;

const SEED: [f64; 2] = [0.3, -0.7];

#[grad]
fn made(c: f64, x: &[f64]) -> [f64; 2] {
    let mut s = c * c;
    for i in 0..x.len() {
        if s <= x[i] {
            return [c * s, s];
        }
        s *= x[i];
    }
    [s, s]
}

#[grad]
fn row(c: f64, rows: &[[f64; 2]], twice: bool) -> [f64; 2] {
    if twice {
        let last = rows.len() - 1;
        for i in 0..rows.len() {
            for v in rows {
                if v[0] > c {
                    return rows[last];
                }
                if v[1] > c {
                    return [rows[i][0], c * v[1]];
                }
            }
        }
    }
    for i in 0..rows.len() {
        if rows[i][0] > c * c {
            return rows[i];
        }
    }
    [c, c * c]
}

fn seeded(value: [f64; 2]) -> f64 {
    value[0] * SEED[0] + value[1] * SEED[1]
}

#[test]
fn an_array_of_an_iteration() {
    for x in [[0.7, 0.3, 0.4], [0.1, 0.2, 0.5], [0.01, 0.02, 0.03]] {
        check(
            &[&[0.6], &x[..]].concat(),
            |p| seeded(made(p[0], &p[1..])),
            |p| {
                let (mut d_c, mut d_x) = (0.0, vec![0.0; 3]);
                let value = made_vjp(p[0], &p[1..], &SEED, Some(&mut d_c), Some(&mut d_x));
                (seeded(value), [vec![d_c], d_x].concat())
            },
        );
    }
}

#[test]
fn a_row_of_an_iteration() {
    for x in [[0.1, 0.2, 0.7, 0.3], [0.1, 0.7, 0.5, 0.2], [0.4, 0.1, 0.1, 0.2], [0.1, 0.2, 0.3, 0.1]] {
        for twice in [false, true] {
            let rows = |p: &[f64]| [[p[1], p[2]], [p[3], p[4]]];
            check(
                &[&[0.6], &x[..]].concat(),
                |p| seeded(row(p[0], &rows(p), twice)),
                |p| {
                    let (mut d_c, mut d_rows) = (0.0, [[0.0; 2]; 2]);
                    let value = row_vjp(p[0], &rows(p), twice, &SEED, Some(&mut d_c), Some(&mut d_rows), None);
                    (seeded(value), [vec![d_c], d_rows.concat()].concat())
                },
            );
        }
    }
}

#[test]
fn a_number_of_an_inner_loop() {
    #[grad]
    fn f(a: f64, y: &[f64], k: usize) -> f64 {
        for &v in y.iter() {
            for i in 0..k {
                if i > 7 {
                    return a;
                }
            }
            for j in 0..k {
                if y[0] >= v + 0.1 * j as f64 || k > 1 {
                    return y[0] / v.exp() * a;
                }
            }
        }
        a * a
    }
    for k in [0, 1, 2, 9] {
        check(
            &[0.5, 0.7, -0.3],
            |p| f(p[0], &p[1..], k),
            |p| {
                let (value, (d_a, d_y)) = f_grad(p[0], &p[1..], k);
                (value, [vec![d_a], d_y].concat())
            },
        );
    }
}
