//! Sums and products as a person would write them.

use super::Goal;
use super::algebra::{Algebra, Factor, Form, Shape, Term};
use super::collect::{Factors, Terms};
use super::factor::{self, divide, multiply, power_in};
use crate::function::Function;
use crate::number::Number;
use num_integer::Integer;

/// Products of brackets are multiplied out in trial only up to this many terms.
const EXPANSION: usize = 64;
/// Sums of more factors than this are left as they are.
const LONG: usize = 1_000;

/// A common exponential, root or bracket comes out, fractions over one bracket are joined, and polynomials stay as they are.
pub(super) fn sum(algebra: &mut Algebra, terms: Terms, depth: usize) -> Option<Form> {
    let parts: Vec<Term> = terms.parts().cloned().collect();
    let plain = |algebra: &mut Algebra| algebra.sum(terms.constant.clone(), parts.clone());
    let size: usize = parts.iter().map(|(form, _)| algebra.as_product(*form).map_or(1, <[Factor]>::len)).sum();
    if !terms.constant.is_zero() || size > LONG {
        return plain(algebra);
    }
    let calls = parts.iter().any(|(form, _)| has_call(algebra, *form));
    let striking =
        common_powers(algebra, &parts, calls).iter().any(|(base, exponent)| strikes(algebra, *base, exponent));
    let common = common_powers(algebra, &parts, striking);
    let (common, rests) = taken_out(algebra, common, parts.iter().map(|(form, _)| *form).collect())?;
    if common.is_empty() {
        return plain(algebra);
    }
    let mut inner = Terms::default();
    for (rest, (_, coefficient)) in rests.into_iter().zip(&parts) {
        let (form, c) = algebra.split(rest);
        inner.add(form, coefficient.mul(&c)?)?;
    }
    let inner = expanded(algebra, inner.splice(algebra)?)?;
    let brackets: usize = inner.parts().map(|(form, _)| length(algebra, *form)).sum::<usize>() + common.len();
    let before: usize = parts.iter().map(|(form, _)| length(algebra, *form)).sum();
    if !striking && brackets + usize::from(!inner.constant.is_zero()) + 1 >= before {
        return plain(algebra);
    }
    let (inner, content) = primitive(inner)?;
    let inner = factor::sum(algebra, inner, &[], Goal::Reading, depth + 1)?;
    let (form, coefficient) = algebra.split(inner);
    let coefficient = coefficient.mul(&content)?;
    let mut factors = Factors::default();
    for (base, exponent) in common {
        factors.multiply(algebra, base, exponent)?;
    }
    multiply(algebra, &mut factors, form)?;
    let form = algebra.product(factors.into_parts());
    algebra.scaled(form, &coefficient)
}

/// A bracket without its content, and the content: the largest ratio of which all coefficients are multiples, negative when all
/// are. Decimals stay.
fn primitive(terms: Terms) -> Option<(Terms, Number)> {
    let constant = Some(&terms.constant).filter(|constant| !constant.is_zero());
    let coefficients: Vec<&Number> = terms.parts().map(|(_, coefficient)| coefficient).chain(constant).collect();
    let ratios: Option<Vec<(i64, i64)>> =
        coefficients.iter().map(|c| c.to_ratio().filter(|_| !c.is_decimal())).collect();
    let Some(ratios) = ratios.filter(|ratios| ratios.len() > 1) else { return Some((terms, Number::ONE)) };
    let above = ratios.iter().fold(0, |gcd, (p, _)| p.gcd(&gcd));
    let below = ratios.iter().fold(1, |lcm: i64, (_, q)| if lcm < 1 << 20 { q.lcm(&lcm) } else { lcm });
    let content = Number::ratio(above, below)?;
    let content = if coefficients.iter().all(|c| c.is_negative()) { content.neg() } else { content };
    let mut rest = Terms::constant(terms.constant.div(&content)?);
    for (form, coefficient) in terms.parts() {
        rest.add(*form, coefficient.div(&content)?)?;
    }
    Some((rest, content))
}

