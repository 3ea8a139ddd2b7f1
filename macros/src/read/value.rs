//! What an expression is to the reader.

use std::rc::Rc;

use gradus_engine::graph::Id;
use gradus_engine::program::procedure::{ArrayId, Index};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Member;

use super::chain::Iter;
use super::closures::Closure;
use super::open::Record;
use super::scope::CellId;
use super::shape::Shape;

/// A node of an open block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// The serial number of the block.
    pub(super) frame: u32,
    pub(super) id: Id,
}

/// What an expression is.
#[derive(Clone)]
pub(super) enum Value {
    /// A floating-point number.
    Real(Node),
    /// A condition that the graph knows.
    Bool(Node),
    /// What does not depend on a floating-point parameter, as the user wrote it.
    Constant(Constant),
    /// An array of numbers, a part of one, or the place of one number.
    View(View),
    Tuple(Vec<Value>),
    /// A struct of which the literal was seen, or a parameter with fields that vary.
    Struct(Rc<Record>, Vec<(Ident, Value)>),
    /// `&value`, `&mut value`
    Ref(Box<Value>, bool),
    /// `&mut` of a number that is a variable, or a field of one.
    Place(CellId, Vec<Member>),
    Closure(Rc<Closure>),
    /// An iterator that was not yet run.
    Iter(Box<Iter>),
    /// `Some(value)` where the condition holds; the value is looked at only there.
    Optional(Constant, Box<Value>),
    /// The first elements of an array, as many as the variable says: a `Vec` that also gets shorter.
    Prefix(ArrayId, CellId),
    /// An array of tuples or structs: a tuple or a struct of the arrays of their parts.
    Columns(Box<Value>),
    /// The value of a block without one.
    Unit,
    /// A variable that was declared without a value.
    Unset,
    /// Control never gets here.
    Never,
    /// An error was reported.
    Unknown,
}

impl Value {
    /// The value behind references.
    pub(super) fn peeled(self) -> Value {
        match self {
            Value::Ref(inner, _) => inner.peeled(),
            value => value,
        }
    }

    /// The value behind references.
    pub(super) fn peel(&self) -> &Value {
        match self {
            Value::Ref(inner, _) => inner.peel(),
            value => value,
        }
    }

    /// Whether an error was reported, or control never gets here: nothing more is to be said.
    pub(super) fn is_void(&self) -> bool {
        matches!(self.peel(), Value::Unknown | Value::Never)
    }
}

/// The type of a constant, as far as it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Integer,
    Bool,
    /// A floating-point number.
    Real,
    /// `a..b`
    Range,
    /// A path or a field, say.
    Any,
}

/// Whether a constant is a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refs {
    /// As its tokens say.
    Plain,
    /// Nothing shows, and it may be used as a number all the same.
    Unknown,
    /// The tokens are of an element to which the user may hold a reference.
    Place,
    /// The tokens are of a part of a sequence, `x[a..b]`, which has no name but by reference.
    Part,
}

/// A constant, as the user wrote it; names of the procedure's values and arrays are placeholders.
#[derive(Clone, Debug)]
pub(super) struct Constant {
    pub(super) tokens: TokenStream,
    pub(super) class: Class,
    /// A name, a path or a field: needs no name of its own.
    pub(super) simple: bool,
    /// The value of an integer literal.
    pub(super) literal: Option<i64>,
    /// Whether it reads what may change, so that it has to be evaluated where it stands.
    pub(super) volatile: bool,
    pub(super) refs: Refs,
}

impl Constant {
    pub(super) fn simple(tokens: impl ToTokens, class: Class) -> Self {
        Constant { simple: true, ..Constant::new(tokens.to_token_stream(), class) }
    }

    pub(super) fn new(tokens: TokenStream, class: Class) -> Self {
        Constant { tokens, class, simple: false, literal: None, volatile: false, refs: Refs::Plain }
    }

