//! Slots for values: a linear scan that gives a register back after the last use of its value.

use super::steps::{Source, Steps};
use super::{Code, CompileError, Instruction};

const NONE: u32 = u32::MAX;

/// A value's place before the number of registers is known.
#[derive(Clone, Copy)]
enum Place {
    Register(u32),
    Output(u32),
}

pub(super) fn allocate(steps: Steps, order: &[u32]) -> Result<Code, CompileError> {
    let mut left = steps.uses();
    let mut output_of = vec![NONE; steps.steps.len()];
    for (output, source) in steps.outputs.iter().enumerate() {
        if let Some(step) = source.step().filter(|step| output_of[*step] == NONE) {
            output_of[step] = output as u32;
        }
    }
    let mut places = vec![Place::Register(NONE); steps.steps.len()];
    let mut free: Vec<u32> = Vec::new();
    let mut registers = 0u32;
    for &step in order {
        // The result's place is taken before the arguments give up theirs, so that it is none of them.
        let step = step as usize;
        places[step] = match output_of[step] {
            NONE => Place::Register(free.pop().unwrap_or_else(|| {
                registers += 1;
                registers - 1
            })),
            output => Place::Output(output),
        };
        for arg in steps.steps[step].args().iter().filter_map(|arg| arg.step()) {
            left[arg] -= 1;
            if let (0, Place::Register(register)) = (left[arg], places[arg]) {
                free.push(register);
            }
        }
    }

    let (constants, constant_slots) = used_constants(&steps, order);
    let mut code = Code {
        instructions: Vec::with_capacity(order.len()),
        copies: Vec::new(),
        constants,
        registers: registers as usize,
        inputs: steps.inputs,
        outputs: steps.outputs.len(),
    };
    if u32::try_from(code.slots()).is_err() {
        return Err(CompileError::TooLarge);
    }
    let (first_register, first_input) = (code.constants.len() as u32, code.first_input() as u32);
    let first_output = code.first_output() as u32;
    let slot = |place: Place| match place {
        Place::Register(register) => first_register + register,
        Place::Output(output) => first_output + output,
    };
    let source_slot = |source: Source| match source {
        Source::Constant(constant) => constant_slots[constant as usize],
        Source::Input(input) => first_input + input,
        Source::Step(step) => slot(places[step as usize]),
    };
    for &step in order {
        let out = slot(places[step as usize]);
        let step = &steps.steps[step as usize];
        let args = step.padded_args().map(source_slot);
        code.instructions.push(Instruction { function: step.function, form: step.form, out, args });
    }
    for (output, &source) in steps.outputs.iter().enumerate() {
        let out = first_output + output as u32;
        let from = source_slot(source);
        if from != out {
            code.copies.push((out, from));
        }
    }
    Ok(code)
}

/// The constants that live steps and outputs use, and the slot of each constant among them.
fn used_constants(steps: &Steps, order: &[u32]) -> (Vec<f64>, Vec<u32>) {
    let mut constants = Vec::new();
    let mut slots = vec![NONE; steps.constants.len()];
    let args = order.iter().flat_map(|step| steps.steps[*step as usize].args());
    for source in args.chain(&steps.outputs) {
        if let Source::Constant(constant) = *source
            && slots[constant as usize] == NONE
        {
            slots[constant as usize] = constants.len() as u32;
            constants.push(steps.constants[constant as usize]);
        }
    }
    (constants, slots)
}
