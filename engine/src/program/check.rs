//! What every pass relies on in a structured program.

mod names;
mod nodes;

use std::collections::{BTreeMap, BTreeSet};

use super::procedure::*;
use crate::function::Kind;
use crate::graph::{Graph, Id};

type Checked<T = ()> = Result<T, String>;

impl Procedure {
    /// Checks that values and arrays are defined before they are read, once in their scope, and that kinds, ranks and numbers of results fit.
    ///
    /// An error says at which step, counted from 0, and why.
    pub fn check(&self) -> Result<(), String> {
        Checker::of(self, false).procedure()
    }

    /// The same of a procedure that is to be reversed, which in addition has the outputs of each step after its inputs in the graph.
    pub fn check_forward(&self) -> Result<(), String> {
        Checker::of(self, true).procedure()
    }
}

/// What a block defines.
#[derive(Default)]
struct Scope {
    vars: BTreeSet<Var>,
    /// Those of them that name a node, which are no leaves of the block's graph.
    names: BTreeSet<Var>,
    /// What it reads of the blocks around it, and must not define.
    outer: BTreeSet<Var>,
    arrays: BTreeSet<ArrayId>,
}

/// A block while its steps are checked one after the other.
struct Region<'p> {
    graph: &'p Graph,
    /// By node: whether all that it needs is defined.
    ready: Vec<bool>,
    /// By node: whether it depends on a value that may vary.
    varying: Vec<bool>,
    /// The latest input of the step.
    input: Option<Id>,
}

struct Checker<'p> {
    procedure: &'p Procedure,
    /// Whether the outputs of a step come after its inputs.
    ordered: bool,
    scopes: Vec<Scope>,
    expressions: BTreeMap<u32, &'p Expression>,
}

impl<'p> Checker<'p> {
    fn of(procedure: &'p Procedure, ordered: bool) -> Self {
        Checker { procedure, ordered, scopes: vec![Scope::default()], expressions: BTreeMap::new() }
    }

    fn procedure(&mut self) -> Checked {
        let procedure = self.procedure;
        for (position, info) in procedure.arrays.iter().enumerate() {
            if info.origin != Origin::Local {
                self.scope().arrays.insert(ArrayId(position as u32));
            }
        }
        for &var in &procedure.given {
            self.define(var)?;
        }
        for info in procedure.arrays.iter().filter(|info| info.origin == Origin::Parameter) {
            self.expressions(info.zero.iter()).map_err(|error| format!("the zero of `{}`: {error}", info.hint))?;
        }
        self.block(&procedure.body, &[], |checker, region| {
            procedure.body.results.iter().try_for_each(|operand| checker.result(region, operand))
        })
    }

    fn scope(&mut self) -> &mut Scope {
        self.scopes.last_mut().expect("the outermost scope stays")
    }

    fn block(
        &mut self,
        block: &'p Block,
        entries: &[Var],
        results: impl FnOnce(&mut Self, &mut Region<'p>) -> Checked,
    ) -> Checked {
        block.graph.check()?;
        self.scopes.push(Scope::default());
        for &entry in entries {
            self.define(entry)?;
        }
        let varying = self.varying(&block.graph);
        let mut region = Region { graph: &block.graph, ready: vec![false; block.graph.len()], varying, input: None };
        for (position, step) in block.steps.iter().enumerate() {
            region.input = None;
            let at = |error| format!("step {position} ({}): {error}", label(step));
            self.step(&mut region, step).map_err(at)?;
        }
        results(self, &mut region).map_err(|error| format!("results: {error}"))?;
        self.scopes.pop();
        Ok(())
    }

    /// A block that is worth values of these kinds.
    fn inner(&mut self, name: &str, block: &'p Block, entries: &[Var], kinds: &[VarKind], sums: &[Sum]) -> Checked {
        let results = |checker: &mut Self, region: &mut Region<'p>| {
            if block.results.len() != kinds.len() {
                return Err(format!("{} instead of {}", block.results.len(), kinds.len()));
            }
            let mut pairs = block.results.iter().zip(kinds);
            pairs.try_for_each(|(operand, kind)| checker.operand(region, operand, *kind))?;
            sums.iter().try_for_each(|sum| checker.node(region, sum.value, Kind::Real))
        };
        self.block(block, entries, results).map_err(|error| format!("{name}: {error}"))
    }

