//! The whole function: parameters, body, result.

use gradus_engine::program::procedure::{Operand, Origin, VarKind};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Block, Expr, ItemFn, Pat, Stmt, Type};

use super::Reader;
use super::jumps::Kind;
use super::names::bound;
use super::shape::{Bound, Passing, Role, Shape};
use super::types::{class, has_inner_state, is_unindexed};
use super::value::{Class, Constant, Refs, Value};
use crate::errors::Errors;

impl<'a> Reader<'a> {
    pub(super) fn new(
        item: &ItemFn,
        signature: &'a super::Signature,
        beside: &'a super::Beside,
        errors: &'a mut Errors,
    ) -> Self {
        let mut depths = super::depths::Depths::default();
        depths.and(&item.sig.inputs, &item.block);
        let mut facts = super::facts::Facts::of(item);
        super::lengths::note_bodies(&item.block, beside, &mut facts, &mut depths);
        let mut tails = Vec::new();
        tail_block(&item.block, &mut tails);
        let returned = &signature.returned.shape;
        let tails = tails.into_iter().map(|expr| (std::ptr::from_ref(expr) as usize, returned.clone())).collect();
        Reader {
            errors,
            signature,
            beside,
            float: signature.float,
            procedure: Default::default(),
            frames: Vec::new(),
            serial: 0,
            homes: Vec::new(),
            arrays: Vec::new(),
            referred: Default::default(),
            lent: Default::default(),
            reached: Default::default(),
            iterators: Default::default(),
            places_only: false,
            table: Default::default(),
            other_integers: Default::default(),
            unindexed: Default::default(),
            cells: Default::default(),
            targets: Vec::new(),
            dead: false,
            branch_place: TokenStream::new(),
            loop_base: 0,
            inlining: 0,
            facts,
            depths,
            items: Vec::new(),
            lists: false,
            item_names: Default::default(),
            untyped: Default::default(),
            item_types: Default::default(),
            libm: Default::default(),
            methods: Default::default(),
            has_power: false,
            outer_scopes: Vec::new(),
            inlined_bodies: Vec::new(),
            inlined_now: Vec::new(),
            inlined_ever: Default::default(),
            suffix: None,
            asked: Default::default(),
            tails,
        }
    }

    /// Reads the function; what its parameters are in the procedure.
    pub(super) fn function(&mut self, item: &ItemFn) -> Vec<Bound> {
        self.open(false);
        if let Some(receiver) = item.sig.receiver() {
            let name = proc_macro2::Ident::new("self", receiver.self_token.span);
            let volatile =
                receiver.mutability.is_some() || matches!(&receiver.kind, syn::ReceiverKind::Reference(_, _, Some(_)));
            if volatile {
                let constant = Constant { volatile, ..Constant::simple(&name, Class::Any) };
                let cell = self.cells.bind(&name, Value::Constant(constant));
                self.cells.mark_state(cell);
            }
        }
        let roles: Vec<Role> = self.signature.parameters.iter().map(|parameter| parameter.role.clone()).collect();
        let mut bounds = Vec::new();
        for (at, (input, role)) in super::typed_inputs(item).zip(roles).enumerate() {
            bounds.push(match self.signature.fields_of(Some(at)).is_empty() {
                true => self.parameter(&input.pat, &input.ty, &role),
                false => Bound::Constant,
            });
        }
        bounds.extend(self.struct_parameters(item));
        self.enter(Kind::Function, None);
        let limit = self.cells.count();
        let depth = self.cells.scope.depth();
        let place: &dyn ToTokens = item.block.stmts.last().map_or(&item.sig.ident as &dyn ToTokens, |last| last);
        self.statements(&item.block.stmts, Some(limit), &mut |reader, value| {
            reader.leave_function(value, place);
            Value::Never
        });
        self.cells.scope.leave(depth);
        let target = self.exit();
        let value = match self.cells.value(target.value).clone() {
            Value::Unset => Value::Never,
            value => value,
        };
        let shape = self.signature.returned.shape.clone();
        let mut results = Vec::new();
        self.results_of(value, &shape, place, &mut results);
        self.frame().block.results = results;
        bounds
    }

