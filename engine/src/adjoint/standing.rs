//! What an iteration stored and is still there when it is reversed need not be computed again, nor kept.
//!
//! ```text
//! for j in 0..m { z = ..; h[j] = tanh(z); }       reversed, d_z = d_h[j]*(1 - h[j]*h[j])
//! ```

use std::collections::BTreeMap;

use super::Context;
use super::mode::Mode;
use super::scope::{self, Scope};
use crate::function::Function;
use crate::graph::Id;
use crate::program::Use;
use crate::program::procedure::{ArrayId, Block, Index, Loop, Operand, Place, Space, Step, Sum, VarKind};
use crate::simplify::cost::call_cost;

/// A value of the forward iteration, and where it stands.
pub(super) struct Standing {
    pub(super) value: Id,
    place: Place,
}

impl Context {
    /// What each iteration of a loop stores where nothing else is stored, in the loop or later.
    pub(super) fn standing(&self, scope: &Scope, position: usize, inner: &Loop, mode: &Mode) -> Vec<Standing> {
        let Space::Items { induction, .. } = inner.space else { return Vec::new() };
        let mut lost = scope.lost_after(position);
        lost.extend(self.appended.iter().copied());
        let mut own = inner.body.defined();
        own.extend(inner.entries());
        let stands = |place: &Place| {
            let indices = place.path.iter().filter_map(|index| match index {
                Index::At(expression) | Index::Range(expression) => Some(expression),
                _ => None,
            });
            !lost.contains(&place.array)
                && !mode.brings(place.array)
                && indices.into_iter().all(|expression| expression.arrays.is_empty())
                && self.apart(std::slice::from_ref(place), induction, &own)
                && writes(&inner.body, place.array) == 1
        };
        let stored = inner.body.steps.iter().filter_map(|step| match step {
            Step::Store { place, value } if stands(place) => Some(Standing { value: *value, place: place.clone() }),
            _ => None,
        });
        stored.collect()
    }

    /// Has a reversed iteration read what stands in an array, where it would compute it. `values` are the nodes of what stands there.
    pub(super) fn read_standing(&mut self, body: &mut Scope, sums: &mut [Sum], standing: &[Standing], values: &[Id]) {
        let dear = call_cost(Function::Div, None);
        let graph = &body.target.graph;
        let (again, reverse) = body.target.steps.split_at(body.prefix);
        // what is executed again comes before
        let before = graph.reach(&read(again));
        let later = graph.reach(&[read(reverse), ends(&body.target, sums)].concat());
        let mut found = BTreeMap::new();
        let mut loads = Vec::new();
        for (Standing { place, .. }, value) in standing.iter().zip(values) {
            let costs = graph.as_call(*value).is_some_and(|(function, _)| call_cost(function, None) >= dear);
            if costs && later[value.index()] && !before[value.index()] && !found.contains_key(value) {
                let out = self.names.var(VarKind::Real, "");
                found.insert(*value, out);
                loads.push(Step::Load { out, place: place.clone() });
            }
        }
        if !found.is_empty() {
            scope::replace(&mut body.target, sums, &found);
            body.target.steps.splice(body.prefix..body.prefix, loads);
        }
    }
}

/// The nodes that steps read.
fn read(steps: &[Step]) -> Vec<Id> {
    steps.iter().flat_map(Step::nodes).collect()
}

/// The nodes that are read at the end.
fn ends(block: &Block, sums: &[Sum]) -> Vec<Id> {
    let results =
        block.results.iter().filter_map(|result| if let Operand::Node(id) = result { Some(*id) } else { None });
    results.chain(sums.iter().map(|sum| sum.value)).collect()
}

/// How many steps write to an array, those of inner blocks included.
fn writes(block: &Block, array: ArrayId) -> usize {
    let mut count = 0;
    block.each_step(&mut |step| {
        if step.blocks().is_empty() {
            step.uses(&mut |used| count += usize::from(used == Use::Writes(array)));
        }
    });
    count
}
