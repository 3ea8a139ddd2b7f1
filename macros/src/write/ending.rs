//! Functions that end without a value: until they do, nothing may be added to the caller's slots.

use gradus_engine::adjoint::Reversed;
use gradus_engine::program::procedure::{ArrayId, Block, Step};
use proc_macro2::{TokenStream, TokenTree};

/// Whether the sweep may end after it has added to one of the given adjoints.
pub(super) fn ends_after_adding(reversed: &Reversed, expressions: &[TokenStream]) -> bool {
    Scan { given: &reversed.adjoints, expressions }.block(&reversed.procedure.body, &mut false)
}

struct Scan<'a> {
    given: &'a [ArrayId],
    expressions: &'a [TokenStream],
}

impl Scan<'_> {
    fn block(&self, block: &Block, added: &mut bool) -> bool {
        block.steps.iter().any(|step| {
            let adds = step.writes().iter().any(|array| self.given.contains(array));
            let wrong = match step {
                Step::If(branch) => [&branch.then, &branch.otherwise].iter().any(|side| self.block(side, &mut *added)),
                Step::Loop(_) => self.ends(step) && (*added || adds),
                step => self.ends(step) && *added,
            };
            *added |= adds;
            wrong
        })
    }

    /// Whether the function may end in a step.
    fn ends(&self, step: &Step) -> bool {
        match step {
            Step::Effect(expression) | Step::Opaque { expression, .. } => {
                self.expressions.get(expression.key as usize).is_some_and(leaves)
            }
            Step::Call(call) => call.suffix.ends_with('?'),
            step => step.blocks().iter().any(|block| block.steps.iter().any(|step| self.ends(step))),
        }
    }
}

/// Whether `return` or `?` stands among the tokens.
fn leaves(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "return",
        TokenTree::Punct(mark) => mark.as_char() == '?',
        TokenTree::Group(group) => leaves(&group.stream()),
        TokenTree::Literal(_) => false,
    })
}
