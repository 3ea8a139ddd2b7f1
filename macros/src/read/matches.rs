//! `match`, `if let`, `let .. else`: branches on patterns.

use quote::ToTokens;
use syn::{Arm, Expr, ExprMatch, Local, Pat};

use super::Reader;
use super::branches::Rest;
use super::forms::unguarded;
use super::jumps::expr_jumps;
use super::names::bound;
use super::value::{Constant, Node, Value};

/// A condition, and what it binds where it holds.
pub(super) struct Test {
    pub(super) condition: Node,
    bindings: Vec<(Pat, Value)>,
}

impl<'a> Reader<'a> {
    /// The condition of an `if`.
    pub(super) fn test(&mut self, condition: &Expr) -> Option<Test> {
        let Expr::Let(pattern) = condition else {
            return Some(Test { condition: self.condition(condition)?, bindings: Vec::new() });
        };
        self.attributes(&pattern.attrs);
        let value = self.scrutinee(&pattern.expr, &[&*pattern.pat]);
        let condition = self.matching(&pattern.pat, &value)?;
        Some(Test { condition, bindings: vec![((*pattern.pat).clone(), value)] })
    }

    /// Binds what a condition binds.
    pub(super) fn bind_tested(&mut self, test: &Test) {
        for (pattern, value) in &test.bindings {
            self.bind(pattern, value.clone(), None);
        }
    }

    /// What is matched on, evaluated once.
    fn scrutinee(&mut self, expr: &Expr, patterns: &[&Pat]) -> Value {
        if let Some(name) = self.bare_name(patterns) {
            // `match e { v => .. }` is `let v = e; ..`
            let value = self.init(name, expr);
            return self.scrutinised(expr, value);
        }
        let value = match self.perhaps_matched(expr, patterns) {
            Some(value) => value,
            None => self.place(expr),
        };
        self.scrutinised(expr, value)
    }

