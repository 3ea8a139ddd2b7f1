//! Numbers of a type parameter: how Rust makes them, since literals are none.

use quote::{ToTokens, quote};
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Lit};

use super::Reader;
use super::forms::bare;
use super::text::plain;
use super::value::{Class, Constant, Value};
use crate::generic::MARK;

/// The traits whose functions are those of a number.
const TRAITS: [&str; 8] =
    ["Float", "Real", "FloatCore", "FloatConst", "RealField", "ComplexField", "NumCast", "FromPrimitive"];

impl Reader<'_> {
    /// Whether the numbers of the function are of a type parameter.
    pub(super) fn is_generic(&self) -> bool {
        self.float == MARK
    }

    /// What `T::name` and `Float::name` call.
    fn of_parameter(&self, path: &ExprPath) -> Option<String> {
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let (name, before) = words.split_last()?;
        let ty = before.last()?;
        (self.is_generic() && path.qself.is_none() && (ty == MARK || TRAITS.contains(&ty.as_str())))
            .then(|| name.clone())
    }

    /// The argument of what makes a number: `T::from(x)`, `T::from_f64(x)`, `cast(x)`.
    fn made_of<'e>(&self, expr: &'e Expr) -> Option<(&'e ExprCall, &'e Expr)> {
        let Expr::Call(call) = bare(expr) else { return None };
        let Expr::Path(path) = &*call.func else { return None };
        let name = self.of_parameter(path);
        let makes = match &name {
            Some(name) => name == "from" || name.starts_with("from_"),
            None => self.is_generic() && path.path.segments.last().is_some_and(|last| last.ident == "cast"),
        };
        let mut arguments = call.args.iter();
        match (arguments.next(), arguments.next()) {
            (Some(argument), None) if makes => Some((call, argument)),
            _ => None,
        }
    }

    /// `T::from(x).unwrap()`
    pub(super) fn made_number(&mut self, call: &ExprMethodCall) -> Option<Value> {
        if !matches!(plain(&call.method).as_str(), "unwrap" | "expect") {
            return None;
        }
        let (_, argument) = self.made_of(&call.receiver)?;
        Some(self.made(argument, &Expr::MethodCall(call.clone())))
    }

    /// `T::one()`, `T::from(x)`, `T::sin(x)`, `Float::max(x, y)`, `nalgebra::convert(x)`
    pub(super) fn call_of_parameter(&mut self, call: &ExprCall, path: &ExprPath, arguments: &[&Expr]) -> Option<Value> {
        let whole = Expr::Call(call.clone());
        let Some(name) = self.of_parameter(path) else {
            let converts = path.path.segments.last().is_some_and(|last| last.ident == "convert");
            return match arguments {
                [argument] if converts && self.is_generic() => Some(self.made(argument, &whole)),
                _ => None,
            };
        };
        Some(match (name.as_str(), arguments) {
            ("one", []) => Value::Real(self.number(1.into())),
            ("zero", []) => Value::Real(self.number(0.into())),
            (_, []) => {
                let tokens = self.substituted(&whole);
                self.known_real(Value::Constant(Constant::new(tokens, Class::Real)))
            }
            ("from", [argument]) => self.made(argument, &whole),
            (name, [argument]) if name.starts_with("from_") => self.made(argument, &whole),
            (name, arguments) if self.is_of_float(name, arguments) => self.call_of_float(name, call, path, arguments),
            _ => return None,
        })
    }

    /// The number that `whole` makes of its argument: of a literal it is that, of a constant what Rust makes of it, of a number itself.
    fn made(&mut self, argument: &Expr, whole: &Expr) -> Value {
        if let Some(value) = self.made_of_literal(argument) {
            return value;
        }
        match self.constant(argument) {
            Some(constant) => {
                let tokens = self.substituted(whole);
                Value::Real(self.converted(&constant, tokens))
            }
            None => self.real(argument).map_or(Value::Unknown, Value::Real),
        }
    }

    fn made_of_literal(&mut self, argument: &Expr) -> Option<Value> {
        match bare(argument) {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Float(number) => Some(self.decimal(&literal.lit, number.base10_digits())),
                Lit::Int(number) => Some(self.decimal(&literal.lit, number.base10_digits())),
                _ => None,
            },
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
                let value = self.made_of_literal(&unary.expr)?;
                let node = self.as_real(value, &unary.expr)?;
                Some(Value::Real(self.apply(gradus_engine::function::Function::Neg, &[node])))
            }
            _ => None,
        }
    }

    /// `0.0` and `1.0` in a type that need not be one of Rust's own.
    pub(super) fn parameter_literal(&self, text: &str) -> proc_macro2::TokenStream {
        crate::generic::number(text, self.float)
    }

    /// What `sum` and `product` of nothing are.
    pub(super) fn parameter_start(&self, sum: bool) -> proc_macro2::TokenStream {
        let (zero, one) = (self.parameter_literal("0.0"), self.parameter_literal("1.0"));
        if sum { quote!(-#zero) } else { one.to_token_stream() }
    }
}
