//! The methods of arrays, slices and `Vec`s.

use gradus_engine::program::procedure::{Place, Step};
use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::shape::Shape;
use super::value::{Class, Constant, Value, View};

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
            ("split_first" | "split_last", []) => self.split_end(&view, name == "split_first"),
            ("split_at" | "split_at_mut", [middle]) => self.split_view(&view, middle, name == "split_at_mut"),
            ("push", [value]) => self.push(view, value, call),
            ("extend" | "extend_from_slice", [values]) => self.extend(&view, values, call),
            ("reverse", []) => self.reversed(&view, call),
            ("sort_by" | "sort_unstable_by", [by]) => self.sorted(&view, by, call),
            ("fill", [value]) => {
                let place = self.place_of(&view);
                if let Some(value) = self.real(value) {
                    self.written(&place);
                    let value = self.here(value);
                    self.step(Step::Fill { place, value });
                }
                Value::Unit
            }
            ("copy_from_slice" | "clone_from_slice" | "clone_from", [from]) => {
                match self.place(from).peeled() {
                    Value::View(from) => self.copy_view(&view, &from, call),
                    value if value.is_void() => {}
                    value => match self.constant_array(value, from) {
                        Some(from) => self.copy_view(&view, &from, call),
                        None => self.errors.push(*from, "an array of numbers is needed here"),
                    },
                }
                Value::Unit
            }
            ("swap", [a, b]) => self.swap_elements(&view, a, b),
            ("map", [_]) if matches!(view.shape, Shape::Fixed(..)) => self.mapped_array(&view, arguments[0]),
            _ => {
                arguments.iter().for_each(|argument| drop(self.expr(argument)));
                self.refuse(&call.method, unknown_array_method(name))
            }
        }
    }

    /// Pushes what an array or an iterator gives.
    fn extend(&mut self, view: &View, values: &Expr, call: &ExprMethodCall) -> Value {
        let value = self.place(values);
        let Some(iter) = self.as_iter(value, values) else { return Value::Unknown };
        if !view.path.is_empty() || !matches!(&view.shape, Shape::Vec(inner) if matches!(**inner, Shape::Real)) {
            return self.refuse(
                &call.method,
                "this is read on a `Vec<f64>` that is a variable; for rows, make `vec![vec![0.0; m]; n]` first and assign to them",
            );
        }
        let place = call.method.to_token_stream();
        let before = std::mem::replace(&mut self.branch_place, place.clone());
        self.append_all(view.array, iter, place);
        self.branch_place = before;
        Value::Unit
    }

    fn push(&mut self, view: View, value: &Expr, call: &ExprMethodCall) -> Value {
        if !view.path.is_empty() || !matches!(&view.shape, Shape::Vec(inner) if matches!(**inner, Shape::Real)) {
            return self.refuse(
                &call.method,
                "`push` is read on a `Vec<f64>` that is a variable; for rows, make `vec![vec![0.0; m]; n]` first and assign to them",
            );
        }
        if let Some(value) = self.real(value) {
            self.written(&Place { array: view.array, path: Vec::new() });
            let value = self.here(value);
            self.step(Step::Append { array: view.array, value });
        }
        Value::Unit
    }
}

fn unknown_array_method(name: &str) -> String {
    let hint = match name {
        "sort_by_key" | "sort_by_cached_key" | "sort_unstable_by_key" => "write `sort_by(|a, b| a.total_cmp(b))`",
        "concat" | "join" | "append" => "push the elements in a loop",
        "pop" | "clear" | "truncate" | "remove" | "insert" | "resize" | "drain" => {
            "make the array in its full length and index it"
        }
        "rotate_left" | "rotate_right" | "copy_within" => "assign the elements in a loop",
        _ => "write it with loops and indices",
    };
    format!("the method `{name}` of arrays is not read; {hint}")
}
