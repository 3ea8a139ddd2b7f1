//! Single precision: the value bit for bit, the gradient against double precision.

use crate::functions::single::*;
use crate::oracles::solvers;
use crate::support::dual::{Dual, Real, gradient};
use crate::support::random;
use std::hint::black_box;

/// The largest partial decides what is small.
fn check(got: (f32, Vec<f32>), value: f32, at: &[f32], oracle: impl Fn(&[Dual]) -> Dual) {
    assert_eq!(got.0.to_bits(), value.to_bits(), "{at:?}");
    let at: Vec<f64> = at.iter().copied().map(f64::from).collect();
    let (_, want) = gradient(oracle, &at);
    let size = want.iter().fold(0.0_f64, |size, g| size.max(g.abs()));
    assert_eq!(got.1.len(), want.len());
    for (got, want) in got.1.iter().zip(want) {
        // some dozens of roundings of 6e-8
        assert!((f64::from(*got) - want).abs() <= 4e-6 * size, "at {at:?}: {got} {want}");
    }
}

fn points(size: usize) -> impl Iterator<Item = Vec<f32>> {
    let mut rng = random::rng(8);
    (0..50).map(move |_| random::point(&mut rng, size, -1.5, 1.5).into_iter().map(|x| x as f32).collect())
}

#[test]
fn slices() {
    for at in points(7) {
        let (w, x, b) = (&at[..3], &at[3..6], at[6]);
        let (value, (d_w, d_x, d_b)) = neuron_grad(black_box(w), black_box(x), black_box(b));
        let oracle = |at: &[Dual]| crate::oracles::lecture::neuron(&at[..3], &at[3..6], at[6]);
        check((value, [d_w, d_x, vec![d_b]].concat()), neuron(black_box(w), black_box(x), black_box(b)), &at, oracle);
    }
}

#[test]
fn arrays() {
    for at in points(5) {
        let coefficients = [at[0], at[1], at[2], at[3]];
        let (mut d_coefficients, mut d_x) = ([f32::NAN; 4], f32::NAN);
        let value = horner_grad_into(black_box(coefficients), black_box(at[4]), &mut d_coefficients, &mut d_x);
        let oracle = |at: &[Dual]| solvers::horner(&at[..4], at[4]);
        let want = horner(black_box(coefficients), black_box(at[4]));
        check((value, [&d_coefficients[..], &[d_x]].concat()), want, &at, oracle);
    }
}

#[test]
fn recurrences() {
    for at in points(4) {
        let (x, a) = (&at[..3], at[3]);
        let mut slots = [0.0_f32; 4];
        let (d_x, d_a) = slots.split_at_mut(3);
        let value = recurrence_vjp(black_box(x), black_box(a), 7, 2.0, Some(d_x), Some(&mut d_a[0]), None);
        let oracle = |at: &[Dual]| {
            let step = |s: Dual, i: usize| (s * f64::from(0.1_f32) + at[i % 3]).tanh() * f64::from(7.0_f32.sqrt());
            let end = (0..7).fold(at[3], |s, i| step(s, i) + f64::from(std::f32::consts::FRAC_1_PI));
            end.max(Dual::of(0.0)) * 2.0
        };
        check((value, slots.to_vec()), recurrence(black_box(x), black_box(a), 7), &at, oracle);
    }
}
