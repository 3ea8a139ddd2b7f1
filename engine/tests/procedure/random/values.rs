//! Numbers, integers, conditions and places from those at hand.

use super::Writer;
use crate::build::*;

impl Writer<'_> {
    /// One of a list, more often a late one.
    pub(super) fn pick<X: Copy>(&mut self, from: &[X]) -> X {
        let late = from.len() - 1 - self.rng.usize(..from.len().min(3));
        let any = self.rng.usize(..from.len());
        from[if self.rng.bool() { late } else { any }]
    }

    pub(super) fn real(&mut self) -> R {
        if self.chance(12) {
            return R::of(f64::from(self.rng.i8(-6..=6)) / 4.0);
        }
        let reals = std::mem::take(&mut self.reals);
        let real = self.pick(&reals);
        self.reals = reals;
        real
    }

    pub(super) fn integer(&mut self) -> I {
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

    pub(super) fn array(&mut self) -> A {
        let arrays = std::mem::take(&mut self.arrays);
        let array = self.pick(&arrays);
        self.arrays = arrays;
        array
    }

    pub(super) fn place(&mut self) -> Part {
        if !self.inner.is_empty() && !self.chance(3) {
            let inner = std::mem::take(&mut self.inner);
            let (array, index) = self.pick(&inner);
            self.inner = inner;
            return match self.rng.u8(..3) {
                0 => array.at(index - 1usize),
                1 => array.at(index),
                _ => array.at(index + 1usize),
            };
        }
        let (array, index) = (self.array(), self.integer());
        if self.chance(5) { array.at(0) } else { array.at(index % array.len()) }
    }

    /// A new number from those at hand.
    pub(super) fn fresh(&mut self) -> R {
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

    pub(super) fn condition(&mut self) -> C {
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

    pub(super) fn condition_of_reals(&mut self) -> C {
        let (a, b) = (self.real(), self.real());
        if self.rng.bool() { a.less(b) } else { a.greater(0.05) }
    }
}
