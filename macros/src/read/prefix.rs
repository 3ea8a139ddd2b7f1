//! A `Vec` that also gets shorter: the first elements of an array that only grows, as many as a variable says.
//!
//! ```text
//! let mut v = x.to_vec();    v = x.to_vec(), n = v.len()      the `Vec` is v[..n]
//! v.push(a)                  if n < v.len() { v[n] = a } else { v.push(a) }    n += 1
//! v.pop()                    v[n - 1] where n > 0             n -= 1
//! v.insert(i, a)             v.push(a)                        v[i..n].rotate_right(1)
//! v.remove(i)                v[i]                             v[i..n].rotate_left(1)    n -= 1
//! ```

use gradus_engine::program::procedure::{ArrayId, Index};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::{Access, Iter};
use super::jumps::Found;
use super::loops::{Over, Parts};
use super::optional::none;
use super::scope::CellId;
use super::shape::Shape;
use super::text::plain;
use super::value::{Class, Constant, Value, View, element};

/// Whether a method makes a `Vec` shorter, or longer otherwise than at its end.
pub(super) fn shortens(method: &str) -> bool {
    matches!(
        method,
        "pop"
            | "clear"
            | "truncate"
            | "resize"
            | "insert"
            | "remove"
            | "swap_remove"
            | "drain"
            | "split_off"
            | "retain"
            | "dedup"
            | "append"
    )
}

/// Whether a method changes the length of a `Vec`.
pub(super) fn changes_length(method: &str) -> bool {
    shortens(method) || matches!(method, "push" | "extend" | "extend_from_slice")
}

/// Such a `Vec`.
#[derive(Clone, Copy)]
pub(super) struct Prefix {
    pub(super) array: ArrayId,
    pub(super) count: CellId,
}

