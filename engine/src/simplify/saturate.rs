//! Equality saturation on windows: stretches of the gradient in topological order, dearest and most hazardous first, as far as
//! a fixed fuel lasts (see `effort`). No clock decides anything.

use std::rc::Rc;

use egg::{Id as Class, Language};
use hashbrown::HashMap;

use super::effort::{Effort, Growth};
use super::extract::{Choices, Divisors};
use super::facts::{Fact, facts};
use super::language::{Classes, Enode, Facts, Head};
use super::pattern::{View, bit};
use super::rules::{ARITHMETIC, Rule, rules};
use super::windows::{self, Window};
use super::{Goal, Region};
use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

/// Matches of one rule in one round.
const MATCHES: usize = 200;

/// What computes the outputs of a window: calls on what stands outside and on earlier calls of the recipe.
struct Recipe {
    steps: Vec<Step>,
    /// The step that gives each output of the window.
    outputs: Vec<usize>,
}

enum Step {
    /// A node of the graph, by its place in the setting of the window.
    Outside(usize),
    Number(Number),
    Call(Function, Vec<usize>),
}

/// A recipe for a window.
struct Applied {
    recipe: Rc<Recipe>,
    places: Vec<Id>,
    outputs: Vec<Id>,
}

/// What windows have become, by what they look like: loops and terms of the same form are saturated once.
#[derive(Default)]
pub(super) struct Memory(HashMap<Vec<Part>, Option<Rc<Recipe>>>);

/// How a region is cut into windows.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Cut {
    /// Long ones of nearly equal length.
    Even,
    /// Short ones around what may be NaN, and the rest.
    NearHazards,
}

/// Rewrites the roots of a region; nodes of the value are reused, never changed.
pub(super) fn saturate(region: &Region, assumed: &[(Id, Fact)], goal: Goal, cut: Cut, effort: &mut Effort) -> Region {
    let graph = &region.graph;
    let facts = facts(graph, assumed);
    let pinned = graph.reach(&region.pinned);
    let order = walk(graph, &region.roots, &pinned);
    let windows = match cut {
        Cut::Even => windows::even(region, &order, &facts),
        Cut::NearHazards => windows::near_hazards(region, &order, &pinned, &facts),
    };
    let mut recipe_of: Vec<Option<usize>> = vec![None; graph.len()];
    let mut places = Places(vec![None; graph.len()]);
    let mut applied = Vec::new();
    let (mut fuel, mut made) = (effort.region(), 0);
    for window in windows {
        if !effort.is_shared() && fuel.window(true) == 0 {
            break;
        }
        let setting = Setting::of(graph, &window, &pinned, &facts, goal, &mut places);
        let recipe = match effort.memory.0.get(&setting.parts) {
            Some(recipe) => recipe.clone(),
            None if fuel.window(window.near_hazard) == 0 => continue,
            None if cut == Cut::NearHazards && !window.near_hazard && !setting.is_promising() => continue,
            None => {
                let growth = effort.growth();
                let most = growth.nodes.min(fuel.window(window.near_hazard));
                let Rewritten { recipe, spent, is_sounder } = rewrite(&setting, Growth { nodes: most, ..growth }, goal);
                // there are only so many hazards to be rid of
                fuel.take(window.near_hazard, if is_sounder { 0 } else { spent });
                made += spent;
                let recipe = recipe.map(Rc::new);
                effort.memory.0.insert(setting.parts, recipe.clone());
                recipe
            }
        };
        if let Some(recipe) = recipe {
            for id in &window.calls {
                recipe_of[id.index()] = Some(applied.len());
            }
            applied.push(Applied { recipe, places: setting.places, outputs: window.outputs });
        }
    }
    effort.leave(fuel, made);
    rebuild(region, &order, &applied, &recipe_of)
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

/// A window and what is around it, so that equal settings have equal recipes.
struct Setting {
    parts: Vec<Part>,
    /// The nodes of the graph that `parts` stand for.
    places: Vec<Id>,
}

/// By node of the graph, its place in the setting at hand.
struct Places(Vec<Option<usize>>);

/// A node of a setting, or an output.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Part {
    Goal(Goal),
    /// A node outside, with the bits of its fact.
    Leaf {
        fact: [u64; 2],
        flags: [bool; 4],
        pinned: bool,
    },
    Number(Number),
    /// A call on earlier places.
    Call {
        function: Function,
        args: [usize; 3],
        arity: usize,
        pinned: bool,
        nan: bool,
    },
    /// A place that is computed for others.
    Output(usize),
}

