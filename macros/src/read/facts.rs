//! What the whole body tells of names before it is read.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Expr, ExprAssign, ExprBinary, Pat};

use super::Reader;
use super::imports::Imports;
use super::names::{assigned_parts, assigns, bound, root};
use super::value::{Class, Value};

/// What the whole body of the function tells of names.
#[derive(Default)]
pub(super) struct Facts {
    mutated: BTreeSet<String>,
    grows: BTreeSet<String>,
    assigned: BTreeMap<String, Vec<Expr>>,
    pushed: BTreeMap<String, Vec<Expr>>,
    extended: BTreeMap<String, Vec<Expr>>,
    /// What names are bound to by `let` and `for`.
    bound: BTreeMap<String, Vec<Expr>>,
    /// The names of positions that `enumerate` gives.
    positions: BTreeSet<String>,
    /// The names of what also gets shorter.
    shortened: BTreeSet<String>,
    /// The names of what is matched on or asked as an `Option` or a `Result`.
    perhaps: BTreeSet<String>,
    /// The names that are declared as floats.
    floats: BTreeSet<String>,
    /// How many patterns bind a name, parameters included.
    bindings: BTreeMap<String, usize>,
    parameters: BTreeSet<String>,
    /// What is bound anew in each iteration of a loop.
    looped: BTreeSet<String>,
    /// What `use` items of the function import.
    pub(super) imports: Imports,
}

impl Facts {
    /// Looks through a function.
    pub(super) fn of(item: &syn::ItemFn) -> Self {
        let mut facts = Facts::default();
        item.sig.inputs.iter().for_each(|input| facts.visit_fn_arg(input));
        facts.parameters = facts.bindings.keys().cloned().collect();
        facts.visit_block(&item.block);
        facts
    }

    /// Whether a name is bound by a pattern.
    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.bindings.contains_key(name)
    }

    /// Looks through a function that is read where it is called, too.
    pub(super) fn and(&mut self, inputs: &[&syn::FnArg], block: &syn::Block) {
        inputs.iter().for_each(|input| self.visit_fn_arg(input));
        self.visit_block(block);
    }

    /// Whether a name stands for one thing throughout the function, whose parts may change: an item, a parameter, or what one `let` binds,
    /// as far as that itself does.
    pub(super) fn is_one_thing(&self, name: &str) -> bool {
        let once = match self.bindings.get(name) {
            None => true,
            Some(1) => self.parameters.contains(name) || self.bound.contains_key(name) && !self.looped.contains(name),
            Some(_) => false,
        };
        once && !self.assigned.contains_key(name)
    }

    /// Whether something of that name is changed in place.
    pub(super) fn mutated(&self, name: &str) -> bool {
        self.mutated.contains(name)
    }

    /// Whether something of that name changes its length.
    pub(super) fn grows(&self, name: &str) -> bool {
        self.grows.contains(name)
    }

    /// Whether a position that `enumerate` gives has that name.
    pub(super) fn enumerates(&self, name: &str) -> bool {
        self.positions.contains(name)
    }

    /// Whether something of that name also gets shorter.
    pub(super) fn shortens(&self, name: &str) -> bool {
        self.shortened.contains(name)
    }

    /// Whether something of that name is matched on or asked as an `Option` or a `Result`.
    pub(super) fn perhaps(&self, name: &str) -> bool {
        self.perhaps.contains(name)
    }

    /// Notes that a method changes how long something is.
    fn changes_length(&mut self, name: &str, method: &str, call: &syn::ExprMethodCall) {
        if !super::prefix::changes_length(method) {
            return;
        }
        self.grows.insert(name.to_owned());
        if super::prefix::shortens(method) {
            self.shortened.insert(name.to_owned());
        }
        let (lists, value) = match method {
            "push" => (&mut self.pushed, call.args.first()),
            "insert" | "resize" => (&mut self.pushed, call.args.get(1)),
            "extend" | "extend_from_slice" => (&mut self.extended, call.args.first()),
            _ => (&mut self.extended, None),
        };
        if let Some(value) = value {
            lists.entry(name.to_owned()).or_default().push(value.clone());
        }
        if method == "append"
            && let Some(Expr::Reference(other)) = call.args.first()
            && let Some(other) = root(&other.expr)
        {
            self.grows.insert(other.to_string());
            self.shortened.insert(other.to_string());
        }
    }

    /// Notes that something is matched on.
    fn matched(&mut self, expr: &Expr, pattern: &Pat) {
        if let Expr::Path(path) = expr
            && let Some(name) = path.path.get_ident()
            && super::perhaps::payload(pattern).is_some()
        {
            self.perhaps.insert(name.to_string());
        }
    }

    /// What is assigned to variables of that name.
    pub(super) fn assigned(&self, name: &str) -> Vec<Expr> {
        self.assigned.get(name).cloned().unwrap_or_default()
    }

    /// What variables of that name are bound to.
    pub(super) fn bound(&self, name: &str) -> Vec<Expr> {
        self.bound.get(name).cloned().unwrap_or_default()
    }

    /// What variables of that name are extended by.
    pub(super) fn extended(&self, name: &str) -> Vec<Expr> {
        self.extended.get(name).cloned().unwrap_or_default()
    }

    /// What is pushed to variables of that name.
    pub(super) fn pushed(&self, name: &str) -> Vec<Expr> {
        self.pushed.get(name).cloned().unwrap_or_default()
    }

    fn bind(&mut self, pattern: &Pat, expr: &Expr) {
        match pattern {
            Pat::Type(typed) => {
                if super::signature::float(&typed.ty).is_some() {
                    self.floats.extend(bound(&typed.pat).iter().map(ToString::to_string));
                }
                self.bind(&typed.pat, expr);
            }
            // the first of the pair is a position
            Pat::Tuple(pair) if pair.elems.len() == 2 && ends_enumerated(expr) => {
                self.positions.extend(bound(&pair.elems[0]).iter().map(ToString::to_string));
                self.bind(&pair.elems[1], expr);
            }
            pattern => {
                for name in bound(pattern) {
                    self.bound.entry(name.to_string()).or_default().push(expr.clone());
                }
            }
        }
    }

    fn note(&mut self, left: &Expr, right: &Expr) {
        for (place, value) in assigned_parts(left, right) {
            if let Expr::Path(path) = place
                && let Some(name) = path.path.get_ident()
            {
                self.assigned.entry(name.to_string()).or_default().push(value.clone());
            } else if let Some(name) = root(place) {
                self.mutated.insert(name.to_string());
            }
        }
    }
}

