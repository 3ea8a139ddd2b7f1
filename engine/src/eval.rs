//! Evaluation of [`Code`]: at one point, and over columns of points.
//!
//! The point evaluator computes bit for bit what [`Function::apply`](crate::function::Function::apply) gives node by node,
//! which is what the generated Rust text computes. The batch evaluator may differ from it by 2 ulp in each transcendental
//! function, and gives the same bits on every instruction set and with any number of threads.

mod batch;
mod block;
mod point;

use std::fmt;
use std::sync::Arc;

use crate::lower::{Code, CompileError};
use crate::program::Program;

pub use batch::BatchEvaluator;
pub use point::PointEvaluator;

/// A program ready to run. Cheap to clone, and shared freely between threads.
///
/// Inputs come in the order of [`Program::parameters`]; outputs in the order of
/// [`Output::roots`](crate::program::Output::roots).
#[derive(Clone, Debug)]
pub struct Compiled {
    code: Arc<Code>,
}

impl Compiled {
    /// Compiles a program. Of a matrix, the outputs are the entries that are not structurally zero, row by row.
    pub fn new(program: &Program) -> Result<Compiled, CompileError> {
        Ok(Compiled { code: Arc::new(Code::new(program)?) })
    }

    /// Compiles a program. Of a matrix, the outputs are all entries, row by row, structural zeros as 0.
    pub fn dense(program: &Program) -> Result<Compiled, CompileError> {
        Ok(Compiled { code: Arc::new(Code::dense(program)?) })
    }

    /// The instructions.
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.code.inputs
    }

    /// The number of outputs.
    pub fn outputs(&self) -> usize {
        self.code.outputs
    }

    /// The outputs at a point. For many points, keep a [`Self::point`] or use [`Self::eval_batch`].
    pub fn eval(&self, point: &[f64]) -> Result<Vec<f64>, EvalError> {
        let mut out = vec![0.0; self.outputs()];
        self.point().eval_into(point, &mut out)?;
        Ok(out)
    }

    /// The only output at a point.
    pub fn eval_scalar(&self, point: &[f64]) -> Result<f64, EvalError> {
        self.point().eval_scalar(point)
    }

    /// An evaluator with its own workspace, for one point after another without allocation.
    pub fn point(&self) -> PointEvaluator {
        PointEvaluator::new(Arc::clone(&self.code))
    }

    /// The outputs over many points: `out[j][row]` is output `j` at the point `columns[0][row], columns[1][row], ..`.
    ///
    /// From half a million instructions times rows on, the rows are shared out over the threads of `rayon`; the result does
    /// not depend on their number. Each call allocates a workspace per thread at work, whatever the number of rows;
    /// [`Self::batch`] keeps one.
    pub fn eval_batch(&self, columns: &[&[f64]], out: &mut [&mut [f64]]) -> Result<(), EvalError> {
        batch::eval_parallel(&self.code, columns, out)
    }

    /// An evaluator with its own workspace, for one batch after another on one thread without allocation.
    pub fn batch(&self) -> BatchEvaluator {
        BatchEvaluator::new(Arc::clone(&self.code))
    }
}

/// Arguments that do not fit the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalError {
    /// A wrong number of inputs: values of a point, or columns of a batch.
    Inputs {
        /// The number of parameters.
        expected: usize,
        /// The number given.
        got: usize,
    },
    /// A wrong number of outputs: places of a point, or columns of a batch.
    Outputs {
        /// The number of outputs of the program.
        expected: usize,
        /// The number given.
        got: usize,
    },
    /// An input column that is not as long as the first.
    InputLength {
        /// Its position.
        column: usize,
        /// The length of the first input column.
        expected: usize,
        /// Its length.
        got: usize,
    },
    /// An output column that is not as long as the input columns.
    OutputLength {
        /// Its position.
        column: usize,
        /// The number of rows.
        expected: usize,
        /// Its length.
        got: usize,
    },
    /// One number was asked of a program that returns several, or none.
    NotScalar {
        /// The number of outputs of the program.
        outputs: usize,
    },
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvalError::Inputs { expected, got } => {
                write!(
                    f,
                    "{got} inputs given, {expected} expected: pass one for each parameter, in the program's order"
                )
            }
            EvalError::Outputs { expected, got } => {
                write!(f, "room for {got} outputs given, {expected} expected: pass one place for each output")
            }
            EvalError::InputLength { column, expected, got } => {
                write!(
                    f,
                    "input column {column} has {got} rows, column 0 has {expected}: make all columns equally long"
                )
            }
            EvalError::OutputLength { column, expected, got } => {
                write!(
                    f,
                    "output column {column} has {got} rows, the batch has {expected}: make it as long as the batch"
                )
            }
            EvalError::NotScalar { outputs } => {
                write!(f, "the program returns {outputs} numbers, not one: use `eval`")
            }
        }
    }
}

impl std::error::Error for EvalError {}
