//! Which values and local arrays the results come from. The adjoint of any other is zero throughout: there is nothing to reverse, and
//! zero times an infinite partial of what nobody uses would be NaN.

use crate::function::Kind;
use crate::graph::{Graph, Id, Op};
use crate::program::procedure::{
    Argument, ArrayId, Block, Call, CallResult, Init, Loop, Operand, Origin, Procedure, Step, Var,
};

/// The values and arrays that results come from, by position.
#[derive(Clone, Debug)]
pub(super) struct Reaching {
    vars: Vec<bool>,
    arrays: Vec<bool>,
    changed: bool,
}

impl Reaching {
    /// A fixed point, for loops feed back. What the caller sees counts as a result.
    pub(super) fn of(procedure: &Procedure) -> Reaching {
        let mut reaching = Reaching {
            vars: vec![false; procedure.vars.len()],
            arrays: procedure.arrays.iter().map(|info| info.origin != Origin::Local).collect(),
            changed: true,
        };
        let wanted = vec![true; procedure.body.results.len()];
        while std::mem::take(&mut reaching.changed) {
            reaching.block(&procedure.body, &wanted);
        }
        reaching
    }

    pub(super) fn array(&self, array: ArrayId) -> bool {
        self.arrays[array.0 as usize]
    }

    pub(super) fn var(&self, var: Var) -> bool {
        self.vars[var.0 as usize]
    }

    fn set_array(&mut self, array: ArrayId) {
        self.changed |= !std::mem::replace(&mut self.arrays[array.0 as usize], true);
    }

    /// A node is wanted, and with it the values that it is computed from; what a condition compares has no adjoint.
    fn node(&mut self, graph: &Graph, id: Id, seen: &mut [bool]) {
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            if graph.kind(id) != Kind::Real || std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            if let Op::Variable(name) = graph.op(id)
                && let Some(var) = Var::of_leaf(name)
            {
                self.changed |= !std::mem::replace(&mut self.vars[var.0 as usize], true);
            }
            pending.extend(graph.args(id));
        }
    }

    fn operand(&mut self, graph: &Graph, operand: &Operand, seen: &mut [bool]) {
        match operand {
            Operand::Node(id) => self.node(graph, *id, seen),
            Operand::Array(array) => self.set_array(*array),
            Operand::Opaque(_) | Operand::Any => {}
        }
    }

    /// Marks what the wanted results of a block come from, back over its steps.
    fn block(&mut self, block: &Block, wanted: &[bool]) {
        let mut seen = vec![false; block.graph.len()];
        for (result, _) in block.results.iter().zip(wanted).filter(|(_, wanted)| **wanted) {
            self.operand(&block.graph, result, &mut seen);
        }
        for step in block.steps.iter().rev() {
            self.step(step, &block.graph, &mut seen);
        }
    }

    fn step(&mut self, step: &Step, graph: &Graph, seen: &mut [bool]) {
        match step {
            Step::Name { out, value } if self.var(*out) => self.node(graph, *value, seen),
            Step::Load { out, place } | Step::Total { out, place } if self.var(*out) => self.set_array(place.array),
            Step::Store { place, value } | Step::Add { place, value, .. } | Step::Fill { place, value }
                if self.array(place.array) =>
            {
                self.node(graph, *value, seen);
            }
            Step::Append { array, value } if self.array(*array) => self.node(graph, *value, seen),
            Step::AppendRow { array, from, .. } if self.array(*array) => self.set_array(from.array),
            Step::Local { array, init } if self.array(*array) => match init {
                Init::Constant(_) | Init::Value(_) => {}
                Init::Elements(_, values) => values.iter().for_each(|value| self.node(graph, *value, seen)),
                Init::Filled(_, value, _) => self.node(graph, *value, seen),
                Init::Copy(_, place) => self.set_array(place.array),
            },
            Step::Copy { to, from } | Step::AddAll { to, from } if self.array(to.array) => self.set_array(from.array),
            Step::If(branch) => {
                let wanted: Vec<bool> = branch.outs.iter().map(|out| self.var(*out)).collect();
                self.block(&branch.then, &wanted);
                self.block(&branch.otherwise, &wanted);
            }
            Step::Loop(inner) => self.repeat(inner, graph, seen),
            Step::Call(call) => self.call(call, graph, seen),
            // of what is not wanted
            Step::Name { .. }
            | Step::Load { .. }
            | Step::Total { .. }
            | Step::Store { .. }
            | Step::Add { .. }
            | Step::Fill { .. }
            | Step::Append { .. }
            | Step::AppendRow { .. }
            | Step::Local { .. }
            | Step::Copy { .. }
            | Step::AddAll { .. } => {}
            // of constants, or of a reverse sweep
            Step::Opaque { .. }
            | Step::Effect(_)
            | Step::Shrink { .. }
            | Step::ShrinkRow { .. }
            | Step::Pullback(_)
            | Step::Push { .. }
            | Step::Pop { .. }
            | Step::Save { .. }
            | Step::Restore { .. }
            | Step::Resize { .. } => {}
        }
    }

    fn repeat(&mut self, inner: &Loop, graph: &Graph, seen: &mut [bool]) {
        let wanted: Vec<bool> =
            inner.carried.iter().map(|carried| self.var(carried.exit) || self.var(carried.entry)).collect();
        for (carried, _) in inner.carried.iter().zip(&wanted).filter(|(_, wanted)| **wanted) {
            self.operand(graph, &carried.init, seen);
        }
        self.block(&inner.body, &wanted);
    }

    /// A call is reversed as a whole, with a seed for each array that it returns or writes to.
    fn call(&mut self, call: &Call, graph: &Graph, seen: &mut [bool]) {
        let mut written: Vec<ArrayId> = Vec::new();
        for argument in &call.arguments {
            if let Argument::Array { place, mutable: true, .. } = argument {
                written.push(place.array);
            }
        }
        let wanted = match &call.result {
            CallResult::Real(out) => self.var(*out),
            CallResult::Tuple(outs) => outs.iter().any(|out| self.var(*out)),
            CallResult::Array(array) => {
                written.push(*array);
                false
            }
            CallResult::Unit => false,
        };
        if !wanted && !written.iter().any(|array| self.array(*array)) {
            return;
        }
        written.into_iter().for_each(|array| self.set_array(array));
        for argument in &call.arguments {
            match argument {
                Argument::Real(id) => self.node(graph, *id, seen),
                Argument::Array { place, .. } => self.set_array(place.array),
                Argument::Constant(_) => {}
            }
        }
    }
}
