//! The methods of `Option`s, and of `Result`s of which nobody asks for the error.

use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::Callable;
use super::optional::none;
use super::value::{Class, Constant, Value};

/// What a method gives where there is no value: what stands there, or what is called.
enum Otherwise {
    Value(Value),
    Called(Callable),
}

impl Reader<'_> {
    /// A method of an `Option`.
    pub(super) fn optional_method(
        &mut self,
        present: Constant,
        value: Value,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
    ) -> Value {
        match (name, arguments) {
            ("unwrap" | "expect", _) => {
                self.insist(&present, arguments.first());
                value
            }
            ("ok", []) => Value::Optional(present, Box::new(value)),
            // which error there is nobody may ask
            ("ok_or" | "ok_or_else" | "map_err", [_]) if self.in_closure() => Value::Optional(present, Box::new(value)),
            ("map_err", [_]) => {
                let message = "`map_err` is read where `?` stands behind it and the function returns a `Result` itself";
                self.refuse(&call.method, message)
            }
            ("copied" | "cloned" | "as_ref" | "clone", []) => {
                let value = if let Value::Ref(inner, _) = value { *inner } else { value };
                Value::Optional(present, Box::new(value))
            }
            ("is_some" | "is_ok", []) => Value::Constant(present),
            ("is_none" | "is_err", []) => {
                let tokens = present.operand();
                Value::Constant(Constant { volatile: present.volatile, ..Constant::new(quote!(!#tokens), Class::Bool) })
            }
            ("take" | "as_mut", []) => self.optional_variable(present, value, call, name),
            ("unwrap_or", [other]) => {
                let other = self.expr(other);
                self.or(present, value, &mut |_| other.clone())
            }
            ("unwrap_or_default", []) => self.or(present, value, &mut |reader| Value::Real(reader.number(0.into()))),
            ("unwrap_or_else", [other]) => match self.fallback(other) {
                Some(callable) => self.or(present, value, &mut |reader| reader.called(&callable, Vec::new())),
                None => Value::Unknown,
            },
            ("map" | "and_then" | "is_some_and" | "is_ok_and" | "is_none_or", [function]) => {
                self.optional_mapped(present, value, name, function)
            }
            ("filter", [function]) => self.optional_filtered(present, value, call, function),
            ("or" | "or_else", [other]) => self.optional_or(present, value, name, other),
            ("map_or" | "map_or_else", [other, function]) => {
                self.optional_mapped_or(present, value, name, other, function)
            }
            _ => {
                arguments.iter().for_each(|argument| drop(self.expr(argument)));
                self.refuse(
                    &call.method,
                    format_args!("the method `{name}` of an `Option` is not read; write `if let Some(v) = .. {{ .. }} else {{ .. }}`"),
                )
            }
        }
    }

    /// `take()`, `as_mut()` of a variable.
    fn optional_variable(&mut self, present: Constant, value: Value, call: &ExprMethodCall, name: &str) -> Value {
        let Some((cell, mut members)) = self.variable(&call.receiver) else {
            return self.refuse(&call.method, format_args!("`{name}` is read on a variable or a field of one"));
        };
        if name == "take" {
            self.assign_behind(cell, &members, none(), &call.receiver);
            return Value::Optional(present, Box::new(value));
        }
        members.push(syn::Member::Unnamed(syn::Index::from(0)));
        Value::Optional(present, Box::new(Value::Place(cell, members)))
    }

    /// `map(|v| ..)` and what is like it.
    fn optional_mapped(&mut self, present: Constant, value: Value, name: &str, function: &Expr) -> Value {
        let Some(callable) = self.callable(function) else { return Value::Unknown };
        let other = match name {
            "is_some_and" | "is_ok_and" | "is_none_or" => Value::Constant(Constant::truth(name == "is_none_or")),
            _ => none(),
        };
        self.chosen(
            present,
            &mut |reader| {
                let value = reader.loaded_deep(value.clone());
                match name {
                    "and_then" => reader.called_perhaps(&callable, vec![value]),
                    "map" => {
                        let value = reader.called(&callable, vec![value]);
                        Value::Optional(Constant::truth(true), Box::new(reader.kept(value, "")))
                    }
                    _ => reader.called(&callable, vec![value]),
                }
            },
            &mut |_| other.clone(),
        )
    }

    /// `filter(|v| ..)`
    fn optional_filtered(&mut self, present: Constant, value: Value, call: &ExprMethodCall, function: &Expr) -> Value {
        let Some(callable) = self.callable(function) else { return Value::Unknown };
        let place = call.method.to_token_stream();
        self.chosen(
            present,
            &mut |reader| {
                let value = reader.loaded_deep(value.clone());
                let fits = reader.called(&callable, vec![Value::Ref(Box::new(value.clone()), false)]);
                match reader.as_condition(fits, &place) {
                    Some(node) => {
                        let fits = reader.presence(Value::Bool(node));
                        Value::Optional(fits, Box::new(value))
                    }
                    None => Value::Unknown,
                }
            },
            &mut |_| none(),
        )
    }

    /// `or(option)`, `or_else(|| option)`
    fn optional_or(&mut self, present: Constant, value: Value, name: &str, other: &Expr) -> Value {
        let other = match name {
            "or_else" => self.fallback(other).map(Otherwise::Called),
            _ => Some(Otherwise::Value(self.perhaps(other, None))),
        };
        let Some(other) = other else { return Value::Unknown };
        self.chosen(
            present,
            &mut |reader| {
                let value = reader.loaded_deep(value.clone());
                Value::Optional(Constant::truth(true), Box::new(value))
            },
            &mut |reader| match &other {
                Otherwise::Called(callable) => reader.called_perhaps(callable, Vec::new()),
                Otherwise::Value(value) => value.clone(),
            },
        )
    }

    /// `map_or(a, |v| ..)`, `map_or_else(|| a, |v| ..)`
    fn optional_mapped_or(
        &mut self,
        present: Constant,
        value: Value,
        name: &str,
        other: &Expr,
        function: &Expr,
    ) -> Value {
        let other = match name {
            "map_or_else" => self.fallback(other).map(Otherwise::Called),
            _ => Some(Otherwise::Value(self.expr(other))),
        };
        let (Some(other), Some(callable)) = (other, self.callable(function)) else { return Value::Unknown };
        self.chosen(
            present,
            &mut |reader| {
                let value = reader.loaded_deep(value.clone());
                reader.called(&callable, vec![value])
            },
            &mut |reader| match &other {
                Otherwise::Called(callable) => reader.called(callable, Vec::new()),
                Otherwise::Value(value) => value.clone(),
            },
        )
    }

    /// What is called where there is no value: `|| e`, or `|_| e` of an error.
    fn fallback(&mut self, expr: &Expr) -> Option<Callable> {
        let mut expr = expr.clone();
        if let Expr::Closure(closure) = &mut expr
            && let Some(error) = closure.inputs.pop()
            && !matches!(error, syn::Pat::Wild(_))
        {
            self.errors.push(error, "what an error says is not read where the function goes on; write `|_|`");
            return None;
        }
        self.callable(&expr)
    }

    /// The value where there is one, else another.
    fn or(&mut self, present: Constant, value: Value, other: &mut dyn FnMut(&mut Self) -> Value) -> Value {
        self.chosen(present, &mut |reader| reader.loaded_deep(value.clone()), other)
    }
}
