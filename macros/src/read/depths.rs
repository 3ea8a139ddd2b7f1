//! Where variables are assigned: how many loops, branches and closures lie between that and where they are bound.

use syn::Expr;
use syn::visit::{self, Visit};

use super::names::{exchanged, place_key};

/// Where variables are bound and assigned: how many loops, branches and closures are around it.
///
/// What stands behind a jump, as in `if c { return a; } h = b;`, is inside a branch as well.
#[derive(Default)]
pub(super) struct Depths {
    now: usize,
    bound: std::collections::BTreeMap<String, usize>,
    /// The names of what is assigned further in than it is bound.
    inner: std::collections::BTreeSet<String>,
    /// Whether a jump was seen that ends the innermost loop or its iteration.
    leaves: bool,
    /// Whether one was seen that leads further out.
    ends: bool,
}

impl Depths {
    /// Looks through a function, or one that is read where it is called.
    pub(super) fn and<'i>(&mut self, inputs: impl IntoIterator<Item = &'i syn::FnArg>, block: &'i syn::Block) {
        inputs.into_iter().for_each(|input| self.visit_fn_arg(input));
        self.visit_block(block);
        (self.leaves, self.ends) = (false, false);
    }

    /// What functions that are read where they are called assign to parts.
    pub(super) fn and_parts_of(&mut self, block: &syn::Block) {
        let mut other = Depths::default();
        other.visit_block(block);
        self.inner.extend(other.inner.into_iter().filter(|key| key.starts_with('.')));
    }

    /// Whether a loop, a branch or a closure assigns a variable of that name that is bound outside of it, or anything a part `.name`.
    pub(super) fn assigned_inside(&self, name: &str) -> bool {
        self.inner.contains(name)
    }

    /// Of parts of tuples and structs it is not told apart how far in they are.
    fn assigned(&mut self, place: &Expr) {
        let Some(key) = place_key(place) else { return };
        if key.starts_with('.') || self.bound.get(&key).is_some_and(|bound| *bound < self.now) {
            self.inner.insert(key);
        }
    }

    fn within(&mut self, visit: impl FnOnce(&mut Self)) {
        self.now += 1;
        visit(self);
        self.now -= 1;
    }

    fn within_loop(&mut self, visit: impl FnOnce(&mut Self)) {
        let leaves = std::mem::take(&mut self.leaves);
        self.within(visit);
        self.leaves = leaves;
    }
}

impl<'ast> Visit<'ast> for Depths {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        let depth = self.now;
        let before = (std::mem::take(&mut self.leaves), std::mem::take(&mut self.ends));
        for statement in &block.stmts {
            self.now = depth + usize::from(self.leaves || self.ends);
            self.visit_stmt(statement);
        }
        self.now = depth;
        self.leaves |= before.0;
        self.ends |= before.1;
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let now = self.now;
        self.bound.entry(pattern.ident.to_string()).and_modify(|depth| *depth = now.min(*depth)).or_insert(now);
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        visit::visit_expr_assign(self, assign);
        for (place, _) in super::names::assigned_parts(&assign.left, &assign.right) {
            self.assigned(place);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        visit::visit_expr_call(self, call);
        for (place, _) in exchanged(call) {
            self.assigned(place);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        if call.method == "clone_from" {
            self.assigned(&call.receiver);
        }
    }

    fn visit_expr_return(&mut self, jump: &'ast syn::ExprReturn) {
        visit::visit_expr_return(self, jump);
        self.ends = true;
    }

    fn visit_expr_break(&mut self, jump: &'ast syn::ExprBreak) {
        visit::visit_expr_break(self, jump);
        self.leaves |= jump.label.is_none();
        self.ends |= jump.label.is_some();
    }

    fn visit_expr_continue(&mut self, jump: &'ast syn::ExprContinue) {
        self.leaves |= jump.label.is_none();
        self.ends |= jump.label.is_some();
    }

    fn visit_expr_for_loop(&mut self, inner: &'ast syn::ExprForLoop) {
        self.within_loop(|depths| visit::visit_expr_for_loop(depths, inner));
    }

    fn visit_expr_while(&mut self, inner: &'ast syn::ExprWhile) {
        self.within_loop(|depths| visit::visit_expr_while(depths, inner));
    }

    fn visit_expr_loop(&mut self, inner: &'ast syn::ExprLoop) {
        self.within_loop(|depths| visit::visit_expr_loop(depths, inner));
    }

    fn visit_expr_if(&mut self, inner: &'ast syn::ExprIf) {
        self.within(|depths| visit::visit_expr_if(depths, inner));
    }

    fn visit_expr_match(&mut self, inner: &'ast syn::ExprMatch) {
        self.within(|depths| visit::visit_expr_match(depths, inner));
    }

    fn visit_expr_closure(&mut self, inner: &'ast syn::ExprClosure) {
        let before = (self.leaves, self.ends);
        self.within(|depths| visit::visit_expr_closure(depths, inner));
        (self.leaves, self.ends) = before;
    }

    // long sums must not run out of stack
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let mut next = binary;
        loop {
            self.visit_expr(&next.right);
            match &*next.left {
                Expr::Binary(inner) => next = inner,
                left => return self.visit_expr(left),
            }
        }
    }
}
