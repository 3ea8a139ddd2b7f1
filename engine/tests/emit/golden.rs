//! Emitted text as a person reads it. `UPDATE_GOLDEN=1` writes the files anew; review the difference.

use std::path::Path;

use gradus_engine::Expr;
use gradus_engine::emit::{expression_to_latex, rust_block, to_c, to_latex, to_rust};
use gradus_engine::expr::merge;
use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::Graph;
use gradus_engine::program::{Output, Program};

fn var(name: &str) -> Expr {
    Expr::var(name)
}

fn program(parameters: &[&str], roots: &[Expr], output: impl Fn(Vec<gradus_engine::graph::Id>) -> Output) -> Program {
    let (block, ids) = merge(roots);
    let parameters = parameters.iter().map(|name| name.to_string()).collect();
    let program = Program { parameters, wrt: Vec::new(), block, output: output(ids) };
    program.check().unwrap();
    program
}

fn scalar(parameters: &[&str], root: Expr) -> Program {
    program(parameters, &[root], |ids| Output::Scalar(ids[0]))
}

fn gradient(parameters: &[&str], wrt: &[&str], roots: &[Expr]) -> Program {
    let wrt = wrt.iter().map(|name| name.to_string()).collect();
    Program { wrt, ..program(parameters, roots, |ids| Output::Gradient(ids[0], ids[1..].to_vec())) }
}

fn matrix(parameters: &[&str], columns: usize, entries: &[Option<Expr>]) -> Program {
    let roots: Vec<Expr> = entries.iter().flatten().cloned().collect();
    program(parameters, &roots, |ids| {
        let mut ids = ids.into_iter();
        Output::Matrix {
            columns,
            entries: entries.iter().map(|entry| entry.as_ref().and_then(|_| ids.next())).collect(),
        }
    })
}

fn programs() -> Vec<(&'static str, Program)> {
    let [x, y, z, a, b] = ["x", "y", "z", "a", "b"].map(var);
    let third = Expr::ratio(1, 3).unwrap();
    let mut programs = vec![
        ("polynomial", scalar(&["x"], x.powi(3) * 2 - x.powi(2) * 5 + &x - 7)),
        (
            "parentheses",
            scalar(&["a", "b", "x"], (&a - (&b - &x)) * (&a / (&b / &x)) / (&a + &b) - (&a * &b) * (&a / &x)),
        ),
        ("signs", scalar(&["x", "y"], (-&x).exp() * -2 - (&y * -3) / &x + (-(&x * &y)).sin() - (-&y).powf(-1.5))),
        ("numbers", scalar(&["x"], &x * 0.1 + &third * x.sqrt() + x.powf(&third) + x.exp() * 1e-300 - 1e22)),
        ("constants", scalar(&["r"], Expr::pi() * var("r").powi(2) + Expr::pi().sin() + Expr::from(2).ln())),
        ("pieces", scalar(&["x"], x.less(0).select(x.exp() - 1, x.less(1).select(&x, x.ln() + 1)))),
        ("conditions", scalar(&["x", "y"], (x.less(&y) & y.less(1) | !x.less(0)).select(&x * &y, &x + &y))),
        (
            "names",
            scalar(
                &["alpha", "w0", "x_max", "type", "two words", "unused"],
                var("alpha") * var("w0") + var("x_max") / var("type") - var("two words"),
            ),
        ),
        ("special", scalar(&["x", "a"], (x.sigmoid() * x.sign()).max(&a).min(1) + x.relu().clamp(&a, 2))),
        (
            "mixed",
            scalar(&["x", "y"], x.sin() * y.cos() * &x * 2 + x.abs().sqrt() * (&x + &y).ln() + x.hypot(&y).floor()),
        ),
    ];
    // a neuron: value and gradient share s
    let u = var("b") + var("w0") * var("x0") + var("w1") * var("x1");
    let s = ((-u).exp() + 1).recip();
    let seed = &s * (Expr::from(1) - &s);
    let partials = [s, &seed * var("x0"), &seed * var("x1"), seed.clone()];
    programs.push(("neuron", gradient(&["w0", "w1", "b", "x0", "x1"], &["w0", "w1", "b"], &partials)));
    let inner = &y - x.powi(2);
    let value = inner.powi(2) * 100 + (Expr::from(1) - &x).powi(2);
    let by_x = &inner * &x * -400 - (Expr::from(1) - &x) * 2;
    programs.push(("rosenbrock", gradient(&["x", "y"], &[], &[value, by_x, inner * 200])));
    let polar = [Some(y.cos()), Some(-&x * y.sin()), Some(y.sin()), Some(&x * y.cos())];
    programs.push(("polar", matrix(&["x", "y"], 2, &polar)));
    let r = (x.powi(2) + y.powi(2) + z.powi(2)).sqrt();
    let hessian = [(&x, &x), (&x, &y), (&x, &z), (&y, &x), (&y, &y), (&y, &z), (&z, &x), (&z, &y), (&z, &z)];
    let hessian = hessian.map(|(a, b)| (a != b || a == &x).then(|| a * b / r.powi(3)));
    programs.push(("hessian", matrix(&["x", "y", "z"], 3, &hessian)));
    // long sums, and a root that is used again
    let names: Vec<String> = (0..12).map(|i| format!("x{i}")).collect();
    let parameters: Vec<&str> = names.iter().map(String::as_str).collect();
    let norm = names.iter().map(|name| var(name).powi(2)).sum::<Expr>().sqrt();
    let mut roots = vec![norm.clone()];
    roots.extend(names.iter().map(|name| var(name) / &norm));
    programs.push(("norm", gradient(&parameters, &[], &roots)));
    let mut deep = x.clone();
    for i in 1..=30 {
        deep = (deep * i + 1).sin();
    }
    programs.push(("deep", scalar(&["x"], deep)));
    programs
}

