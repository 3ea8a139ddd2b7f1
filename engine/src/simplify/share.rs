//! Sharing among products: one reciprocal for several divisions by the same, one product for a pair that several contain.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::algebra::{Algebra, Factor, Form, Forms};
use super::facts::Fact;
use crate::index::{Key, Table, mix};
use crate::number::Number;

/// Longer products are left as they are.
const FACTORS: usize = 8;

/// Other factors for some products, of the same value.
#[derive(Default)]
pub(super) struct Shared {
    /// By index of the form.
    factors: Vec<Option<Vec<Factor>>>,
}

impl Shared {
    /// The factors by which a product is to be computed.
    pub(super) fn factors<'a>(&'a self, form: Form, own: &'a [Factor]) -> &'a [Factor] {
        self.factors.get(form.index()).and_then(Option::as_ref).map_or(own, |factors| factors)
    }

    /// Finds what the `live` products share among each other and with `available` ones, which cost nothing.
    pub(super) fn find(algebra: &mut Algebra, live: &[Form], available: &Forms) -> Self {
        let mut products: Vec<(Form, Vec<Factor>)> = Vec::new();
        for form in live {
            if let Some(factors) = algebra.as_product(*form)
                && (factors.len() > 1 || factors[0].1.is_negative())
                && factors.len() <= FACTORS
            {
                products.push((*form, factors.to_vec()));
            }
        }
        let before = products.clone();
        reciprocals(algebra, &mut products, available);
        saturating(algebra, &mut products);
        pairs(algebra, &mut products, available);
        let mut shared = Shared { factors: vec![None; algebra.len()] };
        for ((form, factors), old) in products.into_iter().zip(before) {
            if factors != old.1 {
                shared.factors[form.index()] = Some(factors);
            }
        }
        shared
    }
}

/// What a product divides by: one base, whatever its power, or several powers.
fn divisor(factors: &[Factor]) -> Option<Vec<Factor>> {
    let mut below = factors.iter().filter(|(_, exponent)| exponent.is_negative());
    let first = below.next()?.clone();
    let rest: Vec<Factor> = below.cloned().collect();
    if rest.is_empty() && first.1.is_integer() {
        return Some(vec![(first.0, Number::MINUS_ONE)]);
    }
    Some([vec![first], rest].concat())
}

/// `a/d` and `b/d` become `a*r` and `b*r` with `r = 1/d`, where that saves divisions.
fn reciprocals(algebra: &mut Algebra, products: &mut [(Form, Vec<Factor>)], available: &Forms) {
    let mut users: Table<Vec<Factor>, Vec<usize>> = Table::default();
    for (at, (_, factors)) in products.iter().enumerate() {
        if let Some(divisor) = divisor(factors) {
            users.of(divisor).push(at);
        }
    }
    for (divisor, users) in users.into_entries() {
        let reciprocal = algebra.product(divisor.clone());
        if users.len() < 2 && !available.contains(reciprocal) {
            continue;
        }
        for at in users {
            let (form, factors) = &mut products[at];
            if *form == reciprocal {
                continue;
            }
            let below = factors.iter().find(|(_, exponent)| exponent.is_negative());
            // One base may be divided by in several powers; of several bases, the powers are those of the divisor.
            let power = below.and_then(|(_, exponent)| exponent.div(&divisor[0].1)).unwrap_or(Number::ONE);
            factors.retain(|(_, exponent)| !exponent.is_negative());
            multiply(factors, reciprocal, power);
        }
    }
}

/// Multiplies by a power; a factor of the same base takes it in.
fn multiply(factors: &mut Vec<Factor>, base: Form, exponent: Number) {
    let known = factors.iter_mut().find(|(other, power)| *other == base && !power.is_negative());
    match known.and_then(|(_, power)| power.add(&exponent).map(|sum| *power = sum)) {
        Some(()) => {}
        None => factors.push((base, exponent)),
    }
}

