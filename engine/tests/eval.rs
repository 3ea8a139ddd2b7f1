//! The point and the batch evaluator against node-by-node evaluation with `Function::apply`.

mod random;

use gradus_engine::function::Function::{self, *};
use gradus_engine::function::Kind;
use gradus_engine::graph::{Graph, Id, Op};
use gradus_engine::program::{Output, Program};
use gradus_engine::{CompileError, Compiled, EvalError};
use random::{SPECIAL, any_number, arithmetic, whole_table};

/// The value of every node that the outputs need, with nothing shared with the code under test but `Function::apply`.
fn reference(program: &Program, point: &[f64]) -> Vec<f64> {
    let block = &program.block;
    let mut values = vec![f64::NAN; block.len()];
    for id in block.cone(&program.output.roots()) {
        values[id.index()] = match block.op(id) {
            Op::Number(number) => number.to_f64(),
            Op::Variable(name) => point[program.parameters.iter().position(|p| p == name).unwrap()],
            Op::Call(function) => function.apply(arguments(block.args(id), |arg| values[arg.index()])),
        };
    }
    values
}

fn arguments(args: &[Id], value: impl Fn(Id) -> f64) -> [f64; 3] {
    let mut arguments = [0.0; 3];
    for (argument, &arg) in arguments.iter_mut().zip(args) {
        *argument = value(arg);
    }
    arguments
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

/// Equal classes of NaN, equal signs of zero, at most two units in the last place apart.
fn close(a: f64, b: f64) -> bool {
    let place = |x: f64| if x.is_sign_negative() { -((x.abs().to_bits()) as i64) } else { x.to_bits() as i64 };
    let zeros = a == 0.0 && b == 0.0;
    same(a, b) || !zeros && !a.is_nan() && !b.is_nan() && place(a).abs_diff(place(b)) <= 2
}

/// What a batch is held to: the scalar function, except where the standard library's own loses digits: `acosh` near 1 and
/// `atanh` near -1.
fn accurate(function: Function, args: [f64; 3]) -> f64 {
    let [x, ..] = args;
    match function {
        Acosh if (1.0..2.0).contains(&x) => {
            let t = x - 1.0;
            (t + (t * (x + 1.0)).sqrt()).ln_1p()
        }
        Atanh => Atanh.apply([x.abs(), 0.0, 0.0]).copysign(x),
        _ => function.apply(args),
    }
}

fn batch(compiled: &Compiled, columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let rows = columns.first().map_or(1, Vec::len);
    let mut out = vec![vec![f64::NAN; rows]; compiled.outputs()];
    let columns: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
    let mut views: Vec<&mut [f64]> = out.iter_mut().map(|column| &mut column[..]).collect();
    compiled.batch().eval_into(&columns, &mut views).unwrap();
    out
}

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
    (Program { parameters, wrt: vec![], block, output: Output::Scalar(root) }, columns)
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

/// `x, y, z` of which `y` is unused, and outputs that are no calls or repeat one another.
#[test]
fn outputs_that_are_inputs_constants_or_repeated() {
    let mut block = Graph::new();
    let (x, z, half) =
        (block.variable("x"), block.variable("z"), block.number(gradus_engine::number::Number::from_f64(0.5).unwrap()));
    let pi = block.call(Pi, &[]);
    let sum = block.call(Add, &[x, z]);
    let product = block.call(Mul, &[sum, half]);
    let parameters = ["x", "y", "z"].map(str::to_owned).into();
    let output = Output::Vector(vec![z, sum, half, product, sum, pi, z, product]);
    let compiled = Compiled::new(&Program { parameters, wrt: vec![], block, output }).unwrap();
    let expected = [3.0, 4.0, 0.5, 2.0, 4.0, std::f64::consts::PI, 3.0, 2.0];
    assert_eq!(compiled.eval(&[1.0, f64::NAN, 3.0]).unwrap(), expected);
    let columns = [vec![1.0; 5], vec![f64::NAN; 5], vec![3.0; 5]];
    assert_eq!(batch(&compiled, &columns), expected.map(|value| vec![value; 5]));
}

#[test]
fn matrices_with_and_without_structural_zeros() {
    let mut block = Graph::new();
    let x = block.variable("x");
    let sin = block.call(Sin, &[x]);
    let output = Output::Matrix { columns: 2, entries: vec![Some(x), None, None, Some(sin)] };
    let program = Program { parameters: vec!["x".to_owned()], wrt: vec![], block, output };
    assert_eq!(Compiled::new(&program).unwrap().eval(&[2.0]).unwrap(), [2.0, 2f64.sin()]);
    let dense = Compiled::dense(&program).unwrap().eval(&[2.0]).unwrap();
    assert_eq!(dense.map_bits(), [2.0, 0.0, 0.0, 2f64.sin()].map(f64::to_bits));
}

trait Bits {
    fn map_bits(&self) -> Vec<u64>;
}

impl Bits for Vec<f64> {
    fn map_bits(&self) -> Vec<u64> {
        self.iter().map(|x| x.to_bits()).collect()
    }
}

#[test]
fn no_inputs_or_no_outputs() {
    let mut block = Graph::new();
    let one = block.integer(1);
    let constant =
        Compiled::new(&Program { parameters: vec![], wrt: vec![], block, output: Output::Scalar(one) }).unwrap();
    assert_eq!(constant.eval_scalar(&[]), Ok(1.0));
    let mut out = [0.0; 3];
    constant.eval_batch(&[], &mut [&mut out]).unwrap();
    assert_eq!(out, [1.0; 3]);
    let nothing =
        Program { parameters: vec!["x".to_owned()], wrt: vec![], block: Graph::new(), output: Output::Vector(vec![]) };
    let nothing = Compiled::new(&nothing).unwrap();
    assert_eq!(nothing.eval(&[1.0]), Ok(vec![]));
    nothing.eval_batch(&[&[1.0, 2.0]], &mut []).unwrap();
}

#[test]
fn a_million_nodes() {
    let mut rng = fastrand::Rng::with_seed(4);
    let wide = arithmetic(&mut rng, 1_000_000);
    let mut block = Graph::new();
    let (x, mut last) = (block.variable("x"), block.variable("x"));
    for i in 0..500_000 {
        last = block.call(if i % 2 == 0 { Sub } else { Midpoint }, &[last, x]);
        last = block.call(Neg, &[last]);
    }
    let deep = Program { parameters: vec!["x".to_owned()], wrt: vec![], block, output: Output::Scalar(last) };
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

#[test]
fn what_does_not_compile() {
    let mut block = Graph::new();
    let (x, y) = (block.variable("x"), block.variable("y"));
    let sum = block.call(Add, &[x, y]);
    let program = |parameters: &[&str], root| Program {
        parameters: parameters.iter().map(|name| (*name).to_owned()).collect(),
        wrt: vec![],
        block: block.clone(),
        output: Output::Vector(vec![x, root]),
    };
    let error = |parameters, root| Compiled::new(&program(parameters, root)).unwrap_err();
    let unknown = error(&["x"], sum);
    assert_eq!(unknown, CompileError::UnknownVariable { name: "y".to_owned() });
    assert!(unknown.to_string().contains("`y` is not a parameter"));
    let twice = error(&["x", "y", "x"], sum);
    assert_eq!(twice, CompileError::DuplicateParameter { name: "x".to_owned(), positions: [0, 2] });
    assert_eq!(error(&["x", "y"], Id::from_index(99)), CompileError::UnknownRoot { output: 1, nodes: 3 });
    assert!(Compiled::new(&program(&["x"], x)).is_ok(), "a variable that no output needs is no error");
}

#[test]
fn what_does_not_fit() {
    let mut block = Graph::new();
    let (x, y) = (block.variable("x"), block.variable("y"));
    let output = Output::Gradient(x, vec![y]);
    let compiled =
        Compiled::new(&Program { parameters: ["x", "y"].map(str::to_owned).into(), wrt: vec![], block, output })
            .unwrap();
    assert_eq!(compiled.eval(&[1.0]), Err(EvalError::Inputs { expected: 2, got: 1 }));
    assert_eq!(compiled.eval_scalar(&[1.0, 2.0]), Err(EvalError::NotScalar { outputs: 2 }));
    let mut short = [0.0; 1];
    assert_eq!(compiled.point().eval_into(&[1.0, 2.0], &mut short), Err(EvalError::Outputs { expected: 2, got: 1 }));
    let (two, three) = ([1.0; 2], [1.0; 3]);
    let (mut a, mut b) = ([0.0; 2], [0.0; 3]);
    let eval = |columns: &[&[f64]], out: &mut [&mut [f64]]| compiled.eval_batch(columns, out).unwrap_err();
    assert_eq!(eval(&[&two], &mut [&mut a, &mut b]), EvalError::Inputs { expected: 2, got: 1 });
    assert_eq!(eval(&[&two, &two], &mut [&mut a]), EvalError::Outputs { expected: 2, got: 1 });
    assert_eq!(eval(&[&two, &three], &mut [&mut a, &mut b]), EvalError::InputLength { column: 1, expected: 2, got: 3 });
    let error = eval(&[&two, &two], &mut [&mut a, &mut b]);
    assert_eq!(error, EvalError::OutputLength { column: 1, expected: 2, got: 3 });
    assert_eq!(error.to_string(), "output column 1 has 3 rows, the batch has 2: make it as long as the batch");
}
