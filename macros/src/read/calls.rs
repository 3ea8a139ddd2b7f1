//! Calls by path: functions that the table has, closures, a few of `std`; all others are marked functions.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use gradus_engine::function::{Function, Kind};
use gradus_engine::number::Number;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::{Expr, ExprCall, ExprPath};

use super::Reader;
use super::lists::is_new_vec;
use super::shape::Shape;
use super::text::{plain, text};
use super::value::{Class, Constant, Node, Value};

/// The function that is the method `name` of `f64`.
pub(crate) fn method(name: &str) -> Option<Function> {
    static METHODS: OnceLock<BTreeMap<&str, Function>> = OnceLock::new();
    let named = || Function::ALL.iter().filter_map(|function| Some((method_name(*function)?, *function)));
    // the first function of a name is meant
    METHODS.get_or_init(|| named().rev().collect()).get(name).copied()
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

/// Whether integers have a method of that name too.
pub(super) fn integers_too(name: &str) -> bool {
    matches!(
        name,
        "abs" | "max" | "min" | "clamp" | "pow" | "signum" | "rem_euclid" | "div_euclid" | "midpoint" | "abs_diff"
    )
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
    /// A call; `shape` is what the user says of its result.
    pub(super) fn call(&mut self, call: &ExprCall, shape: Option<Shape>) -> Value {
        self.attributes(&call.attrs);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let path = match &*call.func {
            Expr::Path(path) => path,
            function => {
                let Value::Closure(closure) = self.expr(function).peeled() else {
                    return self.refuse(&call.func, "only closures and functions called by their path are read");
                };
                let values = self.in_order(arguments.iter().copied());
                return self.inlined(&closure, values, call);
            }
        };
        // a function inside the function may be called as `square::<T>(x)`
        let inner = |name: &&Ident| matches!(self.cells.get(name), Some(Value::Closure(_)));
        let alone = path.path.segments.first().filter(|_| path.path.segments.len() == 1).map(|segment| &segment.ident);
        if let Some(name) = path.path.get_ident().or_else(|| alone.filter(inner))
            && let Some(value) = self.cells.get(name)
        {
            return match value.clone().peeled() {
                Value::Closure(closure) => {
                    let values = self.in_order(arguments.iter().copied());
                    self.inlined(&closure, values, call)
                }
                Value::Constant(function) => match self.constant_call(call) {
                    Some(constant) => Value::Constant(constant),
                    // another name for a function
                    None if let Some(path) = self.function_named(&function) => {
                        self.call_by_path(call, &path, &arguments, shape)
                    }
                    None => self.refuse(
                        name,
                        format_args!("`{name}` is a constant to `#[grad]`, so it is called on constants only; call a marked function by its path"),
                    ),
                },
                value if value.is_void() => value,
                _ => self.refuse(name, format_args!("`{name}` is no function")),
            };
        }
        self.call_by_path(call, path, &arguments, shape)
    }

    /// The function that a constant is, when it is no variable.
    fn function_named(&self, function: &Constant) -> Option<ExprPath> {
        let path: ExprPath = syn::parse2(function.tokens.clone()).ok()?;
        let variable = match path.path.get_ident() {
            Some(name) => self.cells.get(name).is_some() || super::table::single(&function.tokens).is_some(),
            None => false,
        };
        (function.simple && !variable).then_some(path)
    }

    /// A call of a function that is a parameter, on constants.
    fn constant_call(&mut self, call: &ExprCall) -> Option<Constant> {
        let mut values = Vec::new();
        for argument in &call.args {
            values.push(self.constant(argument)?.tokens);
        }
        let function = self.substituted(&call.func);
        Some(Constant { volatile: true, ..Constant::new(quote!(#function(#(#values),*)), Class::Any) })
    }

    fn call_by_path(&mut self, call: &ExprCall, path: &ExprPath, arguments: &[&Expr], shape: Option<Shape>) -> Value {
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Some(value) = self.call_of_parameter(call, path, arguments) {
            return value;
        }
        let plain_path = path.qself.is_none() && path.path.segments.iter().all(|segment| segment.arguments.is_none());
        match words.as_slice() {
            [float, name] if plain_path && *float == self.float && self.is_of_float(name, arguments) => {
                self.call_of_float(name, call, path, arguments)
            }
            ["libm", name] if plain_path && self.float == "f64" => {
                let function = Function::ALL.iter().copied().find(|f| libm_name(*f) == Some(name));
                match function {
                    Some(function) => {
                        self.libm.insert(function);
                        self.apply_all(function, path, arguments)
                    }
                    None => self.marked_path(call, path, shape),
                }
            }
            _ => match self.call_of_std(call, path, arguments, &shape) {
                Some(value) => value,
                None => match self.inlined_call(call, path) {
                    Some(value) => value,
                    None => self.marked_path(call, path, shape),
                },
            },
        }
    }

    /// Whether `f64::name(..)` is one of those that are read.
    pub(super) fn is_of_float(&self, name: &str, arguments: &[&Expr]) -> bool {
        let comparison = matches!(name, "total_cmp" | "partial_cmp") && arguments.len() == 2;
        method(name).is_some() || arguments.len() == 1 || comparison
    }

    /// `f64::sin(x)`, `f64::from(n)`, `f64::total_cmp(&a, &b)`
    pub(super) fn call_of_float(&mut self, name: &str, call: &ExprCall, path: &ExprPath, arguments: &[&Expr]) -> Value {
        match (name, arguments) {
            ("sin_cos", [argument]) => {
                let value = self.expr(argument);
                self.sin_cos(value, *argument)
            }
            ("from", [argument]) => {
                let value = self.expr(argument);
                let function = &call.func;
                match value {
                    Value::Constant(constant) => {
                        let tokens = &constant.tokens;
                        Value::Real(self.converted(&constant, quote!(#function(#tokens))))
                    }
                    Value::Bool(node) => {
                        let tokens = self.spelled(node, Span::call_site());
                        let constant = Constant::new(tokens.clone(), Class::Bool);
                        Value::Real(self.converted(&constant, quote!(#function(#tokens))))
                    }
                    value => self.as_real(value, *argument).map_or(Value::Unknown, Value::Real),
                }
            }
            (name, arguments) if method(name).is_some() => {
                let function = method(name).expect("just seen");
                self.methods.insert(function);
                self.apply_all(function, path, arguments)
            }
            (name, [argument]) => {
                let value = self.expr(argument);
                self.real_method(value, name, &[], &path.path.segments[1].ident, argument)
            }
            (_, arguments) => {
                let values = [arguments[0], arguments[1]].map(|argument| {
                    let value = self.expr(argument);
                    self.as_real(value, argument)
                });
                let [Some(a), Some(b)] = values else { return Value::Unknown };
                let (a, b) = (self.spelled(a, Span::call_site()), self.spelled(b, Span::call_site()));
                Value::Constant(Constant::new(quote!(#path(&#a, &#b)), Class::Any))
            }
        }
    }

    /// Functions of the standard library.
    fn call_of_std(
        &mut self,
        call: &ExprCall,
        path: &ExprPath,
        arguments: &[&Expr],
        shape: &Option<Shape>,
    ) -> Option<Value> {
        let words = self.path_in_std(path).or_else(|| self.taken_for_std(path, arguments))?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Some(match (&words[..], arguments) {
            (["mem", "swap"], [_, _]) => self.swap(arguments),
            (["mem", "replace"], [_, _]) => self.replace(arguments, false),
            (["mem", "take"], [_]) => self.replace(arguments, true),
            (["array", "from_fn"], [function]) => {
                let shape = shape.clone().or_else(|| self.turbofish_shape(path));
                self.array_from_fn(call, function, shape)
            }
            (["iter", "zip"], [first, second]) => self.zipped_items(first, second),
            (["iter", name @ ("repeat" | "repeat_n" | "once")], [_, ..]) => self.repeated_item(name, arguments),
            (["iter", "successors"], [first, function]) => self.successors(first, function),
            (["iter", "from_fn"], [function]) => self.made_items(function, true),
            (["iter", "repeat_with"], [function]) => self.made_items(function, false),
            (["Vec", "from"] | ["vec", "Vec", "from"], [value]) => {
                let value = self.expr(value);
                self.collected_copy(value, call)
            }
            (["drop"] | ["mem", "drop"], [value]) => {
                self.expr(value);
                Value::Unit
            }
            (["Vec", ..] | ["vec", "Vec", ..], _) if is_new_vec(call) => self.new_vec(call, shape.clone(), ""),
            _ => return None,
        })
    }

    pub(super) fn sin_cos(&mut self, argument: Value, place: &dyn ToTokens) -> Value {
        self.methods.extend([Function::Sin, Function::Cos]);
        let Some(x) = self.as_real(argument, place) else { return Value::Unknown };
        Value::Tuple([Function::Sin, Function::Cos].map(|f| Value::Real(self.apply(f, &[x]))).into())
    }

    fn apply_all(&mut self, function: Function, path: &ExprPath, arguments: &[&Expr]) -> Value {
        match arguments.split_first() {
            Some((first, rest)) => {
                let first = self.real(first);
                self.apply_rest(function, path, first, rest)
            }
            None => self.refuse(path, format_args!("`{}` takes {}", text(path), count(function.arity()))),
        }
    }

    /// The call on a first argument, read already, and the `rest`.
    pub(super) fn apply_rest(
        &mut self,
        function: Function,
        place: &dyn ToTokens,
        first: Option<Node>,
        rest: &[&Expr],
    ) -> Value {
        let row = function.row();
        if rest.len() + 1 != row.kinds.len() {
            let wanted = count(row.kinds.len() - 1);
            rest.iter().for_each(|argument| drop(self.expr(argument)));
            let place = place.to_token_stream();
            let name = text(&place);
            return self.refuse(place, format_args!("`{name}` takes {wanted} besides the first"));
        }
        let mut args = vec![first];
        for (argument, kind) in rest.iter().zip(&row.kinds[1..]) {
            if *kind == Kind::Integer {
                return self.with_exponent(function, args[0], argument);
            }
            args.push(self.real(argument));
        }
        match args.into_iter().collect::<Option<Vec<Node>>>() {
            Some(args) => Value::Real(self.apply(function, &args)),
            None => Value::Unknown,
        }
    }

    /// `x.powi(n)`
    fn with_exponent(&mut self, function: Function, first: Option<Node>, argument: &Expr) -> Value {
        let value = self.expr(argument);
        let (Some(exponent), Some(first)) = (self.as_constant(value, argument), first) else { return Value::Unknown };
        match exponent.literal.filter(|n| i32::try_from(*n).is_ok()) {
            Some(n) => {
                let n = self.number(Number::from(n));
                Value::Real(self.apply(function, &[first, n]))
            }
            None => self.computed_power(first, exponent),
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
