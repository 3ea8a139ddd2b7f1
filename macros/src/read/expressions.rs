//! Expressions of every kind: literals, paths, casts, and what is refused.

use gradus_engine::function::Function;
use gradus_engine::number::Number;
use gradus_engine::program::procedure::Index;
use quote::{ToTokens, quote};
use syn::{Expr, ExprCast, ExprPath, ExprUnary, Lit, UnOp};

use super::Reader;
use super::constancy::is_integer_of_float;
use super::forms::is_light;
use super::refusals::refusal;
use super::text::text;
use super::types::{class, float};
use super::value::{Class, Constant, Node, Refs, Value, View};

impl Reader<'_> {
    /// The value of an expression; what is not read is reported.
    pub(super) fn expr(&mut self, expr: &Expr) -> Value {
        let value = self.place(expr);
        self.loaded(value)
    }

    /// A number is read from its place, and what may change is evaluated.
    pub(super) fn loaded(&mut self, value: Value) -> Value {
        match value {
            Value::View(view) if view.rank() == 0 => Value::Real(self.load_view(&view)),
            Value::View(view) if view.parts().is_some() => {
                let parts = self.tuple_parts(&view);
                Value::Tuple(parts.into_iter().map(|part| self.loaded(part)).collect())
            }
            Value::Constant(constant) if constant.volatile => Value::Constant(self.settled(constant, "")),
            // an element of an array of such
            Value::Tuple(parts) if parts.iter().any(is_element) => {
                Value::Tuple(parts.into_iter().map(|part| self.loaded(part)).collect())
            }
            Value::Struct(path, fields) if fields.iter().any(|(_, part)| is_element(part)) => {
                Value::Struct(path, fields.into_iter().map(|(name, part)| (name, self.loaded(part))).collect())
            }
            value => value,
        }
    }

    /// The places of the parts of a tuple in an array.
    pub(super) fn tuple_parts(&mut self, view: &View) -> Vec<Value> {
        let count = view.parts().unwrap_or_default();
        (0..count).map(|part| self.element_at(view, Index::Literal(part))).collect()
    }

    /// An expression, as what may be assigned to or taken apart.
    pub(super) fn place(&mut self, expr: &Expr) -> Value {
        let value = match self.tail_value(expr) {
            Some(value) => value,
            None => self.formed(expr),
        };
        self.reported(value, expr)
    }

    /// The same, by the form of the expression.
    fn formed(&mut self, expr: &Expr) -> Value {
        if matches!(expr, Expr::Binary(_) | Expr::Unary(_) | Expr::MethodCall(_) | Expr::Call(_))
            && let Some(constant) = self.constant_of_rust(expr)
        {
            return Value::Constant(constant);
        }
        match expr {
            Expr::Paren(inner) => {
                self.attributes(&inner.attrs);
                self.place(&inner.expr)
            }
            Expr::Group(inner) => self.place(&inner.expr),
            Expr::Lit(literal) => self.literal(&literal.lit),
            Expr::Path(path) => self.path(path),
            Expr::Field(field) => self.field(field),
            Expr::Index(index) => self.indexed(index),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Reference(reference) => self.reference(reference),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Cast(cast) => self.cast(cast),
            Expr::MethodCall(call) => {
                let shape = self.tail_shape(expr);
                self.method_shaped(call, shape)
            }
            Expr::Call(call) => {
                let shape = self.tail_shape(expr);
                self.call(call, shape)
            }
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Value::Unit,
            Expr::Tuple(tuple) => {
                self.attributes(&tuple.attrs);
                Value::Tuple(self.in_order(tuple.elems.iter()))
            }
            Expr::Array(array) => self.array_literal(array),
            Expr::Repeat(repeat) => self.array_repeat(repeat),
            Expr::Struct(value) => self.struct_literal(value),
            Expr::Closure(closure) => self.closure(closure),
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) | Expr::Const(_) => self.choice(expr),
            Expr::Assign(assign) => {
                self.attributes(&assign.attrs);
                self.assignment(assign);
                Value::Unit
            }
            Expr::ForLoop(inner) => self.for_loop(inner),
            Expr::While(inner) => self.while_loop(inner),
            Expr::Loop(inner) => self.endless_loop(inner),
            Expr::Return(inner) => self.read_return(inner),
            Expr::Try(inner) => self.attempt(inner, None),
            Expr::Break(inner) => self.read_break(inner),
            Expr::Continue(inner) => self.read_continue(inner),
            Expr::Macro(call) => {
                self.attributes(&call.attrs);
                self.macro_call(&call.mac)
            }
            Expr::Range(_) => match self.constant(expr) {
                Some(constant) => Value::Constant(constant),
                None => self
                    .refuse(expr, "a range is read where it is looped over or indexes an array, with integer bounds"),
            },
            expr => {
                let (token, message) = refusal(expr);
                self.refuse(token, message)
            }
        }
    }

    /// The shape of the result of the function or closure, where the expression is that.
    fn tail_shape(&self, expr: &Expr) -> Option<super::shape::Shape> {
        self.tails.get(&(std::ptr::from_ref(expr) as usize)).cloned()
    }

    /// `if`, `match` and blocks: constants as a whole, else by their parts.
    fn choice(&mut self, expr: &Expr) -> Value {
        let whole = match expr {
            Expr::If(branch) => branch.else_branch.is_some() && !is_light(expr),
            Expr::Match(_) => !is_light(expr),
            _ => false,
        };
        if whole && let Some(constant) = self.constant(expr) {
            return self.known_real(Value::Constant(constant));
        }
        match expr {
            Expr::If(branch) => self.branch(branch),
            Expr::Match(choice) => self.choose(choice),
            Expr::Block(block) => {
                self.attributes(&block.attrs);
                match block.label {
                    Some(_) => self.labelled_block(block),
                    None => self.block(&block.block),
                }
            }
            Expr::Const(inner) => {
                self.refuse(inner.const_token, "this `const` block is not read; write a `const` item")
            }
            _ => unreachable!("the caller has looked"),
        }
    }

    /// Reports what is not read.
    pub(super) fn refuse(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) -> Value {
        self.errors.push(tokens, message);
        Value::Unknown
    }

    /// An expression as a number.
    pub(super) fn real(&mut self, expr: &Expr) -> Option<Node> {
        let value = self.expr(expr);
        self.as_real(value, expr)
    }

    fn literal(&mut self, literal: &Lit) -> Value {
        match literal {
            // one of Rust's own, until it meets a number
            Lit::Float(_) if self.is_generic() => Value::Constant(Constant::simple(literal, Class::Any)),
            Lit::Float(number) if number.suffix().is_empty() || number.suffix() == self.float => {
                self.decimal(literal, number.base10_digits())
            }
            Lit::Int(number) if number.suffix() == self.float => self.decimal(literal, number.base10_digits()),
            Lit::Int(number) => {
                let value = number.base10_parse::<i64>().ok();
                Value::Constant(Constant { literal: value, ..Constant::simple(literal, Class::Integer) })
            }
            Lit::Bool(_) => Value::Constant(Constant::simple(literal, Class::Bool)),
            Lit::Float(number) => {
                let (suffix, float) = (number.suffix(), self.float);
                let digits = number.base10_digits();
                self.refuse(
                    literal,
                    format_args!("a literal of type `{suffix}` in a function on `{float}`; write `{digits}`"),
                )
            }
            literal => Value::Constant(Constant::simple(literal, Class::Any)),
        }
    }

    /// A literal; for `f32` the shortest decimal of its value, so that it is rounded once.
    pub(super) fn decimal(&mut self, literal: &Lit, digits: &str) -> Value {
        let number = if self.float == "f32" {
            let value = digits.parse::<f32>().ok().filter(|value| value.is_finite());
            value.and_then(|value| Number::parse_decimal(&format!("{value:?}")))
        } else {
            let value = digits.parse::<f64>().ok().filter(|value| value.is_finite());
            let exact = Number::parse_decimal(digits).filter(|number| Some(number.to_f64()) == value);
            exact.or_else(|| value.and_then(Number::from_f64))
        };
        match number {
            Some(number) => Value::Real(self.number(number)),
            None => self.refuse(literal, format!("this literal is out of the range of `{}`", self.float)),
        }
    }

    fn path(&mut self, path: &ExprPath) -> Value {
        self.attributes(&path.attrs);
        if let Some(name) = path.path.get_ident().filter(|_| path.qself.is_none())
            && let Some(value) = self.cells.get(name)
        {
            return match value.clone() {
                Value::Prefix(array, count) => self.prefix(array, count),
                Value::Constant(constant) if constant.simple => Value::Constant(constant.located_at(name.span())),
                value => value,
            };
        }
        let words: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let rest = match words.as_slice() {
            ["std" | "core", rest @ ..] => rest,
            rest => rest,
        };
        let function = match rest {
            [float, "consts", "PI"] if *float == self.float => Function::Pi,
            [float, "consts", "E"] if *float == self.float => Function::E,
            [float, "INFINITY"] if *float == self.float => Function::Inf,
            [float, last] if *float == self.float && is_integer_of_float(last) => {
                return Value::Constant(Constant::simple(path, Class::Integer));
            }
            [float, "consts", _] | [float, _] if *float == self.float && words.last().is_some_and(|w| is_upper(w)) => {
                let constant = Constant::simple(path, Class::Real);
                return self.known_real(Value::Constant(constant));
            }
            _ => return Value::Constant(Constant::simple(path, Class::Any)),
        };
        Value::Real(self.apply(function, &[]))
    }

    fn cast(&mut self, cast: &ExprCast) -> Value {
        self.attributes(&cast.attrs);
        let value = self.expr(&cast.expr);
        let ty = &cast.ty;
        match (value.peeled(), float(ty)) {
            (value @ (Value::Unknown | Value::Never), _) => value,
            (Value::Real(node), Some(float)) if float == self.float => Value::Real(node),
            (Value::Constant(constant), Some(float)) if float == self.float => {
                if let Some(n) = constant.literal {
                    return Value::Real(self.number(Number::from(n)));
                }
                let operand = constant.operand();
                Value::Real(self.converted(&constant, quote!(#operand as #ty)))
            }
            (Value::Constant(constant), None | Some(_)) if self.is_generic() || float(ty).is_none() => {
                let operand = constant.operand();
                let refs = Refs::Plain;
                let tokens = quote!(#operand as #ty);
                Value::Constant(Constant { tokens, class: class(ty), simple: false, literal: None, refs, ..constant })
            }
            (Value::Real(_), None) if class(ty) == Class::Any => {
                let (shown, float) = (text(ty), self.float);
                let message = format_args!(
                    "`{shown}` does not show whether it is an integer; write `as {float}`, or the integer type itself"
                );
                self.refuse(ty, message)
            }
            (Value::Real(node) | Value::Bool(node), None) => {
                let operand = self.spelled(node, proc_macro2::Span::call_site());
                Value::Constant(Constant::new(quote!(#operand as #ty), class(ty)))
            }
            _ => {
                let float = self.float;
                let message = format_args!(
                    "this cast is not read; the function is on `{float}`, and integers become numbers by `n as {float}`"
                );
                self.refuse(ty, message)
            }
        }
    }

    fn unary(&mut self, unary: &ExprUnary) -> Value {
        self.attributes(&unary.attrs);
        if let UnOp::Deref(_) = unary.op {
            let value = self.place(&unary.expr);
            if let Value::Struct(record, _) = &value
                && record.leads_nowhere()
            {
                let message = "what `Deref` makes of a struct is not read; name the field that it gives";
                return self.refuse(unary, message);
            }
            return self.dereferenced(value);
        }
        let decided = match unary.op {
            UnOp::Not(_) => self.decided(&unary.expr, Class::Bool),
            _ => None,
        };
        let value = decided.unwrap_or_else(|| self.expr(&unary.expr));
        if let UnOp::Neg(operator) = &unary.op
            && let Some(value) = self.inlined_negation(&value, operator)
        {
            return value;
        }
        match (&unary.op, value.peeled()) {
            (_, Value::Unknown) => Value::Unknown,
            (UnOp::Neg(_), Value::Constant(constant)) if constant.class != Class::Real => {
                let operand = constant.operand();
                let literal = constant.literal.map(|n| -n);
                let plain = literal.is_some() && !super::constants::is_placeholder(&constant.tokens);
                Value::Constant(Constant { literal, simple: plain, ..Constant::new(quote!(-#operand), constant.class) })
            }
            (UnOp::Neg(_), value) => match self.as_real(value, &unary.expr) {
                Some(x) => Value::Real(self.apply(Function::Neg, &[x])),
                None => Value::Unknown,
            },
            (UnOp::Not(_), Value::Constant(constant)) => {
                let operand = constant.operand();
                Value::Constant(Constant::new(quote!(!#operand), constant.class))
            }
            (UnOp::Not(_), Value::Bool(node)) => match self.certain(node) {
                Some(truth) => Value::Bool(self.truth(!truth)),
                None => Value::Bool(self.apply(Function::Not, &[node])),
            },
            (UnOp::Not(token), _) => self.refuse(token, "`!` is read on conditions and integers only"),
            (operator, _) => self.refuse(operator, "this operator is not read"),
        }
    }

    /// `*value`
    pub(super) fn dereferenced(&mut self, value: Value) -> Value {
        match value {
            Value::Ref(inner, _) => *inner,
            Value::Place(cell, members) => self.at_place(cell, &members),
            Value::Constant(constant) if constant.refs == Refs::Place => {
                Value::Constant(Constant { refs: Refs::Plain, ..constant })
            }
            Value::Constant(constant) => {
                let operand = constant.operand();
                let tokens = quote!((*#operand));
                Value::Constant(Constant { tokens, refs: Refs::Plain, ..constant })
            }
            value => value,
        }
    }

    fn reference(&mut self, reference: &syn::ExprReference) -> Value {
        self.attributes(&reference.attrs);
        let value = self.place(&reference.expr);
        let mutable = reference.mutability.is_some();
        match value {
            Value::Unknown => Value::Unknown,
            Value::Constant(_) if mutable && self.changes_rest(&reference.expr, None) => Value::Unknown,
            Value::Constant(Constant { class: Class::Integer | Class::Bool, .. })
                if mutable && !self.is_state(&reference.expr) =>
            {
                match self.variable(&reference.expr) {
                    Some((cell, members)) => Value::Place(cell, members),
                    None => Value::Ref(Box::new(value), mutable),
                }
            }
            Value::Tuple(_) | Value::Struct(..)
                if mutable && self.variable(&reference.expr).is_none() && super::columns::is_record_place(&value) =>
            {
                self.referred_record(&value)
            }
            Value::Real(_) | Value::Bool(_) | Value::Tuple(_) | Value::Struct(..) | Value::Optional(..) if mutable => {
                match self.variable(&reference.expr) {
                    Some((cell, members)) => Value::Place(cell, members),
                    None => self.refuse(
                        reference,
                        "this is read by `&mut` where it is a variable or a field of one; bind it by `let mut` first",
                    ),
                }
            }
            Value::Iter(_) if mutable => {
                self.refuse(reference, "an iterator by `&mut` is not read; keep the array, and index it or split it")
            }
            Value::View(view) if (view.rank() == 0 || view.parts().is_some()) && !mutable => {
                let value = self.loaded(Value::View(view));
                Value::Ref(Box::new(value), false)
            }
            value => Value::Ref(Box::new(value), mutable),
        }
    }
}

/// Whether a value is a number in an array, or has one in it.
fn is_element(value: &Value) -> bool {
    match value {
        Value::View(view) => view.rank() == 0 || view.parts().is_some(),
        Value::Tuple(parts) => parts.iter().any(is_element),
        Value::Struct(_, fields) => fields.iter().any(|(_, part)| is_element(part)),
        _ => false,
    }
}

pub(super) fn is_upper(name: &str) -> bool {
    name.chars().all(|c| c.is_uppercase() || c == '_' || c.is_numeric())
}
