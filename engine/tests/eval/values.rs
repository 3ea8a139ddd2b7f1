//! Values: every function and random programs, at points and in batches.

use gradus_engine::Compiled;
use gradus_engine::function::Function::{Cos, Midpoint, Neg, NotEqual, Sin, Sub};
use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::{Graph, Id};
use gradus_engine::program::{Output, Program};

use crate::random::{SPECIAL, any_number, arithmetic, sinks, whole_table};
use crate::{accurate, arguments, batch, close, reference, same};

/// A program that calls one function, and what the function is given in each row.
fn one_call(function: Function, integer: i64, rows: usize) -> (Program, Vec<Vec<f64>>) {
    let mut rng = fastrand::Rng::with_seed(function as u64);
    let parameters: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
    let mut block = Graph::new();
    let zero = block.integer(0);
    let kinds = function.row().kinds;
    let args: Vec<Id> = (kinds.iter().zip(&parameters))
        .map(|(kind, name)| match kind {
            Kind::Real => block.variable(name),
            Kind::Integer => block.integer(integer),
            Kind::Bool => {
                let x = block.variable(name);
                block.intern(NotEqual, &[x, zero])
            }
        })
        .collect();
    let root = block.intern(function, &args);
    let columns = (0..3)
        .map(|i| {
            let mut column: Vec<f64> = (0..rows).map(|_| any_number(&mut rng)).collect();
            for (row, x) in column.iter_mut().enumerate().take(SPECIAL.len().pow(2)) {
                *x = SPECIAL[if i == 0 { row % SPECIAL.len() } else { row / SPECIAL.len() }];
            }
            for (kind, x) in kinds.iter().skip(i).take(1).zip(column.iter_mut()) {
                if *kind == Kind::Integer {
                    *x = integer as f64;
                }
            }
            column
        })
        .collect();
    (Program { parameters, block, output: Output::Scalar(root), wrt: Vec::new() }, columns)
}

#[test]
fn every_function_at_a_point_and_in_a_batch() {
    for &function in Function::ALL {
        for integer in [0, 1, 2, 3, -1, -2, 7, 30, -31] {
            if integer != 0 && !function.row().kinds.contains(&Kind::Integer) {
                continue;
            }
            let (program, columns) = one_call(function, integer, 700);
            let compiled = Compiled::new(&program).unwrap();
            let many = batch(&compiled, &columns);
            for row in 0..columns[0].len() {
                let point: Vec<f64> = columns.iter().map(|column| column[row]).collect();
                let mut arguments = [0.0; 3];
                for ((argument, x), kind) in arguments.iter_mut().zip(&point).zip(function.row().kinds) {
                    *argument = match kind {
                        Kind::Real => *x,
                        Kind::Integer => integer as f64,
                        Kind::Bool => f64::from(*x != 0.0),
                    };
                }
                let expected = function.apply(arguments);
                let got = compiled.eval_scalar(&point).unwrap();
                assert!(same(got, expected), "{function:?}{arguments:?}: {got:e} is not {expected:e}");
                let (got, expected) = (many[0][row], accurate(function, arguments));
                assert!(close(got, expected), "{function:?}{arguments:?} in a batch: {got:e}, not {expected:e}");
            }
        }
    }
}

#[test]
fn random_programs_at_points() {
    let mut rng = fastrand::Rng::with_seed(1);
    for round in 0..400 {
        let program = if round % 2 == 0 { arithmetic(&mut rng, 120) } else { whole_table(&mut rng, 120) };
        program.check().unwrap();
        let compiled = Compiled::new(&program).unwrap();
        let mut evaluator = compiled.point();
        let mut out = vec![0.0; compiled.outputs()];
        for _ in 0..10 {
            let point: Vec<f64> = (0..compiled.inputs()).map(|_| any_number(&mut rng)).collect();
            let values = reference(&program, &point);
            evaluator.eval_into(&point, &mut out).unwrap();
            for (&got, root) in out.iter().zip(program.output.roots()) {
                let expected = values[root.index()];
                assert!(same(got, expected), "{root:?}: {got:e} is not {expected:e} in\n{:?}", program.block);
            }
        }
    }
}

/// Every node is an output, so that errors cannot grow from node to node.
#[test]
fn random_programs_in_batches() {
    let mut rng = fastrand::Rng::with_seed(2);
    for _ in 0..40 {
        let mut program = whole_table(&mut rng, 100);
        let few = Compiled::new(&program).unwrap();
        let roots = program.output.roots();
        let ids: Vec<Id> = program.block.ids().collect();
        program.output = Output::Vector(ids.clone());
        let all = Compiled::new(&program).unwrap();
        let columns: Vec<Vec<f64>> =
            (0..all.inputs()).map(|_| (0..300).map(|_| any_number(&mut rng)).collect()).collect();
        let values = batch(&all, &columns);
        for &id in &ids {
            let Some((function, args)) = program.block.as_call(id) else { continue };
            for (row, &got) in values[id.index()].iter().enumerate() {
                let expected = accurate(function, arguments(args, |arg| values[arg.index()][row]));
                assert!(close(got, expected), "{id:?}, row {row}: {got:e} is not {expected:e} in\n{:?}", program.block);
            }
        }
        // With registers reused and products fused, the same bits.
        for (column, root) in batch(&few, &columns).iter().zip(roots) {
            for (&got, &expected) in column.iter().zip(&values[root.index()]) {
                assert!(same(got, expected), "{root:?}: {got:e} is not {expected:e} in\n{:?}", program.block);
            }
        }
    }
}

