//! The reverse of a call of another differentiated function.

use super::scope::Scope;
use super::sweep::Found;
use super::{Context, Unsupported};
use crate::program::procedure::{
    Argument, ArrayInfo, Call, CallResult, Init, Operand, Origin, Place, Pullback, Slot, Step, VarKind,
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
        let mut seeds = Vec::new();
        let mut wanted = numbers.is_empty() || call.arguments.iter().any(|argument| self.written(argument));
        for out in numbers {
            let seed = found.take(scope, *out);
            wanted |= seed.is_some();
            seeds.push(Operand::Node(seed.unwrap_or_else(|| scope.target.graph.integer(0))));
        }
        if let CallResult::Array(array) = call.result {
            match self.adjoint(array) {
                Some(adjoint) => seeds.push(Operand::Array(adjoint)),
                None => wanted = false,
            }
        }
        if !wanted {
            return Ok(());
        }
        let mut slots = Vec::new();
        for argument in &call.arguments {
            slots.push(match argument {
                Argument::Real(id) if found.is_active(*id) => Slot::Real(self.names.var(VarKind::Real, "")),
                Argument::Array { place, .. } => match self.adjoint(place.array) {
                    Some(adjoint) => Slot::Array(place.in_array(adjoint)),
                    None => Slot::None,
                },
                _ => Slot::None,
            });
        }
        let reals: Vec<_> = (call.arguments.iter().zip(&slots))
            .filter_map(|(argument, slot)| match (argument, slot) {
                (Argument::Real(id), Slot::Real(out)) => Some((*id, *out)),
                _ => None,
            })
            .collect();
        self.keep_arguments(scope, position, &mut call)?;
        for slots in apart(slots) {
            let pullback = Pullback { call: call.clone(), seeds: seeds.clone(), slots };
            scope.target.steps.push(Step::Pullback(Box::new(pullback)));
        }
        for (id, out) in reals {
            let leaf = scope.target.leaf(out);
            found.add_node(&mut scope.target.graph, id, leaf);
        }
        Ok(())
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
                let message = format!(
                    "`{}` changes after this call, and its content is needed again; hand over a copy bound by `let`",
                    info.hint
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
