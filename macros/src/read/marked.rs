//! Calls of other differentiated functions.

use gradus_engine::program::procedure::{Argument, Call, CallResult, Handover, Origin, Step, VarKind};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath};

use super::Reader;
use super::calls::method;
use super::constancy::Constancy;
use super::forms::bare;
use super::shape::{Shape, Wrapped};
use super::text::{plain, text};
use super::value::{Class, Constant, Node, Value};

impl Reader<'_> {
    /// `path::g(x)`: a constant on constants, else a function with a `_vjp` beside it.
    pub(super) fn marked_path(&mut self, call: &ExprCall, path: &ExprPath, shape: Option<Shape>) -> Value {
        let last = path.path.segments.last().map(|segment| plain(&segment.ident)).unwrap_or_default();
        if let ("Ok", [value], Some(Wrapped::Result)) =
            (last.as_str(), &call.args.iter().collect::<Vec<_>>()[..], self.signature.returned.wrapped)
        {
            let value = self.expr(value);
            return Value::Optional(Constant::truth(true), Box::new(self.kept(value, "")));
        }
        if last == "Err" && self.signature.returned.wrapped == Some(Wrapped::Result) {
            return self.refuse(path, "`Err(..)` is read where the function ends with it; write `return Err(..)`");
        }
        if last == "Err" && self.in_closure() {
            // nobody may ask which
            return super::optional::none();
        }
        if let Some(constant) = self.constant(&Expr::Call(call.clone())) {
            return self.known_real(Value::Constant(constant));
        }
        if let ("Some" | "Ok", [value]) = (last.as_str(), &call.args.iter().collect::<Vec<_>>()[..]) {
            let value = self.expr(value);
            return Value::Optional(Constant::truth(true), Box::new(self.kept(value, "")));
        }
        if last.starts_with(char::is_uppercase) {
            call.args.iter().for_each(|argument| drop(self.expr(argument)));
            let message = match last.as_str() {
                "Ok" | "Err" => {
                    format!(
                        "`{last}(..)` is read where the function ends with it and returns a `Result` itself; else use an `Option`"
                    )
                }
                _ => format!("the tuple struct `{last}` is not read; use a tuple, or a struct with named fields"),
            };
            return self.refuse(path, message);
        }
        if method(&last).is_some() && path.path.segments.len() > 1 && self.looks_like_type(path) {
            call.args.iter().for_each(|argument| drop(self.expr(argument)));
            let (shown, float) = (text(path), self.float);
            let message = format!(
                "`{shown}` is not a function that `#[grad]` knows; write `x.{last}(..)` or `{float}::{last}(x, ..)`"
            );
            return self.refuse(path, message);
        }
        let callee = path.to_token_stream();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        self.marked(callee, &arguments, shape, call)
    }

    /// Whether the path leads into a type of numbers that is not the function's.
    fn looks_like_type(&self, path: &ExprPath) -> bool {
        let words: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        matches!(words[words.len() - 2].as_str(), "f32" | "f64" | "libm")
    }

    /// `receiver.g(x)`, where the receiver is a constant.
    pub(super) fn marked_method(&mut self, call: &ExprMethodCall, receiver: &Constant, shape: Option<Shape>) -> Value {
        let (base, method, turbofish) = (receiver.operand(), &call.method, &call.turbofish);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        self.marked(quote!(#base.#method #turbofish), &arguments, shape, call)
    }

    fn marked(
        &mut self,
        callee: TokenStream,
        arguments: &[&Expr],
        shape: Option<Shape>,
        place: &dyn ToTokens,
    ) -> Value {
        let suffix = self.take_suffix(place);
        let Some(handed) = self.handed_over(arguments) else { return Value::Unknown };
        let written: Vec<_> = (handed.iter())
            .filter_map(|argument| match argument {
                Argument::Array { place, mutable: true, .. } => Some(place.clone()),
                _ => None,
            })
            .collect();
        if let Some(second) = shared_with_changed(&handed) {
            let message = "another part of this array is changed by the same call, which is not read; hand over a copy";
            return self.refuse(arguments[second], message);
        }
        let present = match suffix.is_none() && self.is_asked(&callee, place) {
            true => match self.has_value(&callee, &handed, place) {
                Some(present) => Some(present),
                None => return Value::Unknown,
            },
            false => None,
        };
        let shape = match (shape, self.beside.result(&callee.to_string())) {
            (Some(Shape::Tuple(parts)), _) if parts.is_empty() => Some(Shape::Tuple(parts)),
            (_, Some(known)) => Some(known.clone()),
            (shape, None) => shape,
        };
        let method = is_method(&callee);
        let callee = self.table.expression(callee);
        let hint = callee_hint(&self.table.expressions[callee.key as usize].to_string());
        let otherwise = || match present {
            Some(_) if self.is_generic() => format!(".unwrap_or({})", default(shape.as_ref().unwrap_or(&Shape::Real))),
            Some(_) => ".unwrap_or_default()".to_owned(),
            None => String::new(),
        };
        let suffix = suffix.unwrap_or_else(otherwise);
        let Some(result) = self.call_result(shape.as_ref(), &hint, place) else { return Value::Unknown };
        for place in &written {
            self.written(place);
        }
        self.step(Step::Call(Box::new(Call { callee, method, arguments: handed, suffix, result: result.clone() })));
        let value = match result {
            CallResult::Unit => Value::Unit,
            CallResult::Real(out) => Value::Real(self.leaf(out)),
            CallResult::Tuple(outs) => Value::Tuple(outs.into_iter().map(|out| Value::Real(self.leaf(out))).collect()),
            CallResult::Array(array) => Value::View(self.whole(array)),
        };
        match present {
            Some(present) => Value::Optional(present, Box::new(value)),
            None => value,
        }
    }

    /// All arguments are read, so that each error is reported.
    fn handed_over(&mut self, arguments: &[&Expr]) -> Option<Vec<Argument>> {
        let handed: Vec<_> = arguments.iter().map(|argument| self.argument(argument)).collect();
        handed.into_iter().collect()
    }

    /// What a call gives that returns something of that shape.
    fn call_result(&mut self, shape: Option<&Shape>, hint: &str, place: &dyn ToTokens) -> Option<CallResult> {
        Some(match shape {
            None | Some(Shape::Real) => CallResult::Real(self.var(VarKind::Real, hint)),
            Some(Shape::Tuple(parts)) if parts.is_empty() => CallResult::Unit,
            Some(Shape::Tuple(parts)) if parts.iter().all(|part| matches!(part, Shape::Real)) => {
                CallResult::Tuple(parts.iter().map(|_| self.var(VarKind::Real, hint)).collect())
            }
            Some(Shape::Tuple(_)) => {
                let message = "of the tuples that other functions return only those of numbers are read; return an array, as `[f64; 2]`";
                self.errors.push(place.to_token_stream(), message);
                return None;
            }
            Some(shape) => CallResult::Array(self.array(shape.clone(), Origin::Local, hint, true, false)),
        })
    }

    fn argument(&mut self, expr: &Expr) -> Option<Argument> {
        if self.constancy(expr) != Constancy::No
            && !matches!(bare(expr), Expr::Lit(l) if is_float(l))
            && self.class(expr) != Class::Real
        {
            let constant = self.constant(expr)?;
            let constant = self.steady(constant);
            return Some(Argument::Constant(self.expression(constant)));
        }
        let value = self.place(expr);
        match value {
            Value::Ref(inner, mutable) => self.argument_behind(*inner, mutable, expr),
            Value::View(view) if view.rank() > 0 => {
                // what is handed over by value may get another content, which must not be that of the call
                let by_value = matches!(view.shape, Shape::Fixed(..) | Shape::Vec(_));
                let changes = self.is_writable(view.array) && self.is_held(view.array);
                let view = if by_value && changes && !self.is_reference(&view) { self.copied(&view, "") } else { view };
                let behind = matches!(bare(expr), Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)));
                let referred = view.path.is_empty() && self.referred.contains(&view.array) && !behind;
                let (handover, mutable) = match (&view.shape, referred) {
                    (_, true) => (Handover::Reference, self.is_writable(view.array)),
                    (Shape::Vec(_), false) => (Handover::Clone, false),
                    (Shape::Slice(_), false) => (Handover::Reference, false),
                    _ => (Handover::Copy, false),
                };
                Some(Argument::Array { place: self.place_of(&view), handover, mutable })
            }
            Value::Unknown | Value::Never => None,
            Value::Constant(constant) if constant.class != Class::Real => {
                let constant = self.steady(constant);
                Some(Argument::Constant(self.expression(constant)))
            }
            Value::Bool(node) => {
                let tokens = self.spelled(node, Span::call_site());
                Some(Argument::Constant(self.table.expression(tokens)))
            }
            value @ (Value::Real(_) | Value::View(_) | Value::Constant(_)) => {
                let node: Node = self.as_real(value, expr)?;
                Some(Argument::Real(self.here(node)))
            }
            Value::Place(cell, members) if matches!(self.at_place(cell, &members), Value::Constant(_)) => {
                let message = "a constant by `&mut` is not read as an argument; let the function return what it is then: `n = next(n);`";
                self.errors.push(expr, message);
                None
            }
            value => self.no_argument(&value, expr),
        }
    }

    /// `&value`, `&mut value`
    fn argument_behind(&mut self, value: Value, mutable: bool, expr: &Expr) -> Option<Argument> {
        match value {
            Value::View(view) if view.rank() > 0 => {
                Some(Argument::Array { place: self.place_of(&view), handover: Handover::Reference, mutable })
            }
            Value::Constant(constant) => {
                let constant = self.steady(constant);
                let operand = constant.operand();
                let constant =
                    Constant::new(if mutable { quote!(&mut #operand) } else { quote!(&#operand) }, Class::Any);
                Some(Argument::Constant(self.expression(constant)))
            }
            Value::Unknown | Value::Never => None,
            Value::Real(_) | Value::Bool(_) => {
                let called = matches!(bare(expr), Expr::Reference(r) if matches!(bare(&r.expr), Expr::Call(_) | Expr::MethodCall(_)));
                self.errors.push(
                    expr,
                    match called {
                        true => "what this call returns does not show here; bind it first: `let y: [f64; 3] = g(x);`",
                        false => "a number by reference is not read as an argument; let the function take it by value",
                    },
                );
                None
            }
            value => self.no_argument(&value, expr),
        }
    }

    fn no_argument(&mut self, value: &Value, expr: &Expr) -> Option<Argument> {
        if self.whole_is_handed(value, expr, false).is_some() {
            return None;
        }
        let message = match bare(expr) {
            Expr::Reference(reference) if reference.mutability.is_some() => {
                "a marked function changes arrays only; of a function of `std` write the whole path, as `std::mem::swap(..)`"
            }
            Expr::Closure(_) => {
                "a marked function takes no closure; of a function of `std` write the whole path, as `std::array::from_fn(..)`"
            }
            _ => "a marked function is called with numbers, arrays and constants; hand over the parts one by one",
        };
        self.errors.push(expr, message);
        None
    }

    /// Whether an array may be written to.
    pub(super) fn is_writable(&self, array: gradus_engine::program::procedure::ArrayId) -> bool {
        self.arrays[array.0 as usize].writable
    }

    /// `x.powi(n)` where `n` is computed: a function of the same protocol as marked ones, generated beside the body.
    pub(super) fn computed_power(&mut self, base: Node, exponent: Constant) -> Value {
        if !self.has_power {
            self.has_power = true;
            let float = self.float_type();
            let factor = match self.is_generic() {
                true => crate::generic::converted(quote!(n as f64)),
                false => quote!(n as #float),
            };
            self.items.push(quote! {
                #[inline]
                fn __gradus_powi(x: #float, n: i32) -> #float {
                    x.powi(n)
                }
            });
            self.items.push(quote! {
                #[inline]
                fn __gradus_powi_vjp(
                    x: #float,
                    n: i32,
                    seed: #float,
                    d_x: ::core::option::Option<&mut #float>,
                    _: ::core::option::Option<::core::convert::Infallible>,
                ) -> #float {
                    if let (::core::option::Option::Some(d_x), true) = (d_x, n != 0) {
                        *d_x = *d_x + seed * (#factor * x.powi(n.wrapping_sub(1)));
                    }
                    x.powi(n)
                }
            });
        }
        if !self.varies(base) {
            let (base, exponent) = (self.spelled(base, Span::call_site()), exponent.tokens);
            let constant = Constant::new(quote!(#base.powi(#exponent)), Class::Real);
            return self.known_real(Value::Constant(constant));
        }
        let callee = self.table.expression(quote!(__gradus_powi));
        let exponent = self.expression(exponent);
        let arguments = vec![Argument::Real(self.here(base)), Argument::Constant(exponent)];
        let out = self.var(VarKind::Real, "power");
        let (suffix, result) = (String::new(), CallResult::Real(out));
        self.step(Step::Call(Box::new(Call { callee, method: false, arguments, suffix, result })));
        Value::Real(self.leaf(out))
    }
}

/// The argument that is a part of an array of which another argument is changed.
fn shared_with_changed(arguments: &[Argument]) -> Option<usize> {
    let arrays = arguments.iter().map(|argument| match argument {
        Argument::Array { place, mutable, .. } => Some((place.array, *mutable)),
        _ => None,
    });
    let arrays: Vec<_> = arrays.collect();
    (1..arrays.len()).find(|&second| {
        arrays[..second]
            .iter()
            .flatten()
            .any(|(array, changed)| arrays[second].is_some_and(|(other, also)| other == *array && (*changed || also)))
    })
}

fn is_float(literal: &syn::ExprLit) -> bool {
    match &literal.lit {
        syn::Lit::Float(_) => true,
        syn::Lit::Int(number) => matches!(number.suffix(), "f64" | "f32"),
        _ => false,
    }
}

/// Whether the tokens are a method with its receiver.
fn is_method(callee: &TokenStream) -> bool {
    callee.clone().into_iter().any(|token| matches!(token, proc_macro2::TokenTree::Punct(dot) if dot.as_char() == '.'))
}

/// What a reader would call the result of a function.
fn callee_hint(callee: &str) -> String {
    let plain: Vec<&str> = callee.split("::").map(str::trim).filter(|part| !part.starts_with('<')).collect();
    let last = plain.last().copied().unwrap_or_default();
    let last = last.rsplit('.').next().unwrap_or_default().trim();
    last.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Some value of a shape, of numbers that need not be `Default`.
fn default(shape: &Shape) -> String {
    match shape {
        Shape::Fixed(inner, length) => format!("[{}; {length}]", default(inner)),
        Shape::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| default(part) + ",").collect();
            format!("({})", parts.join(" "))
        }
        Shape::Vec(_) | Shape::Slice(_) => "::core::default::Default::default()".to_owned(),
        Shape::Real | Shape::Parts(_) => "0.0".to_owned(),
    }
}
