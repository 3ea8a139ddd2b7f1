//! Array literals and `vec!`: taken apart into their numbers, or constants as a whole.

use gradus_engine::program::procedure::{Index, Init};
use quote::{ToTokens, quote};
use syn::{Expr, ExprArray, ExprRepeat, Macro};

use super::Reader;
use super::arguments::{first_in_vec, listed, listed_in_vec, repeated};
use super::constancy::Constancy;
use super::perhaps::is_filled;
use super::shape::Shape;
use super::value::{Class, Constant, Node, Value, View};

/// An array literal of numbers, taken apart.
struct Elements {
    /// From the outside.
    dimensions: Vec<(usize, Row)>,
    nodes: Vec<Node>,
}

/// What a dimension of a literal is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Row {
    Array,
    Vec,
    Tuple,
}

impl Reader<'_> {
    pub(super) fn array_literal(&mut self, array: &ExprArray) -> Value {
        self.attributes(&array.attrs);
        self.list(&array.elems.iter().collect::<Vec<_>>(), false, &Expr::Array(array.clone()))
    }

    /// `[a, b]` or `vec![a, b]`
    fn list(&mut self, elements: &[&Expr], vec: bool, whole: &Expr) -> Value {
        let constancy = self.constancy(whole);
        if constancy != Constancy::No
            && let Some(first) = elements.first()
        {
            let class = self.class_within(first);
            match class {
                Class::Real => {
                    let shape = self.literal_shape(whole);
                    if let (Some(shape), Constancy::Fixed) = (shape, constancy) {
                        let tokens = self.substituted(whole);
                        let array = self.local_constant(tokens, shape, "", true);
                        return Value::View(self.whole(array));
                    }
                }
                _ => {
                    let tokens = self.substituted(whole);
                    let volatile = constancy == Constancy::Volatile;
                    return Value::Constant(Constant { volatile, ..Constant::new(tokens, Class::Any) });
                }
            }
        }
        if elements.is_empty() {
            return Value::Constant(Constant::new(whole.to_token_stream(), Class::Any));
        }
        if let Some(row) = self.rows_of_any_length(elements) {
            let rows = self.empty_vec(Shape::Vec(Box::new(row.clone())), None, "rows");
            for expr in elements {
                let value = self.shaped(expr, Some(row.clone()), "");
                self.append(&rows, value, expr);
            }
            return Value::View(rows);
        }
        if elements.iter().any(|expr| self.is_record(expr)) {
            return self.record_list(elements, vec);
        }
        let Some(Elements { dimensions, nodes }) = self.elements(elements, vec) else { return Value::Unknown };
        let shape = dimensions.iter().rev().fold(Shape::Real, |inner, (length, row)| match row {
            Row::Vec => Shape::Vec(Box::new(inner)),
            Row::Tuple => Shape::Parts(*length),
            Row::Array => {
                let length = proc_macro2::Literal::usize_unsuffixed(*length);
                Shape::Fixed(Box::new(inner), length.to_token_stream())
            }
        });
        let ids = nodes.into_iter().map(|node| self.here(node)).collect();
        let dimensions = dimensions.into_iter().map(|(length, row)| (length, row == Row::Vec)).collect();
        let array = self.local_array(Init::Elements(dimensions, ids), shape, "", true, false);
        Value::View(self.whole(array))
    }

    /// The class of the numbers of an array literal.
    fn class_within(&self, expr: &Expr) -> Class {
        match expr {
            Expr::Call(call) if matches!(&*call.func, Expr::Path(path) if is_filled(&path.path)) => Class::Any,
            Expr::Array(array) => array.elems.first().map_or(Class::Any, |first| self.class_within(first)),
            Expr::Repeat(repeat) => self.class_within(&repeat.expr),
            Expr::Paren(inner) => self.class_within(&inner.expr),
            Expr::Tuple(tuple) => match self.is_tuple_of_numbers(tuple) {
                true => Class::Real,
                false => Class::Any,
            },
            Expr::Macro(call) if call.mac.path.is_ident("vec") => {
                first_in_vec(&call.mac).map_or(Class::Any, |first| self.class_within(&first))
            }
            expr => match self.class(expr) {
                Class::Any if self.looks_real(expr) && !self.is_without_numbers(expr) => Class::Real,
                class => class,
            },
        }
    }

    /// The shape of a literal of constant numbers.
    fn literal_shape(&mut self, expr: &Expr) -> Option<Shape> {
        match expr {
            Expr::Paren(inner) => self.literal_shape(&inner.expr),
            Expr::Array(array) => {
                let inner = self.literal_shape(array.elems.first()?)?;
                let length = proc_macro2::Literal::usize_unsuffixed(array.elems.len());
                Some(Shape::Fixed(Box::new(inner), length.to_token_stream()))
            }
            Expr::Repeat(repeat) => {
                let inner = self.literal_shape(&repeat.expr)?;
                Some(Shape::Fixed(Box::new(inner), self.substituted(&repeat.len)))
            }
            Expr::Macro(call) if call.mac.path.is_ident("vec") => {
                let inner = self.literal_shape(&first_in_vec(&call.mac)?)?;
                Some(Shape::Vec(Box::new(inner)))
            }
            Expr::Tuple(tuple) => self.is_tuple_of_numbers(tuple).then_some(Shape::Parts(tuple.elems.len())),
            expr => (self.class_within(expr) == Class::Real).then_some(Shape::Real),
        }
    }

    /// Whether all parts of a tuple show to be numbers.
    fn is_tuple_of_numbers(&self, tuple: &syn::ExprTuple) -> bool {
        let number =
            |part: &Expr| !matches!(part, Expr::Tuple(_) | Expr::Array(_)) && self.class_within(part) == Class::Real;
        tuple.elems.len() > 1 && tuple.elems.iter().all(number)
    }

    /// The elements of nested literals, in row-major order.
    fn elements(&mut self, elements: &[&Expr], vec: bool) -> Option<Elements> {
        let mut nodes = Vec::new();
        let mut inner: Option<Vec<(usize, Row)>> = None;
        let mut complete = true;
        for expr in elements {
            let listed = match expr {
                Expr::Macro(call) => listed_in_vec(&call.mac),
                _ => None,
            };
            let found = match expr {
                _ if let Some(list) = &listed => self.elements(&list.iter().collect::<Vec<_>>(), true),
                Expr::Array(array) => self.elements(&array.elems.iter().collect::<Vec<_>>(), false),
                Expr::Tuple(tuple) if tuple.elems.len() > 1 => self.tuple_numbers(tuple),
                expr => self.element_numbers(expr),
            };
            let Some(Elements { dimensions, nodes: mut found }) = found else {
                complete = false;
                continue;
            };
            if inner.as_ref().is_some_and(|inner| *inner != dimensions) {
                self.errors.push(expr, "the rows of this array are of different lengths, which is not read");
                return None;
            }
            inner = Some(dimensions);
            nodes.append(&mut found);
        }
        let mut dimensions = vec![(elements.len(), if vec { Row::Vec } else { Row::Array })];
        dimensions.extend(inner?);
        complete.then_some(Elements { dimensions, nodes })
    }

    /// A tuple of numbers in a literal.
    fn tuple_numbers(&mut self, tuple: &syn::ExprTuple) -> Option<Elements> {
        let nodes: Vec<_> = tuple.elems.iter().map(|part| self.real(part)).collect();
        let dimensions = vec![(tuple.elems.len(), Row::Tuple)];
        Some(Elements { dimensions, nodes: nodes.into_iter().collect::<Option<_>>()? })
    }

    /// An element of a literal: a number, or an array of a known length.
    fn element_numbers(&mut self, expr: &Expr) -> Option<Elements> {
        match self.expr(expr).peeled() {
            Value::Tuple(values) if values.len() > 1 => {
                let dimensions = vec![(values.len(), Row::Tuple)];
                let nodes: Vec<_> = values.into_iter().map(|value| self.as_real(value, expr)).collect();
                Some(Elements { dimensions, nodes: nodes.into_iter().collect::<Option<_>>()? })
            }
            Value::View(view) => {
                let mut dimensions = Vec::new();
                let mut shape = &view.shape;
                while let Shape::Fixed(inner, length) = shape {
                    match length.to_string().parse::<usize>() {
                        Ok(length) => dimensions.push((length, Row::Array)),
                        Err(_) => break,
                    }
                    shape = inner;
                }
                if let Shape::Parts(count) = shape {
                    dimensions.push((*count, Row::Tuple));
                    shape = &Shape::Real;
                }
                if !matches!(shape, Shape::Real) {
                    let message = "an array in an array literal needs a literal length; make the outer one first and assign to its rows";
                    self.errors.push(expr, message);
                    return None;
                }
                let nodes = self.all_elements(&view, &dimensions);
                Some(Elements { dimensions, nodes })
            }
            Value::Struct(..) => {
                self.errors.push(expr, "structs in an array are not read; keep an array of each field, or tuples");
                None
            }
            value => self.as_real(value, expr).map(|node| Elements { dimensions: Vec::new(), nodes: vec![node] }),
        }
    }

    fn all_elements(&mut self, view: &View, dimensions: &[(usize, Row)]) -> Vec<Node> {
        let Some((&(length, _), rest)) = dimensions.split_first() else { return vec![self.load_view(view)] };
        let mut nodes = Vec::new();
        for position in 0..length {
            if let Value::View(part) = self.element_at(view, Index::Literal(position)) {
                nodes.extend(self.all_elements(&part, rest));
            }
        }
        nodes
    }

    pub(super) fn array_repeat(&mut self, repeat: &ExprRepeat) -> Value {
        self.attributes(&repeat.attrs);
        let whole = Expr::Repeat(repeat.clone());
        self.repetition(&repeat.expr, &repeat.len, false, &whole)
    }

    pub(super) fn vec_macro(&mut self, call: &Macro) -> Value {
        let whole = Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: call.clone() });
        if let Some((element, length)) = repeated(&call.tokens) {
            return self.repetition(&element, &length, true, &whole);
        }
        match listed(&call.tokens) {
            Ok(elements) => self.list(&elements.iter().collect::<Vec<_>>(), true, &whole),
            Err(error) => {
                self.errors.push_error(error);
                Value::Unknown
            }
        }
    }

    /// `[element; length]`, `vec![element; length]`
    fn repetition(&mut self, element: &Expr, length: &Expr, vec: bool, whole: &Expr) -> Value {
        let constancy = self.constancy(whole);
        if constancy == Constancy::Fixed && self.class_within(element) == Class::Real {
            let inner = self.literal_shape(element);
            if let Some(inner) = inner {
                let shape = match vec {
                    true => Shape::Vec(Box::new(inner)),
                    false => Shape::Fixed(Box::new(inner), self.substituted(length)),
                };
                let tokens = self.substituted(whole);
                let array = self.local_constant(tokens, shape, "", true);
                return Value::View(self.whole(array));
            }
        }
        if constancy != Constancy::No && self.class_within(element) != Class::Real {
            let tokens = self.substituted(whole);
            let volatile = constancy == Constancy::Volatile;
            return Value::Constant(Constant { volatile, ..Constant::new(tokens, Class::Any) });
        }
        let value = self.expr(element);
        let count = self.expr(length);
        let Some(count) = self.as_constant(count, length) else { return Value::Unknown };
        match value.peeled() {
            Value::View(row) if row.rank() > 0 => self.repeated_row(&row, &count, vec, element),
            record @ (Value::Struct(..) | Value::Tuple(_)) => {
                let count = self.once(count);
                self.repeated_record(&record, &count, vec, element)
            }
            value => self.repeated_number(value, count, vec, element),
        }
    }

    /// The same number several times.
    pub(super) fn repeated_number(&mut self, value: Value, count: Constant, vec: bool, place: &Expr) -> Value {
        let Some(node) = self.as_real(value, place) else { return Value::Unknown };
        let tokens = count.tokens.clone();
        let shape = match vec {
            true => Shape::Vec(Box::new(Shape::Real)),
            false => Shape::Fixed(Box::new(Shape::Real), tokens),
        };
        let count = self.expression(count);
        let id = self.here(node);
        let array = self.local_array(Init::Filled(count, id, vec), shape, "", true, false);
        Value::View(self.whole(array))
    }

    /// The same row several times: zeros, then copies.
    pub(super) fn repeated_row(&mut self, row: &View, count: &Constant, vec: bool, place: &Expr) -> Value {
        let Some(zero) = self.fixed_zero(&row.shape) else {
            return self.refuse(
                place,
                "rows of this kind are not repeated; make `vec![vec![0.0; m]; n]` and assign to its rows",
            );
        };
        let length = &count.tokens;
        let (tokens, shape) = match vec {
            true => (quote!(vec![#zero; #length]), Shape::Vec(Box::new(row.shape.clone()))),
            false => (quote!([#zero; #length]), Shape::Fixed(Box::new(row.shape.clone()), length.clone())),
        };
        let array = self.local_constant(tokens, shape, "", true);
        let (to, from) = (self.whole(array), row.clone());
        self.count_up(count, &mut |reader, position| {
            let index = reader.index(position);
            if let Value::View(to) = reader.element_at(&to, index) {
                reader.copy_view(&to, &from, place);
            }
        });
        Value::View(self.whole(array))
    }
}
