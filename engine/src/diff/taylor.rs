//! Higher derivatives along one variable, all orders at once.
//!
//! With `D_k` the k-th derivative, Leibniz' rule gives products and quotients, and every other function follows from
//! `f' = Σ ∂f/∂arg·arg'`: `D_(n+1) f = Σ_k C(n, k)·D_k(∂f/∂arg)·D_(n-k+1)(arg)`. The operations grow with the square of the order,
//! where differentiating n times lets them grow exponentially.

use hashbrown::HashMap;

use super::add;
use super::partials::partials;
use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

/// The `order`-th derivative of `root` by `wrt`, `None` where it is zero.
pub fn nth(graph: &mut Graph, root: Id, wrt: Id, order: usize) -> Option<Id> {
    let mut taylor = Taylor::new(graph, root, wrt, order);
    for k in 0..=order {
        for at in 0..taylor.nodes.len() {
            taylor.advance(graph, at, k);
        }
    }
    taylor.derivative(root, order)
}

struct Taylor {
    wrt: Id,
    /// Arguments before calls, each with the highest order that is wanted of it.
    nodes: Vec<(Id, usize)>,
    derivatives: HashMap<Id, Vec<Option<Id>>>,
    /// The partials of a call by its arguments, as nodes.
    slopes: HashMap<Id, Vec<Option<Id>>>,
    /// Rows of Pascal's triangle.
    binomials: Vec<Vec<Number>>,
}

impl Taylor {
    /// Finds the nodes that are needed: a partial is needed to one order less than its call.
    fn new(graph: &mut Graph, root: Id, wrt: Id, order: usize) -> Self {
        let mut slopes: HashMap<Id, Vec<Option<Id>>> = HashMap::new();
        let mut wanted: HashMap<Id, usize> = HashMap::new();
        let mut nodes = Vec::new();
        let mut pending = vec![(root, order)];
        while let Some((id, order)) = pending.pop() {
            match wanted.get_mut(&id) {
                Some(known) if *known >= order => continue,
                Some(known) => *known = order,
                None => {
                    wanted.insert(id, order);
                    nodes.push(id);
                }
            }
            let Some((function, args)) = graph.as_call(id) else { continue };
            let args = args.to_vec();
            pending.extend(args.iter().map(|arg| (*arg, order)));
            if order == 0 || arithmetic(function) {
                continue;
            }
            let slopes = slopes.entry(id).or_insert_with(|| slope_nodes(graph, id, function, &args));
            pending.extend(slopes.iter().flatten().map(|slope| (*slope, order - 1)));
        }
        nodes.sort_unstable();
        let nodes = nodes.into_iter().map(|id| (id, wanted[&id])).collect();
        Taylor { wrt, nodes, derivatives: HashMap::new(), slopes, binomials: pascal(order) }
    }

    fn derivative(&self, id: Id, k: usize) -> Option<Id> {
        self.derivatives.get(&id)?.get(k).copied().flatten()
    }

    /// Finds `D_k` of the node, once `D_j` of all nodes is known for j < k and `D_k` of its arguments.
    fn advance(&mut self, graph: &mut Graph, at: usize, k: usize) {
        let (id, wanted) = self.nodes[at];
        if k > wanted {
            return;
        }
        let derivative = match graph.op(id) {
            _ if k == 0 => Some(id),
            Op::Number(_) => None,
            Op::Variable(_) => (id == self.wrt && k == 1).then(|| graph.integer(1)),
            Op::Call(function) => {
                let args = graph.args(id).to_vec();
                self.call(graph, id, function, &args, k)
            }
        };
        self.derivatives.entry(id).or_default().push(derivative);
    }

