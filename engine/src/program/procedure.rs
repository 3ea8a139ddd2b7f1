//! A structured program: straight-line graphs between loops, branches and accesses to arrays, in single-assignment form.
//!
//! A [`Block`] is a graph of real operations and the [`Step`]s that give the graph's leaves their values. A step's inputs are nodes
//! of the block's graph, its outputs are [`Var`]s, which are leaves of it: the variable named [`Var::leaf`]. Nodes are pure, so only the order of
//! the steps matters. A block inside a block reads values of the outer ones through their `Var`s; a node that is to be read so
//! is given one by [`Step::Name`]. Blocks have no other way in, and no way out but their results.
//!
//! Arrays are the only mutable state. An array is always reached by its own id and a path (Rust's borrow rules make alias analysis needless).
//!
//! What the engine need not understand (integer arithmetic, bounds, indices, the user's own conditions) is an [`Expression`]: a
//! key into a table of the caller's, with the values and arrays that it reads.
//!
//! ```text
//! for i in 0..n { s = tanh(a*s + x[i]); }         Loop { space: Items { i, "0..n" }, carried: [{ init: 0, entry: s1, exit: s2 }],
//!                                                        body: { steps: [Load { out: t, place: x[i] }], results: [tanh(a*s1 + t)] } }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Id};

/// A value that is assigned once in its scope.
///
/// A reverse sweep that executes a forward step again, or takes a value from a stack, defines the same `Var` once more, in a scope of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(pub u32);

impl Var {
    /// The name of the leaf that stands for the value in a graph.
    pub fn leaf(self) -> String {
        format!("v{}", self.0)
    }

    /// The value whose leaf has that name.
    pub fn of_leaf(name: &str) -> Option<Var> {
        name.strip_prefix('v')?.parse().ok().map(Var)
    }
}

/// What a [`Var`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VarKind {
    /// A real number that may vary.
    Real,
    /// A real number that is a constant to differentiation, such as `PI` or `n as f64`; it wins a tie in `max` and `min`.
    Constant,
    /// A `bool`. In graphs its leaf stands only in the comparison `leaf != 0`.
    Condition,
    /// Anything else: an integer, a tuple of integers, a reference. Never a leaf of a graph.
    Opaque,
}

/// What is known of a [`Var`].
#[derive(Clone, Debug)]
pub struct VarInfo {
    /// What it holds.
    pub kind: VarKind,
    /// The name that the user gave it, or what a reader would call it; may be empty.
    pub hint: String,
}

/// An array of reals: a slice, an array, a `Vec`, of any rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArrayId(pub u32);

/// What is known of an array.
#[derive(Clone, Debug)]
pub struct ArrayInfo {
    /// The name that the user gave it, or what a reader would call it.
    pub hint: String,
    /// The number of indices down to a number.
    pub rank: usize,
    /// Where the last index is one into a tuple, `a[i].1`, the number of its parts; else 0.
    pub parts: usize,
    /// Where it comes from.
    pub origin: Origin,
    /// The type of a local array, as far as it is known.
    pub ty: Option<Expression>,
    /// An expression for a zero array of the same shape; parameters that nobody stores to need none.
    pub zero: Option<Expression>,
}

/// Where an array comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A parameter of the function, declared by the caller.
    Parameter,
    /// Declared by a [`Step::Local`].
    Local,
    /// The adjoint of a parameter, or a seed: given by whoever calls the reverse sweep.
    Given,
}

/// What the engine does not look into.
///
/// Equal keys read equal values and arrays: the key stands for the text with the `Var`s in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expression {
    /// The position in the caller's table.
    pub key: u32,
    /// The values that it reads.
    pub reads: Vec<Var>,
    /// The arrays whose elements or lengths it reads.
    pub arrays: Vec<ArrayId>,
}

/// One step into an array.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Index {
    /// `[k]`, one rank less.
    At(Expression),
    /// `[2]`
    Literal(usize),
    /// `[k]`, where `k` is an opaque value.
    Value(Var),
    /// `[a..b]`, the same rank.
    Range(Expression),
}

/// An element of an array, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The array.
    pub array: ArrayId,
    /// The way in, from the outside.
    pub path: Vec<Index>,
}

/// What a step reads and a block returns.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A node of the block's graph: a real number or a condition.
    Node(Id),
    /// An opaque value.
    Opaque(Var),
    /// A whole array (results of a function only).
    Array(ArrayId),
    /// Some value of the right type, which nobody looks at.
    Any,
}

