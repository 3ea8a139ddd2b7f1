//! Calls of functions that the table has.

use gradus_engine::function::{Function, Kind};
use gradus_engine::graph::Id;
use gradus_engine::number::Number;
use quote::ToTokens;
use syn::{Expr, ExprCall, ExprMethodCall};

use super::Reader;
use super::constants::text;
use super::expressions::plain;
use super::scope::{Class, Value};

/// The function that is the method `name` of `f64`.
pub(crate) fn method(name: &str) -> Option<Function> {
    Function::ALL.iter().copied().find(|function| method_name(*function) == Some(name))
}

/// The method of `f64` that a function is.
pub(crate) fn method_name(function: Function) -> Option<&'static str> {
    let row = function.row();
    if function == Function::Clamp {
        return Some("clamp"); // evaluated by a helper that does not panic
    }
    let call = row.rust.strip_prefix(row.parameters.first()?)?.trim_start().strip_prefix('.')?;
    Some(call[..call.find('(')?].trim())
}

/// The name by which `libm` has a function of numbers.
pub(crate) fn libm_name(function: Function) -> Option<&'static str> {
    let row = function.row();
    let (name, arguments) = row.c.split_once('(')?;
    let arguments = arguments.strip_suffix(')')?;
    let plain = row.kinds.iter().all(|kind| *kind == Kind::Real)
        && arguments.split(", ").eq(row.parameters.iter().copied())
        && !name.starts_with("gradus_");
    plain.then_some(name)
}

