//! A classifier of small pictures, 16-8-4 sigmoid neurons: the cost averaged over samples, and gradient descent on all weights and biases.
//!
//! ```text
//! cargo run --release --example pixels -- --out pictures
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;

use gradus::{Expr, check_gradient, grad};
use support::random::Normal;
use support::{Facts, Files, curve, say};

const USAGE: &str = "\
Usage: pixels [OPTIONS]

Trains a network of 16 pixels, 8 hidden and 4 output neurons to tell four noisy digits apart. Draws the curve.

Options:
  --steps NUMBER    so many steps instead of 500
  --out DIRECTORY   where the picture goes; unless given, a directory for temporary files
  -h, --help        this text";

const PIXELS: usize = 16;
const HIDDEN: usize = 8;
const DIGITS: usize = 4;

fn main() -> ExitCode {
    support::run_training(USAGE, 500, |facts, files, steps| {
        let mut random = Normal::with_seed(15);
        let (samples, others) = (Samples::noisy(120, &mut random), Samples::noisy(80, &mut random));
        let start = Parameters::random(&mut random);
        say!("    two of the samples");
        samples.show(&[0, 2]);
        gradient(facts, &samples, &start)?;
        train(facts, files, &samples, &others, start, steps)
    })
}

/// A layer of sigmoid neurons: a_j = σ(Σ_k w_jk·x_k + b_j).
#[grad]
fn layer<const IN: usize, const OUT: usize>(w: &[[f64; IN]; OUT], b: &[f64; OUT], x: &[f64; IN]) -> [f64; OUT] {
    let mut a = [0.0; OUT];
    for j in 0..OUT {
        let mut z = b[j];
        for k in 0..IN {
            z += w[j][k] * x[k];
        }
        a[j] = 1.0 / (1.0 + (-z).exp());
    }
    a
}

/// C = Σ_j (a_j - y_j)², averaged over the samples.
#[grad(wrt(w1, b1, w2, b2))]
fn cost(
    w1: &[[f64; PIXELS]; HIDDEN],
    b1: &[f64; HIDDEN],
    w2: &[[f64; HIDDEN]; DIGITS],
    b2: &[f64; DIGITS],
    x: &[[f64; PIXELS]],
    y: &[[f64; DIGITS]],
) -> f64 {
    let mut sum = 0.0;
    for n in 0..x.len() {
        let h: [f64; HIDDEN] = layer(w1, b1, &x[n]);
        let a: [f64; DIGITS] = layer(w2, b2, &h);
        for j in 0..DIGITS {
            sum += (a[j] - y[n][j]).powi(2);
        }
    }
    sum / x.len() as f64
}

/// All weights and biases, or a gradient by them.
#[derive(Clone)]
struct Parameters {
    w1: [[f64; PIXELS]; HIDDEN],
    b1: [f64; HIDDEN],
    w2: [[f64; HIDDEN]; DIGITS],
    b2: [f64; DIGITS],
}

impl Parameters {
    fn random(random: &mut Normal) -> Self {
        Parameters {
            w1: std::array::from_fn(|_| random.row().map(|w: f64| w / 4.0)),
            b1: [0.0; HIDDEN],
            w2: std::array::from_fn(|_| random.row()),
            b2: [0.0; DIGITS],
        }
    }

    fn cost(&self, samples: &Samples) -> f64 {
        cost(&self.w1, &self.b1, &self.w2, &self.b2, &samples.x, &samples.y)
    }

    fn cost_grad(&self, samples: &Samples) -> (f64, Parameters) {
        let (value, (w1, b1, w2, b2)) = cost_grad(&self.w1, &self.b1, &self.w2, &self.b2, &samples.x, &samples.y);
        (value, Parameters { w1, b1, w2, b2 })
    }

    fn output(&self, x: &[f64; PIXELS]) -> [f64; DIGITS] {
        layer(&self.w2, &self.b2, &layer(&self.w1, &self.b1, x))
    }

    /// All numbers: w1, b1, w2, b2.
    fn numbers(&self) -> Vec<f64> {
        [self.w1.as_flattened(), &self.b1, self.w2.as_flattened(), &self.b2].concat()
    }

    fn descend(&mut self, rate: f64, gradient: &Parameters) {
        let Parameters { w1, b1, w2, b2 } = self;
        let own = w1.as_flattened_mut().iter_mut().chain(b1).chain(w2.as_flattened_mut()).chain(b2);
        for (own, d) in own.zip(gradient.numbers()) {
            *own -= rate * d;
        }
    }
}

/// 0, 1, 4, 7
const PICTURES: [&str; DIGITS] =
    ["#### #..# #..# ####", "..#. .##. ..#. ..#.", "#..# #### ...# ...#", "#### ...# ..#. .#.."];

struct Samples {
    x: Vec<[f64; PIXELS]>,
    y: Vec<[f64; DIGITS]>,
}

impl Samples {
    /// So many pictures, one digit after the other; the grey of each pixel is a little off.
    fn noisy(number: usize, random: &mut Normal) -> Self {
        let mut samples = Samples { x: Vec::new(), y: Vec::new() };
        for digit in (0..DIGITS).cycle().take(number) {
            let mut x = [0.0; PIXELS];
            for (x, pixel) in x.iter_mut().zip(PICTURES[digit].chars().filter(|pixel| *pixel != ' ')) {
                *x = f64::from(pixel == '#') + 0.4 * random.number();
            }
            samples.x.push(x);
            samples.y.push(std::array::from_fn(|j| f64::from(j == digit)));
        }
        samples
    }