    /// A reference to it.
    pub(super) fn referred(&self) -> Self {
        let operand = self.operand();
        Constant { volatile: self.volatile, ..Constant::new(quote!(&#operand), Class::Any) }
    }

    pub(super) fn integer(tokens: TokenStream) -> Self {
        Constant::new(tokens, Class::Integer)
    }

    /// The whole number `value`, as an index.
    pub(super) fn number(value: usize) -> Self {
        let literal = proc_macro2::Literal::usize_unsuffixed(value);
        Constant { literal: i64::try_from(value).ok(), ..Constant::simple(literal, Class::Integer) }
    }

    /// `true` or `false`
    pub(super) fn truth(value: bool) -> Self {
        Constant::simple(quote!(#value), Class::Bool)
    }

    /// Whether it is a literal that does not say of which type.
    pub(super) fn is_of_any_integer(&self) -> bool {
        self.literal.is_some() && !self.tokens.to_string().ends_with("usize")
    }

    /// What a condition always is.
    pub(super) fn certain(&self) -> Option<bool> {
        self.tokens.to_string().parse().ok()
    }

    /// The same name, where it is used.
    pub(super) fn located_at(self, span: Span) -> Self {
        let tokens = self.tokens.into_iter().map(|mut token| {
            token.set_span(token.span().located_at(span));
            token
        });
        Constant { tokens: tokens.collect(), ..self }
    }

    /// Whether evaluating it costs little and cannot fail: a comparison of names and lengths.
    pub(super) fn is_total(&self) -> bool {
        !self.volatile && is_total(&self.tokens)
    }

    /// The tokens as an operand.
    pub(super) fn operand(&self) -> TokenStream {
        let tokens = &self.tokens;
        if self.simple || is_tight(tokens) { tokens.clone() } else { quote!((#tokens)) }
    }
}

fn is_total(tokens: &TokenStream) -> bool {
    let mut name = String::new();
    tokens.clone().into_iter().all(|token| match token {
        TokenTree::Ident(ident) => {
            name = ident.to_string();
            !matches!(name.as_str(), "if" | "match" | "loop" | "while" | "for" | "return" | "unsafe" | "as")
        }
        TokenTree::Literal(_) => true,
        TokenTree::Punct(mark) => {
            name = String::new();
            matches!(mark.as_char(), '<' | '>' | '=' | '!' | '&' | '|' | '.' | ':')
        }
        TokenTree::Group(group) => {
            let call = !name.is_empty() && !matches!(name.as_str(), "len" | "is_empty" | "is_some" | "is_none");
            name = String::new();
            group.delimiter() == Delimiter::Parenthesis && is_total(&group.stream()) && !call
        }
    })
}

/// Whether the tokens bind tighter than any operator: `a.b(c)[d]`.
fn is_tight(tokens: &TokenStream) -> bool {
    let mut joined = true;
    for (position, token) in tokens.clone().into_iter().enumerate() {
        let fits = match &token {
            TokenTree::Ident(_) | TokenTree::Literal(_) => std::mem::replace(&mut joined, false),
            TokenTree::Punct(mark) => {
                joined = true;
                position > 0 && matches!(mark.as_char(), '.' | ':')
            }
            TokenTree::Group(group) => {
                joined = false;
                matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::Bracket)
            }
        };
        if !fits {
            return false;
        }
    }
    true
}

/// An array or a part of it, or one number in it.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) array: ArrayId,
    pub(super) path: Vec<Index>,
    /// What is there.
    pub(super) shape: Shape,
    /// Where the path ends in a range of a known length.
    pub(super) window: Option<Window>,
}

/// A range of a known length.
#[derive(Clone, Debug)]
pub(super) struct Window {
    pub(super) start: Constant,
    pub(super) length: usize,
}

impl View {
    /// The number of indices down to a number.
    pub(super) fn rank(&self) -> usize {
        rank(&self.shape)
    }

    /// The number of parts where this is a tuple in an array.
    pub(super) fn parts(&self) -> Option<usize> {
        match self.shape {
            Shape::Parts(count) => Some(count),
            _ => None,
        }
    }
}

/// The number of indices down to a number.
pub(super) fn rank(shape: &Shape) -> usize {
    match shape {
        Shape::Real | Shape::Tuple(_) => 0,
        Shape::Parts(_) => 1,
        Shape::Fixed(inner, _) | Shape::Slice(inner) | Shape::Vec(inner) => 1 + rank(inner),
    }
}

/// The number of parts of the tuples in an array of that shape; 0 where there are none.
pub(super) fn parts(shape: &Shape) -> usize {
    match shape {
        Shape::Real | Shape::Tuple(_) => 0,
        Shape::Parts(count) => *count,
        Shape::Fixed(inner, _) | Shape::Slice(inner) | Shape::Vec(inner) => parts(inner),
    }
}

/// What an array of that shape holds.
pub(super) fn element(shape: &Shape) -> Option<&Shape> {
    match shape {
        Shape::Real | Shape::Tuple(_) => None,
        Shape::Parts(_) => Some(&Shape::Real),
        Shape::Fixed(inner, _) | Shape::Slice(inner) | Shape::Vec(inner) => Some(inner),
    }
}
