//! Extraction by the cost of the DAG: a local search from the input's own nodes.
//!
//! Shared nodes count once, pinned classes nothing. Moves: another node for one class; or a class is added and all that can
//! use it do. A move is taken only when the measure falls, and the moves come in a fixed order, so the result is one.

use egg::{Id as Class, Language};
use hashbrown::HashMap;

use super::Goal;
use super::cost::{self, call_cost};
use super::facts::Fact;
use super::language::{Classes, Enode, Head};
use crate::function::Function;

/// Rounds over all classes.
const ROUNDS: usize = 6;

/// One way to compute a class; children are positions in [`Choices::classes`].
struct Way {
    node: Enode,
    children: Vec<usize>,
    cost: u64,
    /// Symbols in print.
    length: u64,
    hazard: bool,
    cancels: bool,
}

/// The choice of one node for each class.
pub(super) struct Choices {
    ways: Vec<Vec<Way>>,
    chosen: Vec<usize>,
    /// Pinned classes: they cost nothing and need nothing.
    free: Vec<bool>,
    /// Classes that come from outside and may be NaN.
    nan: Vec<bool>,
    position: HashMap<Class, usize>,
    goal: Goal,
    /// The cancellations of the input; more are never accepted.
    allowed: usize,
    /// The roots that no choice keeps from being NaN.
    doomed: usize,
    tally: Tally,
}

/// What the choice costs, kept from move to move.
#[derive(Clone, Default)]
struct Tally {
    /// How often each class is used by reached ones and by the roots.
    uses: Vec<u32>,
    cancellations: usize,
    cost: u64,
}

