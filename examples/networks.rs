//! Fully connected networks: two and three layers with max(0, ·), small ones with sigmoid neurons, and every weight's gradient.
//!
//! ```text
//! cargo run --example networks
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;

use gradus::{Expr, check_gradient, grad};
use support::random::Normal;
use support::{Facts, brief, say};

const USAGE: &str = "\
Usage: networks

The networks f = W2·max(0, W1·x) and f = W3·max(0, W2·max(0, W1·x)) with the gradient that comes back to all weights,
and nets of 3-1, 8-1 and 3-2 sigmoid neurons with the influence of each weight on the cost.

Options:
  -h, --help   this text";

const D: usize = 4;
const H1: usize = 5;
const H2: usize = 3;
const K: usize = 2;

fn main() -> ExitCode {
    support::run(USAGE, |facts| {
        let mut random = Normal::with_seed(12);
        two_layers(facts, &mut random)?;
        three_layers(facts, &mut random)?;
        small_net::<3, 1>(facts, &mut random)?;
        small_net::<8, 1>(facts, &mut random)?;
        small_net::<3, 2>(facts, &mut random)
    })
}

/// W·x
#[grad]
fn linear<const IN: usize, const OUT: usize>(w: &[[f64; IN]; OUT], x: &[f64; IN]) -> [f64; OUT] {
    let mut y = [0.0; OUT];
    for j in 0..OUT {
        for k in 0..IN {
            y[j] += w[j][k] * x[k];
        }
    }
    y
}

/// max(0, x), element by element.
#[grad]
fn relu<const N: usize>(x: &[f64; N]) -> [f64; N] {
    let mut y = [0.0; N];
    for i in 0..N {
        y[i] = x[i].max(0.0);
    }
    y
}

/// f = W2·max(0, W1·x)
#[grad]
fn two_layer_net(w1: &[[f64; D]; H1], w2: &[[f64; H1]; K], x: &[f64; D]) -> [f64; K] {
    let z: [f64; H1] = linear(w1, x);
    let h: [f64; H1] = relu(&z);
    linear(w2, &h)
}

/// f = W3·max(0, W2·max(0, W1·x))
#[grad]
fn three_layer_net(w1: &[[f64; D]; H1], w2: &[[f64; H1]; H2], w3: &[[f64; H2]; K], x: &[f64; D]) -> [f64; K] {
    let z1: [f64; H1] = linear(w1, x);
    let h1: [f64; H1] = relu(&z1);
    let z2: [f64; H2] = linear(w2, &h1);
    let h2: [f64; H2] = relu(&z2);
    linear(w3, &h2)
}

/// The gradient that arrives at the two outputs of a network.
const UPSTREAM: [f64; K] = [1.0, -2.0];

/// Back through [`linear`]: Wᵀ·d, what arrives at its inputs.
fn transposed<const IN: usize, const OUT: usize>(w: &[[f64; IN]; OUT], d: &[f64; OUT]) -> [f64; IN] {
    std::array::from_fn(|k| (0..OUT).map(|j| w[j][k] * d[j]).sum())
}

/// Back through [`linear`]: d·xᵀ, what arrives at its weights.
fn outer<const IN: usize, const OUT: usize>(d: &[f64; OUT], x: &[f64; IN]) -> [[f64; IN]; OUT] {
    d.map(|d| x.map(|x| d * x))
}

/// Back through [`relu`]: what arrives passes where the input was positive.
fn passed<const N: usize>(d: &[f64; N], x: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| if x[i] > 0.0 { d[i] } else { 0.0 })
}

fn matrix<const IN: usize, const OUT: usize>(random: &mut Normal) -> [[f64; IN]; OUT] {
    std::array::from_fn(|_| random.row())
}

/// The names of a layer's weights: `w2_31` leads to the third neuron of the second layer, from the first of the layer before.
fn weights(layer: usize, outputs: usize, inputs: usize) -> Vec<String> {
    (1..=outputs).flat_map(|j| (1..=inputs).map(move |k| format!("w{layer}_{j}{k}"))).collect()
}

