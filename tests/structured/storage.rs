//! What a reverse sweep keeps between the two directions, in bytes per iteration.

use crate::functions::{ode, optimisation, recurrent, sequences, solvers};
use std::hint::black_box;

/// So many numbers are kept; a power of two, so that a `Vec` that has grown to hold them is full.
const KEPT: usize = 1 << 14;

/// The iterations of which each keeps so many bytes.
const fn iterations(bytes: usize) -> usize {
    KEPT * 8 / bytes
}

/// A sweep that keeps [`KEPT`] numbers: a `Vec` that grows allocates less than twice what it holds in the end.
#[track_caller]
fn keeps_that(run: impl FnOnce()) {
    let info = allocation_counter::measure(run);
    let numbers = info.bytes_total as f64 / 8.0 / KEPT as f64;
    assert!(info.bytes_total < (2 * 8 * KEPT) as u64, "{numbers} numbers allocated for each that is to be kept");
    assert!(info.bytes_max + 64 >= (8 * KEPT) as u64, "{numbers} numbers allocated for each that is to be kept");
    assert_eq!(info.bytes_current, 0);
}

#[test]
fn recurrences() {
    const N: usize = iterations(8);
    let x = vec![0.25; N];
    let mut d_x = vec![0.0; N];
    let (mut d_a, mut d_s) = (0.0, 0.0);
    keeps_that(|| {
        recurrent::tanh_recurrence_grad_into(black_box(&x), 0.5, 0.1, &mut d_x, &mut d_a, &mut d_s);
    });
    // s - a s s
    keeps_that(|| {
        recurrent::logistic_map_grad_into(black_box(0.3), 3.2, N as u32, &mut d_a, &mut d_s);
    });
    keeps_that(|| {
        solvers::horner_grad_into(black_box(&x), 0.9, &mut d_x, &mut d_a);
    });
}

/// The cell and the hidden state at the start of an iteration; the gates are computed again.
#[test]
fn lstm() {
    let x = vec![0.25; iterations(16)];
    let mut d_x = vec![0.0; x.len()];
    let [w, u, b] = black_box([[0.5, -0.25, 0.75, 1.0], [0.3, 0.2, -0.4, 0.1], [0.0, 1.0, -0.5, 0.25]]);
    let mut d = [[0.0; 4]; 3];
    let [d_w, d_u, d_b] = &mut d;
    keeps_that(|| {
        recurrent::lstm_grad_into(&x, &w, &u, &b, &mut d_x, d_w, d_u, d_b);
    });
}

/// The state at the start of a step; the four slopes are computed again.
#[test]
fn runge_kutta() {
    let [mut d_1, mut d_2, mut d_3] = [0.0; 3];
    keeps_that(|| {
        let n = iterations(8);
        ode::logistic_growth_grad_into(black_box(0.1), 0.01, 3.0, n, &mut d_1, &mut d_2, &mut d_3);
    });
    keeps_that(|| {
        let n = iterations(16);
        ode::pendulum_grad_into(black_box(0.1), 0.2, 3.0, n, &mut d_1, &mut d_2, &mut d_3);
    });
    let (start, mut d_start) = (black_box([0.1, 0.2, 0.3]), [0.0; 3]);
    keeps_that(|| {
        let n = iterations(24);
        ode::lorenz_grad_into(start, 10.0, 28.0, 2.5, n, &mut d_start, &mut d_1, &mut d_2, &mut d_3);
    });
}

/// Sums, extrema and whatever else has no need of values that are gone keep nothing, whatever the size.
#[test]
fn reductions() {
    let x: Vec<f64> = (0..1000).map(|i| f64::from(i).sin()).collect();
    let mut d_x = vec![0.0; x.len()];
    let mut keeps_nothing = |name: &str, f: fn(&[f64], &mut [f64]) -> f64| {
        let info = allocation_counter::measure(|| {
            f(black_box(&x), &mut d_x);
        });
        assert_eq!(info.count_total, 0, "{name}");
    };
    keeps_nothing("variance", sequences::variance_grad_into);
    keeps_nothing("log_sum_exp", sequences::log_sum_exp_grad_into);
    keeps_nothing("rosenbrock", optimisation::rosenbrock_grad_into);
    keeps_nothing("largest_by_fold", sequences::largest_by_fold_grad_into);
    keeps_nothing("largest_by_if", sequences::largest_by_if_grad_into);
    keeps_nothing("spread", sequences::spread_grad_into);
}