    fn step(&mut self, region: &mut Region<'p>, step: &'p Step) -> Checked {
        match step {
            Step::Opaque { out, expression, .. } => {
                self.expression(expression)?;
                match self.kind(*out)? {
                    VarKind::Real => Err(format!("{} is a real number that may vary", self.name(*out))),
                    _ => self.out(region, *out),
                }
            }
            Step::Effect(expression) => self.expression(expression),
            Step::Name { out, value } => {
                let kind = self.kind(*out)?;
                self.operand_node(region, *value, kind)?;
                self.define(*out)?;
                self.scope().names.insert(*out);
                Ok(())
            }
            Step::Load { out, place } => {
                self.element(place)?;
                self.out_of_kind(region, *out, VarKind::Real)
            }
            Step::Store { place, value } | Step::Add { place, value, .. } => {
                self.element(place)?;
                self.node(region, *value, Kind::Real)
            }
            Step::Append { array, value } => {
                self.list(*array)?;
                self.node(region, *value, Kind::Real)
            }
            Step::AppendRow { array, row, from } => {
                self.expression(row)?;
                equal(self.array(*array)?, self.place(from)? + 1, "rank")
            }
            Step::ShrinkRow { to, array } => match to {
                Some(to) => equal(self.array(*array)?, self.place(to)? + 1, "rank"),
                None => self.array(*array).map(drop),
            },
            Step::Shrink { out, array } => {
                self.list(*array)?;
                self.out_of_kind(region, *out, VarKind::Real)
            }
            Step::Total { out, place } => {
                self.place(place)?;
                self.out_of_kind(region, *out, VarKind::Real)
            }
            Step::Local { array, init } => {
                self.init(region, *array, init)?;
                self.declare(*array)
            }
            Step::Copy { to, from } | Step::AddAll { to, from } => {
                let (to, from) = (self.place(to)?, self.place(from)?);
                equal(from, to, "rank")
            }
            Step::Fill { place, value } => {
                self.place(place)?;
                self.node(region, *value, Kind::Real)
            }
            Step::If(branch) => self.branch(region, branch),
            Step::Loop(looped) => self.looped(region, looped),
            Step::Call(call) => {
                self.call(region, call)?;
                match &call.result {
                    CallResult::Unit => Ok(()),
                    CallResult::Real(out) => self.out_of_kind(region, *out, VarKind::Real),
                    CallResult::Tuple(outs) => {
                        outs.iter().try_for_each(|out| self.out_of_kind(region, *out, VarKind::Real))
                    }
                    CallResult::Array(array) => self.declare(*array),
                }
            }
            Step::Pullback(pullback) => self.pullback(region, pullback),
            Step::Push { stack, value } => {
                let kind = if self.stack(*stack)? { VarKind::Real } else { self.kept(value)? };
                self.operand(region, value, kind)
            }
            Step::Pop { stack, out } => {
                let real = self.stack(*stack)?;
                if real != is_real(self.kind(*out)?) {
                    return Err(format!("{} is not what the stack holds", self.name(*out)));
                }
                self.out(region, *out)
            }
            Step::Save { stack, array } | Step::Restore { stack, array } => {
                self.array(*array)?;
                if self.stack(*stack)? { Ok(()) } else { Err("an array goes to a stack of reals".to_owned()) }
            }
            Step::Resize { array, length, .. } => {
                self.array(*array)?;
                self.operand(region, &Operand::Opaque(*length), VarKind::Opaque)?;
                match self.procedure.varying.contains_key(array) {
                    true => Ok(()),
                    false => Err("the length of this array does not vary".to_owned()),
                }
            }
        }
    }