/// A network of fully connected layers as a formula: the sum over its outputs, each times the gradient that arrives there.
fn formula(sizes: &[usize]) -> Expr {
    let mut a: Vec<Expr> = (1..=sizes[0]).map(|k| Expr::var(format!("x{k}"))).collect();
    for layer in 1..sizes.len() {
        let names = weights(layer, sizes[layer], a.len());
        let sums = names.chunks(a.len()).map(|row| row.iter().zip(&a).map(|(w, a)| Expr::var(w) * a));
        let sums = sums.map(|terms| terms.fold(Expr::from(0), |sum, term| sum + term));
        let last = layer + 1 == sizes.len();
        a = sums.map(|z| if last { z } else { z.max(0) }).collect();
    }
    a.iter().zip(UPSTREAM).fold(Expr::from(0), |sum, (f, upstream)| sum + f * upstream)
}

/// All weights of a network, layer by layer and row by row, and its inputs.
struct Point<'p> {
    sizes: &'p [usize],
    weights: Vec<f64>,
    x: &'p [f64],
}

impl Point<'_> {
    /// The gradient by all weights from the formula, beside that from Rust and that by hand.
    fn compare(&self, facts: &mut Facts, rust: &[f64], by_hand: &[f64]) -> Result<(), Box<dyn Error>> {
        let names: Vec<String> =
            (1..self.sizes.len()).flat_map(|l| weights(l, self.sizes[l], self.sizes[l - 1])).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let inputs: Vec<String> = (1..=self.x.len()).map(|k| format!("x{k}")).collect();
        let known = names.iter().copied().zip(self.weights.iter().copied());
        let at: Vec<(&str, f64)> = known.chain(inputs.iter().map(String::as_str).zip(self.x.iter().copied())).collect();
        let gradient = formula(self.sizes).gradient(&names)?;
        let (_, partials) = gradient.eval(&at)?;
        let near = |a: &[f64], b: &[f64]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 4.0 * f64::EPSILON * b.abs())
        };
        facts.holds(&format!("all {} weights: #[grad] as by hand", names.len()), near(rust, by_hand));
        facts.holds("the formula as by hand", near(&partials, by_hand));
        facts.holds("differences of the formula agree", gradient.check(&at)?.passed());
        Ok(())
    }
}

/// Rows of numbers.
fn show<const N: usize>(name: &str, rows: &[[f64; N]]) {
    for (j, row) in rows.iter().enumerate() {
        let cells: String = row.iter().map(|x| format!("{:>10.5}", x + 0.0)).collect();
        say!("    {:<8}{cells}", if j == 0 { name } else { "" });
    }
}

fn two_layers(facts: &mut Facts, random: &mut Normal) -> Result<(), Box<dyn Error>> {
    facts.section("Two layers", "f = W2·max(0, W1·x), 4-5-2; the gradient [1, -2] arrives at f");
    let (w1, w2): ([[f64; D]; H1], [[f64; H1]; K]) = (matrix(random), matrix(random));
    let x: [f64; D] = random.row();

    let (mut d_w1, mut d_w2) = ([[0.0; D]; H1], [[0.0; H1]; K]);
    let f = two_layer_net_vjp(&w1, &w2, &x, &UPSTREAM, Some(&mut d_w1), Some(&mut d_w2), None);
    let z = linear(&w1, &x);
    let h = relu(&z);
    facts.holds("the values are those of the function, bit for bit", f == two_layer_net(&w1, &w2, &x));
    for (name, numbers) in [("x", x.as_slice()), ("W1·x", &z), ("h", &h), ("f", &f)] {
        say!("    {name:<8}{}", numbers.iter().map(|x| format!("{x:>10.5}")).collect::<String>());
    }
    show("∂/∂W1", &d_w1);
    show("∂/∂W2", &d_w2);
    say!("    a neuron whose sum is negative is off: no gradient comes to its weights\n");

    let d_h = transposed(&w2, &UPSTREAM);
    let by_hand = (outer(&passed(&d_h, &z), &x), outer(&UPSTREAM, &h));
    let point = Point { sizes: &[D, H1, K], weights: [w1.as_flattened(), w2.as_flattened()].concat(), x: &x };
    point.compare(
        facts,
        &[d_w1.as_flattened(), d_w2.as_flattened()].concat(),
        &[by_hand.0.as_flattened(), by_hand.1.as_flattened()].concat(),
    )?;
    facts.holds("some neuron is off, another on", z.iter().any(|z| *z < 0.0) && z.iter().any(|z| *z > 0.0));
    let objective = |(w1, w2): &([[f64; D]; H1], [[f64; H1]; K])| weighted(two_layer_net(w1, w2, &x));
    facts
        .holds("the gradient check of the function agrees", check_gradient(objective, (w1, w2), (d_w1, d_w2)).passed());
    Ok(())
}

