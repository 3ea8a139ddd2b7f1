//! The training program of the notes: a network with one hidden layer on random data, 2000 steps of gradient descent. The gradient
//! comes from `#[grad]` on plain loops; beside it runs the program with the gradients that the notes derive by hand.
//!
//! ```text
//! cargo run --release --example training -- --out pictures
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gradus::check::GradientCheck;
use gradus::grad;
use support::random::Normal;
use support::{Facts, Files, curve, say};

const USAGE: &str = "\
Usage: training [OPTIONS]

Trains a network of 1000 inputs, 100 sigmoid neurons and 10 outputs on 64 random samples, with the gradient by #[grad]
and with the gradient by hand: the losses, how far they are apart, the time of a step. Draws the curve.

Options:
  --steps NUMBER    so many steps instead of 2000
  --out DIRECTORY   where the picture goes; unless given, a directory for temporary files
  -h, --help        this text";

/// Samples.
const N: usize = 64;
const D_IN: usize = 1000;
const H: usize = 100;
const D_OUT: usize = 10;
const RATE: f64 = 1e-4;

fn main() -> ExitCode {
    support::run_training(USAGE, 2000, |facts, files, steps| {
        let mut random = Normal::with_seed(1);
        let data = Data { x: random.matrix(N), y: random.matrix(N) };
        let weights = Weights { w1: random.matrix(D_IN), w2: random.matrix(H) };
        gradients(facts, &data, &weights);
        train(facts, files, &data, weights, steps)
    })
}

/// h = 1/(1 + e^-(x·w1)), y_pred = h·w2, loss = Σ(y_pred - y)²; a row of `x` and of `y` is a sample.
#[grad(wrt(w1, w2))]
fn loss(x: &[[f64; D_IN]], y: &[[f64; D_OUT]], w1: &[[f64; H]], w2: &[[f64; D_OUT]]) -> f64 {
    let mut loss = 0.0;
    for n in 0..x.len() {
        let mut h = [0.0; H];
        for i in 0..D_IN {
            for j in 0..H {
                h[j] += x[n][i] * w1[i][j];
            }
        }
        for h in &mut h {
            *h = 1.0 / (1.0 + (-*h).exp());
        }
        let mut y_pred = [0.0; D_OUT];
        for j in 0..H {
            for k in 0..D_OUT {
                y_pred[k] += h[j] * w2[j][k];
            }
        }
        for k in 0..D_OUT {
            loss += (y_pred[k] - y[n][k]).powi(2);
        }
    }
    loss
}

struct Data {
    x: Vec<[f64; D_IN]>,
    y: Vec<[f64; D_OUT]>,
}

/// The weights, or a gradient by them.
#[derive(Clone)]
struct Weights {
    w1: Vec<[f64; H]>,
    w2: Vec<[f64; D_OUT]>,
}

impl Weights {
    fn zero() -> Self {
        Weights { w1: vec![[0.0; H]; D_IN], w2: vec![[0.0; D_OUT]; H] }
    }

    /// A step of gradient descent.
    fn descend(&mut self, gradient: &Weights) {
        for (w, d) in self.numbers_mut().zip(gradient.numbers()) {
            *w -= RATE * d;
        }
    }

    fn numbers(&self) -> impl Iterator<Item = &f64> {
        self.w1.as_flattened().iter().chain(self.w2.as_flattened())
    }

    fn numbers_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        self.w1.as_flattened_mut().iter_mut().chain(self.w2.as_flattened_mut())
    }
}

/// The same with the gradients that the notes derive by hand, matrix by matrix.
struct ByHand {
    h: Vec<[f64; H]>,
    y_pred: Vec<[f64; D_OUT]>,
    grad_y_pred: Vec<[f64; D_OUT]>,
    grad_h: Vec<[f64; H]>,
}

impl ByHand {
    fn new() -> Self {
        ByHand {
            h: vec![[0.0; H]; N],
            y_pred: vec![[0.0; D_OUT]; N],
            grad_y_pred: vec![[0.0; D_OUT]; N],
            grad_h: vec![[0.0; H]; N],
        }
    }

    /// Returns the loss and overwrites the gradient.
    fn loss_grad_into(&mut self, Data { x, y }: &Data, Weights { w1, w2 }: &Weights, gradient: &mut Weights) -> f64 {
        let ByHand { h, y_pred, grad_y_pred, grad_h } = self;
        // h = sigmoid(x·w1)
        product(x, w1, h);
        for h in h.as_flattened_mut() {
            *h = 1.0 / (1.0 + (-*h).exp());
        }
        // y_pred = h·w2, loss = Σ(y_pred - y)²
        product(h, w2, y_pred);
        let mut loss = 0.0;
        // grad_y_pred = 2(y_pred - y)
        for ((grad, y_pred), y) in
            grad_y_pred.as_flattened_mut().iter_mut().zip(y_pred.as_flattened()).zip(y.as_flattened())
        {
            loss += (y_pred - y).powi(2);
            *grad = 2.0 * (y_pred - y);
        }
        // grad_w2 = hᵀ·grad_y_pred
        transposed_product(h, grad_y_pred, &mut gradient.w2);
        // grad_h = grad_y_pred·w2ᵀ
        for (grad_h, grad_y_pred) in grad_h.iter_mut().zip(grad_y_pred.iter()) {
            for (grad_h, w2) in grad_h.iter_mut().zip(w2) {
                *grad_h = grad_y_pred.iter().zip(w2).map(|(grad, w)| grad * w).sum();
            }
        }
        // grad_w1 = xᵀ·(grad_h·h·(1 - h))
        for (grad, h) in grad_h.as_flattened_mut().iter_mut().zip(h.as_flattened()) {
            *grad *= h * (1.0 - h);
        }
        transposed_product(x, grad_h, &mut gradient.w1);
        loss
    }
}

