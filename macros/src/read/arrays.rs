//! Arrays: literals, `vec!`, and what their methods give.

use gradus_engine::program::procedure::{Index, Init};
use quote::{ToTokens, quote};
use syn::{Expr, ExprArray, ExprRepeat, Macro, Pat};

use super::Reader;
use super::arguments::{first_in_vec, listed, listed_in_vec, repeated};
use super::constancy::Constancy;
use super::lists::is_new_vec;
use super::perhaps::is_filled;
use super::shape::Shape;
use super::signature;
use super::value::{Class, Constant, Node, Value, View, element};

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
    /// The value that a `let` gives its pattern, whose name and type say what an array holds.
    pub(super) fn init(&mut self, pattern: &Pat, expr: &Expr) -> Value {
        let (name, ty) = name_and_type(pattern);
        let known = if ty.is_none() && is_mutable(pattern) { self.type_of_item(expr) } else { None };
        let ty = ty.or(known.as_ref());
        let shape = match (ty, pattern) {
            (None, Pat::Tuple(pattern)) => Some(Shape::Tuple(vec![Shape::Real; pattern.elems.len()])),
            (None, Pat::Slice(_)) if matches!(expr, Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_)) => {
                shape_of_pattern(pattern)
            }
            (ty, _) => ty.and_then(signature::shape),
        };
        if let Some(constant) = ty.and_then(|ty| self.declared_constant(expr, ty)) {
            return constant;
        }
        let value = match ty.and_then(signature::wrapped) {
            Some((_, inner)) if matches!(expr, Expr::Call(_) | Expr::MethodCall(_)) => {
                self.perhaps(expr, signature::shape(inner))
            }
            None if matches!(expr, Expr::Call(_)) && self.facts.perhaps(&name) => self.perhaps(expr, None),
            _ => self.shaped(expr, shape.clone(), &name),
        };
        match (value, shape) {
            // constants that may become numbers that vary
            (Value::Constant(constant), Some(shape @ (Shape::Fixed(..) | Shape::Vec(_)))) if is_mutable(pattern) => {
                let constant = self.settled(constant, "");
                let array = self.local_constant(constant.tokens, shape, &name, true);
                Value::View(self.whole(array))
            }
            (value, _) => value,
        }
    }

    /// The type of a constant of the function's or of its module, or of a field of `self`.
    fn type_of_item(&self, expr: &Expr) -> Option<syn::Type> {
        if let (Expr::Field(field), Some(of)) = (expr, &self.beside.of_type)
            && let (Expr::Path(base), syn::Member::Named(name)) = (&*field.base, &field.member)
            && base.path.is_ident("self")
        {
            return self.beside.field(of, name).cloned();
        }
        let Expr::Path(path) = expr else { return None };
        let name = path.path.get_ident()?;
        let own = self.item_types.get(&name.to_string());
        let shadowed = own.is_none() && self.cells.get(name).is_some();
        own.or_else(|| self.beside.constant(&name.to_string()).filter(|_| !shadowed)).cloned()
    }

    /// An expression of which the shape may be known.
    pub(super) fn shaped(&mut self, expr: &Expr, shape: Option<Shape>, name: &str) -> Value {
        let value = self.shaped_by_form(expr, shape, name);
        self.reported(value, expr)
    }

    fn shaped_by_form(&mut self, expr: &Expr, shape: Option<Shape>, name: &str) -> Value {
        match expr {
            Expr::Paren(inner) => self.shaped(&inner.expr, shape, name),
            Expr::Call(call) if is_new_vec(call) && !self.is_own("Vec") => self.new_vec(call, shape, name),
            Expr::Macro(call) if call.mac.path.is_ident("vec") && call.mac.tokens.is_empty() => {
                self.new_vec(&syn::parse_quote!(Vec::new()), shape, name)
            }
            Expr::Call(call) => self.call(call, shape),
            Expr::Try(attempt) => self.attempt(attempt, shape),
            Expr::MethodCall(call) => {
                if let Some(value) = self.array_of_slice(call, shape.as_ref()) {
                    return value;
                }
                let value = self.method_shaped(call, shape);
                self.loaded(value)
            }
            Expr::Array(_) | Expr::Repeat(_) | Expr::Macro(_) if shape.as_ref().is_some_and(is_array_of_numbers) => {
                match self.constant_literal(expr, shape.as_ref()) {
                    Some(view) => Value::View(view),
                    None => self.expr(expr),
                }
            }
            Expr::Reference(reference) if reference.mutability.is_none() => {
                match self.shaped(&reference.expr, shape, name) {
                    value @ Value::View(_) => Value::Ref(Box::new(value), false),
                    _ if matches!(*reference.expr, Expr::Array(_) | Expr::Repeat(_)) => Value::Unknown,
                    _ => self.expr(expr),
                }
            }
            expr => self.expr(expr),
        }
    }

    /// `x[..3].try_into().unwrap()` where the type is an array.
    fn array_of_slice(&mut self, call: &syn::ExprMethodCall, shape: Option<&Shape>) -> Option<Value> {
        let (Expr::MethodCall(inner), Some(shape @ Shape::Fixed(..))) = (&*call.receiver, shape) else { return None };
        if !matches!(call.method.to_string().as_str(), "unwrap" | "expect") || inner.method != "try_into" {
            return None;
        }
        let Value::View(view) = self.place(&inner.receiver).peeled() else { return None };
        let (tokens, ty) = (self.view_tokens(&view, proc_macro2::Span::call_site()), self.type_of(shape)?);
        let tokens = quote!(<#ty as ::core::convert::TryFrom<&[_]>>::try_from(&#tokens[..]).unwrap());
        let init = Init::Copy(self.table.expression(tokens), self.place_of(&view));
        let array = self.local_array(init, shape.clone(), "", true, false);
        Some(Value::View(self.whole(array)))
    }

    /// A literal under a type of numbers, all of which are constants.
    fn constant_literal(&mut self, expr: &Expr, shape: Option<&Shape>) -> Option<View> {
        if self.constancy(expr) != Constancy::Fixed {
            return None;
        }
        let tokens = self.substituted(expr);
        let array = self.local_constant(tokens, shape?.clone(), "", true);
        Some(self.whole(array))
    }

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
                Class::Any if self.looks_real(expr) => Class::Real,
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
            value => {
                let Some(node) = self.as_real(value, element) else { return Value::Unknown };
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
        }
    }

    /// The same row several times: zeros, then copies.
    fn repeated_row(&mut self, row: &View, count: &Constant, vec: bool, place: &Expr) -> Value {
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

    /// A constant that is an array of numbers, as an array.
    pub(super) fn constant_array(&mut self, value: Value) -> Option<View> {
        let Value::Constant(constant) = value else { return None };
        let tokens = &constant.tokens;
        let shape = Shape::Vec(Box::new(Shape::Real));
        let array = self.local_constant(quote!((#tokens).to_vec()), shape, "", true);
        Some(self.whole(array))
    }

    /// `a = [..]` where `a` is an array already: what is constant under its shape.
    pub(super) fn array_into(&mut self, left: &Expr, right: &Expr) -> Option<Value> {
        let name = match left {
            Expr::Path(path) => path.path.get_ident()?,
            _ => return None,
        };
        let shape = match self.cells.get(name)? {
            Value::View(view) if view.rank() > 0 => view.shape.clone(),
            Value::Prefix(all, _) => self.arrays[all.0 as usize].shape.clone(),
            Value::Latest(all) => match element(&self.arrays[all.0 as usize].shape) {
                Some(row) => row.clone(),
                None => return None,
            },
            _ => return None,
        };
        Some(self.shaped(right, Some(shape), ""))
    }
}

fn is_mutable(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(pat) => pat.mutability.is_some(),
        Pat::Type(pat) => is_mutable(&pat.pat),
        Pat::Paren(pat) => is_mutable(&pat.pat),
        _ => false,
    }
}

fn is_array_of_numbers(shape: &Shape) -> bool {
    element(shape).is_some_and(|inner| matches!(inner, Shape::Real) || is_array_of_numbers(inner))
}

/// The shape of what is taken apart by `[a, b, c]`.
pub(super) fn shape_of_pattern(pattern: &Pat) -> Option<Shape> {
    if let Pat::Tuple(pattern) = pattern {
        return Some(Shape::Tuple(vec![Shape::Real; pattern.elems.len()]));
    }
    let Pat::Slice(pattern) = pattern else { return Some(Shape::Real) };
    if pattern.elems.iter().any(super::patterns::is_rest) {
        return None;
    }
    let inner = shape_of_pattern(pattern.elems.first()?)?;
    let length = proc_macro2::Literal::usize_unsuffixed(pattern.elems.len());
    Some(Shape::Fixed(Box::new(inner), quote!(#length)))
}

fn name_and_type(pattern: &Pat) -> (String, Option<&syn::Type>) {
    match pattern {
        Pat::Ident(pat) => (pat.ident.to_string(), None),
        Pat::Type(pat) => (name_and_type(&pat.pat).0, Some(&pat.ty)),
        Pat::Paren(pat) => name_and_type(&pat.pat),
        _ => (String::new(), None),
    }
}
