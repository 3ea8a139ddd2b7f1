//! The reverse of a call of another differentiated function.

use super::guarded::Guarded;
use super::scope::Scope;
use super::sweep::{Found, Seed};
use super::{Context, Unsupported};
use crate::graph::Id;
use crate::program::procedure::{
    Argument, ArrayInfo, Block, Call, CallResult, Init, Operand, Origin, Place, Pullback, Slot, Step, Var, VarKind,
};

impl Context {
    /// One pullback; where two arguments may overlap, one for each array, since their slots may not.
    pub(super) fn call(
        &mut self,
        scope: &mut Scope,
        found: &mut Found,
        position: usize,
        mut call: Call,
    ) -> Result<(), Unsupported> {
        let numbers = match &call.result {
            CallResult::Real(out) => std::slice::from_ref(out),
            CallResult::Tuple(outs) => outs,
            CallResult::Array(_) | CallResult::Unit => &[],
        };
        let written = call.arguments.iter().any(|argument| self.written(argument));
        let (guard, mut seeds) = self.number_seeds(scope, found, numbers, written);
        let mut wanted = written || !seeds.is_empty();
        if let CallResult::Array(array) = call.result {
            let adjoint = self.adjoint(array);
            wanted = adjoint.is_some();
            seeds.extend(adjoint.map(Operand::Array));
        }
        if !wanted {
            return Ok(());
        }
        let slots: Vec<Slot> = call.arguments.iter().map(|argument| self.slot(found, argument)).collect();
        let mut reals = Vec::new();
        for (argument, slot) in call.arguments.iter().zip(&slots) {
            if let (Argument::Real(id), Slot::Real(out)) = (argument, slot) {
                reals.push((*id, *out));
            }
        }
        self.keep_arguments(scope, position, &mut call)?;
        let reals = match guard {
            Some(guard) => self.pulled_back_where(scope, guard, call, seeds, slots, reals),
            None => {
                scope.target.steps.extend(pullbacks(&call, &seeds, slots));
                reals
            }
        };
        for (id, out) in reals {
            let value = scope.target.leaf(out);
            found.add(&mut scope.target.graph, Seed { node: id, guard, value });
        }
        Ok(())
    }

    /// The seeds of the numbers that a call returns, none where no result comes from them; and the condition without which all are 0.
    fn number_seeds(
        &mut self,
        scope: &mut Scope,
        found: &mut Found,
        numbers: &[Var],
        written: bool,
    ) -> (Option<Id>, Vec<Operand>) {
        let taken: Vec<_> = numbers.iter().map(|out| found.take_guarded(scope, *out)).collect();
        if !written && taken.iter().all(Option::is_none) {
            return (None, Vec::new());
        }
        let guard = Guarded::common(&taken, &scope.target.graph).filter(|_| !written);
        let graph = &mut scope.target.graph;
        let seeds = taken.into_iter().map(|seed| {
            Operand::Node(match seed {
                Some(seed) if guard.is_some() => seed.value,
                Some(seed) => seed.blend(graph),
                None => graph.integer(0),
            })
        });
        (guard, seeds.collect())
    }

    fn slot(&mut self, found: &Found, argument: &Argument) -> Slot {
        match argument {
            Argument::Real(id) if found.is_active(*id) => Slot::Real(self.names.var(VarKind::Real, "")),
            Argument::Array { place, .. } => match self.adjoint(place.array) {
                Some(adjoint) => Slot::Array(place.in_array(adjoint)),
                None => Slot::None,
            },
            _ => Slot::None,
        }
    }

    /// Pullbacks in a branch, and what the slots of numbers are then.
    fn pulled_back_where(
        &mut self,
        scope: &mut Scope,
        guard: Id,
        mut call: Call,
        mut seeds: Vec<Operand>,
        slots: Vec<Slot>,
        reals: Vec<(Id, Var)>,
    ) -> Vec<(Id, Var)> {
        let mut then = Block::default();
        let numbers = call.arguments.iter_mut().filter_map(|argument| match argument {
            Argument::Real(id) => Some(id),
            _ => None,
        });
        let numbers = numbers.chain(seeds.iter_mut().filter_map(|seed| match seed {
            Operand::Node(id) => Some(id),
            _ => None,
        }));
        for id in numbers {
            *id = self.incoming(scope, *id, "").node(&mut then.graph);
        }
        then.steps = pullbacks(&call, &seeds, slots);
        let (ids, inner): (Vec<Id>, Vec<Var>) = reals.into_iter().unzip();
        ids.into_iter().zip(self.where_holds(scope, guard, then, &inner)).collect()
    }

    fn written(&self, argument: &Argument) -> bool {
        matches!(argument, Argument::Array { place, mutable: true, .. } if self.adjoint(place.array).is_some())
    }

    /// Sees to it that the pullback is given the arrays that the call was given: copies of those that change later.
    fn keep_arguments(&mut self, scope: &mut Scope, position: usize, call: &mut Call) -> Result<(), Unsupported> {
        let lost = scope.lost_after(position);
        let mut restores = Vec::new();
        for argument in &mut call.arguments {
            let Argument::Array { place, mutable, .. } = argument else { continue };
            if !*mutable && !lost.contains(&place.array) {
                continue;
            }
            let info = self.names.arrays[place.array.0 as usize].clone();
            let known = !self.appended.contains(&place.array);
            let (Some(zero), true) = (info.zero.clone(), known) else {
                let name = if info.hint.is_empty() { "an array".to_owned() } else { format!("`{}`", info.hint) };
                let message = format!(
                    "{name} changes after this call, and its content is needed again; hand over a copy bound by `let`"
                );
                return self.unsupported(Some(&call.callee), message);
            };
            let hint = format!("{}_before", info.hint);
            let array = place.array;
            let kept = self.names.array(ArrayInfo { hint, origin: Origin::Local, ..info });
            let declaration = Step::Local { array: kept, init: Init::Constant(zero) };
            if scope.again[position].is_some() {
                let copy = Step::Copy { to: Place::whole(kept), from: Place::whole(array) };
                scope.put_ahead(position, vec![declaration, copy]);
            } else {
                let declaration = self.elsewhere(scope, declaration);
                let stack = self.real_stack();
                scope.put_ahead(position, vec![Step::Save { stack, array }]);
                restores.push([declaration, Step::Restore { stack, array: kept }]);
            }
            *place = place.in_array(kept);
        }
        scope.target.steps.extend(restores.into_iter().rev().flatten());
        Ok(())
    }
}

fn pullbacks(call: &Call, seeds: &[Operand], slots: Vec<Slot>) -> Vec<Step> {
    let pullback = |slots| Pullback { call: call.clone(), seeds: seeds.to_vec(), slots };
    apart(slots).into_iter().map(|slots| Step::Pullback(Box::new(pullback(slots)))).collect()
}

/// The slots of one pullback each: no two of them in one array.
fn apart(slots: Vec<Slot>) -> Vec<Vec<Slot>> {
    let array = |slot: &Slot| if let Slot::Array(place) = slot { Some(place.array) } else { None };
    let mut calls: Vec<Vec<Slot>> = Vec::new();
    let none = vec![Slot::None; slots.len()];
    for (position, slot) in slots.into_iter().enumerate() {
        let clashes =
            |call: &Vec<Slot>| array(&slot).is_some_and(|found| call.iter().any(|other| array(other) == Some(found)));
        let call = match calls.iter().position(|call| !clashes(call)) {
            Some(call) => call,
            None => {
                calls.push(none.clone());
                calls.len() - 1
            }
        };
        calls[call][position] = slot;
    }
    calls
}