    fn branch(&mut self, region: &mut Region<'p>, branch: &'p If) -> Checked {
        self.node(region, branch.condition, Kind::Bool)?;
        let kinds = self.kinds(branch.outs.iter())?;
        self.inner("then", &branch.then, &[], &kinds, &[])?;
        self.inner("otherwise", &branch.otherwise, &[], &kinds, &[])?;
        branch.outs.iter().try_for_each(|out| self.out(region, *out))
    }

    fn looped(&mut self, region: &mut Region<'p>, looped: &'p Loop) -> Checked {
        let induction = self.space(looped)?;
        for carried in &looped.carried {
            let kind = self.kind(carried.entry)?;
            self.operand(region, &carried.init, kind)?;
            if self.kind(carried.exit)? != kind {
                return Err(format!("{} and {} differ in kind", self.name(carried.entry), self.name(carried.exit)));
            }
        }
        let mut entries: Vec<Var> = looped.carried.iter().map(|carried| carried.entry).collect();
        if let Some(head) = &looped.head {
            self.inner("head", head, &entries, &[VarKind::Condition], &[])?;
        }
        let mut kinds = self.kinds(entries.iter())?;
        kinds.extend(looped.breaks.then_some(VarKind::Condition));
        entries.extend(induction);
        self.inner("body", &looped.body, &entries, &kinds, &looped.sums)?;
        looped.carried.iter().try_for_each(|carried| self.out(region, carried.exit))?;
        looped.sums.iter().try_for_each(|sum| self.out_of_kind(region, sum.out, VarKind::Real))?;
        looped.trips.iter().try_for_each(|trips| self.out_of_kind(region, *trips, VarKind::Opaque))
    }

    /// Returns the induction variable.
    fn space(&mut self, looped: &'p Loop) -> Checked<Option<Var>> {
        match &looped.space {
            Space::Items { induction, items, order } => {
                self.expression(items)?;
                if let Order::ReversedFrom(count) = order {
                    self.read_of_kind(*count, VarKind::Opaque)?;
                }
                if self.kind(*induction)? != VarKind::Opaque {
                    return Err(format!("{} is no integer", self.name(*induction)));
                }
                Ok(Some(*induction))
            }
            Space::Times(count) => self.read_of_kind(*count, VarKind::Opaque).map(|()| None),
            Space::Endless if looped.head.is_none() && !looped.breaks => Err("it never ends".to_owned()),
            Space::Endless => Ok(None),
        }
    }

    fn call(&mut self, region: &mut Region<'p>, call: &'p Call) -> Checked {
        self.expression(&call.callee)?;
        call.arguments.iter().try_for_each(|argument| match argument {
            Argument::Real(id) => self.node(region, *id, Kind::Real),
            Argument::Array { place, .. } => self.place(place).map(drop),
            Argument::Constant(expression) => self.expression(expression),
        })
    }

    fn pullback(&mut self, region: &mut Region<'p>, pullback: &'p Pullback) -> Checked {
        self.call(region, &pullback.call)?;
        match (&pullback.seeds[..], &pullback.call.result) {
            ([], CallResult::Unit) => {}
            ([Operand::Node(seed)], CallResult::Real(_)) => self.node(region, *seed, Kind::Real)?,
            ([Operand::Array(seed)], CallResult::Array(result)) => {
                let (seed, result) = (self.array(*seed)?, self.info(*result)?.rank);
                equal(seed, result, "rank of the seed")?;
            }
            (seeds, CallResult::Tuple(outs)) if seeds.len() == outs.len() => {
                for seed in seeds {
                    let Operand::Node(seed) = seed else { return Err(format!("{seed:?} is no number")) };
                    self.node(region, *seed, Kind::Real)?;
                }
            }
            (seeds, result) => return Err(format!("{seeds:?} are no seeds of {result:?}")),
        }
        equal(pullback.slots.len(), pullback.call.arguments.len(), "number of slots")?;
        for (slot, argument) in pullback.slots.iter().zip(&pullback.call.arguments) {
            match (slot, argument) {
                (Slot::None, _) => {}
                (Slot::Real(out), Argument::Real(_)) => self.out_of_kind(region, *out, VarKind::Real)?,
                (Slot::Array(slot), Argument::Array { place, .. }) => {
                    let (slot, place) = (self.place(slot)?, self.place(place)?);
                    equal(slot, place, "rank of the slot")?;
                }
                _ => return Err(format!("{slot:?} is no slot of {argument:?}")),
            }
        }
        Ok(())
    }

