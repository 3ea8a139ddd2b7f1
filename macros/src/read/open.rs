//! Struct parameters of which some fields vary; all else of them is constant.
//!
//! ```text
//! wrt(p.mass: f64)      p.mass       a number
//!                       p.count      the constant `p.count`
//!                       p            may stand where nothing varies with it, as long as it has the fields that it came with
//! ```

use std::rc::Rc;

use gradus_engine::program::procedure::ArrayId;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Expr, ExprMethodCall, FnArg, Index, ItemFn, Member, Pat, PatIdent, ReceiverKind, Type};

use super::Reader;
use super::constancy::reads_only;
use super::names::member_path;
use super::shape::{Bound, Passing, Role};
use super::signature::bare;
use super::text::{plain, text};
use super::value::{Class, Constant, Node, Refs, Value};

/// What is known of a struct beside its fields.
#[derive(Clone)]
pub(super) struct Record {
    /// The path of its type; empty where it does not show.
    path: String,
    rest: Option<Rest>,
}

/// Where the other fields of a struct are.
#[derive(Clone)]
struct Rest {
    /// The struct.
    place: TokenStream,
    /// A reference to it that has a name.
    reference: Option<TokenStream>,
    /// The fields as they are there.
    given: Vec<(Ident, Value)>,
    /// Whether it is a variable of its own, which may change.
    mutable: bool,
}

impl Record {
    /// A struct whose literal was seen, with all fields.
    pub(super) fn seen(path: &str) -> Rc<Self> {
        Rc::new(Record { path: path.to_owned(), rest: None })
    }

    /// The same struct with other fields, whose literal says `..rest`.
    pub(super) fn spread(&self, path: &str) -> Rc<Self> {
        Rc::new(Record { path: path.to_owned(), rest: self.rest.clone() })
    }

    pub(super) fn is_open(&self) -> bool {
        self.rest.is_some()
    }

    /// Whether the fields that do not show are the same.
    pub(super) fn has_rest_of(&self, other: &Record) -> bool {
        match (&self.rest, &other.rest) {
            (None, None) => true,
            (Some(a), Some(b)) => a.place.to_string() == b.place.to_string(),
            _ => false,
        }
    }

    /// The same as a variable that may change.
    fn mutable(&self) -> Option<Rc<Self>> {
        let rest = Rest { mutable: true, ..self.rest.clone()? };
        Some(Rc::new(Record { path: self.path.clone(), rest: Some(rest) }))
    }

