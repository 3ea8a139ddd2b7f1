//! Running an iterator: one loop over positions or over a range.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Label;

use super::Reader;
use super::chain::{Callable, Iter};
use super::jumps::{Alive, Found, Kind};
use super::loops::{Over, Parts};
use super::scope::CellId;
use super::value::{Class, Constant, Value};

/// What is done with an element.
pub(super) type Each<'r, 'a> = &'r mut dyn FnMut(&mut Reader<'a>, Value);

/// What the loops over parts of an iterator have in common.
pub(super) struct Pass<'l> {
    pub(super) found: Found<'l>,
    /// The variables that the body sets.
    pub(super) assigned: Vec<CellId>,
    /// Where messages point.
    pub(super) place: TokenStream,
    /// The name of the loop's variable.
    pub(super) hint: &'l str,
}

impl<'a> Reader<'a> {
    /// Reads a loop over an iterator; `body` reads one iteration.
    pub(super) fn run(
        &mut self,
        iter: Iter,
        label: Option<&Label>,
        assigned: Vec<CellId>,
        place: TokenStream,
        hint: &str,
        body: Each<'_, 'a>,
    ) -> Value {
        self.run_found(iter, Pass { found: Found::Label(label), assigned, place, hint }, body)
    }

    pub(super) fn run_found(&mut self, iter: Iter, pass: Pass, body: Each<'_, 'a>) -> Value {
        for (cell, start) in iter.states() {
            let start = start.unwrap_or_else(|| Value::Bool(self.truth(true)));
            self.cells.set(cell, start);
        }
        let mut parts = iter.unchained();
        if parts.len() == 1 {
            let only = parts.pop().expect("there is one");
            return self.run_part(only, &pass, body);
        }
        let Found::Label(label) = pass.found else { return self.run_parts(&parts, &pass, body) };
        self.enter(Kind::Block, label);
        let within = Pass { found: Found::Within(self.targets.len() - 1), ..pass };
        self.run_parts(&parts, &within, body);
        self.exit();
        Value::Unit
    }

    /// The same of those that are chained, each unless one before it was left.
    fn run_parts(&mut self, parts: &[Iter], pass: &Pass, body: Each<'_, 'a>) -> Value {
        let Some((first, others)) = parts.split_first() else { return Value::Unit };
        self.run_part(first.clone(), pass, body);
        match self.alive() {
            Alive::Yes => self.run_parts(others, pass, body),
            Alive::No => Value::Never,
            Alive::Unless(jumped) => {
                let limit = self.cells.count();
                self.unless(jumped, limit, &mut |reader| reader.run_parts(others, pass, body))
            }
        }
    }

    /// The same of one of those that are chained.
    fn run_part(&mut self, iter: Iter, pass: &Pass, body: Each<'_, 'a>) -> Value {
        let Pass { found, place, .. } = pass;
        let mut assigned = pass.assigned.clone();
        let callables: Vec<Callable> = iter.callables().into_iter().cloned().collect();
        assigned.extend(self.assigned_by(&callables.iter().collect::<Vec<_>>()));
        assigned.extend(iter.states().into_iter().map(|(cell, _)| cell));
        assigned.sort_unstable();
        assigned.dedup();
        let class = if is_opaque(&iter) { Class::Any } else { Class::Integer };
        let Some((items, iter)) = self.driver(iter) else {
            self.errors.push(place.clone(), "this iterator has no end; give its range an end, or `take(n)`");
            return Value::Unknown;
        };
        let over = Over::Items(items, class, if direct(&iter) { pass.hint } else { "i" }.to_owned());
        let parts = Parts { over, found: *found, assigned: assigned.clone(), place: place.clone() };
        self.repeat(parts, &mut |reader, item| {
            if let Some(item) = item {
                reader.visit(&iter, item, &assigned, body);
            }
        })
    }

    /// Counts from 0; `body` reads one iteration.
    pub(super) fn count_up(&mut self, count: &Constant, body: &mut dyn FnMut(&mut Self, Constant)) {
        self.count_up_with(count, &[], body);
    }

    /// The same where closures are called.
    pub(super) fn count_up_with(
        &mut self,
        count: &Constant,
        callables: &[&Callable],
        body: &mut dyn FnMut(&mut Self, Constant),
    ) {
        let assigned = self.assigned_by(callables);
        let count = &count.tokens;
        let place = self.branch_place.clone();
        let over = Over::Items(quote!(0..#count), Class::Integer, "i".to_owned());
        self.repeat(Parts { over, found: Found::Label(None), assigned, place }, &mut |reader, item| {
            if let Some(item) = item {
                body(reader, item);
            }
        });
    }
}

/// Whether the loop's variable is what the user sees.
fn direct(iter: &Iter) -> bool {
    match iter {
        Iter::Item => true,
        Iter::Map(inner, _)
        | Iter::Filter(inner, _)
        | Iter::FilterMap(inner, ..)
        | Iter::SkipWhile(inner, ..)
        | Iter::Scan(inner, ..)
        | Iter::Copied(inner)
        | Iter::Counted(inner, _)
        | Iter::Beside(inner, ..)
        | Iter::TakeWhile(inner, _) => direct(inner),
        _ => false,
    }
}

fn is_opaque(iter: &Iter) -> bool {
    match iter {
        Iter::Opaque(_) => true,
        Iter::Map(inner, _)
        | Iter::Filter(inner, _)
        | Iter::FilterMap(inner, ..)
        | Iter::SkipWhile(inner, ..)
        | Iter::Scan(inner, ..)
        | Iter::Copied(inner)
        | Iter::TakeWhile(inner, _)
        | Iter::Rev(inner)
        | Iter::StepBy(inner, _)
        | Iter::Counted(inner, _)
        | Iter::Beside(inner, ..)
        | Iter::FlatMap(inner, _) => is_opaque(inner),
        _ => false,
    }
}
