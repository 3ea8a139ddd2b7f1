//! `Vec`s of structs and mixed tuples that start empty: what is pushed shows what they hold.

use quote::quote;
use syn::{Expr, Type};

use super::Reader;
use super::forms::bare;
use super::open::Record;
use super::shape::Shape;
use super::value::{Class, Constant, Value, element};

/// How deep structs and names are followed.
const DEEPEST: usize = 8;

impl Reader<'_> {
    /// Whether an element shows to be a struct, or a tuple of which not all parts are numbers.
    pub(super) fn is_record(&self, expr: &Expr) -> bool {
        let value = |value: &Value| match value.peel() {
            Value::Struct(..) => true,
            Value::Tuple(parts) => parts
                .iter()
                .any(|part| matches!(part.peel(), Value::Constant(constant) if constant.class != Class::Real)),
            _ => false,
        };
        match bare(expr) {
            Expr::Struct(_) => true,
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.cells.get(name)) {
                Some(known) => value(known),
                None => self.among(expr).is_some(),
            },
            Expr::Unary(_) | Expr::Index(_) => self.among(expr).is_some(),
            Expr::Tuple(tuple) => {
                tuple.elems.iter().any(|part| self.is_counted(part))
                    && tuple.elems.iter().any(|part| self.looks_real(part))
            }
            Expr::Call(call) => self.struct_given(call).is_some(),
            _ => false,
        }
    }

    /// Whether a part is an integer or a condition.
    fn is_counted(&self, part: &Expr) -> bool {
        matches!(self.class(part), Class::Integer | Class::Bool)
            || matches!(part, Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.cells.get(name).is_none()) && self.counts(path))
    }

    /// The array of structs or mixed tuples of which an expression is an element.
    pub(super) fn among(&self, expr: &Expr) -> Option<&Value> {
        match bare(expr) {
            Expr::Unary(deref) => self.among(&deref.expr),
            Expr::Index(index) => self.records(&index.expr),
            Expr::Path(path) => {
                let name = path.path.get_ident().filter(|name| self.cells.get(name).is_none())?;
                self.facts.bound_to(&name.to_string()).iter().find_map(|expr| self.records(expr))
            }
            _ => None,
        }
    }

    /// Such an array, or an iterator over one.
    pub(super) fn records(&self, expr: &Expr) -> Option<&Value> {
        match bare(expr) {
            Expr::Reference(inner) => self.records(&inner.expr),
            Expr::MethodCall(call) => self.records(&call.receiver),
            Expr::Path(path) => match self.cells.get(path.path.get_ident()?)?.peel() {
                Value::Columns(parts) => Some(parts),
                _ => None,
            },
            _ => None,
        }
    }

    /// Empty `Vec`s for what is pushed to a variable, where that shows to be structs or mixed tuples.
    pub(super) fn empty_records(&mut self, name: &str) -> Option<Value> {
        let pushed = self.facts.pushed(name);
        let first = pushed.iter().find(|expr| self.is_record(expr))?.clone();
        let parts = self.empty_part(&first, name).filter(|parts| super::columns::first_part(parts).is_some())?;
        Some(Value::Columns(Box::new(parts)))
    }

    fn empty_part(&mut self, expr: &Expr, name: &str) -> Option<Value> {
        if let Some(parts) = self.among(expr).cloned() {
            return Some(self.empty_like(&parts, name, true));
        }
        if let Expr::Field(field) = bare(expr)
            && let Some(part) = self.among(&field.base).and_then(|parts| part(parts, &field.member)).cloned()
        {
            return Some(self.empty_like(&part, name, true));
        }
        match bare(expr) {
            Expr::Struct(literal) => {
                let path = super::text::text(&literal.path);
                let of = self.type_name(&path);
                if let Some(parts) = self.empty_of(&of, name, DEEPEST) {
                    return Some(parts);
                }
                let mut fields = Vec::new();
                for field in &literal.fields {
                    let syn::Member::Named(member) = &field.member else { return None };
                    fields.push((member.clone(), self.empty_part(&field.expr, name)?));
                }
                Some(Value::Struct(Record::seen(&path), fields))
            }
            Expr::Tuple(tuple) => {
                let parts: Option<Vec<Value>> = tuple.elems.iter().map(|part| self.empty_part(part, name)).collect();
                parts.map(Value::Tuple)
            }
            Expr::Array(array) => {
                let length = proc_macro2::Literal::usize_unsuffixed(array.elems.len());
                Some(self.empty_column(Shape::Fixed(Box::new(Shape::Real), quote!(#length)), name))
            }
            Expr::Call(call) if let Some(of) = self.struct_given(call) => self.empty_of(&of, name, DEEPEST),
            Expr::Path(path)
                if let Some(value) = path.path.get_ident().and_then(|name| self.cells.get(name)).cloned() =>
            {
                Some(self.empty_like(value.peel(), name, false))
            }
            expr if self.looks_real(expr) => Some(self.empty_column(Shape::Real, name)),
            expr => {
                let class = if self.is_counted(expr) { Class::Integer } else { Class::Any };
                Some(empty_constants(class))
            }
        }
    }

    /// Empty `Vec`s for the parts of a struct of the module.
    fn empty_of(&mut self, of: &str, name: &str, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let fields: Vec<(syn::Ident, Type)> = self.beside.fields_of(of)?.to_vec();
        let mut parts = Vec::new();
        for (field, ty) in fields {
            let inner = match &ty {
                Type::Path(path) => {
                    path.path.get_ident().and_then(|inner| self.empty_of(&inner.to_string(), name, depth))
                }
                _ => None,
            };
            let part = match (inner, super::types::shape(&ty)) {
                (Some(inner), _) => inner,
                (None, Some(shape @ (Shape::Real | Shape::Fixed(..)))) => self.empty_column(shape, name),
                (None, Some(_)) => return None,
                (None, None) => empty_constants(super::types::class(&ty)),
            };
            parts.push((field, part));
        }
        Some(Value::Struct(Record::seen(of), parts))
    }

    /// Empty `Vec`s for what is like a value, or like the elements of arrays.
    fn empty_like(&mut self, like: &Value, name: &str, arrays: bool) -> Value {
        match like.peel() {
            Value::Tuple(parts) => Value::Tuple(parts.iter().map(|part| self.empty_like(part, name, arrays)).collect()),
            Value::Struct(path, fields) => {
                let fields = fields.iter().map(|(field, part)| (field.clone(), self.empty_like(part, name, arrays)));
                Value::Struct(path.clone(), fields.collect())
            }
            Value::View(view) => {
                let shape = if arrays { element(&view.shape).cloned() } else { Some(view.shape.clone()) };
                self.empty_column(shape.unwrap_or(Shape::Real), name)
            }
            Value::Real(_) => self.empty_column(Shape::Real, name),
            Value::Constant(constant) => empty_constants(constant.class),
            _ => empty_constants(Class::Any),
        }
    }

    fn empty_column(&mut self, element: Shape, name: &str) -> Value {
        Value::View(self.empty_vec(Shape::Vec(Box::new(element)), None, name))
    }
}

/// The part of that name or position.
pub(super) fn part<'v>(parts: &'v Value, member: &syn::Member) -> Option<&'v Value> {
    match (parts, member) {
        (Value::Struct(_, fields), member) => {
            fields.iter().find(|(name, _)| super::open::is_member(name, member)).map(|(_, part)| part)
        }
        (Value::Tuple(parts), syn::Member::Unnamed(index)) => parts.get(index.index as usize),
        _ => None,
    }
}

fn empty_constants(class: Class) -> Value {
    Value::Constant(Constant::simple(quote!(Vec::new()), class))
}
