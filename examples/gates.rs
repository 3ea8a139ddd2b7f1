//! Computational graphs and their gates: the chain rule node by node, patterns in the backward flow, and a gate as code.
//!
//! ```text
//! cargo run --example gates
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;

use gradus::{GraphView, check_gradient, grad, parse};
use support::{Facts, say};

const USAGE: &str = "\
Usage: gates

Computational graphs: f = (x + y)z forward and backward, what gates do to gradients, a gate as code.

Options:
  -h, --help   this text";

fn main() -> ExitCode {
    support::run(USAGE, |facts| {
        the_chain(facts)?;
        the_chain_through_grad(facts);
        patterns(facts)?;
        a_gate_as_code(facts)
    })
}

const CHAIN_AT: [(&str, f64); 3] = [("x", -2.0), ("y", 5.0), ("z", -4.0)];

/// f = (x + y)·z, once as the graph of two gates and once as formulas.
fn the_chain(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("A graph of two gates", "q = x + y, f = q·z, at x = -2, y = 5, z = -4");
    let f = parse("q = x + y; q*z")?;
    let mut view = f.view(&CHAIN_AT)?;
    view.name(&parse("x + y")?, "q");
    facts.show(&view);
    for (name, value, gradient) in
        [("q", 3.0, -4.0), ("f", -12.0, 1.0), ("x", -2.0, -4.0), ("y", 5.0, -4.0), ("z", -4.0, 3.0)]
    {
        let node = view.node(name).ok_or("a node is missing")?;
        facts.number(name, node.value(), value);
        facts.number(&format!("∂f/∂{name}"), node.gradient().unwrap_or(f64::NAN), gradient);
    }

    say!("\n    and as formulas:");
    let gradient = f.gradient(&["x", "y", "z"])?;
    for (name, formula) in [("x", "z"), ("y", "z"), ("z", "x + y")] {
        facts.text(&format!("∂f/∂{name}"), gradient.by(name).ok_or("no such partial")?, formula);
    }
    let (value, partials) = gradient.eval(&CHAIN_AT)?;
    facts.holds(
        "f = -12 and [∂f/∂x, ∂f/∂y, ∂f/∂z] = [-4, -4, 3] from them",
        value == -12.0 && partials == [-4.0, -4.0, 3.0],
    );
    Ok(())
}

#[grad]
fn chain(x: f64, y: f64, z: f64) -> f64 {
    let q = x + y;
    q * z
}

/// The same from a function.
fn the_chain_through_grad(facts: &mut Facts) {
    facts.section("The same as a Rust function", "#[grad] fn chain(x, y, z), at compile time");
    let (value, (dx, dy, dz)) = chain_grad(-2.0, 5.0, -4.0);
    for (name, got, known) in [("f", value, -12.0), ("∂f/∂x", dx, -4.0), ("∂f/∂y", dy, -4.0), ("∂f/∂z", dz, 3.0)]
    {
        facts.number(name, got, known);
    }
    let report = check_gradient(|&(x, y, z)| chain(x, y, z), (-2.0, 5.0, -4.0), (dx, dy, dz));
    facts.holds("the gradient check agrees", report.passed());
}

/// The graph of a text at a point, printed.
fn show(facts: &Facts, text: &str, at: &[(&str, f64)]) -> Result<GraphView, Box<dyn Error>> {
    let view = parse(text)?.view(at)?;
    facts.show(&view);
    Ok(view)
}

/// What flows back to a variable, from each gate that uses it.
fn shares(view: &GraphView, name: &str) -> Vec<f64> {
    let edges = view.edges().iter().filter(|edge| view.nodes()[edge.from()].name() == name);
    edges.filter_map(|edge| edge.gradient()).collect()
}

