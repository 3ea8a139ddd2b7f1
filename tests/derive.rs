//! The API on expressions: what it gives, and what it says to bad input.

#![cfg(feature = "runtime")]

use gradus::{BindError, CompileError, DeriveError, EvalError, Expr, derive, jacobian, parse};

fn read(text: &str) -> Expr {
    parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn d(text: &str, names: &[&str]) -> String {
    read(text).partial(names).unwrap().to_string()
}

#[test]
fn first_higher_and_mixed_derivatives() {
    assert_eq!(derive(&read("x^3"), "x").unwrap().to_string(), "3*x^2");
    assert_eq!(read("x^5").nth_derivative("x", 3).unwrap().to_string(), "60*x^2");
    assert_eq!(read("x^5").nth_derivative("x", 0).unwrap(), read("x^5"));
    assert_eq!(read("exp(x)").nth_derivative("x", 1_000_000).unwrap(), read("exp(x)"));
    assert_eq!(d("x^2*sin(y)", &["x", "x", "y"]), "2*cos(y)");
    assert_eq!(d("x^2*y^3", &["x", "y"]), d("x^2*y^3", &["y", "x"]));
    assert_eq!(read("x").partial(&[]).unwrap(), read("x"));
}

#[test]
fn a_name_that_does_not_occur_gives_zero() {
    assert_eq!(d("sin(x)", &["y"]), "0");
    assert_eq!(d("5", &["x"]), "0");
    // Constants are not variables, but their names may be.
    assert_eq!(d("pi*x", &["pi"]), "0");
    assert_eq!(derive(&gradus::parse_with("e*x", &["e"]).unwrap(), "e").unwrap().to_string(), "x");
    let f = read("x*y");
    let g = f.gradient(&["x", "z"]).unwrap();
    assert_eq!(g.eval(&[("x", 2.0), ("y", 3.0)]).unwrap(), (6.0, vec![3.0, 0.0]));
}

#[test]
fn what_is_no_name_is_an_error() {
    let f = read("x");
    for name in ["", " ", "x + 1", "2", "sin(x)", "if", "x y", " x", "x;", "\u{0}"] {
        let error = derive(&f, name).unwrap_err();
        assert_eq!(error, DeriveError::NotAVariable { name: name.to_owned() });
        assert!(error.to_string().contains("not the name of a variable"), "{error}");
    }
    // Whatever does occur is a variable.
    assert_eq!(derive(&Expr::var("mass of body"), "mass of body").unwrap().to_string(), "1");
    assert_eq!(
        f.gradient(&["x", "y", "x"]).unwrap_err(),
        DeriveError::Duplicate { name: "x".to_owned(), positions: [0, 2] }
    );
    assert!(f.hessian(&["x", "x"]).is_err() && jacobian(&[f], &["y", "y"]).is_err());
}

#[test]
fn variables_without_a_value_are_named() {
    let f = read("a*x^2 + b*x + c");
    let error = f.eval(&[("x", 1.0), ("b", 2.0)]).unwrap_err();
    assert_eq!(error, BindError::Unbound { names: vec!["a".to_owned(), "c".to_owned()] });
    assert_eq!(error.to_string(), "`a`, `c` have no value: add (\"a\", …) to the list");
    let twice = f.eval(&[("x", 1.0), ("x", 2.0)]).unwrap_err();
    assert_eq!(twice, BindError::Duplicate { name: "x".to_owned() });
    assert!(f.gradient(&["x"]).unwrap().eval(&[]).is_err());
    assert!(f.hessian(&["x"]).unwrap().dense(&[]).is_err());
    // A derivative takes the point of its function, though it needs less of it.
    let at = [("x", 1.0), ("a", 3.0), ("b", 2.0), ("c", 7.0)];
    assert_eq!(derive(&f, "x").unwrap().eval(&at), Ok(8.0));
}

#[test]
fn compiling_wants_every_variable_once() {
    let f = read("x + y");
    assert_eq!(f.compile(&["x"]).unwrap_err(), CompileError::UnknownVariable { name: "y".to_owned() });
    let twice = CompileError::DuplicateParameter { name: "x".to_owned(), positions: [0, 2] };
    assert_eq!(f.compile(&["x", "y", "x"]).unwrap_err(), twice);
    let run = f.compile(&["y", "z", "x"]).unwrap();
    assert_eq!((run.inputs(), run.outputs()), (3, 1));
    assert_eq!(run.eval_scalar(&[1.0, 9.0, 2.0]), Ok(3.0));
    assert_eq!(run.eval(&[1.0, 2.0]), Err(EvalError::Inputs { expected: 3, got: 2 }));
}

#[test]
fn batches_want_equal_columns() {
    let run = read("x*y").gradient(&["x", "y"]).unwrap().compile(&["x", "y"]).unwrap();
    let (three, two) = ([1.0, 2.0, 3.0], [4.0, 5.0]);
    let (mut a, mut b, mut c) = ([0.0; 3], [0.0; 3], [0.0; 3]);
    let unequal = run.eval_batch(&[&three, &two], &mut [&mut a, &mut b, &mut c]);
    assert_eq!(unequal, Err(EvalError::InputLength { column: 1, expected: 3, got: 2 }));
    let missing = run.eval_batch(&[&three], &mut [&mut a, &mut b, &mut c]);
    assert_eq!(missing, Err(EvalError::Inputs { expected: 2, got: 1 }));
    let outputs = run.eval_batch(&[&three, &three], &mut [&mut a, &mut b]);
    assert_eq!(outputs, Err(EvalError::Outputs { expected: 3, got: 2 }));
    let short = run.eval_batch(&[&three, &three], &mut [&mut a, &mut b, &mut c[..2]]);
    assert_eq!(short, Err(EvalError::OutputLength { column: 2, expected: 3, got: 2 }));
    assert_eq!(run.eval_batch(&[&three, &three], &mut [&mut a, &mut b, &mut c]), Ok(()));
    assert_eq!((a, b, c), ([1.0, 4.0, 9.0], three, three));
}

#[test]
fn texts_that_are_no_formula_are_errors() {
    for (text, message) in [
        ("f(x)", "there is no function `f`"),
        ("sin(x, y)", "takes 1 argument"),
        ("atan2(x)", "takes 2 arguments"),
        ("2x", "an operator is missing"),
        ("x +", ""),
        ("", ""),
    ] {
        let error = parse(text).unwrap_err();
        assert!(error.to_string().contains(message), "{text}: {error}");
        assert!(error.span().end <= text.len());
    }
}

#[test]
fn division_by_zero_is_ieee() {
    assert_eq!(read("1/0").eval(&[]), Ok(f64::INFINITY));
    assert_eq!(read("-1/0").eval(&[]), Ok(f64::NEG_INFINITY));
    assert!(read("0/0").eval(&[]).unwrap().is_nan());
    assert_eq!(derive(&read("x/0"), "x").unwrap().eval(&[("x", 1.0)]), Ok(f64::INFINITY));
    assert!(read("ln(-1)").eval(&[]).unwrap().is_nan());
    assert_eq!(read("1/0").simplify().eval(&[]), Ok(f64::INFINITY));
}

#[test]
fn a_gradient_says_what_it_holds() {
    let f = read("w*x + b");
    let g = f.gradient(&["x", "b"]).unwrap();
    assert_eq!(g.value(), &f);
    assert_eq!(g.names().collect::<Vec<_>>(), ["x", "b"]);
    assert_eq!(g.by("x"), Some(&read("w")));
    assert_eq!(g.by("w"), None);
    assert_eq!(g.partials(), [read("w"), read("1")]);
    assert_eq!(g.to_string(), "value = w*x + b\nd_x = w\nd_b = 1\n");
    // The names of differentiation come first.
    assert!(g.to_rust("g").contains("fn g(x: f64, b: f64, w: f64) -> (f64, [f64; 2])"), "{}", g.to_rust("g"));
    assert!(g.to_c("g").contains("double g(double x, double b, double w, double gradient[2])"), "{}", g.to_c("g"));
    assert!(f.to_rust("f").contains("fn f(w: f64, x: f64, b: f64) -> f64"));
    assert!(g.to_latex().contains(r"\frac{\partial f}{\partial b} &= 1"), "{}", g.to_latex());
    assert_eq!(read("x/2").to_latex(), r"\frac{x}{2}");
}

#[test]
fn the_value_beside_the_gradient_is_the_expression_itself() {
    let f = read("x + 1e16 - x*x/3 + sin(x)/sin(x)");
    let g = f.gradient(&["x"]).unwrap();
    for x in [0.1, -7.25, 1e9] {
        let (value, _) = g.eval(&[("x", x)]).unwrap();
        assert_eq!(value.to_bits(), f.eval(&[("x", x)]).unwrap().to_bits());
        let run = g.compile(&["x"]).unwrap().eval(&[x]).unwrap();
        assert_eq!(value.to_bits(), run[0].to_bits());
    }
}

#[test]
fn matrices_are_sparse() {
    let f = read("x*y + sin(z)");
    let h = f.hessian(&["x", "y", "z"]).unwrap();
    let places: Vec<_> = h.entries().map(|(row, column, entry)| (row, column, entry.to_string())).collect();
    let entry = |row, column, text: &str| (row, column, text.to_owned());
    assert_eq!(places, [entry(0, 1, "1"), entry(1, 0, "1"), entry(2, 2, "-sin(z)")]);
    assert_eq!((h.rows(), h.columns(), h.nnz()), (3, 3, 3));
    assert_eq!(h.to_string(), "d_x_y = 1\nd_z_z = -sin(z)\n");
    let at = [("x", 1.0), ("y", 2.0), ("z", 0.5)];
    assert_eq!(h.dense(&at).unwrap(), [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, -0.5_f64.sin()]]);
    assert_eq!(h.compile(&["x", "y", "z"]).unwrap().eval(&[1.0, 2.0, 0.5]).unwrap(), h.eval(&at).unwrap());

    let j = jacobian(&[read("x*y"), read("z"), read("3")], &["x", "y", "z"]).unwrap();
    assert_eq!((j.rows(), j.columns(), j.nnz()), (3, 3, 3));
    assert_eq!(j.get(0, 0), Some(&read("y")));
    assert_eq!((j.get(1, 0), j.get(9, 9)), (None, None));
    assert_eq!(j.to_string(), "f0_x = y\nf0_y = x\nf1_z = 1\n");
    assert!(j.to_rust("j").contains("[[f64; 3]; 3]"), "{}", j.to_rust("j"));
    assert!(j.to_latex().contains("pmatrix"));
    let none = jacobian(&[], &["x"]).unwrap();
    assert_eq!((none.rows(), none.nnz(), none.dense(&[]).unwrap().len()), (0, 0, 0));
    assert_eq!(none.to_string(), "");
}