impl<'ast> Visit<'ast> for Facts {
    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        self.note(&assign.left, &assign.right);
        visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        if assigns(&binary.op) {
            self.note(&binary.left, &binary.right);
        }
        let mut next = binary;
        loop {
            self.visit_expr(&next.right);
            match &*next.left {
                Expr::Binary(inner) if !assigns(&inner.op) => next = inner,
                left => return self.visit_expr(left),
            }
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.imports.add(item);
    }

    fn visit_expr_let(&mut self, pattern: &'ast syn::ExprLet) {
        self.matched(&pattern.expr, &pattern.pat);
        visit::visit_expr_let(self, pattern);
    }

    fn visit_expr_match(&mut self, choice: &'ast syn::ExprMatch) {
        choice.arms.iter().for_each(|arm| self.matched(&choice.expr, &arm.pat));
        visit::visit_expr_match(self, choice);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.bind(&local.pat, &init.expr);
            self.matched(&init.expr, &local.pat);
        }
        visit::visit_local(self, local);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        *self.bindings.entry(pattern.ident.to_string()).or_default() += 1;
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_for_loop(&mut self, inner: &'ast syn::ExprForLoop) {
        self.bind(&inner.pat, &inner.expr);
        self.looped.extend(bound(&inner.pat).iter().map(ToString::to_string));
        visit::visit_expr_for_loop(self, inner);
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if reference.mutability.is_some()
            && let Some(name) = root(&reference.expr)
        {
            self.mutated.insert(name.to_string());
        }
        visit::visit_expr_reference(self, reference);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let Expr::Path(path) = &*call.receiver
            && let Some(name) = path.path.get_ident()
            && super::perhaps::is_asking(&call.method.to_string())
            && call.method != "map"
        {
            self.perhaps.insert(name.to_string());
        }
        if let Some(name) = root(&call.receiver) {
            let method = call.method.to_string();
            if !super::constancy::reads_only(&method) {
                self.mutated.insert(name.to_string());
            }
            self.changes_length(&name.to_string(), &method, call);
        }
        visit::visit_expr_method_call(self, call);
    }
}

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
            self.real |= matches!(value.peel(), Value::Real(_) | Value::View(_));
            return;
        }
        // a name that is bound further on
        let name = name.to_string();
        self.real |= self.reader.facts.floats.contains(&name);
        if !self.real && !self.seen.contains(&name) {
            self.seen.push(name.clone());
            for expr in self.reader.facts.bound.get(&name).into_iter().flatten() {
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
        self.real |= super::signature::float(&cast.ty).is_some();
    }
}

fn ends_enumerated(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call) if call.method == "enumerate")
}
