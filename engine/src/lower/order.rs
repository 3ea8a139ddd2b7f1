//! The order of the steps. Two are tried, and the one that keeps fewer values alive at once is taken, the given one at a tie:
//! the order of the graph, and that of a walk from the outputs which visits the more demanding argument first
//! (Sethi & Ullman, The generation of optimal code for arithmetic expressions, 1970).

use std::collections::{HashMap, HashSet};

use super::Form::Plain;
use super::steps::Steps;
use crate::function::Function::{Cos, Sin};

/// The live steps, arguments before their users.
pub(super) fn choose(steps: &Steps) -> Vec<u32> {
    let uses = steps.uses();
    let given: Vec<u32> = (0..steps.steps.len() as u32).filter(|step| uses[*step as usize] > 0).collect();
    let walked = walk(steps);
    let order = if peak(steps, &walked, &uses) < peak(steps, &given, &uses) { walked } else { given };
    pair(steps, order)
}

/// Puts the sine and the cosine of one value side by side, where the first of them stands: together they cost a batch little
/// more than one, and neither needs more than the value.
fn pair(steps: &Steps, order: Vec<u32>) -> Vec<u32> {
    let mut firsts = HashMap::new();
    let mut seconds = HashMap::new();
    for &position in &order {
        let step = &steps.steps[position as usize];
        let (Sin | Cos, Plain, &[x]) = (step.function, step.form, step.args()) else { continue };
        match firsts.remove(&x) {
            Some((function, first)) if function != step.function => {
                seconds.insert(first, position);
            }
            _ => {
                firsts.insert(x, (step.function, position));
            }
        }
    }
    if seconds.is_empty() {
        return order;
    }
    let moved: HashSet<u32> = seconds.values().copied().collect();
    let kept = order.into_iter().filter(|step| !moved.contains(step));
    kept.flat_map(|step| [Some(step), seconds.get(&step).copied()]).flatten().collect()
}

/// The largest number of values alive at once. Outputs have slots of their own.
fn peak(steps: &Steps, order: &[u32], uses: &[u32]) -> usize {
    let mut left = uses.to_vec();
    let mut is_output = vec![false; uses.len()];
    for step in steps.outputs.iter().filter_map(|output| output.step()) {
        is_output[step] = true;
    }
    let (mut alive, mut peak) = (0, 0);
    for &step in order {
        alive += usize::from(!is_output[step as usize]);
        peak = peak.max(alive);
        for arg in steps.steps[step as usize].args().iter().filter_map(|arg| arg.step()) {
            left[arg] -= 1;
            alive -= usize::from(left[arg] == 0 && !is_output[arg]);
        }
    }
    peak
}

/// Depth first from every output, without recursion.
fn walk(steps: &Steps) -> Vec<u32> {
    let need = needs(steps);
    let mut order = Vec::new();
    let mut done = vec![false; steps.steps.len()];
    let mut pending: Vec<(usize, bool)> = Vec::new();
    for output in steps.outputs.iter().filter_map(|output| output.step()) {
        pending.push((output, false));
        while let Some((step, arguments_done)) = pending.pop() {
            if done[step] {
                continue;
            }
            if arguments_done {
                done[step] = true;
                order.push(step as u32);
                continue;
            }
            pending.push((step, true));
            let first = pending.len();
            pending.extend(
                steps.steps[step]
                    .args()
                    .iter()
                    .filter_map(|arg| arg.step())
                    .filter(|arg| !done[*arg])
                    .map(|arg| (arg, false)),
            );
            // The last one pushed is visited first.
            pending[first..].sort_by_key(|(arg, _)| (need[*arg], std::cmp::Reverse(*arg)));
        }
    }
    order
}

/// The registers that each step would need if nothing were shared.
fn needs(steps: &Steps) -> Vec<u32> {
    let mut need = Vec::with_capacity(steps.steps.len());
    for step in &steps.steps {
        let mut args = [0; 3];
        for (slot, arg) in args.iter_mut().zip(step.args().iter().filter_map(|arg| arg.step())) {
            *slot = need[arg];
        }
        args.sort_unstable();
        let [third, second, first] = args;
        need.push(1.max(first).max(if second > 0 { second + 1 } else { 0 }).max(if third > 0 { third + 2 } else { 0 }));
    }
    need
}
