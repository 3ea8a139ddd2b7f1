//! What a reverse sweep has to keep, as a sentence for documentation.

use std::collections::BTreeSet;

use gradus_engine::program::procedure::{Block, Init, Loop, Operand, Procedure, Space, Step, VarKind};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::generic::MARK;

/// What is kept between the forward and the reverse sweep, and what is allocated.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Storage {
    /// By loop: what it is called, and the bytes that each of its iterations keeps at most.
    loops: Vec<(String, usize)>,
    /// The names of arrays of which copies are kept.
    arrays: BTreeSet<String>,
    /// Whether anything is kept outside of loops.
    once: bool,
    /// Whether a local array is a `Vec`.
    vec: bool,
    /// Whether other functions are called.
    calls: bool,
    /// Whether the width of numbers is that of an `f64` for want of their type.
    assumed: bool,
}

impl Storage {
    /// Of a procedure with its reverse sweep, on numbers of a type.
    pub(crate) fn of(procedure: &Procedure, expressions: &[TokenStream], float: &str) -> Storage {
        let width = if float == "f32" { 4 } else { 8 };
        let mut scan = Scan { procedure, expressions, width, found: Storage::default() };
        let bytes = scan.block(&procedure.body);
        scan.found.once = bytes > 0;
        scan.found.assumed = float == MARK;
        scan.found
    }

    /// Whether the sweep keeps values in a `Vec`.
    pub(crate) fn keeps(&self) -> bool {
        self.once || !self.loops.is_empty() || !self.arrays.is_empty()
    }

    /// Complete sentences.
    pub(crate) fn sentence(&self) -> String {
        let mut kept: Vec<String> =
            self.loops.iter().map(|(name, bytes)| format!("{bytes} bytes for each iteration of {name}")).collect();
        kept.extend(self.arrays.iter().map(|name| format!("copies of `{name}`")));
        if self.once && kept.is_empty() {
            kept.push("some values".to_owned());
        }
        let called = if self.calls { " What it calls may keep more." } else { "" };
        match (kept.is_empty(), self.vec) {
            (true, false) if self.calls => "The sweep itself allocates nothing.".to_owned(),
            (true, false) => "The sweep allocates nothing.".to_owned(),
            (true, true) => format!("Beside local `Vec`s and their adjoints, the sweep allocates nothing.{called}"),
            (false, _) if self.assumed && !self.loops.is_empty() => {
                format!("The sweep keeps {} in a `Vec`, where numbers take 8 bytes.{called}", list(&kept))
            }
            (false, _) => format!("The sweep keeps {} in a `Vec`.{called}", list(&kept)),
        }
    }
}

/// `a, b and c`.
fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

struct Scan<'a> {
    procedure: &'a Procedure,
    expressions: &'a [TokenStream],
    width: usize,
    found: Storage,
}

impl Scan<'_> {
    /// The bytes that one execution of the block keeps, inner loops apart.
    fn block(&mut self, block: &Block) -> usize {
        block.steps.iter().map(|step| self.step(step)).sum()
    }

    fn step(&mut self, step: &Step) -> usize {
        match step {
            Step::Push { stack, value } if self.procedure.stacks[stack.0 as usize].real => {
                debug_assert!(matches!(value, Operand::Node(_)));
                self.width
            }
            Step::Push { value, .. } => self.size(value),
            Step::Save { array, .. } => {
                let name = self.procedure.arrays[array.0 as usize].hint.clone();
                self.found.arrays.insert(name);
                0
            }
            Step::Local { init, .. } => {
                self.found.vec |= self.grows(init);
                0
            }
            // one of the two sides is executed
            Step::If(branch) => self.block(&branch.then).max(self.block(&branch.otherwise)),
            Step::Loop(inner) => {
                let bytes = self.block(&inner.body);
                if bytes > 0 {
                    let name = self.name(inner);
                    self.found.loops.push((name, bytes));
                }
                0
            }
            Step::Pullback(_) => {
                self.found.calls = true;
                0
            }
            _ => 0,
        }
    }

    /// The bytes of a value that is no number of the user's: a condition, or at most a word.
    fn size(&self, value: &Operand) -> usize {
        match value {
            Operand::Opaque(var) if self.procedure.kind(*var) != VarKind::Condition => 8,
            Operand::Array(_) | Operand::Any => 0,
            _ => 1,
        }
    }

    fn name(&self, inner: &Loop) -> String {
        match &inner.space {
            Space::Items { induction, .. } => match &self.procedure.vars[induction.0 as usize].hint {
                name if name.is_empty() => "a `for` loop".to_owned(),
                name => format!("the loop over `{name}`"),
            },
            _ if inner.head.is_some() => "the `while` loop".to_owned(),
            _ => "the `loop`".to_owned(),
        }
    }

    /// Whether a local array is a `Vec`, as far as shows.
    fn grows(&self, init: &Init) -> bool {
        match init {
            Init::Constant(expression) | Init::Copy(expression, _) => {
                !self.expressions.get(expression.key as usize).is_some_and(is_array)
            }
            Init::Elements(dims, _) => dims.iter().any(|(_, vec)| *vec),
            Init::Filled(_, _, vec) => *vec,
            // made elsewhere
            Init::Value(_) => false,
        }
    }
}

/// Whether the tokens are `[..]`.
fn is_array(tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    let first = tokens.next();
    matches!(first, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket) && tokens.next().is_none()
}

#[cfg(test)]
mod tests {
    use gradus_engine::program::procedure::{Expression, Order};

    use super::*;

    #[test]
    fn bytes_are_counted_by_loop() {
        let mut procedure = Procedure::default();
        let induction = procedure.var(VarKind::Opaque, "i");
        let stack = procedure.stack("s", true);
        let sides = procedure.stack("side", false);
        let mut body = Block::default();
        let x = body.graph.variable("v9");
        body.steps.push(Step::Push { stack, value: Operand::Node(x) });
        body.steps.push(Step::Push { stack: sides, value: Operand::Node(x) });
        let items = Expression { key: 0, reads: Vec::new(), arrays: Vec::new() };
        let space = Space::Items { induction, items, order: Order::Forward };
        procedure.body.steps.push(Step::Loop(Box::new(Loop {
            space,
            head: None,
            carried: Vec::new(),
            sums: Vec::new(),
            body,
            breaks: false,
            trips: None,
        })));
        let storage = Storage::of(&procedure, &[], "f64");
        assert_eq!(storage.sentence(), "The sweep keeps 9 bytes for each iteration of the loop over `i` in a `Vec`.");
        assert!(storage.keeps());
        procedure.body.steps.clear();
        let storage = Storage::of(&procedure, &[], "f64");
        assert_eq!(storage.sentence(), "The sweep allocates nothing.");
        assert!(!storage.keeps());
    }
}