impl Reader<'_> {
    /// The variable that a `let mut` of a `Vec` makes, where it also gets shorter, or other contents.
    pub(super) fn shortened(&mut self, view: &View, name: &str) -> Option<Value> {
        let Shape::Vec(inner) = &view.shape else { return None };
        let plain = matches!(**inner, Shape::Real | Shape::Parts(_)) || self.fixed_zero(inner).is_some();
        // what is pushed to and gets other contents has both lengths
        let replaced = self.facts.grows(name) && self.depths.assigned_inside(name) && !self.facts.keeps_length(name);
        if !plain || !view.path.is_empty() || !(self.facts.shortens(name) || replaced) {
            return None;
        }
        let length = self.length(view);
        let count = self.once(length);
        let count = self.cells.add(format!("{name}_len"), Value::Constant(count));
        Some(Value::Prefix(view.array, count))
    }

    /// What such a variable is now.
    pub(super) fn prefix(&mut self, array: ArrayId, count: CellId) -> Value {
        let all = self.whole(array);
        let Value::Constant(count) = self.cells.value(count).clone() else { return Value::Unknown };
        let count = count.operand();
        self.sliced(&all, Constant::new(quote!(..#count), Class::Any)).map_or(Value::Unknown, Value::View)
    }

    /// A method that changes the length of such a variable; `None` where it is another.
    pub(super) fn prefix_method(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let Expr::Path(path) = super::forms::bare(&call.receiver) else { return None };
        let Value::Prefix(array, count) = *self.cells.get(path.path.get_ident()?)? else { return None };
        let name = plain(&call.method);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let place = std::mem::replace(&mut self.branch_place, call.method.to_token_stream());
        let value = self.changed_length(Prefix { array, count }, call, &name, &arguments);
        self.branch_place = place;
        value
    }

    fn changed_length(&mut self, vec: Prefix, call: &ExprMethodCall, name: &str, arguments: &[&Expr]) -> Option<Value> {
        Some(match (name, arguments) {
            ("push", [value]) => {
                let value = self.given(vec, value);
                self.put_last(vec, value, call);
                Value::Unit
            }
            ("extend" | "extend_from_slice", [values]) => {
                let value = self.place(values);
                let Some(iter) = self.as_iter(value, values) else { return Some(Value::Unknown) };
                self.put_all(vec, iter, call);
                Value::Unit
            }
            ("append", [other]) => self.joined(vec, other, call),
            ("pop", []) => self.popped(vec),
            ("clear", []) => {
                self.set_count(vec, Constant::number(0));
                Value::Unit
            }
            ("truncate", [length]) => {
                let Some(length) = self.position(length) else { return Some(Value::Unknown) };
                let count = self.count(vec).operand();
                self.set_count(vec, Constant::integer(quote!(usize::min(#count, #length))));
                Value::Unit
            }
            ("resize", [length, value]) => self.resized(vec, length, value, call),
            ("insert", [at, value]) => {
                let Some(at) = self.position(at) else { return Some(Value::Unknown) };
                let value = self.given(vec, value);
                self.put_last(vec, value, call);
                self.turn(vec, &at, quote!(1), false, call);
                Value::Unit
            }
            ("remove" | "swap_remove", [at]) => {
                let Some(at) = self.position(at) else { return Some(Value::Unknown) };
                self.removed(vec, &at, name == "remove", call)
            }
            ("split_off", [at]) => {
                let Some(at) = self.position(at) else { return Some(Value::Unknown) };
                let Some(rest) = self.part(vec, quote!(#at..)) else { return Some(Value::Unknown) };
                let rest = self.copy_by_method(&rest, "to_vec");
                self.set_count(vec, Constant::integer(at));
                Value::View(rest)
            }
            ("drain", [range]) => self.drained(vec, range, call),
            ("clone_from", [from]) => {
                let value = self.place(from).peeled();
                self.replace_prefix(vec.array, vec.count, value, &call.receiver);
                Value::Unit
            }
            ("retain", [keeps]) => self.retained(vec, keeps, call),
            ("dedup", []) => self.without_repeats(vec, call),
            _ => return None,
        })
    }

    pub(super) fn count(&self, vec: Prefix) -> Constant {
        match self.cells.value(vec.count) {
            Value::Constant(count) => count.clone(),
            _ => Constant::number(0),
        }
    }

    pub(super) fn set_count(&mut self, vec: Prefix, count: Constant) {
        let count = match count.literal {
            Some(_) => count,
            None => {
                let name = self.cells.cell(vec.count).name.clone();
                match self.kept(Value::Constant(count), &name) {
                    Value::Constant(count) => count,
                    _ => return,
                }
            }
        };
        self.cells.set(vec.count, Value::Constant(count));
    }

    /// An integer that is looked at several times.
    fn position(&mut self, expr: &Expr) -> Option<TokenStream> {
        let value = self.expr(expr);
        let at = self.as_constant(value, expr)?;
        Some(self.once(at).operand())
    }

    /// A part of what there is.
    fn part(&mut self, vec: Prefix, range: TokenStream) -> Option<View> {
        let Value::View(all) = self.prefix(vec.array, vec.count) else { return None };
        self.sliced(&all, Constant::new(range, Class::Any))
    }

    /// A value for a new element.
    fn given(&mut self, vec: Prefix, value: &Expr) -> Value {
        let all = self.whole(vec.array);
        let value = self.shaped(value, element(&all.shape).cloned(), "");
        self.loaded_deep(value)
    }

    /// `push`
    fn put_last(&mut self, vec: Prefix, value: Value, place: &dyn ToTokens) {
        let (all, count) = (self.whole(vec.array), self.count(vec));
        let (length, at) = (self.length(&all).operand(), count.operand());
        let room = Constant { volatile: true, ..Constant::new(quote!(#at < #length), Class::Bool) };
        let room = self.settled(room, "");
        self.chosen(
            room,
            &mut |reader| {
                reader.put(&all, count.clone(), value.clone(), place);
                Value::Unit
            },
            &mut |reader| {
                reader.append(&all, value.clone(), place);
                Value::Unit
            },
        );
        self.set_count(vec, Constant::integer(quote!(#at + 1)));
    }

    fn put_all(&mut self, vec: Prefix, iter: Iter, call: &ExprMethodCall) {
        let place = call.method.to_token_stream();
        self.run(iter, None, vec![vec.count], place, "i", &mut |reader, value| {
            let value = reader.loaded_deep(value);
            reader.put_last(vec, value, call);
        });
    }

    /// `a.append(&mut b)`
    fn joined(&mut self, vec: Prefix, other: &Expr, call: &ExprMethodCall) -> Value {
        let other_name = match other {
            Expr::Reference(reference) => self.variable(&reference.expr),
            _ => None,
        };
        let other_vec = match other_name.map(|(cell, _)| self.cells.value(cell).clone()) {
            Some(Value::Prefix(array, count)) => Prefix { array, count },
            _ => return self.refuse(other, "`append` is read of a local `Vec` of numbers: `a.append(&mut b)`"),
        };
        if let Value::View(all) = self.prefix(other_vec.array, other_vec.count) {
            self.put_all(vec, Iter::View(all, Access::Shared), call);
        }
        self.set_count(other_vec, Constant::number(0));
        Value::Unit
    }

    /// `pop`
    fn popped(&mut self, vec: Prefix) -> Value {
        let count = self.count(vec).operand();
        let present = Constant::new(quote!(#count > 0), Class::Bool);
        let present = self.settled(present, "");
        self.set_count(vec, Constant::integer(quote!(usize::saturating_sub(#count, 1))));
        self.chosen(
            present,
            &mut |reader| {
                let last = reader.taken(vec);
                Value::Optional(Constant::truth(true), Box::new(last))
            },
            &mut |_| none(),
        )
    }

    /// `pop().unwrap()`
    pub(super) fn popped_surely(&mut self, expr: &Expr) -> Option<Value> {
        let Expr::MethodCall(call) = super::forms::bare(expr) else { return None };
        let Expr::Path(path) = super::forms::bare(&call.receiver) else { return None };
        let Value::Prefix(array, count) = *self.cells.get(path.path.get_ident()?)? else { return None };
        if call.method != "pop" || !call.args.is_empty() {
            return None;
        }
        let vec = Prefix { array, count };
        let before = self.count(vec).operand();
        self.set_count(vec, Constant::integer(quote!(#before - 1)));
        Some(self.taken(vec))
    }

    /// The element behind what there is.
    fn taken(&mut self, vec: Prefix) -> Value {
        let (all, count) = (self.whole(vec.array), self.count(vec));
        let index = self.index(count);
        self.element_copied(&all, index)
    }

    pub(super) fn element_copied(&mut self, all: &View, index: Index) -> Value {
        match self.element_at(all, index) {
            Value::View(row) if row.rank() > 0 && row.parts().is_none() => {
                Value::View(self.copy_by_method(&row, "clone"))
            }
            value => self.loaded(value),
        }
    }

    /// `resize`
    fn resized(&mut self, vec: Prefix, length: &Expr, value: &Expr, call: &ExprMethodCall) -> Value {
        let Some(length) = self.position(length) else { return Value::Unknown };
        let value = self.given(vec, value);
        let count = self.count(vec).operand();
        let more = self.once(Constant::integer(quote!(usize::saturating_sub(#length, #count)))).operand();
        let over = Over::Items(quote!(0..#more), Class::Integer, "i".to_owned());
        let place = self.branch_place.clone();
        self.repeat(Parts { over, found: Found::Label(None), assigned: vec![vec.count], place }, &mut |reader, _| {
            reader.put_last(vec, value.clone(), call);
        });
        self.set_count(vec, Constant::integer(length));
        Value::Unit
    }

    /// `remove`, and `swap_remove` where the order is not kept.
    fn removed(&mut self, vec: Prefix, at: &TokenStream, ordered: bool, call: &ExprMethodCall) -> Value {
        let Value::View(all) = self.prefix(vec.array, vec.count) else { return Value::Unknown };
        let index = self.index(Constant::integer(at.clone()));
        let value = self.element_copied(&all, index);
        let count = self.count(vec).operand();
        if ordered {
            self.turn(vec, at, quote!(1), true, call);
        } else {
            let last = self.index(Constant::integer(quote!(#count - 1)));
            let last = self.element_copied(&all, last);
            self.put(&all, Constant::integer(at.clone()), last, call);
        }
        self.set_count(vec, Constant::integer(quote!(#count - 1)));
        value
    }

    /// Turns what stands from a position on.
    fn turn(&mut self, vec: Prefix, from: &TokenStream, by: TokenStream, left: bool, call: &ExprMethodCall) {
        if let Some(rest) = self.part(vec, quote!(#from..)) {
            self.turned(&rest, Constant::integer(by), left, call);
        }
    }

    /// `drain(a..b)`
    fn drained(&mut self, vec: Prefix, range: &Expr, call: &ExprMethodCall) -> Value {
        let Expr::Range(range) = super::forms::bare(range) else {
            return self.refuse(range, "`drain` is read of a range: `a..b`");
        };
        let start = match &range.start {
            Some(start) => self.position(start),
            None => Some(quote!(0)),
        };
        let count = self.count(vec).operand();
        let end = match &range.end {
            Some(end) => self.position(end),
            None => Some(count.clone()),
        };
        let (Some(start), Some(end)) = (start, end) else { return Value::Unknown };
        let end = match range.limits {
            syn::RangeLimits::Closed(_) => quote!((#end + 1)),
            syn::RangeLimits::HalfOpen(_) => end,
        };
        let Some(part) = self.part(vec, quote!(#start..#end)) else { return Value::Unknown };
        let part = self.copy_by_method(&part, "to_vec");
        let gone = self.once(Constant::integer(quote!(#end - #start))).operand();
        if range.end.is_some() {
            self.turn(vec, &start, gone.clone(), true, call);
        }
        self.set_count(vec, Constant::integer(quote!(#count - #gone)));
        self.as_iter(Value::View(part), &call.receiver).map_or(Value::Unknown, |iter| Value::Iter(Box::new(iter)))
    }

    /// `std::mem::take(&mut v)`
    pub(super) fn taken_prefix(&mut self, expr: &Expr) -> Option<Value> {
        let (cell, _) = self.variable(expr)?;
        let Value::Prefix(array, count) = *self.cells.value(cell) else { return None };
        let Value::View(content) = self.prefix(array, count) else { return None };
        let content = self.copy_by_method(&content, "to_vec");
        self.set_count(Prefix { array, count }, Constant::number(0));
        Some(Value::View(content))
    }

    /// Gives such a variable another content.
    pub(super) fn replace_prefix(&mut self, array: ArrayId, count: CellId, value: Value, place: &Expr) {
        let vec = Prefix { array, count };
        let value = match value {
            Value::View(view) if view.array == array => Value::View(self.copied(&view, "")),
            Value::Constant(constant) => {
                let shape = self.whole(array).shape;
                let array = self.local_constant(constant.tokens, shape, "", true);
                Value::View(self.whole(array))
            }
            value => value,
        };
        let Some(iter) = self.as_iter(value, place) else { return };
        self.set_count(vec, Constant::number(0));
        let tokens = place.to_token_stream();
        self.run(iter, None, vec![count], tokens.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value);
            reader.put_last(vec, value, &tokens);
        });
    }
}
