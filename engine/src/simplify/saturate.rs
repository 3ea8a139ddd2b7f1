//! Equality saturation on windows: stretches of the gradient in topological order, dearest and most hazardous first, as far as
//! a fixed fuel lasts. No clock decides anything.

use std::cmp::Reverse;

use egg::Id as Class;
use hashbrown::HashMap;

use super::extract::Choices;
use super::facts::{Fact, facts, whole};
use super::language::{Classes, Enode, Facts, Head};
use super::rules::{bit, rules};
use super::{Goal, Region, cost};
use crate::graph::{Graph, Id, Op};

/// Operations in a window.
const WINDOW: usize = 60;
/// Operations of the value around a window that it may reuse.
const CONTEXT: usize = 40;
/// E-nodes at which a window stops growing.
const NODES: usize = 1_000;
/// Rounds of rewriting in a window.
const ITERATIONS: usize = 4;
/// Matches of one rule in one round.
const MATCHES: usize = 200;
/// E-nodes for all windows of a region together.
const FUEL: usize = 6_000;
/// What a window takes besides its e-nodes.
const OVERHEAD: usize = 100;

/// A stretch of calls and what it is judged by.
struct Window {
    calls: Vec<Id>,
    outputs: Vec<Id>,
    hazards: usize,
    cost: u64,
}

/// What computes the outputs of a window: calls on leaves and on earlier calls of the recipe.
struct Recipe {
    steps: Vec<Step>,
    /// The step that gives each output.
    outputs: HashMap<Id, usize>,
}

enum Step {
    /// A node of the graph outside the window.
    Outside(Id),
    Number(crate::number::Number),
    Call(crate::function::Function, Vec<usize>),
}

/// Rewrites the roots of a region; nodes of the value are reused, never changed.
pub(super) fn saturate(region: &Region, assumed: &[(Id, Fact)], goal: Goal) -> Region {
    let graph = &region.graph;
    let facts = facts(graph, assumed);
    let pinned = graph.reach(&region.pinned);
    let order = walk(graph, &region.roots, &pinned);
    let mut windows = windows(region, &order, &facts);
    windows.sort_by_key(|window| Reverse((window.hazards, window.cost)));
    let mut recipe_of: HashMap<Id, usize> = HashMap::new();
    let mut recipes = Vec::new();
    let mut fuel = FUEL;
    for window in windows {
        if fuel == 0 {
            break;
        }
        let (recipe, spent) = rewrite(graph, &window, &pinned, &facts, goal);
        fuel = fuel.saturating_sub(spent + OVERHEAD);
        if let Some(recipe) = recipe {
            recipe_of.extend(window.calls.iter().map(|id| (*id, recipes.len())));
            recipes.push(recipe);
        }
    }
    rebuild(region, &order, &recipes, &recipe_of)
}

/// The calls that the roots need beyond the pinned ones, depth first, arguments before calls: neighbours stand together.
fn walk(graph: &Graph, roots: &[Id], pinned: &[bool]) -> Vec<Id> {
    let mut order = Vec::new();
    let mut seen = pinned.to_vec();
    let mut pending: Vec<(Id, bool)> = roots.iter().rev().map(|root| (*root, false)).collect();
    while let Some((id, leaving)) = pending.pop() {
        if leaving {
            order.push(id);
        } else if !std::mem::replace(&mut seen[id.index()], true) && graph.as_call(id).is_some() {
            pending.push((id, true));
            pending.extend(graph.args(id).iter().rev().map(|arg| (*arg, false)));
        }
    }
    order
}

/// Cuts the walk into stretches of nearly equal length.
fn windows(region: &Region, order: &[Id], facts: &[Fact]) -> Vec<Window> {
    let graph = &region.graph;
    let count = order.len().div_ceil(WINDOW).max(1);
    let size = order.len().div_ceil(count).max(1);
    let mut place: Vec<usize> = vec![usize::MAX; graph.len()];
    for (at, id) in order.iter().enumerate() {
        place[id.index()] = at / size;
    }
    let mut is_output = vec![false; graph.len()];
    for id in order {
        for arg in graph.args(*id) {
            is_output[arg.index()] |= place[arg.index()] != place[id.index()];
        }
    }
    for root in &region.roots {
        is_output[root.index()] = true;
    }
    let window = |calls: &[Id]| {
        let mut window = Window { calls: calls.to_vec(), outputs: Vec::new(), hazards: 0, cost: 0 };
        for id in calls {
            let Some((function, args)) = graph.as_call(*id) else { continue };
            let known: Vec<Fact> = args.iter().map(|arg| facts[arg.index()]).collect();
            window.hazards += usize::from(Fact::hazard(function, &known) || known.iter().any(|arg| arg.nan));
            window.cost += cost::call_cost(function, whole(graph, args));
            if is_output[id.index()] {
                window.outputs.push(*id);
            }
        }
        window
    };
    order.chunks(size).map(window).collect()
}

