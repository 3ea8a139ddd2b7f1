//! Backpropagation with vectors and matrices: Jacobians, sparse where they are sparse, and gradients that need none.
//!
//! ```text
//! cargo run --release --example vectors
//! ```

mod support;

use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gradus::{Expr, check_gradient, grad, jacobian, parse};
use support::{Facts, brief, say};

const USAGE: &str = "\
Usage: vectors

The squared norm of W·x, the Jacobian of max(0, x) on a vector of 4096, and the product of two matrices.

Options:
  -h, --help   this text";

fn main() -> ExitCode {
    support::run(USAGE, |facts| {
        squared_norm(facts)?;
        relu_of_a_long_vector(facts)?;
        product_of_matrices(facts)
    })
}

/// ‖W·x‖²
#[grad]
fn norm(w: &[[f64; 2]; 2], x: &[f64; 2]) -> f64 {
    let mut sum = 0.0;
    for row in w {
        let mut q = 0.0;
        for (w, x) in row.iter().zip(x) {
            q += w * x;
        }
        sum += q * q;
    }
    sum
}

/// f(x, W) = ‖W·x‖², element by element: ∂f/∂W = 2q·xᵀ and ∂f/∂x = 2Wᵀq with q = W·x.
fn squared_norm(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("‖W·x‖²", "q = W·x, f = q1² + q2² at W = [[0.1, 0.5], [-0.3, 0.8]], x = [0.2, 0.4]");
    let at = [("w11", 0.1), ("w12", 0.5), ("w21", -0.3), ("w22", 0.8), ("x1", 0.2), ("x2", 0.4)];
    let f = parse("q1 = w11*x1 + w12*x2; q2 = w21*x1 + w22*x2; q1^2 + q2^2")?;
    let mut view = f.view(&at)?;
    view.name(&parse("w11*x1 + w12*x2")?, "q1");
    view.name(&parse("w21*x1 + w22*x2")?, "q2");
    facts.show(&view);
    for (name, value, gradient) in [("q1", 0.22, 0.44), ("q2", 0.26, 0.52)] {
        let node = view.node(name).ok_or("a node is missing")?;
        facts.number(name, node.value(), value);
        facts.number(&format!("∂f/∂{name}"), node.gradient().unwrap_or(f64::NAN), gradient);
    }
    let gradient = f.gradient(&at.map(|(name, _)| name))?;
    let (value, partials) = gradient.eval(&at)?;
    facts.number("f", value, 0.116);
    for ((name, got), known) in gradient.names().zip(partials).zip([0.088, 0.176, 0.104, 0.208, -0.112, 0.636]) {
        facts.number(&format!("∂f/∂{name}"), got, known);
    }
    facts.holds("differences of f agree", gradient.check(&at)?.passed());

    let (w, x) = ([[0.1, 0.5], [-0.3, 0.8]], [0.2, 0.4]);
    let (value, (d_w, d_x)) = norm_grad(&w, &x);
    say!("\n    by #[grad]: ∂f/∂W = {}, ∂f/∂x = {}", rounded(d_w.as_flattened()), rounded(&d_x));
    facts.number("f", value, 0.116);
    let near = |got: f64, known: f64| (got - known).abs() <= 1e-15;
    facts.holds(
        "which is 2q·xᵀ and 2Wᵀq",
        d_w.as_flattened().iter().zip([0.088, 0.176, 0.104, 0.208]).all(|(got, known)| near(*got, known))
            && d_x.iter().zip([-0.112, 0.636]).all(|(got, known)| near(*got, known)),
    );
    facts.holds("the gradient check agrees", check_gradient(|(w, x)| norm(w, x), (w, x), (d_w, d_x)).passed());
    Ok(())
}

/// Numbers, as far as they are of interest.
fn rounded(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|x| brief(*x)).collect();
    format!("[{}]", numbers.join(", "))
}

/// max(0, x), element by element.
#[grad]
fn relu(x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| x.max(0.0)).collect()
}

/// The length of the vector.
const LONG: usize = 4096;

