//! Iterators that are run as several loops, which `break` and `continue` leave as the one that they are.

use gradus::grad;

use crate::check;

const ROWS: [[f64; 6]; 3] =
    [[0.1, 0.5, 0.9, 0.3, 0.25, 0.4], [0.1, 0.5, 0.7, 0.3, 0.25, 0.9], [0.9, 0.1, 0.1, 0.3, 0.2, 0.4]];

fn rows(p: &[f64]) -> [[f64; 2]; 3] {
    [[p[0], p[1]], [p[2], p[3]], [p[4], p[5]]]
}

#[test]
fn elements_of_rows() {
    #[grad]
    fn f(rows: &[[f64; 2]]) -> f64 {
        let mut s = 0.0;
        for v in rows.iter().flatten() {
            if *v > 0.8 {
                break;
            }
            s += v * v;
        }
        'all: for v in rows.iter().flat_map(|row| row.iter()) {
            for w in rows.iter().flatten() {
                if w * v > 0.35 {
                    break 'all;
                }
                if *w < 0.3 && *v < 0.4 {
                    continue 'all;
                }
                s += v * w * s;
            }
            s *= 1.5;
        }
        s
    }
    for point in ROWS {
        check(
            &point,
            |p| f(&rows(p)),
            |p| {
                let (value, d_rows) = f_grad(&rows(p));
                (value, d_rows.concat())
            },
        );
    }
}

#[test]
fn one_array_after_another() {
    #[grad]
    fn f(a: &[f64], b: &[f64]) -> f64 {
        let mut s = 0.1;
        for v in a.iter().chain(b) {
            if *v > 0.6 {
                break;
            }
            s += v * v;
        }
        for w in b {
            'chain: for v in a.iter().chain(b.iter()).chain(a) {
                for u in b {
                    if u > v {
                        continue 'chain;
                    }
                    if u * w > 0.4 {
                        break 'chain;
                    }
                }
                if *v > 0.85 {
                    return s * v;
                }
                s += v * s;
            }
        }
        s
    }
    for point in ROWS {
        check(
            &point,
            |p| f(&p[..3], &p[3..]),
            |p| {
                let (value, (d_a, d_b)) = f_grad(&p[..3], &p[3..]);
                (value, [d_a, d_b].concat())
            },
        );
    }
}

#[test]
fn rows_after_others() {
    #[grad]
    fn f(rows: &[[f64; 2]], x: &[f64]) -> f64 {
        let mut s = 0.0;
        for v in rows.iter().flat_map(|row| row.iter().chain(x)) {
            if *v > 0.8 {
                break;
            }
            s = 0.5 * s + v * v;
        }
        s
    }
    for point in ROWS {
        check(
            &[&point[..], &[0.2, 0.7]].concat(),
            |p| f(&rows(p), &p[6..]),
            |p| {
                let (value, (d_rows, d_x)) = f_grad(&rows(p), &p[6..]);
                (value, [d_rows.concat(), d_x].concat())
            },
        );
    }
}
