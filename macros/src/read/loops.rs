//! Loops: which variables they carry from one iteration to the next, and how they end.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprForLoop, ExprLoop, ExprMethodCall, ExprRange, ExprWhile};

use super::Reader;
use super::chain::Iter;
use super::jumps::{Found, Kind};
use super::scope::CellId;
use super::value::{Class, Constant, Value};
use super::walk::{Event, walk_expr};

/// What a loop runs over.
pub(super) enum Over<'e> {
    /// An iterator over constants, by its tokens; the variable's class and name.
    Items(TokenStream, Class, String),
    While(&'e Expr),
    Endless,
}

/// The parts of a loop that its sort does not decide.
pub(super) struct Parts<'e> {
    pub(super) over: Over<'e>,
    pub(super) found: Found<'e>,
    /// The variables of outside that it may set.
    pub(super) assigned: Vec<CellId>,
    pub(super) place: TokenStream,
}

impl Reader<'_> {
    pub(super) fn for_loop(&mut self, inner: &ExprForLoop) -> Value {
        self.attributes(&inner.attrs);
        let whole = Expr::ForLoop(inner.clone());
        if self.fills_state(inner) && self.only_constants(&whole) {
            self.effect_of(&whole);
            return Value::Unit;
        }
        let assigned = self.assigned_in(&whole);
        let place = inner.for_token.to_token_stream();
        let hint = match &*inner.pat {
            syn::Pat::Ident(pat) => pat.ident.to_string(),
            _ => String::new(),
        };
        if let Expr::Range(ExprRange { start: Some(start), end: None, .. }) = super::forms::bare(&inner.expr) {
            return self.count_on(inner, start, assigned, place, &hint);
        }
        if let Some(items) = self.range_items(&inner.expr) {
            let Some(items) = items else { return Value::Unknown };
            let parts = Parts {
                over: Over::Items(items, Class::Integer, hint),
                found: Found::Label(inner.label.as_ref()),
                assigned,
                place,
            };
            return self.repeat(parts, &mut |reader, item| {
                if let Some(item) = item {
                    reader.bind(&inner.pat, Value::Constant(item), None);
                }
                reader.loop_body(&inner.body);
            });
        }
        let value = self.place(&inner.expr);
        let Some(iter) = self.as_iter(value, &inner.expr) else {
            self.enter(Kind::Loop, inner.label.as_ref());
            self.bind_unknown(&inner.pat);
            self.block(&inner.body);
            self.exit();
            return Value::Unknown;
        };
        self.run(iter, inner.label.as_ref(), assigned, place, &hint, &mut |reader, item| {
            reader.bind(&inner.pat, item, None);
            reader.loop_body(&inner.body);
        })
    }

    /// `for k in start.. { .. }`, which `break` or `return` leaves: a variable counts.
    fn count_on(
        &mut self,
        inner: &ExprForLoop,
        start: &Expr,
        mut assigned: Vec<CellId>,
        place: TokenStream,
        hint: &str,
    ) -> Value {
        let first = self.expr(start);
        let Some(first) = self.as_constant(first, start) else { return Value::Unknown };
        let first = Constant { class: Class::Integer, ..self.once(first) };
        let cell = self.hidden(hint, Value::Constant(first));
        assigned.push(cell);
        let parts = Parts { over: Over::Endless, found: Found::Label(inner.label.as_ref()), assigned, place };
        self.repeat(parts, &mut |reader, _| {
            let Value::Constant(count) = reader.cells.value(cell).clone() else { return };
            reader.bind(&inner.pat, Value::Constant(count.clone()), None);
            let count = count.operand();
            let next = reader.kept(Value::Constant(Constant::integer(quote!(#count + 1))), "");
            reader.cells.set(cell, next);
            reader.loop_body(&inner.body);
        })
    }

    /// Whether a loop goes through a sequence of constants to change its elements.
    fn fills_state(&self, inner: &ExprForLoop) -> bool {
        let mut source = &*inner.expr;
        while let Expr::MethodCall(call) = source {
            if call.method == "iter_mut" {
                return self.is_state(&call.receiver);
            }
            source = &call.receiver;
        }
        matches!(source, Expr::Reference(reference) if reference.mutability.is_some() && self.is_state(&reference.expr))
    }

    /// Whether all that is read are constants, and what is changed are sequences of them.
    fn only_constants(&self, expr: &Expr) -> bool {
        let state =
            |name: &proc_macro2::Ident| self.cells.scope.get(name).is_some_and(|cell| self.cells.cell(cell).state);
        let mut only = true;
        walk_expr(&mut expr.clone(), &mut |event| {
            only &= match event {
                Event::Member { name, members, length } => match self.open_field(name, members) {
                    Some(Value::Constant(_)) => return Some(Default::default()),
                    Some(Value::View(_)) if length => return Some(Default::default()),
                    _ => return None,
                },
                Event::Name { name, length } => match self.cells.get(name).map(Value::peel) {
                    Some(Value::Constant(_)) | None => true,
                    Some(Value::View(_)) => length,
                    Some(_) => false,
                },
                Event::Assigned(name) | Event::Borrowed(name) => state(name),
                Event::Method(..) | Event::Called(..) | Event::Captured(_) => true,
                Event::Jump | Event::Macro | Event::Other => false,
            };
            None
        });
        only
    }

    pub(super) fn while_loop(&mut self, inner: &ExprWhile) -> Value {
        self.attributes(&inner.attrs);
        if let Some((pattern, name)) = drained(inner)
            && let Some(cell) = self.cells.scope.get(name).filter(|cell| *cell >= self.loop_base)
            && let Value::Iter(iter) = self.cells.value(cell).clone()
        {
            return self.drain(inner, pattern, cell, *iter);
        }
        if let Some(endless) = endless(inner) {
            return self.endless_loop(&endless);
        }
        let assigned = self.assigned_in(&Expr::While(inner.clone()));
        let place = inner.while_token.to_token_stream();
        let parts =
            Parts { over: Over::While(&inner.cond), found: Found::Label(inner.label.as_ref()), assigned, place };
        self.repeat(parts, &mut |reader, _| reader.loop_body(&inner.body))
    }

    /// `while let P = it.next() { .. }`: a loop over what is left.
    fn drain(&mut self, inner: &ExprWhile, pattern: &syn::Pat, cell: CellId, iter: Iter) -> Value {
        let assigned = self.assigned_in(&Expr::While(inner.clone()));
        let assigned = assigned.into_iter().filter(|assigned| *assigned != cell).collect();
        let place = inner.while_token.to_token_stream();
        // nothing is left of it afterwards, or what is left does not show
        self.cells.set(cell, Value::Unit);
        self.run(iter, inner.label.as_ref(), assigned, place, "i", &mut |reader, item| {
            reader.bind(pattern, item, None);
            reader.loop_body(&inner.body);
        })
    }

    pub(super) fn endless_loop(&mut self, inner: &ExprLoop) -> Value {
        self.attributes(&inner.attrs);
        let assigned = self.assigned_in(&Expr::Loop(inner.clone()));
        let place = inner.loop_token.to_token_stream();
        let parts = Parts { over: Over::Endless, found: Found::Label(inner.label.as_ref()), assigned, place };
        let value = self.repeat(parts, &mut |reader, _| reader.loop_body(&inner.body));
        // control leaves it, if at all, for somewhere else
        if super::jumps::breaks(inner) { value } else { Value::Never }
    }

    /// The body of a loop; after it only variables of outside are used.
    fn loop_body(&mut self, body: &syn::Block) {
        let limit = self.loop_base;
        let depth = self.cells.scope.depth();
        self.statements(&body.stmts, Some(limit), &mut |reader, value| reader.discard(value, body));
        self.cells.scope.leave(depth);
    }

    /// The tokens of a range, perhaps reversed or in steps; the inner `None` after an error.
    fn range_items(&mut self, expr: &Expr) -> Option<Option<TokenStream>> {
        match expr {
            Expr::Paren(inner) => self.range_items(&inner.expr),
            Expr::Range(range) => Some(self.bounds(range)),
            Expr::MethodCall(call) if call.method == "rev" || call.method == "step_by" => {
                let ExprMethodCall { receiver, method, args, .. } = call;
                let Some(inner) = self.range_items(receiver)? else { return Some(None) };
                let mut values = Vec::new();
                for argument in args {
                    let value = self.expr(argument);
                    match self.as_constant(value, argument) {
                        Some(constant) => values.push(constant.tokens),
                        None => return Some(None),
                    }
                }
                Some(Some(quote!((#inner).#method(#(#values),*))))
            }
            _ => None,
        }
    }

    fn bounds(&mut self, range: &ExprRange) -> Option<TokenStream> {
        let (Some(start), Some(end)) = (&range.start, &range.end) else {
            self.errors.push(range, "a range to loop over needs both bounds; write `for i in 0..n`");
            return None;
        };
        let (first, last) = (self.expr(start), self.expr(end));
        let (first, last) = (self.as_constant(first, start), self.as_constant(last, end));
        let (first, last) = (first?, last?);
        let (first, last) = (self.steady(first).operand(), self.steady(last).operand());
        let limits = &range.limits;
        Some(quote!(#first #limits #last))
    }
}

/// The pattern `P` and the name `it` of `while let Some(P) = it.next() { .. }`.
fn drained(inner: &ExprWhile) -> Option<(&syn::Pat, &proc_macro2::Ident)> {
    let Expr::Let(condition) = &*inner.cond else { return None };
    let syn::Pat::TupleStruct(some) = &*condition.pat else { return None };
    let Expr::MethodCall(next) = &*condition.expr else { return None };
    let Expr::Path(path) = &*next.receiver else { return None };
    let fits = some.path.is_ident("Some") && some.elems.len() == 1 && next.method == "next" && next.args.is_empty();
    fn irrefutable(pattern: &syn::Pat) -> bool {
        match pattern {
            syn::Pat::Reference(inner) => irrefutable(&inner.pat),
            syn::Pat::Tuple(parts) => parts.elems.iter().all(irrefutable),
            syn::Pat::Ident(name) => name.subpat.is_none() && !super::patterns::is_constant_name(name),
            pattern => matches!(pattern, syn::Pat::Wild(_)),
        }
    }
    (fits && irrefutable(&some.elems[0])).then_some(())?;
    Some((&some.elems[0], path.path.get_ident()?))
}

/// `while let P = e { .. }` as `loop { if let P = e { .. } else { break } }`.
fn endless(inner: &ExprWhile) -> Option<ExprLoop> {
    let has_let = |expr: &Expr| {
        let mut next = expr;
        loop {
            match next {
                Expr::Binary(binary) if matches!(&*binary.right, Expr::Let(_)) => return true,
                Expr::Binary(binary) => next = &binary.left,
                expr => return matches!(expr, Expr::Let(_)),
            }
        }
    };
    if !has_let(&inner.cond) {
        return None;
    }
    let (condition, body) = (&inner.cond, &inner.body);
    let branch: Expr = syn::parse_quote_spanned!(inner.while_token.span=> if #condition #body else { break });
    let body = syn::Block { brace_token: body.brace_token, stmts: vec![syn::Stmt::Expr(branch, None)] };
    let loop_token = syn::Token![loop](inner.while_token.span);
    Some(ExprLoop { attrs: Vec::new(), label: inner.label.clone(), loop_token, body })
}
