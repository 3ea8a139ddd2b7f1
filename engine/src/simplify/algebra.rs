//! The n-ary form: sums with rational coefficients, products of powers.
//!
//! Associativity and commutativity live here, not in the e-graph, where they would grow as 3^n. A form refers to earlier
//! forms alone, so the order of creation is topological.

use super::facts::Fact;
use crate::function::Function;
use crate::graph::Id;
use crate::index::{Index, mix};
use crate::number::Number;

/// A form of one [`Algebra`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Form(u32);

impl Form {
    /// The empty product.
    pub(super) const ONE: Form = Form(0);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a form is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A variable or a named constant of the source graph.
    Leaf(Id),
    /// A call that is neither sum nor product.
    Call(Function, Vec<Form>),
    /// `constant + Σ coefficient·form`, in order of form; a lone term has a coefficient other than 1.
    Sum(Number, Vec<Term>),
    /// `Π form^exponent`, in order of form; a lone factor has an exponent other than 1.
    Product(Vec<Factor>),
}

impl Shape {
    /// The forms that the shape refers to.
    pub(super) fn parts(&self) -> Vec<Form> {
        match self {
            Shape::Leaf(_) => Vec::new(),
            Shape::Call(_, args) => args.clone(),
            Shape::Sum(_, terms) => terms.iter().map(|(form, _)| *form).collect(),
            Shape::Product(factors) => factors.iter().map(|(form, _)| *form).collect(),
        }
    }

    /// A hash, the same for a sum and its negative.
    fn hash(&self) -> u64 {
        let of_form = |hash, form: &Form| mix(hash, u64::from(form.0));
        let of_powers = |hash, parts: &[(Form, Number)]| {
            parts.iter().fold(hash, |hash, (form, number)| number.mix(of_form(hash, form)))
        };
        match self {
            Shape::Leaf(id) => mix(1, id.index() as u64),
            Shape::Call(function, args) => args.iter().fold(mix(2, *function as u64), of_form),
            Shape::Sum(constant, terms) => of_powers(constant.mix(3), terms),
            Shape::Product(factors) => of_powers(4, factors),
        }
    }

    /// Whether the shape is the sum of the negative terms of another.
    fn is_negative_of(&self, other: &Shape) -> bool {
        let (Shape::Sum(a, left), Shape::Sum(b, right)) = (self, other) else { return false };
        let negative = |((form, c), (other, d)): (&Term, &Term)| form == other && *c == d.neg();
        left.len() == right.len() && *a == b.neg() && left.iter().zip(right).all(negative)
    }
}

/// Some forms.
pub(super) struct Forms(Vec<bool>);

impl FromIterator<Form> for Forms {
    fn from_iter<T: IntoIterator<Item = Form>>(forms: T) -> Self {
        let mut contained = Vec::new();
        for form in forms {
            if contained.len() <= form.index() {
                contained.resize(form.index() + 1, false);
            }
            contained[form.index()] = true;
        }
        Forms(contained)
    }
}

