//! A neuron with a sigmoid, gate by gate and as one: values forward, gradients backward, and the pictures of it.
//!
//! ```text
//! cargo run --example neuron -- --out pictures
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;

use gradus::{check_gradient, grad, parse};
use support::{Facts, Files, say};

const USAGE: &str = "\
Usage: neuron [OPTIONS]

The neuron f = 1/(1 + e^-(w0·x0 + w1·x1 + w2)): the table of its gates, the sigmoid as one gate, the derivatives
as formulas and from a Rust function. Writes the pictures of its graph and of f = (x + y)z, as SVG and for Graphviz.

Options:
  --out DIRECTORY   where the pictures go; unless given, a directory for temporary files
  -h, --help        this text";

const AT: [(&str, f64); 5] = [("w0", 2.0), ("x0", -1.0), ("w1", -3.0), ("x1", -2.0), ("w2", -3.0)];

/// The gradient that the notes give, in the order of [`AT`].
const GRADIENT: [f64; 5] = [-0.19661193, 0.39322387, -0.39322387, -0.58983580, 0.19661193];

fn main() -> ExitCode {
    support::run_with_files(USAGE, |facts, files| {
        gate_by_gate(facts)?;
        one_sigmoid_gate(facts)?;
        formulas(facts)?;
        through_grad(facts);
        cell(facts)?;
        pictures(files)
    })
}

/// Every gate with its value, its local gradient, and the upstream gradient.
fn gate_by_gate(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("Gate by gate", "f = 1/(1 + e^-(w0·x0 + w1·x1 + w2)) at w = [2, -3, -3], x = [-1, -2]");
    let mut view = parse("1/(1 + exp(-(w0*x0 + w1*x1 + w2)))")?.view(&AT)?;
    view.name(&parse("w0*x0 + w1*x1 + w2")?, "dot");
    facts.show(&view);
    // The gates behind the dot product, and what the notes write at each: value, local gradient, upstream gradient.
    for (name, gate, value, local, upstream) in [
        ("g5", "times -1", -1.0, -1.0, -0.19661193),
        ("g6", "e^x", 0.36787944, 0.36787944, -0.53444665),
        ("g7", "+ 1", 1.36787944, 1.0, -0.53444665),
        ("f", "1/x", 0.73105858, -0.53444665, 1.0),
    ] {
        let (position, node) =
            view.nodes().iter().enumerate().find(|(_, node)| node.name() == name).ok_or("a gate is missing")?;
        let edge = view.edges().iter().find(|edge| edge.to() == position).ok_or("an edge is missing")?;
        say!("    the gate {gate}");
        facts.number("value", node.value(), value);
        facts.number("local", edge.local().unwrap_or(f64::NAN), local);
        facts.number("upstream", node.gradient().unwrap_or(f64::NAN), upstream);
    }
    let dot = view.node("dot").ok_or("a gate is missing")?;
    say!("    the dot product");
    facts.number("value", dot.value(), 1.0);
    say!("    the inputs");
    for ((name, _), known) in AT.iter().zip(GRADIENT) {
        let gradient = view.node(name).and_then(|node| node.gradient());
        facts.number(&format!("∂f/∂{name}"), gradient.unwrap_or(f64::NAN), known);
    }
    Ok(())
}

/// The four gates behind the dot product are one function with a simple derivative: dσ/dx = (1 - σ)·σ.
fn one_sigmoid_gate(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("The sigmoid as one gate", "dσ/dx = (1 - σ)·σ: one local gradient takes the place of four");
    let view = parse("sigmoid(w0*x0 + w1*x1 + w2)")?.view(&AT)?;
    facts.show(&view);
    let last = view.edges().last().ok_or("no edge")?;
    let sigma = view.nodes()[last.to()].value();
    facts.number("σ", sigma, 0.73105858);
    facts.number("(1-σ)σ", (1.0 - sigma) * sigma, 0.19661193);
    facts.same("local", last.local().unwrap_or(f64::NAN), (1.0 - sigma) * sigma);
    for ((name, _), known) in AT.iter().zip(GRADIENT) {
        let gradient = view.node(name).and_then(|node| node.gradient());
        facts.number(&format!("∂f/∂{name}"), gradient.unwrap_or(f64::NAN), known);
    }
    Ok(())
}

/// The derivatives as formulas, which hold at every point.
fn formulas(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("As formulas", "gradus::derive, simplified for reading");
    let sigmoid = gradus::derive(&parse("sigmoid(x)")?, "x")?;
    facts.text("dσ/dx", sigmoid, "sigmoid(x)*(1 - sigmoid(x))");
    let f = parse("sigmoid(w0*x0 + w1*x1 + w2)")?;
    let gradient = f.gradient(&AT.map(|(name, _)| name))?;
    for (name, partial) in gradient.names().zip(gradient.partials()) {
        say!("    ∂f/∂{name} = {partial}");
    }
    let (_, partials) = gradient.eval(&AT)?;
    facts.holds(
        "they give the numbers above",
        partials.iter().zip(GRADIENT).all(|(got, known)| (got - known).abs() < 1e-8),
    );
    let report = gradient.check(&AT)?;
    facts.holds("and differences of f agree with them", report.passed());
    Ok(())
}

