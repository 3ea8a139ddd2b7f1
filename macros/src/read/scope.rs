//! Names and what they are bound to.

use gradus_engine::graph::Id;
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

/// What an expression is.
#[derive(Clone)]
pub(super) enum Value {
    /// A floating-point number.
    Real(Id),
    /// A condition on floating-point numbers.
    Bool(Id),
    /// What does not depend on a floating-point parameter, as the user wrote it.
    Constant(Constant),
    Tuple(Vec<Value>),
    /// The value of a block without one.
    Unit,
    /// An error was reported.
    Unknown,
}

/// The type of a constant, as far as it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Integer,
    Bool,
    /// A path or a field, say.
    Any,
}

/// A constant, as the user wrote it.
#[derive(Clone)]
pub(super) struct Constant {
    pub(super) tokens: TokenStream,
    pub(super) class: Class,
    /// A name, a path or a field: needs no name of its own.
    pub(super) simple: bool,
    /// Whether evaluating it may panic, so that it must not be moved out of a branch.
    pub(super) may_panic: bool,
    /// The value of an integer literal.
    pub(super) literal: Option<i64>,
}

impl Constant {
    pub(super) fn simple(tokens: impl ToTokens, class: Class) -> Self {
        Constant { tokens: tokens.to_token_stream(), class, simple: true, may_panic: false, literal: None }
    }

    /// The same name, where it is used.
    pub(super) fn located_at(self, span: Span) -> Self {
        let tokens = self.tokens.into_iter().map(|mut token| {
            token.set_span(token.span().located_at(span));
            token
        });
        Constant { tokens: tokens.collect(), ..self }
    }

    /// The tokens as an operand.
    pub(super) fn operand(&self) -> TokenStream {
        let tokens = &self.tokens;
        if self.simple { tokens.clone() } else { quote::quote!((#tokens)) }
    }
}

/// The names in scope, innermost last.
#[derive(Clone, Default)]
pub(super) struct Scope(Vec<(Ident, Value)>);

impl Scope {
    pub(super) fn bind(&mut self, name: &Ident, value: Value) {
        self.0.push((name.clone(), value));
    }

    pub(super) fn get(&self, name: &Ident) -> Option<&Value> {
        self.0.iter().rev().find(|(bound, _)| bound == name).map(|(_, value)| value)
    }

    /// Gives the variable a new value; `false` when there is no such variable.
    pub(super) fn assign(&mut self, name: &Ident, value: Value) -> bool {
        let found = self.0.iter_mut().rev().find(|(bound, _)| bound == name);
        found.map(|(_, slot)| *slot = value).is_some()
    }

    /// The number of names, to come back to with [`Scope::leave`].
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    pub(super) fn leave(&mut self, depth: usize) {
        self.0.truncate(depth);
    }

    pub(super) fn bindings(&self) -> &[(Ident, Value)] {
        &self.0
    }
}