/// The outputs of a network, each times the gradient that arrives there.
fn weighted(f: [f64; K]) -> f64 {
    f.iter().zip(UPSTREAM).map(|(f, upstream)| f * upstream).sum()
}

fn three_layers(facts: &mut Facts, random: &mut Normal) -> Result<(), Box<dyn Error>> {
    facts.section("Three layers", "f = W3·max(0, W2·max(0, W1·x)), 4-5-3-2; the gradient [1, -2] arrives at f");
    let w1: [[f64; D]; H1] = matrix(random);
    let (w2, w3): ([[f64; H1]; H2], [[f64; H2]; K]) = (matrix(random), matrix(random));
    let x: [f64; D] = random.row();

    let (mut d_w1, mut d_w2, mut d_w3) = ([[0.0; D]; H1], [[0.0; H1]; H2], [[0.0; H2]; K]);
    let slots = (Some(&mut d_w1), Some(&mut d_w2), Some(&mut d_w3));
    let f = three_layer_net_vjp(&w1, &w2, &w3, &x, &UPSTREAM, slots.0, slots.1, slots.2, None);
    facts.holds("the values are those of the function, bit for bit", f == three_layer_net(&w1, &w2, &w3, &x));
    show("f", &[f]);
    show("∂/∂W1", &d_w1);
    show("∂/∂W2", &d_w2);
    show("∂/∂W3", &d_w3);
    say!("");

    let z1 = linear(&w1, &x);
    let h1 = relu(&z1);
    let z2 = linear(&w2, &h1);
    let h2 = relu(&z2);
    let d_z2 = passed(&transposed(&w3, &UPSTREAM), &z2);
    let d_z1 = passed(&transposed(&w2, &d_z2), &z1);
    let by_hand = (outer(&d_z1, &x), outer(&d_z2, &h1), outer(&UPSTREAM, &h2));
    let weights = [w1.as_flattened(), w2.as_flattened(), w3.as_flattened()].concat();
    Point { sizes: &[D, H1, H2, K], weights, x: &x }.compare(
        facts,
        &[d_w1.as_flattened(), d_w2.as_flattened(), d_w3.as_flattened()].concat(),
        &[by_hand.0.as_flattened(), by_hand.1.as_flattened(), by_hand.2.as_flattened()].concat(),
    )?;
    type Weights = ([[f64; D]; H1], [[f64; H1]; H2], [[f64; H2]; K]);
    let objective = |(w1, w2, w3): &Weights| weighted(three_layer_net(w1, w2, w3, &x));
    facts.holds(
        "the gradient check of the function agrees",
        check_gradient(objective, (w1, w2, w3), (d_w1, d_w2, d_w3)).passed(),
    );
    Ok(())
}

/// The cost of a layer of sigmoid neurons: a_j = σ(Σ_k w_jk·x_k + b_j), C = Σ_j (a_j - y_j)².
#[grad(wrt(w, b))]
fn cost<const IN: usize, const OUT: usize>(w: &[[f64; IN]; OUT], b: &[f64; OUT], x: &[f64; IN], y: &[f64; OUT]) -> f64 {
    let mut cost = 0.0;
    for j in 0..OUT {
        let mut z = b[j];
        for k in 0..IN {
            z += w[j][k] * x[k];
        }
        let a = 1.0 / (1.0 + (-z).exp());
        cost += (a - y[j]).powi(2);
    }
    cost
}

