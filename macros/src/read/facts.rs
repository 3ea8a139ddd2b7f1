//! What the whole body tells of names before it is read.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Expr, ExprAssign, ExprBinary, Pat};

use super::imports::Imports;
use super::names::{assigned_parts, assigns, bound, exchanged, place_key, root};
use super::text::text;

/// What the whole body of the function tells of names.
#[derive(Default)]
pub(super) struct Facts {
    mutated: BTreeSet<String>,
    grows: BTreeSet<String>,
    /// What is assigned, by the name of a variable, or `.a.b` for a part of anything.
    assigned: BTreeMap<String, Vec<Expr>>,
    /// What variables and parts get by `std::mem::swap`, `replace` and `take`.
    replaced: BTreeMap<String, Vec<Expr>>,
    /// What parts are assigned or replaced of, as it is written.
    parts: BTreeMap<String, BTreeSet<String>>,
    /// The names of what is assigned through: `*r = value`.
    behind: BTreeSet<String>,
    /// The names that are declared as `&mut Vec<..>`.
    references: BTreeSet<String>,
    pushed: BTreeMap<String, Vec<Expr>>,
    extended: BTreeMap<String, Vec<Expr>>,
    /// What names are bound to by `let` and `for`.
    bound: BTreeMap<String, Vec<Expr>>,
    /// What the patterns of `if let`, `while let` and `match` take apart, by the names that they bind.
    opened: BTreeMap<String, Vec<Expr>>,
    /// The names in patterns of tuples, each with what is gone through and the position in the tuple.
    picked: BTreeMap<String, (Expr, usize)>,
    /// The names of positions that `enumerate` gives.
    positions: BTreeSet<String>,
    /// The names of what also gets shorter.
    shortened: BTreeSet<String>,
    /// The names of what is matched on or asked as an `Option` or a `Result`.
    perhaps: BTreeSet<String>,
    /// The names of what may be, as it has a method that others have too.
    unwrapped: BTreeSet<String>,
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

    /// Looks through a function that is read where it is called, too.
    pub(super) fn and(&mut self, inputs: &[&syn::FnArg], block: &syn::Block) {
        inputs.iter().for_each(|input| self.visit_fn_arg(input));
        self.visit_block(block);
    }

