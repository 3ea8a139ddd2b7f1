//! Which expressions are constants, and what they read as in the generated functions.

use gradus_engine::program::procedure::VarKind;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{BinOp, Expr, Lit, Stmt, UnOp};

use super::Reader;
use super::calls::{integers_too, method};
use super::expressions::is_upper;
use super::table::placeholder;
use super::text::plain;
use super::types::{self, is_primitive};
use super::value::{Class, Constant, Value};
use super::walk::{Event, walk_expr};
use crate::generic::MARK;

/// Whether an expression is a constant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Constancy {
    /// It depends on numbers that may vary, or does more than to give a value.
    No,
    /// Whenever it is evaluated its value is the same.
    Fixed,
    /// It reads what may change, or calls what may do anything.
    Volatile,
}

impl Reader<'_> {
    /// Whether the expression is a constant, closures and blocks in it included.
    pub(super) fn constancy(&mut self, expr: &Expr) -> Constancy {
        let mut found = Constancy::Fixed;
        let mut expr = expr.clone();
        walk_expr(&mut expr, &mut |event| {
            let mut seen = None;
            let here = match event {
                Event::Member { name, members, length } => match self.open_field(name, members) {
                    Some(value) => {
                        seen = Some(TokenStream::new());
                        self.constancy_of(&value, length)
                    }
                    None => return None,
                },
                Event::Name { name, length } => match self.cells.scope.get(name) {
                    Some(cell) => self.constancy_of_cell(cell, length),
                    None => Constancy::Fixed,
                },
                Event::Borrowed(name) => {
                    match self.cells.scope.get(name).map(|cell| (cell, self.cells.value(cell).peel())) {
                        // it has a name of its own in what is generated, which cannot be changed
                        Some((cell, Value::Constant(constant)))
                            if !self.cells.cell(cell).state && super::constants::is_placeholder(&constant.tokens) =>
                        {
                            Constancy::No
                        }
                        Some((_, Value::Constant(_))) | None => Constancy::Volatile,
                        _ => Constancy::No,
                    }
                }
                Event::Called(path, arguments) => self.constancy_of_function(path, arguments),
                Event::Method(Some(name), method, _) if self.may_change(name, Some(method)) => Constancy::No,
                Event::Method(_, method, arguments)
                    if differs(&plain(method)) || is_of_cell(&plain(method), arguments) =>
                {
                    Constancy::Volatile
                }
                Event::Method(name, method, _) => match name.and_then(|name| self.cells.scope.get(name)) {
                    Some(cell) if self.cells.cell(cell).state && !reads_only(&plain(method)) => Constancy::No,
                    _ => Constancy::Fixed,
                },
                Event::Captured(_) => Constancy::Fixed,
                Event::Assigned(_) | Event::Jump | Event::Macro | Event::Other => Constancy::No,
            };
            found = match (found, here) {
                (Constancy::No, _) | (_, Constancy::No) => Constancy::No,
                (Constancy::Volatile, _) | (_, Constancy::Volatile) => Constancy::Volatile,
                _ => Constancy::Fixed,
            };
            seen
        });
        found
    }

    fn constancy_of_cell(&mut self, cell: usize, length: bool) -> Constancy {
        if self.cells.cell(cell).state {
            return Constancy::Volatile;
        }
        let value = self.cells.value(cell).clone();
        self.constancy_of(&value, length)
    }

    fn constancy_of(&mut self, value: &Value, length: bool) -> Constancy {
        match value.peel() {
            Value::Constant(constant) if constant.volatile => Constancy::Volatile,
            Value::Constant(_) => Constancy::Fixed,
            Value::Real(node) if !self.varies(*node) => Constancy::Fixed,
            Value::View(view) if length => match self.arrays[view.array.0 as usize].grows {
                true => Constancy::Volatile,
                false => Constancy::Fixed,
            },
            Value::Prefix(..) if length => Constancy::Volatile,
            Value::Tuple(parts)
                if parts.iter().all(|part| matches!(part.peel(), Value::Constant(c) if !c.volatile)) =>
            {
                Constancy::Fixed
            }
            _ => Constancy::No,
        }
    }

    /// What a call of a function of constants is: its value is taken to depend on its arguments alone, unless it has none, or a name that says otherwise.
    fn constancy_of_function(&self, path: &syn::ExprPath, arguments: usize) -> Constancy {
        if path.path.get_ident().is_some_and(|name| self.cells.get(name).is_some()) {
            return Constancy::No;
        }
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let last = words.last().map(String::as_str).unwrap_or_default();
        if words.iter().rev().nth(1).is_some_and(|ty| ty == MARK) {
            return Constancy::Fixed;
        }
        let constructor = last.starts_with(char::is_uppercase) || matches!(last, "new" | "default" | "with_capacity");
        match constructor || arguments > 0 && !words.iter().any(|word| differs(word)) {
            true => Constancy::Fixed,
            false => Constancy::Volatile,
        }
    }

    /// The expression with the names of values and arrays replaced.
    pub(super) fn substituted(&mut self, expr: &Expr) -> TokenStream {
        let mut expr = expr.clone();
        walk_expr(&mut expr, &mut |event| self.replacement(event));
        expr.into_token_stream()
    }

    /// What stands for a name in an expression of the user's.
    pub(super) fn replacement(&mut self, event: Event) -> Option<TokenStream> {
        let (name, value) = match event {
            Event::Name { name, .. } => (name, self.cells.get(name)?.clone()),
            Event::Member { name, members, length } => match self.open_field(name, members)? {
                Value::View(view) if length => return Some(self.view_tokens(&view, name.span())),
                value => {
                    self.reached_by(name, members);
                    (name, value)
                }
            },
            Event::Captured(tokens) => return Some(self.by_reference(tokens)),
            _ => return None,
        };
        let tokens = self.spelling(&value, name.span());
        if tokens.is_none() && !value.is_void() {
            let message =
                format_args!("`{name}` cannot stand in this expression; `#[grad]` passes on only what is a constant");
            self.errors.push(name, message);
        }
        tokens
    }

    /// A place of the user's by a name that no other is like.
    fn by_reference(&mut self, place: &TokenStream) -> TokenStream {
        let out = self.opaque_anew(VarKind::Opaque, quote!(&#place), "", true);
        let reference = placeholder(out, Span::call_site());
        quote!((*#reference))
    }

    /// An expression as a constant, when it is one.
    pub(super) fn constant(&mut self, expr: &Expr) -> Option<Constant> {
        let constancy = self.constancy(expr);
        if constancy == Constancy::No {
            return None;
        }
        let class = self.class(expr);
        let volatile = constancy == Constancy::Volatile;
        let tokens = self.substituted(expr);
        Some(Constant { volatile, ..Constant::new(tokens, class) })
    }

    /// What the form of an expression tells of its type.
    pub(super) fn class(&self, expr: &Expr) -> Class {
        match expr {
            Expr::Paren(inner) => self.class(&inner.expr),
            Expr::Group(inner) => self.class(&inner.expr),
            Expr::Reference(inner) => self.class(&inner.expr),
            Expr::Lit(literal) => self.class_of_literal(&literal.lit),
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.cells.get(name)).map(Value::peel) {
                Some(Value::Constant(constant)) => constant.class,
                Some(Value::Real(_)) => Class::Real,
                Some(Value::Bool(_)) => Class::Bool,
                Some(_) => Class::Any,
                None => self.class_of_path(path),
            },
            Expr::Field(_) => match self.open_field_at(expr) {
                Some(Value::Constant(constant)) => constant.class,
                Some(Value::Real(_)) => Class::Real,
                _ => Class::Any,
            },
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.class(&unary.expr),
            Expr::Unary(unary) => self.class(&unary.expr),
            Expr::Binary(binary) => match &binary.op {
                BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) | BinOp::Eq(_) | BinOp::Ne(_) => Class::Bool,
                BinOp::And(_) | BinOp::Or(_) => Class::Bool,
                BinOp::Shl(_) | BinOp::Shr(_) => Class::Integer,
                _ => match self.class(&binary.left) {
                    Class::Any => self.class(&binary.right),
                    class => class,
                },
            },
            Expr::Range(_) => Class::Range,
            Expr::Cast(cast) if self.is_of_rusts(&cast.ty) => Class::Any,
            Expr::Cast(cast) if types::float(&cast.ty).is_some() => Class::Real,
            Expr::Cast(cast) => types::class(&cast.ty),
            Expr::If(branch) => match self.class_of_block(&branch.then_branch) {
                Class::Any => branch.else_branch.as_ref().map_or(Class::Any, |(_, other)| self.class(other)),
                class => class,
            },
            Expr::Match(choice) => {
                let classes = choice.arms.iter().map(|arm| self.class(&arm.body));
                classes.into_iter().find(|class| *class != Class::Any).unwrap_or(Class::Any)
            }
            Expr::Block(block) => self.class_of_block(&block.block),
            Expr::MethodCall(call) => self.class_of_method(call),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => {
                    let words: Vec<String> = path.path.segments.iter().map(|s| plain(&s.ident)).collect();
                    match words.as_slice() {
                        [ty, _] if ty == "f64" || ty == "f32" || ty == MARK => Class::Real,
                        [ty, _] if ty == "bool" => Class::Bool,
                        [ty, _] if is_primitive(ty) && ty != "char" => Class::Integer,
                        _ => Class::Any,
                    }
                }
                _ => Class::Any,
            },
            Expr::Macro(call) if call.mac.path.is_ident("matches") => Class::Bool,
            _ => Class::Any,
        }
    }

    /// `f64::NEG_INFINITY`, `std::f64::consts::PI`
    fn class_of_path(&self, path: &syn::ExprPath) -> Class {
        let words: Vec<String> = path.path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        let inside = words.iter().rev().skip(1).any(|word| *word == self.float);
        match words.last() {
            Some(last) if inside && is_integer_of_float(last) => Class::Integer,
            Some(last) if inside && is_upper(last) => Class::Real,
            _ => Class::Any,
        }
    }

    fn class_of_literal(&self, literal: &Lit) -> Class {
        match literal {
            Lit::Float(_) if self.is_generic() => Class::Any,
            Lit::Float(_) => Class::Real,
            Lit::Int(number) if number.suffix() == "f64" || number.suffix() == "f32" => Class::Real,
            Lit::Int(_) => Class::Integer,
            Lit::Bool(_) => Class::Bool,
            _ => Class::Any,
        }
    }

    fn class_of_block(&self, block: &syn::Block) -> Class {
        match block.stmts.last() {
            Some(Stmt::Expr(last, None)) => self.class(last),
            _ => Class::Any,
        }
    }

    fn class_of_method(&self, call: &syn::ExprMethodCall) -> Class {
        let name = plain(&call.method);
        let turbofish = call.turbofish.as_ref().map(|arguments| arguments.args.to_token_stream().to_string());
        match name.as_str() {
            "len" | "count" | "count_ones" | "count_zeros" | "leading_zeros" | "trailing_zeros" | "ilog2"
            | "ilog10" => Class::Integer,
            "contains" | "any" | "all" | "starts_with" | "ends_with" => Class::Bool,
            name if name.starts_with("is_") => Class::Bool,
            "sum" | "product" => match turbofish.as_deref() {
                Some("f64" | "f32" | MARK) => Class::Real,
                Some(name) if is_primitive(name) => Class::Integer,
                _ => Class::Any,
            },
            "clone" => self.class(&call.receiver),
            name if integers_too(name) => self.class(&call.receiver),
            name if name.starts_with("wrapping_") || name.starts_with("saturating_") || name == "div_ceil" => {
                Class::Integer
            }
            name if method(name).is_some() => Class::Real,
            _ => Class::Any,
        }
    }
}

