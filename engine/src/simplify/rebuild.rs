//! From the n-ary form back to a graph of binary operations.

use std::cmp::Reverse;

use super::Goal;
use super::algebra::{Algebra, Factor, Form, Shape, Term};
use super::cost::power_cost;
use super::facts::Fact;
use super::share::Shared;
use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;

/// Writes forms into a graph in which some of them may stand already.
pub(super) struct Rebuild<'a> {
    algebra: &'a Algebra,
    source: &'a Graph,
    pub(super) graph: Graph,
    /// The node of each form, once it is written.
    nodes: Vec<Option<Id>>,
    /// How many live forms refer to a form.
    uses: Vec<u32>,
    /// By index of the form, the whole exponents in which it is needed, ascending.
    powers: Vec<Vec<i64>>,
    shared: &'a Shared,
    /// For reading, the first variable by name in each form.
    names: Vec<Option<&'a str>>,
    goal: Goal,
}

impl<'a> Rebuild<'a> {
    pub(super) fn new(algebra: &'a Algebra, source: &'a Graph, graph: Graph, shared: &'a Shared, goal: Goal) -> Self {
        let (nodes, uses) = (vec![None; algebra.len()], vec![0; algebra.len()]);
        let names = if goal == Goal::Reading { first_names(algebra, source) } else { Vec::new() };
        Rebuild { algebra, source, graph, nodes, uses, powers: vec![Vec::new(); algebra.len()], shared, names, goal }
    }

    /// Says that a form stands in the graph already; the first node given for a form stays.
    pub(super) fn available(&mut self, form: Form, id: Id) {
        self.nodes[form.index()].get_or_insert(id);
    }

    /// Writes the roots and what they need.
    pub(super) fn roots(&mut self, roots: &[Form]) -> Vec<Id> {
        let order = self.order(roots);
        for root in roots {
            self.uses[root.index()] += 1;
        }
        for form in &order {
            for part in self.parts(*form) {
                self.uses[part.index()] += 1;
            }
            if let Shape::Product(factors) = self.algebra.shape(*form) {
                for (base, exponent) in self.shared.factors(*form, factors) {
                    if let Some(n) = exponent.to_i32() {
                        self.powers[base.index()].push(i64::from(n).abs());
                    }
                }
            }
        }
        for exponents in &mut self.powers {
            exponents.sort_unstable();
            exponents.dedup();
        }
        for form in order {
            let id = self.write(form);
            self.nodes[form.index()] = Some(id);
        }
        roots.iter().map(|root| self.node(*root)).collect()
    }

    /// What has to be written for the roots, parts first.
    fn order(&self, roots: &[Form]) -> Vec<Form> {
        let mut order = Vec::new();
        let mut seen: Vec<bool> = self.nodes.iter().map(Option::is_some).collect();
        let mut pending: Vec<(Form, bool)> = roots.iter().rev().map(|root| (*root, false)).collect();
        while let Some((form, leaving)) = pending.pop() {
            if leaving {
                order.push(form);
            } else if !std::mem::replace(&mut seen[form.index()], true) {
                pending.push((form, true));
                pending.extend(self.parts(form).into_iter().rev().map(|part| (part, false)));
            }
        }
        order
    }

    fn parts(&self, form: Form) -> Vec<Form> {
        match self.algebra.shape(form) {
            Shape::Product(factors) => self.shared.factors(form, factors).iter().map(|(base, _)| *base).collect(),
            shape => shape.parts(),
        }
    }

    fn node(&self, form: Form) -> Id {
        self.nodes[form.index()].expect("forms are written in order")
    }

    fn write(&mut self, form: Form) -> Id {
        match self.algebra.shape(form) {
            Shape::Leaf(id) => match self.source.op(*id) {
                Op::Variable(name) => self.graph.variable(name),
                Op::Call(function) => self.graph.intern(function, &[]),
                Op::Number(number) => self.graph.number(number.clone()),
            },
            Shape::Call(function, args) => {
                let args: Vec<Id> = args.iter().map(|arg| self.node(*arg)).collect();
                self.graph.call(*function, &args)
            }
            Shape::Sum(constant, terms) => self.sum(constant, terms),
            Shape::Product(factors) => {
                let factors = self.shared.factors(form, factors).to_vec();
                self.product(&Number::ONE, &factors)
            }
        }
    }

