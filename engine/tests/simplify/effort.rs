//! What simplification costs where many regions share one effort, counted in e-nodes: a clock would say something else each time.

use gradus_engine::diff;
use gradus_engine::graph::Id;
use gradus_engine::simplify::cost::operations;
use gradus_engine::simplify::{Effort, Goal, Region, measure, simplify_within};

/// The gradient by all variables.
fn gradient(text: &str) -> Region {
    let (graph, value) = gradus_engine::parse(text).expect("text of a case").graph();
    let mut graph = (*graph).clone();
    let names: Vec<String> = graph.variables(&[value]).into_iter().map(str::to_owned).collect();
    let wrt: Vec<Id> = names.iter().map(|name| graph.variable(name)).collect();
    let roots = diff::gradient(&mut graph, value, &wrt).into_iter().flatten().collect();
    Region { graph, pinned: vec![value], roots }
}

/// A neuron of some inputs, with a squared error.
fn neuron(inputs: usize) -> Region {
    let sum: Vec<String> = (0..inputs).map(|k| format!("w{k}*x{k}")).collect();
    gradient(&format!("(1/(1 + exp(-(b + {}))) - y)^2", sum.join(" + ")))
}

#[test]
fn blocks_share_what_a_function_may_take() {
    let mut effort = Effort::of_function(0);
    for inputs in 1..40 {
        simplify_within(&neuron(inputs), Goal::Code, &mut effort);
    }
    let small = effort.spent();
    assert_eq!(small > 0, cfg!(feature = "egraph"));
    // the last window ends when it is over its fuel, by no more than one round of one rule
    assert!(small <= 900, "{small}");

    let mut effort = Effort::of_function(3_000);
    for inputs in 1..80 {
        simplify_within(&neuron(inputs), Goal::Code, &mut effort);
    }
    assert!(effort.spent() <= 31_000, "{}", effort.spent());
}

#[test]
fn what_looks_alike_is_saturated_once() {
    let mut effort = Effort::of_function(100);
    let first = simplify_within(&neuron(3), Goal::Code, &mut effort);
    let spent = effort.spent();
    for _ in 0..20 {
        let again = simplify_within(&neuron(3), Goal::Code, &mut effort);
        assert_eq!(measure(&again), measure(&first));
    }
    assert_eq!(effort.spent(), spent);
}

#[test]
fn hazards_come_first() {
    // many sigmoids, and between them terms where nothing but cost is to be gained
    let terms: Vec<String> = (1..=12)
        .map(|k| format!("(1/(1 + exp(-(a{k}*x{k} + b{k}))) - y{k})^2 + sin(c{k}*x{k})*sqrt(c{k})/(1 + c{k}*x{k})"))
        .collect();
    let region = gradient(&terms.join(" + "));
    let own = operations(&region.graph, &region.pinned);
    let mut effort = Effort::of_function(own);
    let after = simplify_within(&region, Goal::Code, &mut effort);
    assert!(measure(&region).hazards > 0);
    assert_eq!(measure(&after).hazards == 0, cfg!(feature = "egraph"));
}

/// The gradient of so many terms, no two of which look alike: other constants, other signs, other functions. They share `x`, or each has an
/// `x` of its own.
fn unlike(terms: usize, shared: bool) -> Region {
    let term = |k: usize| {
        let x = if shared { "x".to_owned() } else { format!("x{k}") };
        let argument = match k % 3 {
            0 => format!("{k}*{x} - a{k}"),
            1 => format!("a{k} - {x}/{k}"),
            _ => format!("b{k} + a{k} + {x}"),
        };
        match k % 2 {
            0 => format!("a{k}/(1 + exp(-({argument})))"),
            _ => format!("ln(1 + exp({argument}))/{k}"),
        }
    };
    gradient(&(1..=terms).map(term).collect::<Vec<String>>().join(" + "))
}

#[test]
fn unlike_hazards_all_go() {
    for region in [unlike(12, false), unlike(12, true), unlike(24, true)] {
        let before = measure(&region).hazards;
        let own = operations(&region.graph, &region.pinned);
        for mut effort in [Effort::of_function(own), Effort::of_expressions()] {
            let after = measure(&simplify_within(&region, Goal::Code, &mut effort));
            assert!(before > 0);
            assert_eq!(after.hazards == 0, cfg!(feature = "egraph"), "{after:?} {}", effort.spent());
        }
    }
}

#[test]
fn a_chain_that_uses_each_step_twice_stays_linear() {
    let size = |steps: usize| {
        let region = {
            let mut text = gradus_engine::Expr::var("a");
            for _ in 0..steps {
                text = &text * &text + 0.1 * &text;
            }
            let (graph, value) = text.graph();
            let mut graph = (*graph).clone();
            let a = graph.variable("a");
            let roots = diff::gradient(&mut graph, value, &[a]).into_iter().flatten().collect();
            Region { graph, pinned: vec![value], roots }
        };
        let mut effort = Effort::of_function(3 * steps);
        let after = simplify_within(&region, Goal::Code, &mut effort);
        operations(&after.graph, &[&after.roots[..], &after.pinned[..]].concat())
    };
    let (thirty, sixty) = (size(30), size(60));
    assert!(thirty <= 7 * 30 && sixty <= 7 * 60, "{thirty} {sixty}");
}