    fn call(&mut self, graph: &mut Graph, id: Id, function: Function, args: &[Id], k: usize) -> Option<Id> {
        match (function, args) {
            (Function::Add, &[a, b]) => sum(graph, self.derivative(a, k), self.derivative(b, k)),
            (Function::Sub, &[a, b]) => {
                let b = self.derivative(b, k).map(|b| graph.call(Function::Neg, &[b]));
                sum(graph, self.derivative(a, k), b)
            }
            (Function::Neg, &[a]) => self.derivative(a, k).map(|a| graph.call(Function::Neg, &[a])),
            (Function::Mul, &[a, b]) => self.leibniz(graph, a, b, 0, k),
            // a = f·b: D_k f = (D_k a - Σ_(j<k) C(k, j)·D_j f·D_(k-j) b)/b
            (Function::Div, &[a, b]) => {
                let mut above = self.derivative(a, k);
                for j in 0..k {
                    let term = self.term(graph, self.derivative(id, j), self.derivative(b, k - j), k, j);
                    let term = term.map(|term| graph.call(Function::Neg, &[term]));
                    above = sum(graph, above, term);
                }
                above.map(|above| graph.call(Function::Div, &[above, b]))
            }
            (Function::Select, &[c, a, b]) => {
                let branches = (self.derivative(a, k), self.derivative(b, k));
                if branches == (None, None) {
                    return None;
                }
                let zero = graph.integer(0);
                Some(graph.call(Function::Select, &[c, branches.0.unwrap_or(zero), branches.1.unwrap_or(zero)]))
            }
            _ => {
                let slopes = self.slopes.get(&id)?.clone();
                let mut total = None;
                for (arg, slope) in args.iter().zip(slopes) {
                    let Some(slope) = slope else { continue };
                    let part = self.leibniz(graph, slope, *arg, 1, k - 1);
                    total = sum(graph, total, part);
                }
                total
            }
        }
    }

    /// `Σ_j C(n, j)·D_j(a)·D_(n-j+shift)(b)`.
    fn leibniz(&self, graph: &mut Graph, a: Id, b: Id, shift: usize, n: usize) -> Option<Id> {
        let mut total = None;
        for j in 0..=n {
            let term = self.term(graph, self.derivative(a, j), self.derivative(b, n - j + shift), n, j);
            total = sum(graph, total, term);
        }
        total
    }

    fn term(&self, graph: &mut Graph, a: Option<Id>, b: Option<Id>, n: usize, j: usize) -> Option<Id> {
        let product = graph.call(Function::Mul, &[a?, b?]);
        let binomial = graph.number(self.binomials[n][j].clone());
        Some(graph.call(Function::Mul, &[binomial, product]))
    }
}

/// What has a rule of its own above.
fn arithmetic(function: Function) -> bool {
    use Function::{Add, Div, Mul, Neg, Select, Sub};
    matches!(function, Add | Sub | Neg | Mul | Div | Select)
}

/// The partials of a call as nodes of the graph; constants are the arguments without a variable.
fn slope_nodes(graph: &mut Graph, id: Id, function: Function, args: &[Id]) -> Vec<Option<Id>> {
    let constant = |graph: &Graph, arg: Id| graph.variables(&[arg]).is_empty();
    let constants = args.iter().enumerate().map(|(i, arg)| usize::from(constant(graph, *arg)) << i).sum();
    let one = graph.integer(1);
    let slope = |(arg, pieces): (&Id, &Vec<super::partials::Piece>)| {
        if constant(graph, *arg) {
            return None;
        }
        let mut total = None;
        for piece in pieces {
            let (guard, value) = piece.times(graph, one, args, id);
            let value = match guard {
                Some(guard) => {
                    let zero = graph.integer(0);
                    graph.call(Function::Select, &[guard, value, zero])
                }
                None => value,
            };
            total = sum(graph, total, Some(value));
        }
        total
    };
    args.iter().zip(partials(function, constants)).map(slope).collect()
}

fn sum(graph: &mut Graph, a: Option<Id>, b: Option<Id>) -> Option<Id> {
    match (a, b) {
        (Some(a), Some(b)) => Some(add(graph, a, b)),
        (a, b) => a.or(b),
    }
}

/// Rows 0 to `order` of Pascal's triangle. An entry beyond the size of exact numbers cannot occur: it has at most `order` bits.
fn pascal(order: usize) -> Vec<Vec<Number>> {
    let mut rows = vec![vec![Number::ONE]];
    for n in 1..=order {
        let above = &rows[n - 1];
        let inner = (1..n).map(|j| above[j - 1].add(&above[j]).unwrap_or_default());
        let row = [Number::ONE].into_iter().chain(inner).chain([Number::ONE]).collect();
        rows.push(row);
    }
    rows
}
