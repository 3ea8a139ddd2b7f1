//! Construction: exact constants, the laws of 0 and 1, moves of signs; nothing that can change a value.
//!
//! `x + 0 = x` and `0 - x = -x` differ from IEEE arithmetic in the sign of a zero alone. `0*x` stays, for `x` may be infinite
//! or NaN; `x/0` stays and evaluates as IEEE says.

use super::{Graph, Id};
use crate::function::Function;
use crate::number::Number;

impl Graph {
    /// A call, folded.
    pub fn call(&mut self, function: Function, args: &[Id]) -> Id {
        match self.fold(function, args) {
            Some(id) => id,
            None => self.intern(function, args),
        }
    }

    fn fold(&mut self, function: Function, args: &[Id]) -> Option<Id> {
        if let Some(number) = self.fold_numbers(function, args) {
            return Some(self.number(number));
        }
        match (function, args) {
            (Function::Add, &[a, b]) => self.fold_add(a, b),
            (Function::Sub, &[a, b]) => self.fold_sub(a, b),
            (Function::Mul, &[a, b]) => self.fold_mul(a, b),
            (Function::Div, &[a, b]) => self.fold_div(a, b),
            (Function::Neg, &[x]) => self.fold_neg(x),
            (Function::Powi | Function::Powf, &[x, y]) => self.fold_power(x, y),
            (Function::Max | Function::Min, &[a, b]) => (a == b).then_some(a),
            (Function::Xlogy, &[x, y]) if self.is(x, Number::is_one) => Some(self.call(Function::Ln, &[y])),
            (Function::Select, &[c, a, b]) => self.fold_select(c, a, b),
            _ => self.fold_condition(function, args),
        }
    }

    fn is(&self, id: Id, test: impl Fn(&Number) -> bool) -> bool {
        self.as_number(id).is_some_and(test)
    }

    fn negated(&self, id: Id) -> Option<Id> {
        self.args_of(Function::Neg, id).map(|args| args[0])
    }

    fn fold_add(&mut self, a: Id, b: Id) -> Option<Id> {
        if self.is(a, Number::is_zero) {
            return Some(b);
        }
        if self.is(b, Number::is_zero) {
            return Some(a);
        }
        // a + -b = a - b
        match (self.negated(a), self.negated(b)) {
            (_, Some(b)) => Some(self.call(Function::Sub, &[a, b])),
            (Some(a), None) => Some(self.call(Function::Sub, &[b, a])),
            (None, None) => None,
        }
    }

    fn fold_sub(&mut self, a: Id, b: Id) -> Option<Id> {
        if self.is(b, Number::is_zero) {
            return Some(a);
        }
        if self.is(a, Number::is_zero) {
            return Some(self.call(Function::Neg, &[b]));
        }
        // a - -b = a + b
        self.negated(b).map(|b| self.call(Function::Add, &[a, b]))
    }

    fn fold_mul(&mut self, a: Id, b: Id) -> Option<Id> {
        for (a, b) in [(a, b), (b, a)] {
            if self.is(a, Number::is_one) {
                return Some(b);
            }
            if self.is(a, Number::is_minus_one) {
                return Some(self.call(Function::Neg, &[b]));
            }
            // -a*b = -(a*b), c*-b = (-c)*b
            if let Some(x) = self.negated(a) {
                if let Some(number) = self.as_number(b).filter(|n| !n.is_zero()) {
                    let number = number.neg();
                    let number = self.number(number);
                    return Some(self.call(Function::Mul, &[number, x]));
                }
                let product = self.call(Function::Mul, &[x, b]);
                return Some(self.call(Function::Neg, &[product]));
            }
        }
        None
    }

    fn fold_div(&mut self, a: Id, b: Id) -> Option<Id> {
        if self.is(b, Number::is_one) {
            return Some(a);
        }
        if self.is(b, Number::is_minus_one) {
            return Some(self.call(Function::Neg, &[a]));
        }
        // -a/b = -(a/b) = a/-b
        let (a, b) = match (self.negated(a), self.negated(b)) {
            (Some(a), Some(b)) => return Some(self.call(Function::Div, &[a, b])),
            (Some(x), None) => (x, b),
            (None, Some(y)) => (a, y),
            (None, None) => return None,
        };
        let quotient = self.call(Function::Div, &[a, b]);
        Some(self.call(Function::Neg, &[quotient]))
    }

    fn fold_neg(&mut self, x: Id) -> Option<Id> {
        if let Some(x) = self.negated(x) {
            return Some(x);
        }
        // -(c*x) = (-c)*x, -(c/x) = (-c)/x
        let (function, args) = self.as_call(x)?;
        let &[a, b] = args else { return None };
        let number = self.as_number(a).filter(|n| !n.is_zero())?.neg();
        matches!(function, Function::Mul | Function::Div).then(|| {
            let number = self.number(number);
            self.call(function, &[number, b])
        })
    }

