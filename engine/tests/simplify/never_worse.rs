//! The result is never worse than the input, and the value stands as it was.

use gradus_engine::graph::Graph;
use gradus_engine::simplify::{Goal, Region, measure, simplify};

use super::judge::{gradient, text};
use super::{corpus, gradients};

fn regions() -> Vec<(String, Region)> {
    let corpus = corpus::cases().into_iter().map(|case| (case.name.to_owned(), gradient(&case.text)));
    let large = cfg!(not(debug_assertions));
    let twelve = gradients::gradients().into_iter().filter(|case| large || case.text.len() < 3_000);
    corpus.chain(twelve.map(|case| (case.name.to_owned(), gradient(&case.text)))).collect()
}

#[test]
fn hazards_cancellations_and_cost_do_not_grow() {
    for (name, region) in regions() {
        let (before, after) = (measure(&region), measure(&simplify(&region, Goal::Code)));
        let better = after.hazards < before.hazards
            || after.hazards == before.hazards
                && after.cancellations <= before.cancellations
                && after.cost <= before.cost;
        assert!(better, "{name}: {before:?} became {after:?}");
    }
}

#[test]
fn the_value_is_kept_verbatim() {
    for (name, region) in regions() {
        for goal in [Goal::Code, Goal::Reading] {
            let after = simplify(&region, goal);
            let mut graph = Graph::new();
            let before = graph.import(&region.graph, &region.pinned);
            let size = graph.len();
            assert_eq!(before, graph.import(&after.graph, &after.pinned), "{name}");
            assert_eq!(size, graph.len(), "{name}");
            after.graph.check().unwrap();
        }
    }
}

/// Derivatives that read otherwise once they are read and simplified again.
const RESTLESS: usize = 0;

#[test]
fn what_is_simplified_reads_the_same_again() {
    let mut restless = Vec::new();
    for case in corpus::cases() {
        let region = gradient(&case.text);
        let once = simplify(&region, Goal::Reading);
        for root in &once.roots {
            let first = text(&once.graph, *root);
            let (graph, root) = gradus_engine::parse(&first).expect("what is printed parses").graph();
            let alone = Region { graph: (*graph).clone(), pinned: Vec::new(), roots: vec![root] };
            let again = simplify(&alone, Goal::Reading);
            let second = text(&again.graph, again.roots[0]);
            if first != second {
                restless.push(format!("{}:\n  {first}\n  {second}", case.name));
            }
        }
    }
    assert!(restless.len() == RESTLESS, "{} of all:\n{}", restless.len(), restless.join("\n"));
}
