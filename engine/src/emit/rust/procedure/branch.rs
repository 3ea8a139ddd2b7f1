//! Branches.

use super::emitter::{Emitter, any};
use super::terms::not;
use super::tree::{At, Inner};
use super::writes::Write;
use crate::emit::code::width;
use crate::emit::schedule::Term;
use crate::program::procedure::{If, Operand, Step, Var};

/// The longest `if` on one line.
const LINE: usize = 50;

/// A value that a branch decides.
#[derive(Clone, Copy)]
struct Target {
    var: Var,
    /// Which result of the sides.
    result: usize,
    /// Whether the sides assign it rather than have it as their value.
    assigned: bool,
}

/// A side as text.
struct Side {
    lines: Vec<String>,
    /// What it is worth, unless the lines end with it.
    tail: Vec<Term>,
    /// By value, whether it is a bare literal.
    untyped: Vec<bool>,
}

/// A side under its condition; `None` for the last `else`.
struct Arm {
    condition: Option<Term>,
    side: Side,
}

/// The branch that ends a block and decides all targets but those that stay what they are.
struct LastBranch {
    position: usize,
    /// What it decides.
    inner: Vec<Target>,
    /// The values of the targets that stay.
    staying: Vec<Var>,
}

impl<'a> Emitter<'a> {
    pub(super) fn branch(&mut self, position: usize, branch: &'a If) {
        let targets = self.targets_of(branch);
        let condition = self.read(branch.condition);
        let mut arms = Vec::new();
        self.arms(position, condition, &targets, &mut arms);

        let values: Vec<Target> = targets.iter().filter(|target| !target.assigned).copied().collect();
        let mut patterns = Vec::new();
        for target in &values {
            let class = self.class_of_new(target.var);
            patterns.push(self.declaration(class).1);
        }
        let types = self.types(&arms, &values);
        let prefix = match &patterns[..] {
            [] => String::new(),
            [one] => format!("let {one}{types} = "),
            several => format!("let ({}){types} = ", several.join(", ")),
        };
        let end = if prefix.is_empty() { "" } else { ";" };
        self.render(arms, &prefix, end);
        for target in targets {
            self.scope.set(self.webs, target.var);
        }
    }

