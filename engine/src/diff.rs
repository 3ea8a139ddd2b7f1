//! Differentiation: scans over the graph, never a rewrite.
//!
//! Reverse mode takes one output to all variables, forward mode one variable to all nodes. Zeros are dropped where they
//! arise structurally, never by multiplying with 0. What a branch (`where`, `max`, ...) does not take contributes nothing,
//! not even 0·inf: adjoints below a branch carry its condition along and are blended once, at the end.

mod forward;
mod jacobian;
mod partials;
mod reverse;
mod taylor;

pub use forward::tangents;
pub use jacobian::{Entry, hessian, jacobian};
pub(crate) use reverse::Reverse;
pub use reverse::{gradient, gradient_given};
pub use taylor::nth;

use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

/// `a + b`; two selections by one condition become one.
fn add(graph: &mut Graph, a: Id, b: Id) -> Id {
    if let (Some(&[c, a1, a2]), Some(&[d, b1, b2])) =
        (graph.args_of(Function::Select, a), graph.args_of(Function::Select, b))
        && c == d
        && (is_zero(graph, a1) || is_zero(graph, b1))
        && (is_zero(graph, a2) || is_zero(graph, b2))
    {
        let then = graph.call(Function::Add, &[a1, b1]);
        let otherwise = graph.call(Function::Add, &[a2, b2]);
        return graph.call(Function::Select, &[c, then, otherwise]);
    }
    graph.call(Function::Add, &[a, b])
}

fn is_zero(graph: &Graph, id: Id) -> bool {
    graph.as_number(id).is_some_and(Number::is_zero)
}

/// Which nodes a derivative passes through, by position.
pub(crate) struct Activity {
    /// Depends on a variable of differentiation.
    pub(crate) active: Vec<bool>,
    /// Depends on any variable: not a constant, which wins a tie in `max` and `min`.
    pub(crate) varying: Vec<bool>,
}

impl Activity {
    fn new(graph: &Graph, wrt: &[Id]) -> Self {
        Self::given(graph, wrt, &[])
    }

    /// The same where the variables `constants` are constants by another name.
    fn given(graph: &Graph, wrt: &[Id], constants: &[Id]) -> Self {
        let varies = |id: &Id| matches!(graph.op(*id), Op::Variable(_)) && !constants.contains(id);
        let variables: Vec<Id> = graph.ids().filter(varies).collect();
        Activity { active: graph.depends(wrt), varying: graph.depends(&variables) }
    }

