//! A `Vec` that gets another content as a whole, perhaps of another length.
//!
//! ```text
//! let mut h = x.to_vec();
//! for layer in layers {
//!     h = forward(layer, &h);        the content of what is returned is copied to the array `h`
//! }
//! ```
//!
//! Where the lengths show to be equal, as in `x = next.clone();` of two that are made `vec![0.0; n]`, the copy is one of two arrays of one length, and
//! the engine need not keep what it was.

use gradus_engine::program::procedure::Varying;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;

use super::Reader;
use super::arguments::{listed_in_vec, repeated};
use super::depths::Depths;
use super::facts::Facts;
use super::lists::is_new_vec;
use super::shape::Shape;
use super::table::array_placeholder;
use super::text::{plain, text};
use super::value::{Value, View};

/// How many names are followed.
const DEEPEST: usize = 8;

impl Reader<'_> {
    /// A variable whose arrays may get another length, as far as that shows.
    pub(super) fn of_any_length(&mut self, value: Value, name: &str) -> Value {
        // what is assigned through references is not told apart
        let behind = self.facts.mutated(name) && self.facts.assigns_behind();
        match value {
            Value::View(view) if behind || self.depths.assigned_inside(name) && !self.facts.keeps_length(name) => {
                Value::View(self.any_length(view))
            }
            Value::Columns(parts) => {
                let whole = behind || self.depths.assigned_inside(name);
                Value::Columns(Box::new(self.part_of_any_length(*parts, "", whole)))
            }
            value @ (Value::Tuple(_) | Value::Struct(..)) => {
                let whole = behind || self.depths.assigned_inside(name);
                self.part_of_any_length(value, "", whole)
            }
            value => value,
        }
    }

    fn part_of_any_length(&mut self, value: Value, key: &str, whole: bool) -> Value {
        match value {
            Value::View(view) if whole || self.depths.assigned_inside(key) && !self.facts.keeps_length(key) => {
                Value::View(self.any_length(view))
            }
            Value::Tuple(parts) => {
                let parts = parts.into_iter().enumerate();
                Value::Tuple(
                    parts.map(|(at, part)| self.part_of_any_length(part, &format!("{key}.{at}"), whole)).collect(),
                )
            }
            Value::Struct(path, fields) => {
                let fields = fields.into_iter().map(|(field, part)| {
                    let part = self.part_of_any_length(part, &format!("{key}.{}", plain(&field)), whole);
                    (field, part)
                });
                Value::Struct(path, fields.collect())
            }
            value => value,
        }
    }

    /// An array that may get another length with another content; a copy of one that was made by pushing.
    pub(super) fn any_length(&mut self, view: View) -> View {
        let Shape::Vec(inner) = &view.shape else { return view };
        let (Some(zero), true) = (self.fixed_zero(inner), view.path.is_empty()) else { return view };
        if !self.procedure.heap.contains(&view.array) {
            return view;
        }
        let view = if self.arrays[view.array.0 as usize].appended { self.copy_by_method(&view, "clone") } else { view };
        let array = array_placeholder(view.array, Span::call_site());
        let length = self.table.expression(quote!(#array.len()));
        let zero = self.table.expression(zero);
        self.arrays[view.array.0 as usize].grows = true;
        self.procedure.varying.insert(view.array, Varying { length, zero });
        view
    }

    /// Whether the tokens are the length of such an array: an iteration that is executed again finds it, as it finds the content.
    pub(super) fn is_varying_length(&self, tokens: &TokenStream) -> bool {
        let array = super::ranges::length_of(tokens);
        array.is_some_and(|array| self.procedure.varying.contains_key(&array))
    }
}

/// Notes what functions of the module that a block calls, and those that they call, may assign to parts and through references.
pub(super) fn note_bodies(block: &syn::Block, beside: &super::Beside, facts: &mut Facts, depths: &mut Depths) {
    let changing: Vec<_> = beside.bodies.iter().filter(|body| body.may_change()).collect();
    let mut seen = vec![false; changing.len()];
    let mut pending = if changing.is_empty() { Vec::new() } else { vec![block.to_token_stream()] };
    while let Some(tokens) = pending.pop() {
        for (body, seen) in changing.iter().zip(&mut seen) {
            let name = body.name();
            if *seen || !super::mentions(tokens.clone(), &|ident| *ident == name) {
                continue;
            }
            *seen = true;
            let (signature, block) = body.parts();
            facts.and_changes_of(&signature.inputs.iter().collect::<Vec<_>>(), block);
            depths.and_parts_of(block);
            pending.push(block.to_token_stream());
        }
    }
}

impl Facts {
    /// Whether all that variables of that name, or parts `.name` of tuples and structs, are bound to and get shows to be of one length.
    pub(super) fn keeps_length(&self, name: &str) -> bool {
        let names = self.exchanged_with(name);
        if names.len() > 1 && names.iter().any(|name| name.starts_with('.')) {
            return false;
        }
        let own: Vec<String> = (names.iter())
            .flat_map(|name| match name.starts_with('.') {
                // parts of one and the same thing
                true => Some(self.places_of(name)).filter(|places| places.len() == 1).unwrap_or_default(),
                false => [name.clone()].into(),
            })
            .collect();
        let mut lengths = Vec::new();
        for name in &names {
            let part = name.starts_with('.');
            for expr in [self.bound(name), self.assigned(name), self.replaced(name)].concat() {
                match self.length_text(&expr, &own, DEEPEST) {
                    Some(length) if length == OWN => {}
                    // of a part it does not show what it is at first
                    Some(length) if !part => lengths.push(length),
                    _ => return false,
                }
            }
        }
        lengths.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// What says how long a `Vec` is; [`OWN`] for as long as one of `own`.
    fn length_text(&self, expr: &Expr, own: &[String], depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        if matches!(expr, Expr::Path(_) | Expr::Field(_)) && own.contains(&text(expr)) {
            return Some(OWN.to_owned());
        }
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
                // of what gives fewer or more elements, and of marked functions, nothing is known
                _ => None,
            },
            Expr::Call(call) if is_new_vec(call) => Some("0".to_owned()),
            Expr::Range(range) => match (&range.start, &range.end, &range.limits) {
                (Some(start), Some(end), syn::RangeLimits::HalfOpen(_)) if text(start) == "0" => {
                    self.count_text(end, depth)
                }
                _ => None,
            },
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                if self.grows(&name) || !self.is_one_thing(&name) || !self.replaced(&name).is_empty() {
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
            Expr::MethodCall(call) if call.method == "len" => self.length_text(&call.receiver, &[], depth),
            _ => None,
        }
    }
}

/// As long as the variable itself.
const OWN: &str = "itself";