    fn parameter(&mut self, pattern: &Pat, ty: &Type, role: &Role) -> Bound {
        match role {
            Role::Real(shape, passing) => {
                let name = match pattern {
                    Pat::Ident(pat) => pat.ident.to_string(),
                    _ => String::new(),
                };
                let (bound, value) = self.real_parameter(shape, *passing, pattern, &name);
                self.bind(pattern, value, None);
                bound
            }
            Role::Constant => {
                for name in bound(pattern) {
                    let single = matches!(pattern, Pat::Ident(_));
                    self.constant_parameter(&name, single.then_some(ty));
                }
                Bound::Constant
            }
            Role::Unknown => {
                self.bind_unknown(pattern);
                Bound::Constant
            }
        }
    }

    fn constant_parameter(&mut self, name: &proc_macro2::Ident, ty: Option<&Type>) {
        let mut constant = Constant::simple(name, ty.map_or(Class::Any, class));
        if let Some(ty) = ty {
            self.other_integers.typed(&constant.tokens, ty);
            if is_unindexed(ty) {
                self.unindexed.insert(constant.tokens.to_string());
            }
        }
        let mut state = ty.is_some_and(has_inner_state);
        if let Some(Type::Reference(reference)) = ty {
            constant.refs = Refs::Unknown;
            state |= reference.mutability.is_some();
        } else if self.facts.mutated(&name.to_string())
            && constant.class == Class::Any
            && !ty.is_some_and(|ty| self.is_of_rusts(ty))
        {
            state = true;
        }
        constant.volatile = state;
        let cell = self.cells.bind(name, Value::Constant(constant));
        if state {
            self.cells.mark_state(cell);
        }
    }

    pub(super) fn real_parameter(
        &mut self,
        shape: &Shape,
        passing: Passing,
        pattern: &Pat,
        name: &str,
    ) -> (Bound, Value) {
        match shape {
            Shape::Real => {
                let var = self.var(VarKind::Real, name);
                self.procedure.given.push(var);
                let value = Value::Real(self.leaf(var));
                let value = if passing == Passing::Value { value } else { Value::Ref(Box::new(value), false) };
                (Bound::Scalar(var), value)
            }
            Shape::Tuple(shapes) => {
                let patterns: Vec<Option<&Pat>> = match pattern {
                    Pat::Tuple(tuple) if tuple.elems.len() == shapes.len() => tuple.elems.iter().map(Some).collect(),
                    _ => vec![None; shapes.len()],
                };
                let mut bounds = Vec::new();
                let mut values = Vec::new();
                for (position, (shape, pattern)) in shapes.iter().zip(patterns).enumerate() {
                    let part = match pattern {
                        Some(Pat::Ident(pat)) => pat.ident.to_string(),
                        _ => format!("{name}_{position}"),
                    };
                    let wild: Pat = syn::parse_quote!(_);
                    let (bound, value) = self.real_parameter(shape, passing, pattern.unwrap_or(&wild), &part);
                    bounds.push(bound);
                    values.push(value);
                }
                (Bound::Tuple(bounds), Value::Tuple(values))
            }
            shape => {
                let mutable = passing == Passing::Mutable;
                let grows = mutable && self.facts.grows(name);
                let array = self.array(shape.clone(), Origin::Parameter, name, mutable, grows);
                if passing != Passing::Value {
                    self.referred.insert(array);
                }
                // a parameter by reference is one; one by value is copied where it is bound as `mut`
                let value = Value::View(self.whole(array));
                (
                    Bound::Array(array),
                    if passing == Passing::Value { value } else { Value::Ref(Box::new(value), mutable) },
                )
            }
        }
    }

    /// A value that the function returns, in the shape that it says.
    pub(super) fn returned(&mut self, value: Value, place: &dyn ToTokens) -> Value {
        let shape = self.signature.returned.shape.clone();
        let value = self.unwrapped(value, place);
        self.returned_as(value, &shape, place)
    }