#[test]
#[cfg_attr(not(feature = "egraph"), ignore = "equality saturation finds the sound form")]
fn expressions_mix_with_derivatives() {
    let f = read("1/(1 + exp(-x))");
    let df = derive(&f, "x").unwrap();
    // Both forms go along: what it reads, and code that is sound far out.
    let g = &df * 2 + 1;
    assert_eq!(g, parse("2*(exp(-x)/(exp(-x) + 1)^2) + 1").unwrap());
    assert_eq!(g.eval(&[("x", -1000.0)]), Ok(1.0));
    let moved = g.substitute(&[("x", &read("2*y"))]);
    assert_eq!(moved.eval(&[("y", -500.0)]), Ok(1.0));
    assert_eq!(moved.variables(), ["y"]);
    let second = derive(&g, "x").unwrap();
    assert_eq!(second.eval(&[("x", 0.0)]), Ok(0.0));
    // What it reads parses back to what it is.
    assert_eq!(parse(&df.to_string()).unwrap(), df);
}

#[test]
fn deep_and_wide_expressions_need_no_stack() {
    let mut f = Expr::var("x");
    for _ in 0..30_000 {
        f = f.sin();
    }
    let g = f.gradient(&["x"]).unwrap();
    let (value, partials) = g.eval(&[("x", 1.0)]).unwrap();
    assert!(value > 0.0 && partials[0] > 0.0);
    drop(g);
    let sum: Expr = (0..10_000).map(|i| Expr::var(format!("x{}", i % 100)).powi(i % 7)).sum();
    let names: Vec<String> = (0..100).map(|i| format!("x{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(sum.gradient(&names).unwrap().partials().len(), 100);
}

#[test]
fn high_orders_neither_swell_nor_run_away() {
    let tenth = parse("exp(sin(x))*x^3").unwrap().nth_derivative("x", 10).unwrap();
    let (a, b) = (tenth.eval(&[("x", 0.7)]).unwrap(), -135_404.376_310_279_6);
    assert!((a - b).abs() < 1e-11 * b.abs(), "{a}");
    assert!(tenth.to_rust("f").len() < 6_000);
    assert_eq!(parse("exp(x)").unwrap().nth_derivative("x", 1_000).unwrap().to_string(), "exp(x)");
    assert_eq!(parse("x^5").unwrap().nth_derivative("x", 1_000_000).unwrap().to_string(), "0");
    assert_eq!(parse("sin(x)").unwrap().nth_derivative("x", 501).unwrap().to_string(), "cos(x)");
    assert_eq!(parse("ln(x)").unwrap().nth_derivative("x", 20).unwrap().to_string(), "-121645100408832000/x^20");
}