/// Straight-line operations with the steps that feed them.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The operations; leaves are [`Var`]s.
    pub graph: Graph,
    /// In the order of execution. The outputs of a step have greater ids than its inputs.
    pub steps: Vec<Step>,
    /// What the block is worth.
    pub results: Vec<Operand>,
}

/// What a local array starts as.
#[derive(Clone, Debug, PartialEq)]
pub enum Init {
    /// The user's expression, whose numbers are constants: `vec![0.0; n]`, `[1.0, 2.0]`, `Vec::with_capacity(n)`.
    Constant(Expression),
    /// Numbers that may vary, in row-major order: `[a, b]`, `vec![[a, b], [c, d]]`. By dimension, from the outside: the length, and whether
    /// it is a `Vec` rather than an array.
    Elements(Vec<(usize, bool)>, Vec<Id>),
    /// The same number, which may vary, in a one-dimensional array: `[a; n]`, or `vec![a; n]` where the flag is set; the expression is `n`.
    Filled(Expression, Id, bool),
    /// An opaque value, which is an array of zeros.
    Value(Var),
    /// A copy of a part of another array. The expression has the right type and shape, and the content of the place.
    Copy(Expression, Place),
}

/// One step of a block.
#[derive(Clone, Debug)]
pub enum Step {
    /// `let out = expression`, a value of any kind but [`VarKind::Real`]; pure when `replay` says that it may be executed again with the same outcome.
    Opaque {
        /// The value.
        out: Var,
        /// Its text.
        expression: Expression,
        /// Whether a reverse sweep may execute it again: it reads nothing that changes.
        replay: bool,
    },
    /// A statement of the user's on constants: `assert!(n > 0)`, `count[k] += 1`. Never executed again.
    Effect(Expression),
    /// Gives a node of this block a `Var`, under which inner blocks and expressions read it. It is no leaf of this block's graph.
    Name {
        /// The value.
        out: Var,
        /// The node.
        value: Id,
    },
    /// `let out = array[path]`
    Load {
        /// The value, of kind [`VarKind::Real`].
        out: Var,
        /// From where.
        place: Place,
    },
    /// `array[path] = value`
    Store {
        /// Where.
        place: Place,
        /// What.
        value: Id,
    },
    /// `array[path] += value`, or `-=`
    Add {
        /// Where.
        place: Place,
        /// What.
        value: Id,
        /// Whether it is `-=`.
        negative: bool,
    },
    /// `array.push(value)`
    Append {
        /// Which.
        array: ArrayId,
        /// What.
        value: Id,
    },
    /// `array.push(row)`, where the elements are arrays or tuples.
    AppendRow {
        /// Which.
        array: ArrayId,
        /// What, as it is handed over.
        row: Expression,
        /// The same, as a place in a local array.
        from: Place,
    },
    /// Removes the last element, and adds it to a place: the reverse of [`Step::AppendRow`].
    ShrinkRow {
        /// To what, where that is active.
        to: Option<Place>,
        /// From where.
        array: ArrayId,
    },
    /// Removes the last element: the reverse of [`Step::Append`], whose adjoint `out` is.
    Shrink {
        /// What is removed.
        out: Var,
        /// From where.
        array: ArrayId,
    },
    /// `let out = ` the sum of all elements of the place.
    Total {
        /// The sum, of kind [`VarKind::Real`].
        out: Var,
        /// Of what.
        place: Place,
    },
    /// Declares an array of this block.
    Local {
        /// Which.
        array: ArrayId,
        /// What it starts as.
        init: Init,
    },
    /// `to = from`, element by element.
    Copy {
        /// Where.
        to: Place,
        /// From where.
        from: Place,
    },
    /// `to += from`, element by element.
    AddAll {
        /// Where.
        to: Place,
        /// From where.
        from: Place,
    },
    /// `place = value` for all elements.
    Fill {
        /// Where.
        place: Place,
        /// What.
        value: Id,
    },
    /// `let (outs) = if condition { then } else { otherwise };`
    If(Box<If>),
    /// A loop.
    Loop(Box<Loop>),
    /// A call of another differentiated function.
    Call(Box<Call>),
    /// The reverse of a call.
    Pullback(Box<Pullback>),
    /// Keeps a value for the reverse sweep.
    Push {
        /// Where.
        stack: StackId,
        /// What.
        value: Operand,
    },
    /// Takes the value that was kept last.
    Pop {
        /// From where.
        stack: StackId,
        /// What.
        out: Var,
    },
    /// Keeps the content of an array.
    Save {
        /// Where, a stack of reals.
        stack: StackId,
        /// Which.
        array: ArrayId,
    },
    /// Gives an array the content that was kept last.
    Restore {
        /// From where.
        stack: StackId,
        /// Which.
        array: ArrayId,
    },
    /// Gives a `Vec` of varying length, or its adjoint, another number of elements (reverse sweeps only).
    Resize {
        /// Which.
        array: ArrayId,
        /// How many, an opaque value.
        length: Var,
        /// Whether they are all 0 then; else nobody looks at the content.
        cleared: bool,
    },
}

