//! `if`, and what two sides of a branch have in common.

use gradus_engine::function::Function;
use gradus_engine::graph::{Id, Op};
use gradus_engine::program::procedure::{If, Operand, Step};
use quote::ToTokens;
use syn::{Expr, ExprIf};

use super::Reader;
use super::frames::Frame;
use super::jumps::{Gone, always_jumps, expr_jumps, jumps};
use super::merge::{Fork, Plan};
use super::scope::CellId;
use super::slots::Slot;
use super::value::{Node, Value};

/// Blocks deeper than this in one another are refused: reading them recurses, and an early `return` puts all that follows into a branch.
const DEEPEST: usize = 160;

pub(super) const TOO_DEEP: &str = "branches, loops and early `return`s are too deep in one another here; \
    move a part to a function of its own and mark it with `#[grad]`";

/// One side of a branch.
pub(super) struct Side {
    pub(super) frame: Frame,
    value: Value,
    /// The variables that it set.
    changed: Vec<(CellId, Value)>,
    gone: Option<Gone>,
}

impl Side {
    /// The condition that a side is, when there is nothing else to it.
    pub(super) fn plain(&self) -> Option<Id> {
        match self.value {
            Value::Bool(node) if self.changed.is_empty() && self.gone.is_none() && !self.frame.has_steps() => {
                Some(node.id)
            }
            _ => None,
        }
    }

    /// A side that sets no variables.
    pub(super) fn of(frame: Frame, value: Value) -> Self {
        Side { frame, value, changed: Vec::new(), gone: None }
    }
}

/// What is done with the value of an expression, in the side of the branch that goes on.
pub(super) type Rest<'r, 'a> = &'r mut dyn FnMut(&mut Reader<'a>, Value) -> Value;

impl<'a> Reader<'a> {
    /// Both sides are read; what they assign is chosen by the condition.
    pub(super) fn branch(&mut self, branch: &ExprIf) -> Value {
        if let Some(nested) = self.nested(branch) {
            return self.branch(&nested);
        }
        self.attributes(&branch.attrs);
        let place = std::mem::replace(&mut self.branch_place, branch.if_token.to_token_stream());
        let Some(test) = self.test(&branch.cond) else {
            self.not_read(&branch.cond);
            self.read_for_errors(branch);
            return Value::Unknown;
        };
        let limit = self.cells.count();
        let mut then = |reader: &mut Self| {
            reader.bind_tested(&test);
            let value = reader.block(&branch.then_branch);
            if branch.else_branch.is_some() { value } else { reader.discard(value, &branch.then_branch) }
        };
        let mut otherwise = |reader: &mut Self| match &branch.else_branch {
            Some((_, otherwise)) => reader.expr(otherwise),
            None => Value::Unit,
        };
        let ends = branch.else_branch.as_ref().is_some_and(|(_, otherwise)| self.is_end_without_value(otherwise));
        let value = match ends {
            true => {
                let fails = self.apply(Function::Not, &[test.condition]);
                self.split(fails, limit, &mut otherwise, &mut then)
            }
            false => self.split(test.condition, limit, &mut then, &mut otherwise),
        };
        self.branch_place = place;
        value
    }

    /// The same, and the rest of the statements goes to the side that does not jump.
    pub(super) fn branch_then(&mut self, branch: &ExprIf, limit: Option<usize>, rest: Rest<'_, 'a>) -> Value {
        if let Some(nested) = self.nested(branch) {
            return self.branch_then(&nested, limit, rest);
        }
        let then_jumps = always_jumps(&branch.then_branch);
        let else_jumps = branch.else_branch.as_ref().is_some_and(|(_, otherwise)| expr_jumps(otherwise));
        if !then_jumps && !else_jumps {
            let value = self.branch(branch);
            return self.go_on(value, limit, rest);
        }
        self.attributes(&branch.attrs);
        let place = std::mem::replace(&mut self.branch_place, branch.if_token.to_token_stream());
        let Some(test) = self.test(&branch.cond) else {
            self.not_read(&branch.cond);
            self.read_for_errors(branch);
            return rest(self, Value::Unknown);
        };
        let all = limit.unwrap_or(self.cells.count());
        let mut rest = Some(rest);
        let mut other = None;
        if then_jumps {
            other = rest.take();
        }
        let value = self.split(
            test.condition,
            all,
            &mut |reader| {
                reader.bind_tested(&test);
                match rest.take() {
                    Some(rest) => reader.block_then(&branch.then_branch, limit, rest),
                    None => reader.block(&branch.then_branch),
                }
            },
            &mut |reader| match (&branch.else_branch, other.take()) {
                (Some((_, otherwise)), Some(rest)) => reader.expr_then(otherwise, limit, rest),
                (Some((_, otherwise)), None) => reader.expr(otherwise),
                (None, Some(rest)) => rest(reader, Value::Unit),
                (None, None) => Value::Unit,
            },
        );
        self.branch_place = place;
        value
    }

