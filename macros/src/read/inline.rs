//! Functions, methods and operators of the same module that are not marked: they are read where they are called, as closures are.
//!
//! So a module may have small types of its own, `struct Vec3 { x: f64, .. }` with `impl Vec3` and `impl Add for Vec3`, whose values are structs
//! of numbers to the reader.

use std::rc::Rc;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    BinOp, Block, Expr, ExprCall, ExprClosure, ExprMethodCall, ExprPath, FnArg, GenericParam, Generics, Pat,
    PathArguments, ReturnType, Signature, Type,
};

use super::Reader;
use super::closures::Closure;
use super::constancy::Constancy;
use super::scope::CellId;
use super::text::plain;
use super::types::{bare, float};
use super::value::{Class, Value};
use crate::generic::{Generic, MARK};

/// A function that is read where it is called.
#[derive(Clone)]
pub(crate) struct Body {
    /// The type that it is of.
    of: Option<String>,
    /// The trait whose function it is.
    of_trait: Option<String>,
    /// Whether that is a reference, as in `impl Add for &Vec3`.
    of_reference: bool,
    /// Whether its numbers are of a type parameter.
    generic: bool,
    signature: Signature,
    block: Block,
}

impl Body {
    /// A function in a module.
    pub(crate) fn free(signature: &Signature, block: &Block) -> Option<Body> {
        Body::new(None, None, false, signature, block, None)
    }

    /// A function of a type, of which an `impl` block declares the `outer` type parameters; `Self` is that.
    pub(crate) fn of(
        ty: &Type,
        of_trait: Option<String>,
        signature: &Signature,
        block: &Block,
        outer: &Generics,
    ) -> Option<Body> {
        let (inner, of_reference) = match bare(ty) {
            Type::Reference(reference) => (bare(&reference.elem), true),
            ty => (ty, false),
        };
        let Type::Path(path) = inner else { return None };
        let name = path.path.segments.last()?;
        let outer = Generic::only(outer);
        let plain = match &outer {
            Some(generic) => generic.is_argument_of(&name.arguments) || name.arguments.is_none(),
            None => name.arguments.is_none(),
        };
        let name = name.ident.clone();
        let signature = syn::parse2(without_self(signature.to_token_stream(), &name)).ok()?;
        let block = syn::parse2(without_self(block.to_token_stream(), &name)).ok()?;
        plain.then(|| Body::new(Some(name.to_string()), of_trait, of_reference, &signature, &block, outer))?
    }

    fn new(
        of: Option<String>,
        of_trait: Option<String>,
        of_reference: bool,
        signature: &Signature,
        block: &Block,
        outer: Option<Generic>,
    ) -> Option<Body> {
        let lifetime = |parameter: &GenericParam| matches!(parameter, GenericParam::Lifetime(_));
        let generic = match signature.generics.params.iter().all(lifetime) {
            true => outer,
            false => Some(Generic::only(&signature.generics).filter(|_| outer.is_none())?),
        };
        if signature.asyncness.is_some() || !matches!(signature.safety, syn::Safety::Default) {
            return None;
        }
        let (signature, block) = match &generic {
            Some(generic) => (generic.marked_in(signature).ok()?, generic.marked_in(block).ok()?),
            None => (signature.clone(), block.clone()),
        };
        Some(Body { of, of_trait, of_reference, generic: generic.is_some(), signature, block })
    }

    /// With names of its own, of which none is one of a function that calls it.
    pub(super) fn apart(mut self, number: usize) -> Body {
        super::apart::names_apart_from_all(number, &mut self.signature, &mut self.block);
        self
    }

    pub(crate) fn name(&self) -> String {
        plain(&self.signature.ident)
    }

    /// Whether it may give back a struct, so that what it returns of constants has to be seen too.
    fn returns_struct(&self) -> bool {
        match &self.signature.output {
            ReturnType::Type(_, ty) => holds_unseen(ty),
            ReturnType::Default => false,
        }
    }

    /// Whether the receiver is changed.
    pub(super) fn changes_receiver(&self) -> bool {
        self.signature.receiver().is_some_and(|it| matches!(&it.kind, syn::ReceiverKind::Reference(_, _, Some(_))))
    }

    /// Whether something that it is given may be changed.
    pub(super) fn may_change(&self) -> bool {
        let mutable = |ty: &Type| matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
        self.changes_receiver()
            || self
                .signature
                .inputs
                .iter()
                .any(|input| matches!(input, FnArg::Typed(typed) if mutable(bare(&typed.ty))))
    }

    /// Its parameters and its text.
    pub(super) fn parts(&self) -> (&Signature, &Block) {
        (&self.signature, &self.block)
    }

