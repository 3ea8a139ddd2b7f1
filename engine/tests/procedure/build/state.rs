//! The procedure that is being written.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use gradus_engine::adjoint::{Reversed, reverse};
use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::{Id, Op};
use gradus_engine::program::procedure::{ArrayId, Block, Expression, Operand, Procedure, Step, Var, VarKind};

use super::{A, I, R};
use crate::text::{Key, Operation, Table, Text};

/// A procedure with what its expressions say.
#[derive(Debug)]
pub struct Program {
    pub procedure: Procedure,
    pub table: Table,
    pub parameters: Vec<Parameter>,
    reversed: OnceCell<Reversed>,
}

/// A parameter of the function, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parameter {
    Scalar(Var),
    Array(ArrayId),
    Constant(Var),
}

impl Program {
    pub fn scalars(&self) -> Vec<Var> {
        self.parameters.iter().filter_map(|p| if let Parameter::Scalar(var) = p { Some(*var) } else { None }).collect()
    }

    pub fn arrays(&self) -> Vec<ArrayId> {
        self.parameters
            .iter()
            .filter_map(|p| if let Parameter::Array(array) = p { Some(*array) } else { None })
            .collect()
    }

    /// With the reverse sweep by all its parameters.
    pub fn reversed(&self) -> &Reversed {
        self.reversed.get_or_init(|| {
            let reversed = reverse(&self.procedure, &self.scalars(), &self.arrays());
            reversed.unwrap_or_else(|error| panic!("no reverse: {} ({:?})", error.message, error.place))
        })
    }
}

/// A block that is being written.
pub struct Open {
    pub serial: usize,
    pub block: Block,
    /// The nodes that inner blocks read.
    names: HashMap<Id, Var>,
}

#[derive(Default)]
pub struct State {
    pub procedure: Procedure,
    pub table: Table,
    pub parameters: Vec<Parameter>,
    pub open: Vec<Open>,
    blocks: usize,
}

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// Does something with the procedure that is being written.
pub fn with<X>(f: impl FnOnce(&mut State) -> X) -> X {
    STATE.with(|state| f(state.borrow_mut().as_mut().expect("no procedure is being written")))
}

/// Writes a procedure.
pub fn program(body: impl FnOnce()) -> Rc<Program> {
    STATE.with(|state| assert!(state.replace(Some(State::default())).is_none(), "one procedure at a time"));
    with(State::enter);
    body();
    let mut state = STATE.with(|state| state.take()).expect("it is being written");
    let body = state.open.pop().expect("the body").block;
    let keys = || 0..state.table.texts.len() as Key;
    let offsets = keys().filter_map(|key| Some((key, state.table.offset(key)?))).collect();
    let strides = keys().filter_map(|key| Some((key, state.table.stride(key)?))).collect();
    let linear = keys().map(|key| (key, state.table.linear(key))).filter(|(_, linear)| !linear.is_empty()).collect();
    let bounds = keys().filter_map(|key| Some((key, state.table.bounds(key)?))).collect();
    let procedure = Procedure { body, offsets, strides, linear, bounds, ..state.procedure };
    Rc::new(Program { procedure, table: state.table, parameters: state.parameters, reversed: OnceCell::new() })
}

pub fn returns(value: R) {
    with(|state| {
        let result = Operand::Node(state.bring(value));
        state.top().block.results.push(result);
    });
}

pub fn returns_array(array: A) {
    with(|state| state.top().block.results.push(Operand::Array(array.id)));
}

pub fn returns_integer(value: I) {
    with(|state| {
        let var = state.opaque(value);
        state.top().block.results.push(Operand::Opaque(var));
    });
}

/// Writes an inner block; its results are up to the caller.
pub fn inner<X>(body: impl FnOnce() -> X) -> (Block, X) {
    with(State::enter);
    let result = body();
    let block = with(|state| state.open.pop().expect("the block that was entered").block);
    (block, result)
}

/// The same where the results are operands.
pub fn inner_with_results(body: impl FnOnce() -> Vec<super::control::Item>) -> Block {
    inner(|| {
        let items = body();
        with(|state| {
            let results: Vec<Operand> = items.into_iter().map(|item| state.operand(item)).collect();
            state.top().block.results = results;
        });
    })
    .0
}

