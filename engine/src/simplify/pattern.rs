//! Patterns of rewrite rules: where they match in an e-graph, and what they become there.
//!
//! The operands of `+` and `*` match in both orders, so that the table needs no commutativity and no rule twice. Most classes are ruled out
//! by the functions of their nodes, one bit each. Macros do this without optimisation, hence slices and plain loops.

use egg::{EClass, Id as Class, Language};

use super::language::{Classes, Enode, Head, Known};
use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

/// The most names that a rule may have.
pub(super) const NAMES: usize = 4;

/// The classes that the names of a rule stand for.
pub(super) type Binding = [Option<Class>; NAMES];

/// An expression over names.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// Arguments before what is called with them; the last is the whole.
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Name(usize),
    Number(Number),
    Call { function: Function, args: [usize; 3], arity: usize },
}

/// The bit of a function.
pub(super) const fn bit(function: Function) -> u128 {
    1 << function as u8
}

/// The bit of the function that an e-node calls.
pub(super) fn bit_of(head: &Head) -> u128 {
    match head {
        Head::Call(function) => bit(*function),
        _ => 0,
    }
}

impl Pattern {
    /// The pattern of an expression; its variables are names, numbered in `names` as they are met.
    pub(super) fn new(graph: &Graph, root: Id, names: &mut Vec<String>) -> Self {
        let cone = graph.cone(&[root]);
        let node = |id: &Id| match graph.op(*id) {
            Op::Variable(name) => Node::Name(number(name, names)),
            Op::Number(number) => Node::Number(number.clone()),
            Op::Call(function) => {
                let mut args = [0; 3];
                for (slot, arg) in args.iter_mut().zip(graph.args(*id)) {
                    *slot = cone.binary_search(arg).expect("arguments are in the cone");
                }
                Node::Call { function, args, arity: graph.args(*id).len() }
            }
        };
        Pattern { nodes: cone.iter().map(node).collect() }
    }

    /// The functions without which it matches nothing.
    pub(super) fn needs(&self) -> u128 {
        self.nodes.iter().fold(0, |all, node| all | node.bit())
    }

    /// The function that it is a call of.
    pub(super) fn root(&self) -> u128 {
        self.nodes.last().map_or(0, Node::bit)
    }

    /// The class of the pattern under a binding, with what is missing added.
    pub(super) fn instance(&self, egraph: &mut Classes, binding: &Binding) -> Class {
        let mut classes: Vec<Class> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let class = match node.enode(binding, &classes) {
                Ok(class) => class,
                Err(enode) => match known(egraph, &enode) {
                    Some(class) => class,
                    None => egraph.add(enode),
                },
            };
            classes.push(class);
        }
        *classes.last().expect("a pattern is not empty")
    }

    /// The class of the pattern under a binding, where it is there.
    pub(super) fn find(&self, egraph: &Classes, binding: &Binding) -> Option<Class> {
        let mut classes: Vec<Class> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            classes.push(match node.enode(binding, &classes) {
                Ok(class) => class,
                Err(enode) => egraph.lookup(enode)?,
            });
        }
        classes.last().copied()
    }
}

impl Node {
    fn bit(&self) -> u128 {
        match self {
            Node::Call { function, .. } => bit(*function),
            _ => 0,
        }
    }

    /// The class that a name stands for, or the e-node over the classes of earlier nodes.
    fn enode(&self, binding: &Binding, classes: &[Class]) -> Result<Class, Enode> {
        match self {
            Node::Name(name) => Ok(binding[*name].expect("the left side binds all names")),
            Node::Number(number) => Err(Enode::leaf(Head::Number(number.clone()))),
            Node::Call { function, args, arity } => {
                let children = args.map(|arg| classes.get(arg).copied().unwrap_or_default());
                Err(Enode::call(*function, &children[..*arity]))
            }
        }
    }
}

fn number(name: &str, names: &mut Vec<String>) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

