//! `sum` and `product`, of numbers and of what may be none; `try_for_each`.
//!
//! ```text
//! v.map(g).sum::<Option<f64>>()     s = 0; for v { match g(v) { Some(a) => s += a, None => break none } }
//! v.map(g).sum::<Result<_, _>>()?   s = 0; for v { s += g(v)?; }
//! ```

use gradus_engine::function::Function;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::attempt::Suffix;
use super::chain::{Callable, Iter};
use super::optional::{is_none, none, some_constant};
use super::scope::CellId;
use super::value::{Class, Constant, Value};

impl<'a> Reader<'a> {
    /// `sum()`, `product()`: from what `std` starts with.
    pub(super) fn summed(&mut self, iter: Iter, call: &ExprMethodCall, place: TokenStream) -> Value {
        let (function, method) = match call.method == "sum" {
            true => (Function::Add, "sum"),
            false => (Function::Mul, "product"),
        };
        let (float, word) = (self.float_type(), Ident::new(method, Span::call_site()));
        let empty = match self.is_generic() {
            true => self.parameter_start(method == "sum"),
            false => quote!([0.0 as #float; 0].iter().#word::<#float>()),
        };
        let start = self.real_constant(Constant { simple: true, ..Constant::new(empty, Class::Real) }, method);
        if let Some(suffix) = self.take_suffix(call) {
            let cell = self.hidden(method, Value::Real(start));
            self.sum_of_each(iter, (function, cell), &suffix, place);
            return self.cells.value(cell).clone();
        }
        if self.is_asked_here(call) || call.turbofish.as_ref().is_some_and(may_be_none) {
            let cell = self.hidden(method, Value::Optional(Constant::truth(true), Box::new(Value::Real(start))));
            self.sum_while(iter, (function, cell), place);
            return self.cells.value(cell).clone();
        }
        let cell = self.hidden(method, Value::Real(start));
        self.run(iter, None, vec![cell], place.clone(), "i", &mut |reader, value| {
            reader.add_on((function, cell), value, &place);
        });
        self.cells.value(cell).clone()
    }

    fn add_on(&mut self, (function, cell): (Function, CellId), value: Value, place: &TokenStream) {
        let old = self.cells.value(cell).clone();
        if let (Some(a), Some(b)) = (self.as_real(old, place), self.as_real(value, place)) {
            let new = Value::Real(self.apply(function, &[a, b]));
            self.cells.set(cell, new);
        }
    }

    /// The sum where the function ends, or panics, with the first that is none, as the suffix behind the sum says.
    fn sum_of_each(&mut self, iter: Iter, sum: (Function, CellId), suffix: &str, place: TokenStream) {
        let (iter, last) = without_last_map(iter);
        let mut assigned = self.assigned_by(&last.iter().collect::<Vec<_>>());
        assigned.push(sum.1);
        self.run(iter, None, assigned, place.clone(), "i", &mut |reader, value| {
            let (value, taken) = match &last {
                Some(callable) => reader.called_with(callable, value, suffix),
                None => (value, false),
            };
            let value = match reader.opened(value) {
                value if taken || value.is_void() => value,
                Value::Optional(present, value) => match reader.insist_on(&present, suffix, &place) {
                    true => reader.loaded_deep(*value),
                    false => return,
                },
                _ => return drop(reader.refuse(&place, NO_OPTIONS)),
            };
            reader.add_on(sum, value, &place);
        });
    }

    /// Calls something with a suffix behind the call of a marked function that it ends with; whether it is there.
    fn called_with(&mut self, callable: &Callable, value: Value, suffix: &str) -> (Value, bool) {
        let mut tails = Vec::new();
        if let Callable::Closure(closure) = callable {
            super::function::tail(&closure.expr.body, &mut tails);
        }
        let suffix = |call| Suffix { call, text: suffix.to_owned() };
        match (callable, &tails[..]) {
            (Callable::Closure(_), [tail @ (Expr::Call(_) | Expr::MethodCall(_))]) => {
                let call = super::perhaps::call_place(tail);
                self.suffixed(suffix(call), &mut |reader| reader.called(callable, vec![value.clone()]))
            }
            (Callable::Closure(_), _) => (self.called_perhaps(callable, vec![value]), false),
            (Callable::Path(path), _) => {
                let mut taken = false;
                let value = self.called_path(path, vec![value], &mut |reader, call| {
                    let suffix = suffix(std::ptr::from_ref(call) as usize);
                    let (value, found) = reader.suffixed(suffix, &mut |reader| reader.call(call, None));
                    taken = found;
                    value
                });
                (value, taken)
            }
        }
    }

    /// Ends the function, or panics, where there is no value; whether that was possible.
    fn insist_on(&mut self, present: &Constant, suffix: &str, place: &TokenStream) -> bool {
        match suffix {
            "?" if self.signature.returned.wrapped == Some(super::shape::Wrapped::Option) => {
                self.end_unless(present, quote!(::core::option::Option::None));
                !self.dead
            }
            suffix if suffix.starts_with(".unwrap(") || suffix.starts_with(".expect(") => {
                self.insist(present, None);
                true
            }
            _ => {
                let message = "which error this is does not show here; write a `for` loop with `sum += g(v)?;`";
                self.errors.push(place, message);
                false
            }
        }
    }

    /// The sum as far as there are values; none where one is none.
    fn sum_while(&mut self, iter: Iter, (function, cell): (Function, CellId), place: TokenStream) {
        let (iter, last) = without_last_map(iter);
        let mut assigned = self.assigned_by(&last.iter().collect::<Vec<_>>());
        assigned.push(cell);
        self.run(iter, None, assigned, place.clone(), "i", &mut |reader, value| {
            let own = reader.innermost_loop();
            let value = match &last {
                Some(callable) => reader.called_perhaps(callable, vec![value]),
                None => value,
            };
            let Value::Optional(_, old) = reader.cells.value(cell).clone() else { return };
            let (present, value) = match reader.opened(value) {
                Value::Optional(present, value) => (reader.once(present), value),
                value if value.is_void() => return,
                _ => return drop(reader.refuse(&place, NO_OPTIONS)),
            };
            let sum = reader.chosen(
                present.clone(),
                &mut |reader| {
                    let value = reader.loaded_deep((*value).clone());
                    match (reader.as_real((*old).clone(), &place), reader.as_real(value, &place)) {
                        (Some(a), Some(b)) => Value::Real(reader.apply(function, &[a, b])),
                        _ => Value::Unknown,
                    }
                },
                &mut |_| (*old).clone(),
            );
            reader.cells.set(cell, Value::Optional(present.clone(), Box::new(sum)));
            reader.chosen(present, &mut |_| Value::Unit, &mut |reader| {
                reader.leave_loop(own);
                Value::Unit
            });
        });
    }

    /// `try_for_each(|v| ..)`: a loop that ends where the closure gives none.
    pub(super) fn done_while(&mut self, iter: Iter, function: &Expr, place: TokenStream) -> Value {
        let Some(callable) = self.callable(function) else { return Value::Unknown };
        let cell = self.hidden("done", Value::Optional(Constant::truth(true), Box::new(Value::Unit)));
        let mut assigned = self.assigned_by(&[&callable]);
        assigned.push(cell);
        self.run(iter, None, assigned, place.clone(), "i", &mut |reader, value| {
            let own = reader.innermost_loop();
            let given = reader.called(&callable, vec![value]);
            match reader.opened(given) {
                Value::Optional(present, _) => {
                    let present = reader.once(present);
                    reader.cells.set(cell, Value::Optional(present.clone(), Box::new(Value::Unit)));
                    reader.chosen(present, &mut |_| Value::Unit, &mut |reader| {
                        reader.leave_loop(own);
                        Value::Unit
                    });
                }
                value if value.is_void() => {}
                _ => {
                    drop(reader.refuse(&place, "`try_for_each` is read with a closure that gives `Some(())` or `None`"))
                }
            }
        });
        self.cells.value(cell).clone()
    }

    /// `Some(1.0)`, `None`, or one of these, of constants, as an `Option` whose content may be used as a number.
    pub(super) fn opened(&mut self, value: Value) -> Value {
        match value {
            value if is_none(&value) => none(),
            Value::Constant(constant) if constant.class == Class::Any => {
                if let Some(some) = some_constant(&constant) {
                    return some;
                }
                let result = super::mentions(constant.tokens.clone(), &|word| word == "Ok" || word == "Err");
                let asked = if result { quote!(is_ok()) } else { quote!(is_some()) };
                let given = self.once(constant).operand();
                let present = Constant::new(quote!(#given.#asked), Class::Bool);
                let content = Value::Constant(Constant::new(quote!(#given.unwrap()), Class::Any));
                Value::Optional(present, Box::new(content))
            }
            value => value,
        }
    }
}

const NO_OPTIONS: &str =
    "what is added up here is no `Option` of a number; say so where it is made: `|v| -> Option<f64> { .. }`";

/// What the last `map` of an iterator is called on, and what it calls.
fn without_last_map(iter: Iter) -> (Iter, Option<Callable>) {
    match iter {
        Iter::Map(inner, callable) => (*inner, Some(callable)),
        iter => (iter, None),
    }
}

/// Whether a type among the arguments is an `Option` or a `Result`.
fn may_be_none(turbofish: impl ToTokens) -> bool {
    super::mentions(turbofish.to_token_stream(), &|word| word == "Option" || word == "Result")
}
