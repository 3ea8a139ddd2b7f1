//! The partials of the function table, read once and instantiated many times.
//!
//! The text of a cell becomes pieces, each a short program for `d·∂f/∂arg` under conditions, where `d` is an adjoint or a
//! tangent: `where(x > 0, 1, a)` is the piece 1 where `x > 0` and the piece `a` where not.

use std::sync::OnceLock;

use crate::function::Function;
use crate::graph::{Graph, Id, Op};
use crate::number::Number;
use crate::parse;

/// No cell of the table takes more steps.
const STEPS: usize = 24;

/// One term of a partial; the indices point into `steps`.
pub(super) struct Piece {
    steps: Vec<Step>,
    /// Conditions and whether they have to hold.
    guards: Vec<(usize, bool)>,
    negative: bool,
    factor: Factor,
}

enum Factor {
    One,
    /// The step is the product of `d` and the partial.
    Whole(usize),
    Times(usize),
    /// `(d/v)·u`: the quotient first, for its neighbours often divide by the same `v`. No numerator means 1.
    Over {
        numerator: Option<usize>,
        denominator: usize,
    },
}

enum Step {
    Number(Number),
    Argument(usize),
    Result,
    /// The adjoint or tangent that is multiplied.
    Incoming,
    Call(Function, Vec<usize>),
}

/// The partials of `function` by each argument, where bit `i` of `constants` says that argument `i` is a constant.
pub(super) fn partials(function: Function, constants: usize) -> &'static [Vec<Piece>] {
    type Row = [OnceLock<Vec<Vec<Piece>>>; 8];
    static PARTIALS: OnceLock<Vec<Row>> = OnceLock::new();
    let rows = PARTIALS.get_or_init(|| Function::ALL.iter().map(|_| Row::default()).collect());
    rows[function as usize][constants].get_or_init(|| {
        if function == Function::Select {
            return vec![Vec::new(), branch(true), branch(false)];
        }
        let row = function.row();
        row.partials.iter().map(|text| compile(function, constants, text)).collect()
    })
}

/// What the row of `where` says, built by hand: `c` is a condition, and the text has no variables for these.
fn branch(holds: bool) -> Vec<Piece> {
    vec![Piece { steps: vec![Step::Argument(0)], guards: vec![(0, holds)], negative: false, factor: Factor::One }]
}

/// Reads one cell. The table is ours and every row is tested, so a cell that does not parse is a defect of the engine.
fn compile(function: Function, constants: usize, text: &str) -> Vec<Piece> {
    let parameters = function.row().parameters;
    let mut graph = Graph::new();
    let names: Vec<(&str, Id)> =
        parameters.iter().chain(&["f", "d"]).map(|name| (*name, graph.variable(name))).collect();
    let constant = |_: &Graph, id: Id| {
        names.iter().position(|(_, argument)| *argument == id).is_some_and(|i| constants >> i & 1 == 1)
    };
    let root = match parse::parse_cell(text, &mut graph, &names, &constant) {
        Ok(root) => root,
        Err(error) => panic!("partial of {function:?}: {error}"),
    };
    let mut pieces = Vec::new();
    let mut pending = vec![(root, Vec::new(), false)];
    while let Some((root, guards, negative)) = pending.pop() {
        let number = graph.as_number(root);
        match graph.as_call(root) {
            _ if number.is_some_and(Number::is_zero) => {}
            Some((Function::Neg, &[x])) => pending.push((x, guards, !negative)),
            Some((Function::Select, &[c, a, b])) => {
                pending.push((b, [&guards[..], &[(c, false)]].concat(), negative));
                pending.push((a, [&guards[..], &[(c, true)]].concat(), negative));
            }
            _ => pieces.push(piece(&graph, root, &guards, negative, parameters)),
        }
    }
    pieces
}