/// out = a·b
fn product<const K: usize, const M: usize>(a: &[[f64; K]], b: &[[f64; M]], out: &mut [[f64; M]]) {
    for (out, a) in out.iter_mut().zip(a) {
        let mut sums = [0.0; M];
        for (a, b) in a.iter().zip(b) {
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum += a * b;
            }
        }
        *out = sums;
    }
}

/// out = aᵀ·b
fn transposed_product<const K: usize, const M: usize>(a: &[[f64; K]], b: &[[f64; M]], out: &mut [[f64; M]]) {
    out.as_flattened_mut().fill(0.0);
    for (a, b) in a.iter().zip(b) {
        for (out, a) in out.iter_mut().zip(a) {
            for (out, b) in out.iter_mut().zip(b) {
                *out += a * b;
            }
        }
    }
}

/// At the initial weights: all of one gradient beside all of the other, and some of it beside differences.
fn gradients(facts: &mut Facts, data: &Data, weights: &Weights) {
    facts.section(
        "The gradient",
        "h = 1/(1 + e^-(x·w1)), y_pred = h·w2, loss = Σ(y_pred - y)², 64 samples, 1000-100-10, by w1 and w2",
    );
    let value = loss(&data.x, &data.y, &weights.w1, &weights.w2);
    let (ours, mut by_hand) = (loss_grad(&data.x, &data.y, &weights.w1, &weights.w2), Weights::zero());
    let value_by_hand = ByHand::new().loss_grad_into(data, weights, &mut by_hand);
    facts.holds("the value is that of the function, bit for bit", ours.0 == value);
    facts.same("loss", ours.0, value_by_hand);
    let ours = Weights { w1: ours.1.0, w2: ours.1.1 };
    let largest = by_hand.numbers().fold(0.0, |largest: f64, d| largest.max(d.abs()));
    let apart = ours.numbers().zip(by_hand.numbers()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    facts.holds("all 101000 partials are those by hand, to 13 digits of the largest", apart <= 1e-13 * largest);

    // A difference costs two losses: some weights will do.
    let check = GradientCheck::new().at_most(4);
    let by_w1 = check.run(|w1| loss(&data.x, &data.y, w1, &weights.w2), &weights.w1, &ours.w1);
    let by_w2 = check.run(|w2| loss(&data.x, &data.y, &weights.w1, w2), &weights.w2, &ours.w2);
    facts.show(format!("by w1: {by_w1}\nby w2: {by_w2}"));
    facts.holds("differences agree for four weights of either layer", by_w1.passed() && by_w2.passed());
}

/// The same training twice, step by step, each with weights of its own.
fn train(facts: &mut Facts, files: &Files, data: &Data, start: Weights, steps: usize) -> Result<(), Box<dyn Error>> {
    facts.section("Training", &format!("{steps} steps of {RATE:e} from random weights, ours beside the one by hand"));
    let (mut ours, mut theirs) = (start.clone(), start);
    let (mut gradient, mut reference) = (Weights::zero(), ByHand::new());
    let mut losses = (Vec::new(), Vec::new());
    let mut times = (Times::default(), Times::default());
    let bar = curve::progress(steps);
    say!("    step   loss by #[grad]      loss by hand");
    for step in 0..steps {
        losses.0.push(times.0.of(|| {
            let Weights { w1, w2 } = &mut gradient;
            let loss = loss_grad_into(&data.x, &data.y, &ours.w1, &ours.w2, w1, w2);
            ours.descend(&gradient);
            loss
        }));
        losses.1.push(times.1.of(|| {
            let loss = reference.loss_grad_into(data, &theirs, &mut gradient);
            theirs.descend(&gradient);
            loss
        }));
        if step % (steps / 10).max(1) == 0 || step + 1 == steps {
            bar.suspend(|| say!("    {step:>4}   {:<18} {:>18}", losses.0[step], losses.1[step]));
        }
        bar.set_message(format!("{:.3}", losses.0[step]));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let apart = losses.0.iter().zip(&losses.1).map(|(a, b)| (a - b).abs() / b.abs());
    let apart = apart.fold(0.0, f64::max);
    say!("\n    at most {apart:.1e} apart, relative to the loss\n");
    facts.holds("they agree to 1e-9 in every step", apart <= 1e-9);
    if steps > 1 {
        facts.holds("the loss falls", losses.0[steps - 1] < losses.0[0]);
    }

    say!("\n    time per step   fastest     mean");
    for (name, times) in [("by #[grad]", &times.0), ("by hand", &times.1)] {
        say!("    {name:<12} {:>10.2?} {:>10.2?}", times.fastest, times.mean());
    }
    say!("    the fastest step by #[grad] takes {:.2} of that by hand\n", times.0.ratio(&times.1));
    files.write("training.svg", &curve::picture("training", &[("by hand", &losses.1), ("by #[grad]", &losses.0)])?)
}

/// How long steps take.
#[derive(Default)]
struct Times {
    runs: u32,
    total: Duration,
    fastest: Duration,
}

impl Times {
    fn of(&mut self, work: impl FnOnce() -> f64) -> f64 {
        let start = Instant::now();
        let result = work();
        let time = start.elapsed();
        self.fastest = if self.runs == 0 { time } else { self.fastest.min(time) };
        self.total += time;
        self.runs += 1;
        result
    }

    fn mean(&self) -> Duration {
        self.total / self.runs.max(1)
    }

    fn ratio(&self, other: &Times) -> f64 {
        self.fastest.as_secs_f64() / other.fastest.as_secs_f64()
    }
}
