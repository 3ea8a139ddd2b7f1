//! Assignments.

use gradus_engine::function::Function;
use gradus_engine::program::procedure::{Index, Place, Step};
use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::{BinOp, Expr, ExprAssign, ExprBinary, Member, UnOp};

use super::Reader;
use super::names::member_path;
use super::optional::{is_none, none};
use super::scope::CellId;
use super::text::text;
use super::value::{Class, Constant, Node, Refs, Value, View};

impl Reader<'_> {
    /// `left = right`
    pub(super) fn assignment(&mut self, assign: &ExprAssign) {
        if self.is_state(&assign.left) {
            return self.effect_of(&Expr::Assign(assign.clone()));
        }
        let value = match self.array_into(&assign.left, &assign.right) {
            Some(value) => value,
            None => self.expr(&assign.right),
        };
        self.assign(&assign.left, value);
    }

    /// Gives a place a value, which was read already.
    pub(super) fn assign(&mut self, left: &Expr, value: Value) {
        let value = self.reported(value, left);
        match left {
            Expr::Paren(inner) => self.assign(&inner.expr, value),
            Expr::Group(inner) => self.assign(&inner.expr, value),
            Expr::Infer(_) => {}
            Expr::Tuple(tuple) => self.assign_tuple(tuple, value),
            Expr::Array(array) => self.assign_elements(array, value),
            Expr::Index(_) | Expr::Unary(_) => self.assign_place(left, value),
            Expr::Path(path) if path.path.get_ident().is_some() => {
                let name = path.path.get_ident().expect("just seen");
                match self.cells.scope.get(name) {
                    Some(cell) => self.assign_cell(cell, value, name),
                    None => self.errors.push(
                        name,
                        format_args!("`{name}` is not a variable of this function; only those can be assigned to"),
                    ),
                }
            }
            Expr::Field(field) => match (member_path(field), &value) {
                (Some((name, members)), _) => self.assign_member(&name, &members, value, left),
                (None, _) => self.assign_place(left, value),
            },
            left => {
                let message =
                    format_args!("assigning to `{}` is not read; assign to variables, fields and elements", text(left));
                self.errors.push(left, message);
            }
        }
    }

    /// `(a, b) = value`
    fn assign_tuple(&mut self, tuple: &syn::ExprTuple, value: Value) {
        match value.peeled() {
            Value::Tuple(values) if values.len() == tuple.elems.len() => {
                // `(a, b) = (b, a)`: what is given is looked at before anything is assigned
                let several = values.iter().filter(|value| super::ownership::has_arrays(value)).count() > 1;
                let values: Vec<Value> = match several {
                    true => values.into_iter().map(|value| self.copied_value(value)).collect(),
                    false => values,
                };
                for (part, value) in tuple.elems.iter().zip(values) {
                    self.assign(part, value);
                }
            }
            Value::Constant(constant) => {
                let base = self.once(constant).operand();
                for (position, part) in tuple.elems.iter().enumerate() {
                    let index = syn::Index::from(position);
                    let constant = Constant::simple(quote!(#base.#index), Class::Any);
                    self.assign(part, Value::Constant(constant));
                }
            }
            value if value.is_void() => {}
            _ => self.errors.push(tuple, "the value is no tuple of this length"),
        }
    }

    /// `[a, b] = value`
    fn assign_elements(&mut self, array: &syn::ExprArray, value: Value) {
        match value.peeled() {
            Value::View(view) => {
                let parts = (0..array.elems.len()).map(|position| {
                    let part = self.element_at(&view, Index::Literal(position));
                    self.loaded(part)
                });
                let parts: Vec<Value> = parts.collect();
                for (part, value) in array.elems.iter().zip(parts) {
                    self.assign(part, value);
                }
            }
            value if value.is_void() => {}
            _ => self.errors.push(array, "the value is no array of numbers"),
        }
    }

    fn assign_cell(&mut self, cell: CellId, value: Value, name: &Ident) {
        let hint = name.to_string();
        let old = self.cells.value(cell).clone();
        let value = match (&old, value) {
            (_, Value::Unknown | Value::Never) => return,
            (Value::Prefix(array, count), value) => {
                return self.replace_prefix(*array, *count, value, &syn::parse_quote!(#name));
            }
            (Value::Real(_), Value::Constant(constant)) if matches!(constant.class, Class::Any | Class::Real) => {
                Value::Real(self.real_constant(constant, &hint))
            }
            (Value::Optional(..), value) if is_none(&value) => none(),
            (Value::Optional(..), Value::Constant(constant)) => self.optional_constant(constant, &hint),
            (Value::View(to), Value::View(from)) if to.rank() > 0 => {
                let to = to.clone();
                match self.replaced(&to, &from, &hint) {
                    Some(view) => return self.cells.set(cell, Value::View(view)),
                    None => return self.copy_view(&to, &from, name),
                }
            }
            (Value::View(to), value) if to.rank() > 0 => {
                let shown = text(name);
                if !matches!(value, Value::Ref(..)) {
                    self.errors.push(name, format_args!("`{shown}` is an array, and this is none"));
                    return;
                }
                value
            }
            (old, value) => self.assigned_value(old, value, &hint, name),
        };
        if let Value::Real(node) | Value::Bool(node) = value {
            self.note(node, &hint);
        }
        let value = if matches!(old, Value::Unset) { self.of_any_length(value, &hint) } else { value };
        self.cells.set(cell, value);
    }

    /// `p.x = value`, where `p` is a tuple or a struct.
    fn assign_member(&mut self, name: &Ident, members: &[Member], value: Value, left: &Expr) {
        let Some(cell) = self.cells.scope.get(name) else {
            return self.errors.push(name, format_args!("`{name}` is not a variable of this function"));
        };
        match self.cells.value(cell).clone() {
            Value::Place(behind, mut path) => {
                path.extend(members.iter().cloned());
                self.assign_part(behind, &path, value, left);
            }
            _ => self.assign_part(cell, members, value, left),
        }
    }

    fn assign_part(&mut self, cell: CellId, members: &[Member], value: Value, left: &Expr) {
        let name = self.cells.cell(cell).name.clone();
        let mut whole = self.cells.value(cell).clone();
        if matches!(whole.peel(), Value::View(_)) || whole.is_void() {
            return self.assign_place(left, value);
        }
        let hint = format!("{name}_{}", members.iter().map(text).collect::<Vec<_>>().join("_"));
        if let Some(message) = self.constant_field(&whole, members) {
            return self.errors.push(left, message);
        }
        let Some(slot) = descend(&mut whole, members) else {
            return self.errors.push(left, format_args!("assigning to `{}` is not read here", text(left)));
        };
        match (&*slot, value) {
            // a part of an element that is changed in place
            (Value::Ref(to, true), value) if matches!(**to, Value::View(_) | Value::Constant(_)) => {
                let to = (**to).clone();
                self.store_record(&to, &value, left);
            }
            (Value::View(to), Value::View(from)) if to.rank() > 0 => {
                let to = to.clone();
                match self.replaced(&to, &from, &hint) {
                    Some(view) => {
                        *slot = Value::View(view);
                        self.cells.set(cell, whole);
                    }
                    None => self.copy_view(&to, &from, left),
                }
            }
            (Value::Real(_), value) => {
                let Some(node) = self.as_real(value, left) else { return };
                self.note(node, &hint);
                *slot = Value::Real(node);
                self.cells.set(cell, whole);
            }
            (old, value) => {
                let new = self.assigned_value(old, value, &hint, left);
                *slot = new;
                self.cells.set(cell, whole);
            }
        }
    }

    /// `*r = value`, where `r` is `&mut` of a variable or a part of one.
    pub(super) fn assign_behind(&mut self, cell: CellId, members: &[Member], value: Value, left: &Expr) {
        if members.is_empty() {
            let name = self.cells.cell(cell).name.clone();
            self.assign_cell(cell, value, &quote::format_ident!("{name}"));
        } else {
            self.assign_part(cell, members, value, left);
        }
    }

    /// Gives a variable, or a part of one, a value as it is.
    pub(super) fn set_at(&mut self, cell: CellId, members: &[Member], value: Value) {
        let mut whole = self.cells.value(cell).clone();
        if let Some(slot) = descend(&mut whole, members) {
            *slot = value;
            self.cells.set(cell, whole);
        }
    }

    /// The variable, or the part of one, that an expression is.
    pub(super) fn variable(&self, expr: &Expr) -> Option<(CellId, Vec<Member>)> {
        match expr {
            Expr::Paren(inner) => self.variable(&inner.expr),
            Expr::Path(path) => Some((self.cells.scope.get(path.path.get_ident()?)?, Vec::new())),
            Expr::Field(field) => {
                let (name, members) = member_path(field)?;
                let cell = self.cells.scope.get(&name)?;
                match self.cells.value(cell) {
                    Value::Place(behind, path) => Some((*behind, [path.clone(), members].concat())),
                    _ => Some((cell, members)),
                }
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                match self.cells.value(self.variable(&unary.expr)?.0) {
                    Value::Place(cell, members) => Some((*cell, members.clone())),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What is there.
    pub(super) fn at_place(&self, cell: CellId, members: &[Member]) -> Value {
        let mut whole = self.cells.value(cell).clone();
        descend(&mut whole, members).map_or(Value::Unknown, |part| part.clone())
    }

    /// `a[i] = value`, `*v = value`
    fn assign_place(&mut self, left: &Expr, value: Value) {
        if let Expr::Unary(deref) = left
            && matches!(deref.op, UnOp::Deref(_))
            && let Value::Place(cell, members) = self.place(&deref.expr)
        {
            return self.assign_behind(cell, &members, value, left);
        }
        match self.place(left).peeled() {
            Value::View(view) if view.rank() == 0 => {
                if let Some(node) = self.as_real(value, left) {
                    let place = self.place_of(&view);
                    self.store(place, node);
                }
            }
            to @ (Value::Tuple(_) | Value::Struct(..)) if super::columns::is_record_place(&to) => {
                let value = self.loaded(value.peeled());
                self.store_record(&to, &value, left);
            }
            Value::View(to) => match value.peeled() {
                Value::View(from) => self.copy_view(&to, &from, left),
                Value::Tuple(values) if to.parts() == Some(values.len()) => self.store_parts(&to, values, left),
                value if value.is_void() => {}
                _ => self.errors.push(left, "an array is needed here"),
            },
            // of an array of constants beside arrays of numbers
            Value::Constant(element)
                if element.refs == Refs::Place && (element.volatile || matches!(left, Expr::Field(_))) =>
            {
                self.store_record(&Value::Constant(element), &value, left);
            }
            Value::Constant(_) => {
                let message = self.holds_constants(left, &format!("`{}`", text(left)));
                self.errors.push(left, message);
            }
            Value::Unknown | Value::Never => {}
            _ => {
                self.errors.push(left, format_args!("assigning to `{}` is not read; assign to a variable", text(left)))
            }
        }
    }

    /// Gives a tuple in an array its parts.
    pub(super) fn store_parts(&mut self, to: &View, values: Vec<Value>, place: &dyn ToTokens) {
        let parts = self.tuple_parts(to);
        let nodes: Vec<_> = values.into_iter().map(|value| self.as_part(value, place)).collect();
        for (part, node) in parts.into_iter().zip(nodes) {
            if let (Value::View(part), Some(node)) = (part, node) {
                let part = self.place_of(&part);
                self.store(part, node);
            }
        }
    }

    /// A part of a tuple in an array, which is a number.
    pub(super) fn as_part(&mut self, value: Value, place: &dyn ToTokens) -> Option<Node> {
        if matches!(value.peel(), Value::Constant(Constant { class: Class::Integer | Class::Bool, .. })) {
            let float = self.float;
            let message = format_args!(
                "the tuples in an array or a `Vec` are read of numbers only; keep the integers in a `Vec` of their own, or convert them: `i as {float}`"
            );
            self.errors.push(place.to_token_stream(), message);
            return None;
        }
        self.as_real(value, place)
    }

    /// Copies one array onto another.
    pub(super) fn copy_view(&mut self, to: &View, from: &View, place: &dyn ToTokens) {
        if to.rank() != from.rank() {
            return self.errors.push(place.to_token_stream(), "the two arrays are of different ranks");
        }
        if to.array == from.array && to.path == from.path {
            return;
        }
        if to.array == from.array && !super::memory::disjoint(&to.path, &from.path) {
            let from = self.copied(from, "copy");
            return self.copy_view(to, &from, place);
        }
        let (to, from) = (self.place_of(to), self.place_of(from));
        self.written(&to);
        self.step(Step::Copy { to, from });
    }

    /// `left op= right`
    pub(super) fn compound_assignment(&mut self, binary: &ExprBinary, operator: &BinOp) {
        if self.is_state(&binary.left) {
            return self.effect_of(&Expr::Binary(binary.clone()));
        }
        // the right side is evaluated first, as Rust does for numbers
        let right = self.expr(&binary.right);
        if self.inlined_assignment(binary, operator, &right) {
            return;
        }
        let left = self.place(&binary.left);
        if let Value::View(view) = left.peel()
            && view.rank() == 0
        {
            let place = self.place_of(view);
            return self.update(binary, operator, place, right);
        }
        let left = self.loaded(left);
        let value = self.operator(binary, operator, left, right);
        let value = self.reported(value, binary);
        if !value.is_void() {
            self.assign(&binary.left, value);
        }
    }

    /// `place op= right`
    fn update(&mut self, binary: &ExprBinary, operator: &BinOp, place: Place, right: Value) {
        let Some(right) = self.as_real(right, &binary.right) else { return };
        let function = match operator {
            BinOp::Add(_) => return self.add_to(place, right, false),
            BinOp::Sub(_) => return self.add_to(place, right, true),
            BinOp::Mul(_) => Function::Mul,
            BinOp::Div(_) => Function::Div,
            BinOp::Rem(_) => Function::Rem,
            operator => {
                return self.errors.push(operator, format_args!("`{}` is read on integers only", text(operator)));
            }
        };
        let hint = self.place_hint(&place);
        let old = self.load(place.clone(), &hint);
        let value = self.apply(function, &[old, right]);
        self.store(place, value);
    }
}

/// The part of a value that the members lead to.
fn descend<'v>(value: &'v mut Value, members: &[Member]) -> Option<&'v mut Value> {
    let Some((first, rest)) = members.split_first() else { return Some(value) };
    let part = match value {
        Value::Ref(inner, false) => return descend(inner, members),
        Value::Tuple(parts) => match first {
            Member::Unnamed(index) => parts.get_mut(index.index as usize)?,
            Member::Named(_) => return None,
        },
        // what `Some` holds
        Value::Optional(_, inner) => match first {
            Member::Unnamed(index) if index.index == 0 => inner,
            _ => return None,
        },
        Value::Struct(_, fields) => {
            let (_, value) = fields.iter_mut().find(|(name, _)| super::open::is_member(name, first))?;
            value
        }
        _ => return None,
    };
    descend(part, rest)
}
