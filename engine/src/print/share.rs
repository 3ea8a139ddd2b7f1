//! Which parts of a large expression get a name.

use std::collections::HashSet;

use crate::graph::{Graph, Id, Op};

/// The parts to define, as flags by position; none when everything written out has at most `tree` operations and leaves.
pub(super) fn shared(graph: &Graph, roots: &[Id], live: &[bool], tree: u64, small: u64) -> Vec<bool> {
    let mut sizes = vec![0_u64; live.len()];
    for position in (0..live.len()).filter(|position| live[*position]) {
        let id = Id::from_index(position);
        sizes[position] = leaf_size(graph, id) + sum(&sizes, graph.args(id));
    }
    if sum(&sizes, roots) <= tree {
        return Vec::new();
    }

    let mut uses = vec![0_u32; live.len()];
    for position in (0..live.len()).filter(|position| live[*position]) {
        for arg in graph.args(Id::from_index(position)) {
            uses[arg.index()] = uses[arg.index()].saturating_add(1);
        }
    }
    for root in roots {
        uses[root.index()] = uses[root.index()].saturating_add(1);
    }

    let mut shared = vec![false; live.len()];
    for position in (0..live.len()).filter(|position| live[*position]) {
        let id = Id::from_index(position);
        sizes[position] = leaf_size(graph, id) + sum(&sizes, graph.args(id));
        if uses[position] > 1 && sizes[position] > small {
            shared[position] = true;
            sizes[position] = 1;
        }
    }
    shared
}

fn sum(sizes: &[u64], ids: &[Id]) -> u64 {
    ids.iter().fold(0, |total: u64, id| total.saturating_add(sizes[id.index()])).min(1 << 62)
}

/// 1, more for numbers and names so long that they should not be repeated.
fn leaf_size(graph: &Graph, id: Id) -> u64 {
    let length = match graph.op(id) {
        Op::Number(number) if number.to_ratio().is_none() => number.to_string().len(),
        Op::Variable(name) => name.len(),
        _ => 0,
    };
    1 + length as u64 / 32
}

/// The numbers of names `t1`, `t2`, … that are free.
pub(super) struct Names<'g> {
    taken: HashSet<&'g str>,
    last: u32,
}

impl<'g> Names<'g> {
    pub(super) fn new(graph: &'g Graph, roots: &[Id], labels: &[&'g str]) -> Self {
        let names = graph.variables(roots).into_iter().chain(labels.iter().copied());
        Names { taken: names.filter(|name| name.starts_with('t')).collect(), last: 0 }
    }

    pub(super) fn next(&mut self) -> u32 {
        loop {
            self.last += 1;
            if !self.taken.contains(format!("t{}", self.last).as_str()) {
                return self.last;
            }
        }
    }
}
