//! One block of rows through all instructions, compiled once per instruction set and chosen at run time.

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
    rows: std::ops::Range<usize>,
) {
    let Registers { numbers, stride } = registers;
    let (first_input, first_output) = (code.first_input(), code.first_output());
    for instruction in &code.instructions {
        let target = instruction.out as usize;
        let (args, target) = if target < first_input {
            let (low, rest) = numbers.split_at_mut(target * stride);
            let (target_rows, high) = rest.split_at_mut(stride);
            let args = instruction.args.map(|slot| {
                let slot = slot as usize;
                if slot < target {
                    &low[slot * stride..][..rows.len()]
                } else if slot < first_input {
                    &high[(slot - target - 1) * stride..][..rows.len()]
                } else if slot < first_output {
                    &columns[slot - first_input][rows.clone()]
                } else {
                    &out[slot - first_output][rows.clone()]
                }
            });
            (args, &mut target_rows[..rows.len()])
        } else {
            let (low, rest) = out.split_at_mut(target - first_output);
            let (target_rows, high) = rest.split_at_mut(1);
            let args = instruction.args.map(|slot| {
                let slot = slot as usize;
                if slot < first_input {
                    &numbers[slot * stride..][..rows.len()]
                } else if slot < first_output {
                    &columns[slot - first_input][rows.clone()]
                } else if slot < target {
                    &low[slot - first_output][rows.clone()]
                } else {
                    &high[slot - target - 1][rows.clone()]
                }
            });
            (args, &mut target_rows[0][rows.clone()])
        };
        apply(instruction, args, target);
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