/// A net without hidden neurons: what each of its weights does to the cost.
fn small_net<const IN: usize, const OUT: usize>(facts: &mut Facts, random: &mut Normal) -> Result<(), Box<dyn Error>> {
    facts.section(
        &format!("A net {IN}-{OUT}"),
        "a_j = σ(Σ_k w_jk·x_k + b_j), C = Σ_j (a_j - y_j)²; w_jk leads from input k to output j",
    );
    let w: [[f64; IN]; OUT] = matrix(random);
    let (b, x): ([f64; OUT], [f64; IN]) = (random.row(), random.row());
    let y: [f64; OUT] = std::array::from_fn(|j| if j % 2 == 0 { 1.0 } else { 0.0 });
    let (c, (d_w, d_b)) = cost_grad(&w, &b, &x, &y);

    let mut text = Vec::new();
    let mut at = Vec::new();
    for (j, row) in (1..).zip(&w) {
        let weights = (1..).zip(row).map(|(k, w)| (format!("w{j}{k}"), *w));
        let terms: Vec<String> = (1..=IN).map(|k| format!("w{j}{k}*x{k}")).collect();
        text.push(format!("(sigmoid({} + b{j}) - y{j})^2", terms.join(" + ")));
        at.extend(weights);
    }
    let (b_at, y_at) =
        ((1..).zip(b).map(|(j, b)| (format!("b{j}"), b)), (1..).zip(y).map(|(j, y)| (format!("y{j}"), y)));
    at.extend(b_at.chain(y_at).chain((1..).zip(x).map(|(k, x)| (format!("x{k}"), x))));
    let at: Vec<(&str, f64)> = at.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let f: Expr = text.join(" + ").parse()?;
    let names: Vec<&str> = at[..IN * OUT + OUT].iter().map(|(name, _)| *name).collect();
    let gradient = f.gradient(&names)?;
    let (value, partials) = gradient.eval(&at)?;
    facts.same("C", c, value);
    if IN == 3 && OUT == 1 {
        say!("    ∂C/∂w11 = {}", gradient.by("w11").ok_or("no such partial")?);
    }

    // Nudged by so much, a weight changes the cost by about its partial times that.
    const NUDGE: f64 = 0.001;
    say!("\n    weight       value       ∂C/∂w   C(w + {NUDGE}) - C, foretold and found");
    let mut foretold = true;
    for (at, name) in names.iter().enumerate().take(IN * OUT) {
        let (j, k) = (at / IN, at % IN);
        let mut nudged = w;
        nudged[j][k] += NUDGE;
        let (expected, found) = (NUDGE * d_w[j][k], cost(&nudged, &b, &x, &y) - c);
        // The second derivative by the neuron's sum is below 2.
        foretold &= (expected - found).abs() <= NUDGE * NUDGE * x[k] * x[k];
        say!("    {name:<6} {:>11.5} {:>11.5}   {expected:>11.3e} {found:>11.3e}", w[j][k], d_w[j][k]);
    }
    // σ'(z_j)·2(a_j - y_j) comes to the bias, and x_k times that to a weight.
    let z = linear(&w, &x);
    let delta: [f64; OUT] = std::array::from_fn(|j| {
        let a = 1.0 / (1.0 + (-(z[j] + b[j])).exp());
        a * (1.0 - a) * 2.0 * (a - y[j])
    });
    let by_hand = [outer(&delta, &x).as_flattened(), &delta].concat();
    let largest = (0..IN * OUT).max_by(|a, b| by_hand[*a].abs().total_cmp(&by_hand[*b].abs())).unwrap_or(0);
    say!("    {} has the most influence, {}\n", names[largest], brief(by_hand[largest]));
    let near = |a: &[f64]| a.iter().zip(&by_hand).all(|(a, b)| (a - b).abs() <= 1e-14 * b.abs());
    facts.holds("∂C/∂w_jk = x_k·σ'(z_j)·2(a_j - y_j), from the formula", near(&partials));
    facts.holds("and from #[grad]", near(&[d_w.as_flattened(), &d_b].concat()));
    facts.holds("each nudge does what its partial foretells", foretold);
    let report = check_gradient(|(w, b): &([[f64; IN]; OUT], [f64; OUT])| cost(w, b, &x, &y), (w, b), (d_w, d_b));
    facts.holds("the gradient check agrees", report.passed());
    Ok(())
}
