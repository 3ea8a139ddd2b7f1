//! The steps of a block in order.

use super::emitter::Emitter;
use crate::emit::schedule::{Term, level};
use crate::program::procedure::{ArrayId, Operand, StackId, Step, Var, VarKind};

impl<'a> Emitter<'a> {
    /// Writes the steps of the current block and what its results need.
    pub(super) fn steps(&mut self) {
        self.steps_before(self.block().steps.len());
        self.before(self.block().steps.len());
    }

    /// Writes the steps up to one of them.
    pub(super) fn steps_before(&mut self, end: usize) {
        let block = self.block();
        let live = &self.known.live.steps[self.at()];
        let mut position = 0;
        while position < end {
            if !live[position] {
                position += 1;
                continue;
            }
            let step = &block.steps[position];
            self.before(position);
            match self.optional_target(step) {
                Some(array) => position = self.steps_on_optional(array, position),
                None => {
                    self.step(position, step);
                    position += 1;
                }
            }
        }
    }

    /// The array that is written to where the caller gave one.
    fn optional_target(&self, step: &Step) -> Option<ArrayId> {
        let array = match step {
            Step::Store { place, .. } | Step::Add { place, .. } | Step::Fill { place, .. } => place.array,
            Step::Copy { to, .. } | Step::AddAll { to, .. } => to.array,
            _ => return None,
        };
        self.is_optional(array).then_some(array)
    }

    pub(super) fn is_optional(&self, array: ArrayId) -> bool {
        self.known.spelling.optional.contains(&array)
    }

    /// Steps in a row that write to the same array. Returns the position after them.
    fn steps_on_optional(&mut self, array: ArrayId, first: usize) -> usize {
        let block = self.block();
        let live = &self.known.live.steps[self.at()];
        let mut position = first;
        let (lines, ()) = self.nested(|emitter| emitter.step(first, &block.steps[first]));
        let mut lines = lines;
        loop {
            position += 1;
            let Some(step) = block.steps.get(position) else { break };
            if !live[position] {
                continue;
            }
            if self.optional_target(step) != Some(array) {
                break;
            }
            // what the step needs is written above, where nothing reads the array
            self.before(position);
            let (more, ()) = self.nested(|emitter| emitter.step(position, step));
            lines.extend(more);
        }
        let name = self.array(array);
        self.push(format!("if let ::core::option::Option::Some({name}) = {name}.as_deref_mut() {{"));
        self.lines.extend(lines);
        self.push("}");
        position
    }

    fn step(&mut self, position: usize, step: &'a Step) {
        match step {
            Step::Opaque { out, expression, .. } => {
                if !self.plan().in_place[position] {
                    let term = Term::new(self.expression(expression), level::ANY);
                    self.define(*out, &term);
                    if self.known.tree.procedure.changed.contains(out) {
                        self.lent(*out);
                    }
                }
            }
            Step::Effect(expression) => {
                let text = self.expression(expression);
                self.push(format!("{text};"));
            }
            Step::Name { out, value } => {
                if let Some(var) = self.known.tree.alias(self.at(), *value) {
                    self.alias(*out, var);
                }
            }
            Step::Load { out, place } => {
                if !self.plan().in_place[position] {
                    let term = self.element(place);
                    self.define(*out, &term);
                }
            }
            Step::Store { place, value } => self.store(place, *value),
            Step::Add { place, value, negative } => self.add(place, *value, *negative),
            Step::Append { array, value } => {
                let (name, value) = (self.array(*array), self.read(*value).text);
                self.push(format!("{name}.push({value});"));
            }
            Step::AppendRow { array, row, .. } => {
                let (name, row) = (self.array(*array), self.expression(row));
                self.push(format!("{name}.push({row});"));
            }
            Step::ShrinkRow { to, array } => self.shrink_row(to.as_ref(), *array),
            Step::Shrink { out, array } => {
                let name = self.array(*array);
                self.taken(*out, &name);
            }
            Step::Total { out, place } => {
                let term = self.total(place);
                self.define(*out, &term);
            }
            Step::Local { array, init } => self.local(*array, init),
            Step::Copy { to, from } => self.copy(to, from),
            Step::AddAll { to, from } => self.add_all(to, from),
            Step::Fill { place, value } => self.fill(place, *value),
            Step::If(branch) => self.branch(position, branch),
            Step::Loop(looped) => self.looped(position, looped),
            Step::Call(call) => self.call_step(call),
            Step::Pullback(pullback) => self.pullback(pullback),
            Step::Push { stack, value } => self.keep(*stack, value),
            Step::Pop { stack, out } => {
                let name = self.stack(*stack);
                self.taken(*out, &name);
            }
            Step::Save { stack, array } => self.save(*stack, *array),
            Step::Restore { stack, array } => self.restore(*stack, *array),
            Step::Resize { array, length, cleared } => self.resize(*array, *length, *cleared),
        }
    }

    fn keep(&mut self, stack: StackId, value: &Operand) {
        let real = self.known.tree.procedure.stacks[stack.0 as usize].real;
        let kind = if real { VarKind::Real } else { VarKind::Opaque };
        let value = self.operand(value).unwrap_or_else(|| super::emitter::any(kind)).text;
        let stack = self.stack(stack);
        self.push(format!("{stack}.push({value});"));
    }

    /// Takes the last element of a stack or a `Vec`.
    fn taken(&mut self, out: Var, from: &str) {
        if !self.is_live(out) {
            return self.push(format!("{from}.pop();"));
        }
        if self.kind(out) == VarKind::Real || self.kind(out) == VarKind::Constant {
            return self.define(out, &Term::new(self.popped(from), level::POSTFIX));
        }
        let class = self.class_of_new(out);
        if self.scope.open(class).is_some() {
            let name = self.names.temporary();
            self.push(unpacked(&name, from));
            return self.define(out, &Term::new(name, level::ATOM));
        }
        let (_, pattern) = self.declaration(class);
        self.push(unpacked(&pattern, from));
        self.scope.set(self.webs, out);
    }
}

fn unpacked(pattern: &str, from: &str) -> String {
    format!("let ::core::option::Option::Some({pattern}) = {from}.pop() else {{ ::core::unreachable!() }};")
}
