//! What `#[grad]` costs at compile time: the engine's share of an expansion, as a user's dev build runs it.
//!
//! `cargo bench --profile dev --bench expand`: proc macros are compiled without optimisation, so the bench profile says nothing.
//! Every figure is from a process of its own, for a macro that is called for the first time also reads its tables; the last
//! column is what further functions of the same crate cost.

use std::process::Command;
use std::time::{Duration, Instant};

use gradus_engine::diff;
use gradus_engine::emit::rust_block;
use gradus_engine::function::Function::{self, Add, Div, Erfc, Exp, Ln, Mul, Neg, Powi, Sqrt, Sub, Tanh};
use gradus_engine::graph::{Graph, Id, Op};
use gradus_engine::simplify::cost::operations;
use gradus_engine::simplify::{Goal, Region, simplify};

/// Operations of the user's function.
const SIZES: [usize; 5] = [30, 100, 300, 1_000, 3_000];

/// A function: its graph and its value; all variables are active.
type Source = (Graph, Id);

/// A case by name: the blocks of a function of some `size` operations.
type Case = (&'static str, fn(usize) -> Vec<Source>);

const CASES: &[Case] = &[
    ("layer", |size| vec![layer(size)]),
    ("rosenbrock", |size| vec![rosenbrock(size)]),
    ("options", |size| vec![options(size)]),
    ("chain", |size| vec![chain(size)]),
    ("atoms", |size| vec![atoms(size)]),
    ("blocks", blocks),
];

/// A graph that is written as formulas are.
#[derive(Default)]
struct Formula(Graph);

impl Formula {
    fn variable(&mut self, name: &str, index: usize) -> Id {
        self.0.variable(&format!("{name}{index}"))
    }

    fn number(&mut self, value: f64) -> Id {
        self.0.number(gradus_engine::number::Number::from_f64(value).expect("finite"))
    }

    fn of(&mut self, function: Function, args: &[Id]) -> Id {
        self.0.intern(function, args)
    }

    fn square(&mut self, x: Id) -> Id {
        let two = self.0.integer(2);
        self.of(Powi, &[x, two])
    }

    fn sum(mut self, terms: Vec<Id>) -> Source {
        let value = terms.into_iter().reduce(|sum, term| self.of(Add, &[sum, term])).expect("terms");
        (self.0, value)
    }

    /// `1/(1 + exp(-z))`
    fn sigmoid(&mut self, z: Id) -> Id {
        let minus = self.of(Neg, &[z]);
        let exp = self.of(Exp, &[minus]);
        let one = self.0.integer(1);
        let below = self.of(Add, &[one, exp]);
        self.of(Div, &[one, below])
    }
}

/// Neurons of six inputs, sigmoid and tanh by turns, each with a squared error.
fn layer(size: usize) -> Source {
    let mut f = Formula::default();
    let inputs: Vec<Id> = (0..6).map(|k| f.variable("x", k)).collect();
    let mut terms = Vec::new();
    for j in 0..(size / 18).max(1) {
        let mut z = f.variable("b", j);
        for (k, x) in inputs.iter().enumerate() {
            let w = f.variable("w", 6 * j + k);
            let product = f.of(Mul, &[w, *x]);
            z = f.of(Add, &[z, product]);
        }
        let out = if j % 2 == 0 { f.sigmoid(z) } else { f.of(Tanh, &[z]) };
        let target = f.variable("y", j);
        let error = f.of(Sub, &[out, target]);
        terms.push(f.square(error));
    }
    f.sum(terms)
}

/// `Σ 100 (x1 - x0²)² + (1 - x0)²`
fn rosenbrock(size: usize) -> Source {
    let mut f = Formula::default();
    let mut terms = Vec::new();
    for i in 0..(size / 8).max(1) {
        let (x, y) = (f.variable("x", i), f.variable("x", i + 1));
        let (hundred, one) = (f.0.integer(100), f.0.integer(1));
        let square = f.square(x);
        let inner = f.of(Sub, &[y, square]);
        let inner = f.square(inner);
        let left = f.of(Mul, &[hundred, inner]);
        let right = f.of(Sub, &[one, x]);
        let right = f.square(right);
        terms.push(f.of(Add, &[left, right]));
    }
    f.sum(terms)
}

/// European calls after Black and Scholes on one asset.
fn options(size: usize) -> Source {
    let mut f = Formula::default();
    let [s, v, r] = ["s", "v", "r"].map(|name| f.0.variable(name));
    let mut terms = Vec::new();
    for i in 0..(size / 24).max(1) {
        let (k, t) = (f.variable("k", i), f.variable("t", i));
        let two = f.number(2.0);
        let root_t = f.of(Sqrt, &[t]);
        let root = f.of(Mul, &[v, root_t]);
        let ratio = f.of(Div, &[s, k]);
        let ln = f.of(Ln, &[ratio]);
        let square = f.square(v);
        let half = f.of(Div, &[square, two]);
        let drift = f.of(Add, &[r, half]);
        let drift = f.of(Mul, &[drift, t]);
        let above = f.of(Add, &[ln, drift]);
        let d1 = f.of(Div, &[above, root]);
        let d2 = f.of(Sub, &[d1, root]);
        let root_2 = f.of(Sqrt, &[two]);
        let [left, right] = [d1, d2].map(|d| {
            let minus = f.of(Neg, &[d]);
            let scaled = f.of(Div, &[minus, root_2]);
            let tail = f.of(Erfc, &[scaled]);
            f.of(Div, &[tail, two])
        });
        let left = f.of(Mul, &[s, left]);
        let rate = f.of(Mul, &[r, t]);
        let rate = f.of(Neg, &[rate]);
        let discount = f.of(Exp, &[rate]);
        let paid = f.of(Mul, &[k, discount]);
        let right = f.of(Mul, &[paid, right]);
        terms.push(f.of(Sub, &[left, right]));
    }
    f.sum(terms)
}

/// `a = a*a + 0.1*a`: as a tree it would double with each step.
fn chain(size: usize) -> Source {
    let mut f = Formula::default();
    let mut a = f.0.variable("a");
    for _ in 0..size / 3 {
        let tenth = f.number(0.1);
        let square = f.of(Mul, &[a, a]);
        let scaled = f.of(Mul, &[tenth, a]);
        a = f.of(Add, &[square, scaled]);
    }
    (f.0, a)
}

/// The energy of a row of atoms by Lennard-Jones, each with its neighbour.
fn atoms(size: usize) -> Source {
    let mut f = Formula::default();
    let (eps, sigma) = (f.0.variable("eps"), f.0.variable("sigma"));
    let mut terms = Vec::new();
    for i in 0..(size / 17).max(1) {
        let squares = ["x", "y", "z"].map(|axis| {
            let (a, b) = (f.variable(axis, i), f.variable(axis, i + 1));
            let difference = f.of(Sub, &[a, b]);
            f.square(difference)
        });
        let q = f.of(Add, &[squares[0], squares[1]]);
        let q = f.of(Add, &[q, squares[2]]);
        let (six, two, four) = (f.0.integer(6), f.0.integer(2), f.number(4.0));
        let r = f.of(Sqrt, &[q]);
        let ratio = f.of(Div, &[sigma, r]);
        let attraction = f.of(Powi, &[ratio, six]);
        let repulsion = f.of(Powi, &[attraction, two]);
        let difference = f.of(Sub, &[repulsion, attraction]);
        let scale = f.of(Mul, &[four, eps]);
        terms.push(f.of(Mul, &[scale, difference]));
    }
    f.sum(terms)
}

/// Bodies of loops: blocks of 5 to 40 operations, one after the other.
fn blocks(size: usize) -> Vec<Source> {
    let mut all = Vec::new();
    let mut left = size;
    for (at, length) in [5, 12, 40, 8, 24, 16].into_iter().cycle().enumerate() {
        let length = length.min(left);
        let of = [chain, layer, options, rosenbrock, atoms][at % 5];
        all.push(of(length));
        left -= length;
        if left < 5 {
            return all;
        }
    }
    unreachable!("the cycle has no end")
}

/// What the parts of one expansion take.
#[derive(Clone, Copy, Default)]
struct Times {
    gradient: Duration,
    simplify: Duration,
    emit: Duration,
}

impl Times {
    fn total(&self) -> Duration {
        self.gradient + self.simplify + self.emit
    }
}

/// Differentiates, simplifies and writes the blocks.
fn expand(blocks: &[Source]) -> Times {
    let mut times = Times::default();
    for (graph, value) in blocks {
        let start = Instant::now();
        let mut graph = graph.clone();
        let wrt: Vec<Id> = graph.ids().filter(|id| matches!(graph.op(*id), Op::Variable(_))).collect();
        let roots = diff::gradient(&mut graph, *value, &wrt).into_iter().flatten().collect();
        let differentiated = Instant::now();
        let region = simplify(&Region { graph, pinned: vec![*value], roots }, Goal::Code);
        let simplified = Instant::now();
        let roots = [&region.pinned[..], &region.roots].concat();
        let mut count = 0;
        let mut temporary = |_: Option<usize>| {
            count += 1;
            format!("t{count}")
        };
        let text = rust_block(&region.graph, &roots, "f64", &|name| format!("__{name}"), &mut temporary);
        assert_eq!(text.results.len(), roots.len());
        times.gradient += differentiated - start;
        times.simplify += simplified - differentiated;
        times.emit += simplified.elapsed();
    }
    times
}

/// Operations of the function, and of value and gradient.
fn count(blocks: &[Source]) -> (usize, usize) {
    let (mut own, mut all) = (0, 0);
    for (graph, value) in blocks {
        own += operations(graph, &[*value]);
        let mut graph = graph.clone();
        let wrt: Vec<Id> = graph.ids().filter(|id| matches!(graph.op(*id), Op::Variable(_))).collect();
        let mut roots: Vec<Id> = diff::gradient(&mut graph, *value, &wrt).into_iter().flatten().collect();
        roots.push(*value);
        all += operations(&graph, &roots);
    }
    (own, all)
}

/// The median of some repetitions, by what is taken of them.
fn median(mut all: Vec<Times>) -> Times {
    all.sort_by_key(Times::total);
    all[all.len() / 2]
}

/// In a process of its own: the first expansion, and the median of further ones, in microseconds.
fn measured(case: &Case, size: usize) {
    let blocks = case.1(size);
    let first = expand(&blocks);
    let further = median((0..3).map(|_| expand(&blocks)).collect());
    for time in [first.gradient, first.simplify, first.emit, further.total()] {
        print!("{} ", time.as_micros());
    }
    println!();
}

/// The medians of five processes.
fn row(case: &Case, size: usize) {
    let this = std::env::current_exe().expect("its own path");
    let mut runs: Vec<Vec<u64>> = (0..5)
        .map(|_| {
            let output = Command::new(&this).args(["--one", case.0, &size.to_string()]).output().expect("it runs");
            let text = String::from_utf8(output.stdout).expect("numbers");
            text.split_whitespace().map(|field| field.parse().expect("a number")).collect()
        })
        .collect();
    runs.sort_by_key(|run| run[0] + run[1] + run[2]);
    let run = &runs[runs.len() / 2];
    let (own, all) = count(&case.1(size));
    let time = |micros: u64| format!("{:.1} ms", micros as f64 / 1e3);
    let [gradient, simplify, emit] = [run[0], run[1], run[2]].map(time);
    let (first, further) = (time(run[0] + run[1] + run[2]), time(run[3]));
    println!("| {} | {own} | {all} | {gradient} | {simplify} | {emit} | {first} | {further} |", case.0);
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name, size] = &args[..]
        && flag == "--one"
    {
        let case = CASES.iter().find(|case| case.0 == name).expect("a case");
        return measured(case, size.parse().expect("a size"));
    }
    let profile = if cfg!(debug_assertions) { "not optimised, as a macro is" } else { "optimised, which no macro is" };
    println!("Expansion, {profile}\n");
    println!("| function | operations | with gradient | gradient | simplify | write | first | further |");
    println!("|---|---|---|---|---|---|---|---|");
    for case in CASES {
        for size in SIZES {
            row(case, size);
        }
    }
}