impl Setting {
    fn of(graph: &Graph, window: &Window, pinned: &[bool], facts: &[Fact], goal: Goal, place_of: &mut Places) -> Self {
        let mut nodes = context(graph, window, pinned);
        nodes.extend(&window.calls);
        let mut parts = Vec::new();
        let mut places: Vec<Id> = Vec::new();
        for &id in &nodes {
            let Some((function, of)) = graph.as_call(id) else { continue };
            let mut args = [0; 3];
            for (slot, arg) in args.iter_mut().zip(of) {
                *slot = *place_of.0[arg.index()].get_or_insert_with(|| {
                    parts.push(match graph.op(*arg) {
                        Op::Number(number) => Part::Number(number.clone()),
                        _ => Part::leaf(&facts[arg.index()], pinned[arg.index()]),
                    });
                    places.push(*arg);
                    places.len() - 1
                });
            }
            let (arity, pinned, nan) = (of.len(), pinned[id.index()], facts[id.index()].nan);
            parts.push(Part::Call { function, args, arity, pinned, nan });
            place_of.0[id.index()] = Some(places.len());
            places.push(id);
        }
        parts.extend(window.outputs.iter().filter_map(|id| place_of.0[id.index()]).map(Part::Output));
        parts.push(Part::Goal(goal));
        for id in &places {
            place_of.0[id.index()] = None;
        }
        Setting { parts, places }
    }

    /// Whether a rule about other functions than those of arithmetic may apply. Of sums and products the n-ary pass has made what it can, and
    /// saturation rarely finds more.
    fn is_promising(&self) -> bool {
        let (mut own, mut present) = (0, 0);
        for part in &self.parts {
            if let Part::Call { function, pinned, .. } = part {
                let bit = bit(*function);
                present |= bit;
                own |= if *pinned { 0 } else { bit };
            }
        }
        let applies = |rule: &Rule| rule.root & own != 0 && rule.needs & !ARITHMETIC != 0;
        present & !ARITHMETIC != 0 && rules(present).any(applies)
    }
}

impl Part {
    fn leaf(fact: &Fact, pinned: bool) -> Self {
        let flags = [fact.nonzero, fact.huge, fact.tiny, fact.nan];
        Part::Leaf { fact: [fact.low.to_bits(), fact.high.to_bits()], flags, pinned }
    }
}

/// What has become of a window.
struct Rewritten {
    recipe: Option<Recipe>,
    /// E-nodes.
    spent: usize,
    /// Whether fewer of its outputs may be NaN.
    is_sounder: bool,
}