/// The powers that all terms have: the least exponent above the bar, the most negative below it.
///
/// Below the bar a plain base needs the same exponent everywhere, unless `all` are wanted: `1/x + 2/x^2` stays.
fn common_powers(algebra: &Algebra, parts: &[Term], all: bool) -> Vec<Factor> {
    let first = parts[0].0;
    let candidates: Vec<Factor> = match algebra.as_product(first) {
        Some(factors) => factors.to_vec(),
        None => vec![(first, Number::ONE)],
    };
    let common = candidates.into_iter().filter_map(|(base, exponent)| {
        let below = exponent.is_negative();
        let mut least = exponent.clone();
        for (form, _) in parts {
            let other = power_in(algebra, *form, base, below)?;
            if below && !all && other != exponent && algebra.as_sum(base).is_none() {
                return None;
            }
            least = least.min(other);
        }
        Some((base, least))
    });
    common.collect()
}

/// Takes powers out of forms one after the other, as far as all still have them: with its factors, a product is gone as a whole. What came out,
/// and what is left of each form.
fn taken_out(algebra: &mut Algebra, powers: Vec<Factor>, mut forms: Vec<Form>) -> Option<(Vec<Factor>, Vec<Form>)> {
    let mut taken = Vec::new();
    for (base, exponent) in powers {
        let below = exponent.is_negative();
        if forms.iter().all(|form| power_in(algebra, *form, base, below).is_some()) {
            for form in &mut forms {
                *form = divide(algebra, *form, base, &exponent, Goal::Reading)?;
            }
            taken.push((base, exponent));
        }
    }
    Some((taken, forms))
}

/// Whether a function of the variables is a factor of the term.
fn has_call(algebra: &Algebra, form: Form) -> bool {
    let call = |form: Form| matches!(algebra.shape(form), Shape::Call(..));
    match algebra.as_product(form) {
        Some(factors) => factors.iter().any(|(base, _)| call(*base)),
        None => call(form),
    }
}

/// Whether a person would take this out of a sum.
fn strikes(algebra: &Algebra, base: Form, exponent: &Number) -> bool {
    match algebra.shape(base) {
        _ if exponent.is_negative() || !exponent.is_integer() => true,
        Shape::Call(function, _) => matches!(function, Function::Exp | Function::Exp2 | Function::Powf),
        Shape::Sum(..) => true,
        _ => false,
    }
}

/// The sum with its brackets multiplied out, where that is shorter: `a*(c*x + d) - c*(a*x + b) = a*d - b*c`.
fn expanded(algebra: &mut Algebra, terms: Terms) -> Option<Terms> {
    let mut result = Terms::constant(terms.constant.clone());
    let parts: Vec<Term> = terms.parts().cloned().collect();
    for (form, coefficient) in parts {
        for (form, c) in distribute(algebra, form)? {
            result.add(form, coefficient.mul(&c)?)?;
        }
        if result.size() > EXPANSION {
            return Some(terms);
        }
    }
    let length = |terms: &Terms| -> usize {
        let parts = terms.parts().map(|(form, _)| length(algebra, *form));
        parts.sum::<usize>() + usize::from(!terms.constant.is_zero())
    };
    Some(if length(&result) < length(&terms) { result } else { terms })
}

/// The terms of a product of brackets of power 1.
fn distribute(algebra: &mut Algebra, form: Form) -> Option<Vec<Term>> {
    let mut terms = vec![(Form::ONE, Number::ONE)];
    let factors: Vec<Factor> = match algebra.as_product(form) {
        Some(factors) => factors.to_vec(),
        None => vec![(form, Number::ONE)],
    };
    for (base, exponent) in factors {
        let bracket: Vec<Term> = match algebra.as_sum(base) {
            Some((constant, inner)) if exponent.is_one() && terms.len() * inner.len() <= EXPANSION => {
                let constant = Some((Form::ONE, constant.clone())).filter(|(_, c)| !c.is_zero());
                inner.iter().cloned().chain(constant).collect()
            }
            _ => vec![(algebra.product(vec![(base, exponent)]), Number::ONE)],
        };
        let mut next = Vec::with_capacity(terms.len() * bracket.len());
        for (left, c) in &terms {
            for (right, d) in &bracket {
                let mut factors = Factors::default();
                multiply(algebra, &mut factors, *left)?;
                multiply(algebra, &mut factors, *right)?;
                next.push((algebra.product(factors.into_parts()), c.mul(d)?));
            }
        }
        terms = next;
    }
    Some(terms)
}

