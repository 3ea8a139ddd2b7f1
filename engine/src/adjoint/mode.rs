//! How the iterations of a loop are had when they are reversed.

use std::collections::BTreeSet;

use super::Context;
use super::accumulate::accumulates;
use super::scope::{Scope, repeatable, simple};
use crate::program::Use;
use crate::program::procedure::{ArrayId, Block, Carried, Index, Loop, Operand, Place, Step, Var};

/// How the values of an iteration are had when it is reversed.
pub(super) enum Mode {
    /// The iteration is executed again.
    Again {
        /// These arrays first get the content that they had before it.
        restored: BTreeSet<ArrayId>,
        /// These are overwritten before they are read, and need not have any.
        private: BTreeSet<ArrayId>,
    },
    /// The iteration is not executed again but for what is cheap.
    Kept,
}

impl Mode {
    pub(super) fn restored(&self) -> BTreeSet<ArrayId> {
        match self {
            Mode::Again { restored, .. } => restored.clone(),
            Mode::Kept => BTreeSet::new(),
        }
    }

    /// Whether an iteration that is executed again writes to an array of an outer block.
    pub(super) fn brings(&self, array: ArrayId) -> bool {
        match self {
            Mode::Again { restored, private } => restored.contains(&array) || private.contains(&array),
            Mode::Kept => false,
        }
    }
}

impl Context {
    /// The loops in an iteration that are not executed again, but whose numbers are kept: where the iteration stores to a local array on the
    /// heap, this costs no more than the user's own storage.
    pub(super) fn kept(&self, body: &Block, mode: &Mode) -> Vec<bool> {
        let heap = &self.names.heap;
        let declared: BTreeSet<ArrayId> = body.steps.iter().filter_map(Step::declares).collect();
        let outer: BTreeSet<ArrayId> =
            heap.iter().copied().filter(|array| !declared.contains(array) && !mode.brings(*array)).collect();
        // what is restored has to be on top when the iteration is reversed
        let may = mode.restored().is_empty() && stores_to(body, heap);
        let kept = |step: &Step| matches!(step, Step::Loop(inner) if may && fills_up(inner, &outer));
        body.steps.iter().map(kept).collect()
    }
}

/// The scope of an iteration; takes the body out of the loop. The steps `kept` are not executed again.
pub(super) fn iteration(
    inner: &mut Loop,
    lost: BTreeSet<ArrayId>,
    absent: BTreeSet<ArrayId>,
    mode: &Mode,
    kept: &[bool],
) -> Scope {
    let forward = std::mem::take(&mut inner.body);
    let mut lost = lost;
    lost.extend(forward.writes());
    match mode {
        Mode::Again { private, .. } => {
            lost.retain(|array| !mode.brings(*array));
            let mut kept = kept.iter();
            let again = |step: &Step| kept.next() != Some(&true) && repeatable(step, &lost);
            Scope { private: private.clone(), ..Scope::inner(forward, lost.clone(), absent, again) }
        }
        Mode::Kept => {
            lost.extend(forward.steps.iter().filter_map(Step::declares));
            Scope::inner(forward, lost.clone(), absent, |step| simple(step) && repeatable(step, &lost))
        }
    }
}

/// Whether a block stores to one of some arrays.
fn stores_to(block: &Block, arrays: &BTreeSet<ArrayId>) -> bool {
    block.steps.iter().any(|step| match step {
        Step::Store { place, .. } => arrays.contains(&place.array),
        step => step.blocks().into_iter().any(|inner| stores_to(inner, arrays)),
    })
}

/// Whether a loop does nothing but add up numbers and store to some arrays, so that its reverse needs no sums on the way.
fn fills_up(inner: &Loop, arrays: &BTreeSet<ArrayId>) -> bool {
    let adds = |(carried, result): (&Carried, &Operand)| accumulates(&inner.body, result, carried.entry);
    let steps = inner.body.steps.iter().all(|step| match step {
        Step::Loop(inner) => fills_up(inner, arrays),
        Step::Store { place, .. } => arrays.contains(&place.array),
        step => simple(step),
    });
    steps && !inner.breaks && inner.head.is_none() && inner.carried.iter().zip(&inner.body.results).all(adds)
}

