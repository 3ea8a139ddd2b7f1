//! Closures, which are read anew where they are called.

use quote::ToTokens;
use std::rc::Rc;

use syn::{Expr, ExprClosure, Pat, ReturnType};

use super::Reader;
use super::function::tail;
use super::jumps::{Kind, jumps};
use super::scope::Scope;
use super::shape::Shape;
use super::types::float;
use super::value::Value;
use super::walk::{Event, walk_expr};
use crate::generic::MARK;

/// A closure and the names that it sees.
pub(super) struct Closure {
    pub(super) expr: ExprClosure,
    pub(super) scope: Scope,
}

impl Closure {
    /// Whether its one argument, as it is, is an exponent: an `i32` or `u32`.
    fn exponent_in(expr: &Expr, name: &proc_macro2::Ident) -> bool {
        struct Exponents<'n>(&'n proc_macro2::Ident, bool);
        impl<'ast> syn::visit::Visit<'ast> for Exponents<'_> {
            fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
                let argument = call.args.first().and_then(super::names::root);
                self.1 |= (call.method == "powi" || call.method == "pow")
                    && matches!(call.args.first(), Some(Expr::Path(_)))
                    && argument == Some(self.0);
                syn::visit::visit_expr_method_call(self, call);
            }
        }
        let mut found = Exponents(name, false);
        syn::visit::Visit::visit_expr(&mut found, expr);
        found.1
    }

    pub(super) fn takes_exponent(&self) -> bool {
        match self.expr.inputs.first() {
            Some(Pat::Ident(pat)) => Closure::exponent_in(&self.expr.body, &pat.ident),
            _ => false,
        }
    }

    /// Whether its one argument stands in an index, so that it is a `usize`.
    pub(super) fn indexes(&self) -> bool {
        struct Indices<'n> {
            name: &'n proc_macro2::Ident,
            inside: bool,
            found: bool,
        }
        impl<'ast> syn::visit::Visit<'ast> for Indices<'_> {
            fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
                self.visit_expr(&index.expr);
                let before = std::mem::replace(&mut self.inside, true);
                self.visit_expr(&index.index);
                self.inside = before;
            }

            fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
                self.found |= self.inside && path.path.is_ident(self.name);
            }

            // a cast may be from any type
            fn visit_expr_cast(&mut self, _: &'ast syn::ExprCast) {}
        }
        let Some(Pat::Ident(pat)) = self.expr.inputs.first() else { return false };
        let mut indices = Indices { name: &pat.ident, inside: false, found: false };
        syn::visit::Visit::visit_expr(&mut indices, &self.expr.body);
        indices.found
    }
}

/// Closures deeper than this in one another are refused.
const DEEPEST: usize = 64;

