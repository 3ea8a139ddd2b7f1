//! Evaluation at one point.

use std::sync::Arc;

use super::EvalError;
use crate::function::Function;
use crate::lower::{Code, Form};

/// Evaluates one point after another in one workspace, allocating nothing.
#[derive(Clone, Debug)]
pub struct PointEvaluator {
    code: Arc<Code>,
    /// One value per slot; the constants are written once, here.
    slots: Vec<f64>,
}

impl PointEvaluator {
    pub(super) fn new(code: Arc<Code>) -> Self {
        let mut slots = vec![0.0; code.slots()];
        slots[..code.constants.len()].copy_from_slice(&code.constants);
        PointEvaluator { code, slots }
    }

    /// Writes the outputs at a point to `out`.
    pub fn eval_into(&mut self, point: &[f64], out: &mut [f64]) -> Result<(), EvalError> {
        if out.len() != self.code.outputs {
            return Err(EvalError::Outputs { expected: self.code.outputs, got: out.len() });
        }
        out.copy_from_slice(self.eval(point)?);
        Ok(())
    }

    /// The outputs at a point, valid until the next call.
    pub fn eval(&mut self, point: &[f64]) -> Result<&[f64], EvalError> {
        let Code { inputs, .. } = *self.code;
        if point.len() != inputs {
            return Err(EvalError::Inputs { expected: inputs, got: point.len() });
        }
        let first_input = self.code.first_input();
        self.slots[first_input..first_input + inputs].copy_from_slice(point);
        run(&self.code, &mut self.slots);
        Ok(&self.slots[first_input + inputs..])
    }

    /// The only output at a point.
    pub fn eval_scalar(&mut self, point: &[f64]) -> Result<f64, EvalError> {
        match self.eval(point)? {
            [value] => Ok(*value),
            values => Err(EvalError::NotScalar { outputs: values.len() }),
        }
    }
}

fn run(code: &Code, slots: &mut [f64]) {
    for instruction in &code.instructions {
        let argument = |position: usize| slots[instruction.args[position] as usize];
        let value = match instruction.form {
            Form::Plain => instruction.function.apply_to(argument),
            form => {
                let (product, c) = (argument(0) * argument(1), argument(2));
                match (form, instruction.function) {
                    (Form::ProductLast, _) => c - product,
                    (_, Function::Add) => product + c,
                    _ => product - c,
                }
            }
        };
        slots[instruction.out as usize] = value;
    }
    for &(to, from) in &code.copies {
        slots[to as usize] = slots[from as usize];
    }
}
