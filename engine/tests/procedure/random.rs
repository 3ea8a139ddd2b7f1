//! Random procedures: nested loops, branches, arrays, flags and calls.
//!
//! Values stay small: sines, averages and damped products. Arrays that are declared hold at least one number, and every index is taken modulo the length.

use std::rc::Rc;

use fastrand::Rng;
use gradus_engine::program::procedure::{Order, Space, VarKind};

use crate::build::*;
use crate::judge::{Point, list, real, whole};

/// The functions that random procedures call.
pub struct Callees {
    wave: Rc<Program>,
    dot: Rc<Program>,
    mix: Rc<Program>,
    sines: Rc<Program>,
}

impl Callees {
    pub fn new() -> Callees {
        let wave = program(|| {
            let (a, t) = (scalar("a"), scalar("t"));
            returns((a * t + 0.4).sin());
        });
        let dot = program(|| {
            let (x, y) = (array("x", 1), array("y", 1));
            let sum = each("i", range(0, x.len()), R::of(0.0), |i, s| s + x.at(i).get() * y.at(i % y.len()).get());
            returns(sum.tanh());
        });
        let mix = program(|| {
            let (a, y) = (scalar("a"), array("y", 1));
            each("i", range(1, y.len()), (), |i, ()| {
                y.at(i).set((a * y.at(i).get() + y.at(i - 1usize).get()).sin());
            });
            returns(y.at(0).get() * 0.5);
        });
        let sines = program(|| {
            let (x, n) = (array("x", 1), integer("n"));
            let y = zeros("y", &[x.len()]);
            each("i", range(0, x.len()), (), |i, ()| y.at(i).set((x.at(i).get() + (n + i).real() * 0.1).sin()));
            returns_array(y);
        });
        Callees { wave, dot, mix, sines }
    }
}

/// Writes one random procedure.
struct Writer<'a> {
    rng: Rng,
    callees: &'a Callees,
    /// Steps that may still be written.
    budget: usize,
    depth: usize,
    reals: Vec<R>,
    integers: Vec<I>,
    conditions: Vec<C>,
    arrays: Vec<A>,
    /// Those that may grow: local ones.
    lists: Vec<A>,
}

/// A procedure and where to run it.
pub fn procedure(seed: u64, callees: &Callees) -> (Rc<Program>, Vec<Point>) {
    let mut rng = Rng::with_seed(seed);
    let budget = rng.usize(2..=[6, 12, 20, 40][seed as usize % 4]);
    let written = program(|| {
        let (a, b) = (scalar("a"), scalar("b"));
        let (x, y) = (array("x", 1), array("y", 1));
        let n = integer("n");
        let mut writer = Writer {
            rng: rng.fork(),
            callees,
            budget,
            depth: 0,
            reals: vec![a, b],
            integers: vec![n],
            conditions: Vec::new(),
            arrays: vec![x, y],
            lists: Vec::new(),
        };
        writer.steps();
        returns(writer.fresh());
        if writer.rng.bool() {
            returns(writer.real());
        }
        if let Some(&array) = writer.arrays.get(2)
            && writer.rng.bool()
        {
            returns_array(array);
        }
        if writer.rng.u8(..4) == 0 {
            returns_integer(writer.integer());
        }
    });
    let mut number = || 2.0 * rng.f64() - 1.0;
    let mut point = |n: i64| {
        let (a, b) = (number(), number());
        let (x, y) = ([number(), number(), number()], [number(), number()]);
        vec![real(a), real(b), list(&x), list(&y), whole(n)]
    };
    let points = vec![point(2), point(3), point(0)];
    (written, points)
}

