//! One block of rows through all instructions, compiled once per instruction set and chosen at run time.

use multiversion::multiversion;

use crate::lower::{Code, Operation};

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
        apply(instruction.operation, args, target);
    }
}

#[inline(always)]
fn apply(operation: Operation, [a, b, c]: [&[f64]; 3], out: &mut [f64]) {
    match operation {
        Operation::Call(function) => function.apply_block([a, b, c], out),
        Operation::Copy => out.copy_from_slice(a),
        Operation::MulThenAdd => zip(a, b, c, out, |a, b, c| a * b + c),
        Operation::MulThenSub => zip(a, b, c, out, |a, b, c| a * b - c),
        Operation::SubProduct => zip(a, b, c, out, |a, b, c| c - a * b),
    }
}

#[inline(always)]
fn zip(a: &[f64], b: &[f64], c: &[f64], out: &mut [f64], f: impl Fn(f64, f64, f64) -> f64) {
    for (((out, &a), &b), &c) in out.iter_mut().zip(a).zip(b).zip(c) {
        *out = f(a, b, c);
    }
}