/// Saturates one window and extracts its outputs; also the e-nodes it took.
fn rewrite(graph: &Graph, window: &Window, pinned: &[bool], facts: &[Fact], goal: Goal) -> (Option<Recipe>, usize) {
    let mut nodes = context(graph, window, pinned);
    nodes.extend(&window.calls);
    let mut egraph = Classes::new(Facts::default());
    let mut leaves: Vec<Id> = Vec::new();
    let mut class_of: HashMap<Id, Class> = HashMap::new();
    let mut own: Vec<(Class, Enode)> = Vec::new();
    let mut fixed: Vec<(Class, Id)> = Vec::new();
    for &id in &nodes {
        let mut args = Vec::new();
        for arg in graph.args(id) {
            let class = match class_of.get(arg) {
                Some(class) => *class,
                None => {
                    let class = add_leaf(graph, *arg, facts, &mut egraph, &mut leaves);
                    if pinned[arg.index()] {
                        fixed.push((class, *arg));
                    }
                    class_of.insert(*arg, class);
                    class
                }
            };
            args.push(class);
        }
        let Some((function, _)) = graph.as_call(id) else { continue };
        let node = Enode::call(function, &args);
        let class = egraph.add(node.clone());
        class_of.insert(id, class);
        if pinned[id.index()] {
            fixed.push((class, id));
        } else {
            own.push((class, node));
        }
    }
    grow(&mut egraph);
    let spent = egraph.total_number_of_nodes();
    let nothing_found = egraph.classes().all(|class| class.nodes.len() == 1);
    if egraph.analysis.contradiction || nothing_found {
        return (None, spent);
    }
    // what is found to be a number is written as one
    fixed.retain(|(class, id)| egraph[*class].data.number.is_none() || graph.as_number(*id).is_some());
    let pinned_classes: Vec<Class> = fixed.iter().map(|(class, _)| *class).collect();
    let doubtful = |(_, id): &&(Class, Id)| facts[id.index()].nan;
    let outside_leaves = leaves.iter().map(|id| (class_of[id], *id));
    let met: Vec<(Class, Id)> = fixed.iter().copied().chain(outside_leaves).collect();
    let nan: Vec<Class> = met.iter().filter(doubtful).map(|(class, _)| *class).collect();
    let mut choices = Choices::new(&egraph, &pinned_classes, &nan, goal);
    let roots: Vec<usize> = window.outputs.iter().map(|id| choices.at(&egraph, class_of[id])).collect();
    choices.start(&egraph, &own, &roots);
    choices.search(&roots);
    let mut outside: HashMap<usize, Id> = HashMap::new();
    for (class, id) in &fixed {
        outside.entry(choices.at(&egraph, *class)).or_insert(*id);
    }
    (recipe(&choices, &roots, window, &leaves, &outside), spent)
}

/// Calls of the value next to the window, nearest first, returned in graph order.
fn context(graph: &Graph, window: &Window, pinned: &[bool]) -> Vec<Id> {
    let mut found: Vec<Id> = Vec::new();
    let mut layer: Vec<Id> = window.calls.clone();
    while !layer.is_empty() && found.len() < CONTEXT {
        let mut next = Vec::new();
        for arg in layer.iter().flat_map(|id| graph.args(*id)) {
            let known = found.contains(arg) || next.contains(arg);
            if pinned[arg.index()] && graph.as_call(*arg).is_some_and(|(_, args)| !args.is_empty()) && !known {
                next.push(*arg);
            }
        }
        next.truncate(CONTEXT - found.len());
        found.extend(&next);
        layer = next;
    }
    found.sort_unstable();
    found
}

fn add_leaf(graph: &Graph, id: Id, facts: &[Fact], egraph: &mut Classes, leaves: &mut Vec<Id>) -> Class {
    if let Op::Number(number) = graph.op(id) {
        return egraph.add(Enode::leaf(Head::Number(number.clone())));
    }
    egraph.analysis.leaves.push(facts[id.index()]);
    leaves.push(id);
    egraph.add(Enode::leaf(Head::Leaf(leaves.len() as u32 - 1)))
}

