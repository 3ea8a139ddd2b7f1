//! `Vec`s that get another length with another content: `h = g(&h)`, whatever `g` returns.
//!
//! Where a step is reversed, the array and its adjoint are as long as the array was after the step:
//!
//! ```text
//! was = h.len();  h = next;           d_next += d_h;  d_h = [0; was];  h.resize(was)
//! ```
//!
//! Beside the content of such an array that a loop keeps, it keeps the length. Both are as many words as there are iterations.

use std::collections::BTreeSet;

use super::scope::Scope;
use super::{Context, Unsupported};
use crate::program::procedure::{ArrayId, Loop, Operand, Place, Procedure, Step, Var, VarKind};

impl Context {
    /// Whether a copy to the place may give the array another length.
    pub(super) fn replaces(&self, to: &Place) -> bool {
        to.path.is_empty() && self.names.varying.contains_key(&to.array)
    }

    /// Whether a step, or one inside it, may give an array another length.
    pub(super) fn changes_length(&self, step: &Step, array: ArrayId) -> bool {
        match step {
            Step::Append { array: grown, .. } | Step::AppendRow { array: grown, .. } => *grown == array,
            Step::Copy { to, .. } => to.array == array && self.replaces(to),
            step => {
                let mut steps = step.blocks().into_iter().flat_map(|block| &block.steps);
                steps.any(|step| self.changes_length(step, array))
            }
        }
    }

    /// The arrays that may get another length in an iteration.
    pub(super) fn replaced(&self, inner: &Loop) -> BTreeSet<ArrayId> {
        let replaced = |array: &&ArrayId| inner.body.steps.iter().any(|step| self.changes_length(step, **array));
        self.names.varying.keys().filter(replaced).copied().collect()
    }

    /// Refuses arrays that both grow at their end and get other contents: of the two, the reverse can undo only one.
    pub(super) fn grown_and_replaced(&self, procedure: &Procedure) -> Result<(), Unsupported> {
        let mut found = None;
        procedure.body.each_step(&mut |step| {
            if let Step::Copy { to, .. } = step
                && self.replaces(to)
                && self.appended.contains(&to.array)
                && self.active.array(to.array)
            {
                found = Some(to.array);
            }
        });
        let Some(array) = found else { return Ok(()) };
        let name = &self.names.arrays[array.0 as usize].hint;
        let message = format!(
            "`{name}` is pushed to, and gets other contents in a loop or a branch, which is not differentiated; push to another `Vec` and assign that"
        );
        self.unsupported(None, message)
    }

    /// Gives an array that a step copies to, and its adjoint, the length that they had before.
    pub(super) fn take_length_back(&mut self, scope: &mut Scope, position: usize, array: ArrayId) {
        let Some((out, step)) = self.measured(array, "was") else { return };
        // an iteration that is executed again may begin with the array as another one left it
        let here = scope.executes_all() || !scope.lost.contains(&array);
        match here {
            true => scope.put_ahead(position, vec![step]),
            false => scope.ahead.push((position, step)),
        }
        if let Some(adjoint) = self.adjoint(array) {
            scope.target.steps.push(Step::Resize { array: adjoint, length: out, cleared: true });
        }
        scope.target.steps.push(Step::Resize { array, length: out, cleared: false });
        self.rewound.insert(array);
    }

    /// The length of an array as a value.
    fn measured(&mut self, array: ArrayId, what: &str) -> Option<(Var, Step)> {
        let expression = self.names.varying.get(&array)?.length.clone();
        let hint = format!("{}_{what}", self.names.arrays[array.0 as usize].hint);
        let out = self.names.var(VarKind::Opaque, hint);
        Some((out, Step::Opaque { out, expression, replay: true }))
    }

    /// Keeps how long the arrays are whose content a loop keeps: for the beginning of an iteration, and for that of its reverse.
    pub(super) fn keep_lengths(&mut self, body: &mut Scope, restored: &BTreeSet<ArrayId>) {
        for array in restored {
            let Some((out, measure)) = self.measured(*array, "len") else { continue };
            let stack = self.names.stack(format!("{}_stack", self.names.vars[out.0 as usize].hint), false);
            let keep = Step::Push { stack, value: Operand::Opaque(out) };
            body.forward.steps.splice(0..0, [measure, keep]);
            let take = [Step::Pop { stack, out }, Step::Resize { array: *array, length: out, cleared: false }];
            body.target.steps.splice(0..0, take);
        }
    }
}

impl Scope {
    /// Whether forward and reverse are executed in one.
    fn executes_all(&self) -> bool {
        self.forward.steps.is_empty()
    }
}
