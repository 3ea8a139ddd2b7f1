//! Random graphs, the same on every run.

use fastrand::Rng;
use gradus_engine::Expr;
use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::{Graph, Id};
use gradus_engine::number::Number;

pub const NAMES: [&str; 3] = ["x", "y", "z"];

/// What the rewrite rules and the canonical pass look for, to be nested in one another.
const IDIOMS: &[&str] = &[
    "a + b",
    "a - b",
    "a*b",
    "a*b",
    "a/b",
    "a*b + a*c",
    "a*b - a*c",
    "a - a*b",
    "a/c + b/c",
    "a/c - b/c^2",
    "a*a - b*b",
    "1/a",
    "a/(b/c)",
    "(a/b)/c",
    "a/(a + b)",
    "a/(1 + a)",
    "1 - a/b",
    "1 - 1/(1 + a)",
    "a^2",
    "a^3*b",
    "a^2*b^2",
    "a^-1",
    "a^2/b^2",
    "(a + b)*(a - b)",
    "(1 - a)*(1 + a)",
    "(a + b)^2",
    "a*abs(a)",
    "abs(a)",
    "abs(a*b)",
    "a/abs(a)",
    "sign(a)*a",
    "exp(a)",
    "exp(a)*exp(b)",
    "exp(a)/exp(b)",
    "exp(-a)",
    "exp(2*a)",
    "1/exp(a)",
    "1/(1 + exp(-a))",
    "exp(a)/(1 + exp(a))",
    "(exp(a) - exp(-a))/(exp(a) + exp(-a))",
    "exp(-a^2/2)",
    "exp(ln(a))",
    "ln(exp(a))",
    "ln(a)",
    "ln(1 + exp(a))",
    "ln(1 + a^2)",
    "sqrt(a)",
    "1/sqrt(a)",
    "a/sqrt(b)",
    "b/sqrt(a^2 + b^2)",
    "sqrt(a^2)",
    "sqrt(a)*sqrt(a)",
    "sqrt(1 + a^2)",
    "a^1.5",
    "a^(-1/2)*b",
    "powf(a, b)",
    "powf(a, b)*powf(a, c)",
    "powf(a, b - 1)*b",
    "a*powf(a, b)",
    "xlogy(a, b)",
    "sin(a)",
    "cos(a)",
    "sin(a)^2 + cos(a)^2",
    "1 - sin(a)^2",
    "sin(a)/cos(a)",
    "tan(a)*cos(a)",
    "sin(-a)",
    "cosh(a)",
    "cosh(a)^2 - sinh(a)^2",
    "sinh(a)/cosh(a)",
    "tanh(-a)",
    "tanh(a)",
    "max(a, b)",
    "min(a, 1)",
    "relu(a)",
    "hypot(a, b)",
    "atan2(a, b)",
    "if a > 0 then b else c",
    "if a > 0 then ln(a) else b",
    "if a == 0 then 1 else b/a",
    "if a == 0 then 0 else a*b",
    "if a >= 0 then sqrt(a) else b*abs(a)",
    "max(ln(a), b)",
    "softplus(a)",
    "sigmoid(a)",
    "logaddexp(a, b)",
    "erf(a)",
    "exp2(a)",
    "cbrt(a)",
    "2*a",
    "3*a - 2*b",
    "a/3",
    "0.1*a",
    "a - 1",
    "a + 2",
    "-a",
];

/// Small exact constants.
const CONSTANTS: [(i64, i64); 8] = [(1, 1), (2, 1), (3, 1), (-1, 1), (1, 2), (-2, 1), (1, 10), (5, 3)];

fn number(rng: &mut Rng, graph: &mut Graph) -> Id {
    let (p, q) = CONSTANTS[rng.usize(..CONSTANTS.len())];
    graph.number(Number::ratio(p, q).expect("not over zero"))
}

/// Sums, products, quotients, whole powers; with `pieces` also signs, extrema and choices.
pub fn arithmetic(rng: &mut Rng, calls: usize, pieces: bool) -> (Graph, Vec<Id>) {
    use Function::*;
    let plain = [Add, Add, Add, Sub, Sub, Mul, Mul, Mul, Mul, Div, Div, Neg, Powi, Recip];
    let all = [Add, Add, Sub, Sub, Mul, Mul, Mul, Div, Neg, Powi, Abs, Max, Min, Sign, Relu, Select, Select];
    build(rng, calls, if pieces { &all } else { &plain })
}

/// Every function of the table.
pub fn whole_table(rng: &mut Rng, calls: usize) -> (Graph, Vec<Id>) {
    build(rng, calls, Function::ALL)
}

fn build(rng: &mut Rng, calls: usize, functions: &[Function]) -> (Graph, Vec<Id>) {
    let mut graph = Graph::new();
    let mut reals: Vec<Id> = NAMES[..rng.usize(1..=3)].iter().map(|name| graph.variable(name)).collect();
    let mut made = Vec::new();
    while made.len() < calls {
        let function = functions[rng.usize(..functions.len())];
        let row = function.row();
        if row.result == Kind::Bool || row.parameters.is_empty() {
            continue;
        }
        let args: Vec<Id> = (row.kinds.iter())
            .map(|kind| match kind {
                Kind::Real => real(rng, &mut graph, &reals),
                Kind::Integer => graph.integer(rng.i64(-3..5)),
                Kind::Bool => condition(rng, &mut graph, &reals),
            })
            .collect();
        let id = graph.call(function, &args);
        made.push(id);
        reals.push(id);
    }
    let extra = rng.usize(..3);
    let mut roots: Vec<Id> = (0..extra).map(|_| made[rng.usize(..made.len())]).collect();
    roots.extend(made.last());
    (graph, roots)
}

fn real(rng: &mut Rng, graph: &mut Graph, reals: &[Id]) -> Id {
    match rng.u8(..8) {
        0 => number(rng, graph),
        1..5 => reals[reals.len() - 1 - rng.usize(..reals.len().min(4))],
        _ => reals[rng.usize(..reals.len())],
    }
}

fn condition(rng: &mut Rng, graph: &mut Graph, reals: &[Id]) -> Id {
    use Function::*;
    let function = [Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual][rng.usize(..6)];
    let (a, b) = (real(rng, graph, reals), number(rng, graph));
    let zero = graph.integer(0);
    let b = if rng.bool() { zero } else { b };
    graph.call(function, &[a, b])
}

/// Idioms nested in one another; parts recur.
pub fn idioms(rng: &mut Rng, depth: usize) -> Expr {
    let mut pool: Vec<Expr> = NAMES[..rng.usize(1..=3)].iter().map(|name| Expr::var(*name)).collect();
    for _ in 0..depth {
        let idiom = gradus_engine::parse(IDIOMS[rng.usize(..IDIOMS.len())]).expect("an idiom");
        let mut pick = || match rng.u8(..10) {
            0 => Expr::from(rng.i32(1..4)),
            1..6 => pool[pool.len() - 1].clone(),
            _ => pool[rng.usize(..pool.len())].clone(),
        };
        let (a, b, c) = (pick(), pick(), pick());
        pool.push(idiom.substitute(&[("a", &a), ("b", &b), ("c", &c)]));
    }
    pool.pop().expect("one at least")
}
