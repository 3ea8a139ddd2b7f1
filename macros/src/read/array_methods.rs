//! The methods of arrays, slices and `Vec`s.

use gradus_engine::program::procedure::{Init, Origin, Place, Step};
use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::{Expr, ExprArray, ExprMethodCall};

use super::Reader;
use super::chain::{Access, Iter};
use super::shape::Shape;
use super::value::{Class, Constant, Value, View, element, rank};

impl Reader<'_> {
    /// A method of an array; `referred` says whether it is called on a reference, and whether a mutable one.
    pub(super) fn array_method(
        &mut self,
        view: View,
        referred: Option<bool>,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Value {
        if let Some(iter) = self.array_iter(&view, referred, call, name, arguments) {
            return iter;
        }
        let shared = |view: View| Value::Ref(Box::new(Value::View(view)), false);
        match (name, arguments) {
            ("len", []) => Value::Constant(self.length(&view)),
            ("is_empty", []) => {
                let tokens = self.view_tokens(&view, Span::call_site());
                let volatile = self.arrays[view.array.0 as usize].grows;
                Value::Constant(Constant { volatile, ..Constant::new(quote!(#tokens.is_empty()), Class::Bool) })
            }
            ("as_slice" | "as_ref" | "borrow" | "deref", []) => shared(view),
            ("as_mut_slice" | "as_mut" | "borrow_mut" | "by_ref", []) => Value::Ref(Box::new(Value::View(view)), true),
            ("clone" | "to_vec" | "to_owned" | "into_vec", []) => Value::View(self.copy_by_method(&view, name)),
            ("first" | "last" | "first_mut" | "last_mut", []) => self.end_of(&view, name),
            ("get" | "get_mut", [index]) => self.optional_element(&view, index, name == "get_mut"),
            ("split_first" | "split_last" | "split_first_mut" | "split_last_mut", []) => {
                self.split_end(&view, name.starts_with("split_first"), name.ends_with("mut"))
            }
            ("copy_within", [range, to]) => self.copied_within(&view, range, to, call),
            ("split_at" | "split_at_mut", [middle]) => self.split_view(&view, middle, name == "split_at_mut"),
            ("push", [value]) => self.push(view, value, call),
            ("extend" | "extend_from_slice", [values]) => self.extend(&view, values, call),
            ("reverse", []) => self.reversed(&view, call),
            ("sort_by" | "sort_unstable_by", [by]) => self.sorted(&view, by, call),
            ("fill", [value]) => self.filled_with(&view, value),
            // as `v = from.clone()`, of whatever length
            ("clone_from", [from]) if self.is_own_vec(&view) => {
                let value = self.place(from).peeled();
                let value = match value {
                    Value::View(from) => Value::View(self.copy_by_method(&from, "clone")),
                    value => value,
                };
                self.assign(&call.receiver, value);
                Value::Unit
            }
            ("copy_from_slice" | "clone_from_slice" | "clone_from", [from]) => self.copied_from(&view, from, call),
            ("concat", []) if view.rank() > 1 && view.parts().is_none() => {
                let rows = Iter::View(view, Access::Shared);
                self.filtered(Iter::FlatMap(Box::new(rows), None), call.method.to_token_stream())
            }
            ("rotate_left" | "rotate_right", [by]) => self.rotated(&view, by, name == "rotate_left", call),
            ("swap", [a, b]) => self.swap_elements(&view, a, b),
            ("map", [_]) if matches!(view.shape, Shape::Fixed(..)) => self.mapped_array(&view, arguments[0]),
            _ => {
                arguments.iter().for_each(|argument| drop(self.expr(argument)));
                if super::prefix::shortens(name) && self.keeps_length(&view, call) {
                    return Value::Unknown;
                }
                self.refuse(&call.method, unknown_array_method(name))
            }
        }
    }

    /// `fill(a)`
    fn filled_with(&mut self, view: &View, value: &Expr) -> Value {
        let place = self.place_of(view);
        if let Some(value) = self.real(value) {
            self.written(&place);
            let value = self.here(value);
            self.step(Step::Fill { place, value });
        }
        Value::Unit
    }

    /// `copy_from_slice(from)`
    fn copied_from(&mut self, view: &View, from: &Expr, call: &ExprMethodCall) -> Value {
        match self.place(from).peeled() {
            Value::View(from) => self.copy_view(view, &from, call),
            value if value.is_void() => {}
            value => match self.constant_array(value) {
                Some(from) => self.copy_view(view, &from, call),
                None => self.errors.push(from, "an array of numbers is needed here"),
            },
        }
        Value::Unit
    }

    /// Pushes what an array or an iterator gives.
    fn extend(&mut self, view: &View, values: &Expr, call: &ExprMethodCall) -> Value {
        let value = self.place(values);
        let Some(iter) = self.as_iter(value, values) else { return Value::Unknown };
        if self.keeps_length(view, call) {
            return Value::Unknown;
        }
        if !view.path.is_empty() || !matches!(&view.shape, Shape::Vec(_)) {
            return self.refuse(
                &call.method,
                "this is read on a `Vec` that is a variable; for rows of one, assign to its elements",
            );
        }
        let place = call.method.to_token_stream();
        let before = std::mem::replace(&mut self.branch_place, place.clone());
        self.append_all(&view.clone(), iter, place);
        self.branch_place = before;
        Value::Unit
    }

    /// Whether the array is a parameter, whose slot is as long as it: reported at a method that changes its length.
    fn keeps_length(&mut self, view: &View, call: &ExprMethodCall) -> bool {
        let parameter = self.procedure.arrays[view.array.0 as usize].origin == Origin::Parameter;
        if parameter {
            let message =
                "the length of a parameter stays as it is, since its slot has the same; make a `Vec` and return it";
            self.errors.push(&call.method, message);
        }
        parameter
    }

    fn push(&mut self, view: View, value: &Expr, call: &ExprMethodCall) -> Value {
        if self.keeps_length(&view, call) {
            return Value::Unknown;
        }
        let Shape::Vec(element) = &view.shape else {
            return self.refuse(&call.method, "`push` is read on a `Vec`");
        };
        if !view.path.is_empty() {
            return self.refuse(
                &call.method,
                "`push` is read on a `Vec` that is a variable; make the row in a variable of its own and push that",
            );
        }
        let element = (**element).clone();
        let given = self.shaped(value, Some(element), "");
        if matches!(given.peel(), Value::Struct(..)) {
            let message = "structs in a `Vec` are not read; keep a `Vec` of each field, or of tuples";
            if let Some((cell, _)) = self.variable(&call.receiver) {
                self.cells.set(cell, Value::Unknown);
            }
            return self.refuse(value, message);
        }
        self.append(&view, given, value);
        Value::Unit
    }

    /// Puts a value at the end of a `Vec`.
    pub(super) fn append(&mut self, view: &View, value: Value, place: &dyn ToTokens) {
        let whole = Place { array: view.array, path: Vec::new() };
        self.arrays[view.array.0 as usize].appended = true;
        let Shape::Vec(element) = view.shape.clone() else { return };
        if matches!(*element, Shape::Real) {
            if let Some(node) = self.as_real(value, place) {
                self.written(&whole);
                let value = self.here(node);
                self.step(Step::Append { array: view.array, value });
            }
            return;
        }
        let Some(row) = self.row(value, &element, place) else { return };
        self.written(&whole);
        let tokens = self.view_tokens(&row, Span::call_site());
        let tokens = if self.fixed_zero(&row.shape).is_some() { tokens } else { quote!(#tokens.clone()) };
        let (row, from) = (self.table.expression(tokens), self.place_of(&row));
        self.step(Step::AppendRow { array: view.array, row, from });
    }

    /// `copy_within(a..b, to)`
    fn copied_within(&mut self, view: &View, range: &Expr, to: &Expr, call: &ExprMethodCall) -> Value {
        let from = self.range(range).flatten().and_then(|range| self.sliced(view, range));
        let value = self.expr(to);
        let (Some(from), Some(to)) = (from, self.as_constant(value, to)) else {
            return self.refuse(&call.method, "`copy_within` is read of a range: `v.copy_within(a..b, to)`");
        };
        let from = self.copied(&from, "part");
        let length = self.length(&from);
        let (to, length) = (self.once(to).operand(), self.once(length).operand());
        if let Some(to) = self.sliced(view, Constant::new(quote!(#to..#to + #length), Class::Any)) {
            self.copy_view(&to, &from, call);
        }
        Value::Unit
    }

    /// `rotate_left(k)`: each element from that many places further on.
    fn rotated(&mut self, view: &View, by: &Expr, left: bool, call: &ExprMethodCall) -> Value {
        let value = self.expr(by);
        let Some(by) = self.as_constant(value, by) else { return Value::Unknown };
        let (by, length) = (self.once(by), self.length(view));
        let length = self.once(length);
        if !matches!((by.literal, length.literal), (Some(by), Some(length)) if by <= length) {
            let (by, length) = (by.operand(), length.operand());
            let expression = self.table.expression(quote!(::core::assert!(#by <= #length);));
            self.step(Step::Effect(expression));
        }
        self.turned(view, by, left, call);
        Value::Unit
    }

    pub(super) fn turned(&mut self, view: &View, by: Constant, left: bool, call: &ExprMethodCall) {
        let length = self.length(view);
        let (by, length) = (self.once(by).operand(), self.once(length));
        let (before, count) = (self.copied(view, "turned"), length.operand());
        let shift = if left { by } else { quote!((#count - #by)) };
        let place = std::mem::replace(&mut self.branch_place, call.method.to_token_stream());
        self.count_up(&length, &mut |reader, position| {
            let at = position.operand();
            let from = reader.index(Constant::integer(quote!((#at + #shift) % #count)));
            let value = reader.element_at(&before, from);
            let value = reader.loaded(value);
            reader.put(view, position, value, call);
        });
        self.branch_place = place;
    }

    /// `[a, b].concat()`
    pub(super) fn concatenated(&mut self, array: &ExprArray, call: &ExprMethodCall) -> Value {
        let mut target: Option<View> = None;
        for part in &array.elems {
            let value = self.place(part).peeled();
            let value = match value {
                Value::Constant(_) => match self.constant_array(value) {
                    Some(view) => Value::View(view),
                    None => Value::Unknown,
                },
                value => value,
            };
            match value {
                Value::View(view) if view.rank() > 0 => {
                    let shape = match element(&view.shape) {
                        Some(shape) => shape.clone(),
                        None => return Value::Unknown,
                    };
                    let whole = target
                        .get_or_insert_with(|| self.empty_vec(Shape::Vec(Box::new(shape)), None, "joined"))
                        .clone();
                    let rows = Iter::View(view, Access::Shared);
                    let place = call.method.to_token_stream();
                    let before = std::mem::replace(&mut self.branch_place, place.clone());
                    self.append_all(&whole, rows, place);
                    self.branch_place = before;
                }
                value if value.is_void() => return value,
                _ => return self.refuse(part, "arrays of numbers are joined by `concat`"),
            }
        }
        target.map_or(Value::Unknown, Value::View)
    }

    /// A row of that shape, in a local array of its own.
    fn row(&mut self, value: Value, shape: &Shape, place: &dyn ToTokens) -> Option<View> {
        match (shape, value.peeled()) {
            (Shape::Parts(count), Value::Tuple(parts)) if parts.len() == *count => {
                let nodes: Vec<_> = parts.into_iter().map(|part| self.as_part(part, place)).collect();
                let ids = nodes.into_iter().map(|node| node.map(|node| self.here(node))).collect::<Option<_>>()?;
                let init = Init::Elements(vec![(*count, false)], ids);
                let array = self.local_array(init, shape.clone(), "row", false, false);
                Some(self.whole(array))
            }
            (shape, Value::View(row)) if row.rank() == rank(shape) => {
                let local = self.procedure.arrays[row.array.0 as usize].origin == Origin::Local;
                let same = matches!(
                    (shape, &row.shape),
                    (Shape::Vec(_), Shape::Vec(_)) | (Shape::Fixed(..), Shape::Fixed(..)) | (Shape::Parts(_), _)
                );
                Some(if local && same && row.path.is_empty() {
                    row
                } else {
                    let method = if matches!(shape, Shape::Vec(_)) { "to_vec" } else { "clone" };
                    self.copy_by_method(&row, method)
                })
            }
            (shape, Value::Constant(constant)) => {
                let array = self.local_constant(constant.tokens, shape.clone(), "row", false);
                Some(self.whole(array))
            }
            (_, value) => {
                if !value.is_void() {
                    let message = "what is put into this `Vec` is not of the type of its elements";
                    self.errors.push(place.to_token_stream(), message);
                }
                None
            }
        }
    }
}

/// The elements of `[a, b].concat()`.
pub(super) fn joined(call: &ExprMethodCall) -> Option<&ExprArray> {
    match super::forms::bare(&call.receiver) {
        Expr::Array(array) if call.method == "concat" && call.args.is_empty() => Some(array),
        _ => None,
    }
}

fn unknown_array_method(name: &str) -> String {
    if super::prefix::shortens(name) {
        return format!(
            "`{name}` is read on a variable of the function that is a `Vec` of numbers, tuples or `[f64; N]`, and this is none"
        );
    }
    let hint = match name {
        "sort_by_key" | "sort_by_cached_key" | "sort_unstable_by_key" => "write `sort_by(|a, b| a.total_cmp(b))`",
        "join" => "push the elements in a loop",
        "dedup_by" | "dedup_by_key" | "retain_mut" | "split_first_chunk" | "splice" => {
            "push what is kept to another `Vec`"
        }
        _ => "write it with loops and indices",
    };
    format!("the method `{name}` of arrays is not read; {hint}")
}
