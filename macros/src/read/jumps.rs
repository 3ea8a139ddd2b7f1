//! `return`, `break` and `continue`.
//!
//! What can be left has hidden variables: whether it was left, and with which value. They go through branches and loops like the user's own.
//! Where a statement may have jumped, the statements after it become the side of a branch on those variables.

use gradus_engine::function::Function;
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprBreak, ExprContinue, ExprReturn, Lifetime, Stmt};

use super::Reader;
use super::formats;
use super::scope::CellId;
use super::value::{Node, Value};
use super::walk::{Event, walk_expr};

/// What can be left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Function,
    Closure,
    Loop,
    /// A block with a label.
    Block,
}

/// By what `break` and `continue` find a loop.
#[derive(Clone, Copy)]
pub(super) enum Found<'l> {
    /// By its label, if it has one.
    Label(Option<&'l syn::Label>),
    /// By the target at that position, of which it is a part: what the user wrote as one loop may be several.
    Within(usize),
}

/// Something that can be left.
pub(super) struct Target {
    pub(super) kind: Kind,
    label: Option<String>,
    /// The position of the target of which it is a part.
    whole: Option<usize>,
    /// Whether it was left.
    pub(super) left: CellId,
    /// Whether the rest of this iteration is skipped.
    skip: Option<CellId>,
    /// With which value it was left.
    pub(super) value: CellId,
}

/// Whether control gets to a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Alive {
    Yes,
    No,
    /// Not where the condition holds.
    Unless(Node),
}

/// Why control does not get to the end of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// It panicked.
    Panic,
    /// It left the function.
    Return,
    Jump,
}

impl Target {
    /// Whether the rest of this iteration is skipped.
    pub(super) fn skip(&self) -> Option<CellId> {
        self.skip
    }

    /// The position of what `break` leaves, if that is not this one.
    pub(super) fn whole(&self) -> Option<usize> {
        self.whole
    }
}

impl Reader<'_> {
    /// Begins something that can be left.
    pub(super) fn enter(&mut self, kind: Kind, label: Option<&syn::Label>) {
        let never = Value::Bool(self.truth(false));
        let left = self.cells.add("left".to_owned(), never.clone());
        let skip = (kind == Kind::Loop).then(|| self.cells.add("skip".to_owned(), never));
        let value = self.cells.add("result".to_owned(), Value::Unset);
        let label = label.map(|label| label.name.ident.to_string());
        self.targets.push(Target { kind, label, whole: None, left, skip, value });
    }

    /// Begins a loop.
    pub(super) fn enter_loop(&mut self, found: Found) {
        let (label, whole) = match found {
            Found::Label(label) => (label, None),
            Found::Within(whole) => (None, Some(whole)),
        };
        self.enter(Kind::Loop, label);
        self.targets.last_mut().expect("just entered").whole = whole;
    }

    /// Ends it.
    pub(super) fn exit(&mut self) -> Target {
        self.targets.pop().expect("it was entered")
    }

    /// Whether control gets here.
    pub(super) fn alive(&mut self) -> Alive {
        if self.dead {
            return Alive::No;
        }
        let mut conditions = Vec::new();
        for flag in self.flags() {
            let Value::Bool(node) = *self.cells.value(flag) else { continue };
            match self.certain(node) {
                Some(true) => return Alive::No,
                Some(false) => {}
                None => conditions.push(node),
            }
        }
        let joined = conditions.into_iter().reduce(|a, b| self.apply(Function::Or, &[a, b]));
        joined.map_or(Alive::Yes, Alive::Unless)
    }

    /// The variables that say what was left, inside the innermost function.
    pub(super) fn flags(&self) -> Vec<CellId> {
        let mut flags = Vec::new();
        for target in self.targets.iter().rev() {
            flags.extend(target.skip);
            flags.push(target.left);
            if matches!(target.kind, Kind::Function | Kind::Closure) {
                break;
            }
        }
        flags
    }

    /// Why control does not get here.
    pub(super) fn gone(&mut self) -> Option<Gone> {
        if self.dead {
            return Some(Gone::Panic);
        }
        if !matches!(self.alive(), Alive::No) {
            return None;
        }
        let function = self.targets.iter().rev().find(|t| matches!(t.kind, Kind::Function | Kind::Closure))?;
        let returned = match self.cells.value(function.left) {
            Value::Bool(node) => self.certain(*node) == Some(true) && function.kind == Kind::Function,
            _ => false,
        };
        Some(if returned { Gone::Return } else { Gone::Jump })
    }

    pub(super) fn read_return(&mut self, expr: &ExprReturn) -> Value {
        self.attributes(&expr.attrs);
        let value = match &expr.expr {
            Some(value) => self.returned_value(value),
            None => Value::Unit,
        };
        self.leave_function(value, expr);
        Value::Never
    }

    /// The innermost function ends here with a value.
    pub(super) fn leave_function(&mut self, value: Value, place: &dyn ToTokens) {
        let position = self.targets.iter().rposition(|t| matches!(t.kind, Kind::Function | Kind::Closure));
        let position = position.expect("a function is read");
        let value = match self.targets[position].kind {
            Kind::Function => self.returned(value, place),
            _ => value,
        };
        self.leave(position, value);
    }

    fn leave(&mut self, position: usize, value: Value) {
        if matches!(self.alive(), Alive::No) {
            return;
        }
        let (left, slot) = (self.targets[position].left, self.targets[position].value);
        let yes = Value::Bool(self.truth(true));
        self.cells.set(slot, value);
        self.cells.set(left, yes);
    }

    pub(super) fn read_break(&mut self, expr: &ExprBreak) -> Value {
        self.attributes(&expr.attrs);
        let value = match &expr.expr {
            Some(value) => self.expr(value),
            None => Value::Unit,
        };
        if let Some(position) = self.target(expr.label.as_ref(), &expr.break_token) {
            let value = self.kept(value, "result");
            self.leave(self.targets[position].whole.unwrap_or(position), value);
        }
        Value::Never
    }

    pub(super) fn read_continue(&mut self, expr: &ExprContinue) -> Value {
        self.attributes(&expr.attrs);
        if let Some(position) = self.target(expr.label.as_ref(), &expr.continue_token) {
            let part = self.targets.iter().rposition(|target| target.whole == Some(position));
            let position = part.unwrap_or(position);
            let yes = Value::Bool(self.truth(true));
            match self.targets[position].skip {
                Some(skip) => self.cells.set(skip, yes),
                None => self.errors.push(expr, "`continue` needs a loop; write `break` to leave a block"),
            }
        }
        Value::Never
    }

    /// The number of the innermost loop, to leave it from further in.
    pub(super) fn innermost_loop(&self) -> usize {
        self.targets.iter().rposition(|target| target.kind == Kind::Loop).unwrap_or_default()
    }

    /// `break` without a word of the user's.
    pub(super) fn leave_loop(&mut self, position: usize) {
        if self.targets.get(position).is_some_and(|target| target.kind == Kind::Loop) {
            self.leave(position, Value::Unit);
        }
    }

    /// What `break` leaves.
    fn target(&mut self, label: Option<&Lifetime>, place: &dyn ToTokens) -> Option<usize> {
        let name = label.map(|label| label.ident.to_string());
        let inside = self.targets.iter().rposition(|t| matches!(t.kind, Kind::Function | Kind::Closure));
        let first = inside.map_or(0, |inside| inside + 1);
        let found = self.targets[first..].iter().rposition(|target| match &name {
            Some(name) => target.label.as_ref() == Some(name),
            None => target.kind == Kind::Loop,
        });
        if found.is_none() {
            self.errors.push(place.to_token_stream(), "there is no such loop around this");
        }
        found.map(|found| found + first)
    }

    /// Reads the rest where a jump was not taken.
    pub(super) fn unless(&mut self, jumped: Node, limit: usize, rest: &mut dyn FnMut(&mut Self) -> Value) -> Value {
        let flags = self.flags();
        let set: Vec<CellId> = flags
            .iter()
            .copied()
            .filter(|flag| matches!(self.cells.value(*flag), Value::Bool(node) if self.certain(*node) != Some(false)))
            .collect();
        self.split(
            jumped,
            limit,
            &mut |reader| {
                if let [only] = set[..] {
                    let yes = Value::Bool(reader.truth(true));
                    reader.cells.set(only, yes);
                }
                Value::Never
            },
            &mut |reader| {
                for flag in &set {
                    let no = Value::Bool(reader.truth(false));
                    reader.cells.set(*flag, no);
                }
                rest(reader)
            },
        )
    }
}

