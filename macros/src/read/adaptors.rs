//! Iterators made of others by a method: `zip`, `map`, `take` and the like.

use quote::quote;
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::{Callable, Iter};
use super::text::plain;
use super::value::{Class, Constant, Value};

impl Reader<'_> {
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
        self.adapted_by(boxed, call, name, arguments)
    }

    /// The same by the method's name.
    fn adapted_by(&mut self, boxed: Box<Iter>, call: &ExprMethodCall, name: &str, arguments: &[&Expr]) -> Option<Iter> {
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
            ("cycle", []) if boxed.is_positional() => Iter::Cycle(boxed),
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

/// A range whose elements a closure takes for an `i32` or `u32`, as `powi` does, or for whatever it makes of them.
fn of_integers(iter: Iter, function: &Callable) -> Iter {
    match function {
        Callable::Closure(closure) if closure.takes_exponent() => integers(iter, |_| true),
        Callable::Closure(closure) if closure.indexes() => iter,
        _ => integers(iter, Constant::is_of_any_integer),
    }
}

/// A range as one of integers that may be no `usize`, where its bounds fit.
pub(super) fn integers(iter: Iter, fits: impl Fn(&Constant) -> bool) -> Iter {
    match iter {
        Iter::Range(start, end, closed) if fits(&start) && end.iter().all(&fits) => {
            let (from, to) = (start.operand(), end.as_ref().map(Constant::operand));
            let range = if closed { quote!(#from..=#to) } else { quote!(#from..#to) };
            Iter::Integers(Constant::new(range, Class::Any), end.is_some())
        }
        iter => iter,
    }
}