impl Tally {
    fn add(&mut self, way: &Way, present: bool) {
        let cancels = usize::from(way.cancels);
        match present {
            true => (self.cancellations, self.cost) = (self.cancellations + cancels, self.cost + way.cost),
            false => (self.cancellations, self.cost) = (self.cancellations - cancels, self.cost - way.cost),
        }
    }
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
        let position: HashMap<Class, usize> = classes.iter().enumerate().map(|(at, class)| (*class, at)).collect();
        let ways = classes.iter().map(|class| {
            let mut nodes: Vec<&Enode> = egraph[*class].nodes.iter().collect();
            nodes.sort_unstable();
            nodes.into_iter().map(|node| way(egraph, node, &position)).collect()
        });
        let ways: Vec<Vec<Way>> = ways.collect();
        let flags = |of: &[Class]| {
            let mut flags = vec![false; classes.len()];
            for class in of {
                flags[position[&egraph.find(*class)]] = true;
            }
            flags
        };
        let (free, nan) = (flags(pinned), flags(nan));
        let chosen = cheapest_trees(&ways, &free);
        Choices { ways, chosen, free, nan, position, goal, allowed: 0, doomed: 0, tally: Tally::default() }
    }

    /// The class of an e-graph id, by position.
    pub(super) fn at(&self, egraph: &Classes, class: Class) -> usize {
        self.position[&egraph.find(class)]
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

    /// Improves the choice until no move helps.
    pub(super) fn search(&mut self, roots: &[usize]) {
        let choosable: Vec<usize> = (0..self.ways.len()).filter(|class| self.ways[*class].len() > 1).collect();
        let Some(mut best) = self.measure(roots).filter(|_| !choosable.is_empty()) else { return };
        // For each class, the ways of others that use it.
        let mut users: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.ways.len()];
        for &user in &choosable {
            for (at, way) in self.ways[user].iter().enumerate() {
                for child in &way.children {
                    users[*child].push((user, at));
                }
            }
        }
        self.count(roots);
        let sound = self.sound();
        self.doomed = roots.iter().filter(|root| !sound[**root]).count();
        for _ in 0..ROUNDS {
            let start = best;
            for &class in &choosable {
                if self.tally.uses[class] > 0 {
                    best = self.switch(class, roots, best);
                }
            }
            for users in users.iter().filter(|users| !users.is_empty()) {
                best = self.adopt(users, roots, best);
            }
            if best == start {
                break;
            }
        }
    }

    /// Tries every other way of one class.
    fn switch(&mut self, class: usize, roots: &[usize], mut best: Measure) -> Measure {
        for way in 0..self.ways[class].len() {
            if way != self.chosen[class] {
                best = self.attempt(&[(class, way)], roots, best);
            }
        }
        best
    }

    /// Lets every reached class that can use another do so; `users` are the ways that do, in order of class.
    fn adopt(&mut self, users: &[(usize, usize)], roots: &[usize], best: Measure) -> Measure {
        let mut moves: Vec<(usize, usize)> = Vec::new();
        let mut last = usize::MAX;
        for &(user, way) in users {
            if user != last && self.tally.uses[user] > 0 && !users.contains(&(user, self.chosen[user])) {
                moves.push((user, way));
            }
            last = user;
        }
        if moves.is_empty() { best } else { self.attempt(&moves, roots, best) }
    }

    /// Chooses other ways, and takes that back unless the measure falls.
    fn attempt(&mut self, moves: &[(usize, usize)], roots: &[usize], best: Measure) -> Measure {
        let before = self.tally.clone();
        let old: Vec<usize> = moves.iter().map(|(class, _)| self.chosen[*class]).collect();
        for (class, way) in moves {
            self.choose(*class, *way);
        }
        if self.may_be_better_than(best)
            && let Some(measure) = self.measure(roots)
            && measure < best
        {
            self.count(roots);
            return measure;
        }
        for ((class, _), old) in moves.iter().zip(old) {
            self.chosen[*class] = old;
        }
        self.tally = before;
        best
    }

    /// Whether the tally lets the measure be below `best`. Unless hazards can be removed or the goal is another, it decides but for
    /// cycles.
    fn may_be_better_than(&self, best: Measure) -> bool {
        let (hazards, cancellations, cost) = best;
        hazards > self.doomed
            || self.goal == Goal::Reading
            || (self.tally.cancellations.saturating_sub(self.allowed), self.tally.cost) < (cancellations, cost)
    }

    /// Chooses another way for a reached class and keeps the tally.
    fn choose(&mut self, class: usize, way: usize) {
        let old = std::mem::replace(&mut self.chosen[class], way);
        if self.free[class] {
            return;
        }
        self.tally.add(&self.ways[class][way], true);
        self.tally.add(&self.ways[class][old], false);
        let mut entering = self.ways[class][way].children.clone();
        while let Some(child) = entering.pop() {
            self.tally.uses[child] += 1;
            if self.tally.uses[child] == 1 && !self.free[child] {
                let way = &self.ways[child][self.chosen[child]];
                self.tally.add(way, true);
                entering.extend(&way.children);
            }
        }
        let mut leaving = self.ways[class][old].children.clone();
        while let Some(child) = leaving.pop() {
            self.tally.uses[child] -= 1;
            if self.tally.uses[child] == 0 && !self.free[child] {
                let way = &self.ways[child][self.chosen[child]];
                self.tally.add(way, false);
                leaving.extend(&way.children);
            }
        }
    }

    /// The classes that can be computed without a hazard.
    fn sound(&self) -> Vec<bool> {
        let mut sound: Vec<bool> = self.free.iter().zip(&self.nan).map(|(free, nan)| *free && !*nan).collect();
        loop {
            let mut changed = false;
            for class in (0..self.ways.len()).filter(|class| !self.nan[*class]) {
                let way = |way: &Way| !way.hazard && way.children.iter().all(|child| sound[*child]);
                if !sound[class] && self.ways[class].iter().any(way) {
                    sound[class] = true;
                    changed = true;
                }
            }
            if !changed {
                return sound;
            }
        }
    }

    /// Counts anew what the roots need.
    fn count(&mut self, roots: &[usize]) {
        self.tally = Tally { uses: vec![0; self.ways.len()], cancellations: 0, cost: 0 };
        for root in roots {
            self.tally.uses[*root] += 1;
        }
        for class in self.order(roots).unwrap_or_default() {
            if !self.free[class] {
                let way = &self.ways[class][self.chosen[class]];
                self.tally.add(way, true);
                for child in &way.children {
                    self.tally.uses[*child] += 1;
                }
            }
        }
    }

    /// The classes that the roots need, in the order of a depth-first walk; `None` when the choice is cyclic.
    pub(super) fn order(&self, roots: &[usize]) -> Option<Vec<usize>> {
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        let mut state = vec![0u8; self.ways.len()];
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
                let children = &self.ways[class][self.chosen[class]].children;
                pending
                    .extend(children.iter().rev().filter(|child| state[**child] != DONE).map(|child| (*child, false)));
            }
        }
        Some(order)
    }

    fn measure(&self, roots: &[usize]) -> Option<Measure> {
        let order = self.order(roots)?;
        if self.goal == Goal::Reading {
            // A shared part is printed each time: the size is that of the tree.
            let mut size = vec![0u64; self.ways.len()];
            for class in order {
                let way = &self.ways[class][self.chosen[class]];
                size[class] = way.children.iter().fold(way.length, |sum, child| sum.saturating_add(size[*child]));
            }
            return Some((0, 0, roots.iter().fold(0, |sum, root| sum.saturating_add(size[*root]))));
        }
        let (mut cancellations, mut cost) = (0, 0);
        let mut nan = self.nan.clone();
        for class in order {
            if self.free[class] {
                continue;
            }
            let way = &self.ways[class][self.chosen[class]];
            nan[class] |= way.hazard || way.children.iter().any(|child| nan[*child]);
            cancellations += usize::from(way.cancels);
            cost += way.cost;
        }
        let hazards = roots.iter().filter(|root| nan[**root]).count();
        Some((hazards, cancellations.saturating_sub(self.allowed), cost))
    }

    /// The node chosen for a class and the positions of its children; `None` for a pinned class.
    pub(super) fn chosen(&self, class: usize) -> Option<(&Head, &[usize])> {
        let way = &self.ways[class][self.chosen[class]];
        (!self.free[class]).then_some((&way.node.head, &way.children))
    }
}

fn way(egraph: &Classes, node: &Enode, position: &HashMap<Class, usize>) -> Way {
    let children = node.children().iter().map(|child| position[&egraph.find(*child)]).collect();
    let known: Vec<_> = node.children().iter().map(|child| &egraph[*child].data).collect();
    let facts: Vec<Fact> = known.iter().map(|known| known.fact).collect();
    let (cost, hazard, cancels) = match node.head {
        Head::Call(function) => {
            let exponent = known.get(1).and_then(|known| known.number.as_ref()?.to_i32()).map(i64::from);
            // A whole power without a whole constant is no call of the table.
            let broken = function == Function::Powi && exponent.is_none();
            let cost = if broken { u64::from(u32::MAX) } else { call_cost(function, exponent) };
            (cost, Fact::hazard(function, &facts), Fact::cancels(function, &facts))
        }
        _ => (0, false, false),
    };
    let length = match &node.head {
        Head::Number(number) => cost::number_length(number),
        Head::Call(Function::Neg) => 0,
        _ => 1,
    };
    Way { node: node.clone(), children, cost, length, hazard, cancels }
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
                let children = way.children.iter().try_fold(0u64, |sum, child| sum.checked_add(costs[*child]));
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
