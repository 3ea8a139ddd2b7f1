//! Linear classifiers: scores f = W·x, the multiclass SVM loss with regularisation, and softmax cross-entropy in its place, which
//! is the change of one function.
//!
//! ```text
//! cargo run --example classifier -- --out pictures
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;

use gradus::{Expr, check_gradient, grad};
use support::random::Normal;
use support::{Facts, brief, curve, say};

const USAGE: &str = "\
Usage: classifier [OPTIONS]

A linear classifier with three classes: the gradient of the SVM loss and of softmax cross-entropy by the weights, from
Rust functions and from formulas, and its training with either loss. Draws the curves.

Options:
  --steps NUMBER    so many steps instead of 200
  --out DIRECTORY   where the picture goes; unless given, a directory for temporary files
  -h, --help        this text";

/// Inputs: two coordinates, and a 1 that makes the last weight of a class its bias.
const D: usize = 3;
const CLASSES: usize = 3;
const LAMBDA: f64 = 1e-3;

fn main() -> ExitCode {
    support::run_training(USAGE, 200, |facts, files, steps| {
        one_sample(facts)?;
        let data = Data::blobs();
        gradient(facts, &data);
        let curves = [Loss::Svm, Loss::Softmax].map(|loss| (loss.name(), train(facts, &data, loss, steps)));
        let curves: Vec<curve::Series<'_>> = curves.iter().map(|(name, losses)| (*name, losses.as_slice())).collect();
        say!("");
        files.write("classifier.svg", &curve::picture("classifier", &curves)?)
    })
}

#[derive(Clone, Copy)]
enum Loss {
    Svm,
    Softmax,
}

impl Loss {
    fn name(self) -> &'static str {
        match self {
            Loss::Svm => "SVM",
            Loss::Softmax => "softmax",
        }
    }
}

/// The scores f = W·x of a sample.
#[grad]
fn scores(w: &[[f64; D]; CLASSES], x: &[f64; D]) -> [f64; CLASSES] {
    let mut s = [0.0; CLASSES];
    for j in 0..CLASSES {
        for k in 0..D {
            s[j] += w[j][k] * x[k];
        }
    }
    s
}

/// The loss of a sample. This is the one function that changes with the loss; all below is the same for both.
#[grad(constant(loss))]
fn sample_loss(s: &[f64; CLASSES], y: usize, loss: Loss) -> f64 {
    match loss {
        // Σ_{j≠y} max(0, s_j - s_y + 1)
        Loss::Svm => {
            let mut sum = 0.0;
            for j in 0..CLASSES {
                if j != y {
                    sum += (s[j] - s[y] + 1.0).max(0.0);
                }
            }
            sum
        }
        // -ln(e^{s_y}/Σe^{s_j})
        Loss::Softmax => {
            let highest = s.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let mut sum = 0.0;
            for score in s {
                sum += (score - highest).exp();
            }
            sum.ln() + highest - s[y]
        }
    }
}

/// L = (1/N)·ΣL_i + λ·ΣW²
#[grad(wrt(w), constant(loss))]
fn objective(w: &[[f64; D]; CLASSES], x: &[[f64; D]], y: &[usize], lambda: f64, loss: Loss) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let s: [f64; CLASSES] = scores(w, &x[i]);
        sum += sample_loss(&s, y[i], loss);
    }
    let mut squares = 0.0;
    for row in w {
        for w in row {
            squares += w * w;
        }
    }
    sum / x.len() as f64 + lambda * squares
}

fn train(facts: &mut Facts, data: &Data, loss: Loss, steps: usize) -> Vec<f64> {
    facts.section(&format!("Training, {}", loss.name()), &format!("{steps} steps of gradient descent from W = 0"));
    let mut w = [[0.0; D]; CLASSES];
    let mut losses = Vec::new();
    let bar = curve::progress(steps);
    for _ in 0..steps {
        let (value, d_w) = objective_grad(&w, &data.x, &data.y, LAMBDA, loss);
        for (w, d) in w.as_flattened_mut().iter_mut().zip(d_w.as_flattened()) {
            *w -= 0.2 * d;
        }
        losses.push(value);
        bar.set_message(format!("{value:.4}"));
        bar.inc(1);
    }
    bar.finish_and_clear();
    for (j, row) in w.iter().enumerate() {
        say!("    W, class {j}: {:>8.4} {:>8.4} {:>8.4}", row[0], row[1], row[2]);
    }
    let (first, last) = (losses[0], losses[steps - 1]);
    say!("    loss {first:.4} → {last:.4}, accuracy {:.1} %\n", 100.0 * data.accuracy(&w));
    if steps > 1 {
        facts.holds("the loss falls", last < first);
    }
    if steps >= 100 {
        facts.holds("nine samples of ten and more are classified rightly", data.accuracy(&w) >= 0.9);
    }
    losses
}

struct Data {
    x: Vec<[f64; D]>,
    y: Vec<usize>,
}

