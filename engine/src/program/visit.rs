//! What steps and blocks read, define and write.

use std::collections::BTreeSet;

use super::procedure::{
    Argument, ArrayId, Block, CallResult, Expression, If, Index, Init, Loop, Operand, Order, Place, Slot, Space, Step,
    Var,
};
use crate::graph::{Id, Op};

/// One thing that a step does, apart from what it defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Reads a node of its block's graph.
    Node(Id),
    /// Reads a value through an expression or inside an inner block, where the value is free.
    Var(Var),
    /// Reads elements or the length of an array.
    Reads(ArrayId),
    /// Changes an array.
    Writes(ArrayId),
}

type Report<'a> = &'a mut dyn FnMut(Use);

impl Expression {
    fn uses(&self, report: Report) {
        self.reads.iter().for_each(|var| report(Use::Var(*var)));
        self.arrays.iter().for_each(|array| report(Use::Reads(*array)));
    }
}

impl Place {
    /// The whole of an array.
    pub fn whole(array: ArrayId) -> Place {
        Place { array, path: Vec::new() }
    }

    /// The same place in another array of that shape.
    pub fn in_array(&self, array: ArrayId) -> Place {
        Place { array, path: self.path.clone() }
    }

    fn path_uses(&self, report: Report) {
        for index in &self.path {
            match index {
                Index::At(expression) | Index::Range(expression) => expression.uses(report),
                Index::Value(var) => report(Use::Var(*var)),
                Index::Literal(_) => {}
            }
        }
    }

    fn read(&self, report: Report) {
        self.path_uses(report);
        report(Use::Reads(self.array));
    }

    fn written(&self, report: Report) {
        self.path_uses(report);
        report(Use::Writes(self.array));
    }
}

impl Operand {
    fn uses(&self, report: Report) {
        match self {
            Operand::Node(id) => report(Use::Node(*id)),
            Operand::Opaque(var) => report(Use::Var(*var)),
            Operand::Array(array) => report(Use::Reads(*array)),
            Operand::Any => {}
        }
    }
}

impl Step {
    /// Everything the step and its inner blocks use.
    pub fn uses(&self, report: Report) {
        match self {
            Step::Opaque { expression, .. } | Step::Effect(expression) => expression.uses(report),
            Step::Name { value, .. } => report(Use::Node(*value)),
            Step::Load { place, .. } | Step::Total { place, .. } => place.read(report),
            Step::Store { place, value } | Step::Add { place, value, .. } | Step::Fill { place, value } => {
                report(Use::Node(*value));
                place.written(report);
            }
            Step::Append { array, value } => {
                report(Use::Node(*value));
                report(Use::Writes(*array));
            }
            Step::AppendRow { array, row, from } => {
                row.uses(report);
                from.read(report);
                report(Use::Writes(*array));
            }
            Step::ShrinkRow { to, array } => {
                report(Use::Writes(*array));
                to.iter().for_each(|to| to.written(report));
            }
            Step::Shrink { array, .. } => report(Use::Writes(*array)),
            Step::Local { init, .. } => match init {
                Init::Constant(expression) => expression.uses(report),
                Init::Value(var) => report(Use::Var(*var)),
                Init::Elements(_, values) => values.iter().for_each(|value| report(Use::Node(*value))),
                Init::Filled(expression, value, _) => {
                    expression.uses(report);
                    report(Use::Node(*value));
                }
                Init::Copy(expression, place) => {
                    expression.uses(report);
                    place.read(report);
                }
            },
            Step::Copy { to, from } | Step::AddAll { to, from } => {
                from.read(report);
                to.written(report);
            }
            Step::If(branch) => {
                report(Use::Node(branch.condition));
                branch.then.free(report);
                branch.otherwise.free(report);
            }
            Step::Loop(inner) => inner.uses(report),
            Step::Call(call) => call_uses(&call.callee, &call.arguments, report),
            Step::Pullback(pullback) => {
                call_uses(&pullback.call.callee, &pullback.call.arguments, report);
                pullback.seeds.iter().for_each(|seed| seed.uses(report));
                for slot in &pullback.slots {
                    if let Slot::Array(place) = slot {
                        place.written(report);
                    }
                }
            }
            Step::Push { value, .. } => value.uses(report),
            Step::Pop { .. } => {}
            Step::Save { array, .. } => report(Use::Reads(*array)),
            Step::Restore { array, .. } => report(Use::Writes(*array)),
            Step::Resize { array, length, .. } => {
                report(Use::Var(*length));
                report(Use::Writes(*array));
            }
        }
    }