fn commutes(function: Function) -> bool {
    matches!(function, Function::Add | Function::Mul)
}

/// The class of an e-node, or of the same with its operands in the other order: one order of them is enough.
fn known(egraph: &Classes, enode: &Enode) -> Option<Class> {
    let class = egraph.lookup(enode.clone());
    match (&enode.head, enode.children()) {
        (Head::Call(function), &[a, b]) if class.is_none() && commutes(*function) && a != b => {
            egraph.lookup(Enode::call(*function, &[b, a]))
        }
        _ => class,
    }
}

/// The classes of an e-graph as they are at the start of a round.
pub(super) struct View<'e> {
    /// By id.
    classes: Vec<Option<&'e EClass<Enode, Known>>>,
    /// By id, the functions of the class's nodes.
    functions: Vec<u128>,
}

impl<'e> View<'e> {
    pub(super) fn new(egraph: &'e Classes) -> Self {
        let (mut classes, mut functions) = (Vec::new(), Vec::new());
        for class in egraph.classes() {
            let at = usize::from(class.id);
            if at >= classes.len() {
                classes.resize(at + 1, None);
                functions.resize(at + 1, 0);
            }
            classes[at] = Some(class);
            for node in &class.nodes {
                functions[at] |= bit_of(&node.head);
            }
        }
        View { classes, functions }
    }

    /// The functions that are called at all.
    pub(super) fn functions(&self) -> u128 {
        self.functions.iter().fold(0, |all, functions| all | functions)
    }

    /// Where a pattern matches, by class in order, at most so often.
    pub(super) fn matches(&self, pattern: &Pattern, most: usize) -> Vec<(Class, Binding)> {
        let (nodes, root) = (&pattern.nodes[..], pattern.root());
        let whole = nodes.len() - 1;
        let functions = &self.functions[..];
        let mut search =
            Search { view: self, nodes, binding: [None; NAMES], root: Class::default(), most, found: Vec::new() };
        let mut at = 0;
        while at < functions.len() {
            if functions[at] & root != 0 {
                search.root = Class::from(at);
                search.solve(Some(&Goal { node: whole, class: search.root, next: None }));
            }
            at += 1;
        }
        search.found
    }
}

/// A node of a pattern that is to match a class, and what is to match besides.
struct Goal<'g> {
    node: usize,
    class: Class,
    next: Option<&'g Goal<'g>>,
}

struct Search<'v> {
    view: &'v View<'v>,
    nodes: &'v [Node],
    binding: Binding,
    root: Class,
    most: usize,
    found: Vec<(Class, Binding)>,
}