impl Writer<'_> {
    fn chance(&mut self, of: u8) -> bool {
        self.rng.u8(..of) == 0
    }

    /// One of a list, more often a late one.
    fn pick<X: Copy>(&mut self, from: &[X]) -> X {
        let late = from.len() - 1 - self.rng.usize(..from.len().min(3));
        let any = self.rng.usize(..from.len());
        from[if self.rng.bool() { late } else { any }]
    }

    fn real(&mut self) -> R {
        if self.chance(12) {
            return R::of(f64::from(self.rng.i8(-6..=6)) / 4.0);
        }
        let reals = std::mem::take(&mut self.reals);
        let real = self.pick(&reals);
        self.reals = reals;
        real
    }

    fn integer(&mut self) -> I {
        if self.chance(6) {
            return I::from(self.rng.usize(..4));
        }
        let integers = std::mem::take(&mut self.integers);
        let integer = self.pick(&integers);
        self.integers = integers;
        match self.rng.u8(..6) {
            0 => integer + 1usize,
            1 => integer * self.rng.usize(1..3) + self.rng.usize(..2),
            _ => integer,
        }
    }

    fn array(&mut self) -> A {
        let arrays = std::mem::take(&mut self.arrays);
        let array = self.pick(&arrays);
        self.arrays = arrays;
        array
    }

    fn place(&mut self) -> Part {
        let (array, index) = (self.array(), self.integer());
        if self.chance(5) { array.at(0) } else { array.at(index % array.len()) }
    }

    /// A new number from those at hand.
    fn fresh(&mut self) -> R {
        let (a, b) = (self.real(), self.real());
        match self.rng.u8(..12) {
            0 => (a + b).sin(),
            1 => (a * b).cos(),
            2 => (a - 2.0 * b).tanh(),
            3 => 0.5 * a + 0.4 * b,
            4 => 0.6 * a * b,
            5 => a * 0.7 - b.sin(),
            6 => (a * a + 1.0).sqrt() - 1.0,
            7 => a / (b * b + 2.0),
            8 => a.abs() * 0.8,
            9 => a.sigmoid() * b,
            10 => {
                let condition = self.condition();
                condition.select(a * 0.9, b.sin())
            }
            _ => a + 0.1,
        }
    }

    fn condition(&mut self) -> C {
        if !self.conditions.is_empty() && self.chance(3) {
            let conditions = std::mem::take(&mut self.conditions);
            let condition = self.pick(&conditions);
            self.conditions = conditions;
            return if self.chance(3) { !condition } else { condition };
        }
        match self.rng.u8(..8) {
            0 => {
                let (a, b) = (self.integer(), self.integer());
                (a % 2usize).equals(b % 2usize)
            }
            1 => {
                let (a, b) = (self.integer(), self.rng.usize(..4));
                a.less(b)
            }
            2 => {
                let (array, index) = (self.array(), self.integer());
                array.opaquely_less(index % array.len(), 0.1)
            }
            3 => {
                let (a, b) = (self.real(), self.condition_of_reals());
                a.less(0.3) & b
            }
            _ => self.condition_of_reals(),
        }
    }

    fn condition_of_reals(&mut self) -> C {
        let (a, b) = (self.real(), self.real());
        if self.rng.bool() { a.less(b) } else { a.greater(0.05) }
    }

    /// Runs a body in which nothing new stays.
    fn scoped<X>(&mut self, body: impl FnOnce(&mut Self) -> X) -> X {
        let counts =
            [self.reals.len(), self.integers.len(), self.conditions.len(), self.arrays.len(), self.lists.len()];
        self.depth += 1;
        let result = body(self);
        self.depth -= 1;
        self.reals.truncate(counts[0]);
        self.integers.truncate(counts[1]);
        self.conditions.truncate(counts[2]);
        self.arrays.truncate(counts[3]);
        self.lists.truncate(counts[4]);
        result
    }

    fn steps(&mut self) {
        let count = if self.depth == 0 { self.budget } else { self.rng.usize(1..=4) };
        for _ in 0..count {
            if self.budget == 0 {
                return;
            }
            self.budget -= 1;
            self.step();
        }
    }

    fn step(&mut self) {
        let nested = self.depth < 3 && self.budget > 0;
        match self.rng.u8(..20) {
            0..3 => {
                let value = self.fresh();
                self.reals.push(value);
            }
            3..6 => {
                let value = self.place().get();
                self.reals.push(value);
            }
            6..9 => {
                let (place, value) = (self.place(), self.fresh());
                place.set(value * 0.9);
            }
            9 => {
                let (place, value, negative) = (self.place(), self.fresh(), self.rng.bool());
                if negative { place.sub(value) } else { place.add(value) }
            }
            10 => self.whole_arrays(),
            11 => self.local(),
            12 => self.call(),
            13 => {
                let value = self.opaque();
                self.integers.push(value);
            }
            14 if !self.lists.is_empty() => {
                let value = self.fresh();
                let lists = std::mem::take(&mut self.lists);
                self.pick(&lists).push(value * 0.8);
                self.lists = lists;
            }
            15..18 if nested => self.looped(),
            18.. if nested => self.branch(),
            _ => {
                let value = self.fresh();
                self.reals.push(value);
            }
        }
    }

    fn opaque(&mut self) -> I {
        match self.rng.u8(..3) {
            0 => self.integer().bound(),
            1 => (self.real().sin().abs() * 3.0).truncate(),
            _ => self.array().len(),
        }
    }

    /// Steps on whole arrays or parts of them; two arrays are never one, as Rust has it.
    fn whole_arrays(&mut self) {
        let (to, from, value, form) = (self.array(), self.array(), self.fresh(), self.rng.u8(..4));
        match form {
            0 if to != from => {
                let first = range(0, 1);
                to.range(first).copy_from(from.range(first));
            }
            1 if to != from => to.range(range(to.len() - 1usize, to.len())).add_all(from.range(range(0, 1))),
            2 => {
                let total = from.whole().total();
                self.reals.push(total.sin());
            }
            _ => to.whole().fill(value * 0.8),
        }
    }

    fn local(&mut self) {
        let (a, b, n, from) = (self.fresh(), self.real(), self.integer(), self.array());
        let array = match self.rng.u8(..7) {
            0 => zeros("z", &[n % 3usize + 1usize]),
            1 => numbers("c", &[0.5, -0.25, 0.75]),
            2 => elements("e", &[a, b * 0.9]),
            3 => filled("f", n % 3usize + 1usize, a),
            4 => {
                let list = empty("l");
                list.push(a);
                self.lists.push(list);
                list
            }
            5 => copy_of("d", 1, from.range(range(0, 1))),
            _ => copy_of("d", 1, from),
        };
        self.arrays.push(array);
    }

    fn call(&mut self) {
        let (a, b, x, y, n) = (self.real(), self.real(), self.array(), self.array(), self.integer());
        match self.rng.u8(..4) {
            0 => {
                let value = call(&self.callees.wave, vec![argument(a), argument(b)]);
                self.reals.push(value);
            }
            1 => {
                let value = call(&self.callees.dot, vec![argument(x), argument(y)]);
                self.reals.push(value);
            }
            2 => {
                let value = call(&self.callees.mix, vec![argument(a.sin()), mutable(x)]);
                self.reals.push(value);
            }
            _ => {
                let array = call_array(&self.callees.sines, vec![argument(x), argument(n)], 1);
                self.arrays.push(array);
            }
        }
    }

    /// Some values to carry or to decide on.
    fn bundle(&mut self) -> (Vec<Item>, Vec<VarKind>) {
        let (mut items, mut kinds) = (Vec::new(), Vec::new());
        for _ in 0..self.rng.usize(..=3) {
            items.push(Item::Real(if self.chance(4) { R::of(0.0) } else { self.fresh() }));
            kinds.push(VarKind::Real);
        }
        if self.chance(4) {
            items.push(Item::Integer(self.integer()));
            kinds.push(VarKind::Opaque);
        }
        if self.chance(4) {
            items.push(Item::Condition(self.condition()));
            kinds.push(VarKind::Condition);
        }
        (items, kinds)
    }

    /// Other values of the same kinds.
    fn again(&mut self, kinds: &[VarKind]) -> Vec<Item> {
        let mut items = Vec::new();
        for kind in kinds {
            items.push(match kind {
                VarKind::Real | VarKind::Constant if self.chance(4) => Item::Real(self.real()),
                VarKind::Real | VarKind::Constant => Item::Real(self.fresh()),
                VarKind::Condition => Item::Condition(self.condition()),
                VarKind::Opaque => Item::Integer(self.integer() % 4usize),
            });
        }
        items
    }

    fn keep(&mut self, items: &[Item]) {
        for item in items {
            match *item {
                Item::Real(value) => self.reals.push(value),
                Item::Condition(value) => self.conditions.push(value),
                Item::Integer(value) => self.integers.push(value),
            }
        }
    }

    fn branch(&mut self) {
        let condition = self.condition();
        let (_, kinds) = (self.rng.bool(), self.kinds());
        // Both sides are written by one writer, one after the other.
        let writer = std::cell::RefCell::new(&mut *self);
        let side = || {
            let mut writer = writer.borrow_mut();
            writer.scoped(|writer| {
                if !writer.chance(4) {
                    writer.steps();
                }
                writer.again(&kinds)
            })
        };
        let outs = branch_of(condition, &kinds, side, side);
        self.keep(&outs);
    }

    fn kinds(&mut self) -> Vec<VarKind> {
        let mut kinds = vec![VarKind::Real; self.rng.usize(..=2)];
        if self.chance(5) {
            kinds.push(VarKind::Opaque);
        }
        if self.chance(5) {
            kinds.push(VarKind::Condition);
        }
        kinds
    }

    fn items(&mut self) -> Items {
        let n = self.integer();
        match self.rng.u8(..7) {
            0 => range(0, self.array().len()),
            1 => range(0, n % 4usize).rev(),
            2 => range(0, n % 5usize).step_by(2),
            3 => range(1, 3),
            4 => range(n % 2usize, 3),
            _ => range(0, n % 4usize),
        }
    }

    /// Adds to the second half of a body's results what only accumulates: the entry plus something.
    fn nexts(&mut self, entries: &[Item], kinds: &[VarKind]) -> Vec<Item> {
        let mut nexts = self.again(kinds);
        for (next, entry) in nexts.iter_mut().zip(entries) {
            if let (Item::Real(next), Item::Real(entry)) = (next, entry) {
                match self.rng.u8(..5) {
                    0 => *next = *entry + *next,
                    1 => *next = *entry * *next,
                    2 => *next = *entry,
                    _ => {}
                }
            }
        }
        nexts
    }

    fn looped(&mut self) {
        let (mut init, mut kinds) = self.bundle();
        let form = self.rng.u8(..8);
        if form == 7 {
            // a counter, so that it ends
            init.push(Item::Integer(I::from(0)));
            kinds.push(VarKind::Opaque);
        }
        let space = if form == 7 { Space::Endless } else { over("i", self.items(), Order::Forward) };
        let form_of_loop = Form::of(space, init, &kinds);
        let breaks = form == 5 || form == 6;
        let head = (form == 7).then(|| inner_with_results(|| vec![self.head(&form_of_loop)]));
        let body = inner_with_results(|| {
            let entries = form_of_loop.entry_items();
            self.scoped(|writer| {
                writer.keep(&entries);
                if form != 7 {
                    writer.integers.push(form_of_loop.induction());
                }
                writer.steps();
                let mut nexts = writer.nexts(&entries, &kinds);
                if let (7, Some(Item::Integer(counter))) = (form, entries.last()) {
                    nexts.pop();
                    nexts.push(Item::Integer(*counter + 1usize));
                }
                if breaks {
                    nexts.push(Item::Condition(writer.condition()));
                }
                nexts
            })
        });
        let exits = form_of_loop.end_items(head, body, breaks);
        self.keep(&exits);
    }

    /// At most three times, and only while something else holds.
    fn head(&mut self, form: &Form) -> Item {
        let entries = form.entry_items();
        let Some(Item::Integer(counter)) = entries.last() else { panic!("a counter") };
        let counter = *counter;
        self.scoped(|writer| {
            writer.keep(&entries);
            let further = writer.condition_of_reals();
            Item::Condition(counter.less(3) & if writer.rng.bool() { further } else { C::of(true) })
        })
    }
}