impl Reader<'_> {
    pub(super) fn closure(&mut self, closure: &ExprClosure) -> Value {
        self.attributes(&closure.attrs);
        if let Some(token) = &closure.asyncness {
            return self.refuse(token, "`async` closures are not read");
        }
        let scope = if closure.capture.is_some() { self.moved_into(closure) } else { self.cells.scope.captured() };
        Value::Closure(Rc::new(Closure { expr: closure.clone(), scope }))
    }

    /// A function inside the function is a closure that sees no variables.
    pub(super) fn inner_function(&mut self, item: &syn::ItemFn) {
        let marked = self.on_parameter(item);
        let item = marked.as_ref().unwrap_or(item);
        let sig = &item.sig;
        let plain = |parameter: &syn::GenericParam| match parameter {
            syn::GenericParam::Lifetime(_) => true,
            syn::GenericParam::Type(parameter) => self.is_generic() && parameter.ident == MARK,
            syn::GenericParam::Const(_) => false,
        };
        if !sig.generics.params.iter().all(plain)
            || sig.asyncness.is_some()
            || !matches!(sig.safety, syn::Safety::Default)
        {
            self.errors.push(
                &sig.ident,
                "inside a differentiated function only plain functions are read; move this one out of it and mark it with `#[grad]`",
            );
        }
        let inputs = sig.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(input) => Some(Pat::Type(syn::PatType {
                attrs: Vec::new(),
                pat: input.pat.clone(),
                colon_token: input.colon_token,
                ty: input.ty.clone(),
            })),
            syn::FnArg::Receiver(_) => None,
        });
        let mut expr: ExprClosure = syn::parse_quote!(|| ());
        expr.inputs = inputs.collect();
        expr.output = sig.output.clone();
        let block = (*item.block).clone();
        expr.body = Box::new(Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block }));
        let scope = self.cells.functions_only();
        let closure = Value::Closure(Rc::new(Closure { expr, scope }));
        let cell = self.cells.bind(&sig.ident, closure);
        self.cells.mark_item(cell);
    }

    /// The names that a `move` closure sees: copies of the variables that it reads.
    fn moved_into(&mut self, closure: &ExprClosure) -> Scope {
        let mut names = Vec::new();
        walk_expr(&mut Expr::Closure(closure.clone()), &mut |event| {
            if let Event::Name { name, .. } | Event::Assigned(name) = event
                && !names.contains(name)
            {
                names.push(name.clone());
            }
            None
        });
        let depth = self.cells.scope.depth();
        for name in names {
            let Some(cell) = self.cells.scope.get(&name) else { continue };
            if self.cells.cell(cell).state {
                continue;
            }
            let value = match self.cells.value(cell).clone() {
                Value::View(view) if matches!(view.shape, Shape::Fixed(..)) && self.is_writable(view.array) => {
                    Value::View(self.copied(&view, &name.to_string()))
                }
                value @ (Value::Tuple(_) | Value::Struct(..)) if super::ownership::has_arrays(&value) => {
                    self.owned_value(value, &name.to_string(), true)
                }
                value => value,
            };
            self.cells.bind(&name, value);
        }
        let scope = self.cells.scope.captured();
        self.cells.scope.leave(depth);
        scope
    }

    /// The value of a call of a closure.
    pub(super) fn inlined(&mut self, closure: &Closure, arguments: Vec<Value>, place: &dyn ToTokens) -> Value {
        self.inlined_as(closure, arguments, None, place)
    }

    /// The same where the shape of the result may be known.
    pub(super) fn inlined_as(
        &mut self,
        closure: &Closure,
        arguments: Vec<Value>,
        shape: Option<Shape>,
        place: &dyn ToTokens,
    ) -> Value {
        if closure.expr.inputs.len() != arguments.len() {
            let wanted = closure.expr.inputs.len();
            return self.refuse(place.to_token_stream(), format_args!("this closure takes {wanted} arguments"));
        }
        if self.inlining == DEEPEST {
            return self.refuse(place.to_token_stream(), "closures are called too deep in one another here");
        }
        self.inlining += 1;
        let outer = std::mem::replace(&mut self.cells.scope, closure.scope.captured());
        self.outer_scopes.push(outer);
        for (pattern, value) in closure.expr.inputs.iter().zip(arguments) {
            self.bind(pattern, value, None);
        }
        let shape = match &closure.expr.output {
            ReturnType::Type(_, ty) => super::types::shape(ty),
            ReturnType::Default => shape,
        };
        let mut tails = Vec::new();
        if let Some(shape) = shape {
            tail(&closure.expr.body, &mut tails);
            self.tails.extend(tails.iter().map(|expr| (std::ptr::from_ref(*expr) as usize, shape.clone())));
        }
        let value = if jumps(&closure.expr.body) {
            self.enter(Kind::Closure, None);
            let limit = self.cells.count();
            self.expr_then(&closure.expr.body, Some(limit), &mut |reader, value| {
                reader.leave_function(value, &closure.expr.body);
                Value::Never
            });
            let target = self.exit();
            self.cells.value(target.value).clone()
        } else {
            self.expr(&closure.expr.body)
        };
        // they may stand in a text that is gone when another is read
        tails.iter().for_each(|expr| drop(self.tails.remove(&(std::ptr::from_ref(*expr) as usize))));
        self.cells.scope = self.outer_scopes.pop().expect("it was pushed");
        self.inlining -= 1;
        match &closure.expr.output {
            ReturnType::Type(_, ty) => match value {
                Value::Constant(constant) if float(ty).is_none() && !constant.simple => {
                    Value::Constant(self.bound_constant("", constant, Some(ty)))
                }
                value => self.typed(value, Some(ty), ""),
            },
            ReturnType::Default => value,
        }
    }
}
