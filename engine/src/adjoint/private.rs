//! Local arrays whose content no iteration takes from another: buffers that a loop uses again and again.
//!
//! ```text
//! let mut h = vec![0.0; m];
//! for x in samples {
//!     for j in 0..m { h[j] = f(x, j); }       every element is overwritten before any is read
//!     loss += g(&h);
//! }
//! ```

use std::collections::BTreeSet;

use super::Context;
use super::scope::Scope;
use crate::program::procedure::{ArrayId, Block, Index, Loop, Operand, Place, Space, Step, Var};

impl Context {
    /// The arrays that each iteration of a loop overwrites before it reads them, and that nothing after the loop looks at.
    pub(super) fn private(&self, scope: &Scope, position: usize, inner: &Loop) -> BTreeSet<ArrayId> {
        let declared = (0..position).filter_map(|earlier| scope.step(earlier).declares());
        let mut candidates: BTreeSet<ArrayId> = declared.chain(scope.private.iter().copied()).collect();
        let gone = scope.gone();
        candidates.retain(|array| {
            !self.appended.contains(array)
                && !self.names.varying.contains_key(array)
                && !gone.contains(array)
                && !scope.is_touched_after(position, *array)
        });
        for result in scope.target.results.iter().chain(&scope.forward.results) {
            if let Operand::Array(array) = result {
                candidates.remove(array);
            }
        }
        let written = inner.body.writes();
        let alone = |array: &ArrayId| {
            let by_head = inner.head.as_ref().is_some_and(|head| touches_block(head, *array));
            written.contains(array) && !by_head && self.overwritten(&inner.body, *array).is_some()
        };
        candidates.into_iter().filter(alone).collect()
    }

    /// Whether a block reads an array only after it has overwritten the whole of it, and then whether it has.
    fn overwritten(&self, block: &Block, array: ArrayId) -> Option<bool> {
        for step in block.steps.iter().filter(|step| step.touches(array)) {
            let done = match step {
                Step::Fill { place, .. } if *place == Place::whole(array) => true,
                Step::Copy { to, from } if *to == Place::whole(array) && from.array != array => true,
                Step::Loop(inner) if self.overwrites(inner, array) => true,
                Step::Loop(inner) => {
                    let by_head = inner.head.as_ref().is_some_and(|head| touches_block(head, array));
                    if by_head || items_touch(inner, array) {
                        return None;
                    }
                    self.overwritten(&inner.body, array)?;
                    false
                }
                Step::If(branch) => {
                    self.overwritten(&branch.then, array)? & self.overwritten(&branch.otherwise, array)?
                }
                _ => return None,
            };
            if done {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Whether a loop goes over all elements of an array, first stores to each and touches no other with it.
    fn overwrites(&self, inner: &Loop, array: ArrayId) -> bool {
        let Space::Items { induction, items, .. } = &inner.space else { return false };
        let whole = self.names.bounds.get(&items.key).is_some_and(|bounds| {
            let lengths = self.names.lengths.get(&array);
            bounds.low.is_none() && lengths.is_some_and(|lengths| lengths.contains(&bounds.high.key))
        });
        let mut steps = inner.body.steps.iter().filter(|step| step.touches(array));
        let own = |place: &Place| self.is_element(place, array, *induction);
        let first = matches!(steps.next(), Some(Step::Store { place, .. }) if own(place));
        whole && !inner.breaks && inner.head.is_none() && first && inner.body.steps.iter().all(|s| only(s, array, &own))
    }

    /// `array[value]`
    fn is_element(&self, place: &Place, array: ArrayId, value: Var) -> bool {
        let index = match &place.path[..] {
            [Index::Value(var)] => Some(*var),
            [Index::At(expression)] => (self.names.linear.get(&expression.key))
                .and_then(|linear| linear.iter().find(|linear| linear.base.is_none()))
                .map(|linear| linear.value),
            _ => None,
        };
        place.array == array && index == Some(value)
    }
}

/// Whether a step touches an array in no other places than its `own`.
fn only(step: &Step, array: ArrayId, own: &dyn Fn(&Place) -> bool) -> bool {
    match step {
        Step::Load { place, .. } | Step::Store { place, .. } | Step::Add { place, .. } if place.array == array => {
            own(place)
        }
        Step::If(branch) => {
            let sides = branch.then.steps.iter().chain(&branch.otherwise.steps);
            sides.into_iter().all(|step| only(step, array, own))
        }
        Step::Loop(inner) => {
            let steps = inner.head.iter().chain([&inner.body]).flat_map(|block| &block.steps);
            !items_touch(inner, array) && steps.into_iter().all(|step| only(step, array, own))
        }
        step => !step.touches(array),
    }
}

fn touches_block(block: &Block, array: ArrayId) -> bool {
    block.steps.iter().any(|step| step.touches(array))
}

/// Whether how often a loop runs depends on an array.
fn items_touch(inner: &Loop, array: ArrayId) -> bool {
    matches!(&inner.space, Space::Items { items, .. } if items.arrays.contains(&array))
}
