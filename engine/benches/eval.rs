//! Nanoseconds per operation (and row): the point and the batch evaluator beside compiled Rust and a loop over the graph.

mod formulas;

use std::hint::black_box;
use std::time::Instant;

use formulas::Formula;
use gradus_engine::Compiled;
use gradus_engine::graph::Op;

const ROWS: usize = 8192;

/// The least time of a run, in nanoseconds per `units`.
fn time(units: usize, mut run: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    let begin = Instant::now();
    while begin.elapsed().as_millis() < 300 {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed().as_nanos() as f64);
    }
    best / units as f64
}

fn naive(formula: &Formula, values: &mut [f64], point: &[f64]) {
    let block = &formula.program.block;
    for id in block.ids() {
        values[id.index()] = match block.op(id) {
            Op::Number(number) => number.to_f64(),
            Op::Variable(_) => point[id.index()],
            Op::Call(function) => {
                let mut args = [0.0; 3];
                for (arg, id) in args.iter_mut().zip(block.args(id)) {
                    *arg = values[id.index()];
                }
                function.apply(args)
            }
        };
    }
}

fn main() {
    println!(
        "{:24} {:>5} {:>5} {:>5} | {:>7} {:>7} {:>7} | {:>7}",
        "ns per operation", "ops", "instr", "regs", "naive", "native", "point", "batch"
    );
    for formula in formulas::all() {
        let compiled = Compiled::new(&formula.program).expect("a valid program");
        let (inputs, outputs) = (compiled.inputs(), compiled.outputs());
        let mut rng = fastrand::Rng::with_seed(1);
        let (low, high) = formula.range;
        let columns: Vec<Vec<f64>> =
            (0..inputs).map(|_| (0..ROWS).map(|_| low + (high - low) * rng.f64()).collect()).collect();
        let points: Vec<Vec<f64>> = (0..ROWS).map(|row| columns.iter().map(|column| column[row]).collect()).collect();
        let mut out = vec![vec![0.0; ROWS]; outputs];
        let ops = formula.operations();
        let mut values = vec![0.0; formula.program.block.len()];
        let naive = time(ops * 64, || {
            for point in &points[..64] {
                naive(&formula, &mut values, black_box(point));
            }
        });
        let mut row = vec![0.0; outputs];
        let native = formula.native.map_or(f64::NAN, |native| {
            time(ops * 1024, || {
                for point in &points[..1024] {
                    native(black_box(point), black_box(&mut row));
                }
            })
        });
        let mut evaluator = compiled.point();
        let point = time(ops * 64, || {
            for point in &points[..64] {
                evaluator.eval_into(black_box(point), black_box(&mut row)).expect("fits");
            }
        });
        let columns: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
        let mut out: Vec<&mut [f64]> = out.iter_mut().map(|column| &mut column[..]).collect();
        let mut evaluator = compiled.batch();
        let batch = time(ops * ROWS, || evaluator.eval_into(black_box(&columns), &mut out).expect("fits"));
        let code = compiled.code();
        println!(
            "{:24} {ops:5} {:5} {:5} | {naive:7.2} {native:7.2} {point:7.2} | {batch:7.3}",
            formula.name,
            code.instructions.len(),
            code.registers + code.constants.len()
        );
    }
}
