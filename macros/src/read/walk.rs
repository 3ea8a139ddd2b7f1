//! A walk over an expression that tells its own names from those of outside.

use proc_macro2::{Ident, TokenStream};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Macro, Member, Pat, Stmt, Token};

use super::as_written;
use super::names::{assigns, bound, member_path, reads_name, root};

/// What is met on the walk. Names are those that the expression does not bind itself.
pub(super) enum Event<'e> {
    /// A name is read; what is returned stands in its place. Of a sequence perhaps no more than the length is asked for.
    Name { name: &'e Ident, length: bool },
    /// A field of a variable is read, or a field of that; where nothing is to stand in its place, the variable is told of instead.
    Member { name: &'e Ident, members: &'e [Member], length: bool },
    /// What is to stand in the place of a name has a name in it that the expression binds itself; what is returned stands there instead.
    Captured(&'e TokenStream),
    /// A variable or a part of it is assigned to.
    Assigned(&'e Ident),
    /// `&mut name`
    Borrowed(&'e Ident),
    /// A method is called, of a variable or a part of it or of anything else, with so many arguments.
    Method(Option<&'e Ident>, &'e Ident, usize),
    /// A function is called by its path, with so many arguments.
    Called(&'e syn::ExprPath, usize),
    /// `return`, `?`, or a `break` or `continue` that leaves the expression.
    Jump,
    /// A macro of which nothing is known.
    Macro,
    /// Something that cannot be carried over.
    Other,
}

type Listener<'a> = &'a mut dyn FnMut(Event) -> Option<TokenStream>;

/// Walks over an expression, replacing names.
pub(super) fn walk_expr(expr: &mut Expr, listen: Listener) {
    Walker::new(listen).visit_expr_mut(expr);
}

/// Walks over the arguments of a macro, replacing names; `false` when nothing is known of the macro.
pub(super) fn walk_macro(call: &mut Macro, listen: Listener) -> bool {
    Walker::new(listen).known_macro(call)
}

/// Walks over a pattern's guard or an expression in which names are bound already.
pub(super) fn walk_with(names: &[String], expr: &mut Expr, listen: Listener) {
    let mut walker = Walker::new(listen);
    walker.local = names.to_vec();
    walker.visit_expr_mut(expr);
}

pub(super) struct Walker<'a> {
    pub(super) listen: Listener<'a>,
    /// The names bound so far.
    local: Vec<String>,
    closures: usize,
    loops: usize,
    labels: Vec<String>,
}

impl<'a> Walker<'a> {
    fn new(listen: Listener<'a>) -> Self {
        Walker { listen, local: Vec::new(), closures: 0, loops: 0, labels: Vec::new() }
    }

    pub(super) fn is_local(&self, name: &Ident) -> bool {
        let name = name.to_string();
        self.local.contains(&name)
    }

    /// Whether the name is, in what is generated, that of one that the expression binds.
    fn is_written_as_local(&self, name: &Ident) -> bool {
        let name = name.to_string();
        self.local.iter().any(|local| as_written(local) == as_written(&name))
    }

    pub(super) fn bind(&mut self, pattern: &Pat) {
        self.local.extend(bound(pattern).iter().map(ToString::to_string));
    }

    /// Visits what has names of its own.
    pub(super) fn scoped(&mut self, visit: impl FnOnce(&mut Self)) {
        let depth = self.local.len();
        visit(self);
        self.local.truncate(depth);
    }

    fn outside<'e>(&self, expr: &'e Expr) -> Option<&'e Ident> {
        root(expr).filter(|name| !self.is_local(name))
    }

    fn tell(&mut self, event: Event) {
        (self.listen)(event);
    }

    fn assigned(&mut self, left: &Expr) {
        match left {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.assigned(part)),
            Expr::Array(array) => array.elems.iter().for_each(|part| self.assigned(part)),
            Expr::Paren(inner) => self.assigned(&inner.expr),
            left => {
                if let Some(name) = self.outside(left) {
                    let name = name.clone();
                    self.tell(Event::Assigned(&name));
                }
            }
        }
    }

    /// What is to stand in the place of a name.
    pub(super) fn instead(&mut self, event: Event) -> Option<TokenStream> {
        let tokens = (self.listen)(event)?;
        let captured = !self.local.is_empty() && reads_name(&tokens, &|name| self.is_written_as_local(name));
        let other = if captured { (self.listen)(Event::Captured(&tokens)) } else { None };
        Some(other.unwrap_or(tokens))
    }

    fn name(&mut self, expr: &mut Expr, length: bool) {
        if let Expr::Path(path) = &*expr
            && path.qself.is_none()
            && let Some(name) = path.path.get_ident()
            && !self.is_local(name)
            && let Some(tokens) = self.instead(Event::Name { name, length })
        {
            *expr = Expr::Verbatim(tokens);
        }
    }

    /// `p.a.0`
    fn member(&mut self, expr: &mut Expr, length: bool) {
        let Expr::Field(field) = expr else { return };
        if let Some((name, members)) = member_path(field)
            && !self.is_local(&name)
            && let Some(tokens) = self.instead(Event::Member { name: &name, members: &members, length })
        {
            *expr = Expr::Verbatim(tokens);
            return;
        }
        self.visit_expr_mut(&mut field.base);
    }

    /// The receiver of `len`: its root is asked for its length only.
    fn measured(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(_) => self.name(expr, true),
            Expr::Paren(inner) => self.measured(&mut inner.expr),
            Expr::Field(_) => self.member(expr, true),
            Expr::Index(index) => {
                self.measured(&mut index.expr);
                self.visit_expr_mut(&mut index.index);
            }
            expr => self.visit_expr_mut(expr),
        }
    }

    fn repeated(&mut self, label: Option<&syn::Label>, visit: impl FnOnce(&mut Self)) {
        self.loops += 1;
        self.labels.extend(label.map(|label| label.name.ident.to_string()));
        self.scoped(visit);
        if label.is_some() {
            self.labels.pop();
        }
        self.loops -= 1;
    }

    fn jump(&mut self, label: Option<&syn::Lifetime>) {
        let inside = match label {
            Some(label) => self.labels.contains(&label.ident.to_string()),
            None => self.loops > 0,
        };
        if !inside {
            self.tell(Event::Jump);
        }
    }

    /// What has names or labels of its own.
    fn binding(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(closure) => {
                let loops = std::mem::take(&mut self.loops);
                let labels = std::mem::take(&mut self.labels);
                self.closures += 1;
                self.scoped(|walker| {
                    closure.inputs.iter().for_each(|pattern| walker.bind(pattern));
                    walker.visit_expr_mut(&mut closure.body);
                });
                self.closures -= 1;
                (self.loops, self.labels) = (loops, labels);
            }
            Expr::If(branch) => {
                self.scoped(|walker| {
                    walker.visit_expr_mut(&mut branch.cond);
                    walker.visit_block_mut(&mut branch.then_branch);
                });
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::Let(pattern) => {
                self.visit_expr_mut(&mut pattern.expr);
                self.bind(&pattern.pat);
            }
            Expr::Match(choice) => {
                self.visit_expr_mut(&mut choice.expr);
                for arm in &mut choice.arms {
                    self.scoped(|walker| {
                        walker.bind(&arm.pat);
                        walker.visit_pat_mut(&mut arm.pat);
                        walker.visit_expr_mut(&mut arm.body);
                    });
                }
            }
            Expr::Loop(inner) => {
                self.repeated(inner.label.as_ref(), |walker| walker.visit_block_mut(&mut inner.body));
            }
            Expr::While(inner) => self.repeated(inner.label.as_ref(), |walker| {
                walker.visit_expr_mut(&mut inner.cond);
                walker.visit_block_mut(&mut inner.body);
            }),
            Expr::ForLoop(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                self.repeated(inner.label.as_ref(), |walker| {
                    walker.bind(&inner.pat);
                    walker.visit_block_mut(&mut inner.body);
                });
            }
            Expr::Block(inner) => {
                self.labels.extend(inner.label.as_ref().map(|label| label.name.ident.to_string()));
                self.visit_block_mut(&mut inner.block);
                if inner.label.is_some() {
                    self.labels.pop();
                }
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }

    /// What changes, borrows or calls.
    fn operation(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Assign(assign) => {
                self.assigned(&assign.left);
                visit_mut::visit_expr_assign_mut(self, assign);
            }
            Expr::Binary(binary) if assigns(&binary.op) => {
                self.assigned(&binary.left);
                visit_mut::visit_expr_binary_mut(self, binary);
            }
            Expr::Binary(_) => chain(expr, &mut |operand| self.visit_expr_mut(operand)),
            Expr::Reference(reference) => {
                if reference.mutability.is_some()
                    && let Some(name) = self.outside(&reference.expr).cloned()
                {
                    self.tell(Event::Borrowed(&name));
                }
                self.visit_expr_mut(&mut reference.expr);
            }
            Expr::MethodCall(call) => {
                let name = self.outside(&call.receiver).cloned();
                self.tell(Event::Method(name.as_ref(), &call.method, call.args.len()));
                if matches!(call.method.to_string().as_str(), "len" | "is_empty") {
                    self.measured(&mut call.receiver);
                } else {
                    self.visit_expr_mut(&mut call.receiver);
                }
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            }
            Expr::Call(call) => {
                let arguments = call.args.len();
                match &mut *call.func {
                    Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.is_local(name)) => {}
                    Expr::Path(path) => self.tell(Event::Called(path, arguments)),
                    function => self.visit_expr_mut(function),
                }
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            }
            Expr::Struct(value) => {
                for field in &mut value.fields {
                    self.visit_expr_mut(&mut field.expr);
                    if field.colon_token.is_none() && !matches!(field.expr, Expr::Path(_)) {
                        field.colon_token = Some(Token![:](proc_macro2::Span::call_site()));
                    }
                }
                if let Some(rest) = &mut value.rest {
                    self.visit_expr_mut(rest);
                }
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }

    /// What leaves something.
    fn leaving(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Return(inner) => {
                if let Some(value) = &mut inner.expr {
                    self.visit_expr_mut(value);
                }
                if self.closures == 0 {
                    self.tell(Event::Jump);
                }
            }
            Expr::Try(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                if self.closures == 0 {
                    self.tell(Event::Jump);
                }
            }
            Expr::Break(inner) => {
                if let Some(value) = &mut inner.expr {
                    self.visit_expr_mut(value);
                }
                self.jump(inner.label.as_ref());
            }
            Expr::Continue(inner) => self.jump(inner.label.as_ref()),
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }
}

impl VisitMut for Walker<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(_) => self.name(expr, false),
            Expr::Field(_) => self.member(expr, false),
            Expr::Closure(_)
            | Expr::If(_)
            | Expr::Let(_)
            | Expr::Match(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_)
            | Expr::Block(_) => self.binding(expr),
            Expr::Return(_) | Expr::Try(_) | Expr::Break(_) | Expr::Continue(_) => self.leaving(expr),
            Expr::Macro(call) => {
                if !self.known_macro(&mut call.mac) {
                    self.tell(Event::Macro);
                }
            }
            Expr::Async(_) | Expr::Await(_) | Expr::Unsafe(_) | Expr::Yield(_) | Expr::Verbatim(_) => {
                self.tell(Event::Other);
            }
            expr => self.operation(expr),
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scoped(|walker| {
            for statement in &mut block.stmts {
                match statement {
                    Stmt::Local(local) => {
                        if let Some(init) = &mut local.init {
                            walker.visit_expr_mut(&mut init.expr);
                            if let Some((_, otherwise)) = &mut init.diverge {
                                walker.visit_expr_mut(otherwise);
                            }
                        }
                        walker.bind(&local.pat);
                    }
                    Stmt::Item(syn::Item::Const(item)) => walker.local.push(item.ident.to_string()),
                    Stmt::Item(_) => walker.tell(Event::Other),
                    Stmt::Expr(expr, _) => walker.visit_expr_mut(expr),
                    Stmt::Macro(call) => {
                        if !walker.known_macro(&mut call.mac) {
                            walker.tell(Event::Macro);
                        }
                    }
                }
            }
        });
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if let Pat::Guard(guarded) = pattern {
            self.visit_expr_mut(&mut guarded.guard);
        }
    }

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
}

/// Visits the operands of `a + b + c ...`: long sums must not run out of stack.
pub(super) fn chain(expr: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    let mut next = expr;
    let mut rights = Vec::new();
    while matches!(next, Expr::Binary(binary) if !assigns(&binary.op)) {
        let Expr::Binary(binary) = next else { unreachable!("just seen") };
        rights.push(&mut *binary.right);
        next = &mut binary.left;
    }
    visit(next);
    // from the left, as `let` binds names for what stands to the right of it
    rights.into_iter().rev().for_each(visit);
}
