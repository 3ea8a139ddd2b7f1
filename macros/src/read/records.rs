//! Structs whose literals stand in the function, and the fields of those and of tuples.

use gradus_engine::program::procedure::Index;
use quote::quote;
use syn::{ExprField, ExprStruct, Member};

use super::Reader;
use super::open::{Record, is_member};
use super::shape::Shape;
use super::text::text;
use super::value::{Class, Constant, Value};

impl Reader<'_> {
    pub(super) fn field(&mut self, field: &ExprField) -> Value {
        self.attributes(&field.attrs);
        let base = self.place(&field.base);
        self.member(base, &field.member)
    }

    /// A field of a value.
    pub(super) fn member(&mut self, base: Value, member: &Member) -> Value {
        match (base.peeled(), member) {
            (Value::Place(cell, members), member) => {
                let base = self.at_place(cell, &members);
                self.member(base, member)
            }
            (Value::View(view), Member::Unnamed(part)) if view.parts().is_some_and(|count| (part.index as usize) < count) => {
                self.element_at(&view, Index::Literal(part.index as usize))
            }
            (Value::Tuple(values), Member::Unnamed(index)) if (index.index as usize) < values.len() => {
                values[index.index as usize].clone()
            }
            (Value::Struct(record, fields), member) => {
                let shown = fields.iter().find(|(name, _)| is_member(name, member));
                match (shown, record.other_field(member)) {
                    (Some((_, value)), _) => value.clone(),
                    (None, Some(constant)) => {
                        self.reached(&record, member);
                        Value::Constant(constant)
                    }
                    (None, None) => {
                        self.refuse(member, format_args!("the struct's literal has no field `{}`", text(member)))
                    }
                }
            }
            (Value::Constant(constant), member) => {
                let base = constant.operand();
                let (volatile, simple) = (constant.volatile, constant.simple);
                Value::Constant(Constant { volatile, simple, ..Constant::new(quote!(#base.#member), Class::Any) })
            }
            (value @ (Value::Unknown | Value::Never), _) => value,
            (Value::Real(_), Member::Unnamed(_)) => self.refuse(
                member,
                "a number has no fields; if this is a tuple that a function returns, take it apart: `let (a, b) = g(x);`",
            ),
            _ => self.refuse(member, format_args!("the field `{}` is not read here", text(member))),
        }
    }

    pub(super) fn struct_literal(&mut self, literal: &ExprStruct) -> Value {
        self.attributes(&literal.attrs);
        let mut fields = Vec::new();
        let given: Vec<&syn::Expr> = literal.fields.iter().map(|field| &field.expr).collect();
        let mut fields_left = literal.fields.iter();
        let values = self.in_order_by(given.into_iter(), &mut |reader, expr| match fields_left.next() {
            Some(field) => reader.field_value(literal, field),
            None => reader.expr(expr),
        });
        for (field, value) in literal.fields.iter().zip(values) {
            let value = self.kept(value, &text(&field.member));
            match &field.member {
                Member::Named(name) => fields.push((name.clone(), value)),
                Member::Unnamed(index) => {
                    self.errors.push(index, "write this struct as `S(a, b)` is not read; use named fields or a tuple");
                }
            }
        }
        let mut open = None;
        if let Some(rest) = &literal.rest {
            match self.expr(rest).peeled() {
                Value::Struct(record, others) => {
                    open = record.is_open().then_some(record);
                    for (name, value) in others {
                        if !fields.iter().any(|(known, _)| *known == name) {
                            fields.push((name, value));
                        }
                    }
                }
                Value::Unknown => {}
                _ => {
                    self.errors.push(
                        rest,
                        "only a struct whose literal stands in this function is read here; give the fields",
                    );
                }
            }
        }
        let path = named(&literal.path);
        Value::Struct(open.map_or_else(|| Record::seen(&path), |record| record.spread(&path)), fields)
    }

    /// The value of a field in a literal, where its type is seen as one of that type.
    fn field_value(&mut self, literal: &ExprStruct, field: &syn::FieldValue) -> Value {
        let of = self.type_name(&named(&literal.path));
        let ty = match &field.member {
            Member::Named(name) => self.beside.field(&of, name),
            Member::Unnamed(_) => None,
        };
        let Some(shape) = ty.and_then(super::types::shape) else { return self.expr(&field.expr) };
        let value = self.shaped(&field.expr, Some(shape.clone()), &text(&field.member));
        match (value, shape) {
            (Value::Constant(constant), Shape::Real) if matches!(constant.class, Class::Any | Class::Real) => {
                Value::Real(self.real_constant(constant, &text(&field.member)))
            }
            (Value::Constant(constant), shape @ (Shape::Fixed(..) | Shape::Vec(_))) => {
                let constant = self.settled(constant, "");
                let array = self.local_constant(constant.tokens, shape, &text(&field.member), true);
                Value::View(self.whole(array))
            }
            (value, _) => self.loaded(value),
        }
    }
}

/// The path of a struct, without the arguments of its type parameters.
fn named(path: &syn::Path) -> String {
    let mut path = path.clone();
    path.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
    text(path)
}
