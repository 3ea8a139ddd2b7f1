//! Simplification: the n-ary canonical pass, then equality saturation on bounded regions.
//!
//! [`Goal::Code`] wants what is sound and cheap, [`Goal::Reading`] what a person would write. Every pass keeps its input
//! unless the result is no worse (see `cost::Measure`).

mod algebra;
mod canonical;
mod collect;
pub mod cost;
mod factor;
pub(crate) mod facts;
mod reading;
mod rebuild;

use crate::graph::{Graph, Id};
use canonical::Canonical;
use cost::Measure;
use facts::{Fact, implied};
use rebuild::Rebuild;

/// What the result is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Sound and cheap code.
    Code,
    /// Text as a person would write it.
    Reading,
}

/// A graph and its roots.
#[derive(Clone, Debug)]
pub struct Region {
    /// The operations.
    pub graph: Graph,
    /// Kept verbatim, and free to be reused: the value whose gradient `roots` are.
    pub pinned: Vec<Id>,
    /// What is simplified.
    pub roots: Vec<Id>,
}

/// Simplifies the roots of a region for a goal.
pub fn simplify(region: &Region, goal: Goal) -> Region {
    let assumed = implied(&region.graph, &region.pinned);
    let canonical = canonical_pass(region, &assumed, goal);
    if goal == Goal::Code { better(region, canonical) } else { canonical }
}

/// The second where it is no worse than the first.
fn better(before: &Region, after: Region) -> Region {
    let measure = |region: &Region| {
        let assumed = implied(&region.graph, &region.pinned);
        Measure::of(&region.graph, &region.roots, &region.pinned, &assumed)
    };
    let (old, new) = (measure(before), measure(&after));
    let worse = new.hazards > old.hazards
        || new.hazards == old.hazards && (new.cancellations > old.cancellations || new.cost > old.cost);
    if worse { before.clone() } else { after }
}

fn canonical_pass(region: &Region, assumed: &[(Id, Fact)], goal: Goal) -> Region {
    let canonical = Canonical::new(&region.graph, &region.roots, &region.pinned, assumed, goal);
    let mut graph = Graph::new();
    let pinned = graph.import(&region.graph, &region.pinned);
    let kept: Vec<Id> = region.graph.cone(&region.pinned);
    let here = graph.import(&region.graph, &kept);
    let mut rebuild = Rebuild::new(&canonical.algebra, &region.graph, graph, goal);
    for (old, new) in kept.iter().zip(here) {
        if let Some(form) = canonical.forms[old.index()] {
            rebuild.available(form, new);
        }
    }
    let forms: Vec<_> =
        region.roots.iter().map(|root| canonical.forms[root.index()].expect("roots have forms")).collect();
    let roots = rebuild.roots(&forms);
    Region { graph: rebuild.graph, pinned, roots }
}
