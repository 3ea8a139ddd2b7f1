//! Programs to emit, points to run them at, and the reference to compare with.

use gradus_engine::emit::to_rust;
use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::{Graph, Id, Op};
use gradus_engine::number::Number;
use gradus_engine::program::{Output, Program};

pub struct Case {
    pub name: String,
    pub program: Program,
    pub points: Vec<Vec<f64>>,
}

const SPECIAL: [f64; 16] = [
    0.3,
    -0.7,
    1.0,
    -0.0,
    2.5,
    0.0,
    -1.0,
    1e-9,
    30.5,
    -3.5,
    f64::INFINITY,
    700.0,
    f64::NAN,
    f64::NEG_INFINITY,
    1e300,
    0.999,
];

/// All that the tests run.
pub fn corpus() -> Vec<Case> {
    let whole: Vec<Function> = Function::ALL.iter().copied().filter(|f| is_whole(*f)).collect();
    let mut cases: Vec<Case> = whole.iter().copied().flat_map(each_place).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for number in 0..120 {
        cases.push(random_case(&mut random, number, &whole));
    }
    cases.extend(hand_made());
    cases
}

/// Whether the function has its helper, which some have not yet.
fn is_whole(function: Function) -> bool {
    let mut graph = Graph::new();
    let args = arguments(&mut graph, function, ["x", "y", "z"]);
    let root = graph.intern(function, &args);
    let text = to_rust(&program(&["x", "y", "z"], graph, Output::Scalar(root)), "f");
    let helper = function.row().helper.filter(|helper| function.row().rust.starts_with(helper));
    helper.is_none_or(|helper| text.contains(&format!("fn {helper}(")))
}

fn arguments(graph: &mut Graph, function: Function, names: [&str; 3]) -> Vec<Id> {
    let mut args = Vec::new();
    for (kind, name) in function.row().kinds.iter().zip(names) {
        args.push(match kind {
            Kind::Real => graph.variable(name),
            Kind::Integer => graph.integer(3),
            Kind::Bool => {
                let args = ["x", name].map(|name| graph.variable(name));
                graph.intern(if name == "x" { Function::Less } else { Function::LessEqual }, &args)
            }
        });
    }
    args
}

/// The function of variables, and with compound and constant arguments, and below other operators.
fn each_place(function: Function) -> Vec<Case> {
    let mut graph = Graph::new();
    let mut roots = Vec::new();
    let plain = arguments(&mut graph, function, ["x", "y", "z"]);
    let call = graph.intern(function, &plain);
    roots.push(call);
    let (y, two) = (graph.variable("y"), graph.number(Number::ratio(-7, 3).unwrap()));
    let as_argument = |graph: &mut Graph, replace: Id| {
        let mut args = plain.clone();
        for (arg, kind) in args.iter_mut().zip(function.row().kinds) {
            match kind {
                Kind::Real => *arg = replace,
                Kind::Integer => *arg = graph.integer(-2),
                Kind::Bool => *arg = graph.intern(Function::Not, &[*arg]),
            }
        }
        graph.intern(function, &args)
    };
    let sum = graph.intern(Function::Add, &[y, two]);
    let negated = graph.intern(Function::Neg, &[y]);
    let quotient = graph.intern(Function::Div, &[two, y]);
    let nan = graph.intern(Function::Nan, &[]);
    for arg in [sum, negated, quotient, two, nan] {
        roots.push(as_argument(&mut graph, arg));
    }
    if function.row().result == Kind::Real {
        for outer in [Function::Sub, Function::Mul, Function::Div, Function::Less, Function::Powf] {
            roots.push(graph.intern(outer, &[call, y]));
            roots.push(graph.intern(outer, &[y, call]));
        }
        for outer in [Function::Neg, Function::Exp, Function::Recip] {
            roots.push(graph.intern(outer, &[call]));
        }
    } else {
        let other = graph.intern(Function::Greater, &[y, two]);
        for outer in [Function::And, Function::Or] {
            roots.push(graph.intern(outer, &[call, other]));
            roots.push(graph.intern(outer, &[other, call]));
        }
        roots.push(graph.intern(Function::Not, &[call]));
        roots.push(graph.intern(Function::Select, &[call, y, two]));
    }
    let mut cases = Vec::new();
    let points: Vec<Vec<f64>> = (0..SPECIAL.len() * 2)
        .map(|i| [i, i / 3 + 7 * i, 5 * i + i / 16].map(|i| SPECIAL[i % SPECIAL.len()]).to_vec())
        .collect();
    for (part, roots) in roots.chunks(4).enumerate() {
        let program = program(&["x", "y", "z"], graph.clone(), Output::Vector(roots.to_vec()));
        cases.push(Case {
            name: format!("f_{}_{part}", format!("{function:?}").to_lowercase()),
            program,
            points: points.clone(),
        });
    }
    cases
}

