//! The passes: values forward, gradients backward.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Edge, GraphView, Node, NodeKind};
use crate::derive::BindError;
use crate::diff;
use crate::function::{Function, Kind};
use crate::graph::{Graph, Id, Op};

pub(super) fn flow(graph: Arc<Graph>, outputs: &[(Id, f64)], at: &[(&str, f64)]) -> Result<GraphView, BindError> {
    let roots: Vec<Id> = outputs.iter().map(|(id, _)| *id).collect();
    let values = forward(&graph, &roots, at)?;
    let mut view = skeleton(&graph, &roots, &values);
    backward(&mut view, outputs, &values);
    Ok(view)
}

/// The value of every node that the roots need, by position.
fn forward(graph: &Graph, roots: &[Id], at: &[(&str, f64)]) -> Result<Vec<f64>, BindError> {
    let cone = graph.cone(roots);
    let mut values = vec![f64::NAN; graph.len()];
    for (id, value) in cone.iter().zip(crate::derive::values(graph, &cone, at)?) {
        values[id.index()] = value;
    }
    Ok(values)
}

/// The nodes and edges, without gradients.
fn skeleton(graph: &Arc<Graph>, roots: &[Id], values: &[f64]) -> GraphView {
    let cone = graph.cone(roots);
    let variables: Vec<Id> = cone.iter().copied().filter(|id| matches!(graph.op(*id), Op::Variable(_))).collect();
    let varying = graph.depends(&variables);
    let is_variable = |id: Id| matches!(graph.op(id), Op::Variable(_));
    let is_gate = |id: &Id| !is_variable(*id) && (varying[id.index()] || roots.contains(id));
    let gates: Vec<Id> = cone.iter().copied().filter(is_gate).collect();

    let mut view = GraphView { graph: Arc::clone(graph), nodes: Vec::new(), edges: Vec::new(), outputs: Vec::new() };
    let mut names = Names::new(graph, roots);
    let mut places = HashMap::new();
    let node = |view: &mut GraphView, id: Id, kind, name: String| {
        let condition = graph.kind(id) == Kind::Bool;
        view.nodes.push(Node { id, kind, name, value: values[id.index()], condition, gradient: None });
        view.nodes.len() - 1
    };
    for id in variables {
        let Op::Variable(name) = graph.op(id) else { continue };
        places.insert(id, node(&mut view, id, NodeKind::Input, name.to_owned()));
    }
    for id in gates {
        let args = graph.args(id);
        let drawn = args.iter().filter(|arg| varying[arg.index()]).count() > 1;
        // A constant beside several inputs is an input itself, a new one at every gate.
        let sources: Vec<Option<usize>> = args
            .iter()
            .map(|arg| match varying[arg.index()] {
                true => Some(places[arg]),
                false if drawn => Some(node(&mut view, *arg, NodeKind::Constant, String::new())),
                false => None,
            })
            .collect();
        let kind = if args.is_empty() { NodeKind::Constant } else { NodeKind::Gate };
        let to = node(&mut view, id, kind, names.next(id));
        places.insert(id, to);
        for (argument, from) in sources.into_iter().enumerate() {
            view.edges.extend(from.map(|from| Edge { from, to, argument, local: None, gradient: None }));
        }
    }
    view.outputs = roots.iter().map(|root| places[root]).collect();
    view
}

/// The names of gates: `g1`, `g2`, …, and `f` for the output when there is one; without those that variables have.
struct Names<'g> {
    taken: HashSet<&'g str>,
    output: Option<Id>,
    last: usize,
}

impl<'g> Names<'g> {
    fn new(graph: &'g Graph, roots: &[Id]) -> Self {
        let taken: HashSet<&str> = graph.variables(roots).into_iter().collect();
        let output = match roots {
            [root] if !taken.contains("f") => Some(*root),
            _ => None,
        };
        Names { taken, output, last: 0 }
    }

    fn next(&mut self, id: Id) -> String {
        if self.output == Some(id) {
            return "f".to_owned();
        }
        loop {
            self.last += 1;
            let name = format!("g{}", self.last);
            if !self.taken.contains(name.as_str()) {
                return name;
            }
        }
    }
}

