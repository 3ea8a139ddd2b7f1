//! Like terms and like factors, collected; shared sums and products taken apart where that lets something merge.

use super::Goal;
use super::algebra::{Algebra, Factor, Form, Term};
use super::cost::power_cost;
use crate::function::Function;
use crate::index::{Index, mix};
use crate::number::Number;

/// Shared sums and products of more parts than this are not taken apart.
const SPLICE: usize = 24;

/// The places of keys in order of first appearance: looked for in line while they are few, by an index beyond.
#[derive(Clone, Default)]
struct Positions {
    keys: Vec<u64>,
    index: Index,
}

impl Positions {
    /// Keys up to which a search in line is faster.
    const FEW: usize = 12;

    fn find(&self, key: u64) -> Option<usize> {
        let keys = &self.keys[..];
        if keys.len() > Self::FEW {
            return self.index.get(mix(0, key), |at| keys[at as usize] == key).map(|at| at as usize);
        }
        let mut at = 0;
        while at < keys.len() {
            if keys[at] == key {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// The place of a key; a new one comes last.
    fn of(&mut self, key: u64) -> usize {
        if let Some(at) = self.find(key) {
            return at;
        }
        let last = self.keys.len();
        self.keys.push(key);
        match self.keys.len() - 1 {
            fewer if fewer < Self::FEW => {}
            Self::FEW => (0..=last).for_each(|at| self.enter(at)),
            _ => self.enter(last),
        }
        last
    }

    fn enter(&mut self, at: usize) {
        let keys = &self.keys[..];
        if let Err(vacant) = self.index.find(mix(0, keys[at]), |other| keys[other as usize] == keys[at]) {
            self.index.enter(vacant, at as u32);
        }
    }
}

/// A form as a key.
fn key(form: Form) -> u64 {
    form.index() as u64
}

/// Terms by form, in order of first appearance.
#[derive(Clone, Default)]
pub(super) struct Terms {
    pub(super) constant: Number,
    /// A coefficient of 0 marks a term that has cancelled.
    parts: Vec<Term>,
    position: Positions,
    cancelled: usize,
}

impl Terms {
    /// A constant alone.
    pub(super) fn constant(constant: Number) -> Self {
        Terms { constant, ..Terms::default() }
    }

    /// Adds `coefficient·form`; `None` when a number grows too large.
    pub(super) fn add(&mut self, form: Form, coefficient: Number) -> Option<()> {
        if form == Form::ONE {
            self.constant = self.constant.add(&coefficient)?;
            return Some(());
        }
        let at = self.position.of(key(form));
        if at == self.parts.len() {
            self.parts.push((form, Number::ZERO));
            self.cancelled += 1;
        }
        let slot = &mut self.parts[at].1;
        self.cancelled -= usize::from(slot.is_zero());
        *slot = slot.add(&coefficient)?;
        self.cancelled += usize::from(slot.is_zero());
        Some(())
    }

    /// The terms that have not cancelled.
    pub(super) fn parts(&self) -> impl Iterator<Item = &Term> {
        self.parts.iter().filter(|(_, coefficient)| !coefficient.is_zero())
    }

    /// The number of summands.
    pub(super) fn size(&self) -> usize {
        self.parts.len() - self.cancelled + usize::from(!self.constant.is_zero())
    }

    /// Takes shared sums apart where that saves a term: `1 - (1 - s) = s`.
    pub(super) fn splice(mut self, algebra: &Algebra) -> Option<Self> {
        let mut at = 0;
        // Each round removes a term or moves on.
        while let Some((form, coefficient)) = self.parts.get(at).cloned() {
            at += 1;
            let Some((constant, terms)) = algebra.as_sum(form) else { continue };
            if coefficient.is_zero() || terms.len() > SPLICE || !self.meets(constant, terms) {
                continue;
            }
            let unit = coefficient.is_one() || coefficient.is_minus_one();
            let mut spliced = Terms::constant(self.constant.add(&constant.mul(&coefficient)?)?);
            for (part, c) in self.parts().filter(|(part, _)| *part != form) {
                spliced.add(*part, c.clone())?;
            }
            for (part, c) in terms {
                spliced.add(*part, c.mul(&coefficient)?)?;
            }
            if spliced.size() < self.size() || unit && spliced.size() == self.size() {
                self = spliced;
                at = 0;
            }
        }
        self.splice_all(algebra)
    }

    /// Takes all sums with a unit coefficient apart at once: `(1 + x) - (x - 1) = 2`.
    fn splice_all(self, algebra: &Algebra) -> Option<Self> {
        if !self.parts().any(|(form, _)| algebra.as_sum(*form).is_some()) {
            return Some(self);
        }
        let mut spliced = Terms::constant(self.constant.clone());
        for (form, coefficient) in self.parts() {
            match algebra.as_sum(*form) {
                Some((constant, terms))
                    if terms.len() <= SPLICE && (coefficient.is_one() || coefficient.is_minus_one()) =>
                {
                    spliced.constant = spliced.constant.add(&constant.mul(coefficient)?)?;
                    for (part, c) in terms {
                        spliced.add(*part, c.mul(coefficient)?)?;
                    }
                }
                _ => spliced.add(*form, coefficient.clone())?,
            }
        }
        Some(if spliced.size() < self.size() { spliced } else { self })
    }

    /// Whether a sum has a summand in common with this one.
    fn meets(&self, constant: &Number, terms: &[Term]) -> bool {
        !constant.is_zero() && !self.constant.is_zero()
            || terms.iter().any(|(part, _)| self.position.find(key(*part)).is_some())
    }
}

/// Powers by base, in order of first appearance. Powers of opposite sign meet only where the base is never 0: `x/x` is not 1 at
/// `x = 0`.
#[derive(Clone, Default)]
pub(super) struct Factors {
    parts: Vec<Factor>,
    position: Positions,
}

impl Factors {
    /// Multiplies by `base^exponent`; `None` when a number grows too large.
    pub(super) fn multiply(&mut self, algebra: &Algebra, base: Form, exponent: Number) -> Option<()> {
        if base == Form::ONE || exponent.is_zero() {
            return Some(());
        }
        let below = exponent.is_negative() && !algebra.fact(base).nonzero;
        let at = self.position.of(2 * key(base) + u64::from(below));
        if at == self.parts.len() {
            self.parts.push((base, Number::ZERO));
        }
        self.parts[at].1 = self.parts[at].1.add(&exponent)?;
        Some(())
    }

    /// The powers that have not cancelled.
    pub(super) fn parts(&self) -> impl Iterator<Item = &Factor> {
        self.parts.iter().filter(|(_, exponent)| !exponent.is_zero())
    }

    /// The powers that have not cancelled.
    pub(super) fn into_parts(self) -> Vec<Factor> {
        self.parts.into_iter().filter(|(_, exponent)| !exponent.is_zero()).collect()
    }

    /// Takes shared products apart where factors merge: `(x*y)/y = x`. For code, only where that costs nothing.
    pub(super) fn splice(mut self, algebra: &Algebra, goal: Goal) -> Option<Self> {
        let mut at = 0;
        while let Some((form, exponent)) = self.parts.get(at).cloned() {
            at += 1;
            let Some(inner) = algebra.as_product(form) else { continue };
            if exponent.is_zero() || inner.len() > SPLICE || !exponent.is_integer() {
                continue;
            }
            if !inner.iter().any(|(base, _)| self.parts().any(|(other, _)| other == base)) {
                continue;
            }
            let mut spliced = Factors::default();
            // The same base may stand on the other side of the bar too.
            for (_, (base, power)) in self.parts.iter().enumerate().filter(|(other, _)| *other != at - 1) {
                spliced.multiply(algebra, *base, power.clone())?;
            }
            for (base, power) in inner {
                spliced.multiply(algebra, *base, power.mul(&exponent)?)?;
            }
            if goal == Goal::Reading || spliced.cost() <= self.cost() {
                self = spliced;
                at = 0;
            }
        }
        Some(self)
    }

    /// The multiplications and at most one division of the product.
    fn cost(&self) -> u64 {
        let (mut cost, mut above, mut below) = (0, 0u64, 0u64);
        for (_, exponent) in self.parts() {
            cost += exponent.to_i32().map_or(10, |n| power_cost(i64::from(n).abs()));
            if exponent.is_negative() {
                below += 1;
            } else {
                above += 1;
            }
        }
        let division = if below > 0 { u64::from(Function::Div.row().cost) } else { 0 };
        cost + above.saturating_sub(1) + below.saturating_sub(1) + division
    }
}
