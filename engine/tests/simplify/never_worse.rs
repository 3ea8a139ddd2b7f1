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
const RESTLESS: usize = if cfg!(feature = "egraph") { 39 } else { 44 };

/// The text of a simplified text on its own.
fn reading(form: &str) -> String {
    let (graph, root) = gradus_engine::parse(form).expect("what is printed parses").graph();
    let region = Region { graph: (*graph).clone(), pinned: Vec::new(), roots: vec![root] };
    let after = simplify(&region, Goal::Reading);
    text(&after.graph, after.roots[0])
}

#[test]
fn what_is_simplified_reads_the_same_again() {
    let mut restless = Vec::new();
    for case in corpus::cases() {
        let region = gradient(&case.text);
        for root in &region.roots {
            // Beside its value a derivative keeps the look of the value's terms; alone it has one look.
            let once = reading(&text(&region.graph, *root));
            let twice = reading(&once);
            if once != twice {
                restless.push(format!("{}:\n  {once}\n  {twice}", case.name));
            }
        }
    }
    assert!(restless.len() <= RESTLESS, "{} read otherwise:\n{}", restless.len(), restless.join("\n"));
}
