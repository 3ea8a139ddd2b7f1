//! Functions that return an `Option` or a `Result`: where there is no value they end at once, and so does what is generated.
//!
//! ```text
//! return None;  return Err(e);  Err(e)    the same statement, on the way forward
//! v?                                      that, where there is no value
//! Some(v)  Ok(v)                          v
//! g(x)?  g(x).unwrap()                    a call of a marked function, whose pullback is called only where there was a value
//! ```

use gradus_engine::program::procedure::Step;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, ExprTry};

use super::Reader;
use super::constancy::Constancy;
use super::forms::bare;
use super::jumps::{Kind, jumps};
use super::optional::is_none;
use super::perhaps::is_nothing;
use super::shape::{Shape, Wrapped};
use super::value::{Class, Constant, Value};
use super::walk::walk_expr;

/// What stands behind a call of a marked function that returns an `Option` or a `Result`.
#[derive(Clone)]
pub(super) struct Suffix {
    /// The place of the call in memory.
    pub(super) call: usize,
    pub(super) text: String,
}

impl Reader<'_> {
    /// What the innermost function returns its value in: closures are not read with that.
    pub(super) fn wrapped_here(&self) -> Option<Wrapped> {
        let function = self.targets.iter().rev().find(|t| matches!(t.kind, Kind::Function | Kind::Closure));
        let closure = function.is_some_and(|target| target.kind == Kind::Closure) || self.inlining > 0;
        self.signature.returned.wrapped.filter(|_| !closure)
    }

    /// Whether the expression, as the value of the function, says that there is none; then the function ends here.
    pub(super) fn ends_without_value(&mut self, expr: &Expr) -> bool {
        let word = match (bare(expr), self.wrapped_here()) {
            (Expr::Call(call), Some(Wrapped::Result)) if call.args.len() == 1 => call.func.to_token_stream(),
            (Expr::Path(path), Some(Wrapped::Option)) => path.to_token_stream(),
            _ => return false,
        };
        let word = word.into_iter().find_map(|token| match token {
            proc_macro2::TokenTree::Ident(word) if word == "Err" || word == "None" => Some(word),
            _ => None,
        });
        if word.is_none() {
            return false;
        }
        if self.signature.returned.wrapped == Some(Wrapped::Option) {
            self.end_with(quote!(::core::option::Option::None));
            return true;
        }
        let mut whole = expr.clone();
        walk_expr(&mut whole, &mut |event| self.replacement(event));
        self.end_with(whole.into_token_stream());
        true
    }

    /// Whether the side of a branch is no more than `None` or `Err(e)`, as the value of the function.
    pub(super) fn is_end_without_value(&self, side: &Expr) -> bool {
        let Expr::Block(side) = side else { return false };
        let [syn::Stmt::Expr(value, None)] = &side.block.stmts[..] else { return false };
        let none = matches!(value, Expr::Path(path) if is_nothing(&path.path));
        self.wrapped_here().is_some()
            && (none || error_of(value).is_some())
            && self.tails.contains_key(&(std::ptr::from_ref(value) as usize))
    }

    /// Whether control may leave the expression otherwise than by ending the function without a value, which is the end of all.
    pub(super) fn jumps_on(&self, expr: &Expr) -> bool {
        if self.wrapped_here().is_none() {
            return jumps(expr);
        }
        let mut expr = expr.clone();
        WithoutEnds.visit_expr_mut(&mut expr);
        jumps(&expr)
    }

    /// `return value;` in what is generated.
    fn end_with(&mut self, value: TokenStream) {
        let expression = self.table.expression(quote!(return #value));
        self.step(Step::Effect(expression));
        self.dead = true;
    }

    /// `if !present { return value; }` in what is generated.
    pub(super) fn end_unless(&mut self, present: &Constant, value: TokenStream) {
        match present.certain() {
            Some(true) => {}
            Some(false) => self.end_with(value),
            None => {
                let present = present.operand();
                let expression = self.table.expression(quote!(if !#present { return #value; }));
                self.step(Step::Effect(expression));
            }
        }
    }

    /// Whether a closure is read, or a function that is read where it is called.
    pub(super) fn in_closure(&self) -> bool {
        let function = self.targets.iter().rev().find(|t| matches!(t.kind, Kind::Function | Kind::Closure));
        function.is_some_and(|target| target.kind == Kind::Closure)
    }

    /// `let p = e?;` in a closure, as `let Some(p) = e else { return None };`.
    pub(super) fn attempted_in_closure(&self, statement: &syn::Stmt) -> Option<syn::Local> {
        let syn::Stmt::Local(local) = statement else { return None };
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        let Expr::Try(attempt) = &*init.expr else { return None };
        if !self.in_closure() {
            return None;
        }
        let pattern = match &local.pat {
            syn::Pat::Type(typed) => &*typed.pat,
            pattern => pattern,
        };
        let (attributes, inner) = (&local.attrs, &attempt.expr);
        let statement = syn::parse_quote!(#(#attributes)* let Some(#pattern) = #inner else { return None };);
        match statement {
            syn::Stmt::Local(local) => Some(local),
            _ => None,
        }
    }

    /// The number that is returned in `Some` or `Ok`.
    pub(super) fn unwrapped(&mut self, value: Value, place: &dyn ToTokens) -> Value {
        let Some(wrapped) = self.signature.returned.wrapped else { return value };
        match value {
            Value::Optional(present, _) if wrapped == Wrapped::Result && present.certain() != Some(true) => self.refuse(
                place.to_token_stream(),
                "which error the function returns does not show here; write `let v = g(x)?; Ok(..)`, or `Err(..)` in a branch",
            ),
            Value::Optional(present, value) => {
                self.end_unless(&present, quote!(::core::option::Option::None));
                if self.dead { Value::Never } else { self.loaded_deep(*value).peeled() }
            }
            value if is_none(&value) => {
                self.end_with(quote!(::core::option::Option::None));
                Value::Never
            }
            value if value.is_void() || matches!(value, Value::Unit | Value::Unset) => value,
            // a constant of the user's
            Value::Constant(constant) => {
                let tokens = constant.operand();
                self.settled_number(quote!(#tokens?))
            }
            _ => {
                let (some, none) = match wrapped {
                    Wrapped::Option => ("Some", "None"),
                    Wrapped::Result => ("Ok", "Err(..)"),
                };
                let message = format_args!("the function has to end with `{some}(..)` or `{none}` here");
                self.refuse(place.to_token_stream(), message)
            }
        }
    }

    /// `e?`; `shape` is what the user says of its value.
    pub(super) fn attempt(&mut self, expr: &ExprTry, shape: Option<Shape>) -> Value {
        self.attributes(&expr.attrs);
        let Some(wrapped) = self.wrapped_here() else {
            let message = match self.signature.returned.wrapped {
                _ if self.in_closure() => {
                    "`?` in a closure, or in a function that is read where it is called, is read as `let v = e?;`; bind it first"
                }
                Some(_) => "`?` is not read here; bind it first: `let v = e?;`",
                None => "`?` is read where the function returns an `Option` or a `Result` itself",
            };
            return self.refuse(expr.question_token, message);
        };
        let inner = bare(&expr.expr);
        if wrapped == Wrapped::Result
            && let Some(error) = error_of(inner)
        {
            let mut error = error.clone();
            walk_expr(&mut error, &mut |event| self.replacement(event));
            self.end_with(quote!(::core::result::Result::Err(::core::convert::From::from(#error))));
            return Value::Never;
        }
        if self.constancy(inner) != Constancy::No {
            let tokens = self.substituted(inner);
            return self.settled_number(quote!((#tokens)?));
        }
        if self.each_or_error(inner).is_some() {
            return Value::Unit;
        }
        if let Expr::MethodCall(call) = inner
            && matches!(call.method.to_string().as_str(), "ok_or" | "ok_or_else")
            && call.args.len() == 1
        {
            return self.attempt_or(call);
        }
        let (called, suffix) = match inner {
            Expr::MethodCall(call)
                if wrapped == Wrapped::Result && call.method == "map_err" && call.args.len() == 1 =>
            {
                let mut error = call.args[0].clone();
                walk_expr(&mut error, &mut |event| self.replacement(event));
                let error = self.table.expression(error.into_token_stream()).key;
                (bare(&call.receiver), format!(".map_err(__e{error})?"))
            }
            inner => (inner, "?".to_owned()),
        };
        let (value, taken) = self.with_suffix(called, suffix, shape);
        match value {
            value if taken || value.is_void() => value,
            Value::Optional(present, value) if wrapped == Wrapped::Option => {
                self.end_unless(&present, quote!(::core::option::Option::None));
                if self.dead { Value::Never } else { self.loaded_deep(*value) }
            }
            Value::Constant(constant) => {
                let tokens = constant.operand();
                self.settled_number(quote!(#tokens?))
            }
            _ => self.refuse(
                expr.question_token,
                "`?` is read behind calls of marked functions, `Option`s of numbers, and constants",
            ),
        }
    }

    /// `option.ok_or(error)?`
    fn attempt_or(&mut self, call: &ExprMethodCall) -> Value {
        let Value::Optional(present, value) = self.perhaps(&call.receiver, None) else {
            return self.refuse(&call.method, "this is read on an `Option` of numbers or of elements of arrays");
        };
        let mut error = call.args[0].clone();
        walk_expr(&mut error, &mut |event| self.replacement(event));
        let error = match call.method == "ok_or" {
            true => error.into_token_stream(),
            false => quote!((#error)()),
        };
        let error = quote!(::core::result::Result::Err(::core::convert::From::from(#error)));
        self.end_unless(&present, error);
        if self.dead { Value::Never } else { self.loaded_deep(*value) }
    }

    /// A constant that is evaluated here, whatever it is.
    fn settled_number(&mut self, tokens: TokenStream) -> Value {
        let constant = Constant { volatile: true, ..Constant::new(tokens, Class::Any) };
        Value::Constant(self.settled(constant, ""))
    }

    /// A value, and whether it is that of a marked function with the suffix behind its call.
    pub(super) fn with_suffix(&mut self, expr: &Expr, text: String, shape: Option<Shape>) -> (Value, bool) {
        let call = match expr {
            Expr::Call(call) => std::ptr::from_ref(call) as usize,
            Expr::MethodCall(call) => std::ptr::from_ref(call) as usize,
            expr => return (self.place(expr), false),
        };
        self.suffixed(Suffix { call, text }, &mut |reader| match expr {
            Expr::Call(call) => reader.call(call, shape.clone()),
            Expr::MethodCall(call) => reader.method_shaped(call, shape.clone()),
            _ => unreachable!("just seen"),
        })
    }

    /// A value that is read with a suffix behind some call, and whether that call was there.
    pub(super) fn suffixed(&mut self, suffix: Suffix, read: &mut dyn FnMut(&mut Self) -> Value) -> (Value, bool) {
        let before = self.suffix.replace(suffix);
        let value = read(self);
        let taken = self.suffix.is_none();
        self.suffix = before;
        (value, taken)
    }

    /// The value of an expression that the function returns, where that is an `Option` or a `Result`.
    pub(super) fn returned_value(&mut self, expr: &Expr) -> Value {
        if self.wrapped_here().is_none() {
            return self.expr(expr);
        }
        if self.ends_without_value(expr) {
            return Value::Never;
        }
        if let Some(done) = self.each_or_error(expr) {
            return done;
        }
        let shape = self.signature.returned.shape.clone();
        match self.with_suffix(bare(expr), "?".to_owned(), Some(shape)) {
            (value, true) => Value::Optional(Constant::truth(true), Box::new(value)),
            (value, false) => self.loaded(value),
        }
    }

    /// The same of an expression whose value is that of the function; `None` where it is none of those.
    pub(super) fn tail_value(&mut self, expr: &Expr) -> Option<Value> {
        let tail = self.tails.contains_key(&(std::ptr::from_ref(expr) as usize));
        let called = matches!(expr, Expr::Call(_) | Expr::MethodCall(_) | Expr::Path(_));
        (tail && called && self.suffix.is_none() && self.wrapped_here().is_some()).then(|| self.returned_value(expr))
    }

    /// The suffix of a call, when it is the one that has one.
    pub(super) fn take_suffix(&mut self, call: &dyn ToTokens) -> Option<String> {
        let place = std::ptr::from_ref(call).cast::<()>() as usize;
        self.suffix.take_if(|suffix| suffix.call == place).map(|suffix| suffix.text)
    }

    /// The suffix that `unwrap` or `expect` is.
    pub(super) fn unwrapping(&mut self, call: &ExprMethodCall) -> Option<String> {
        let argument = call.args.first();
        let literal = argument.is_none_or(|argument| matches!(argument, Expr::Lit(_)));
        let receiver = matches!(bare(&call.receiver), Expr::Call(_) | Expr::MethodCall(_));
        let fits = literal && receiver && (call.method == "unwrap" || call.method == "expect");
        let argument = argument.filter(|_| fits).map(|argument| self.table.expression(argument.to_token_stream()).key);
        let argument = argument.map_or(String::new(), |key| format!("__e{key}"));
        fits.then(|| format!(".{}({argument})", call.method))
    }
}

/// `e` of `Err(e)`.
pub(super) fn error_of(expr: &Expr) -> Option<&Expr> {
    let Expr::Call(call) = bare(expr) else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let error = path.path.segments.last().is_some_and(|last| last.ident == "Err") && call.args.len() == 1;
    error.then(|| &call.args[0])
}

/// Puts a panic in the place of what ends a function without a value.
struct WithoutEnds;

impl VisitMut for WithoutEnds {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(_) => {}
            Expr::Try(inner) => {
                let mut inner = (*inner.expr).clone();
                self.visit_expr_mut(&mut inner);
                *expr = inner;
            }
            Expr::Return(inner) => {
                let none = |value: &Expr| matches!(bare(value), Expr::Path(path) if path.path.is_ident("None"));
                if inner.expr.as_ref().is_some_and(|value| none(value) || error_of(value).is_some()) {
                    *expr = syn::parse_quote!(::core::panic!());
                }
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }
}