/// Xorshift, enough for tests.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}

fn random_case(random: &mut Random, number: usize, whole: &[Function]) -> Case {
    let names = ["x", "type", "w0", "t2", "speed_of_light", "λ"];
    let arithmetic =
        [Function::Add, Function::Sub, Function::Mul, Function::Div, Function::Neg, Function::Sin, Function::Select];
    let mut graph = Graph::new();
    let mut reals: Vec<Id> = names.iter().map(|name| graph.variable(name)).collect();
    for (p, q) in [(2, 1), (-3, 1), (1, 10), (1, 3), (-5, 7)] {
        reals.push(graph.number(Number::ratio(p, q).unwrap()));
    }
    let mut conditions = vec![graph.intern(Function::Less, &[reals[0], reals[1]])];
    for _ in 0..10 + random.below(60) {
        let function = if random.below(3) > 0 {
            arithmetic[random.below(arithmetic.len())]
        } else {
            whole[random.below(whole.len())]
        };
        let mut args = Vec::new();
        for kind in function.row().kinds {
            // mostly recent nodes, so that deep terms come about
            let recent = |random: &mut Random, ids: &[Id]| {
                let back = random.below(ids.len()).min(random.below(ids.len()));
                ids[ids.len() - 1 - back]
            };
            args.push(match kind {
                Kind::Real => recent(random, &reals),
                Kind::Bool => recent(random, &conditions),
                Kind::Integer => graph.integer(random.below(6) as i64),
            });
        }
        let id = if number.is_multiple_of(2) { graph.intern(function, &args) } else { graph.call(function, &args) };
        match graph.kind(id) {
            Kind::Bool => conditions.push(id),
            _ => reals.push(id),
        }
    }
    let last: Vec<Id> = reals.iter().rev().take(12).copied().collect();
    let output = match number % 4 {
        0 => Output::Scalar(last[0]),
        1 => Output::Gradient(last[0], last[1..1 + number % 11].to_vec()),
        2 => Output::Vector(last[..number % 12].to_vec()),
        _ => Output::Matrix {
            columns: 3,
            entries: last[..3 + number % 3 * 3].iter().map(|id| (id.index() % 4 > 0).then_some(*id)).collect(),
        },
    };
    let points = (0..12).map(|_| names.iter().map(|_| SPECIAL[random.below(10)]).collect()).collect();
    Case { name: format!("random_{number}"), program: program(&names, graph, output), points }
}