#[grad]
fn neuron(w0: f64, x0: f64, w1: f64, x1: f64, w2: f64) -> f64 {
    1.0 / (1.0 + (-(w0 * x0 + w1 * x1 + w2)).exp())
}

/// The same from a Rust function.
fn through_grad(facts: &mut Facts) {
    facts.section("As a Rust function", "#[grad] fn neuron(w0, x0, w1, x1, w2), at compile time");
    let [w0, x0, w1, x1, w2] = AT.map(|(_, value)| value);
    let (value, gradient) = neuron_grad(w0, x0, w1, x1, w2);
    facts.number("f", value, 0.73105858);
    let (d_w0, d_x0, d_w1, d_x1, d_w2) = gradient;
    for (((name, _), known), got) in AT.iter().zip(GRADIENT).zip([d_w0, d_x0, d_w1, d_x1, d_w2]) {
        facts.number(&format!("∂f/∂{name}"), got, known);
    }
    let report = check_gradient(|&(w0, x0, w1, x1, w2)| neuron(w0, x0, w1, x1, w2), (w0, x0, w1, x1, w2), gradient);
    facts.holds("the gradient check agrees", report.passed());
}

/// A neuron as the notes write it in code, for as many inputs as there are.
#[grad]
fn firing_rate(inputs: &[f64], weights: &[f64], bias: f64) -> f64 {
    let cell_body_sum = inputs.iter().zip(weights).map(|(input, weight)| input * weight).sum::<f64>() + bias;
    1.0 / (1.0 + (-cell_body_sum).exp())
}

/// Its gradient in weights and bias, for the neuron above and for one with more inputs.
fn cell(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section(
        "One neuron as code",
        "cell_body_sum = Σ inputs·weights + bias, firing_rate = 1/(1 + e^-sum), by weights and bias",
    );
    let (rate, (_, d_weights, d_bias)) = firing_rate_grad(&[-1.0, -2.0], &[2.0, -3.0], -3.0);
    facts.number("rate", rate, 0.73105858);
    for (name, got, known) in
        [("∂/∂w0", d_weights[0], GRADIENT[0]), ("∂/∂w1", d_weights[1], GRADIENT[2]), ("∂/∂bias", d_bias, GRADIENT[4])]
    {
        facts.number(name, got, known);
    }

    let (inputs, weights, bias) = ([0.5, -1.0, 2.0, 0.25], [1.2, 0.4, -0.3, 0.8], 0.1);
    let (rate, gradient) = firing_rate_grad(&inputs, &weights, bias);
    say!("\n    with inputs {inputs:?}, weights {weights:?}, bias {bias}");
    facts.number("rate", rate, 1.0 / (1.0 + 0.1_f64.exp()));
    for (i, input) in inputs.iter().enumerate() {
        facts.same(&format!("∂/∂w{i}"), gradient.1[i], input * rate * (1.0 - rate));
    }
    facts.same("∂/∂bias", gradient.2, rate * (1.0 - rate));
    let of = |(inputs, weights, bias): &(Vec<f64>, Vec<f64>, f64)| firing_rate(inputs, weights, *bias);
    let report = check_gradient(of, (inputs.to_vec(), weights.to_vec(), bias), gradient.clone());
    facts.holds("the gradient check agrees", report.passed());

    let formula =
        parse("sigmoid(i0*w0 + i1*w1 + i2*w2 + i3*w3 + bias)")?.gradient(&["w0", "w1", "w2", "w3", "bias"])?;
    let names = ["i0", "i1", "i2", "i3", "w0", "w1", "w2", "w3", "bias"];
    let values = inputs.iter().chain(&weights).chain([&bias]);
    let at: Vec<(&str, f64)> = names.into_iter().zip(values.copied()).collect();
    let (value, partials) = formula.eval(&at)?;
    let by_rust = gradient.1.iter().chain([&gradient.2]);
    let near = |a: f64, b: f64| (a - b).abs() <= 4.0 * f64::EPSILON * b.abs();
    facts.holds(
        "and so does the formula",
        near(value, rate) && partials.iter().zip(by_rust).all(|(formula, rust)| near(*formula, *rust)),
    );
    Ok(())
}

/// The graphs as pictures: each edge with its value above and its gradient below.
fn pictures(files: &Files) -> Result<(), Box<dyn Error>> {
    say!("\nPictures\n────────");
    let chain = parse("q = x + y; q*z")?.view(&[("x", -2.0), ("y", 5.0), ("z", -4.0)])?;
    let neuron = parse("1/(1 + exp(-(w0*x0 + w1*x1 + w2)))")?.view(&AT)?;
    for (name, view) in [("chain", chain), ("neuron", neuron)] {
        files.write(&format!("{name}.svg"), &view.to_svg())?;
        files.write(&format!("{name}.dot"), &view.to_dot())?;
    }
    Ok(())
}
