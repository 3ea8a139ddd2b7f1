//! `#[grad]` on loops: value and gradient against the value alone and against a gradient written by hand.

mod by_hand;
mod functions;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

/// Numbers in [-1, 1], the same on every run.
fn numbers(count: usize, seed: u64) -> Vec<f64> {
    let mut rng = fastrand::Rng::with_seed(seed);
    (0..count).map(|_| 2.0 * rng.f64() - 1.0).collect()
}

/// Times the value, the generated gradient and the one by hand; the two gradients have to agree.
macro_rules! compare {
    ($c:ident, $name:literal, $value:expr, $generated:expr, $by_hand:expr, $slots:expr) => {{
        let mut slots = $slots;
        let mut expected = $slots;
        let generated = $generated(&mut slots);
        let by_hand = $by_hand(&mut expected);
        assert!((generated - by_hand).abs() <= 1e-12 * by_hand.abs().max(1.0), "{}: {generated} {by_hand}", $name);
        for (a, b) in slots.iter().flatten().zip(expected.iter().flatten()) {
            assert!((a - b).abs() <= 1e-10 * b.abs().max(1.0), "{}: {a} {b}", $name);
        }
        let mut group = $c.benchmark_group($name);
        group.sample_size(30).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
        group.bench_function("value", |b| b.iter(|| $value()));
        group.bench_function("gradient, generated", |b| b.iter(|| $generated(&mut slots)));
        group.bench_function("gradient, by hand", |b| b.iter(|| $by_hand(&mut expected)));
        group.finish();
    }};
}

fn benchmark(c: &mut Criterion) {
    neuron(c);
    rosenbrock(c);
    lennard_jones(c);
    svm(c);
    mixture(c);
    net(c);
    recurrence(c);
}

fn neuron(c: &mut Criterion) {
    let (w, x) = (numbers(256, 1), numbers(256, 2));
    let (w, x) = (black_box(&w[..]), black_box(&x[..]));
    compare!(
        c,
        "neuron, 256 inputs",
        || functions::neuron(w, x, 0.1),
        |d: &mut [Vec<f64>; 3]| {
            let [dw, dx, db] = d;
            functions::neuron_grad_into(w, x, 0.1, dw, dx, &mut db[0])
        },
        |d: &mut [Vec<f64>; 3]| {
            let [dw, dx, db] = d;
            by_hand::neuron(w, x, 0.1, dw, dx, &mut db[0])
        },
        [vec![0.0; 256], vec![0.0; 256], vec![0.0]]
    );
}

fn rosenbrock(c: &mut Criterion) {
    let x = numbers(1000, 3);
    let x = black_box(&x[..]);
    compare!(
        c,
        "rosenbrock, 1000 variables",
        || functions::rosenbrock(x),
        |d: &mut [Vec<f64>; 1]| functions::rosenbrock_grad_into(x, &mut d[0]),
        |d: &mut [Vec<f64>; 1]| by_hand::rosenbrock(x, &mut d[0]),
        [vec![0.0; 1000]]
    );
}

fn lennard_jones(c: &mut Criterion) {
    let mut positions = numbers(3 * 64, 4);
    // a jittered lattice, so that no two atoms sit on one another
    for (i, p) in positions.iter_mut().enumerate() {
        let (atom, axis) = (i / 3, i % 3);
        *p = 0.1 * *p + 1.2 * (atom / 4usize.pow(axis as u32) % 4) as f64;
    }
    let p = black_box(&positions[..]);
    compare!(
        c,
        "lennard-jones, 64 atoms",
        || functions::lennard_jones(p),
        |d: &mut [Vec<f64>; 1]| functions::lennard_jones_grad_into(p, &mut d[0]),
        |d: &mut [Vec<f64>; 1]| by_hand::lennard_jones(p, &mut d[0]),
        [vec![0.0; 3 * 64]]
    );
}

fn svm(c: &mut Criterion) {
    let (samples, inputs, classes) = (512, 100, 10);
    let (x, w) = (numbers(samples * inputs, 5), numbers(classes * inputs, 6));
    let labels: Vec<usize> = (0..samples).map(|i| i * 7 % classes).collect();
    let (x, w, labels) = (black_box(&x[..]), black_box(&w[..]), black_box(&labels[..]));
    compare!(
        c,
        "svm loss, 512 x 100, 10 classes",
        || functions::svm_loss(w, x, labels, classes),
        |d: &mut [Vec<f64>; 1]| functions::svm_loss_grad_into(w, x, labels, classes, &mut d[0]),
        |d: &mut [Vec<f64>; 1]| by_hand::svm_loss(w, x, labels, classes, &mut d[0]),
        [vec![0.0; classes * inputs]]
    );
}

fn mixture(c: &mut Criterion) {
    let (samples, components, dimension) = (200, 5, 3);
    let x = numbers(samples * dimension, 7);
    let (weights, means, scales) =
        (numbers(components, 8), numbers(components * dimension, 9), numbers(components * dimension, 10));
    let (x, weights, means, scales) =
        (black_box(&x[..]), black_box(&weights[..]), black_box(&means[..]), black_box(&scales[..]));
    compare!(
        c,
        "gaussian mixture, 200 x 3, 5 components",
        || functions::mixture(weights, means, scales, x, dimension),
        |d: &mut [Vec<f64>; 3]| {
            let [dw, dm, ds] = d;
            functions::mixture_grad_into(weights, means, scales, x, dimension, dw, dm, ds)
        },
        |d: &mut [Vec<f64>; 3]| {
            let [dw, dm, ds] = d;
            by_hand::mixture(weights, means, scales, x, dimension, dw, dm, ds)
        },
        [vec![0.0; components], vec![0.0; components * dimension], vec![0.0; components * dimension]]
    );
}

fn net(c: &mut Criterion) {
    let (samples, inputs, hidden, outputs) = (16, 100, 20, 5);
    let (x, y) = (numbers(samples * inputs, 11), numbers(samples * outputs, 12));
    let (w1, w2) = (numbers(inputs * hidden, 13), numbers(hidden * outputs, 14));
    let (x, y, w1, w2) = (black_box(&x[..]), black_box(&y[..]), black_box(&w1[..]), black_box(&w2[..]));
    compare!(
        c,
        "two-layer net, 16 x 100-20-5",
        || functions::two_layer(w1, w2, x, y, hidden, outputs),
        |d: &mut [Vec<f64>; 2]| {
            let [d1, d2] = d;
            functions::two_layer_grad_into(w1, w2, x, y, hidden, outputs, d1, d2)
        },
        |d: &mut [Vec<f64>; 2]| {
            let [d1, d2] = d;
            by_hand::two_layer(w1, w2, x, y, hidden, outputs, d1, d2)
        },
        [vec![0.0; inputs * hidden], vec![0.0; hidden * outputs]]
    );
}

fn recurrence(c: &mut Criterion) {
    let x = numbers(1000, 15);
    let x = black_box(&x[..]);
    compare!(
        c,
        "tanh recurrence, 1000 steps",
        || functions::recurrence(0.9, x),
        |d: &mut [Vec<f64>; 2]| {
            let [da, dx] = d;
            functions::recurrence_grad_into(0.9, x, &mut da[0], dx)
        },
        |d: &mut [Vec<f64>; 2]| {
            let [da, dx] = d;
            by_hand::recurrence(0.9, x, &mut da[0], dx)
        },
        [vec![0.0], vec![0.0; 1000]]
    );
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