    /// Whether the receiver is a reference.
    fn borrows_receiver(&self) -> bool {
        self.signature.receiver().is_some_and(|it| matches!(&it.kind, syn::ReceiverKind::Reference(..)))
    }

    /// Whether a value may be handed over as the last parameter, and whether it is one by its reference too.
    fn takes(&self, value: &Value) -> (bool, bool) {
        let Some(FnArg::Typed(last)) = self.signature.inputs.last() else { return (false, false) };
        let (ty, referred) = match bare(&last.ty) {
            Type::Reference(reference) => (bare(&reference.elem), true),
            ty => (ty, false),
        };
        let fits = match value.peel() {
            Value::Struct(record, _) => last_word(ty).is_some_and(|word| word == last_of(record.path())),
            Value::Real(_) => float(ty).is_some(),
            Value::View(view) if view.rank() == 0 => float(ty).is_some(),
            Value::View(_) => matches!(ty, Type::Array(_) | Type::Slice(_)),
            Value::Constant(constant) if constant.class == Class::Real => float(ty).is_some(),
            _ => true,
        };
        (fits, referred == matches!(value, Value::Ref(..)))
    }

    fn closure(&self, scope: super::scope::Scope) -> Closure {
        let inputs = self.signature.inputs.iter().map(|input| match input {
            FnArg::Receiver(receiver) => {
                let mutable = matches!(&receiver.kind, syn::ReceiverKind::Value) && receiver.mutability.is_some();
                Pat::Ident(syn::PatIdent {
                    attrs: Vec::new(),
                    by_ref: None,
                    mutability: mutable.then(Default::default),
                    ident: Ident::new("self", receiver.self_token.span),
                    subpat: None,
                })
            }
            FnArg::Typed(input) => Pat::Type(input.clone()),
        });
        let mut expr: ExprClosure = syn::parse_quote!(|| ());
        expr.inputs = inputs.collect();
        expr.output = self.signature.output.clone();
        let block = self.block.clone();
        expr.body = Box::new(Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block }));
        Closure { expr, scope }
    }
}

/// The functions of a module that are not marked.
pub(crate) type Bodies = Rc<Vec<Body>>;

