//! Reverse mode: one output, the adjoints of many nodes.

use super::partials::{both, partials};
use super::{Activity, is_zero};
use crate::function::Function;
use crate::graph::{Graph, Id};

/// An adjoint: `value` where `guard` holds, exactly 0 elsewhere.
///
/// Keeping the condition beside the value, rather than multiplying a blended 0 on, is what keeps the branch not taken from
/// contributing 0·inf.
#[derive(Clone, Copy)]
struct Adjoint {
    guard: Option<Id>,
    value: Id,
}

impl Adjoint {
    /// The adjoint as one node.
    fn blend(self, graph: &mut Graph) -> Id {
        let Some(guard) = self.guard else { return self.value };
        let zero = graph.integer(0);
        graph.call(Function::Select, &[guard, self.value, zero])
    }

    fn add(self, other: Self, graph: &mut Graph) -> Self {
        if self.guard == other.guard {
            return Adjoint { value: super::add(graph, self.value, other.value), ..self };
        }
        let guard = match (self.guard, other.guard) {
            (Some(p), Some(q)) => Some(graph.call(Function::Or, &[p, q])),
            _ => None,
        };
        let (a, b) = (self.blend(graph), other.blend(graph));
        Adjoint { guard, value: super::add(graph, a, b) }
    }
}

/// The partials of `output` by each of `wrt` (any nodes), `None` where it does not depend on it.
///
/// One scan down the nodes between; about three times the operations of `output`.
pub fn gradient(graph: &mut Graph, output: Id, wrt: &[Id]) -> Vec<Option<Id>> {
    gradient_given(graph, output, wrt, &[])
}

/// The same where some variables are `constants` by another name, which win a tie in `max` and `min` as numbers do.
pub fn gradient_given(graph: &mut Graph, output: Id, wrt: &[Id], constants: &[Id]) -> Vec<Option<Id>> {
    let activity = Activity::given(graph, wrt, constants);
    let mut partials = vec![None; wrt.len()];
    let columns = Columns::new(graph, wrt);
    for (column, id) in Reverse::new(graph.len()).partials(graph, output, &columns, 0, &activity) {
        partials[column] = Some(id);
    }
    partials
}

/// The columns by node: a row of a large Jacobian looks only for those of the nodes that it reaches.
pub(super) struct Columns {
    /// By position, the last column of a node.
    last: Vec<Option<usize>>,
    /// By column, the one before of the same node.
    before: Vec<Option<usize>>,
}

impl Columns {
    pub(super) fn new(graph: &Graph, wrt: &[Id]) -> Self {
        let mut last = vec![None; graph.len()];
        let before = wrt.iter().enumerate().map(|(column, id)| last[id.index()].replace(column)).collect();
        Columns { last, before }
    }

    fn of(&self, id: Id) -> impl Iterator<Item = usize> {
        let last = self.last.get(id.index()).copied().flatten();
        std::iter::successors(last, |column| self.before[*column])
    }
}

/// The adjoints by position, reused from one output to the next.
pub(crate) struct Reverse {
    adjoints: Vec<Option<Adjoint>>,
    reached: Vec<bool>,
}

impl Reverse {
    pub(crate) fn new(nodes: usize) -> Self {
        Reverse { adjoints: vec![None; nodes], reached: vec![false; nodes] }
    }

    /// The partials of `output` in the columns from `first` on, where it depends on them, in their order; at a cost proportional
    /// to the active part of its cone.
    pub(super) fn partials(
        &mut self,
        graph: &mut Graph,
        output: Id,
        columns: &Columns,
        first: usize,
        activity: &Activity,
    ) -> Vec<(usize, Id)> {
        if !activity.active[output.index()] {
            return Vec::new();
        }
        let cone = self.active_cone(graph, output, &activity.active);
        graph.reserve(cone.len());
        let one = graph.integer(1);
        self.adjoints[output.index()] = Some(Adjoint { guard: None, value: one });
        for &id in &cone {
            let Some(adjoint) = self.adjoints[id.index()] else { continue };
            self.spread(graph, id, adjoint, activity);
        }
        let mut found = Vec::new();
        for id in cone {
            if let Some(adjoint) = self.adjoints[id.index()].take() {
                found.extend(columns.of(id).filter(|column| *column >= first).map(|column| (column, adjoint)));
            }
        }
        found.sort_unstable_by_key(|(column, _)| *column);
        found.into_iter().map(|(column, adjoint)| (column, adjoint.blend(graph))).collect()
    }