    /// The name that tells most of what is matched on, where the patterns are nothing but names and `_`.
    fn bare_name<'p>(&self, patterns: &[&'p Pat]) -> Option<&'p Pat> {
        let patterns: Vec<&Pat> = patterns.iter().map(|pattern| unguarded(pattern)).collect();
        let names: Vec<&Pat> = patterns.iter().copied().filter(|pattern| is_name(pattern)).collect();
        if !patterns.iter().all(|pattern| is_name(pattern) || matches!(pattern, Pat::Wild(_))) {
            return None;
        }
        let asked = |pattern: &&&Pat| bound(pattern).iter().any(|name| self.facts.returned_perhaps(&name.to_string()));
        names.iter().find(asked).or(names.first()).copied()
    }

    fn scrutinised(&mut self, expr: &Expr, value: Value) -> Value {
        if let Value::Constant(constant) = &value
            && constant.volatile
            && borrows(expr)
        {
            // a value of its own, so that the sequence may change while it is there
            let tokens = constant.operand();
            let owned = Constant { tokens: quote::quote!(#tokens.cloned()), ..constant.clone() };
            let owned = self.once(owned).operand();
            return Value::Constant(Constant::new(quote::quote!(#owned.as_ref()), super::value::Class::Any));
        }
        match self.loaded(value) {
            Value::Constant(constant) => Value::Constant(self.once(constant)),
            Value::Tuple(parts) => Value::Tuple(parts.into_iter().map(|part| self.kept(part, "")).collect()),
            value => value,
        }
    }

    pub(super) fn choose(&mut self, choice: &ExprMatch) -> Value {
        self.attributes(&choice.attrs);
        let place = std::mem::replace(&mut self.branch_place, choice.match_token.to_token_stream());
        let patterns: Vec<&Pat> = choice.arms.iter().map(|arm| &arm.pat).collect();
        let value = self.scrutinee(&choice.expr, &patterns);
        let result = self.arms(&value, &choice.arms, &mut |reader, body| reader.expr(body));
        self.branch_place = place;
        result
    }

    /// The first arm that matches, as nested branches.
    fn arms(&mut self, value: &Value, arms: &[Arm], read: &mut dyn FnMut(&mut Self, &Expr) -> Value) -> Value {
        let limit = self.cells.count();
        self.arms_within(value, arms, limit, read)
    }

    fn arms_within(
        &mut self,
        value: &Value,
        arms: &[Arm],
        limit: usize,
        read: &mut dyn FnMut(&mut Self, &Expr) -> Value,
    ) -> Value {
        let Some((arm, others)) = arms.split_first() else { return Value::Never };
        self.attributes(&arm.attrs);
        let Some(condition) = self.arm_condition(&arm.pat, value, others.is_empty()) else {
            self.not_read(&arm.pat);
            for arm in arms {
                let depth = self.cells.scope.depth();
                self.bind_unknown(&arm.pat);
                read(self, &arm.body);
                self.cells.scope.leave(depth);
            }
            return Value::Unknown;
        };
        let pattern = unguarded(&arm.pat);
        if self.certain(condition) == Some(true) {
            let depth = self.cells.scope.depth();
            self.bind(pattern, value.clone(), None);
            let value = read(self, &arm.body);
            self.cells.scope.leave(depth);
            return value;
        }
        let read = std::cell::RefCell::new(read);
        self.split(
            condition,
            limit,
            &mut |reader| {
                reader.bind(pattern, value.clone(), None);
                (read.borrow_mut())(reader, &arm.body)
            },
            &mut |reader| reader.arms_within(value, others, limit, *read.borrow_mut()),
        )
    }

    /// On which condition an arm is taken; the last one without a guard always is.
    fn arm_condition(&mut self, pattern: &Pat, value: &Value, last: bool) -> Option<Node> {
        let Pat::Guard(guarded) = pattern else {
            let condition = self.matching(pattern, value)?;
            return Some(if last { self.truth(true) } else { condition });
        };
        let names = bound(&guarded.pat);
        if names.is_empty() || matches!(value.peel(), Value::Real(_) | Value::Bool(_) | Value::Tuple(_)) {
            let fits = self.matching(&guarded.pat, value)?;
            return self.guarded(fits, &guarded.pat, value, &guarded.guard);
        }
        if let (Value::Constant(constant), Some(guard)) = (value, self.guard_constant(&names, &guarded.guard)) {
            let (tokens, pat) = (&constant.tokens, &guarded.pat);
            let tokens = quote::quote!(::core::matches!(#tokens, #pat if #guard));
            let condition =
                Constant { volatile: constant.volatile, ..Constant::new(tokens, super::value::Class::Bool) };
            return Some(self.condition_constant(condition));
        }
        let fits = self.matching(&guarded.pat, value)?;
        self.guarded(fits, &guarded.pat, value, &guarded.guard)
    }

    /// The guard's tokens, when it is about constants only.
    fn guard_constant(&mut self, names: &[proc_macro2::Ident], guard: &Expr) -> Option<proc_macro2::TokenStream> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let closure: Expr = {
            let names = names.iter().map(|name| quote::format_ident!("{name}"));
            syn::parse_quote!(|#(#names),*| #guard)
        };
        if self.constancy(&closure) != super::constancy::Constancy::Fixed {
            return None;
        }
        let mut guard = guard.clone();
        super::walk::walk_with(&names, &mut guard, &mut |event| self.replacement(event));
        Some(guard.to_token_stream())
    }

    /// The guard, evaluated only where the pattern fits.
    fn guarded(&mut self, fits: Node, pattern: &Pat, value: &Value, guard: &Expr) -> Option<Node> {
        let limit = self.cells.count();
        let mut failed = false;
        let mut read = |reader: &mut Self| {
            reader.bind(pattern, value.clone(), None);
            match reader.condition(guard) {
                Some(node) => Value::Bool(node),
                None => {
                    failed = true;
                    Value::Unknown
                }
            }
        };
        let value = if self.certain(fits) == Some(true) {
            let depth = self.cells.scope.depth();
            let value = read(self);
            self.cells.scope.leave(depth);
            value
        } else {
            self.split(fits, limit, &mut read, &mut |reader| Value::Bool(reader.truth(false)))
        };
        match value {
            Value::Bool(node) if !failed => Some(node),
            _ => None,
        }
    }

    /// A `match`, and the rest of the statements in the one arm that does not jump.
    pub(super) fn match_then(&mut self, choice: &ExprMatch, limit: Option<usize>, rest: Rest<'_, 'a>) -> Value {
        let going_on = choice.arms.iter().filter(|arm| !expr_jumps(&arm.body)).count();
        if going_on != 1 {
            let value = self.choose(choice);
            return self.go_on(value, limit, rest);
        }
        self.attributes(&choice.attrs);
        let place = std::mem::replace(&mut self.branch_place, choice.match_token.to_token_stream());
        let patterns: Vec<&Pat> = choice.arms.iter().map(|arm| &arm.pat).collect();
        let value = self.scrutinee(&choice.expr, &patterns);
        let all = limit.unwrap_or(self.cells.count());
        let result = self.arms_within(&value, &choice.arms, all, &mut |reader, body| match expr_jumps(body) {
            true => reader.expr(body),
            false => {
                let depth = reader.cells.scope.depth();
                reader.expr_then(body, limit, &mut |reader, value| reader.outside(depth, value, rest))
            }
        });
        self.branch_place = place;
        result
    }

    /// `let pattern = value else { .. };`, and the rest of the statements.
    pub(super) fn let_else(&mut self, local: &Local, limit: Option<usize>, rest: Rest<'_, 'a>) -> Value {
        self.attributes(&local.attrs);
        let init = local.init.as_ref().expect("the caller has looked");
        let (token, otherwise) = init.diverge.as_ref().expect("the caller has looked");
        let place = std::mem::replace(&mut self.branch_place, token.to_token_stream());
        let value = self.scrutinee(&init.expr, &[&local.pat]);
        let all = limit.unwrap_or(self.cells.count());
        let result = match self.matching(&local.pat, &value) {
            Some(condition) => self.split(
                condition,
                all,
                &mut |reader| {
                    reader.bind(&local.pat, value.clone(), None);
                    rest(reader, Value::Unit)
                },
                &mut |reader| reader.expr(otherwise),
            ),
            None => {
                self.bind_unknown(&local.pat);
                rest(self, Value::Unit)
            }
        };
        self.branch_place = place;
        result
    }
}

/// Whether a pattern is a name that is bound.
pub(super) fn is_name(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Ident(name) if name.subpat.is_none()) && !bound(pattern).is_empty()
}

/// Whether an expression borrows an element of a sequence, where there is one.
fn borrows(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = super::forms::bare(expr) else { return false };
    match call.args.first() {
        None => call.method == "last" || call.method == "first",
        Some(at) => call.method == "get" && call.args.len() == 1 && !matches!(at, Expr::Range(_)),
    }
}
