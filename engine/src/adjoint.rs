//! Reverse mode over structured programs.
//!
//! A scan back over the steps of a block and the nodes between them appends the reverse of each step to the block (`sweep`). What happens
//! in an inner scope (an iteration, a side of a branch) is reversed in a scope of its own (`loops`, `branches`), whose graph starts as a copy of the
//! forward one: what the simplified reverse reads of it is executed again where that is possible, and handed over where not, through a
//! stack from iteration to iteration or as a further result of the branch (`scope`).
//!
//! | step | reverse, where `d_` is the adjoint |
//! |---|---|
//! | `t = a[i]` | `d_a[i] += d_t` |
//! | `a[i] = v` | `d_v += d_a[i]; d_a[i] = 0` |
//! | `a[i] += v` | `d_v += d_a[i]` |
//! | `if c { p } else { q }` | `if c { reverse of p } else { reverse of q }` |
//! | `for i in r { p }` | `for i in reversed r { p again as far as needed; reverse of p }` |
//! | `y = g(x)` | `g_vjp(x, d_y, d_x)` |

mod accumulate;
mod activity;
mod branches;
mod calls;
mod extremum;
mod fused;
mod guarded;
mod live;
mod loops;
mod mode;
mod neighbours;
mod order;
mod private;
mod reaching;
mod renewal;
mod scope;
mod standing;
mod storage;
mod sweep;
mod varying;

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Graph, Id, Op};
use crate::number::Number;
use crate::program::procedure::{
    ArrayId, ArrayInfo, Block, Expression, Index, Init, Operand, Origin, Place, Procedure, Step, Var, VarKind,
};

use crate::simplify::Effort;
use activity::Active;
use scope::Scope;
use sweep::Seed;

/// A procedure with its reverse sweep.
#[derive(Clone, Debug)]
pub struct Reversed {
    /// The results of the body are those of the forward procedure, then the adjoint of each scalar asked for.
    pub procedure: Procedure,
    /// The adjoint arrays of the arrays asked for, each of [`Origin::Given`]: the sweep adds to them. That of a
    /// parameter that the procedure writes to holds the adjoint of the final content before and of the initial content after.
    pub adjoints: Vec<ArrayId>,
    /// By result of the forward procedure: a given `Var` (as [`Operand::Opaque`]) for a number, a given array for an array, [`Operand::Any`] for none.
    pub seeds: Vec<Operand>,
}