/// Applies all rules, a fixed number of rounds, until nothing changes or the window is full.
fn grow(egraph: &mut Classes) {
    egraph.rebuild();
    for _ in 0..ITERATIONS {
        let before = (egraph.total_number_of_nodes(), egraph.number_of_classes());
        let present = egraph.classes().flat_map(|class| &class.nodes).fold(0, |all, node| all | bit(&node.head));
        let able = rules().iter().filter(|rule| rule.needs & !present == 0).map(|rule| &rule.rewrite);
        let found: Vec<_> = able.map(|rule| (rule, rule.search_with_limit(egraph, MATCHES))).collect();
        for (rule, matches) in found {
            if egraph.total_number_of_nodes() >= NODES {
                break;
            }
            rule.apply(egraph, &matches);
        }
        egraph.rebuild();
        let after = (egraph.total_number_of_nodes(), egraph.number_of_classes());
        if after == before || after.0 >= NODES || egraph.analysis.contradiction {
            break;
        }
    }
}

fn recipe(
    choices: &Choices,
    roots: &[usize],
    window: &Window,
    leaves: &[Id],
    outside: &HashMap<usize, Id>,
) -> Option<Recipe> {
    let mut step_of: HashMap<usize, usize> = HashMap::new();
    let mut steps = Vec::new();
    for class in choices.order(roots)? {
        let step = match choices.chosen(class) {
            None => Step::Outside(*outside.get(&class)?),
            Some((Head::Leaf(index), _)) => Step::Outside(leaves[*index as usize]),
            Some((Head::Number(number), _)) => Step::Number(number.clone()),
            Some((Head::Call(function), children)) => {
                Step::Call(*function, children.iter().map(|child| step_of[child]).collect())
            }
        };
        step_of.insert(class, steps.len());
        steps.push(step);
    }
    let outputs = window.outputs.iter().zip(roots).map(|(id, root)| (*id, step_of[root])).collect();
    Some(Recipe { steps, outputs })
}

/// The region with its windows replaced, in the order of the walk.
fn rebuild(region: &Region, order: &[Id], recipes: &[Recipe], recipe_of: &HashMap<Id, usize>) -> Region {
    let mut graph = Graph::new();
    let kept = region.graph.cone(&region.pinned);
    let here = graph.import(&region.graph, &kept);
    let mut new: HashMap<Id, Id> = kept.into_iter().zip(here).collect();
    let mut done = vec![false; recipes.len()];
    for id in order {
        match recipe_of.get(id) {
            Some(&at) if done[at] => {}
            Some(&at) => {
                done[at] = true;
                let recipe = &recipes[at];
                let mut ids: Vec<Id> = Vec::with_capacity(recipe.steps.len());
                for step in &recipe.steps {
                    let id = match step {
                        Step::Outside(id) => outside(region, &mut graph, &mut new, *id),
                        Step::Number(number) => graph.number(number.clone()),
                        Step::Call(function, args) => {
                            let args: Vec<Id> = args.iter().map(|arg| ids[*arg]).collect();
                            graph.call(*function, &args)
                        }
                    };
                    ids.push(id);
                }
                new.extend(recipe.outputs.iter().map(|(id, step)| (*id, ids[*step])));
            }
            None => {
                let (function, args) = region.graph.as_call(*id).expect("the walk holds calls");
                let args: Vec<Id> = args.iter().map(|arg| outside(region, &mut graph, &mut new, *arg)).collect();
                let call = graph.call(function, &args);
                new.insert(*id, call);
            }
        }
    }
    let pinned = region.pinned.iter().map(|id| new[id]).collect();
    let roots = region.roots.iter().map(|id| outside(region, &mut graph, &mut new, *id)).collect();
    Region { graph, pinned, roots }
}

/// The new id of a node that stands before; leaves come over as they are met.
fn outside(region: &Region, graph: &mut Graph, new: &mut HashMap<Id, Id>, id: Id) -> Id {
    *new.entry(id).or_insert_with(|| match region.graph.op(id) {
        Op::Number(number) => graph.number(number.clone()),
        Op::Variable(name) => graph.variable(name),
        Op::Call(function) => graph.intern(function, &[]),
    })
}
