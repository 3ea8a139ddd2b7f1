//! One block of rows through all instructions, compiled once per instruction set and chosen at run time.

use std::ops::Range;

use multiversion::multiversion;

use crate::function::Function;
use crate::lower::{Code, Form, Instruction};

/// Constants and registers, one after the other.
pub(super) struct Registers<'a> {
    pub(super) numbers: &'a mut [f64],
    /// The distance from one to the next, at least the rows of a block.
    pub(super) stride: usize,
}

/// Runs all instructions over a block of rows.
#[multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512cd+avx512dq+avx512vl+avx2+fma+bmi1+bmi2",
    "x86_64+avx2+fma+bmi1+bmi2",
    "x86_64+sse4.1",
))]
pub(super) fn run(
    code: &Code,
    registers: Registers<'_>,
    columns: &[&[f64]],
    out: &mut [&mut [f64]],
    rows: Range<usize>,
) {
    run_here(code, registers, columns, out, rows);
}

/// [`run`] on the instruction set of its caller.
#[inline(always)]
fn run_here(code: &Code, registers: Registers<'_>, columns: &[&[f64]], out: &mut [&mut [f64]], rows: Range<usize>) {
    let Registers { numbers, stride } = registers;
    let (first_input, first_output, outputs) = (code.first_input(), code.first_output(), out.len());
    for instruction in &code.instructions {
        let target = instruction.out as usize;
        let (low, rest) = numbers.split_at_mut(target.min(first_input) * stride);
        let (low_out, rest_out) = out.split_at_mut(target.checked_sub(first_output).unwrap_or(outputs));
        let (target, high, high_out): (&mut [f64], &[f64], &[&mut [f64]]) = if target < first_input {
            let (target, high) = rest.split_at_mut(stride);
            (&mut target[..rows.len()], high, &[])
        } else if let Some((target, high_out)) = rest_out.split_first_mut() {
            (&mut target[rows.clone()], &[], high_out)
        } else {
            continue;
        };
        let slots =
            Slots { low, high, stride, columns, low_out, high_out, rows: rows.clone(), first_input, first_output };
        let [a, b, c] = instruction.args;
        apply(instruction, [slots.get(a), slots.get(b), slots.get(c)], target);
    }
    for &(to, from) in &code.copies {
        let (to, from) = (to as usize - first_output, from as usize);
        if from < first_input {
            out[to][rows.clone()].copy_from_slice(&numbers[from * stride..][..rows.len()]);
        } else if from < first_output {
            out[to][rows.clone()].copy_from_slice(&columns[from - first_input][rows.clone()]);
        } else if let Ok([to, from]) = out.get_disjoint_mut([to, from - first_output]) {
            to[rows.clone()].copy_from_slice(&from[rows.clone()]);
        }
    }
}

/// All slots but the one that is written.
struct Slots<'a> {
    low: &'a [f64],
    high: &'a [f64],
    stride: usize,
    columns: &'a [&'a [f64]],
    low_out: &'a [&'a mut [f64]],
    high_out: &'a [&'a mut [f64]],
    rows: Range<usize>,
    first_input: usize,
    first_output: usize,
}

impl<'a> Slots<'a> {
    #[inline(always)]
    fn get(&self, slot: u32) -> &'a [f64] {
        let (slot, rows) = (slot as usize, self.rows.len());
        if slot < self.first_input {
            let from = slot * self.stride;
            match from.checked_sub(self.low.len() + self.stride) {
                Some(from) => &self.high[from..][..rows],
                None => &self.low[from..][..rows],
            }
        } else if slot < self.first_output {
            &self.columns[slot - self.first_input][self.rows.clone()]
        } else {
            let output = slot - self.first_output;
            match output.checked_sub(self.low_out.len() + 1) {
                Some(output) => &self.high_out[output][self.rows.clone()],
                None => &self.low_out[output][self.rows.clone()],
            }
        }
    }
}

#[inline(always)]
fn apply(instruction: &Instruction, [a, b, c]: [&[f64]; 3], out: &mut [f64]) {
    match (instruction.form, instruction.function) {
        (Form::Plain, function) => function.apply_block([a, b, c], out),
        (Form::ProductFirst, Function::Add) => zip(a, b, c, out, |a, b, c| a * b + c),
        (Form::ProductFirst, _) => zip(a, b, c, out, |a, b, c| a * b - c),
        (Form::ProductLast, _) => zip(a, b, c, out, |a, b, c| c - a * b),
    }
}

#[inline(always)]
fn zip(a: &[f64], b: &[f64], c: &[f64], out: &mut [f64], f: impl Fn(f64, f64, f64) -> f64) {
    for (((out, &a), &b), &c) in out.iter_mut().zip(a).zip(b).zip(c) {
        *out = f(a, b, c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::Kind;
    use crate::graph::Graph;
    use crate::program::{Output, Program};

    /// Every function of the table, as an output each.
    fn program() -> Program {
        let mut block = Graph::new();
        let [x, y, z] = ["x", "y", "z"].map(|name| block.variable(name));
        let three = block.integer(3);
        let condition = block.call(Function::Less, &[x, y]);
        let call = |function: &Function| {
            let args: Vec<_> = (function.row().kinds.iter().zip([x, y, z]))
                .map(|(kind, real)| match kind {
                    Kind::Real => real,
                    Kind::Bool => condition,
                    Kind::Integer => three,
                })
                .collect();
            block.intern(*function, &args)
        };
        let outputs = Function::ALL.iter().map(call).collect();
        Program {
            parameters: ["x", "y", "z"].map(str::to_owned).into(),
            wrt: vec![],
            block,
            output: Output::Vector(outputs),
        }
    }

    #[test]
    fn all_instruction_sets_give_the_same_bits() {
        const ROWS: usize = 1003;
        let code = Code::new(&program()).unwrap();
        let mut rng = fastrand::Rng::with_seed(1);
        let special = [0.0, -0.0, 1.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e-310, f64::MAX];
        let mut column = || -> Vec<f64> {
            let mut number = || match rng.u8(..4) {
                0 => special[rng.usize(..special.len())],
                1 => 60.0 * (rng.f64() - 0.5),
                _ => 4.0 * (rng.f64() - 0.5),
            };
            (0..ROWS).map(|_| number()).collect()
        };
        let columns = [column(), column(), column()];
        let columns: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
        let results = [run, run_here].map(|run| {
            let mut registers = vec![0.0; code.first_input() * ROWS];
            for (rows, &constant) in registers.chunks_exact_mut(ROWS).zip(&code.constants) {
                rows.fill(constant);
            }
            let mut out = vec![vec![0.0; ROWS]; code.outputs];
            let mut views: Vec<&mut [f64]> = out.iter_mut().map(|column| &mut column[..]).collect();
            run(&code, Registers { numbers: &mut registers, stride: ROWS }, &columns, &mut views, 0..ROWS);
            out
        });
        for (function, (best, here)) in Function::ALL.iter().zip(results[0].iter().zip(&results[1])) {
            for (row, (best, here)) in best.iter().zip(here).enumerate() {
                let args = [columns[0][row], columns[1][row], columns[2][row]];
                let same = best.to_bits() == here.to_bits() || best.is_nan() && here.is_nan();
                assert!(same, "{function:?}{args:?}: {best:e} is not {here:e}");
            }
        }
    }
}
