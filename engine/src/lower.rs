//! From a [`Program`] to [`Code`]: a flat list of instructions over a small set of reused registers.
//!
//! The passes, each linear in the block and without recursion: `steps` drops dead nodes, computes what is constant and writes
//! whole powers as products; `fuse` joins a product to the sum that alone uses it; `order` chooses the order that keeps fewer
//! values alive; `registers` gives each value a register for as long as it is needed. None of them changes a bit of a result.

mod fuse;
mod order;
mod registers;
mod steps;

use std::fmt;

use crate::function::Function;
use crate::graph::Id;
use crate::program::{Output, Program};

use steps::Steps;

/// What an instruction hands to its function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Form {
    /// `f(a, b, c)`
    Plain,
    /// `f(a*b, c)`, where `f` is a sum or a difference; the product is rounded.
    ProductFirst,
    /// `f(c, a*b)`, where `f` is a difference; the product is rounded.
    ProductLast,
}

/// `slots[out] = function(slots[args[0]], ..)`.
///
/// `out` is none of `args`, and arguments that the operation does not have repeat the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// The function.
    pub function: Function,
    /// What it is given.
    pub form: Form,
    /// The slot that is written: a register or an output.
    pub out: u32,
    /// The slots that are read.
    pub args: [u32; 3],
}

/// A register-allocated program.
///
/// Values live in slots, numbered through: the constants, the registers, the inputs, the outputs. Constants and inputs are
/// never written, and every output is written exactly once.
#[derive(Clone, Debug)]
pub struct Code {
    /// The instructions, in order.
    pub instructions: Vec<Instruction>,
    /// Outputs that are inputs or constants or repeat another output, and the slots they are copied from at the end.
    pub copies: Vec<(u32, u32)>,
    /// The constants, each rounded once from its exact value.
    pub constants: Vec<f64>,
    /// The number of registers.
    pub registers: usize,
    /// The number of inputs: the parameters of the program.
    pub inputs: usize,
    /// The number of outputs.
    pub outputs: usize,
}

impl Code {
    /// Lowers a program; the outputs are its roots, in order.
    pub fn new(program: &Program) -> Result<Code, CompileError> {
        let roots: Vec<Option<Id>> = program.output.roots().into_iter().map(Some).collect();
        Self::lower(program, &roots)
    }

    /// Lowers a program; a matrix is returned whole, row by row, its structural zeros as 0.
    pub fn dense(program: &Program) -> Result<Code, CompileError> {
        match &program.output {
            Output::Matrix { entries, .. } => Self::lower(program, entries),
            _ => Self::new(program),
        }
    }

    fn lower(program: &Program, roots: &[Option<Id>]) -> Result<Code, CompileError> {
        let mut steps = Steps::new(program, roots)?;
        fuse::fuse(&mut steps);
        let order = order::choose(&steps);
        registers::allocate(steps, &order)
    }

    /// The first slot of the inputs.
    pub fn first_input(&self) -> usize {
        self.constants.len() + self.registers
    }

    /// The first slot of the outputs.
    pub fn first_output(&self) -> usize {
        self.first_input() + self.inputs
    }

    /// The number of slots.
    pub fn slots(&self) -> usize {
        self.first_output() + self.outputs
    }
}

/// Why a program cannot be lowered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// The block uses a variable that is no parameter.
    UnknownVariable {
        /// Its name.
        name: String,
    },
    /// Two parameters have one name.
    DuplicateParameter {
        /// The name.
        name: String,
        /// The position of the first and of the second.
        positions: [usize; 2],
    },
    /// An output is not a node of the block.
    UnknownRoot {
        /// The position of the output.
        output: usize,
        /// The number of nodes of the block.
        nodes: usize,
    },
    /// Constants, values, parameters and outputs together are more than 2^32 - 1.
    TooLarge,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CompileError::UnknownVariable { name } => {
                write!(f, "the variable `{name}` is not a parameter: add it to the list of parameters or substitute it")
            }
            CompileError::DuplicateParameter { name, positions: [first, second] } => {
                write!(f, "parameters {first} and {second} are both named `{name}`: give each parameter its own name")
            }
            CompileError::UnknownRoot { output, nodes } => {
                write!(
                    f,
                    "output {output} is not one of the {nodes} nodes of the block: take roots from the same graph"
                )
            }
            CompileError::TooLarge => write!(f, "the program needs more than 2^32 - 1 slots: split it into several"),
        }
    }
}

impl std::error::Error for CompileError {}
