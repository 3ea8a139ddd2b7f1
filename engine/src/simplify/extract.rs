//! Extraction by the cost of the DAG: a local search from the input's own nodes.
//!
//! Shared nodes count once, pinned classes nothing. Moves: another node for one class; or a class is added and all that can
//! use it do. A move is taken only when the measure falls, and the moves come in a fixed order, so the result is one.

mod domain;

pub(super) use domain::Divisors;
use egg::{Id as Class, Language};

use super::Goal;
use super::cost::{self, call_cost};
use super::facts::Fact;
use super::language::{Classes, Enode, Head};
use crate::function::Function;
use crate::number::Number;

/// Rounds over all classes.
const ROUNDS: usize = 6;

/// One way to compute a class; children are positions in [`Choices::classes`].
struct Way {
    node: Enode,
    children: [usize; 3],
    arity: usize,
    cost: u64,
    /// Symbols in print.
    length: u64,
    hazard: bool,
    cancels: bool,
}

impl Way {
    fn children(&self) -> &[usize] {
        &self.children[..self.arity]
    }
}

/// The choice of one node for each class.
pub(super) struct Choices {
    ways: Vec<Vec<Way>>,
    chosen: Vec<usize>,
    /// Pinned classes: they cost nothing and need nothing.
    free: Vec<bool>,
    /// Classes that come from outside and may be NaN.
    nan: Vec<bool>,
    /// Classes that are known not to be 0.
    nonzero: Vec<bool>,
    /// By e-graph id.
    position: Vec<usize>,
    goal: Goal,
    /// The cancellations of the input; more are never accepted.
    allowed: usize,
}

/// Hazards, cancellations beyond the input's, cost.
type Measure = (usize, usize, u64);

impl Choices {
    /// Every class with its ways, and for a start the cheapest tree of each.
    ///
    /// `pinned` are the classes that stand already, `nan` those from outside that may be NaN.
    pub(super) fn new(egraph: &Classes, pinned: &[Class], nan: &[Class], goal: Goal) -> Self {
        let mut classes: Vec<Class> = egraph.classes().map(|class| class.id).collect();
        classes.sort_unstable();
        let mut position = vec![usize::MAX; classes.last().map_or(0, |last| usize::from(*last) + 1)];
        for (at, class) in classes.iter().enumerate() {
            position[usize::from(*class)] = at;
        }
        let ways = classes.iter().map(|class| {
            let mut nodes: Vec<&Enode> = egraph[*class].nodes.iter().collect();
            nodes.sort_unstable();
            nodes.into_iter().map(|node| way(egraph, node, &position)).collect()
        });
        let ways: Vec<Vec<Way>> = ways.collect();
        let flags = |of: &[Class]| {
            let mut flags = vec![false; classes.len()];
            for class in of {
                flags[position[usize::from(egraph.find(*class))]] = true;
            }
            flags
        };
        let (free, nan) = (flags(pinned), flags(nan));
        let nonzero = classes.iter().map(|class| egraph[*class].data.fact.nonzero).collect();
        let chosen = cheapest_trees(&ways, &free);
        Choices { ways, chosen, free, nan, nonzero, position, goal, allowed: 0 }
    }

    /// The class of an e-graph id, by position.
    pub(super) fn at(&self, egraph: &Classes, class: Class) -> usize {
        self.position[usize::from(egraph.find(class))]
    }

    /// Starts from the input: `own` are its nodes, each with its class.
    pub(super) fn start(&mut self, egraph: &Classes, own: &[(Class, Enode)], roots: &[usize]) {
        let mut set = vec![false; self.chosen.len()];
        let before = self.chosen.clone();
        for (class, node) in own {
            let at = self.at(egraph, *class);
            let node = node.clone().map_children(|child| egraph.find(child));
            if let Some(way) = self.ways[at].iter().position(|way| way.node == node)
                && !std::mem::replace(&mut set[at], true)
            {
                self.chosen[at] = way;
            }
        }
        match self.measure(roots) {
            Some((_, cancellations, _)) => self.allowed = cancellations,
            // Classes have merged into a cycle of the input's own nodes.
            None => self.chosen = before,
        }
    }

