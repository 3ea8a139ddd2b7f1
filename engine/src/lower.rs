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
        let code = registers::allocate(steps, &order)?;
        debug_assert_eq!(code.check(), Ok(()));
        Ok(code)
    }

    /// Checks what evaluation relies on: reads of what is written before, no writes to constants, inputs or arguments,
    /// every output written once.
    pub fn check(&self) -> Result<(), String> {
        let mut written = vec![false; self.slots()];
        written[..self.constants.len()].fill(true);
        written[self.first_input()..self.first_output()].fill(true);
        let copies = self.copies.iter().map(|(out, from)| (*out, [*from; 3], true));
        let instructions = self.instructions.iter().map(|i| (i.out, i.args, i.out as usize >= self.first_output()));
        for (position, (out, args, is_output)) in instructions.chain(copies).enumerate() {
            if let Some(arg) = args.iter().find(|arg| !matches!(written.get(**arg as usize), Some(true))) {
                return Err(format!("instruction {position} reads slot {arg}, which nothing has written"));
            }
            let kept = (out as usize) < self.constants.len()
                || (self.first_input()..self.first_output()).contains(&(out as usize));
            match written.get_mut(out as usize) {
                None => return Err(format!("instruction {position} writes slot {out}, which does not exist")),
                Some(_) if kept || args.contains(&out) => {
                    return Err(format!(
                        "instruction {position} writes slot {out}, a constant, an input or its own argument"
                    ));
                }
                Some(true) if is_output => {
                    return Err(format!("instruction {position} writes output slot {out} again"));
                }
                Some(slot) => *slot = true,
            }
        }
        match written[self.first_output()..].iter().position(|written| !written) {
            Some(output) => Err(format!("nothing writes output {output}")),
            None => Ok(()),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::Function::{Add, Exp, Log, Mul, Powi, Sin, Sub};
    use crate::graph::Graph;
    use crate::number::Number;

    fn code(build: impl FnOnce(&mut Graph, Id, Id) -> Vec<Id>) -> Code {
        let mut block = Graph::new();
        let (x, y) = (block.variable("x"), block.variable("y"));
        let output = Output::Vector(build(&mut block, x, y));
        Code::new(&Program { parameters: vec!["x".to_owned(), "y".to_owned()], wrt: vec![], block, output }).unwrap()
    }

    fn functions(code: &Code) -> Vec<(Function, Form)> {
        code.instructions.iter().map(|instruction| (instruction.function, instruction.form)).collect()
    }

    #[test]
    fn products_join_the_sum_that_alone_uses_them() {
        let fused = code(|g, x, y| {
            let product = g.call(Mul, &[x, y]);
            vec![g.call(Sub, &[y, product])]
        });
        assert_eq!(functions(&fused), [(Sub, Form::ProductLast)]);
        let shared = code(|g, x, y| {
            let product = g.call(Mul, &[x, y]);
            let sum = g.call(Add, &[product, x]);
            vec![sum, product]
        });
        assert_eq!(functions(&shared), [(Mul, Form::Plain), (Add, Form::Plain)]);
    }

    #[test]
    fn dead_nodes_and_what_is_constant_leave_nothing() {
        let code = code(|g, x, _| {
            g.call(Sin, &[x]);
            let two = g.integer(2);
            let e2 = g.call(Exp, &[two]);
            vec![g.call(Mul, &[e2, x])]
        });
        assert_eq!(functions(&code), [(Mul, Form::Plain)]);
        assert_eq!(code.constants, [2f64.exp()]);
    }

    #[test]
    fn powers_share_their_squares() {
        let powers = code(|g, x, _| {
            [4, 6]
                .map(|n| {
                    let n = g.integer(n);
                    g.call(Powi, &[x, n])
                })
                .to_vec()
        });
        assert_eq!(functions(&powers), [(Mul, Form::Plain); 3]);
        let log = code(|g, x, _| {
            let ten = g.number(Number::from(10));
            vec![g.call(Log, &[x, ten])]
        });
        assert_eq!(log.instructions.len(), 2);
        assert_eq!(log.constants, [10f64.ln()]);
    }

    #[test]
    fn a_long_sum_needs_few_registers() {
        let code = code(|g, x, y| {
            let terms: Vec<Id> = (1..100)
                .map(|n| {
                    let n = g.integer(n);
                    let product = g.call(Mul, &[n, x]);
                    g.call(Sin, &[product])
                })
                .collect();
            vec![terms.into_iter().fold(y, |sum, term| g.call(Add, &[sum, term]))]
        });
        assert!(code.registers <= 3, "{} registers", code.registers);
    }
}