    fn show(&self, which: &[usize]) {
        for row in 0..4 {
            let lines = which.iter().map(|sample| {
                let grey = |x: &f64| ["  ", "░░", "▒▒", "▓▓", "██"][(x * 4.0).round().clamp(0.0, 4.0) as usize];
                self.x[*sample][4 * row..][..4].iter().map(grey).collect::<String>()
            });
            say!("        {}", lines.collect::<Vec<_>>().join("      ").trim_end());
        }
    }

    /// The fraction of samples whose own neuron fires most.
    fn accuracy(&self, parameters: &Parameters) -> f64 {
        let right = self.x.iter().zip(&self.y).filter(|(x, y)| {
            let a = parameters.output(x);
            let own: f64 = a.iter().zip(y.iter()).map(|(a, y)| a * y).sum();
            a.iter().zip(y.iter()).all(|(a, y)| *y == 1.0 || *a < own)
        });
        right.count() as f64 / self.x.len() as f64
    }
}

/// The cost of one sample as a formula in all 172 weights and biases.
fn formula(x: &[f64; PIXELS], y: &[f64; DIGITS]) -> (Expr, Vec<String>) {
    let mut names = Vec::new();
    let mut a = x.map(Expr::from).to_vec();
    for (layer, outputs) in [(1, HIDDEN), (2, DIGITS)] {
        let weight = |j: usize, k: usize| format!("w{layer}_{j}_{k}");
        names.extend((0..outputs).flat_map(|j| (0..a.len()).map(move |k| weight(j, k))));
        names.extend((0..outputs).map(|j| format!("b{layer}_{j}")));
        let sum = |j: usize| {
            a.iter().enumerate().fold(Expr::var(format!("b{layer}_{j}")), |z, (k, a)| z + Expr::var(weight(j, k)) * a)
        };
        a = (0..outputs).map(|j| sum(j).sigmoid()).collect();
    }
    let cost = a.into_iter().zip(y).fold(Expr::from(0), |cost, (a, y)| cost + (a - Expr::from(*y)).powi(2));
    (cost, names)
}

fn gradient(facts: &mut Facts, samples: &Samples, at: &Parameters) -> Result<(), Box<dyn Error>> {
    facts.section(
        "The gradient",
        "C = Σ_j (a_j - y_j)² of a 16-8-4 network, by all 16·8 + 8·4 weights and 8 + 4 biases, from random ones",
    );
    let (value, gradient) = at.cost_grad(samples);
    facts.holds("the value is that of the function, bit for bit", value.to_bits() == at.cost(samples).to_bits());
    facts.holds("172 partials", gradient.numbers().len() == 16 * 8 + 8 * 4 + 8 + 4);

    let one = Samples { x: samples.x[..1].to_vec(), y: samples.y[..1].to_vec() };
    let (f, names) = formula(&one.x[0], &one.y[0]);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let point: Vec<(&str, f64)> = names.iter().copied().zip(at.numbers()).collect();
    let (by_formula, partials) = f.gradient(&names)?.eval(&point)?;
    let (by_grad, of_one) = at.cost_grad(&one);
    facts.same("C of one", by_formula, by_grad);
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-14 * b.abs();
    facts.holds("its formula and #[grad] have the same gradient", partials.iter().zip(&of_one.numbers()).all(near));

    let Parameters { w1, b1, w2, b2 } = at.clone();
    let d = (gradient.w1, gradient.b1, gradient.w2, gradient.b2);
    let report = check_gradient(|(w1, b1, w2, b2)| cost(w1, b1, w2, b2, &samples.x, &samples.y), (w1, b1, w2, b2), d);
    facts.holds("differences of the average cost agree in all components", report.passed());
    Ok(())
}

fn train(
    facts: &mut Facts,
    files: &Files,
    samples: &Samples,
    others: &Samples,
    mut parameters: Parameters,
    steps: usize,
) -> Result<(), Box<dyn Error>> {
    facts.section(
        "Training",
        &format!("{steps} steps of gradient descent on 120 samples; 80 others to see what it is worth"),
    );
    let (mut costs, mut costs_of_others) = (Vec::new(), Vec::new());
    let bar = curve::progress(steps);
    say!("    step    cost      accuracy    that of others");
    for step in 0..steps {
        let (value, gradient) = parameters.cost_grad(samples);
        if step % (steps / 5).max(1) == 0 || step + 1 == steps {
            let right = [samples, others].map(|samples| 100.0 * samples.accuracy(&parameters));
            bar.suspend(|| say!("    {step:<6} {value:.5}   {:>6.1} %    {:>6.1} %", right[0], right[1]));
        }
        costs.push(value);
        costs_of_others.push(parameters.cost(others));
        parameters.descend(1.5, &gradient);
        bar.set_message(format!("{value:.4}"));
        bar.inc(1);
    }
    bar.finish_and_clear();
    say!("");
    if steps > 1 {
        facts.holds("the cost falls", costs[steps - 1] < costs[0]);
    }
    let learnt = samples.accuracy(&parameters).min(others.accuracy(&parameters));
    if steps >= 400 {
        facts.holds("95 % and more are told apart, also of the others", learnt >= 0.95);
    }
    say!("");
    files.write("pixels.svg", &curve::picture("pixels", &[("samples", &costs), ("others", &costs_of_others)])?)
}
