//! The scan back over one block.

use std::collections::{BTreeMap, BTreeSet};

use super::guarded::Guarded;
use super::scope::Scope;
use super::{Context, Unsupported, literal};
use crate::diff::{Activity, Reverse};
use crate::function::Function;
use crate::graph::{Graph, Id};
use crate::number::Number;
use crate::program::procedure::{ArrayId, Index, Init, Place, Step, Var, VarKind};

/// The adjoints found so far in one scan.
pub(super) struct Found {
    nodes: Reverse,
    /// Of values that steps define or inner blocks read; their leaves may have more in `nodes`.
    vars: BTreeMap<Var, Vec<(Option<Id>, Id)>>,
    activity: Activity,
}

/// An adjoint to start from: `value` where the guard holds, 0 elsewhere.
pub(super) struct Seed {
    pub(super) node: Id,
    pub(super) guard: Option<Id>,
    pub(super) value: Id,
}

impl Seed {
    pub(super) fn new(node: Id, value: Id) -> Seed {
        Seed { node, guard: None, value }
    }
}

impl Found {
    /// Adds to the adjoint of a node.
    pub(super) fn add(&mut self, graph: &mut Graph, seed: Seed) {
        if self.is_active(seed.node) {
            self.nodes.add(graph, seed.node, seed.guard, seed.value);
        }
    }

    /// Adds to the adjoint of a node.
    pub(super) fn add_node(&mut self, graph: &mut Graph, id: Id, value: Id) {
        self.add(graph, Seed::new(id, value));
    }

    /// Adds to the adjoint of a value.
    pub(super) fn add_var(&mut self, var: Var, value: Id) {
        self.add_var_where(var, None, value);
    }

    /// Adds to the adjoint of a value what is 0 where the guard does not hold.
    pub(super) fn add_var_where(&mut self, var: Var, guard: Option<Id>, value: Id) {
        self.vars.entry(var).or_default().push((guard, value));
    }

    pub(super) fn is_active(&self, id: Id) -> bool {
        self.activity.active[id.index()]
    }

    /// The adjoint of a value that a step defines, to which nothing will be added any more.
    pub(super) fn take(&mut self, scope: &mut Scope, var: Var) -> Option<Id> {
        let graph = &mut scope.target.graph;
        let leaf = graph.find_variable(&var.leaf()).filter(|leaf| leaf.index() < scope.nodes);
        let node = leaf.and_then(|leaf| self.nodes.take(graph, leaf));
        let mut sum = node;
        // each is 0 where its guard does not hold
        for (_, value) in self.vars.remove(&var).unwrap_or_default() {
            sum = Some(sum.map_or(value, |sum| graph.call(Function::Add, &[sum, value])));
        }
        sum
    }

    /// The same with the condition without which it is 0.
    pub(super) fn take_guarded(&mut self, scope: &mut Scope, var: Var) -> Option<Guarded> {
        let graph = &mut scope.target.graph;
        let leaf = graph.find_variable(&var.leaf()).filter(|leaf| leaf.index() < scope.nodes);
        let node = leaf.and_then(|leaf| self.nodes.guarded(leaf));
        let mut guards = node.iter().chain(self.vars.get(&var).into_iter().flatten()).map(|(guard, _)| *guard);
        let guard = guards.next()?;
        if guard.is_none() || !guards.all(|other| other == guard) {
            return self.take(scope, var).map(|value| Guarded { guard: None, value, zero: true });
        }
        leaf.and_then(|leaf| self.nodes.take(graph, leaf));
        let zero = node.is_none();
        let contributions = node.into_iter().chain(self.vars.remove(&var).unwrap_or_default());
        let value = contributions.map(|(_, value)| value).reduce(|a, b| graph.call(Function::Add, &[a, b]))?;
        let nothing = graph.as_number(value).is_some_and(Number::is_zero);
        (!nothing).then_some(Guarded { guard, value, zero })
    }
}

