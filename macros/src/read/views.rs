//! Arrays and their parts: where they are, how long they are, and how they are declared.

use gradus_engine::program::procedure::{ArrayId, ArrayInfo, Expression, Index, Init, Origin, Place, Step};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprIndex};

use super::Reader;
use super::shape::Shape;
use super::table::array_placeholder;
use super::value::{Class, Constant, Node, Refs, Value, View, element, parts, rank};

/// What the reader knows of an array.
pub(super) struct ArrayFacts {
    /// The block that declares it.
    pub(super) home: u32,
    pub(super) shape: Shape,
    /// Whether it may be written to.
    pub(super) writable: bool,
    /// Whether its length may change.
    pub(super) grows: bool,
    /// Whether something was pushed to it.
    pub(super) appended: bool,
}

impl Reader<'_> {
    /// A new array of the current block.
    pub(super) fn array(&mut self, shape: Shape, origin: Origin, hint: &str, writable: bool, grows: bool) -> ArrayId {
        let home = self.frame().serial;
        self.arrays.push(ArrayFacts { home, shape: shape.clone(), writable, grows, appended: false });
        let hint = super::text::shown(hint);
        let (rank, parts) = (rank(&shape), parts(&shape));
        let array = self.procedure.array(ArrayInfo { hint, rank, parts, origin, ty: None, zero: None });
        if origin == Origin::Local && matches!(shape, Shape::Vec(_)) {
            self.procedure.heap.insert(array);
        }
        let tokens = array_placeholder(array, Span::call_site()).into_token_stream();
        let zero = self.zero_like(&shape, &tokens);
        let zero = self.table.expression(zero);
        self.procedure.arrays[array.0 as usize].zero = Some(zero);
        if origin == Origin::Local
            && let Some(ty) = self.type_of(&shape)
        {
            self.procedure.arrays[array.0 as usize].ty = Some(self.table.expression(ty));
        }
        array
    }

    /// A local array that starts as a constant.
    pub(super) fn local_constant(&mut self, start: TokenStream, shape: Shape, hint: &str, writable: bool) -> ArrayId {
        let expression = self.table.expression(start);
        self.local_array(Init::Constant(expression), shape, hint, writable, false)
    }

    pub(super) fn local_array(&mut self, init: Init, shape: Shape, hint: &str, writable: bool, grows: bool) -> ArrayId {
        let array = self.array(shape, Origin::Local, hint, writable, grows);
        let elements = match &init {
            Init::Elements(dimensions, ids) if dimensions.len() == 1 => ids.clone(),
            _ => Vec::new(),
        };
        self.step(Step::Local { array, init });
        for (position, id) in elements.into_iter().enumerate() {
            let place = Place { array, path: vec![Index::Literal(position)] };
            let value = self.node(id);
            self.learned(&place, value);
        }
        array
    }

    /// The whole of an array.
    pub(super) fn whole(&self, array: ArrayId) -> View {
        View { array, path: Vec::new(), shape: self.arrays[array.0 as usize].shape.clone(), window: None }
    }

    /// `0.0` in the function's type.
    pub(super) fn zero_number(&self) -> TokenStream {
        match self.float {
            "f64" => proc_macro2::Literal::f64_suffixed(0.0).into_token_stream(),
            "f32" => proc_macro2::Literal::f32_suffixed(0.0).into_token_stream(),
            _ => self.parameter_literal("0.0"),
        }
    }

    /// The type of an array of that shape.
    pub(super) fn type_of(&self, shape: &Shape) -> Option<TokenStream> {
        let float = self.float_type();
        Some(match shape {
            Shape::Real => quote!(#float),
            Shape::Parts(count) => {
                let parts = std::iter::repeat_n(float, *count);
                quote!((#(#parts),*))
            }
            Shape::Fixed(inner, length) => {
                let inner = self.type_of(inner)?;
                quote!([#inner; #length])
            }
            Shape::Vec(inner) => {
                let inner = self.type_of(inner)?;
                quote!(Vec<#inner>)
            }
            Shape::Slice(_) | Shape::Tuple(_) => return None,
        })
    }

    /// A zero array of a shape that is known without looking at an array.
    pub(super) fn fixed_zero(&self, shape: &Shape) -> Option<TokenStream> {
        match shape {
            Shape::Real => Some(self.zero_number()),
            Shape::Parts(count) => {
                let parts = std::iter::repeat_n(self.zero_number(), *count);
                Some(quote!((#(#parts),*)))
            }
            Shape::Fixed(inner, length) => {
                let inner = self.fixed_zero(inner)?;
                Some(quote!([#inner; #length]))
            }
            _ => None,
        }
    }

    /// A zero array of the shape of `array`.
    fn zero_like(&self, shape: &Shape, array: &TokenStream) -> TokenStream {
        if let Some(zero) = self.fixed_zero(shape) {
            return zero;
        }
        match shape {
            Shape::Vec(inner) | Shape::Slice(inner) => match self.fixed_zero(inner) {
                Some(zero) => quote!(vec![#zero; #array.len()]),
                None => {
                    let zero = self.zero_like(inner, &quote!(part));
                    quote!(#array.iter().map(|part| #zero).collect::<Vec<_>>())
                }
            },
            Shape::Fixed(inner, _) => {
                let zero = self.zero_like(inner, &quote!(#array[position]));
                quote!(::core::array::from_fn(|position| #zero))
            }
            Shape::Real | Shape::Tuple(_) | Shape::Parts(_) => self.zero_number(),
        }
    }

    /// The place of a view.
    pub(super) fn place_of(&self, view: &View) -> Place {
        Place { array: view.array, path: view.path.clone() }
    }

    /// The number at a place.
    pub(super) fn load_view(&mut self, view: &View) -> Node {
        let place = self.place_of(view);
        let hint = self.place_hint(&place);
        self.load(place, &hint)
    }

    /// What a reader would call the number at a place: `x_i`.
    pub(super) fn place_hint(&self, place: &Place) -> String {
        let mut hint = self.procedure.arrays[place.array.0 as usize].hint.clone();
        for index in &place.path {
            let part = match index {
                Index::Literal(position) => position.to_string(),
                Index::At(expression) => {
                    self.hint_of(&self.table.expressions[expression.key as usize]).unwrap_or_default()
                }
                Index::Range(_) | Index::Value(_) => String::new(),
            };
            if part.is_empty() {
                return hint;
            }
            hint = format!("{hint}_{part}");
        }
        hint
    }

    /// The tokens of a view, as a place.
    pub(super) fn view_tokens(&self, view: &View, span: Span) -> TokenStream {
        let mut tokens = array_placeholder(view.array, span).into_token_stream();
        let mut shape = &self.arrays[view.array.0 as usize].shape;
        for index in &view.path {
            let tuple = matches!(shape, Shape::Parts(_));
            if !matches!(index, Index::Range(_)) {
                shape = element(shape).unwrap_or(&Shape::Real);
            }
            tokens = match index {
                Index::Literal(position) if tuple => {
                    let position = proc_macro2::Literal::usize_unsuffixed(*position);
                    quote_spanned!(span=> #tokens.#position)
                }
                Index::Literal(position) => {
                    let position = proc_macro2::Literal::usize_unsuffixed(*position);
                    quote_spanned!(span=> #tokens[#position])
                }
                Index::At(expression) | Index::Range(expression) => {
                    let index = &self.table.expressions[expression.key as usize];
                    quote_spanned!(span=> #tokens[#index])
                }
                Index::Value(var) => {
                    let index = super::table::placeholder(*var, span);
                    quote_spanned!(span=> #tokens[#index])
                }
            };
        }
        tokens
    }

    /// The number of elements of a view.
    pub(super) fn length(&self, view: &View) -> Constant {
        if let Shape::Fixed(_, length) = &view.shape {
            let literal = length.to_string().parse::<i64>().ok();
            return Constant { literal, ..Constant::simple(length, Class::Integer) };
        }
        let tokens = self.view_tokens(view, Span::call_site());
        let volatile = self.arrays[view.array.0 as usize].grows;
        Constant { volatile, ..Constant::integer(quote!(#tokens.len())) }
    }

    /// An integer as an index.
    pub(super) fn index(&mut self, constant: Constant) -> Index {
        let constant = self.steady(constant);
        match constant.literal.and_then(|n| usize::try_from(n).ok()) {
            Some(position) => Index::Literal(position),
            None => Index::At(self.expression(constant)),
        }
    }

    pub(super) fn expression(&mut self, constant: Constant) -> Expression {
        debug_assert!(!constant.volatile);
        self.table.expression(constant.tokens)
    }

    /// One element of a view.
    pub(super) fn element_at(&mut self, view: &View, index: Index) -> Value {
        let Some(shape) = element(&view.shape) else { return Value::Unknown };
        let mut path = view.path.clone();
        match (&view.window, &index) {
            // within a window whose length is known, counted from its start
            (Some(window), Index::Literal(position)) if *position < window.length => {
                path.pop();
                let start = window.start.operand();
                let at = match position {
                    0 => window.start.clone(),
                    position => {
                        let position = proc_macro2::Literal::usize_unsuffixed(*position);
                        Constant::integer(quote!(#start + #position))
                    }
                };
                path.push(self.index(at));
            }
            _ => path.push(index),
        }
        Value::View(View { array: view.array, path, shape: shape.clone(), window: None })
    }

    /// `view[range]`
    pub(super) fn sliced(&mut self, view: &View, range: Constant) -> Option<View> {
        let inner = element(&view.shape)?.clone();
        let plain = range.tokens.to_string();
        let range = self.steady(range);
        let range = match range.tokens.to_string() == plain {
            true => range,
            false => {
                let name = range.tokens;
                Constant::new(quote!(#name.clone()), Class::Any)
            }
        };
        let mut path = view.path.clone();
        path.push(Index::Range(self.expression(range)));
        Some(View { array: view.array, path, shape: Shape::Slice(Box::new(inner)), window: None })
    }

    /// `base[index]`
    pub(super) fn indexed(&mut self, index: &ExprIndex) -> Value {
        self.attributes(&index.attrs);
        let base = match self.place(&index.expr).peeled() {
            Value::Place(cell, members) => self.at_place(cell, &members),
            base => base,
        };
        match base.peeled() {
            Value::View(view) if view.rank() == 0 => {
                let message =
                    "a number has no elements; annotate what this is where it is made, as `let y: [f64; 3] = ..`";
                self.refuse(&index.expr, message)
            }
            Value::View(view) => {
                if let Some(range) = self.range(&index.index) {
                    let view = range.and_then(|range| self.sliced(&view, range));
                    return view.map_or(Value::Unknown, Value::View);
                }
                let value = self.decided(&index.index, Class::Integer).unwrap_or_else(|| self.expr(&index.index));
                match self.as_constant(value, &index.index) {
                    Some(range) if range.class == Class::Range => {
                        let range = range.operand();
                        let range = Constant::new(quote!(#range.clone()), Class::Any);
                        self.sliced(&view, range).map_or(Value::Unknown, Value::View)
                    }
                    Some(constant) => {
                        let at = self.index(constant);
                        self.element_at(&view, at)
                    }
                    None => Value::Unknown,
                }
            }
            Value::Columns(parts) => self.record_indexed(&parts, &index.index),
            Value::Constant(constant) => {
                let range = self.range(&index.index);
                let refs = if range.is_some() { Refs::Part } else { Refs::Plain };
                let value = match range {
                    Some(range) => range,
                    None => {
                        let value = self.expr(&index.index);
                        self.as_constant(value, &index.index)
                    }
                };
                let Some(at) = value else { return Value::Unknown };
                let (base, at) = (constant.operand(), &at.tokens);
                let volatile = constant.volatile;
                Value::Constant(Constant { volatile, refs, ..Constant::new(quote!(#base[#at]), Class::Any) })
            }
            value @ (Value::Unknown | Value::Never) => {
                self.expr(&index.index);
                value
            }
            Value::Real(_) => self.refuse(
                &index.expr,
                "a number has no elements; if this is an array, annotate it where it is made: `let y: [f64; 3] = ..`",
            ),
            _ => self.refuse(&index.expr, "only arrays, slices and `Vec`s are indexed"),
        }
    }

    /// `a..b` with the bounds evaluated; `None` when the expression is no range.
    pub(super) fn range(&mut self, expr: &Expr) -> Option<Option<Constant>> {
        let Expr::Range(range) = expr else { return None };
        let mut bound = |expr: &Option<Box<Expr>>| match expr {
            Some(expr) => {
                let value = self.expr(expr);
                self.as_constant(value, expr).map(|constant| self.steady(constant).operand())
            }
            None => Some(TokenStream::new()),
        };
        let (start, end) = (bound(&range.start), bound(&range.end));
        let limits = &range.limits;
        Some(start.zip(end).map(|(start, end)| Constant::new(quote!(#start #limits #end), Class::Any)))
    }

    /// A copy of a view in an array of its own.
    pub(super) fn copied(&mut self, view: &View, hint: &str) -> View {
        let tokens = self.view_tokens(view, Span::call_site());
        let (tokens, shape) = match &view.shape {
            Shape::Slice(inner) => (quote!(#tokens.to_vec()), Shape::Vec(inner.clone())),
            Shape::Fixed(..) if self.fixed_zero(&view.shape).is_some() && !self.is_reference(view) => {
                (tokens, view.shape.clone())
            }
            shape => (quote!(#tokens.clone()), shape.clone()),
        };
        let expression = self.table.expression(tokens);
        let place = self.place_of(view);
        let grows = self.facts.grows(hint);
        let array = self.local_array(Init::Copy(expression, place), shape, hint, true, grows);
        self.whole(array)
    }

    /// Whether the tokens of a view are a reference: it is all of a parameter that is one.
    pub(super) fn is_reference(&self, view: &View) -> bool {
        view.path.is_empty() && (self.referred.contains(&view.array) || self.is_lent(view.array))
    }

    /// An array by value under a name of its own, which is a copy where one of the two may change.
    pub(super) fn owned(&mut self, view: View, name: &str, mutable: bool) -> View {
        let position = view.array.0 as usize;
        let parameter = self.procedure.arrays[position].origin == Origin::Parameter;
        let unchanged = !self.arrays[position].writable && !mutable;
        if !parameter && view.path.is_empty() && !self.is_held(view.array) {
            self.arrays[position].writable = mutable;
            self.arrays[position].grows = self.facts.grows(name);
            if !name.is_empty() {
                self.procedure.arrays[position].hint = super::text::shown(name);
            }
            return view;
        }
        let moved = !parameter && matches!(view.shape, Shape::Vec(_)) && view.path.is_empty();
        let moved = moved && !self.is_assigned(view.array);
        if moved {
            self.arrays[position].writable |= mutable;
            self.arrays[position].grows |= self.facts.grows(name);
        }
        if moved || unchanged { view } else { self.copied(&view, name) }
    }

    /// Whether a variable in scope has to do with the array.
    pub(super) fn is_held(&self, array: ArrayId) -> bool {
        let scopes = std::iter::once(&self.cells.scope).chain(&self.outer_scopes);
        scopes.flat_map(|scope| scope.cells()).any(|cell| holds(self.cells.value(cell), array))
    }
}

pub(super) fn holds(value: &Value, array: ArrayId) -> bool {
    match value {
        Value::View(view) => view.array == array,
        Value::Prefix(all, _) => *all == array,
        Value::Ref(inner, _) | Value::Optional(_, inner) | Value::Columns(inner) => holds(inner, array),
        Value::Tuple(parts) => parts.iter().any(|part| holds(part, array)),
        Value::Struct(_, fields) => fields.iter().any(|(_, value)| holds(value, array)),
        Value::Closure(_) | Value::Iter(_) => true,
        _ => false,
    }
}
