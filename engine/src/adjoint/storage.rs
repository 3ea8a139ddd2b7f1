//! What is handed over from a forward block to its reverse, when the two are executed apart.
//!
//! The simplified reverse reads some forward values, and all of them can be computed from the values that the forward block is entered with or loads. A
//! minimum vertex cut between these and the reverse is the smallest set of numbers to hand over; of several such sets, the one nearest to the
//! reverse, which leaves the least to compute again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Context, live, scope};
use crate::function::Kind;
use crate::graph::{Graph, Id, Op};
use crate::program::Use;
use crate::program::procedure::{Block, Operand, Step, Sum, Var, VarKind};

/// A value that the reverse reads under a name, and what it is in the forward block.
pub(super) struct Kept {
    pub(super) var: Var,
    pub(super) value: Operand,
}

impl Context {
    /// Chooses what to hand over of the values `own` of a forward block, and has the reverse read just these.
    ///
    /// The first `again` steps of the reverse execute the forward block again.
    pub(super) fn hand(
        &mut self,
        forward: &mut Block,
        reverse: &mut Block,
        again: &mut usize,
        sums: &mut [Sum],
        own: &BTreeSet<Var>,
    ) -> Vec<Kept> {
        let needed = self.needed(reverse, again, sums);
        let mut sources = BTreeSet::new();
        for var in needed.intersection(own).filter(|var| self.names.kind(**var) == VarKind::Real) {
            sources.extend(reverse.graph.find_variable(&var.leaf()));
        }
        let roots = roots(reverse, sums);
        let direct = read_directly(reverse);
        let computable = self.computable(&reverse.graph);
        let mut cut = Cut { graph: &reverse.graph, live: reverse.graph.reach(&roots), roots: BTreeSet::new(), sources };
        cut.roots.extend(roots);
        cut.roots.extend(direct.iter().filter_map(|var| reverse.graph.find_variable(&var.leaf())));
        let mut kept = Vec::new();
        for id in cut.minimum(&computable, &mut |id| stands_in(&reverse.graph, id, &mut forward.graph)) {
            if reverse.graph.as_call(id).is_none() {
                continue; // a value with a name, see below
            }
            let [value] = forward.graph.import(&reverse.graph, &[id])[..] else { continue };
            let var = self.names.var(VarKind::Real, "");
            kept.push((id, Kept { var, value: Operand::Node(value) }));
        }
        let replaced: BTreeMap<Id, Var> = kept.iter().map(|(id, kept)| (*id, kept.var)).collect();
        if !replaced.is_empty() {
            scope::replace(reverse, sums, &replaced);
        }
        let needed = self.needed(reverse, again, sums);
        let mut kept: Vec<Kept> = kept.into_iter().map(|(_, kept)| kept).filter(|k| needed.contains(&k.var)).collect();
        for var in needed.into_iter().filter(|var| own.contains(var)) {
            let value = match self.names.kind(var) {
                VarKind::Real | VarKind::Constant => Operand::Node(forward.leaf(var)),
                VarKind::Condition => Operand::Node(scope::holds(&mut forward.graph, var)),
                VarKind::Opaque => Operand::Opaque(var),
            };
            kept.push(Kept { var, value });
        }
        kept
    }

    /// Removes what a reverse does not need and returns the values that it takes from outside.
    pub(super) fn needed(&self, reverse: &mut Block, again: &mut usize, sums: &[Sum]) -> BTreeSet<Var> {
        let nodes: Vec<Id> = sums.iter().map(|sum| sum.value).collect();
        live::prune(reverse, again, &nodes, &self.adjoint_arrays())
    }

    /// By node of a reverse, whether the forward block could compute it: it reads no adjoint.
    fn computable(&self, graph: &Graph) -> Vec<bool> {
        let mut computable = vec![true; graph.len()];
        for id in graph.ids() {
            computable[id.index()] = match graph.op(id) {
                Op::Number(_) => true,
                Op::Variable(name) => Var::of_leaf(name).is_some_and(|var| (var.0 as usize) < self.forward),
                Op::Call(_) => graph.args(id).iter().all(|arg| computable[arg.index()]),
            };
        }
        computable
    }
}

/// The nodes that a reverse reads in the end.
pub(super) fn roots(block: &Block, sums: &[Sum]) -> Vec<Id> {
    let mut roots: Vec<Id> = sums.iter().map(|sum| sum.value).collect();
    let node = |operand: &Operand| if let Operand::Node(id) = operand { Some(*id) } else { None };
    roots.extend(block.results.iter().filter_map(node));
    roots.extend(block.steps.iter().flat_map(Step::nodes));
    roots
}

/// The values that expressions and inner blocks read.
fn read_directly(block: &Block) -> BTreeSet<Var> {
    let mut read = BTreeSet::new();
    for step in &block.steps {
        step.uses(&mut |used| {
            if let Use::Var(var) = used {
                read.insert(var);
            }
        });
    }
    // what a name stands for is read through the graph
    for step in &block.steps {
        if let Step::Name { out, .. } = step {
            read.remove(out);
        }
    }
    read
}

