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
use super::arguments::repeated;
use super::facts::Facts;
use super::shape::Shape;
use super::text::{plain, text};
use super::value::{Value, View};

/// How many names are followed.
const DEEPEST: usize = 8;

/// Where variables are bound and assigned: how many loops, branches and closures are around it.
#[derive(Default)]
pub(super) struct Depths {
    now: usize,
    bound: std::collections::BTreeMap<String, usize>,
    /// The names of what is assigned further in than it is bound.
    inner: std::collections::BTreeSet<String>,
}

impl Depths {
    pub(super) fn of(block: &syn::Block) -> Depths {
        let mut depths = Depths::default();
        depths.visit_block(block);
        depths
    }

    /// The same of a function that is read where it is called.
    pub(super) fn add(&mut self, block: &syn::Block) {
        self.visit_block(block);
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
}

impl<'ast> Visit<'ast> for Depths {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        for name in super::names::bound(&local.pat) {
            let now = self.now;
            self.bound.entry(name.to_string()).and_modify(|depth| *depth = now.min(*depth)).or_insert(now);
        }
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        visit::visit_expr_assign(self, assign);
        if let Expr::Path(path) = &*assign.left
            && let Some(name) = path.path.get_ident().map(ToString::to_string)
            && self.bound.get(&name).is_some_and(|bound| *bound < self.now)
        {
            self.inner.insert(name);
        }
    }

    fn visit_expr_for_loop(&mut self, inner: &'ast syn::ExprForLoop) {
        self.within(|depths| visit::visit_expr_for_loop(depths, inner));
    }

    fn visit_expr_while(&mut self, inner: &'ast syn::ExprWhile) {
        self.within(|depths| visit::visit_expr_while(depths, inner));
    }

    fn visit_expr_loop(&mut self, inner: &'ast syn::ExprLoop) {
        self.within(|depths| visit::visit_expr_loop(depths, inner));
    }

    fn visit_expr_if(&mut self, inner: &'ast syn::ExprIf) {
        self.within(|depths| visit::visit_expr_if(depths, inner));
    }

    fn visit_expr_match(&mut self, inner: &'ast syn::ExprMatch) {
        self.within(|depths| visit::visit_expr_match(depths, inner));
    }

    fn visit_expr_closure(&mut self, inner: &'ast syn::ExprClosure) {
        self.within(|depths| visit::visit_expr_closure(depths, inner));
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
                Some((_, length)) => Some(self.count_text(&length, depth)),
                None => {
                    let tokens: Vec<_> = call.mac.tokens.clone().into_iter().collect();
                    let is_comma = |token: &proc_macro2::TokenTree| matches!(token, proc_macro2::TokenTree::Punct(p) if p.as_char() == ',');
                    let parts = tokens.split(is_comma).filter(|part| !part.is_empty());
                    Some(parts.count().to_string())
                }
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
                _ => Some(OWN.to_owned()),
            },
            Expr::Call(_) => Some(OWN.to_owned()),
            Expr::Range(range) => match (&range.start, &range.end, &range.limits) {
                (Some(start), Some(end), syn::RangeLimits::HalfOpen(_)) if text(start) == "0" => {
                    Some(self.count_text(end, depth))
                }
                _ => None,
            },
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                if name == own {
                    return Some(OWN.to_owned());
                }
                let bound = self.bound(&name);
                let [only] = &bound[..] else { return bound.is_empty().then(|| format!("{name}.len()")) };
                match self.length_text(only, own, depth) {
                    Some(length) if self.assigned(&name).is_empty() && !self.grows(&name) => Some(length),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A number of elements, by what a name of it is bound to.
    fn count_text(&self, expr: &Expr, depth: usize) -> String {
        if let Expr::Path(path) = expr
            && let Some(name) = path.path.get_ident().map(ToString::to_string)
            && let [only] = &self.bound(&name)[..]
            && self.assigned(&name).is_empty()
            && depth > 0
        {
            return self.count_text(only, depth - 1);
        }
        if let Expr::MethodCall(call) = expr
            && call.method == "len"
            && let Expr::Path(path) = &*call.receiver
            && let Some(name) = path.path.get_ident().map(ToString::to_string)
        {
            return self.length_text(&call.receiver, "", depth).unwrap_or_else(|| format!("{name}.len()"));
        }
        text(expr)
    }
}

/// Methods that give more or fewer elements than they are given.
const CHANGES: [&str; 17] = [
    "filter",
    "filter_map",
    "take",
    "skip",
    "step_by",
    "windows",
    "chunks",
    "chunks_exact",
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
