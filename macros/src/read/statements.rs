//! Blocks, `let` and items.

use gradus_engine::program::procedure::Step;
use quote::ToTokens;
use syn::{Attribute, Block, Expr, ExprCall, Item, Local, Stmt};

use super::Reader;
use super::branches::Rest;
use super::jumps::{Alive, Kind};
use super::shape::Shape;
use super::text::text;
use super::types::class;
use super::value::{Constant, Value};

impl<'a> Reader<'a> {
    /// The value of a block; its names end with it.
    pub(super) fn block(&mut self, block: &Block) -> Value {
        let depth = self.cells.scope.depth();
        let value = self.statements(&block.stmts, None, &mut |_, value| value);
        self.cells.scope.leave(depth);
        value
    }

    /// A block, and the rest of the statements after it.
    pub(super) fn block_then(&mut self, block: &Block, limit: Option<usize>, rest: Rest<'_, 'a>) -> Value {
        let depth = self.cells.scope.depth();
        let value = self.statements(&block.stmts, limit, &mut |reader, value| reader.outside(depth, value, rest));
        self.cells.scope.leave(depth);
        value
    }

    /// What follows a block, without the names in it; other sides of branches in the block, which are read later, have them.
    pub(super) fn outside(&mut self, depth: usize, value: Value, rest: Rest<'_, 'a>) -> Value {
        let left = self.cells.scope.step_out(depth);
        let value = rest(self, value);
        self.cells.scope.step_in(depth, left);
        value
    }

    /// A block that `break` leaves with a value.
    pub(super) fn labelled_block(&mut self, block: &syn::ExprBlock) -> Value {
        let limit = self.cells.count();
        self.enter(Kind::Block, block.label.as_ref());
        let (left, slot) = self.targets.last().map(|target| (target.left, target.value)).expect("just entered");
        let limit = limit.max(slot + 1);
        let depth = self.cells.scope.depth();
        self.statements(&block.block.stmts, Some(limit), &mut |reader, value| {
            let yes = Value::Bool(reader.truth(true));
            let value = reader.kept(value, "result");
            reader.cells.set(slot, value);
            reader.cells.set(left, yes);
            Value::Never
        });
        self.cells.scope.leave(depth);
        self.exit();
        self.cells.value(slot).clone()
    }

    /// Reads statements; `end` gets the value of the last. Of what is set in here only the variables below `limit` are used after `end`.
    pub(super) fn statements(&mut self, statements: &[Stmt], limit: Option<usize>, end: Rest<'_, 'a>) -> Value {
        for statement in statements {
            if let Stmt::Item(Item::Fn(item)) = statement {
                self.inner_function(item);
            }
        }
        self.statements_after(statements, limit, end)
    }

    /// The same where functions among the statements are known.
    fn statements_after(&mut self, statements: &[Stmt], limit: Option<usize>, end: Rest<'_, 'a>) -> Value {
        for (position, statement) in statements.iter().enumerate() {
            let rest = &statements[position + 1..];
            let last = rest.is_empty() && matches!(statement, Stmt::Expr(_, None));
            if let Some(expr) = value_of(statement)
                && matches!(expr, Expr::If(_) | Expr::Match(_) | Expr::Block(_))
                && self.jumps_on(expr)
            {
                return self.expr_then(expr, limit, &mut |reader, value| match (statement, last) {
                    (_, true) => end(reader, value),
                    (Stmt::Local(local), _) => {
                        reader.attributes(&local.attrs);
                        reader.bind(&local.pat, value, None);
                        reader.statements_after(rest, limit, end)
                    }
                    _ => reader.statements_after(rest, limit, end),
                });
            }
            if let Stmt::Local(local) = statement
                && local.init.as_ref().is_some_and(|init| init.diverge.is_some())
            {
                return self.let_else(local, limit, &mut |reader, _| reader.statements_after(rest, limit, end));
            }
            if let Some(local) = self.attempted_in_closure(statement) {
                return self.let_else(&local, limit, &mut |reader, _| reader.statements_after(rest, limit, end));
            }
            let value = self.statement(statement, last);
            match self.alive() {
                Alive::Yes if last => return end(self, value),
                Alive::Yes => {}
                Alive::No => return Value::Never,
                Alive::Unless(jumped) => {
                    let all = limit.unwrap_or(self.cells.count());
                    return self.unless(jumped, all, &mut |reader| match last {
                        true => end(reader, value.clone()),
                        false => reader.statements_after(rest, limit, end),
                    });
                }
            }
        }
        end(self, Value::Unit)
    }

    /// Goes on with a value, unless control does not get here.
    pub(super) fn go_on(&mut self, value: Value, limit: Option<usize>, rest: Rest<'_, 'a>) -> Value {
        match self.alive() {
            Alive::Yes => rest(self, value),
            Alive::No => Value::Never,
            Alive::Unless(jumped) => {
                let all = limit.unwrap_or(self.cells.count());
                self.unless(jumped, all, &mut |reader| rest(reader, value.clone()))
            }
        }
    }

    /// One statement; the value of the last.
    fn statement(&mut self, statement: &Stmt, last: bool) -> Value {
        match statement {
            Stmt::Local(local) => self.local(local),
            Stmt::Item(item) => self.item(item),
            Stmt::Macro(call) => {
                self.attributes(&call.attrs);
                let value = self.macro_call(&call.mac);
                return if call.semi_token.is_none() { value } else { Value::Unit };
            }
            Stmt::Expr(expr, semicolon) => {
                let value = if last { self.expr(expr) } else { self.expr_statement(expr) };
                return if semicolon.is_none() { value } else { Value::Unit };
            }
        }
        Value::Unit
    }

