//! What was written through references that loops and patterns bind went to variables of their own.

use gradus::grad;

use crate::support::written::check;

const POINTS: [[f64; 6]; 2] = [[1.5, 0.5, -0.75, 2.0, 0.25, 1.25], [0.3, -0.5, 1.75, 0.7, -1.25, 0.9]];

#[test]
fn exchanged_elements() {
    #[grad]
    fn swapped(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let (left, right) = v.split_at_mut(3);
        for (p, q) in left.iter_mut().zip(right.iter_mut()) {
            std::mem::swap(p, q);
            *q += *p;
        }
        v.iter().enumerate().map(|(i, a)| a * a * i as f64).sum()
    }
    #[grad]
    fn replaced(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut t = 0.0;
        for p in v.iter_mut() {
            let sum = t + *p;
            t = std::mem::replace(p, sum);
        }
        let third = &mut v[2];
        let old = std::mem::take(third);
        *third += old * 2.0;
        v.iter().enumerate().map(|(i, a)| a * a * i as f64).sum::<f64>() * t
    }
    for point in POINTS {
        check(&point, swapped, swapped_grad);
        check(&point, replaced, replaced_grad);
    }
}

#[test]
fn patterns_of_arrays_behind_references() {
    #[grad]
    fn rows(x: &[f64]) -> f64 {
        let mut a = [[x[0], x[1]], [x[2], x[3]]];
        let [p, q] = &mut a;
        p[0] *= 2.0;
        q[1] += p[0] * p[1];
        std::mem::swap(p, q);
        let mut b = [x[4], x[5], x[0]];
        let [s, .., t] = &mut b;
        *s *= 3.0;
        *t += *s;
        let [m, rest @ ..] = &mut b;
        *m += 1.0;
        rest[0] *= *m;
        let [u, v, w] = b;
        let [c, d] = &a;
        c[0] * d[1] * u * v * w
    }
    #[grad]
    fn matched(x: &[f64]) -> f64 {
        let mut a = [x[0], x[1], x[2]];
        if let [p, q, ..] = &mut a[..] {
            *p *= *q;
            *q += 1.0;
        }
        match &mut a {
            [_, m, n] => {
                *m *= x[3];
                *n -= *m;
            }
        }
        let [p, q, r] = a;
        a[0] = 100.0;
        p * q * r + a[1]
    }
    for point in POINTS {
        check(&point, rows, rows_grad);
        check(&point, matched, matched_grad);
    }
}
