//! The language of expressions: integers, conditions on them, ranges, shapes. The engine sees only keys and what they read.

use std::rc::Rc;

use gradus_engine::program::procedure::{ArrayId, Bounds, Expression, Linear, Var};

use crate::build::Program;

/// A position in a [`Table`].
pub type Key = u32;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Less,
    Equal,
}

/// An expression; its parts are earlier ones of the table.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    Integer(i64),
    Real(f64),
    Var(Var),
    /// `a.len()`
    Length(ArrayId),
    /// `a[k]`, a constant to whoever reads it so.
    Element(ArrayId, Key),
    Binary(Operation, Key, Key),
    /// `x as i64`
    Truncate(Key),
    /// `n as f64`
    ToReal(Key),
    /// `a..b`
    Range(Key, Key),
    Reversed(Key),
    StepBy(Key, usize),
    /// Zeros by dimensions.
    Zeros(Vec<Key>),
    /// Zeros in the shape that an array has now.
    ZeroLike(ArrayId),
    Numbers(Vec<f64>),
    /// `Vec::new()`
    Empty,
    /// A function; none is the one that is being written.
    Callee(Option<usize>),
    /// The spelling of something that the machine knows otherwise.
    Spelled(ArrayId),
}

/// The expressions of a procedure, by key, and the functions that it calls.
#[derive(Debug, Default)]
pub struct Table {
    pub texts: Vec<Text>,
    pub callees: Vec<Rc<Program>>,
}

impl Table {
    /// The key of a text; equal texts have one.
    pub fn key(&mut self, text: Text) -> Key {
        let key = self.texts.iter().position(|other| *other == text).unwrap_or_else(|| {
            self.texts.push(text);
            self.texts.len() - 1
        });
        key as Key
    }

    /// What the engine sees of it.
    pub fn expression(&self, key: Key) -> Expression {
        let mut expression = Expression { key, reads: Vec::new(), arrays: Vec::new() };
        self.collect(key, &mut expression);
        expression
    }

    /// The variable and the number whose sum the expression is.
    pub fn offset(&self, key: Key) -> Option<(Var, i64)> {
        match self.texts[key as usize] {
            Text::Var(var) => Some((var, 0)),
            Text::Binary(operation, a, b) => {
                let (var, number) = self.offset(a)?;
                match (operation, &self.texts[b as usize]) {
                    (Operation::Add, Text::Integer(n)) => Some((var, number + n)),
                    (Operation::Sub, Text::Integer(n)) => Some((var, number - n)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// By how much each item of an iterator is above the one before.
    pub fn stride(&self, key: Key) -> Option<i64> {
        match self.texts[key as usize] {
            Text::Range(..) => Some(1),
            Text::Reversed(items) => self.stride(items).map(|stride| -stride),
            Text::StepBy(items, step) => self.stride(items).map(|stride| stride * step as i64),
            _ => None,
        }
    }

    /// The ways in which an index is a value and something else.
    pub fn linear(&self, key: Key) -> Vec<Linear> {
        let value = |key: Key| if let Text::Var(var) = self.texts[key as usize] { Some(var) } else { None };
        if let Some(value) = value(key) {
            return vec![Linear { value, base: None }];
        }
        let Text::Binary(Operation::Add, a, b) = self.texts[key as usize] else { return Vec::new() };
        let one = |part: Key, rest: Key| {
            let base = self.expression(rest);
            let value = value(part).filter(|value| !base.reads.contains(value))?;
            Some(Linear { value, base: Some(base) })
        };
        one(a, b).into_iter().chain(one(b, a)).collect()
    }

    /// What a range goes from and up to.
    pub fn bounds(&self, key: Key) -> Option<Bounds> {
        let Text::Range(low, high) = self.texts[key as usize] else { return None };
        let low = (self.texts[low as usize] != Text::Integer(0)).then(|| self.expression(low));
        let some = low.is_none() && matches!(self.texts[high as usize], Text::Integer(n) if n > 0);
        Some(Bounds { low, high: self.expression(high), some })
    }

    fn collect(&self, key: Key, into: &mut Expression) {
        match &self.texts[key as usize] {
            Text::Var(var) if !into.reads.contains(var) => into.reads.push(*var),
            Text::Length(array) | Text::ZeroLike(array) | Text::Spelled(array) => add(&mut into.arrays, *array),
            Text::Element(array, index) => {
                add(&mut into.arrays, *array);
                self.collect(*index, into);
            }
            Text::Binary(_, a, b) | Text::Range(a, b) => [a, b].iter().for_each(|key| self.collect(**key, into)),
            Text::Truncate(a) | Text::ToReal(a) | Text::Reversed(a) | Text::StepBy(a, _) => {
                self.collect(*a, into);
            }
            Text::Zeros(dimensions) => dimensions.iter().for_each(|key| self.collect(*key, into)),
            _ => {}
        }
    }
}

fn add(arrays: &mut Vec<ArrayId>, array: ArrayId) {
    if !arrays.contains(&array) {
        arrays.push(array);
    }
}

impl Table {
    /// As a reader would write it.
    pub fn show(&self, key: Key) -> String {
        let show = |key: &Key| self.show(*key);
        match &self.texts[key as usize] {
            Text::Integer(n) => n.to_string(),
            Text::Real(x) => format!("{x:?}"),
            Text::Var(var) => var.leaf(),
            Text::Length(array) => format!("a{}.len()", array.0),
            Text::Element(array, index) => format!("a{}[{}]", array.0, show(index)),
            Text::Binary(operation, a, b) => format!("({} {operation:?} {})", show(a), show(b)),
            Text::Truncate(a) => format!("{} as i64", show(a)),
            Text::ToReal(a) => format!("{} as f64", show(a)),
            Text::Range(a, b) => format!("{}..{}", show(a), show(b)),
            Text::Reversed(a) => format!("({}).rev()", show(a)),
            Text::StepBy(a, step) => format!("({}).step_by({step})", show(a)),
            Text::Zeros(dimensions) => format!("zeros{:?}", dimensions.iter().map(show).collect::<Vec<_>>()),
            Text::ZeroLike(array) => format!("zeros like a{}", array.0),
            Text::Numbers(numbers) => format!("{numbers:?}"),
            Text::Empty => "[]".to_owned(),
            Text::Callee(position) => position.map_or("itself".to_owned(), |position| format!("function {position}")),
            Text::Spelled(array) => format!("a{}", array.0),
        }
    }
}