    /// What functions that are read where they are called may assign to: parts, and what is behind references.
    pub(super) fn and_changes_of(&mut self, inputs: &[&syn::FnArg], block: &syn::Block) {
        let mut other = Facts::default();
        other.and(inputs, block);
        for (mine, others) in [(&mut self.assigned, other.assigned), (&mut self.replaced, other.replaced)] {
            for (key, values) in others.into_iter().filter(|(key, _)| key.starts_with('.')) {
                mine.entry(key).or_default().extend(values);
            }
        }
        for (key, places) in other.parts {
            self.parts.entry(key).or_default().extend(places);
        }
        self.behind.extend(other.behind);
        self.references.extend(other.references);
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

    /// The same of what a function returns, where calls of methods that others have as well tell it.
    pub(super) fn returned_perhaps(&self, name: &str) -> bool {
        self.perhaps(name) || self.unwrapped.contains(name)
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
        for name in bound(pattern) {
            self.opened.entry(name.to_string()).or_default().push(expr.clone());
        }
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

    /// What variables of that name, or parts `.name`, get by `std::mem::swap`, `replace` and `take`.
    pub(super) fn replaced(&self, name: &str) -> Vec<Expr> {
        self.replaced.get(name).cloned().unwrap_or_default()
    }

    /// The names of the variables and parts whose contents are swapped, one with the other, from that of a name on.
    pub(super) fn exchanged_with(&self, name: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::from([name.to_owned()]);
        let mut pending = vec![name.to_owned()];
        while let Some(name) = pending.pop() {
            for other in self.replaced(&name).iter().filter_map(place_key) {
                let swapped = self.replaced(&other).iter().filter_map(place_key).any(|key| key == name);
                if swapped && found.insert(other.clone()) {
                    pending.push(other);
                }
            }
        }
        found
    }

    /// Of what a part `.name` is assigned or replaced, as it is written.
    pub(super) fn places_of(&self, part: &str) -> BTreeSet<String> {
        self.parts.get(part).cloned().unwrap_or_default()
    }

    /// Whether a `Vec` may be assigned to through a reference.
    pub(super) fn assigns_behind(&self) -> bool {
        let refers = |name: &String| {
            let borrowed = |expr: &Expr| matches!(expr, Expr::Reference(reference) if reference.mutability.is_some());
            self.references.contains(name) || self.bound(name).iter().any(borrowed)
        };
        self.behind.iter().any(refers)
    }

    /// What variables of that name are bound to.
    pub(super) fn bound(&self, name: &str) -> Vec<Expr> {
        self.bound.get(name).cloned().unwrap_or_default()
    }

    /// The same where they stand.
    pub(super) fn bound_to(&self, name: &str) -> &[Expr] {
        self.bound.get(name).map_or(&[], Vec::as_slice)
    }

    /// What a pattern takes apart that binds the name.
    pub(super) fn opened(&self, name: &str) -> &[Expr] {
        self.opened.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether something of that name is declared as a float.
    pub(super) fn is_float(&self, name: &str) -> bool {
        self.floats.contains(name)
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
                if super::types::float(&typed.ty).is_some() {
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
                self.pick(pattern, expr);
                for name in bound(pattern) {
                    self.bound.entry(name.to_string()).or_default().push(expr.clone());
                }
            }
        }
    }

    /// Notes which part of an element each name of a pattern is.
    fn pick(&mut self, pattern: &Pat, expr: &Expr) {
        match pattern {
            Pat::Reference(inner) => self.pick(&inner.pat, expr),
            Pat::Paren(inner) => self.pick(&inner.pat, expr),
            Pat::Tuple(tuple) => {
                for (at, part) in tuple.elems.iter().enumerate() {
                    if let [name] = &bound(part)[..] {
                        self.picked.insert(name.to_string(), (expr.clone(), at));
                    }
                }
            }
            _ => {}
        }
    }

    /// The part of an element of something that a name stands for.
    pub(super) fn picked(&self, name: &str) -> Option<&(Expr, usize)> {
        self.picked.get(name)
    }

    fn note(&mut self, left: &Expr, right: &Expr) {
        for (place, value) in assigned_parts(left, right) {
            if let Expr::Path(path) = place
                && let Some(name) = path.path.get_ident()
            {
                self.assigned.entry(name.to_string()).or_default().push(value.clone());
            } else if let Some(name) = root(place) {
                self.mutated.insert(name.to_string());
                self.note_part(place, name, value);
            }
        }
    }

    /// What is assigned to a part, or through a reference.
    fn note_part(&mut self, place: &Expr, name: &proc_macro2::Ident, value: &Expr) {
        if let Some(key) = place_key(place) {
            self.parts.entry(key.clone()).or_default().insert(text(place));
            self.assigned.entry(key).or_default().push(value.clone());
        } else if matches!(place, Expr::Unary(_)) {
            self.behind.insert(name.to_string());
        }
    }

    /// What `std::mem::swap`, `replace` and `take` give to what.
    fn note_exchanged(&mut self, call: &syn::ExprCall) {
        for (place, value) in exchanged(call) {
            let value = value.cloned().unwrap_or_else(|| syn::parse_quote!(Vec::new()));
            match place_key(place) {
                Some(key) => {
                    if key.starts_with('.') {
                        self.parts.entry(key.clone()).or_default().insert(text(place));
                    }
                    self.replaced.entry(key).or_default().push(value);
                }
                None => self.behind.extend(root(place).map(ToString::to_string)),
            }
        }
    }
}

impl<'ast> Visit<'ast> for Facts {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.note_exchanged(call);
        visit::visit_expr_call(self, call);
    }

    fn visit_pat_type(&mut self, typed: &'ast syn::PatType) {
        if matches!(&*typed.ty, syn::Type::Reference(reference) if reference.mutability.is_some()) {
            self.references.extend(bound(&typed.pat).iter().map(ToString::to_string));
        }
        visit::visit_pat_type(self, typed);
    }

    fn visit_receiver(&mut self, receiver: &'ast syn::Receiver) {
        if matches!(&receiver.kind, syn::ReceiverKind::Reference(_, _, Some(_))) {
            self.references.insert("self".to_owned());
        }
        visit::visit_receiver(self, receiver);
    }

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
        for arm in &choice.arms {
            self.matched(&choice.expr, &arm.pat);
            let pattern = super::forms::unguarded(&arm.pat);
            if super::matches::is_name(pattern) {
                self.bind(pattern, &choice.expr);
            }
        }
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
        {
            match call.method.to_string().as_str() {
                "map" | "unwrap" | "expect" => drop(self.unwrapped.insert(name.to_string())),
                method if super::perhaps::is_asking(method) => drop(self.perhaps.insert(name.to_string())),
                _ => {}
            }
        }
        if call.method == "clone_from"
            && let (Some(key), Some(value)) = (place_key(&call.receiver), call.args.first())
        {
            self.replaced.entry(key).or_default().push(value.clone());
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

fn ends_enumerated(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call) if call.method == "enumerate")
}