    /// The first positive summand, then the others in order; for reading the constant stands last.
    fn sum(&mut self, constant: &Number, terms: &[Term]) -> Id {
        if terms.is_empty() {
            return self.graph.number(constant.clone());
        }
        let mut terms = terms.to_vec();
        if self.goal == Goal::Reading {
            let factors = |form| self.algebra.as_product(form).map_or(1, <[Factor]>::len);
            terms.sort_by_cached_key(|(form, _)| {
                (Reverse((self.degree(*form), factors(*form))), self.names[form.index()])
            });
        }
        let constant_first = constant.is_negative() || constant.is_zero();
        let head = terms.iter().position(|(_, coefficient)| !coefficient.is_negative());
        let mut sum = match (head, constant_first) {
            (Some(at), _) => self.term(&terms[at]),
            (None, false) => self.graph.number(constant.clone()),
            (None, true) => self.term(&terms[0]),
        };
        let skip = head.or(constant_first.then_some(0));
        for (at, (form, coefficient)) in terms.iter().enumerate() {
            if Some(at) == skip {
                continue;
            }
            let function = if coefficient.is_negative() { Function::Sub } else { Function::Add };
            let term = self.term(&(*form, coefficient.abs()));
            sum = self.graph.call(function, &[sum, term]);
        }
        if constant.is_zero() || head.is_none() && !constant_first {
            return sum;
        }
        let function = if constant.is_negative() { Function::Sub } else { Function::Add };
        let number = self.graph.number(constant.abs());
        self.graph.call(function, &[sum, number])
    }

    /// The degree in the variables: higher powers are read first.
    fn degree(&self, form: Form) -> Number {
        let leaf = |form: Form| matches!(self.algebra.shape(form), Shape::Leaf(_));
        let Some(factors) = self.algebra.as_product(form) else {
            return Number::from(i64::from(leaf(form)));
        };
        let powers = factors.iter().filter(|(base, exponent)| leaf(*base) && !exponent.is_negative());
        powers.fold(Number::ZERO, |sum, (_, exponent)| sum.add(exponent).unwrap_or(sum))
    }

    /// The factors as they are read: constants, variables by name, then calls and brackets, in order of form.
    fn read(&self, factors: &[Factor]) -> Vec<Factor> {
        let name = |form: Form| match self.algebra.shape(form) {
            Shape::Leaf(id) => match self.source.op(*id) {
                Op::Variable(name) => (1, name),
                _ => (0, ""),
            },
            Shape::Sum(..) => (3, ""),
            _ => (2, ""),
        };
        let mut factors = factors.to_vec();
        factors.sort_by_key(|(form, _)| name(*form));
        factors
    }

    /// `coefficient·form`; a fraction that nobody else uses takes the coefficient into its numerator.
    fn term(&mut self, (form, coefficient): &Term) -> Id {
        if coefficient.is_one() {
            return self.node(*form);
        }
        let alone = self.uses[form.index()] <= 1;
        let factors = self.algebra.as_product(*form).filter(|_| alone || self.goal == Goal::Reading);
        let factors = factors.map(|factors| self.shared.factors(*form, factors).to_vec());
        // Of what stands in the value, the factors need not stand there too.
        match factors.filter(|factors| factors.iter().all(|(base, _)| self.nodes[base.index()].is_some())) {
            Some(factors) => self.product(coefficient, &factors),
            None => {
                let node = self.node(*form);
                self.multiple(coefficient, node)
            }
        }
    }

    /// `coefficient·x`; for reading, `x/3` and `2*x/3`.
    fn multiple(&mut self, coefficient: &Number, node: Id) -> Id {
        if coefficient.is_negative() {
            let positive = self.multiple(&coefficient.abs(), node);
            return self.graph.call(Function::Neg, &[positive]);
        }
        if let (Goal::Reading, Some((p, q))) = (self.goal, self.fraction(coefficient)) {
            let (p, q) = (self.graph.integer(p), self.graph.integer(q));
            let above = self.graph.call(Function::Mul, &[p, node]);
            return self.graph.call(Function::Div, &[above, q]);
        }
        let number = self.graph.number(coefficient.clone());
        self.graph.call(Function::Mul, &[number, node])
    }

    /// Numerator and denominator of a coefficient that reads better as a fraction than as one number.
    fn fraction(&self, coefficient: &Number) -> Option<(i64, i64)> {
        let (p, q) = coefficient.to_ratio()?;
        (q != 1 && !coefficient.is_decimal()).then_some((p, q))
    }