    /// The active nodes that `output` needs, each before its arguments.
    fn active_cone(&mut self, graph: &Graph, output: Id, active: &[bool]) -> Vec<Id> {
        let mut cone = vec![output];
        self.reached[output.index()] = true;
        let mut next = 0;
        while let Some(&id) = cone.get(next) {
            next += 1;
            for arg in graph.args(id) {
                if active[arg.index()] && !std::mem::replace(&mut self.reached[arg.index()], true) {
                    cone.push(*arg);
                }
            }
            // A large part of the graph is found faster by one scan of it.
            if cone.len() > output.index() / 8 {
                return self.scanned_cone(graph, output, active);
            }
        }
        for id in &cone {
            self.reached[id.index()] = false;
        }
        cone.sort_unstable_by(|a, b| b.cmp(a));
        cone
    }

    fn scanned_cone(&mut self, graph: &Graph, output: Id, active: &[bool]) -> Vec<Id> {
        let mut cone = Vec::new();
        for id in (0..=output.index()).rev().map(Id::from_index) {
            if std::mem::replace(&mut self.reached[id.index()], false) {
                cone.push(id);
                for arg in graph.args(id) {
                    self.reached[arg.index()] |= active[arg.index()];
                }
            }
        }
        cone
    }

    /// Adds to the adjoint of a node a value that counts where the guard holds.
    pub(crate) fn add(&mut self, graph: &mut Graph, id: Id, guard: Option<Id>, value: Id) {
        let contribution = Adjoint { guard, value };
        let slot = &mut self.adjoints[id.index()];
        *slot = Some(match *slot {
            Some(sum) => sum.add(contribution, graph),
            None => contribution,
        });
    }

    /// The adjoint of a node as one node, when there is any.
    pub(crate) fn take(&mut self, graph: &mut Graph, id: Id) -> Option<Id> {
        self.adjoints[id.index()].take().map(|adjoint| adjoint.blend(graph)).filter(|value| !is_zero(graph, *value))
    }

    /// The adjoint of a node and the condition without which it is 0, when there is any.
    pub(crate) fn guarded(&self, id: Id) -> Option<(Option<Id>, Id)> {
        self.adjoints[id.index()].map(|Adjoint { guard, value }| (guard, value))
    }

    /// Passes the adjoint of a node, when there is any, on to its active arguments.
    pub(crate) fn pass(&mut self, graph: &mut Graph, id: Id, activity: &Activity) {
        if let Some(adjoint) = self.adjoints[id.index()] {
            self.spread(graph, id, adjoint, activity);
        }
    }

    /// Passes the adjoint of a call on to its active arguments.
    fn spread(&mut self, graph: &mut Graph, id: Id, adjoint: Adjoint, activity: &Activity) {
        let Some((function, args)) = graph.as_call(id) else { return };
        let (count, mut copy) = (args.len(), [id; 3]);
        copy[..count].copy_from_slice(args);
        let args = &copy[..count];
        let rows = partials(function, activity.constants(args));
        for (arg, pieces) in args.iter().zip(rows).filter(|(arg, _)| activity.active[arg.index()]) {
            for piece in pieces {
                let (condition, value) = piece.times(graph, adjoint.value, args, id);
                if is_zero(graph, value) {
                    continue;
                }
                let guard = match condition {
                    Some(condition) => Some(both(graph, adjoint.guard, condition)),
                    None => adjoint.guard,
                };
                let contribution = Adjoint { guard, value };
                let slot = &mut self.adjoints[arg.index()];
                *slot = Some(match *slot {
                    Some(sum) => sum.add(contribution, graph),
                    None => contribution,
                });
            }
        }
    }
}
