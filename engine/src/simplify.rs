//! Simplification: the n-ary canonical pass, then equality saturation on bounded regions.
//!
//! [`Goal::Code`] wants what is sound and cheap, [`Goal::Reading`] what a person would write. Every pass keeps its input
//! unless the result is no worse (see `cost::Measure`).

mod algebra;
mod canonical;
mod collect;
pub mod cost;
mod effort;
#[cfg(feature = "egraph")]
mod extract;
mod factor;
pub(crate) mod facts;
#[cfg(feature = "egraph")]
mod language;
#[cfg(feature = "egraph")]
mod pattern;
mod reading;
mod rebuild;
#[cfg(feature = "egraph")]
mod rules;
#[cfg(feature = "egraph")]
mod saturate;
mod share;
#[cfg(feature = "egraph")]
mod windows;

use crate::graph::{Graph, Id};
use algebra::Forms;
use canonical::Canonical;
use cost::Measure;
pub use effort::Effort;
use effort::Looks;
use facts::{Fact, implied};
use rebuild::Rebuild;
#[cfg(feature = "egraph")]
use saturate::Cut;
use share::Shared;

/// What the result is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    simplify_within(region, goal, &mut Effort::of_expressions())
}

/// Simplifies the roots of a region for a goal with what is left of an effort.
pub fn simplify_within(region: &Region, goal: Goal, effort: &mut Effort) -> Region {
    match goal {
        Goal::Code => for_code(region, effort),
        Goal::Reading => for_reading(region, effort),
    }
}

fn for_code(region: &Region, effort: &mut Effort) -> Region {
    let assumed = implied(&region.graph, &region.pinned);
    let mut best = Best::new(region.clone());
    let before = best.measure;
    let kept = Canonical::new(region, &assumed, Goal::Code, false, false);
    let dissolves = kept.held;
    best.offer(rebuilt(region, kept, Goal::Code));
    if dissolves {
        best.offer(canonical_pass(region, &assumed, Goal::Code));
    }
    let canonical = best.region.clone();
    best.offer_saturated(&canonical, effort);
    let looks = Looks { nodes: region.graph.len(), measure: best.measure };
    if best.measure.hazards > 0 && effort.may_join(&looks) {
        // Joined fractions are where a form without the hazard is sometimes found.
        let joined = joined_pass(region, &assumed);
        best.offer(joined.clone());
        best.offer_saturated(&joined, effort);
        if best.measure.hazards == looks.measure.hazards {
            effort.joined_in_vain(looks);
        }
    }
    if best.measure.hazards > 0 {
        best.offer_sounder(&canonical, effort);
    }
    debug_assert!(best.measure.is_no_worse_than(&before));
    best.region
}

/// The best region so far: another takes its place when it is no worse.
struct Best {
    region: Region,
    measure: Measure,
}

impl Best {
    fn new(region: Region) -> Self {
        Best { measure: measure(&region), region }
    }

    fn offer(&mut self, region: Region) {
        let measure = measure(&region);
        if measure.is_no_worse_than(&self.measure) {
            *self = Best { region, measure };
        }
    }

    /// Offers what equality saturation makes of a region.
    fn offer_saturated(&mut self, region: &Region, effort: &mut Effort) {
        #[cfg(feature = "egraph")]
        {
            let assumed = implied(&region.graph, &region.pinned);
            let cut = if effort.is_shared() { Cut::NearHazards } else { Cut::Even };
            self.offer(saturate::saturate(region, &assumed, Goal::Code, cut, effort));
        }
        #[cfg(not(feature = "egraph"))]
        let _ = (region, effort);
    }

    /// Offers what it makes of the surroundings of each hazard alone, where that has not been done yet: among many hazards, long windows
    /// are full before they are rid of all.
    fn offer_sounder(&mut self, region: &Region, effort: &mut Effort) {
        #[cfg(feature = "egraph")]
        if !effort.is_shared() {
            let assumed = implied(&region.graph, &region.pinned);
            self.offer(saturate::saturate(region, &assumed, Goal::Code, Cut::NearHazards, effort));
        }
        #[cfg(not(feature = "egraph"))]
        let _ = (region, effort);
    }
}

fn for_reading(region: &Region, effort: &mut Effort) -> Region {
    #[cfg(not(feature = "egraph"))]
    let _ = effort;
    let assumed = implied(&region.graph, &region.pinned);
    let canonical = canonical_pass(region, &assumed, Goal::Reading);
    #[cfg(feature = "egraph")]
    let canonical = {
        let assumed = implied(&canonical.graph, &canonical.pinned);
        let saturated = saturate::saturate(&canonical, &assumed, Goal::Reading, Cut::Even, effort);
        let assumed = implied(&saturated.graph, &saturated.pinned);
        shorter(canonical, canonical_pass(&saturated, &assumed, Goal::Reading))
    };
    canonical
}

/// The second where it is shorter to read, else the first.
#[cfg(feature = "egraph")]
fn shorter(before: Region, after: Region) -> Region {
    let length = |region: &Region| cost::length(&region.graph, &region.roots);
    if length(&after) < length(&before) { after } else { before }
}

/// How sound and how dear a region is.
#[doc(hidden)]
pub fn measure(region: &Region) -> Measure {
    let assumed = implied(&region.graph, &region.pinned);
    Measure::of(&region.graph, &region.roots, &region.pinned, &assumed)
}

/// The n-ary pass in which shared sums and products are taken apart even where nothing merges at once.
fn canonical_pass(region: &Region, assumed: &[(Id, Fact)], goal: Goal) -> Region {
    rebuilt(region, Canonical::new(region, assumed, goal, true, goal == Goal::Reading), goal)
}

/// The n-ary pass as for reading, but what only matters at one point is not left out.
fn joined_pass(region: &Region, assumed: &[(Id, Fact)]) -> Region {
    rebuilt(region, Canonical::new(region, assumed, Goal::Reading, true, false), Goal::Code)
}

/// The graph of the forms of a region.
fn rebuilt(region: &Region, mut canonical: Canonical, goal: Goal) -> Region {
    let forms: Vec<_> =
        region.roots.iter().map(|root| canonical.forms[root.index()].expect("roots have forms")).collect();
    let mut graph = Graph::new();
    let kept: Vec<Id> = region.graph.cone(&region.pinned);
    let here = graph.import(&region.graph, &kept);
    let pinned = graph.import(&region.graph, &region.pinned);
    let mut standing = Vec::new();
    for (old, new) in kept.iter().zip(here) {
        // what is found to be a number is written as one
        let stands = |form: &algebra::Form| {
            canonical.algebra.as_number(*form).is_none() || region.graph.as_number(*old).is_some()
        };
        if let Some(form) = canonical.forms[old.index()].filter(stands) {
            standing.push((form, new));
        }
    }
    let available: Forms = standing.iter().map(|(form, _)| *form).collect();
    let shared = match goal {
        Goal::Code => {
            let live = canonical.algebra.cone(&forms, &available);
            Shared::find(&mut canonical.algebra, &live, &available)
        }
        Goal::Reading => Shared::default(),
    };
    let mut rebuild = Rebuild::new(&canonical.algebra, &region.graph, graph, &shared, goal);
    for (form, id) in standing {
        rebuild.available(form, id);
    }
    let roots = rebuild.roots(&forms);
    Region { graph: rebuild.graph, pinned, roots }
}
