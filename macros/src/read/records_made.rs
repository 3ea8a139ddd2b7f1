//! Arrays of structs and mixed tuples as they are made: by literals, by repetition, by `collect`.

use gradus_engine::program::procedure::Init;
use quote::{ToTokens, quote};
use syn::Expr;

use super::Reader;
use super::columns::first_part;
use super::shape::Shape;
use super::value::{Class, Constant, Value};

impl Reader<'_> {
    /// `[S { .. }, ..]`, `vec![(1, x), ..]`
    pub(super) fn record_list(&mut self, elements: &[&Expr], vec: bool) -> Value {
        let values = self.in_order(elements.iter().copied());
        let values: Vec<Value> = values.into_iter().map(|value| self.loaded(value.peeled())).collect();
        match self.column(&values, elements, vec) {
            Some(parts) if first_part(&parts).is_none() => self.refuse(elements[0], WITHOUT_PARTS),
            Some(parts @ (Value::Tuple(_) | Value::Struct(..))) => Value::Columns(Box::new(parts)),
            _ => Value::Unknown,
        }
    }

    /// The values of a part, as an array of their own.
    fn column(&mut self, values: &[Value], places: &[&Expr], vec: bool) -> Option<Value> {
        let same = |reader: &mut Self, other: usize| {
            let message = "the elements of this array are not all alike, which is not read";
            reader.errors.push(places[other.min(places.len() - 1)], message);
        };
        match values.first()? {
            Value::Struct(path, fields) => {
                for (at, value) in values.iter().enumerate() {
                    if let Value::Struct(record, _) = value
                        && !self.shows_its_fields(record, places[at.min(places.len() - 1)])
                    {
                        return None;
                    }
                }
                let mut parts = Vec::new();
                for (name, _) in fields {
                    let mut column = Vec::new();
                    for (at, value) in values.iter().enumerate() {
                        let field = match value {
                            Value::Struct(_, fields) => fields.iter().find(|(other, _)| other == name),
                            _ => None,
                        };
                        let Some((_, field)) = field else {
                            same(self, at);
                            return None;
                        };
                        column.push(field.clone().peeled());
                    }
                    parts.push((name.clone(), self.column(&column, places, vec)?));
                }
                Some(Value::Struct(path.clone(), parts))
            }
            Value::Tuple(first) => {
                let mut parts = Vec::new();
                for part in 0..first.len() {
                    let mut column = Vec::new();
                    for (at, value) in values.iter().enumerate() {
                        let Value::Tuple(others) = value else {
                            same(self, at);
                            return None;
                        };
                        column.push(others.get(part)?.clone().peeled());
                    }
                    parts.push(self.column(&column, places, vec)?);
                }
                Some(Value::Tuple(parts))
            }
            value if value.is_void() => None,
            _ => self.column_of_values(values, places, vec),
        }
    }

    /// The same of numbers, of rows, or of constants.
    fn column_of_values(&mut self, values: &[Value], places: &[&Expr], vec: bool) -> Option<Value> {
        let constants: Option<Vec<Constant>> = (values.iter())
            .map(|value| match value {
                Value::Constant(constant) if constant.class != Class::Real => Some(constant.clone()),
                _ => None,
            })
            .collect();
        if let Some(constants) = constants {
            let volatile = constants.iter().any(|constant| constant.volatile);
            // of a column it is the class of the elements
            let class = constants.first().map_or(Class::Any, |constant| constant.class);
            let parts = constants.into_iter().map(|constant| constant.tokens);
            // an array, which may be kept for the way back; where it changes there is a `Vec`
            let tokens = quote!([#(#parts),*]);
            let constant = self.once(Constant { volatile, ..Constant::new(tokens, class) });
            return Some(Value::Constant(constant));
        }
        let length = proc_macro2::Literal::usize_unsuffixed(values.len()).into_token_stream();
        let whole = |element: Shape| match vec {
            true => Shape::Vec(Box::new(element)),
            false => Shape::Fixed(Box::new(element), length.clone()),
        };
        if let Some(Value::View(row)) = values.first() {
            let Some(zero) = self.fixed_zero(&row.shape).filter(|_| row.rank() > 0) else {
                self.errors
                    .push(places[0], "`Vec`s in an array of structs or tuples are not read; keep them beside it");
                return None;
            };
            let tokens = if vec { quote!(vec![#zero; #length]) } else { quote!([#zero; #length]) };
            let array = self.local_constant(tokens, whole(row.shape.clone()), "", true);
            let to = self.whole(array);
            for (at, (value, place)) in values.iter().zip(places).enumerate() {
                self.put(&to, Constant::number(at), value.clone(), place);
            }
            return Some(Value::View(to));
        }
        let nodes: Vec<_> =
            values.iter().zip(places).map(|(value, place)| self.as_real(value.clone(), place)).collect();
        let nodes: Option<Vec<_>> = nodes.into_iter().collect();
        let ids = nodes?.into_iter().map(|node| self.here(node)).collect();
        let array =
            self.local_array(Init::Elements(vec![(values.len(), vec)], ids), whole(Shape::Real), "", true, false);
        Some(Value::View(self.whole(array)))
    }

    /// `[S { .. }; n]`, `vec![(1, x); n]`
    pub(super) fn repeated_record(&mut self, record: &Value, count: &Constant, vec: bool, place: &Expr) -> Value {
        if first_part(record).is_none() {
            return self.refuse(place, WITHOUT_PARTS);
        }
        if let Value::Struct(record, _) = record
            && !self.shows_its_fields(record, place)
        {
            return Value::Unknown;
        }
        let record = self.loaded(record.clone());
        let parts = self.each_part(&record, &mut |reader, part| match part.peel() {
            Value::View(row) if row.rank() > 0 => reader.repeated_row(&row.clone(), count, vec, place),
            Value::Constant(constant) if constant.class != Class::Real => {
                let (value, length) = (&constant.tokens, &count.tokens);
                let tokens = if vec { quote!(vec![#value; #length]) } else { quote!([#value; #length]) };
                Value::Constant(
                    reader.once(Constant { volatile: constant.volatile, ..Constant::new(tokens, constant.class) }),
                )
            }
            part => reader.repeated_number(part.clone(), count.clone(), vec, place),
        });
        Value::Columns(Box::new(parts))
    }

    /// Empty `Vec`s for values like this one, declared in the block at that depth; `None` where it is no struct and no mixed tuple.
    pub(super) fn records_outside(&mut self, value: &Value, depth: usize) -> Option<Value> {
        if !matches!(value, Value::Struct(..) | Value::Tuple(_)) || first_part(value).is_none() {
            return None;
        }
        let mut complete = true;
        let parts = self.each_part(value, &mut |reader, part| match part.peel() {
            Value::Constant(constant) if constant.class != Class::Real => {
                let inner: Vec<_> = reader.frames.drain(depth..).collect();
                let empty = reader.state("collected", Constant::simple(quote!(Vec::new()), Class::Any), None);
                reader.frames.extend(inner);
                Value::Constant(Constant { class: constant.class, ..empty })
            }
            part => match reader.growing_outside(part, depth, "collected") {
                Some(column) => Value::View(column),
                None => {
                    complete = false;
                    Value::Unknown
                }
            },
        });
        complete.then_some(parts)
    }
}

const WITHOUT_PARTS: &str = "an array of structs without fields is not read; keep how many there are";
