//! Sparse Jacobians in the cheaper mode, and Hessians as reverse over the gradient.

use super::Activity;
use super::forward::tangents;
use super::reverse::{Columns, Reverse, gradient};
use crate::graph::{Graph, Id};

/// One structurally non-zero entry of a matrix of derivatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The row: which output.
    pub row: usize,
    /// The column: by which variable.
    pub column: usize,
    /// The derivative.
    pub id: Id,
}

/// The structurally non-zero `∂outputs[row]/∂wrt[column]`, by rows, then columns.
///
/// Reverse mode by rows or forward mode by columns, whichever visits fewer nodes.
pub fn jacobian(graph: &mut Graph, outputs: &[Id], wrt: &[Id]) -> Vec<Entry> {
    let activity = Activity::new(graph, wrt);
    let mut entries = Vec::new();
    if columns_are_cheaper(graph, outputs, wrt, &activity.active) {
        for (column, &variable) in wrt.iter().enumerate() {
            let partials = tangents(graph, outputs, variable);
            entries.extend(
                partials.into_iter().enumerate().filter_map(|(row, id)| id.map(|id| Entry { row, column, id })),
            );
        }
        entries.sort_by_key(|entry| (entry.row, entry.column));
    } else {
        let (mut reverse, columns) = (Reverse::new(graph.len()), Columns::new(graph, wrt));
        for (row, &output) in outputs.iter().enumerate() {
            let partials = reverse.partials(graph, output, &columns, 0, &activity);
            entries.extend(partials.into_iter().map(|(column, id)| Entry { row, column, id }));
        }
    }
    entries
}

/// A forward sweep costs one scan of the whole graph a column, a reverse sweep the active cone of its output, weighted by 2
/// for the two factors of a product that each adjoint multiplies.
fn columns_are_cheaper(graph: &Graph, outputs: &[Id], wrt: &[Id], active: &[bool]) -> bool {
    let live = graph.reach(outputs);
    let scan = (0..live.len()).filter(|&i| live[i] && active[i]).count();
    let forward = scan.saturating_mul(wrt.len());
    let mut visited = vec![usize::MAX; graph.len()];
    let mut reverse = 0usize;
    for (row, output) in outputs.iter().enumerate() {
        let mut pending = vec![*output];
        while let Some(id) = pending.pop() {
            if !active[id.index()] || visited[id.index()] == row {
                continue;
            }
            visited[id.index()] = row;
            reverse += 2;
            if reverse >= forward {
                return true;
            }
            pending.extend(graph.args(id));
        }
    }
    false
}

/// The gradient of `output` and the structurally non-zero entries of the upper triangle of its Hessian, by rows.
pub fn hessian(graph: &mut Graph, output: Id, wrt: &[Id]) -> (Vec<Option<Id>>, Vec<Entry>) {
    let first = gradient(graph, output, wrt);
    let activity = Activity::new(graph, wrt);
    let (mut reverse, columns) = (Reverse::new(graph.len()), Columns::new(graph, wrt));
    let mut entries = Vec::new();
    for (row, partial) in first.iter().enumerate() {
        let Some(partial) = *partial else { continue };
        let second = reverse.partials(graph, partial, &columns, row, &activity);
        entries.extend(second.into_iter().map(|(column, id)| Entry { row, column, id }));
    }
    (first, entries)
}
