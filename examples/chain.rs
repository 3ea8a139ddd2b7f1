//! Backpropagation through a chain of single neurons, 1-1-1-1: the derivatives as formulas, as numbers, and why they vanish.
//!
//! ```text
//! cargo run --example chain
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;

use gradus::{Expr, check_gradient, derive, grad, parse};
use support::{Facts, brief, say};

const USAGE: &str = "\
Usage: chain

The cost of a chain of sigmoid neurons by its weights and biases: link by link, as formulas and as numbers.

Options:
  -h, --help   this text";

fn main() -> ExitCode {
    support::run(USAGE, |facts| {
        link_by_link(facts)?;
        three_links(facts)?;
        deeper_and_deeper(facts)
    })
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// dσ/dz.
fn slope(z: f64) -> f64 {
    sigmoid(z) * (1.0 - sigmoid(z))
}

#[grad]
fn cost(w: f64, a_prev: f64, b: f64, y: f64) -> f64 {
    let z = w * a_prev + b;
    let a = 1.0 / (1.0 + (-z).exp());
    (a - y) * (a - y)
}

/// z = w·a_prev + b, a = σ(z), C = (a - y)²: three derivatives and their product.
fn link_by_link(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("One link", "z = w·a_prev + b, a = σ(z), C = (a - y)²");
    let (z, a, c) = (parse("w*a_prev + b")?, parse("sigmoid(z)")?, parse("(a - y)^2")?);
    let [dz_dw, dz_db, dz_da] = [derive(&z, "w")?, derive(&z, "b")?, derive(&z, "a_prev")?];
    let (da_dz, dc_da) = (derive(&a, "z")?, derive(&c, "a")?);
    facts.text("∂z/∂w", &dz_dw, "a_prev");
    facts.text("∂z/∂b", &dz_db, "1");
    facts.text("∂z/∂a_prev", &dz_da, "w");
    facts.text("∂a/∂z", &da_dz, "sigmoid(z)*(1 - sigmoid(z))");
    facts.text("∂C/∂a", &dc_da, "2*(a - y)");

    say!("\n    the cost as one formula, and its derivatives");
    let a_of_w = a.substitute(&[("z", &z)]);
    let cost_of_w = c.substitute(&[("a", &a_of_w)]);
    let gradient = cost_of_w.gradient(&["w", "b", "a_prev"])?;
    for (name, partial) in gradient.names().zip(gradient.partials()) {
        say!("    ∂C/∂{name} = {partial}");
    }
    say!("\n    at w = 0.8, a_prev = 0.5, b = -0.2, y = 1");
    let at = [("w", 0.8), ("a_prev", 0.5), ("b", -0.2), ("y", 1.0)];
    let (value, partials) = gradient.eval(&at)?;
    let (w, a_prev, b, y) = (0.8, 0.5, -0.2, 1.0);
    let z = w * a_prev + b;
    let behind = slope(z) * 2.0 * (sigmoid(z) - y);
    facts.same("C", value, (sigmoid(z) - y).powi(2));
    facts.same("∂C/∂w", partials[0], a_prev * behind);
    facts.same("∂C/∂b", partials[1], behind);
    facts.same("∂C/∂a_prev", partials[2], w * behind);
    let (same_value, from_rust) = cost_grad(w, a_prev, b, y);
    facts.same("C by #[grad]", same_value, value);
    facts.same("∂C/∂w by #[grad]", from_rust.0, partials[0]);
    facts.same("∂C/∂b by #[grad]", from_rust.2, partials[1]);
    let report = check_gradient(|&(w, p, b, y)| cost(w, p, b, y), (w, a_prev, b, y), from_rust);
    facts.holds("the gradient check agrees", report.passed());
    Ok(())
}

/// The chain of a depth: its cost, with weights w1, w2, … and biases b1, b2, ….
fn chain(depth: usize) -> Expr {
    let mut a = Expr::var("x");
    for layer in 1..=depth {
        a = (Expr::var(format!("w{layer}")) * a + Expr::var(format!("b{layer}"))).sigmoid();
    }
    (a - Expr::var("y")).powi(2)
}

/// The point of a chain: all weights and biases alike.
fn point(depth: usize, w: f64, b: f64) -> Vec<(String, f64)> {
    let layers = (1..=depth).flat_map(|layer| [(format!("w{layer}"), w), (format!("b{layer}"), b)]);
    layers.chain([("x".to_owned(), 0.6), ("y".to_owned(), 1.0)]).collect()
}

/// The 1-1-1-1 network. The gradient in a layer is the one behind it times w·σ'(z).
fn three_links(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("The chain 1-1-1-1", "x → a1 → a2 → a3, C = (a3 - y)², at x = 0.6, y = 1, all w = 1.2, all b = 0.1");
    let (w, b) = (1.2, 0.1);
    let names = ["w1", "b1", "w2", "b2", "w3", "b3"];
    let gradient = chain(3).gradient(&names)?;
    let point = point(3, w, b);
    let at: Vec<(&str, f64)> = point.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let (_, partials) = gradient.eval(&at)?;

    let mut activations = vec![0.6];
    let mut sums = Vec::new();
    for layer in 0..3 {
        sums.push(w * activations[layer] + b);
        activations.push(sigmoid(sums[layer]));
    }
    let mut upstream = 2.0 * (activations[3] - 1.0);
    let mut by_hand = [0.0; 6];
    for layer in (0..3).rev() {
        let delta = upstream * slope(sums[layer]);
        (by_hand[2 * layer], by_hand[2 * layer + 1]) = (activations[layer] * delta, delta);
        upstream = delta * w;
    }
    for ((name, got), want) in names.iter().zip(&partials).zip(by_hand) {
        facts.same(&format!("∂C/∂{name}"), *got, want);
    }
    let (_, (d_w, d_b)) = chain_cost_grad(&[w; 3], &[b; 3], 0.6, 1.0);
    for layer in 0..3 {
        facts.same(&format!("∂C/∂w{} by #[grad]", layer + 1), d_w[layer], by_hand[2 * layer]);
        facts.same(&format!("∂C/∂b{} by #[grad]", layer + 1), d_b[layer], by_hand[2 * layer + 1]);
    }
    let of = |(w, b): &(Vec<f64>, Vec<f64>)| chain_cost(w, b, 0.6, 1.0);
    facts.holds("the gradient check agrees", check_gradient(of, (vec![w; 3], vec![b; 3]), (d_w, d_b)).passed());
    let product = parse("2*(a3 - y) * a3*(1 - a3)*w3 * a2*(1 - a2)*w2 * a1*(1 - a1)*x")?;
    say!("    and ∂C/∂w1, for one, is the product {product}");
    let links: Vec<(String, f64)> = (1..=3).map(|layer| (format!("a{layer}"), activations[layer])).collect();
    let known = links.iter().chain(&point).map(|(name, value)| (name.as_str(), *value));
    facts.same("it", product.eval(&known.collect::<Vec<_>>())?, partials[0]);
    facts.holds("differences agree", gradient.check(&at)?.passed());
    Ok(())
}

/// The chain as a Rust function, of whatever depth.
#[grad(wrt(w, b))]
fn chain_cost(w: &[f64], b: &[f64], x: f64, y: f64) -> f64 {
    let mut a = x;
    for layer in 0..w.len() {
        let z = w[layer] * a + b[layer];
        a = 1.0 / (1.0 + (-z).exp());
    }
    (a - y) * (a - y)
}

/// ∂C/∂w1 has a factor w·σ'(z) for every layer behind the first; σ' is at most 1/4.
fn deeper_and_deeper(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("Depth", "∂C/∂w1 in chains of 1 to 12 layers, all w = 1, all b = 0: a product of as many σ' ≤ 1/4");
    let mut last = f64::INFINITY;
    for depth in 1..=12 {
        let point = point(depth, 1.0, 0.0);
        let at: Vec<(&str, f64)> = point.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let first = derive(&chain(depth), "w1")?.eval(&at)?;
        let (mut a, mut slopes) = (0.6, 1.0);
        for _ in 0..depth {
            slopes *= slope(a);
            a = sigmoid(a);
        }
        let by_hand = 0.6 * slopes * 2.0 * (a - 1.0);
        let shrinks = first.abs() < last / 4.0 || depth == 1;
        last = first.abs();
        let (_, (d_w, _)) = chain_cost_grad(&vec![1.0; depth], &vec![0.0; depth], 0.6, 1.0);
        let right = [first, d_w[0]].iter().all(|got| (got - by_hand).abs() <= 1e-12 * by_hand.abs());
        facts.holds(
            &format!("{depth:>2} layers: product of σ' = {:<14} ∂C/∂w1 = {}", brief(slopes), brief(first)),
            right && shrinks,
        );
    }
    Ok(())
}