/// What has no reverse.
#[derive(Clone, Debug)]
pub struct Unsupported {
    /// The user's text that it is about.
    pub place: Option<Expression>,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// What all scopes share.
struct Context {
    /// Values, arrays and stacks, to which the reverse adds its own; the body is elsewhere.
    names: Procedure,
    active: Active,
    /// The number of values of the forward procedure.
    forward: usize,
    /// The adjoint of each array that has one so far.
    adjoints: BTreeMap<ArrayId, ArrayId>,
    /// Arrays that grow.
    appended: BTreeSet<ArrayId>,
    /// Arrays whose earlier content a reverse loop brings back.
    rewound: BTreeSet<ArrayId>,
    /// For the simplification of all scopes together.
    effort: Effort,
}

/// Appends the reverse sweep: adjoints of some scalar parameters and of some array parameters.
pub fn reverse(procedure: &Procedure, scalars: &[Var], arrays: &[ArrayId]) -> Result<Reversed, Unsupported> {
    let active = Active::of(procedure, scalars, arrays);
    let mut names = Procedure { body: Block::default(), ..procedure.clone() };
    let mut block = procedure.body.clone();
    let mut adjoints = BTreeMap::new();
    for array in arrays {
        let given = adjoint_array(&mut names, *array, Origin::Given);
        adjoints.insert(*array, given);
    }
    let given: Vec<ArrayId> = arrays.iter().map(|array| adjoints[array]).collect();

    let mut seeds = Vec::new();
    let mut seeded = Vec::new();
    let mut added = Vec::new();
    for result in &procedure.body.results {
        seeds.push(match result {
            Operand::Node(id) => {
                let seed = names.var(VarKind::Real, "seed");
                names.given.push(seed);
                seeded.push((*id, seed));
                Operand::Opaque(seed)
            }
            Operand::Array(array) if active.array(*array) => {
                let seed = adjoint_array(&mut names, *array, Origin::Given);
                let info = &mut names.arrays[seed.0 as usize];
                (info.hint, info.zero) = ("seed".to_owned(), None);
                added.push((*array, seed));
                Operand::Array(seed)
            }
            _ => Operand::Any,
        });
    }
    let seeded: Vec<Seed> = seeded.into_iter().map(|(id, seed)| Seed::new(id, block.leaf(seed))).collect();

    let forward = procedure.vars.len();
    let mut appended = BTreeSet::new();
    procedure.body.each_step(&mut |step| {
        if let Step::Append { array, .. } | Step::AppendRow { array, .. } = step {
            appended.insert(*array);
        }
    });
    let effort = Effort::of_function(operations(&procedure.body));
    let mut context = Context { appended, names, active, forward, adjoints, rewound: BTreeSet::new(), effort };
    context.grown_and_replaced(procedure)?;
    let mut scope = Scope::whole(block);
    context.declare_scratch(procedure, &mut scope)?;
    let found = context.sweep(&mut scope, &seeded, &added)?;

    let (forward, results) = (scope.prefix, scope.target.results.len());
    for scalar in scalars {
        let zero = scope.target.graph.integer(0);
        scope.target.results.push(Operand::Node(found.get(scalar).copied().unwrap_or(zero)));
    }
    context.bring_back(procedure, &mut scope);
    scope::simplify(&mut scope.target, forward, results, &mut [], &mut context.effort);
    let mut body = fused::pruned(scope.target, forward, &[]);
    renewal::renew(&mut body, &context.adjoint_arrays());
    scope::order(&mut body, &mut []);
    Ok(Reversed { procedure: Procedure { body, ..context.names }, adjoints: given, seeds })
}

/// The calls in a block and in those inside.
fn operations(block: &Block) -> usize {
    let own = block.graph.ids().filter(|id| block.graph.as_call(*id).is_some()).count();
    own + block.steps.iter().flat_map(Step::blocks).map(operations).sum::<usize>()
}

/// A new array in the shape of another, for its adjoint.
fn adjoint_array(names: &mut Procedure, array: ArrayId, origin: Origin) -> ArrayId {
    let info = names.arrays[array.0 as usize].clone();
    let adjoint = names.array(ArrayInfo { hint: format!("d_{}", info.hint), origin, ty: None, ..info });
    if let Some(varying) = names.varying.get(&array).cloned() {
        names.varying.insert(adjoint, varying);
    }
    adjoint
}

impl Context {
    fn unsupported<T>(&self, place: Option<&Expression>, message: impl Into<String>) -> Result<T, Unsupported> {
        Err(Unsupported { place: place.cloned(), message: message.into() })
    }

    /// The adjoint of an array, when it is active.
    fn adjoint(&self, array: ArrayId) -> Option<ArrayId> {
        self.adjoints.get(&array).copied()
    }

    /// The declaration of the adjoint of a local array, all zeros.
    fn declare(&mut self, array: ArrayId) -> Result<Step, Unsupported> {
        let adjoint = adjoint_array(&mut self.names, array, Origin::Local);
        let ArrayInfo { zero, hint, .. } = &self.names.arrays[adjoint.0 as usize];
        let Some(zero) = zero.clone() else {
            let message = format!("the adjoint `{hint}` needs an array of a shape that is not known here");
            return self.unsupported(None, message);
        };
        self.adjoints.insert(array, adjoint);
        Ok(Step::Local { array: adjoint, init: Init::Constant(zero) })
    }

    /// Adjoints for parameters that are written to and not asked for.
    fn declare_scratch(&mut self, procedure: &Procedure, scope: &mut Scope) -> Result<(), Unsupported> {
        for (position, info) in procedure.arrays.iter().enumerate() {
            let array = ArrayId(position as u32);
            if info.origin == Origin::Parameter && self.active.array(array) && self.adjoint(array).is_none() {
                let declaration = self.declare(array)?;
                scope.target.steps.insert(0, declaration);
                scope.moved(0, 1);
            }
        }
        Ok(())
    }

