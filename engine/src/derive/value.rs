//! Values at a point, without compiling.

use std::collections::HashMap;

use super::BindError;
use crate::graph::{Graph, Id, Op};

/// The values of the roots: each node once, as the point evaluator computes them.
pub(crate) fn values(graph: &Graph, roots: &[Id], at: &[(&str, f64)]) -> Result<Vec<f64>, BindError> {
    let mut bound = HashMap::with_capacity(at.len());
    for (name, value) in at {
        if bound.insert(*name, *value).is_some() {
            return Err(BindError::Duplicate { name: (*name).to_owned() });
        }
    }
    let live = graph.reach(roots);
    let mut unbound = Vec::new();
    let mut values = vec![0.0; live.len()];
    for id in graph.ids().filter(|id| live[id.index()]) {
        values[id.index()] = match graph.op(id) {
            Op::Number(number) => number.to_f64(),
            Op::Variable(name) => bound.get(name).copied().unwrap_or_else(|| {
                unbound.push(name.to_owned());
                f64::NAN
            }),
            Op::Call(function) => {
                let mut args = [0.0; 3];
                for (slot, arg) in args.iter_mut().zip(graph.args(id)) {
                    *slot = values[arg.index()];
                }
                function.apply(args)
            }
        };
    }
    match unbound.is_empty() {
        true => Ok(roots.iter().map(|root| values[root.index()]).collect()),
        false => Err(BindError::Unbound { names: unbound }),
    }
}
