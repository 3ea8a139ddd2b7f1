//! Iterators that become `Vec`s.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ExprMethodCall;

use super::Reader;
use super::chain::{Callable, Iter};
use super::shape::Shape;
use super::value::{Class, Value, View};

impl Reader<'_> {
    /// `collect()`, `collect::<Vec<f64>>()`
    pub(super) fn collected(&mut self, iter: Iter, call: &ExprMethodCall, place: TokenStream) -> Value {
        if let Some(turbofish) = &call.turbofish {
            let shown = turbofish.to_token_stream().to_string();
            if !shown.contains("Vec") {
                return self.refuse(turbofish, "numbers are collected into a `Vec` only: `collect::<Vec<f64>>()`");
            }
        }
        if !iter.is_positional() {
            return self.filtered(iter, place);
        }
        let Some(count) = self.count_of(&iter) else {
            return self.refuse(place, "this iterator has no end; give its range an end, or `take(n)`");
        };
        let count = self.once(count).tokens;
        let depth = self.frames.len();
        let mut target: Option<View> = None;
        let mut records: Option<Value> = None;
        let mut grows = false;
        self.run(Iter::Enumerate(Box::new(iter)), None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let Value::Tuple(parts) = value else { return };
            let [Value::Constant(position), value] = &parts[..] else { return };
            let value = reader.loaded_deep(value.clone()).peeled();
            if records.is_none() && target.is_none() && reader.element_shape(&value).is_none() {
                records = reader.records_outside(&value, depth);
            }
            if let Some(records) = &records {
                return reader.push_part(records, &value, &place, &place);
            }
            if target.is_none() {
                target = reader.declared_outside(&value, depth, "collected", &|zero, element| {
                    (quote!(vec![#zero; #count]), Shape::Vec(Box::new(element)))
                });
            }
            if target.is_none() {
                target = reader.growing_outside(&value, depth, "collected");
                grows = target.is_some();
            }
            match target.clone() {
                Some(view) if grows => reader.append(&view, value, &place),
                Some(view) => reader.put(&view, position.clone(), value, &place),
                None if value.is_void() => {}
                None => drop(reader.refuse(&place, "only numbers, tuples and arrays of them are collected")),
            }
        });
        match records {
            Some(records) => Value::Columns(Box::new(records)),
            None => target.map_or(Value::Unknown, Value::View),
        }
    }

    /// `partition(|v| ..)`: two `Vec`s.
    pub(super) fn partitioned(&mut self, iter: Iter, callable: &Callable, place: TokenStream) -> Value {
        let depth = self.frames.len();
        let mut targets: Option<[View; 2]> = None;
        self.run(iter, None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value);
            if targets.is_none() {
                let element = value.clone().peeled();
                let pair = [0, 1].map(|_| reader.growing_outside(&element, depth, "part"));
                let [Some(fits), Some(others)] = pair else {
                    return drop(reader.refuse(&place, "`partition` is read on numbers, tuples and arrays of them"));
                };
                targets = Some([fits, others]);
            }
            let Some([fits, others]) = targets.clone() else { return };
            let condition = reader.called(callable, vec![Value::Ref(Box::new(value.clone()), false)]);
            let Some(condition) = reader.as_condition(condition, &place) else { return };
            let limit = reader.cells.count();
            let add = |reader: &mut Self, to: &View| {
                reader.append(to, value.clone().peeled(), &place);
                Value::Unit
            };
            reader.split(condition, limit, &mut |reader| add(reader, &fits), &mut |reader| add(reader, &others));
        });
        match targets {
            Some([fits, others]) => Value::Tuple(vec![Value::View(fits), Value::View(others)]),
            None => Value::Unknown,
        }
    }

    /// `unzip()`: two `Vec`s.
    pub(super) fn unzipped(&mut self, iter: Iter, place: TokenStream) -> Value {
        let depth = self.frames.len();
        let mut targets: [Option<View>; 2] = [None, None];
        self.run(iter, None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value).peeled();
            let parts = match value {
                Value::Tuple(parts) if parts.len() == 2 => parts,
                value if value.is_void() => return,
                _ => return drop(reader.refuse(&place, "`unzip` is read on pairs of numbers")),
            };
            for (part, target) in parts.into_iter().zip(&mut targets) {
                let part = part.peeled();
                if target.is_none() {
                    *target = reader.growing_outside(&part, depth, "unzipped");
                }
                match target {
                    Some(view) => reader.append(&view.clone(), part, &place),
                    None => drop(reader.refuse(&place, "`unzip` is read on pairs of numbers")),
                }
            }
        });
        match targets {
            [Some(a), Some(b)] => Value::Tuple(vec![Value::View(a), Value::View(b)]),
            _ => Value::Unknown,
        }
    }

    /// The array that elements like `value` are put in, declared in the block at that depth: the zero and the shape of an element give its own.
    pub(super) fn declared_outside(
        &mut self,
        value: &Value,
        depth: usize,
        hint: &str,
        whole: &dyn Fn(TokenStream, Shape) -> (TokenStream, Shape),
    ) -> Option<View> {
        let element = self.element_shape(value)?;
        let zero = self.fixed_zero(&element)?;
        let (start, shape) = whole(zero, element);
        let inner: Vec<_> = self.frames.drain(depth..).collect();
        let array = self.local_constant(start, shape, hint, true);
        self.frames.extend(inner);
        Some(self.whole(array))
    }

    /// Collects by pushing, as the number of elements is not known.
    pub(super) fn filtered(&mut self, iter: Iter, place: TokenStream) -> Value {
        let depth = self.frames.len();
        let mut target: Option<View> = None;
        let mut records: Option<Value> = None;
        self.run(iter, None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value).peeled();
            if records.is_none() && target.is_none() && reader.element_shape(&value).is_none() {
                records = reader.records_outside(&value, depth);
            }
            if let Some(records) = &records {
                return reader.push_part(records, &value, &place, &place);
            }
            if target.is_none() {
                target = reader.growing_outside(&value, depth, "collected");
            }
            match target.clone() {
                Some(view) => reader.append(&view, value, &place),
                None if value.is_void() => {}
                None => drop(reader.refuse(&place, "only numbers, tuples and arrays of them are collected")),
            }
        });
        match records {
            Some(records) => Value::Columns(Box::new(records)),
            None => target.map_or(Value::Unknown, Value::View),
        }
    }

    /// The empty `Vec` to which elements like `value` are pushed, declared in the block at that depth.
    pub(super) fn growing_outside(&mut self, value: &Value, depth: usize, hint: &str) -> Option<View> {
        let element = self.element_shape(value)?;
        let inner: Vec<_> = self.frames.drain(depth..).collect();
        let view = self.empty_vec(Shape::Vec(Box::new(element)), None, hint);
        self.frames.extend(inner);
        Some(view)
    }

    /// The shape that a value has as an element of an array.
    fn element_shape(&self, value: &Value) -> Option<Shape> {
        match value {
            Value::Real(_) => Some(Shape::Real),
            Value::Constant(constant) if matches!(constant.class, Class::Any | Class::Real) => Some(Shape::Real),
            Value::View(view) => Some(match &view.shape {
                Shape::Slice(_) => return None,
                shape => shape.clone(),
            }),
            Value::Tuple(parts) if parts.len() > 1 && parts.iter().all(is_number) => Some(Shape::Parts(parts.len())),
            _ => None,
        }
    }

    /// Pushes each element.
    pub(super) fn append_all(&mut self, view: &View, iter: Iter, place: TokenStream) {
        self.run(iter, None, Vec::new(), place.clone(), "i", &mut |reader, value| {
            let value = reader.loaded_deep(value);
            reader.append(view, value, &place);
        });
    }
}

/// Whether a value may stand in an array of numbers.
fn is_number(value: &Value) -> bool {
    match value.peel() {
        Value::Real(_) => true,
        Value::Constant(constant) => matches!(constant.class, Class::Any | Class::Real) && constant.literal.is_none(),
        _ => false,
    }
}
