//! What a loop does to arrays.

use std::collections::{BTreeMap, BTreeSet};

use crate::program::Use;
use crate::program::procedure::{ArrayId, Block, Place, Step};

/// What a block does to arrays.
#[derive(Default)]
pub(super) struct Accesses {
    /// Elements that are read or written to, and whether that depends on a branch.
    pub(super) places: Vec<(Place, bool)>,
    pub(super) written: BTreeSet<ArrayId>,
    /// Arrays that are there for one iteration only.
    pub(super) declared: BTreeSet<ArrayId>,
    /// Arrays that are used other than by elements.
    pub(super) otherwise: BTreeSet<ArrayId>,
}

impl Accesses {
    pub(super) fn block(&mut self, block: &Block, conditional: bool) {
        for step in &block.steps {
            let element = match step {
                Step::Load { place, .. } | Step::Store { place, .. } | Step::Add { place, .. } => Some(place),
                _ => None,
            };
            if let Some(place) = element {
                self.places.push((place.clone(), conditional));
            }
            self.declared.extend(step.declares());
            if let Step::If(branch) = step {
                self.block(&branch.then, true);
                self.block(&branch.otherwise, true);
                continue;
            }
            let mut counts: BTreeMap<ArrayId, usize> = BTreeMap::new();
            step.uses(&mut |used| match used {
                Use::Writes(array) => {
                    self.written.insert(array);
                    *counts.entry(array).or_default() += 1;
                }
                Use::Reads(array) => *counts.entry(array).or_default() += 1,
                _ => {}
            });
            // its own place once, and no more
            if let Some(place) = element {
                counts.entry(place.array).and_modify(|count| *count -= 1);
            }
            self.otherwise.extend(counts.into_iter().filter(|(_, count)| *count > 0).map(|(array, _)| array));
        }
    }
}

pub(super) fn has_loop(block: &Block) -> bool {
    block.steps.iter().any(|step| matches!(step, Step::Loop(_)) || step.blocks().into_iter().any(has_loop))
}
