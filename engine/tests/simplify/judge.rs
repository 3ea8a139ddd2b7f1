//! Two judges of whether two forms have the same value, neither of which uses the engine's evaluator.
//!
//! Arithmetic is judged exactly, in rationals. Everything else is judged by noise: every rounded operation is disturbed by
//! some 64 units in the last place, again and again, and the spread of the results says how far each form can be trusted.

use std::collections::HashMap;

use gradus_engine::Expr;
use gradus_engine::diff;
use gradus_engine::function::Function;
use gradus_engine::graph::{Graph, Id, Op};
use gradus_engine::number::Number;
use gradus_engine::simplify::Region;

/// The disturbance of one operation, relative.
const NOISE: f64 = 64.0 * f64::EPSILON;
/// Disturbed evaluations of one form.
const RUNS: usize = 6;

/// A computed value and how far its own rounding may carry it.
#[derive(Clone, Copy, Debug)]
pub struct Trusted {
    pub value: f64,
    pub spread: f64,
}

impl Trusted {
    /// Whether the leading digits of the value mean anything.
    pub fn is_sound(self) -> bool {
        self.value.is_finite() && self.spread <= 1e-3 * self.value.abs()
    }
}

/// The values of the roots, each operation rounded once.
pub fn values(graph: &Graph, roots: &[Id], at: &[(&str, f64)]) -> Vec<f64> {
    evaluate(graph, roots, at, false, |value| value)
}

/// The values of the roots with their trust. With `strict`, what saturates or cancels is NaN, and what looks at a NaN is NaN:
/// a comparison, `max(nan, 1)`.
pub fn trusted(graph: &Graph, roots: &[Id], at: &[(&str, f64)], strict: bool) -> Vec<Trusted> {
    let mut rng = fastrand::Rng::with_seed(1);
    let plain = evaluate(graph, roots, at, strict, |value| value);
    let mut trusted: Vec<Trusted> = plain.into_iter().map(|value| Trusted { value, spread: 0.0 }).collect();
    for _ in 0..RUNS {
        let disturbed = evaluate(graph, roots, at, strict, |value| value * (1.0 + NOISE * (2.0 * rng.f64() - 1.0)));
        for (trusted, other) in trusted.iter_mut().zip(disturbed) {
            let distance = if trusted.value == other { 0.0 } else { (trusted.value - other).abs() };
            trusted.spread = if distance.is_nan() { f64::INFINITY } else { trusted.spread.max(distance) };
        }
    }
    trusted
}

/// Functions whose results are never rounded.
fn exact(function: Function) -> bool {
    use Function::*;
    let row = function.row();
    row.result != gradus_engine::function::Kind::Real
        || matches!(
            function,
            Neg | Abs | Sign | Signum | Copysign | Floor | Ceil | Round | RoundTiesEven | Trunc | Max | Min | Clamp
        )
        || matches!(function, Select | Relu | Inf | Nan)
}

/// Whether a sum of these arguments has lost all its digits: it may be an exact zero disturbed.
fn cancels(function: Function, args: &[f64], value: f64) -> bool {
    let sum = matches!(function, Function::Add | Function::Sub);
    sum && value.abs() < 1e-11 * args[0].abs().max(args[1].abs())
}

/// Whether a zero from these arguments is an underflow.
fn vanishes(function: Function, args: &[f64]) -> bool {
    match function {
        Function::Exp | Function::Exp2 | Function::Sigmoid | Function::Softplus | Function::NormCdf => true,
        Function::Mul | Function::Powi | Function::Powf => args.iter().all(|arg| *arg != 0.0),
        Function::Div => args[0] != 0.0,
        _ => false,
    }
}

fn evaluate(
    graph: &Graph,
    roots: &[Id],
    at: &[(&str, f64)],
    strict: bool,
    mut round: impl FnMut(f64) -> f64,
) -> Vec<f64> {
    let mut values = vec![0.0; graph.len()];
    for id in graph.cone(roots) {
        values[id.index()] = match graph.op(id) {
            Op::Number(number) if number.is_integer() => number.to_f64(),
            Op::Number(number) => round(number.to_f64()),
            Op::Variable(name) => at.iter().find(|(known, _)| *known == name).expect("every name has a value").1,
            Op::Call(function) => {
                let mut args = [0.0; 3];
                for (slot, arg) in args.iter_mut().zip(graph.args(id)) {
                    *slot = values[arg.index()];
                }
                let seen = if function == Function::Select { 1 } else { graph.args(id).len() };
                let args_seen = &args[..seen];
                let value = function.apply(args);
                let extreme = !(1e-100..1e100).contains(&value.abs()) && value != 0.0;
                let saturated = extreme
                    || cancels(function, args_seen, value) && (value != 0.0)
                    || value == 0.0 && vanishes(function, args_seen);
                let value = match saturated || args_seen.iter().any(|arg| arg.is_nan()) {
                    true if strict => f64::NAN,
                    _ => value,
                };
                if exact(function) { value } else { round(value) }
            }
        };
    }
    roots.iter().map(|root| values[root.index()]).collect()
}

