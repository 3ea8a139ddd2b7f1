//! The point and the batch evaluator against node-by-node evaluation with `Function::apply`.

mod allocation;
mod random;
mod shapes;
mod values;

use gradus_engine::Compiled;
use gradus_engine::function::Function::{self, Acosh, Atanh};
use gradus_engine::graph::{Id, Op};
use gradus_engine::program::Program;

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

#[test]
fn closeness_looks_both_ways() {
    let next = |x: f64, steps: i64| f64::from_bits((x.to_bits() as i64 + steps) as u64);
    for x in [1.0, -1.0, 1e-320, f64::MAX] {
        for steps in [-3, -2, -1, 0] {
            assert_eq!(close(x, next(x, steps)), steps > -3);
            assert_eq!(close(next(x, steps), x), steps > -3);
        }
    }
    assert!(close(f64::NAN, -f64::NAN) && !close(0.0, -0.0) && !close(1.0, f64::NAN) && !close(f64::NAN, 1.0));
    assert!(close(f64::MAX, f64::INFINITY) && !close(f64::INFINITY, f64::NEG_INFINITY));
}