/// The Jacobian of max(0, x) would be 4096 by 4096 numbers. It is diagonal, and that is how it comes out.
fn relu_of_a_long_vector(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section(
        "The Jacobian of max(0, x)",
        "y = max(0, x) on a vector of 4096: pattern, values, and the way of a gradient through it",
    );
    let names: Vec<String> = (0..LONG).map(|i| format!("x{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let outputs: Vec<Expr> = names.iter().map(|name| Expr::var(*name).max(0)).collect();
    let start = Instant::now();
    let j = jacobian(&outputs, &names)?;
    let derived = start.elapsed();
    say!("    {} x {} with {} entries instead of {}", j.rows(), j.columns(), j.nnz(), j.rows() * j.columns());
    facts.holds(
        "one entry a row, on the diagonal",
        j.entries().enumerate().all(|(i, (row, column, _))| (row, column) == (i, i)),
    );
    facts.text("∂y7/∂x7", j.get(7, 7).ok_or("no entry on the diagonal")?, "if x7 > 0 then 1 else 0");
    facts.holds("∂y7/∂x8 is no entry at all", j.get(7, 8).is_none());

    let start = Instant::now();
    let mut run = j.compile(&names)?.point();
    let compiled = start.elapsed();
    let x: Vec<f64> = (0..LONG).map(|i| ((i * i) as f64).sin()).collect();
    let mut values = vec![f64::NAN; j.nnz()];
    let evaluated = fastest(|| {
        let _ = run.eval_into(black_box(&x), &mut values);
    });
    facts.holds(
        "its values are 1 where x > 0 and 0 elsewhere",
        values.iter().zip(&x).all(|(value, x)| *value == f64::from(*x > 0.0)),
    );

    // downstream = Jacobianᵀ · upstream, entry by entry
    let pattern: Vec<(usize, usize)> = j.entries().map(|(row, column, _)| (row, column)).collect();
    let upstream: Vec<f64> = (0..LONG).map(|i| i as f64).collect();
    let mut downstream = vec![0.0; LONG];
    let passed = fastest(|| {
        downstream.fill(0.0);
        for (&(row, column), value) in pattern.iter().zip(black_box(&values)) {
            downstream[column] += value * upstream[row];
        }
    });
    let routed = |i: usize| if x[i] > 0.0 { upstream[i] } else { 0.0 };
    facts.holds("a gradient passes where x > 0", (0..LONG).all(|i| downstream[i] == routed(i)));

    // The same from a Rust function: its vector-Jacobian product is all that is needed of the Jacobian.
    let mut by_rust = vec![0.0; LONG];
    let backward = fastest(|| {
        by_rust.fill(0.0);
        relu_vjp(black_box(&x), &upstream, Some(&mut by_rust));
    });
    facts.holds("relu_vjp of #[grad] sends back the same", by_rust == downstream);
    say!("\n    once: derived in {derived:.1?}, compiled in {compiled:.1?}");
    say!("    at every point: {evaluated:.1?} for all values, {passed:.1?} for the way of a gradient through it");
    say!("    by #[grad]: {backward:.1?} for the values of max(0, x) and the way back");
    facts.holds("which is microseconds", evaluated + passed < Duration::from_millis(1));
    Ok(())
}

/// The shortest of some runs.
fn fastest(mut work: impl FnMut()) -> Duration {
    let runs = (0..100).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    runs.min().unwrap_or_default()
}

/// A matrix of expressions.
type Matrix = Vec<Vec<Expr>>;

fn matrix(name: &str, rows: usize, columns: usize) -> Matrix {
    let row = |i| (0..columns).map(|j| Expr::var(format!("{name}{}{}", i + 1, j + 1))).collect();
    (0..rows).map(row).collect()
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let entry = |row: &Vec<Expr>, j: usize| {
        let terms = row.iter().zip(b).map(|(a, b)| a * &b[j]);
        terms.reduce(|sum, term| sum + term).unwrap_or_else(|| Expr::from(0))
    };
    a.iter().map(|row| (0..b[0].len()).map(|j| entry(row, j)).collect()).collect()
}

fn transposed(a: &Matrix) -> Matrix {
    (0..a[0].len()).map(|j| a.iter().map(|row| row[j].clone()).collect()).collect()
}

fn names(a: &Matrix) -> Vec<String> {
    a.iter().flatten().map(ToString::to_string).collect()
}

/// Y = X·W: with the gradient dY that arrives at Y, dX = dY·Wᵀ and dW = Xᵀ·dY. No Jacobian of matrix by matrix is needed.
fn product_of_matrices(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("Y = X·W", "X is 2 by 3, W is 3 by 2, dY arrives at Y: dX = dY·Wᵀ, dW = Xᵀ·dY, as formulas");
    let (x, w, dy) = (matrix("x", 2, 3), matrix("w", 3, 2), matrix("g", 2, 2));
    let y = product(&x, &w);
    // What flows back is the gradient of Σ dY·Y.
    let terms = y.iter().flatten().zip(dy.iter().flatten()).map(|(y, g)| y * g);
    let loss = terms.reduce(|sum, term| sum + term).ok_or("an empty matrix")?;
    for (name, of, known) in [("dX", &x, product(&dy, &transposed(&w))), ("dW", &w, product(&transposed(&x), &dy))] {
        let names = names(of);
        let gradient = loss.gradient(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
        for ((name, partial), known) in names.iter().zip(gradient.partials()).zip(known.iter().flatten()) {
            let difference = (partial - known).simplify().to_string();
            facts.holds(&format!("{name}: {partial}"), difference == "0");
        }
        say!("    which is {name} = {}\n", if name == "dX" { "dY·Wᵀ" } else { "Xᵀ·dY" });
    }
    product_by_grad(facts);
    let outputs: Vec<Expr> = y.into_iter().flatten().collect();
    let names = names(&x);
    let j = jacobian(&outputs, &names.iter().map(String::as_str).collect::<Vec<_>>())?;
    facts.holds(
        "the Jacobian ∂Y/∂X has 12 of 24 entries: a row of Y sees one row of X",
        (j.nnz(), j.rows() * j.columns()) == (12, 24),
    );
    Ok(())
}

/// Y = X·W, 2 by 3 times 3 by 2.
#[grad]
fn matrix_product(x: &[[f64; 3]; 2], w: &[[f64; 2]; 3]) -> [[f64; 2]; 2] {
    let mut y = [[0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..3 {
                y[i][j] += x[i][k] * w[k][j];
            }
        }
    }
    y
}

/// The same from a Rust function, with numbers.
fn product_by_grad(facts: &mut Facts) {
    let (x, w) = ([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]], [[2.0, -1.0], [0.5, 4.0], [-3.0, 1.5]]);
    let dy = [[1.0, -0.5], [2.0, 0.25]];
    let (mut d_x, mut d_w) = ([[0.0; 3]; 2], [[0.0; 2]; 3]);
    let y = matrix_product_vjp(&x, &w, &dy, Some(&mut d_x), Some(&mut d_w));
    say!("    by #[grad], at X = {x:?}, W = {w:?}, dY = {dy:?}");
    facts.holds(&format!("Y = {y:?}"), y == [[-0.5, -8.25], [9.125, -3.5]]);
    facts.holds(&format!("dX = {d_x:?}"), d_x == [[2.5, -1.5, -3.75], [3.75, 2.0, -5.625]]);
    facts.holds(&format!("dW = {d_w:?}"), d_w == [[7.0, 0.25], [-1.5, 1.0625], [-1.5, -0.5]]);
    let upstream = |(x, w): &([[f64; 3]; 2], [[f64; 2]; 3])| -> f64 {
        let y = matrix_product(x, w);
        y.as_flattened().iter().zip(dy.as_flattened()).map(|(y, dy)| y * dy).sum()
    };
    facts.holds("the gradient check agrees", check_gradient(upstream, (x, w), (d_x, d_w)).passed());
}
