//! The view as a table.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::flow::{call, placeholder};
use super::{GraphView, Node, NodeKind};
use crate::columns::{Align, digits, table};
use crate::derive::derive;
use crate::expr::Expr;
use crate::function::Function;
use crate::graph::{Graph, Id};

/// Digits of a number.
pub(super) const DIGITS: usize = 8;

/// The longest local gradient that is printed as a formula, if need be with the gate's own name in it.
const LONGEST: usize = 24;

/// A row for each input and gate, further rows for further inputs of a gate.
impl fmt::Display for GraphView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["node", "gate", "value", "upstream", "input", "local", "", "local × upstream"];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        let mut formulas = Formulas::default();
        for at in 0..self.nodes.len() {
            if self.nodes[at].kind != NodeKind::Constant || self.outputs.contains(&at) {
                self.rows(at, &mut formulas, &mut rows);
            }
        }
        use Align::{Left, Right};
        f.write_str(&table(&[Left, Left, Right, Right, Left, Left, Right, Right], &rows))
    }
}

impl GraphView {
    /// The rows of a node: what it is, and beside that what flows to each of its inputs.
    fn rows(&self, at: usize, formulas: &mut Formulas, rows: &mut Vec<Vec<String>>) {
        let node = &self.nodes[at];
        let names: Vec<String> =
            self.arguments(at).into_iter().map(|name| name.unwrap_or_default().to_owned()).collect();
        let formula = self.function(at).map(|function| formulas.of(self, at, function));
        let call = formula.map(|formula| with_names(&formula.call, &names)).unwrap_or_default();
        let gradient = node.gradient.map(number);
        let mut left = vec![node.name.clone(), call.clone(), value(node), gradient.unwrap_or_default()];
        let flows = self.into(at).iter().filter_map(|edge| {
            let value = number(edge.local?);
            let local = formula.and_then(|formula| formula.locals[edge.argument].as_ref());
            let local = local.and_then(|text| {
                let long = with_names(text, &names);
                let short = if call.ends_with(')') { long.replace(&call, &node.name) } else { long.clone() };
                [long, short].into_iter().find(|text| text.chars().count() <= LONGEST)
            });
            let local = local.filter(|text| *text != value);
            Some(vec![names[edge.argument].clone(), local.unwrap_or_default(), value, number(edge.gradient?)])
        });
        let mut flows: Vec<Vec<String>> = flows.collect();
        if flows.is_empty() {
            flows.push(vec![String::new(); 4]);
        }
        for right in flows {
            rows.push(left.into_iter().chain(right).collect());
            left = vec![String::new(); 4];
        }
    }

    /// What a gate computes, with names for its arguments.
    pub(super) fn gate_formula(&self, node: usize, names: &[String]) -> String {
        let Some(function) = self.function(node) else { return String::new() };
        let pattern: Vec<Option<Id>> = self.arguments(node).into_iter().map(Result::err).collect();
        let mut graph = Graph::new();
        let root = call(&mut graph, &self.graph, function, &pattern, placeholder);
        with_names(&Expr::from_graph(Arc::new(graph), root).to_string(), names)
    }
}

fn number(x: f64) -> String {
    // The sign of a zero is of no interest to a reader.
    digits(x + 0.0, DIGITS)
}

/// The value of a node as text.
fn value(node: &Node) -> String {
    match node.condition {
        true => (node.value != 0.0).to_string(),
        false => number(node.value),
    }
}

/// What a gate computes and its local gradients, as formulas of placeholders.
struct Formula {
    call: String,
    locals: Vec<Option<String>>,
}

/// Formulas by function and constants.
#[derive(Default)]
struct Formulas {
    known: HashMap<(Function, Vec<Option<Id>>), Formula>,
}

impl Formulas {
    fn of(&mut self, view: &GraphView, node: usize, function: Function) -> &Formula {
        let pattern: Vec<Option<Id>> = view.arguments(node).into_iter().map(Result::err).collect();
        self.known.entry((function, pattern)).or_insert_with_key(|(function, pattern)| {
            let mut graph = Graph::new();
            let root = call(&mut graph, &view.graph, *function, pattern, placeholder);
            let call = Expr::from_graph(Arc::new(graph), root);
            let local = |(i, constant): (usize, &Option<Id>)| match constant {
                None => derive(&call, &placeholder(i)).ok().map(|local| local.to_string()),
                Some(_) => None,
            };
            Formula { locals: pattern.iter().enumerate().map(local).collect(), call: call.to_string() }
        })
    }
}

/// A formula with names for its placeholders.
fn with_names(formula: &str, names: &[String]) -> String {
    names.iter().enumerate().fold(formula.to_owned(), |text, (i, name)| {
        let place = placeholder(i);
        text.replace(&format!("{place} != 0"), name).replace(&place, name)
    })
}