    fn returned_as(&mut self, value: Value, shape: &Shape, place: &dyn ToTokens) -> Value {
        let value = self.reported(value, place);
        match (shape, value) {
            (_, value) if value.is_void() => value,
            (Shape::Real, value) => match self.missing(&value, place) {
                true => Value::Unknown,
                false => self.as_real(value, place).map_or(Value::Unknown, Value::Real),
            },
            (Shape::Tuple(shapes), _) if shapes.is_empty() => Value::Unit,
            (Shape::Tuple(shapes), value) => match value.peeled() {
                Value::Tuple(values) if values.len() == shapes.len() => {
                    let pairs = values.into_iter().zip(shapes);
                    Value::Tuple(pairs.map(|(value, shape)| self.returned_as(value, shape, place)).collect())
                }
                value => {
                    if !self.missing(&value, place) {
                        self.errors
                            .push(place.to_token_stream(), "the function returns a tuple; end it with one: `(a, b)`");
                    }
                    Value::Unknown
                }
            },
            (shape, value) => match value.peeled() {
                Value::View(view) if view.rank() == super::value::rank(shape) => Value::View(view),
                value @ Value::Constant(_) => {
                    let Value::Constant(constant) = value else { unreachable!("just seen") };
                    let array = self.local_constant(constant.tokens, shape.clone(), "result", true);
                    Value::View(self.whole(array))
                }
                value => {
                    if !self.missing(&value, place) {
                        self.errors.push(
                            place.to_token_stream(),
                            "the function returns an array of numbers, and this is none",
                        );
                    }
                    Value::Unknown
                }
            },
        }
    }

    /// Reports a function that ends without its value.
    fn missing(&mut self, value: &Value, place: &dyn ToTokens) -> bool {
        let missing = matches!(value, Value::Unit | Value::Unset);
        if missing {
            let message = "the function has to end with its value: an expression without `;`, or `return e;`";
            self.errors.push(place.to_token_stream(), message);
        }
        missing
    }

    /// The results of the body, depth first.
    fn results_of(&mut self, value: Value, shape: &Shape, place: &dyn ToTokens, results: &mut Vec<Operand>) {
        match (shape, value) {
            (Shape::Tuple(shapes), Value::Tuple(values)) => {
                for (shape, value) in shapes.iter().zip(values) {
                    self.results_of(value, shape, place, results);
                }
            }
            (Shape::Tuple(shapes), Value::Unknown | Value::Never | Value::Unset) => {
                for shape in shapes {
                    self.results_of(Value::Never, shape, place, results);
                }
            }
            (Shape::Tuple(_), _) => {}
            (Shape::Real, value) => {
                let node = self.as_real(value, place);
                let id = match node {
                    Some(node) => self.here(node),
                    None => self.number(0.into()).id,
                };
                results.push(Operand::Node(id));
            }
            (_, Value::View(view)) => {
                let parameter = self.procedure.arrays[view.array.0 as usize].origin == Origin::Parameter;
                let again = results.contains(&Operand::Array(view.array));
                let other = !same_kind(&view.shape, shape);
                let array = if parameter || again || other || !view.path.is_empty() {
                    self.copied_as(&view, shape)
                } else {
                    view.array
                };
                results.push(Operand::Array(array));
            }
            _ => results.push(Operand::Any),
        }
    }

    /// A copy of a view as an array of the shape that is returned.
    fn copied_as(&mut self, view: &super::value::View, shape: &Shape) -> gradus_engine::program::procedure::ArrayId {
        let method = if matches!(shape, Shape::Vec(_)) { "to_vec" } else { "clone" };
        self.copy_by_method(view, method).array
    }
}

/// Whether both are arrays or both are `Vec`s.
fn same_kind(a: &Shape, b: &Shape) -> bool {
    matches!(
        (a, b),
        (Shape::Fixed(..), Shape::Fixed(..)) | (Shape::Vec(_), Shape::Vec(_)) | (Shape::Slice(_), Shape::Slice(_))
    )
}

/// Finds the calls whose value is that of the function.
fn tail_block<'e>(block: &'e Block, tails: &mut Vec<&'e Expr>) {
    if let Some(Stmt::Expr(expr, None)) = block.stmts.last() {
        tail(expr, tails);
    }
}

/// The same of an expression.
pub(super) fn tail<'e>(expr: &'e Expr, tails: &mut Vec<&'e Expr>) {
    match expr {
        Expr::Paren(inner) => tail(&inner.expr, tails),
        Expr::Block(inner) => tail_block(&inner.block, tails),
        Expr::If(branch) => {
            tail_block(&branch.then_branch, tails);
            if let Some((_, otherwise)) = &branch.else_branch {
                tail(otherwise, tails);
            }
        }
        Expr::Match(choice) => choice.arms.iter().for_each(|arm| tail(&arm.body, tails)),
        Expr::Return(inner) => {
            if let Some(value) = &inner.expr {
                tail(value, tails);
            }
        }
        expr => tails.push(expr),
    }
}