impl Context {
    /// Appends the reverse of the scope's forward block to its target, given the adjoints of nodes and arrays to add to adjoints,
    /// and returns the adjoints of the values that the block takes from outside.
    pub(super) fn sweep(
        &mut self,
        scope: &mut Scope,
        seeds: &[Seed],
        added: &[(ArrayId, ArrayId)],
    ) -> Result<BTreeMap<Var, Id>, Unsupported> {
        let activity = self.active.nodes(&scope.target.graph, &self.names.vars);
        let mut found = Found { nodes: Reverse::new(scope.nodes), vars: BTreeMap::new(), activity };
        for Seed { node, guard, value } in seeds {
            found.add(&mut scope.target.graph, Seed { node: *node, guard: *guard, value: *value });
        }
        for position in 0..scope.again.len() {
            if let Some(array) = scope.step(position).declares()
                && self.active.array(array)
            {
                let declaration = self.declare(array)?;
                match scope.again[position] {
                    // beside the array, where loops that are reversed on the way forward find it
                    Some(at) if !self.appended.contains(&array) && !self.names.varying.contains_key(&array) => {
                        scope.target.steps.insert(at + 1, declaration);
                        scope.moved(at + 1, 1);
                    }
                    // where it has got another length for the last time
                    Some(declared) => {
                        let changes = |position: &usize| self.changes_length(scope.step(*position), array);
                        let last = (0..scope.again.len()).rev().find(changes).and_then(|last| scope.again[last]);
                        let varies = self.names.varying.contains_key(&array);
                        let last = last.or(varies.then_some(declared));
                        let at = last.map_or(scope.target.steps.len(), |last| last + 1);
                        scope.target.steps.insert(at, declaration);
                        if last.is_some() {
                            scope.moved(at, 1);
                        }
                    }
                    None => {
                        let declaration = self.elsewhere(scope, declaration);
                        scope.target.steps.push(declaration);
                    }
                }
            }
        }
        for (array, seed) in added {
            if let Some(adjoint) = self.adjoint(*array) {
                scope.target.steps.push(Step::AddAll { to: Place::whole(adjoint), from: Place::whole(*seed) });
            }
        }
        let mut top = scope.nodes;
        for position in (0..scope.again.len()).rev() {
            let outs = scope.step(position).outs();
            let leaves = outs.iter().filter_map(|out| scope.target.graph.find_variable(&out.leaf()));
            let bottom = leaves.map(Id::index).filter(|leaf| *leaf < top).min().unwrap_or(top);
            pass(&mut found, &mut scope.target.graph, bottom..top);
            top = bottom;
            self.step(scope, &mut found, position)?;
        }
        scope.put_in_place();
        pass(&mut found, &mut scope.target.graph, 0..top);
        let names: BTreeSet<Var> = (0..scope.nodes)
            .filter_map(|node| match scope.target.graph.op(Id::from_index(node)) {
                crate::graph::Op::Variable(name) => Var::of_leaf(name),
                _ => None,
            })
            .chain(found.vars.keys().copied())
            .collect();
        let contributions = names.into_iter().filter_map(|var| Some((var, found.take(scope, var)?)));
        Ok(contributions.collect())
    }

    /// The declaration of the adjoint of an array that is not there in the target. Where its shape is that of an array that is not there
    /// either, the zeros are made in the forward block.
    pub(super) fn elsewhere(&mut self, scope: &mut Scope, declaration: Step) -> Step {
        let gone = scope.gone();
        match declaration {
            Step::Local { array, init: Init::Constant(zero) } if zero.arrays.iter().any(|read| gone.contains(read)) => {
                let out = self.names.var(VarKind::Opaque, "zeros");
                scope.forward.steps.push(Step::Opaque { out, expression: zero, replay: false });
                self.names.arrays[array.0 as usize].zero = None;
                Step::Local { array, init: Init::Value(out) }
            }
            declaration => declaration,
        }
    }

    /// A value that the reverse defines, and its leaf.
    pub(super) fn fresh(&mut self, scope: &mut Scope, hint: &str) -> (Var, Id) {
        let var = self.names.var(VarKind::Real, hint);
        (var, scope.target.leaf(var))
    }

    pub(super) fn hint(&self, var: Var) -> String {
        match &self.names.vars[var.0 as usize].hint {
            hint if hint.is_empty() || hint.starts_with("d_") => hint.clone(),
            hint => format!("d_{hint}"),
        }
    }

