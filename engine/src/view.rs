//! The graph of an expression at a point: values on their way forward, gradients on their way back.
//!
//! ```
//! let view = gradus_engine::parse("(x + y)*z")?.view(&[("x", -2.0), ("y", 5.0), ("z", -4.0)])?;
//! let q = view.node("g1").unwrap();
//! assert_eq!((q.value(), q.gradient()), (3.0, Some(-4.0)));
//! println!("{view}");                       // a table
//! let picture: String = view.to_svg();      // stands alone, opens in a browser
//! let source: String = view.to_dot();       // for Graphviz
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Every call is a gate. Backward, the gradient of the output by a gate's result (its upstream gradient) is multiplied by the
//! gate's local gradients, which gives each input its share; a value that goes to several gates gets the sum of the shares.
//! Constants belong to their gate: `1/x` has one input. The expression is shown as it reads, before any simplification.

mod dot;
mod flow;
mod gates;
mod layout;
mod svg;
mod table;

use std::collections::HashMap;
use std::sync::Arc;

use crate::derive::BindError;
use crate::expr::Expr;
use crate::function::Function;
use crate::graph::{Graph, Id, Op};

impl Expr {
    /// Values and gradients of every gate at a point, to be printed or drawn.
    ///
    /// # Errors
    ///
    /// [`BindError`] when a variable has no value or two.
    pub fn view(&self, at: &[(&str, f64)]) -> Result<GraphView, BindError> {
        let (graph, root) = self.graph();
        flow::flow(graph, &[(root, 1.0)], at)
    }
}

/// What a node of a [`GraphView`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A variable.
    Input,
    /// A constant that is an input of a gate with several.
    Constant,
    /// A call.
    Gate,
}

/// A node of a [`GraphView`].
#[derive(Clone, Debug)]
pub struct Node {
    id: Id,
    kind: NodeKind,
    name: String,
    value: f64,
    condition: bool,
    gradient: Option<f64>,
}

impl Node {
    /// What it is.
    pub fn kind(&self) -> NodeKind {
        self.kind
    }

    /// The variable's name, or `g1`, `g2`, … for gates and `f` for the last.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value; of a condition 1 or 0.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The derivative of the output by this node; `None` for conditions and constants.
    pub fn gradient(&self) -> Option<f64> {
        self.gradient
    }
}

/// An edge of a [`GraphView`], from a value to a gate.
#[derive(Clone, Debug)]
pub struct Edge {
    from: usize,
    to: usize,
    argument: usize,
    local: Option<f64>,
    gradient: Option<f64>,
}

impl Edge {
    /// The position of its source among the nodes.
    pub fn from(&self) -> usize {
        self.from
    }

    /// The position of its gate among the nodes.
    pub fn to(&self) -> usize {
        self.to
    }

    /// The gate's local gradient: the derivative of its result by this input. `None` for conditions and constants.
    pub fn local(&self) -> Option<f64> {
        self.local
    }

    /// What flows back: the local gradient times the gate's upstream gradient.
    pub fn gradient(&self) -> Option<f64> {
        self.gradient
    }
}

/// The graph of an expression at a point, with the values of a forward pass and the gradients of a backward pass.
///
/// Printed, it is a table of the inputs and gates.
#[derive(Clone, Debug)]
pub struct GraphView {
    graph: Arc<Graph>,
    /// Inputs, then gates, each behind what it uses.
    nodes: Vec<Node>,
    /// Gate by gate, in the order of the arguments.
    edges: Vec<Edge>,
    outputs: Vec<usize>,
}

impl GraphView {
    /// Several outputs of a graph, each with the gradient that flows in at it: 1 for a plain derivative.
    ///
    /// # Errors
    ///
    /// [`BindError`] when a variable has no value or two.
    pub fn new(graph: &Graph, outputs: &[(Id, f64)], at: &[(&str, f64)]) -> Result<Self, BindError> {
        flow::flow(Arc::new(graph.clone()), outputs, at)
    }

    /// The inputs, then the gates, each behind what it uses.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The edges, gate by gate, in the order of the arguments.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The node of that name.
    pub fn node(&self, name: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name == name)
    }

    /// Gives a part of the expression a name of its own. Returns whether there is such a part.
    ///
    /// ```
    /// let mut view = gradus_engine::parse("q = x + y; q*z")?.view(&[("x", -2.0), ("y", 5.0), ("z", -4.0)])?;
    /// assert!(view.name(&gradus_engine::parse("x + y")?, "q"));
    /// assert_eq!(view.node("q").unwrap().value(), 3.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn name(&mut self, part: &Expr, name: &str) -> bool {
        let (graph, root) = part.graph();
        let id = (*self.graph).clone().import(&graph, &[root])[0];
        let node = self.nodes.iter_mut().find(|node| node.id == id);
        let found = node.map(|node| node.name = name.to_owned());
        found.is_some()
    }

    /// The picture as SVG: inputs on the left, gates as circles; values above the edges, gradients below.
    ///
    /// Where a value goes to several gates, each branch bears its share of the gradient, and the stem their sum. The same graph gives
    /// the same bytes. Some hundred gates can be read; there is no limit.
    pub fn to_svg(&self) -> String {
        svg::to_svg(self)
    }

    /// The graph in the language of Graphviz: `dot -Tsvg`.
    pub fn to_dot(&self) -> String {
        dot::to_dot(self)
    }

    /// The edges into a node, in the order of the arguments.
    fn into(&self, node: usize) -> &[Edge] {
        let start = self.edges.partition_point(|edge| edge.to < node);
        let end = self.edges.partition_point(|edge| edge.to <= node);
        &self.edges[start..end]
    }

    /// The arguments of a gate: the name of a node, or else a constant.
    fn arguments(&self, node: usize) -> Vec<Result<&str, Id>> {
        let names: HashMap<usize, &str> =
            self.into(node).iter().map(|edge| (edge.argument, self.nodes[edge.from].name.as_str())).collect();
        let args = self.graph.args(self.nodes[node].id).iter().enumerate();
        let constant =
            |at: &usize| self.into(node).iter().all(|edge| edge.argument != *at || self.is_constant(edge.from));
        args.map(|(at, id)| if constant(&at) { Err(*id) } else { Ok(names[&at]) }).collect()
    }

    fn is_constant(&self, node: usize) -> bool {
        self.nodes[node].kind == NodeKind::Constant
    }

    /// The function of a gate.
    fn function(&self, node: usize) -> Option<Function> {
        match self.graph.op(self.nodes[node].id) {
            Op::Call(function) if self.nodes[node].kind == NodeKind::Gate => Some(function),
            _ => None,
        }
    }
}
