//! Evaluation over columns of points.

use std::sync::Arc;

use rayon::prelude::*;

use super::EvalError;
use super::block::{self, Registers};
use crate::lower::Code;

/// The most rows of a block: an instruction's dispatch costs some 5 ns, its work on 256 rows 15 ns.
const MOST_ROWS: usize = 256;

/// The fewest rows of a block, however many registers there are.
const FEWEST_ROWS: usize = 16;

/// The numbers that the registers of a block may take together: about a first-level cache of 48 KiB.
const WORKING_SET: usize = 6 << 10;

/// Where sharing out over threads begins, in instructions times rows: about 50 µs of work.
const PARALLEL: usize = 1 << 19;

/// Evaluates one batch after another in one workspace on one thread, allocating nothing.
#[derive(Debug)]
pub struct BatchEvaluator {
    code: Arc<Code>,
    workspace: Workspace,
}

impl BatchEvaluator {
    pub(super) fn new(code: Arc<Code>) -> Self {
        let workspace = Workspace::new(&code, MOST_ROWS);
        BatchEvaluator { code, workspace }
    }

    /// Writes the outputs over all rows: `out[j][row]` is output `j` at `columns[0][row], columns[1][row], ..`.
    pub fn eval_into(&mut self, columns: &[&[f64]], out: &mut [&mut [f64]]) -> Result<(), EvalError> {
        let rows = check(&self.code, columns, out)?;
        self.workspace.run(&self.code, columns, out, rows);
        Ok(())
    }
}

/// The rows of constants, registers and the spare column for one block.
#[derive(Debug)]
struct Workspace {
    /// Aligned to a cache line from `offset` on.
    numbers: Vec<f64>,
    offset: usize,
    stride: usize,
}

impl Workspace {
    /// For blocks of at most `rows` rows.
    fn new(code: &Code, rows: usize) -> Self {
        const LINE: usize = 8;
        let slots = code.first_input() + 1;
        let stride = (WORKING_SET / slots).next_power_of_two().clamp(FEWEST_ROWS, MOST_ROWS);
        let stride = stride.min(rows.next_multiple_of(LINE)).max(LINE);
        let mut numbers = vec![0.0; slots * stride + LINE];
        let offset = numbers.as_ptr().align_offset(LINE * size_of::<f64>()).min(LINE);
        for (rows, &constant) in numbers[offset..].chunks_exact_mut(stride).zip(&code.constants) {
            rows.fill(constant);
        }
        Workspace { numbers, offset, stride }
    }

    /// Fills `out`, block by block.
    fn run(&mut self, code: &Code, columns: &[&[f64]], out: &mut [&mut [f64]], rows: usize) {
        for start in (0..rows).step_by(self.stride) {
            let rows = self.stride.min(rows - start);
            let registers = Registers { numbers: &mut self.numbers[self.offset..], stride: self.stride };
            block::run(code, registers, columns, out, start..start + rows);
        }
    }
}

pub(super) fn eval_parallel(code: &Code, columns: &[&[f64]], out: &mut [&mut [f64]]) -> Result<(), EvalError> {
    let rows = check(code, columns, out)?;
    let work = rows.saturating_mul(code.instructions.len());
    let threads = if work < PARALLEL { 1 } else { rayon::current_num_threads() };
    if threads == 1 {
        Workspace::new(code, rows).run(code, columns, out, rows);
        return Ok(());
    }
    let tasks = (work / (PARALLEL / 4)).min(4 * threads);
    let rows_per_task = rows.div_ceil(tasks).next_multiple_of(MOST_ROWS);
    let mut parts: Vec<_> = out.iter_mut().map(|column| column.chunks_mut(rows_per_task)).collect();
    let tasks: Vec<Task> = (0..rows)
        .step_by(rows_per_task)
        .map(|start| {
            let rows = rows_per_task.min(rows - start);
            let columns = columns.iter().map(|column| &column[start..start + rows]).collect();
            Task { columns, out: parts.iter_mut().filter_map(Iterator::next).collect(), rows }
        })
        .collect();
    tasks.into_par_iter().for_each_init(
        || Workspace::new(code, rows_per_task),
        |workspace, mut task| workspace.run(code, &task.columns, &mut task.out, task.rows),
    );
    Ok(())
}

/// Some of the rows.
struct Task<'a> {
    columns: Vec<&'a [f64]>,
    out: Vec<&'a mut [f64]>,
    rows: usize,
}

/// The number of rows, when everything fits.
fn check(code: &Code, columns: &[&[f64]], out: &[&mut [f64]]) -> Result<usize, EvalError> {
    if columns.len() != code.inputs {
        return Err(EvalError::Inputs { expected: code.inputs, got: columns.len() });
    }
    if out.len() != code.outputs {
        return Err(EvalError::Outputs { expected: code.outputs, got: out.len() });
    }
    let rows = columns.first().map_or_else(|| out.first().map_or(0, |column| column.len()), |column| column.len());
    if let Some((column, got)) = columns.iter().map(|column| column.len()).enumerate().find(|(_, len)| *len != rows) {
        return Err(EvalError::InputLength { column, expected: rows, got });
    }
    match out.iter().map(|column| column.len()).enumerate().find(|(_, len)| *len != rows) {
        Some((column, got)) => Err(EvalError::OutputLength { column, expected: rows, got }),
        None => Ok(rows),
    }
}
