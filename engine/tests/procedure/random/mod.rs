//! Random procedures: nested loops, branches, arrays, flags and calls.
//!
//! Values stay small: sines, averages and damped products. Arrays that are declared hold at least one number, and every index is taken modulo the length.

mod control;
mod values;

use std::rc::Rc;

use fastrand::Rng;

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
    /// Arrays with an index that has neighbours on both sides.
    inner: Vec<(A, I)>,
    /// Those that may grow: local ones.
    lists: Vec<A>,
    /// Whether there are any.
    growing: bool,
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
            inner: Vec::new(),
            lists: Vec::new(),
            growing: seed % 5 == 4,
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
        let (x, y) = ([(); 5].map(|()| number()), [(); 3].map(|()| number()));
        vec![real(a), real(b), list(&x), list(&y), whole(n)]
    };
    let points = vec![point(2), point(3), point(0)];
    (written, points)
}

impl Writer<'_> {
    fn chance(&mut self, of: u8) -> bool {
        self.rng.u8(..of) == 0
    }

    /// Runs a body in which nothing new stays.
    fn scoped<X>(&mut self, body: impl FnOnce(&mut Self) -> X) -> X {
        let counts = [self.reals.len(), self.integers.len(), self.conditions.len(), self.arrays.len()];
        let (lists, inner) = (self.lists.len(), self.inner.len());
        self.depth += 1;
        let result = body(self);
        self.depth -= 1;
        self.reals.truncate(counts[0]);
        self.integers.truncate(counts[1]);
        self.conditions.truncate(counts[2]);
        self.arrays.truncate(counts[3]);
        self.lists.truncate(lists);
        self.inner.truncate(inner);
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
            13 if self.chance(3) => assert_less(self.integer() % 4usize, 4),
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
            4 if self.growing => {
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
}