/// Factors that may overflow and factors that may underflow are multiplied with each other first: that product is where a hazard
/// sits, and where the e-graph can find another form of it.
fn saturating(algebra: &mut Algebra, products: &mut [(Form, Vec<Factor>)]) {
    for (_, factors) in products {
        let fact = |(base, exponent): &Factor| match exponent.is_negative() {
            true => algebra.fact(*base).recip(),
            false => algebra.fact(*base),
        };
        let any = |test: fn(&Fact) -> bool| factors.iter().any(|factor| test(&fact(factor)));
        if !any(|fact| fact.huge) || !any(|fact| fact.tiny) {
            continue;
        }
        let (group, rest): (Vec<Factor>, Vec<Factor>) =
            factors.drain(..).partition(|factor| fact(factor).huge || fact(factor).tiny);
        *factors = rest;
        match factors.is_empty() {
            true => *factors = group,
            false => multiply(factors, algebra.product(group), Number::ONE),
        }
    }
}

/// Two factors on the same side of the bar.
type Pair = (Factor, Factor);

impl Key for Pair {
    fn hash(&self) -> u64 {
        hash_factor(hash_factor(0, &self.0), &self.1)
    }
}

impl Key for Vec<Factor> {
    fn hash(&self) -> u64 {
        self.iter().fold(0, hash_factor)
    }
}

fn hash_factor(hash: u64, (base, exponent): &Factor) -> u64 {
    exponent.mix(mix(hash, base.index() as u64))
}

/// `a*b*c` and `a*b*d` become `p*c` and `p*d` with `p = a*b`: the most frequent pair first, ties to the earliest.
fn pairs(algebra: &mut Algebra, products: &mut [(Form, Vec<Factor>)], available: &Forms) {
    let mut users: Table<Pair, Vec<usize>> = Table::default();
    let mut heap: BinaryHeap<(usize, Reverse<Pair>)> = BinaryHeap::new();
    for (at, (_, factors)) in products.iter().enumerate() {
        for (i, left) in factors.iter().enumerate() {
            for right in &factors[i + 1..] {
                enter(algebra, available, &mut users, &mut heap, left, right, at);
            }
        }
    }
    while let Some((gain, Reverse(pair))) = heap.pop() {
        let known = users.get(&pair).into_iter().flatten().copied();
        let holding: Vec<usize> = known.filter(|at| holds(&products[*at].1, &pair)).collect();
        let product = algebra.product(vec![pair.0.clone(), pair.1.clone()]);
        let free = available.contains(product);
        let current = holding.len() - usize::from(!free && !holding.is_empty());
        if current == 0 {
            continue;
        }
        if current < gain {
            heap.push((current, Reverse(pair)));
            continue;
        }
        for at in holding {
            let (form, factors) = &mut products[at];
            if *form == product {
                continue;
            }
            factors.retain(|factor| *factor != pair.0 && *factor != pair.1);
            multiply(factors, product, Number::ONE);
            let (others, joined): (Vec<Factor>, Vec<Factor>) =
                factors.iter().cloned().partition(|(base, _)| *base != product);
            for other in others {
                enter(algebra, available, &mut users, &mut heap, &other, &joined[0], at);
            }
        }
    }
}

fn holds(factors: &[Factor], pair: &Pair) -> bool {
    factors.len() > 1 && factors.contains(&pair.0) && factors.contains(&pair.1)
}

/// Notes that product `at` holds a pair; the heap learns of it once the pair pays.
fn enter(
    algebra: &mut Algebra,
    available: &Forms,
    users: &mut Table<Pair, Vec<usize>>,
    heap: &mut BinaryHeap<(usize, Reverse<Pair>)>,
    left: &Factor,
    right: &Factor,
    at: usize,
) {
    if left.1.is_negative() || right.1.is_negative() {
        return;
    }
    let pair = if left < right { (left.clone(), right.clone()) } else { (right.clone(), left.clone()) };
    let holding = users.of(pair.clone());
    holding.push(at);
    let count = holding.len();
    // Pairs with a power inside would need that power as a factor of its own.
    let stands = || algebra.find_product(&pair).is_some_and(|product| available.contains(product));
    let free = !available.is_empty() && stands();
    if count > 1 || free {
        heap.push((count - usize::from(!free), Reverse(pair)));
    }
}