fn check(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(text, golden, "{file} differs; `UPDATE_GOLDEN=1 cargo test` writes it anew");
}

#[test]
fn rust_reads_well() {
    for (name, program) in programs() {
        check(&format!("{name}.rs"), &to_rust(&program, name));
    }
}

#[test]
fn c_reads_well() {
    for (name, program) in programs() {
        check(&format!("{name}.c"), &to_c(&program, name));
    }
}

#[test]
fn latex_reads_well() {
    for (name, program) in programs() {
        check(&format!("{name}.tex"), &(to_latex(&program, "f") + "\n"));
    }
}

/// Every cell with variables, and with a sum for each argument, so that a new row is seen at once.
#[test]
fn every_function_has_its_latex() {
    let mut text = String::new();
    for function in Function::ALL {
        let mut forms = Vec::new();
        for sums in [false, true] {
            let mut graph = Graph::new();
            let mut args = Vec::new();
            for (kind, name) in function.row().kinds.iter().zip(["a", "b", "c"]) {
                let (variable, one) = (graph.variable(name), graph.integer(1));
                args.push(match (kind, sums) {
                    (Kind::Real, false) => variable,
                    (Kind::Real, true) => graph.intern(Function::Sub, &[variable, one]),
                    (Kind::Integer, _) => graph.integer(3),
                    (Kind::Bool, false) => graph.intern(Function::Less, &[variable, one]),
                    (Kind::Bool, true) => {
                        let less = graph.intern(Function::Less, &[variable, one]);
                        graph.intern(Function::Not, &[less])
                    }
                });
            }
            let root = graph.intern(*function, &args);
            forms.push(expression_to_latex(&graph, root));
        }
        forms.dedup();
        text.push_str(&format!("{function:?}: {}\n", forms.join("   ")));
    }
    check("functions.tex", &text);
}

#[test]
fn an_expression_is_latex_without_a_left_side() {
    let f = var("alpha").sin() / (var("x").powi(2) + 1);
    let (graph, root) = f.graph();
    assert_eq!(expression_to_latex(&graph, root), r"\frac{\sin \alpha}{1 + x^{2}}");
}

#[test]
fn a_block_takes_its_names_from_the_caller() {
    let (graph, roots) = merge(&[var("x").sin() * var("x").sin().sigmoid(), var("x").sin() + 2.5]);
    let mut count = 0;
    let mut temporary = |root: Option<usize>| {
        count += 1;
        root.map_or_else(|| format!("__t{count}"), |root| format!("__r{root}"))
    };
    let block = rust_block(&graph, &roots, "f64", &|name| format!("p.{name}"), &mut temporary);
    assert_eq!(block.statements, ["let __t1 = p.x.sin();"]);
    assert_eq!(block.results, ["__t1 * sigmoid(__t1)", "2.5 + __t1"]);
    assert_eq!(block.helpers.len(), 1);
}