/// Gate by gate from the outputs: what each passes on to its inputs.
fn backward(view: &mut GraphView, outputs: &[(Id, f64)], values: &[f64]) {
    for node in &mut view.nodes {
        node.gradient = (node.kind != NodeKind::Constant && !node.condition).then_some(0.0);
    }
    for (place, (_, seed)) in view.outputs.iter().zip(outputs) {
        if let Some(gradient) = &mut view.nodes[*place].gradient {
            *gradient += seed;
        }
    }
    let mut locals = Locals::default();
    for at in (0..view.edges.len()).rev() {
        let Edge { from, to, argument, .. } = view.edges[at];
        let (Some(upstream), Some(_)) = (view.nodes[to].gradient, view.nodes[from].gradient) else { continue };
        let Some(local) = locals.at(view, to, argument, values) else { continue };
        // What does not flow contributes nothing, not even 0·inf.
        let share = if local == 0.0 || upstream == 0.0 { 0.0 } else { upstream * local };
        view.edges[at].local = Some(local);
        view.edges[at].gradient = Some(share);
        let sum = view.nodes[from].gradient.unwrap_or(0.0);
        view.nodes[from].gradient = Some(if sum == 0.0 { share } else { sum + share });
    }
}

/// The partials of functions, worked out once for each pattern of constants among the arguments.
#[derive(Default)]
struct Locals {
    known: HashMap<(Function, Vec<Option<Id>>), Local>,
}

struct Local {
    graph: Graph,
    /// The partial by each argument, where there is one.
    partials: Vec<Option<Id>>,
}

impl Locals {
    /// The partial of a gate by one of its arguments.
    fn at(&mut self, view: &GraphView, gate: usize, argument: usize, values: &[f64]) -> Option<f64> {
        let function = view.function(gate)?;
        let args = view.graph.args(view.nodes[gate].id);
        let pattern: Vec<Option<Id>> = view.arguments(gate).into_iter().map(Result::err).collect();
        let local = self
            .known
            .entry((function, pattern))
            .or_insert_with_key(|(function, pattern)| Local::new(&view.graph, *function, pattern));
        let at: Vec<(String, f64)> =
            args.iter().enumerate().map(|(i, arg)| (placeholder(i), values[arg.index()])).collect();
        let at: Vec<(&str, f64)> = at.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let partial = local.partials[argument]?;
        crate::derive::values(&local.graph, &[partial], &at).ok().map(|values| values[0])
    }
}

impl Local {
    fn new(source: &Graph, function: Function, pattern: &[Option<Id>]) -> Self {
        let mut graph = Graph::new();
        let call = call(&mut graph, source, function, pattern, placeholder);
        let partials = (0..pattern.len()).map(|i| {
            let variable = graph.find_variable(&placeholder(i))?;
            diff::gradient(&mut graph, call, &[variable])[0]
        });
        let partials = partials.collect();
        Local { graph, partials }
    }
}

/// A name for an argument that no variable has.
pub(super) fn placeholder(argument: usize) -> String {
    format!("·{argument}")
}

/// A call of the function, alone in a graph: constants as they are, other arguments by names.
pub(super) fn call(
    graph: &mut Graph,
    source: &Graph,
    function: Function,
    pattern: &[Option<Id>],
    name: impl Fn(usize) -> String,
) -> Id {
    let kinds = function.row().kinds;
    let args: Vec<Id> = pattern
        .iter()
        .enumerate()
        .map(|(i, constant)| match (constant, kinds[i]) {
            (Some(constant), _) => match source.op(*constant) {
                Op::Number(number) => graph.number(number.clone()),
                _ => graph.import(source, &[*constant])[0],
            },
            (None, Kind::Bool) => {
                let (condition, zero) = (graph.variable(&name(i)), graph.integer(0));
                graph.intern(Function::NotEqual, &[condition, zero])
            }
            (None, _) => graph.variable(&name(i)),
        })
        .collect();
    graph.intern(function, &args)
}