fn piece(graph: &Graph, root: Id, guards: &[(Id, bool)], negative: bool, parameters: &[&str]) -> Piece {
    let roots: Vec<Id> = guards.iter().map(|(id, _)| *id).chain([root]).collect();
    let cone = graph.cone(&roots);
    let position = |id: Id| cone.binary_search(&id).expect("arguments are in the cone");
    let steps: Vec<Step> = cone
        .iter()
        .map(|&id| match graph.op(id) {
            Op::Number(number) => Step::Number(number.clone()),
            Op::Variable(name) => match parameters.iter().position(|parameter| *parameter == name) {
                Some(i) => Step::Argument(i),
                None if name == "d" => Step::Incoming,
                None => Step::Result,
            },
            Op::Call(function) => Step::Call(function, graph.args(id).iter().map(|arg| position(*arg)).collect()),
        })
        .collect();
    let one = |id| graph.as_number(id).is_some_and(Number::is_one);
    let minus_one = |id| graph.as_number(id).is_some_and(Number::is_minus_one);
    let (factor, flip) = match graph.args_of(Function::Div, root) {
        _ if steps.iter().any(|step| matches!(step, Step::Incoming)) => (Factor::Whole(position(root)), false),
        _ if one(root) || minus_one(root) => (Factor::One, minus_one(root)),
        Some(&[u, v]) => {
            let numerator = (!one(u) && !minus_one(u)).then(|| position(u));
            (Factor::Over { numerator, denominator: position(v) }, minus_one(u))
        }
        _ => (Factor::Times(position(root)), false),
    };
    assert!(steps.len() <= STEPS, "a partial of {} steps", steps.len());
    let plain = guards.is_empty() && matches!(factor, Factor::One);
    Piece {
        steps: if plain { Vec::new() } else { steps },
        guards: guards.iter().map(|(id, holds)| (position(*id), *holds)).collect(),
        negative: negative != flip,
        factor,
    }
}

impl Piece {
    /// Multiplies `d` by the piece at a call with these `args` and this `result`.
    ///
    /// Returns the condition under which the product counts (`None`: always) and the product.
    pub(super) fn times(&self, graph: &mut Graph, d: Id, args: &[Id], result: Id) -> (Option<Id>, Id) {
        let ids = self.instantiate(graph, d, args, result);
        let guard = self.guards.iter().fold(None, |guard, &(at, holds)| {
            let condition = if holds { ids[at] } else { graph.call(Function::Not, &[ids[at]]) };
            Some(both(graph, guard, condition))
        });
        let value = match self.factor {
            Factor::One => d,
            Factor::Whole(at) => ids[at],
            Factor::Times(at) => graph.call(Function::Mul, &[d, ids[at]]),
            Factor::Over { numerator: Some(u), denominator: v } if graph.as_number(d).is_some_and(Number::is_one) => {
                graph.call(Function::Div, &[ids[u], ids[v]])
            }
            Factor::Over { numerator, denominator } => {
                let quotient = graph.call(Function::Div, &[d, ids[denominator]]);
                numerator.map_or(quotient, |u| graph.call(Function::Mul, &[quotient, ids[u]]))
            }
        };
        (guard, if self.negative { graph.call(Function::Neg, &[value]) } else { value })
    }

    fn instantiate(&self, graph: &mut Graph, d: Id, args: &[Id], result: Id) -> [Id; STEPS] {
        let mut ids = [result; STEPS];
        for (at, step) in self.steps.iter().enumerate() {
            ids[at] = match step {
                Step::Number(number) => graph.number(number.clone()),
                Step::Argument(i) => args[*i],
                Step::Result => result,
                Step::Incoming => d,
                Step::Call(function, inner) => {
                    let mut actual = [result; 3];
                    for (slot, &at) in actual.iter_mut().zip(inner) {
                        *slot = ids[at];
                    }
                    graph.call(*function, &actual[..inner.len()])
                }
            };
        }
        ids
    }
}

/// `guard and condition`.
pub(super) fn both(graph: &mut Graph, guard: Option<Id>, condition: Id) -> Id {
    match guard {
        Some(guard) => graph.call(Function::And, &[guard, condition]),
        None => condition,
    }
}
