//! What ends an iterator: sums, folds, loops, collections.

use gradus_engine::function::Function;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::{Callable, Iter};
use super::ownership::has_arrays;
use super::scope::CellId;
use super::shape::Shape;
use super::value::{Class, Constant, Value, View};

impl Reader<'_> {
    /// A method of an iterator.
    pub(super) fn iter_method(&mut self, iter: Iter, call: &ExprMethodCall, name: &str, arguments: &[&Expr]) -> Value {
        let place = call.method.to_token_stream();
        let before = std::mem::replace(&mut self.branch_place, place.clone());
        let value = match (name, arguments) {
            ("sum" | "product", []) => self.reduced(iter, name, place),
            ("fold", [init, function]) => {
                let init = self.expr(init);
                match self.callable(function) {
                    Some(callable) => self.folded(iter, init, &callable, place),
                    None => Value::Unknown,
                }
            }
            ("rfold", [init, function]) if iter.is_positional() => {
                let init = self.expr(init);
                match self.callable(function) {
                    Some(callable) => self.folded(Iter::Rev(Box::new(iter)), init, &callable, place),
                    None => Value::Unknown,
                }
            }
            ("reduce", [function]) => match self.callable(function) {
                Some(callable) => self.reduced_by(iter, &callable, place),
                None => Value::Unknown,
            },
            ("max_by" | "min_by", [function]) => match self.callable(function) {
                Some(callable) => self.extreme(iter, &callable, name == "max_by", place),
                None => Value::Unknown,
            },
            ("for_each", [function]) => match self.callable(function) {
                Some(callable) => {
                    let assigned = self.assigned_by(&[&callable]);
                    self.run(iter, None, assigned, place, "i", &mut |reader, value| {
                        reader.called(&callable, vec![value]);
                    });
                    Value::Unit
                }
                None => Value::Unknown,
            },
            ("collect", []) => self.collected(iter, call, place),
            ("unzip", []) => self.unzipped(iter, place),
            ("partition", [function]) => match self.callable(function) {
                Some(callable) => self.partitioned(iter, &callable, place),
                None => Value::Unknown,
            },
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

    /// A variable that the reader makes up.
    pub(super) fn hidden(&mut self, name: &str, value: Value) -> CellId {
        self.cells.add(name.to_owned(), value)
    }

    /// `sum()`, `product()`: from what `std` starts with.
    fn reduced(&mut self, iter: Iter, name: &str, place: TokenStream) -> Value {
        let float = self.float_type();
        let method = Ident::new(name, Span::call_site());
        let empty = quote!([0.0 as #float; 0].iter().#method::<#float>());
        let start = self.real_constant(Constant { simple: true, ..Constant::new(empty, Class::Real) }, name);
        let function = if name == "sum" { Function::Add } else { Function::Mul };
        let cell = self.hidden(name, Value::Real(start));
        self.run(iter, None, vec![cell], place.clone(), "i", &mut |reader, value| {
            let old = reader.cells.value(cell).clone();
            if let (Some(a), Some(b)) = (reader.as_real(old, &place), reader.as_real(value, &place)) {
                let new = Value::Real(reader.apply(function, &[a, b]));
                reader.cells.set(cell, new);
            }
        });
        self.cells.value(cell).clone()
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
        let first = self.nth(iter.clone(), Some(Constant::number(0)));
        let Value::Optional(_, first) = first else { return Value::Unknown };
        let first = self.loaded_deep(*first).peeled();
        let rest = Iter::Skip(Box::new(iter), Constant::number(1));
        let value = self.folded(rest, first, callable, place);
        let count = count.operand();
        let present = Constant::new(quote!(#count > 0), Class::Bool);
        Value::Optional(present, Box::new(value))
    }

    /// One element; `None` for the last.
    pub(super) fn nth(&mut self, iter: Iter, position: Option<Constant>) -> Value {
        let Some(count) = self.count_of(&iter) else {
            let place = self.branch_place.clone();
            return self.refuse(place, "this iterator has no end");
        };
        let count = count.operand();
        let (present, at) = match position {
            Some(position) => {
                let at = position.operand();
                (quote!(#at < #count), position)
            }
            None => (quote!(#count > 0), Constant::integer(quote!(#count - 1))),
        };
        let mut element = Value::Unknown;
        self.visit(&iter, at, &[], &mut |_, value| element = value);
        Value::Optional(Constant::new(present, Class::Bool), Box::new(element))
    }

    /// `collect()`, `collect::<Vec<f64>>()`
    fn collected(&mut self, iter: Iter, call: &ExprMethodCall, place: TokenStream) -> Value {
        if let Some(turbofish) = &call.turbofish {
            let shown = turbofish.to_token_stream().to_string();
            if !shown.contains("Vec") {
                return self.refuse(turbofish, "numbers are collected into a `Vec` only: `collect::<Vec<f64>>()`");
            }
        }
        if !iter.is_positional() {
            return self.filtered(iter, place);
        }
        let Some(count) = self.count_of(&iter) else {
            return self.refuse(place, "this iterator has no end; give its range an end, or `take(n)`");
        };
        let count = self.once(count).tokens;
        let depth = self.frames.len();
        let mut target: Option<View> = None;
        let mut grows = false;
        self.run(Iter::Enumerate(Box::new(iter)), None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let Value::Tuple(parts) = value else { return };
            let [Value::Constant(position), value] = &parts[..] else { return };
            let value = reader.loaded_deep(value.clone()).peeled();
            if target.is_none() {
                target = reader.declared_outside(&value, depth, "collected", &|zero, element| {
                    (quote!(vec![#zero; #count]), Shape::Vec(Box::new(element)))
                });
            }
            if target.is_none() {
                target = reader.growing_outside(&value, depth, "collected");
                grows = target.is_some();
            }
            match target.clone() {
                Some(view) if grows => reader.append(&view, value, &place),
                Some(view) => reader.put(&view, position.clone(), value, &place),
                None if value.is_void() => {}
                None => drop(reader.refuse(&place, "only numbers, tuples and arrays of them are collected")),
            }
        });
        target.map_or(Value::Unknown, Value::View)
    }

    /// `partition(|v| ..)`: two `Vec`s.
    fn partitioned(&mut self, iter: Iter, callable: &Callable, place: TokenStream) -> Value {
        let depth = self.frames.len();
        let mut targets: Option<[View; 2]> = None;
        self.run(iter, None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value);
            if targets.is_none() {
                let element = value.clone().peeled();
                let pair = [0, 1].map(|_| reader.growing_outside(&element, depth, "part"));
                let [Some(fits), Some(others)] = pair else {
                    return drop(reader.refuse(&place, "`partition` is read on numbers, tuples and arrays of them"));
                };
                targets = Some([fits, others]);
            }
            let Some([fits, others]) = targets.clone() else { return };
            let condition = reader.called(callable, vec![Value::Ref(Box::new(value.clone()), false)]);
            let Some(condition) = reader.as_condition(condition, &place) else { return };
            let limit = reader.cells.count();
            let add = |reader: &mut Self, to: &View| {
                reader.append(to, value.clone().peeled(), &place);
                Value::Unit
            };
            reader.split(condition, limit, &mut |reader| add(reader, &fits), &mut |reader| add(reader, &others));
        });
        match targets {
            Some([fits, others]) => Value::Tuple(vec![Value::View(fits), Value::View(others)]),
            None => Value::Unknown,
        }
    }

    /// `unzip()`: two `Vec`s.
    fn unzipped(&mut self, iter: Iter, place: TokenStream) -> Value {
        let depth = self.frames.len();
        let mut targets: [Option<View>; 2] = [None, None];
        self.run(iter, None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value).peeled();
            let parts = match value {
                Value::Tuple(parts) if parts.len() == 2 => parts,
                value if value.is_void() => return,
                _ => return drop(reader.refuse(&place, "`unzip` is read on pairs of numbers")),
            };
            for (part, target) in parts.into_iter().zip(&mut targets) {
                let part = part.peeled();
                if target.is_none() {
                    *target = reader.growing_outside(&part, depth, "unzipped");
                }
                match target {
                    Some(view) => reader.append(&view.clone(), part, &place),
                    None => drop(reader.refuse(&place, "`unzip` is read on pairs of numbers")),
                }
            }
        });
        match targets {
            [Some(a), Some(b)] => Value::Tuple(vec![Value::View(a), Value::View(b)]),
            _ => Value::Unknown,
        }
    }

    /// The array that elements like `value` are put in, declared in the block at that depth: the zero and the shape of an element give its own.
    pub(super) fn declared_outside(
        &mut self,
        value: &Value,
        depth: usize,
        hint: &str,
        whole: &dyn Fn(TokenStream, Shape) -> (TokenStream, Shape),
    ) -> Option<View> {
        let element = self.element_shape(value)?;
        let zero = self.fixed_zero(&element)?;
        let (start, shape) = whole(zero, element);
        let inner: Vec<_> = self.frames.drain(depth..).collect();
        let array = self.local_constant(start, shape, hint, true);
        self.frames.extend(inner);
        Some(self.whole(array))
    }

    /// Collects by pushing, as the number of elements is not known.
    pub(super) fn filtered(&mut self, iter: Iter, place: TokenStream) -> Value {
        let depth = self.frames.len();
        let mut target: Option<View> = None;
        self.run(iter, None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value).peeled();
            if target.is_none() {
                target = reader.growing_outside(&value, depth, "collected");
            }
            match target.clone() {
                Some(view) => reader.append(&view, value, &place),
                None if value.is_void() => {}
                None => drop(reader.refuse(&place, "only numbers, tuples and arrays of them are collected")),
            }
        });
        target.map_or(Value::Unknown, Value::View)
    }

    /// The empty `Vec` to which elements like `value` are pushed, declared in the block at that depth.
    pub(super) fn growing_outside(&mut self, value: &Value, depth: usize, hint: &str) -> Option<View> {
        let element = self.element_shape(value)?;
        let inner: Vec<_> = self.frames.drain(depth..).collect();
        let view = self.empty_vec(Shape::Vec(Box::new(element)), None, hint);
        self.frames.extend(inner);
        Some(view)
    }

    /// The shape that a value has as an element of an array.
    fn element_shape(&self, value: &Value) -> Option<Shape> {
        match value {
            Value::Real(_) => Some(Shape::Real),
            Value::Constant(constant) if matches!(constant.class, Class::Any | Class::Real) => Some(Shape::Real),
            Value::View(view) => Some(match &view.shape {
                Shape::Slice(_) => return None,
                shape => shape.clone(),
            }),
            Value::Tuple(parts) if parts.len() > 1 && parts.iter().all(is_number) => Some(Shape::Parts(parts.len())),
            _ => None,
        }
    }

    /// Pushes each element.
    pub(super) fn append_all(&mut self, view: &View, iter: Iter, place: TokenStream) {
        self.run(iter, None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value);
            reader.append(view, value, &place);
        });
    }
}

/// Whether a value may stand in an array of numbers.
fn is_number(value: &Value) -> bool {
    match value.peel() {
        Value::Real(_) => true,
        Value::Constant(constant) => matches!(constant.class, Class::Any | Class::Real) && constant.literal.is_none(),
        _ => false,
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