    /// An expression whose value nobody uses.
    fn expr_statement(&mut self, expr: &Expr) -> Value {
        let value = match expr {
            Expr::Call(call) if self.may_write(call) => self.call(call, Some(Shape::Tuple(Vec::new()))),
            Expr::MethodCall(call) if self.writes_within(&call.receiver) && unwraps(call) => {
                self.method_shaped(call, Some(Shape::Tuple(Vec::new())))
            }
            Expr::MethodCall(call) => self.method_statement(call),
            Expr::Try(inner) if self.writes_within(&inner.expr) => self.attempt(inner, Some(Shape::Tuple(Vec::new()))),
            expr => self.expr(expr),
        };
        self.discard(value, expr)
    }

    /// Whether an expression is a call that may change one of its arguments.
    fn writes_within(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Call(call) if self.may_write(call))
    }

    /// Whether a call may change one of the arrays that it is given; if not, its result is all there is.
    fn may_write(&self, call: &ExprCall) -> bool {
        call.args.iter().any(|argument| match argument {
            Expr::Reference(reference) => reference.mutability.is_some(),
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.cells.get(name)) {
                Some(Value::View(view)) => view.rank() > 0,
                Some(Value::Ref(_, mutable)) => *mutable,
                _ => false,
            },
            Expr::MethodCall(_) => true,
            _ => false,
        })
    }

    /// A value that nobody uses; what the user computes of constants is done all the same.
    pub(super) fn discard(&mut self, value: Value, place: &dyn ToTokens) -> Value {
        match self.reported(value, place) {
            Value::Constant(constant) if !constant.simple => {
                let expression = self.table.expression(constant.tokens);
                self.step(Step::Effect(expression));
                Value::Unit
            }
            value => value,
        }
    }

    fn local(&mut self, local: &Local) {
        self.attributes(&local.attrs);
        match &local.init {
            Some(init) => {
                let value = self.init(&local.pat, &init.expr);
                self.bind(&local.pat, value, None);
            }
            None => self.declare(&local.pat),
        }
    }

    pub(super) fn item(&mut self, item: &Item) {
        match item {
            Item::Const(item) => {
                self.attributes(&item.attrs);
                self.item_named(&item.ident, item);
                self.item_types.insert(item.ident.to_string(), (*item.ty).clone());
                let constant = Constant::simple(&item.ident, class(&item.ty));
                let cell = self.cells.bind(&item.ident, Value::Constant(constant));
                self.cells.mark_item(cell);
            }
            Item::Static(item) => {
                self.attributes(&item.attrs);
                self.item_named(&item.ident, item);
                if !matches!(item.mutability, syn::StaticMutability::None) {
                    self.errors.push(&item.mutability, "`static mut` is not read; use a variable");
                }
                self.item_types.insert(item.ident.to_string(), (*item.ty).clone());
                let constant = Constant::simple(&item.ident, class(&item.ty));
                let cell = self.cells.bind(&item.ident, Value::Constant(constant));
                self.cells.mark_item(cell);
            }
            Item::Use(item) => {
                self.attributes(&item.attrs);
                if !self.is_item(&item.to_token_stream()) {
                    self.items.push(item.to_token_stream());
                }
            }
            Item::Struct(item) => self.item_named(&item.ident, item),
            Item::Enum(item) => self.item_named(&item.ident, item),
            Item::Type(item) => self.item_named(&item.ident, item),
            Item::Fn(item) => self.attributes_but_grad(&item.attrs),
            item => self.errors.push(
                item,
                "only `const`, `static`, `use` and types may stand inside a differentiated function; move this out of it",
            ),
        }
    }

    /// Items stand first in what is generated, so two of one name would meet. One of a function inside is met wherever that is called.
    fn item_named(&mut self, name: &proc_macro2::Ident, item: impl ToTokens) {
        let item = item.to_token_stream();
        if !self.item_names.insert(name.to_string()) {
            if !self.is_item(&item) {
                self.errors.push(name, "two items of this name in one function are not read; rename one");
            }
            return;
        }
        self.items.push(item);
    }

    /// Whether an item is among those that stand first already.
    fn is_item(&self, item: &proc_macro2::TokenStream) -> bool {
        let text = item.to_string();
        self.items.iter().any(|known| known.to_string() == text)
    }

    /// The attributes of a function inside, which is read where it is called.
    fn attributes_but_grad(&mut self, attributes: &[Attribute]) {
        let others = attributes.iter().filter(|attribute| {
            !attribute.path().segments.last().is_some_and(|last| last.ident == "grad" || last.ident == "inline")
        });
        let others: Vec<Attribute> = others.cloned().collect();
        self.attributes(&others);
    }

    /// Attributes in the body must not decide what is compiled.
    pub(super) fn attributes(&mut self, attributes: &[Attribute]) {
        const HARMLESS: [&str; 8] = ["allow", "warn", "deny", "forbid", "expect", "doc", "rustfmt", "clippy"];
        for attribute in attributes {
            let first = attribute.path().segments.first().map(|segment| segment.ident.to_string());
            // a condition was reported before the body was read
            let harmless = first.is_some_and(|first| HARMLESS.contains(&first.as_str()));
            if !harmless && !super::conditional::is_condition(attribute) {
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

/// Whether a method panics where there is no value, and else has it.
fn unwraps(call: &syn::ExprMethodCall) -> bool {
    call.method == "unwrap" || call.method == "expect"
}

/// The expression whose value a statement uses.
fn value_of(statement: &Stmt) -> Option<&Expr> {
    match statement {
        Stmt::Expr(expr, _) => Some(expr),
        Stmt::Local(local) => match &local.init {
            Some(init) if init.diverge.is_none() => Some(&init.expr),
            _ => None,
        },
        _ => None,
    }
}
