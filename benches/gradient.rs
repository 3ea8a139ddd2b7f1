//! Reverse mode on large graphs: building and differentiating, 10^4 to 10^6 operations.

use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gradus_engine::diff;
use gradus_engine::function::Function;
use gradus_engine::graph::{Graph, Id};

const VARIABLES: usize = 100;

/// A graph whose calls take recent nodes, its variables and its last node.
fn random(operations: usize) -> (Graph, Vec<Id>, Id) {
    let mut rng = fastrand::Rng::with_seed(42);
    let mut graph = Graph::new();
    let variables: Vec<Id> = (0..VARIABLES).map(|i| graph.variable(&format!("x{i}"))).collect();
    let mut ids = variables.clone();
    while ids.len() < VARIABLES + operations {
        let mut recent = || ids[ids.len() - 1 - rng.usize(..ids.len().min(1_000))];
        let (a, b) = (recent(), recent());
        ids.push(match rng.u8(..8) {
            0 | 1 => graph.call(Function::Add, &[a, b]),
            2..5 => graph.call(Function::Mul, &[a, b]),
            5 => graph.call(Function::Sub, &[a, b]),
            6 => graph.call(Function::Sin, &[a]),
            _ => graph.call(Function::Exp, &[a]),
        });
    }
    let root = ids[ids.len() - 1];
    (graph, variables, root)
}

/// `sin(sin(.. x))`.
fn chain(depth: usize) -> (Graph, Vec<Id>, Id) {
    let mut graph = Graph::new();
    let x = graph.variable("x");
    let root = (0..depth).fold(x, |last, _| graph.call(Function::Sin, &[last]));
    (graph, vec![x], root)
}

fn benchmark(c: &mut Criterion) {
    let mut group = c.benchmark_group("gradient");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(2));
    for operations in [10_000, 100_000, 1_000_000] {
        group.throughput(Throughput::Elements(operations as u64));
        group.bench_function(BenchmarkId::new("build", operations), |b| b.iter(|| random(operations)));
        group.bench_function(BenchmarkId::new("build and reverse", operations), |b| {
            b.iter(|| {
                let (mut graph, variables, root) = random(operations);
                diff::gradient(&mut graph, root, &variables)
            });
        });
        group.bench_function(BenchmarkId::new("chain, reverse alone", operations), |b| {
            b.iter_batched_ref(
                || chain(operations),
                |(graph, variables, root)| diff::gradient(graph, *root, variables),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
