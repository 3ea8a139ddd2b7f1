//! What a reverse sweep keeps between the two directions, in bytes per iteration.

use crate::functions::{ode, recurrent, sequences, solvers};
use std::hint::black_box;

/// The iterations; a power of two, so that a `Vec` that has grown to hold their values is full.
const N: usize = 1 << 12;

/// At most so many bytes for each of the iterations, where a `Vec` that grows allocates less than twice what it holds in the end.
#[track_caller]
fn keeps(bytes: usize, run: impl FnOnce()) {
    let info = allocation_counter::measure(run);
    let per_iteration = info.bytes_total as f64 / N as f64;
    assert!(info.bytes_total < (2 * bytes * N) as u64, "{per_iteration} bytes allocated per iteration, for {bytes} kept");
    assert!(info.bytes_max >= (bytes * N) as u64, "{per_iteration} bytes allocated per iteration, for {bytes} kept");
    assert_eq!(info.bytes_current, 0);
}

#[test]
fn recurrences() {
    let x = vec![0.25; N];
    let mut d_x = vec![0.0; N];
    let (mut d_a, mut d_s) = (0.0, 0.0);
    keeps(8, || {
        recurrent::tanh_recurrence_grad_into(black_box(&x), 0.5, 0.1, &mut d_x, &mut d_a, &mut d_s);
    });
    // s - a s s
    keeps(8, || {
        recurrent::logistic_map_grad_into(black_box(0.3), 3.2, N as u32, &mut d_a, &mut d_s);
    });
    keeps(8, || {
        solvers::horner_grad_into(black_box(&x), 0.9, &mut d_x, &mut d_a);
    });
}

/// The cell and the hidden state at the start of an iteration; the gates are computed again.
#[test]
fn lstm() {
    let x = vec![0.25; N];
    let mut d_x = vec![0.0; N];
    let [w, u, b] = black_box([[0.5, -0.25, 0.75, 1.0], [0.3, 0.2, -0.4, 0.1], [0.0, 1.0, -0.5, 0.25]]);
    let mut d = [[0.0; 4]; 3];
    let [d_w, d_u, d_b] = &mut d;
    keeps(16, || {
        recurrent::lstm_grad_into(&x, &w, &u, &b, &mut d_x, d_w, d_u, d_b);
    });
}

/// The state at the start of a step; the four slopes are computed again.
#[test]
fn runge_kutta() {
    let [mut d_1, mut d_2, mut d_3, mut d_4] = [0.0; 4];
    keeps(8, || {
        ode::logistic_growth_grad_into(black_box(0.1), 0.01, 3.0, N, &mut d_1, &mut d_2, &mut d_3);
    });
    keeps(16, || {
        ode::pendulum_grad_into(black_box(0.1), 0.2, 3.0, N, &mut d_1, &mut d_2, &mut d_3);
    });
    let mut d_start = [0.0; 3];
    keeps(24, || {
        ode::lorenz_grad_into(black_box([0.1, 0.2, 0.3]), 10.0, 28.0, 2.5, N, &mut d_start, &mut d_1, &mut d_2, &mut d_4);
    });
}

/// Sums, extrema and what else forgets nothing that the sweep reads keep nothing, whatever the size.
#[test]
fn reductions_keep_nothing() {
    let x: Vec<f64> = (0..N).map(|i| (i as f64).sin()).collect();
    let mut d_x = vec![0.0; N];
    let info = allocation_counter::measure(|| {
        sequences::variance_grad_into(black_box(&x), &mut d_x);
        sequences::log_sum_exp_grad_into(black_box(&x), &mut d_x);
        sequences::largest_by_fold_grad_into(black_box(&x), &mut d_x);
        sequences::spread_grad_into(black_box(&x), &mut d_x);
        crate::functions::optimisation::rosenbrock_grad_into(black_box(&x), &mut d_x);
    });
    assert_eq!(info.count_total, 0);
}