/// Saturates one window and extracts its outputs.
fn rewrite(setting: &Setting, growth: Growth, goal: Goal) -> Rewritten {
    let mut egraph = Classes::new(Facts::default());
    let mut class_of: Vec<Class> = Vec::new();
    // by number of the leaf, its place
    let mut leaves: Vec<usize> = Vec::new();
    let mut own: Vec<(Class, Enode)> = Vec::new();
    let mut fixed: Vec<(Class, usize)> = Vec::new();
    let mut nan: Vec<Class> = Vec::new();
    let mut outputs: Vec<usize> = Vec::new();
    for part in &setting.parts {
        let place = class_of.len();
        class_of.push(match part {
            Part::Goal(_) => continue,
            Part::Output(place) => {
                outputs.push(*place);
                continue;
            }
            Part::Number(number) => egraph.add(Enode::leaf(Head::Number(number.clone()))),
            Part::Leaf { fact: [low, high], flags: [nonzero, huge, tiny, is_nan], pinned } => {
                let (low, high) = (f64::from_bits(*low), f64::from_bits(*high));
                let fact = Fact { low, high, nonzero: *nonzero, huge: *huge, tiny: *tiny, nan: *is_nan };
                egraph.analysis.leaves.push(fact);
                leaves.push(place);
                let class = egraph.add(Enode::leaf(Head::Leaf(leaves.len() as u32 - 1)));
                fixed.extend(pinned.then_some((class, place)));
                nan.extend(is_nan.then_some(class));
                class
            }
            Part::Call { function, args, arity, pinned, .. } => {
                let args: Vec<Class> = args[..*arity].iter().map(|arg| class_of[*arg]).collect();
                let node = Enode::call(*function, &args);
                let class = egraph.add(node.clone());
                match pinned {
                    true => fixed.push((class, place)),
                    false => own.push((class, node)),
                }
                class
            }
        });
    }
    // e-graphs look at a clock for their log alone; this one stands
    quanta::with_clock(&quanta::Clock::mock().0, || grow(&mut egraph, growth));
    let spent = egraph.total_number_of_nodes();
    let nothing_found = egraph.classes().all(|class| class.nodes.len() == 1);
    if egraph.analysis.contradiction || nothing_found || divides_by_zero(&egraph) {
        return Rewritten { recipe: None, spent, is_sounder: false };
    }
    // what is found to be a number is written as one
    fixed.retain(|(class, _)| egraph[*class].data.number.is_none());
    let pinned: Vec<Class> = fixed.iter().map(|(class, _)| *class).collect();
    let doubtful = |place: usize| matches!(setting.parts[place], Part::Call { nan: true, .. });
    nan.extend(fixed.iter().filter(|(_, place)| doubtful(*place)).map(|(class, _)| *class));
    let mut choices = Choices::new(&egraph, &pinned, &nan, goal);
    let roots: Vec<usize> = outputs.iter().map(|place| choices.at(&egraph, class_of[*place])).collect();
    choices.start(&egraph, &own, &roots);
    let mut divisors = Divisors::default();
    let before = choices.poles(&roots, &mut divisors);
    let is_sounder = choices.search(&roots);
    let after = choices.poles(&roots, &mut divisors);
    let defined = before.zip(after).is_some_and(|(before, after)| choices.stay_defined(&before, &after, &divisors));
    if !defined {
        return Rewritten { recipe: None, spent, is_sounder: false };
    }
    let mut outside: HashMap<usize, usize> = HashMap::new();
    for (class, place) in &fixed {
        outside.entry(choices.at(&egraph, *class)).or_insert(*place);
    }
    Rewritten { recipe: recipe(&choices, &roots, &leaves, &outside), spent, is_sounder }
}

/// Whether something is divided by 0: no value of it is ever real, and from what is not real anything follows, `x = 3*x` from
/// `x/0 = 3*x/0` too.
fn divides_by_zero(egraph: &Classes) -> bool {
    let is_zero = |class: &Class| egraph[*class].data.number.as_ref().is_some_and(Number::is_zero);
    let divides = |node: &Enode| node.head.divisor().is_some_and(|at| is_zero(&node.children()[at]));
    egraph.classes().any(|class| class.nodes.iter().any(divides))
}

/// Calls of the value next to the window, nearest first, returned in graph order.
fn context(graph: &Graph, window: &Window, pinned: &[bool]) -> Vec<Id> {
    let mut found: Vec<Id> = Vec::new();
    let mut layer: Vec<Id> = window.calls.clone();
    for _ in 0..window.context.depth {
        if layer.is_empty() || found.len() >= window.context.calls {
            break;
        }
        let mut next = Vec::new();
        for arg in layer.iter().flat_map(|id| graph.args(*id)) {
            let known = found.contains(arg) || next.contains(arg);
            if pinned[arg.index()] && graph.as_call(*arg).is_some_and(|(_, args)| !args.is_empty()) && !known {
                next.push(*arg);
            }
        }
        next.truncate(window.context.calls - found.len());
        found.extend(&next);
        layer = next;
    }
    found.sort_unstable();
    found
}