    /// `x^1 = x`, `x^0 = 1` and `1^y = 1`, which IEEE's `pow` also gives for NaN.
    fn fold_power(&mut self, x: Id, y: Id) -> Option<Id> {
        if self.is(y, Number::is_one) {
            return Some(x);
        }
        if self.is(y, Number::is_zero) || self.is(x, Number::is_one) {
            return Some(self.number(Number::ONE));
        }
        None
    }

    fn fold_select(&mut self, c: Id, a: Id, b: Id) -> Option<Id> {
        if a == b {
            return Some(a);
        }
        match self.as_call(c)? {
            (Function::True, _) => Some(a),
            (Function::False, _) => Some(b),
            (Function::Not, &[c]) => Some(self.call(Function::Select, &[c, b, a])),
            _ => None,
        }
    }

    fn fold_condition(&mut self, function: Function, args: &[Id]) -> Option<Id> {
        let truth = |graph: &Graph, id| match graph.as_call(id) {
            Some((Function::True, _)) => Some(true),
            Some((Function::False, _)) => Some(false),
            _ => None,
        };
        let value = match (function, args) {
            (Function::And | Function::Or, &[p, q]) => {
                let absorbing = function == Function::Or;
                match (truth(self, p), truth(self, q)) {
                    (Some(p), _) if p == absorbing => absorbing,
                    (_, Some(q)) if q == absorbing => absorbing,
                    (Some(_), _) => return Some(q),
                    (_, Some(_)) => return Some(p),
                    _ if p == q => return Some(p),
                    _ => return None,
                }
            }
            (Function::Not, &[p]) => match (truth(self, p), self.args_of(Function::Not, p)) {
                (Some(p), _) => !p,
                (None, Some(inner)) => return Some(inner[0]),
                (None, None) => return None,
            },
            (_, &[a, b]) => {
                let (a, b) = (self.as_number(a)?, self.as_number(b)?);
                match function {
                    Function::Less => a < b,
                    Function::LessEqual => a <= b,
                    Function::Greater => a > b,
                    Function::GreaterEqual => a >= b,
                    Function::Equal => a == b,
                    Function::NotEqual => a != b,
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(self.intern(if value { Function::True } else { Function::False }, &[]))
    }

    /// The exact value of a call on constants, where it is rational and of reasonable size.
    fn fold_numbers(&self, function: Function, args: &[Id]) -> Option<Number> {
        let a = self.as_number(*args.first()?)?;
        if let [_, b] = args {
            let b = self.as_number(*b)?;
            return match function {
                Function::Add => a.add(b),
                Function::Sub => a.sub(b),
                Function::Mul => a.mul(b),
                Function::Div => a.div(b),
                Function::Powi | Function::Powf => match (b.to_i32(), b.to_ratio()) {
                    (Some(n), _) => a.powi(n),
                    (None, Some((1, 2))) => a.sqrt(),
                    _ => None,
                },
                Function::Max => Some(a.max(b).clone()),
                Function::Min => Some(a.min(b).clone()),
                Function::Rem if !b.is_zero() => {
                    let quotient = a.div(b)?;
                    let whole = if quotient.is_negative() { quotient.neg().floor().neg() } else { quotient.floor() };
                    a.sub(&b.mul(&whole)?)
                }
                _ => None,
            };
        }
        match function {
            Function::Neg if !a.is_zero() => Some(a.neg()),
            Function::Recip => a.recip(),
            Function::Sqrt => a.sqrt(),
            Function::Abs => Some(a.abs()),
            Function::Floor => Some(a.floor()),
            Function::Ceil => Some(a.neg().floor().neg()),
            Function::Trunc if a.is_negative() => Some(a.neg().floor().neg()),
            Function::Trunc => Some(a.floor()),
            Function::Sign if a.is_zero() => Some(Number::ZERO),
            Function::Sign | Function::Signum => Some(if a.is_negative() { Number::MINUS_ONE } else { Number::ONE }),
            _ if args.len() == 1 => {
                let (at, 1) = a.to_ratio()? else { return None };
                let (_, value) = function.row().exact.iter().find(|(x, _)| *x == at)?;
                Some((*value).into())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_times_zero_stays() {
        let mut g = Graph::new();
        let (x, zero) = (g.variable("x"), g.integer(0));
        let product = g.call(Function::Mul, &[zero, x]);
        assert!(g.as_call(product).is_some());
        let one = g.integer(1);
        let quotient = g.call(Function::Div, &[one, zero]);
        assert!(g.as_call(quotient).is_some());
        assert_eq!(g.call(Function::Add, &[x, zero]), x);
    }

    #[test]
    fn signs_move_out() {
        let mut g = Graph::new();
        let (x, y, two) = (g.variable("x"), g.variable("y"), g.integer(2));
        let minus_x = g.call(Function::Neg, &[x]);
        let sum = g.call(Function::Add, &[minus_x, y]);
        assert_eq!(g.as_call(sum), Some((Function::Sub, &[y, x][..])));
        let product = g.call(Function::Mul, &[two, minus_x]);
        let minus_two = g.integer(-2);
        assert_eq!(product, g.call(Function::Mul, &[minus_two, x]));
        assert_eq!(g.call(Function::Neg, &[minus_x]), x);
    }
}
