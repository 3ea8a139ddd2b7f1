//! `max_by`, `min_by`: the element that a comparison picks.

use proc_macro2::TokenStream;
use quote::quote;

use super::Reader;
use super::chain::{Callable, Iter};
use super::scope::CellId;
use super::value::{Class, Constant, Value};

/// How an element is picked.
struct Pick<'p> {
    /// The variable that keeps the best one so far, or its position.
    cell: CellId,
    /// All elements, where positions are kept.
    all: Option<&'p Iter>,
    callable: &'p Callable,
    largest: bool,
    place: &'p TokenStream,
}

impl Reader<'_> {
    /// The last of the largest elements, or the first of the smallest, as `std` has it.
    pub(super) fn extreme(&mut self, iter: Iter, callable: &Callable, largest: bool, place: TokenStream) -> Value {
        if !iter.is_positional() {
            return self.refuse(place, "`max_by` and `min_by` are read on iterators without a filter; write a loop");
        }
        let Some(count) = self.count_of(&iter) else {
            return self.refuse(place, "this iterator has no end");
        };
        let hint = if largest { "largest" } else { "smallest" };
        // its position, or what was computed of it
        let by_position = iter.callables().is_empty();
        let first = match by_position {
            true => Value::Constant(Constant::simple(proc_macro2::Literal::usize_suffixed(0), Class::Integer)),
            false => {
                let Value::Optional(_, first) = self.nth_read(iter.clone(), Constant::number(0)) else {
                    return Value::Unknown;
                };
                self.kept(*first, hint)
            }
        };
        let cell = self.hidden(hint, first);
        let mut assigned = self.assigned_by(&[callable]);
        assigned.push(cell);
        let all = iter.clone();
        let rest = Iter::Skip(Box::new(iter), Constant::number(1));
        let pick = Pick { cell, all: by_position.then_some(&all), callable, largest, place: &place };
        let counted = if by_position { Iter::Enumerate(Box::new(rest)) } else { rest };
        self.run(counted, None, assigned, place.clone(), "i", &mut |reader, value| match value {
            Value::Tuple(parts) if by_position => {
                let [Value::Constant(before), value] = &parts[..] else { return };
                let before = before.operand();
                let position = Value::Constant(Constant::integer(quote!(#before + 1)));
                reader.pick(&pick, position, value.clone());
            }
            value => {
                let value = reader.kept(value, "");
                reader.pick(&pick, value.clone(), value);
            }
        });
        let count = count.operand();
        let present = Constant::new(quote!(#count > 0), Class::Bool);
        let best = self.cells.value(cell).clone();
        let best = if by_position { self.element(&all, best) } else { best };
        Value::Optional(present, Box::new(best))
    }

    /// Keeps the better one of what is kept and a value, which is kept as `new`.
    fn pick(&mut self, pick: &Pick, new: Value, value: Value) {
        let best = self.cells.value(pick.cell).clone();
        let best = match pick.all {
            Some(all) => self.element(all, best),
            None => best,
        };
        let pair = [best, value].map(|value| Value::Ref(Box::new(value), false));
        let order = self.called(pick.callable, pair.into());
        let Some(order) = self.ordering(order, pick.place) else { return };
        let order = order.operand();
        let wanted = match pick.largest {
            true => quote!(#order != ::core::cmp::Ordering::Greater),
            false => quote!(#order == ::core::cmp::Ordering::Greater),
        };
        let better = self.condition_constant(Constant::new(wanted, Class::Bool));
        let limit = self.cells.count();
        self.split(
            better,
            limit,
            &mut |reader| {
                reader.cells.set(pick.cell, new.clone());
                Value::Unit
            },
            &mut |_| Value::Unit,
        );
    }

    /// The element at a position.
    fn element(&mut self, iter: &Iter, position: Value) -> Value {
        let Value::Constant(at) = position else { return Value::Unknown };
        self.unread(iter, at)
    }

    /// What a comparison gives, an `Ordering`.
    fn ordering(&mut self, order: Value, place: &TokenStream) -> Option<Constant> {
        match order.peeled() {
            Value::Constant(constant) => Some(self.settled(constant, "")),
            value => {
                if !value.is_void() {
                    self.errors.push(
                        place.clone(),
                        "a comparison that gives an `Ordering` is needed here, as `|a, b| a.total_cmp(b)`",
                    );
                }
                None
            }
        }
    }
}