/// The number of leaves in a term, brackets one level deep.
fn length(algebra: &Algebra, form: Form) -> usize {
    let of = |base: Form| match algebra.as_sum(base) {
        Some((constant, terms)) => terms.len() + usize::from(!constant.is_zero()),
        None => 1,
    };
    match algebra.as_product(form) {
        Some(factors) => factors.iter().map(|(base, _)| of(*base)).sum(),
        None => of(form),
    }
}

/// The guards of the function table that only matter at one point, and helpers that stand for a textbook form, left out:
/// `xlogy(a, b)` is `a*ln(b)`, and `if x == 0 and y == 0 then 0 else y*x^(y - 1)` is its second branch.
pub(super) fn call(algebra: &mut Algebra, function: Function, args: &[Form]) -> Option<Form> {
    match (function, args) {
        (Function::Xlogy, &[a, b]) => {
            let logarithm = algebra.call(Function::Ln, vec![b]);
            let mut factors = Factors::default();
            let (a, coefficient) = algebra.split(a);
            multiply(algebra, &mut factors, a)?;
            factors.multiply(algebra, logarithm, Number::ONE)?;
            let form = algebra.product(factors.into_parts());
            algebra.scaled(form, &coefficient)
        }
        // The guard in `max` and `min` against a variable that is NaN.
        (Function::Or, &[p, q]) => match algebra.shape(q) {
            Shape::Call(Function::NotEqual, sides) if sides[0] == sides[1] => {
                matches!(algebra.shape(sides[0]), Shape::Leaf(_)).then_some(p)
            }
            _ => None,
        },
        (Function::Select, &[condition, then, otherwise]) => {
            if !is_zero(algebra, then) {
                return None;
            }
            let (rest, _) = algebra.split(otherwise);
            let drops = zeros(algebra, condition)?.into_iter().any(|y| {
                let hypot = matches!(algebra.shape(y), Shape::Call(Function::Hypot, _));
                // y*y^(y - 1) has been joined to y^y by now.
                let joined = matches!(algebra.shape(rest), Shape::Call(Function::Powf, args) if args[..] == [y, y]);
                joined
                    || power_in(algebra, rest, y, false).is_some()
                    || hypot && power_in(algebra, rest, y, true).is_some()
            });
            drops.then_some(otherwise)
        }
        _ => None,
    }
}

/// An argument as a person would write it: `-(x + y)` rather than `-x - y`.
pub(super) fn argument(algebra: &mut Algebra, form: Form) -> Form {
    let Some((constant, terms)) = algebra.as_sum(form) else { return form };
    if constant.neg().is_negative() || terms.iter().any(|(_, coefficient)| !coefficient.is_negative()) {
        return form;
    }
    let (constant, terms) = (constant.neg(), terms.iter().map(|(form, c)| (*form, c.neg())).collect());
    let negated = algebra.sum(constant, terms).and_then(|sum| algebra.scaled(sum, &Number::MINUS_ONE));
    negated.unwrap_or(form)
}

fn is_zero(algebra: &Algebra, form: Form) -> bool {
    algebra.as_number(form).is_some_and(Number::is_zero)
}