/// Sines and cosines of the same values are computed together, in either order, and some of them alone.
#[test]
fn sines_and_cosines_in_pairs() {
    let mut rng = fastrand::Rng::with_seed(6);
    let parameters: Vec<String> = ["x", "y", "z"].map(str::to_owned).into();
    let mut block = Graph::new();
    let [x, y, z] = ["x", "y", "z"].map(|name| block.variable(name));
    let mut sum = block.call(Sub, &[x, y]);
    let mut roots = Vec::new();
    for (function, at) in [(Sin, x), (Cos, y), (Cos, x), (Sin, sum), (Sin, y), (Cos, z), (Cos, sum)] {
        let value = block.call(function, &[at]);
        sum = block.call(Sub, &[sum, value]);
        roots.extend([value, sum]);
    }
    let program = Program { parameters, block, output: Output::Vector(roots.clone()), wrt: Vec::new() };
    let columns: Vec<Vec<f64>> = (0..3).map(|_| (0..900).map(|_| any_number(&mut rng)).collect()).collect();
    let together = batch(&Compiled::new(&program).unwrap(), &columns);
    for (root, together) in roots.iter().zip(&together) {
        let alone = Program { output: Output::Scalar(*root), ..program.clone() };
        for (row, (&a, &b)) in batch(&Compiled::new(&alone).unwrap(), &columns)[0].iter().zip(together).enumerate() {
            assert!(same(a, b), "{root:?}, row {row}: {a:e} is not {b:e}");
        }
    }
    for row in 0..900 {
        let point: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        let values = reference(&program, &point);
        for (root, together) in roots.iter().zip(&together).step_by(2).take(3) {
            assert!(close(together[row], values[root.index()]), "{root:?}, row {row}");
        }
    }
}

#[test]
fn rows_do_not_depend_on_their_block_or_thread() {
    let mut rng = fastrand::Rng::with_seed(3);
    let program = whole_table(&mut rng, 150);
    let compiled = Compiled::new(&program).unwrap();
    let rows = 20_011;
    let columns: Vec<Vec<f64>> =
        (0..compiled.inputs()).map(|_| (0..rows).map(|_| any_number(&mut rng)).collect()).collect();
    let expected = batch(&compiled, &columns);
    let views: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut out = vec![vec![0.0; rows]; compiled.outputs()];
        let mut out_views: Vec<&mut [f64]> = out.iter_mut().map(|column| &mut column[..]).collect();
        pool.install(|| compiled.eval_batch(&views, &mut out_views)).unwrap();
        for (got, expected) in out.iter().flatten().zip(expected.iter().flatten()) {
            assert!(same(*got, *expected), "{threads} threads: {got:e} is not {expected:e}");
        }
    }
    for row in (0..rows).step_by(97) {
        let one: Vec<Vec<f64>> = columns.iter().map(|column| vec![column[row]]).collect();
        for (got, expected) in batch(&compiled, &one).iter().zip(&expected) {
            assert!(same(got[0], expected[row]), "row {row}: {:e} is not {:e}", got[0], expected[row]);
        }
    }
}

#[test]
fn a_million_nodes() {
    let mut rng = fastrand::Rng::with_seed(4);
    let mut wide = arithmetic(&mut rng, 1_000_000);
    wide.output = Output::Vector(sinks(&wide.block));
    let mut block = Graph::new();
    let (x, mut last) = (block.variable("x"), block.variable("x"));
    for i in 0..500_000 {
        last = block.call(if i % 2 == 0 { Sub } else { Midpoint }, &[last, x]);
        last = block.call(Neg, &[last]);
    }
    let deep = Program { parameters: vec!["x".to_owned()], block, output: Output::Scalar(last), wrt: Vec::new() };
    assert_eq!(Compiled::new(&deep).unwrap().code().registers, 2);
    for program in [wide, deep] {
        let compiled = Compiled::new(&program).unwrap();
        let columns: Vec<Vec<f64>> =
            (0..compiled.inputs()).map(|_| (0..3).map(|_| rng.f64() - 0.5).collect()).collect();
        let many = batch(&compiled, &columns);
        for row in 0..3 {
            let point: Vec<f64> = columns.iter().map(|column| column[row]).collect();
            let values = reference(&program, &point);
            let got = compiled.eval(&point).unwrap();
            for (i, root) in program.output.roots().into_iter().enumerate() {
                assert!(same(got[i], values[root.index()]));
                assert!(same(many[i][row], values[root.index()]));
            }
        }
    }
}
