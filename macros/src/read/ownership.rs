//! Arrays in tuples and structs: who owns which, so that no two variables change the same.
//!
//! A variable that may change has arrays of its own. What it is given by value is copied, unless nobody else has it:
//!
//! ```text
//! let s = S { a: [x, 2.0] };    the literal's array
//! let mut t = s;                t.a is a copy
//! t = s;                        the content of s.a goes to t.a
//! ```

use gradus_engine::program::procedure::{ArrayId, Origin};
use quote::ToTokens;
use syn::Expr;

use super::Reader;
use super::shape::Shape;
use super::value::{Value, View};
use super::walk::{Event, walk_expr};

impl Reader<'_> {
    /// A value under a name of its own, with arrays that are its own where it or they may change.
    pub(super) fn owned_value(&mut self, value: Value, name: &str, mutable: bool) -> Value {
        let value = if mutable { self.apart(value, &mut Vec::new()) } else { value };
        match value {
            Value::View(view) if view.rank() > 0 && view.parts().is_none() => {
                Value::View(self.owned(view, name, mutable))
            }
            Value::Tuple(parts) => {
                let parts = parts.into_iter().enumerate();
                Value::Tuple(parts.map(|(at, part)| self.owned_value(part, &format!("{name}_{at}"), mutable)).collect())
            }
            Value::Struct(path, fields) => {
                let fields = fields.into_iter().map(|(field, value)| {
                    let value = self.owned_value(value, &format!("{name}_{field}"), mutable);
                    (field, value)
                });
                Value::Struct(path, fields.collect())
            }
            Value::Optional(present, inner) if has_arrays(&inner) => {
                Value::Optional(present, Box::new(self.owned_part(*inner, name, mutable)))
            }
            Value::Columns(parts) => Value::Columns(Box::new(self.own_records(*parts, name, mutable))),
            value => self.kept(value, name),
        }
    }

    /// The same parts, no two of which are one array: `(q, q)` where `q` is no variable any more.
    fn apart(&mut self, value: Value, before: &mut Vec<ArrayId>) -> Value {
        match value {
            Value::View(view) if view.rank() > 0 && before.contains(&view.array) => {
                Value::View(self.copy_by_method(&view, "clone"))
            }
            Value::View(view) if view.rank() > 0 => {
                before.push(view.array);
                Value::View(view)
            }
            Value::Tuple(parts) => Value::Tuple(parts.into_iter().map(|part| self.apart(part, before)).collect()),
            Value::Struct(path, fields) => {
                let fields = fields.into_iter().map(|(field, value)| (field, self.apart(value, before)));
                Value::Struct(path, fields.collect())
            }
            value => value,
        }
    }

    /// The values of expressions, one after the other: an array by value is what it was before those behind it change it.
    pub(super) fn in_order<'e>(&mut self, expressions: impl ExactSizeIterator<Item = &'e Expr> + Clone) -> Vec<Value> {
        self.in_order_by(expressions, &mut |reader, expr| reader.expr(expr))
    }

    /// The same of expressions that are read in a way of their own.
    pub(super) fn in_order_by<'e>(
        &mut self,
        expressions: impl ExactSizeIterator<Item = &'e Expr> + Clone,
        read: &mut dyn FnMut(&mut Self, &Expr) -> Value,
    ) -> Vec<Value> {
        let mut values = Vec::new();
        for (position, expr) in expressions.clone().enumerate() {
            let value = read(self, expr);
            let changes =
                has_arrays(&value) && expressions.clone().skip(position + 1).any(|other| self.may_assign(other));
            values.push(if changes { self.copied_where(value, &|view| is_copied(view)) } else { value });
        }
        values
    }

    /// Whether an expression assigns to something or calls what may.
    fn may_assign(&self, expr: &Expr) -> bool {
        let mut assigns = false;
        walk_expr(&mut expr.clone(), &mut |event| {
            assigns |= match event {
                Event::Assigned(_) | Event::Borrowed(_) => true,
                Event::Called(path, _) => path.path.get_ident().is_some_and(|name| self.cells.get(name).is_some()),
                _ => false,
            };
            None
        });
        assigns
    }

    /// What may be there, of which nothing but arrays is looked at before it is.
    fn owned_part(&mut self, value: Value, name: &str, mutable: bool) -> Value {
        match value {
            Value::View(view) if view.rank() > 0 && view.parts().is_none() => {
                Value::View(self.owned(view, name, mutable))
            }
            Value::Tuple(parts) if parts.iter().any(has_arrays) => {
                Value::Tuple(parts.into_iter().map(|part| self.owned_part(part, name, mutable)).collect())
            }
            Value::Struct(path, fields) if fields.iter().any(|(_, value)| has_arrays(value)) => {
                let fields = fields.into_iter().map(|(field, value)| (field, self.owned_part(value, name, mutable)));
                Value::Struct(path, fields.collect())
            }
            value => value,
        }
    }

    /// The same content in arrays of its own.
    pub(super) fn copied_value(&mut self, value: Value) -> Value {
        self.copied_where(value, &|_| true)
    }

    fn copied_where(&mut self, value: Value, copies: &dyn Fn(&View) -> bool) -> Value {
        match value {
            Value::View(view) if view.rank() > 0 && copies(&view) => Value::View(self.copy_by_method(&view, "clone")),
            Value::Tuple(parts) => {
                Value::Tuple(parts.into_iter().map(|part| self.copied_where(part, copies)).collect())
            }
            Value::Struct(path, fields) => {
                let fields = fields.into_iter().map(|(field, value)| (field, self.copied_where(value, copies)));
                Value::Struct(path, fields.collect())
            }
            Value::Optional(present, inner) => Value::Optional(present, Box::new(self.copied_where(*inner, copies))),
            Value::Columns(inner) => {
                let copy = self.copied_where(*inner, copies);
                Value::Columns(Box::new(self.constants_as_they_are(&copy)))
            }
            value => value,
        }
    }

    /// What a variable is after `old = new`: its arrays stay, and get the content of the new ones.
    pub(super) fn assigned_value(&mut self, old: &Value, new: Value, name: &str, place: &dyn ToTokens) -> Value {
        let mut arrays = Vec::new();
        arrays_of(old, &mut arrays);
        // `p = (p.1, p.0)`
        let new = if arrays.len() > 1 { self.copied_where(new, &|view| arrays.contains(&view.array)) } else { new };
        self.assigned_part(old, new, name, place)
    }

    /// The array that a `Vec` stands for after `old = new`, which may be of another length, where both are of this block; elsewhere the content
    /// is copied, and has to fit.
    pub(super) fn replaced(&mut self, old: &View, new: &View, name: &str) -> Option<View> {
        if !self.is_own_vec(old) || !self.is_own_vec(new) || old.array == new.array {
            return None;
        }
        let view = if self.is_held(new.array) { self.copy_by_method(new, "clone") } else { new.clone() };
        let position = view.array.0 as usize;
        self.arrays[position].writable = true;
        self.arrays[position].grows = self.facts.grows(name);
        Some(if self.procedure.varying.contains_key(&old.array) { self.any_length(view) } else { view })
    }

    /// Whether it is all of a `Vec` of this block.
    pub(super) fn is_own_vec(&self, view: &View) -> bool {
        let position = view.array.0 as usize;
        let local = self.procedure.arrays[position].origin == Origin::Local;
        let vec = matches!(view.shape, Shape::Vec(_)) && view.path.is_empty();
        let here = self.frames.last().map(|frame| frame.serial);
        local && vec && Some(self.arrays[position].home) == here
    }

    /// Whether all arrays are `Vec`s of this block.
    fn are_own_vecs(&self, parts: &Value) -> bool {
        match parts {
            Value::Tuple(parts) => parts.iter().all(|part| self.are_own_vecs(part)),
            Value::Struct(_, fields) => fields.iter().all(|(_, part)| self.are_own_vecs(part)),
            Value::View(view) => self.is_own_vec(view),
            _ => true,
        }
    }

    /// Whether a variable that has to do with the array is assigned as a whole somewhere, so that it has to keep it.
    pub(super) fn is_assigned(&self, array: ArrayId) -> bool {
        let scopes = std::iter::once(&self.cells.scope).chain(&self.outer_scopes);
        let cells = scopes.flat_map(|scope| scope.cells());
        let holding = cells.filter(|cell| super::views::holds(self.cells.value(*cell), array));
        holding.into_iter().any(|cell| !self.facts.assigned(&self.cells.cell(cell).name).is_empty())
    }

    fn assigned_part(&mut self, old: &Value, new: Value, name: &str, place: &dyn ToTokens) -> Value {
        match (old, new) {
            (Value::View(to), Value::View(from)) if to.rank() > 0 && to.rank() == from.rank() => {
                match self.replaced(to, &from, name) {
                    Some(view) => Value::View(view),
                    None => {
                        self.copy_view(to, &from, place);
                        Value::View(to.clone())
                    }
                }
            }
            (Value::Columns(to), Value::Columns(from)) if self.are_own_vecs(to) && self.are_own_vecs(&from) => {
                let from = self.copied_value(Value::Columns(from));
                let new = self.owned_value(from, name, true);
                self.of_any_length(new, name)
            }
            (Value::Columns(to), Value::Columns(from)) => {
                self.replace_records(to, &from, place);
                Value::Columns(to.clone())
            }
            (Value::Columns(_), Value::Unknown) => Value::Unknown,
            (Value::Columns(_), _) => {
                self.errors
                    .push(place.to_token_stream(), "an array of structs or tuples like the one before is needed here");
                Value::Unknown
            }
            (Value::Tuple(old), Value::Tuple(new)) if old.len() == new.len() => {
                let pairs = old.iter().zip(new).enumerate();
                let parts = pairs.map(|(at, (old, new))| self.assigned_part(old, new, &format!("{name}_{at}"), place));
                Value::Tuple(parts.collect())
            }
            (Value::Struct(_, old), Value::Struct(path, new)) => {
                let fields = new.into_iter().map(|(field, new)| {
                    let name = format!("{name}_{field}");
                    let value = match old.iter().find(|(other, _)| *other == field) {
                        Some((_, old)) => self.assigned_part(old, new, &name, place),
                        None => self.owned_value(new, &name, true),
                    };
                    (field, value)
                });
                Value::Struct(path, fields.collect())
            }
            (_, new) => self.owned_value(new, name, true),
        }
    }
}

/// Whether an array is copied where it is used by value.
fn is_copied(view: &View) -> bool {
    matches!(view.shape, Shape::Fixed(..))
}

/// Whether there are arrays in a value, references aside.
pub(super) fn has_arrays(value: &Value) -> bool {
    let mut arrays = Vec::new();
    arrays_of(value, &mut arrays);
    !arrays.is_empty()
}

fn arrays_of(value: &Value, found: &mut Vec<ArrayId>) {
    match value {
        Value::View(view) if view.rank() > 0 => found.push(view.array),
        Value::Tuple(parts) => parts.iter().for_each(|part| arrays_of(part, found)),
        Value::Struct(_, fields) => fields.iter().for_each(|(_, value)| arrays_of(value, found)),
        Value::Optional(_, inner) | Value::Columns(inner) => arrays_of(inner, found),
        _ => {}
    }
}
