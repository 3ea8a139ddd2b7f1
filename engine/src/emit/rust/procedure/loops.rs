//! Loops.

use super::emitter::{Emitter, any};
use super::terms::{Change, not, signed};
use super::tree::{At, Inner};
use super::writes::Write;
use crate::emit::schedule::{Term, level};
use crate::program::procedure::{Expression, Loop, Operand, Order, Space, Sum, Var};

/// A loop while it is written.
struct Writing<'a> {
    looped: &'a Loop,
    head: Option<At>,
    body: At,
    /// Which carried values are kept.
    kept: Vec<usize>,
    sums: Vec<&'a Sum>,
    trips: Option<Var>,
}

impl<'a> Emitter<'a> {
    pub(super) fn looped(&mut self, position: usize, looped: &'a Loop) {
        let (tree, live, at) = (self.known.tree, self.known.live, self.at());
        let Some(&Inner::Loop { head, body }) = tree.blocks[at].inner.get(&position) else { return };
        let kept = (0..looped.carried.len()).filter(|k| live.carries(tree, at, position, body, *k)).collect();
        let sums = looped.sums.iter().filter(|sum| self.is_live(sum.out)).collect();
        let trips = looped.trips.filter(|trips| self.is_live(*trips));
        let writing = Writing { looped, head, body, kept, sums, trips };
        self.start(&writing);
        self.along_rows(looped, |emitter| emitter.iterations(&writing));
        for var in writing.exits().chain(writing.sums.iter().map(|sum| sum.out)).chain(trips) {
            self.scope.set(self.webs, var);
        }
    }

    fn iterations(&mut self, writing: &Writing<'a>) {
        let header = self.header(&writing.looped.space, writing.body);
        let classes: Vec<usize> = writing.exits().map(|exit| self.webs.class(exit)).collect();
        let mark = self.scope.enter(&classes);
        let (lines, condition) = self.nested(|emitter| emitter.iteration(writing));
        self.scope.leave(mark);
        match (header, condition) {
            (Some(header), _) => self.push(format!("{header} {{")),
            (None, Some(condition)) => self.push(format!("while {} {{", condition.text)),
            (None, None) => self.push("loop {"),
        }
        self.lines.extend(lines);
        self.push("}");
    }

    /// The variables before the loop.
    fn start(&mut self, writing: &Writing) {
        let mut writes = Vec::new();
        for k in &writing.kept {
            let carried = &writing.looped.carried[*k];
            let class = self.class_of_new(carried.exit);
            if let Some(other) =
                writing.exits().take_while(|exit| *exit != carried.exit).find(|o| self.webs.class(*o) == class)
            {
                self.scope.conflict(carried.exit, other);
            }
            let stands = self.scope.open(class).is_some() && self.stands(&carried.init, class);
            if !stands {
                let term = self.operand(&carried.init).unwrap_or_else(|| any(self.kind(carried.exit)));
                writes.push(Write { var: carried.exit, change: Change { operator: "=", term } });
            }
        }
        self.write_all(writes);
        self.keep_apart(writing);
        for sum in &writing.sums {
            let zero = Term { untyped: true, ..Term::new("0.0", level::ATOM) };
            self.define(sum.out, &zero);
            self.spoil(sum.out);
        }
        if let Some(trips) = writing.trips {
            self.define(trips, &Term::new("0_usize", level::ATOM));
            self.spoil(trips);
        }
    }

    /// What is counted up goes on beside all that is carried, and beside one another.
    fn keep_apart(&mut self, writing: &Writing) {
        let mut beside: Vec<Var> = writing.exits().collect();
        for counted in writing.sums.iter().map(|sum| sum.out).chain(writing.trips) {
            let class = self.webs.class(counted);
            if let Some(other) = beside.iter().find(|other| self.webs.class(**other) == class) {
                self.scope.conflict(counted, *other);
            }
            beside.push(counted);
        }
    }

    /// The variable of a value is about to be counted up.
    fn spoil(&mut self, var: Var) {
        let class = self.webs.class(var);
        if let Some(declaration) = self.scope.open(class) {
            self.scope.assigned[declaration] = true;
        }
        self.scope.spoil(class, var);
    }

    /// `for i in ..`; none where the loop has no items.
    fn header(&mut self, space: &Space, body: At) -> Option<String> {
        match space {
            Space::Items { items, order, induction } => {
                let items = match self.high.take() {
                    Some(high) => self.range_to(items, &high),
                    None => self.expression(items),
                };
                let items = match order {
                    Order::Forward => items,
                    Order::Reversed => format!("({items}).rev()"),
                    Order::ReversedFrom(count) => {
                        format!("({items}).rev().skip(({items}).count() - {})", self.value(*count))
                    }
                };
                let read = self.known.live.is_live(self.known.tree, body, *induction);
                let name = if read { self.name(self.webs.class(*induction)) } else { "_".to_owned() };
                Some(format!("for {name} in {items}"))
            }
            Space::Times(count) => Some(format!("for _ in 0..{}", self.value(*count))),
            Space::Endless => None,
        }
    }