    /// Which arguments are constants, as bits.
    fn constants(&self, args: &[Id]) -> usize {
        args.iter().enumerate().map(|(i, arg)| usize::from(!self.varying[arg.index()]) << i).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    /// Evaluates node by node.
    pub(super) fn value(graph: &Graph, root: Id, at: &[(&str, f64)]) -> f64 {
        let mut values = vec![0.0; graph.len()];
        for id in graph.ids() {
            values[id.index()] = match graph.op(id) {
                crate::graph::Op::Number(number) => number.to_f64(),
                crate::graph::Op::Variable(name) => at.iter().find(|(n, _)| *n == name).unwrap().1,
                crate::graph::Op::Call(function) => {
                    let mut args = [0.0; 3];
                    for (slot, arg) in args.iter_mut().zip(graph.args(id)) {
                        *slot = values[arg.index()];
                    }
                    function.apply(args)
                }
            };
        }
        values[root.index()]
    }

    fn gradient_at(text: &str, wrt: &[&str], at: &[(&str, f64)]) -> Vec<f64> {
        let (graph, root) = parse::parse(text).unwrap().graph();
        let mut graph = (*graph).clone();
        let ids: Vec<Id> = wrt.iter().map(|name| graph.variable(name)).collect();
        let reverse = gradient(&mut graph, root, &ids);
        let mut result = Vec::new();
        for (&id, partial) in ids.iter().zip(reverse) {
            let [forward] = tangents(&mut graph, &[root], id)[..] else { unreachable!() };
            let reverse = partial.map_or(0.0, |p| value(&graph, p, at));
            let forward = forward.map_or(0.0, |p| value(&graph, p, at));
            assert!(
                (reverse - forward).abs() <= 1e-14 * forward.abs() || reverse == forward,
                "{text}: {reverse} {forward}"
            );
            result.push(reverse);
        }
        graph.check().unwrap();
        result
    }

    #[test]
    fn the_lectures_chain() {
        let at = [("x", -2.0), ("y", 5.0), ("z", -4.0)];
        assert_eq!(gradient_at("q = x + y; q*z", &["x", "y", "z"], &at), [-4.0, -4.0, 3.0]);
    }

    #[test]
    fn the_branch_not_taken_contributes_nothing() {
        for (text, x, want) in [
            ("if x > 0 then sqrt(x) else 0", 0.0, 0.0),
            ("y = sqrt(x); (if x > 0 then y else 0) + (if x > 1 then y*y else 0)", 0.0, 0.0),
            ("where(x > 0, ln(x), 2*x)*3", -1.0, 6.0),
            ("max(0, x)", 0.0, 0.0),
            ("max(x, 0)", 0.0, 0.0),
            ("max(sqrt(x), 1)", 0.0, 0.0),
            ("relu(x)", 0.0, 0.0),
            ("abs(x)", 0.0, 0.0),
            ("hypot(x, 0)", 0.0, 0.0),
            ("sqrt(x)", 0.0, f64::INFINITY),
            ("clamp(x, 0, 1)", 1.0, 0.0),
        ] {
            assert_eq!(gradient_at(text, &["x"], &[("x", x)]), [want], "{text}");
        }
    }

    #[test]
    fn ties_and_nans_are_routed_as_written() {
        let at = |x, y| [("x", x), ("y", y)];
        for text in ["max(x, y)", "min(x, y)"] {
            assert_eq!(gradient_at(text, &["x", "y"], &at(1.0, 1.0)), [1.0, 0.0]);
            assert_eq!(gradient_at(text, &["x", "y"], &at(f64::NAN, 1.0)), [0.0, 1.0]);
            assert_eq!(gradient_at(text, &["x", "y"], &at(1.0, f64::NAN)), [1.0, 0.0]);
        }
        assert_eq!(gradient_at("max(x, y)", &["x", "y"], &at(1.0, 2.0)), [0.0, 1.0]);
    }

    #[test]
    fn a_jacobian_is_sparse_and_a_hessian_upper() {
        let (graph, root) = parse::parse("x*y + sin(z)").unwrap().graph();
        let mut graph = (*graph).clone();
        let wrt: Vec<Id> = ["x", "y", "z"].iter().map(|name| graph.variable(name)).collect();
        let (_, entries) = hessian(&mut graph, root, &wrt);
        let places: Vec<_> = entries.iter().map(|entry| (entry.row, entry.column)).collect();
        assert_eq!(places, [(0, 1), (2, 2)]);
        let entries = jacobian(&mut graph, &wrt.clone(), &wrt);
        let places: Vec<_> = entries.iter().map(|entry| (entry.row, entry.column)).collect();
        assert_eq!(places, [(0, 0), (1, 1), (2, 2)]);
    }

    #[test]
    fn a_long_diagonal_is_not_looked_up_in_every_column() {
        let mut graph = Graph::new();
        let wrt: Vec<Id> = (0..100_000).map(|i| graph.variable(&format!("x{i}"))).collect();
        let outputs: Vec<Id> = wrt.iter().map(|x| graph.call(Function::Sin, &[*x])).collect();
        let entries = jacobian(&mut graph, &outputs, &wrt);
        assert_eq!(entries.len(), wrt.len());
        assert!(entries.iter().enumerate().all(|(i, entry)| (entry.row, entry.column) == (i, i)));
    }

    #[test]
    fn a_node_may_be_two_columns() {
        let (graph, root) = parse::parse("x*sin(y)").unwrap().graph();
        let mut graph = (*graph).clone();
        let [x, y] = ["x", "y"].map(|name| graph.variable(name));
        let partials = gradient(&mut graph, root, &[x, y, x]);
        assert!(partials[0].is_some() && partials[0] == partials[2] && partials[0] != partials[1]);
        let (_, entries) = hessian(&mut graph, root, &[x, y, x]);
        let places: Vec<_> = entries.iter().map(|entry| (entry.row, entry.column)).collect();
        assert_eq!(places, [(0, 1), (1, 1), (1, 2)]);
    }

    #[test]
    fn deep_chains_are_scanned_not_descended() {
        let mut graph = Graph::new();
        let x = graph.variable("x");
        let mut last = x;
        for _ in 0..200_000 {
            last = graph.call(Function::Sin, &[last]);
        }
        assert!(gradient(&mut graph, last, &[x])[0].is_some());
    }
}