/// The forms that a condition says are all 0; `None` when it says anything else.
fn zeros(algebra: &Algebra, condition: Form) -> Option<Vec<Form>> {
    match algebra.shape(condition) {
        Shape::Call(Function::And, sides) => Some([zeros(algebra, sides[0])?, zeros(algebra, sides[1])?].concat()),
        Shape::Call(Function::Equal, sides) if is_zero(algebra, sides[1]) => Some(vec![sides[0]]),
        Shape::Call(Function::Equal, sides) if is_zero(algebra, sides[0]) => Some(vec![sides[1]]),
        _ => None,
    }
}

/// Factors as a person would write them: `(1 - x)*(1 + x)` is `1 - x^2`, `x*x^(x - 1)` is `x^x`, brackets come without their content,
/// and a bracket of fractions over something is one fraction. Also the number that came out.
pub(super) fn join(algebra: &mut Algebra, factors: Factors) -> Option<(Factors, Number)> {
    let mut parts: Vec<Factor> = factors.parts().cloned().collect();
    // Every pair is looked at, and no one reads so long a product.
    if parts.len() > EXPANSION {
        return Some((factors, Number::ONE));
    }
    let mut at = 0;
    while at < parts.len() {
        let other = (at + 1..parts.len()).find_map(|other| Some((other, merged(algebra, &parts[at], &parts[other])?)));
        match other {
            Some((other, joined)) => {
                parts.remove(other);
                parts[at] = joined;
            }
            None => at += 1,
        }
    }
    let fraction = parts.iter().any(|(_, exponent)| exponent.is_negative());
    let several = parts.len() > 1;
    let bases: Vec<Form> = parts.iter().map(|(base, _)| *base).collect();
    let mut joined = Factors::default();
    let mut content = Number::ONE;
    for (base, exponent) in parts {
        if !exponent.is_one() || !several {
            joined.multiply(algebra, base, exponent)?;
            continue;
        }
        let (above, below) = match fraction {
            true => together(algebra, base)?.filter(|(above, below)| {
                let plain = below.iter().all(|(base, _)| matches!(algebra.shape(*base), Shape::Leaf(_)));
                plain || bases.contains(above)
            }),
            false => None,
        }
        .unwrap_or((base, Vec::new()));
        let (above, c) = bracket(algebra, above)?;
        content = content.mul(&c)?;
        // A product that is a factor as a whole stays one: taken apart, nested products would grow with the square of their number.
        match above == base {
            true => joined.multiply(algebra, above, exponent)?,
            false => multiply(algebra, &mut joined, above)?,
        }
        for (base, exponent) in below {
            joined.multiply(algebra, base, exponent)?;
        }
    }
    Some((joined, content))
}

/// A sum without its content, and the content.
fn bracket(algebra: &mut Algebra, form: Form) -> Option<Term> {
    let Some((constant, terms)) = algebra.as_sum(form) else { return Some(algebra.split(form)) };
    let mut sum = Terms::constant(constant.clone());
    for (form, coefficient) in terms.iter().cloned() {
        sum.add(form, coefficient)?;
    }
    let (rest, content) = primitive(sum)?;
    let parts = rest.parts().cloned().collect();
    Some((algebra.sum(rest.constant, parts)?, content))
}

