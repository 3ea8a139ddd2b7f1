//! What simplification gains, as numbers.

use gradus_engine::diff;
use gradus_engine::expr::merge;
use gradus_engine::graph::{Graph, Id};
use gradus_engine::simplify::cost::{cost, operations};
use gradus_engine::simplify::{Goal, Region, measure, simplify};

use super::judge::text;
use super::{gradients, swell};

fn gradient(text: &str, wrt: &[String]) -> Region {
    let (graph, value) = gradus_engine::parse(text).expect("text of a figure").graph();
    let mut graph = (*graph).clone();
    let wrt: Vec<Id> = wrt.iter().map(|name| graph.variable(name)).collect();
    let roots = diff::gradient(&mut graph, value, &wrt).into_iter().flatten().collect();
    Region { graph, pinned: vec![value], roots }
}

fn total(region: &Region) -> u64 {
    cost(&region.graph, &[&region.roots[..], &region.pinned[..]].concat())
}

#[test]
#[cfg(feature = "egraph")]
fn twelve_gradients_cost_less() {
    let mut logarithms = Vec::new();
    for case in gradients::gradients() {
        let region = gradient(&case.text, &case.wrt);
        let after = simplify(&region, Goal::Code);
        let ratio = total(&after) as f64 / total(&region) as f64;
        let safer = measure(&after).hazards < measure(&region).hazards;
        assert!(ratio <= 1.0 || safer, "{}: {ratio}", case.name);
        logarithms.push(ratio.ln());
    }
    let mean = (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp();
    assert_eq!(logarithms.len(), 12);
    assert!(mean <= 0.92, "geometric mean {mean}");
}

fn swollen(graph: &Graph, roots: Vec<Id>) -> usize {
    let after = simplify(&Region { graph: graph.clone(), pinned: Vec::new(), roots }, Goal::Code);
    operations(&after.graph, &after.roots)
}

fn parsed(text: &str) -> (Graph, Id) {
    let (graph, root) = gradus_engine::parse(text).expect("text of a swell").graph();
    ((*graph).clone(), root)
}

#[test]
fn a_product_of_fifty_sines() {
    let (mut graph, root) = parsed(&swell::product_of_sines());
    let x = graph.variable("x");
    let derivative = diff::tangents(&mut graph, &[root], x)[0].expect("depends on x");
    assert!(swollen(&graph, vec![derivative]) <= 393);
}

#[test]
fn a_tenth_derivative() {
    let (mut graph, root) = parsed(&swell::tenth_derivative());
    let x = graph.variable("x");
    let derivative = diff::nth(&mut graph, root, x, 10).expect("depends on x");
    assert!(swollen(&graph, vec![derivative]) <= 105);
}

#[test]
fn a_jacobian_of_a_hundred_equations() {
    let equations: Vec<_> =
        swell::equations(100).iter().map(|text| gradus_engine::parse(text).expect("an equation")).collect();
    let (mut graph, outputs) = merge(equations.iter());
    let wrt: Vec<Id> = (0..100).map(|i| graph.variable(&format!("x{i}"))).collect();
    let entries = diff::jacobian(&mut graph, &outputs, &wrt).into_iter().map(|entry| entry.id).collect();
    assert!(swollen(&graph, entries) <= if cfg!(feature = "egraph") { 2549 } else { 2864 });
}

#[test]
fn the_gradient_of_a_determinant_of_eight() {
    let (mut graph, root) = parsed(&swell::determinant(8));
    let wrt: Vec<Id> = (0..64).map(|k| graph.variable(&format!("a{}_{}", k / 8, k % 8))).collect();
    let partials = diff::gradient(&mut graph, root, &wrt).into_iter().flatten().collect();
    assert!(swollen(&graph, partials) <= 5508);
}

/// Values whose partial by x the e-graph finds, and the n-ary pass alone does not.
const EARNED: &[(&str, &str)] = &[
    ("1/(1 + exp(-x))", "1/(exp(-x) + 1)/(1/exp(-x) + 1)"),
    ("exp(x)/(1 + exp(x))", "1/((1/exp(x) + 1)*(exp(x) + 1))"),
    ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", "4/(exp(x) + exp(-x))^2"),
    ("ln(exp(x) + exp(y))", "1/(exp(y - x) + 1)"),
    ("sinh(x)/cosh(x)", "1/cosh(x)*(1/cosh(x))"),
    ("x*abs(x)", "abs(x) + abs(x)"),
    ("ln(1 + exp(x))", "1/(1/exp(x) + 1)"),
];

#[test]
fn the_egraph_earns_its_place() {
    for (value, want) in EARNED {
        let region = gradient(value, &["x".to_owned()]);
        let after = simplify(&region, Goal::Code);
        let got = text(&after.graph, after.roots[0]);
        assert_eq!(got == *want, cfg!(feature = "egraph"), "{value}: {got}");
    }
}
