//! `retain` and `dedup`: what stays of a `Vec` moves up.
//!
//! ```text
//! n = 0; for i in 0..before { if keeps(v[i]) { v[n] = v[i]; n += 1; } }
//! ```

use gradus_engine::function::Function;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, ExprMethodCall};

use super::Reader;
use super::chain::Callable;
use super::jumps::Found;
use super::loops::{Over, Parts};
use super::prefix::Prefix;
use super::shape::Shape;
use super::value::{Class, Constant, Node, Value, element};

impl<'a> Reader<'a> {
    /// `retain`
    pub(super) fn retained(&mut self, vec: Prefix, keeps: &Expr, call: &ExprMethodCall) -> Value {
        let Some(keeps) = self.callable(keeps) else { return Value::Unknown };
        self.moved_up(vec, &[&keeps], call, &mut |reader, value, place| {
            let fits = reader.called(&keeps, vec![Value::Ref(Box::new(value.clone()), false)]);
            reader.as_condition(fits, place)
        })
    }

    /// `dedup`: of equal elements in a row the first stays. NaN is equal to none.
    pub(super) fn without_repeats(&mut self, vec: Prefix, call: &ExprMethodCall) -> Value {
        let all = self.whole(vec.array);
        if !matches!(element(&all.shape), Some(Shape::Real | Shape::Parts(_))) {
            return self.refuse(
                &call.method,
                "`dedup` is read on a `Vec` of numbers or tuples; write a `for` loop that pushes what is kept",
            );
        }
        self.moved_up(vec, &[], call, &mut |reader, value, place| {
            let count = reader.count(vec).operand();
            let some = Constant::new(quote!(#count > 0), Class::Bool);
            let differs = reader.chosen(
                some,
                &mut |reader| {
                    let last = reader.index(Constant::integer(quote!(#count - 1)));
                    let last = reader.element_copied(&all, last);
                    reader.differs(value, &last, place).map_or(Value::Unknown, Value::Bool)
                },
                &mut |reader| Value::Bool(reader.truth(true)),
            );
            reader.as_condition(differs, place)
        })
    }

    /// Whether two elements are not equal.
    fn differs(&mut self, a: &Value, b: &Value, place: &TokenStream) -> Option<Node> {
        match (a.peel(), b.peel()) {
            (Value::Tuple(a), Value::Tuple(b)) => {
                let parts: Option<Vec<Node>> = a.iter().zip(b).map(|(a, b)| self.differs(a, b, place)).collect();
                parts?.into_iter().reduce(|a, b| self.apply(Function::Or, &[a, b]))
            }
            (a, b) => {
                let (a, b) = (self.as_real(a.clone(), place)?, self.as_real(b.clone(), place)?);
                Some(self.apply(Function::NotEqual, &[a, b]))
            }
        }
    }

    /// Keeps the elements for which a condition holds.
    fn moved_up(
        &mut self,
        vec: Prefix,
        callables: &[&Callable],
        call: &ExprMethodCall,
        keeps: &mut dyn FnMut(&mut Self, &Value, &TokenStream) -> Option<Node>,
    ) -> Value {
        let (all, count) = (self.whole(vec.array), self.count(vec).operand());
        self.set_count(vec, Constant::number(0));
        let over = Over::Items(quote!(0..#count), Class::Integer, "i".to_owned());
        let place = self.branch_place.clone();
        let mut assigned = self.assigned_by(callables);
        assigned.push(vec.count);
        assigned.sort_unstable();
        assigned.dedup();
        self.repeat(Parts { over, found: Found::Label(None), assigned, place: place.clone() }, &mut |reader, at| {
            let Some(at) = at else { return };
            let index = reader.index(at);
            let value = reader.element_copied(&all, index);
            let Some(fits) = keeps(reader, &value, &place) else { return };
            let limit = reader.cells.count();
            reader.split(
                fits,
                limit,
                &mut |reader| {
                    let count = reader.count(vec);
                    reader.put(&all, count.clone(), value.clone(), call);
                    let count = count.operand();
                    reader.set_count(vec, Constant::integer(quote!(#count + 1)));
                    Value::Unit
                },
                &mut |_| Value::Unit,
            );
        });
        Value::Unit
    }
}
