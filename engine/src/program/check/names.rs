//! Values and arrays: in scope where they are read, defined once.

use super::{Checked, Checker, Region, equal};
use crate::program::procedure::*;

impl<'p> Checker<'p> {
    pub(super) fn expressions(&mut self, mut expressions: impl Iterator<Item = &'p Expression>) -> Checked {
        expressions.try_for_each(|expression| self.expression(expression))
    }

    pub(super) fn expression(&mut self, expression: &'p Expression) -> Checked {
        let first = *self.expressions.entry(expression.key).or_insert(expression);
        if first != expression {
            return Err(format!("expression {} reads other values here than elsewhere", expression.key));
        }
        expression.reads.iter().try_for_each(|var| self.read(*var))?;
        expression.arrays.iter().try_for_each(|array| self.array(*array).map(drop))
    }

    /// An element of an array.
    pub(super) fn element(&mut self, place: &'p Place) -> Checked {
        equal(self.place(place)?, 0, "rank")
    }

    /// The rank of a part of an array.
    pub(super) fn place(&mut self, place: &'p Place) -> Checked<usize> {
        let mut rank = self.array(place.array)?;
        for index in &place.path {
            match index {
                Index::At(expression) | Index::Range(expression) => self.expression(expression)?,
                Index::Literal(_) => {}
                Index::Value(var) => self.read_of_kind(*var, VarKind::Opaque)?,
            }
            if rank == 0 {
                return Err(format!("{:?} is a number after fewer indices", place.array));
            }
            rank -= usize::from(!matches!(index, Index::Range(_)));
        }
        Ok(rank)
    }

    /// An array of rank 1.
    pub(super) fn list(&mut self, array: ArrayId) -> Checked {
        equal(self.array(array)?, 1, "rank")
    }

    /// The rank of an array that is declared.
    pub(super) fn array(&self, array: ArrayId) -> Checked<usize> {
        if self.scopes.iter().any(|scope| scope.arrays.contains(&array)) {
            Ok(self.info(array)?.rank)
        } else {
            Err(format!("{array:?} is not declared"))
        }
    }

    pub(super) fn info(&self, array: ArrayId) -> Checked<&'p ArrayInfo> {
        self.procedure.arrays.get(array.0 as usize).ok_or_else(|| format!("{array:?} does not exist"))
    }

    pub(super) fn declare(&mut self, array: ArrayId) -> Checked {
        let info = self.info(array)?;
        if info.origin != Origin::Local {
            return Err(format!("{array:?} is declared by the caller"));
        }
        if self.array(array).is_ok() {
            return Err(format!("{array:?} is declared twice"));
        }
        self.scope().arrays.insert(array);
        self.expressions(info.zero.iter())
    }

    /// Whether a stack holds reals.
    pub(super) fn stack(&self, stack: StackId) -> Checked<bool> {
        let info = self.procedure.stacks.get(stack.0 as usize);
        info.map(|info| info.real).ok_or_else(|| format!("{stack:?} does not exist"))
    }

    /// The kind of what goes to a stack of other things than reals.
    pub(super) fn kept(&self, value: &Operand) -> Checked<VarKind> {
        match value {
            Operand::Opaque(var) => self.kind(*var),
            _ => Ok(VarKind::Condition),
        }
    }

    pub(super) fn kind(&self, var: Var) -> Checked<VarKind> {
        let info = self.procedure.vars.get(var.0 as usize);
        info.map(|info| info.kind).ok_or_else(|| format!("{var:?} does not exist"))
    }

    pub(super) fn kinds<'v>(&self, vars: impl Iterator<Item = &'v Var>) -> Checked<Vec<VarKind>> {
        vars.map(|var| self.kind(*var)).collect()
    }

    pub(super) fn name(&self, var: Var) -> String {
        match self.procedure.vars.get(var.0 as usize) {
            Some(info) if !info.hint.is_empty() => format!("{} `{}`", var.leaf(), info.hint),
            _ => var.leaf(),
        }
    }

    pub(super) fn read_of_kind(&mut self, var: Var, kind: VarKind) -> Checked {
        self.read(var)?;
        self.is_of_kind(var, kind)
    }

    pub(super) fn is_of_kind(&self, var: Var, kind: VarKind) -> Checked {
        match self.kind(var)? {
            found if found == kind => Ok(()),
            found => Err(format!("{} is of kind {found:?} instead of {kind:?}", self.name(var))),
        }
    }

    pub(super) fn read(&mut self, var: Var) -> Checked {
        let Some(depth) = self.scopes.iter().rposition(|scope| scope.vars.contains(&var)) else {
            return Err(format!("{} is not defined", self.name(var)));
        };
        for scope in &mut self.scopes[depth + 1..] {
            scope.outer.insert(var);
        }
        Ok(())
    }

    pub(super) fn define(&mut self, var: Var) -> Checked {
        self.kind(var)?;
        if self.scope().outer.contains(&var) {
            return Err(format!("{} is defined after that of an outer block was read", self.name(var)));
        }
        if self.scope().vars.insert(var) { Ok(()) } else { Err(format!("{} is defined twice", self.name(var))) }
    }

    pub(super) fn out_of_kind(&mut self, region: &Region, out: Var, kind: VarKind) -> Checked {
        self.is_of_kind(out, kind)?;
        self.out(region, out)
    }

    /// What the step at hand defines.
    pub(super) fn out(&mut self, region: &Region, out: Var) -> Checked {
        let leaf = region.graph.find_variable(&out.leaf());
        match (leaf, region.input) {
            (Some(leaf), Some(input)) if self.ordered && leaf <= input => {
                Err(format!("{} is {leaf:?}, before the input {input:?}", self.name(out)))
            }
            _ => self.define(out),
        }
    }
}
