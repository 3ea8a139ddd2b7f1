//! Time per operation of the graph (and row): `point` and `batch` beside `native`, the formula compiled from Rust and called
//! row by row, and `naive`, a loop over the nodes of the graph.

mod formulas;
mod nanoseconds;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use formulas::Formula;
use gradus_engine::Compiled;
use gradus_engine::function::Function;
use gradus_engine::program::Program;
use nanoseconds::{Nanoseconds, per_unit};

const POINTS: usize = 64;
const ROWS: usize = 8 << 10;
const MANY_ROWS: usize = 1 << 18;

/// A node as the naive loop sees it.
enum Node {
    Known,
    Input(usize),
    Call(Function, Vec<usize>),
}

/// The nodes, and a value for each, the constants filled in.
fn nodes(program: &Program) -> (Vec<Node>, Vec<f64>) {
    let block = &program.block;
    let node = |id| match block.as_call(id) {
        Some((function, args)) => Node::Call(function, args.iter().map(|arg| arg.index()).collect()),
        None if block.as_number(id).is_some() => Node::Known,
        None => Node::Input(program.parameters.iter().position(|p| block.find_variable(p) == Some(id)).expect("known")),
    };
    let constant = |id| block.as_number(id).map_or(0.0, |number| number.to_f64());
    (block.ids().map(node).collect(), block.ids().map(constant).collect())
}

fn naive(nodes: &[Node], values: &mut [f64], point: &[f64]) {
    for (at, node) in nodes.iter().enumerate() {
        match node {
            Node::Known => {}
            Node::Input(input) => values[at] = point[*input],
            Node::Call(function, args) => {
                let mut arguments = [0.0; 3];
                for (argument, arg) in arguments.iter_mut().zip(args) {
                    *argument = values[*arg];
                }
                values[at] = function.apply(arguments);
            }
        }
    }
}

fn columns(formula: &Formula, rows: usize) -> Vec<Vec<f64>> {
    let mut rng = fastrand::Rng::with_seed(1);
    let (low, high) = formula.range;
    let mut column = || (0..rows).map(|_| low + (high - low) * rng.f64()).collect();
    formula.program.parameters.iter().map(|_| column()).collect()
}

fn measure(criterion: &mut Criterion<Nanoseconds>, formula: &Formula) {
    let compiled = Compiled::new(&formula.program).expect("a valid program");
    let operations = formula.operations();
    let mut group = criterion.benchmark_group(formula.name);
    group.sample_size(20).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(600));

    let some = columns(formula, POINTS);
    let points: Vec<Vec<f64>> = (0..POINTS).map(|row| some.iter().map(|column| column[row]).collect()).collect();
    let mut out = vec![0.0; compiled.outputs()];
    let (nodes, mut values) = nodes(&formula.program);
    per_unit(&mut group, "naive", operations * POINTS, || {
        for point in &points {
            naive(&nodes, black_box(&mut values), black_box(point));
        }
    });
    if let Some(native) = formula.native {
        per_unit(&mut group, "native", operations * POINTS, || {
            for point in &points {
                native(black_box(point), black_box(&mut out));
            }
        });
    }
    let mut evaluator = compiled.point();
    per_unit(&mut group, "point", operations * POINTS, || {
        for point in &points {
            evaluator.eval_into(black_box(point), black_box(&mut out)).expect("fits");
        }
    });

    let many = columns(formula, MANY_ROWS);
    let mut out = vec![vec![0.0; MANY_ROWS]; compiled.outputs()];
    let many: Vec<&[f64]> = many.iter().map(|column| &column[..]).collect();
    let mut out: Vec<&mut [f64]> = out.iter_mut().map(|column| &mut column[..]).collect();
    per_unit(&mut group, "batch, threads", operations * MANY_ROWS, || {
        compiled.eval_batch(black_box(&many), black_box(&mut out)).expect("fits");
    });
    let few: Vec<&[f64]> = many.iter().map(|column| &column[..ROWS]).collect();
    let mut out: Vec<&mut [f64]> = out.iter_mut().map(|column| &mut column[..ROWS]).collect();
    let mut evaluator = compiled.batch();
    per_unit(&mut group, "batch", operations * ROWS, || {
        evaluator.eval_into(black_box(&few), black_box(&mut out)).expect("fits");
    });
    group.finish();
}

/// What lowering costs, per node of a large random graph.
fn lowering(criterion: &mut Criterion<Nanoseconds>) {
    let formula = formulas::random("", 1_000_000, false);
    let mut group = criterion.benchmark_group("lowering");
    group.sample_size(10);
    per_unit(&mut group, "random 10^6", formula.operations(), || {
        black_box(Compiled::new(black_box(&formula.program)).expect("a valid program"));
    });
    group.finish();
}

fn all(criterion: &mut Criterion<Nanoseconds>) {
    for formula in formulas::all() {
        measure(criterion, &formula);
    }
    lowering(criterion);
}

criterion_group!(name = benches; config = Criterion::default().with_measurement(Nanoseconds); targets = all);
criterion_main!(benches);
