//! What is printed reads well and parses back to the same graph.

use std::sync::Arc;

use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::{Graph, Id};
use gradus_engine::number::Number;
use gradus_engine::parse::parse_with;
use gradus_engine::{Expr, parse};

#[track_caller]
fn comes_back(expr: &Expr) {
    let text = expr.to_string();
    let again = parse(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(&again, expr, "{text}");
}

/// These texts are printed as they stand.
#[test]
fn as_a_person_writes() {
    let texts = "
        x
        -x
        x + y + 1
        3*x^2 + y*cos(x)
        2*x/(x^2 + 1)
        1/(t + 1)*x
        x - y
        y - x
        -x - y
        x - (y - z)
        x + y - (z + w)
        x - (-2)
        -2 + x
        -2*x + y
        x + 1/2
        x/2
        1/3*x
        x/(1/3)
        1/x/y
        1/3/x
        x/(y*z)
        x*y/z
        2*(x*y)
        x*y*(z*w)
        a + b + (c + d)
        x/y*(z/w)
        -x*y
        -x^2
        -x^2*y/z
        -(2*x*y)
        -2*x*y
        -(x + y)
        -0
        -0*x
        (-x)^2
        (-2)^x
        (1/2)^x
        0.5^x
        x^(-2)
        x^(1/2)
        x^0.5
        x^(-y)
        x^y^z
        (x^y)^z
        (x^2)^3
        x^2^y
        x^(2*y)
        powf(x, 3)
        x^3000000000
        2^100000
        sin(x)^2 + cos(x)^2
        e^(2*pi*x)
        inf
        -inf
        nan + x
        1e-300*x + 1e999
        12.5*x
        123456789012345678901*x
        if x > 0 then x else -x
        if x > 0 then x else if x < -1 then 1 else 2*x
        if x > 0 then (if y > 0 then x else y) else 1
        2*(if x > 0 then 1 else y) + z
        x + (if x > 0 then 1 else y)
        max(if x > 0 then 1 else 2, y)
        if x < y and y <= z or not x == 2 then 1 else 0
        if x == 1 or not (x < y and y < z) then x else y
        if x > 0 and (y > 0 or z > 0) then 1 else 0
        if x > 0 and (y > 0 and z > 0) then 1 else 0
        if x + 1 >= -y then 1 else 0
        atan2(y, x) + hypot(x, y)
        mul_add(x, y, z)
        clamp(x, -1, 1)
        log(x, 2) + ln(x)
        polygamma(2, x) + spherical_j(0, y)
        gamma + gamma(x)
        λ*x₁ + E_n
    ";
    for text in texts.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let expr = parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(expr.to_string(), text);
        comes_back(&expr);
    }
}

#[test]
fn operands_of_sums_and_products_are_put_in_order() {
    for (given, printed) in [
        ("1 + x", "x + 1"),
        ("x*2", "2*x"),
        ("x*(y*z)", "y*z*x"),
        ("x + (y - z)", "y - z + x"),
        ("x + (-2)*y", "-2*y + x"),
        ("x*(y/z)", "y/z*x"),
        ("(x)", "x"),
        ("x - -y", "x + y"),
        ("-(-x)", "x"),
        ("x*-2", "-2*x"),
        ("where(!(x < 1), 2, 3)", "if x < 1 then 3 else 2"),
    ] {
        assert_eq!(parse(given).unwrap().to_string(), printed, "{given}");
    }
}

#[test]
fn exponents_keep_their_function() {
    let x = Expr::var("x");
    for (expr, printed) in [
        (x.powi(3), "x^3"),
        (x.powf(3), "powf(x, 3)"),
        (x.powf(2.5), "x^2.5"),
        (x.powi(-2), "x^(-2)"),
        ((-x.clone()).powf(2), "powf(-x, 2)"),
    ] {
        assert_eq!(expr.to_string(), printed);
        comes_back(&expr);
    }
}

#[test]
fn a_variable_may_be_called_like_a_constant() {
    let f = Expr::var("e").sin() * Expr::var("pi");
    assert_eq!(parse_with(&f.to_string(), &["e", "pi"]).unwrap(), f);
}

/// Numbers at the limits of what is folded.
#[test]
fn huge_numbers_come_back() {
    let pow = |base: f64, n| Expr::from(base).powi(n);
    for expr in
        [pow(3.0, 10_000), pow(0.5, 16_000), pow(10.0, 4_500), pow(-7.0, 601) / pow(3.0, 1_199), pow(1e-3, 1_333)]
    {
        let (graph, root) = expr.graph();
        assert!(graph.as_number(root).is_some());
        comes_back(&expr);
        comes_back(&(expr.clone() * Expr::var("x")));
    }
}

/// Where printing decides about parentheses, signs and order.
const OPERATORS: &[Function] = &[
    Function::Add,
    Function::Sub,
    Function::Mul,
    Function::Mul,
    Function::Div,
    Function::Neg,
    Function::Powi,
    Function::Powf,
    Function::Select,
    Function::Less,
    Function::And,
    Function::Or,
    Function::Not,
];

