//! From a graph to the n-ary form: terms and factors collected, in time linear in the graph.
//!
//! A call used once is absorbed into the sum or product around it. A shared one stays a unit, unless taking it apart lets
//! something merge: sharing is never lost for nothing.

use super::algebra::{Algebra, Form};
use super::collect::{Factors, Terms};
use super::facts::Fact;
use super::{Goal, Region, factor, reading};
use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

/// Longer products stay units in the products around them.
const DISSOLVED: usize = 8;

pub(super) struct Canonical<'g> {
    graph: &'g Graph,
    pub(super) algebra: Algebra,
    /// The form of each node that has one.
    pub(super) forms: Vec<Option<Form>>,
    uses: Vec<u32>,
    absorbed: Vec<bool>,
    goal: Goal,
    dissolve: bool,
    /// Whether a shared product has stayed a unit that `dissolve` would take apart.
    pub(super) held: bool,
    /// Whether guards that matter at one point alone are left out.
    loose: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Sum,
    Product,
    Other,
}

impl<'g> Canonical<'g> {
    /// The forms of everything that `roots` and `pinned` need. Pinned nodes are never absorbed.
    pub(super) fn new(region: &'g Region, assumed: &[(Id, Fact)], goal: Goal, dissolve: bool, loose: bool) -> Self {
        let Region { graph, pinned, roots } = region;
        let all = [&roots[..], &pinned[..]].concat();
        let live = graph.reach(&all);
        let kept = graph.reach(pinned);
        let mut uses = vec![0u32; graph.len()];
        for root in roots {
            uses[root.index()] += 2;
        }
        for id in graph.ids().filter(|id| live[id.index()]) {
            for arg in graph.args(id) {
                uses[arg.index()] += 1;
            }
        }
        for (uses, kept) in uses.iter_mut().zip(kept) {
            *uses += 2 * u32::from(kept);
        }
        let absorbed = vec![false; graph.len()];
        let mut this = Canonical {
            graph,
            algebra: Algebra::new(),
            forms: vec![None; graph.len()],
            uses,
            absorbed,
            goal,
            dissolve,
            held: false,
            loose,
        };
        this.mark_absorbed(&live);
        let mut assumed = assumed.to_vec();
        assumed.sort_unstable_by_key(|(id, _)| *id);
        for id in graph.ids().filter(|id| live[id.index()]) {
            if !this.absorbed[id.index()] {
                let form = this.form(id);
                this.forms[id.index()] = Some(form);
                let first = assumed.partition_point(|(known, _)| *known < id);
                for (_, fact) in assumed[first..].iter().take_while(|(known, _)| *known == id) {
                    this.algebra.assume(form, *fact);
                }
            }
        }
        this
    }

    fn class(&self, id: Id) -> Class {
        match self.graph.as_call(id) {
            Some((Function::Add | Function::Sub, _)) => Class::Sum,
            Some((Function::Mul | Function::Div | Function::Recip, _)) => Class::Product,
            Some((Function::Powi, _)) => Class::Product,
            // A sign belongs to what stands behind it.
            Some((Function::Neg, &[x])) => match self.graph.as_call(x) {
                Some((Function::Add | Function::Sub, _)) if self.uses[x.index()] == 1 => Class::Sum,
                _ => Class::Product,
            },
            _ => Class::Other,
        }
    }

    fn mark_absorbed(&mut self, live: &[bool]) {
        for id in self.graph.ids().filter(|id| live[id.index()]) {
            let class = self.class(id);
            let Some((function, args)) = self.graph.as_call(id) else { continue };
            if class == Class::Other || function == Function::Powi {
                continue;
            }
            for arg in args {
                let inside = self.class(*arg) == class || function == Function::Neg && self.class(*arg) == Class::Sum;
                // A product inside a sum keeps its own node: it is a term.
                if self.uses[arg.index()] == 1 && inside && class != Class::Other {
                    self.absorbed[arg.index()] = true;
                }
            }
        }
    }

    fn form(&mut self, id: Id) -> Form {
        let (function, args) = match self.graph.op(id) {
            Op::Number(number) => return self.algebra.number(number.clone()),
            Op::Variable(_) => return self.algebra.leaf(id, Fact::UNKNOWN),
            Op::Call(function) => (function, self.graph.args(id)),
        };
        if args.is_empty() {
            return self.algebra.leaf(id, Fact::call(function, &[], None));
        }
        let collected = match (self.class(id), function) {
            (Class::Sum, _) => self.sum(id),
            (Class::Product, _) => self.product(id),
            (Class::Other, Function::Sqrt | Function::Powf) => self.root(function, args),
            _ if self.loose => {
                let args: Vec<Form> = args.iter().map(|arg| self.of(*arg)).collect();
                reading::call(&mut self.algebra, function, &args)
            }
            _ => None,
        };
        collected.unwrap_or_else(|| self.verbatim(function, args))
    }

    fn of(&self, id: Id) -> Form {
        self.forms[id.index()].expect("arguments come first, and what is absorbed is gathered by its user")
    }