    /// An expression, and the rest of the statements where it does not jump.
    pub(super) fn expr_then(&mut self, expr: &Expr, limit: Option<usize>, rest: Rest<'_, 'a>) -> Value {
        match expr {
            Expr::If(branch) if jumps(expr) => self.branch_then(branch, limit, rest),
            Expr::Match(choice) if jumps(expr) => self.match_then(choice, limit, rest),
            Expr::Block(block) if block.label.is_none() && jumps(expr) => {
                self.attributes(&block.attrs);
                self.block_then(&block.block, limit, rest)
            }
            expr => {
                let value = self.expr(expr);
                self.go_on(value, limit, rest)
            }
        }
    }

    /// `if a && let P = e { .. } else { .. }` as an `if` in an `if`, the first condition without a `let` in it, or one alone. What conditions bind has names
    /// of its own, so the inner `else` may be read where they are bound.
    fn nested(&mut self, branch: &ExprIf) -> Option<ExprIf> {
        let (first, second) = chained(&branch.cond)?;
        let otherwise = &branch.else_branch;
        let inner = ExprIf {
            attrs: Vec::new(),
            if_token: branch.if_token,
            cond: Box::new(second),
            then_branch: branch.then_branch.clone(),
            else_branch: otherwise.clone(),
        };
        let inner = vec![syn::Stmt::Expr(Expr::If(inner), None)];
        let then_branch = syn::Block { brace_token: branch.then_branch.brace_token, stmts: inner };
        Some(ExprIf { cond: Box::new(first), then_branch, ..branch.clone() })
    }

    /// Reads what an `if` with a condition that is none holds, for its errors.
    fn read_for_errors(&mut self, branch: &ExprIf) {
        self.block(&branch.then_branch);
        if let Some((_, otherwise)) = &branch.else_branch {
            self.expr(otherwise);
        }
    }

    /// Whether blocks are too deep in one another.
    pub(super) fn is_too_deep(&self) -> bool {
        self.frames.len() > DEEPEST
    }

    /// Reads two sides and makes one of them: variables below `limit` get the value of the side that is taken.
    pub(super) fn split(
        &mut self,
        condition: Node,
        limit: usize,
        then: &mut dyn FnMut(&mut Self) -> Value,
        otherwise: &mut dyn FnMut(&mut Self) -> Value,
    ) -> Value {
        let place = self.branch_place.clone();
        if self.is_too_deep() {
            return self.refuse(place, TOO_DEEP);
        }
        let then = self.side(limit, then);
        if then.gone == Some(Gone::Panic) && !self.dead {
            // only the other side goes on, with all that it makes
            let nothing = self.side(limit, &mut |_| Value::Unit);
            self.join(condition, then, nothing);
            let depth = self.cells.scope.depth();
            let value = otherwise(self);
            self.cells.scope.leave(depth);
            self.branch_place = place;
            return value;
        }
        let otherwise = self.side(limit, otherwise);
        self.branch_place = place;
        self.join(condition, then, otherwise)
    }

    /// Reads one side.
    pub(super) fn side(&mut self, limit: usize, read: &mut dyn FnMut(&mut Self) -> Value) -> Side {
        let (mark, depth, dead) = (self.cells.mark(), self.cells.scope.depth(), self.dead);
        self.open(false);
        let value = read(self);
        let gone = self.gone();
        self.dead = dead;
        self.cells.scope.leave(depth);
        let changed = self.cells.rewind(mark, limit);
        Side { frame: self.close(), value, changed, gone }
    }

