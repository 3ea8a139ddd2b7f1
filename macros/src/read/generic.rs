//! Numbers of a type parameter: how Rust makes them, since literals are none.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath, Lit};

use super::Reader;
use super::constants::has_float_literal;
use super::expressions::is_upper;
use super::forms::bare;
use super::text::plain;
use super::types::{float, is_primitive};
use super::value::{Class, Constant, Node, Value};
use super::walk::{Event, walk_expr};
use crate::generic::{Generic, MARK};

/// The traits whose functions are those of a number.
const TRAITS: [&str; 12] = [
    "Float",
    "Real",
    "FloatCore",
    "FloatConst",
    "RealField",
    "ComplexField",
    "NumCast",
    "FromPrimitive",
    "Signed",
    "Zero",
    "One",
    "Bounded",
];

impl Reader<'_> {
    /// Whether the numbers of the function are of a type parameter.
    pub(super) fn is_generic(&self) -> bool {
        self.float == MARK
    }

    /// A function inside the function on numbers of a type parameter of its own, which is that of the function here.
    pub(super) fn on_parameter(&self, item: &syn::ItemFn) -> Option<syn::ItemFn> {
        let generic = Generic::of(&item.sig.generics).filter(|_| self.is_generic())?;
        generic.marked_in(item).ok()
    }

    /// Whether a type is not of a type parameter, or that of the function.
    pub(super) fn is_on_numbers_here(&self, ty: &syn::Type) -> bool {
        self.is_generic() || !super::mentions(ty.to_token_stream(), &|name| name == MARK)
    }

    /// An expression on `f64` or `f32` beside numbers of a parameter, which is a constant: `dt * 0.5`, `1.0 / n as f64`.
    pub(super) fn constant_of_rust(&mut self, expr: &Expr) -> Option<Constant> {
        if !self.is_generic() || !self.is_of_rust(expr) {
            return None;
        }
        let class = match self.class(expr) {
            Class::Real => Class::Any,
            class => class,
        };
        self.constant(expr).map(|constant| Constant { class, ..constant })
    }

    /// Whether an expression has a float of Rust's own in it that is no literal alone, and no number of the function.
    fn is_of_rust(&self, expr: &Expr) -> bool {
        let tokens = expr.to_token_stream();
        let typed = super::mentions(tokens.clone(), &|word| word == "f64" || word == "f32");
        let (named, number) = self.named_and_numbers(expr);
        (named || typed) && !number && (typed || has_float_literal(&tokens))
    }

    /// Whether an expression beside numbers of a parameter has none in it.
    pub(super) fn is_without_numbers(&self, expr: &Expr) -> bool {
        self.is_generic() && !self.named_and_numbers(expr).1
    }

    /// Whether constants stand in an expression under names, and whether numbers of the function do.
    fn named_and_numbers(&self, expr: &Expr) -> (bool, bool) {
        let mut named = false;
        let mut number = super::mentions(expr.to_token_stream(), &|word| word == MARK);
        walk_expr(&mut expr.clone(), &mut |event| {
            match event {
                Event::Name { name, .. } => match self.cells.get(name).map(Value::peel) {
                    Some(Value::Constant(_)) => named = true,
                    Some(Value::View(_)) => {}
                    Some(_) => number = true,
                    None => named |= is_upper(&plain(name)),
                },
                Event::Called(path, _) => number |= self.of_parameter(path).is_some(),
                _ => {}
            }
            None
        });
        (named, number)
    }

    /// Whether a type is a float of Rust's own beside numbers of a parameter.
    pub(super) fn is_of_rusts(&self, ty: &syn::Type) -> bool {
        self.is_generic() && float(ty).is_some_and(|name| name != MARK)
    }

    /// Whether a constant is a float of Rust's own beside numbers of a parameter.
    pub(super) fn is_float_of_rust(&self, constant: &Constant, ty: Option<&syn::Type>) -> bool {
        match ty {
            Some(ty) => self.is_of_rusts(ty),
            None => self.is_generic() && has_float_literal(&constant.tokens),
        }
    }

    /// `x.to_usize().unwrap()`: what `x as usize` is in `f64`.
    pub(super) fn made_integer(&mut self, call: &ExprMethodCall) -> Option<Value> {
        let Expr::MethodCall(inner) = bare(&call.receiver) else { return None };
        let name = plain(&inner.method);
        let ends = matches!(plain(&call.method).as_str(), "unwrap" | "expect" | "unwrap_or" | "unwrap_or_default");
        let integer = name.strip_prefix("to_").is_some_and(|ty| is_primitive(ty) && !matches!(ty, "bool" | "char"));
        if !self.is_generic() || !ends || !integer || !inner.args.is_empty() {
            return None;
        }
        let operand = match self.expr(&inner.receiver).peeled() {
            Value::Constant(constant) => constant.operand(),
            value => match self.as_real(value, &inner.receiver) {
                Some(node) => self.spelled(node, proc_macro2::Span::call_site()),
                None => return Some(Value::Unknown),
            },
        };
        let (to, end) = (&inner.method, &call.method);
        let arguments: Vec<TokenStream> = call.args.iter().map(|argument| self.substituted(argument)).collect();
        Some(Value::Constant(Constant::new(quote!(#operand.#to().#end(#(#arguments),*)), Class::Integer)))
    }

    /// What `T::name` and `Float::name` call.
    fn of_parameter(&self, path: &ExprPath) -> Option<String> {
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let (name, before) = words.split_last()?;
        let ty = before.last()?;
        // `<T as Float>::sin`
        let of_number = path.qself.as_ref().is_none_or(|qself| float(&qself.ty) == Some(MARK));
        (self.is_generic() && of_number && (ty == MARK || TRAITS.contains(&ty.as_str()))).then(|| name.clone())
    }

    /// The argument of what makes a number: `T::from(x)`, `T::from_f64(x)`, `cast(x)`.
    fn made_of<'e>(&self, expr: &'e Expr) -> Option<(&'e ExprCall, &'e Expr)> {
        let Expr::Call(call) = bare(expr) else { return None };
        let Expr::Path(path) = &*call.func else { return None };
        let name = self.of_parameter(path);
        let makes = match &name {
            Some(name) => name == "from" || name.starts_with("from_"),
            None => self.is_in_crate(path, "cast"),
        };
        let mut arguments = call.args.iter();
        match (arguments.next(), arguments.next()) {
            (Some(argument), None) if makes => Some((call, argument)),
            _ => None,
        }
    }

    /// Whether a path leads to the function of that name in a crate of numbers. By its bare name it may be the author's own, which is called as any other.
    fn is_in_crate(&self, path: &ExprPath, name: &str) -> bool {
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let crates = |word: &String| matches!(word.as_str(), "num_traits" | "num" | "nalgebra" | "na" | "simba");
        self.is_generic()
            && words.len() > 1
            && words.first().is_some_and(crates)
            && words.last().is_some_and(|last| last == name)
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
            return match arguments {
                [argument] if self.is_in_crate(path, "convert") => Some(self.made(argument, &whole)),
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
        // what rounds to `f32` before shows in the value
        let rounded = super::mentions(whole.to_token_stream(), &|word| word == "from_f32");
        if !rounded && let Some(value) = self.made_of_literal(argument) {
            return value;
        }
        match self.constant(argument) {
            Some(constant) => {
                let tokens = self.substituted(whole);
                Value::Real(self.converted(&constant, tokens))
            }
            None => match self.expr(argument).peeled() {
                Value::Constant(constant) => {
                    let tokens = of_operand(whole, constant.operand());
                    Value::Real(self.converted(&constant, tokens))
                }
                value => self.as_real(value, argument).map_or(Value::Unknown, Value::Real),
            },
        }
    }

    /// A float literal beside numbers of a parameter.
    pub(super) fn number_of_literal(&mut self, tokens: &TokenStream) -> Option<Node> {
        if !self.is_generic() {
            return None;
        }
        let literal: Lit = syn::parse2(tokens.clone()).ok()?;
        let Lit::Float(number) = &literal else { return None };
        let value = self.decimal(&literal, number.base10_digits());
        self.as_real(value, &literal)
    }

    fn made_of_literal(&mut self, argument: &Expr) -> Option<Value> {
        match bare(argument) {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Float(number) if number.suffix() != "f32" => {
                    Some(self.decimal(&literal.lit, number.base10_digits()))
                }
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
    pub(super) fn parameter_literal(&self, text: &str) -> TokenStream {
        crate::generic::number(text, self.float)
    }

    /// What `sum` and `product` of nothing are.
    pub(super) fn parameter_start(&self, sum: bool) -> TokenStream {
        let (zero, one) = (self.parameter_literal("0.0"), self.parameter_literal("1.0"));
        if sum { quote!(-#zero) } else { one.to_token_stream() }
    }
}

/// `T::from(x).unwrap()` of another `x`.
fn of_operand(whole: &Expr, operand: TokenStream) -> TokenStream {
    let mut whole = whole.clone();
    let call = match &mut whole {
        Expr::MethodCall(method) => &mut *method.receiver,
        call => call,
    };
    if let Expr::Call(call) = call
        && let Some(argument) = call.args.first_mut()
    {
        *argument = Expr::Verbatim(operand);
    }
    whole.into_token_stream()
}