/// Whether a constant of `f64` is an integer.
pub(super) fn is_integer_of_float(name: &str) -> bool {
    matches!(name, "DIGITS" | "MANTISSA_DIGITS" | "MAX_10_EXP" | "MAX_EXP" | "MIN_10_EXP" | "MIN_EXP" | "RADIX")
}

/// Whether the name of a function says that it gives another value each time.
fn differs(name: &str) -> bool {
    const PARTS: [&str; 6] = ["rand", "rng", "now", "elapsed", "borrow_mut", "fetch_"];
    PARTS.iter().any(|part| name.contains(part)) || matches!(name, "gen" | "sample" | "next" | "lock" | "load")
}

/// Whether a method with so many arguments may be one of a `Cell`, a `RefCell` or the like, whose content changes behind `&`.
fn is_of_cell(name: &str, arguments: usize) -> bool {
    match arguments {
        0 => matches!(name, "get" | "borrow" | "read" | "take"),
        1 => matches!(name, "replace" | "set" | "swap" | "update"),
        _ => false,
    }
}

/// Whether a method of a collection or a number leaves its receiver as it is.
pub(super) fn reads_only(name: &str) -> bool {
    const NAMES: [&str; 49] = [
        "len",
        "is_empty",
        "iter",
        "get",
        "first",
        "last",
        "contains",
        "clone",
        "to_vec",
        "to_owned",
        "copied",
        "cloned",
        "min",
        "max",
        "abs",
        "pow",
        "as_slice",
        "as_ref",
        "windows",
        "chunks",
        "chunks_exact",
        "split_at",
        "is_some",
        "is_none",
        "unwrap",
        "expect",
        "unwrap_or",
        "keys",
        "values",
        "contains_key",
        "starts_with",
        "ends_with",
        "to_string",
        "as_str",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "cmp",
        "partial_cmp",
        "binary_search",
        "concat",
        "join",
        "rem_euclid",
        "div_euclid",
        "abs_diff",
        "signum",
    ];
    NAMES.contains(&name)
        || name.starts_with("wrapping_")
        || name.starts_with("saturating_")
        || name.starts_with("checked_")
}