/// A branch; one side is executed.
#[derive(Clone, Debug)]
pub struct If {
    /// A condition of the outer graph.
    pub condition: Id,
    /// Where it holds.
    pub then: Block,
    /// Where not.
    pub otherwise: Block,
    /// The values of the results of the side that is taken, by position.
    pub outs: Vec<Var>,
}

/// What a loop runs over.
#[derive(Clone, Debug)]
pub enum Space {
    /// `for induction in items`, an iterator over integers that goes both ways and can be made again.
    Items {
        /// The loop variable, of kind [`VarKind::Opaque`].
        induction: Var,
        /// The iterator.
        items: Expression,
        /// In which order.
        order: Order,
    },
    /// So many times (a `usize`).
    Times(Var),
    /// Until it breaks.
    Endless,
}

/// The order of a `for` loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As the items come.
    Forward,
    /// From the last to the first.
    Reversed,
    /// From the one at position `n - 1`, where `n` is the value, to the first: the reverse of a loop that broke after `n` iterations.
    ReversedFrom(Var),
}

/// A loop.
#[derive(Clone, Debug)]
pub struct Loop {
    /// How often.
    pub space: Space,
    /// `while`: a block whose one result is the condition, evaluated before each iteration.
    pub head: Option<Block>,
    /// What goes from one iteration to the next.
    pub carried: Vec<Carried>,
    /// What is summed over all iterations, reverse loops only.
    pub sums: Vec<Sum>,
    /// One iteration. Results: the next value of each carried one; then, if `breaks`, the condition on which this iteration is the last.
    pub body: Block,
    /// Whether the last result of the body is a condition to leave.
    pub breaks: bool,
    /// The number of iterations that were begun, a `usize` of the outer block, where it is asked for.
    pub trips: Option<Var>,
}

/// What goes from one iteration to the next.
#[derive(Clone, Debug)]
pub struct Carried {
    /// Before the first iteration; of the outer block.
    pub init: Operand,
    /// At the start of an iteration; a leaf of the head's and the body's graph.
    pub entry: Var,
    /// After the last iteration; a leaf of the outer graph.
    pub exit: Var,
}

/// A sum over all iterations.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The sum, a leaf of the outer graph.
    pub out: Var,
    /// The addend, a node of the body's graph.
    pub value: Id,
}

/// `callee(arguments)`, where the callee has a `_vjp` beside it.
#[derive(Clone, Debug)]
pub struct Call {
    /// The path or the method with its receiver.
    pub callee: Expression,
    /// Whether it is a method: its pullback has a slot for the receiver, which is a constant.
    pub method: bool,
    /// In order, without the receiver.
    pub arguments: Vec<Argument>,
    /// What stands behind the call on the way forward and makes its value the result, as `?`.
    pub suffix: String,
    /// What it returns.
    pub result: CallResult,
}

/// What is handed to a function.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A number.
    Real(Id),
    /// A part of an array: `&x[1..]`, `x`, `&mut y`.
    Array {
        /// Which part.
        place: Place,
        /// How it is handed over.
        handover: Handover,
        /// Whether the function may write to it.
        mutable: bool,
    },
    /// A constant.
    Constant(Expression),
}

/// How an array is handed to a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handover {
    /// `&a`, `&mut a`
    Reference,
    /// `a`, which is copied.
    Copy,
    /// `a.clone()`
    Clone,
}

/// What a call returns.
#[derive(Clone, Debug, PartialEq)]
pub enum CallResult {
    /// Nothing.
    Unit,
    /// A number.
    Real(Var),
    /// A tuple of numbers.
    Tuple(Vec<Var>),
    /// An array, which the call declares.
    Array(ArrayId),
}