    /// The one branch that two sides are.
    pub(super) fn join(&mut self, condition: Node, then: Side, otherwise: Side) -> Value {
        let mut cells: Vec<CellId> = then.changed.iter().chain(&otherwise.changed).map(|(cell, _)| *cell).collect();
        cells.sort_unstable();
        cells.dedup();
        let mut slots = Vec::new();
        let mut plans = Vec::new();
        let fork = Fork { condition, then: &then.frame, otherwise: &otherwise.frame };
        for cell in cells {
            let name = self.cells.cell(cell).name.clone();
            let pair = [&then, &otherwise].map(|side| self.value_after(side, cell));
            let plan = self.plan(&fork, &pair, &name, &mut slots);
            plans.push((cell, plan));
        }
        let both_panic = then.gone == Some(Gone::Panic) && otherwise.gone == Some(Gone::Panic);
        let value = [&then, &otherwise].map(|side| side.gone.is_none().then(|| side.value.clone()));
        let plan = self.plan(&fork, &value, "", &mut slots);
        let constant = |plan: &Plan| matches!(plan, Plan::Same(Value::Constant(_)));
        let tidy = !constant(&plan) && !plans.iter().any(|(_, plan)| constant(plan));
        let nodes = self.fill(condition, then.frame, otherwise.frame, slots, tidy);
        for (cell, plan) in plans {
            let value = self.planned(plan, &nodes);
            if let Value::Real(node) | Value::Bool(node) = value {
                let name = self.cells.cell(cell).name.clone();
                self.note(node, &name);
            }
            self.cells.set(cell, value);
        }
        self.dead |= both_panic;
        if value.iter().all(Option::is_none) { Value::Never } else { self.planned(plan, &nodes) }
    }

    /// The value of a variable after a side; `None` where nobody asks for it.
    fn value_after(&self, side: &Side, cell: CellId) -> Option<Value> {
        let hidden = self.targets.iter().any(|target| target.left == cell || target.value == cell);
        match side.gone {
            Some(Gone::Panic) => return None,
            Some(Gone::Return) if !hidden => return None,
            _ => {}
        }
        let changed = side.changed.iter().find(|(changed, _)| *changed == cell);
        let value = changed.map_or_else(|| self.cells.value(cell), |(_, value)| value);
        (!matches!(value, Value::Unset)).then(|| value.clone())
    }

    /// Makes the step, unless choosing between leaves does; the value of each slot.
    ///
    /// With `tidy`, names that only the sides need may be dropped.
    fn fill(&mut self, condition: Node, then: Frame, otherwise: Frame, slots: Vec<Slot>, tidy: bool) -> Vec<Value> {
        let (then, a) = self.results(then, &slots, 0);
        let (otherwise, b) = self.results(otherwise, &slots, 1);
        let idle = |frame: &Frame| frame.block.steps.iter().all(|step| matches!(step, Step::Name { .. }));
        if slots.is_empty() && idle(&then) && idle(&otherwise) {
            if tidy {
                self.forget_names(&otherwise);
                self.forget_names(&then);
            }
            return Vec::new();
        }
        let light = !then.has_steps() && !otherwise.has_steps();
        if light && slots.iter().all(Slot::is_node) && light_all(&then, &a) && light_all(&otherwise, &b) {
            let values = self.selected(condition, (&then, &a), (&otherwise, &b), &slots);
            if tidy {
                self.forget_names(&otherwise);
                self.forget_names(&then);
            }
            return values;
        }
        let condition = self.here(condition);
        let outs: Vec<_> =
            slots.iter().filter(|slot| !slot.is_array()).map(|slot| self.var(slot.kind(), &slot.hint)).collect();
        let (mut then, mut otherwise) = (then.block, otherwise.block);
        then.results = a.into_iter().flatten().collect();
        otherwise.results = b.into_iter().flatten().collect();
        self.step(Step::If(Box::new(If { condition, then, otherwise, outs: outs.clone() })));
        let mut outs = outs.into_iter();
        slots.iter().map(|slot| self.slot_value(slot, &mut outs)).collect()
    }

