//! Expressions of every kind: literals, paths, casts, and what is refused.

use gradus_engine::function::Function;
use gradus_engine::graph::Id;
use gradus_engine::number::Number;
use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::{Block, Expr, ExprCast, ExprField, ExprPath, Lit, Member};

use super::Reader;
use super::constants::text;
use super::scope::{Class, Constant, Value};
use super::signature::{float, is_integer};

impl Reader<'_> {
    /// Reads an expression; what is not read is reported.
    pub(super) fn expr(&mut self, expr: &Expr) -> Value {
        match expr {
            Expr::Paren(inner) => self.inner(&inner.attrs, &inner.expr),
            Expr::Group(inner) => self.inner(&inner.attrs, &inner.expr),
            Expr::Lit(literal) => self.literal(&literal.lit),
            Expr::Path(path) => self.path(path),
            Expr::Field(field) => self.field(field),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Cast(cast) => self.cast(cast),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Call(call) => self.call(call),
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Value::Unit,
            Expr::Tuple(tuple) => Value::Tuple(tuple.elems.iter().map(|element| self.expr(element)).collect()),
            Expr::If(branch) => {
                self.attributes(&branch.attrs);
                self.branch(branch)
            }
            Expr::Block(block) => {
                self.attributes(&block.attrs);
                if let Some(label) = &block.label {
                    self.refuse(label, "labelled blocks are not read yet; remove the label");
                }
                self.block(&block.block)
            }
            Expr::Assign(assign) => {
                self.attributes(&assign.attrs);
                let value = self.expr(&assign.right);
                self.assign(&assign.left, value);
                Value::Unit
            }
            Expr::Macro(call) => {
                self.macro_call(&call.mac);
                Value::Unknown
            }
            expr => {
                let (token, message) = refusal(expr);
                self.refuse(token, message)
            }
        }
    }

    fn inner(&mut self, attributes: &[syn::Attribute], expr: &Expr) -> Value {
        self.attributes(attributes);
        self.expr(expr)
    }

    /// Reports what is not read.
    pub(super) fn refuse(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) -> Value {
        self.errors.push(tokens, message);
        Value::Unknown
    }

    /// An expression as a number.
    pub(super) fn real(&mut self, expr: &Expr) -> Option<Id> {
        let value = self.expr(expr);
        self.as_real(&value, expr)
    }

    /// A value as a number, unless it is none, which is reported at `place`.
    pub(super) fn as_real(&mut self, value: &Value, place: &impl ToTokens) -> Option<Id> {
        let float = self.float;
        let message = match value {
            Value::Real(id) => return Some(*id),
            Value::Unknown => return None,
            Value::Constant(constant) => match (constant.class, constant.literal) {
                (Class::Any, _) => return self.opaque_real(constant, None, place),
                (Class::Integer, Some(n)) => format!("`{n}` is an integer here; write `{n}.0`"),
                (Class::Integer, None) => {
                    format!("this is an integer; convert it: `{} as {float}`", constant.operand())
                }
                (Class::Bool, _) => {
                    format!("an `{float}` is needed here, not a condition; write `if c {{ 1.0 }} else {{ 0.0 }}`")
                }
            },
            Value::Bool(_) => {
                format!("an `{float}` is needed here, not a condition; write `if c {{ 1.0 }} else {{ 0.0 }}`")
            }
            Value::Tuple(_) => format!("an `{float}` is needed here, not a tuple; take it apart: `let (a, b) = ..`"),
            Value::Unit => format!("an `{float}` is needed here, but this has no value"),
        };
        self.errors.push(place, message);
        None
    }

    /// The value of the function.
    pub(super) fn result(&mut self, value: Value, block: &Block) -> Option<Id> {
        match block.stmts.last() {
            Some(last) if !matches!(value, Value::Unit) => self.as_real(&value, last),
            Some(last) => {
                self.errors
                    .push(last, "the function has to end with its value: an expression without `;`, or `return e;`");
                None
            }
            None => {
                self.errors.push(block, "the function has no body; end it with its value");
                None
            }
        }
    }

    fn literal(&mut self, literal: &Lit) -> Value {
        match literal {
            Lit::Float(number) if number.suffix().is_empty() || number.suffix() == self.float => {
                self.decimal(literal, number.base10_digits())
            }
            Lit::Int(number) if number.suffix() == self.float => self.decimal(literal, number.base10_digits()),
            Lit::Int(number) => {
                let value = number.base10_parse::<i64>().ok();
                let class = Class::Integer;
                Value::Constant(Constant { literal: value, ..Constant::simple(literal, class) })
            }
            Lit::Bool(_) => Value::Constant(Constant::simple(literal, Class::Bool)),
            Lit::Char(_) | Lit::Byte(_) => Value::Constant(Constant::simple(literal, Class::Any)),
            Lit::Float(number) => {
                let (suffix, float) = (number.suffix(), self.float);
                self.refuse(
                    literal,
                    format_args!(
                        "a literal of type `{suffix}` in a function on `{float}`; write `{}`",
                        number.base10_digits()
                    ),
                )
            }
            literal => self.refuse(literal, "only numbers, `bool` and `char` literals are read"),
        }
    }

    /// A literal; for `f32` the shortest decimal of its value, so that it is rounded once.
    fn decimal(&mut self, literal: &Lit, digits: &str) -> Value {
        let number = if self.float == "f32" {
            let value = digits.parse::<f32>().ok().filter(|value| value.is_finite());
            value.and_then(|value| Number::parse_decimal(&format!("{value:?}")))
        } else {
            let value = digits.parse::<f64>().ok().filter(|value| value.is_finite());
            let exact = Number::parse_decimal(digits).filter(|number| Some(number.to_f64()) == value);
            exact.or_else(|| value.and_then(Number::from_f64))
        };
        match number {
            Some(number) => Value::Real(self.graph.number(number)),
            None => self.refuse(literal, format!("this literal is out of the range of `{}`", self.float)),
        }
    }

    fn path(&mut self, path: &ExprPath) -> Value {
        self.attributes(&path.attrs);
        if let Some(name) = path.path.get_ident().filter(|_| path.qself.is_none())
            && let Some(value) = self.scope.get(name)
        {
            return match value.clone() {
                Value::Constant(constant) if constant.simple => Value::Constant(constant.located_at(name.span())),
                value => value,
            };
        }
        match self.named_constant(&path.path) {
            Some(function) => Value::Real(self.graph.intern(function, &[])),
            None => Value::Constant(Constant::simple(path, Class::Any)),
        }
    }

    /// The constants that the table has.
    fn named_constant(&self, path: &syn::Path) -> Option<Function> {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let rest = match words.as_slice() {
            ["std" | "core", rest @ ..] => rest,
            rest => rest,
        };
        match rest {
            [float, "consts", "PI"] if *float == self.float => Some(Function::Pi),
            [float, "consts", "E"] if *float == self.float => Some(Function::E),
            [float, "INFINITY"] if *float == self.float => Some(Function::Inf),
            _ => None,
        }
    }

    fn field(&mut self, field: &ExprField) -> Value {
        self.attributes(&field.attrs);
        let base = self.expr(&field.base);
        match (base, &field.member) {
            (Value::Tuple(values), Member::Unnamed(index)) if (index.index as usize) < values.len() => {
                values[index.index as usize].clone()
            }
            (Value::Constant(constant), member) if constant.class == Class::Any && constant.simple => {
                let base = &constant.tokens;
                Value::Constant(Constant::simple(quote!(#base.#member), Class::Any))
            }
            (Value::Unknown, _) => Value::Unknown,
            _ => self.refuse(&field.member, format_args!("the field `{}` is not read here", text(&field.member))),
        }
    }

    fn cast(&mut self, cast: &ExprCast) -> Value {
        self.attributes(&cast.attrs);
        let value = self.expr(&cast.expr);
        let ty = &cast.ty;
        match (value, float(ty)) {
            (Value::Unknown, _) => Value::Unknown,
            (Value::Real(id), Some(float)) if float == self.float => Value::Real(id),
            (Value::Constant(constant), Some(float)) if float == self.float => {
                if let (Some(n), true) = (constant.literal, constant.simple) {
                    return Value::Real(self.graph.integer(n));
                }
                let operand = constant.operand();
                let id = self.converted(&constant, quote!(#operand as #ty), &cast.expr);
                id.map_or(Value::Unknown, Value::Real)
            }
            (Value::Constant(constant), None) if is_integer(ty) => {
                let operand = constant.operand();
                let tokens = quote!(#operand as #ty);
                Value::Constant(Constant { tokens, class: Class::Integer, simple: false, literal: None, ..constant })
            }
            (Value::Real(_), None) if is_integer(ty) => self.refuse(
                ty,
                format!(
                    "a number that varies cannot become an integer here yet; `.trunc()` gives its whole part as `{}`",
                    self.float
                ),
            ),
            _ => self.refuse(
                ty,
                format!("this cast is not read yet; `#[grad]` reads `n as {}` for integers `n`", self.float),
            ),
        }
    }
}

/// Where and why an expression is not read.
fn refusal(expr: &Expr) -> (proc_macro2::TokenStream, &'static str) {
    let at = |tokens: &dyn ToTokens| tokens.to_token_stream();
    match expr {
        Expr::ForLoop(e) => (at(&e.for_token), "`for` loops are not read yet; write the steps out"),
        Expr::While(e) => (at(&e.while_token), "`while` loops are not read yet; write the steps out"),
        Expr::Loop(e) => (at(&e.loop_token), "`loop` is not read yet; write the steps out"),
        Expr::Match(e) => (at(&e.match_token), "`match` is not read yet; write `if` .. `else`"),
        Expr::Return(e) => {
            (at(&e.return_token), "an early `return` is not read yet; make it the value of an `if` .. `else`")
        }
        Expr::Break(e) => (at(&e.break_token), "`break` is not read yet"),
        Expr::Continue(e) => (at(&e.continue_token), "`continue` is not read yet"),
        Expr::Let(e) => (at(&e.let_token), "`if let` is not read yet; write a comparison"),
        Expr::Try(e) => (at(&e.question_token), "`?` is not read yet; pass the number itself"),
        Expr::Closure(e) => (at(e), "closures are not read yet; write the body where it is called"),
        Expr::Index(e) => (at(e), "indexing is not read yet; pass the numbers as parameters of type `f64`"),
        Expr::Array(e) => (at(e), "arrays are not read yet; use a variable for each element"),
        Expr::Repeat(e) => (at(e), "arrays are not read yet; use a variable for each element"),
        Expr::Reference(e) => (at(e), "references are not read yet; use the number itself"),
        Expr::Struct(e) => (at(e), "struct values are not read yet; use a variable for each field"),
        Expr::Range(e) => (at(e), "ranges are not read yet; write the bounds as comparisons"),
        Expr::Unsafe(e) => (at(&e.unsafe_token), "`unsafe` blocks are not read"),
        Expr::Async(e) => (at(&e.async_token), "`async` blocks are not read"),
        Expr::Await(e) => (at(&e.await_token), "`.await` is not read"),
        Expr::Const(e) => (at(&e.const_token), "`const` blocks are not read yet; write a `const` item"),
        Expr::Infer(e) => (at(e), "`_` is not a value"),
        expr => (at(expr), "this expression is not read"),
    }
}

/// A name as the user wrote it, without `r#`.
pub(super) fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}
