//! Where there is no element, none is read: not before the branch that asks, and not on the way back.

use gradus::grad;

use crate::check_lengths;

const X: [f64; 3] = [0.3, -0.4, 0.6];

#[test]
fn the_next_element() {
    #[grad]
    fn shared(a: f64, x: &[f64]) -> f64 {
        a * if let Some(first) = x.iter().next() { 1e-3 + *first } else { a + 1.5 }
    }
    #[grad]
    fn computed(a: f64, x: &[f64]) -> f64 {
        let third = x.iter().map(|v| v * v * a).nth(2);
        let last = x.iter().zip(x.iter().skip(1)).last();
        third.unwrap_or(a) * last.map_or(0.5, |(p, q)| p * q + a)
    }
    #[grad]
    fn mutable(a: f64, x: &[f64]) -> f64 {
        let mut z = x.to_vec();
        if let Some(v) = z.iter_mut().next() {
            *v *= a;
        }
        if let Some(v) = z.last_mut() {
            *v += a;
        }
        z.iter().sum()
    }
    #[grad]
    fn or_return(a: f64, x: &[f64]) -> f64 {
        let Some(v) = x.iter().rev().next() else { return a * a };
        v * a
    }
    check_lengths(0.7, &X, shared, shared_grad);
    check_lengths(0.7, &X, computed, computed_grad);
    check_lengths(0.7, &X, mutable, mutable_grad);
    check_lengths(0.7, &X, or_return, or_return_grad);
}

#[test]
fn reductions() {
    #[grad]
    fn reduced(a: f64, x: &[f64]) -> f64 {
        a * x.iter().copied().reduce(|p, q| p * q + a).unwrap_or(a)
    }
    #[grad]
    fn largest(a: f64, x: &[f64]) -> f64 {
        a * x.iter().map(|v| v * v).max_by(|p, q| p.total_cmp(q)).unwrap_or(a)
    }
    #[grad]
    fn placed(a: f64, x: &[f64]) -> f64 {
        match x.iter().enumerate().min_by(|p, q| p.1.total_cmp(q.1)) {
            Some((i, v)) => v * a + x[i],
            None => a.sin(),
        }
    }
    check_lengths(0.7, &X, reduced, reduced_grad);
    check_lengths(0.7, &X, largest, largest_grad);
    check_lengths(0.7, &X, placed, placed_grad);
}

#[test]
fn a_copy_is_of_what_was_there() {
    #[grad]
    fn f(a: f64, x: &[f64]) -> f64 {
        let mut z = x.to_vec();
        let first = z.first().copied();
        let next = z.iter().copied().next();
        z.fill(a);
        let last = z.last().cloned();
        z.reverse();
        first.unwrap_or(0.5) * z.iter().sum::<f64>() * last.unwrap_or(0.25) + next.unwrap_or(a)
    }
    check_lengths(0.7, &X, f, f_grad);
}

#[test]
fn over_and_over() {
    #[grad]
    fn f(a: f64, x: &[f64]) -> f64 {
        let taken: f64 = x.iter().cycle().take(3).fold(a, |s, v| s * v);
        let beside: f64 = [a, 2.0].iter().zip(x.iter().skip(1).cycle()).map(|(b, v)| b * v).sum();
        taken + beside
    }
    check_lengths(0.7, &[1.5, 0.5, -0.25], f, f_grad);
}
