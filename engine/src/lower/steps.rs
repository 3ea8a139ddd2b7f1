//! The live part of a block in single assignment form: constants computed, whole powers written as products.

use std::collections::HashMap;

use super::{CompileError, Form};
use crate::function::Function;
use crate::graph::{Id, Op};
use crate::program::Program;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    Constant(u32),
    Input(u32),
    Step(u32),
}

impl Source {
    /// The position of the step, when the value comes from one.
    pub(super) fn step(self) -> Option<usize> {
        match self {
            Source::Step(position) => Some(position as usize),
            _ => None,
        }
    }
}

/// One operation; it uses earlier steps only.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) function: Function,
    pub(super) form: Form,
    arity: u8,
    args: [Source; 3],
}

impl Step {
    pub(super) fn new(function: Function, form: Form, args: &[Source]) -> Self {
        let mut padded = [args[0]; 3];
        padded[..args.len()].copy_from_slice(args);
        Step { function, form, arity: args.len() as u8, args: padded }
    }

    pub(super) fn args(&self) -> &[Source] {
        &self.args[..usize::from(self.arity)]
    }

    /// The arguments, those that are missing being the first one.
    pub(super) fn padded_args(&self) -> [Source; 3] {
        self.args
    }
}

/// A straight line of steps.
pub(super) struct Steps {
    pub(super) constants: Vec<f64>,
    pub(super) inputs: usize,
    pub(super) steps: Vec<Step>,
    /// The value of every output.
    pub(super) outputs: Vec<Source>,
    constant_ids: HashMap<u64, u32>,
    /// The products that powers are made of: `x^2` and `x^3` share one.
    factors: HashMap<[Source; 2], Source>,
}

impl Steps {
    /// `None` among the roots stands for 0.
    pub(super) fn new(program: &Program, roots: &[Option<Id>]) -> Result<Steps, CompileError> {
        let parameters = positions(&program.parameters)?;
        let block = &program.block;
        if let Some(output) = roots.iter().position(|root| root.is_some_and(|id| id.index() >= block.len())) {
            return Err(CompileError::UnknownRoot { output, nodes: block.len() });
        }
        let mut steps = Steps {
            constants: Vec::new(),
            inputs: program.parameters.len(),
            steps: Vec::new(),
            outputs: Vec::new(),
            constant_ids: HashMap::new(),
            factors: HashMap::new(),
        };
        let live: Vec<Id> = roots.iter().flatten().copied().collect();
        let live = block.reach(&live);
        let mut sources = vec![Source::Step(u32::MAX); block.len()];
        for id in block.ids().filter(|id| live[id.index()]) {
            sources[id.index()] = match block.op(id) {
                Op::Number(number) => steps.constant(number.to_f64()),
                Op::Variable(name) => match parameters.get(name) {
                    Some(&position) => Source::Input(position as u32),
                    None => return Err(CompileError::UnknownVariable { name: name.to_owned() }),
                },
                Op::Call(function) => {
                    let mut args = [Source::Step(u32::MAX); 3];
                    let ids = block.args(id);
                    for (arg, id) in args.iter_mut().zip(ids) {
                        *arg = sources[id.index()];
                    }
                    steps.call(function, &args[..ids.len()])
                }
            };
        }
        for root in roots {
            let source = match root {
                Some(id) => sources[id.index()],
                None => steps.constant(0.0),
            };
            steps.outputs.push(source);
        }
        Ok(steps)
    }

    fn constant(&mut self, value: f64) -> Source {
        let next = self.constants.len() as u32;
        let id = *self.constant_ids.entry(value.to_bits()).or_insert(next);
        if id == next {
            self.constants.push(value);
        }
        Source::Constant(id)
    }

    fn value(&self, source: Source) -> Option<f64> {
        match source {
            Source::Constant(id) => Some(self.constants[id as usize]),
            _ => None,
        }
    }

    fn push(&mut self, function: Function, args: &[Source]) -> Source {
        self.steps.push(Step::new(function, Form::Plain, args));
        Source::Step((self.steps.len() - 1) as u32)
    }

    fn call(&mut self, function: Function, args: &[Source]) -> Source {
        let mut values = [0.0; 3];
        let known = args.iter().zip(&mut values).all(|(arg, value)| match self.value(*arg) {
            Some(known) => {
                *value = known;
                true
            }
            None => false,
        });
        match (function, args) {
            _ if known => self.constant(function.apply(values)),
            (Function::Powi, &[x, n]) => match self.value(n) {
                Some(n) => self.power(x, n as i32),
                None => self.push(function, args),
            },
            // As `f64::log` is defined; often `ln(b)` is a constant.
            (Function::Log, &[x, b]) => {
                let (top, bottom) = (self.call(Function::Ln, &[x]), self.call(Function::Ln, &[b]));
                self.push(Function::Div, &[top, bottom])
            }
            _ => self.push(function, args),
        }
    }

    /// `x^n` by the squarings and products that `f64::powi` performs, in its order.
    fn power(&mut self, x: Source, n: i32) -> Source {
        let (mut square, mut rest, mut product) = (x, n.unsigned_abs(), None);
        loop {
            if rest & 1 == 1 {
                product = Some(match product {
                    Some(product) => self.factor(product, square),
                    None => square,
                });
            }
            rest >>= 1;
            if rest == 0 {
                break;
            }
            square = self.factor(square, square);
        }
        let one = self.constant(1.0);
        match product {
            Some(product) if n < 0 => self.push(Function::Div, &[one, product]),
            Some(product) => product,
            None => one,
        }
    }

    fn factor(&mut self, a: Source, b: Source) -> Source {
        if let Some(&product) = self.factors.get(&[a, b]) {
            return product;
        }
        let product = self.push(Function::Mul, &[a, b]);
        self.factors.insert([a, b], product);
        product
    }

    /// How often each step is used by live steps and by outputs; 0 for what is dead.
    pub(super) fn uses(&self) -> Vec<u32> {
        let mut uses = vec![0; self.steps.len()];
        for step in self.outputs.iter().filter_map(|output| output.step()) {
            uses[step] += 1;
        }
        for position in (0..self.steps.len()).rev() {
            if uses[position] > 0 {
                for arg in self.steps[position].args().iter().filter_map(|arg| arg.step()) {
                    uses[arg] += 1;
                }
            }
        }
        uses
    }
}

fn positions(parameters: &[String]) -> Result<HashMap<&str, usize>, CompileError> {
    let mut positions = HashMap::new();
    for (position, name) in parameters.iter().enumerate() {
        if let Some(first) = positions.insert(name.as_str(), position) {
            return Err(CompileError::DuplicateParameter { name: name.clone(), positions: [first, position] });
        }
    }
    Ok(positions)
}
