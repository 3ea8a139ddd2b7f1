//! Struct parameters of which some fields vary; all else of them is constant.
//!
//! ```text
//! wrt(p.mass: f64)      p.mass       a number
//!                       p.count      the constant `p.count`
//!                       p            may stand where nothing varies with it, as long as it has the fields that it came with
//! ```

use std::rc::Rc;

use gradus_engine::program::procedure::ArrayId;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Expr, FnArg, ItemFn, Member, Pat, PatIdent, ReceiverKind, Type};

use super::Reader;
use super::constancy::reads_only;
use super::names::member_path;
use super::reached::Struct;
use super::shape::{Bound, Passing, Role};
use super::text::{plain, text};
use super::types::bare;
use super::value::{Class, Constant, Value};

/// What is known of a struct beside its fields.
#[derive(Clone)]
pub(super) struct Record {
    /// The path of its type; empty where it does not show.
    path: String,
    pub(super) rest: Option<Rest>,
}

/// Where the other fields of a struct are.
#[derive(Clone)]
pub(super) struct Rest {
    /// The struct.
    pub(super) place: TokenStream,
    /// A reference to it that has a name.
    pub(super) reference: Option<TokenStream>,
    /// The fields as they are there.
    pub(super) given: Vec<(Ident, Value)>,
    /// The fields that vary or hold some that do.
    pub(super) varying: Vec<Member>,
    /// What a pattern calls it.
    pub(super) of: Option<Struct>,
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

    /// The path of its type; empty where it does not show.
    pub(super) fn path(&self) -> &str {
        &self.path
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

    /// Whether it is known to be no pointer to another.
    pub(super) fn leads_nowhere(&self) -> bool {
        self.rest.as_ref().and_then(|rest| rest.of.as_ref()).is_some_and(Struct::is_no_pointer)
    }

    /// The same as a variable that may change.
    fn mutable(&self) -> Option<Rc<Self>> {
        let rest = Rest { mutable: true, ..self.rest.clone()? };
        Some(Rc::new(Record { path: self.path.clone(), rest: Some(rest) }))
    }

    /// The same without those fields.
    pub(super) fn shown(&self) -> Rc<Self> {
        Record::seen(&self.path)
    }

    /// A field that does not show.
    pub(super) fn other_field(&self, member: &Member) -> Option<Constant> {
        let rest = self.rest.as_ref()?;
        let place = rest.reference.as_ref().unwrap_or(&rest.place);
        Some(Constant::simple(quote!(#place.#member), Class::Any))
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
            let (path, ty) = match input {
                FnArg::Receiver(receiver) => match &receiver.kind {
                    ReceiverKind::Typed(_, ty) => ("Self".to_owned(), (**ty).clone()),
                    _ => ("Self".to_owned(), syn::parse_quote!(Self)),
                },
                FnArg::Typed(input) => (type_name(&input.ty), (*input.ty).clone()),
            };
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
            let of = Struct::of(&ty, &name.ident.to_token_stream(), &item.sig.generics);
            let value = self.struct_of(path, place, reference.clone(), of, &leaves);
            let value = if reference.is_some() { Value::Ref(Box::new(value), false) } else { value };
            self.bind(&Pat::Ident(name), value, None);
        }
        bounds
    }

    /// The struct with those fields, which may be in structs inside.
    fn struct_of(
        &self,
        path: String,
        place: TokenStream,
        reference: Option<TokenStream>,
        of: Option<Struct>,
        leaves: &[Leaf],
    ) -> Value {
        let mut fields: Vec<(Ident, Value)> = Vec::new();
        let mut varying = Vec::new();
        for (members, value) in leaves {
            let Some((first, inner)) = members.split_first() else { continue };
            let name = field_name(first);
            if fields.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let value = match inner.is_empty() {
                true => value.clone(),
                false => {
                    let inside =
                        leaves.iter().filter(|(members, _)| members.first().is_some_and(|m| is_member(&name, m)));
                    let inside: Vec<Leaf> = inside.map(|(members, value)| (&members[1..], value.clone())).collect();
                    let base = reference.as_ref().unwrap_or(&place);
                    self.struct_of(self.type_of_field(&path, &name), quote!(#base.#first), None, None, &inside)
                }
            };
            fields.push((name, value));
            varying.push(first.clone());
        }
        let rest = Rest { place, reference, given: fields.clone(), varying, of, mutable: false };
        Value::Struct(Rc::new(Record { path, rest: Some(rest) }), fields)
    }

    /// The path of the type of a field, where the module shows it.
    fn type_of_field(&self, of: &str, name: &Ident) -> String {
        self.beside.field(&self.type_name(of), name).map(type_name).unwrap_or_default()
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

    /// The struct of which not all shows that a variable is, or that it refers to.
    pub(super) fn open_behind(&self, name: &Ident) -> Option<Value> {
        let value = match self.cells.get(name)?.peel() {
            Value::Place(cell, members) => self.at_place(*cell, members).peeled(),
            value @ Value::Struct(..) => value.clone(),
            _ => return None,
        };
        matches!(&value, Value::Struct(record, _) if record.is_open()).then_some(value)
    }

    /// A field of a struct of which not all shows, or a field of such a field.
    pub(super) fn open_field(&self, name: &Ident, members: &[Member]) -> Option<Value> {
        let behind = self.open_behind(name)?;
        let mut value = &behind;
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
        if !self.may_change(name, method) || !self.is_rest(expr) {
            return false;
        }
        let message = format_args!(
            "this is constant, as `wrt` does not name it, and may be changed here; keep it in a variable of its own, or declare `{name}` without `mut`"
        );
        self.errors.push(expr, message);
        true
    }

    /// Whether a variable is a struct of which not all shows and that may change, and the method is none that only reads.
    pub(super) fn may_change(&self, name: &Ident, method: Option<&Ident>) -> bool {
        let Some(Value::Struct(record, _)) = self.open_behind(name) else { return false };
        let mutable = record.rest.as_ref().is_some_and(|rest| rest.mutable);
        mutable && !method.is_some_and(|method| reads_only(&plain(method)))
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

/// The path of a type, perhaps behind a reference; empty where it is none.
fn type_name(ty: &Type) -> String {
    match bare(ty) {
        Type::Reference(reference) => type_name(&reference.elem),
        Type::Path(path) if path.path.segments.iter().all(|segment| segment.arguments.is_none()) => text(&path.path),
        _ => String::new(),
    }
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
