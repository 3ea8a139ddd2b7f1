//! Calls of methods.

use gradus_engine::function::Function;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall, Lit};

use super::Reader;
use super::calls::{integers_too, method};
use super::constancy::{Constancy, reads_only};
use super::drive::sized;
use super::forms::bare;
use super::perhaps::{is_asking, taken_by};
use super::shape::Shape;
use super::text::plain;
use super::value::{Class, Constant, Value};

impl Reader<'_> {
    pub(super) fn method_call(&mut self, call: &ExprMethodCall) -> Value {
        self.method_shaped(call, None)
    }

    /// A method call; `shape` is what the user says of its result.
    pub(super) fn method_shaped(&mut self, call: &ExprMethodCall, shape: Option<Shape>) -> Value {
        self.attributes(&call.attrs);
        if self.changes_rest(&call.receiver, Some(&call.method)) {
            return Value::Unknown;
        }
        if let Some(value) = self.made_number(call).or_else(|| self.made_integer(call)) {
            return value;
        }
        let whole = || Expr::MethodCall(call.clone());
        let name = plain(&call.method);
        let lazy = is_source(&name) || is_adaptor(&name) && iterates(&call.receiver);
        if !lazy
            && self.starts_constant(&call.receiver)
            && let Some(constant) = self.constant(&whole())
        {
            return self.known_real(Value::Constant(constant));
        }
        if let Some(value) = self.asked(call, &name) {
            return value;
        }
        if let Some(value) = self.prefix_method(call) {
            return value;
        }
        if matches!(name.as_str(), "unwrap" | "expect")
            && let Some(value) = self.popped_surely(&call.receiver)
        {
            return value;
        }
        let arguments: Vec<&Expr> = call.args.iter().collect();
        if let Expr::Range(range) = bare(&call.receiver) {
            return match self.range_iter(range) {
                Some(iter) => self.iter_method(iter, call, &name, &arguments),
                None => Value::Unknown,
            };
        }
        if let Some(array) = super::array_methods::joined(call) {
            return self.concatenated(array, call);
        }
        let receiver = match self.unwrapping(call) {
            Some(suffix) => {
                let (value, taken) = self.with_suffix(bare(&call.receiver), suffix, shape.clone());
                if taken {
                    return value;
                }
                value
            }
            None if is_asking(&name) => self.perhaps(&call.receiver, taken_by(&arguments)),
            None => self.place(&call.receiver),
        };
        let receiver = match receiver {
            Value::View(view) if view.parts().is_some() => self.loaded(Value::View(view)),
            receiver => receiver,
        };
        match receiver {
            Value::Ref(inner, mutable) => match *inner {
                Value::View(view) if view.rank() > 0 => self.array_method(view, Some(mutable), call, &name, &arguments),
                Value::Columns(parts) => self.record_method(&parts, Some(mutable), call, &name, &arguments),
                inner => self.value_method(inner, call, &name, &arguments, shape),
            },
            Value::View(view) if view.rank() > 0 => self.array_method(view, None, call, &name, &arguments),
            Value::Columns(parts) => self.record_method(&parts, None, call, &name, &arguments),
            value => self.value_method(value, call, &name, &arguments, shape),
        }
    }

    fn value_method(
        &mut self,
        value: Value,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
        shape: Option<Shape>,
    ) -> Value {
        let value = match value.peeled() {
            Value::Place(cell, members) => self.at_place(cell, &members),
            value => value,
        };
        if let Some(value) = self.inlined_method(&value, call) {
            return value;
        }
        match value {
            value @ (Value::Bool(_) | Value::Constant(_))
                if name.starts_with("then") && self.is_then(&value, name, arguments) =>
            {
                self.then(value, arguments[0], name == "then")
            }
            Value::Constant(constant) => self.constant_method(constant, call, name, arguments, shape),
            Value::Iter(iter) => self.iter_method(*iter, call, name, arguments),
            Value::Optional(present, value) => self.optional_method(present, *value, call, name, arguments),
            value @ (Value::Real(_) | Value::View(_)) => {
                self.real_method(value, name, arguments, &call.method, &call.receiver)
            }
            value @ (Value::Tuple(_) | Value::Struct(..)) if matches!(name, "clone" | "to_owned") => {
                self.copied_value(value)
            }
            value @ Value::Struct(..) if self.open_name(&value).is_some() => self.method_of_whole(&value, call),
            value @ (Value::Tuple(_) | Value::Struct(..) | Value::Bool(_))
                if matches!(name, "clone" | "to_owned" | "unwrap" | "expect") =>
            {
                value
            }
            value @ (Value::Unknown | Value::Never) => {
                arguments.iter().for_each(|argument| drop(self.expr(argument)));
                value
            }
            Value::Struct(record, _) => self.refuse(&call.method, Self::unseen_method(record.path())),
            Value::Unit => self.refuse(
                &call.method,
                "there is no value here; an iterator that `while let` goes through is not used again",
            ),
            _ => self.refuse(&call.method, format_args!("the method `{name}` is not read here")),
        }
    }

    /// Whether this is `then` or `then_some` of a condition, with a number.
    fn is_then(&mut self, value: &Value, name: &str, arguments: &[&Expr]) -> bool {
        let condition = match value {
            Value::Constant(constant) => constant.class == Class::Bool,
            value => matches!(value, Value::Bool(_)),
        };
        condition && matches!((name, arguments), ("then" | "then_some", [_]))
    }

    /// Whether a chain of methods starts with a constant.
    fn starts_constant(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.starts_constant(&inner.expr),
            Expr::MethodCall(call) => self.starts_constant(&call.receiver),
            Expr::Field(field) => match self.open_field_at(expr) {
                Some(value) => matches!(value, Value::Constant(_)),
                None => self.starts_constant(&field.base),
            },
            Expr::Index(index) => self.starts_constant(&index.expr),
            Expr::Reference(inner) => self.starts_constant(&inner.expr),
            Expr::Unary(inner) => self.starts_constant(&inner.expr),
            Expr::Cast(inner) => super::types::float(&inner.ty).is_none(),
            Expr::Range(_) => true,
            Expr::Lit(literal) => !matches!(&literal.lit, Lit::Float(_)) && self.class(expr) != Class::Real,
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.cells.get(name)) {
                Some(value) => matches!(value.peel(), Value::Constant(_)),
                None => !path.path.segments.iter().any(|segment| segment.ident == self.float),
            },
            Expr::Binary(binary) => self.starts_constant(&binary.left) && self.starts_constant(&binary.right),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => path.path.get_ident().is_none_or(|name| self.cells.get(name).is_none()),
                _ => false,
            },
            _ => false,
        }
    }

    /// What is asked of numbers that is no number: passed on as it is.
    fn asked(&mut self, call: &ExprMethodCall, name: &str) -> Option<Value> {
        let class = match name {
            "any" | "all" | "contains" | "is_sorted" => Class::Bool,
            "count" | "position" | "rposition" | "partition_point" => Class::Integer,
            "binary_search_by" => Class::Any,
            "max_by" | "min_by" if is_choice(&call.receiver) => Class::Any,
            _ => return None,
        };
        let expr = Expr::MethodCall(call.clone());
        if !self.only_reads(&expr) {
            if matches!(name, "max_by" | "min_by") {
                return None; // read as a loop
            }
            return Some(self.refuse(
                &call.method,
                format_args!("`{name}` is read here only with a closure that reads plain variables"),
            ));
        }
        let class = if name.ends_with("position") { Class::Any } else { class };
        Some(self.passed_on(&expr, class))
    }

    fn constant_method(
        &mut self,
        constant: Constant,
        call: &ExprMethodCall,
        name: &str,
        arguments: &[&Expr],
        shape: Option<Shape>,
    ) -> Value {
        if let Some(iter) = self.constant_iter(&constant, call, name, arguments) {
            return Value::Iter(Box::new(iter));
        }
        let constancies: Vec<Constancy> = arguments.iter().map(|argument| self.constancy(argument)).collect();
        if !constancies.contains(&Constancy::No) && (reads_only(name) || constant.class != Class::Real) {
            let tokens: Vec<_> = arguments.iter().map(|argument| self.substituted(argument)).collect();
            let operand = if is_length(&call.receiver) { sized(&constant) } else { constant.operand() };
            let (method, turbofish) = (&call.method, &call.turbofish);
            let volatile = constant.volatile || constancies.contains(&Constancy::Volatile);
            let class = match self.class(&Expr::MethodCall(call.clone())) {
                Class::Any if integers_too(name) => constant.class,
                class => class,
            };
            let tokens = quote!(#operand.#method #turbofish(#(#tokens),*));
            return self.known_real(Value::Constant(Constant { volatile, ..Constant::new(tokens, class) }));
        }
        match method(name) {
            Some(function) if arguments.len() + 1 == function.arity() && !self.is_self(&call.receiver) => {
                self.methods.insert(function);
                let first = self.as_real(Value::Constant(constant), &call.receiver);
                self.apply_rest(function, &call.method, first, arguments)
            }
            _ => self.marked_method(call, &constant, shape),
        }
    }

    fn is_self(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Path(path) if path.path.is_ident("self"))
    }

    /// A method of a number.
    pub(super) fn real_method(
        &mut self,
        value: Value,
        name: &str,
        arguments: &[&Expr],
        method_name: &Ident,
        place: &dyn ToTokens,
    ) -> Value {
        if name == "sin_cos" && arguments.is_empty() {
            return self.sin_cos(value, place);
        }
        if let Some(function) = method(name) {
            self.methods.insert(function);
            let first = self.as_real(value, place);
            return self.apply_rest(function, method_name, first, arguments);
        }
        let x = self.as_real(value, place);
        let Some(x) = x else { return Value::Unknown };
        match name {
            "clone" | "to_owned" | "copied" | "cloned" | "unwrap" | "expect" | "into" | "as_ref" | "borrow" => {
                Value::Real(x)
            }
            "is_nan" => Value::Bool(self.apply(Function::NotEqual, &[x, x])),
            "is_finite" | "is_infinite" | "is_normal" | "is_subnormal" | "is_sign_negative" | "is_sign_positive" => {
                let tokens = self.spelled(x, Span::call_site());
                Value::Constant(Constant::new(quote!(#tokens.#method_name()), Class::Bool))
            }
            "total_cmp" | "partial_cmp" if arguments.len() == 1 => {
                let Some(other) = self.real(arguments[0]) else { return Value::Unknown };
                let [x, other] = [x, other].map(|node| self.spelled(node, Span::call_site()));
                Value::Constant(Constant::new(quote!(#x.#method_name(&#other)), Class::Any))
            }
            "to_bits" | "classify" | "to_string" | "to_int_unchecked" => {
                let tokens = self.spelled(x, Span::call_site());
                let arguments: Vec<_> = arguments.iter().map(|argument| self.substituted(argument)).collect();
                let tokens = quote!(#tokens.#method_name(#(#arguments),*));
                let volatile = self.is_volatile(&tokens);
                Value::Constant(Constant { volatile, ..Constant::new(tokens, Class::Any) })
            }
            name => {
                arguments.iter().for_each(|argument| drop(self.expr(argument)));
                self.refuse(method_name, unknown_method(name))
            }
        }
    }

    /// A method call whose value nobody uses.
    pub(super) fn method_statement(&mut self, call: &ExprMethodCall) -> Value {
        if self.changes_rest(&call.receiver, Some(&call.method)) {
            return Value::Unknown;
        }
        if self.is_state(&call.receiver) && !reads_only(&plain(&call.method)) {
            self.attributes(&call.attrs);
            self.effect_of(&Expr::MethodCall(call.clone()));
            return Value::Unit;
        }
        let name = plain(&call.method);
        let constant = self.starts_constant(&call.receiver) && method(&name).is_none();
        if constant && self.constancy(&Expr::MethodCall(call.clone())) == Constancy::No {
            return self.method_shaped(call, Some(Shape::Tuple(Vec::new())));
        }
        if constant && self.constancy(&Expr::MethodCall(call.clone())) != Constancy::No {
            self.effect_of(&Expr::MethodCall(call.clone()));
            return Value::Unit;
        }
        self.method_call(call)
    }
}

/// Whether a method gives an iterator.
fn is_source(name: &str) -> bool {
    matches!(name, "iter" | "into_iter" | "iter_mut" | "windows" | "chunks" | "chunks_exact")
}

/// Whether a method of an iterator gives another.
fn is_adaptor(name: &str) -> bool {
    const NAMES: [&str; 19] = [
        "copied",
        "cloned",
        "enumerate",
        "rev",
        "skip",
        "take",
        "step_by",
        "zip",
        "chain",
        "map",
        "filter",
        "filter_map",
        "cycle",
        "map_while",
        "skip_while",
        "scan",
        "take_while",
        "flat_map",
        "flatten",
    ];
    NAMES.contains(&name)
}

/// Whether an expression is an iterator.
fn iterates(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Range(_) => true,
        Expr::MethodCall(call) => {
            let name = plain(&call.method);
            is_source(&name)
                || matches!(name.as_str(), "chars" | "bytes")
                || is_adaptor(&name) && iterates(&call.receiver)
        }
        _ => false,
    }
}

/// Whether an iterator hands out elements of a range as they are.
fn is_choice(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Range(_) => true,
        Expr::MethodCall(call) => matches!(plain(&call.method).as_str(), "filter" | "rev") && is_choice(&call.receiver),
        _ => false,
    }
}

/// What to write instead of a method that the table does not have.
fn unknown_method(name: &str) -> String {
    let hint = match name {
        "pow" => "; write `x.powi(n)` or `x.powf(y)`",
        "log1p" => "; write `x.ln_1p()`",
        "expm1" => "; write `x.exp_m1()`",
        "sq" | "square" | "squared" => "; write `x * x`",
        "max_by" | "min_by" => "; write `.fold(f64::NEG_INFINITY, f64::max)`",
        "add_assign" | "sub_assign" | "mul_assign" => "; write the operator",
        "iter" | "iter_mut" | "into_iter" | "len" | "to_vec" | "windows" | "chunks" | "first" | "last" | "get" => {
            " of a number; if this is an array, annotate it where it is made: `let y: Vec<f64> = ..`"
        }
        _ => "; `#[grad]` reads the methods of `f64` that have a derivative",
    };
    format!("the method `{name}` is not read{hint}")
}

/// `x.len()`, which stands for a literal where the array has a fixed length.
fn is_length(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => matches!(call.method.to_string().as_str(), "len" | "count"),
        Expr::Paren(inner) => is_length(&inner.expr),
        _ => false,
    }
}