impl State {
    fn enter(&mut self) {
        self.blocks += 1;
        self.open.push(Open { serial: self.blocks, block: Block::default(), names: HashMap::new() });
    }

    pub fn top(&mut self) -> &mut Open {
        self.open.last_mut().expect("an open block")
    }

    pub fn step(&mut self, step: Step) {
        self.top().block.steps.push(step);
    }

    /// The handle of a node of the block at hand.
    pub fn handle(&mut self, id: Id) -> R {
        R { serial: self.top().serial, id }
    }

    /// The handle of a variable, which becomes a leaf of the block at hand.
    pub fn leaf(&mut self, var: Var) -> R {
        let id = self.top().block.leaf(var);
        self.handle(id)
    }

    /// The condition that a variable holds.
    pub fn truth(&mut self, var: Var) -> R {
        let graph = &mut self.top().block.graph;
        let (leaf, zero) = (graph.variable(&var.leaf()), graph.integer(0));
        let id = graph.intern(Function::NotEqual, &[leaf, zero]);
        self.handle(id)
    }

    /// The node of the block at hand that stands for a value.
    pub fn bring(&mut self, value: R) -> Id {
        assert!(value.serial != 0, "a value that nobody may look at");
        if value.serial == self.top().serial {
            return value.id;
        }
        let at = self.open.iter().position(|open| open.serial == value.serial).expect("a value of an open block");
        let graph = &self.open[at].block.graph;
        if let Op::Number(number) = graph.op(value.id) {
            let number = number.clone();
            return self.top().block.graph.number(number);
        }
        let var = self.name(at, value.id);
        if self.procedure.kind(var) == VarKind::Condition { self.truth(var).id } else { self.leaf(var).id }
    }

    /// The variable of a node of an open block.
    pub fn name(&mut self, at: usize, id: Id) -> Var {
        let graph = &self.open[at].block.graph;
        let leaf = match graph.args_of(Function::NotEqual, id) {
            Some(&[leaf, _]) => leaf,
            _ => id,
        };
        if let Op::Variable(name) = graph.op(leaf) {
            let var = Var::of_leaf(name).expect("leaves are variables");
            if leaf == id || self.procedure.kind(var) == VarKind::Condition {
                return var;
            }
        }
        if let Some(var) = self.open[at].names.get(&id) {
            return *var;
        }
        let kind = if graph.kind(id) == Kind::Bool { VarKind::Condition } else { VarKind::Real };
        let out = self.procedure.var(kind, "");
        self.open[at].names.insert(id, out);
        self.open[at].block.steps.push(Step::Name { out, value: id });
        out
    }

    /// The text of an index; `i + 1` is made known to the procedure.
    pub fn text_of_index(&mut self, key: Key) -> Text {
        let text = self.table.texts[key as usize].clone();
        let integer = |key: Key| if let Text::Integer(n) = self.table.texts[key as usize] { Some(n) } else { None };
        let var = |key: Key| if let Text::Var(var) = self.table.texts[key as usize] { Some(var) } else { None };
        let offset = match &text {
            Text::Var(var) => Some((*var, 0)),
            Text::Binary(Operation::Add, a, b) => var(*a).zip(integer(*b)),
            Text::Binary(Operation::Sub, a, b) => var(*a).zip(integer(*b)).map(|(var, n)| (var, -n)),
            _ => None,
        };
        if let Some(offset) = offset {
            self.procedure.offsets.insert(key, offset);
        }
        text
    }

    pub fn key(&mut self, text: Text) -> Key {
        self.table.key(text)
    }

    pub fn expression(&mut self, text: Text) -> Expression {
        let key = self.key(text);
        self.table.expression(key)
    }

    /// The variable that holds an integer.
    pub fn opaque(&mut self, value: I) -> Var {
        match self.table.texts[value.0 as usize] {
            Text::Var(var) => var,
            _ => self.opaque_of_kind(value.0, VarKind::Opaque),
        }
    }

    pub fn opaque_of_kind(&mut self, key: Key, kind: VarKind) -> Var {
        let expression = self.table.expression(key);
        let out = self.procedure.var(kind, "");
        let replay = expression.arrays.is_empty();
        self.step(Step::Opaque { out, expression, replay });
        out
    }
}
