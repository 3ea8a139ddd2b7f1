//! Simplification: time by size, the twelve gradients' costs, and the four swells.

#[path = "../tests/corpus/gradients.rs"]
mod gradients;
#[path = "../tests/corpus/swell.rs"]
mod swell;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gradus_engine::diff;
use gradus_engine::expr::merge;
use gradus_engine::function::Function;
use gradus_engine::graph::{Graph, Id};
use gradus_engine::simplify::cost::{cost, operations};
use gradus_engine::simplify::{Goal, Region, simplify};

/// A gradient with its value pinned.
fn gradient(mut graph: Graph, value: Id, wrt: &[Id]) -> Region {
    let roots = diff::gradient(&mut graph, value, wrt).into_iter().flatten().collect();
    Region { graph, pinned: vec![value], roots }
}

fn parsed(text: &str) -> (Graph, Id) {
    let (graph, root) = gradus_engine::parse(text).expect("the corpus parses").graph();
    ((*graph).clone(), root)
}

/// The gradient of a random graph, some three times `size` operations altogether.
fn random(size: usize) -> Region {
    let mut rng = fastrand::Rng::with_seed(42);
    let mut graph = Graph::new();
    let variables: Vec<Id> = (0..20).map(|i| graph.variable(&format!("x{i}"))).collect();
    let mut ids = variables.clone();
    while ids.len() < size {
        let mut recent = || ids[ids.len() - 1 - rng.usize(..ids.len().min(100))];
        let (a, b) = (recent(), recent());
        ids.push(match rng.u8(..8) {
            0 | 1 => graph.call(Function::Add, &[a, b]),
            2..5 => graph.call(Function::Mul, &[a, b]),
            5 => graph.call(Function::Sub, &[a, b]),
            6 => graph.call(Function::Sin, &[a]),
            _ => graph.call(Function::Exp, &[a]),
        });
    }
    // The last of them together use nearly all.
    let last = ids.split_off(ids.len() - ids.len().min(100));
    let value = last.into_iter().reduce(|sum, id| graph.call(Function::Add, &[sum, id])).expect("calls");
    gradient(graph, value, &variables)
}

fn total(region: &Region) -> u64 {
    cost(&region.graph, &[&region.roots[..], &region.pinned[..]].concat())
}

fn by_size(c: &mut Criterion) {
    let mut group = c.benchmark_group("simplify");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(2));
    for size in [1_000, 10_000, 100_000] {
        let region = random(size / 3);
        let count = operations(&region.graph, &[&region.roots[..], &region.pinned[..]].concat());
        println!("random gradient: {count} operations");
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::new("code", size), |b| b.iter(|| simplify(&region, Goal::Code)));
    }
    group.finish();
}

fn twelve(c: &mut Criterion) {
    let mut group = c.benchmark_group("twelve gradients");
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_millis(500));
    let mut logarithms = 0.0;
    println!("{:24} {:>12} {:>6} {:>8}", "value and gradient", "hash-consed", "code", "change");
    for case in gradients::gradients() {
        let (mut graph, value) = parsed(&case.text);
        let wrt: Vec<Id> = case.wrt.iter().map(|name| graph.variable(name)).collect();
        let region = gradient(graph.clone(), value, &wrt);
        let (before, after) = (total(&region), total(&simplify(&region, Goal::Code)));
        let ratio = after as f64 / before as f64;
        logarithms += ratio.ln();
        println!("{:24} {before:>12} {after:>6} {:>+7.1}%", case.name, 100.0 * (ratio - 1.0));
        group.bench_function(BenchmarkId::new("hash-consed", case.name), |b| {
            b.iter(|| gradient(graph.clone(), value, &wrt));
        });
        group.bench_function(BenchmarkId::new("code", case.name), |b| b.iter(|| simplify(&region, Goal::Code)));
    }
    println!("geometric mean {:+.1}%", 100.0 * ((logarithms / 12.0_f64).exp() - 1.0));
    group.finish();
}

type Derive = Box<dyn Fn() -> (Graph, Vec<Id>)>;

/// The four, from the parsed expression to the derivative.
fn swells() -> Vec<(&'static str, usize, Derive)> {
    let sines = parsed(&swell::product_of_sines());
    let tenth = parsed(&swell::tenth_derivative());
    let equations: Vec<_> =
        swell::equations(100).iter().map(|text| gradus_engine::parse(text).expect("an equation")).collect();
    let (equations, outputs) = merge(equations.iter());
    let determinant = parsed(&swell::determinant(8));
    vec![
        (
            "product of 50 sines",
            441,
            Box::new(move || {
                let mut graph = sines.0.clone();
                let x = graph.variable("x");
                let derivative = diff::tangents(&mut graph, &[sines.1], x);
                (graph, derivative.into_iter().flatten().collect())
            }),
        ),
        (
            "tenth derivative",
            144,
            Box::new(move || {
                let mut graph = tenth.0.clone();
                let x = graph.variable("x");
                let derivative = diff::nth(&mut graph, tenth.1, x, 10);
                (graph, derivative.into_iter().collect())
            }),
        ),
        (
            "Jacobian 100x100",
            4_879,
            Box::new(move || {
                let mut graph = equations.clone();
                let wrt: Vec<Id> = (0..100).map(|i| graph.variable(&format!("x{i}"))).collect();
                let entries = diff::jacobian(&mut graph, &outputs, &wrt);
                (graph, entries.into_iter().map(|entry| entry.id).collect())
            }),
        ),
        (
            "determinant 8x8",
            5_516,
            Box::new(move || {
                let mut graph = determinant.0.clone();
                let wrt: Vec<Id> = (0..64).map(|k| graph.variable(&format!("a{}_{}", k / 8, k % 8))).collect();
                let partials = diff::gradient(&mut graph, determinant.1, &wrt);
                (graph, partials.into_iter().flatten().collect())
            }),
        ),
    ]
}

fn swell(c: &mut Criterion) {
    let mut group = c.benchmark_group("swell");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    println!("{:24} {:>6} {:>8} {:>12}", "operations", "raw", "code", "best known");
    for (name, best, derive) in swells() {
        let (graph, roots) = derive();
        let raw = operations(&graph, &roots);
        let after = simplify(&Region { graph, pinned: Vec::new(), roots }, Goal::Code);
        println!("{name:24} {raw:>6} {:>8} {best:>12}", operations(&after.graph, &after.roots));
        group.bench_function(BenchmarkId::new("derivative and code", name), |b| {
            b.iter(|| {
                let (graph, roots) = derive();
                simplify(&Region { graph, pinned: Vec::new(), roots }, Goal::Code)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, by_size, twelve, swell);
criterion_main!(benches);
