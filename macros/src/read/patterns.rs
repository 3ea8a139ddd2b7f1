//! Patterns: what they bind, and when they match.

use gradus_engine::program::procedure::Index;
use proc_macro2::Ident;
use quote::quote;
use syn::visit::{self, Visit};
use syn::{Member, Pat, PatIdent, Type};

use super::Reader;
use super::forms::unguarded;
use super::names::bound;
use super::optional::is_none;
use super::perhaps::{is_error, is_filled};
use super::types::shape;
use super::value::{Class, Constant, Refs, Value, View};

impl Reader<'_> {
    /// Binds the names of a pattern.
    pub(super) fn bind(&mut self, pattern: &Pat, value: Value, ty: Option<&Type>) {
        match (pattern, value) {
            (Pat::Wild(_), _) => {}
            (Pat::Paren(pat), value) => self.bind(&pat.pat, value, ty),
            (Pat::Type(pat), value) => self.bind(&pat.pat, value, Some(&pat.ty)),
            (pattern, Value::Unknown) => {
                self.not_read(pattern);
                self.bind_unknown(pattern);
            }
            // control never gets to where the names are read
            (pattern, Value::Never) => {
                for name in bound(pattern) {
                    self.cells.bind(&name, Value::Never);
                }
            }
            (Pat::Ident(pat), value) => self.bind_ident(pat, value, ty),
            (Pat::Reference(pat), value) => {
                let value = self.dereferenced(value);
                self.bind(&pat.pat, value, None);
            }
            (Pat::TupleStruct(pat), value) if matches!(value, Value::Optional(..) | Value::Place(..)) => {
                self.bind_optional(pattern, pat, value);
            }
            // of any other nobody knows whether it is a tuple or a reference to one
            (Pat::Tuple(pat), Value::Constant(constant))
                if matches!(ty, Some(Type::Tuple(_))) && !pat.elems.iter().any(|p| matches!(p, Pat::Rest(_))) =>
            {
                self.bind_constant_parts(pat, constant, ty);
            }
            (Pat::Tuple(_) | Pat::Struct(_), Value::Place(cell, members)) => {
                let value = self.places_of_parts(cell, members);
                self.bind(pattern, value, ty);
            }
            (Pat::Tuple(_), value) if matches!(value.peel(), Value::View(view) if view.parts().is_some()) => {
                let value = self.parts_of_row(value);
                self.bind(pattern, value, ty);
            }
            (Pat::Tuple(pat), value) if matches!(value.peel(), Value::Tuple(_)) => {
                let referred = matches!(value, Value::Ref(..));
                let Value::Tuple(values) = value.peeled() else { unreachable!("just seen") };
                self.bind_parts(pattern, &pat.elems.iter().collect::<Vec<_>>(), values, referred, ty);
            }
            (Pat::Slice(pat), value) if matches!(value.peel(), Value::View(_)) => {
                let referred = match &value {
                    Value::Ref(_, mutable) => Some(*mutable),
                    _ => None,
                };
                let Value::View(view) = value.peeled() else { unreachable!("just seen") };
                self.bind_slice(pat, &view, referred);
            }
            (Pat::Struct(pat), value) if matches!(value.peel(), Value::Struct(..)) => self.bind_fields(pat, value),
            (Pat::TupleStruct(_) | Pat::Tuple(_), value) if self.open_name(&value).is_some() => {
                self.bind_positions(pattern, value);
            }
            (pattern, Value::Real(_) | Value::Bool(_)) if bound(pattern).is_empty() => {}
            (pattern, Value::Constant(constant)) => self.bind_extracted(pattern, constant),
            (pattern, Value::Ref(inner, _)) if matches!(*inner, Value::Constant(_)) => {
                let Value::Constant(constant) = *inner else { unreachable!("just seen") };
                self.bind_extracted(pattern, constant.referred());
            }
            (pattern, _) => self.no_pattern(pattern),
        }
    }

    /// The parts of a tuple of constants.
    fn bind_constant_parts(&mut self, pattern: &syn::PatTuple, constant: Constant, ty: Option<&Type>) {
        let base = self.once(constant).operand();
        for (position, part) in pattern.elems.iter().enumerate() {
            let index = syn::Index::from(position);
            let constant = Constant::simple(quote!(#base.#index), Class::Any);
            self.bind(part, Value::Constant(constant), part_type(ty, position));
        }
    }

    fn no_pattern(&mut self, pattern: &Pat) {
        self.errors
            .push(pattern, "this pattern is not read here; bind a name, or take a tuple apart as `let (a, b) = ..`");
        self.bind_unknown(pattern);
    }

    /// `Some(p)`, `Ok(p)`, `Err(_)`
    fn bind_optional(&mut self, pattern: &Pat, pat: &syn::PatTupleStruct, value: Value) {
        let filled = pat.elems.len() == 1 && is_filled(&pat.path);
        match value {
            Value::Optional(..) if is_error(&pat.path) && bound(pattern).is_empty() => {}
            Value::Optional(_, value) if filled => {
                let value = self.loaded_deep(*value);
                self.bind(&pat.elems[0], value, None);
            }
            Value::Place(cell, mut members) if filled => {
                members.push(Member::Unnamed(syn::Index::from(0)));
                self.bind(&pat.elems[0], Value::Place(cell, members), None);
            }
            _ => self.no_pattern(pattern),
        }
    }

    /// `&mut` of a tuple or a struct as one of `&mut`s.
    fn places_of_parts(&mut self, cell: super::scope::CellId, members: Vec<Member>) -> Value {
        match self.at_place(cell, &members) {
            Value::Tuple(parts) => {
                let part = |n| [members.clone(), vec![Member::Unnamed(syn::Index::from(n))]].concat();
                Value::Tuple((0..parts.len()).map(|n| Value::Place(cell, part(n))).collect())
            }
            Value::Struct(path, fields) => {
                let part = |name: &Ident| [members.clone(), vec![Member::Named(name.clone())]].concat();
                let fields = fields.into_iter().map(|(name, _)| {
                    let place = Value::Place(cell, part(&name));
                    (name, place)
                });
                // constants have no places
                Value::Struct(path.shown(), fields.collect())
            }
            value => value,
        }
    }

    /// A tuple in an array, perhaps behind `&mut`, as a tuple of what stands there.
    fn parts_of_row(&mut self, value: Value) -> Value {
        let mutable = matches!(value, Value::Ref(_, true));
        let Value::View(view) = value.peeled() else { return Value::Unknown };
        match mutable {
            true => {
                let parts = self.tuple_parts(&view).into_iter();
                Value::Tuple(parts.map(|part| Value::Ref(Box::new(part), true)).collect())
            }
            false => self.loaded(Value::View(view)),
        }
    }

    /// `S { a, b: p, .. }`
    fn bind_fields(&mut self, pat: &syn::PatStruct, value: Value) {
        let referred = matches!(value, Value::Ref(..));
        let Value::Struct(record, fields) = value.peeled() else { return };
        for field in &pat.fields {
            self.bind_field(&record, &fields, &field.member, &field.pat, referred);
        }
    }

    /// The parts of a tuple, perhaps with `..` among them.
    fn bind_parts(&mut self, pattern: &Pat, parts: &[&Pat], values: Vec<Value>, referred: bool, ty: Option<&Type>) {
        let rest = parts.iter().position(|part| matches!(part, Pat::Rest(_)));
        let fits = match rest {
            Some(_) => parts.len() - 1 <= values.len(),
            None => parts.len() == values.len(),
        };
        if !fits {
            let message = format_args!("this tuple has {} parts", values.len());
            self.errors.push(pattern, message);
            return self.bind_unknown(pattern);
        }
        let skipped = values.len() + usize::from(rest.is_some()) - parts.len();
        for (position, value) in values.into_iter().enumerate() {
            let part = match rest {
                Some(rest) if position >= rest && position < rest + skipped => continue,
                Some(rest) if position >= rest => parts[position + 1 - skipped],
                _ => parts[position],
            };
            self.bind(part, refer(value, referred), part_type(ty, position));
        }
    }

    /// `[a, b, c]`, `[first, .., last]`, `[first, rest @ ..]`
    ///
    /// `referred` says whether the array is behind a reference, and whether a mutable one.
    fn bind_slice(&mut self, pattern: &syn::PatSlice, view: &View, referred: Option<bool>) {
        let rest = pattern.elems.iter().position(is_rest);
        let count = pattern.elems.len();
        let length = self.length(view);
        for (position, part) in pattern.elems.iter().enumerate() {
            let value = match rest {
                Some(rest) if position == rest => {
                    let Pat::Ident(name) = part else { continue };
                    let after = count - 1 - rest;
                    let length = self.steady(length.clone()).operand();
                    let range = Constant::new(quote!(#rest..#length - #after), Class::Any);
                    let Some(view) = self.sliced(view, range) else { continue };
                    let name = PatIdent { subpat: None, ..name.clone() };
                    let mutable = referred == Some(true) || name.mutability.is_some() && name.by_ref.is_some();
                    self.bind_ident(&name, Value::Ref(Box::new(Value::View(view)), mutable), None);
                    continue;
                }
                Some(rest) if position > rest => {
                    let back = count - position;
                    match length.literal {
                        Some(length) => self.element_at(view, Index::Literal((length - back as i64).max(0) as usize)),
                        None => {
                            let length = length.operand();
                            let at = Constant::integer(quote!(#length - #back));
                            let index = self.index(at);
                            self.element_at(view, index)
                        }
                    }
                }
                _ => self.element_at(view, Index::Literal(position)),
            };
            let value = match (referred, &value) {
                (Some(true), _) => Value::Ref(Box::new(value), true),
                (Some(false), Value::View(row)) if row.rank() > 0 && row.parts().is_none() => {
                    Value::Ref(Box::new(value), false)
                }
                _ => self.loaded(value),
            };
            self.bind(part, value, None);
        }
    }

    fn bind_ident(&mut self, pattern: &PatIdent, value: Value, ty: Option<&Type>) {
        self.attributes(&pattern.attrs);
        if let Some((_, inner)) = &pattern.subpat {
            if !matches!(value, Value::Real(_) | Value::Constant(_)) {
                self.errors
                    .push(pattern, "`name @ pattern` is read on numbers and constants only; bind the name alone");
            }
            self.bind(inner, value.clone(), ty);
        }
        let mutable = pattern.mutability.is_some();
        let name = pattern.ident.to_string();
        let value = if pattern.by_ref.is_some() { Value::Ref(Box::new(value), mutable) } else { value };
        let value = match self.typed(value, ty, &name) {
            value if mutable && is_none(&value) && self.becomes_real(&name) => {
                self.none_of_assigned(&name).unwrap_or_else(|| self.no_number())
            }
            Value::Constant(constant)
                if (mutable && self.becomes_real(&name) || self.facts.perhaps(&name)) && self.holds_real(&constant) =>
            {
                self.optional_constant(constant, &name)
            }
            value => value,
        };
        let mut is_state = false;
        let value = match value {
            Value::Constant(constant)
                if mutable
                    && (self.facts.mutated(&name) && !is_number(&constant, ty)
                        || self.is_float_of_rust(&constant, ty)) =>
            {
                is_state = true;
                Value::Constant(self.state(&name, constant, ty))
            }
            Value::Constant(constant) => Value::Constant(self.bound_constant(&name, constant, ty)),
            Value::View(view) if view.rank() == 0 || view.parts().is_some() => self.loaded(Value::View(view)),
            value => self.owned_value(value, &name, mutable),
        };
        let value = if mutable { self.open_variable(value) } else { value };
        let value = match value {
            Value::View(view) if mutable => self.shortened(&view, &name).unwrap_or(Value::View(view)),
            value => value,
        };
        if let Value::Real(node) | Value::Bool(node) = value {
            self.note(node, &name);
        }
        let value = if mutable { self.of_any_length(value, &name) } else { value };
        let iterates = matches!(value, Value::Iter(_));
        let cell = self.cells.bind(&pattern.ident, value);
        if iterates {
            let home = self.frame().serial;
            self.iterators.insert(cell, home);
        }
        if is_state {
            self.cells.mark_state(cell);
        }
    }

    /// A value that is used later: the constants in it are evaluated here.
    pub(super) fn kept(&mut self, value: Value, name: &str) -> Value {
        match value {
            Value::Constant(constant) => Value::Constant(self.bound_constant(name, constant, None)),
            Value::Tuple(parts) => {
                let parts = parts.into_iter().enumerate();
                Value::Tuple(parts.map(|(position, part)| self.kept(part, &format!("{name}_{position}"))).collect())
            }
            Value::Struct(path, fields) => {
                let fields = fields.into_iter().map(|(field, value)| {
                    let hint = format!("{name}_{field}");
                    let value = self.kept(value, &hint);
                    (field, value)
                });
                Value::Struct(path, fields.collect())
            }
            Value::View(view) if view.rank() == 0 || view.parts().is_some() => self.loaded(Value::View(view)),
            // a number of its own, which does not follow the array that it was taken from
            Value::Optional(present, inner) if is_place(&inner) => self.read_where(present, &inner),
            value => value,
        }
    }

    /// A constant that is looked at several times.
    pub(super) fn once(&mut self, constant: Constant) -> Constant {
        if constant.simple && !constant.volatile { constant } else { self.bound_constant("", constant, None) }
    }

    /// Each name of a pattern by a `match` of its own.
    fn bind_extracted(&mut self, pattern: &Pat, constant: Constant) {
        let constant = self.once(constant);
        let tokens = &constant.tokens;
        for name in bound(pattern) {
            let mutable = is_mutable(pattern, &name);
            let pattern = unguarded(pattern);
            let extracted = quote!(match #tokens { #pattern => #name, _ => ::core::unreachable!() });
            let value = Constant { refs: Refs::Unknown, ..Constant::new(extracted, Class::Any) };
            let pattern = PatIdent {
                attrs: Vec::new(),
                by_ref: None,
                mutability: mutable.then(Default::default),
                ident: name,
                subpat: None,
            };
            self.bind_ident(&pattern, Value::Constant(value), None);
        }
    }

    pub(super) fn bind_unknown(&mut self, pattern: &Pat) {
        for name in bound(pattern) {
            self.cells.bind(&name, Value::Unknown);
        }
    }

    /// `let y;`
    pub(super) fn declare(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Ident(pat) => {
                self.cells.bind(&pat.ident, Value::Unset);
            }
            Pat::Type(typed) => {
                if shape(&typed.ty).is_some_and(|shape| super::value::rank(&shape) > 0) {
                    self.errors
                        .push(pattern, "an array without a value is not read; give it one, as `let mut y = [0.0; 3];`");
                }
                self.declare(&typed.pat);
            }
            pattern => {
                bound(pattern).iter().for_each(|name| {
                    self.cells.bind(name, Value::Unset);
                });
            }
        }
    }
}

/// `..` or `rest @ ..`
pub(super) fn is_rest(pattern: &Pat) -> bool {
    match pattern {
        Pat::Rest(_) => true,
        Pat::Ident(pat) => pat.subpat.as_ref().is_some_and(|(_, inner)| matches!(**inner, Pat::Rest(_))),
        _ => false,
    }
}

/// The type of a part of a tuple.
fn part_type(ty: Option<&Type>, position: usize) -> Option<&Type> {
    match ty {
        Some(Type::Tuple(tuple)) => tuple.elems.get(position),
        Some(Type::Paren(inner)) => part_type(Some(&inner.elem), position),
        _ => None,
    }
}

pub(super) fn refer(value: Value, referred: bool) -> Value {
    if referred { Value::Ref(Box::new(value), false) } else { value }
}

/// Whether a mutable constant is a number or a truth value, which is never changed in place.
fn is_number(constant: &Constant, ty: Option<&Type>) -> bool {
    let class = ty.map_or(Class::Any, super::types::class);
    matches!(constant.class, Class::Integer | Class::Bool) || matches!(class, Class::Integer | Class::Bool)
}

/// A name in a pattern that is a constant or a variant.
pub(super) fn is_constant_name(pattern: &PatIdent) -> bool {
    pattern.by_ref.is_none()
        && pattern.mutability.is_none()
        && pattern.ident.to_string().starts_with(char::is_uppercase)
}

/// Whether a pattern binds a name as `mut name`.
fn is_mutable(pattern: &Pat, name: &Ident) -> bool {
    struct Mutable<'n>(&'n Ident, bool);
    impl<'ast> Visit<'ast> for Mutable<'_> {
        fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
            self.1 |= pattern.ident == *self.0 && pattern.mutability.is_some() && pattern.by_ref.is_none();
            visit::visit_pat_ident(self, pattern);
        }
    }
    let mut found = Mutable(name, false);
    found.visit_pat(pattern);
    found.1
}

/// Whether a value has numbers in it that are still to be read from arrays; references are left where they are.
fn is_place(value: &Value) -> bool {
    match value {
        Value::View(view) => view.rank() == 0 || view.parts().is_some(),
        Value::Tuple(parts) => parts.iter().any(is_place),
        _ => false,
    }
}