impl Reader<'_> {
    /// The functions of that name, of a type or of none: those of its own, else those of traits.
    fn bodies(&self, of: Option<&str>, name: &str) -> Vec<Body> {
        let named = self.all_bodies(of, name);
        let own = named.iter().any(|body| body.of_trait.is_none());
        named.into_iter().filter(|body| body.of_trait.is_none() == own).collect()
    }

    fn all_bodies(&self, of: Option<&str>, name: &str) -> Vec<Body> {
        let all = self.beside.bodies.iter();
        all.filter(|body| self.sees(body) && body.of.as_deref() == of && body.name() == name).cloned().collect()
    }

    /// Whether a function is on the numbers that are read here.
    fn sees(&self, body: &Body) -> bool {
        !body.generic || self.is_generic()
    }

    /// The functions behind an operator.
    fn operators(&self, of: &str, name: &str) -> Vec<Body> {
        let of_operator = |of_trait: &str| of_trait.to_lowercase() == name.replace('_', "");
        let all = self.beside.bodies.iter().filter(|body| body.of_trait.as_deref().is_some_and(of_operator));
        all.filter(|body| self.sees(body) && body.of.as_deref() == Some(of) && body.name() == name).cloned().collect()
    }

    /// `make(x)`, `Vec3::new(x, y, z)`; `None` where no such function is seen.
    pub(super) fn inlined_call(&mut self, call: &ExprCall, path: &ExprPath) -> Option<Value> {
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "self").collect();
        let (of, name) = match words[..] {
            [name] => (None, name),
            ["Self", name] => (self.beside.of_type.clone(), name),
            [of, name] => (Some(of.to_owned()), name),
            _ => return None,
        };
        let bodies = self.bodies(of.as_deref(), name);
        let first = bodies.first()?;
        if !first.returns_struct() && self.constancy(&Expr::Call(call.clone())) != Constancy::No {
            return None;
        }
        // what comparing numbers decides
        if let [only] = &bodies[..]
            && let ReturnType::Type(_, ty) = &only.signature.output
            && super::decided::is_discrete(ty)
            && self.only_reads(&Expr::Call(call.clone()))
        {
            return Some(self.passed_on(&Expr::Call(call.clone()), super::types::class(ty)));
        }
        let mut values = self.in_order(call.args.iter());
        let body = match values.last() {
            Some(last) if bodies.len() > 1 => self.choice_of(&bodies, last)?,
            _ => first.clone(),
        };
        if body.signature.receiver().is_some()
            && body.changes_receiver()
            && let Some(Value::Ref(inner, _)) = values.first().cloned()
        {
            values[0] = *inner;
        }
        Some(self.inlined_body(&body, values, call))
    }

    /// A method of a struct; `None` where it is not seen.
    pub(super) fn inlined_method(&mut self, value: &Value, call: &ExprMethodCall) -> Option<Value> {
        let Value::Struct(record, _) = value.peel() else { return None };
        let of = self.type_name(record.path());
        let bodies = self.all_bodies(Some(&of), &plain(&call.method));
        let first = bodies.first()?;
        if bodies.iter().any(|body| body.of_trait != first.of_trait) {
            let message = "the type has two methods of this name, by itself or by traits; say which: `Type::method(..)`, or rename one";
            return Some(self.refuse(&call.method, message));
        }
        // what comparing numbers decides
        let whole = Expr::MethodCall(call.clone());
        if self.open_name(value).is_some()
            && let ReturnType::Type(_, ty) = &first.signature.output
            && super::decided::is_discrete(ty)
            && self.only_reads(&whole)
        {
            return Some(self.passed_on(&whole, super::types::class(ty)));
        }
        let arguments = self.in_order(call.args.iter());
        let body = match arguments.last() {
            Some(last) if bodies.len() > 1 => self.choice_of(&bodies, last)?,
            _ => bodies[0].clone(),
        };
        let receiver = match body.changes_receiver() {
            true => match self.changed_variable(&call.receiver) {
                Some((cell, members)) => Value::Place(cell, members),
                None if super::columns::is_record_place(value) => self.referred_record(value),
                None => {
                    let message =
                        "this method changes its receiver, which is read where that is a variable or a field of one";
                    return Some(self.refuse(&call.receiver, message));
                }
            },
            false if body.borrows_receiver() => Value::Ref(Box::new(value.clone().peeled()), false),
            false => value.clone(),
        };
        let values = std::iter::once(receiver).chain(arguments).collect();
        Some(self.inlined_body(&body, values, call))
    }

    /// `a + b` where one of the two is a struct; `None` where none is, or the operator is not seen.
    pub(super) fn inlined_operator(&mut self, operator: &BinOp, left: &Value, right: &Value) -> Option<Value> {
        let name = match operator {
            BinOp::Add(_) => "add",
            BinOp::Sub(_) => "sub",
            BinOp::Mul(_) => "mul",
            BinOp::Div(_) => "div",
            BinOp::Rem(_) => "rem",
            _ => return None,
        };
        let kinds: Vec<String> = match (left.peel(), right.peel()) {
            (Value::Struct(record, _), _) => vec![self.type_name(record.path())],
            (Value::Constant(constant), Value::Struct(record, _)) if constant.class != Class::Real => {
                vec![self.type_name(record.path()), self.float.to_owned()]
            }
            (_, Value::Struct(..)) => vec![self.float.to_owned()],
            _ => return None,
        };
        let bodies: Vec<Body> = kinds.iter().flat_map(|of| self.operators(of, name)).collect();
        let referred = matches!(left, Value::Ref(..));
        let mut fitting: Vec<Body> = bodies.into_iter().filter(|body| body.takes(right).0).collect();
        fitting.sort_by_key(|body| (body.of_reference != referred, !body.takes(right).1));
        let body = fitting.first()?.clone();
        Some(self.inlined_body(&body, vec![left.clone(), right.clone()], operator))
    }

    /// `a += b` where `a` is a struct.
    pub(super) fn inlined_assignment(&mut self, binary: &syn::ExprBinary, operator: &BinOp, right: &Value) -> bool {
        let name = match operator {
            BinOp::Add(_) => "add_assign",
            BinOp::Sub(_) => "sub_assign",
            BinOp::Mul(_) => "mul_assign",
            BinOp::Div(_) => "div_assign",
            _ => return false,
        };
        let Some((cell, members)) = self.changed_variable(&binary.left) else { return false };
        let Value::Struct(record, _) = self.at_place(cell, &members) else { return false };
        let bodies = self.operators(&self.type_name(record.path()), name);
        let Some(body) = self.choice_of(&bodies, right) else { return false };
        self.inlined_body(&body, vec![Value::Place(cell, members), right.clone()], operator);
        true
    }

    /// The variable that is changed through an expression: a reference stands for it.
    fn changed_variable(&self, expr: &Expr) -> Option<(CellId, Vec<syn::Member>)> {
        let (cell, members) = self.variable(expr)?;
        match self.cells.value(cell) {
            Value::Place(behind, path) => Some((*behind, [path.clone(), members].concat())),
            _ => Some((cell, members)),
        }
    }

    /// `-a` of a struct.
    pub(super) fn inlined_negation(&mut self, value: &Value, place: &dyn ToTokens) -> Option<Value> {
        let Value::Struct(record, _) = value.peel() else { return None };
        let body = self.operators(&self.type_name(record.path()), "neg").first()?.clone();
        Some(self.inlined_body(&body, vec![value.clone()], place))
    }

    fn choice_of(&self, bodies: &[Body], last: &Value) -> Option<Body> {
        let fitting = || bodies.iter().filter(|body| body.takes(last).0);
        fitting().find(|body| body.takes(last).1).or_else(|| fitting().next()).cloned()
    }

    fn inlined_body(&mut self, body: &Body, values: Vec<Value>, place: &dyn ToTokens) -> Value {
        if let Some(value) = values.iter().find(|value| matches!(value.peel(), Value::Unknown)) {
            return value.clone();
        }
        let which = format!("{:?} {:?} {}", body.of, body.of_trait, body.signature.to_token_stream());
        if self.inlined_now.contains(&which) {
            let message = "a function that is read where it is called cannot call itself; let it take numbers to numbers, or write a loop";
            return self.refuse(place.to_token_stream(), message);
        }
        let named = |item: &&String| super::hygiene::occurrences(body.block.to_token_stream(), item) > 0;
        if let Some(item) = self.item_names.iter().find(named) {
            let message = format!(
                "`{item}` is an item of this function and another one in `{}`, which is read here; rename one of them",
                body.name()
            );
            return self.refuse(place.to_token_stream(), message);
        }
        if self.inlined_ever.insert(which.clone()) {
            self.facts.and(&body.signature.inputs.iter().collect::<Vec<_>>(), &body.block);
            self.depths.and(&body.signature.inputs, &body.block);
            super::lengths::note_bodies(&body.block, self.beside, &mut self.facts, &mut self.depths);
        }
        self.inlined_now.push(which);
        let closure = Rc::new(body.closure(super::scope::Scope::default()));
        let value = self.inlined(&closure, values, place);
        self.inlined_now.pop();
        // the text stands as long as what was read of it
        self.inlined_bodies.push(closure);
        value
    }

    /// The struct of the module that a function gives back which is read here.
    pub(super) fn struct_given(&self, call: &ExprCall) -> Option<String> {
        let Expr::Path(path) = &*call.func else { return None };
        let name = path.path.segments.last().map(|last| plain(&last.ident))?;
        let body = self.beside.bodies.iter().find(|body| body.name() == name && body.returns_struct())?;
        let ReturnType::Type(_, ty) = &body.signature.output else { return None };
        let Type::Path(path) = bare(ty) else { return None };
        let last = path.path.segments.last()?.ident.to_string();
        self.beside.fields_of(&last).is_some().then_some(last)
    }

    /// The name of a struct's type.
    pub(super) fn type_name(&self, path: &str) -> String {
        let path: String = path.chars().filter(|c| !c.is_whitespace()).collect();
        match (path.strip_prefix("self::").unwrap_or(&path), &self.beside.of_type) {
            ("Self", Some(of)) => of.clone(),
            // one of another module stays under its path, which nothing here has
            (name, _) => name.to_owned(),
        }
    }

    /// What may be done about a struct's method or operator that is not seen.
    pub(super) fn unseen_method(path: &str) -> String {
        format!(
            "methods of `{path}` are seen where the module that has them is under `#[grad]`: `#[grad] mod m {{ .. }}`; else write a function of its numbers"
        )
    }
}

/// `Vec3` of `geometry::Vec3`.
fn last_of(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

fn last_word(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| plain(&segment.ident)),
        _ => None,
    }
}

/// Whether a type is, or has in it, one that is not made of numbers and constants that show.
fn holds_unseen(ty: &Type) -> bool {
    match bare(ty) {
        Type::Tuple(tuple) => tuple.elems.iter().any(holds_unseen),
        Type::Path(path) => {
            let last = last_word(bare(ty)).unwrap_or_default();
            let known = float(ty).is_some() || super::types::is_primitive(&last) || last == "Vec" || last == "String";
            let plain = |arguments: &PathArguments| {
                arguments.is_none() || super::mentions(arguments.to_token_stream(), &|name| name == MARK)
            };
            !known && path.path.segments.last().is_none_or(|segment| plain(&segment.arguments))
        }
        _ => false,
    }
}

/// The type's name in place of `Self`.
fn without_self(tokens: TokenStream, name: &Ident) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(word) if word == "Self" => TokenTree::Ident(Ident::new(&name.to_string(), word.span())),
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), without_self(group.stream(), name));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        })
        .collect()
}