    /// A step as the target reads it: where an index reads an array that is not there, its value is taken from the forward block.
    fn as_read(&mut self, scope: &mut Scope, position: usize) -> Result<Step, Unsupported> {
        let mut step = scope.step(position).clone();
        let gone = self.troubled(scope, position);
        if gone.is_empty() {
            return Ok(step);
        }
        let mut values = Vec::new();
        for place in step.places_mut() {
            for index in &mut place.path {
                let range = matches!(index, Index::Range(_));
                let (Index::At(expression) | Index::Range(expression)) = index else { continue };
                let Some(array) = expression.arrays.iter().find(|array| gone.contains(array)) else { continue };
                let name = &self.names.arrays[array.0 as usize].hint;
                if range {
                    let message = format!(
                        "this range depends on the length of `{name}`, which changes; bind its bounds before, as `let n = {name}.len();`"
                    );
                    return self.unsupported(Some(expression), message);
                } else {
                    let out = self.names.var(VarKind::Opaque, "at");
                    values.push(Step::Opaque { out, expression: expression.clone(), replay: false });
                    *index = Index::Value(out);
                }
            }
        }
        scope.put_ahead(position, values);
        Ok(step)
    }

    /// The arrays whose length at a step is not known where the step is reversed.
    pub(super) fn troubled(&self, scope: &Scope, position: usize) -> BTreeSet<ArrayId> {
        let mut troubled = scope.gone();
        if !self.appended.is_empty() {
            let mut written = scope.lost_after(position);
            written.extend(scope.step(position).writes());
            troubled.extend(written.intersection(&self.appended));
        }
        troubled
    }

    /// Appends the reverse of one step.
    fn step(&mut self, scope: &mut Scope, found: &mut Found, position: usize) -> Result<(), Unsupported> {
        match self.as_read(scope, position)? {
            Step::Opaque { .. } | Step::Effect(_) => {}
            Step::Name { out, value } => {
                for (guard, adjoint) in found.vars.remove(&out).unwrap_or_default() {
                    found.add(&mut scope.target.graph, Seed { node: value, guard, value: adjoint });
                }
            }
            Step::Load { out, place } => {
                if let (Some(value), Some(array)) = (found.take(scope, out), self.adjoint(place.array)) {
                    scope.target.steps.push(Step::Add { place: place.in_array(array), value, negative: false });
                }
            }
            Step::Store { place, value } => {
                if let Some(array) = self.adjoint(place.array) {
                    self.gather(scope, found, &place.in_array(array), value, false);
                    let zero = scope.target.graph.integer(0);
                    scope.target.steps.push(Step::Store { place: place.in_array(array), value: zero });
                }
            }
            Step::Add { place, value, negative } => {
                if let Some(array) = self.adjoint(place.array) {
                    self.gather(scope, found, &place.in_array(array), value, negative);
                }
            }
            Step::Append { array, value } => {
                if let Some(array) = self.adjoint(array) {
                    let (out, leaf) = self.fresh(scope, "");
                    scope.target.steps.push(Step::Shrink { out, array });
                    found.add_node(&mut scope.target.graph, value, leaf);
                }
            }
            Step::AppendRow { array, from, .. } => {
                if let Some(array) = self.adjoint(array) {
                    let to = self.adjoint(from.array).map(|to| from.in_array(to));
                    scope.target.steps.push(Step::ShrinkRow { to, array });
                }
            }
            Step::Fill { place, value } => {
                if let Some(array) = self.adjoint(place.array) {
                    let place = place.in_array(array);
                    self.total(scope, found, &place, value);
                    let zero = scope.target.graph.integer(0);
                    scope.target.steps.push(Step::Fill { place, value: zero });
                }
            }
            Step::Total { out, place } => {
                if let (Some(value), Some(array)) = (found.take(scope, out), self.adjoint(place.array)) {
                    if self.appended.contains(&place.array) && self.troubled(scope, position).contains(&place.array) {
                        let message = "the sum of an array that grows later is not differentiated; add in a loop";
                        return self.unsupported(None, message);
                    }
                    return self.spread(scope, place.in_array(array), value);
                }
            }
            Step::Local { array, init } => self.initial(scope, found, array, &init),
            Step::Copy { to, from } => {
                let target = self.adjoint(to.array);
                if let (Some(to_adjoint), Some(from_adjoint)) = (target, self.adjoint(from.array)) {
                    let step = Step::AddAll { to: from.in_array(from_adjoint), from: to.in_array(to_adjoint) };
                    scope.target.steps.push(step);
                }
                if self.replaces(&to) {
                    self.take_length_back(scope, position, to.array);
                } else if let Some(adjoint) = target {
                    let value = scope.target.graph.integer(0);
                    scope.target.steps.push(Step::Fill { place: to.in_array(adjoint), value });
                }
            }
            Step::AddAll { to, from } => {
                if let (Some(to_adjoint), Some(from_adjoint)) = (self.adjoint(to.array), self.adjoint(from.array)) {
                    let step = Step::AddAll { to: from.in_array(from_adjoint), from: to.in_array(to_adjoint) };
                    scope.target.steps.push(step);
                }
            }
            Step::If(_) => self.branch(scope, found, position)?,
            Step::Loop(_) => self.looped(scope, found, position)?,
            Step::Call(call) => self.call(scope, found, position, *call)?,
            Step::Shrink { .. }
            | Step::ShrinkRow { .. }
            | Step::Pullback(_)
            | Step::Push { .. }
            | Step::Pop { .. }
            | Step::Save { .. }
            | Step::Restore { .. }
            | Step::Resize { .. } => {
                return self.unsupported(None, "a reverse sweep is not differentiated again");
            }
        }
        Ok(())
    }

