//! Neighbours in an array, read in a loop.
//!
//! Where a loop reads `x[i]` and `x[i + 1]`, its reverse adds to `d_x[i]` and to `d_x[i + 1]`, and so twice to each element, in iterations that follow one
//! another. Here the one addend is carried to the iteration that adds to the same element, which is then written once:
//!
//! ```text
//! d_x[i] += a; d_x[i + 1] += b;       becomes        d_x[i] += a + carried; carried = b; last = i + 1;
//!                                                    and after the loop, if it ran, d_x[last] += carried
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::scope::holds;
use crate::function::Function;
use crate::graph::Id;
use crate::program::Use;
use crate::program::procedure::{
    ArrayId, Block, Carried, Expression, If, Index, Loop, Operand, Order, Place, Space, Step, Var, VarKind,
};

/// So many neighbours are carried; more are added one by one.
const CARRIED: i64 = 4;

/// The additions to `array[prefix][induction + offset]`, by offset: the index, and the steps that add.
struct Group {
    prefix: Place,
    addends: BTreeMap<i64, (Expression, Vec<usize>)>,
}

impl Context {
    /// Has a reversed loop write once to each element where it can. Returns the branch that has to follow the loop.
    pub(super) fn neighbours(&mut self, outer: &mut Block, inner: &mut Loop) -> Option<Step> {
        let Space::Items { induction, items, order } = &inner.space else { return None };
        let stride = self.names.strides.get(&items.key).copied().filter(|stride| stride.abs() == 1)?;
        let ascending = (*order == Order::Forward) == (stride == 1);
        let groups = self.groups(inner, *induction);
        if groups.is_empty() {
            return None;
        }
        let stop = if inner.breaks { inner.body.results.pop() } else { None };
        let mut after = Block::default();
        let mut replaced = BTreeSet::new();
        for group in groups {
            replaced.extend(group.addends.values().flat_map(|(_, steps)| steps.clone()));
            self.carry(outer, inner, group, ascending, &mut after);
        }
        let mut position = 0;
        inner.body.steps.retain(|_| {
            position += 1;
            !replaced.contains(&(position - 1))
        });
        let [entry, ran] = [(); 2].map(|()| self.names.var(VarKind::Condition, "ran"));
        let init = Operand::Node(outer.graph.call(Function::False, &[]));
        inner.carried.push(Carried { init, entry, exit: ran });
        inner.body.results.push(Operand::Node(inner.body.graph.call(Function::True, &[])));
        inner.body.results.extend(stop);
        let condition = holds(&mut outer.graph, ran);
        Some(Step::If(Box::new(If { condition, then: after, otherwise: Block::default(), outs: Vec::new() })))
    }

    fn carry(&mut self, outer: &mut Block, inner: &mut Loop, group: Group, ascending: bool, after: &mut Block) {
        let graph = &mut inner.body.graph;
        let mut sums: Vec<(Expression, Id)> = Vec::new();
        for (index, steps) in group.addends.into_values() {
            let mut sum = None;
            for step in steps {
                let Step::Add { value, negative, .. } = inner.body.steps[step] else { continue };
                let value = if negative { graph.call(Function::Neg, &[value]) } else { value };
                sum = Some(sum.map_or(value, |sum| graph.call(Function::Add, &[sum, value])));
            }
            sums.extend(sum.map(|sum| (index, sum)));
        }
        if !ascending {
            sums.reverse();
        }
        // the first is complete in this iteration, the others go on
        let carriers: Vec<(Var, Var)> = (1..sums.len())
            .map(|_| (self.names.var(VarKind::Real, "carried"), self.names.var(VarKind::Real, "carried")))
            .collect();
        let place = |index: Index| {
            let mut place = group.prefix.clone();
            place.path.push(index);
            place
        };
        for (at, (index, sum)) in sums.into_iter().enumerate() {
            let graph = &mut inner.body.graph;
            let value = match carriers.get(at) {
                Some((entry, _)) => {
                    let before = graph.variable(&entry.leaf());
                    graph.call(Function::Add, &[sum, before])
                }
                None => sum,
            };
            let Some(at) = at.checked_sub(1) else {
                inner.body.steps.push(Step::Add { place: place(Index::At(index)), value, negative: false });
                continue;
            };
            let (entry, exit) = carriers[at];
            let init = Operand::Node(outer.graph.integer(0));
            inner.carried.push(Carried { init, entry, exit });
            inner.body.results.push(Operand::Node(value));
            let [here, before, last] = [(); 3].map(|()| self.names.var(VarKind::Opaque, "last"));
            inner.body.steps.push(Step::Opaque { out: here, expression: index, replay: true });
            inner.carried.push(Carried { init: Operand::Any, entry: before, exit: last });
            inner.body.results.push(Operand::Opaque(here));
            let value = after.leaf(exit);
            after.steps.push(Step::Add { place: place(Index::Value(last)), value, negative: false });
        }
    }

    /// The additions of a loop that touch the same elements in iterations that follow one another.
    fn groups(&self, inner: &Loop, induction: Var) -> Vec<Group> {
        let mut defined = inner.body.defined();
        defined.extend(inner.entries());
        let mut barred: BTreeSet<ArrayId> = BTreeSet::new();
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for (position, step) in inner.body.steps.iter().enumerate() {
            let Step::Add { place, .. } = step else {
                step.uses(&mut |used| {
                    if let Use::Reads(array) | Use::Writes(array) = used {
                        barred.insert(array);
                    }
                });
                continue;
            };
            let Some((Index::At(index), prefix)) = place.path.split_last() else { continue };
            let Some((_, offset)) = self.names.offsets.get(&index.key).filter(|(var, _)| *var == induction) else {
                continue;
            };
            let steady = prefix.iter().all(|index| match index {
                Index::At(expression) | Index::Range(expression) => {
                    expression.reads.iter().all(|var| !defined.contains(var))
                }
                Index::Value(var) => !defined.contains(var),
                Index::Literal(_) => true,
            });
            if steady {
                let prefix = Place { array: place.array, path: prefix.to_vec() };
                let group =
                    groups.entry(format!("{prefix:?}")).or_insert_with(|| Group { prefix, addends: BTreeMap::new() });
                group.addends.entry(*offset).or_insert_with(|| (index.clone(), Vec::new())).1.push(position);
            }
        }
        let fits = |group: &Group| {
            let (Some((low, _)), Some((high, _))) = (group.addends.first_key_value(), group.addends.last_key_value())
            else {
                return false;
            };
            let between = high - low;
            (1..=CARRIED).contains(&between)
                && group.addends.len() as i64 == between + 1
                && !barred.contains(&group.prefix.array)
        };
        groups.into_values().filter(fits).collect()
    }
}
