//! Arrays and `Vec`s of structs, and of tuples of numbers and constants: an array of each part.
//!
//! ```text
//! let bodies = [Body { m: a, id: 1 }, Body { m: b, id: 7 }];       m = [a, b], id = [1, 7]
//! bodies[i].m += x                                               m[i] += x
//! for body in &bodies { .. body.m .. }                           for i in 0..2 { .. m[i] .. }
//! ```

use gradus_engine::program::procedure::Step;

use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::{Access, Iter};
use super::open::Record;
use super::shape::Shape;
use super::value::{Class, Constant, Refs, Value};

/// What is done with the array of a part.
pub(super) type Part<'r, 'a> = &'r mut dyn FnMut(&mut Reader<'a>, &Value) -> Value;

impl<'a> Reader<'a> {
    /// Each part of a value by itself.
    pub(super) fn each_part(&mut self, value: &Value, read: Part<'_, 'a>) -> Value {
        match value {
            Value::Tuple(parts) => Value::Tuple(parts.iter().map(|part| self.each_part(part, read)).collect()),
            Value::Struct(path, fields) => {
                let fields = fields.iter().map(|(name, part)| (name.clone(), self.each_part(part, read)));
                Value::Struct(path.clone(), fields.collect())
            }
            part => read(self, part),
        }
    }