/// Applies all rules, a fixed number of rounds, until nothing changes or the window is full.
fn grow(egraph: &mut Classes, Growth { nodes: most, rounds }: Growth) {
    // what is there at first is in order, unless something has merged
    if egraph.total_number_of_nodes() != egraph.number_of_classes() {
        egraph.rebuild();
    }
    for _ in 0..rounds {
        let before = (egraph.total_number_of_nodes(), egraph.number_of_classes());
        let view = View::new(egraph);
        let able = rules(view.functions());
        let found: Vec<_> = able.map(|rule| (rule, view.matches(&rule.left, MATCHES))).collect();
        for (rule, matches) in found.into_iter().filter(|(_, matches)| !matches.is_empty()) {
            if egraph.total_number_of_nodes() >= most {
                break;
            }
            for (class, binding) in &matches {
                rule.apply(egraph, *class, binding);
            }
        }
        egraph.rebuild();
        let after = (egraph.total_number_of_nodes(), egraph.number_of_classes());
        if after == before || after.0 >= most || egraph.analysis.contradiction {
            break;
        }
    }
}

fn recipe(choices: &Choices, roots: &[usize], leaves: &[usize], outside: &HashMap<usize, usize>) -> Option<Recipe> {
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
    let outputs = roots.iter().map(|root| step_of[root]).collect();
    Some(Recipe { steps, outputs })
}

/// The region with its windows replaced, in the order of the walk.
fn rebuild(region: &Region, order: &[Id], applied: &[Applied], recipe_of: &[Option<usize>]) -> Region {
    let mut graph = Graph::new();
    let kept = region.graph.cone(&region.pinned);
    let here = graph.import(&region.graph, &kept);
    let mut new: Vec<Option<Id>> = vec![None; region.graph.len()];
    for (old, here) in kept.iter().zip(here) {
        new[old.index()] = Some(here);
    }
    let mut done = vec![false; applied.len()];
    for id in order {
        match recipe_of[id.index()] {
            Some(at) if done[at] => {}
            Some(at) => {
                done[at] = true;
                let Applied { recipe, places, outputs } = &applied[at];
                let mut ids: Vec<Id> = Vec::with_capacity(recipe.steps.len());
                for step in &recipe.steps {
                    let id = match step {
                        Step::Outside(place) => outside(region, &mut graph, &mut new, places[*place]),
                        Step::Number(number) => graph.number(number.clone()),
                        Step::Call(function, args) => {
                            let args: Vec<Id> = args.iter().map(|arg| ids[*arg]).collect();
                            graph.call(*function, &args)
                        }
                    };
                    ids.push(id);
                }
                for (output, step) in outputs.iter().zip(&recipe.outputs) {
                    new[output.index()] = Some(ids[*step]);
                }
            }
            None => {
                let (function, args) = region.graph.as_call(*id).expect("the walk holds calls");
                let args: Vec<Id> = args.iter().map(|arg| outside(region, &mut graph, &mut new, *arg)).collect();
                let call = graph.call(function, &args);
                new[id.index()] = Some(call);
            }
        }
    }
    let pinned = region.pinned.iter().map(|id| outside(region, &mut graph, &mut new, *id)).collect();
    let roots = region.roots.iter().map(|id| outside(region, &mut graph, &mut new, *id)).collect();
    Region { graph, pinned, roots }
}

/// The new id of a node that stands before; leaves come over as they are met.
fn outside(region: &Region, graph: &mut Graph, new: &mut [Option<Id>], id: Id) -> Id {
    *new[id.index()].get_or_insert_with(|| match region.graph.op(id) {
        Op::Number(number) => graph.number(number.clone()),
        Op::Variable(name) => graph.variable(name),
        Op::Call(function) => {
            debug_assert!(region.graph.args(id).is_empty(), "calls come before what uses them");
            graph.intern(function, &[])
        }
    })
}