    /// Improves the choice until no move helps; says whether fewer roots may be NaN than before.
    pub(super) fn search(&mut self, roots: &[usize]) -> bool {
        let choosable: Vec<usize> = (0..self.ways.len()).filter(|class| self.ways[*class].len() > 1).collect();
        let Some(first) = self.measure(roots).filter(|_| !choosable.is_empty()) else { return false };
        let mut best = first;
        // For each class, the ways of others that use it.
        let mut users: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.ways.len()];
        for &user in &choosable {
            for (at, way) in self.ways[user].iter().enumerate() {
                for child in way.children() {
                    users[*child].push((user, at));
                }
            }
        }
        for _ in 0..ROUNDS {
            let start = best;
            let mut reached = self.reached(roots);
            for &class in &choosable {
                if reached[class] {
                    let before = best;
                    best = self.switch(class, roots, best);
                    if best < before {
                        reached = self.reached(roots);
                    }
                }
            }
            for users in users.iter().filter(|users| !users.is_empty()) {
                let before = best;
                best = self.adopt(users, &reached, roots, best);
                if best < before {
                    reached = self.reached(roots);
                }
            }
            if best == start {
                break;
            }
        }
        best.0 < first.0
    }

    /// Tries every other way of one class.
    fn switch(&mut self, class: usize, roots: &[usize], mut best: Measure) -> Measure {
        for way in 0..self.ways[class].len() {
            let old = std::mem::replace(&mut self.chosen[class], way);
            match self.measure(roots) {
                Some(measure) if measure < best => best = measure,
                _ => self.chosen[class] = old,
            }
        }
        best
    }

    /// Lets every reached class that can use another do so; `users` are the ways that do, in order of class.
    fn adopt(&mut self, users: &[(usize, usize)], reached: &[bool], roots: &[usize], best: Measure) -> Measure {
        let mut old: Vec<(usize, usize)> = Vec::new();
        let mut last = usize::MAX;
        let already = |chosen: &[usize], user| users.contains(&(user, chosen[user]));
        for &(user, way) in users {
            if user != last && reached[user] && !already(&self.chosen, user) {
                old.push((user, self.chosen[user]));
                self.chosen[user] = way;
            }
            last = user;
        }
        match self.measure(roots) {
            _ if old.is_empty() => best,
            Some(measure) if measure < best => measure,
            _ => {
                for (user, way) in old {
                    self.chosen[user] = way;
                }
                best
            }
        }
    }

    /// The classes that the roots need, in the order of a depth-first walk; `None` when the choice is cyclic.
    pub(super) fn order(&self, roots: &[usize]) -> Option<Vec<usize>> {
        let mut state = vec![NEW; self.ways.len()];
        let mut order = Vec::new();
        let mut pending: Vec<(usize, bool)> = roots.iter().rev().map(|root| (*root, false)).collect();
        while let Some((class, leaving)) = pending.pop() {
            if leaving {
                state[class] = DONE;
                order.push(class);
                continue;
            }
            match state[class] {
                DONE => continue,
                OPEN => return None,
                _ => {}
            }
            pending.push((class, true));
            state[class] = OPEN;
            if !self.free[class] {
                let children = self.ways[class][self.chosen[class]].children();
                pending
                    .extend(children.iter().rev().filter(|child| state[**child] != DONE).map(|child| (*child, false)));
            }
        }
        Some(order)
    }

    fn reached(&self, roots: &[usize]) -> Vec<bool> {
        let mut reached = vec![false; self.ways.len()];
        for class in self.order(roots).unwrap_or_default() {
            reached[class] = true;
        }
        reached
    }

    fn measure(&self, roots: &[usize]) -> Option<Measure> {
        if self.goal == Goal::Reading {
            let order = self.order(roots)?;
            // A shared part is printed each time: the size is that of the tree.
            let mut size = vec![0u64; self.ways.len()];
            for class in order {
                let way = &self.ways[class][self.chosen[class]];
                size[class] = way.children().iter().fold(way.length, |sum, child| sum.saturating_add(size[*child]));
            }
            return Some((0, 0, roots.iter().fold(0, |sum, root| sum.saturating_add(size[*root]))));
        }
        let mut walk = Walk {
            ways: &self.ways,
            chosen: &self.chosen,
            free: &self.free,
            nan: &self.nan,
            state: &mut vec![NEW; self.ways.len()],
            cancellations: 0,
            cost: 0,
        };
        let mut hazards = 0;
        for &root in roots {
            if !walk.enter(root) {
                return None;
            }
            hazards += usize::from(walk.state[root] == DOUBTFUL);
        }
        Some((hazards, walk.cancellations.saturating_sub(self.allowed), walk.cost))
    }

    /// The node chosen for a class and the positions of its children; `None` for a pinned class.
    pub(super) fn chosen(&self, class: usize) -> Option<(&Head, &[usize])> {
        let way = &self.ways[class][self.chosen[class]];
        (!self.free[class]).then_some((&way.node.head, way.children()))
    }
}