impl Reader<'_> {
    pub(super) fn method_call(&mut self, call: &ExprMethodCall) -> Value {
        self.attributes(&call.attrs);
        let name = plain(&call.method);
        if let Some(turbofish) = &call.turbofish {
            return self.refuse(turbofish, "type arguments are not read here");
        }
        let receiver = self.expr(&call.receiver);
        if let Value::Constant(constant) = &receiver
            && constant.class != Class::Any
        {
            return self
                .refuse(&call.method, format_args!("`{name}` of a constant is not read yet; bind it as a parameter"));
        }
        let arguments: Vec<&Expr> = call.args.iter().collect();
        if name == "sin_cos" && arguments.is_empty() {
            return self.sin_cos(&receiver, &call.receiver);
        }
        match method(&name) {
            Some(function) => {
                self.methods.insert(function);
                let first = self.as_real(&receiver, &call.receiver);
                self.apply(function, &call.method, first, &arguments)
            }
            None => {
                arguments.into_iter().for_each(|argument| drop(self.expr(argument)));
                if matches!(receiver, Value::Unknown) {
                    return Value::Unknown;
                }
                self.refuse(&call.method, unknown_method(&name))
            }
        }
    }

    pub(super) fn call(&mut self, call: &ExprCall) -> Value {
        self.attributes(&call.attrs);
        let Expr::Path(path) = &*call.func else {
            return self.refuse(&call.func, "only functions called by their path are read");
        };
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let plain_path = path.qself.is_none() && path.path.segments.iter().all(|segment| segment.arguments.is_none());
        match words.as_slice() {
            [float, "sin_cos"] if plain_path && *float == self.float && arguments.len() == 1 => {
                let value = self.expr(arguments[0]);
                self.sin_cos(&value, arguments[0])
            }
            [float, "from"] if plain_path && *float == self.float && arguments.len() == 1 => {
                match self.expr(arguments[0]) {
                    Value::Constant(constant) => {
                        let (function, tokens) = (&call.func, &constant.tokens);
                        let id = self.converted(&constant, quote::quote!(#function(#tokens)), arguments[0]);
                        id.map_or(Value::Unknown, Value::Real)
                    }
                    value => self.as_real(&value, arguments[0]).map_or(Value::Unknown, Value::Real),
                }
            }
            [float, name] if plain_path && *float == self.float && method(name).is_some() => {
                let function = method(name).expect("just seen");
                self.methods.insert(function);
                self.apply_all(function, path, &arguments)
            }
            ["libm", name] if plain_path && self.float == "f64" => {
                let function = Function::ALL.iter().copied().find(|f| libm_name(*f) == Some(name));
                match function {
                    Some(function) => {
                        self.libm.insert(function);
                        self.apply_all(function, path, &arguments)
                    }
                    None => self.unknown_call(path, &words, &arguments),
                }
            }
            _ => self.unknown_call(path, &words, &arguments),
        }
    }

    fn unknown_call(&mut self, path: &syn::ExprPath, words: &[&str], arguments: &[&Expr]) -> Value {
        arguments.iter().for_each(|argument| drop(self.expr(argument)));
        let last = words.last().copied().unwrap_or_default();
        let path_text = text(path);
        match method(last) {
            Some(_) => self.refuse(
                path,
                format!(
                    "`{path_text}` is not a function that `#[grad]` knows; write `x.{last}(..)` or `{}::{last}(x, ..)`",
                    self.float
                ),
            ),
            None => self.refuse(path, format_args!("calling `{path_text}` is not read yet; write its body here")),
        }
    }

    fn sin_cos(&mut self, argument: &Value, place: &impl ToTokens) -> Value {
        self.methods.extend([Function::Sin, Function::Cos]);
        let Some(x) = self.as_real(argument, place) else { return Value::Unknown };
        Value::Tuple([Function::Sin, Function::Cos].map(|f| Value::Real(self.graph.intern(f, &[x]))).into())
    }

    fn apply_all(&mut self, function: Function, path: &syn::ExprPath, arguments: &[&Expr]) -> Value {
        match arguments.split_first() {
            Some((first, rest)) => {
                let first = self.real(first);
                self.apply(function, path, first, rest)
            }
            None => self.refuse(path, format_args!("`{}` takes {}", text(path), count(function.arity()))),
        }
    }

    /// The call on a first argument, read already, and the `rest`.
    fn apply(&mut self, function: Function, place: &impl ToTokens, first: Option<Id>, rest: &[&Expr]) -> Value {
        let row = function.row();
        if rest.len() + 1 != row.kinds.len() {
            let wanted = count(row.kinds.len() - 1);
            rest.iter().for_each(|argument| drop(self.expr(argument)));
            return self.refuse(place, format_args!("`{}` takes {wanted} besides the first", text(place)));
        }
        let mut args = vec![first];
        for (argument, kind) in rest.iter().zip(&row.kinds[1..]) {
            args.push(match kind {
                Kind::Integer => self.integer_literal(argument),
                _ => self.real(argument),
            });
        }
        match args.into_iter().collect::<Option<Vec<Id>>>() {
            Some(args) => Value::Real(self.graph.intern(function, &args)),
            None => Value::Unknown,
        }
    }

    /// The exponent of `powi`.
    fn integer_literal(&mut self, argument: &Expr) -> Option<Id> {
        let value = self.expr(argument);
        match value {
            Value::Constant(constant) if constant.literal.is_some_and(|n| i32::try_from(n).is_ok()) => {
                Some(self.graph.number(Number::from(constant.literal.expect("just seen"))))
            }
            Value::Unknown => None,
            _ => {
                let float = self.float;
                self.errors.push(
                    argument,
                    format_args!(
                        "only a literal exponent is read yet; write `x.powf(n as {float})` for one that is computed"
                    ),
                );
                None
            }
        }
    }
}

fn count(number: usize) -> String {
    match number {
        0 => "no argument".to_owned(),
        1 => "one argument".to_owned(),
        2 => "two arguments".to_owned(),
        number => format!("{number} arguments"),
    }
}

/// What to write instead of a method that the table does not have.
fn unknown_method(name: &str) -> String {
    let hint = match name {
        "pow" => "; write `x.powi(n)` or `x.powf(y)`",
        "log" | "log1p" => "; write `x.ln()` or `x.ln_1p()`",
        "is_nan" => "; write `x != x`",
        "is_sign_negative" | "is_sign_positive" => "; compare with 0.0",
        "clone" | "to_owned" => "; a number is copied without it",
        "sq" | "square" | "squared" => "; write `x * x`",
        "unwrap" | "expect" => "; pass the number itself",
        _ => "; `#[grad]` reads the methods of `f64` that have a derivative",
    };
    format!("the method `{name}` is not read{hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_the_names() {
        assert_eq!(method("atan2"), Some(Function::Atan2));
        assert_eq!(method("powi"), Some(Function::Powi));
        assert_eq!(method("clamp"), Some(Function::Clamp));
        assert_eq!(method("sigmoid"), None);
        assert_eq!(libm_name(Function::Ln), Some("log"));
        assert_eq!(libm_name(Function::Powf), Some("pow"));
        assert_eq!(libm_name(Function::Powi), None);
        assert_eq!(libm_name(Function::MulAdd), Some("fma"));
        assert_eq!(libm_name(Function::Erf), Some("erf"));
        assert_eq!(libm_name(Function::Log), None);
    }
}