/// What random graphs do not reach: long sums and products, chains, odd names, constants.
fn hand_made() -> Vec<Case> {
    let mut cases = Vec::new();
    let names: Vec<String> = (0..30).map(|i| format!("x{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let point: Vec<f64> = (0..30).map(|i| 0.1 + 0.07 * f64::from(i)).collect();
    for function in [Function::Add, Function::Mul, Function::Sub, Function::Max, Function::Hypot, Function::Div] {
        let mut graph = Graph::new();
        let xs: Vec<Id> = names.iter().map(|name| graph.variable(name)).collect();
        let mut roots = Vec::new();
        let mut value = xs[0];
        for x in &xs[1..] {
            value = graph.intern(function, &[value, *x]);
            roots.push(graph.intern(Function::Sin, &[*x]));
        }
        let name = format!("long_{}", format!("{function:?}").to_lowercase());
        cases.push(Case {
            name,
            program: program(&names, graph, Output::Gradient(value, roots)),
            points: vec![point.clone()],
        });
    }
    let mut graph = Graph::new();
    let mut value = graph.variable("x");
    for function in [Function::Sin, Function::Exp, Function::Neg, Function::Abs, Function::Sqrt].iter().cycle().take(60)
    {
        value = graph.intern(*function, &[value]);
    }
    cases.push(Case {
        name: "chain".into(),
        program: program(&["x"], graph, Output::Scalar(value)),
        points: vec![vec![0.4]],
    });
    // else if
    let mut graph = Graph::new();
    let x = graph.variable("x");
    let mut value = graph.call(Function::Sin, &[x]);
    for bound in 0..12 {
        let bound = graph.integer(bound);
        let condition = graph.call(Function::Less, &[x, bound]);
        let then = graph.call(Function::Mul, &[x, bound]);
        value = graph.call(Function::Select, &[condition, then, value]);
    }
    cases.push(Case {
        name: "pieces".into(),
        program: program(&["x"], graph, Output::Scalar(value)),
        points: [-1.0, 0.5, 3.5, 7.25, 20.0].map(|x| vec![x]).to_vec(),
    });
    let odd = ["sin", "cos", "self", "a b", "aub", "au20b", "X", "unused", "_", "t1", "value", "sigmoid", "fn", "None"];
    let mut graph = Graph::new();
    let ids: Vec<Id> = odd.iter().filter(|name| **name != "unused").map(|name| graph.variable(name)).collect();
    let mut value = graph.integer(1);
    for id in ids {
        let sine = graph.call(Function::Sin, &[id]);
        let sigmoid = graph.call(Function::Sigmoid, &[sine]);
        value = graph.call(Function::Add, &[value, sigmoid]);
    }
    let partials = vec![value, value];
    cases.push(Case {
        name: "Odd__names".into(),
        program: program(&odd, graph, Output::Gradient(value, partials)),
        points: vec![point[..odd.len()].to_vec()],
    });
    let mut graph = Graph::new();
    let mut roots: Vec<Id> = [
        "0.1",
        "1e300",
        "1e999",
        "-1e999",
        "1e-300",
        "1e-999",
        "3.14159",
        "2.718",
        "123456789012345678901",
        "0.5",
        "1e22",
        "-0.25",
    ]
    .map(|text| graph.number(Number::parse_decimal(text).unwrap()))
    .to_vec();
    for (p, q) in [(1, 3), (-2, 3), (i64::MAX, 7), (1, i64::MAX), (1, 1024), (3, 1 << 40)] {
        roots.push(graph.number(Number::ratio(p, q).unwrap()));
    }
    let constants = roots.clone();
    for id in constants {
        roots.push(graph.intern(Function::Ln, &[id]));
    }
    for function in [Function::Pi, Function::E, Function::Inf, Function::Nan, Function::True, Function::False] {
        roots.push(graph.intern(function, &[]));
    }
    cases.push(Case {
        name: "constants".into(),
        program: program(&[], graph, Output::Vector(roots)),
        points: vec![vec![]],
    });
    cases
}

pub fn program(parameters: &[&str], block: Graph, output: Output) -> Program {
    let parameters = parameters.iter().map(|name| name.to_string()).collect();
    Program { parameters, wrt: Vec::new(), block, output }
}

/// The results in the order in which they are returned, by [`Function::apply`] on every node.
pub fn reference(program: &Program, point: &[f64]) -> Vec<f64> {
    let graph = &program.block;
    let mut values: Vec<f64> = Vec::with_capacity(graph.len());
    for id in graph.ids() {
        values.push(match graph.op(id) {
            Op::Number(number) => number.to_f64(),
            Op::Variable(name) => program.parameters.iter().position(|p| p == name).map_or(f64::NAN, |i| point[i]),
            Op::Call(function) => {
                let mut args = [0.0; 3];
                for (arg, id) in args.iter_mut().zip(graph.args(id)) {
                    *arg = values[id.index()];
                }
                function.apply(args)
            }
        });
    }
    match &program.output {
        Output::Matrix { entries, .. } => entries.iter().map(|id| id.map_or(0.0, |id| values[id.index()])).collect(),
        output => output.roots().iter().map(|id| values[id.index()]).collect(),
    }
}
