//! A marked function, all forms of which take and give flat points.

use crate::support::dual::Dual;
use std::ops::Range;

/// One function of the corpus.
pub struct Case {
    /// `module::function`
    pub name: &'static str,
    /// Where samples of each number come from.
    pub bounds: Vec<Range<f64>>,
    /// The sizes of the active parameters.
    pub parameters: Vec<usize>,
    /// Which numbers of the point are the initial content of what the function writes to.
    pub mutable: Vec<bool>,
    /// The user's function: its result, then the final content of what it writes to.
    pub value: fn(&[f64]) -> Vec<f64>,
    /// The oracle.
    pub oracle: fn(&[Dual]) -> Vec<Dual>,
    /// The oracle at `f64`.
    pub copy: fn(&[f64]) -> Vec<f64>,
    /// What the attribute generates.
    pub generated: Option<Generated>,
    /// Known beforehand: a point, and the value and the gradient there to 1e-8.
    pub known: Vec<(Vec<f64>, f64, Vec<f64>)>,
    /// How the harness may deal with it.
    pub traits: Traits,
}

/// What is said of a function beside its parameters.
#[derive(Clone, Copy)]
pub struct Traits {
    /// Central differences may fail beside a kink or a jump.
    pub kinked: bool,
    /// Called at ordinary points only: elsewhere it may not end.
    pub ordinary: bool,
    /// The function itself allocates.
    pub allocates: bool,
    /// Its reverse sweep needs values that are no longer there.
    pub stores: bool,
    /// The oracle computes the value another way, so that it differs in the last digits.
    pub another_way: bool,
}

/// What the attribute generates.
pub struct Generated {
    /// `_grad` and `_grad_into`, for functions with one number as result.
    pub scalar: Option<Scalar>,
    /// The point, the seeds of the outputs, and the content of the slots, of which only the given ones are handed over by parameter.
    /// Returns the outputs and the content of the slots. A slot of what the function writes to holds the seed of its final content.
    pub vjp: Pullback,
}

/// The forms for one number as result.
#[derive(Clone, Copy)]
pub struct Scalar {
    pub grad: fn(&[f64]) -> (f64, Vec<f64>),
    /// Into slots that hold NaN before.
    pub grad_into: fn(&[f64]) -> Into,
}

/// The point, the seeds, the slots and which of them are given; the outputs, and the slots afterwards.
pub type Pullback = fn(&[f64], &[f64], &[f64], &[bool]) -> (Vec<f64>, Vec<f64>);

/// What `_grad_into` does.
pub struct Into {
    pub value: f64,
    pub gradient: Vec<f64>,
    pub allocations: allocation_counter::AllocationInfo,
}

impl Case {
    pub fn kinked(mut self) -> Self {
        self.traits.kinked = true;
        self
    }

    pub fn ordinary(mut self) -> Self {
        self.traits.ordinary = true;
        self
    }

    pub fn allocates(mut self) -> Self {
        self.traits.allocates = true;
        self
    }

    pub fn stores(mut self) -> Self {
        self.traits.stores = true;
        self
    }

    pub fn another_way(mut self) -> Self {
        self.traits.another_way = true;
        self
    }

    pub fn known(mut self, at: &[f64], value: f64, gradient: &[f64]) -> Self {
        self.known.push((at.to_vec(), value, gradient.to_vec()));
        self
    }
}