/// Whether the expression may jump out of itself.
pub(super) fn jumps(expr: &Expr) -> bool {
    let mut found = false;
    walk_expr(&mut expr.clone(), &mut |event| {
        found |= matches!(event, Event::Jump);
        None
    });
    found
}

/// Whether a `break` leads behind a loop.
pub(super) fn breaks(inner: &syn::ExprLoop) -> bool {
    let label = inner.label.as_ref().map(|label| label.name.ident.to_string());
    let mut breaks = Breaks { label, inside: 0, found: false };
    breaks.visit_block(&inner.body);
    breaks.found
}

/// Looks for a `break` of a loop.
struct Breaks {
    label: Option<String>,
    /// How many loops within are around it.
    inside: usize,
    found: bool,
}

impl<'ast> Visit<'ast> for Breaks {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Break(leave) => {
                self.found |= match &leave.label {
                    Some(label) => Some(label.ident.to_string()) == self.label,
                    None => self.inside == 0,
                };
                visit::visit_expr(self, expr);
            }
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.inside += 1;
                visit::visit_expr(self, expr);
                self.inside -= 1;
            }
            Expr::Closure(_) => {}
            expr => visit::visit_expr(self, expr),
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Whether control never gets to the end of the block.
pub(super) fn always_jumps(block: &Block) -> bool {
    block.stmts.iter().any(|statement| match statement {
        Stmt::Expr(expr, _) => expr_jumps(expr),
        Stmt::Macro(call) => diverging(&call.mac),
        Stmt::Local(local) => local.init.as_ref().is_some_and(|init| expr_jumps(&init.expr)),
        Stmt::Item(_) => false,
    })
}

/// Whether control never gets past the expression.
pub(super) fn expr_jumps(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Paren(inner) => expr_jumps(&inner.expr),
        Expr::Group(inner) => expr_jumps(&inner.expr),
        Expr::Block(inner) => inner.label.is_none() && always_jumps(&inner.block),
        Expr::If(branch) => {
            let otherwise = branch.else_branch.as_ref().is_some_and(|(_, otherwise)| expr_jumps(otherwise));
            otherwise && always_jumps(&branch.then_branch)
        }
        Expr::Match(choice) => !choice.arms.is_empty() && choice.arms.iter().all(|arm| expr_jumps(&arm.body)),
        Expr::Macro(call) => diverging(&call.mac),
        _ => false,
    }
}

fn diverging(call: &syn::Macro) -> bool {
    call.path.segments.last().is_some_and(|segment| formats::diverges(&segment.ident.to_string()))
}
