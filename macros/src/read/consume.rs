//! What ends an iterator: sums, folds, loops, collections.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::{Callable, Iter};
use super::optional::none;
use super::ownership::has_arrays;
use super::scope::CellId;
use super::value::{Class, Constant, Value};

impl Reader<'_> {
    /// A method of an iterator.
    pub(super) fn iter_method(&mut self, iter: Iter, call: &ExprMethodCall, name: &str, arguments: &[&Expr]) -> Value {
        let place = call.method.to_token_stream();
        let before = std::mem::replace(&mut self.branch_place, place.clone());
        let counts = matches!((name, arguments), ("count" | "last" | "nth", _)) && iter.is_positional();
        let value = match (name, arguments) {
            _ if counts && self.leaves_out_changes(&iter, call) => Value::Unknown,
            ("sum" | "product", []) => self.summed(iter, call, place),
            ("try_for_each", [function]) => self.done_while(iter, function, place),
            ("fold" | "try_fold", [init, function]) => self.accumulated(iter, name, init, function, place),
            ("rfold", [init, function]) if iter.is_positional() => {
                self.accumulated(Iter::Rev(Box::new(iter)), name, init, function, place)
            }
            ("reduce" | "max_by" | "min_by" | "for_each" | "partition", [function]) => {
                self.ended_by(iter, name, function, place)
            }
            ("collect", []) => self.collected(iter, call, place),
            ("unzip", []) => self.unzipped(iter, place),
            ("len" | "count", []) if iter.is_positional() => match self.count_of(&iter) {
                Some(count) => Value::Constant(count),
                None => self.refuse(&call.method, "this iterator has no end"),
            },
            ("clone", []) => Value::Iter(Box::new(iter)),
            ("last", []) if iter.is_positional() => self.nth(iter, None),
            ("next", []) if iter.is_positional() && self.kept_iterator(&call.receiver).is_some() => {
                self.next_of(iter, call)
            }
            ("next" | "next_back" | "nth" | "nth_back" | "by_ref", _)
                if self.kept_iterator(&call.receiver).is_some() =>
            {
                arguments.iter().for_each(|argument| drop(self.expr(argument)));
                self.refuse(
                    &call.method,
                    format_args!("`{name}` is not read on an iterator that has a name; index the array, or split it"),
                )
            }
            ("next", []) if iter.is_positional() => self.nth(iter, Some(Constant::number(0))),
            ("nth", [position]) if iter.is_positional() => {
                let value = self.expr(position);
                match self.as_constant(value, position) {
                    Some(position) => self.nth(iter, Some(position)),
                    None => Value::Unknown,
                }
            }
            _ => {
                let errors = self.errors.count();
                match self.adapted(iter, call, name, arguments) {
                    Some(iter) => Value::Iter(Box::new(iter)),
                    None if self.errors.count() > errors => Value::Unknown,
                    None => {
                        arguments.iter().for_each(|argument| drop(self.expr(argument)));
                        self.refuse(&call.method, unknown_method(name))
                    }
                }
            }
        };
        self.branch_place = before;
        value
    }

    /// The variable that an iterator is, which goes on where it stopped.
    pub(super) fn kept_iterator(&self, receiver: &Expr) -> Option<CellId> {
        match receiver {
            Expr::Paren(inner) => self.kept_iterator(&inner.expr),
            Expr::Reference(inner) => self.kept_iterator(&inner.expr),
            Expr::Unary(inner) => self.kept_iterator(&inner.expr),
            Expr::Path(path) => {
                let cell = self.cells.scope.get(path.path.get_ident()?)?;
                matches!(self.cells.value(cell).peel(), Value::Iter(_)).then_some(cell)
            }
            Expr::Field(_) | Expr::Index(_) => Some(CellId::MAX),
            _ => None,
        }
    }

    /// The next element of an iterator that has a name; the others stay.
    fn next_of(&mut self, iter: Iter, call: &ExprMethodCall) -> Value {
        let here = self.frame().serial;
        let Some(cell) = self.kept_iterator(&call.receiver).filter(|cell| self.iterators.get(cell) == Some(&here))
        else {
            return self.refuse(
                &call.method,
                "`next` is read in the block where its iterator is made, and in the head of `while let`; else write a `for` loop",
            );
        };
        let first = self.nth(iter.clone(), Some(Constant::number(0)));
        let others = Iter::Skip(Box::new(iter), Constant::number(1));
        self.cells.set(cell, Value::Iter(Box::new(others)));
        first
    }

    /// `fold`, `rfold`, `try_fold`
    fn accumulated(&mut self, iter: Iter, name: &str, init: &Expr, function: &Expr, place: TokenStream) -> Value {
        let init = self.expr(init);
        let Some(callable) = self.callable(function) else { return Value::Unknown };
        match name {
            "try_fold" => self.folded_while(iter, init, &callable, place),
            _ => self.folded(iter, init, &callable, place),
        }
    }

    /// What ends an iterator by a function of its elements.
    fn ended_by(&mut self, iter: Iter, name: &str, function: &Expr, place: TokenStream) -> Value {
        let Some(callable) = self.callable(function) else { return Value::Unknown };
        match name {
            "reduce" => self.reduced_by(iter, &callable, place),
            "partition" => self.partitioned(iter, &callable, place),
            "for_each" => {
                let assigned = self.assigned_by(&[&callable]);
                self.run(iter, None, assigned, place, "i", &mut |reader, value| {
                    reader.called(&callable, vec![value]);
                });
                Value::Unit
            }
            name => self.extreme(iter, &callable, name == "max_by", place),
        }
    }

    /// A variable that the reader makes up.
    pub(super) fn hidden(&mut self, name: &str, value: Value) -> CellId {
        self.cells.add(name.to_owned(), value)
    }

    /// `fold(init, |a, v| ..)`
    fn folded(&mut self, iter: Iter, init: Value, callable: &Callable, place: TokenStream) -> Value {
        let init = self.start_of("folded", init, callable);
        // arrays of its own, which each element changes
        let arrays = has_arrays(&init);
        let init = if arrays { self.copied_value(init) } else { init };
        let cell = self.hidden("folded", init);
        let mut assigned = self.assigned_by(&[callable]);
        assigned.push(cell);
        self.run(iter, None, assigned, place.clone(), "i", &mut |reader, value| {
            let old = reader.cells.value(cell).clone();
            let new = reader.called(callable, vec![old.clone(), value]);
            let new = match arrays {
                true => reader.assigned_value(&old, new, "folded", &place),
                false => reader.kept(new, "folded"),
            };
            reader.cells.set(cell, new);
        });
        self.cells.value(cell).clone()
    }

    /// `try_fold(a, |a, v| ..)` with an `Option`: a fold that ends where there is none.
    fn folded_while(&mut self, iter: Iter, init: Value, callable: &Callable, place: TokenStream) -> Value {
        let init = self.start_of("folded", init, callable);
        if has_arrays(&init) {
            return self.refuse(place, "`try_fold` is read with numbers; write a `for` loop with `break`");
        }
        let cell = self.hidden("folded", Value::Optional(Constant::truth(true), Box::new(init)));
        let mut assigned = self.assigned_by(&[callable]);
        assigned.push(cell);
        self.run(iter, None, assigned, place.clone(), "i", &mut |reader, value| {
            let own = reader.innermost_loop();
            let Value::Optional(_, old) = reader.cells.value(cell).clone() else { return };
            let new = reader.called_perhaps(callable, vec![*old, value]);
            match reader.kept(new, "folded") {
                Value::Optional(present, new) => {
                    reader.cells.set(cell, Value::Optional(present.clone(), new));
                    reader.chosen(present, &mut |_| Value::Unit, &mut |reader| {
                        reader.leave_loop(own);
                        Value::Unit
                    });
                }
                value if value.is_void() => {}
                _ => reader.errors.push(
                    place.clone(),
                    "`try_fold` is read with a closure that gives numbers in `Some(..)`, or `None`",
                ),
            }
        });
        self.cells.value(cell).clone()
    }

    /// What a variable that closures hand on is first; it may become a number that varies.
    pub(super) fn start_of(&mut self, name: &str, init: Value, callable: &Callable) -> Value {
        match init {
            Value::Constant(constant) if constant.class == Class::Any && self.folds_real(callable) => {
                Value::Real(self.real_constant(constant, name))
            }
            init => self.kept(init, name),
        }
    }

    fn folds_real(&self, callable: &Callable) -> bool {
        match callable {
            Callable::Path(path) => path.to_token_stream().to_string().contains(self.float),
            Callable::Closure(closure) => self.looks_real(&closure.expr.body),
        }
    }

    /// `reduce(|a, v| ..)`: a fold that starts with the first element.
    fn reduced_by(&mut self, iter: Iter, callable: &Callable, place: TokenStream) -> Value {
        if !iter.is_positional() {
            return self.refuse(place, "`reduce` is read on iterators without a filter; write `fold`");
        }
        let Some(count) = self.count_of(&iter) else {
            return self.refuse(place, "this iterator has no end");
        };
        let first = self.nth_read(iter.clone(), Constant::number(0));
        let Value::Optional(_, first) = first else { return Value::Unknown };
        let first = first.peeled();
        let rest = Iter::Skip(Box::new(iter), Constant::number(1));
        let value = self.folded(rest, first, callable, place);
        let count = count.operand();
        let present = Constant::new(quote!(#count > 0), Class::Bool);
        Value::Optional(present, Box::new(value))
    }

    /// One element; `None` for the last. Elements of arrays are read where the value is looked at.
    pub(super) fn nth(&mut self, iter: Iter, position: Option<Constant>) -> Value {
        let Some(count) = self.count_of(&iter) else {
            let place = self.branch_place.clone();
            return self.refuse(place, "this iterator has no end");
        };
        let (count, last) = (self.steady(count), position.is_none());
        let literals = (count.literal, position.as_ref().map_or(Some(0), |position| position.literal));
        let count = count.operand();
        let (present, at) = match position {
            Some(position) => {
                let at = position.operand();
                (quote!(#at < #count), position)
            }
            None => (quote!(#count > 0), Constant::integer(quote!(#count - 1))),
        };
        let present = match literals {
            (Some(count), Some(at)) => Constant::truth(at < count),
            _ if iter.ends_where_read(last) => Constant::new(present, Class::Bool),
            // what stands there may be read all the same, so this is what says whether it is there
            _ => self.once(Constant::new(present, Class::Bool)),
        };
        if iter.callables().is_empty() {
            let element = self.unread(&iter, at);
            return Value::Optional(present, Box::new(element));
        }
        self.chosen(
            present,
            &mut |reader| {
                let mut element = Value::Unknown;
                reader.visit(&iter, at.clone(), &[], &mut |reader, value| element = reader.loaded_deep(value));
                Value::Optional(Constant::truth(true), Box::new(element))
            },
            &mut |_| none(),
        )
    }

    /// An element, of which nothing is read yet.
    pub(super) fn unread(&mut self, iter: &Iter, at: Constant) -> Value {
        let before = std::mem::replace(&mut self.places_only, true);
        let mut element = Value::Unknown;
        self.visit(iter, at, &[], &mut |_, value| element = value);
        self.places_only = before;
        element
    }

    /// One element where there is one, read here.
    pub(super) fn nth_read(&mut self, iter: Iter, position: Constant) -> Value {
        match self.nth(iter, Some(position)) {
            Value::Optional(present, element) => self.read_where(present, &element),
            value => value,
        }
    }

    /// What an `Option` holds is read here, where there is something.
    pub(super) fn read_where(&mut self, present: Constant, value: &Value) -> Value {
        self.chosen(
            present,
            &mut |reader| {
                let value = reader.loaded_deep(value.clone());
                Value::Optional(Constant::truth(true), Box::new(value))
            },
            &mut |_| none(),
        )
    }
}

fn unknown_method(name: &str) -> String {
    let hint = match name {
        "max_by_key" | "min_by_key" | "max" | "min" => {
            "; write `.fold(f64::NEG_INFINITY, f64::max)`; for a position give the type: `let i: usize = ..`"
        }
        "next" | "peek" | "peekable" | "nth" | "last" => "; index the array, or write a `for` loop",
        _ => "; write a `for` loop",
    };
    format!("the method `{name}` of iterators is not read here{hint}")
}
