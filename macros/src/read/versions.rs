//! A `Vec` that a loop or a branch assigns anew, perhaps with another length: all that it was is kept, and it is the last of that.
//!
//! ```text
//! let mut h = x.to_vec();        h = [x.to_vec()]
//! for layer in layers {
//!     h = forward(layer, &h);    h.push(forward(layer, h.last))
//! }
//! ```
//!
//! Where the lengths show to be equal there is one array, to which the content is copied.

use syn::Expr;
use syn::visit::{self, Visit};

use super::Reader;
use super::arguments::{listed_in_vec, repeated};
use super::facts::Facts;
use super::lists::is_new_vec;
use super::shape::Shape;
use super::text::{plain, text};
use super::value::{Value, View};

/// How many names are followed.
const DEEPEST: usize = 8;

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

    /// Whether a loop, a branch or a closure assigns a variable of that name that is bound outside of it.
    pub(super) fn assigned_inside(&self, name: &str) -> bool {
        self.inner.contains(name)
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
            if let Expr::Path(path) = place
                && let Some(name) = path.path.get_ident().map(ToString::to_string)
                && self.bound.get(&name).is_some_and(|bound| *bound < self.now)
            {
                self.inner.insert(name);
            }
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

impl Reader<'_> {
    /// The variable that a `let mut` of a `Vec` makes, where loops or branches may give it another length.
    pub(super) fn versioned(&mut self, view: &View, name: &str) -> Option<Value> {
        let Shape::Vec(inner) = &view.shape else { return None };
        let grows = self.facts.grows(name);
        let plain = matches!(**inner, Shape::Real | Shape::Parts(_)) || self.fixed_zero(inner).is_some();
        if !plain || grows || !self.depths.assigned_inside(name) || self.facts.keeps_length(name) {
            return None;
        }
        let shape = Shape::Vec(Box::new(view.shape.clone()));
        let all = self.empty_vec(shape, None, name);
        self.append(&all, Value::View(view.clone()), &quote::format_ident!("{name}"));
        Some(Value::Latest(all.array))
    }

    /// What such a variable is now.
    pub(super) fn latest(&mut self, array: gradus_engine::program::procedure::ArrayId) -> Value {
        let all = self.whole(array);
        let last = self.counted_back(&all, 1);
        self.element_at(&all, last)
    }
}

impl Facts {
    /// Whether all that variables of that name are bound to and assigned shows to be of one length.
    pub(super) fn keeps_length(&self, name: &str) -> bool {
        let mut lengths = Vec::new();
        for expr in self.bound(name).iter().chain(&self.assigned(name)) {
            match self.length_text(expr, name, DEEPEST) {
                Some(length) if length == OWN => {}
                Some(length) => lengths.push(length),
                None => return false,
            }
        }
        lengths.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// What says how long a `Vec` is; [`OWN`] for as long as that of the name.
    fn length_text(&self, expr: &Expr, own: &str, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match expr {
            Expr::Paren(inner) => self.length_text(&inner.expr, own, depth),
            Expr::Reference(inner) => self.length_text(&inner.expr, own, depth),
            Expr::Macro(call) if call.mac.path.is_ident("vec") => match repeated(&call.mac.tokens) {
                Some((_, length)) => self.count_text(&length, depth),
                None => listed_in_vec(&call.mac).map(|list| list.len().to_string()),
            },
            Expr::MethodCall(call) => match plain(&call.method).as_str() {
                "collect" | "map" | "enumerate" | "rev" | "copied" | "cloned" | "iter" | "into_iter" | "iter_mut"
                | "clone" | "to_vec" | "to_owned" => self.length_text(&call.receiver, own, depth),
                // the shorter of two that are equally long
                "zip" => {
                    let (a, b) = (
                        self.length_text(&call.receiver, own, depth)?,
                        self.length_text(call.args.first()?, own, depth)?,
                    );
                    (a == b).then_some(a)
                }
                name if CHANGES.contains(&name) => None,
                // of a marked function nothing is known
                _ => matches!(&*call.receiver, Expr::Path(_) | Expr::Field(_)).then(|| OWN.to_owned()),
            },
            Expr::Call(call) if is_new_vec(call) => Some("0".to_owned()),
            Expr::Call(call) => {
                let closure = matches!(&*call.func, Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.is_bound(&name.to_string())));
                (!closure).then(|| OWN.to_owned())
            }
            Expr::Range(range) => match (&range.start, &range.end, &range.limits) {
                (Some(start), Some(end), syn::RangeLimits::HalfOpen(_)) if text(start) == "0" => {
                    self.count_text(end, depth)
                }
                _ => None,
            },
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                if name == own {
                    return Some(OWN.to_owned());
                }
                if self.grows(&name) || !self.is_one_thing(&name) {
                    return None;
                }
                match &self.bound(&name)[..] {
                    [] => Some(format!("{name}.len()")),
                    [only] => self.length_text(only, own, depth),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A number of elements, by what a name of it is bound to, where it is the same throughout the function.
    fn count_text(&self, expr: &Expr, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match expr {
            Expr::Lit(literal) => Some(text(literal)),
            Expr::Paren(inner) => self.count_text(&inner.expr, depth),
            Expr::Cast(cast) => Some(format!("({}) as {}", self.count_text(&cast.expr, depth)?, text(&cast.ty))),
            Expr::Field(field) => Some(format!("{}.{}", self.count_text(&field.base, depth)?, text(&field.member))),
            Expr::Binary(binary) => {
                let (left, right) = (self.count_text(&binary.left, depth)?, self.count_text(&binary.right, depth)?);
                Some(format!("({left} {} {right})", text(binary.op)))
            }
            Expr::Path(path) => {
                let Some(name) = path.path.get_ident().map(ToString::to_string) else { return Some(text(path)) };
                match &self.bound(&name)[..] {
                    _ if !self.is_one_thing(&name) || self.mutated(&name) => None,
                    [only] => self.count_text(only, depth),
                    _ => Some(name),
                }
            }
            Expr::MethodCall(call) if call.method == "len" => self.length_text(&call.receiver, "", depth),
            _ => None,
        }
    }
}

/// Methods that give more or fewer elements than they are given.
const CHANGES: [&str; 19] = [
    "filter",
    "filter_map",
    "take",
    "skip",
    "step_by",
    "windows",
    "chunks",
    "chunks_exact",
    "chunks_mut",
    "chunks_exact_mut",
    "chain",
    "flat_map",
    "flatten",
    "take_while",
    "skip_while",
    "map_while",
    "scan",
    "concat",
    "cycle",
];

/// As long as the variable itself.
const OWN: &str = "itself";
