//! Linear regression: the mean squared error, gradient descent on it, and the normal equation, which both find the same line.
//!
//! ```text
//! cargo run --release --example regression
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;

use gradus::{Expr, check_gradient, derive, grad, parse};
use nalgebra::{DMatrix, DVector};
use support::random::Normal;
use support::{Facts, curve, say};

const USAGE: &str = "\
Usage: regression [OPTIONS]

Fits θ in y = θᵀx to noisy data: the gradient of the mean squared error from a Rust function, from a formula and as
matrices; gradient descent beside the normal equation. Draws how the error falls.

Options:
  --steps NUMBER    so many steps instead of 200
  --out DIRECTORY   where the picture goes; unless given, a directory for temporary files
  -h, --help        this text";

/// Features: a 1, whose coefficient is the intercept, and two numbers.
const FEATURES: usize = 3;

/// What the data was made with.
const TRUTH: [f64; FEATURES] = [0.5, -2.0, 3.0];

fn main() -> ExitCode {
    support::run_training(USAGE, 200, |facts, files, steps| {
        one_sample(facts)?;
        let data = Data::made(60);
        gradient(facts, &data)?;
        let errors = descent(facts, &data, steps)?;
        say!("");
        files.write("regression.svg", &curve::picture("regression", &[("mean squared error", &errors)])?)
    })
}

/// MSE = (1/m)·Σ(θᵀx_i - y_i)²
#[grad(wrt(theta))]
fn mean_squared_error(theta: &[f64; FEATURES], x: &[[f64; FEATURES]], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (x, y) in x.iter().zip(y) {
        let mut prediction = 0.0;
        for k in 0..FEATURES {
            prediction += theta[k] * x[k];
        }
        sum += (prediction - y).powi(2);
    }
    sum / y.len() as f64
}

struct Data {
    x: Vec<[f64; FEATURES]>,
    y: Vec<f64>,
}

impl Data {
    fn made(samples: usize) -> Self {
        let mut random = Normal::with_seed(18);
        let x: Vec<[f64; FEATURES]> = (0..samples).map(|_| [1.0, random.number(), random.number()]).collect();
        let exact = |x: &[f64; FEATURES]| x.iter().zip(TRUTH).map(|(x, theta)| x * theta).sum::<f64>();
        let y = x.iter().map(|x| exact(x) + 0.3 * random.number()).collect();
        Data { x, y }
    }

    /// X, a row for each sample, and y.
    fn matrices(&self) -> (DMatrix<f64>, DVector<f64>) {
        (DMatrix::from_row_slice(self.x.len(), FEATURES, self.x.as_flattened()), DVector::from_column_slice(&self.y))
    }
}

fn one_sample(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("One sample", "the squared error (θᵀx - y)², and its derivatives as formulas");
    let error = parse("(t0 + t1*x1 + t2*x2 - y)^2")?;
    facts.text("∂/∂t0", derive(&error, "t0")?, "2*(t0 + t1*x1 + t2*x2 - y)");
    facts.text("∂/∂t1", derive(&error, "t1")?, "2*x1*(t0 + t1*x1 + t2*x2 - y)");
    facts.text("∂/∂t2", derive(&error, "t2")?, "2*x2*(t0 + t1*x1 + t2*x2 - y)");
    Ok(())
}

/// All samples: (2/m)·Xᵀ(Xθ - y), from four sides.
fn gradient(facts: &mut Facts, data: &Data) -> Result<(), Box<dyn Error>> {
    facts.section("The gradient", "MSE = (1/m)·Σ(θᵀx_i - y_i)² with m = 60 at θ = [1, 1, 1]: it is (2/m)·Xᵀ(Xθ - y)");
    let theta = [1.0; FEATURES];
    let m = data.x.len();
    let (x, y) = data.matrices();
    let by_matrices = x.transpose() * (&x * DVector::from_column_slice(&theta) - &y) * (2.0 / m as f64);
    let (value, d_theta) = mean_squared_error_grad(&theta, &data.x, &data.y);
    facts.holds(
        "the value is that of the function, bit for bit",
        value.to_bits() == mean_squared_error(&theta, &data.x, &data.y).to_bits(),
    );

    let names = ["t0", "t1", "t2"];
    let mut error = Expr::from(0);
    for (x, y) in data.x.iter().zip(&data.y) {
        let prediction = names.iter().zip(x).fold(Expr::from(0), |sum, (name, x)| sum + Expr::var(*name) * *x);
        error += (prediction - *y).powi(2);
    }
    let error = error / m as f64;
    let at = [("t0", theta[0]), ("t1", theta[1]), ("t2", theta[2])];
    let by_formula = error.gradient(&names)?;
    let (same, partials) = by_formula.eval(&at)?;
    facts.same("MSE", same, value);
    for k in 0..FEATURES {
        facts.same(&format!("∂/∂θ{k}"), d_theta[k], by_matrices[k]);
        facts.same("by formula", partials[k], by_matrices[k]);
    }
    let report = check_gradient(|theta: &[f64; FEATURES]| mean_squared_error(theta, &data.x, &data.y), theta, d_theta);
    facts.show(&report);
    facts.holds("differences agree", report.passed() && by_formula.check(&at)?.passed());

    let (hessian, square) = (error.hessian(&names)?.dense(&at)?, x.transpose() * &x * (2.0 / m as f64));
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-13 * b.abs().max(1.0);
    facts.holds(
        "the Hessian of the formula is (2/m)·XᵀX, which the normal equation inverts",
        (0..FEATURES).all(|j| (0..FEATURES).all(|k| near(hessian[j][k], square[(j, k)]))),
    );
    Ok(())
}

/// Downhill step by step, and there at once.
fn descent(facts: &mut Facts, data: &Data, steps: usize) -> Result<Vec<f64>, Box<dyn Error>> {
    facts.section("Fitting", &format!("{steps} steps of gradient descent from θ = 0, beside θ = (XᵀX)⁻¹Xᵀy"));
    let mut theta = [0.0; FEATURES];
    let mut errors = Vec::new();
    let bar = curve::progress(steps);
    for _ in 0..steps {
        let (error, d_theta) = mean_squared_error_grad(&theta, &data.x, &data.y);
        for (theta, d) in theta.iter_mut().zip(d_theta) {
            *theta -= 0.1 * d;
        }
        errors.push(error);
        bar.set_message(format!("{error:.6}"));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let (x, y) = data.matrices();
    let square = (x.transpose() * &x).cholesky().ok_or("the features depend on one another")?;
    let normal = square.solve(&(x.transpose() * y));
    say!("          made with      descent    normal equation");
    for k in 0..FEATURES {
        say!("    θ{k} {:>12} {:>12.8} {:>18.8}", TRUTH[k], theta[k], normal[k]);
    }
    say!("");
    if steps >= 200 {
        for k in 0..FEATURES {
            facts.within(&format!("θ{k}"), theta[k], normal[k], 1e-12);
        }
    }
    let (_, rest) = mean_squared_error_grad(&[normal[0], normal[1], normal[2]], &data.x, &data.y);
    facts.holds("at the normal equation's θ the gradient is zero", rest.iter().all(|d| d.abs() < 1e-13));
    if steps > 1 {
        facts.holds("the error falls", errors[steps - 1] < errors[0]);
    }
    Ok(errors)
}
