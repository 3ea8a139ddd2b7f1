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