    /// The call as it stands: what is left when an exact number would grow too large.
    fn verbatim(&mut self, function: Function, args: &[Id]) -> Form {
        let args = args.iter().map(|arg| match self.forms[arg.index()] {
            Some(form) => form,
            None => {
                let form = self.form(*arg);
                self.forms[arg.index()] = Some(form);
                form
            }
        });
        let mut args: Vec<Form> = args.collect();
        if self.goal == Goal::Reading {
            for arg in &mut args {
                *arg = reading::argument(&mut self.algebra, *arg);
            }
        }
        self.algebra.call(function, args)
    }

    /// `sqrt(x) = x^(1/2)` and constant powers, as powers of one base.
    fn root(&mut self, function: Function, args: &[Id]) -> Option<Form> {
        let exponent = match function {
            Function::Sqrt => Number::ratio(1, 2)?,
            _ => self.graph.as_number(args[1])?.clone(),
        };
        let base = self.of(args[0]);
        if self.algebra.as_number(base).is_some() {
            return None;
        }
        Some(self.algebra.product(vec![(base, exponent)]))
    }

    /// Collects the terms of a maximal sum.
    fn sum(&mut self, root: Id) -> Option<Form> {
        let mut leaves = Vec::new();
        let mut pending = vec![(root, false)];
        while let Some((id, negative)) = pending.pop() {
            match self.graph.as_call(id) {
                Some((function, args)) if id == root || self.absorbed[id.index()] => match function {
                    Function::Add => pending.extend([(args[1], negative), (args[0], negative)]),
                    Function::Sub => pending.extend([(args[1], !negative), (args[0], negative)]),
                    Function::Neg => pending.push((args[0], !negative)),
                    _ => unreachable!("only sums are absorbed by sums"),
                },
                _ => leaves.push((id, negative)),
            }
        }
        let mut sum = Terms::default();
        let mut owned = Vec::new();
        for (id, negative) in leaves {
            let (form, coefficient) = self.algebra.split(self.of(id));
            sum.add(form, if negative { coefficient.neg() } else { coefficient })?;
            if self.uses[id.index()] == 1 {
                owned.push(form);
            }
        }
        owned.sort_unstable();
        let sum = sum.splice(&self.algebra)?;
        factor::sum(&mut self.algebra, sum, &owned, self.goal, 0)
    }

    /// Collects the factors of a maximal product.
    fn product(&mut self, root: Id) -> Option<Form> {
        let mut leaves = Vec::new();
        let mut coefficient = Number::ONE;
        let mut pending = vec![(root, 1i32)];
        while let Some((id, exponent)) = pending.pop() {
            match self.graph.as_call(id) {
                Some((function, args)) if id == root || self.absorbed[id.index()] => match function {
                    Function::Mul => pending.extend([(args[1], exponent), (args[0], exponent)]),
                    Function::Div => pending.extend([(args[1], -exponent), (args[0], exponent)]),
                    Function::Recip => pending.push((args[0], -exponent)),
                    Function::Neg => {
                        coefficient = coefficient.neg();
                        pending.push((args[0], exponent));
                    }
                    Function::Powi => {
                        let power = self.graph.as_number(args[1])?.to_i32()?;
                        leaves.push((args[0], exponent.checked_mul(power)?));
                    }
                    _ => unreachable!("only products are absorbed by products"),
                },
                _ => leaves.push((id, exponent)),
            }
        }
        let mut factors = Factors::default();
        for &(id, exponent) in &leaves {
            if let Some(number) = self.algebra.as_number(self.of(id)) {
                if number.is_zero() {
                    return None;
                }
                coefficient = coefficient.mul(&number.powi(exponent)?)?;
            }
        }
        let unit = coefficient.is_one() || coefficient.is_minus_one();
        for (id, exponent) in leaves {
            let form = self.of(id);
            if self.algebra.as_number(form).is_some() {
                continue;
            }
            let (rest, inner) = self.algebra.split(form);
            let shared = !self.dissolve && self.uses[id.index()] > 1;
            let scaled = unit && !inner.is_one() && !inner.is_minus_one();
            let factors_inside = self.algebra.as_product(rest).map_or(0, <[_]>::len);
            self.held |= shared && (scaled || (2..=DISSOLVED).contains(&factors_inside));
            // A shared multiple stays a unit, unless its coefficient meets another; a sign always comes out.
            let (form, outer) = if !unit || !shared {
                (rest, inner)
            } else if inner.is_negative() {
                (self.algebra.scaled(form, &Number::MINUS_ONE)?, Number::MINUS_ONE)
            } else {
                (form, Number::ONE)
            };
            coefficient = coefficient.mul(&outer.powi(exponent)?)?;
            let exponent = Number::from(i64::from(exponent));
            match self.algebra.as_product(form) {
                Some(inner) if inner.len() == 1 || !shared && inner.len() <= DISSOLVED => {
                    for (base, power) in inner.iter().cloned() {
                        factors.multiply(&self.algebra, base, power.mul(&exponent)?)?;
                    }
                }
                _ => factors.multiply(&self.algebra, form, exponent)?,
            }
        }
        let mut factors = factors.splice(&self.algebra, self.goal)?;
        if self.goal == Goal::Reading {
            let (joined, content) = reading::join(&mut self.algebra, factors)?;
            factors = joined;
            coefficient = coefficient.mul(&content)?;
        }
        let form = self.algebra.product(factors.into_parts());
        self.algebra.scaled(form, &coefficient)
    }
}