    /// The element at a position: a tuple or a struct of what may be assigned to.
    pub(super) fn record_at(&mut self, parts: &Value, at: Constant) -> Value {
        let at = self.once(at);
        self.each_part(parts, &mut |reader, part| match part {
            Value::View(view) => {
                let index = reader.index(at.clone());
                reader.element_at(view, index)
            }
            Value::Constant(column) => {
                let (base, at) = (column.operand(), &at.tokens);
                let element =
                    Constant { simple: true, refs: Refs::Place, ..Constant::new(quote!(#base[#at]), column.class) };
                Value::Constant(Constant { volatile: column.volatile, ..element })
            }
            _ => Value::Unknown,
        })
    }

    /// The same as an iterator hands it out.
    pub(super) fn record_handed(&mut self, parts: &Value, at: Constant, access: Access) -> Value {
        let record = self.record_at(parts, at);
        match access {
            Access::Mutable => self.each_part(&record, &mut |_, part| Value::Ref(Box::new(part.clone()), true)),
            Access::Shared if self.places_only => Value::Ref(Box::new(record), false),
            Access::Value if self.places_only => record,
            Access::Shared => {
                let record = self.loaded(record);
                Value::Ref(Box::new(record), false)
            }
            Access::Value => self.loaded(record),
        }
    }

    /// An element by `&mut`: a struct or a tuple of references to its parts.
    pub(super) fn referred_record(&mut self, record: &Value) -> Value {
        self.each_part(record.peel(), &mut |_, part| match part {
            part @ Value::Ref(..) => part.clone(),
            part => Value::Ref(Box::new(part.clone()), true),
        })
    }

    /// Copies of the constants that may change. Their elements are looked at one by one, so that the way back keeps these.
    pub(super) fn constants_as_they_are(&mut self, parts: &Value) -> Value {
        self.each_part(parts, &mut |reader, part| match part {
            Value::Constant(column) if column.volatile => {
                let tokens = column.operand();
                let copy = reader.state("", Constant::new(quote!(#tokens.to_vec()), Class::Any), None);
                Value::Constant(Constant { class: column.class, ..copy })
            }
            part => part.clone(),
        })
    }

    /// The number of elements.
    pub(super) fn record_count(&self, parts: &Value) -> Constant {
        match first_part(parts) {
            Some(Value::View(view)) => self.length(view),
            Some(Value::Constant(column)) => {
                let base = column.operand();
                Constant { volatile: column.volatile, ..Constant::integer(quote!(#base.len())) }
            }
            _ => Constant::number(0),
        }
    }

    /// `a[i]`
    pub(super) fn record_indexed(&mut self, parts: &Value, index: &Expr) -> Value {
        if matches!(super::forms::bare(index), Expr::Range(_)) {
            return self
                .refuse(index, "a part of an array of structs or mixed tuples is not read; loop over positions");
        }
        let value = self.decided(index, Class::Integer).unwrap_or_else(|| self.expr(index));
        match self.as_constant(value, index) {
            Some(at) => self.record_at(parts, at),
            None => Value::Unknown,
        }
    }

    /// A method of such an array; `referred` says whether it is called on a reference, and whether a mutable one.
    pub(super) fn record_method(
        &mut self,
        parts: &Value,
        referred: Option<bool>,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Value {
        let iter = |access| Value::Iter(Box::new(Iter::Records(Box::new(parts.clone()), access)));
        match (name, arguments) {
            ("len", []) => Value::Constant(self.record_count(parts)),
            ("is_empty", []) => {
                let count = self.record_count(parts);
                let length = count.operand();
                Value::Constant(Constant {
                    volatile: count.volatile,
                    ..Constant::new(quote!(#length == 0), Class::Bool)
                })
            }
            ("iter", []) => iter(Access::Shared),
            ("iter_mut", []) => iter(Access::Mutable),
            ("into_iter", []) => iter(access(referred)),
            ("as_slice" | "as_ref" | "borrow", []) => {
                Value::Ref(Box::new(Value::Columns(Box::new(parts.clone()))), false)
            }
            ("clone" | "to_vec" | "to_owned", []) => self.copied_value(Value::Columns(Box::new(parts.clone()))),
            ("get" | "first" | "last", _) => {
                let count = self.record_count(parts);
                let count = self.settled(count, "").operand();
                let at = match (name, arguments) {
                    ("get", [index]) => {
                        let value = self.expr(index);
                        match self.as_constant(value, index) {
                            Some(at) => self.once(at),
                            None => return Value::Unknown,
                        }
                    }
                    ("first", []) => Constant::number(0),
                    _ => Constant::integer(quote!(usize::saturating_sub(#count, 1))),
                };
                let position = at.operand();
                let present = self.once(Constant::new(quote!(#position < #count), Class::Bool));
                self.chosen(
                    present,
                    &mut |reader| {
                        let record = reader.record_handed(parts, at.clone(), Access::Shared);
                        Value::Optional(Constant::truth(true), Box::new(record))
                    },
                    &mut |_| super::optional::none(),
                )
            }
            ("push", [value]) => self.record_pushed(parts, value, call),
            _ => {
                arguments.iter().for_each(|argument| drop(self.expr(argument)));
                self.refuse(
                    &call.method,
                    format_args!("the method `{name}` is not read of an array of structs or mixed tuples; write it with loops and indices"),
                )
            }
        }
    }

    /// `push`
    fn record_pushed(&mut self, parts: &Value, value: &Expr, call: &ExprMethodCall) -> Value {
        let given = self.expr(value).peeled();
        let given = self.loaded(given);
        self.push_part(parts, &given, value, &call.method);
        Value::Unit
    }

    pub(super) fn push_part(&mut self, part: &Value, given: &Value, place: &dyn ToTokens, method: &dyn ToTokens) {
        match (part, given) {
            (Value::Tuple(parts), Value::Tuple(values)) if parts.len() == values.len() => {
                parts.iter().zip(values).for_each(|(part, value)| self.push_part(part, value.peel(), place, method));
            }
            (Value::Struct(_, parts), Value::Struct(record, values)) => {
                if !self.shows_its_fields(record, place) {
                    return;
                }
                for (name, part) in parts {
                    match values.iter().find(|(other, _)| other == name) {
                        Some((_, value)) => self.push_part(part, value.peel(), place, method),
                        None => self
                            .errors
                            .push(place.to_token_stream(), format_args!("the struct has no field `{name}` here")),
                    }
                }
            }
            (Value::View(column), value) => match column.shape {
                Shape::Vec(_) => self.append(column, value.clone(), &place.to_token_stream()),
                _ => self.errors.push(method.to_token_stream(), "`push` is read on a `Vec`"),
            },
            (Value::Constant(column), Value::Constant(value)) => {
                let (column, value) = (column.operand(), &value.tokens);
                let expression = self.table.expression(quote!(#column.push(#value)));
                self.step(Step::Effect(expression));
            }
            (_, value) if value.is_void() => {}
            _ => self.errors.push(place.to_token_stream(), "this is not like the other elements of the `Vec`"),
        }
    }

    /// Whether all fields of a struct that becomes an element show, so that there is an array of each.
    pub(super) fn shows_its_fields(&mut self, record: &Record, place: &dyn ToTokens) -> bool {
        if record.is_open() {
            let message = "not all fields of this struct show, so it is not kept in an array; keep those that are needed, as `[p.mass, q.mass]`";
            self.errors.push(place.to_token_stream(), message);
        }
        !record.is_open()
    }

    /// Gives an element its parts.
    pub(super) fn store_record(&mut self, to: &Value, value: &Value, place: &Expr) {
        match (to, value.peel()) {
            (Value::Tuple(parts), Value::Tuple(values)) if parts.len() == values.len() => {
                parts.iter().zip(values).for_each(|(part, value)| self.store_record(part, value, place));
            }
            (Value::Struct(_, parts), Value::Struct(record, values)) => {
                if !self.shows_its_fields(record, place) {
                    return;
                }
                for (name, part) in parts {
                    if let Some((_, value)) = values.iter().find(|(other, _)| other == name) {
                        self.store_record(part, value, place);
                    }
                }
            }
            (Value::Ref(inner, _), value) => self.store_record(inner, value, place),
            (Value::View(view), value) if view.rank() == 0 => {
                if let Some(node) = self.as_real(value.clone(), place) {
                    let to = self.place_of(view);
                    self.store(to, node);
                }
            }
            (Value::View(view), Value::View(from)) => self.copy_view(view, from, place),
            (Value::Constant(element), Value::Constant(value)) if element.volatile => {
                let (element, value) = (&element.tokens, &value.tokens);
                let expression = self.table.expression(quote!(#element = #value));
                self.step(Step::Effect(expression));
            }
            (Value::Constant(_), Value::Constant(_)) => {
                let message =
                    "a constant in an array of structs or mixed tuples is assigned to where that is bound by `let mut`";
                self.errors.push(place, message);
            }
            (_, value) if value.is_void() => {}
            _ => self.errors.push(place, "this is not like what stands there"),
        }
    }

    /// `a = b` of two such arrays, which may be of different lengths.
    pub(super) fn replace_records(&mut self, to: &Value, from: &Value, place: &dyn ToTokens) {
        match (to, from) {
            (Value::Tuple(parts), Value::Tuple(others)) if parts.len() == others.len() => {
                parts.iter().zip(others).for_each(|(part, other)| self.replace_records(part, other, place));
            }
            (Value::Struct(_, parts), Value::Struct(_, others)) => {
                for (name, part) in parts {
                    if let Some((_, other)) = others.iter().find(|(other, _)| other == name) {
                        self.replace_records(part, other, place);
                    }
                }
            }
            (Value::View(to), Value::View(from)) => self.copy_view(to, from, place),
            (Value::Constant(to), Value::Constant(from)) if to.volatile => {
                let (to, from) = (to.operand(), from.operand());
                let expression = self.table.expression(quote!(#to = #from.to_vec()));
                self.step(Step::Effect(expression));
            }
            _ => self.errors.push(place.to_token_stream(), "this is not like what stands there"),
        }
    }

    /// The arrays of a variable: constants that may change are a `Vec` of its own.
    pub(super) fn own_records(&mut self, parts: Value, name: &str, mutable: bool) -> Value {
        let replaced = !self.facts.assigned(name).is_empty() || !self.facts.replaced(name).is_empty();
        let changes = mutable && (self.facts.mutated(name) || self.facts.grows(name) || replaced);
        self.own_part(parts, name, (mutable, changes))
    }

    fn own_part(&mut self, part: Value, name: &str, (mutable, changes): (bool, bool)) -> Value {
        match part {
            Value::Tuple(parts) => {
                let parts = parts.into_iter().enumerate();
                Value::Tuple(
                    parts.map(|(at, part)| self.own_part(part, &format!("{name}_{at}"), (mutable, changes))).collect(),
                )
            }
            Value::Struct(path, fields) => {
                let fields = fields.into_iter().map(|(field, part)| {
                    let part = self.own_part(part, &format!("{name}_{field}"), (mutable, changes));
                    (field, part)
                });
                Value::Struct(path, fields.collect())
            }
            // what may change elsewhere is copied, too
            Value::Constant(column) if changes || column.volatile => {
                let tokens = column.operand();
                let own = self.state(name, Constant::new(quote!(#tokens.to_vec()), Class::Any), None);
                Value::Constant(Constant { class: column.class, ..own })
            }
            part @ Value::Constant(_) => part,
            part => self.owned_value(part, name, mutable),
        }
    }
}

/// How elements are handed out.
pub(super) fn access(referred: Option<bool>) -> Access {
    match referred {
        Some(true) => Access::Mutable,
        Some(false) => Access::Shared,
        None => Access::Value,
    }
}

/// The first part that is no tuple and no struct itself.
pub(super) fn first_part(value: &Value) -> Option<&Value> {
    match value {
        Value::Tuple(parts) => parts.iter().find_map(first_part),
        Value::Struct(_, fields) => fields.iter().find_map(|(_, part)| first_part(part)),
        part => Some(part),
    }
}

/// Whether a value is a struct or a tuple of what stands in arrays.
pub(super) fn is_record_place(value: &Value) -> bool {
    let part = |part: &Value| matches!(part.peel(), Value::View(view) if view.rank() == 0 || !view.path.is_empty());
    match value.peel() {
        Value::Tuple(parts) => parts.iter().any(|inner| part(inner) || is_record_place(inner)),
        Value::Struct(_, fields) => fields.iter().any(|(_, inner)| part(inner) || is_record_place(inner)),
        _ => false,
    }
}