/// How an iteration is reversed. What gets another length is as if it were read: the length that it had is.
pub(super) fn mode(
    inner: &Loop,
    lost: &BTreeSet<ArrayId>,
    (private, replaced): (BTreeSet<ArrayId>, BTreeSet<ArrayId>),
    lasting: &dyn Fn(ArrayId) -> bool,
) -> Mode {
    let written: BTreeSet<ArrayId> = inner.body.writes().difference(&private).copied().collect();
    let changed: BTreeSet<ArrayId> = lost.union(&written).copied().collect();
    let mut troubled: BTreeSet<ArrayId> = replaced.intersection(&written).copied().collect();
    for step in inner.body.steps.iter().filter(|step| !simple(step)) {
        if !repeatable(step, &BTreeSet::new()) {
            return Mode::Kept;
        }
        step.uses(&mut |used| {
            if let Use::Reads(array) = used
                && changed.contains(&array)
            {
                troubled.insert(array);
            }
        });
        call_writes(step, &written, &mut troubled);
    }
    let all = troubled.iter().all(|array| written.contains(array) && lasting(*array) && rewritten(inner, *array));
    if all { Mode::Again { restored: troubled, private } } else { Mode::Kept }
}

/// The arrays that calls in a step write to.
fn call_writes(step: &Step, written: &BTreeSet<ArrayId>, into: &mut BTreeSet<ArrayId>) {
    if matches!(step, Step::Call(_)) {
        step.uses(&mut |used| {
            if let Use::Writes(array) = used
                && written.contains(&array)
            {
                into.insert(array);
            }
        });
    }
    for block in step.blocks() {
        block.steps.iter().for_each(|step| call_writes(step, written, into));
    }
}

/// Whether each iteration goes over the array as a whole, so that a copy of it per iteration is no more than the work: every write is in a
/// loop of its own, or at a literal index, and nothing in its path depends on the iteration.
fn rewritten(inner: &Loop, array: ArrayId) -> bool {
    let mut depends: BTreeSet<Var> = inner.entries().into_iter().collect();
    every_write(&inner.body, array, false, &mut depends)
}

fn every_write(block: &Block, array: ArrayId, looped: bool, depends: &mut BTreeSet<Var>) -> bool {
    block.steps.iter().all(|step| {
        let whole = match step {
            Step::Opaque { out, expression, .. } => {
                if expression.reads.iter().any(|var| depends.contains(var)) {
                    depends.insert(*out);
                }
                true
            }
            Step::Store { place, .. } | Step::Add { place, .. } => {
                place.array != array || steady(place, depends, looped)
            }
            Step::Fill { place, .. } | Step::Copy { to: place, .. } | Step::AddAll { to: place, .. } => {
                place.array != array || steady(place, depends, true)
            }
            Step::Append { array: appended, .. } | Step::AppendRow { array: appended, .. } => *appended != array,
            Step::If(_) | Step::Call(_) => true,
            Step::Loop(inner) => {
                let carried = inner.carried.iter().map(|carried| carried.entry);
                depends.extend(carried);
                true
            }
            _ => true,
        };
        let looped = looped || matches!(step, Step::Loop(_));
        whole && step.blocks().into_iter().all(|inner| every_write(inner, array, looped, depends))
    })
}

fn steady(place: &Place, depends: &BTreeSet<Var>, looped: bool) -> bool {
    let literal = place.path.iter().all(|index| matches!(index, Index::Literal(_)));
    let free = place.path.iter().all(|index| match index {
        Index::At(expression) | Index::Range(expression) => expression.reads.iter().all(|var| !depends.contains(var)),
        Index::Value(var) => !depends.contains(var),
        Index::Literal(_) => true,
    });
    literal || looped && free
}