    /// What the branch decides and somebody reads.
    fn targets_of(&mut self, branch: &If) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for (result, var) in branch.outs.iter().enumerate() {
            if !self.is_live(*var) {
                continue;
            }
            let class = self.webs.class(*var);
            if let Some(other) = targets.iter().find(|target| self.webs.class(target.var) == class) {
                self.scope.conflict(*var, other.var);
            }
            targets.push(Target { var: *var, result, assigned: self.scope.open(class).is_some() });
        }
        targets
    }

    /// Both sides, and those of a branch that is all there is in the second.
    fn arms(&mut self, position: usize, condition: Term, targets: &[Target], arms: &mut Vec<Arm>) {
        let Some(&Inner::Branch { then, otherwise }) = self.known.tree.blocks[self.at()].inner.get(&position) else {
            return;
        };
        let side = self.side(then, targets);
        arms.push(Arm { condition: Some(condition), side });
        let alone = |position: &usize| !self.known.live.steps[otherwise][..*position].contains(&true);
        match self.last_branch(otherwise, targets) {
            Some(last) if alone(&last.position) => self.chain(otherwise, targets, &last, arms),
            _ => {
                let side = self.side(otherwise, targets);
                arms.push(Arm { condition: None, side });
            }
        }
    }

    /// The branch that ends a block, where it leaves nothing to be decided after it.
    fn last_branch(&self, at: At, targets: &[Target]) -> Option<LastBranch> {
        let (tree, live) = (self.known.tree, self.known.live);
        let block = tree.blocks[at].block;
        let position = live.steps[at].iter().rposition(|live| *live)?;
        let Step::If(branch) = &block.steps[position] else { return None };
        let stays = |target: &Target, var| {
            target.assigned && self.scope.holds(self.webs.class(target.var), var) && !tree.defines(at, var)
        };
        let (mut inner, mut staying) = (Vec::new(), Vec::new());
        for target in targets {
            let var = match &block.results[target.result] {
                Operand::Node(id) => tree.alias(at, *id)?,
                Operand::Opaque(var) => *var,
                _ => return None,
            };
            if stays(target, var) {
                staying.push(var);
                continue;
            }
            let result = branch.outs.iter().position(|out| *out == var)?;
            inner.push(Target { result, ..*target });
        }
        let decided = branch.outs.iter().filter(|out| live.is_live(tree, at, **out)).count();
        (decided == inner.len()).then_some(LastBranch { position, inner, staying })
    }

    /// `else if`, where the condition needs no statements.
    fn chain(&mut self, at: At, targets: &[Target], last: &LastBranch, arms: &mut Vec<Arm>) {
        let LastBranch { position, ref inner, .. } = *last;
        let mark = self.scope.enter(&self.through(targets));
        self.within(at, Vec::new(), |emitter| {
            let Step::If(branch) = &emitter.block().steps[position] else { return };
            let (lines, condition) = emitter.nested(|emitter| {
                emitter.before(position);
                emitter.read(branch.condition)
            });
            if lines.is_empty() {
                return emitter.arms(position, condition, inner, arms);
            }
            let side = emitter.ending_in_branch(lines, position, condition, inner);
            arms.push(Arm { condition: None, side });
        });
        self.scope.leave(mark);
    }

    /// A side whose value is that of its last branch.
    fn ending_in_branch(&mut self, mut lines: Vec<String>, position: usize, condition: Term, inner: &[Target]) -> Side {
        let (rest, untyped) = self.nested(|emitter| {
            let mut inside = Vec::new();
            emitter.arms(position, condition, inner, &mut inside);
            let values = inner.iter().filter(|target| !target.assigned).count();
            let untyped = (0..values).map(|k| inside.iter().all(|arm| arm.side.untyped[k])).collect();
            emitter.render(inside, "", "");
            untyped
        });
        lines.extend(rest);
        Side { lines, tail: Vec::new(), untyped }
    }

    fn through(&self, targets: &[Target]) -> Vec<usize> {
        targets.iter().filter(|target| target.assigned).map(|target| self.webs.class(target.var)).collect()
    }

    fn side(&mut self, at: At, targets: &[Target]) -> Side {
        let mark = self.scope.enter(&self.through(targets));
        let last = self.last_branch(at, targets).filter(|last| last.inner.iter().any(|target| !target.assigned));
        let classes: Vec<(usize, usize)> =
            targets.iter().filter(|t| t.assigned).map(|t| (t.result, self.webs.class(t.var))).collect();
        let late = self.late_nodes(at, &classes);
        let side = self.within(at, late, |emitter| match last {
            Some(LastBranch { position, inner, staying }) => {
                let Step::If(branch) = &emitter.block().steps[position] else { unreachable!("the last branch") };
                let (lines, condition) = emitter.nested(|emitter| {
                    emitter.steps_before(position);
                    staying.into_iter().for_each(|var| emitter.scope.read(emitter.webs, var));
                    emitter.before(position);
                    emitter.read(branch.condition)
                });
                emitter.ending_in_branch(lines, position, condition, &inner)
            }
            None => {
                let (lines, tail) = emitter.nested(|emitter| {
                    emitter.steps();
                    emitter.results(targets)
                });
                let untyped = tail.iter().map(|term| term.untyped).collect();
                Side { lines, tail, untyped }
            }
        });
        self.scope.leave(mark);
        side
    }

    /// The assignments at the end of a side, and what it is worth.
    fn results(&mut self, targets: &[Target]) -> Vec<Term> {
        let block = self.block();
        let mut tail: Vec<Term> = Vec::new();
        for target in targets.iter().filter(|target| !target.assigned) {
            let term = self.operand(&block.results[target.result]);
            tail.push(term.unwrap_or_else(|| any(self.kind(target.var))));
        }
        let mut writes = Vec::new();
        for target in targets.iter().filter(|target| target.assigned) {
            let class = self.webs.class(target.var);
            if let Some(change) = self.result(&block.results[target.result], class) {
                writes.push(Write { var: target.var, change });
            }
        }
        if !writes.is_empty() {
            for term in &mut tail {
                if self.reads_any(&term.text, &writes) {
                    *term = self.temporary(&term.clone());
                }
            }
            self.write_all(writes);
        }
        tail
    }

    /// The type where all sides are bare literals.
    fn types(&self, arms: &[Arm], values: &[Target]) -> String {
        let float = self.known.spelling.float;
        let untyped = |k: usize| arms.iter().all(|arm| arm.side.untyped[k]);
        let types: Vec<&str> = (0..values.len()).map(|k| if untyped(k) { float } else { "_" }).collect();
        match &types[..] {
            types if types.iter().all(|ty| *ty == "_") => String::new(),
            [one] => format!(": {one}"),
            several => format!(": ({})", several.join(", ")),
        }
    }

    fn render(&mut self, mut arms: Vec<Arm>, prefix: &str, end: &str) {
        if let [then, otherwise] = &mut arms[..]
            && prefix.is_empty()
            && then.is_empty()
            && !otherwise.is_empty()
            && let Some(condition) = &then.condition
        {
            otherwise.condition = Some(not(condition));
            arms.remove(0);
        }
        while arms.last().is_some_and(Arm::is_empty) && prefix.is_empty() {
            arms.pop();
        }
        if let [then, otherwise] = &arms[..]
            && let ([a], [b], Some(condition)) = (&then.side.tail[..], &otherwise.side.tail[..], &then.condition)
            && then.side.lines.is_empty()
            && otherwise.side.lines.is_empty()
        {
            let text = format!("if {} {{ {} }} else {{ {} }}", condition.text, a.text, b.text);
            if width(&text) <= LINE {
                return self.push(format!("{prefix}{text}{end}"));
            }
        }
        let last = arms.len().saturating_sub(1);
        let mut before = prefix.to_owned();
        for (at, arm) in arms.into_iter().enumerate() {
            match &arm.condition {
                Some(condition) => self.push(format!("{before}if {} {{", condition.text)),
                None => self.push(format!("{before}{{")),
            }
            self.lines.extend(arm.side.lines);
            if !arm.side.tail.is_empty() {
                let tail = tuple(&arm.side.tail);
                self.indent += 4;
                let text = self.laid_out(&tail);
                self.push(text);
                self.indent -= 4;
            }
            before = "} else ".to_owned();
            if at == last {
                self.push(format!("}}{end}"));
            }
        }
    }
}

impl Arm {
    fn is_empty(&self) -> bool {
        self.side.lines.is_empty() && self.side.tail.is_empty()
    }
}

fn tuple(terms: &[Term]) -> String {
    match terms {
        [one] => one.text.clone(),
        several => format!("({})", several.iter().map(|term| &term.text[..]).collect::<Vec<_>>().join(", ")),
    }
}