impl Data {
    /// Forty samples of each class, around a centre of its own.
    fn blobs() -> Self {
        const CENTRES: [[f64; 2]; CLASSES] = [[2.0, 0.0], [-1.0, 1.7], [-1.0, -1.7]];
        let mut random = Normal::with_seed(8);
        let y: Vec<usize> = (0..40 * CLASSES).map(|i| i % CLASSES).collect();
        let x = y.iter().map(|y| [CENTRES[*y][0] + random.number(), CENTRES[*y][1] + random.number(), 1.0]).collect();
        Data { x, y }
    }

    /// The fraction of samples whose own class has the highest score.
    fn accuracy(&self, w: &[[f64; D]; CLASSES]) -> f64 {
        let right = self.x.iter().zip(&self.y).filter(|(x, y)| {
            let s = scores(w, x);
            (0..CLASSES).all(|j| j == **y || s[j] < s[**y])
        });
        right.count() as f64 / self.x.len() as f64
    }
}

/// Scores of one sample, with both losses worked out by hand.
fn one_sample(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("One sample", "s = W·x, y = 0, as formulas and as Rust functions, by all of W; ∂s_j/∂w_jk = x_k");
    let w = [[0.2, -0.5, 0.1], [1.5, 1.3, 2.1], [0.0, 0.25, 0.2]];
    let (x, y) = ([0.6, -0.4, 1.0], 0);
    let s = scores(&w, &x);
    say!("    W = {w:?}, x = {x:?}");
    for (j, known) in [0.42, 2.48, 0.1].into_iter().enumerate() {
        facts.number(&format!("s{j}"), s[j], known);
    }
    let names: Vec<String> = (0..CLASSES).flat_map(|j| (0..D).map(move |k| format!("w{j}{k}"))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let inputs = ["x0", "x1", "x2"];
    let at: Vec<(&str, f64)> =
        names.iter().chain(&inputs).copied().zip(w.as_flattened().iter().chain(&x).copied()).collect();
    let score = |j: usize| format!("(w{j}0*x0 + w{j}1*x1 + w{j}2*x2)");
    let [s0, s1, s2] = [score(0), score(1), score(2)];
    for (loss, text) in [
        (Loss::Svm, format!("s0 = {s0}; max(0, {s1} - s0 + 1) + max(0, {s2} - s0 + 1)")),
        (Loss::Softmax, format!("s0 = {s0}; ln(exp(s0) + exp({s1}) + exp({s2})) - s0")),
    ] {
        say!("\n    {}", loss.name());
        let f: Expr = text.parse()?;
        let gradient = f.gradient(&names)?;
        let (value, partials) = gradient.eval(&at)?;
        // ∂L/∂s by hand, by which ∂L/∂w_jk = x_k·∂L/∂s_j
        let (known, d_s) = match loss {
            Loss::Svm => (3.06 + 0.68, [-2.0, 1.0, 1.0]),
            Loss::Softmax => {
                let sum: f64 = s.iter().map(|s| s.exp()).sum();
                let p = s.map(|s| s.exp() / sum);
                (-p[y].ln(), [p[0] - 1.0, p[1], p[2]])
            }
        };
        let (rust, d_rust) = sample_loss_grad(&s, y, loss);
        facts.number("L", value, known);
        facts.same("L by #[grad]", rust, value);
        let (_, d_w) = objective_grad(&w, &[x], &[y], 0.0, loss);
        for j in 0..CLASSES {
            facts.same(&format!("∂L/∂s{j}"), d_rust[j], d_s[j]);
        }
        for (at, name) in names.iter().enumerate() {
            let (j, k) = (at / D, at % D);
            let agree = |got: f64| (got - x[k] * d_s[j]).abs() <= 4.0 * f64::EPSILON;
            facts.holds(
                &format!("∂L/∂{name} = {:<12} from the formula and from Rust", brief(partials[at])),
                agree(partials[at]) && agree(d_w[j][k]),
            );
        }
        facts.holds("differences of the formula agree", gradient.check(&at)?.passed());
    }
    Ok(())
}

/// All of L, with N samples and the regularisation.
fn gradient(facts: &mut Facts, data: &Data) {
    facts.section("The gradient in W", "L = (1/N)·ΣL_i + λ·ΣW² with 120 samples, λ = 0.001, at some W");
    let mut random = Normal::with_seed(2);
    let w: [[f64; D]; CLASSES] = std::array::from_fn(|_| random.row());
    for loss in [Loss::Svm, Loss::Softmax] {
        let value = objective(&w, &data.x, &data.y, LAMBDA, loss);
        let (same, d_w) = objective_grad(&w, &data.x, &data.y, LAMBDA, loss);
        let report = check_gradient(|w: &[[f64; D]; CLASSES]| objective(w, &data.x, &data.y, LAMBDA, loss), w, d_w);
        say!("    {}: L = {value:.6}", loss.name());
        facts.show(&report);
        facts.holds("the value is that of the function, bit for bit", value.to_bits() == same.to_bits());
        facts.holds("differences agree", report.passed());
    }
}
