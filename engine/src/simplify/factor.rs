//! Common factors of sums: `a*x + b*x = (a + b)*x`.

use super::algebra::{Algebra, Factor, Form, Term};
use super::collect::{Factors, Terms};
use super::{Goal, reading};
use crate::function::Function;
use crate::index::{Key, Table, mix};
use crate::number::Number;

/// Larger sums are left as they are.
const TERMS: usize = 256;
/// Nesting of factored sums.
const DEPTH: usize = 12;

/// What several terms may have in common.
#[derive(Clone, PartialEq)]
enum Common {
    /// A base, above or below the fraction bar.
    Power(Form, bool),
    /// A coefficient, up to sign.
    Coefficient(Number),
}

impl Key for Common {
    fn hash(&self) -> u64 {
        match self {
            Common::Power(base, below) => mix(mix(1, base.index() as u64), u64::from(*below)),
            Common::Coefficient(number) => number.mix(2),
        }
    }
}

/// The sum as a form, factored as the goal asks. `owned` (sorted) are the terms that nobody else uses.
pub(super) fn sum(algebra: &mut Algebra, terms: Terms, owned: &[Form], goal: Goal, depth: usize) -> Option<Form> {
    if terms.size() < 2 || terms.size() > TERMS || depth == DEPTH {
        return algebra.sum(terms.constant.clone(), terms.parts().cloned().collect());
    }
    match goal {
        Goal::Code => for_code(algebra, terms, owned, depth),
        Goal::Reading => reading::sum(algebra, terms, depth),
    }
}

/// Takes out whatever saves most, until nothing saves.
fn for_code(algebra: &mut Algebra, mut terms: Terms, owned: &[Form], depth: usize) -> Option<Form> {
    let mut constant = terms.constant.clone();
    let mut parts: Vec<Term> = terms.parts().cloned().collect();
    while let Some(common) = dearest(algebra, &constant, &parts, owned) {
        let mut group = Terms::default();
        let mut rest = Terms::default();
        let exponent = match &common {
            Common::Power(base, below) => least(algebra, &parts, owned, *base, *below),
            Common::Coefficient(_) => Number::ONE,
        };
        for (form, coefficient) in parts {
            match quotient(algebra, form, &coefficient, &common, &exponent, owned)? {
                Some((form, coefficient)) => group.add(form, coefficient)?,
                None => rest.add(form, coefficient)?,
            }
        }
        if let Common::Coefficient(number) = &common
            && constant.abs() == *number
        {
            group.add(Form::ONE, constant.div(number)?)?;
            constant = Number::ZERO;
        }
        let group = group.splice(algebra)?;
        let inner: Vec<Form> = sorted(group.parts().map(|(form, _)| *form));
        let inner = sum(algebra, group, &inner, Goal::Code, depth + 1)?;
        let (form, coefficient) = times(algebra, inner, &common, &exponent)?;
        rest.add(form, coefficient)?;
        // What was taken out is one term now, and may meet others.
        constant = constant.add(&rest.constant)?;
        parts = rest.parts().cloned().collect();
    }
    terms = Terms::constant(constant);
    for (form, coefficient) in parts {
        terms.add(form, coefficient)?;
    }
    let parts = terms.parts().cloned().collect();
    algebra.sum(terms.constant, parts)
}

/// The common part that saves most; `None` when none saves. Ties go to the earliest.
fn dearest(algebra: &Algebra, constant: &Number, parts: &[Term], owned: &[Form]) -> Option<Common> {
    let mut savings: Table<Common, i64> = Table::default();
    let mut save = |common: Common, saving: i64| *savings.of(common) += saving;
    let division = i64::from(Function::Div.row().cost);
    for (form, coefficient) in parts {
        if !coefficient.is_one() && !coefficient.is_minus_one() {
            save(Common::Coefficient(coefficient.abs()), 1);
        }
        if owned.binary_search(form).is_err() {
            continue;
        }
        let Some(factors) = algebra.as_product(*form) else {
            save(Common::Power(*form, false), 0);
            continue;
        };
        let below = factors.iter().filter(|(_, exponent)| exponent.is_negative()).count();
        for (base, exponent) in factors {
            let fact = algebra.fact(*base);
            match exponent.is_negative() {
                true if fact.huge || fact.tiny => {}
                true => save(Common::Power(*base, true), if below == 1 { division } else { 1 }),
                false => save(Common::Power(*base, false), 1),
            }
        }
    }
    if !constant.is_zero() && !constant.is_one() && !constant.is_minus_one() {
        save(Common::Coefficient(constant.abs()), 0);
    }
    let mut best: Option<(i64, Common)> = None;
    for (common, saving) in savings.into_entries() {
        let back = if matches!(common, Common::Power(_, true)) { division } else { 1 };
        let saved = saving - back;
        if saved > best.as_ref().map_or(0, |(saved, _)| *saved) {
            best = Some((saved, common));
        }
    }
    best.map(|(_, common)| common)
}

