//! The stretches of the gradient that are saturated one by one. Each is an interval of one topological order, so what it computes
//! can stand where it begins.

use std::cmp::Reverse;

use super::facts::{Fact, whole};
use super::{Region, cost};
use crate::graph::{Graph, Id};

/// Operations in a window.
const WINDOW: usize = 60;
/// Operations up to which neighbouring windows near hazards become one; those before the call that may be NaN, and those after it.
const NEAR: usize = 12;
const BEFORE: usize = 20;
const AFTER: usize = 4;
/// Operations in a window without hazards, where fuel is short.
const SHORT: usize = 24;
/// What of the value around a window it may reuse, and what where fuel is short.
const CONTEXT: Context = Context { calls: 40, depth: 40 };
const SHORT_CONTEXT: Context = Context { calls: 20, depth: 2 };

/// A stretch of calls.
pub(super) struct Window {
    pub(super) calls: Vec<Id>,
    pub(super) outputs: Vec<Id>,
    pub(super) near_hazard: bool,
    pub(super) context: Context,
}

/// How much of the value around a window it may reuse.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// Operations.
    pub(super) calls: usize,
    /// How many calls away from the window.
    pub(super) depth: usize,
}

/// The whole order in stretches of nearly equal length, those with the most hazards first, then the dearest.
pub(super) fn even(region: &Region, order: &[Id], facts: &[Fact]) -> Vec<Window> {
    let mut bounds = Vec::new();
    cut(0, order.len(), WINDOW, &mut bounds);
    bounds.sort_by_key(|(from, to)| {
        let calls = &order[*from..*to];
        let hazards = calls.iter().filter(|id| is_hazard(&region.graph, **id, facts)).count();
        Reverse((hazards, price(&region.graph, calls)))
    });
    let hazards = bounds.len();
    windows(region, order, &bounds, hazards, CONTEXT)
}

/// Short stretches: what is near a hazard, in order, then the rest, the dearest first.
pub(super) fn near_hazards(region: &Region, order: &[Id], pinned: &[bool], facts: &[Fact]) -> Vec<Window> {
    let graph = &region.graph;
    let mut near: Vec<(usize, usize)> = Vec::new();
    // the end of the window before the last
    let mut floor = 0;
    for (at, id) in order.iter().enumerate() {
        if !is_first(graph, *id, pinned, facts) {
            continue;
        }
        let (from, to) = around(graph, order, at, facts);
        let from = from.max(floor);
        match near.last_mut() {
            Some(last) if from < last.1 && to.max(last.1) - from.min(last.0) <= NEAR => {
                *last = (from.min(last.0), to.max(last.1));
            }
            Some(last) if to <= last.1 => {}
            last => {
                floor = last.map_or(0, |last| last.1);
                near.push((from.max(floor), to));
            }
        }
    }
    let mut rest = Vec::new();
    let mut end = 0;
    for (from, to) in near.iter().copied().chain([(order.len(), order.len())]) {
        cut(end, from, SHORT, &mut rest);
        end = to;
    }
    rest.sort_by_key(|(from, to)| Reverse(price(graph, &order[*from..*to])));
    let hazards = near.len();
    near.extend(rest);
    windows(region, order, &near, hazards, SHORT_CONTEXT)
}

/// Cuts an interval into pieces of nearly equal length.
fn cut(from: usize, to: usize, longest: usize, into: &mut Vec<(usize, usize)>) {
    let count = (to - from).div_ceil(longest).max(1);
    let size = (to - from).div_ceil(count).max(1);
    into.extend((from..to).step_by(size).map(|start| (start, to.min(start + size))));
}

/// The interval of what a call needs and of the calls after it that may be NaN.
fn around(graph: &Graph, order: &[Id], at: usize, facts: &[Fact]) -> (usize, usize) {
    let mut needed = vec![order[at]];
    let mut from = at;
    for before in (at.saturating_sub(BEFORE)..=at).rev() {
        if needed.contains(&order[before]) {
            from = before;
            needed.extend(graph.args(order[before]));
        }
    }
    let after = order[at + 1..].iter().take(AFTER).take_while(|id| facts[id.index()].nan).count();
    (from, at + 1 + after)
}

/// Whether a call may be NaN, and so may what needs it.
fn is_hazard(graph: &Graph, id: Id, facts: &[Fact]) -> bool {
    is_own(graph, id, facts) || graph.args(id).iter().any(|arg| facts[arg.index()].nan)
}

/// Whether a call may be NaN although no call before it in the gradient may.
fn is_first(graph: &Graph, id: Id, pinned: &[bool], facts: &[Fact]) -> bool {
    let met = |arg: &Id| pinned[arg.index()] && facts[arg.index()].nan && graph.as_call(*arg).is_some();
    is_own(graph, id, facts) || graph.args(id).iter().any(met)
}

fn is_own(graph: &Graph, id: Id, facts: &[Fact]) -> bool {
    let Some((function, args)) = graph.as_call(id) else { return false };
    let mut known = [Fact::UNKNOWN; 3];
    for (slot, arg) in known.iter_mut().zip(args) {
        *slot = facts[arg.index()];
    }
    Fact::hazard(function, &known[..args.len()])
}

fn price(graph: &Graph, calls: &[Id]) -> u64 {
    let calls = calls.iter().filter_map(|id| graph.as_call(*id));
    calls.map(|(function, args)| cost::call_cost(function, whole(graph, args))).sum()
}

/// The windows of some intervals, with what each computes for others; so many of the first are taken to be near hazards.
fn windows(region: &Region, order: &[Id], bounds: &[(usize, usize)], hazards: usize, context: Context) -> Vec<Window> {
    let graph = &region.graph;
    let mut window_of: Vec<usize> = vec![usize::MAX; graph.len()];
    for (number, (from, to)) in bounds.iter().enumerate() {
        for id in &order[*from..*to] {
            window_of[id.index()] = number;
        }
    }
    let mut is_output = vec![false; graph.len()];
    for id in order {
        for arg in graph.args(*id) {
            is_output[arg.index()] |= window_of[arg.index()] != window_of[id.index()];
        }
    }
    for root in &region.roots {
        is_output[root.index()] = true;
    }
    let window = |(number, (from, to)): (usize, &(usize, usize))| {
        let calls = order[*from..*to].to_vec();
        let outputs = calls.iter().copied().filter(|id| is_output[id.index()]).collect();
        Window { calls, outputs, near_hazard: number < hazards, context }
    };
    bounds.iter().enumerate().map(window).collect()
}
