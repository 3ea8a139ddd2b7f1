//! Random programs.

use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::{Graph, Id};
use gradus_engine::number::Number;
use gradus_engine::program::{Output, Program};

pub const SPECIAL: [f64; 17] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -2.0,
    3.0,
    1e-320,
    -1e-300,
    1e300,
    -1e300,
    f64::MIN_POSITIVE,
    f64::MAX,
    709.5,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

/// Mostly of ordinary size, sometimes of any size or special.
pub fn any_number(rng: &mut fastrand::Rng) -> f64 {
    let sign = if rng.bool() { 1.0 } else { -1.0 };
    match rng.u8(..10) {
        0 => SPECIAL[rng.usize(..SPECIAL.len())],
        1 => sign * (rng.f64() * 1400.0 - 700.0).exp(),
        2..5 => sign * rng.f64(),
        _ => sign * (rng.f64() * 12.0 - 6.0).exp(),
    }
}

/// Sums, differences, products, quotients, small whole powers.
pub fn arithmetic(rng: &mut fastrand::Rng, calls: usize) -> Program {
    use Function::{Add, Div, Mul, Neg, Powi, Sub};
    build(rng, calls, &[Add, Add, Add, Sub, Sub, Sub, Mul, Mul, Mul, Mul, Mul, Div, Neg, Powi])
}

pub fn whole_table(rng: &mut fastrand::Rng, calls: usize) -> Program {
    build(rng, calls, Function::ALL)
}

fn build(rng: &mut fastrand::Rng, calls: usize, functions: &[Function]) -> Program {
    let parameters: Vec<String> = (0..5).map(|i| format!("x{i}")).collect();
    let mut block = Graph::new();
    let mut reals: Vec<Id> = parameters.iter().map(|name| block.variable(name)).collect();
    for value in [0.0, 1.0, 0.1, -2.5, 1e6] {
        reals.push(block.number(Number::from_f64(value).expect("finite")));
    }
    let mut bools = vec![block.intern(Function::Less, &[reals[0], reals[1]])];
    while block.len() < calls {
        let function = functions[rng.usize(..functions.len())];
        let args: Vec<Id> = (function.row().kinds.iter())
            .map(|kind| match kind {
                Kind::Real if rng.bool() => reals[reals.len() - 1 - rng.usize(..reals.len().min(8))],
                Kind::Real => reals[rng.usize(..reals.len())],
                Kind::Bool => bools[rng.usize(..bools.len())],
                Kind::Integer => block.integer(rng.i64(-6..12)),
            })
            .collect();
        let id = block.intern(function, &args);
        if function.row().result == Kind::Bool { &mut bools } else { &mut reals }.push(id);
    }
    let picks = rng.usize(1..6);
    let mut outputs: Vec<Id> = (0..picks).map(|_| reals[rng.usize(..reals.len())]).collect();
    outputs.extend(reals.last());
    Program { parameters, wrt: vec![], block, output: Output::Vector(outputs) }
}

/// The nodes that no call uses.
pub fn sinks(block: &Graph) -> Vec<Id> {
    let mut used = vec![false; block.len()];
    for arg in block.ids().flat_map(|id| block.args(id)) {
        used[arg.index()] = true;
    }
    block.ids().filter(|id| !used[id.index()]).collect()
}
