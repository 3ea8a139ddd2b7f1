//! Whether an expression has the look of a number that may vary, before it is read.

use syn::visit::{self, Visit};
use syn::{Expr, ExprBinary};

use super::Reader;
use super::value::{Class, Value};

impl Reader<'_> {
    /// Whether something of that name is assigned what looks like a number that may vary.
    pub(super) fn becomes_real(&mut self, name: &str) -> bool {
        self.facts.assigned(name).iter().any(|expr| self.looks_real(expr))
    }

    /// Whether an expression has the look of a number that may vary.
    pub(super) fn looks_real<'e>(&'e self, expr: &'e Expr) -> bool {
        let mut look = Look { reader: self, real: false, seen: Vec::new() };
        look.visit_expr(expr);
        look.real
    }
}

struct Look<'r, 'a> {
    reader: &'r Reader<'a>,
    real: bool,
    /// The names that were followed.
    seen: Vec<String>,
}

impl<'r> Look<'r, '_> {
    /// What a closure gives.
    fn result_of(&mut self, name: &proc_macro2::Ident, closure: &'r super::closures::Closure) {
        let name = name.to_string();
        if !self.seen.contains(&name) {
            self.seen.push(name);
            let mut tails = Vec::new();
            super::function::tail(&closure.expr.body, &mut tails);
            tails.into_iter().for_each(|expr| self.visit_expr(expr));
        }
    }
}

impl<'r> Visit<'r> for Look<'r, '_> {
    fn visit_lit_float(&mut self, _: &'r syn::LitFloat) {
        self.real = true;
    }

    fn visit_expr_path(&mut self, path: &'r syn::ExprPath) {
        let Some(name) = path.path.get_ident() else {
            self.real |= self.reader.class(&Expr::Path(path.clone())) == Class::Real;
            return;
        };
        if let Some(value) = self.reader.cells.get(name) {
            match value.peel() {
                Value::Real(_) | Value::View(_) | Value::Columns(_) => self.real = true,
                Value::Closure(closure) => self.result_of(name, closure),
                _ => {}
            }
            return;
        }
        // a name that is bound further on
        let name = name.to_string();
        if let Some((expr, at)) = self.reader.facts.picked(&name)
            && let Some(Value::Tuple(parts)) = self.reader.records(expr)
        {
            self.real |= parts.get(*at).is_some_and(|part| !matches!(part, Value::Constant(_)));
            return;
        }
        self.real |= self.reader.facts.is_float(&name);
        if !self.real && !self.seen.contains(&name) {
            self.seen.push(name.clone());
            let facts = &self.reader.facts;
            for expr in facts.bound_to(&name).iter().chain(facts.opened(&name)) {
                self.visit_expr(expr);
            }
        }
    }

    fn visit_expr_binary(&mut self, binary: &'r ExprBinary) {
        use syn::BinOp::{Eq, Ge, Gt, Le, Lt, Ne};
        if !matches!(binary.op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_)) {
            visit::visit_expr_binary(self, binary);
        }
    }

    fn visit_expr_field(&mut self, field: &'r syn::ExprField) {
        if let Some(part) =
            self.reader.among(&field.base).and_then(|parts| super::templates::part(parts, &field.member))
        {
            self.real |= !matches!(part, Value::Constant(_));
            return;
        }
        let Expr::Path(path) = &*field.base else { return visit::visit_expr_field(self, field) };
        match path.path.get_ident().and_then(|name| self.reader.cells.get(name)).map(Value::peel) {
            Some(Value::Struct(_, fields)) => {
                let part = fields.iter().find(|(name, _)| super::open::is_member(name, &field.member));
                self.real |= part.is_some_and(|(_, value)| matches!(value.peel(), Value::Real(_) | Value::View(_)));
            }
            Some(Value::Tuple(parts)) => {
                let syn::Member::Unnamed(index) = &field.member else { return };
                let part = parts.get(index.index as usize).map(Value::peel);
                self.real |= matches!(part, Some(Value::Real(_) | Value::View(_)));
            }
            _ => visit::visit_expr_field(self, field),
        }
    }

    fn visit_expr_index(&mut self, index: &'r syn::ExprIndex) {
        self.visit_expr(&index.expr); // what stands in the brackets is an integer
    }

    fn visit_expr_method_call(&mut self, call: &'r syn::ExprMethodCall) {
        let name = call.method.to_string();
        if matches!(name.as_str(), "len" | "is_empty" | "count" | "position") {
            return;
        }
        self.real |= super::calls::method(&name).is_some() && !super::calls::integers_too(&name);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_cast(&mut self, cast: &'r syn::ExprCast) {
        self.real |= super::types::float(&cast.ty).is_some();
    }
}
