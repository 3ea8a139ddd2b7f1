//! Every row of the table: both sides agree in its domain, it fires on its own left side, and its guard wants proof.

use super::*;
use crate::graph::Op;
use crate::number::Number;
use crate::simplify::facts::Fact;
use crate::simplify::language::{Enode, Facts, Head};
use crate::simplify::pattern::{NAMES, View};

/// The values of a text at a point, and whether a guard holds there.
fn value(text: &str, at: &[(String, f64)]) -> f64 {
    let (graph, root) = graph(text);
    let mut values = vec![0.0; graph.len()];
    for id in graph.cone(&[root]) {
        values[id.index()] = match graph.op(id) {
            Op::Number(number) => number.to_f64(),
            Op::Variable(name) => at.iter().find(|(known, _)| known == name).expect("bound on the left").1,
            Op::Call(function) => {
                let mut args = [0.0; 3];
                for (slot, arg) in args.iter_mut().zip(graph.args(id)) {
                    *slot = values[arg.index()];
                }
                function.apply(args)
            }
        };
    }
    values[root.index()]
}

fn names(text: &str) -> Vec<String> {
    let (graph, root) = graph(text);
    graph.variables(&[root]).into_iter().map(str::to_owned).collect()
}

#[test]
fn both_sides_agree_in_the_domain() {
    let mut rng = fastrand::Rng::with_seed(3);
    for (name, left, right, guard) in RULES {
        let mut compared = 0;
        for round in 0..400 {
            let sample = |_| match round % 4 {
                0 => f64::from(rng.i8(-2..3)),
                _ => 6.0 * rng.f64() - 3.0,
            };
            let names = names(left);
            let values: Vec<f64> = names.iter().map(|_| ()).map(sample).collect();
            let at: Vec<(String, f64)> = names.into_iter().zip(values).collect();
            if !guard.is_empty() && value(&format!("where({guard}, 1, 0)"), &at) == 0.0 {
                continue;
            }
            let (want, got) = (value(left, &at), value(right, &at));
            // Where the left side is no number, the right one may be.
            if want.is_finite() {
                assert!((want - got).abs() <= 1e-10 * (1.0 + want.abs()), "{name} at {at:?}: {want} and {got}");
                compared += 1;
            }
        }
        assert!(compared > 20, "{name} is hardly ever a number: {compared}");
    }
}

/// Whether a row joins its two sides when nothing but `fact` is known of its names.
fn joins(row: &Row, fact: Fact) -> bool {
    let (_, left, right, _) = row;
    let mut names = Vec::new();
    let sides = [pattern(left, &mut names), pattern(right, &mut names)];
    let mut egraph = Classes::new(Facts { leaves: vec![fact; names.len()], ..Facts::default() });
    let mut binding = [None; NAMES];
    for (at, class) in binding[..names.len()].iter_mut().enumerate() {
        *class = Some(egraph.add(Enode::leaf(Head::Leaf(at as u32))));
    }
    let classes = sides.map(|side| side.instance(&mut egraph, &binding));
    egraph.rebuild();
    let rule = Rule::read(row);
    for (class, binding) in View::new(&egraph).matches(&rule.left, usize::MAX) {
        rule.apply(&mut egraph, class, &binding);
    }
    egraph.rebuild();
    egraph.find(classes[0]) == egraph.find(classes[1])
}

#[test]
fn every_row_fires_and_every_guard_wants_proof() {
    let one_to_two = Fact { low: 1.0, high: 2.0, nonzero: true, ..Fact::UNKNOWN };
    assert!(one_to_two.positive() && Fact::number(&Number::ONE).positive());
    for row in RULES {
        let (name, _, _, guard) = row;
        assert!(joins(row, one_to_two), "{name} does not join its sides");
        assert_eq!(joins(row, Fact::UNKNOWN), guard.is_empty(), "{name} without proof of `{guard}`");
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<&str> = RULES.iter().map(|row| row.0).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn what_is_mentioned_is_needed() {
    for row in RULES {
        assert_eq!(mentioned(row.1) & !Rule::read(row).needs, 0, "{}", row.0);
    }
}
