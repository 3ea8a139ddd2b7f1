//! Where a choice is defined: it divides by nothing that may be 0 where the input is a number.
//!
//! A class joins forms that are equal where both are numbers, and one of them may be a number in more places: with `(1/x)/(1/x) = 1` in the
//! e-graph, `z/z` is `(z/x)/(z/x)` too, which is none at `x = 0`.

use super::{Choices, Head};
use crate::function::Function;

/// The divisors that may be 0, in order of first appearance, one bit of a [`Poles`] each.
#[derive(Default)]
pub(in crate::simplify) struct Divisors(Vec<usize>);

/// What roots divide by.
type Poles = Vec<u128>;

impl Divisors {
    /// The bit of a divisor; none are left after so many.
    fn bit(&mut self, class: usize) -> Option<u128> {
        let at = self.0.iter().position(|known| *known == class).unwrap_or_else(|| {
            self.0.push(class);
            self.0.len() - 1
        });
        (at < 128).then(|| 1 << at)
    }
}

impl Choices {
    /// What each root divides by, with what stands already left out; `None` when the choice is cyclic or divides by too much.
    pub(in crate::simplify) fn poles(&self, roots: &[usize], divisors: &mut Divisors) -> Option<Poles> {
        let mut poles = vec![0_u128; self.ways.len()];
        for class in self.order(roots)? {
            let Some((head, children)) = self.chosen(class) else { continue };
            let mut of_class = children.iter().fold(0, |all, child| all | poles[*child]);
            let divisor = head.divisor().map(|at| children[at]);
            if let Some(divisor) = divisor.filter(|divisor| !self.nonzero[*divisor]) {
                of_class |= divisors.bit(divisor)?;
            }
            poles[class] = of_class;
        }
        Some(roots.iter().map(|root| poles[*root]).collect())
    }

    /// Whether roots that divided by `before` are defined where they were, now that they divide by `after`.
    pub(in crate::simplify) fn stay_defined(&self, before: &Poles, after: &Poles, divisors: &Divisors) -> bool {
        before.iter().zip(after).all(|(before, after)| {
            let new = after & !before;
            let listed = |poles: u128| divisors.0.iter().enumerate().filter(move |(at, _)| poles >> at & 1 == 1);
            if new == 0 {
                return true;
            }
            let known = self.factors_of(listed(*before).map(|(_, class)| *class).collect());
            let mut seen = vec![false; self.ways.len()];
            listed(new).all(|(_, class)| self.is_nonzero(*class, &known, &mut seen))
        })
    }

    /// Some classes that are not 0, and what is not 0 then either: the factors of products.
    fn factors_of(&self, classes: Vec<usize>) -> Vec<bool> {
        let mut known = self.nonzero.clone();
        let mut pending = classes;
        while let Some(class) = pending.pop() {
            known[class] = true;
            for way in &self.ways[class] {
                if matches!(way.node.head, Head::Call(Function::Mul | Function::Neg)) {
                    pending.extend(way.children().iter().copied().filter(|child| !known[*child]));
                }
            }
        }
        known
    }

    /// Whether a class is not 0 where some are not. What it divides by itself is looked at on its own.
    fn is_nonzero(&self, class: usize, known: &[bool], seen: &mut [bool]) -> bool {
        if known[class] || std::mem::replace(&mut seen[class], true) {
            return known[class];
        }
        self.ways[class].iter().any(|way| match (&way.node.head, way.children()) {
            (Head::Call(Function::Mul), factors) => factors.iter().all(|factor| self.is_nonzero(*factor, known, seen)),
            (Head::Call(Function::Neg | Function::Powi | Function::Div), children) => {
                self.is_nonzero(children[0], known, seen)
            }
            _ => false,
        })
    }
}
