//! What procedures compute with: numbers, opaque values, arrays.

use std::fmt::Debug;

use gradus_engine::function::{Function, Kind};

use crate::support::dual::{self, Dual};

/// A number type over which a procedure runs.
pub trait Real: Copy + Debug + PartialEq {
    fn of(value: f64) -> Self;
    fn value(self) -> f64;
    fn call(function: Function, args: &[Self]) -> Self;

    fn plus(self, other: Self) -> Self {
        Self::call(Function::Add, &[self, other])
    }
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn value(self) -> f64 {
        self
    }
    fn call(function: Function, args: &[Self]) -> Self {
        let mut arguments = [0.0; 3];
        arguments[..args.len()].copy_from_slice(args);
        function.apply(arguments)
    }
}

/// The value is the engine's, so that both take the same branches; the derivative is the oracle's own.
impl Real for Dual {
    fn of(value: f64) -> Self {
        Dual { value, first: 0.0 }
    }
    fn value(self) -> f64 {
        self.value
    }
    fn call(function: Function, args: &[Self]) -> Self {
        let values: Vec<f64> = args.iter().map(|arg| arg.value).collect();
        let value = f64::call(function, &values);
        let row = function.row();
        if row.result == Kind::Bool || args.is_empty() {
            return Self::of(value);
        }
        let name = match function {
            Function::Add => "add",
            Function::Sub => "sub",
            Function::Mul => "mul",
            Function::Div => "div",
            _ => row.name,
        };
        let derived = dual::call(name, args).unwrap_or_else(|| panic!("no dual `{name}`"));
        Dual { value, first: derived.first }
    }
}

/// What a variable holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<T> {
    Real(T),
    Condition(bool),
    Integer(i64),
    /// An opaque array, one of the machine's.
    Array(usize),
    /// What nobody may look at.
    Any,
}

/// A number, or a list of arrays of one rank less.
#[derive(Clone, Debug, PartialEq)]
pub enum Array<T> {
    Number(T),
    List(Vec<Array<T>>),
}

/// A value or a whole array, as functions take and return them.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum<T> {
    Value(Value<T>),
    Array(Array<T>),
}

impl<T: Real> Value<T> {
    pub fn real(self, what: &str) -> T {
        match self {
            Value::Real(x) => x,
            other => panic!("{what}: a number expected, not {other:?}"),
        }
    }

    pub fn condition(self, what: &str) -> bool {
        match self {
            Value::Condition(holds) => holds,
            other => panic!("{what}: a condition expected, not {other:?}"),
        }
    }

    pub fn integer(self, what: &str) -> i64 {
        match self {
            Value::Integer(n) => n,
            other => panic!("{what}: an integer expected, not {other:?}"),
        }
    }
}

impl<T: Real> Array<T> {
    pub fn of(numbers: &[T]) -> Self {
        Array::List(numbers.iter().map(|x| Array::Number(*x)).collect())
    }

    /// A table by rows.
    pub fn rows(columns: usize, numbers: &[T]) -> Self {
        Array::List(numbers.chunks(columns).map(Array::of).collect())
    }

    /// Zeros of a shape given by dimensions.
    pub fn zeros(dimensions: &[usize]) -> Self {
        match dimensions {
            [] => Array::Number(T::of(0.0)),
            [first, rest @ ..] => Array::List(vec![Array::zeros(rest); *first]),
        }
    }

    pub fn map<U>(&self, f: &mut impl FnMut(T) -> U) -> Array<U> {
        match self {
            Array::Number(x) => Array::Number(f(*x)),
            Array::List(items) => Array::List(items.iter().map(|item| item.map(f)).collect()),
        }
    }

    /// All numbers in row-major order.
    pub fn numbers(&self) -> Vec<T> {
        let mut numbers = Vec::new();
        self.map(&mut |x| numbers.push(x));
        numbers
    }

    /// The same shape with other numbers.
    pub fn refilled<U: Copy>(&self, numbers: &[U]) -> Array<U> {
        let mut rest = numbers.iter();
        self.map(&mut |_| *rest.next().expect("a number for each element"))
    }

    pub fn length(&self) -> usize {
        match self {
            Array::List(items) => items.len(),
            Array::Number(_) => panic!("a number has no length"),
        }
    }

    pub fn items(&mut self) -> &mut Vec<Array<T>> {
        match self {
            Array::List(items) => items,
            Array::Number(_) => panic!("a number has no elements"),
        }
    }

    /// Element by element; the shapes must agree.
    pub fn zip(&mut self, other: &Array<T>, f: &mut impl FnMut(&mut T, T)) {
        match (self, other) {
            (Array::Number(x), Array::Number(y)) => f(x, *y),
            (Array::List(a), Array::List(b)) => {
                assert_eq!(a.len(), b.len(), "arrays of different lengths");
                a.iter_mut().zip(b).for_each(|(a, b)| a.zip(b, f));
            }
            (a, b) => panic!("arrays of different ranks: {a:?}, {b:?}"),
        }
    }

    pub fn add(&mut self, other: &Array<T>) {
        self.zip(other, &mut |x, y| *x = x.plus(y));
    }

    pub fn set(&mut self, other: &Array<T>) {
        self.zip(other, &mut |x, y| *x = y);
    }
}