/// A graph of random calls over all rows of the table, folded on the way.
fn random_graph(random: &mut fastrand::Rng, size: usize) -> (Graph, Vec<Id>) {
    let mut graph = Graph::new();
    let (mut reals, mut conditions): (Vec<Id>, Vec<Id>) = (Vec::new(), Vec::new());
    for name in ["x", "y", "z", "t1", "t3"] {
        reals.push(graph.variable(name));
    }
    reals.push(graph.integer(0));
    conditions.push(graph.call(Function::True, &[]));
    while graph.len() < size {
        let function = match random.u8(0..3) {
            0 => *random.choice(Function::ALL).unwrap(),
            _ => *random.choice(OPERATORS).unwrap(),
        };
        if random.u8(0..8) == 0 {
            let number = match random.u8(0..4) {
                0 => Number::from(random.i64(-3..4)),
                1 => Number::ratio(random.i64(-9..9), random.i64(1..9)).unwrap(),
                2 => Number::from_f64(random.i32(-2000..2000) as f64 / 64.0).unwrap(),
                _ => Number::from_f64(f64::from_bits(random.u64(..))).unwrap_or(Number::ONE),
            };
            reals.push(graph.number(number));
        }
        let mut args = Vec::new();
        for kind in function.row().kinds {
            args.push(match kind {
                Kind::Real if random.bool() => reals[reals.len() - 1 - random.usize(0..reals.len().min(4))],
                Kind::Real => *random.choice(&reals).unwrap(),
                Kind::Bool => *random.choice(&conditions).unwrap(),
                Kind::Integer => graph.integer(random.i64(-3..6)),
            });
        }
        let id = graph.call(function, &args);
        match function.row().result {
            Kind::Bool => conditions.push(id),
            _ => reals.push(id),
        }
    }
    (graph, reals)
}

#[test]
fn random_graphs_come_back() {
    let mut random = fastrand::Rng::with_seed(7);
    for round in 0..3_000 {
        let size = [12, 20, 40, 200][round % 4];
        let (graph, reals) = random_graph(&mut random, size);
        let graph = Arc::new(graph);
        for root in reals.iter().rev().take(3) {
            comes_back(&Expr::from_graph(Arc::clone(&graph), *root));
        }
    }
}

/// Printing again what was printed and parsed writes the same operands, at most in another order.
#[test]
fn printing_settles() {
    let mut random = fastrand::Rng::with_seed(8);
    let sorted = |text: &str| {
        let mut signs: Vec<char> = text.chars().filter(|c| !matches!(c, '(' | ')')).collect();
        signs.sort_unstable();
        signs
    };
    for _ in 0..500 {
        let (graph, reals) = random_graph(&mut random, 25);
        let text = Expr::from_graph(Arc::new(graph), reals[reals.len() - 1]).to_string();
        let again = parse(&text).unwrap().to_string();
        assert_eq!(sorted(&text), sorted(&again), "{text}\n{again}");
    }
}

#[test]
fn a_small_tree_repeats_what_it_shares() {
    let f = parse("q = x + y; q*sin(q)/(q + 1)").unwrap();
    assert_eq!(f.to_string(), "(x + y)*sin(x + y)/(x + y + 1)");
}

#[test]
fn a_large_tree_defines_what_it_shares() {
    let mut f = Expr::var("x");
    for _ in 0..4 {
        f = (&f * Expr::var("t2") - Expr::var("y")) / (&f + 1);
        f = &f * f.sin() + &f;
        f = &f / (&f - 2);
    }
    let text = f.to_string();
    assert_eq!(
        text.split("; ").take(4).collect::<Vec<_>>(),
        ["t1 = (x*t2 - y)/(x + 1)", "t3 = t1*sin(t1) + t1", "t4 = t3/(t3 - 2)", "t5 = (t4*t2 - y)/(t4 + 1)"]
    );
    comes_back(&f);
}

#[test]
fn exponential_trees_print_in_linear_space() {
    let mut f = Expr::var("x");
    for _ in 0..10_000 {
        f = &f * (&f + 1);
    }
    let text = f.to_string();
    assert!(text.len() < 400_000, "{}", text.len());
    comes_back(&f);
}

#[test]
fn long_numbers_and_names_are_not_repeated_without_end() {
    let long = Expr::from(3).powi(9_000);
    let name = Expr::var("v".repeat(5_000));
    let terms = (0..1_000).map(|i| (&long * Expr::var(format!("x{i}"))).max(&name - i));
    let f: Expr = terms.sum();
    assert!(f.to_string().len() < 100_000, "{}", f.to_string().len());
    comes_back(&f);
}

/// 10^6 levels on a stack of 256 KiB.
#[test]
fn deep_expressions_print() {
    let work = || {
        let mut graph = Graph::new();
        let (mut f, y, one) = (graph.variable("x"), graph.variable("y"), graph.integer(1));
        let (two, condition) = (graph.integer(2), graph.call(Function::Less, &[y, one]));
        for level in 0..1_000_000 {
            f = match level / 1000 % 9 {
                0 => graph.call(Function::Sin, &[f]),
                1 => graph.call(Function::Sub, &[one, f]),
                2 => graph.call(Function::Add, &[f, y]),
                3 => graph.call(Function::Powf, &[y, f]),
                4 => graph.call(Function::Powi, &[f, two]),
                5 => graph.call(Function::Select, &[condition, one, f]),
                6 => graph.call(Function::Select, &[condition, f, y]),
                7 => graph.call(Function::Div, &[y, f]),
                _ => graph.call(Function::Max, &[y, f]),
            };
        }
        let expr = Expr::from_graph(Arc::new(graph), f);
        assert_eq!(parse(&expr.to_string()).unwrap(), expr);
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(work).unwrap().join().unwrap();
}