/// The exponent that all terms with the base can give: the smallest above, the most negative below.
fn least(algebra: &Algebra, parts: &[Term], owned: &[Form], base: Form, below: bool) -> Number {
    let exponents = parts.iter().filter(|(form, _)| owned.binary_search(form).is_ok());
    let exponents = exponents.filter_map(|(form, _)| power_in(algebra, *form, base, below));
    exponents.min().unwrap_or(Number::ONE)
}

/// The exponent of `base` in a term, above or below the bar.
pub(super) fn power_in(algebra: &Algebra, form: Form, base: Form, below: bool) -> Option<Number> {
    if form == base {
        return (!below).then_some(Number::ONE);
    }
    let factors = algebra.as_product(form)?;
    let (_, exponent) = factors.iter().find(|(other, e)| *other == base && e.is_negative() == below)?;
    Some(exponent.clone())
}

/// The term without the common part; inner `None` when it does not have it.
fn quotient(
    algebra: &mut Algebra,
    form: Form,
    coefficient: &Number,
    common: &Common,
    exponent: &Number,
    owned: &[Form],
) -> Option<Option<Term>> {
    match common {
        Common::Coefficient(number) if coefficient.abs() == *number => Some(Some((form, coefficient.div(number)?))),
        Common::Power(base, below) if owned.binary_search(&form).is_ok() => {
            if power_in(algebra, form, *base, *below).is_none() {
                return Some(None);
            }
            let rest = divide(algebra, form, *base, exponent, Goal::Code)?;
            let (rest, inner) = algebra.split(rest);
            Some(Some((rest, coefficient.mul(&inner)?)))
        }
        _ => Some(None),
    }
}

/// `form / base^exponent`, where the form has at least that power.
pub(super) fn divide(algebra: &mut Algebra, form: Form, base: Form, exponent: &Number, goal: Goal) -> Option<Form> {
    let factors: Vec<Factor> = match algebra.as_product(form) {
        Some(factors) if form != base => factors.to_vec(),
        _ => vec![(form, Number::ONE)],
    };
    let mut rest = Factors::default();
    for (other, power) in factors {
        let taken = other == base && power.is_negative() == exponent.is_negative();
        rest.multiply(algebra, other, if taken { power.sub(exponent)? } else { power })?;
    }
    let rest = rest.splice(algebra, goal)?;
    Some(algebra.product(rest.into_parts()))
}

/// `inner` times the common part, as a term.
fn times(algebra: &mut Algebra, inner: Form, common: &Common, exponent: &Number) -> Option<Term> {
    let (form, coefficient) = algebra.split(inner);
    match common {
        Common::Coefficient(number) => Some((form, coefficient.mul(number)?)),
        Common::Power(base, _) => {
            let mut factors = Factors::default();
            factors.multiply(algebra, *base, exponent.clone())?;
            multiply(algebra, &mut factors, form)?;
            Some((algebra.product(factors.into_parts()), coefficient))
        }
    }
}

/// Multiplies by a form, a product by its factors.
pub(super) fn multiply(algebra: &Algebra, factors: &mut Factors, form: Form) -> Option<()> {
    match algebra.as_product(form) {
        Some(inner) => inner.iter().try_for_each(|(base, power)| factors.multiply(algebra, *base, power.clone())),
        None => factors.multiply(algebra, form, Number::ONE),
    }
}

fn sorted(forms: impl Iterator<Item = Form>) -> Vec<Form> {
    let mut forms: Vec<Form> = forms.collect();
    forms.sort_unstable();
    forms
}
