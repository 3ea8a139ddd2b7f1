//! Which values and arrays vary with what is differentiated by, on the way to the results.

use super::reaching::Reaching;
use crate::diff::Activity;
use crate::graph::{Graph, Id, Op};
use crate::program::procedure::{
    Argument, ArrayId, Block, CallResult, Init, Operand, Procedure, Step, Var, VarInfo, VarKind,
};

/// The active values and arrays, by position.
#[derive(Clone, Debug)]
pub(super) struct Active {
    vars: Vec<bool>,
    arrays: Vec<bool>,
    /// What results come from.
    reaching: Reaching,
    changed: bool,
}

impl Active {
    /// What depends on the given scalars and arrays, but for what no result comes from; a fixed point, for loops feed back.
    pub(super) fn of(procedure: &Procedure, scalars: &[Var], arrays: &[ArrayId]) -> Active {
        let mut active = Active {
            vars: vec![false; procedure.vars.len()],
            arrays: vec![false; procedure.arrays.len()],
            reaching: Reaching::of(procedure),
            changed: true,
        };
        scalars.iter().for_each(|var| active.vars[var.0 as usize] = true);
        arrays.iter().for_each(|array| active.arrays[array.0 as usize] = true);
        while std::mem::take(&mut active.changed) {
            active.block(&procedure.body);
        }
        active
    }

    pub(super) fn var(&self, var: Var) -> bool {
        self.vars.get(var.0 as usize).copied().unwrap_or(false)
    }

    pub(super) fn array(&self, array: ArrayId) -> bool {
        self.arrays.get(array.0 as usize).copied().unwrap_or(false)
    }

    /// The active nodes of a graph, and those that vary at all.
    pub(super) fn nodes(&self, graph: &Graph, vars: &[VarInfo]) -> Activity {
        let varies = |var: Var| vars.get(var.0 as usize).is_some_and(|info| info.kind == VarKind::Real);
        Activity {
            active: graph.depends(&leaves(graph, |var| self.var(var))),
            varying: graph.depends(&leaves(graph, varies)),
        }
    }

    fn set_var(&mut self, var: Var, active: bool) {
        let active = active && self.reaching.var(var);
        let slot = &mut self.vars[var.0 as usize];
        self.changed |= active && !*slot;
        *slot |= active;
    }

    fn set_array(&mut self, array: ArrayId, active: bool) {
        let active = active && self.reaching.array(array);
        let slot = &mut self.arrays[array.0 as usize];
        self.changed |= active && !*slot;
        *slot |= active;
    }

    /// Marks what the steps of a block make active and returns which results are.
    fn block(&mut self, block: &Block) -> Vec<bool> {
        let mut nodes = block.graph.depends(&leaves(&block.graph, |var| self.var(var)));
        let mut users = None;
        for step in &block.steps {
            self.step(step, &nodes);
            for out in step.outs().into_iter().filter(|out| self.var(*out)) {
                let leaf = block.graph.find_variable(&out.leaf()).filter(|leaf| !nodes[leaf.index()]);
                if let Some(leaf) = leaf {
                    users.get_or_insert_with(|| Users::of(&block.graph)).mark(leaf, &mut nodes);
                }
            }
        }
        block.results.iter().map(|result| self.operand(result, &nodes)).collect()
    }

    fn operand(&self, operand: &Operand, nodes: &[bool]) -> bool {
        match operand {
            Operand::Node(id) => nodes[id.index()],
            Operand::Array(array) => self.array(*array),
            Operand::Opaque(_) | Operand::Any => false,
        }
    }

    fn step(&mut self, step: &Step, nodes: &[bool]) {
        let node = |id: &Id| nodes[id.index()];
        match step {
            Step::Name { out, value } => self.set_var(*out, node(value)),
            Step::Load { out, place } | Step::Total { out, place } => self.set_var(*out, self.array(place.array)),
            Step::Store { place, value } | Step::Add { place, value, .. } | Step::Fill { place, value } => {
                self.set_array(place.array, node(value));
            }
            Step::Append { array, value } => self.set_array(*array, node(value)),
            Step::AppendRow { array, from, .. } => self.set_array(*array, self.array(from.array)),
            Step::Local { array, init } => {
                let active = match init {
                    Init::Constant(_) | Init::Value(_) => false,
                    Init::Elements(_, values) => values.iter().any(node),
                    Init::Filled(_, value, _) => node(value),
                    Init::Copy(_, place) => self.array(place.array),
                };
                self.set_array(*array, active);
            }
            Step::Copy { to, from } | Step::AddAll { to, from } => self.set_array(to.array, self.array(from.array)),
            Step::If(branch) => {
                let (then, otherwise) = (self.block(&branch.then), self.block(&branch.otherwise));
                for ((out, a), b) in branch.outs.iter().zip(then).zip(otherwise) {
                    self.set_var(*out, a || b);
                }
            }
            Step::Loop(inner) => {
                for carried in &inner.carried {
                    let active = self.operand(&carried.init, nodes) || self.var(carried.exit);
                    self.set_var(carried.entry, active);
                    self.set_var(carried.exit, active);
                }
                let next = self.block(&inner.body);
                for (carried, next) in inner.carried.iter().zip(next) {
                    self.set_var(carried.entry, next);
                    self.set_var(carried.exit, next);
                }
            }
            Step::Call(call) => {
                let active = call.arguments.iter().any(|argument| match argument {
                    Argument::Real(id) => node(id),
                    Argument::Array { place, .. } => self.array(place.array),
                    Argument::Constant(_) => false,
                });
                match &call.result {
                    CallResult::Real(out) => self.set_var(*out, active),
                    CallResult::Tuple(outs) => outs.iter().for_each(|out| self.set_var(*out, active)),
                    CallResult::Array(array) => self.set_array(*array, active),
                    CallResult::Unit => {}
                }
                for argument in &call.arguments {
                    if let Argument::Array { place, mutable: true, .. } = argument {
                        self.set_array(place.array, active);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The calls that use each node of a graph.
struct Users {
    /// By node: where its users end in the list.
    ends: Vec<usize>,
    list: Vec<Id>,
}

impl Users {
    fn of(graph: &Graph) -> Users {
        let mut ends = vec![0; graph.len() + 1];
        for arg in graph.ids().flat_map(|id| graph.args(id)) {
            ends[arg.index() + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut list: Vec<Id> = graph.ids().flat_map(|id| graph.args(id)).copied().collect();
        for user in graph.ids() {
            for arg in graph.args(user) {
                list[ends[arg.index()]] = user;
                ends[arg.index()] += 1;
            }
        }
        Users { ends, list }
    }

    /// Marks a node and all that depend on it.
    fn mark(&self, node: Id, marked: &mut [bool]) {
        let mut pending = vec![node];
        while let Some(id) = pending.pop() {
            if !std::mem::replace(&mut marked[id.index()], true) {
                let start = id.index().checked_sub(1).map_or(0, |before| self.ends[before]);
                pending.extend(&self.list[start..self.ends[id.index()]]);
            }
        }
    }
}

/// The leaves of a graph whose values are `wanted`.
fn leaves(graph: &Graph, wanted: impl Fn(Var) -> bool) -> Vec<Id> {
    let is = |id: &Id| match graph.op(*id) {
        Op::Variable(name) => Var::of_leaf(name).is_some_and(&wanted),
        _ => false,
    };
    graph.ids().filter(is).collect()
}