/// What gates do to the gradient that arrives at them.
fn patterns(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section("Add distributes", "Both inputs of the sum get the gradient that arrives, here 2.");
    let add = show(facts, "2*(x + y)", &[("x", 3.0), ("y", 4.0)])?;
    facts.holds("x and y get 2 each", shares(&add, "x") == [2.0] && shares(&add, "y") == [2.0]);
    facts.holds("also by #[grad]", distribute_grad(3.0, 4.0) == (14.0, (2.0, 2.0)));

    facts.section("Multiply switches", "Each input gets the gradient times the other input.");
    let multiply = show(facts, "x*y", &[("x", 3.0), ("y", -4.0)])?;
    facts.holds("x = 3 gets -4, y = -4 gets 3", shares(&multiply, "x") == [-4.0] && shares(&multiply, "y") == [3.0]);
    facts.holds("also by #[grad]", product_grad(3.0, -4.0) == (-12.0, (-4.0, 3.0)));

    facts.section("Max routes", "The larger input gets everything.");
    let max = show(facts, "2*max(x, y)", &[("x", 4.0), ("y", 5.0)])?;
    facts.holds("x = 4 gets nothing, y = 5 gets 2", shares(&max, "x") == [0.0] && shares(&max, "y") == [2.0]);
    let tie = show(facts, "2*max(x, y)", &[("x", 5.0), ("y", 5.0)])?;
    facts.holds("at a tie the first gets it", shares(&tie, "x") == [2.0] && shares(&tie, "y") == [0.0]);
    let constant = show(facts, "2*max(x, 5)", &[("x", 5.0)])?;
    facts.holds("a constant beats a variable, so relu'(0) = 0", shares(&constant, "x") == [0.0]);
    facts.holds(
        "also by #[grad]",
        route_grad(4.0, 5.0) == (10.0, (0.0, 2.0))
            && route_grad(5.0, 5.0) == (10.0, (2.0, 0.0))
            && route_above_5_grad(5.0) == (10.0, 0.0),
    );

    facts.section("Copies add", "What goes to two gates gets the sum of what comes back from them.");
    let copy = show(facts, "x*y + x*z", &[("x", 2.0), ("y", 3.0), ("z", -7.0)])?;
    facts.holds("x is sent back 3 and -7", shares(&copy, "x") == [3.0, -7.0]);
    let sum = copy.node("x").and_then(|x| x.gradient());
    facts.holds("and has their sum, -4", sum == Some(-4.0));
    facts.holds("also by #[grad]", copies_grad(2.0, 3.0, -7.0) == (-8.0, (-4.0, 2.0, 2.0)));
    Ok(())
}

#[grad]
fn distribute(x: f64, y: f64) -> f64 {
    2.0 * (x + y)
}

#[grad]
fn route(x: f64, y: f64) -> f64 {
    2.0 * x.max(y)
}

#[grad]
fn route_above_5(x: f64) -> f64 {
    2.0 * x.max(5.0)
}

#[grad]
fn copies(x: f64, y: f64, z: f64) -> f64 {
    let one = x * y;
    let other = x * z;
    one + other
}

/// The multiply gate of the notes: forward keeps its inputs, backward needs them.
struct MultiplyGate {
    x: f64,
    y: f64,
}

impl MultiplyGate {
    fn forward(x: f64, y: f64) -> (f64, Self) {
        (x * y, MultiplyGate { x, y })
    }

    fn backward(&self, dz: f64) -> [f64; 2] {
        [self.y * dz, self.x * dz]
    }
}

#[grad]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

/// What flows back through the gate where dz flows in: a vector-Jacobian product.
fn backward_by_grad(x: f64, y: f64, dz: f64) -> (f64, [f64; 2]) {
    let (mut dx, mut dy) = (0.0, 0.0);
    let z = product_vjp(x, y, dz, Some(&mut dx), Some(&mut dy));
    (z, [dx, dy])
}

/// forward() and backward() by hand, by the view of a graph, and by `#[grad]`: one gradient dz comes in, two go out.
fn a_gate_as_code(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.section(
        "A gate as code",
        "forward(x, y) = z keeps x and y; backward(dz) = [y·dz, x·dz]; here x = 3, y = -4, dz = 2.5",
    );
    let (x, y, dz) = (3.0, -4.0, 2.5);
    let (z, gate) = MultiplyGate::forward(x, y);
    let [dx, dy] = gate.backward(dz);
    facts.number("z", z, -12.0);
    facts.number("dx by hand", dx, -10.0);
    facts.number("dy by hand", dy, 7.5);

    let (graph, root) = parse("x*y")?.graph();
    let view = GraphView::new(&graph, &[(root, dz)], &[("x", x), ("y", y)])?;
    let by_view = ["x", "y"].map(|name| view.node(name).and_then(|node| node.gradient()));
    facts.holds("the view with dz flowing in at z gives the same", by_view == [Some(dx), Some(dy)]);

    facts.holds("product_vjp of #[grad] with the seed dz gives the same", backward_by_grad(x, y, dz) == (z, [dx, dy]));
    let (_, (by_x, by_y)) = product_grad(x, y);
    facts.holds("and product_grad is that with the seed 1", backward_by_grad(x, y, 1.0) == (z, [by_x, by_y]));
    Ok(())
}