    /// The values that the step defines in its block.
    pub fn outs(&self) -> Vec<Var> {
        match self {
            Step::Opaque { out, .. }
            | Step::Name { out, .. }
            | Step::Load { out, .. }
            | Step::Total { out, .. }
            | Step::Shrink { out, .. }
            | Step::Pop { out, .. } => vec![*out],
            Step::If(branch) => branch.outs.clone(),
            Step::Loop(inner) => inner.outs(),
            Step::Call(call) => match &call.result {
                CallResult::Real(out) => vec![*out],
                CallResult::Tuple(outs) => outs.clone(),
                CallResult::Unit | CallResult::Array(_) => Vec::new(),
            },
            Step::Pullback(pullback) => {
                let out = |slot: &Slot| if let Slot::Real(out) = slot { Some(*out) } else { None };
                pullback.slots.iter().filter_map(out).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The nodes that the step reads.
    pub fn nodes(&self) -> Vec<Id> {
        let mut nodes = Vec::new();
        self.uses(&mut |used| {
            if let Use::Node(id) = used {
                nodes.push(id);
            }
        });
        nodes
    }

    /// The arrays that the step writes to.
    pub fn writes(&self) -> BTreeSet<ArrayId> {
        written(&mut |report| self.uses(report))
    }

    /// Whether the step reads an array or writes to it.
    pub fn touches(&self, array: ArrayId) -> bool {
        let mut touches = false;
        self.uses(&mut |used| touches |= matches!(used, Use::Reads(used) | Use::Writes(used) if used == array));
        touches
    }

    /// The array that the step declares in its block.
    pub fn declares(&self) -> Option<ArrayId> {
        match self {
            Step::Local { array, .. } => Some(*array),
            Step::Call(call) => match call.result {
                CallResult::Array(array) => Some(array),
                _ => None,
            },
            _ => None,
        }
    }

    /// Replaces the nodes of the block's graph that the step reads.
    pub fn map_nodes(&mut self, map: &mut dyn FnMut(Id) -> Id) {
        let operand = |operand: &mut Operand, map: &mut dyn FnMut(Id) -> Id| {
            if let Operand::Node(id) = operand {
                *id = map(*id);
            }
        };
        match self {
            Step::Name { value, .. }
            | Step::Store { value, .. }
            | Step::Add { value, .. }
            | Step::Append { value, .. }
            | Step::Fill { value, .. } => *value = map(*value),
            Step::Local { init: Init::Elements(_, values), .. } => values.iter_mut().for_each(|id| *id = map(*id)),
            Step::Local { init: Init::Filled(_, value, _), .. } => *value = map(*value),
            Step::If(branch) => branch.condition = map(branch.condition),
            Step::Loop(inner) => inner.carried.iter_mut().for_each(|carried| operand(&mut carried.init, map)),
            Step::Call(call) => map_arguments(&mut call.arguments, map),
            Step::Pullback(pullback) => {
                map_arguments(&mut pullback.call.arguments, map);
                pullback.seeds.iter_mut().for_each(|seed| operand(seed, map));
            }
            Step::Push { value, .. } => operand(value, map),
            _ => {}
        }
    }

    /// The places in arrays that the step itself reads and writes.
    pub fn places_mut(&mut self) -> Vec<&mut Place> {
        match self {
            Step::Load { place, .. }
            | Step::Store { place, .. }
            | Step::Add { place, .. }
            | Step::Fill { place, .. }
            | Step::Total { place, .. }
            | Step::Local { init: Init::Copy(_, place), .. } => vec![place],
            Step::Copy { to, from } | Step::AddAll { to, from } => vec![to, from],
            Step::AppendRow { from, .. } => vec![from],
            Step::ShrinkRow { to, .. } => to.iter_mut().collect(),
            _ => Vec::new(),
        }
    }

    /// The inner blocks.
    pub fn blocks(&self) -> Vec<&Block> {
        match self {
            Step::If(branch) => vec![&branch.then, &branch.otherwise],
            Step::Loop(inner) => inner.head.iter().chain([&inner.body]).collect(),
            _ => Vec::new(),
        }
    }

    /// The inner blocks.
    pub fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            Step::If(branch) => {
                let If { then, otherwise, .. } = &mut **branch;
                vec![then, otherwise]
            }
            Step::Loop(inner) => {
                let Loop { head, body, .. } = &mut **inner;
                head.iter_mut().chain([body]).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The arrays that are written to, among all uses.
fn written(uses: &mut dyn FnMut(Report)) -> BTreeSet<ArrayId> {
    let mut written = BTreeSet::new();
    uses(&mut |used| {
        if let Use::Writes(array) = used {
            written.insert(array);
        }
    });
    written
}

fn call_uses(callee: &Expression, arguments: &[Argument], report: Report) {
    callee.uses(report);
    for argument in arguments {
        match argument {
            Argument::Real(id) => report(Use::Node(*id)),
            Argument::Array { place, mutable, .. } => {
                place.read(report);
                if *mutable {
                    report(Use::Writes(place.array));
                }
            }
            Argument::Constant(expression) => expression.uses(report),
        }
    }
}

fn map_arguments(arguments: &mut [Argument], map: &mut dyn FnMut(Id) -> Id) {
    for argument in arguments {
        if let Argument::Real(id) = argument {
            *id = map(*id);
        }
    }
}

impl Loop {
    /// The values that the loop defines in the outer block.
    pub fn outs(&self) -> Vec<Var> {
        let exits = self.carried.iter().map(|carried| carried.exit);
        exits.chain(self.sums.iter().map(|sum| sum.out)).chain(self.trips).collect()
    }

    /// The values that the loop defines for its head and its body.
    pub fn entries(&self) -> Vec<Var> {
        let induction = match &self.space {
            Space::Items { induction, .. } => Some(*induction),
            _ => None,
        };
        self.carried.iter().map(|carried| carried.entry).chain(induction).collect()
    }

    fn uses(&self, report: Report) {
        match &self.space {
            Space::Items { items, order, .. } => {
                items.uses(report);
                if let Order::ReversedFrom(trips) = order {
                    report(Use::Var(*trips));
                }
            }
            Space::Times(trips) => report(Use::Var(*trips)),
            Space::Endless => {}
        }
        self.carried.iter().for_each(|carried| carried.init.uses(report));
        let entries = self.entries();
        let mut inner = |used: Use| match used {
            Use::Var(var) if entries.contains(&var) => {}
            used => report(used),
        };
        if let Some(head) = &self.head {
            head.free(&mut inner);
        }
        let sums: Vec<Id> = self.sums.iter().map(|sum| sum.value).collect();
        self.body.free_with(&sums, &mut inner);
    }
}

impl Block {
    /// What the block uses from outside: values that it does not define, arrays that it does not declare. Values come in order of first use.
    pub fn free(&self, report: Report) {
        self.free_with(&[], report);
    }

    /// The same where some further nodes are read at the end.
    fn free_with(&self, further: &[Id], report: Report) {
        let defined: BTreeSet<Var> = self.steps.iter().flat_map(Step::outs).collect();
        let declared: BTreeSet<ArrayId> = self.steps.iter().filter_map(Step::declares).collect();
        let mut roots = further.to_vec();
        let mut inner = |used: Use, report: Report| match used {
            Use::Node(id) => roots.push(id),
            Use::Var(var) if defined.contains(&var) => {}
            Use::Reads(array) | Use::Writes(array) if declared.contains(&array) => {}
            used => report(used),
        };
        for step in &self.steps {
            step.uses(&mut |used| inner(used, report));
        }
        for result in &self.results {
            result.uses(&mut |used| inner(used, report));
        }
        for var in self.leaves(&roots) {
            if !defined.contains(&var) {
                report(Use::Var(var));
            }
        }
    }

    /// The values whose leaves the roots need, in order of their leaves.
    pub fn leaves(&self, roots: &[Id]) -> Vec<Var> {
        let leaf = |id: Id| match self.graph.op(id) {
            Op::Variable(name) => Var::of_leaf(name),
            _ => None,
        };
        self.graph.leaves(roots).into_iter().filter_map(leaf).collect()
    }

    /// The arrays of outer blocks that the block writes to.
    pub fn writes(&self) -> BTreeSet<ArrayId> {
        written(&mut |report| self.free(report))
    }

    /// The values that the block's steps define.
    pub fn defined(&self) -> BTreeSet<Var> {
        self.steps.iter().flat_map(Step::outs).collect()
    }

    /// Calls `visit` with every step, inner blocks included, in order.
    pub fn each_step<'b>(&'b self, visit: &mut dyn FnMut(&'b Step)) {
        for step in &self.steps {
            visit(step);
            for block in step.blocks() {
                block.each_step(visit);
            }
        }
    }
}
