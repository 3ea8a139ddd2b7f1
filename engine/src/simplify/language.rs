//! The e-graph's language: the functions of the table, numbers and leaves; no second list of operations.

use egg::{Analysis, DidMerge, EGraph, Id as Class, Language};

use super::facts::Fact;
use crate::function::Function;
use crate::number::Number;

/// One e-node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Enode {
    pub(super) head: Head,
    args: [Class; 3],
    arity: u8,
}

/// What an e-node is, arguments aside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Head {
    Number(Number),
    /// Something outside the window; the index is the window's own.
    Leaf(u32),
    Call(Function),
}

impl Head {
    /// Which argument a call divides by.
    pub(super) fn divisor(&self) -> Option<usize> {
        match self {
            Head::Call(Function::Div) => Some(1),
            Head::Call(Function::Recip) => Some(0),
            _ => None,
        }
    }
}

impl Enode {
    pub(super) fn leaf(head: Head) -> Self {
        Enode { head, args: [Class::from(0); 3], arity: 0 }
    }

    pub(super) fn call(function: Function, args: &[Class]) -> Self {
        let mut slots = [Class::from(0); 3];
        slots[..args.len()].copy_from_slice(args);
        Enode { head: Head::Call(function), args: slots, arity: args.len() as u8 }
    }
}

impl Language for Enode {
    type Discriminant = Head;

    fn discriminant(&self) -> Head {
        self.head.clone()
    }

    fn matches(&self, other: &Self) -> bool {
        self.head == other.head
    }

    fn children(&self) -> &[Class] {
        &self.args[..usize::from(self.arity)]
    }

    fn children_mut(&mut self) -> &mut [Class] {
        &mut self.args[..usize::from(self.arity)]
    }
}

/// What is known of a class.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub(super) fact: Fact,
    pub(super) number: Option<Number>,
}

/// The analysis: exact constants and the abstract domain.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// The facts of the window's leaves.
    pub(super) leaves: Vec<Fact>,
    /// Two different constants have met: an unsound rule or a value that is never real. The window is thrown away.
    pub(super) contradiction: bool,
}

pub(super) type Classes = EGraph<Enode, Facts>;

impl Analysis<Enode> for Facts {
    type Data = Known;

    fn make(egraph: &mut Classes, node: &Enode, _: Class) -> Known {
        let function = match &node.head {
            Head::Number(number) => return Known { fact: Fact::number(number), number: Some(number.clone()) },
            Head::Leaf(index) => return Known { fact: egraph.analysis.leaves[*index as usize], number: None },
            Head::Call(function) => *function,
        };
        let (mut facts, mut numbers) = ([Fact::UNKNOWN; 3], [None; 3]);
        let children = node.children();
        for (at, arg) in children.iter().enumerate() {
            let known = &egraph[*arg].data;
            (facts[at], numbers[at]) = (known.fact, known.number.as_ref());
        }
        let exponent = numbers[1].and_then(Number::to_i32).map(i64::from);
        let number = match (function, numbers) {
            (Function::Add, [Some(a), Some(b), _]) => a.add(b),
            (Function::Sub, [Some(a), Some(b), _]) => a.sub(b),
            (Function::Mul, [Some(a), Some(b), _]) => a.mul(b),
            (Function::Div, [Some(a), Some(b), _]) => a.div(b),
            (Function::Neg, [Some(a), ..]) if !a.is_zero() => Some(a.neg()),
            _ => None,
        };
        Known { fact: Fact::call(function, &facts[..children.len()], exponent), number }
    }

    fn merge(&mut self, a: &mut Known, b: Known) -> DidMerge {
        let before = a.clone();
        a.fact = a.fact.and(b.fact);
        match (&a.number, &b.number) {
            (Some(x), Some(y)) => self.contradiction |= x != y,
            (None, Some(_)) => a.number = b.number.clone(),
            _ => {}
        }
        DidMerge(*a != before, *a != b)
    }

    fn modify(egraph: &mut Classes, class: Class) {
        if let Some(number) = egraph[class].data.number.clone() {
            let constant = egraph.add(Enode::leaf(Head::Number(number)));
            egraph.union(class, constant);
        }
    }
}
