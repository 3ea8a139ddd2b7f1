//! Expressions: looked up by key.

use gradus_engine::program::procedure::Expression;

use super::{Array, Machine, Real, Value};
use crate::text::{Key, Operation, Text};

impl<'a, T: Real> Machine<'a, T> {
    pub fn text(&self, expression: &Expression) -> &'a Text {
        &self.program.table.texts[expression.key as usize]
    }

    /// Whatever an expression reads must be declared.
    pub fn reads(&self, expression: &Expression) {
        for var in &expression.reads {
            self.value(*var);
        }
        for array in &expression.arrays {
            self.array(*array);
        }
    }

    /// The value of an expression.
    pub fn evaluate(&self, expression: &Expression) -> Value<T> {
        self.reads(expression);
        self.key(expression.key)
    }

    fn key(&self, key: Key) -> Value<T> {
        match &self.program.table.texts[key as usize] {
            Text::Integer(n) => Value::Integer(*n),
            Text::Real(x) => Value::Real(T::of(*x)),
            Text::Var(var) => self.value(*var),
            Text::Length(array) => Value::Integer(self.array(*array).length() as i64),
            Text::Element(array, index) => match self.array(*array) {
                Array::List(items) => match items[self.natural(*index)] {
                    Array::Number(x) => Value::Real(T::of(x.value())),
                    _ => panic!("an element of {array:?} is no number"),
                },
                Array::Number(_) => panic!("{array:?} is a number"),
            },
            Text::Binary(operation, a, b) => binary(*operation, self.key(*a), self.key(*b)),
            Text::Truncate(a) => Value::Integer(self.key(*a).real("a cast").value() as i64),
            Text::ToReal(a) => Value::Real(T::of(self.integer(*a) as f64)),
            other => panic!("{other:?} is no value"),
        }
    }

    fn integer(&self, key: Key) -> i64 {
        self.key(key).integer("an integer expression")
    }

    pub fn natural(&self, key: Key) -> usize {
        usize::try_from(self.integer(key)).expect("an index or a length")
    }

    /// The bounds of a range.
    pub fn range(&self, expression: &Expression) -> (usize, usize) {
        self.reads(expression);
        match self.text(expression) {
            Text::Range(a, b) => (self.natural(*a), self.natural(*b)),
            other => panic!("{other:?} is no range"),
        }
    }

    /// What a loop runs over.
    pub fn items(&self, key: Key) -> Vec<i64> {
        match &self.program.table.texts[key as usize] {
            Text::Range(a, b) => (self.integer(*a)..self.integer(*b)).collect(),
            Text::Reversed(items) => self.items(*items).into_iter().rev().collect(),
            Text::StepBy(items, step) => self.items(*items).into_iter().step_by(*step).collect(),
            other => panic!("{other:?} is no iterator"),
        }
    }

    /// An array of constants.
    pub fn is_array(&self, expression: &Expression) -> bool {
        matches!(self.text(expression), Text::Zeros(_) | Text::ZeroLike(_) | Text::Numbers(_) | Text::Empty)
    }

    pub fn constants(&self, expression: &Expression) -> Array<T> {
        self.reads(expression);
        match self.text(expression) {
            Text::Zeros(dimensions) => {
                Array::zeros(&dimensions.iter().map(|key| self.natural(*key)).collect::<Vec<usize>>())
            }
            Text::ZeroLike(array) => self.array(*array).map(&mut |_| T::of(0.0)),
            Text::Numbers(numbers) => Array::of(&numbers.iter().map(|x| T::of(*x)).collect::<Vec<T>>()),
            Text::Empty => Array::List(Vec::new()),
            other => panic!("{other:?} is no array of constants"),
        }
    }
}

fn binary<T: Real>(operation: Operation, a: Value<T>, b: Value<T>) -> Value<T> {
    match (operation, a, b) {
        (Operation::Less, Value::Real(a), Value::Real(b)) => Value::Condition(a.value() < b.value()),
        _ => {
            let (a, b) = (a.integer("an operation"), b.integer("an operation"));
            match operation {
                Operation::Add => Value::Integer(a + b),
                Operation::Sub => Value::Integer(a - b),
                Operation::Mul => Value::Integer(a * b),
                Operation::Div => Value::Integer(a / b),
                Operation::Rem => Value::Integer(a % b),
                Operation::Less => Value::Condition(a < b),
                Operation::Equal => Value::Condition(a == b),
            }
        }
    }
}
