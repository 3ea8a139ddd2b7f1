//! Nanoseconds per row of each kernel over a block of 256 rows: on the best instruction set (`lanes`), on the one the
//! crate is compiled for (`baseline`), and by a loop over the scalar function (`scalar`).

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use gradus_engine::function::lanes::{self, BINARY, UNARY};
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROWS: usize = 256;

/// Ordinary arguments.
fn range(name: &str) -> (f64, f64) {
    match name {
        "asin" | "acos" | "atanh" => (-0.99, 0.99),
        "sqrt" | "ln" | "log2" | "log10" | "ln_1p" | "powf" => (0.01, 20.0),
        "acosh" => (1.0, 20.0),
        _ => (-10.0, 10.0),
    }
}

fn column(seed: u64, name: &str) -> Vec<f64> {
    let (low, high) = range(name);
    let mut rng = fastrand::Rng::with_seed(seed);
    (0..ROWS).map(|_| low + (high - low) * rng.f64()).collect()
}

/// Reports the time of one row.
fn per_row(group: &mut BenchmarkGroup<WallTime>, name: &str, mut block: impl FnMut()) {
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|blocks| {
            let start = Instant::now();
            for _ in 0..blocks {
                block();
            }
            start.elapsed() / ROWS as u32
        });
    });
}

fn kernels(criterion: &mut Criterion) {
    let mut out = [0.0; ROWS];
    for row in UNARY {
        let x = column(1, row.name);
        let mut group = criterion.benchmark_group(row.name);
        per_row(&mut group, "lanes", || (row.lanes)(black_box(&x), black_box(&mut out)));
        per_row(&mut group, "baseline", || (row.baseline)(black_box(&x), black_box(&mut out)));
        per_row(&mut group, "scalar", || {
            for (out, x) in black_box(&mut out).iter_mut().zip(black_box(&x)) {
                *out = (row.scalar)(*x);
            }
        });
    }
    for row in BINARY {
        let (x, y) = (column(1, row.name), column(2, row.name));
        let mut group = criterion.benchmark_group(row.name);
        per_row(&mut group, "lanes", || (row.lanes)(black_box(&x), black_box(&y), black_box(&mut out)));
        per_row(&mut group, "baseline", || (row.baseline)(black_box(&x), black_box(&y), black_box(&mut out)));
        per_row(&mut group, "scalar", || {
            for ((out, x), y) in black_box(&mut out).iter_mut().zip(black_box(&x)).zip(black_box(&y)) {
                *out = (row.scalar)(*x, *y);
            }
        });
    }
    let x = column(1, "sin_cos");
    let mut second = [0.0; ROWS];
    let mut group = criterion.benchmark_group("sin_cos");
    per_row(&mut group, "lanes", || lanes::sin_cos(black_box(&x), black_box(&mut out), black_box(&mut second)));
    drop(group);
    let x = column(1, "powi");
    for n in [2, 7, -3] {
        let mut group = criterion.benchmark_group(format!("powi {n}"));
        per_row(&mut group, "lanes", || lanes::powi(black_box(&x), n, black_box(&mut out)));
        per_row(&mut group, "scalar", || {
            for (out, x) in black_box(&mut out).iter_mut().zip(black_box(&x)) {
                *out = x.powi(n);
            }
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(300))
        .sample_size(20)
        .without_plots();
    targets = kernels
}
criterion_main!(benches);
