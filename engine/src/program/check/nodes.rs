//! Nodes of a block's graph: what they need is defined, and their kinds fit.

use super::{Checked, Checker, Region};
use crate::function::{Function, Kind};
use crate::graph::{Graph, Id, Op};
use crate::number::Number;
use crate::program::procedure::{Var, VarKind};

impl<'p> Checker<'p> {
    /// A node that becomes a value of that kind.
    pub(super) fn operand_node(&mut self, region: &mut Region<'p>, id: Id, kind: VarKind) -> Checked {
        match kind {
            VarKind::Real => self.node(region, id, Kind::Real),
            VarKind::Condition => self.node(region, id, Kind::Bool),
            VarKind::Opaque => Err(format!("{id:?} is no opaque value")),
            VarKind::Constant => {
                self.node(region, id, Kind::Real)?;
                if region.varying[id.index()] { Err(format!("the constant {id:?} may vary")) } else { Ok(()) }
            }
        }
    }

    /// An input of the step at hand: a node, with all that it needs.
    pub(super) fn node(&mut self, region: &mut Region<'p>, id: Id, kind: Kind) -> Checked {
        if self.index(region, id)? != kind {
            return Err(format!("{id:?} is not of kind {kind:?}"));
        }
        region.input = region.input.max(Some(id));
        self.no_condition(region.graph, id)?;
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            if std::mem::replace(&mut region.ready[id.index()], true) {
                continue;
            }
            match region.graph.op(id) {
                Op::Number(_) => {}
                Op::Variable(name) => self.leaf(name)?,
                Op::Call(Function::Equal | Function::NotEqual) if self.is_truth(region.graph, id) => {
                    pending.push(region.graph.args(id)[0]);
                }
                Op::Call(_) => {
                    for &arg in region.graph.args(id) {
                        self.no_condition(region.graph, arg)?;
                        pending.push(arg);
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn index(&self, region: &Region, id: Id) -> Checked<Kind> {
        if id.index() < region.graph.len() {
            Ok(region.graph.kind(id))
        } else {
            Err(format!("{id:?} is not in the graph"))
        }
    }

    /// Whether the call is `leaf != 0` or `leaf == 0` of a condition.
    pub(super) fn is_truth(&self, graph: &Graph, id: Id) -> bool {
        let &[leaf, zero] = graph.args(id) else { return false };
        self.no_condition(graph, leaf).is_err() && graph.as_number(zero).is_some_and(Number::is_zero)
    }

    /// The leaf of a condition is no number.
    pub(super) fn no_condition(&self, graph: &Graph, id: Id) -> Checked {
        let Op::Variable(name) = graph.op(id) else { return Ok(()) };
        match Var::of_leaf(name).map(|var| self.kind(var)) {
            Some(Ok(VarKind::Condition)) => Err(format!("the condition {name} is taken for a number")),
            _ => Ok(()),
        }
    }

    pub(super) fn leaf(&mut self, name: &str) -> Checked {
        let var = Var::of_leaf(name).ok_or_else(|| format!("the leaf `{name}` is no value"))?;
        if self.kind(var)? == VarKind::Opaque {
            return Err(format!("the opaque {} is a leaf", self.name(var)));
        }
        if self.scope().names.contains(&var) {
            return Err(format!("{} is a leaf of the graph in which it names a node", self.name(var)));
        }
        self.read(var)
    }

    pub(super) fn varying(&self, graph: &Graph) -> Vec<bool> {
        let mut varying = vec![false; graph.len()];
        for id in graph.ids() {
            varying[id.index()] = match graph.op(id) {
                Op::Number(_) => false,
                Op::Variable(name) => Var::of_leaf(name).is_none_or(|var| self.kind(var) == Ok(VarKind::Real)),
                Op::Call(function) => {
                    function.row().partials.iter().any(|partial| *partial != "0")
                        && graph.args(id).iter().any(|arg| varying[arg.index()])
                }
            };
        }
        varying
    }
}