impl Forms {
    pub(super) fn contains(&self, form: Form) -> bool {
        self.0.get(form.index()).copied().unwrap_or(false)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A form and its rational coefficient.
pub(super) type Term = (Form, Number);
/// A form and its rational exponent.
pub(super) type Factor = (Form, Number);

/// A hash-consed arena of forms.
pub(super) struct Algebra {
    shapes: Vec<Shape>,
    facts: Vec<Fact>,
    index: Index,
}

impl Algebra {
    pub(super) fn new() -> Self {
        let mut algebra = Algebra { shapes: Vec::new(), facts: Vec::new(), index: Index::default() };
        let one = algebra.intern(Shape::Product(Vec::new()), Fact::number(&Number::ONE));
        debug_assert_eq!(one, Form::ONE);
        algebra
    }

    pub(super) fn len(&self) -> usize {
        self.shapes.len()
    }

    pub(super) fn shape(&self, form: Form) -> &Shape {
        &self.shapes[form.index()]
    }

    /// What the roots need beyond what stands already, in order of form.
    pub(super) fn cone(&self, roots: &[Form], available: &Forms) -> Vec<Form> {
        let mut live = vec![false; self.len()];
        for root in roots {
            live[root.index()] = true;
        }
        for form in self.forms().rev() {
            live[form.index()] &= !available.contains(form);
            if live[form.index()] {
                for part in self.shape(form).parts() {
                    live[part.index()] = true;
                }
            }
        }
        self.forms().filter(|form| live[form.index()]).collect()
    }

    /// All forms, parts before what is made of them.
    pub(super) fn forms(&self) -> impl DoubleEndedIterator<Item = Form> + use<> {
        (0..self.shapes.len() as u32).map(Form)
    }

    pub(super) fn fact(&self, form: Form) -> Fact {
        self.facts[form.index()]
    }

    /// Adds what is known of a form.
    pub(super) fn assume(&mut self, form: Form, fact: Fact) {
        let known = &mut self.facts[form.index()];
        *known = known.given(fact);
    }

    fn intern(&mut self, shape: Shape, fact: Fact) -> Form {
        let shapes = &self.shapes[..];
        match self.index.find(shape.hash(), |form| shapes[form as usize] == shape) {
            Ok(form) => Form(form),
            Err(vacant) => {
                let form = Form(self.shapes.len() as u32);
                self.shapes.push(shape);
                self.facts.push(fact);
                self.index.enter(vacant, form.0);
                form
            }
        }
    }

    /// The form of a shape, where it exists.
    fn find(&self, shape: &Shape) -> Option<Form> {
        self.index.get(shape.hash(), |form| self.shapes[form as usize] == *shape).map(Form)
    }

    pub(super) fn leaf(&mut self, id: Id, fact: Fact) -> Form {
        self.intern(Shape::Leaf(id), fact)
    }

    pub(super) fn call(&mut self, function: Function, args: Vec<Form>) -> Form {
        let facts: Vec<Fact> = args.iter().map(|arg| self.fact(*arg)).collect();
        let exponent = args.get(1).and_then(|arg| self.as_number(*arg)).and_then(|n| n.to_i32()).map(i64::from);
        let fact = Fact::call(function, &facts, exponent);
        self.intern(Shape::Call(function, args), fact)
    }

    pub(super) fn number(&mut self, number: Number) -> Form {
        if number.is_one() {
            return Form::ONE;
        }
        let fact = Fact::number(&number);
        self.intern(Shape::Sum(number, Vec::new()), fact)
    }

    pub(super) fn as_number(&self, form: Form) -> Option<&Number> {
        match self.shape(form) {
            Shape::Sum(number, terms) if terms.is_empty() => Some(number),
            Shape::Product(factors) if factors.is_empty() => Some(&Number::ONE),
            _ => None,
        }
    }

    /// The coefficient and the rest: `3·x` is 3 and `x`; a number is itself and 1.
    pub(super) fn split(&self, form: Form) -> Term {
        match self.shape(form) {
            Shape::Sum(number, terms) if terms.is_empty() => (Form::ONE, number.clone()),
            Shape::Sum(number, terms) if terms.len() == 1 && number.is_zero() => terms[0].clone(),
            _ => (form, Number::ONE),
        }
    }

    /// The terms when the form is a sum of at least two.
    pub(super) fn as_sum(&self, form: Form) -> Option<(&Number, &[Term])> {
        match self.shape(form) {
            Shape::Sum(number, terms) if terms.len() + usize::from(!number.is_zero()) > 1 => Some((number, terms)),
            _ => None,
        }
    }

    /// The factors when the form is a product or a power.
    pub(super) fn as_product(&self, form: Form) -> Option<&[Factor]> {
        match self.shape(form) {
            Shape::Product(factors) if !factors.is_empty() => Some(factors),
            _ => None,
        }
    }

    /// `coefficient·form`; `None` when the number grows too large.
    pub(super) fn scaled(&mut self, form: Form, coefficient: &Number) -> Option<Form> {
        let (form, inner) = self.split(form);
        let coefficient = inner.mul(coefficient)?;
        Some(if form == Form::ONE || coefficient.is_zero() {
            self.number(coefficient)
        } else if coefficient.is_one() {
            form
        } else {
            let fact = Fact::number(&coefficient).mul(self.fact(form));
            self.intern(Shape::Sum(Number::ZERO, vec![(form, coefficient)]), fact)
        })
    }

    /// A sum of terms with different forms, none of them a number. `-(x - y)` is taken for `y - x` where that exists.
    pub(super) fn sum(&mut self, constant: Number, mut terms: Vec<Term>) -> Option<Form> {
        match &terms[..] {
            [] => return Some(self.number(constant)),
            [(form, coefficient)] if constant.is_zero() => {
                let (form, coefficient) = (*form, coefficient.clone());
                return self.scaled(form, &coefficient);
            }
            _ => terms.sort_unstable_by_key(|term| term.0),
        }
        let shape = Shape::Sum(constant, terms);
        if let Some(form) = self.find(&shape) {
            return Some(form);
        }
        let is_negative = |form: u32| self.shapes[form as usize].is_negative_of(&shape);
        if let Some(form) = self.index.get(shape.hash(), is_negative) {
            return self.scaled(Form(form), &Number::MINUS_ONE);
        }
        let Shape::Sum(constant, terms) = &shape else { unreachable!("built above") };
        let fact = terms.iter().fold(Fact::number(constant), |fact, (form, coefficient)| {
            fact.add(Fact::number(coefficient).mul(self.fact(*form)))
        });
        Some(self.intern(shape, fact))
    }

    /// The product of two powers, where it exists.
    pub(super) fn find_product(&self, pair: &(Factor, Factor)) -> Option<Form> {
        let mut factors = vec![pair.0.clone(), pair.1.clone()];
        factors.sort_unstable();
        self.find(&Shape::Product(factors))
    }

    /// A product of powers with different bases, none of them a number or a coefficient.
    pub(super) fn product(&mut self, mut factors: Vec<Factor>) -> Form {
        match &factors[..] {
            [] => return Form::ONE,
            [(form, exponent)] if exponent.is_one() => return *form,
            _ => factors.sort_unstable(),
        }
        let powers = factors.iter().map(|(form, exponent)| {
            let base = self.fact(*form);
            match exponent.to_i32() {
                Some(n) => base.powi(n.into()),
                None => Fact::call(Function::Powf, &[base, Fact::number(exponent)], None),
            }
        });
        let fact = powers.reduce(Fact::mul).expect("there are factors");
        self.intern(Shape::Product(factors), fact)
    }
}