/// A rational, a condition, or nothing where the arithmetic is undefined or too large.
#[derive(Clone, Debug, PartialEq)]
pub enum Exact {
    Number(Number),
    Condition(bool),
    Undefined,
}

/// The exact values of the roots of a graph of arithmetic.
pub fn exactly(graph: &Graph, roots: &[Id], at: &[(&str, Number)]) -> Vec<Exact> {
    let mut values: HashMap<Id, Exact> = HashMap::new();
    for id in graph.cone(roots) {
        let value = match graph.op(id) {
            Op::Number(number) => Exact::Number(number.clone()),
            Op::Variable(name) => {
                Exact::Number(at.iter().find(|(known, _)| *known == name).expect("every name has a value").1.clone())
            }
            Op::Call(function) => {
                let args: Vec<Exact> = graph.args(id).iter().map(|arg| values[arg].clone()).collect();
                operation(function, &args)
            }
        };
        values.insert(id, value);
    }
    roots.iter().map(|root| values[root].clone()).collect()
}

fn operation(function: Function, args: &[Exact]) -> Exact {
    use Exact::{Condition, Number as N, Undefined};
    let number = |result: Option<Number>| result.map_or(Undefined, N);
    let sign = |a: &Number| if a.is_zero() { 0 } else { 1 - 2 * i64::from(a.is_negative()) };
    match (function, args) {
        (Function::Select, [Condition(c), a, b]) => {
            if *c {
                a.clone()
            } else {
                b.clone()
            }
        }
        (Function::True, []) => Condition(true),
        (Function::False, []) => Condition(false),
        (Function::Not, [Condition(p)]) => Condition(!p),
        (Function::And, [Condition(p), Condition(q)]) => Condition(*p && *q),
        (Function::Or, [Condition(p), Condition(q)]) => Condition(*p || *q),
        (_, [N(a)]) => match function {
            Function::Neg => N(a.neg()),
            Function::Recip => number(a.recip()),
            Function::Abs => N(a.abs()),
            Function::Sign => N(sign(a).into()),
            Function::Relu => N(if a.is_negative() { Number::ZERO } else { a.clone() }),
            Function::Sqrt => number(a.sqrt()),
            _ => panic!("{function:?} is not arithmetic"),
        },
        (_, [N(a), N(b)]) => match function {
            Function::Add => number(a.add(b)),
            Function::Sub => number(a.sub(b)),
            Function::Mul => number(a.mul(b)),
            Function::Div => number(a.div(b)),
            Function::Powi | Function::Powf => number(b.to_i32().and_then(|n| a.powi(n))),
            Function::Max => N(a.max(b).clone()),
            Function::Min => N(a.min(b).clone()),
            Function::Less => Condition(a < b),
            Function::LessEqual => Condition(a <= b),
            Function::Greater => Condition(a > b),
            Function::GreaterEqual => Condition(a >= b),
            Function::Equal => Condition(a == b),
            Function::NotEqual => Condition(a != b),
            _ => panic!("{function:?} is not arithmetic"),
        },
        _ => Undefined,
    }
}

/// A root as text.
pub fn text(graph: &Graph, root: Id) -> String {
    Expr::from_graph(std::sync::Arc::new(graph.clone()), root).to_string()
}

/// A text and its partials by all of its variables, the value pinned.
pub fn gradient(text: &str) -> Region {
    let (graph, value) = gradus_engine::parse(text).expect("text of a test").graph();
    gradient_of(&graph, value)
}

/// A node and its partials by all of its variables, the value pinned.
pub fn gradient_of(source: &Graph, value: Id) -> Region {
    let mut graph = Graph::new();
    let value = graph.import(source, &[value])[0];
    let names: Vec<String> = graph.variables(&[value]).into_iter().map(str::to_owned).collect();
    let wrt: Vec<Id> = names.iter().map(|name| graph.variable(name)).collect();
    let roots = diff::gradient(&mut graph, value, &wrt).into_iter().flatten().collect();
    Region { graph, pinned: vec![value], roots }
}