    fn init(&mut self, region: &mut Region<'p>, array: ArrayId, init: &'p Init) -> Checked {
        let rank = self.info(array)?.rank;
        match init {
            Init::Constant(expression) => self.expression(expression),
            Init::Value(var) => self.read_of_kind(*var, VarKind::Opaque),
            Init::Elements(dimensions, ids) => {
                equal(dimensions.len(), rank, "number of dimensions")?;
                equal(ids.len(), dimensions.iter().map(|(length, _)| length).product(), "number of elements")?;
                ids.iter().try_for_each(|id| self.node(region, *id, Kind::Real))
            }
            Init::Filled(length, id, _) => {
                self.expression(length)?;
                equal(1, rank, "rank")?;
                self.node(region, *id, Kind::Real)
            }
            Init::Copy(expression, place) => {
                self.expression(expression)?;
                equal(self.place(place)?, rank, "rank")
            }
        }
    }

    /// What the function returns.
    fn result(&mut self, region: &mut Region<'p>, operand: &Operand) -> Checked {
        match operand {
            Operand::Array(array) => self.array(*array).map(drop),
            Operand::Node(id) if self.index(region, *id)? == Kind::Bool => self.node(region, *id, Kind::Bool),
            Operand::Node(id) => self.node(region, *id, Kind::Real),
            Operand::Opaque(var) => self.read_of_kind(*var, VarKind::Opaque),
            Operand::Any => Ok(()),
        }
    }

    fn operand(&mut self, region: &mut Region<'p>, operand: &Operand, kind: VarKind) -> Checked {
        match (operand, kind) {
            (Operand::Any, _) => Ok(()),
            (Operand::Opaque(var), VarKind::Opaque | VarKind::Condition) => self.read_of_kind(*var, kind),
            (Operand::Node(id), kind) => self.operand_node(region, *id, kind),
            (operand, kind) => Err(format!("{operand:?} is not of kind {kind:?}")),
        }
    }
}

fn is_real(kind: VarKind) -> bool {
    matches!(kind, VarKind::Real | VarKind::Constant)
}

fn equal(found: usize, expected: usize, what: &str) -> Checked {
    if found == expected { Ok(()) } else { Err(format!("{what} {found} instead of {expected}")) }
}

fn label(step: &Step) -> &'static str {
    match step {
        Step::Opaque { .. } => "opaque",
        Step::Effect(_) => "effect",
        Step::Name { .. } => "name",
        Step::Load { .. } => "load",
        Step::Store { .. } => "store",
        Step::Add { .. } => "add",
        Step::Append { .. } => "append",
        Step::AppendRow { .. } => "append row",
        Step::ShrinkRow { .. } => "shrink row",
        Step::Shrink { .. } => "shrink",
        Step::Total { .. } => "total",
        Step::Local { .. } => "local",
        Step::Copy { .. } => "copy",
        Step::AddAll { .. } => "add all",
        Step::Fill { .. } => "fill",
        Step::If(_) => "if",
        Step::Loop(_) => "loop",
        Step::Call(_) => "call",
        Step::Pullback(_) => "pullback",
        Step::Push { .. } => "push",
        Step::Pop { .. } => "pop",
        Step::Save { .. } => "save",
        Step::Restore { .. } => "restore",
        Step::Resize { .. } => "resize",
    }
}
