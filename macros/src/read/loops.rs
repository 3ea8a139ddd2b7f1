//! Loops: which variables they carry from one iteration to the next, and how they end.

use gradus_engine::function::Function;
use gradus_engine::program::procedure::{Block, Carried, Loop, Operand, Order, Space, Step, Var, VarKind};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprForLoop, ExprLoop, ExprMethodCall, ExprRange, ExprWhile};

use super::Reader;
use super::branches::TOO_DEEP;
use super::carry::Carry;
use super::chain::Iter;
use super::frames::Frame;
use super::jumps::{Found, Kind};
use super::scope::CellId;
use super::table::named;
use super::value::{Class, Constant, Node, Value};
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
                Event::Name { name, length } => match self.cells.get(name).map(Value::peel) {
                    Some(Value::Constant(_)) | None => true,
                    Some(Value::View(_)) => length,
                    Some(_) => false,
                },
                Event::Assigned(name) | Event::Borrowed(name) => state(name),
                Event::Method(..) | Event::Called(..) => true,
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

    /// Reads a loop; `body` reads one iteration, given the loop's variable.
    pub(super) fn repeat(&mut self, parts: Parts, body: &mut dyn FnMut(&mut Self, Option<Constant>)) -> Value {
        if self.is_too_deep() {
            return self.refuse(parts.place, TOO_DEEP);
        }
        let before = std::mem::replace(&mut self.branch_place, parts.place.clone());
        let carries = self.carries(&parts);
        self.enter_loop(parts.found);
        let base = std::mem::replace(&mut self.loop_base, self.cells.count());
        let mark = self.cells.mark();
        let (depth, dead) = (self.cells.scope.depth(), self.dead);

        let head = match parts.over {
            Over::While(condition) => Some(self.head(condition, &carries)),
            _ => None,
        };
        self.open(true);
        let induction = match &parts.over {
            Over::Items(items, class, hint) => {
                let var = self.var(VarKind::Opaque, hint);
                if *class == Class::Any && self.is_untyped(items) {
                    self.untyped.insert(var);
                }
                Some((var, *class))
            }
            _ => None,
        };
        self.begin(&carries);
        let limit = self.loop_base;
        body(self, induction.map(|(var, class)| named(var, class)));
        self.cells.scope.leave(depth);
        self.dead = dead;

        let (results, late, last) = self.end(&carries, mark, limit);
        self.loop_base = base;
        self.branch_place = before;
        if last.is_none() && matches!(parts.over, Over::Endless) {
            if self.errors.is_empty() {
                self.errors.push(parts.place.clone(), "this loop never ends; leave it with `break` or `return`");
            }
            self.dead = true;
        }
        let mut frame = self.close();
        // the variables are those of before, then what the loop leaves
        self.cells.rewind(mark, 0);
        let target = self.exit();
        frame.block.results = results;
        frame.block.results.extend(last.map(Operand::Node));
        self.finish(parts, head, frame, induction.map(|(var, _)| var), carries, late, last.is_some());
        match self.cells.value(target.value) {
            Value::Unset => Value::Unit,
            value => value.clone(),
        }
    }

    /// The block of a `while` condition.
    fn head(&mut self, condition: &Expr, carries: &[Carry]) -> Block {
        self.open(true);
        self.begin(carries);
        let mark = self.cells.mark();
        let node = self.condition(condition);
        let id = match node {
            Some(node) => self.here(node),
            None => self.truth(false).id,
        };
        if !self.cells.rewind(mark, usize::MAX).is_empty() {
            self.errors.push(condition, "a condition that assigns is not read; assign in the loop");
        }
        let mut block = self.close().block;
        block.results = vec![Operand::Node(id)];
        block
    }

    /// Sets the carried variables to what they are at the start of an iteration.
    fn begin(&mut self, carries: &[Carry]) {
        for carry in carries {
            let home = self.frame().serial;
            carry.entries.iter().for_each(|(_, var)| self.homes[var.0 as usize] = home);
            let value = self.carried_value(&carry.before, &mut carry.entries.iter().map(|(_, var)| *var));
            self.cells.set(carry.cell, value);
        }
    }

    /// The results of the body: the carried values, those of variables that get their first value in the loop, and the condition to leave.
    fn end(
        &mut self,
        carries: &[Carry],
        mark: usize,
        limit: usize,
    ) -> (Vec<Operand>, Vec<Late>, Option<gradus_engine::graph::Id>) {
        let mut results = Vec::new();
        for carry in carries {
            let value = self.cells.value(carry.cell).clone();
            let name = self.cells.cell(carry.cell).name.clone();
            self.carry_results(&carry.before, value, &name, &mut results);
        }
        let own = self.targets.last().expect("the loop was entered");
        let (left, skip) = (own.left, own.skip());
        let mut late = Vec::new();
        for cell in self.cells.set_since(mark, limit) {
            if cell == left || Some(cell) == skip || carries.iter().any(|carry| carry.cell == cell) {
                continue;
            }
            let name = self.cells.cell(cell).name.clone();
            let value = self.cells.value(cell).clone();
            let value = self.outlasting(value, &name);
            let shape = value.clone();
            let first = results.len();
            self.carry_results(&shape, value, &name, &mut results);
            late.push(Late { cell, shape, count: results.len() - first });
        }
        let mut conditions: Vec<Node> = Vec::new();
        for flag in self.flags().into_iter().filter(|flag| Some(*flag) != skip) {
            if let Value::Bool(node) = *self.cells.value(flag)
                && self.certain(node) != Some(false)
            {
                conditions.push(node);
            }
        }
        let last = conditions.into_iter().reduce(|a, b| self.apply(Function::Or, &[a, b]));
        let last = last.map(|node| self.here(node));
        (results, late, last)
    }

    #[allow(clippy::too_many_arguments)]
    fn finish(
        &mut self,
        parts: Parts,
        head: Option<Block>,
        frame: Frame,
        induction: Option<Var>,
        carries: Vec<Carry>,
        late: Vec<Late>,
        breaks: bool,
    ) {
        let space = match parts.over {
            Over::Items(items, ..) => {
                let items = self.table.expression(items);
                Space::Items { induction: induction.expect("it was made"), items, order: Order::Forward }
            }
            Over::While(_) | Over::Endless => Space::Endless,
        };
        let mut carried = Vec::new();
        let mut exits: Vec<(CellId, Value, Vec<Var>)> = Vec::new();
        for carry in carries {
            let name = self.cells.cell(carry.cell).name.clone();
            let mut inits = Vec::new();
            self.carry_results(&carry.before, carry.init.clone(), &name, &mut inits);
            let mut vars = Vec::new();
            for ((kind, entry), init) in carry.entries.iter().zip(inits) {
                let exit = self.var(*kind, &name);
                carried.push(Carried { init, entry: *entry, exit });
                vars.push(exit);
            }
            exits.push((carry.cell, carry.before, vars));
        }
        for Late { cell, shape, count } in late {
            let name = self.cells.cell(cell).name.clone();
            let kinds = self.kinds_of(&shape);
            debug_assert_eq!(kinds.len(), count);
            let mut vars = Vec::new();
            for kind in kinds {
                let init = match (kind, self.cells.value(cell).clone()) {
                    (VarKind::Condition, Value::Bool(node)) => Operand::Node(self.here(node)),
                    _ => Operand::Any,
                };
                let (entry, exit) = (self.var(kind, &name), self.var(kind, &name));
                carried.push(Carried { init, entry, exit });
                vars.push(exit);
            }
            exits.push((cell, shape, vars));
        }
        let body = frame.block;
        let step = Loop { space, head, carried, sums: Vec::new(), body, breaks, trips: None };
        self.step(Step::Loop(Box::new(step)));
        for (cell, shape, vars) in exits {
            let value = self.carried_value(&shape, &mut vars.into_iter());
            self.cells.set(cell, value);
        }
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

/// A variable that gets its first value inside the loop.
struct Late {
    cell: CellId,
    shape: Value,
    count: usize,
}
