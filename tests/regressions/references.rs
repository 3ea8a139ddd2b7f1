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

#[grad]
mod parts {
    #[derive(Clone, Copy)]
    struct S {
        a: f64,
        b: [f64; 2],
    }

    impl S {
        fn grow(&mut self, k: f64) -> f64 {
            self.a *= k;
            self.b[1] += self.a;
            self.a
        }
    }

    pub fn ends(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        if let Some(r) = v.get_mut(2) {
            *r *= x[0];
        }
        if let Some(r) = v.last_mut() {
            *r += 1.0;
        }
        for r in v.iter_mut().rev().skip(1).step_by(2) {
            *r *= 2.0;
        }
        for c in v.chunks_exact_mut(2) {
            c.swap(0, 1);
            c[0] += c[1];
        }
        if let Some((h, t)) = v.split_first_mut() {
            *h += t[0] * t[1];
            t[0] = 1.0;
        }
        v.iter().enumerate().map(|(i, a)| a * a * (i + 1) as f64).sum()
    }

    pub fn fields(x: &[f64]) -> f64 {
        let mut s = S { a: x[0], b: [x[1], x[2]] };
        let S { a, b } = &mut s;
        *a *= 2.0;
        b[0] += *a;
        for e in b {
            *e += 0.5;
        }
        let r = &mut s;
        r.a += x[3];
        r.b[1] *= r.a;
        let g = s.grow(x[4]);
        let mut t = s;
        t.a = 100.0;
        t.b[0] = 3.0;
        s.a * s.b[0] * s.b[1] * g + t.b[0]
    }

    pub fn within(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let w = v.clone();
        v.copy_from_slice(&w);
        v[1..4].copy_from_slice(&w[2..5]);
        v.copy_within(0..2, 3);
        v.swap(0, 5);
        let s = &mut v[2..];
        s[0] *= 2.0;
        s.reverse();
        let n = s.len();
        s[n - 1] += s[0];
        v.iter().enumerate().map(|(i, a)| a * a * (i + 1) as f64).sum()
    }
}

#[test]
fn parts_behind_references() {
    for point in POINTS {
        check(&point, parts::ends, parts::ends_grad);
        check(&point, parts::fields, parts::fields_grad);
        check(&point, parts::within, parts::within_grad);
    }
}

#[grad]
mod copies {
    pub fn again(x: &[f64; 6]) -> f64 {
        let mut y = *x;
        let mut sum = 0.0;
        for i in 0..3 {
            y[i] *= y[i + 1];
            sum += y[i];
            y = *x;
            y[2] += y[i] * x[0];
        }
        y[0] * y[2] * sum
    }
}

#[test]
fn an_array_behind_a_reference_is_copied_again() {
    for point in POINTS {
        let array = |x: &[f64]| <[f64; 6]>::try_from(x).unwrap();
        let slopes = |x: &[f64]| {
            let (value, d_x) = copies::again_grad(&array(x));
            (value, d_x.to_vec())
        };
        check(&point, |x| copies::again(&array(x)), slopes);
    }
}
