//! Loops whose iterations may come in any order, and which therefore run forward.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::program::Use;
use crate::program::procedure::{ArrayId, Block, Expression, Index, Loop, Order, Place, Space, Step, Var};

/// What the iterations do to an array of an outer block.
#[derive(Default)]
struct Access {
    /// Whether something is done but to add.
    more: bool,
    /// Whether all of it is known by place.
    elsewhere: bool,
    places: Vec<Place>,
}

impl Context {
    /// Has a reversed loop run forward where its iterations do not depend on one another: they only add to what they share.
    pub(super) fn straighten(&self, reverse: &mut Loop) {
        let Space::Items { induction, order: Order::Reversed, .. } = reverse.space else { return };
        if !reverse.carried.is_empty() || !plain(&reverse.body) {
            return;
        }
        let mut accesses = BTreeMap::new();
        gather(&reverse.body, &mut accesses);
        let mut own = reverse.body.defined();
        own.insert(induction);
        let independent =
            |access: &Access| !access.more || !access.elsewhere && self.apart(&access.places, induction, &own);
        if accesses.values().all(independent)
            && let Space::Items { order, .. } = &mut reverse.space
        {
            *order = Order::Forward;
        }
    }

    /// Whether the places of one iteration are those of no other.
    pub(super) fn apart(&self, places: &[Place], induction: Var, own: &BTreeSet<Var>) -> bool {
        let steady = |base: &Expression| base.arrays.is_empty() && base.reads.iter().all(|var| !own.contains(var));
        let base = |index: &Index| match index {
            Index::Value(var) => (*var == induction).then_some(None),
            Index::At(expression) => {
                let linear = self.names.linear.get(&expression.key)?.iter().find(|linear| linear.value == induction)?;
                linear.base.as_ref().is_none_or(steady).then_some(linear.base.as_ref().map(|base| base.key))
            }
            Index::Literal(_) | Index::Range(_) => None,
        };
        let first = |place: &Place| place.path.iter().enumerate().find_map(|(at, index)| Some((at, base(index)?)));
        let Some(found) = places.first().and_then(first) else { return false };
        places.iter().all(|place| first(place) == Some(found))
    }
}

/// Whether a block has nothing but arithmetic and accesses to arrays.
fn plain(block: &Block) -> bool {
    block.steps.iter().all(|step| match step {
        Step::Effect(_)
        | Step::Append { .. }
        | Step::AppendRow { .. }
        | Step::Shrink { .. }
        | Step::ShrinkRow { .. }
        | Step::Call(_)
        | Step::Pullback(_)
        | Step::Push { .. }
        | Step::Pop { .. }
        | Step::Save { .. }
        | Step::Restore { .. }
        | Step::Resize { .. } => false,
        step => step.blocks().into_iter().all(plain),
    })
}

/// What a block does to the arrays that it writes to and does not declare.
fn gather(block: &Block, accesses: &mut BTreeMap<ArrayId, Access>) {
    accesses.extend(block.writes().into_iter().map(|array| (array, Access::default())));
    each(block, accesses);
}

fn each(block: &Block, accesses: &mut BTreeMap<ArrayId, Access>) {
    for step in &block.steps {
        let (place, adds) = match step {
            Step::Load { place, .. } | Step::Store { place, .. } => (Some(place), false),
            Step::Add { place, .. } | Step::AddAll { to: place, .. } => (Some(place), true),
            _ => (None, false),
        };
        if let Some(place) = place
            && let Some(access) = accesses.get_mut(&place.array)
        {
            access.places.push(place.clone());
            access.more |= !adds;
        }
        if step.blocks().is_empty() {
            let mut counts: BTreeMap<ArrayId, usize> = BTreeMap::new();
            step.uses(&mut |used| {
                if let Use::Reads(array) | Use::Writes(array) = used {
                    *counts.entry(array).or_default() += 1;
                }
            });
            if let Some(place) = place {
                counts.entry(place.array).and_modify(|count| *count -= 1);
            }
            for (array, _) in counts.into_iter().filter(|(_, count)| *count > 0) {
                if let Some(access) = accesses.get_mut(&array) {
                    (access.more, access.elsewhere) = (true, true);
                }
            }
        }
        if let Step::Loop(inner) = step {
            bounds(inner, accesses);
        }
        step.blocks().into_iter().for_each(|inner| each(inner, accesses));
    }
}

/// How often an inner loop runs may depend on the length of an array.
fn bounds(inner: &Loop, accesses: &mut BTreeMap<ArrayId, Access>) {
    let Space::Items { items, .. } = &inner.space else { return };
    for array in &items.arrays {
        if let Some(access) = accesses.get_mut(array) {
            (access.more, access.elsewhere) = (true, true);
        }
    }
}