    /// `coefficient·above/below`, with at most one division.
    fn product(&mut self, coefficient: &Number, factors: &[Factor]) -> Id {
        // For reading -2*x*y, not -(2*x*y).
        let whole = coefficient.is_integer() && !coefficient.is_minus_one() && self.goal == Goal::Reading;
        if coefficient.is_negative() && !whole {
            let positive = self.product(&coefficient.abs(), factors);
            return self.graph.call(Function::Neg, &[positive]);
        }
        let factors = self.arranged(factors);
        let (mut above, mut below): (Vec<Id>, Vec<Id>) = (Vec::new(), Vec::new());
        for (base, exponent) in &factors {
            let side = if exponent.is_negative() { &mut below } else { &mut above };
            // Separate statements: `power` borrows all of self.
            let mut parts = Vec::new();
            self.power(*base, &exponent.abs(), &mut parts);
            side.extend(parts);
        }
        let fraction = if self.goal == Goal::Reading { self.fraction(coefficient) } else { None };
        let (p, q) = match fraction {
            Some((p, q)) => (p.into(), q.into()),
            None => (coefficient.clone(), Number::ONE),
        };
        for (number, side) in [(p, &mut above), (q, &mut below)] {
            if !number.is_one() || side.is_empty() {
                side.insert(0, self.graph.number(number));
            }
        }
        let above = self.chain(&above);
        let below = self.chain(&below);
        self.graph.call(Function::Div, &[above, below])
    }

    /// For code, what may overflow first and what may underflow next to it, power by power: `(e*s)*s` is where the e-graph can
    /// see that `e*s` is bounded.
    fn arranged(&self, factors: &[Factor]) -> Vec<Factor> {
        let fact = |(base, exponent): &Factor| match exponent.is_negative() {
            true => self.algebra.fact(*base).recip(),
            false => self.algebra.fact(*base),
        };
        let saturates = factors.iter().any(|f| fact(f).huge) && factors.iter().any(|f| fact(f).tiny);
        if self.goal == Goal::Reading {
            return self.read(factors);
        }
        if !saturates {
            return factors.to_vec();
        }
        let rank = |factor: &Factor| match fact(factor) {
            Fact { huge: true, .. } => 0,
            Fact { tiny: true, .. } => 1,
            _ => 2,
        };
        let mut arranged = Vec::new();
        for factor in factors {
            match factor.1.to_i32() {
                Some(n @ 2..=3) if rank(factor) < 2 => {
                    arranged.extend(std::iter::repeat_n((factor.0, Number::ONE), n as usize));
                }
                _ => arranged.push(factor.clone()),
            }
        }
        arranged.sort_by_key(rank);
        arranged
    }

    fn chain(&mut self, factors: &[Id]) -> Id {
        let mut product = factors[0];
        for factor in &factors[1..] {
            product = self.graph.call(Function::Mul, &[product, *factor]);
        }
        product
    }

    /// `base^exponent` for a positive exponent, as factors: `x^(5/2) = x^2*sqrt(x)`.
    fn power(&mut self, base: Form, exponent: &Number, out: &mut Vec<Id>) {
        let node = self.node(base);
        match exponent.to_ratio() {
            Some((n, 1)) if i32::try_from(n).is_ok() => out.push(self.whole_power(base, node, n)),
            Some((n, 2)) if n == 1 || self.goal == Goal::Code && n < 16 => {
                if n > 1 {
                    out.push(self.whole_power(base, node, n / 2));
                }
                out.push(self.graph.call(Function::Sqrt, &[node]));
            }
            _ => {
                let exponent = self.graph.number(exponent.clone());
                out.push(self.graph.call(Function::Powf, &[node, exponent]));
            }
        }
    }

    /// `node^n`; for code through smaller powers that are needed anyway, where that is cheaper.
    fn whole_power(&mut self, base: Form, node: Id, n: i64) -> Id {
        if n == 1 {
            return node;
        }
        if self.goal == Goal::Code {
            if n == 2 {
                return self.graph.call(Function::Mul, &[node, node]);
            }
            let smaller = self.powers[base.index()].iter().copied().filter(|m| *m > 1 && *m < n);
            // x^n = x^m·x^(n-m), where x^m is needed anyway; the rest costs 0 when it is needed too.
            let known = |m: i64| m == 1 || self.powers[base.index()].binary_search(&m).is_ok();
            let via = |m: i64| 1 + if known(n - m) { 0 } else { power_cost(n - m) };
            if let Some(m) = smaller.min_by_key(|m| (via(*m), *m)).filter(|m| via(*m) < power_cost(n)) {
                let (a, b) = (self.whole_power(base, node, m), self.whole_power(base, node, n - m));
                return self.graph.call(Function::Mul, &[a, b]);
            }
        }
        let exponent = self.graph.integer(n);
        self.graph.call(Function::Powi, &[node, exponent])
    }
}

fn first_names<'a>(algebra: &Algebra, source: &'a Graph) -> Vec<Option<&'a str>> {
    let mut names: Vec<Option<&str>> = Vec::with_capacity(algebra.len());
    for form in algebra.forms() {
        names.push(match algebra.shape(form) {
            Shape::Leaf(id) => match source.op(*id) {
                Op::Variable(name) => Some(name),
                _ => None,
            },
            shape => shape.parts().iter().filter_map(|part| names[part.index()]).min(),
        });
    }
    names
}