// What a walk knows of a class.
const NEW: u8 = 0;
const OPEN: u8 = 1;
const DONE: u8 = 2;
/// Done, and may be NaN.
const DOUBTFUL: u8 = 3;

/// Adds up what the choice costs. This is most of the work of extraction, and a macro does it without optimisation: slices and a recursion no
/// deeper than a window has classes are several times faster there than vectors and an explicit stack.
struct Walk<'a> {
    ways: &'a [Vec<Way>],
    chosen: &'a [usize],
    free: &'a [bool],
    nan: &'a [bool],
    state: &'a mut [u8],
    cancellations: usize,
    cost: u64,
}

impl Walk<'_> {
    /// Adds a class and what it needs; false when the choice is cyclic.
    fn enter(&mut self, class: usize) -> bool {
        if self.state[class] != NEW {
            return self.state[class] != OPEN;
        }
        let mut nan = self.nan[class];
        if !self.free[class] {
            self.state[class] = OPEN;
            let way = &self.ways[class][self.chosen[class]];
            let mut at = 0;
            while at < way.arity {
                let child = way.children[at];
                if !self.enter(child) {
                    return false;
                }
                nan |= self.state[child] == DOUBTFUL;
                at += 1;
            }
            nan |= way.hazard;
            self.cancellations += usize::from(way.cancels);
            self.cost += way.cost;
        }
        self.state[class] = if nan { DOUBTFUL } else { DONE };
        true
    }
}

fn way(egraph: &Classes, node: &Enode, position: &[usize]) -> Way {
    let (mut children, mut facts, mut exponent) = ([0; 3], [Fact::UNKNOWN; 3], None);
    let arity = node.children().len();
    for (at, child) in node.children().iter().enumerate() {
        let class = &egraph[*child];
        (children[at], facts[at]) = (position[usize::from(class.id)], class.data.fact);
        if at == 1 {
            exponent = class.data.number.as_ref().and_then(Number::to_i32).map(i64::from);
        }
    }
    let facts = &facts[..arity];
    let (cost, hazard, cancels) = match node.head {
        Head::Call(function) => {
            // A whole power without a whole constant is no call of the table.
            let broken = function == Function::Powi && exponent.is_none();
            let cost = if broken { u64::from(u32::MAX) } else { call_cost(function, exponent) };
            (cost, Fact::hazard(function, facts), Fact::cancels(function, facts))
        }
        _ => (0, false, false),
    };
    let length = match &node.head {
        Head::Number(number) => cost::number_length(number),
        Head::Call(Function::Neg) => 0,
        _ => 1,
    };
    Way { node: node.clone(), children, arity, cost, length, hazard, cancels }
}

/// What a hazard counts in a tree: a switch to a class helps only where the class is sound from the start.
const HAZARD: u64 = 1 << 32;

/// The way of least tree cost for each class, by repeated relaxation.
fn cheapest_trees(ways: &[Vec<Way>], free: &[bool]) -> Vec<usize> {
    let mut costs: Vec<u64> = free.iter().map(|free| if *free { 0 } else { u64::MAX }).collect();
    let mut chosen = vec![0; ways.len()];
    loop {
        let mut changed = false;
        for class in 0..ways.len() {
            for (at, way) in ways[class].iter().enumerate() {
                let children = way.children().iter().try_fold(0u64, |sum, child| sum.checked_add(costs[*child]));
                let own = way.cost + if way.hazard { HAZARD } else { 0 };
                let Some(cost) = children.and_then(|cost| cost.checked_add(own)) else { continue };
                if cost < costs[class] {
                    (costs[class], chosen[class]) = (cost, at);
                    changed = true;
                }
            }
        }
        if !changed {
            return chosen;
        }
    }
}
