//! Iterators that are not run yet: where their elements come from, by position.

use proc_macro2::Span;
use quote::quote;
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::{Access, Callable, Iter};
use super::scope::CellId;
use super::text::plain;
use super::value::{Class, Constant, Refs, Value, View};

impl Reader<'_> {
    /// A value as an iterator, unless it is none, which is reported at `place`.
    pub(super) fn as_iter(&mut self, value: Value, place: &Expr) -> Option<Iter> {
        match value {
            Value::Iter(iter) => Some(*iter),
            Value::Place(cell, members) => {
                let value = self.at_place(cell, &members);
                self.as_iter(Value::Ref(Box::new(value), true), place)
            }
            Value::View(view) if view.rank() > 0 => {
                let access =
                    match (self.referred.contains(&view.array) && view.path.is_empty(), self.is_writable(view.array)) {
                        (true, true) => Access::Mutable,
                        (true, false) => Access::Shared,
                        _ => Access::Value,
                    };
                Some(Iter::View(view, access))
            }
            Value::Ref(inner, mutable) => match *inner {
                Value::View(view) if view.rank() > 0 => {
                    Some(Iter::View(view, if mutable { Access::Mutable } else { Access::Shared }))
                }
                Value::Constant(constant) => Some(self.elements_of(constant)),
                inner => self.as_iter(inner, place),
            },
            Value::Constant(constant) => {
                let tokens = constant.operand();
                let (named, exclusive) = (constant.simple, constant.volatile && constant.refs == Refs::Unknown);
                let constant = self.settled(constant, "");
                let tokens = match (named, exclusive) {
                    (true, true) => quote!(#tokens.clone()),
                    // a reference stays one
                    (true, false) => quote!(::core::clone::Clone::clone(&#tokens)),
                    (false, _) => constant.tokens,
                };
                let tokens = quote!(::core::iter::IntoIterator::into_iter(#tokens));
                Some(Iter::Opaque(Constant::new(tokens, Class::Any)))
            }
            Value::Unknown | Value::Never => {
                self.not_read(&place);
                None
            }
            _ => {
                self.errors.push(place, "only ranges, arrays, slices and iterators over them are looped over");
                None
            }
        }
    }

    /// What is called on each element.
    pub(super) fn callable(&mut self, expr: &Expr) -> Option<Callable> {
        match expr {
            Expr::Path(path) if path.path.get_ident().is_none_or(|name| self.cells.get(name).is_none()) => {
                Some(Callable::Path(path.clone()))
            }
            expr => match self.expr(expr).peeled() {
                Value::Closure(closure) => Some(Callable::Closure(closure)),
                Value::Unknown => {
                    self.not_read(expr);
                    None
                }
                _ => {
                    self.errors.push(expr, "a closure or the path of a function is needed here");
                    None
                }
            },
        }
    }

    /// The value of a call on values.
    pub(super) fn called(&mut self, callable: &Callable, values: Vec<Value>) -> Value {
        match callable {
            Callable::Closure(closure) => self.inlined(closure, values, &closure.expr),
            Callable::Path(path) => self.called_path(path, values, &mut |reader, call| reader.call(call, None)),
        }
    }

    /// References to the elements of constants: by position, unless they have none.
    fn elements_of(&mut self, constant: Constant) -> Iter {
        let unordered = self.unindexed.contains(&constant.tokens.to_string());
        let constant = self.as_it_is(constant);
        if !unordered {
            return Iter::Sequence(constant, true);
        }
        let tokens = constant.operand();
        Iter::Opaque(Constant::new(quote!(#tokens.iter()), Class::Any))
    }

    /// The value of the call of a path on values.
    pub(super) fn called_path(
        &mut self,
        path: &syn::ExprPath,
        values: Vec<Value>,
        read: &mut dyn FnMut(&mut Self, &syn::ExprCall) -> Value,
    ) -> Value {
        // the arguments become variables that no name of the user's meets
        let depth = self.cells.scope.depth();
        let names: Vec<proc_macro2::Ident> =
            (0..values.len()).map(|n| proc_macro2::Ident::new(&format!("__argument{n}"), Span::call_site())).collect();
        for (name, value) in names.iter().zip(values) {
            let value = match value {
                Value::Ref(inner, mutable) if matches!(&*inner, Value::View(view) if view.rank() > 0) => {
                    Value::Ref(inner, mutable)
                }
                value => self.loaded(value.peeled()),
            };
            self.cells.bind(name, value);
        }
        let call: syn::ExprCall = syn::parse_quote!(#path(#(#names),*));
        let value = read(self, &call);
        let value = self.loaded(value);
        self.cells.scope.leave(depth);
        value
    }

    /// A sequence of constants that is looked at from here on; of one that may change later, a copy.
    fn as_it_is(&mut self, constant: Constant) -> Constant {
        if !constant.volatile || !constant.simple {
            return self.once(constant);
        }
        let tokens = constant.operand();
        let copy = if constant.refs == Refs::Unknown { quote!(#tokens.to_vec()) } else { quote!(#tokens.clone()) };
        self.once(Constant { tokens: copy, simple: false, refs: Refs::Plain, ..constant })
    }

    /// The iterator that a method of a constant gives; `None` when it is no such method.
    pub(super) fn constant_iter(
        &mut self,
        constant: &Constant,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Option<Iter> {
        match (name, arguments) {
            ("iter", []) => Some(self.elements_of(constant.clone())),
            ("into_iter", []) => self.as_iter(Value::Constant(constant.clone()), &syn::parse_quote!(it)),
            ("map" | "filter" | "zip" | "enumerate" | "flat_map", _) => {
                let opaque = Iter::Opaque(self.settled(constant.clone(), ""));
                self.adapted(opaque, call, name, arguments)
            }
            _ => None,
        }
    }

    /// The iterator that a method of an array gives; `None` when it is no such method.
    pub(super) fn array_iter(
        &mut self,
        view: &View,
        referred: Option<bool>,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Option<Value> {
        let iter = |iter: Iter| Some(Value::Iter(Box::new(iter)));
        match (name, arguments) {
            ("iter", []) => iter(Iter::View(view.clone(), Access::Shared)),
            ("iter_mut", []) => iter(Iter::View(view.clone(), Access::Mutable)),
            ("into_iter", []) => {
                let value = Value::View(view.clone());
                let value = match referred {
                    Some(mutable) => Value::Ref(Box::new(value), mutable),
                    None => value,
                };
                self.as_iter(value, &call.receiver).map(|it| Value::Iter(Box::new(it)))
            }
            ("windows" | "chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut", [length]) => {
                let value = self.expr(length);
                let Some(length) = self.as_constant(value, length) else { return Some(Value::Unknown) };
                let length = self.once(length);
                iter(match name {
                    "windows" => Iter::Windows(view.clone(), length),
                    _ => Iter::Chunks(view.clone(), length, name.contains("exact"), name.ends_with("mut")),
                })
            }
            _ => None,
        }
    }

    /// An iterator made of another by a method; `None` when the method is another, or after an error.
    pub(super) fn adapted(
        &mut self,
        iter: Iter,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Option<Iter> {
        const BY_POSITION: [&str; 6] = ["enumerate", "rev", "skip", "step_by", "zip", "take"];
        let iter = match iter {
            Iter::Opaque(constants) if BY_POSITION.contains(&name) => self.listed(constants),
            iter if BY_POSITION.contains(&name) => typed_by_use(iter),
            iter => iter,
        };
        let boxed = Box::new(iter);
        let positional = boxed.is_positional();
        if !positional && let ("enumerate", []) | ("zip", [_]) = (name, arguments) {
            let cell = self.hidden("count", super::chain::counted_none());
            return Some(match arguments {
                [other] => Iter::Beside(boxed, Box::new(self.zipped(other)?), cell),
                _ => Iter::Counted(boxed, cell),
            });
        }
        if let ("take", [count], true) = (name, arguments, boxed.gives_one_of_each()) {
            let count = self.item_count(count)?;
            return Some(boxed.taking(count));
        }
        if BY_POSITION.contains(&name) && !positional {
            let message = format_args!(
                "`{name}` after a filter or on such an iterator is not read; write a `for` loop with a counter"
            );
            self.errors.push(&call.method, message);
            return None;
        }
        let leaves_out = matches!(name, "skip" | "step_by") || name == "rev" && boxed.zips();
        if leaves_out && self.leaves_out_changes(&boxed, call) {
            return None;
        }
        Some(match (name, arguments) {
            ("into_iter" | "iter" | "by_ref" | "fuse", []) => *boxed,
            ("copied" | "cloned", []) => Iter::Copied(boxed),
            ("enumerate", []) => Iter::Enumerate(boxed),
            ("rev", []) => Iter::Rev(boxed),
            ("skip" | "step_by", [count]) => {
                let count = self.item_count(count)?;
                if name == "skip" { Iter::Skip(boxed, count) } else { Iter::StepBy(boxed, count) }
            }
            ("zip", [other]) => {
                let other = self.zipped(other)?;
                if self.goes_beyond(&boxed, &other, call) {
                    return None;
                }
                Iter::Zip(boxed, Box::new(other))
            }
            ("cycle", []) if positional => Iter::Cycle(boxed),
            ("chain", [other]) => {
                let value = self.place(other);
                let other = self.as_iter(value, other)?;
                Iter::Chain(boxed, Box::new(other))
            }
            ("map", [function]) => {
                let function = self.callable(function)?;
                Iter::Map(Box::new(of_integers(*boxed, &function)), function)
            }
            ("filter", [function]) => Iter::Filter(boxed, self.callable(function)?),
            ("filter_map" | "map_while", [function]) => {
                Iter::FilterMap(boxed, self.callable(function)?, name == "map_while")
            }
            ("skip_while", [function]) => {
                let function = self.callable(function)?;
                let yes = Value::Bool(self.truth(true));
                Iter::SkipWhile(boxed, function, self.hidden("skipping", yes))
            }
            ("scan", [init, function]) => {
                let init = self.expr(init);
                let function = self.callable(function)?;
                let init = self.start_of("state", init, &function);
                let cell = self.hidden("state", init.clone());
                Iter::Scan(boxed, function, cell, Box::new(init))
            }
            ("take_while", [function]) => Iter::TakeWhile(boxed, self.callable(function)?),
            ("flat_map", [function]) => Iter::FlatMap(boxed, Some(self.callable(function)?)),
            ("flatten", []) => Iter::FlatMap(boxed, None),
            _ => return None,
        })
    }

    /// Reports a method that leaves elements out, where `std` calls a closure on these too and that changes something.
    pub(super) fn leaves_out_changes(&mut self, iter: &Iter, call: &ExprMethodCall) -> bool {
        let changes = !self.assigned_by(&iter.callables()).is_empty();
        if changes {
            let message = format_args!(
                "`{}` behind a closure that changes a variable is not read, as that is called on what is left out too; write a `for` loop",
                call.method
            );
            self.errors.push(&call.method, message);
        }
        changes
    }

    /// Reports a `zip` whose first side may be the longer one, where `std` calls a closure on one more element and that changes something.
    fn goes_beyond(&mut self, first: &Iter, second: &Iter, call: &ExprMethodCall) -> bool {
        if self.assigned_by(&first.callables()).is_empty() {
            return false;
        }
        let mut cycled = Vec::new();
        second.cycled(&mut cycled);
        let ends = match (self.count_of(first), self.count_of(second)) {
            (_, None) => cycled.is_empty(),
            (Some(first), Some(second)) => first.tokens.to_string() == second.tokens.to_string(),
            (None, Some(_)) => false,
        };
        if !ends {
            let message = "a closure before `zip` that changes a variable is read where both sides show to be equally long, \
                as `zip` may call it once more than it gives pairs; write a `for` loop over positions";
            self.errors.push(&call.method, message);
        }
        !ends
    }

    fn item_count(&mut self, count: &Expr) -> Option<Constant> {
        let value = self.expr(count);
        let count = self.as_constant(value, count)?;
        Some(self.once(count))
    }

    /// Constants by their position.
    fn listed(&mut self, constants: Constant) -> Iter {
        self.lists = true;
        let constants = constants.operand();
        let list = Constant::new(quote!(#constants.collect::<Vec<_>>()), Class::Any);
        Iter::Sequence(self.once(list), false)
    }

    /// The other side of a `zip`, whose elements are asked for by position.
    fn zipped(&mut self, other: &Expr) -> Option<Iter> {
        if let Expr::Paren(inner) = other {
            return self.zipped(&inner.expr);
        }
        if let Expr::Range(range) = other {
            return self.range_iter(range).map(typed_by_use);
        }
        let value = self.place(other);
        let letters =
            matches!(other, Expr::MethodCall(call) if matches!(plain(&call.method).as_str(), "chars" | "bytes"));
        let iter = match value {
            Value::Constant(constant) if !letters => {
                let constant = self.once(constant);
                Iter::Sequence(constant, false)
            }
            value => self.as_iter(value, other)?,
        };
        let iter = match iter {
            Iter::Opaque(constants) => self.listed(constants),
            iter => typed_by_use(iter),
        };
        if !iter.is_positional() {
            self.errors
                .push(other, "this side of `zip` has no elements by position; write a `for` loop with a counter");
            return None;
        }
        Some(iter)
    }

    /// A range as an iterator.
    pub(super) fn range_iter(&mut self, range: &syn::ExprRange) -> Option<Iter> {
        let Some(start) = &range.start else {
            self.errors.push(range, "a range to loop over needs a start; write `0..n`");
            return None;
        };
        let mut bound = |expr: &Expr| {
            let value = self.expr(expr);
            let constant = self.as_constant(value, expr)?;
            Some(self.once(constant))
        };
        let first = bound(start)?;
        let last = match &range.end {
            Some(end) => Some(bound(end)?),
            None => None,
        };
        let other = |constant: &Constant| self.other_integers.within(&constant.tokens);
        if let Some(last) = last.as_ref().filter(|last| other(&first) || other(last)) {
            let (first, last, limits) = (first.operand(), last.operand(), &range.limits);
            return Some(Iter::Integers(Constant::new(quote!(#first #limits #last), Class::Any), true));
        }
        Some(Iter::Range(first, last, matches!(range.limits, syn::RangeLimits::Closed(_))))
    }

    /// The variables that running the iterator may set.
    pub(super) fn assigned_by(&mut self, callables: &[&Callable]) -> Vec<CellId> {
        let mut found = Vec::new();
        for callable in callables {
            if let Callable::Closure(closure) = callable {
                let outer = std::mem::replace(&mut self.cells.scope, closure.scope.captured());
                found.extend(self.assigned_in(&Expr::Closure(closure.expr.clone())));
                self.cells.scope = outer;
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A range whose elements a closure takes for an `i32` or `u32`, as `powi` does, or for whatever it makes of them.
fn of_integers(iter: Iter, function: &Callable) -> Iter {
    match function {
        Callable::Closure(closure) if closure.takes_exponent() => integers(iter, |_| true),
        Callable::Closure(closure) if closure.indexes() => iter,
        _ => integers(iter, Constant::is_of_any_integer),
    }
}

/// Ranges between literals, whose elements are of the type that they are used as: not `usize`, as positions are.
fn typed_by_use(iter: Iter) -> Iter {
    let inner = |inner: Box<Iter>| Box::new(typed_by_use(*inner));
    match iter {
        Iter::Rev(iter) => Iter::Rev(inner(iter)),
        Iter::StepBy(iter, step) => Iter::StepBy(inner(iter), step),
        Iter::Skip(iter, skipped) => Iter::Skip(inner(iter), skipped),
        Iter::Take(iter, taken) => Iter::Take(inner(iter), taken),
        iter => integers(iter, Constant::is_of_any_integer),
    }
}

/// A range as one of integers that may be no `usize`, where its bounds fit.
fn integers(iter: Iter, fits: impl Fn(&Constant) -> bool) -> Iter {
    match iter {
        Iter::Range(start, end, closed) if fits(&start) && end.iter().all(&fits) => {
            let (from, to) = (start.operand(), end.as_ref().map(Constant::operand));
            let range = if closed { quote!(#from..=#to) } else { quote!(#from..#to) };
            Iter::Integers(Constant::new(range, Class::Any), end.is_some())
        }
        iter => iter,
    }
}