/// Whether a node is computed in the forward graph.
fn stands_in(graph: &Graph, id: Id, forward: &mut Graph) -> bool {
    let before = forward.len();
    forward.import(graph, &[id]);
    forward.len() == before
}

struct Cut<'g> {
    graph: &'g Graph,
    live: Vec<bool>,
    roots: BTreeSet<Id>,
    sources: BTreeSet<Id>,
}

impl Cut<'_> {
    /// The nodes of the cut.
    fn minimum(&self, computable: &[bool], stands: &mut dyn FnMut(Id) -> bool) -> Vec<Id> {
        let sources: Vec<Id> = self.sources.iter().copied().collect();
        let depends = self.graph.depends(&sources);
        let inside = |id: Id| depends[id.index()] && computable[id.index()] && self.live[id.index()];
        // the places of the nodes between, and who reads them
        let nodes: Vec<Id> = self.graph.ids().filter(|id| inside(*id)).collect();
        let place: BTreeMap<Id, usize> = nodes.iter().copied().zip(0..).collect();
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
        let mut sink: Vec<bool> = nodes.iter().map(|id| self.roots.contains(id)).collect();
        for id in self.graph.ids().filter(|id| self.live[id.index()]) {
            for arg in self.graph.args(id) {
                match (place.get(arg), place.get(&id)) {
                    (Some(arg), Some(user)) => users[*arg].push(*user),
                    (Some(arg), None) => sink[*arg] = true,
                    _ => {}
                }
            }
        }
        let cuttable: Vec<bool> = nodes
            .iter()
            .map(|id| self.sources.contains(id) || self.graph.kind(*id) == Kind::Real && stands(*id))
            .collect();
        let starts = nodes.iter().enumerate().filter(|(_, id)| self.sources.contains(id)).map(|(at, _)| at).collect();
        let mut flow = Flow::new(users, sink, cuttable, starts);
        while flow.augment() {}
        flow.nearest_to_sink().into_iter().map(|at| nodes[at]).collect()
    }
}

/// Flow with capacity 1 through each node that may be cut. A node is entered at `2*k` and left at `2*k + 1`.
struct Flow {
    /// The edges from each half: (half, capacity), in pairs `e`, `e ^ 1` of opposite direction.
    edges: Vec<(usize, u32)>,
    from: Vec<Vec<usize>>,
    source: usize,
    sink: usize,
}

const ENDLESS: u32 = u32::MAX / 2;

impl Flow {
    fn new(users: Vec<Vec<usize>>, sink: Vec<bool>, cuttable: Vec<bool>, starts: Vec<usize>) -> Flow {
        let count = users.len();
        let mut flow =
            Flow { edges: Vec::new(), from: vec![Vec::new(); 2 * count + 2], source: 2 * count, sink: 2 * count + 1 };
        for node in 0..count {
            flow.edge(2 * node, 2 * node + 1, if cuttable[node] { 1 } else { ENDLESS });
            for user in &users[node] {
                flow.edge(2 * node + 1, 2 * user, ENDLESS);
            }
            if sink[node] {
                flow.edge(2 * node + 1, flow.sink, ENDLESS);
            }
        }
        for start in starts {
            flow.edge(flow.source, 2 * start, ENDLESS);
        }
        flow
    }

    fn edge(&mut self, a: usize, b: usize, capacity: u32) {
        self.from[a].push(self.edges.len());
        self.edges.push((b, capacity));
        self.from[b].push(self.edges.len());
        self.edges.push((a, 0));
    }

    /// Sends one unit along a shortest path, when there is one.
    fn augment(&mut self) -> bool {
        let mut came: Vec<Option<usize>> = vec![None; self.from.len()];
        let mut queue = VecDeque::from([self.source]);
        while let Some(half) = queue.pop_front() {
            for &edge in &self.from[half] {
                let (to, capacity) = self.edges[edge];
                if capacity > 0 && came[to].is_none() && to != self.source {
                    came[to] = Some(edge);
                    queue.push_back(to);
                }
            }
        }
        let mut at = self.sink;
        if came[at].is_none() {
            return false;
        }
        while let Some(edge) = came[at] {
            self.edges[edge].1 -= 1;
            self.edges[edge ^ 1].1 += 1;
            at = self.edges[edge ^ 1].0;
        }
        true
    }

    /// The nodes whose entry does not reach the sink in what is left, while their exit does.
    fn nearest_to_sink(&self) -> Vec<usize> {
        let mut reaches = vec![false; self.from.len()];
        let mut pending = vec![self.sink];
        reaches[self.sink] = true;
        while let Some(half) = pending.pop() {
            for &edge in &self.from[half] {
                // the opposite edge leads here
                let (other, capacity) = (self.edges[edge].0, self.edges[edge ^ 1].1);
                if capacity > 0 && !std::mem::replace(&mut reaches[other], true) {
                    pending.push(other);
                }
            }
        }
        (0..self.from.len() / 2 - 1).filter(|node| !reaches[2 * node] && reaches[2 * node + 1]).collect()
    }
}
