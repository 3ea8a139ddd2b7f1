//! The expression graph: a hash-consed arena in topological order.
//!
//! Arguments have smaller ids than their calls, so every pass is one scan over the ids, forward or backward, and never a
//! recursion. Equal calls are one node. [`Graph::call`] folds (see `fold`), [`Graph::intern`] keeps a call verbatim.

mod fold;

use hashbrown::HashMap;
use std::fmt;

use crate::function::{Function, Kind};
use crate::index::{Index, hash_text};
use crate::number::Number;

/// A node of one [`Graph`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    /// The position in the arena: arguments stand before their calls.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id at a position in the arena.
    pub fn from_index(index: usize) -> Self {
        Id(u32::try_from(index).expect("a graph holds at most 2^32 nodes"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%{}", self.0)
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op<'g> {
    /// An exact constant.
    Number(&'g Number),
    /// A variable.
    Variable(&'g str),
    /// A call; [`Graph::args`] has its arguments.
    Call(Function),
}

/// 16 bytes: `tag` is `NUMBER`, `VARIABLE` or the function; a leaf keeps its index in `args[0]`.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Node {
    tag: u16,
    arity: u16,
    args: [Id; 3],
}

const NUMBER: u16 = u16::MAX;
const VARIABLE: u16 = u16::MAX - 1;
const NONE: Id = Id(u32::MAX);

impl Node {
    fn leaf(tag: u16, index: usize) -> Self {
        Node { tag, arity: 0, args: [Id::from_index(index), NONE, NONE] }
    }

    /// The same node for both orders of the operands of `+` and `*`.
    fn unordered(mut self) -> Self {
        let commutes = self.tag == Function::Add as u16 || self.tag == Function::Mul as u16;
        if commutes && self.args[0] > self.args[1] {
            self.args.swap(0, 1);
        }
        self
    }

    fn hash(&self) -> u64 {
        const K: u64 = 0x9E37_79B9_7F4A_7C15;
        let [a, b, c] = self.args;
        let low = ((a.0 as u64) << 32 | b.0 as u64) ^ K;
        let high = ((c.0 as u64) << 16 | self.tag as u64) ^ K.rotate_left(17);
        let product = (low.wrapping_mul(K) ^ high) as u128 * (K | 1) as u128;
        (product >> 64) as u64 ^ product as u64
    }
}

/// A hash-consed arena of nodes.
#[derive(Clone, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    /// The calls in `nodes`.
    index: Index,
    numbers: Vec<Number>,
    number_index: Index,
    names: Vec<String>,
    name_index: Index,
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of nodes, leaves included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// All ids, arguments before calls.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id> + use<> {
        (0..self.nodes.len()).map(Id::from_index)
    }

    /// A constant.
    pub fn number(&mut self, number: Number) -> Id {
        let Graph { nodes, numbers, number_index, .. } = self;
        let same = |id: u32| numbers[nodes[id as usize].args[0].index()] == number;
        match number_index.find(number.mix(0), same) {
            Ok(id) => Id(id),
            Err(vacant) => {
                let id = self.push(Node::leaf(NUMBER, self.numbers.len()));
                self.numbers.push(number);
                self.number_index.enter(vacant, id.0);
                id
            }
        }
    }

    /// A whole constant.
    pub fn integer(&mut self, value: i64) -> Id {
        self.number(value.into())
    }

    /// The variable of that name.
    pub fn variable(&mut self, name: &str) -> Id {
        let Graph { nodes, names, name_index, .. } = self;
        let same = |id: u32| names[nodes[id as usize].args[0].index()] == name;
        match name_index.find(hash_text(name), same) {
            Ok(id) => Id(id),
            Err(vacant) => {
                let id = self.push(Node::leaf(VARIABLE, self.names.len()));
                self.names.push(name.to_owned());
                self.name_index.enter(vacant, id.0);
                id
            }
        }
    }

    /// A call exactly as given; only a number goes before the other operand of `+` and `*`, which no value can tell.
    ///
    /// Of `a + b` and `b + a`, which are one node, the first to be written stays.
    pub fn intern(&mut self, function: Function, args: &[Id]) -> Id {
        debug_assert!(self.fits(function, args, false), "{function:?} does not take {args:?}");
        let mut node = Node { tag: function as u16, arity: args.len() as u16, args: [NONE; 3] };
        node.args[..args.len()].copy_from_slice(args);
        if function.commutes() && self.is_number(args[1]) && !self.is_number(args[0]) {
            node.args.swap(0, 1);
        }
        let key = node.unordered();
        let nodes = &self.nodes[..];
        match self.index.find(key.hash(), |id| nodes[id as usize].unordered() == key) {
            Ok(id) => Id(id),
            Err(vacant) => {
                let id = self.push(node);
                self.index.enter(vacant, id.0);
                id
            }
        }
    }

    fn push(&mut self, node: Node) -> Id {
        let id = Id::from_index(self.nodes.len());
        self.nodes.push(node);
        id
    }

    /// Makes room for so many more nodes at once.
    pub(crate) fn reserve(&mut self, additional: usize) {
        self.nodes.reserve(additional);
        self.index.reserve(additional);
    }

    fn is_number(&self, id: Id) -> bool {
        self.nodes[id.index()].tag == NUMBER
    }

    /// Whether the arguments are of the function's kinds. The text of a partial has a name where a call has a whole number, so
    /// only `strict` asks for one.
    fn fits(&self, function: Function, args: &[Id], strict: bool) -> bool {
        let kinds = function.row().kinds;
        let mut fits = kinds.len() == args.len();
        let mut at = 0;
        while fits && at < args.len() {
            fits = match kinds[at] {
                Kind::Integer => match self.as_number(args[at]) {
                    Some(number) => number.to_i32().is_some(),
                    None => !strict && self.kind(args[at]) == Kind::Real,
                },
                kind => self.kind(args[at]) == kind,
            };
            at += 1;
        }
        fits
    }

    /// What the node is.
    pub fn op(&self, id: Id) -> Op<'_> {
        let node = &self.nodes[id.index()];
        match node.tag {
            NUMBER => Op::Number(&self.numbers[node.args[0].index()]),
            VARIABLE => Op::Variable(&self.names[node.args[0].index()]),
            tag => Op::Call(Function::ALL[usize::from(tag)]),
        }
    }

    /// The arguments of a call, none for a leaf.
    pub fn args(&self, id: Id) -> &[Id] {
        let node = &self.nodes[id.index()];
        &node.args[..usize::from(node.arity)]
    }

    /// Function and arguments of a call.
    pub fn as_call(&self, id: Id) -> Option<(Function, &[Id])> {
        match self.op(id) {
            Op::Call(function) => Some((function, self.args(id))),
            _ => None,
        }
    }

    /// The constant, when the node is one.
    pub fn as_number(&self, id: Id) -> Option<&Number> {
        match self.op(id) {
            Op::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The arguments of a call of `function`.
    pub fn args_of(&self, function: Function, id: Id) -> Option<&[Id]> {
        (self.nodes[id.index()].tag == function as u16).then(|| self.args(id))
    }

    /// Whether the node has a real value or is a condition.
    pub fn kind(&self, id: Id) -> Kind {
        match self.op(id) {
            Op::Call(function) => function.row().result,
            _ => Kind::Real,
        }
    }

    /// The variable of that name, when the graph has it.
    pub fn find_variable(&self, name: &str) -> Option<Id> {
        let same = |id: u32| self.names[self.nodes[id as usize].args[0].index()] == name;
        self.name_index.get(hash_text(name), same).map(Id)
    }

    /// The nodes that the roots need, themselves included, as flags by position.
    pub fn reach(&self, roots: &[Id]) -> Vec<bool> {
        let mut live = vec![false; self.nodes.len()];
        for root in roots {
            live[root.index()] = true;
        }
        let top = roots.iter().map(|root| root.index() + 1).max().unwrap_or(0);
        let (nodes, flags) = (&self.nodes[..], &mut live[..]);
        let mut position = top;
        while position > 0 {
            position -= 1;
            if flags[position] {
                let Node { arity, args, .. } = nodes[position];
                let mut at = 0;
                while at < arity as usize {
                    flags[args[at].index()] = true;
                    at += 1;
                }
            }
        }
        live
    }

    /// The leaves that the roots need, in order. It looks at nothing else, whatever else is in the graph.
    pub(crate) fn leaves(&self, roots: &[Id]) -> Vec<Id> {
        let nodes = &self.nodes[..];
        let top = roots.iter().map(|root| root.index() + 1).max().unwrap_or(0);
        let mut seen = vec![false; top];
        let seen = &mut seen[..];
        let mut pending = roots.to_vec();
        let mut leaves = Vec::new();
        while let Some(id) = pending.pop() {
            if seen[id.index()] {
                continue;
            }
            seen[id.index()] = true;
            let node = &nodes[id.index()];
            if node.arity == 0 {
                leaves.push(id);
            }
            let mut at = 0;
            while at < node.arity as usize {
                if !seen[node.args[at].index()] {
                    pending.push(node.args[at]);
                }
                at += 1;
            }
        }
        leaves.sort_unstable();
        leaves
    }

    /// The nodes that the roots need, arguments before calls.
    pub fn cone(&self, roots: &[Id]) -> Vec<Id> {
        let live = self.reach(roots);
        self.ids().filter(|id| live[id.index()]).collect()
    }

    /// The nodes that depend on one of `on`, as flags by position.
    pub fn depends(&self, on: &[Id]) -> Vec<bool> {
        let mut depends = vec![false; self.nodes.len()];
        for id in on {
            depends[id.index()] = true;
        }
        for id in self.ids() {
            if self.args(id).iter().any(|arg| depends[arg.index()]) {
                depends[id.index()] = true;
            }
        }
        depends
    }

    /// The names of the variables that the roots need, in order of first appearance.
    pub fn variables(&self, roots: &[Id]) -> Vec<&str> {
        let names = self.cone(roots).into_iter().filter_map(|id| match self.op(id) {
            Op::Variable(name) => Some(name),
            _ => None,
        });
        names.collect()
    }

    /// Copies what `roots` of `from` need into this graph and returns the roots' ids here; calls are taken over verbatim.
    pub fn import(&mut self, from: &Graph, roots: &[Id]) -> Vec<Id> {
        self.import_with(from, roots, |graph, function, args| graph.intern(function, args), |_, _| None)
    }

    /// Copies with a constructor for calls and a replacement for variables.
    pub fn import_with(
        &mut self,
        from: &Graph,
        roots: &[Id],
        mut call: impl FnMut(&mut Graph, Function, &[Id]) -> Id,
        mut replace: impl FnMut(&mut Graph, &str) -> Option<Id>,
    ) -> Vec<Id> {
        let live = from.reach(roots);
        let mut here = vec![NONE; from.len()];
        for id in from.ids().filter(|id| live[id.index()]) {
            here[id.index()] = match from.op(id) {
                Op::Number(number) => self.number(number.clone()),
                Op::Variable(name) => replace(self, name).unwrap_or_else(|| self.variable(name)),
                Op::Call(function) => {
                    let mut args = [NONE; 3];
                    let from_args = from.args(id);
                    for (arg, from_arg) in args.iter_mut().zip(from_args) {
                        *arg = here[from_arg.index()];
                    }
                    call(self, function, &args[..from_args.len()])
                }
            };
        }
        roots.iter().map(|root| here[root.index()]).collect()
    }

    /// Checks what every pass relies on: arguments before calls, kinds that fit, no call twice.
    pub fn check(&self) -> Result<(), String> {
        let mut seen = HashMap::new();
        for id in self.ids() {
            let Some((function, args)) = self.as_call(id) else { continue };
            if let Some(arg) = args.iter().find(|arg| **arg >= id) {
                return Err(format!("{id:?} = {function:?}{args:?} uses the later {arg:?}"));
            }
            if !self.fits(function, args, true) {
                return Err(format!("{id:?} = {function:?}{args:?}: arguments of the wrong kind"));
            }
            let key = self.nodes[id.index()].unordered().args;
            if let Some(first) = seen.insert((function, key), id) {
                return Err(format!("{first:?} and {id:?} are both {function:?}{args:?}"));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for id in self.ids() {
            match self.op(id) {
                Op::Number(number) => writeln!(f, "{id:?} = {number}")?,
                Op::Variable(name) => writeln!(f, "{id:?} = {name}")?,
                Op::Call(function) => writeln!(f, "{id:?} = {} {:?}", function.row().name, self.args(id))?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_calls_are_one_node() {
        let mut g = Graph::new();
        let (x, y) = (g.variable("x"), g.variable("y"));
        let a = g.call(Function::Mul, &[x, y]);
        assert_eq!(a, g.call(Function::Mul, &[y, x]));
        assert_ne!(g.call(Function::Sub, &[x, y]), g.call(Function::Sub, &[y, x]));
        assert_eq!(g.variable("x"), x);
        g.check().unwrap();
    }

    #[test]
    fn many_nodes_stay_unique() {
        let mut g = Graph::new();
        let mut last = g.variable("x");
        for _ in 0..100_000 {
            last = g.call(Function::Sin, &[last]);
        }
        assert_eq!(g.len(), 100_001);
        assert_eq!(g.cone(&[last]).len(), g.len());
        g.check().unwrap();
        let mut copy = Graph::new();
        assert_eq!(copy.import(&g, &[last]), vec![last]);
    }
}
