//! Blocks, `let` and assignments.

use quote::{ToTokens, quote};
use syn::{Attribute, Block, Expr, Item, Local, Pat, Stmt, Type};

use super::Reader;
use super::constants::text;
use super::scope::{Class, Constant, Value};
use super::signature::float;

impl Reader<'_> {
    /// The body of the function, whose last statement may be `return e;`.
    pub(super) fn function_body(&mut self, block: &Block) -> Value {
        match block.stmts.split_last() {
            Some((Stmt::Expr(Expr::Return(last), _), before)) => {
                self.attributes(&last.attrs);
                self.statements(before);
                match &last.expr {
                    Some(value) => self.expr(value),
                    None => Value::Unit,
                }
            }
            _ => self.statements(&block.stmts),
        }
    }

    /// The value of a block; its names end with it.
    pub(super) fn block(&mut self, block: &Block) -> Value {
        let depth = self.scope.depth();
        let value = self.statements(&block.stmts);
        self.scope.leave(depth);
        value
    }

    fn statements(&mut self, statements: &[Stmt]) -> Value {
        let mut value = Value::Unit;
        for (position, statement) in statements.iter().enumerate() {
            value = Value::Unit;
            match statement {
                Stmt::Local(local) => self.local(local),
                Stmt::Item(item) => self.item(item),
                Stmt::Macro(call) => self.macro_call(&call.mac),
                Stmt::Expr(expr, semicolon) => {
                    let found = self.expr(expr);
                    if semicolon.is_none() && position + 1 == statements.len() {
                        value = found;
                    }
                }
            }
        }
        value
    }

    fn local(&mut self, local: &Local) {
        self.attributes(&local.attrs);
        let Some(init) = &local.init else {
            self.errors.push(
                local,
                "`let` without a value is not read; give the value here, as `let y = if c { a } else { b };`",
            );
            self.bind_unknown(&local.pat);
            return;
        };
        if let Some((token, _)) = &init.diverge {
            self.errors.push(token, "`let` .. `else` is not read yet; use `if` .. `else`");
        }
        let value = self.expr(&init.expr);
        self.bind(&local.pat, value, None);
    }

    /// Binds the names of a pattern.
    fn bind(&mut self, pattern: &Pat, value: Value, ty: Option<&Type>) {
        match (pattern, value) {
            (Pat::Ident(pat), value) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                let value = match value {
                    Value::Constant(constant) => self.bind_constant(&pat.ident, constant, ty),
                    value => value,
                };
                self.note(&pat.ident, &value);
                self.scope.bind(&pat.ident, value);
            }
            (Pat::Wild(_), _) => {}
            (Pat::Paren(pat), value) => self.bind(&pat.pat, value, ty),
            (Pat::Type(pat), value) => self.bind(&pat.pat, value, Some(&pat.ty)),
            (Pat::Tuple(pat), Value::Tuple(values)) if pat.elems.len() == values.len() => {
                let types: Vec<Option<&Type>> = match ty {
                    Some(Type::Tuple(tuple)) => tuple.elems.iter().map(Some).collect(),
                    _ => Vec::new(),
                };
                for (position, (pat, value)) in pat.elems.iter().zip(values).enumerate() {
                    self.bind(pat, value, types.get(position).copied().flatten());
                }
            }
            (pattern, value) => {
                if !matches!(value, Value::Unknown) {
                    self.errors.push(
                        pattern,
                        "this pattern is not read yet; bind a name, or take a tuple apart as `let (a, b) = ..`",
                    );
                }
                self.bind_unknown(pattern);
            }
        }
    }

    /// A constant gets a statement of its own, unless it is a mere name.
    fn bind_constant(&mut self, name: &syn::Ident, constant: Constant, ty: Option<&Type>) -> Value {
        if ty.is_some_and(|ty| float(ty).is_some()) {
            return match constant.class {
                Class::Any => self.opaque_real(&constant, Some(name), name).map_or(Value::Unknown, Value::Real),
                _ => Value::Constant(constant), // a type error, which rustc reports
            };
        }
        if constant.simple && ty.is_none() || constant.may_panic && self.branches > 0 {
            return Value::Constant(constant);
        }
        let hoisted = self.fresh(&name.to_string(), name.span());
        let (tokens, annotation) = (&constant.tokens, ty.map(|ty| quote!(: #ty)));
        self.prologue.push(quote!(let #hoisted #annotation = #tokens;));
        let class = match constant.class {
            Class::Any if ty.is_some_and(super::signature::is_integer) => Class::Integer,
            class => class,
        };
        Value::Constant(Constant { literal: constant.literal, ..Constant::simple(hoisted, class) })
    }

    /// Remembers the user's name of a value.
    fn note(&mut self, name: &syn::Ident, value: &Value) {
        if let Value::Real(id) | Value::Bool(id) = value
            && self.graph.as_call(*id).is_some()
        {
            self.names.push((*id, name.clone()));
        }
    }

    fn bind_unknown(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Ident(pat) => self.scope.bind(&pat.ident, Value::Unknown),
            Pat::Type(pat) => self.bind_unknown(&pat.pat),
            Pat::Paren(pat) => self.bind_unknown(&pat.pat),
            Pat::Tuple(pat) => pat.elems.iter().for_each(|pat| self.bind_unknown(pat)),
            _ => {}
        }
    }

    /// `x = value`, with the value read already.
    pub(super) fn assign(&mut self, left: &Expr, value: Value) {
        match left {
            Expr::Paren(inner) => self.assign(&inner.expr, value),
            Expr::Group(inner) => self.assign(&inner.expr, value),
            Expr::Infer(_) => {}
            Expr::Path(path) if path.path.get_ident().is_some() => {
                let name = path.path.get_ident().expect("just seen");
                let value = match value {
                    Value::Constant(constant) => self.assign_constant(name, constant),
                    value => value,
                };
                self.note(name, &value);
                if !self.scope.assign(name, value) {
                    self.errors.push(
                        name,
                        format_args!("`{name}` is not a variable of this function; only those can be assigned to"),
                    );
                }
            }
            left => self
                .errors
                .push(left, format_args!("assigning to `{}` is not read yet; assign to a variable", text(left))),
        }
    }

    /// A constant takes the kind of the variable it goes to.
    fn assign_constant(&mut self, name: &syn::Ident, constant: Constant) -> Value {
        match self.scope.get(name) {
            Some(Value::Real(_)) if constant.class == Class::Any => {
                self.opaque_real(&constant, None, name).map_or(Value::Unknown, Value::Real)
            }
            _ => self.bind_constant(name, constant, None),
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Const(item) => {
                self.attributes(&item.attrs);
                self.prologue.push(item.to_token_stream());
            }
            Item::Use(item) => {
                self.attributes(&item.attrs);
                self.prologue.push(item.to_token_stream());
            }
            item => self
                .errors
                .push(item, "only `const` and `use` may stand inside a differentiated function; move this out of it"),
        }
    }

    pub(super) fn macro_call(&mut self, call: &syn::Macro) {
        let name = text(&call.path);
        self.errors.push(
            &call.path,
            format_args!(
                "the macro `{name}!` is not read yet: `#[grad]` sees what is written, not what a macro makes of it"
            ),
        );
    }

    /// Attributes in the body must not decide what is compiled.
    pub(super) fn attributes(&mut self, attributes: &[Attribute]) {
        const HARMLESS: [&str; 8] = ["allow", "warn", "deny", "forbid", "expect", "doc", "rustfmt", "clippy"];
        for attribute in attributes {
            let first = attribute.path().segments.first().map(|segment| segment.ident.to_string());
            if !first.is_some_and(|first| HARMLESS.contains(&first.as_str())) {
                let name = text(attribute.path());
                self.errors.push(
                    attribute,
                    format_args!(
                        "the attribute `{name}` is not read inside a differentiated function; move it to the function"
                    ),
                );
            }
        }
    }
}