impl Search<'_> {
    /// Notes every binding that meets all goals.
    fn solve(&mut self, goals: Option<&Goal>) {
        let Some(&Goal { node, class, next }) = goals else {
            if self.found.len() < self.most && self.found.last() != Some(&(self.root, self.binding)) {
                self.found.push((self.root, self.binding));
            }
            return;
        };
        let nodes = self.nodes;
        match &nodes[node] {
            Node::Name(name) => {
                let before = self.binding[*name];
                if before == Some(class) {
                    self.solve(next);
                } else if before.is_none() {
                    self.binding[*name] = Some(class);
                    self.solve(next);
                    self.binding[*name] = None;
                }
            }
            // seen when it was met as an argument
            Node::Number(_) => self.solve(next),
            Node::Call { function, args, arity } => self.call(*function, &args[..*arity], class, next),
        }
    }

    fn call(&mut self, function: Function, args: &[usize], class: Class, next: Option<&Goal>) {
        let Some(class) = self.view.classes[usize::from(class)] else { return };
        let enodes = &class.nodes[..];
        let mut at = 0;
        while at < enodes.len() {
            let enode = &enodes[at];
            at += 1;
            if !matches!(enode.head, Head::Call(called) if called == function) {
                continue;
            }
            let children = enode.children();
            self.args(args, children, next);
            if let (&[a, b], &[x, y]) = (args, children)
                && commutes(function)
                && a != b
                && x != y
            {
                self.args(args, &[y, x], next);
            }
        }
    }

    /// Has arguments match before what else is to match.
    fn args(&mut self, args: &[usize], children: &[Class], next: Option<&Goal>) {
        let mut at = 0;
        while at < args.len() {
            if !self.may_match(args[at], children[at]) {
                return;
            }
            at += 1;
        }
        let goal = |at: usize, next| Goal { node: args[at], class: children[at], next };
        match args.len() {
            0 => self.solve(next),
            1 => self.solve(Some(&goal(0, next))),
            2 => self.solve(Some(&goal(0, Some(&goal(1, next))))),
            _ => self.solve(Some(&goal(0, Some(&goal(1, Some(&goal(2, next))))))),
        }
    }

    /// Whether a node of the pattern may match a class, judged by that class alone.
    fn may_match(&self, node: usize, class: Class) -> bool {
        match &self.nodes[node] {
            Node::Name(name) => match self.binding[*name] {
                Some(bound) => bound == class,
                None => true,
            },
            Node::Number(number) => {
                let known = self.view.classes[usize::from(class)];
                known.is_some_and(|known| known.data.number.as_ref() == Some(number))
            }
            Node::Call { function, .. } => self.view.functions[usize::from(class)] & bit(*function) != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::simplify::facts::Fact;
    use crate::simplify::language::Facts;

    /// The pattern of a text.
    fn pattern(text: &str, names: &mut Vec<String>) -> Pattern {
        let (graph, root) = parse::parse(text).expect("a text").graph();
        Pattern::new(&graph, root, names)
    }

    /// How often the left text matches where the right one is.
    fn matches(left: &str, right: &str) -> usize {
        let mut names = Vec::new();
        let term = pattern(right, &mut names);
        let mut egraph = Classes::new(Facts { leaves: vec![Fact::UNKNOWN; names.len()], ..Facts::default() });
        let mut binding = [None; NAMES];
        for (at, class) in binding[..names.len()].iter_mut().enumerate() {
            *class = Some(egraph.add(Enode::leaf(Head::Leaf(at as u32))));
        }
        term.instance(&mut egraph, &binding);
        egraph.rebuild();
        View::new(&egraph).matches(&pattern(left, &mut Vec::new()), usize::MAX).len()
    }

    #[test]
    fn sums_and_products_match_in_both_orders() {
        assert_eq!(matches("(a*b)/b", "(x*y)/y"), 1);
        assert_eq!(matches("(a*b)/b", "(y*x)/y"), 1);
        assert_eq!(matches("a + a*b", "y*x + y"), 1);
        // a and b for x and y, and for y and x
        assert_eq!(matches("a*b", "x*y"), 2);
        assert_eq!(matches("a - b", "x - y"), 1);
    }

    #[test]
    fn a_name_is_one_class_and_a_number_itself() {
        assert_eq!(matches("a*a", "x*y"), 0);
        assert_eq!(matches("a*a", "x*x"), 1);
        assert_eq!(matches("2*a", "3*x"), 0);
        assert_eq!(matches("2*a", "x*2"), 1);
        assert_eq!(matches("a/(b*c)", "x/sin(y)"), 0);
    }

    #[test]
    fn one_order_of_operands_is_enough() {
        let mut names = Vec::new();
        let (sum, turned) = (pattern("x + y", &mut names), pattern("y + x", &mut names));
        let mut egraph = Classes::new(Facts { leaves: vec![Fact::UNKNOWN; 2], ..Facts::default() });
        let leaves = [0, 1].map(|at| egraph.add(Enode::leaf(Head::Leaf(at))));
        let binding = [Some(leaves[0]), Some(leaves[1]), None, None];
        let classes = [sum, turned].map(|pattern| pattern.instance(&mut egraph, &binding));
        assert_eq!(classes[0], classes[1]);
    }
}