/// A sum of fractions as one: `cos(x) - sin(x)/x` is `x*cos(x) - sin(x)` over `x`; inner `None` when there are none.
fn together(algebra: &mut Algebra, form: Form) -> Option<Option<(Form, Vec<Factor>)>> {
    let Some((constant, terms)) = algebra.as_sum(form) else { return Some(None) };
    let (constant, terms) = (constant.clone(), terms.to_vec());
    let mut below: Vec<Factor> = Vec::new();
    for (form, _) in &terms {
        for (base, exponent) in algebra.as_product(*form).unwrap_or_default() {
            match below.iter_mut().find(|(other, _)| other == base) {
                _ if !exponent.is_negative() => {}
                Some((_, least)) => *least = least.clone().min(exponent.clone()),
                None => below.push((*base, exponent.clone())),
            }
        }
    }
    if below.is_empty() {
        return Some(None);
    }
    let constant = Some((Form::ONE, constant)).filter(|(_, c)| !c.is_zero());
    let mut above = Terms::default();
    for (form, coefficient) in terms.into_iter().chain(constant) {
        let mut factors: Vec<Factor> = match algebra.as_product(form) {
            Some(factors) => factors.to_vec(),
            None => vec![(form, Number::ONE)],
        };
        for (base, least) in &below {
            match factors.iter_mut().find(|(other, exponent)| other == base && exponent.is_negative()) {
                Some((_, exponent)) => *exponent = exponent.sub(least)?,
                None => factors.push((*base, least.neg())),
            }
        }
        let mut product = Factors::default();
        for (base, exponent) in factors {
            product.multiply(algebra, base, exponent)?;
        }
        let form = algebra.product(product.into_parts());
        let (form, c) = algebra.split(form);
        above.add(form, coefficient.mul(&c)?)?;
    }
    let above = above.splice(algebra)?;
    let parts = above.parts().cloned().collect();
    Some(Some((algebra.sum(above.constant, parts)?, below)))
}

fn merged(algebra: &mut Algebra, left: &Factor, right: &Factor) -> Option<Factor> {
    if left.0 == right.0 {
        // x/x^4 = 1/x^3, for both have a pole at 0.
        return left.1.add(&right.1).filter(Number::is_negative).map(|exponent| (left.0, exponent));
    }
    if left.1 == right.1
        && let Some(form) = difference_of_squares(algebra, left.0, right.0)
    {
        return Some((form, left.1.clone()));
    }
    symbolic_power(algebra, left, right).or_else(|| symbolic_power(algebra, right, left))
}

/// `(a + b)*(a - b) = a^2 - b^2` for single terms a and b.
fn difference_of_squares(algebra: &mut Algebra, left: Form, right: Form) -> Option<Form> {
    let summands = |algebra: &Algebra, form| {
        let (constant, terms) = algebra.as_sum(form)?;
        let constant = Some((Form::ONE, constant.clone())).filter(|(_, c)| !c.is_zero());
        let all: Vec<Term> = constant.into_iter().chain(terms.iter().cloned()).collect();
        (all.len() == 2).then_some(all)
    };
    let (left, right) = (summands(algebra, left)?, summands(algebra, right)?);
    let mut squares = Terms::default();
    let mut opposite = 0;
    for ((a, c), (b, d)) in left.iter().zip(&right) {
        let square = c.mul(d)?;
        if a != b || c.abs() != d.abs() {
            return None;
        }
        opposite += usize::from(square.is_negative());
        let mut factors = Factors::default();
        multiply(algebra, &mut factors, *a)?;
        multiply(algebra, &mut factors, *a)?;
        squares.add(algebra.product(factors.into_parts()), square)?;
    }
    if opposite != 1 {
        return None;
    }
    let parts = squares.parts().cloned().collect();
    algebra.sum(squares.constant, parts)
}

/// `x^n * x^(y + c) = x^(y + c + n)`.
fn symbolic_power(algebra: &mut Algebra, plain: &Factor, power: &Factor) -> Option<Factor> {
    let Shape::Call(Function::Powf, args) = algebra.shape(power.0) else { return None };
    let (base, exponent) = (args[0], args[1]);
    if base != plain.0 || !power.1.is_one() {
        return None;
    }
    let mut sum = Terms::default();
    sum.add(Form::ONE, plain.1.clone())?;
    match algebra.as_sum(exponent) {
        Some((constant, terms)) => {
            sum.add(Form::ONE, constant.clone())?;
            for (form, c) in terms.iter().cloned() {
                sum.add(form, c)?;
            }
        }
        None => {
            let (form, c) = algebra.split(exponent);
            sum.add(form, c)?;
        }
    }
    let parts = sum.parts().cloned().collect();
    let exponent = algebra.sum(sum.constant, parts)?;
    Some((algebra.call(Function::Powf, vec![base, exponent]), Number::ONE))
}
