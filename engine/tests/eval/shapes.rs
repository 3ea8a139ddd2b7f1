//! Shapes of inputs and outputs, and the errors when they do not fit.

use gradus_engine::function::Function::{Add, Mul, Pi, Sin};
use gradus_engine::graph::{Graph, Id};
use gradus_engine::number::Number;
use gradus_engine::program::{Output, Program};
use gradus_engine::{CompileError, Compiled, EvalError};

use crate::batch;

/// `x, y, z` of which `y` is unused, and outputs that are no calls or repeat one another.
#[test]
fn outputs_that_are_inputs_constants_or_repeated() {
    let mut block = Graph::new();
    let (x, z, half) = (block.variable("x"), block.variable("z"), block.number(Number::from_f64(0.5).unwrap()));
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
    assert_eq!(dense, [2.0, 0.0, 0.0, 2f64.sin()]);
    assert!(dense.iter().all(|entry| entry.is_sign_positive()));
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