    /// `d_value += place`, or `-=`
    fn gather(&mut self, scope: &mut Scope, found: &mut Found, place: &Place, value: Id, negative: bool) {
        if !found.is_active(value) {
            return;
        }
        let (out, leaf) = self.fresh(scope, "");
        scope.target.steps.push(Step::Load { out, place: place.clone() });
        let graph = &mut scope.target.graph;
        let adjoint = if negative { graph.call(Function::Neg, &[leaf]) } else { leaf };
        found.add_node(graph, value, adjoint);
    }

    /// `d_value += ` the sum of the place
    fn total(&mut self, scope: &mut Scope, found: &mut Found, place: &Place, value: Id) {
        if found.is_active(value) {
            let (out, leaf) = self.fresh(scope, "");
            scope.target.steps.push(Step::Total { out, place: place.clone() });
            found.add_node(&mut scope.target.graph, value, leaf);
        }
    }

    /// Adds a number to every element of a place, by way of another array full of it.
    fn spread(&mut self, scope: &mut Scope, place: Place, value: Id) -> Result<(), Unsupported> {
        let declaration = self.declare(place.array)?;
        let full = self.adjoints.remove(&place.array).unwrap_or(place.array);
        let from = place.in_array(full);
        scope.target.steps.extend([
            declaration,
            Step::Fill { place: from.clone(), value },
            Step::AddAll { to: place, from },
        ]);
        Ok(())
    }

    /// The reverse of a declaration: the adjoint of what the array started as.
    fn initial(&mut self, scope: &mut Scope, found: &mut Found, array: ArrayId, init: &Init) {
        let Some(adjoint) = self.adjoint(array) else { return };
        match init {
            Init::Constant(_) | Init::Value(_) => {}
            Init::Elements(dimensions, values) => {
                for (position, value) in values.iter().enumerate() {
                    let mut rest = position;
                    let mut index: Vec<usize> = Vec::new();
                    for (length, _) in dimensions.iter().rev() {
                        index.push(rest % length);
                        rest /= length;
                    }
                    index.reverse();
                    let place = Place { array: adjoint, path: literal(&index) };
                    self.gather(scope, found, &place, *value, false);
                }
            }
            Init::Filled(_, value, _) => self.total(scope, found, &Place::whole(adjoint), *value),
            Init::Copy(_, place) => {
                if let Some(from) = self.adjoint(place.array) {
                    let step = Step::AddAll { to: place.in_array(from), from: Place::whole(adjoint) };
                    scope.target.steps.push(step);
                }
            }
        }
    }
}

/// Passes the adjoints of some nodes on to their arguments.
fn pass(found: &mut Found, graph: &mut Graph, range: std::ops::Range<usize>) {
    for node in range.rev() {
        found.nodes.pass(graph, Id::from_index(node), &found.activity);
    }
}