    /// Gives arrays that the caller sees, and that reverse loops have rewound, their final content again.
    fn bring_back(&mut self, procedure: &Procedure, scope: &mut Scope) {
        let forward = scope.prefix;
        for array in std::mem::take(&mut self.rewound) {
            let seen = procedure.body.results.contains(&Operand::Array(array));
            let info = self.names.arrays[array.0 as usize].clone();
            let Some(zero) = info.zero.clone() else { continue };
            if info.origin != Origin::Parameter && !seen {
                continue;
            }
            let kept = self.names.array(ArrayInfo { origin: Origin::Local, ..info });
            let copy = |to, from| Step::Copy { to: Place::whole(to), from: Place::whole(from) };
            let declaration = Step::Local { array: kept, init: Init::Constant(zero) };
            scope.target.steps.splice(forward..forward, [declaration, copy(kept, array)]);
            scope.target.steps.push(copy(array, kept));
        }
    }
}

impl Reversed {
    /// The same where every seed of a number is 1, which is then no longer given.
    pub fn with_unit_seed(&self) -> Reversed {
        let seeds: Vec<Var> = self.seeds.iter().filter_map(|seed| self.number(seed)).collect();
        let mut unit = self.clone();
        unit.procedure.given.retain(|var| !seeds.contains(var));
        let mut known = seeds.iter().map(|seed| (*seed, Number::from(1))).collect();
        substitute(&mut unit.procedure.body, &mut known);
        unit.seeds.iter_mut().filter(|seed| self.number(seed).is_some()).for_each(|seed| *seed = Operand::Any);
        unit
    }

    fn number(&self, seed: &Operand) -> Option<Var> {
        if let Operand::Opaque(var) = seed { Some(*var) } else { None }
    }
}

/// Puts numbers in the place of some values. What depends on them is folded, everything else stays as it is.
fn substitute(block: &mut Block, known: &mut BTreeMap<Var, Number>) {
    let leaf = |(var, number): (&Var, &Number)| Some((block.graph.find_variable(&var.leaf())?, number.clone()));
    let leaves: BTreeMap<Id, Number> = known.iter().filter_map(leaf).collect();
    let depends = block.graph.depends(&leaves.keys().copied().collect::<Vec<Id>>());
    if !leaves.is_empty() {
        let mut graph = Graph::new();
        let mut here: Vec<Id> = Vec::with_capacity(block.graph.len());
        for id in block.graph.ids() {
            let new = match (leaves.get(&id), block.graph.op(id)) {
                (Some(number), _) => graph.number(number.clone()),
                (None, Op::Number(number)) => graph.number(number.clone()),
                (None, Op::Variable(name)) => graph.variable(name),
                (None, Op::Call(function)) => {
                    let args: Vec<Id> = block.graph.args(id).iter().map(|arg| here[arg.index()]).collect();
                    if depends[id.index()] { graph.call(function, &args) } else { graph.intern(function, &args) }
                }
            };
            here.push(new);
        }
        for step in &block.steps {
            if let Step::Name { out, value } = step
                && depends[value.index()]
                && let Some(number) = graph.as_number(here[value.index()])
            {
                known.insert(*out, number.clone());
            }
        }
        scope::map(block, graph, &mut [], &mut |id| here[id.index()]);
    }
    for step in &mut block.steps {
        let Step::Loop(inner) = step else {
            step.blocks_mut().into_iter().for_each(|inner| substitute(inner, known));
            continue;
        };
        // the addends are nodes of the body, and follow its graph as results do
        let results = inner.body.results.len();
        inner.body.results.extend(inner.sums.iter().map(|sum| Operand::Node(sum.value)));
        substitute(&mut inner.body, known);
        for (sum, value) in inner.sums.iter_mut().zip(inner.body.results.drain(results..)) {
            if let Operand::Node(id) = value {
                sum.value = id;
            }
        }
    }
}

/// `[2][0]`
fn literal(place: &[usize]) -> Vec<Index> {
    place.iter().map(|index| Index::Literal(*index)).collect()
}
