//! What code costs and how sound it is: the measure by which one form is better than another.

use super::facts::{Fact, facts, whole};
use crate::function::Function;
use crate::graph::{Graph, Id};
#[cfg(feature = "egraph")]
use crate::number::Number;

/// Ordered: hazards first, then cancellation, then cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[doc(hidden)]
pub struct Measure {
    /// Roots that may be NaN because operands saturate.
    pub hazards: usize,
    /// Differences of computed values that may cancel.
    pub cancellations: usize,
    /// Sum of latencies, each shared node counted once.
    pub cost: u64,
}

impl Measure {
    /// Fewer hazards, or as many with no more cancellations and no more cost.
    pub fn is_no_worse_than(&self, other: &Measure) -> bool {
        self.hazards < other.hazards
            || self.hazards == other.hazards && self.cancellations <= other.cancellations && self.cost <= other.cost
    }

    /// Of what `roots` need beyond the nodes that `free` needs anyway.
    pub(crate) fn of(graph: &Graph, roots: &[Id], free: &[Id], assumed: &[(Id, Fact)]) -> Self {
        let facts = facts(graph, assumed);
        let live = graph.reach(roots);
        let paid = graph.reach(free);
        let hazards = roots.iter().filter(|root| facts[root.index()].nan).count();
        let mut measure = Measure { hazards, cancellations: 0, cost: 0 };
        for id in graph.ids().filter(|id| live[id.index()] && !paid[id.index()]) {
            let Some((function, args)) = graph.as_call(id) else { continue };
            let mut known = [Fact::UNKNOWN; 3];
            for (slot, arg) in known.iter_mut().zip(args) {
                *slot = facts[arg.index()];
            }
            measure.cancellations += usize::from(Fact::cancels(function, &known[..args.len()]));
            measure.cost += call_cost(function, whole(graph, args));
        }
        measure
    }
}

/// The cost of one call; a whole power is its multiplications.
pub(crate) fn call_cost(function: Function, exponent: Option<i64>) -> u64 {
    match (function, exponent) {
        (Function::Powi, Some(n)) => power_cost(n),
        _ => u64::from(function.row().cost),
    }
}

/// Multiplications of the binary method, and a division when the power is negative.
pub(crate) fn power_cost(n: i64) -> u64 {
    let magnitude = n.unsigned_abs();
    let multiplications = match magnitude {
        0 | 1 => 0,
        _ => u64::from(magnitude.ilog2()) + u64::from(magnitude.count_ones()) - 1,
    };
    multiplications + if n < 0 { u64::from(Function::Div.row().cost) } else { 0 }
}

/// The sum of the costs of what `roots` need.
pub fn cost(graph: &Graph, roots: &[Id]) -> u64 {
    let calls = graph.cone(roots).into_iter().filter_map(|id| graph.as_call(id));
    calls.map(|(function, args)| call_cost(function, whole(graph, args))).sum()
}

/// The number of binary operations and calls that `roots` need: a sum of n terms is n - 1, a power is 1, a sign is free.
pub fn operations(graph: &Graph, roots: &[Id]) -> usize {
    let calls = graph.cone(roots).into_iter().filter_map(|id| graph.as_call(id));
    calls.filter(|(function, args)| !args.is_empty() && *function != Function::Neg).count()
}

/// The number of symbols that printing the roots as trees takes, a fraction being three and a sign none.
#[cfg(feature = "egraph")]
pub(crate) fn length(graph: &Graph, roots: &[Id]) -> u64 {
    let mut lengths = vec![0u64; graph.len()];
    for id in graph.cone(roots) {
        lengths[id.index()] = match graph.as_number(id) {
            Some(number) => number_length(number),
            None => {
                let own = u64::from(graph.args_of(Function::Neg, id).is_none());
                graph.args(id).iter().fold(own, |sum, arg| sum.saturating_add(lengths[arg.index()]))
            }
        };
    }
    roots.iter().fold(0, |sum, root| sum.saturating_add(lengths[root.index()]))
}

/// The number of symbols of a constant: a fraction is three.
#[cfg(feature = "egraph")]
pub(crate) fn number_length(number: &Number) -> u64 {
    if number.is_integer() || number.is_decimal() { 1 } else { 3 }
}
