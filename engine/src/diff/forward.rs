//! Forward mode: one variable, the tangents of all nodes.

use super::partials::partials;
use super::{Activity, add, is_zero};
use crate::function::Function;
use crate::graph::{Graph, Id};

/// The derivatives of `outputs` along `wrt`: `∂output/∂wrt`, `None` where it does not depend on it.
///
/// One scan up the nodes between.
pub fn tangents(graph: &mut Graph, outputs: &[Id], wrt: Id) -> Vec<Option<Id>> {
    let live = graph.reach(outputs);
    let activity = Activity::new(graph, &[wrt]);
    let mut tangents: Vec<Option<Id>> = vec![None; live.len()];
    tangents[wrt.index()] = Some(graph.integer(1));
    for position in 0..live.len() {
        if !(live[position] && activity.active[position]) || position == wrt.index() {
            continue;
        }
        tangents[position] = tangent(graph, Id::from_index(position), &tangents, &activity);
    }
    outputs.iter().map(|output| tangents[output.index()]).collect()
}

/// `Σ ∂f/∂arg · tangent of arg`.
fn tangent(graph: &mut Graph, id: Id, tangents: &[Option<Id>], activity: &Activity) -> Option<Id> {
    let (function, args) = graph.as_call(id)?;
    let (count, mut copy) = (args.len(), [id; 3]);
    copy[..count].copy_from_slice(args);
    let args = &copy[..count];
    let rows = partials(function, activity.constants(args));
    let mut sum = None;
    for (arg, pieces) in args.iter().zip(rows) {
        let Some(d) = tangents[arg.index()] else { continue };
        for piece in pieces {
            let (guard, value) = piece.times(graph, d, args, id);
            if is_zero(graph, value) {
                continue;
            }
            let value = match guard {
                Some(guard) => {
                    let zero = graph.integer(0);
                    graph.call(Function::Select, &[guard, value, zero])
                }
                None => value,
            };
            sum = Some(match sum {
                Some(sum) => add(graph, sum, value),
                None => value,
            });
        }
    }
    sum
}