    /// Each slot as a node of this block.
    fn selected(
        &mut self,
        condition: Node,
        (then, a): (&Frame, &[Option<Operand>]),
        (otherwise, b): (&Frame, &[Option<Operand>]),
        slots: &[Slot],
    ) -> Vec<Value> {
        let mut values = Vec::new();
        for ((a, b), slot) in a.iter().zip(b).zip(slots) {
            let a = node_of(a).map(|id| self.absorb(then, &[id])[0]);
            let b = node_of(b).map(|id| self.absorb(otherwise, &[id])[0]);
            let node = match (a, b) {
                (Some(a), Some(b)) if a == b => a,
                (Some(a), Some(b)) if slot.is_condition() => self.chosen_condition(condition, a, b),
                (Some(a), Some(b)) => self.apply(Function::Select, &[condition, a, b]),
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => self.number(0.into()),
            };
            values.push(if slot.is_condition() { Value::Bool(node) } else { Value::Real(node) });
        }
        values
    }

    /// `condition && a || !condition && b`
    fn chosen_condition(&mut self, condition: Node, a: Node, b: Node) -> Node {
        match (self.certain(a), self.certain(b)) {
            (Some(true), Some(false)) => condition,
            (Some(false), Some(true)) => self.apply(Function::Not, &[condition]),
            (Some(true), _) => self.apply(Function::Or, &[condition, b]),
            (_, Some(false)) => self.apply(Function::And, &[condition, a]),
            (first, second) => {
                let not = self.apply(Function::Not, &[condition]);
                match (first, second) {
                    (Some(false), _) => self.apply(Function::And, &[not, b]),
                    (_, Some(true)) => self.apply(Function::Or, &[not, a]),
                    _ => {
                        let a = self.apply(Function::And, &[condition, a]);
                        let b = self.apply(Function::And, &[not, b]);
                        self.apply(Function::Or, &[a, b])
                    }
                }
            }
        }
    }

    /// The results of a side, by slot.
    fn results(&mut self, frame: Frame, slots: &[Slot], position: usize) -> (Frame, Vec<Option<Operand>>) {
        self.reopen(frame);
        let operands = slots.iter().map(|slot| self.operand(slot, position)).collect();
        (self.close(), operands)
    }

    /// An error about a branch whose sides do not fit.
    pub(super) fn unlike(&mut self, what: &str, message: &str) {
        let place = self.branch_place.clone();
        let what = if what.is_empty() { "the value".to_owned() } else { format!("`{what}`") };
        self.errors.push(place.to_token_stream(), format_args!("{what} {message}"));
    }
}

/// The first part of conditions joined by `&&` and the others, where there is a `let` among them.
fn chained(condition: &Expr) -> Option<(Expr, Expr)> {
    let mut parts = Vec::new();
    let mut next = condition;
    while let Expr::Binary(binary) = next
        && matches!(binary.op, syn::BinOp::And(_))
    {
        parts.push(&*binary.right);
        next = &binary.left;
    }
    parts.push(next);
    parts.reverse();
    if !parts.iter().any(|part| matches!(part, Expr::Let(_))) {
        return None;
    }
    let (first, others) = parts.split_first()?;
    let others = others.iter().map(|part| (*part).clone());
    let others = others.reduce(|a, b| {
        let op = syn::BinOp::And(Default::default());
        Expr::Binary(syn::ExprBinary { attrs: Vec::new(), left: Box::new(a), op, right: Box::new(b) })
    })?;
    Some(((*first).clone(), others))
}

impl Slot {
    fn is_node(&self) -> bool {
        !self.is_array() && !self.is_opaque()
    }
}

fn node_of(operand: &Option<Operand>) -> Option<Id> {
    match operand {
        Some(Operand::Node(id)) => Some(*id),
        _ => None,
    }
}

/// Whether every result is a leaf, or a condition, so that choosing costs no more than branching.
fn light_all(frame: &Frame, operands: &[Option<Operand>]) -> bool {
    let graph = &frame.block.graph;
    operands.iter().filter_map(node_of).all(|id| match graph.op(id) {
        Op::Call(Function::Neg) => graph.args(graph.args(id)[0]).is_empty(),
        Op::Call(function) => function.arity() == 0 || graph.kind(id) == gradus_engine::function::Kind::Bool,
        _ => true,
    })
}