    /// `low..high`, where the high end has a name.
    fn range_to(&mut self, items: &Expression, high: &str) -> String {
        let low = self.known.tree.procedure.bounds.get(&items.key).and_then(|bounds| bounds.low.as_ref());
        let low = low.map_or("0".to_owned(), |low| self.expression(low));
        format!("{low}..{high}")
    }

    /// What one iteration does. Returns the condition where `while` says it.
    fn iteration(&mut self, writing: &Writing<'a>) -> Option<Term> {
        self.enter_iteration(writing);
        let while_ = self.head(writing);
        if let Some(trips) = writing.trips {
            let name = self.name(self.webs.class(trips));
            self.push(format!("{name} += 1;"));
        }
        let targets: Vec<(usize, usize)> =
            writing.kept.iter().map(|k| (*k, self.webs.class(writing.looped.carried[*k].exit))).collect();
        let late = self.late_nodes(writing.body, &targets);
        self.within(writing.body, late, |emitter| {
            emitter.steps();
            emitter.leave_iteration(writing);
        });
        while_
    }

    /// The values at the start of an iteration are those of the variables.
    fn enter_iteration(&mut self, writing: &Writing) {
        for k in &writing.kept {
            let carried = &writing.looped.carried[*k];
            let (stored, read) = (self.webs.class(carried.exit), self.webs.class(carried.entry));
            self.scope.set(self.webs, carried.exit);
            if stored == read {
                self.scope.copy(carried.entry, carried.exit);
            } else {
                let name = self.name(stored);
                self.define(carried.entry, &Term::new(name, level::ATOM));
                self.scope.set_copy(self.webs, carried.entry, carried.exit);
            }
        }
        if let Space::Items { induction, .. } = &writing.looped.space {
            self.class_of_new(*induction);
            self.scope.set(self.webs, *induction);
        }
    }

    /// The condition to go on; statements where it needs some.
    fn head(&mut self, writing: &Writing<'a>) -> Option<Term> {
        let head = writing.head?;
        let first = self.lines.is_empty() && matches!(writing.looped.space, Space::Endless);
        self.within(head, Vec::new(), |emitter| {
            emitter.steps();
            let result = emitter.block().results.first()?;
            let condition = emitter.operand(result)?;
            if first && emitter.lines.is_empty() {
                return Some(condition);
            }
            emitter.leave_if(&not(&condition));
            None
        })
    }

    fn leave_if(&mut self, condition: &Term) {
        match &condition.text[..] {
            "true" | "!false" => self.push("break;"),
            "false" | "!true" => {}
            text => {
                self.push(format!("if {text} {{"));
                self.push("    break;");
                self.push("}");
            }
        }
    }

    /// Sums, the next values, and whether this iteration is the last.
    fn leave_iteration(&mut self, writing: &Writing) {
        let block = self.block();
        for sum in &writing.sums {
            let change = signed("+=", self.read(sum.value));
            let name = self.name(self.webs.class(sum.out));
            self.assign(&name, &change);
        }
        let last = block.results.last().filter(|_| writing.looped.breaks);
        let mut condition = last.and_then(|last| self.operand(last));
        let mut writes = Vec::new();
        for k in &writing.kept {
            let exit = writing.looped.carried[*k].exit;
            let class = self.webs.class(exit);
            if let Some(change) = self.result(&block.results[*k], class) {
                writes.push(Write { var: exit, change });
            }
        }
        if let Some(term) = &mut condition
            && self.reads_any(&term.text, &writes)
        {
            *term = self.temporary(&term.clone());
        }
        self.write_all(writes);
        if let Some(condition) = condition {
            self.leave_if(&condition);
        }
    }

    /// Whether the variable of a class holds an operand.
    fn stands(&self, operand: &Operand, class: usize) -> bool {
        let var = match operand {
            Operand::Node(id) => {
                let named = self.plan().named[id.index()];
                let name = || self.plan().name(*id).filter(|_| named);
                self.known.tree.alias(self.at(), *id).or_else(name)
            }
            Operand::Opaque(var) => Some(*var),
            Operand::Array(_) => None,
            // its content is not looked at
            Operand::Any => return true,
        };
        var.is_some_and(|var| self.scope.holds(class, var))
    }
}

impl Writing<'_> {
    fn exits(&self) -> impl Iterator<Item = Var> {
        self.kept.iter().map(|k| self.looped.carried[*k].exit)
    }
}