/// `callee_vjp(arguments, seed, slots)`
#[derive(Clone, Debug)]
pub struct Pullback {
    /// The call, its result not needed.
    pub call: Call,
    /// The adjoint of the result: a node for each number, or an array; none for a call without a result.
    pub seeds: Vec<Operand>,
    /// Where the adjoint of each argument goes.
    pub slots: Vec<Slot>,
}

/// Where the adjoint of an argument goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// It is a constant.
    None,
    /// A number, which the step defines: 0 plus what the callee adds.
    Real(Var),
    /// A part of an adjoint array, to which the callee adds.
    Array(Place),
}

/// Storage between the forward and the reverse sweep; last in, first out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StackId(pub u32);

/// What is known of a stack.
#[derive(Clone, Debug)]
pub struct StackInfo {
    /// What it is for.
    pub hint: String,
    /// Whether it holds reals; else values of one type that Rust infers.
    pub real: bool,
}

/// A function, or a function with its reverse sweep.
#[derive(Clone, Debug, Default)]
pub struct Procedure {
    /// By [`Var`].
    pub vars: Vec<VarInfo>,
    /// By [`ArrayId`].
    pub arrays: Vec<ArrayInfo>,
    /// By [`StackId`].
    pub stacks: Vec<StackInfo>,
    /// By key of an expression: it is `value + number`, as `i + 1` is; filled in as far as the caller knows.
    pub offsets: BTreeMap<u32, (Var, i64)>,
    /// By key of an iterator: by how much each item is above the one before, as 1 for `a..b` and -1 for `(a..b).rev()`; filled in as far as the caller knows.
    pub strides: BTreeMap<u32, i64>,
    /// By key of an index: the ways in which it is `base + value`; filled in as far as the caller knows.
    pub linear: BTreeMap<u32, Vec<Linear>>,
    /// By key of an iterator that is `low..high`: the two; filled in as far as the caller knows.
    pub bounds: BTreeMap<u32, Bounds>,
    /// By array whose length does not change: the keys of expressions that are its length; filled in as far as the caller knows.
    pub lengths: BTreeMap<ArrayId, BTreeSet<u32>>,
    /// Local arrays on the heap. Where a loop fills one of them, its sweep may keep as many numbers rather than compute them again.
    pub heap: BTreeSet<ArrayId>,
    /// Local `Vec`s to which a [`Step::Copy`] may give another length.
    pub varying: BTreeMap<ArrayId, Varying>,
    /// Opaque values that a [`Step::Effect`] changes in place, such as a `Vec` of counts.
    pub changed: BTreeSet<Var>,
    /// The scalar real parameters, in order, and any further value that is there from the start (a seed, `usize` parameters).
    pub given: Vec<Var>,
    /// The body; its results are those of the function.
    pub body: Block,
}

/// A `Vec` of varying length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Varying {
    /// The number of its elements.
    pub length: Expression,
    /// An element that is 0.
    pub zero: Expression,
}

/// An index `base + value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linear {
    /// The value.
    pub value: Var,
    /// What is added to it; none is 0.
    pub base: Option<Expression>,
}

/// An iterator `low..high`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The first item; none is 0.
    pub low: Option<Expression>,
    /// One more than the last.
    pub high: Expression,
    /// Whether there is an item for sure.
    pub some: bool,
}

impl Procedure {
    /// A new value.
    pub fn var(&mut self, kind: VarKind, hint: impl Into<String>) -> Var {
        self.vars.push(VarInfo { kind, hint: hint.into() });
        Var(self.vars.len() as u32 - 1)
    }

    /// A new array.
    pub fn array(&mut self, info: ArrayInfo) -> ArrayId {
        self.arrays.push(info);
        ArrayId(self.arrays.len() as u32 - 1)
    }

    /// A new stack.
    pub fn stack(&mut self, hint: impl Into<String>, real: bool) -> StackId {
        self.stacks.push(StackInfo { hint: hint.into(), real });
        StackId(self.stacks.len() as u32 - 1)
    }

    /// What a value holds.
    pub fn kind(&self, var: Var) -> VarKind {
        self.vars[var.0 as usize].kind
    }
}

impl Block {
    /// The leaf of a value in this block's graph.
    pub fn leaf(&mut self, var: Var) -> Id {
        self.graph.variable(&var.leaf())
    }
}