    /// A field that does not show.
    pub(super) fn other_field(&self, member: &Member) -> Option<Constant> {
        let rest = self.rest.as_ref()?;
        let place = rest.reference.as_ref().unwrap_or(&rest.place);
        Some(Constant::simple(quote!(#place.#member), Class::Any))
    }
}

/// A struct reads as the path of its type.
impl std::ops::Deref for Record {
    type Target = str;

    fn deref(&self) -> &str {
        &self.path
    }
}

/// A field among others, by what leads from the struct down to it.
type Leaf<'f> = (&'f [Member], Value);

impl Reader<'_> {
    /// Binds the struct parameters that have fields; what the fields are in the procedure.
    pub(super) fn struct_parameters(&mut self, item: &ItemFn) -> Vec<Bound> {
        let signature = self.signature;
        let mut bounds = Vec::new();
        let mut fields = Vec::new();
        for parameter in &signature.parameters {
            let Some(part) = &parameter.part else { continue };
            let (bound, value) = match &parameter.role {
                Role::Real(shape, passing) => {
                    let (shape, passing) = (shape.clone(), *passing);
                    let given = if part.is_reference { passing } else { Passing::Value };
                    let wild: Pat = syn::parse_quote!(_);
                    let (bound, value) = self.real_parameter(&shape, given, &wild, &part.field.name());
                    if passing == Passing::Shared && !part.is_reference {
                        self.lend(&bound);
                    }
                    (bound, value)
                }
                _ => (Bound::Constant, Value::Unknown),
            };
            bounds.push(bound);
            fields.push((part, value));
        }
        for input in &item.sig.inputs {
            let Some((name, kind, owner)) = self.owner(input) else { continue };
            let own = fields.iter().filter(|(part, _)| part.owner == owner);
            let leaves: Vec<Leaf> = own.map(|(part, value)| (&part.field.members[..], value.clone())).collect();
            if leaves.is_empty() {
                continue;
            }
            let base = name.ident.to_token_stream();
            let (place, reference) = match kind {
                Handed::Reference => (quote!((*#base)), Some(base)),
                Handed::Value => (base, None),
            };
            let value = open(place, reference.clone(), &leaves);
            let value = if reference.is_some() { Value::Ref(Box::new(value), false) } else { value };
            self.bind(&Pat::Ident(name), value, None);
        }
        bounds
    }

    /// The name of a parameter, how it is handed over, and its position; none for `self`.
    fn owner(&self, input: &FnArg) -> Option<(PatIdent, Handed, Option<usize>)> {
        match input {
            FnArg::Receiver(receiver) => {
                let kind = match &receiver.kind {
                    ReceiverKind::Reference(..) => Handed::Reference,
                    ReceiverKind::Typed(_, ty) => Handed::of(ty),
                    _ => Handed::Value,
                };
                let ident = Ident::new("self", receiver.self_token.span);
                let mutability = receiver.mutability;
                let name = PatIdent { attrs: Vec::new(), by_ref: None, mutability, ident, subpat: None };
                Some((name, kind, None))
            }
            FnArg::Typed(input) => {
                let Pat::Ident(name) = &*input.pat else { return None };
                let named = |p: &super::Parameter| p.name.as_ref() == Some(&name.ident);
                let position = self.signature.parameters.iter().position(named)?;
                Some((PatIdent { attrs: Vec::new(), ..name.clone() }, Handed::of(&input.ty), Some(position)))
            }
        }
    }

    /// The arrays of a field, which has a name by reference only.
    fn lend(&mut self, bound: &Bound) {
        match bound {
            Bound::Array(array) => drop(self.lent.insert(*array)),
            Bound::Tuple(parts) => parts.iter().for_each(|part| self.lend(part)),
            Bound::Scalar(_) | Bound::Constant => {}
        }
    }

    /// A field of a struct of which not all shows, or a field of such a field.
    pub(super) fn open_field(&self, name: &Ident, members: &[Member]) -> Option<Value> {
        let mut value = self.cells.get(name)?.peel();
        if !matches!(value, Value::Struct(record, _) if record.is_open()) {
            return None;
        }
        for (at, member) in members.iter().enumerate() {
            value = match value.peel() {
                Value::Struct(record, fields) => match fields.iter().find(|(name, _)| is_member(name, member)) {
                    Some((_, value)) => value,
                    None => {
                        let constant = record.other_field(member)?;
                        let (base, rest) = (&constant.tokens, &members[at + 1..]);
                        return Some(Value::Constant(Constant::simple(quote!(#base #(.#rest)*), Class::Any)));
                    }
                },
                Value::Tuple(parts) => match member {
                    Member::Unnamed(index) => parts.get(index.index as usize)?,
                    Member::Named(_) => return None,
                },
                _ => return None,
            };
        }
        Some(value.clone())
    }

    /// The same of an expression.
    pub(super) fn open_field_at(&self, expr: &Expr) -> Option<Value> {
        let Expr::Field(field) = super::forms::bare(expr) else { return None };
        let (name, members) = member_path(field)?;
        self.open_field(&name, &members)
    }

    /// The user's tokens for a struct that has the fields it came with.
    pub(super) fn whole_struct(&self, value: &Value, span: Span) -> Option<TokenStream> {
        let (value, referred) = match value {
            Value::Ref(inner, false) => (&**inner, true),
            value => (value, false),
        };
        let Value::Struct(record, fields) = value else { return None };
        let rest = record.rest.as_ref().filter(|rest| same_fields(&rest.given, fields))?;
        let tokens = match (&rest.reference, referred) {
            (Some(reference), true) => reference.clone(),
            (_, true) => {
                let place = &rest.place;
                quote_spanned!(span=> (&#place))
            }
            (_, false) => rest.place.clone(),
        };
        Some(Constant::simple(tokens, Class::Any).located_at(span).tokens)
    }

    /// Whether an expression is a struct of which not all shows: what it is called.
    pub(super) fn open_name(&self, value: &Value) -> Option<String> {
        let Value::Struct(record, _) = value.peel() else { return None };
        let rest = record.rest.as_ref()?;
        Some(text(rest.reference.as_ref().unwrap_or(&rest.place)))
    }

    /// Whether an expression is a struct with fields that vary.
    pub(super) fn is_open_struct(&self, expr: &Expr) -> bool {
        let value = match super::forms::bare(expr) {
            Expr::Path(path) => path.path.get_ident().and_then(|name| self.cells.get(name)).cloned(),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => return self.is_open_struct(&unary.expr),
            expr => self.open_field_at(expr),
        };
        value.is_some_and(|value| self.open_name(&value).is_some())
    }

    /// Says that the whole of a struct is handed to what may read the fields that vary; none for other values.
    pub(super) fn whole_is_handed(&mut self, value: &Value, place: &dyn ToTokens, method: bool) -> Option<Value> {
        let name = self.open_name(value)?;
        let instead = match method {
            true => "write here what the method computes, or make it a function of the fields under `#[grad]`",
            false => "hand over the fields, as numbers and arrays",
        };
        let message = match self.whole_struct(value, Span::call_site()) {
            Some(_) => format!(
                "`{name}` has fields that `wrt` names, and what this returns may vary with them: {instead}; that it is an integer or a `bool` shows by its type, `let n: usize = ..`"
            ),
            None => format!(
                "here `{name}` does not have the fields that it came with, so it has no name of its own: {instead}"
            ),
        };
        Some(self.refuse(place.to_token_stream(), message))
    }

    /// A method of a struct with fields that vary.
    pub(super) fn method_of_whole(&mut self, value: &Value, call: &ExprMethodCall) -> Value {
        if let Some(length) = self.length_of_struct(value, call) {
            return length;
        }
        call.args.iter().for_each(|argument| drop(self.expr(argument)));
        self.whole_is_handed(value, &call.method, true).unwrap_or(Value::Unknown)
    }

    /// A method that tells how long a struct is, where its type says that it is no number.
    fn length_of_struct(&mut self, value: &Value, call: &ExprMethodCall) -> Option<Value> {
        let (ty, class) = match plain(&call.method).as_str() {
            "len" => (quote!(usize), Class::Integer),
            "is_empty" => (quote!(bool), Class::Bool),
            _ => return None,
        };
        let place = self.whole_struct(value, call.method.span()).filter(|_| call.args.is_empty())?;
        let method = &call.method;
        Some(Value::Constant(Constant::new(quote!({ let typed: #ty = #place.#method(); typed }), class)))
    }

    /// A struct as the value of a variable that may change.
    pub(super) fn open_variable(&self, value: Value) -> Value {
        match value {
            Value::Struct(record, fields) if record.is_open() => {
                let fields = fields.into_iter().map(|(name, value)| (name, self.open_variable(value)));
                Value::Struct(record.mutable().unwrap_or(record), fields.collect())
            }
            value => value,
        }
    }

    /// What to say of an assignment to a field that is constant beside those that vary.
    pub(super) fn constant_field(&self, whole: &Value, members: &[Member]) -> Option<String> {
        let (mut value, mut path) = (whole.peel(), self.open_name(whole)?);
        for member in members {
            let Value::Struct(record, fields) = value else { return None };
            path = format!("{path}.{}", text(member));
            match fields.iter().find(|(name, _)| is_member(name, member)) {
                Some((_, inner)) => value = inner.peel(),
                None if record.is_open() => {
                    return Some(format!(
                        "`{path}` is constant, as `wrt` does not name it, and is changed here; keep it in a variable of its own: `let mut q = {path};`"
                    ));
                }
                None => return None,
            }
        }
        None
    }

    /// Reports what may change a constant in a struct, by a method or by `&mut`.
    pub(super) fn changes_rest(&mut self, expr: &Expr, method: Option<&Ident>) -> bool {
        let Some(name) = super::names::root(expr) else { return false };
        let Some(Value::Struct(record, _)) = self.cells.get(name).map(Value::peel) else { return false };
        let mutable = record.rest.as_ref().is_some_and(|rest| rest.mutable);
        if !mutable || method.is_some_and(|method| reads_only(&plain(method))) || !self.is_rest(expr) {
            return false;
        }
        let message = format_args!(
            "this is constant, as `wrt` does not name it, and may be changed here; keep it in a variable of its own, or declare `{name}` without `mut`"
        );
        self.errors.push(expr, message);
        true
    }

    /// Whether an expression is a field that does not vary, or a part of one.
    fn is_rest(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Field(field) => match self.open_field_at(expr) {
                Some(value) => matches!(value, Value::Constant(_)),
                None => self.is_rest(&field.base),
            },
            Expr::Index(index) => self.is_rest(&index.expr),
            Expr::Paren(inner) => self.is_rest(&inner.expr),
            _ => false,
        }
    }

    /// A field that a pattern takes out of a struct of which not all shows.
    pub(super) fn other_in_pattern(
        &self,
        record: &Record,
        member: &Member,
        pattern: &Pat,
        referred: bool,
    ) -> Option<Value> {
        let constant = record.other_field(member)?;
        Some(match (pattern, referred) {
            (Pat::Ident(pat), true) if pat.subpat.is_none() => {
                Value::Constant(Constant { refs: Refs::Place, ..constant })
            }
            (_, true) => Value::Ref(Box::new(Value::Constant(constant)), false),
            (_, false) => Value::Constant(constant),
        })
    }

    /// The condition on which a struct with fields that vary, which is no enum, matches a pattern.
    pub(super) fn matching_open(&mut self, pattern: &Pat, value: &Value) -> Option<Node> {
        let Value::Struct(record, fields) = value.peel() else { return None };
        let parts: Vec<(Member, &Pat)> = match pattern {
            Pat::Struct(pat) => pat.fields.iter().map(|field| (field.member.clone(), &*field.pat)).collect(),
            Pat::TupleStruct(pat) => {
                let before = pat.elems.iter().take_while(|part| !matches!(part, Pat::Rest(_)));
                before.enumerate().map(|(at, part)| (Member::Unnamed(Index::from(at)), part)).collect()
            }
            _ => Vec::new(),
        };
        let mut all = self.truth(true);
        for (member, part) in parts {
            let field = match fields.iter().find(|(name, _)| is_member(name, &member)) {
                Some((_, value)) => value.clone(),
                None => Value::Constant(record.other_field(&member)?),
            };
            let here = self.matching(part, &field)?;
            all = self.both(all, here);
        }
        Some(all)
    }

    /// The arrays that have a name by reference, though they are none.
    pub(super) fn is_lent(&self, array: ArrayId) -> bool {
        self.lent.contains(&array)
    }
}

/// How a struct is handed over.
enum Handed {
    Value,
    Reference,
}

impl Handed {
    fn of(ty: &Type) -> Self {
        if matches!(bare(ty), Type::Reference(_)) { Handed::Reference } else { Handed::Value }
    }
}

/// The struct with those fields, which may be in structs inside.
fn open(place: TokenStream, reference: Option<TokenStream>, leaves: &[Leaf]) -> Value {
    let mut fields: Vec<(Ident, Value)> = Vec::new();
    for (members, value) in leaves {
        let Some((first, inner)) = members.split_first() else { continue };
        let name = field_name(first);
        if fields.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let value = match inner.is_empty() {
            true => value.clone(),
            false => {
                let inside = leaves.iter().filter(|(members, _)| members.first().is_some_and(|m| is_member(&name, m)));
                let inside: Vec<Leaf> = inside.map(|(members, value)| (&members[1..], value.clone())).collect();
                let base = reference.as_ref().unwrap_or(&place);
                open(quote!(#base.#first), None, &inside)
            }
        };
        fields.push((name, value));
    }
    let rest = Rest { place, reference, given: fields.clone(), mutable: false };
    Value::Struct(Rc::new(Record { path: String::new(), rest: Some(rest) }), fields)
}

/// The name that a field has here: that of the first of a tuple struct is `_0`.
fn field_name(member: &Member) -> Ident {
    match member {
        Member::Named(name) => name.clone(),
        Member::Unnamed(index) => format_ident!("_{}", index.index),
    }
}

pub(super) fn is_member(name: &Ident, member: &Member) -> bool {
    match member {
        Member::Named(member) => name == member,
        Member::Unnamed(index) => *name == format!("_{}", index.index),
    }
}

fn same_fields(a: &[(Ident, Value)], b: &[(Ident, Value)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|((_, a), (_, b))| same(a, b))
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Real(a), Value::Real(b)) => a == b,
        (Value::View(a), Value::View(b)) => a.array == b.array && a.path.is_empty() && b.path.is_empty(),
        (Value::Tuple(a), Value::Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Ref(a, _), Value::Ref(b, _)) => same(a, b),
        (Value::Struct(_, a), Value::Struct(_, b)) => same_fields(a, b),
        _ => false,
    }
}
