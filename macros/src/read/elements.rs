//! What an iterator gives at one position, and what is done with it.

use proc_macro2::TokenStream;
use quote::quote;

use super::Reader;
use super::chain::{Access, Callable, Iter};
use super::jumps::Found;
use super::run::{Each, Pass};
use super::scope::CellId;
use super::value::{Class, Constant, Value, View, Window};

impl<'a> Reader<'a> {
    /// Reads what is done with the element at a position.
    pub(super) fn visit(&mut self, iter: &Iter, at: Constant, assigned: &[CellId], body: Each<'_, 'a>) {
        match iter {
            Iter::View(view, access) => {
                let index = self.index(at);
                let element = self.element_at(view, index);
                let value = self.handed(element, *access);
                body(self, value);
            }
            Iter::Records(parts, access) => {
                let value = self.record_handed(parts, at, *access);
                body(self, value);
            }
            Iter::Item | Iter::Opaque(_) => body(self, Value::Constant(at)),
            Iter::Range(start, ..) => {
                let (start, at) = (start.operand(), at.operand());
                let sum = if start.to_string() == "0" { at } else { quote!(#start + #at) };
                body(self, Value::Constant(Constant::integer(sum)));
            }
            Iter::Integers(range, _) => {
                let (range, at) = (&range.tokens, &at.tokens);
                body(self, Value::Constant(Constant::integer(quote!((#range).nth(#at).unwrap()))));
            }
            Iter::Sequence(constant, referred) => {
                let (base, at) = (constant.operand(), &at.tokens);
                let refs = super::value::Refs::Place;
                let element = Constant { simple: true, refs, ..Constant::new(quote!(#base[#at]), Class::Any) };
                let value = Value::Constant(element);
                body(self, if *referred { Value::Ref(Box::new(value), false) } else { value });
            }
            Iter::Windows(view, length) => {
                let (start, size) = (at.operand(), length.operand());
                let range = quote!(#start..#start + #size);
                self.visit_part(view, range, window(at, length), false, body);
            }
            Iter::Chunks(view, length, exact, mutable) => {
                let (range, window) = self.chunk(view, length, *exact, &at);
                self.visit_part(view, range, window, *mutable, body);
            }
            Iter::Repeat(value) => body(self, (**value).clone()),
            iter => self.visit_placed(iter, at, assigned, body),
        }
    }

    /// The same where the position is that of an element of others.
    fn visit_placed(&mut self, iter: &Iter, at: Constant, assigned: &[CellId], body: Each<'_, 'a>) {
        match iter {
            Iter::Zip(a, b) => self.visit(a, at.clone(), assigned, &mut |reader, first| {
                reader.visit(b, at.clone(), assigned, &mut |reader, second| {
                    body(reader, Value::Tuple(vec![first.clone(), second]));
                });
            }),
            Iter::Cycle(inner) => {
                let Some(count) = self.count_of(inner) else { return };
                let (at, count) = (at.operand(), count.operand());
                self.visit(inner, Constant::integer(quote!(#at % #count)), assigned, body);
            }
            Iter::Enumerate(inner) => self.visit(inner, at.clone(), assigned, &mut |reader, value| {
                body(reader, Value::Tuple(vec![Value::Constant(at.clone()), value]));
            }),
            Iter::Rev(inner) => {
                let Some(count) = self.count_of(inner) else { return };
                let (count, at) = (count.operand(), at.operand());
                self.visit(inner, Constant::integer(quote!(#count - 1 - #at)), assigned, body);
            }
            Iter::Skip(inner, skipped) => {
                let (skipped, at) = (skipped.operand(), at.operand());
                self.visit(inner, Constant::integer(quote!(#at + #skipped)), assigned, body);
            }
            Iter::StepBy(inner, step) => {
                let (step, at) = (step.operand(), at.operand());
                self.visit(inner, Constant::integer(quote!(#at * #step)), assigned, body);
            }
            Iter::Take(inner, _) => self.visit(inner, at, assigned, body),
            Iter::Copied(inner) => self.visit(inner, at, assigned, &mut |reader, value| {
                let value = reader.dereferenced_once(value);
                body(reader, value);
            }),
            iter => self.visit_called(iter, at, assigned, body),
        }
    }

    /// The same where a closure has a say.
    fn visit_called(&mut self, iter: &Iter, at: Constant, assigned: &[CellId], body: Each<'_, 'a>) {
        // an adaptor that ends the iteration leaves this loop, with those of `flatten` inside
        let own = self.innermost_loop();
        match iter {
            Iter::Map(inner, callable) => self.visit(inner, at, assigned, &mut |reader, value| {
                let value = reader.called(callable, vec![value]);
                let value = reader.kept(value, "");
                body(reader, value);
            }),
            Iter::Filter(inner, callable) => self.visit(inner, at, assigned, &mut |reader, value| {
                reader.visit_if(callable, value, None, body);
            }),
            Iter::FilterMap(inner, callable, ends) => self.visit(inner, at, assigned, &mut |reader, value| {
                let given = reader.called_perhaps(callable, vec![value]);
                reader.visit_given(given, "this", ends.then_some(own), body);
            }),
            Iter::SkipWhile(inner, callable, cell) => self.visit(inner, at, assigned, &mut |reader, value| {
                reader.visit_behind(callable, *cell, &value, body);
            }),
            Iter::Scan(inner, callable, cell, _) => self.visit(inner, at, assigned, &mut |reader, value| {
                let given = reader.called(callable, vec![Value::Place(*cell, Vec::new()), value]);
                reader.visit_given(given, "`scan`", Some(own), body);
            }),
            Iter::TakeWhile(inner, callable) => self.visit(inner, at, assigned, &mut |reader, value| {
                reader.visit_if(callable, value, Some(own), body);
            }),
            Iter::FlatMap(inner, callable) => self.visit(inner, at, assigned, &mut |reader, value| {
                reader.visit_flat(callable.as_ref(), value, own, assigned, body);
            }),
            Iter::Counted(inner, cell) => self.visit(inner, at, assigned, &mut |reader, value| {
                if let Some(count) = reader.counted(*cell) {
                    body(reader, Value::Tuple(vec![Value::Constant(count), value]));
                }
            }),
            Iter::Beside(inner, other, cell) => self.visit(inner, at, assigned, &mut |reader, value| {
                reader.visit_beside(&value, (other, *cell), own, assigned, body);
            }),
            // a chain, as all others were seen
            _ => {
                let place = self.branch_place.clone();
                self.errors.push(place, "what may end an iterator is not read behind `chain`; write two loops");
            }
        }
    }

    /// The elements of what a closure gives, or of an element itself.
    fn visit_flat(
        &mut self,
        callable: Option<&Callable>,
        value: Value,
        own: usize,
        assigned: &[CellId],
        body: Each<'_, 'a>,
    ) {
        let place = self.branch_place.clone();
        let value = match callable {
            Some(callable) => self.called(callable, vec![value]),
            None => value,
        };
        if let Some(iter) = self.as_iter(value, &syn::Expr::Verbatim(place.clone())) {
            let whole = self.targets[own].whole().unwrap_or(own);
            let pass = Pass { found: Found::Within(whole), assigned: assigned.to_vec(), place, hint: "j" };
            self.run_found(iter, pass, body);
        }
    }

    /// The part of an array that a chunk is.
    fn chunk(&mut self, view: &View, length: &Constant, exact: bool, at: &Constant) -> (TokenStream, Option<Window>) {
        let (at, size) = (at.operand(), length.operand());
        let start = quote!(#at * #size);
        if exact {
            let window = window(Constant::integer(start.clone()), length);
            return (quote!(#start..#start + #size), window);
        }
        let whole = self.length(view);
        let whole = self.steady(whole).tokens;
        (quote!(#start..::core::cmp::min(#start + #size, #whole)), None)
    }

    /// Reads what is done with what a closure gives, where it gives something; `what` it is given to.
    fn visit_given(&mut self, given: Value, what: &str, ends: Option<usize>, body: Each<'_, 'a>) {
        match self.opened(given) {
            Value::Optional(present, value) => self.visit_present(present, &value, ends, body),
            value if value.is_void() => body(self, value),
            _ => {
                let place = self.branch_place.clone();
                let message = format!("{what} is read with a closure that gives numbers in `Some(..)`, or `None`");
                self.errors.push(place, message);
            }
        }
    }

    /// Reads what is done with an element and the next one of another iterator, while there is one.
    fn visit_beside(
        &mut self,
        value: &Value,
        (other, cell): (&Iter, CellId),
        own: usize,
        assigned: &[CellId],
        body: Each<'_, 'a>,
    ) {
        let (Some(count), Some(end)) = (self.counted(cell), self.count_of(other)) else { return };
        let (at, end) = (count.operand(), end.operand());
        let more = self.condition_constant(Constant::new(quote!(#at < #end), Class::Bool));
        let limit = self.cells.count();
        self.split(
            more,
            limit,
            &mut |reader| {
                reader.visit(other, count.clone(), assigned, &mut |reader, second| {
                    body(reader, Value::Tuple(vec![value.clone(), second]));
                });
                Value::Unit
            },
            &mut |reader| {
                reader.leave_loop(own);
                Value::Unit
            },
        );
    }

    /// An element of an array as the iterator hands it out.
    fn handed(&mut self, element: Value, access: Access) -> Value {
        match access {
            Access::Mutable => Value::Ref(Box::new(element), true),
            Access::Shared if self.places_only => Value::Ref(Box::new(element), false),
            Access::Shared => {
                let element = self.loaded(element);
                Value::Ref(Box::new(element), false)
            }
            Access::Value if self.places_only => element,
            Access::Value => self.loaded(element),
        }
    }

    fn visit_part(
        &mut self,
        view: &View,
        range: TokenStream,
        window: Option<Window>,
        mutable: bool,
        body: Each<'_, 'a>,
    ) {
        if let Some(part) = self.sliced(view, Constant::new(range, Class::Any)) {
            let part = View { window, ..part };
            body(self, Value::Ref(Box::new(Value::View(part)), mutable));
        }
    }

    /// The number of elements before this one; the variable counts on.
    fn counted(&mut self, cell: CellId) -> Option<Constant> {
        let Value::Constant(count) = self.cells.value(cell).clone() else { return None };
        let before = count.operand();
        let next = self.kept(Value::Constant(Constant::integer(quote!(#before + 1))), "");
        self.cells.set(cell, next);
        Some(count)
    }

    /// `*value` where that is a reference.
    fn dereferenced_once(&mut self, value: Value) -> Value {
        match value {
            Value::Ref(inner, _) => *inner,
            value => value,
        }
    }

    /// Reads what is done with a value where there is one; where not, the loop given ends, or its next iteration comes.
    fn visit_present(&mut self, present: Constant, value: &Value, ends: Option<usize>, body: Each<'_, 'a>) {
        let condition = self.condition_constant(present);
        if self.certain(condition) == Some(true) {
            let value = self.loaded_deep(value.clone());
            return body(self, value);
        }
        let limit = self.cells.count();
        self.split(
            condition,
            limit,
            &mut |reader| {
                let value = reader.loaded_deep(value.clone());
                body(reader, value);
                Value::Unit
            },
            &mut |reader| {
                if let Some(own) = ends {
                    reader.leave_loop(own);
                }
                Value::Unit
            },
        );
    }

    /// Reads what is done with an element where a condition holds; where not, the loop given ends, or its next iteration comes.
    fn visit_if(&mut self, callable: &Callable, value: Value, ends: Option<usize>, body: Each<'_, 'a>) {
        let condition = self.called(callable, vec![Value::Ref(Box::new(value.clone()), false)]);
        let place = self.branch_place.clone();
        let Some(condition) = self.as_condition(condition, &place) else { return body(self, Value::Unknown) };
        let limit = self.cells.count();
        self.split(
            condition,
            limit,
            &mut |reader| {
                body(reader, value.clone());
                Value::Unit
            },
            &mut |reader| {
                if let Some(own) = ends {
                    reader.leave_loop(own);
                }
                Value::Unit
            },
        );
    }

    /// Goes on with an element unless it and all before it are skipped, which a variable says.
    fn visit_behind(&mut self, callable: &Callable, skips: CellId, value: &Value, body: Each<'_, 'a>) {
        let place = self.branch_place.clone();
        let skipping = self.cells.value(skips).clone();
        let Some(skipping) = self.as_condition(skipping, &place) else { return };
        let limit = self.cells.count();
        let skipping = self.split(
            skipping,
            limit,
            &mut |reader| {
                let fits = reader.called(callable, vec![Value::Ref(Box::new(value.clone()), false)]);
                reader.as_condition(fits, &place).map_or(Value::Unknown, Value::Bool)
            },
            &mut |reader| Value::Bool(reader.truth(false)),
        );
        self.cells.set(skips, skipping.clone());
        let Some(skipping) = self.as_condition(skipping, &place) else { return };
        let limit = self.cells.count();
        self.split(skipping, limit, &mut |_| Value::Unit, &mut |reader| {
            body(reader, value.clone());
            Value::Unit
        });
    }
}

/// The window at a position, where its length is a literal.
fn window(start: Constant, length: &Constant) -> Option<Window> {
    let length = usize::try_from(length.literal?).ok()?;
    Some(Window { start, length })
}
